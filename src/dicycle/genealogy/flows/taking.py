"""What runs take of lots, and from where.

A lot is in pieces: what of it is inside things, and what lies loose. What a run takes while something that it is in
ends with the run comes from those pieces. The rest comes from what lies loose, some of which may have been in use: of
that a recycler takes first, and anybody else last.
"""

from typing import Final, NamedTuple

import numpy as np

from dicycle.genealogy.flows.arrays import stacked, summed
from dicycle.genealogy.flows.bodies import Bodies
from dicycle.genealogy.flows.lots import Fillings
from dicycle.genealogy.flows.matter import Matter
from dicycle.genealogy.flows.stages import STAGES
from dicycle.genealogy.graph.model import Bytes, Feed, Graph, Ints, Longs

_GRAINS: Final = 4
"""Micrograms that rounding may make of one share."""


class Takes(NamedTuple):
    """What went into runs from stages: int64[n, k] micrograms."""

    run: Ints
    stage: Bytes
    mass: Longs


class Pieces(NamedTuple):
    """What of lots is or was inside something: of which lot, until which event (-1: still), at which stage at last."""

    lot: Ints
    end: Ints
    stage: Bytes
    mass: Longs


class Wanted(NamedTuple):
    """What runs take of lots, one row for a lot and an event, by (lot, event)."""

    lot: Ints
    event: Ints
    run: Ints
    mass: Longs


def pieces_at(graph: Graph, bodies: Bodies, masses: Longs, final: Bytes) -> Pieces:
    """Return the pieces of lots with where they are at last."""
    return Pieces(graph.stays.child[bodies.lots], graph.stays.end[bodies.lots], final, masses)


def taken(graph: Graph, matter: Matter, stage: Bytes, pieces: Pieces, fillings: Fillings) -> tuple[Takes, Longs]:
    """Return what runs take of lots, and the stock of lots that is left: int64[stages, k].

    `stage` says where things begin.
    """
    wanted = _wanted(graph, matter, fillings)
    of_pieces, rest, left = _matched(graph, wanted, pieces)
    loose, again, left = _loose(graph, stage, wanted._replace(mass=rest), pieces._replace(mass=left), fillings)
    stock = np.zeros((STAGES, rest.shape[1]), np.int64)
    lots = np.flatnonzero(~matter.single).astype(np.int32)
    np.add.at(stock, stage[lots], fillings.whole(lots))
    np.subtract.at(stock, stage[pieces.lot], pieces.mass)
    np.subtract.at(stock, loose.stage, loose.mass)
    np.add.at(stock, pieces.stage, left)
    return stacked([of_pieces, loose, again]), stock


def _wanted(graph: Graph, matter: Matter, fillings: Fillings) -> Wanted:
    uses = graph.uses
    chosen = np.flatnonzero(~matter.single[uses.thing])
    lot, run = uses.thing[chosen], uses.run[chosen].astype(np.int64)
    size = len(graph.events.time)
    key, mass = summed(lot.astype(np.int64) * size + uses.event[chosen], fillings.part(uses.share[chosen], lot, run))
    run_of = np.full(size, -1, np.int32)
    run_of[uses.event[chosen]] = run
    event = (key % size).astype(np.int32) if size else np.empty(0, np.int32)
    return Wanted((key // max(size, 1)).astype(np.int32), event, run_of[event], mass)


def _matched(graph: Graph, wanted: Wanted, pieces: Pieces) -> tuple[Takes, Longs, Longs]:
    """Return what comes from pieces that end in the event of a use, what is wanted besides, what is left of pieces."""
    size = len(graph.events.time)
    keys = wanted.lot.astype(np.int64) * size + wanted.event
    own = pieces.lot.astype(np.int64) * size + pieces.end
    at = np.minimum(np.searchsorted(keys, own), max(len(keys) - 1, 0))
    ended = np.flatnonzero((keys[at] == own) & (pieces.end >= 0)) if len(keys) else np.empty(0, np.int64)
    at = at[ended]
    there = np.zeros_like(wanted.mass)
    np.add.at(there, at, pieces.mass[ended])
    count = np.bincount(at, minlength=len(keys))[:, None]
    near = _GRAINS * (count + 1) + wanted.mass // 10**9
    fraction = np.where(there > wanted.mass + near, wanted.mass / np.maximum(there, 1), 1.0)
    goes = np.rint(pieces.mass[ended] * fraction[at]).astype(np.int64)
    rest = wanted.mass.copy()
    np.subtract.at(rest, at, goes)
    rest[(rest < 0) | ((rest <= near) & (count > 0))] = 0
    left = pieces.mass.copy()
    left[ended] -= goes
    return Takes(wanted.run[at], pieces.stage[ended], goes), rest, left


def _loose(
    graph: Graph, stage: Bytes, wanted: Wanted, pieces: Pieces, fillings: Fillings
) -> tuple[Takes, Takes, Longs]:
    """Return what comes from what never was inside anything, what from pieces that were taken out, what is left."""
    lying = (pieces.end >= 0) & (pieces.stage != stage[pieces.lot]) & (pieces.mass > _GRAINS).any(axis=1)
    left, rest = pieces.mass.copy(), wanted.mass.copy()
    again: list[tuple[int, int, Longs]] = []
    for lot in np.unique(pieces.lot[lying]).tolist():
        own = np.flatnonzero(lying & (pieces.lot == lot))
        never = fillings.whole(np.array([lot], np.int32))[0] - pieces.mass[pieces.lot == lot].sum(axis=0)
        rows = np.flatnonzero(wanted.lot == lot)
        for row in rows[np.argsort(wanted.run[rows], kind="stable")].tolist():
            run, taken_out = int(wanted.run[row]), own[pieces.end[own] < wanted.event[row]]
            fresh = np.zeros_like(never) if graph.runs.feed[run] != Feed.NONE else np.minimum(rest[row], never)
            drawn = _drawn(left, taken_out, rest[row] - fresh)
            again += [(run, int(pieces.stage[piece]), mass) for piece, mass in drawn]
            rest[row] -= sum((mass for _, mass in drawn), np.zeros_like(never))
            never = np.maximum(never - rest[row], 0)
    some = np.flatnonzero(rest.any(axis=1))
    return Takes(wanted.run[some], stage[wanted.lot[some]], rest[some]), _takes(again, rest.shape[1]), left


def _drawn(left: Longs, pieces: Longs, need: Longs) -> list[tuple[int, Longs]]:
    """Take what is needed from pieces, first to last, and return what each of them gives."""
    out = []
    for piece in pieces.tolist():
        part = np.minimum(need, left[piece])
        left[piece] -= part
        need = need - part
        out.append((piece, part))
    return out


def _takes(rows: list[tuple[int, int, Longs]], width: int) -> Takes:
    return Takes(
        np.array([run for run, _, _ in rows], np.int32),
        np.array([stage for _, stage, _ in rows], np.uint8),
        np.array([mass for _, _, mass in rows], np.int64).reshape(-1, width),
    )
