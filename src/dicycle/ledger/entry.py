"""An event as it is handed to a store: what is kept, and what it is found by, worked out beforehand.

An entry is plain data, so that it can be made in another process than the one that writes.
"""

from hashlib import blake2b
from typing import Any

from msgspec import UNSET, Struct

from dicycle.identifiers.gbt34014 import code_in
from dicycle.ledger import context as contexts
from dicycle.ledger import strict
from dicycle.ledger.cbv import bare
from dicycle.ledger.decode import Incoming
from dicycle.ledger.sieve import mark
from dicycle.ledger.stored import StoredEvent
from dicycle.ledger.terms import Key, aliases, keys


class Entry(Struct, frozen=True, array_like=True, gc=False):
    """One event for a store.

    `key` is a 64-bit digest of the eventID; `time` is eventTime in microseconds since 1970 UTC; `body` and `context`
    are as in `Incoming`; `keys` are what the event is found by and `roles` have a bit for each role of each; `names`
    are (text, thing) pairs: other names of what is born here; `sieve` marks what the JSON has (`dicycle.ledger.sieve`).
    """

    event_id: str
    key: int
    time: int
    type: str
    action: str | None
    biz_step: str | None
    disposition: str | None
    declares_error: bool
    context: bytes
    body: bytes
    keys: list[Key]
    roles: list[int]
    names: list[tuple[str, str]]
    sieve: int


def entry_of(incoming: Incoming) -> Entry:
    """Return the entry of an event that passed the grammar."""
    event = incoming.event
    found = keys(event)

    def word(field: str) -> str | None:
        value = getattr(event, field, UNSET)
        return None if value is UNSET else bare(value)

    return Entry(
        incoming.event_id,
        event_key(incoming.event_id),
        incoming.time,
        incoming.type,
        word("action"),
        word("biz_step"),
        word("disposition"),
        incoming.declares_error,
        incoming.context,
        incoming.body,
        list(found),
        list(found.values()),
        [(text, thing) for alias, thing in aliases(event) for text in _texts(alias)],
        mark(incoming.body),
    )


def stored_entry(stored: StoredEvent) -> Entry:
    """Return the entry of an event that a ledger gives back, to be kept by another."""
    return entry_of(Incoming(stored.event, stored.event_id, stored.body, stored.context, stored.event_time))


def event_key(event_id: str) -> int:
    """Return the 64-bit key of an event id; ids are compared too, so a collision costs time and nothing else."""
    return int.from_bytes(blake2b(event_id.encode(), digest_size=8).digest(), "big", signed=True)


def _texts(alias: str) -> tuple[str, ...]:
    """Return the texts an alias is found by: a GB/T 34014 code also by itself, without its URI."""
    code = code_in(alias)
    return (alias, code) if code else (alias,)


def same_content(body: bytes, context: bytes, other_body: bytes, other_context: bytes) -> bool:
    """Tell whether two records say the same: key order, layout, spelling of numbers and of the CBV's words aside."""
    if body != other_body and _meaning(body) != _meaning(other_body):
        return False
    return context == other_context or contexts.bindings(context) == contexts.bindings(other_context)


def _meaning(body: bytes) -> Any:
    value = strict.decode(body)
    words: dict[str, Any] = {
        field: bare(value[field]) for field in ("bizStep", "disposition") if isinstance(value.get(field), str)
    }
    if isinstance(conditions := value.get("persistentDisposition"), dict):
        words["persistentDisposition"] = {change: list(map(bare, listed)) for change, listed in conditions.items()}
    return strict.canonical(value | words)
