"""Cards, jobs and imports, looked up in the PostgreSQL store; see `dicycle.ledger.store.EventStore` for each."""

from typing import Any, Final

from dicycle.ledger.store import ImportProgress, Job
from dicycle.storage.postgres.connection import Connection, rows
from dicycle.storage.postgres.schema import KEY_HEAD
from dicycle.storage.postgres.texts import digest, heads, raw, text
from dicycle.storage.postgres.writing import read_job

_JOB: Final = """
    SELECT id, created, finished, running, success, behaviour, errors, stored, known, notes, reporter
    FROM capture_job"""
_CARDS: Final = f"""
    SELECT key, body FROM card WHERE sha256(box) = %s AND {KEY_HEAD} >= %s AND key > %s
    ORDER BY {KEY_HEAD}, key LIMIT %s"""
_PROGRESS: Final = "SELECT source, position, lines, digest FROM import_progress"


def _rows(connection: Connection, sql: str, *values: Any) -> list[Any]:
    return rows(connection, sql, values, prepare=True)


def card(connection: Connection, box: str, key: str) -> list[bytes]:
    """Return the record under a key of a box, if there is one."""
    sql = "SELECT body FROM card WHERE sha256(box) = %s AND sha256(key) = %s"
    return [body for (body,) in _rows(connection, sql, digest(box), digest(key))]


def cards(connection: Connection, box: str, size: int | None, after: str) -> list[tuple[str, bytes]]:
    """Return (key, record) of a box in the order of keys, after a key."""
    found = _rows(connection, _CARDS, digest(box), *heads([raw(after)]), raw(after), size)
    return [(text(key), body) for key, body in found]


def boxes(connection: Connection) -> list[str]:
    """Return the boxes that hold cards, in order."""
    return [text(box) for (box,) in _rows(connection, "SELECT DISTINCT box FROM card ORDER BY box")]


def job(connection: Connection, id: str) -> list[Job]:
    """Return a capture job, if there is one of this id."""
    return [read_job(*row) for row in _rows(connection, f"{_JOB} WHERE sha256(id) = %s", digest(id))]


def jobs(connection: Connection, size: int, before: str | None) -> list[Job]:
    """Return capture jobs, newest first."""
    limit = "number < (SELECT number FROM capture_job WHERE sha256(id) = %s)" if before else "%s::bytea IS NULL"
    sql = f"{_JOB} WHERE {limit} ORDER BY number DESC LIMIT %s"
    return [read_job(*row) for row in _rows(connection, sql, digest(before) if before else None, size)]


def running(connection: Connection) -> list[str]:
    """Return the ids of jobs that were not finished, the oldest first."""
    return [text(id) for (id,) in _rows(connection, "SELECT id FROM capture_job WHERE running ORDER BY number")]


def document(connection: Connection, id: str) -> list[bytes]:
    """Return the document of a job that runs."""
    sql = "SELECT document FROM capture_job WHERE sha256(id) = %s AND running"
    return [body for (body,) in _rows(connection, sql, digest(id))]


def progress(connection: Connection, source: str) -> list[ImportProgress]:
    """Return how far an import came, if there is one."""
    found = _rows(connection, f"{_PROGRESS} WHERE sha256(source) = %s", digest(source))
    return [ImportProgress(position, lines, text(read)) for _, position, lines, read in found]


def imports(connection: Connection) -> list[tuple[str, ImportProgress]]:
    """Return how far every import came, by its source."""
    found = _rows(connection, f"{_PROGRESS} ORDER BY source")
    return [(text(source), ImportProgress(position, lines, text(read))) for source, position, lines, read in found]
