"""What a store promises the ledger (its contract suite is tests/contract/).

A store keeps events, what they are found by, capture jobs, master data and how far an import came. It knows
predicates and pages, not HTTP and not parameters.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from dicycle.findings import Finding
from dicycle.ledger.decode import Incoming
from dicycle.ledger.entry import Entry
from dicycle.ledger.query import Query
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
    """A capture job (EPCIS 2.0 §8.2.6.1); times are microseconds since 1970 UTC."""

    id: str
    created: int
    finished: int | None
    running: bool
    success: bool
    behaviour: str
    errors: tuple[Finding, ...] = ()
    stored: int = 0
    known: int = 0


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


class ImportProgress(NamedTuple):
    """How far a file was read: bytes, lines, and the digest of all that was read."""

    offset: int
    lines: int
    digest: str


class Writing(Protocol):
    """What can be done inside one durable transaction."""

    def append(
        self, events: Sequence[Incoming | Entry], record_time: int, *, all_or_none: bool = False
    ) -> list[Outcome]:
        """Store what is new; with `all_or_none`, store nothing if any event conflicts.

        `record_time` is in microseconds since 1970 UTC and never falls behind that of an earlier event.
        """

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

    def job(self, id: str) -> Job | None:
        """Return a capture job."""

    def jobs(self, size: int, before: str | None) -> list[Job]:
        """Return capture jobs, newest first."""

    def unfinished(self) -> Iterator[tuple[Job, bytes]]:
        """Yield the jobs that were acknowledged and not finished, with their documents."""

    def progress(self, source: str) -> ImportProgress | None:
        """Return how far an import came."""

    def events(self) -> Iterator[StoredEvent]:
        """Yield all events in record order, as of now."""

    def close(self) -> None:
        """Release the store."""
