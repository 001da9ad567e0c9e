"""The facts that hold, in order, with things numbered by first mention."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.building.facts import Act, Facts, Part
from dicycle.genealogy.building.ordering import holding
from dicycle.genealogy.graph.model import Bytes, Ints, Longs
from dicycle.genealogy.graph.ranges import ranges

MATTER = (Act.BIRTH, Act.RUN, Act.WITHDRAWAL)
"""Acts in which matter begins, changes or leaves."""

BINDING = (Act.ADD, Act.DELETE, Act.DELETE_ALL)


class Told(NamedTuple):
    """What holds. Events are known by their rank in the order, mentions stand in that order too."""

    facts: Facts
    order: Longs
    """rank -> number of the event in `facts`."""
    act: Bytes
    time: Longs
    things: Longs
    """number of a thing -> its number in `facts.ids`."""
    rank: Longs
    """Of each mention, the rank of its event."""
    thing: Ints
    part: Bytes
    lot: NDArray[np.bool_]
    """Of each thing, whether it is ever told by quantity."""
    position: Longs
    """Of each mention, its number in the mentions of `facts`."""
    kept: Ints
    """rank -> number of the event among those that the graph keeps; -1: none."""

    def of(self, *parts: Part) -> NDArray[np.int64]:
        """Return the mentions of things in these parts, in order."""
        return np.flatnonzero(among(self.part, parts))


def told(facts: Facts) -> Told:
    """Return the facts that hold, in order."""
    order = holding(facts)
    position, size = ranges(facts.mentions_at, order)
    rank = np.repeat(np.arange(len(order)), size)
    codes = facts.thing[position]
    things, numbers = by_first(codes, len(facts.ids))
    thing = numbers[codes]
    lot = np.zeros(len(things), np.bool_)
    lot[thing[facts.lot[position] == 1]] = True
    act = facts.act[order]
    chosen = among(act, (*MATTER, *BINDING))
    kept = np.where(chosen, np.cumsum(chosen) - 1, -1).astype(np.int32)
    return Told(facts, order, act, facts.time[order], things, rank, thing, facts.part[position], lot, position, kept)


def among(values: NDArray[np.uint8], wanted: Iterable[int]) -> NDArray[np.bool_]:
    """Return which of many small numbers are among some."""
    table = np.zeros(256, np.bool_)
    table[[int(one) for one in wanted]] = True
    return table[values]


def by_first(codes: NDArray[np.int32], size: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return the distinct codes by first appearance, and for each of `size` codes its place among them (or -1)."""
    first = np.full(size, len(codes), np.int64)
    # Where a place is written more than once, the last write stays.
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    distinct = np.argsort(first, kind="stable")[: int((first < len(codes)).sum())]
    numbers = np.full(size, -1, np.int32)
    numbers[distinct] = np.arange(len(distinct), dtype=np.int32)
    return distinct, numbers


def last_of(things: NDArray[np.int32], values: NDArray[np.int64], size: int, none: int) -> NDArray[np.int64]:
    """Return for each thing the last of its values (given in order), or `none`."""
    out = np.full(size, none, np.int64)
    out[things] = values
    return out
