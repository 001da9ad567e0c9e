"""``dicycle attribute``."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from dicycle.cli.common import json_option, json_text, ledger_option, many, moment, opened, plain, tells_errors
from dicycle.cli.telling import (
    as_of_line,
    as_of_option,
    genealogy_of,
    kind_option,
    mass,
    names_of,
    origin_words,
    per_cent,
)

if TYPE_CHECKING:
    from dicycle.bootstrap import Loop
    from dicycle.genealogy.answers import Attribution, Share
    from dicycle.genealogy.custody import Rules

_BAR: Final = 24
_MODEL: Final = "How matter mixes: proportional [default], or by the rules of each site in the settings."


@click.command()
@click.argument("code", required=False)
@click.option("--all", "everything", is_flag=True, help="Of all things, into the file of --output.")
@kind_option
@as_of_option
@click.option("--model", type=click.Choice(["proportional", "rules"]), default=None, help=_MODEL)
@click.option("--rules", type=click.Path(path_type=Path), metavar="FILE", help="By the rules in this file.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Write to this file, as its ending says: .csv or .parquet.",
)  # fmt: skip
@ledger_option
@json_option
@tells_errors
def attribute(
    code: str | None, everything: bool, kinds: tuple[str, ...], as_of: str | None, model: str | None,
    rules: Path | None, output: Path | None, ledger: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Tell whose metal is in the thing that CODE names and in all its parts, element by element.

    With --all it is told of every thing, or of those of the categories of --kind: one row for each thing, element and
    origin. CODE is what 'dicycle item' takes.
    """
    _check(code, kinds, output, everything=everything, as_json=as_json)
    with opened(ledger, must_exist=True) as loop:
        books = _rules(loop, model, rules)
        if code is None:
            assert output is not None
            _all(loop, kinds, moment(as_of), books, output)
        else:
            item = loop.find(code)
            found = genealogy_of(loop).attribution(item.id, as_of=moment(as_of), rules=books)
            _show(loop, found, output, as_json=as_json)


def _check(
    code: str | None, kinds: tuple[str, ...], output: Path | None, *, everything: bool, as_json: bool
) -> None:  # fmt: skip
    """Refuse what does not go together."""
    from dicycle.files import check_ending

    if (code is None) is not everything:
        raise click.UsageError("Name one thing by its CODE, or ask for --all.")
    if everything and output is None:
        raise click.UsageError("--all needs a file to write to: --output FILE.")
    if as_json and output is not None:
        raise click.UsageError("--json and --output are two answers; ask for one.")
    if kinds and not everything:
        raise click.UsageError("--kind goes with --all.")
    if output is not None:
        check_ending(output)


def _rules(loop: "Loop", model: str | None, file: Path | None) -> "Rules | None":
    """Return the rules that were asked for; says on standard error what events allocate that cannot be understood."""
    if file is None and model != "rules":
        return None
    if file is not None and model == "proportional":
        raise click.UsageError("--rules are another model than proportional.")
    book = loop.rulebook()
    rules = book.rules(file)
    for finding in book.findings:
        click.echo(plain(f"note: {finding}"), err=True)
    return rules


# ---------------------------------------------------------------- all things


def _all(loop: "Loop", kinds: tuple[str, ...], as_of: int | None, rules: "Rules | None", output: Path) -> None:
    from dicycle.files import write
    from dicycle.genealogy.everything import everything

    genealogy = genealogy_of(loop)
    rows = 0
    with _counting() as show:

        def told(number: int) -> None:
            nonlocal rows
            rows = number
            show(number)

        table = everything(genealogy, kinds, as_of=as_of, rules=rules, told=told)
        write(table, output)
    click.echo(f"{output}: {many(rows, 'row')} about {many(len(table.things), 'thing')}.")


@contextmanager
def _counting() -> Iterator[Callable[[int], None]]:
    """Show a person how many rows are written."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    yield lambda rows: click.echo(f"\r{many(rows, 'row')} …", nl=False, err=True)
    click.echo("\r\x1b[K", nl=False, err=True)


# ---------------------------------------------------------------- one thing


def _show(loop: "Loop", found: "Attribution", output: Path | None, *, as_json: bool) -> None:
    from dicycle import files
    from dicycle.genealogy import tables
    from dicycle.genealogy.plain import value

    if output is not None:
        files.write(tables.sheet(found), output)
        click.echo(f"{output}: {many(len(found.shares), 'element')} of {many(found.parts, 'thing')} together.")
    elif as_json:
        click.echo(json_text(value(found)))
    else:
        click.echo(_told(loop, found))


def _told(loop: "Loop", found: "Attribution") -> str:
    from dicycle.ledger.wording import label

    origins = [origin for share in found.shares for origin in share.origins]
    names = names_of(loop, [found.id, *(origin.partition(":")[2] for origin in origins if ":" in origin)])
    lines = [plain(label(found.id, names)), found.id, _how(found), as_of_line(found.as_of, found.point)]
    if not found.shares:
        lines += ["", "Nobody declared what it is made of."]
    for share in found.shares:
        lines += ["", *_share(share, names)]
    return "\n".join(lines)


def _how(found: "Attribution") -> str:
    """Return by which model, and of how many things it is the sum."""
    owed = f", of {found.undeclared:,} of which nobody declared a content" if found.undeclared else ""
    together = f"{many(found.parts, 'thing')} together" if found.parts > 1 else "this thing alone"
    return plain(f"mixing: {found.model}; {together}{owed}")


def _share(share: "Share", names: dict[str, dict[str, Any]]) -> list[str]:
    if share.mass is None:
        return [f"{share.element}  not declared"]
    largest = sorted(share.told().items(), key=lambda item: (-item[1], item[0]))
    total = share.mass
    rows = [(part / total if total else 0.0, part, origin_words(origin, names)) for origin, part in largest]
    return [f"{share.element}  {mass(total)}", *(_bar(*row) for row in rows)]


def _bar(part: float, micrograms: float, origin: str) -> str:
    """Return a bar as long as the part of the whole; never none for something."""
    length = max(round(part * _BAR), 1 if part > 0 else 0)
    return f"  {'█' * length}{'░' * (_BAR - length)} {per_cent(part):>8}  {mass(micrograms):>10}  {origin}"
