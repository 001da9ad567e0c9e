"""What a store promises the ledger (its contract suite is tests/contract/).

A store keeps events, what they are found by, capture jobs, master data and how far an import came. It knows
predicates and pages, not HTTP and not parameters.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from dicycle.findings import Finding
from dicycle.ledger.decode import Incoming
from dicycle.ledger.entry import Entry
from dicycle.ledger.predicates import Query
from dicycle.ledger.stored import StoredEvent


class Fate(StrEnum):
    """What became of an event that was sent."""

    STORED = "stored"
    KNOWN = "known"
    CONFLICT = "conflict"


class Outcome(NamedTuple):
    """The fate of one event: stored now, known already with the same content, or refused for other content."""

    event_id: str
    fate: Fate
    seq: int


class Job(NamedTuple):
    """A capture job (EPCIS 2.0 §8.2.6.1); times are microseconds since 1970 UTC.

    `errors` say what was refused, `notes` what was stored and makes no sense; `reporter` is who sent it.
    """

    id: str
    created: int
    finished: int | None
    running: bool
    success: bool
    behaviour: str
    errors: tuple[Finding, ...] = ()
    stored: int = 0
    known: int = 0
    notes: tuple[Finding, ...] = ()
    reporter: str = ""


class Page(NamedTuple):
    """Part of an answer: `after` is where the next page starts (None on the last), `until` the ledger's end then.

    An answer is about the events up to `until` (a seq): pages stay right while events arrive.
    """

    events: list[StoredEvent]
    until: int
    after: tuple[int, int] | None


class Item(NamedTuple):
    """A thing or lot that the ledger knows: its number in the store, canonical id and category."""

    number: int
    id: str
    category: str | None


class MasterElement(NamedTuple):
    """What master data says of a place, party or class (EPCIS 2.0 §6.1.1); `children` are canonical ids."""

    id: str
    vocabulary: str
    attributes: dict[str, Any]
    children: tuple[str, ...] = ()


class ImportProgress(NamedTuple):
    """How far a file was read: bytes, lines, and the digest of all that was read."""

    offset: int
    lines: int
    digest: str


class Checkpoint(NamedTuple):
    """What the log was at a moment: so many events, and the signed note that says their root (C2SP tlog-checkpoint).

    `time` is in microseconds since 1970 UTC.
    """

    size: int
    time: int
    note: str


class Sealed(NamedTuple):
    """An event as the log has it: who sent it (``""``: nobody said) and its entry, 32 bytes; both as they are kept."""

    event: StoredEvent
    reporter: str
    entry: bytes


Sign = Callable[[int, bytes, int], str]
"""From (size, root, time) of the log to its signed note."""


class Writing(Protocol):
    """What can be done inside one durable transaction."""

    def append(
        self,
        events: Sequence[Incoming | Entry],
        record_time: int,
        *,
        all_or_none: bool = False,
        reporter: str = "",
    ) -> list[Outcome]:
        """Store what is new; with `all_or_none`, store nothing if any event conflicts.

        `record_time` is in microseconds since 1970 UTC and never falls behind that of an earlier event. `reporter` is
        the id of the organisation that sent the events, if it is known.
        """

    def restore(self, events: Sequence[Sealed]) -> None:
        """Store events of another ledger as they were, with their record times; they follow what is here.

        Raises StoreError if one does not come right after the last event of this ledger.
        """

    def put_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Keep a checkpoint of another ledger, as it was signed there."""

    def put_card(self, box: str, key: str, body: bytes | None) -> None:
        """Keep a record in a box under a key, in place of an earlier one; None takes it away."""

    def put_job(self, job: Job, document: bytes | None) -> None:
        """Keep a job, with its document while it runs."""

    def put_master_data(self, vocabularies: Sequence[dict[str, Any]]) -> None:
        """Keep what places, parties and classes are called; a later word about one replaces the earlier."""

    def put_progress(self, source: str, progress: ImportProgress) -> None:
        """Remember how far an import came, in the same transaction as its events."""


class EventStore(Protocol):
    """A durable, append-only store of events (conventions 1 to 3)."""

    def writing(self) -> AbstractContextManager[Writing]:
        """Open a transaction: durable when the block ends, undone wholly if it raises."""

    def query(self, query: Query, size: int, *, until: int | None, after: tuple[int, int] | None) -> Page:
        """Return one page of an answer; raises TooLarge over the query's ceiling."""

    def by_id(self, event_id: str) -> list[StoredEvent]:
        """Return the event with this id and the declarations about it, in record order."""

    def events_of(self, item: str, *, latest: int | None = None) -> list[StoredEvent]:
        """Return the events that touch a thing or lot, by event time; only the latest so many if asked."""

    def item(self, id: str) -> Item | None:
        """Return the thing or lot with this canonical id, if the ledger knows it."""

    def items_numbered(self, number: str) -> list[Item]:
        """Return the things and lots of known classes whose serial or lot number this is."""

    def item_of_alias(self, alias: str) -> str | None:
        """Return the canonical id that an alias was given to."""

    def aliases_of(self, id: str) -> list[str]:
        """Return the other names of a thing."""

    def items(self, category: str | None, size: int, before: int | None) -> list[Item]:
        """Return things and lots of a category (None: all), newest first, below number `before`."""

    def terms(self, kinds: Sequence[int], size: int, after: str) -> list[str]:
        """Return distinct terms of these kinds in text order, after `after`."""

    def has_term(self, kinds: Sequence[int], text: str) -> bool:
        """Tell whether an event has this term, as one of these kinds."""

    def words(self, column: str) -> list[str]:
        """Return the distinct values of type, biz_step or disposition."""

    def counts(self) -> dict[str, Any]:
        """Return the state of the ledger: events in all, by type, by step, items by category, first and last time."""

    def names(self, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Return what master data says of these ids: attribute -> value."""

    def master_data(self) -> Iterator[MasterElement]:
        """Yield all that master data says, by id and vocabulary."""

    def job(self, id: str) -> Job | None:
        """Return a capture job."""

    def jobs(self, size: int, before: str | None) -> list[Job]:
        """Return capture jobs, newest first."""

    def unfinished(self) -> Iterator[tuple[Job, bytes]]:
        """Yield the jobs that were acknowledged and not finished, with their documents."""

    def progress(self, source: str) -> ImportProgress | None:
        """Return how far an import came."""

    def imports(self) -> Iterator[tuple[str, ImportProgress]]:
        """Yield how far every import came, by its source."""

    def events(self) -> Iterator[StoredEvent]:
        """Yield all events in record order, as of now."""

    def card(self, box: str, key: str) -> bytes | None:
        """Return the record under a key of a box."""

    def cards(self, box: str, size: int | None = None, after: str = "") -> list[tuple[str, bytes]]:
        """Return (key, record) of a box in the order of keys (by their UTF-8 bytes), after a key."""

    def boxes(self) -> list[str]:
        """Return the boxes that hold cards, in order."""

    def sign_with(self, sign: Sign | None) -> None:
        """From now on, keep a signed checkpoint with every transaction that appends events."""

    def log_size(self) -> int:
        """Return how many events the log has; the leaf of event `seq` is number ``seq - 1``."""

    def hashes(self, level: int, start: int, end: int) -> list[bytes]:
        """Return hashes `start` to `end` (without) of the log's tree, 32 bytes each.

        Level 0 are the entries of events, not yet hashed as leaves; levels 8, 16, … are subtrees of 256, 65,536, …
        """

    def checkpoint(self, size: int | None = None) -> Checkpoint | None:
        """Return the checkpoint of exactly this size (None: the newest)."""

    def checkpoints(self, after: int, most: int) -> list[Checkpoint]:
        """Return checkpoints of a size above `after`, smallest first."""

    def sealed(self, after: int = 0) -> Iterator[Sealed]:
        """Yield events with a seq above `after` in record order, as of now, with what the log keeps of each."""

    def close(self) -> None:
        """Release the store."""
