"""Runs: which events are one transformation, what goes in and what comes out."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.building.facts import Act, Part
from dicycle.genealogy.building.telling import MATTER, Told, among
from dicycle.genealogy.graph.model import Bytes, Ints, Longs


class Heads(NamedTuple):
    """The runs: of each the rank of its event (of several, the last), and of each rank its run (-1: none)."""

    rank: Longs
    run: Ints
    feed: Bytes


class Links(NamedTuple):
    """Things that go into, or come out of, runs: by run, then in the order of their events."""

    run: Ints
    thing: Ints
    rank: Longs
    quantity: Longs
    unit: Ints
    """Into `Facts.words`."""
    content: Ints
    """Into the content rows of `Facts`."""


def heads(told: Told) -> Heads:
    """Return the runs of all events in which matter begins, changes or leaves.

    Events of one transformationID are one run if one of them has only inputs or only outputs (EPCIS 2.0 §7.4.5);
    events that are complete in themselves stay apart.
    """
    ranks = np.flatnonzero(among(told.act, MATTER))
    head = np.arange(len(told.order))
    for members in _halves(told):
        head[members] = members[-1]
    of_ranks = np.unique(head[ranks])
    run = np.full(len(told.order), -1, np.int32)
    run[ranks] = np.searchsorted(of_ranks, head[ranks])
    feed = np.zeros(len(of_ranks), np.uint8)
    np.maximum.at(feed, run[ranks], told.facts.feed[told.order[ranks]])
    return Heads(of_ranks, run, feed)


def _halves(told: Told) -> list[NDArray[np.int64]]:
    """Return the ranks of the events of each campaign that is told in halves."""
    campaign = np.where(told.act == Act.RUN, told.facts.campaign[told.order], -1)
    if not (campaign >= 0).any():
        return []
    sides = [np.bincount(told.rank[told.of(part)], minlength=len(told.order)) > 0 for part in (Part.INPUT, Part.OUTPUT)]
    half = np.unique(campaign[(campaign >= 0) & ~(sides[0] & sides[1])])
    if not len(half):
        return []
    ranks = np.flatnonzero(np.isin(campaign, half))
    ranks = ranks[np.argsort(campaign[ranks], kind="stable")]
    return np.split(ranks, np.flatnonzero(np.diff(campaign[ranks])) + 1)


def links(told: Told, runs: Heads, part: Part) -> Links:
    """Return the inputs or the outputs of runs."""
    chosen = told.of(part)
    run = runs.run[told.rank[chosen]]
    order = np.argsort(run, kind="stable")
    chosen, at = chosen[order], told.position[chosen[order]]
    facts = told.facts
    return Links(
        run[order], told.thing[chosen], told.rank[chosen], facts.quantity[at], facts.unit[at], facts.content[at]
    )
