"""What links carry: of each birth, use and stay the content it takes from, and how many times.

A lot that is filled while something is left in it is a perfectly mixed tank: what is drawn holds what remained and what
came in. A single thing is what its last birth made of it.
"""

from math import isnan
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.graph.lives import BIRTH, EMPTY, STAY, USE, happenings, only_birth, picked
from dicycle.genealogy.graph.model import NOT_SAID, Graph, Ints, Kind, Reals
from dicycle.genealogy.graph.ranges import ranges

Numbers = NDArray[np.int64]
Row = dict[int, float]
"""Micrograms by element; `TOTAL` is the whole mass, and not there if nobody said it."""

TOTAL = -1
UNDECLARED = -1


class Carried(NamedTuple):
    """Of n links: `weight` times a `row` of content (-1: undeclared), or what `mixed` says for some of them.

    `part` is which part of what was left in the thing just then goes (NaN: not known).
    """

    row: Ints
    weight: Reals
    mixed: dict[int, Row | None]
    part: Reals


class Draw(NamedTuple):
    """What a use takes of a lot that was filled more than once, or a stay holds of it."""

    part: float
    row: Row | None


class Masses:
    """Tells what links of a graph carry; keeps what it found of lots that were filled more than once."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._tanks: dict[int, _Tank] = {}
        self._rows: dict[int, Row] = {}

    def of_births(self, births: NDArray[np.integer]) -> Carried:
        """Return what comes out."""
        one = np.ones(len(births))
        return Carried(self._graph.births.content[births], one, {}, one)

    def of_uses(self, uses: NDArray[np.integer]) -> Carried:
        """Return what goes in."""
        table = self._graph.uses
        return self._taken(uses, table.thing[uses], table.share[uses], table.run[uses].astype(np.int64), USE)

    def of_stays(self, stays: NDArray[np.integer]) -> Carried:
        """Return what is inside."""
        table = self._graph.stays
        upto = np.full(len(stays), len(self._graph.runs.time), np.int64)
        return self._taken(stays, table.child[stays], table.share[stays], upto, STAY)

    def left(self, things: NDArray[np.integer], last: int) -> list[Row | None]:
        """Return what is left of lots that were filled more than once, after the first `last` runs."""
        return [self.tank(int(thing)).left_after(last) for thing in things]

    def row(self, number: int) -> Row:
        """Return a row of content."""
        if number not in self._rows:
            self._rows[number] = _row(self._graph, number)
        return self._rows[number]

    def tank(self, thing: int) -> "_Tank":
        """Return the history of a thing that was born more than once."""
        if thing not in self._tanks:
            self._tanks[thing] = _Tank(self._graph, thing)
        return self._tanks[thing]

    def _taken(self, links: NDArray[np.integer], things: Ints, share: Reals, before: Numbers, what: int) -> Carried:
        first, behind = self._graph.things.made_at[things], self._graph.things.made_at[things.astype(np.int64) + 1]
        birth = only_birth(self._graph, things)
        known = (birth >= 0) & (picked(self._graph.births.run, birth) < before) & ~np.isnan(share)
        row = np.where(known, picked(self._graph.births.content, birth), UNDECLARED).astype(np.int32)
        part, mixed = np.where(known, share, np.nan), dict[int, Row | None]()
        for at in np.flatnonzero(behind - first > 1).tolist():
            found = self.tank(int(things[at])).draws.get((what, int(links[at])), Draw(np.nan, None))
            part[at], mixed[at] = found
        return Carried(row, np.nan_to_num(share), mixed, part)


def _row(graph: Graph, number: int) -> Row:
    content = graph.content
    part = slice(int(content.at[number]), int(content.at[number + 1]))
    row = {
        element: float(mass)
        for element, mass in zip(content.element[part].tolist(), content.mass[part].tolist(), strict=True)
    }
    total = int(content.total[number])
    return row if total == NOT_SAID else row | {TOTAL: float(total)}


class _Tank:
    """What happened to a thing that was born more than once, in the order of the runs."""

    def __init__(self, graph: Graph, thing: int) -> None:
        self.draws: dict[tuple[int, int], Draw] = {}
        self._graph = graph
        self._single = graph.things.kind[thing] == Kind.INSTANCE
        self._held: Row | None = {TOTAL: 0.0}
        self._left = self._born = 0.0
        self._after: list[tuple[int, Row | None]] = []
        for run, what, number in happenings(graph, thing):
            self._fill(number) if what == BIRTH else self._draw(what, number)
            self._after.append((run, self._held))

    def left_after(self, last: int) -> Row | None:
        """Return what is left after the first `last` runs."""
        return next((row for run, row in reversed(self._after) if run < last), {TOTAL: 0.0})

    def _fill(self, birth: int) -> None:
        births = self._graph.births
        content, much = int(births.content[birth]), float(births.quantity[birth])
        much = 1.0 if self._single else float("nan") if much == NOT_SAID else much
        row = None if content < 0 else _row(self._graph, content)
        if self._single or self._left <= self._born * EMPTY:
            self._held, self._left = row, much
        else:
            self._held, self._left = _sum(self._held, row), self._left + much
        self._born += much

    def _draw(self, what: int, number: int) -> None:
        table = self._graph.uses if what == USE else self._graph.stays
        share = float(table.share[number])
        part = share * self._born / self._left if self._left else share * 0.0
        if isnan(part):
            self.draws[what, number] = Draw(part, None)
            return
        part = min(1.0, part)
        self.draws[what, number] = Draw(part, _times(self._held, part))
        if what == USE:
            self._held, self._left = _times(self._held, 1 - part), max(0.0, self._left - share * self._born)


def _times(row: Row | None, weight: float) -> Row | None:
    return None if row is None else {element: mass * weight for element, mass in row.items()}


def _sum(one: Row | None, other: Row | None) -> Row | None:
    if one is None or other is None:
        return None
    found = {element: one.get(element, 0.0) + other.get(element, 0.0) for element in one.keys() | other.keys()}
    if TOTAL not in one or TOTAL not in other:
        found.pop(TOTAL, None)
    return found


def amounts(graph: Graph, carried: Carried, element: int) -> Reals:
    """Return the micrograms of one element (or `TOTAL`) in links, NaN where they are not declared."""
    out = np.full(len(carried.row), np.nan)
    known = np.flatnonzero(carried.row >= 0)
    out[known] = _in_rows(graph, carried.row[known], element) * carried.weight[known]
    for at, row in carried.mixed.items():
        out[at] = np.nan if row is None else row.get(element, np.nan if element == TOTAL else 0.0)
    return out


def _in_rows(graph: Graph, rows: Ints, element: int) -> Reals:
    content = graph.content
    if element == TOTAL:
        total = content.total[rows]
        return np.where(total == NOT_SAID, np.nan, total.astype(np.float64))
    distinct, where = np.unique(rows, return_inverse=True)
    inner, size = ranges(content.at, distinct)
    owner = np.repeat(np.arange(len(distinct)), size)
    found = content.element[inner] == element
    sums: NDArray[Any] = np.bincount(owner[found], content.mass[inner[found]].astype(np.float64), len(distinct))
    return sums[where]
