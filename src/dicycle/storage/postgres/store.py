"""The PostgreSQL store: `dicycle.ledger.store.EventStore` on one database.

One transaction writes at a time, whatever the number of processes: an advisory lock of the database puts writers in
line, so that seqs have no gaps and commits come in their order. Any number of readers beside it.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from dicycle.ledger.predicates import Query
from dicycle.ledger.resolving import resolved
from dicycle.ledger.store import Checkpoint, ImportProgress, Item, Job, MasterElement, Page, Sealed, Sign
from dicycle.ledger.stored import StoredEvent
from dicycle.storage import paging
from dicycle.storage.postgres import kept, log, master, things
from dicycle.storage.postgres.append import Appender
from dicycle.storage.postgres.compile import Statement, compile_query
from dicycle.storage.postgres.connection import Connection, place_of, rows, saying_why
from dicycle.storage.postgres.readers import Reading
from dicycle.storage.postgres.schema import migrate
from dicycle.storage.postgres.writer import Writer
from dicycle.storage.postgres.writing import PostgresWriting

_T = TypeVar("_T")
_BATCH: Final = 2000


class PostgresStore:
    """A ledger in a PostgreSQL database, made there if it is empty; raises StoreError saying what to do.

    `dsn` is the address of the primary, as ``postgresql://user@host:5432/database`` or as libpq writes it otherwise;
    `replicas` are addresses of servers that follow it and may be read.
    """

    def __init__(self, dsn: str, *, replicas: Sequence[str] = ()) -> None:
        self._where = place_of(dsn)
        self._lock = threading.RLock()
        self._writer = Writer(dsn)
        self._migrate()
        self._appender = Appender(lambda: self._writer.connection)
        self._reading = Reading(dsn, replicas)

    def _migrate(self) -> None:
        with saying_why(self._where):
            try:
                migrate(self._writer.connection, self._where)
            except BaseException:
                self._writer.close()
                raise

    def close(self) -> None:
        """Close all connections of this store."""
        with self._lock:
            self._writer.close()
        self._reading.close()

    @contextmanager
    def writing(self) -> Iterator[PostgresWriting]:
        """Open a transaction; see `EventStore.writing`."""
        with self._lock, saying_why(self._where):
            self._writer.begin(on_loss=self._appender.forget)
            try:
                self._appender.begin()
                writing = PostgresWriting(self._writer.connection, self._appender)
                yield writing
                writing.close()
                self._writer.commit()
            except BaseException:
                self._appender.forget()
                self._writer.undo()
                raise
            self._reading.wrote(self._writer.connection)

    def sign_with(self, sign: Sign | None) -> None:
        """From now on, keep a signed checkpoint with every transaction that appends events."""
        self._appender.sealing.sign = sign

    def _read(self, work: Callable[..., _T], *values: Any, until: int = 0) -> _T:
        """Look something up, on a replica if there is one that is ready."""
        return self._reading.read(lambda connection: work(connection, *values), until=until)

    def _fresh(self, work: Callable[..., _T], *values: Any) -> _T:
        """Look something up on the primary: it is as of now, and the log's size does not seem to fall."""
        return self._reading.read(lambda connection: work(connection, *values), fresh=True)

    # ------------------------------------------------------------ events

    def query(self, query: Query, size: int, *, until: int | None, after: tuple[int, int] | None) -> Page:
        """Return one page of an answer; see `EventStore.query`."""
        return self._read(_page, query, size, until, after, until=until or 0)

    def by_id(self, event_id: str) -> list[StoredEvent]:
        """Return the event with this id and the declarations about it, in record order."""
        return self._read(things.by_id, event_id)

    def events_of(self, item: str, *, latest: int | None = None) -> list[StoredEvent]:
        """Return the events that touch a thing or lot, by event time."""
        return self._read(things.events_of, item, latest)

    def events(self) -> Iterator[StoredEvent]:
        """Yield all events in record order, as of now."""
        after, until = 0, self._read(log.size)
        while after < until:
            found = self._read(things.events, after, until, _BATCH, until=until)
            yield from found
            after = found[-1].seq

    # ------------------------------------------------------------ the log

    def sealed(self, after: int = 0) -> Iterator[Sealed]:
        """Yield events above a seq with what the log keeps of each."""
        until = self.log_size()
        while after < until:
            found = self._fresh(log.sealed, after, until, _BATCH)
            yield from found
            after = found[-1].event.seq

    def log_size(self) -> int:
        """Return how many events the log has."""
        return self._fresh(log.size)

    def hashes(self, level: int, start: int, end: int) -> list[bytes]:
        """Return hashes of the log's tree; see `EventStore.hashes`."""
        return self._fresh(log.hashes, level, start, end)

    def checkpoint(self, size: int | None = None) -> Checkpoint | None:
        """Return the checkpoint of exactly this size (None: the newest)."""
        return self._fresh(log.checkpoint, size)

    def checkpoints(self, after: int, most: int) -> list[Checkpoint]:
        """Return checkpoints of a size above `after`, smallest first."""
        return self._fresh(log.checkpoints, after, most)

    # ------------------------------------------------------------ things and names

    def item(self, id: str) -> Item | None:
        """Return the thing or lot with this canonical id, if the ledger knows it."""
        return next(iter(self._read(things.item, id)), None)

    def items_numbered(self, number: str) -> list[Item]:
        """Return the things and lots of known classes whose serial or lot number this is."""
        return self._read(things.items_numbered, number)

    def item_of_alias(self, alias: str) -> str | None:
        """Return the canonical id that an alias was given to."""
        return next(iter(self._read(things.item_of_alias, alias)), None)

    def aliases_of(self, id: str) -> list[str]:
        """Return the other names of a thing."""
        return self._read(things.aliases_of, id)

    def items(self, category: str | None, size: int, before: int | None) -> list[Item]:
        """Return things and lots of a category (None: all), newest first, below number `before`."""
        return self._read(things.items, category, size, before)

    def terms(self, kinds: Sequence[int], size: int, after: str) -> list[str]:
        """Return distinct terms of these kinds in text order, after `after`."""
        return self._read(things.terms, kinds, size, after)

    def has_term(self, kinds: Sequence[int], text: str) -> bool:
        """Tell whether an event has this term, as one of these kinds."""
        return self._read(things.has_term, kinds, text)

    def words(self, column: str) -> list[str]:
        """Return the distinct values of type, biz_step or disposition."""
        return sorted(self._read(master.tallied, column))

    def counts(self) -> dict[str, Any]:
        """Return the state of the ledger; see `EventStore.counts`."""
        return self._read(master.counts)

    def names(self, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Return what master data says of these ids: attribute -> value."""
        return self._read(things.names, ids)

    def master_data(self) -> Iterator[MasterElement]:
        """Yield all that master data says, by id and vocabulary."""
        yield from self._read(master.elements)

    # ------------------------------------------------------------ cards, jobs and imports

    def card(self, box: str, key: str) -> bytes | None:
        """Return the record under a key of a box."""
        return next(iter(self._fresh(kept.card, box, key)), None)

    def cards(self, box: str, size: int | None = None, after: str = "") -> list[tuple[str, bytes]]:
        """Return (key, record) of a box in the order of keys, after a key."""
        return self._fresh(kept.cards, box, size, after)

    def boxes(self) -> list[str]:
        """Return the boxes that hold cards, in order."""
        return self._fresh(kept.boxes)

    def job(self, id: str) -> Job | None:
        """Return a capture job."""
        return next(iter(self._fresh(kept.job, id)), None)

    def jobs(self, size: int, before: str | None) -> list[Job]:
        """Return capture jobs, newest first."""
        return self._fresh(kept.jobs, size, before)

    def unfinished(self) -> Iterator[tuple[Job, bytes]]:
        """Yield the jobs that were acknowledged and not finished, with their documents."""
        for id in self._fresh(kept.running):
            documents = self._fresh(kept.document, id)
            job = self.job(id)
            if documents and job:
                yield job, documents[0]

    def progress(self, source: str) -> ImportProgress | None:
        """Return how far an import came."""
        return next(iter(self._fresh(kept.progress, source)), None)

    def imports(self) -> Iterator[tuple[str, ImportProgress]]:
        """Yield how far every import came, by its source."""
        yield from self._fresh(kept.imports)


def _page(connection: Connection, query: Query, size: int, until: int | None, after: tuple[int, int] | None) -> Page:
    where, says, mark = paging.split(resolved(query.where, lambda: master.elements(connection)))

    def find(sql: str, values: Sequence[Any]) -> list[Any]:
        return rows(connection, sql, values, prepare=False)

    statement = compile_query(find, query._replace(where=where), mark)
    until = log.size(connection) if until is None else until
    return paging.page(_reading(find, statement, until), says, query, size, after)


def _reading(find: Callable[[str, Sequence[Any]], list[Any]], statement: Statement, until: int) -> paging.Reading:
    return paging.Reading(
        lambda size, after: [StoredEvent(*row) for row in find(*statement.page(size, until, after))],
        lambda most: int(find(*statement.counting(most, until))[0][0]),
        statement.by_record,
        until,
    )
