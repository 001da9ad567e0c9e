"""What was in what, from when to when, and what went along when its holder was consumed.

Aggregation and association are read alike (EPCIS 2.0 §7.4.3, §7.4.6): ADD begins a stay, DELETE ends it, and so does
the end of the child or of the parent. What is inside a thing that goes into a run goes in too, unless something is
told of it later or it is named itself.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.building.facts import Act, Part
from dicycle.genealogy.building.running import Links
from dicycle.genealogy.building.telling import Told, among, last_of
from dicycle.genealogy.graph.model import Ints, Longs

OPEN = np.iinfo(np.int64).max
"""The rank of an end that has not come."""

Flags = NDArray[np.bool_]


class Rows(NamedTuple):
    """ADD and DELETE of one child each, by (parent, child, rank)."""

    pair: Longs
    parent: Ints
    child: Ints
    rank: Longs
    adds: Flags
    mention: Longs


class Held(NamedTuple):
    """Stays by (parent, since, child); `begin` and `end` are ranks, OPEN while it lasts."""

    parent: Ints
    child: Ints
    begin: Longs
    end: Longs
    mention: Longs
    implied: Flags
    """Whether it ended because the parent was consumed, and the child with it, unnamed."""


def stays(told: Told, inputs: Links, ends: Longs) -> Held:
    """Return all stays. `ends` are the ranks at which things end (OPEN: never), and are completed here."""
    rows = _rows(told)
    adds = np.flatnonzero(rows.adds)
    until = np.minimum(_removed(rows)[adds], _emptied(told, rows, adds))
    held, implied = _ended(told, rows, adds, until, ends, _Used(told, inputs))
    order = np.lexsort((rows.child[adds], rows.rank[adds], rows.parent[adds]))
    kept = order[_opens(told, rows, adds, held)[order]]
    chosen = adds[kept]
    return Held(
        rows.parent[chosen], rows.child[chosen], rows.rank[chosen], held[kept], rows.mention[chosen], implied[kept]
    )


def _rows(told: Told) -> Rows:
    parents = told.of(Part.PARENT)
    parent_of = np.full(len(told.order), -1, np.int32)
    parent_of[told.rank[parents]] = told.thing[parents]
    mention = told.of(Part.CHILD)
    mention = mention[among(told.act[told.rank[mention]], (Act.ADD, Act.DELETE))]
    rank, child = told.rank[mention], told.thing[mention]
    parent = parent_of[rank]
    pair = parent.astype(np.int64) * len(told.things) + child
    order = np.lexsort((rank, pair))
    adds = told.act[rank] == Act.ADD
    return Rows(pair[order], parent[order], child[order], rank[order], adds[order], mention[order])


def _removed(rows: Rows) -> Longs:
    """Return for each row the rank of the next DELETE of the same child from the same parent."""
    size = len(rows.pair)
    if not size:
        return np.empty(0, np.int64)
    at = np.where(rows.adds, size, np.arange(size))
    following = np.minimum.accumulate(at[::-1])[::-1]
    there = np.minimum(following, size - 1)
    return np.where((following < size) & (rows.pair[there] == rows.pair), rows.rank[there], OPEN)


def _emptied(told: Told, rows: Rows, adds: Longs) -> Longs:
    """Return for each ADD the rank of the next DELETE of all children of its parent."""
    mention = told.of(Part.PARENT)
    mention = mention[told.act[told.rank[mention]] == Act.DELETE_ALL]
    size = len(told.order) + 1
    keys = np.sort(told.thing[mention].astype(np.int64) * size + told.rank[mention])
    wanted = rows.parent[adds].astype(np.int64) * size + rows.rank[adds]
    at = np.searchsorted(keys, wanted, side="right")
    found = np.append(keys, OPEN)[at]
    return np.where(found // size == rows.parent[adds], found % size, OPEN)


class _Used:
    """Tells which lots a run names as inputs, and when things are last told of."""

    def __init__(self, told: Told, inputs: Links) -> None:
        self._size = len(told.things)
        self._pairs = np.unique(inputs.rank * self._size + inputs.thing)
        self.last = last_of(told.thing, told.rank, self._size, -1)
        self.consumes = told.act == Act.RUN

    def names(self, rank: Longs, thing: Ints) -> Flags:
        pairs = rank * self._size + thing
        at = np.minimum(np.searchsorted(self._pairs, pairs), max(len(self._pairs) - 1, 0))
        return self._pairs[at] == pairs if len(self._pairs) else np.zeros(len(pairs), np.bool_)


def _ended(told: Told, rows: Rows, adds: Longs, until: Longs, ends: Longs, used: _Used) -> tuple[Longs, Flags]:
    """Return when each stay ends, and whether the child went along with its parent; follow what was inside of that."""
    parent, child, since = rows.parent[adds], rows.child[adds], rows.rank[adds]
    single = ~told.lot[child]
    implied = np.zeros(len(adds), np.bool_)
    while True:
        own = np.where(single & (ends[child] > since), ends[child], OPEN)
        of_parent = np.where(ends[parent] > since, ends[parent], OPEN)
        held = np.minimum(until, np.minimum(own, of_parent))
        along = (held == of_parent) & (held < OPEN) & (until > held)
        along &= used.consumes[np.minimum(held, len(used.consumes) - 1)]
        along &= np.where(single, (ends[child] == OPEN) & (used.last[child] <= held), ~used.names(held, child))
        if not (along & ~implied).any():
            return held, implied
        implied |= along
        np.minimum.at(ends, child[along & single], held[along & single])


def _opens(told: Told, rows: Rows, adds: Longs, held: Longs) -> Flags:
    """Return whether each ADD begins a stay: a single thing that is told to be put in again was inside already."""
    again = np.zeros(len(adds), np.bool_)
    if len(adds) > 1:
        same = (rows.pair[adds][1:] == rows.pair[adds][:-1]) & ~told.lot[rows.child[adds][1:]]
        again[1:] = same & (held[:-1] > rows.rank[adds][1:])
    return ~again
