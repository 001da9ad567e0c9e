"""An event as the ledger keeps it and gives it back."""

from functools import cached_property
from typing import Any

import msgspec
from msgspec import UNSET

from dicycle.ledger import strict
from dicycle.ledger.decode import event_in
from dicycle.ledger.formats import timestamp
from dicycle.ledger.model import EVENT_TYPES, AnyEvent

_STANDARD = {
    field.encode_name
    for kind in EVENT_TYPES.values()
    for field in msgspec.structs.fields(kind)
} | {"type"}  # fmt: skip


class StoredEvent:
    """A captured event with what the ledger added: its place in record order and its record time.

    `seq` counts from 1 in record order; `record_time` and `event_time` are microseconds since 1970 UTC; `body` is
    the event's JSON without ``@context`` and ``recordTime``; `context` is the JSON of its context.
    """

    def __init__(self, seq: int, event_time: int, record_time: int, body: bytes, context: bytes) -> None:
        self.seq, self.event_time, self.record_time = seq, event_time, record_time
        self.body, self.context = body, context

    def __repr__(self) -> str:
        return f"StoredEvent(seq={self.seq}, event_id={self.event_id!r})"

    @cached_property
    def value(self) -> dict[str, Any]:
        """The event as plain JSON values with exact numbers, extensions included."""
        decoded: dict[str, Any] = strict.decode(self.body)
        return decoded

    @cached_property
    def event(self) -> AnyEvent:
        """The event as a struct of `dicycle.ledger.model`."""
        return event_in(self.body)

    @property
    def event_id(self) -> str:
        """Its eventID."""
        return str(self.value["eventID"])

    @property
    def extensions(self) -> dict[str, Any]:
        """The keys that are not the standard's, with their values as they came."""
        return {key: value for key, value in self.value.items() if key not in _STANDARD}

    @property
    def declares_error(self) -> bool:
        """Whether this record declares an earlier one wrong (convention 1)."""
        return getattr(self.event, "error_declaration", UNSET) is not UNSET

    def json(self, *, with_context: bool = False) -> bytes:
        """Return the event as JSON with its recordTime, and with its context if it is to stand alone."""
        return head(self.record_time, self.context if with_context else None) + self.body[1:]


def head(record_time: int, context: bytes | None) -> bytes:
    """Return how an event's JSON begins that the ledger gives back; its stored body follows without its brace."""
    start = b"{" if context is None else b'{"@context":' + context + b","
    return start + b'"recordTime":"' + timestamp(record_time).encode() + b'",'
