"""Which runs stand behind a thing, and what is inside it at a moment."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from dicycle.genealogy.graph.model import FOREVER, Graph, Kind

NOW = FOREVER - 1
"""The moment of whoever names none."""


class Inside(NamedTuple):
    """What a thing and its parts are as of a `moment`: the births of each that count (none: nobody told), and stays."""

    things: list[list[int]]
    stays: list[int]
    """Of lots inside."""
    moment: int


class Needed(NamedTuple):
    """Runs to be reckoned, and further runs of which it only counts what they take out of lots, in their order."""

    runs: set[int]
    draws: set[int]


def inside(graph: Graph, thing: int, as_of: int | None) -> Inside:
    """Return what a thing is and what is in it at a moment, or at its end if that came first.

    Of a single thing its last birth counts, of a lot all up to then.
    """
    moment = min(NOW if as_of is None else as_of, int(graph.things.ended[thing]))
    things: list[list[int]] = []
    stays: list[int] = []
    seen, waiting = {thing}, [thing]
    while waiting:
        one = waiting.pop()
        own = [birth for birth in births_of(graph, one) if graph.runs.time[graph.births.run[birth]] <= moment]
        things.append(own if graph.things.kind[one] == Kind.LOT else own[-1:])
        for stay in _held(graph, one, moment):
            child = int(graph.stays.child[stay])
            if graph.things.kind[child] == Kind.LOT:
                stays.append(stay)
            elif child not in seen:
                seen.add(child)
                waiting.append(child)
    return Inside(things, stays, moment)


def _held(graph: Graph, parent: int, moment: int) -> Iterator[int]:
    stays, ended = graph.stays, graph.things.ended[parent]
    for stay in range(graph.things.holds_at[parent], graph.things.holds_at[parent + 1]):
        until = stays.until[stay]
        if stays.since[stay] <= moment and (until > moment or (until == moment == ended)):
            yield stay


def births_of(graph: Graph, thing: int) -> list[int]:
    """Return the births of a thing, in the order of their runs."""
    numbers: list[int] = graph.things.made[graph.things.made_at[thing] : graph.things.made_at[thing + 1]].tolist()
    return sorted(numbers, key=lambda birth: int(graph.births.run[birth]))


def uses_of(graph: Graph, thing: int) -> list[int]:
    """Return the uses of a thing, in the order of their runs."""
    numbers: list[int] = graph.things.used[graph.things.used_at[thing] : graph.things.used_at[thing + 1]].tolist()
    return numbers


def needed(graph: Graph, found: Inside) -> Needed:
    """Return the runs that stand behind things."""
    of_lots = [birth for stay in found.stays for birth in births_of(graph, int(graph.stays.child[stay]))]
    own = [birth for births in found.things for birth in births]
    waiting = [int(graph.births.run[birth]) for birth in (*own, *of_lots)]
    again = {int(graph.stays.child[stay]) for stay in found.stays}
    runs: set[int] = set(waiting)
    seen: set[int] = set()
    while waiting:
        run = waiting.pop()
        for use in range(graph.runs.uses_at[run], graph.runs.uses_at[run + 1]):
            thing = int(graph.uses.thing[use])
            if thing in seen:
                continue
            seen.add(thing)
            more = {int(graph.births.run[birth]) for birth in births_of(graph, thing)} - runs
            runs |= more
            waiting += more
    tanks = [thing for thing in seen | again if np.diff(graph.things.made_at[thing : thing + 2]) > 1]
    return Needed(runs, {int(graph.uses.run[use]) for thing in tanks for use in uses_of(graph, thing)} - runs)
