"""Events for the contract suite, and the check that a store's indexes tell what its events say."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck

from dicycle.ledger.decode import Incoming, decode_event
from dicycle.ledger.predicates import Query, Touches
from dicycle.ledger.store import EventStore, Outcome
from dicycle.ledger.stored import StoredEvent
from dicycle.ledger.terms import THINGS, terms
from dicycle.vocabulary import CONTEXT

INHERITED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.differing_executors]
"""What Hypothesis must let pass in laws that several stores inherit, each with its own fixtures."""

GTIN = "https://id.gs1.org/01/09521234000013"


def item(serial: str | int) -> str:
    """Return a serial item."""
    return f"{GTIN}/21/{serial}"


def event(name: str | int, **fields: Any) -> Any:
    """Return a valid ObjectEvent with the eventID ``urn:x:<name>``, other fields as given."""
    base = {"type": "ObjectEvent", "eventID": f"urn:x:{name}", "eventTime": "2026-01-01T00:00:00Z"}
    base |= {"eventTimeZoneOffset": "+00:00", "action": "OBSERVE", "epcList": [item(name)]}
    return base | fields


def incoming(value: Any) -> Incoming:
    """Read an event that has no context of its own under ours."""
    return decode_event(json.dumps({"@context": CONTEXT, **value}).encode())


def made(name: str | int, **fields: Any) -> Incoming:
    """Return `event`, ready to be stored."""
    return incoming(event(name, **fields))


def put(store: EventStore, *events: Incoming, at: int = 0, all_or_none: bool = False) -> list[Outcome]:
    """Store events in a transaction of their own."""
    with store.writing() as writing:
        return writing.append(events, at, all_or_none=all_or_none)


def every_page(store: EventStore, query: Query, size: int) -> list[StoredEvent]:
    """Return a whole answer, page by page."""
    found: list[StoredEvent] = []
    page = store.query(query, size, until=None, after=None)
    while True:
        assert len(page.events) <= size
        found += page.events
        if page.after is None:
            return found
        page = store.query(query, size, until=page.until, after=page.after)


def seqs(events: Sequence[StoredEvent]) -> list[int]:
    """Return the places of events in record order."""
    return [one.seq for one in events]


def check_books(store: EventStore) -> None:
    """Check that counts, orders and everything events are found by are what the bodies of the events say."""
    events = list(store.events())
    assert seqs(events) == list(range(1, len(events) + 1))
    assert all(one.record_time <= other.record_time for one, other in pairwise(events))
    counts = store.counts()
    assert counts["events"] == len(events)
    assert counts["by_type"] == Counter(one.value["type"] for one in events)
    _check_terms(store, events)


def _check_terms(store: EventStore, events: list[StoredEvent]) -> None:
    touching: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    lives: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
    for one in events:
        for role, text in set(terms(one.event)):
            touching[role, text].append(one.seq)
            if role in THINGS:
                lives[text].add((one.event_time, one.seq))
    for (role, text), expected in touching.items():
        found = every_page(store, Query((Touches((role,), (text,)),)), 500)
        assert sorted(seqs(found)) == expected
    for text, moments in lives.items():
        assert seqs(store.events_of(text)) == [seq for _, seq in sorted(moments)]
    assert {one.id for one in store.items(None, 10**6, None)} == set(lives)
