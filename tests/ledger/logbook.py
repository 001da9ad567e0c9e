"""A log in memory that a test can tamper with, and events to fill it."""

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from dicycle.errors import DicycleError
from dicycle.ledger.integrity.checking import Checked, Source, check
from dicycle.ledger.integrity.entries import entry_of
from dicycle.ledger.integrity.merkle import Frontier, Hashes
from dicycle.ledger.integrity.notes import Signer, TreeHead, checkpoint_note
from dicycle.ledger.integrity.rows import rows_of
from dicycle.ledger.store import Checkpoint, Sealed
from dicycle.ledger.stored import StoredEvent

SIGNER = Signer("example.com/ledger", bytes(range(32)))
CONTEXT = b'"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"'
ENTRIES = [number.to_bytes(32, "big") for number in range(70_000)]
START = 1_800_000_000_000_000


def name(number: int) -> str:
    """Return the eventID of the event that was captured as number `number`."""
    return f"urn:uuid:00000000-0000-4000-8000-{number:012}"


def event(number: int, note: str = "", seq: int | None = None) -> StoredEvent:
    """Return a stored event."""
    body = f'{{"type":"ObjectEvent","eventID":"{name(number)}","action":"OBSERVE","ex:note":"{note}"}}'
    return StoredEvent(number if seq is None else seq, START, START + number, body.encode(), CONTEXT)


def hashes_of(entries: list[bytes]) -> Hashes:
    """Return what a store keeps of these entries."""
    kept = {(level, number): hash for level, number, hash in Frontier().extend(entries)[1]}

    def hashes(level: int, start: int, end: int) -> list[bytes]:
        assert end - start <= 256, "a read is one tile at most"
        return entries[start:end] if level == 0 else [kept[level, at] for at in range(start, end)]

    return hashes


STORE = hashes_of(ENTRIES)


def code_of(done: Callable[..., Any], *given: Any) -> str:
    """Return the code of the finding with which something is refused, or nothing if it is not."""
    try:
        done(*given)
    except DicycleError as refused:
        return refused.findings[0].code
    return ""


@dataclass(repr=False)
class Logbook:
    """What a store keeps of a log, open to every kind of tampering."""

    sealed_events: list[Sealed] = field(default_factory=list)
    subtrees: dict[tuple[int, int], bytes] = field(default_factory=dict)
    notes: list[Checkpoint] = field(default_factory=list)
    signer: Signer = SIGNER

    @classmethod
    def of(cls, size: int, every: int = 100, reporter: str = "") -> "Logbook":
        """Return a log of `size` events that were captured so many at a time."""
        book = cls()
        tree = Frontier()
        for start in range(0, size, every):
            events = [event(number) for number in range(start + 1, min(start + every, size) + 1)]
            new = [Sealed(one, reporter, entry_of(one, reporter)) for one in events]
            tree = book.append(tree, new)
        return book

    def copy(self) -> "Logbook":
        """Return a log of its own with the same in it."""
        events = [one._replace(event=copy(one.event)) for one in self.sealed_events]
        return Logbook(events, dict(self.subtrees), list(self.notes), self.signer)

    def append(self, tree: Frontier, new: Sequence[Sealed]) -> Frontier:
        """Append events in one transaction."""
        tree, done = tree.extend(one.entry for one in new)
        self.sealed_events += new
        self.subtrees |= {(level, number): hash for level, number, hash in done}
        self.notes.append(
            Checkpoint(tree.size, START + tree.size, checkpoint_note(self.signer, tree.size, tree.root()))
        )
        return tree

    def rebuilt(self, every: int = 100, signer: Signer = SIGNER) -> "Logbook":
        """Return the log that one would have who holds the key and logs these events anew."""
        book, tree = Logbook(signer=signer), Frontier()
        for start in range(0, len(self.sealed_events), every):
            tree = book.append(tree, self.sealed_events[start : start + every])
        return book

    def head(self, size: int) -> TreeHead:
        """Return what the log was when it had `size` events."""
        return TreeHead(self.signer.name, size, Frontier().extend(self.hashes(0, 0, size))[0].root())

    # ---- what a store offers

    def log_size(self) -> int:
        """Return how many events the log has."""
        return len(self.sealed_events)

    def hashes(self, level: int, start: int, end: int) -> list[bytes]:
        """Return entries or subtree hashes."""
        if level == 0:
            return [one.entry for one in self.sealed_events[start:end]]
        return [self.subtrees[level, at] for at in range(start, end) if (level, at) in self.subtrees]

    def checkpoint(self, size: int | None = None) -> Checkpoint | None:
        """Return a checkpoint, or the newest."""
        if size is None:
            return self.notes[-1] if self.notes else None
        return next((one for one in self.notes if one.size == size), None)

    def checkpoints(self, after: int, most: int) -> list[Checkpoint]:
        """Return checkpoints above a size."""
        return [one for one in self.notes if one.size > after][:most]

    def sealed(self, after: int = 0) -> Iterator[Sealed]:
        """Yield the events."""
        return (one for one in self.sealed_events if one.event.seq > after)

    # ---- tampering

    def put(self, number: int, one: StoredEvent, *, entry: bool = False) -> None:
        """Put another event in the place of event `number`, with its entry if asked."""
        old = self.sealed_events[number - 1]
        self.sealed_events[number - 1] = Sealed(one, old.reporter, entry_of(one, old.reporter) if entry else old.entry)

    def renumber(self) -> None:
        """Number the events anew, as one does who hides that one is gone."""
        for number, one in enumerate(self.sealed_events, 1):
            one.event.seq = number

    def check(self, *kept: TreeHead) -> Checked:
        """Check the log with the key that signed it."""
        newest = self.notes[-1].size if self.notes else 0
        source = Source(rows_of(self.sealed(), newest), self.hashes, self.checkpoints, newest)
        return check(source, [SIGNER.verifier], kept)

    def codes(self, *kept: TreeHead) -> list[tuple[str, str]]:
        """Return code and event of what a check finds."""
        return [(one.code, one.where) for one in self.check(*kept).findings]
