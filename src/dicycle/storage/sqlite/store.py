"""The SQLite store: `dicycle.ledger.store.EventStore` on one file.

One writer at a time (a lock in the process, SQLite's own between processes), any number of readers beside it.
"""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec

from dicycle.errors import StoreError
from dicycle.findings import Finding
from dicycle.identifiers import class_of
from dicycle.ledger.entry import event_key
from dicycle.ledger.predicates import Query
from dicycle.ledger.resolving import resolved
from dicycle.ledger.sieve import mark
from dicycle.ledger.store import Checkpoint, ImportProgress, Item, Job, MasterElement, Page, Sealed, Sign
from dicycle.ledger.stored import StoredEvent
from dicycle.storage.fates import id_in
from dicycle.storage.paging import Reading, is_narrow, page, split
from dicycle.storage.sqlite import log, master
from dicycle.storage.sqlite.append import Appender
from dicycle.storage.sqlite.compile import COLUMNS, Statement, compile_query
from dicycle.storage.sqlite.connection import READER_CACHE, WRITER_CACHE, connect, saying_why
from dicycle.storage.sqlite.schema import migrate, refuse_foreign
from dicycle.storage.sqlite.writing import JOB, SQLiteWriting, read_job

_EVENT = f"SELECT {COLUMNS} FROM event e JOIN context ON context.id = e.context"
_OF_ITEM = f"""{_EVENT} WHERE e.seq IN (
    SELECT first_seq FROM term WHERE key IN ('1' || ?1, '2' || ?1)
    UNION ALL SELECT seq FROM posting WHERE term IN (SELECT id FROM term WHERE key IN ('1' || ?1, '2' || ?1)))"""
_ITEM = "SELECT term.id, substr(key, 2), word.text FROM term LEFT JOIN word ON word.id = term.category"
_ITEMS = "SELECT id, substr(key, 2), category FROM term WHERE category = ? AND id < ? ORDER BY id DESC LIMIT ?"


class SQLiteStore:
    """A ledger in one SQLite file; raises StoreError when the file cannot be opened, read or written."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._readers = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._closed = False
        refuse_foreign(path)
        self._writer = self._connect(WRITER_CACHE)
        with saying_why(path):
            migrate(self._writer, path)
        self._appender = Appender(self._writer)

    def _connect(self, cache: int = READER_CACHE) -> sqlite3.Connection:
        if self._closed:
            raise StoreError(Finding("store.closed", "The ledger is closed.", self._path))
        connection = connect(self._path, cache=cache)
        connection.create_function("event_id", 1, id_in, deterministic=True)
        connection.create_function("class_of", 1, class_of, deterministic=True)
        connection.create_function("sieve_mark", 1, mark, deterministic=True)
        connection.create_function("log_entry", 3, log.log_entry, deterministic=True)
        self._open.append(connection)
        return connection

    @property
    def _reader(self) -> sqlite3.Connection:
        """This thread's own connection for reading."""
        if not hasattr(self._readers, "connection"):
            self._readers.connection = self._connect()
        connection: sqlite3.Connection = self._readers.connection
        return connection

    def close(self) -> None:
        """Close all connections of this store."""
        with self._lock:
            self._closed = True
            for connection in self._open:
                connection.close()
            self._open.clear()

    @contextmanager
    def writing(self) -> Iterator[SQLiteWriting]:
        """Open a transaction; see `EventStore.writing`."""
        with self._lock, saying_why(self._path):
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                self._appender.begin()
                writing = SQLiteWriting(self._writer, self._appender)
                yield writing
                writing.close()
                self._writer.execute("COMMIT")
            except BaseException:
                self._appender.forget()
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with saying_why(self._path):
            return self._reader.execute(sql, values).fetchall()

    def _stored(self, sql: str, values: Sequence[Any] = ()) -> list[StoredEvent]:
        return [StoredEvent(*row) for row in self._rows(sql, values)]

    def query(self, query: Query, size: int, *, until: int | None, after: tuple[int, int] | None) -> Page:
        """Return one page of an answer; see `EventStore.query`."""
        with saying_why(self._path):
            where, says, sieve = split(resolved(query.where, self.master_data))
            until = self._last() if until is None else until
            narrow = is_narrow(query, until, after)
            statement = compile_query(self._reader, query._replace(where=where), sieve, narrow=narrow)
            return page(self._reading(statement, until), says, query, size, after)

    def _reading(self, statement: Statement, until: int) -> Reading:
        return Reading(
            lambda size, after: self._stored(*statement.page(size, until, after)),
            lambda most: int(self._rows(*statement.counting(most, until))[0][0]),
            statement.order[0] == "e.seq",
            until,
        )

    def _last(self) -> int:
        return int(self._rows("SELECT max(seq) FROM event")[0][0] or 0)

    def by_id(self, event_id: str) -> list[StoredEvent]:
        """Return the event with this id and the declarations about it, in record order."""
        sql = f"{_EVENT} WHERE e.event_key = ? AND event_id(e.body) = ? ORDER BY e.seq"
        return self._stored(sql, (event_key(event_id), event_id))

    def events_of(self, item: str, *, latest: int | None = None) -> list[StoredEvent]:
        """Return the events that touch a thing or lot, by event time."""
        if latest is None:
            return self._stored(f"{_OF_ITEM} ORDER BY e.event_time, e.seq", (item,))
        return self._stored(f"{_OF_ITEM} ORDER BY e.event_time DESC, e.seq DESC LIMIT ?2", (item, latest))[::-1]

    def sealed(self, after: int = 0) -> Iterator[Sealed]:
        """Yield events above a seq with what the log keeps of each."""
        with saying_why(self._path):
            yield from log.sealed(self._reader, after)

    def log_size(self) -> int:
        """Return how many events the log has."""
        return self._last()

    def hashes(self, level: int, start: int, end: int) -> list[bytes]:
        """Return hashes of the log's tree; see `EventStore.hashes`."""
        with saying_why(self._path):
            return log.hashes(self._reader, level, start, end)

    def checkpoint(self, size: int | None = None) -> Checkpoint | None:
        """Return the checkpoint of exactly this size (None: the newest)."""
        with saying_why(self._path):
            return log.checkpoint(self._reader, size)

    def checkpoints(self, after: int, most: int) -> list[Checkpoint]:
        """Return checkpoints of a size above `after`, smallest first."""
        with saying_why(self._path):
            return log.checkpoints(self._reader, after, most)

    def sign_with(self, sign: Sign | None) -> None:
        """From now on, keep a signed checkpoint with every transaction that appends events."""
        self._appender.sealing.sign = sign

    def card(self, box: str, key: str) -> bytes | None:
        """Return the record under a key of a box."""
        rows = self._rows("SELECT body FROM card WHERE box = ? AND key = ?", (box, key))
        return bytes(rows[0][0]) if rows else None

    def cards(self, box: str, size: int | None = None, after: str = "") -> list[tuple[str, bytes]]:
        """Return (key, record) of a box in the order of keys, after a key."""
        sql = "SELECT key, body FROM card WHERE box = ? AND key > ? ORDER BY key LIMIT ?"
        return [(key, bytes(body)) for key, body in self._rows(sql, (box, after, -1 if size is None else size))]

    def boxes(self) -> list[str]:
        """Return the boxes that hold cards, in order."""
        return [box for (box,) in self._rows("SELECT DISTINCT box FROM card ORDER BY box")]

    def imports(self) -> Iterator[tuple[str, ImportProgress]]:
        """Yield how far every import came, by its source."""
        for source, *progress in self._rows("SELECT * FROM import_progress ORDER BY source"):
            yield source, ImportProgress(*progress)

    def master_data(self) -> Iterator[MasterElement]:
        """Yield all that master data says, by id and vocabulary."""
        with saying_why(self._path):
            yield from master.elements(self._reader)

    def events(self) -> Iterator[StoredEvent]:
        """Yield all events in record order, as of now."""
        with saying_why(self._path):
            cursor = self._reader.cursor()
            for row in cursor.execute(f"{_EVENT} WHERE e.seq <= ? ORDER BY e.seq", (self._last(),)):
                yield StoredEvent(*row)

    def item(self, id: str) -> Item | None:
        """Return the thing or lot with this canonical id, if the ledger knows it."""
        rows = self._rows(f"{_ITEM} WHERE key IN ('1' || ?1, '2' || ?1) ORDER BY key", (id,))
        return Item(*rows[0]) if rows else None

    def items_numbered(self, number: str) -> list[Item]:
        """Return the things and lots of known classes whose serial or lot number this is."""
        sql = f"""{_ITEM} WHERE key IN (
            SELECT kind || class || step || ? FROM class_category,
                (SELECT '1' AS kind, '/21/' AS step UNION ALL SELECT '2', '/10/')) ORDER BY term.id LIMIT 100"""
        return [Item(*row) for row in self._rows(sql, (number,))]

    def item_of_alias(self, alias: str) -> str | None:
        """Return the canonical id that an alias was given to."""
        rows = self._rows("SELECT thing FROM alias WHERE text = ?", (alias,))
        return rows[0][0] if rows else None

    def aliases_of(self, id: str) -> list[str]:
        """Return the other names of a thing."""
        return [
            text
            for (text,) in self._rows(
                "SELECT text FROM alias WHERE thing = ? AND text LIKE '%:%' ORDER BY seq, text", (id,)
            )
        ]

    def items(self, category: str | None, size: int, before: int | None) -> list[Item]:
        """Return things and lots of a category (None: all), newest first, below number `before`."""
        below = before if before is not None else 2**62
        words = dict(self._rows("SELECT text, id FROM word WHERE id IN (SELECT category FROM class_category)"))
        wanted = [0, *words.values()] if category is None else [words[category]] if category in words else []
        found = [row for one in wanted for row in self._rows(_ITEMS, (one, below, size))]
        named = {number: text for text, number in words.items()}
        newest = sorted(found, reverse=True)[:size]
        return [Item(number, text, named.get(category)) for number, text, category in newest]

    def terms(self, kinds: Sequence[int], size: int, after: str) -> list[str]:
        """Return distinct terms of these kinds in text order, after `after`."""
        one = "SELECT * FROM (SELECT substr(key, 2) AS text FROM term WHERE key > ? AND key < ? ORDER BY key LIMIT ?)"
        sql = f"{' UNION '.join([one] * len(kinds))} ORDER BY 1 LIMIT ?"
        values = [value for kind in map(int, kinds) for value in (f"{kind}{after}", str(kind + 1), size)]
        return [text for (text,) in self._rows(sql, (*values, size))]

    def has_term(self, kinds: Sequence[int], text: str) -> bool:
        """Tell whether an event has this term, as one of these kinds."""
        return any(self._rows("SELECT 1 FROM term WHERE key = ?", (f"{int(kind)}{text}",)) for kind in kinds)

    def words(self, column: str) -> list[str]:
        """Return the distinct values of type, biz_step or disposition."""
        with saying_why(self._path):
            return sorted(master.tallied(self._reader, column))

    def counts(self) -> dict[str, Any]:
        """Return the state of the ledger; see `EventStore.counts`."""
        with saying_why(self._path), self._reader:
            self._reader.execute("BEGIN")
            return master.counts(self._reader)

    def names(self, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Return what master data says of these ids: attribute -> value."""
        wanted = {one: class_of(one) for one in ids}
        asked = [*wanted, *(kind for kind in wanted.values() if kind)]
        rows = self._rows(
            "SELECT id, attributes FROM master_data WHERE id IN (SELECT value FROM json_each(?))",
            (msgspec.json.encode(asked).decode(),),
        )
        found: dict[str, dict[str, Any]] = {}
        for id, attributes in rows:
            found.setdefault(id, {}).update(msgspec.json.decode(attributes))
        return {one: found.get(kind or "", {}) | found.get(one, {}) for one, kind in wanted.items()}

    def job(self, id: str) -> Job | None:
        """Return a capture job."""
        rows = self._rows(f"{JOB} WHERE id = ?", (id,))
        return read_job(*rows[0]) if rows else None

    def jobs(self, size: int, before: str | None) -> list[Job]:
        """Return capture jobs, newest first."""
        limit = "(SELECT number FROM capture_job WHERE id = ?)" if before else "coalesce(?, 1 << 62)"
        return [
            read_job(*row)
            for row in self._rows(f"{JOB} WHERE number < {limit} ORDER BY number DESC LIMIT ?", (before, size))
        ]

    def unfinished(self) -> Iterator[tuple[Job, bytes]]:
        """Yield the jobs that were acknowledged and not finished, with their documents."""
        for (id,) in self._rows("SELECT id FROM capture_job WHERE running = 1 ORDER BY number"):
            rows = self._rows("SELECT document FROM capture_job WHERE id = ? AND running = 1", (id,))
            job = self.job(id)
            if rows and job:
                yield job, bytes(rows[0][0])

    def progress(self, source: str) -> ImportProgress | None:
        """Return how far an import came."""
        rows = self._rows("SELECT position, lines, digest FROM import_progress WHERE source = ?", (source,))
        return ImportProgress(*rows[0]) if rows else None
