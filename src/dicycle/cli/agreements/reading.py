"""``dicycle agreements read``."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from dicycle.cli.agreements.telling import told
from dicycle.cli.common import json_option, json_text, ledger_option, many, opened, tell, tells_errors
from dicycle.errors import DicycleError, InvalidInput

if TYPE_CHECKING:
    from dicycle.agreements.agreements import Agreements, Taken

_ENDINGS = (".txt", ".html", ".htm", ".xhtml", ".pdf", ".md")


class _Input(NamedTuple):
    name: str
    data: bytes


@click.command("read")
@click.argument("files", nargs=-1, metavar="FILE…", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--sample", is_flag=True, help="Read the invented documents that come with Dicycle.")
@click.option("--dry-run", is_flag=True, help="Show what the documents say, and keep nothing.")
@click.option("--again", is_flag=True, help="Read documents anew that are in the register already.")
@click.option("--language", type=click.Choice(["en", "de", "zh", "ru"]), default=None, help="[default: find out]")
@ledger_option
@json_option
@tells_errors
def read(
    files: tuple[Path, ...], sample: bool, dry_run: bool, again: bool, language: str | None, ledger: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Read documents into the register; FILE is a file, a folder of them, or - for standard input.

    A document that is in the register already is not read again: an interrupted run goes on where it stopped. What
    cannot be read is told and left out, and the exit status is 1 then.
    """
    if not files and not sample:
        raise click.UsageError("Name a file, a folder, or - for standard input; or try --sample.")
    with opened(ledger) as loop:
        refused, found = 0, list[Any]()
        inputs = list(_paths(files, sample=sample))
        for number, path in enumerate(inputs, 1):
            try:
                found.append(_one(loop.agreements, _input(path), language, dry_run=dry_run, again=again))
            except DicycleError as error:
                refused += 1
                tell(error, as_json=as_json)
                continue
            _progress(number, len(inputs), found[-1], as_json=as_json)
    if as_json:
        click.echo(json_text([one.release for one in found]))
    else:
        click.echo(_summary(found, refused, dry_run=dry_run))
    if refused:
        raise click.exceptions.Exit(1)


def _paths(files: tuple[Path, ...], *, sample: bool) -> Iterator[Path | _Input]:
    if sample:
        from dicycle.agreements.samples import samples

        yield from (_Input(name, data) for name, data in samples())
    for file in files:
        if file.is_dir():
            yield from sorted(one for one in file.rglob("*") if one.suffix.lower() in _ENDINGS)
        else:
            yield file


def _input(path: "Path | _Input") -> _Input:
    if isinstance(path, _Input):
        return path
    if str(path) == "-":
        return _Input("standard input", sys.stdin.buffer.read())
    try:
        return _Input(path.name, path.read_bytes())
    except OSError as wrong:
        sentence = f"{path} cannot be read: {wrong.strerror or wrong}."
        raise InvalidInput.because("cli.no-file", sentence, str(path), "Check the name and the rights.") from None


def _one(agreements: "Agreements", given: _Input, language: Any, *, dry_run: bool, again: bool) -> "Taken":
    from dicycle.agreements.agreements import Taken

    if dry_run:
        return Taken(agreements.preview(given.data, given.name, language=language).release, True, lambda: ())
    return agreements.read(given.data, given.name, language=language, again=again)


def _progress(number: int, count: int, taken: "Taken", *, as_json: bool) -> None:
    if not as_json:
        before = f"[{number}/{count}] " if count > 1 else ""
        known = "" if taken.new else " (in the register already)"
        click.echo(f"{before}{told(taken.release)}{known}\n")


def _summary(found: list[Any], refused: int, *, dry_run: bool) -> str:
    records = sum(len(one.release.records) for one in found)
    kept = "read, nothing kept" if dry_run else "in the register"
    bad = f"; {refused} could not be read" if refused else ""
    return f"{many(len(found), 'document')} {kept}, with {many(records, 'record')}{bad}."
