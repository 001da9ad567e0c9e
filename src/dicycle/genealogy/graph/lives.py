"""The lives of things in a graph: what happened to one, in the order of the runs."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.graph.model import Graph, Ints, Longs

STAY, USE, BIRTH = range(3)
"""What happens to a thing; before a run a stay counts, in the run what is used was there before what is born."""

EMPTY: Final = 1e-9
"""A lot is empty when less than this part of what ever came in is left: the rounding of shares."""

Numbers = NDArray[np.integer[Any]]


def happenings(graph: Graph, thing: int) -> list[tuple[int, int, int]]:
    """Return (run, what, number) of all that happens to a thing; of a stay, the run that it began before."""
    return sorted(_happenings(graph, thing))


def _happenings(graph: Graph, thing: int) -> Iterator[tuple[int, int, int]]:
    things = graph.things
    for birth in things.made[things.made_at[thing] : things.made_at[thing + 1]].tolist():
        yield int(graph.births.run[birth]), BIRTH, birth
    for use in things.used[things.used_at[thing] : things.used_at[thing + 1]].tolist():
        yield int(graph.uses.run[use]), USE, use
    stays = things.inside[things.inside_at[thing] : things.inside_at[thing + 1]]
    for run, stay in zip(turns(graph, stays).tolist(), stays.tolist(), strict=True):
        yield run, STAY, stay


def turns(graph: Graph, stays: Numbers) -> Longs:
    """Return before which run each stay began: of one moment, events take effect in an order of their own."""
    return np.searchsorted(graph.runs.event, graph.stays.begin[stays]).astype(np.int64)


def runs_upto(graph: Graph, moment: int | None) -> int:
    """Return how many runs count as of a moment (None: all)."""
    return len(graph.runs.time) if moment is None else int(np.searchsorted(graph.runs.time, moment, "right"))


def only_birth(graph: Graph, things: Numbers) -> Longs:
    """Return the birth of each thing that was born once, -1 for others."""
    first = graph.things.made_at[things]
    once = graph.things.made_at[things.astype(np.int64) + 1] - first == 1
    return np.where(once, picked(graph.things.made, np.where(once, first, -1)), -1).astype(np.int64)


def picked(values: Ints, numbers: Numbers) -> Ints:
    """Return the values at numbers, and -1 where the number is below 0."""
    if not len(values):
        return np.full(len(numbers), -1, np.int32)
    return np.where(numbers >= 0, values[np.maximum(numbers, 0)], np.int32(-1))
