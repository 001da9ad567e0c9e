"""What is in what at a moment, for many things at once: sums over everything inside, and the outermost holder."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.graph.lives import runs_upto
from dicycle.genealogy.graph.model import FOREVER, Graph, Ints, Kind, Reals
from dicycle.genealogy.graph.ranges import ranges
from dicycle.genealogy.tracing.masses import Masses, amounts

Flags = NDArray[np.bool_]

_DEEPEST = 64
"""How deep things are inside one another; beyond, they are told to be inside themselves."""


class Inside(NamedTuple):
    """The stays of a walk that last at its moment, with the places of child and parent among its things."""

    stay: NDArray[np.int64]
    """Into the stays of the walk."""
    child: Ints
    parent: Ints
    single: Flags
    """Whether the child is a single thing."""


def lasting(graph: Graph, stays: Ints, moment: int) -> NDArray[np.int64]:
    """Return which stays last at a moment."""
    since, until = graph.stays.since[stays], graph.stays.until[stays]
    return np.flatnonzero((since <= moment) & ((until > moment) | (until == FOREVER)))


def summed(inside: Inside, own: Reals, of_lots: Reals) -> Reals:
    """Return for each thing its own amount and those of everything inside; lots bring what their stay holds."""
    total, fresh = own.copy(), own
    lots = np.zeros(len(own))
    np.add.at(lots, inside.parent[~inside.single], of_lots[inside.stay[~inside.single]])
    child, parent = inside.child[inside.single], inside.parent[inside.single]
    for depth in range(_DEEPEST):
        more = np.zeros(len(own)) if depth else lots.copy()
        np.add.at(more, parent, fresh[child])
        if not more.any():
            break
        total, fresh = total + more, more
    return total


def outermost(inside: Inside, things: int) -> Ints:
    """Return for each thing the place of the outermost holder; -1 if it is in nothing, or in several things."""
    up = np.full(things, -1, np.int32)
    up[inside.child] = inside.parent
    up[np.bincount(inside.child, minlength=things)[:things] > 1] = -1
    top = up.copy()
    for _ in range(_DEEPEST):
        higher = np.where(top >= 0, up[np.maximum(top, 0)], -1)
        if not (higher >= 0).any():
            break
        top = np.where(higher >= 0, higher, top)
    return top


def weighed(graph: Graph, masses: Masses, things: Ints, moment: int, element: int) -> Reals:
    """Return micrograms of one element (or in all) in things and everything inside; NaN if any is not declared."""
    owner, part = np.arange(len(things)), things
    out = own(graph, masses, things, moment, element)
    for _ in range(_DEEPEST):
        stays, size = ranges(graph.things.holds_at, part)
        owners = np.repeat(owner, size)
        kept = lasting(graph, stays.astype(np.int32), moment)
        stays, owner, part = stays[kept], owners[kept], graph.stays.child[stays[kept]]
        if not len(part):
            break
        lots = graph.things.kind[part] == Kind.LOT
        mass = np.where(lots, amounts(graph, masses.of_stays(stays), element), 0.0)
        mass[~lots] = own(graph, masses, part[~lots], moment, element)
        np.add.at(out, owner, mass)
        owner, part = owner[~lots], part[~lots]
    return out


def own(graph: Graph, masses: Masses, things: Ints, moment: int, element: int) -> Reals:
    """Return micrograms in things themselves as they were born, NaN if nobody said.

    Of lots that were filled more than once: what is left.
    """
    at = graph.things.made_at
    first, count = at[things], at[things.astype(np.int64) + 1] - at[things]
    once = np.flatnonzero(count == 1)
    out = np.full(len(things), np.nan)
    out[once] = amounts(graph, masses.of_births(graph.things.made[first[once]]), element)
    last = runs_upto(graph, moment)
    for place in np.flatnonzero(count > 1).tolist():
        row = masses.tank(int(things[place])).left_after(last)
        out[place] = np.nan if row is None else row.get(element, np.nan if element < 0 else 0.0)
    return out
