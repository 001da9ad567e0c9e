"""When bodies are in use, when they are built into something, and the stages they pass.

What happens to a thing happens to all that is inside it at that moment: a pack that is put into a vehicle takes its
modules and cells into use.
"""

from typing import Final, NamedTuple

import numpy as np

from dicycle.genealogy.flows.arrays import chosen, stacked
from dicycle.genealogy.flows.bodies import Bodies
from dicycle.genealogy.flows.matter import Flags, Matter, places
from dicycle.genealogy.flows.stages import Stage
from dicycle.genealogy.graph.model import FOREVER, Bytes, Graph, Ints, Longs
from dicycle.genealogy.graph.ranges import ranges

SWAP: Final = 86_400_000_000
"""Taken out and in use again within a day (in microseconds): a swap or a repair, no return."""

DEEPEST: Final = 16
"""How deep things may stand in each other; what is deeper stays where it is."""


class Spells(NamedTuple):
    """When bodies are in use: from the event `begin` at `since` to the event `end` at `until`."""

    body: Longs
    since: Longs
    until: Longs
    begin: Ints
    end: Ints


class Puts(NamedTuple):
    """When bodies, or what they are in, are put into something that is not in use by itself."""

    body: Longs
    time: Longs
    event: Ints
    stage: Bytes
    """What that makes of it: on its way to use, or nobody knows."""


class Steps(NamedTuple):
    """What happens to bodies, by (body, time): taken OUT of use, PUT into something, or into USE."""

    body: Longs
    time: Longs
    event: Ints
    what: Bytes
    stage: Bytes


OUT, PUT, USE = 0, 1, 2


def steps_of(graph: Graph, matter: Matter, bodies: Bodies) -> Steps:
    """Return all that happens to bodies, up to where they are used up."""
    inside = _Inside(graph, bodies)
    spells, puts = _own(graph, matter, bodies)
    all_spells, all_puts = [spells], [puts]
    for _ in range(DEEPEST):
        spells, puts = inside.spells(spells), inside.puts(puts)
        if not len(spells.body) and not len(puts.body):
            break
        all_spells.append(spells)
        all_puts.append(puts)
    together = merged(stacked(all_spells))
    return _ordered(graph, matter, together, stacked(all_puts))


def _own(graph: Graph, matter: Matter, bodies: Bodies) -> tuple[Spells, Puts]:
    """Return what the stays of bodies themselves say."""
    stays = graph.stays
    parent, fixed = stays.parent[bodies.stays], stays.fixed[bodies.stays] == 1
    untold = fixed & ~matter.holder[parent] & (matter.stage[parent] == Stage.NOT_SAID)
    holders = np.unique(parent[untold])
    place = np.zeros(len(matter.single), np.bool_)
    place[holders] = places(graph, holders)
    in_use = matter.holder[parent] | (fixed & place[parent])
    put = matter.packing[parent] | (untold & ~place[parent])
    since, until = stays.since[bodies.stays], stays.until[bodies.stays]
    begin, end = stays.begin[bodies.stays], stays.end[bodies.stays]
    target = np.where(matter.packing[parent], Stage.PACK, Stage.NOT_SAID).astype(np.uint8)
    spells = chosen(Spells(bodies.body, since, until, begin, end), in_use)
    return merged(spells), chosen(Puts(bodies.body, since, begin, target), put)


def merged(spells: Spells) -> Spells:
    """Return the spells of each body without the gaps that are swaps, and each moment in one spell only."""
    if not len(spells.body):
        return spells
    spells = chosen(spells, np.lexsort((spells.until, spells.since, spells.body)))
    first = np.append(True, spells.body[1:] != spells.body[:-1])
    latest = _latest(spells, first)
    apart = np.append(True, spells.since[1:] > np.minimum(spells.until[latest[:-1]], FOREVER - SWAP) + SWAP) | first
    starts = np.flatnonzero(apart)
    last = latest[np.append(starts[1:] - 1, len(apart) - 1)]
    opened = chosen(spells, starts)
    return opened._replace(until=spells.until[last], end=spells.end[last])


def _latest(spells: Spells, first: Flags) -> Longs:
    """Return for each spell which of its body's spells so far ends last."""
    rank = np.empty(len(first), np.int64)
    order = np.lexsort((np.arange(len(first)), spells.until))
    rank[order] = np.arange(len(first))
    # Ranks of later bodies are lifted over those of earlier ones, so that each body starts anew.
    lifted = rank + np.cumsum(first) * len(first)
    latest: Longs = order[np.maximum.accumulate(lifted) % len(first)]
    return latest


class _Inside:
    """Hands on what happens to a parent to the bodies inside it."""

    def __init__(self, graph: Graph, bodies: Bodies) -> None:
        size = len(graph.things.kind)
        self._stays, self._bodies = graph.stays, bodies
        self._at = np.searchsorted(graph.stays.parent[bodies.stays], np.arange(size + 1))
        self._size = size

    def _children(self, body: Longs) -> tuple[Longs, Longs]:
        """Return pairs of a row and a number into `Bodies.stays`."""
        rows = np.flatnonzero(body < self._size)
        parents = body[rows]
        stays, size = ranges(self._at, parents)
        return np.repeat(rows, size), stays

    def spells(self, spells: Spells) -> Spells:
        rows, number = self._children(spells.body)
        outer, stay = chosen(spells, rows), self._bodies.stays[number]
        since, until = self._stays.since[stay], self._stays.until[stay]
        later, sooner = since > outer.since, until < outer.until
        found = Spells(
            self._bodies.body[number],
            np.maximum(since, outer.since),
            np.minimum(until, outer.until),
            np.where(later, self._stays.begin[stay], outer.begin).astype(np.int32),
            np.where(sooner, self._stays.end[stay], outer.end).astype(np.int32),
        )
        return merged(chosen(found, found.since < found.until))

    def puts(self, puts: Puts) -> Puts:
        rows, number = self._children(puts.body)
        outer, stay = chosen(puts, rows), self._bodies.stays[number]
        found = outer._replace(body=self._bodies.body[number])
        return chosen(found, (self._stays.since[stay] <= outer.time) & (outer.time < self._stays.until[stay]))


def _ordered(graph: Graph, matter: Matter, spells: Spells, puts: Puts) -> Steps:
    ended = chosen(spells, spells.until < FOREVER)
    sizes = len(ended.body), len(puts.body), len(spells.body)
    steps = Steps(
        np.concatenate((ended.body, puts.body, spells.body)),
        np.concatenate((ended.until, puts.time, spells.since)),
        np.concatenate((ended.end, puts.event, spells.begin)),
        np.repeat(np.array([OUT, PUT, USE], np.uint8), sizes),
        np.concatenate((np.zeros(sizes[0], np.uint8), puts.stage, np.zeros(sizes[2], np.uint8))),
    )
    steps = chosen(steps, steps.time <= _last(graph, matter, steps.body))
    return chosen(steps, np.lexsort((steps.what, steps.time, steps.body)))


def _last(graph: Graph, matter: Matter, body: Longs) -> Longs:
    """Return when each body is used up."""
    when = np.append(graph.runs.time, FOREVER)[np.append(graph.uses.run, np.int32(-1))[matter.use]]
    last: Longs = np.append(when, FOREVER)[np.minimum(body, len(when))]
    return last
