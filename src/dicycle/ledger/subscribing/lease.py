"""Who delivers: of several processes on one ledger, the one that holds the lease."""

from typing import Final

import msgspec
from msgspec import Struct

from dicycle.ledger.store import EventStore, Writing

_BOX: Final = "lease"
_KEY: Final = "deliveries"


class Lease(Struct, frozen=True):
    """Who delivers, and until when unless it says so again (microseconds since 1970 UTC)."""

    owner: str
    until: int


class NotHeld(Exception):
    """Another process delivers now; what this one was about to write is not written."""


def current(store: EventStore) -> Lease | None:
    """Return the lease as it was last written."""
    body = store.card(_BOX, _KEY)
    return None if body is None else msgspec.json.decode(body, type=Lease)


def take(store: EventStore, writing: Writing, owner: str, now: int, length: int) -> Lease:
    """Take or renew the lease for so many microseconds, inside a transaction; raises NotHeld if another has it."""
    check(store, owner, now)
    lease = Lease(owner, now + length)
    writing.put_card(_BOX, _KEY, msgspec.json.encode(lease))
    return lease


def check(store: EventStore, owner: str, now: int) -> None:
    """Raise NotHeld if another process holds the lease."""
    held = current(store)
    if held is not None and held.owner != owner and held.until > now:
        raise NotHeld(held.owner)


def give_up(store: EventStore, writing: Writing, owner: str) -> None:
    """Let another process deliver at once."""
    held = current(store)
    if held is not None and held.owner == owner:
        writing.put_card(_BOX, _KEY, None)
