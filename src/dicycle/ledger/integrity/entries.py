"""What the log holds of an event: one digest, its entry.

The entry of event number `seq` is the SHA-256 of the event's *sealed text*: the JSON that the ledger gives back, with
context and recordTime, to the byte; then, if the ledger knows which organisation sent it, a newline and that
organisation's id. The ledger writes JSON without newlines, so the two parts cannot be taken for one another; what has
one, or does not begin as an object does, is no event of a ledger and gets a digest that no entry has.
"""

from hashlib import sha256
from typing import Final

from dicycle.ledger.stored import StoredEvent

DIGEST_BYTES: Final = 32
"""How long an entry, a hash of the tree and a root are (SHA-256)."""


def entry_digest(sealed: bytes, reporter: str = "") -> bytes:
    """Return the log entry of an event from its JSON as the ledger gives it back, and who sent it."""
    if b"\n" in sealed:
        sealed = b"\n" + sealed
    return sha256(sealed + b"\n" + reporter.encode() if reporter else sealed).digest()


def entry_of(event: StoredEvent, reporter: str = "") -> bytes:
    """Return the log entry of a stored event."""
    sealed = event.json(with_context=True)
    return entry_digest(sealed if event.body.startswith(b"{") else b"\n" + sealed, reporter)
