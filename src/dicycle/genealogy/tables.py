"""Answers as tables: one shape for CSV, Parquet and Arrow. Masses are kilograms, times UTC with microseconds."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

import pyarrow as pa  # type: ignore[import-untyped]

from dicycle.genealogy.answers import Affected, Attribution, Link, Node, Recall, Share, Trace
from dicycle.genealogy.plain import Answer, kilograms

Row = tuple[Any, ...]

_BATCH: Final = 10_000
_TIME: Final = pa.timestamp("us", "UTC")
_LINK: Final = (
    ("depth", pa.int32()), ("role", pa.string()), ("thing", pa.string()), ("kind", pa.string()),
    ("category", pa.string()), ("parent", pa.string()), ("time", _TIME), ("until", _TIME), ("run", pa.string()),
    ("event", pa.string()), ("quantity", pa.float64()), ("unit", pa.string()), ("share", pa.float64()),
    ("implied", pa.bool_()), ("hidden", pa.bool_()),
)  # fmt: skip
_AFFECTED: Final = (
    ("id", pa.string()), ("kind", pa.string()), ("category", pa.string()), ("fraction", pa.float64()),
    ("share", pa.float64()), ("mass_kg", pa.float64()), ("holder", pa.string()), ("place", pa.string()),
    ("depth", pa.int32()),
)  # fmt: skip
_ORIGIN: Final = (
    ("id", pa.string()), ("element", pa.string()), ("origin", pa.string()), ("mass_kg", pa.float64()),
    ("fraction", pa.float64()), ("model", pa.string()),
)  # fmt: skip


class Sheet(NamedTuple):
    """A table whose rows are made as they are read."""

    schema: pa.Schema
    rows: Iterable[Row]

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the rows in batches."""
        rows = iter(self.rows)
        while some := list(islice(rows, _BATCH)):
            arrays = [pa.array(column, field.type) for column, field in zip(zip(*some, strict=True), self.schema)]  # noqa: B905
            yield pa.RecordBatch.from_arrays(arrays, schema=self.schema)

    def table(self) -> pa.Table:
        """Return all of it."""
        return pa.Table.from_batches(self.batches(), self.schema)


class Whole(NamedTuple):
    """A table that is there already."""

    table: Any

    @property
    def schema(self) -> Any:
        """The columns."""
        return self.table.schema

    def batches(self) -> Iterator[Any]:
        """Yield the rows in batches."""
        yield from self.table.to_batches(_BATCH)


def table(answer: Answer) -> pa.Table:
    """Return an answer as an Arrow table: links of a trace, affected things of a recall, origins of an attribution."""
    return sheet(answer).table()


def sheet(answer: Answer) -> Sheet:
    """Return an answer as a table that is made as it is read."""
    if isinstance(answer, Trace):
        return _links(answer)
    if isinstance(answer, Recall):
        return Sheet(pa.schema(_AFFECTED), map(_affected, answer.affected))
    return Sheet(pa.schema(_ORIGIN), (row for share in answer.shares for row in _origins(answer, share)))


def _links(trace: Trace) -> Sheet:
    nodes = {one.id: one for one in trace.nodes}
    elements = list(dict.fromkeys(element for link in trace.links for element in link.masses))
    masses = [(f"{element}_kg", pa.float64()) for element in elements]
    rows = (_link(link, nodes.get(link.thing), elements) for link in trace.links)
    return Sheet(pa.schema([*_LINK, *masses]), rows)


def _link(link: Link, node: Node | None, elements: Sequence[str]) -> Row:
    kind, category = (node.kind, node.category) if node else (None, None)
    return (
        link.depth, link.role, link.thing, kind, category, link.parent, link.time, link.until, link.run, link.event_id,
        link.quantity, link.unit, link.share, link.implied, link.hidden,
        *(kilograms(link.masses.get(element)) for element in elements),
    )  # fmt: skip


def _affected(one: Affected) -> Row:
    return (
        one.id, one.kind, one.category, one.fraction, one.share, kilograms(one.mass), one.holder, one.place, one.depth,
    )  # fmt: skip


def _origins(answer: Attribution, share: Share) -> Iterator[Row]:
    """Yield a row for each origin of an element; one without mass for an element that nobody declared."""
    if share.mass is None:
        yield answer.id, share.element, None, None, None, answer.model
        return
    for origin, mass in sorted(share.origins.items(), key=lambda item: (-item[1], item[0])):
        yield (
            answer.id, share.element, origin, kilograms(mass), mass / share.mass if share.mass else None, answer.model
        )  # fmt: skip
