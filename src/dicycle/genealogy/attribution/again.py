"""Things that were born more than once: tanks that are filled again, and things that a run gives back under their name.

A lot that is filled while something is left in it is a perfectly mixed tank: what is drawn holds what remained and what
came in, in the ratio of their masses, element by element. A single thing that a run takes in and gives back is a lot of
one piece. Such things are rare, so this goes step by step, in the order of the runs.
"""

from typing import NamedTuple

import numpy as np

from dicycle.genealogy.attribution.flows import UNDECLARED
from dicycle.genealogy.attribution.supplies import Flags, product_of_a_run
from dicycle.genealogy.graph.lives import BIRTH, EMPTY, STAY, happenings
from dicycle.genealogy.graph.model import NOT_SAID, Graph, Ints, Kind

Row = dict[int, float]
"""Micrograms by element."""


class Taken(NamedTuple):
    """What one use takes, or one stay holds: `weight` times a batch."""

    number: int
    batch: int
    weight: float
    waste: bool


class Filled(NamedTuple):
    """A further filling, a node of its own: after which run, what it is mixed of, what is in it then."""

    run: int
    parts: tuple[tuple[int, float], ...]
    """(batch, weight)."""
    row: Row


class Again(NamedTuple):
    """What happened to things that were born more than once. The batch of filling k is the number of batches + k."""

    uses: list[Taken]
    stays: list[Taken]
    fillings: list[Filled]


class _Held(NamedTuple):
    """What is in a lot: `factor` times a batch; quantities of what is `left` of what was ever `born`."""

    batch: int = UNDECLARED
    factor: float = 0.0
    left: float = 0.0
    born: float = 0.0
    waste: bool = False


def born_again(graph: Graph, batch: Ints, rows: Ints) -> Again:
    """Return what things that were born more than once give; `rows` are the content rows of the batches of births."""
    book = _Book(graph, batch, rows)
    for thing in np.flatnonzero(np.diff(graph.things.made_at) > 1).tolist():
        book.tell(thing)
    return Again(book.uses, sorted(book.stays), book.fillings)


class _Book:
    """Follows things from birth to birth."""

    def __init__(self, graph: Graph, batch: Ints, rows: Ints) -> None:
        self.uses: list[Taken] = []
        self.stays: list[Taken] = []
        self.fillings: list[Filled] = []
        self._graph, self._batch, self._rows = graph, batch, rows
        self._products: Flags = product_of_a_run(graph)

    def tell(self, thing: int) -> None:
        """Follow one thing."""
        held = _Held()
        for _, what, number in happenings(self._graph, thing):
            if what == BIRTH:
                held = self._filled(held, number)
            elif what == STAY:
                self.stays.append(_take(held, number, float(self._graph.stays.share[number])))
            else:
                share = float(self._graph.uses.share[number])
                self.uses.append(_take(held, number, share))
                held = _after(held, share)

    def _filled(self, held: _Held, birth: int) -> _Held:
        births = self._graph.births
        batch, run = int(self._batch[birth]), int(births.run[birth])
        single = self._graph.things.kind[births.thing[birth]] == Kind.INSTANCE
        said = float(births.quantity[birth]) if births.quantity[birth] != NOT_SAID else float("nan")
        much, product = (1.0, True) if single else (said, bool(self._products[run]))
        left, born = held.left + much, held.born + much
        # A single thing is what its last birth made of it.
        if single or held.left <= held.born * EMPTY:
            return _Held(batch, 1.0, much, born, product)
        waste = held.waste and product
        if UNDECLARED in (batch, held.batch):
            return _Held(UNDECLARED, 0.0, left, born, waste)
        return _Held(self._mixed(held, batch, run), 1.0, left, born, waste)

    def _mixed(self, held: _Held, batch: int, run: int) -> int:
        parts = (held.batch, held.factor), (batch, 1.0)
        row: Row = {}
        for one, weight in parts:
            for element, mass in self._row(one).items():
                row[element] = row.get(element, 0.0) + weight * mass
        self.fillings.append(Filled(run, parts, row))
        return len(self._rows) + len(self.fillings) - 1

    def _row(self, batch: int) -> Row:
        if batch >= len(self._rows):
            return self.fillings[batch - len(self._rows)].row
        content, row = self._graph.content, int(self._rows[batch])
        part = slice(int(content.at[row]), int(content.at[row + 1]))
        return dict(zip(content.element[part].tolist(), content.mass[part].tolist(), strict=True))


def _take(held: _Held, number: int, share: float) -> Taken:
    part = _part(held, share)
    if held.left <= held.born * EMPTY:
        return Taken(number, UNDECLARED, 0.0, False)
    if held.batch == UNDECLARED or np.isnan(part):
        return Taken(number, UNDECLARED, 0.0, held.waste)
    return Taken(number, held.batch, held.factor * part, held.waste)


def _part(held: _Held, share: float) -> float:
    """Return which part of what is left a share of all that was born is."""
    if held.left <= 0:
        return 0.0
    part = share * held.born / held.left
    return part if np.isnan(part) else min(1.0, part)


def _after(held: _Held, share: float) -> _Held:
    part = _part(held, share)
    if np.isnan(part):
        return held
    return held._replace(factor=held.factor * (1 - part), left=max(0.0, held.left - share * held.born))
