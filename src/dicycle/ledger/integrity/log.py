"""What the rooms above a store need of it to prove what it holds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from dicycle.errors import NotFound
from dicycle.ledger.store import Checkpoint, Sealed


class Log(Protocol):
    """The log of a ledger: the part of `dicycle.ledger.store.EventStore` that tamper evidence is about."""

    def hashes(self, level: int, start: int, end: int) -> list[bytes]:
        """Return entries (level 0) or hashes of subtrees (8, 16, …) `start` to `end` - 1."""

    def checkpoint(self, size: int | None = None) -> Checkpoint | None:
        """Return the checkpoint of exactly this size (None: the newest)."""

    def checkpoints(self, after: int, most: int) -> list[Checkpoint]:
        """Return checkpoints of a size above `after`, smallest first."""

    def sealed(self, after: int = 0) -> Iterator[Sealed]:
        """Yield events with a seq above `after` in record order, as of when the first is asked for."""


def default_path(ledger: str) -> Path:
    """Return where the key of a ledger is kept unless the settings say otherwise."""
    return Path("dicycle.key" if "://" in ledger else f"{ledger}.key")


def newest_checkpoint(log: Log) -> Checkpoint:
    """Return the newest checkpoint; raises NotFound before the first event."""
    found = log.checkpoint()
    if found is None:
        advice = "A checkpoint is signed with every capture: capture something first."
        raise NotFound.because("log.no-checkpoint", "This ledger's log has no checkpoint yet.", advice=advice)
    return found
