"""An event as the rules see it, wherever it comes from."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
from msgspec import UNSET

from dicycle.ledger import strict
from dicycle.ledger.context import ours
from dicycle.ledger.decode import Incoming
from dicycle.ledger.formats import microseconds
from dicycle.ledger.model import AnyEvent
from dicycle.ledger.stored import StoredEvent


class Record(NamedTuple):
    """An event to be checked.

    `time` and `recorded` are microseconds since 1970 UTC; `recorded` is None where no record time is known. `where`
    is put before the JSON pointer of a finding: ``events.ndjson:12#``, or the eventID. `stored` tells that `recorded`
    is a ledger's own clock and not what the event says of itself.
    """

    event: AnyEvent
    event_id: str
    body: bytes
    context: bytes
    time: int
    where: str
    recorded: int | None = None
    stored: bool = False

    @property
    def declares_error(self) -> bool:
        """Whether this record declares another wrong (convention 1)."""
        return self.event.error_declaration is not UNSET

    def words(self, keys: Sequence[str]) -> tuple[Any, ...]:
        """Return the values of our own keys on the event, None for one that it has not or that means something else."""
        if not any(f'"{key}"'.encode() in self.body for key in keys) or not ours(self.context):
            return (None,) * len(keys)
        value = _decoded(self.body)
        return tuple(value.get(key) for key in keys)


@lru_cache(maxsize=4)
def _decoded(body: bytes) -> dict[str, Any]:
    """Return an event as plain values; it is asked for more than once in a row."""
    value: dict[str, Any] = strict.decode(body)
    return value


class _Recorded(msgspec.Struct, rename={"time": "recordTime"}):
    time: Any = None


_recorded = msgspec.json.Decoder(_Recorded)


def record_of(incoming: Incoming, where: str, raw: bytes = b"") -> Record:
    """Return the record of an event that was read; `raw` are the bytes it came as, which may tell its record time."""
    return Record(
        incoming.event, incoming.event_id, incoming.body, incoming.context, incoming.time, where, _record_time(raw)
    )


def _record_time(raw: bytes) -> int | None:
    if b'"recordTime"' not in raw:
        return None
    said = _recorded.decode(raw).time
    return microseconds(said) if isinstance(said, str) else None


def record_in(stored: StoredEvent) -> Record:
    """Return the record of a stored event, which is found by its id."""
    event = stored.event
    id = str(event.event_id)
    return Record(event, id, stored.body, stored.context, stored.event_time, f"{id}#", stored.record_time, True)
