"""``dicycle trace``."""

import shutil
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from dicycle.cli.common import json_option, json_text, ledger_option, many, moment, opened, plain, table, tells_errors
from dicycle.cli.telling import as_of_line, as_of_option, genealogy_of, kind_option, names_of, per_cent, quantity

if TYPE_CHECKING:
    from dicycle.bootstrap import Loop
    from dicycle.cli.tree import Told
    from dicycle.genealogy.answers import Direction, Link, Trace

_Shows = Callable[["Loop", "Trace"], None]

_PAGE: Final = 500
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("code")
@click.option("--back/--forward", "is_back", default=True, help="Where it came from [default], or where it went.")
@as_of_option
@click.option("--depth", type=click.IntRange(min=0), default=None, help="At most so many events away.")
@kind_option
@click.option("--element", "elements", multiple=True, help="Follow only what carries this element, such as Ni.")
@click.option("--until", multiple=True, help="Stop at things of this category, such as salt.")
@click.option(
    "--most", type=click.IntRange(1, 10_000_000), default=50_000, show_default=True, help="At most so many things."
)
@click.option("--tree", "as_tree", is_flag=True, help="As a tree, equal things folded [default without --kind].")
@click.option("--table", "as_table", is_flag=True, help="As a table, one line for each part in an event.")
@click.option("--csv", "csv_file", type=_FILE, metavar="FILE", help="Write the table to this file, as CSV.")
@click.option("--parquet", "parquet_file", type=_FILE, metavar="FILE", help="Write the table to this file, as Parquet.")
@ledger_option
@json_option
@tells_errors
def trace(code: str, is_back: bool, as_of: str | None, ledger: str | None, as_json: bool, **asked: Any) -> None:
    """Tell where the thing that CODE names came from, or where it went.

    Through assembly, swaps, dismantling, second life, shredding and recovery, as of any date. CODE is what 'dicycle
    item' takes: Digital Link, EPC URN, (01)…(21)…, GB/T 34014 code, alias or serial number.
    """
    show = _shown(as_json, asked, _as_list if asked["kinds"] else _as_tree)
    limits = {name: asked[name] for name in ("depth", "kinds", "elements", "until", "most")}
    with opened(ledger, must_exist=True) as loop:
        item = loop.find(code)
        direction: Direction = "back" if is_back else "forward"
        found = genealogy_of(loop).trace(item.id, direction, as_of=moment(as_of), **limits)
        show(loop, found)
    if not found.complete:
        click.echo(f"… and more: these are the nearest {many(len(found.nodes), 'thing')}; use --most.", err=True)


def _shown(as_json: bool, asked: dict[str, Any], usual: _Shows) -> _Shows:
    """Return what shows the answer in the one form that was asked for."""
    forms = {
        "--json": as_json, "--tree": asked["as_tree"], "--table": asked["as_table"], "--csv": asked["csv_file"],
        "--parquet": asked["parquet_file"],
    }  # fmt: skip
    wanted = [name for name, given in forms.items() if given]
    if len(wanted) > 1:
        raise click.UsageError(f"{' and '.join(wanted)} are several answers; ask for one.")
    path = asked["csv_file"] or asked["parquet_file"]
    if path is not None:
        return partial(_write, path, wanted[0].replace("--", "."))
    return {"--json": _as_json, "--table": _as_table, "--tree": _as_tree}.get(wanted[0] if wanted else "", usual)


def _as_json(loop: "Loop", found: "Trace") -> None:
    from dicycle.genealogy.plain import value

    click.echo(json_text(value(found)))


def _write(path: Path, ending: str, loop: "Loop", found: "Trace") -> None:
    from dicycle.files import write
    from dicycle.genealogy.tables import sheet

    write(sheet(found), path, ending)
    click.echo(f"{path}: {many(len(found.links), 'link')} of {many(len(found.nodes), 'thing')}.")


def _as_table(loop: "Loop", found: "Trace") -> None:
    if not found.links:
        click.echo(_nothing(found))
        return
    head = ("DEPTH", "DATE", "ROLE", "SHARE", "AMOUNT", "CATEGORY", "ID", "EVENT ID")
    nodes = {one.id: one for one in found.nodes}
    rows = [_row(one, nodes[one.thing].category if one.thing in nodes else None) for one in found.links]
    click.echo(table(rows, head))


def _row(link: "Link", category: str | None) -> tuple[str, ...]:
    from dicycle.genealogy import plain as values

    role = "in parent" if link.role == "part" else link.role
    much = quantity(link.quantity, link.unit) if link.quantity is not None else ""
    share = per_cent(link.share) if link.share is not None else ""
    date = str(values.moment(link.time))[:10]
    thing = "(may not be shown)" if link.hidden else link.thing
    return str(link.depth), date, role, share, much, category or "", thing, link.event_id


def _as_list(loop: "Loop", found: "Trace") -> None:
    """List the things of some categories: what lies between them is not told, so they are no tree."""
    from dicycle.genealogy import plain as values
    from dicycle.ledger.wording import name_of

    names = names_of(loop, [one.id for one in found.nodes])
    rows = [
        (str(one.depth), str(values.moment(one.born) or "")[:10], one.category or "", name_of(one.id, names), one.id)
        for one in found.nodes
    ]
    click.echo(table(rows, ("DEPTH", "BORN", "CATEGORY", "NAME", "ID")) if rows else _nothing(found))


def _nothing(found: "Trace") -> str:
    went = "came from" if found.direction == "back" else "went"
    return f"The ledger does not say where this {went}."


def _as_tree(loop: "Loop", found: "Trace") -> None:
    from dicycle.cli.tree import lines
    from dicycle.genealogy.folding import fold

    told = _told(loop, {one.event_id for one in found.links} | {one.run for one in found.links})
    root = fold(found, told.get)
    names = names_of(loop, [found.root, *(one.id for one in found.nodes), *(one.place for one in told.values())])
    for line in _head(found, names):
        _echo(line)
    for line in lines(root, told, names):
        _echo(line)


def _head(found: "Trace", names: dict[str, dict[str, Any]]) -> list[str]:
    from dicycle.ledger.wording import category_word, label

    root = next((one.category for one in found.nodes if one.id == found.root), None)
    where = "where it came from" if found.direction == "back" else "where it went"
    lines = [
        plain(f"{category_word(root or 'thing')} {label(found.root, names)}"),
        found.root,
        f"{where}, {as_of_line(found.as_of, found.point)}",
        "",
    ]
    return lines if found.links else [*lines, _nothing(found)]


def _told(loop: "Loop", events: Iterable[str]) -> dict[str, "Told"]:
    """Return step and place of events, asked for by many at once."""
    from dicycle.ledger.predicates import Column, OneOf, Query

    ids = sorted(one for one in events if one)
    pages = (tuple(ids[start : start + _PAGE]) for start in range(0, len(ids), _PAGE))
    found = (one for page in pages for one in loop.matching(Query((OneOf(Column.EVENT_ID, page),))))
    return {one.event_id: _step_and_place(one.value) for one in found if not one.declares_error}


def _step_and_place(event: dict[str, Any]) -> "Told":
    from dicycle.cli.tree import Told
    from dicycle.identifiers import canonical

    place = (event.get("bizLocation") or event.get("readPoint") or {}).get("id", "")
    return Told(str(event.get("bizStep", "")), canonical(place) if place else "")


def _echo(line: str) -> None:
    """Write a line, no wider than the terminal of a person."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    click.echo(f"{line[: width - 1]}…" if 0 < width < len(line) else line)
