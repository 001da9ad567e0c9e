"""The genealogy as a table: one row for each part of a thing in an event, all of them, page by page or as CSV."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from pyarrow import types  # type: ignore[import-untyped]

from dicycle.files import csv_lines
from dicycle.genealogy import plain, tables
from dicycle.genealogy.answers import Link, Node, Trace
from dicycle.ledger.wording import Names, category_word, label, measure, number, title
from dicycle.server.pages.genealogy.amounts import kilograms, per_cent
from dicycle.server.pages.genealogy.joints import mass_of
from dicycle.server.pages.moments import Moment, moment_of

PER_PAGE: Final = 100
_BLOCK: Final = 500
_ROLES: Final = {"input": "Went in", "output": "Came out", "part": "Part of"}


class Row(NamedTuple):
    """A link of a trace with the thing that it is about."""

    trace: Trace
    node: Node
    link: Link


class Said(NamedTuple):
    """A row in words; `id` is empty for what may not be shown."""

    step: str
    id: str
    name: str
    category: str
    how: str
    parent: str
    parent_name: str
    moment: Moment
    event: str
    amount: str
    share: str
    mass: str
    cut: bool


def rows_of(traces: Sequence[Trace], only: Collection[str] = ()) -> list[Row]:
    """Return all rows, nearest to the root first, then by time; `only` those of some things, if any are named."""
    found = []
    for trace in traces:
        nodes = {node.id: node for node in trace.nodes}
        rows = (Row(trace, nodes[link.thing], link) for link in trace.links if link.thing in nodes)
        found += sorted(
            (row for row in rows if not only or row.node.id in only),
            key=lambda row: (row.node.depth, row.link.time, row.node.id),
        )
    return found


def page_of(rows: Sequence[Row], page: int) -> Sequence[Row]:
    """Return one page of rows; pages count from 1."""
    return rows[(page - 1) * PER_PAGE : page * PER_PAGE]


def ids_of(rows: Iterable[Row]) -> list[str]:
    """Return the things that rows speak of."""
    return [id for row in rows for id in (row.node.id, row.link.parent) if id]


def said(rows: Iterable[Row], names: Names, element: str) -> list[Said]:
    """Return rows in words."""
    return [_said(row, names, element) for row in rows]


def _said(row: Row, names: Names, element: str) -> Said:
    node, link = row.node, row.link
    mass = mass_of(link, element)
    hidden = node.hidden or link.hidden
    return Said(
        _step(row),
        "" if node.hidden else node.id,
        "Hidden from you" if node.hidden else label(node.id, names),
        title(category_word(node.category)) if node.category else "",
        f"{_ROLES[link.role]}{' (implied)' if link.implied else ''}",
        "" if hidden else link.parent or "",
        label(link.parent, names) if link.parent and not hidden else "",
        moment_of(link.time),
        "" if link.hidden else link.event_id,
        _amount(link),
        "" if link.share is None else per_cent(link.share),
        "not declared" if mass is None else kilograms(mass),
        node.cut,
    )


def _step(row: Row) -> str:
    if not row.node.depth:
        return "Itself"
    return f"{number(row.node.depth)} {'back' if row.trace.direction == 'back' else 'on'}"


def _amount(link: Link) -> str:
    if link.quantity is None:
        return ""
    return measure(int(link.quantity) if link.quantity.is_integer() else link.quantity, link.unit)


def as_csv(traces: Sequence[Trace]) -> Iterator[bytes]:
    """Yield everything in traces as CSV, a heading first: times are RFC 3339, masses kilograms."""
    sheets = [tables.sheet(trace) for trace in traces]
    columns = list(dict.fromkeys(name for sheet in sheets for name in sheet.schema.names))
    yield csv_lines([["direction", *columns]])
    for trace, sheet in zip(traces, sheets, strict=True):
        times = [at for at, field in enumerate(sheet.schema) if types.is_timestamp(field.type)]
        order = [sheet.schema.names.index(name) if name in sheet.schema.names else None for name in columns]
        rows = iter(sheet.rows)
        while some := list(islice(rows, _BLOCK)):
            readable = (_readable(list(row), times) for row in some)
            yield csv_lines([trace.direction, *(None if at is None else row[at] for at in order)] for row in readable)


def _readable(row: list[Any], times: Sequence[int]) -> list[Any]:
    for at in times:
        row[at] = plain.moment(row[at])
    return row
