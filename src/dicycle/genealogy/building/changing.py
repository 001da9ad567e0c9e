"""What new events change of the events, runs and things of a graph, and how all others are renumbered."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
from numpy.typing import NDArray

from dicycle.genealogy.building.facts import Act, Facts, Part
from dicycle.genealogy.building.naming import found
from dicycle.genealogy.building.running import Heads
from dicycle.genealogy.building.splicing import Renumbering, renumbering, whole, without
from dicycle.genealogy.building.telling import Told
from dicycle.genealogy.building.texts import arrow, picked
from dicycle.genealogy.graph.model import Graph, Longs
from dicycle.genealogy.graph.names import Names, indexed, plain
from dicycle.genealogy.graph.ranges import ranges


class Changed(NamedTuple):
    """Events, by their numbers in the facts: those that came, and of the older ones those that no more hold.

    And those that are told anew, since other events of their ``transformationID`` make them a part of another run.
    """

    came: Longs
    went: Longs
    again: Longs

    @property
    def all(self) -> Longs:
        """Return all of them, in order."""
        return whole(self)


def changed(told: Told, before: int) -> Changed:
    """Return what changed when the events from number `before` on came."""
    came = np.sort(told.order[told.order >= before])
    went = _declared_since(told.facts, before)
    return Changed(came, went, _halves_since(told, before, came, went))


def _declared_since(facts: Facts, before: int) -> Longs:
    """Return the events that a new record declares wrong, and no older one did."""
    declares = facts.act == Act.DECLARATION
    new = np.flatnonzero(declares[before:]) + before
    if not len(new):
        return np.empty(0, np.int64)
    names = arrow(facts.events)
    among = pc.is_in(names, value_set=names.take(pa.array(new))).to_numpy(zero_copy_only=False)
    some = np.flatnonzero(among[:before] & ~declares[:before])
    old = names.take(pa.array(np.flatnonzero(declares[:before])))
    before_too: NDArray[np.bool_] = pc.is_in(names.take(pa.array(some)), value_set=old).to_numpy(zero_copy_only=False)
    return some[~before_too]


def _halves_since(told: Told, before: int, came: Longs, went: Longs) -> Longs:
    """Return the older events of the campaigns that came or went in part, and are or were told in halves."""
    facts = told.facts
    runs = whole((came, went))
    campaigns = facts.campaign[runs[facts.act[runs] == Act.RUN]]
    campaigns = np.unique(campaigns[campaigns >= 0])
    if not len(campaigns):
        return np.empty(0, np.int64)
    members = np.flatnonzero((facts.act == Act.RUN) & np.isin(facts.campaign, campaigns))
    members = members[np.isin(members, told.order) | np.isin(members, went)]
    half = np.unique(facts.campaign[members[~_complete(facts, members)]])
    again = members[np.isin(facts.campaign[members], half) & (members < before)]
    return without(again, went)


def _complete(facts: Facts, events: Longs) -> NDArray[np.bool_]:
    """Return which events have both inputs and outputs."""
    at, size = ranges(facts.mentions_at, events)
    owner, part = np.repeat(np.arange(len(events)), size), facts.part[at]
    sides = [np.bincount(owner[part == side], minlength=len(events)) > 0 for side in (Part.INPUT, Part.OUTPUT)]
    both: NDArray[np.bool_] = sides[0] & sides[1]
    return both


class Numbered(NamedTuple):
    """How the numbers of a graph change."""

    events: Renumbering
    names: Names
    """Of the events that the graph keeps."""
    runs: Renumbering
    things: Renumbering
    mentioned: Names
    """The things that changed events mention, findable."""
    lost: Longs
    """Their places in the old graph's `hashes`, of those that it has."""
    moved: tuple[Longs, Longs]
    """Of those that were there and still are, the old and the new numbers."""


def numbered(graph: Graph, told: Told, heads: Heads, change: Changed) -> Numbered | None:
    """Return how numbers change; None if older events have another order now, among runs of one moment."""
    names = plain(*picked(told.facts.events, told.order[told.kept >= 0]))
    events = _events(graph, told, change, names)
    if events is None:
        return None
    runs = _runs(graph, told, heads, events)
    things = _things(graph, told, change)
    if runs is None or things is None:
        return None
    return Numbered(events, names, runs, *things)


def _events(graph: Graph, told: Told, change: Changed, names: Names) -> Renumbering | None:
    old, new = arrow(graph.events.names), arrow(names)
    gone = np.empty(0, np.int64)
    out = np.concatenate((change.went, change.again))
    if len(out):
        wanted = arrow(told.facts.events).take(pa.array(out))
        gone = np.flatnonzero(pc.is_in(old, value_set=wanted).to_numpy(zero_copy_only=False))
    into = np.zeros(len(told.facts.time), np.bool_)
    into[change.came] = into[change.again] = True
    came = told.kept[into[told.order]]
    come = came[came >= 0].astype(np.int64)
    stay, still = (np.delete(np.arange(len(one)), some) for one, some in ((old, gone), (new, come)))
    if len(stay) != len(still) or not old.take(pa.array(stay)).equals(new.take(pa.array(still))):
        return None
    return renumbering(len(old), gone, come)


def _runs(graph: Graph, told: Told, heads: Heads, events: Renumbering) -> Renumbering | None:
    gone = np.flatnonzero(np.isin(graph.runs.event, events.gone))
    come = np.flatnonzero(np.isin(told.kept[heads.rank], events.come))
    if len(graph.runs.event) - len(gone) != len(heads.rank) - len(come):
        return None
    return renumbering(len(graph.runs.event), gone, come)


def _things(graph: Graph, told: Told, change: Changed) -> tuple[Renumbering, Names, Longs, tuple[Longs, Longs]] | None:
    facts = told.facts
    at, _ = ranges(facts.mentions_at, change.all)
    among = np.zeros(len(facts.ids), np.bool_)
    among[facts.thing[at]] = True
    come = np.flatnonzero(among[told.things])
    # In the order of their new numbers, then those that are no more.
    ids = np.concatenate((told.things[come], without(np.flatnonzero(among), np.sort(told.things[come]))))
    mentioned = indexed(*picked(facts.ids, ids))
    places = found(graph.things.names, mentioned)
    there = np.flatnonzero(places >= 0)
    numbers = graph.things.names.order[places[there]].astype(np.int64)
    gone = np.sort(numbers)
    if len(graph.things.kind) - len(gone) != len(told.things) - len(come):
        return None
    still = there < len(come)
    moved = numbers[still], come[there[still]]
    new = indexed(*picked(facts.ids, told.things[come]))
    return renumbering(len(graph.things.kind), gone, come), new, np.sort(places[there]), moved
