"""``dicycle capture``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dicycle.cli.common import json_option, json_text, ledger_option, opened, plain, tell, tells_errors
from dicycle.errors import DicycleError

if TYPE_CHECKING:
    from dicycle.bootstrap import Loop
    from dicycle.ledger.importing import Imported


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--quiet", is_flag=True, help="Show no progress.")
@ledger_option
@json_option
@tells_errors
def capture(files: tuple[Path, ...], quiet: bool, ledger: str | None, as_json: bool) -> None:
    """Capture FILES of EPCIS events: documents, bare events, lists of events, NDJSON; - is standard input.

    A document is captured wholly or not at all. NDJSON is captured line by line, and a run that was interrupted goes
    on where it stopped. Sending the same again is harmless. Exits with 1 if anything was refused.
    """
    refused = False
    results: list[dict[str, Any]] = []
    with opened(ledger) as loop:
        for path in files:
            try:
                done = _one(loop, path, quiet or as_json)
            except DicycleError as error:
                tell(error, as_json=as_json)
                refused = True
                continue
            refused |= bool(done.refused)
            results.append({"file": str(path), **_figures(done)})
            if not as_json:
                _say(path, done)
    if as_json:
        click.echo(json_text(results))
    if refused:
        raise click.exceptions.Exit(1)


def _one(loop: "Loop", path: Path, quiet: bool) -> "Imported":
    from dicycle.ledger.importing import import_lines

    if str(path) == "-":
        return import_lines(loop.intake, loop.store, sys.stdin.buffer)
    size = path.stat().st_size if path.is_file() else 0
    if quiet or not size or not sys.stderr.isatty():
        return loop.capture_file(path)
    with click.progressbar(length=size, label=path.name, file=sys.stderr, show_eta=True) as bar:
        last = 0

        def report(done: "Imported") -> None:
            nonlocal last
            bar.update(done.position - last, None)
            bar.label = f"{path.name}: {done.seen:,} events"
            last = done.position

        return loop.capture_file(path, report)


def _figures(done: "Imported") -> dict[str, Any]:
    return {
        "stored": done.stored,
        "known": done.known,
        "refused": done.refused,
        "master_data": done.named,
        "resumed_after_lines": done.resumed_at,
        "findings": [finding.as_dict() for finding in done.findings],
        "notes": [finding.as_dict() for finding in done.notes],
    }


def _say(path: Path, done: "Imported") -> None:
    if done.resumed_at and not done.seen:
        click.echo(f"{path}: all {done.resumed_at:,} lines were captured before; nothing is new.")
        return
    start = f" (went on after line {done.resumed_at:,})" if done.resumed_at else ""
    parts = [f"{done.stored:,} new", f"{done.known:,} known already", f"{done.refused:,} refused"]
    parts += [f"{done.named:,} entries of master data"] if done.named else []
    click.echo(f"{path}: {', '.join(parts)}{start}.")
    for finding in (*done.findings, *done.notes):
        click.echo(plain(f"{finding.severity.value}: {finding}"), err=True)
