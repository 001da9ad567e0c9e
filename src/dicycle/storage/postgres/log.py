"""The log's tree and checkpoints in the PostgreSQL store."""

from collections.abc import Sequence
from typing import Final

from dicycle.ledger.integrity.merkle import Subtree
from dicycle.ledger.store import Checkpoint, Sealed
from dicycle.ledger.stored import StoredEvent
from dicycle.storage.postgres.connection import Connection, rows
from dicycle.storage.postgres.texts import raw, text

_CHECKPOINT: Final = "SELECT size, time, note FROM checkpoint"
_SEALED: Final = """
    SELECT e.seq, e.event_time, e.record_time, e.body, context.body, coalesce(word.text, ''), e.entry
    FROM event e JOIN context ON context.id = e.context LEFT JOIN word ON word.id = e.reporter
    WHERE e.seq > %s AND e.seq <= %s ORDER BY e.seq LIMIT %s"""


def size(connection: Connection) -> int:
    """Return how many events there are."""
    found = rows(connection, "SELECT seq FROM event ORDER BY seq DESC LIMIT 1", prepare=True)
    return int(found[0][0]) if found else 0


def hashes(connection: Connection, level: int, start: int, end: int) -> list[bytes]:
    """Return entries (level 0) or subtree hashes; see `EventStore.hashes`."""
    if level == 0:
        found = rows(connection, "SELECT entry FROM event WHERE seq > %s AND seq <= %s ORDER BY seq", (start, end))
    else:
        sql = "SELECT hash FROM subtree WHERE level = %s AND number >= %s AND number < %s ORDER BY number"
        found = rows(connection, sql, (level, start, end))
    return [hash for (hash,) in found]


def put_subtrees(connection: Connection, complete: Sequence[Subtree]) -> None:
    """Keep subtrees that became complete."""
    if complete:
        connection.cursor().executemany(b"INSERT INTO subtree VALUES (%s, %s, %s)", complete)


def put_checkpoint(connection: Connection, checkpoint: Checkpoint) -> None:
    """Keep a checkpoint; an earlier one of the same size stays."""
    values = (checkpoint.size, checkpoint.time, raw(checkpoint.note))
    connection.execute("INSERT INTO checkpoint VALUES (%s, %s, %s) ON CONFLICT (size) DO NOTHING", values)


def checkpoint(connection: Connection, size: int | None) -> Checkpoint | None:
    """Return the checkpoint of a size, or the newest."""
    if size is None:
        found = rows(connection, f"{_CHECKPOINT} ORDER BY size DESC LIMIT 1")
    else:
        found = rows(connection, f"{_CHECKPOINT} WHERE size = %s", (size,))
    return _read(*found[0]) if found else None


def checkpoints(connection: Connection, after: int, most: int) -> list[Checkpoint]:
    """Return checkpoints of a size above `after`, smallest first."""
    found = rows(connection, f"{_CHECKPOINT} WHERE size > %s ORDER BY size LIMIT %s", (after, most))
    return [_read(*row) for row in found]


def _read(size: int, time: int, note: bytes) -> Checkpoint:
    return Checkpoint(size, time, text(note))


def sealed(connection: Connection, after: int, until: int, most: int) -> list[Sealed]:
    """Return at most so many events from after one seq up to another, with what the log keeps of each."""
    found = rows(connection, _SEALED, (after, until, most))
    return [Sealed(StoredEvent(*row), text(reporter), entry) for *row, reporter, entry in found]
