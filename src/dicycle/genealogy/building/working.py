"""What splicing a graph works with: the graph, what is told now, and how old numbers become new ones."""

from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.building.changing import Numbered
from dicycle.genealogy.building.renewing import Renewed, Touched
from dicycle.genealogy.building.running import Heads
from dicycle.genealogy.building.splicing import Splice, meanings
from dicycle.genealogy.building.telling import Told
from dicycle.genealogy.building.wording import Wording
from dicycle.genealogy.graph.model import Births, Graph, Ints, Longs, Stays, Uses

Table = TypeVar("Table", Births, Uses, Stays)


class Work(NamedTuple):
    """A graph, what is told now, and how the numbers of the graph become new ones (a -1 stands behind each map)."""

    graph: Graph
    told: Told
    heads: Heads
    words: Wording
    numbered: Numbered
    touched: Touched
    renewed: Renewed
    things: Ints
    runs: Ints
    events: Ints
    units: Ints


def work(
    graph: Graph, told: Told, heads: Heads, words: Wording, numbered: Numbered, touched: Touched, renewed: Renewed
) -> Work:
    """Return everything that splicing needs."""
    return Work(
        graph, told, heads, words, numbered, touched, renewed, things=thing_numbers(numbered),
        runs=numbered.runs.splice.numbers(), events=numbered.events.splice.numbers(),
        units=meanings(graph.units, words.units.names),
    )  # fmt: skip


def thing_numbers(numbered: Numbered) -> Ints:
    """Return the new number of each thing, -1 of those that are no more."""
    numbers = numbered.things.splice.numbers()
    old, new = numbered.moved
    numbers[old] = new
    return numbers


class Rows(NamedTuple):
    """Where old rows are now (-1: gone; and a -1 behind), and where the new ones are."""

    numbers: Ints
    new: Longs
    things: Ints
    """The thing (or child) of each new row."""


def rows_of(table: Table, rows: NDArray[np.integer[Any]]) -> Table:
    """Return some rows."""
    columns = cast(Any, table)
    return type(table)._make(one[rows] for one in columns)


def together(*tables: Table) -> Table:
    """Return the rows of tables, one behind the other."""
    columns = zip(*cast(Any, tables), strict=True)
    return type(tables[0])._make(np.concatenate(one) for one in columns)


def spliced(splice: Splice, old: Table, new: Table) -> Table:
    """Return the rows that stay and those that come."""
    columns = zip(cast(Any, old), cast(Any, new), strict=True)
    return type(old)._make(splice.column(one, other) for one, other in columns)
