"""What moves as one: single things, rows of equal ones that share a fate, and what of a lot is inside something."""

from typing import NamedTuple

import numpy as np

from dicycle.genealogy.flows.arrays import group_starts
from dicycle.genealogy.flows.matter import Flags, Matter
from dicycle.genealogy.graph.model import Graph, Ints, Longs


class Bodies(NamedTuple):
    """Bodies 0 to T - 1 are the things themselves, those after are what of lots is inside something, a stay each.

    Of equal things that were put into the same parent at once, for good, the first stands for `many` of them, and the
    others for none.
    """

    many: Longs
    """How many things each of the bodies 0 to T - 1 stands for; 0 for lots."""
    lots: Longs
    """The stays of the bodies from T on."""
    stays: Longs
    """The stays that bodies make, by parent."""
    body: Longs
    """Of each of `stays`, the body that is the child."""


def bodies_of(graph: Graph, matter: Matter) -> Bodies:
    """Return the bodies of a graph."""
    child = graph.stays.child
    starts = _starts(graph, matter, _alike(graph, matter))
    sizes = np.diff(np.append(starts, len(child)))
    of_lots = ~matter.single[child[starts]]
    count = matter.single.astype(np.int64)
    count[child[_all_but(starts, len(child))]] = 0
    count[child[starts][sizes > 1]] = sizes[sizes > 1]
    body = child[starts].astype(np.int64)
    body[of_lots] = len(count) + np.arange(int(of_lots.sum()))
    return Bodies(count, starts[of_lots], starts, body)


def _all_but(starts: Longs, size: int) -> Longs:
    others = np.ones(size, np.bool_)
    others[starts] = False
    return np.flatnonzero(others)


def _alike(graph: Graph, matter: Matter) -> Flags:
    """Return which things may stand for their equals: born once, put into something once, holding nothing."""
    things = graph.things
    once = (np.diff(things.inside_at) == 1) & (np.diff(things.holds_at) == 0) & (np.diff(things.made_at) == 1)
    alike: Flags = once & matter.single & (np.diff(things.used_at) <= 1)
    return alike


def _starts(graph: Graph, matter: Matter, alike: Flags) -> Longs:
    stays, things = graph.stays, graph.things
    if not len(stays.child):
        return np.empty(0, np.int64)
    child = stays.child
    lone: Ints = np.where(alike[child], -1, np.arange(len(child))).astype(np.int32)
    run = np.append(graph.uses.run, np.int32(-1))[matter.use[child]]
    born = np.append(graph.births.run, np.int32(-1))[_first_births(graph)[child]]
    category = things.category[child], things.model[child]
    same = stays.parent, stays.since, stays.until, stays.begin, stays.end, matter.row[child], *category, run, born
    return group_starts([lone, *same])


def _first_births(graph: Graph) -> Ints:
    things = graph.things
    out = np.full(len(things.kind), -1, np.int32)
    born = np.diff(things.made_at) > 0
    out[born] = things.made[things.made_at[:-1][born]]
    return out
