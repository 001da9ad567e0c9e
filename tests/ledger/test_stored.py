"""A captured event as the ledger gives it back."""

import json
from decimal import Decimal
from typing import Any

from hypothesis import given
from strategies import CONTEXT, events, examples, written

from dicycle.ledger.decode import Incoming, decode_event
from dicycle.ledger.documents import read_document
from dicycle.ledger.integrity.entries import entry_of
from dicycle.ledger.model import EVENT_TYPES
from dicycle.ledger.stored import StoredEvent

RECORDED = 1_767_225_600_123_000


def stored(incoming: Incoming) -> StoredEvent:
    """Return an incoming event as a store would give it back."""
    return StoredEvent(1, incoming.time, RECORDED, incoming.body, incoming.context)


@examples(30)
@given(events)
def test_an_event_given_back_can_be_sent_again(event: Any) -> None:
    """With its context an event stands alone: sending what was given back is sending the same event."""
    first = decode_event(written({"@context": CONTEXT, **event}).encode())
    again = decode_event(stored(first).json(with_context=True))
    assert (again.event_id, again.context, again.time) == (first.event_id, first.context, first.time)
    assert json.loads(again.body, parse_float=Decimal) == json.loads(first.body, parse_float=Decimal)


@examples(20)
@given(events)
def test_an_event_shows_its_fields_and_its_extensions(event: Any) -> None:
    """What is not the standard's is an extension with its value; the struct and the value tell the same."""
    one = stored(decode_event(written({"@context": CONTEXT, **event}).encode()))
    assert one.value == {"eventID": one.event_id} | {key: each for key, each in event.items() if key != "recordTime"}
    assert one.extensions == {key: each for key, each in event.items() if ":" in key}
    assert type(one.event).__name__ == (event["type"] if event["type"] in EVENT_TYPES else "ExtendedEvent")
    assert one.declares_error == ("errorDeclaration" in event)
    assert one.event_id in repr(one)


@examples(15)
@given(events)
def test_the_ledgers_record_time_stands_in_place_of_the_senders(event: Any) -> None:
    """recordTime is the ledger's word: what a sender wrote there is not kept."""
    one = stored(decode_event(written({"@context": CONTEXT, **event, "recordTime": "1999-01-01T00:00:00Z"}).encode()))
    assert json.loads(one.json())["recordTime"] == "2026-01-01T00:00:00.123Z"
    assert "@context" not in json.loads(one.json())
    [again] = read_document(one.json(with_context=True)).decoded()
    assert isinstance(again, Incoming)
    assert again.body == one.body


def test_only_what_a_ledger_writes_has_an_entry_of_its_own() -> None:
    """A sender cannot be moved into the body, nor the body's first byte be changed, without another entry."""
    sound = StoredEvent(1, 0, RECORDED, b'{"eventID":"urn:x:1"}', b'"https://example.com"')
    moved = StoredEvent(1, 0, RECORDED, sound.body + b"\nurn:x:maker", sound.context)
    bent = StoredEvent(1, 0, RECORDED, b"[" + sound.body[1:], sound.context)
    assert entry_of(moved) != entry_of(sound, "urn:x:maker")
    assert entry_of(bent) != entry_of(sound)
