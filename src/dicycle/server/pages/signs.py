"""What makes no sense, for a page: findings with the event that each is about, and those about one thing."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from msgspec import UNSET

from dicycle.findings import Finding, Severity
from dicycle.ledger.model import TransformationEvent
from dicycle.ledger.query import parse_query
from dicycle.ledger.store import EventStore
from dicycle.ledger.stored import StoredEvent
from dicycle.ledger.terms import THINGS, Role, terms
from dicycle.sense import PLANT, RULES, Profile, Scope, Sign
from dicycle.sense.checking import Checker, recall_in
from dicycle.sense.record import record_in
from dicycle.server.pages.links import event_url
from dicycle.server.pages.moments import moment_of

MOST_EVENTS: Final = 1000
"""Events of a thing that are checked when its page is asked for; of a longer history that is left to the command."""
_MOST_OTHERS: Final = 60
_MOST_OF_OTHER: Final = 200
_LEVELS: Final = 3
_INPUTS: Final = (Role.INPUT, Role.INPUT_CLASS)


class Shown(NamedTuple):
    """A finding on a page: `event` is the id of the event that it is about, `where` the place in it.

    `told` is its sentence in pieces, (text, address or nothing), where ids are told in words.
    """

    finding: Finding
    where: str
    event: str = ""
    told: tuple[tuple[str, str], ...] = ()


class Checked(NamedTuple):
    """What was found about one thing; not `whole`: too much belongs to it for all of it to be followed.

    `days` says when each of the events was that the signs name.
    """

    profile: str
    signs: tuple[Sign, ...]
    events: int
    whole: bool
    item: str
    days: Mapping[str, str]

    @property
    def done(self) -> bool:
        """Whether anything was checked at all."""
        return self.events <= MOST_EVENTS

    @property
    def serious(self) -> list[Shown]:
        """What to say of each error, then of each warning."""
        return [one for kind in (Severity.ERROR, Severity.WARNING) for one in self._shown(kind)]

    @property
    def notes(self) -> list[Shown]:
        """What to say of the rest."""
        return self._shown(Severity.NOTE)

    def _shown(self, kind: Severity) -> list[Shown]:
        found = [one.finding for one in self.signs if one.finding.severity is kind]
        return [_shown(one)._replace(told=self._told(one.sentence)) for one in found]

    def _told(self, sentence: str) -> tuple[tuple[str, str], ...]:
        """Return a sentence with links to events, which it names by their days, and the thing itself called "it"."""
        ids = sorted((self.item, *self.days), key=len, reverse=True)
        pieces = re.split(rf"({'|'.join(map(re.escape, ids))})(?=[\s'.,;:)]|$)", sentence)
        return tuple(self._piece(text, first=at <= 1) for at, text in enumerate(pieces) if text)

    def _piece(self, text: str, *, first: bool) -> tuple[str, str]:
        if text == self.item:
            return "It" if first else "it", ""
        return (f"the event of {self.days[text]}", event_url(text)) if text in self.days else (text, "")

    def as_dict(self) -> dict[str, object]:
        """Return what was found as plain JSON."""
        return {"profile": self.profile, "whole": self.whole, "findings": [one.as_dict() for one in self.signs]}


def shown(findings: Iterable[Finding]) -> list[Shown]:
    """Return findings of the rules of sense, whose places are an eventID and a JSON pointer after ``#``."""
    return [_shown(one) for one in findings]


def _shown(finding: Finding) -> Shown:
    event, mark, pointer = finding.where.partition("#/")
    is_event = ":" in event and not event.startswith("/")
    return Shown(finding, f"/{pointer}" if mark else "", event) if is_event else Shown(finding, finding.where)


def check_thing(store: EventStore, item: str, events: Sequence[StoredEvent], profile: Profile = PLANT) -> Checked:
    """Return what makes no sense about a thing, given all events that touch it."""
    if len(events) > MOST_EVENTS:
        return Checked(profile.name, (), len(events), False, item, {})
    found, whole = _gathered(store, item, events)
    checker = Checker(profile, recall_in(store))
    for one in sorted(found, key=lambda one: one.seq):
        checker.see(record_in(one))
    concerns = _concerning(item, events)
    about = [one for one in checker.finish().signs if concerns(one)]
    signs = tuple(one for one in about if whole or _needs_no_other(one))
    return Checked(profile.name, signs, len(events), whole, item, _days(found, signs))


def _days(events: Iterable[StoredEvent], signs: Iterable[Sign]) -> dict[str, str]:
    named = {id for one in signs for id in one.events}
    return {one.event_id: moment_of(one).day for one in events if one.event_id in named}


def _concerning(item: str, events: Sequence[StoredEvent]) -> Callable[[Sign], bool]:
    """Return what tells whether a sign is about a thing: in one of its events, and not about another thing in it."""
    own = {one.event_id for one in events}
    others = {text for one in events for role, text in terms(one.event) if role in THINGS} - {item}

    def concerns(sign: Sign) -> bool:
        if own.isdisjoint(sign.events):
            return False
        scope = RULES[sign.rule].scope
        return sign.thing == item if scope is Scope.HISTORY else scope is not Scope.EVENT or sign.thing not in others

    return concerns


def _needs_no_other(sign: Sign) -> bool:
    return RULES[sign.rule].scope in (Scope.EVENT, Scope.RECORDS)


def _gathered(store: EventStore, item: str, events: Sequence[StoredEvent]) -> tuple[list[StoredEvent], bool]:
    """Return a thing's events with those that must be known to judge them, and whether that is all.

    Those are the rest of its runs, the histories of what went in with it, and of what it was inside of.
    """
    found = {one.seq: one for one in events}
    whole = _add_runs(store, found)
    asked, wanted = {item}, _parents(found.values(), {item}) | _fed(found.values())
    for _ in range(_LEVELS):
        wanted -= asked
        if len(asked) + len(wanted) > _MOST_OTHERS:
            return list(found.values()), False
        whole &= _add_histories(store, wanted, found)
        asked |= wanted
        wanted = _parents(found.values(), wanted)
    return list(found.values()), whole


def _add_runs(store: EventStore, found: dict[int, StoredEvent]) -> bool:
    """Add the other events of the runs; tell whether they are all there."""
    told = [one.event.transformation_id for one in found.values() if isinstance(one.event, TransformationEvent)]
    runs = sorted({one for one in told if one is not UNSET})[:_MOST_OTHERS]
    if not runs:
        return True
    rest = store.query(parse_query({"EQ_transformationID": runs}), _MOST_OF_OTHER, until=None, after=None)
    found.update((one.seq, one) for one in rest.events)
    return rest.after is None


def _add_histories(store: EventStore, things: Iterable[str], found: dict[int, StoredEvent]) -> bool:
    """Add the events of other things, but of none that has very many; tell whether none was left out."""
    whole = True
    for thing in sorted(things):
        history = store.events_of(thing, latest=_MOST_OF_OTHER + 1)
        if len(history) > _MOST_OF_OTHER:
            whole = False
        else:
            found.update((one.seq, one) for one in history)
    return whole


def _parents(events: Iterable[StoredEvent], children: set[str]) -> set[str]:
    """Return what the events put things into."""
    said = [terms(one.event) for one in events] if children else []
    return {
        parent
        for found in said
        if any(role == Role.CHILD and text in children for role, text in found)
        for role, parent in found
        if role == Role.PARENT
    }


def _fed(events: Iterable[StoredEvent]) -> set[str]:
    """Return what went into runs."""
    return {text for one in events for role, text in terms(one.event) if role in _INPUTS}
