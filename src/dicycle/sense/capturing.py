"""Checking what was just captured: its own sense, and the histories of the things that it touches.

Cheap for small captures, bounded for large ones: what was left out is said, and `check_ledger` makes up for it.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from msgspec import UNSET

from dicycle.findings import Finding, Severity
from dicycle.identifiers import Level
from dicycle.ledger.model import ParentedEvent, TransformationEvent
from dicycle.ledger.query import parse_query
from dicycle.ledger.store import EventStore, Fate, Outcome
from dicycle.ledger.stored import StoredEvent
from dicycle.sense.checking import Checker, Report, recall_in
from dicycle.sense.names import Name, cast_of, read
from dicycle.sense.profiles import PLANT, Profile, profile_named
from dicycle.sense.record import record_in
from dicycle.sense.rules import RULES, Scope
from dicycle.sense.signs import Sign


class Bounds(NamedTuple):
    """How much is read: new events, things whose history is looked up, events of one history and of all, parents up."""

    events: int = 1000
    things: int = 500
    history: int = 500
    all: int = 3000
    levels: int = 4


class New(NamedTuple):
    """What a check of new events found, and how many events and things it did not look at."""

    report: Report
    events_left: int
    things_left: int


_BOUNDS: Final = Bounds()
_THINGS: Final = (Level.INSTANCE, Level.LOT, Level.OTHER, None)
_ORDER: Final = tuple(Severity)
_CONTAINMENT: Final = frozenset(
    {"child-of-two-parents", "child-already-inside", "child-not-inside", "child-moved-without-parent",
     "ended-inside-parent", "used-inside-ended"}
)  # fmt: skip


def after_capture(
    store: EventStore,
    captured: Iterable[Outcome | StoredEvent],
    profile: Profile | str = PLANT,
    *,
    least: Severity = Severity.WARNING,
    bounds: Bounds = _BOUNDS,
) -> tuple[Finding, ...]:
    """Return what makes no sense in what was just captured, from `least` severity on.

    `captured` are the outcomes of a capture, or the events; `profile` may be given by name. If not all was looked at,
    a last finding says so.
    """
    events, left = _stored(store, captured, bounds.events)
    if not events:
        return ()
    found = check_new(store, events, profile_named(profile) if isinstance(profile, str) else profile, bounds=bounds)
    kept = [sign.finding for sign in found.report.signs if _ORDER.index(sign.finding.severity) <= _ORDER.index(least)]
    if left or found.things_left:
        kept.append(_unchecked(left, found.things_left))
    return tuple(kept)


def _stored(store: EventStore, captured: Iterable[Outcome | StoredEvent], most: int) -> tuple[list[StoredEvent], int]:
    """Return the events that are new, and how many more there were than are looked at."""
    new = [one for one in captured if isinstance(one, StoredEvent) or one.fate is Fate.STORED]
    events: list[StoredEvent] = []
    for one in new[:most]:
        if isinstance(one, StoredEvent):
            events.append(one)
        else:
            events += [record for record in store.by_id(one.event_id) if record.seq == one.seq]
    return events, max(0, len(new) - most)


def _unchecked(events: int, things: int) -> Finding:
    left = [f"{events} of the new events"] if events else []
    left += [f"the histories of {things} things"] if things else []
    sentence = f"Not checked for sense: {' and '.join(left)}."
    return Finding("sense.not-checked", sentence, "", Severity.NOTE, "`dicycle check` checks the whole ledger.")


def check_new(
    store: EventStore, events: Sequence[StoredEvent], profile: Profile = PLANT, *, bounds: Bounds = _BOUNDS
) -> New:
    """Check new events and the histories of what they touch; only what involves one of them is reported."""
    looked_at = events[: bounds.events]
    pool = _Pool(store, bounds)
    pool.take(looked_at)
    checker = Checker(profile, recall_in(store))
    for _, stored in sorted(pool.events.items()):
        checker.see(record_in(stored))
    report = checker.finish()
    new = {str(one.event.event_id) for one in looked_at}
    kept = tuple(sign for sign in report.signs if not new.isdisjoint(sign.events) and pool.knows(sign))
    counts: dict[str, int] = {}
    for sign in kept:
        counts[sign.rule] = counts.get(sign.rule, 0) + 1
    return New(report._replace(signs=kept, counts=counts), len(events) - len(looked_at), len(pool.left))


class _Pool:
    """The events that have to be seen together: new ones, the histories of their things, those of the parents."""

    def __init__(self, store: EventStore, bounds: Bounds) -> None:
        self._store, self._bounds = store, bounds
        self.events: dict[int, StoredEvent] = {}
        self.left: set[str] = set()
        self._touched: set[str] = set()
        self._asked: set[str] = set()
        self._adrift: set[str] = set()
        self._above: dict[str, set[str]] = {}

    def take(self, new: Sequence[StoredEvent]) -> None:
        """Gather what has to be known to judge new events."""
        self._add(new)
        self._touched = {name.id for one in new for name in _things(one)}
        self._histories(name.id for one in new for name in _things(one))
        self._runs(new)
        self._parents()

    def knows(self, sign: Sign) -> bool:
        """Tell whether the histories behind a sign were read as a whole."""
        scope = RULES[sign.rule].scope
        if scope is Scope.HISTORY:
            seen = sign.thing in self._touched and sign.thing not in self.left
            return seen and not (sign.rule in _CONTAINMENT and sign.thing in self._adrift)
        return scope is not Scope.RUN or self._weighable(sign.events)

    def _weighable(self, ids: Iterable[str]) -> bool:
        """Tell whether it is known of all that goes into a run, and comes out, how it was born."""
        wanted = set(ids)
        told = (one for one in self.events.values() if one.event.event_id in wanted)
        return not any(name.id in self.left or name.id not in self._asked for one in told for name in _things(one))

    def _add(self, events: Iterable[StoredEvent]) -> None:
        for one in events:
            if one.seq in self.events:
                continue
            self.events[one.seq] = one
            event = one.event
            if isinstance(event, ParentedEvent) and event.parent_id is not UNSET and event.child_epcs is not UNSET:
                parent = read(event.parent_id).id
                for child in event.child_epcs:
                    self._above.setdefault(read(child).id, set()).add(parent)

    def _histories(self, things: Iterable[str]) -> None:
        bounds = self._bounds
        for thing in dict.fromkeys(things):
            if thing in self._asked:
                continue
            if len(self._asked) >= bounds.things or len(self.events) >= bounds.all:
                self.left.add(thing)
                continue
            self._asked.add(thing)
            history = self._store.events_of(thing, latest=bounds.history + 1)
            if len(history) > bounds.history:
                self.left.add(thing)
            else:
                self._add(history)

    def _runs(self, new: Sequence[StoredEvent]) -> None:
        """Read the other events of a run, and how their inputs were born."""
        runs = {
            one.event.transformation_id
            for one in new
            if isinstance(one.event, TransformationEvent) and one.event.transformation_id is not UNSET
        }
        for run in sorted(runs):
            query = parse_query({"EQ_transformationID": [run]})
            page = self._store.query(query, self._bounds.history, until=None, after=None)
            self._add(page.events)
            self._histories(name.id for one in page.events for name in _things(one))
            if page.after is not None:
                self.left |= {name.id for one in page.events for name in _things(one)}

    def _parents(self) -> None:
        """Read the histories of parents, level by level: they may have been emptied, or have ended."""
        waiting = self._touched - self.left
        for _ in range(self._bounds.levels):
            above = {parent for child in waiting for parent in self._above.get(child, ())}
            self._histories(sorted(above))
            waiting = above - self.left
        # Of a parent that was not read, nobody knows what it let go of.
        self._adrift = {child for child in self._touched if self._above.get(child, set()) & self.left}


def _things(stored: StoredEvent) -> list[Name]:
    """Return the things and lots that an event names, classes and places aside."""
    cast = cast_of(stored.event)
    if cast is None:
        return []
    named = [name for listed in cast.things for name in listed.names]
    named += [name for _, amounts in cast.amounts for name, _ in amounts]
    named += [cast.parent] if cast.parent is not None else []
    return [name for name in named if name.level in _THINGS]
