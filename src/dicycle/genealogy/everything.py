"""Whose metal is in every thing of a genealogy, or in those of some categories: one table, made in one pass."""

from collections.abc import Callable, Collection, Iterator
from itertools import islice
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
from numpy.typing import NDArray

from dicycle.genealogy.attribution.batch import attribute_all
from dicycle.genealogy.custody import Rules, books_of
from dicycle.genealogy.genealogy import Genealogy

_WORDS: Final = pa.dictionary(pa.int32(), pa.string())
SCHEMA: Final = pa.schema([("id", _WORDS), ("element", _WORDS), ("origin", _WORDS), ("mass_kg", pa.float64())])
"""Kilograms (not rounded) of an element from an origin in a thing."""

_MILLIGRAM, _MICROGRAM = 1e-6, 1e-9
_BATCH: Final = 10_000


class Everything(NamedTuple):
    """A table of whose metal is in things; `told` is told how many rows there are so far, and may raise to stop."""

    genealogy: Genealogy
    things: NDArray[np.integer]
    as_of: int | None
    rules: Rules | None
    told: Callable[[int], None]

    @property
    def schema(self) -> Any:
        """The columns."""
        return SCHEMA

    def batches(self) -> Iterator[Any]:
        """Yield the rows."""
        rows = 0
        for batch in self._fast() if self.rules is None else self._by_rules(self.rules):
            yield batch
            rows += batch.num_rows
            self.told(rows)

    def _fast(self) -> Iterator[Any]:
        found = attribute_all(self.genealogy.graph, self.things, as_of=self.as_of, mixed=self.genealogy.mixed())
        for batch in found:
            mass = pc.multiply(batch.column(3), _MILLIGRAM)
            yield pa.RecordBatch.from_arrays([*batch.columns[:3], mass], schema=SCHEMA)

    def _by_rules(self, rules: Rules) -> Iterator[Any]:
        books_of(self.genealogy.graph, rules, self.genealogy.kinds)  # kept once for all, not for each thing anew
        rows = (row for thing in self.things.tolist() for row in self._rows(thing, rules))
        while some := list(islice(rows, _BATCH)):
            columns = zip(*some, strict=True)
            arrays = [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)]
            yield pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)

    def _rows(self, thing: int, rules: Rules) -> Iterator[tuple[str, str, str, float]]:
        id = self.genealogy.graph.things.names[thing]
        for share in self.genealogy.attribution(id, as_of=self.as_of, rules=rules).shares:
            for origin, mass in share.origins.items():
                yield id, share.element, origin, mass * _MICROGRAM


def everything(
    genealogy: Genealogy,
    kinds: Collection[str] = (),
    *,
    as_of: int | None = None,
    rules: Rules | None = None,
    told: Callable[[int], None] = lambda _: None,
) -> Everything:
    """Return whose metal is in all things, or in those of some categories, each with all its parts as of a moment.

    Proportional mixing in one pass, unless there are `rules`, by which each thing is gone through by itself. Raises
    InvalidQuery for a category that is none.
    """
    genealogy.check_kinds(kinds)
    things = np.arange(len(genealogy.graph.things.kind))
    if kinds:
        things = things[genealogy.kinds.chosen(kinds)[genealogy.kinds.numbers(things)]]
    return Everything(genealogy, things, as_of, rules, told)
