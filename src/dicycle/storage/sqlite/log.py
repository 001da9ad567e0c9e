"""The log's tree and checkpoints in the SQLite store."""

import sqlite3
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any, Final

from dicycle.ledger.integrity.entries import entry_digest
from dicycle.ledger.integrity.merkle import Frontier, Subtree
from dicycle.ledger.store import Checkpoint, Sealed
from dicycle.ledger.stored import StoredEvent, head

_BATCH: Final = 4096
_CHECKPOINT: Final = "SELECT size, time, note FROM checkpoint"
_SEALED: Final = """SELECT e.seq, e.event_time, e.record_time, e.body, context.body, coalesce(word.text, ''), e.entry
    FROM event e JOIN context ON context.id = e.context LEFT JOIN word ON word.id = e.reporter
    WHERE e.seq > ? AND e.seq <= ? ORDER BY e.seq"""


def log_entry(context: bytes, record_time: int, body: bytes) -> bytes:
    """Return the log's entry of a row whose reporter is not known."""
    return entry_digest(head(record_time, context) + body[1:])


def size(connection: sqlite3.Connection) -> int:
    """Return how many events there are."""
    return int(connection.execute("SELECT max(seq) FROM event").fetchone()[0] or 0)


def hashes(connection: sqlite3.Connection, level: int, start: int, end: int) -> list[bytes]:
    """Return entries (level 0) or subtree hashes; see `EventStore.hashes`."""
    if level == 0:
        rows = connection.execute("SELECT entry FROM event WHERE seq > ? AND seq <= ? ORDER BY seq", (start, end))
    else:
        sql = "SELECT hash FROM subtree WHERE level = ? AND number >= ? AND number < ? ORDER BY number"
        rows = connection.execute(sql, (level, start, end))
    return [_whole(hash) for (hash,) in rows]


def _whole(value: object) -> bytes:
    """Return a hash as it is kept; what somebody put in its place is told as none, for `verify` to find."""
    return value if isinstance(value, bytes) else b""


def put_subtrees(connection: sqlite3.Connection, complete: Sequence[Subtree]) -> None:
    """Keep subtrees that became complete."""
    connection.executemany("INSERT INTO subtree VALUES (?, ?, ?)", complete)


def plant(connection: sqlite3.Connection) -> None:
    """Grow the tree over all events of a file that had none."""
    entries = connection.execute("SELECT entry FROM event ORDER BY seq")
    frontier = Frontier()
    for batch in iter(partial(_some, entries), []):
        frontier, complete = frontier.extend(batch)
        put_subtrees(connection, complete)


def _some(entries: sqlite3.Cursor) -> list[bytes]:
    return [_whole(entry) for (entry,) in islice(entries, _BATCH)]


def put_checkpoint(connection: sqlite3.Connection, checkpoint: Checkpoint) -> None:
    """Keep a checkpoint; an earlier one of the same size stays."""
    connection.execute("INSERT OR IGNORE INTO checkpoint VALUES (?, ?, ?)", checkpoint)


def checkpoint(connection: sqlite3.Connection, size: int | None) -> Checkpoint | None:
    """Return the checkpoint of a size, or the newest."""
    if size is None:
        row = connection.execute(f"{_CHECKPOINT} ORDER BY size DESC LIMIT 1").fetchone()
    else:
        row = connection.execute(f"{_CHECKPOINT} WHERE size = ?", (size,)).fetchone()
    return Checkpoint(*row) if row else None


def checkpoints(connection: sqlite3.Connection, after: int, most: int) -> list[Checkpoint]:
    """Return checkpoints of a size above `after`, smallest first."""
    rows: list[Any] = connection.execute(
        f"{_CHECKPOINT} WHERE size > ? ORDER BY size LIMIT ?", (after, most)
    ).fetchall()
    return [Checkpoint(*row) for row in rows]


def sealed(connection: sqlite3.Connection, after: int) -> Iterator[Sealed]:
    """Yield events above a seq with what the log keeps of each."""
    for *row, reporter, entry in connection.cursor().execute(_SEALED, (after, size(connection))):
        yield Sealed(StoredEvent(*row), reporter, _whole(entry))
