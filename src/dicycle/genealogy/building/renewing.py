"""Things that new events touch, told of anew by the same code that tells of all, from the facts of just these things.

What happens to a thing follows from what is told of it, and from the ends of what it is in. So whatever a touched thing
held at any time is touched too; and what touched things were in is told of along with them, for its ends.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.building.facts import Part
from dicycle.genealogy.building.living import Lives, ends_by_use, lives
from dicycle.genealogy.building.running import Heads, links
from dicycle.genealogy.building.splicing import whole
from dicycle.genealogy.building.staying import Held, stays
from dicycle.genealogy.building.telling import Told
from dicycle.genealogy.graph.model import Graph, Ints, Longs
from dicycle.genealogy.graph.ranges import laid_out, ranges


class Touched(NamedTuple):
    """The things of which something may be otherwise, by old and by new numbers, and what any of them was in."""

    before: Longs
    now: Longs
    around: Longs
    """New numbers, those that are touched among them."""


class Renewed(NamedTuple):
    """What is told of touched things; things are known by their places in `Touched.around`."""

    told: Told
    held: Held
    """Stays of which the child is touched."""
    lives: Lives
    """Of the touched things only, in order."""


def inner(graph: Graph, things: Longs) -> Longs:
    """Return things with all that they ever held, and what that held, in order."""

    def held(some: Longs) -> Ints:
        return graph.stays.child[ranges(graph.things.holds_at, some)[0]]

    return _reached(held, things, len(graph.things.kind))


def outer(graph: Graph, things: Longs) -> Longs:
    """Return things with all that they were ever in, and what that was in, in order."""

    def around(some: Longs) -> Ints:
        return graph.stays.parent[graph.things.inside[ranges(graph.things.inside_at, some)[0]]]

    return _reached(around, things, len(graph.things.kind))


def _reached(step: Callable[[Longs], Ints], things: Longs, size: int) -> Longs:
    there = np.zeros(size, np.bool_)
    there[things] = True
    while len(things):
        further = step(things)
        things = whole([further[~there[further]]])
        there[things] = True
    return np.flatnonzero(there)


def of_things(told: Told, things: Longs) -> Told:
    """Return what is told of some things; they are known by their places among these."""
    places = np.full(len(told.things), -1, np.int32)
    places[things] = np.arange(len(things), dtype=np.int32)
    thing = places[told.thing]
    some = np.flatnonzero(thing >= 0)
    return _some(told, some)._replace(things=told.things[things], thing=thing[some], lot=told.lot[things])


def in_events(told: Told, ranks: Longs) -> Told:
    """Return what is told in some events, by rank, in order."""
    first = np.searchsorted(told.rank, ranks, side="left")
    return _some(told, laid_out(first, np.searchsorted(told.rank, ranks, side="right") - first))


def _some(told: Told, mentions: Longs) -> Told:
    return told._replace(
        rank=told.rank[mentions], thing=told.thing[mentions], part=told.part[mentions], position=told.position[mentions]
    )


def renewed(told: Told, heads: Heads, touched: Touched) -> Renewed:
    """Return what is told of touched things."""
    sub = of_things(told, touched.around)
    outputs, inputs = links(sub, heads, Part.OUTPUT), links(sub, heads, Part.INPUT)
    ends = ends_by_use(sub, outputs, inputs)
    held = stays(sub, inputs, ends)
    places = np.searchsorted(touched.around, touched.now)
    own = np.zeros(len(touched.around), np.bool_)
    own[places] = True
    return Renewed(sub, _chosen(held, own[held.child]), Lives._make(one[places] for one in lives(sub, outputs, ends)))


def _chosen(held: Held, which: NDArray[np.bool_]) -> Held:
    return Held._make(one[which] for one in held)
