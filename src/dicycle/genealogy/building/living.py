"""What is said of things over their lives: when they were born and ended, what they are, where they were last seen."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.building.facts import Act, Part
from dicycle.genealogy.building.running import Links
from dicycle.genealogy.building.staying import OPEN
from dicycle.genealogy.building.telling import Told, last_of
from dicycle.genealogy.graph.model import FOREVER, NEVER, Ints, Longs


class Lives(NamedTuple):
    """Of each thing."""

    category: Ints
    """Into `Facts.words`."""
    born: Longs
    ended: Longs
    place: Ints
    """Into `Facts.words`."""
    seen: Longs


def lives(told: Told, outputs: Links, ends: Longs) -> Lives:
    """Return the lives of the things that are told of; `ends` are the ranks at which they were used up."""
    return Lives(_said_categories(told, outputs), _born(told, outputs), _ended(told, ends), *_last_seen(told))


def _last_seen(told: Told) -> tuple[Ints, Longs]:
    place = told.facts.place[told.order]
    seen = np.flatnonzero(place[told.rank] >= 0)
    last = last_of(told.thing[seen], told.rank[seen], len(told.things), -1)
    if not len(told.time):
        return np.full(len(last), -1, np.int32), np.full(len(last), NEVER)
    return np.where(last >= 0, place[last], -1).astype(np.int32), np.where(last >= 0, told.time[last], NEVER)


def _said_categories(told: Told, outputs: Links) -> Ints:
    """Return what births say that things are: of each by itself, or of all that is born in the event."""
    facts = told.facts
    of_event = facts.category[told.order][outputs.rank]
    by_itself = np.append(facts.called, np.int32(-1))[outputs.content]
    said = np.where(by_itself >= 0, by_itself, of_event)
    chosen = np.flatnonzero(said >= 0)
    out = np.full(len(told.things), -1, np.int32)
    out[outputs.thing[chosen]] = said[chosen]
    return out


def _born(told: Told, outputs: Links) -> Longs:
    out = np.full(len(told.things), FOREVER)
    np.minimum.at(out, outputs.thing, told.time[outputs.rank])
    return np.where(out == FOREVER, NEVER, out)


def _ended(told: Told, ends: Longs) -> Longs:
    gone = np.flatnonzero((told.part == Part.SEEN) & (told.act[told.rank] == Act.DESTROYED))
    ends = ends.copy()
    np.minimum.at(ends, told.thing[gone], told.rank[gone])
    ends = np.where(told.lot, OPEN, ends)
    return np.where(ends == OPEN, FOREVER, np.append(told.time, FOREVER)[np.minimum(ends, len(told.time))])


def ends_by_use(told: Told, outputs: Links, inputs: Links) -> NDArray[np.int64]:
    """Return for each single thing the rank of the use that ended it, OPEN for what goes on (or was born again)."""
    first = np.full(len(told.things), OPEN)
    np.minimum.at(first, inputs.thing, inputs.rank)
    last_use = last_of(inputs.thing, inputs.rank, len(told.things), -1)
    last_birth = np.full(len(told.things), -1, np.int64)
    np.maximum.at(last_birth, outputs.thing, outputs.rank)
    again = last_birth >= first
    ends = np.where(again, np.where(last_use > last_birth, last_use, OPEN), first)
    return np.where(told.lot, OPEN, ends)
