"""What can be done inside one transaction of the SQLite store."""

import sqlite3
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from dicycle.findings import Finding, Severity
from dicycle.ledger.decode import Incoming
from dicycle.ledger.entry import Entry, entry_of
from dicycle.ledger.store import Checkpoint, ImportProgress, Job, Outcome, Sealed
from dicycle.storage.rows import check_follow
from dicycle.storage.sqlite import log, master
from dicycle.storage.sqlite.append import Appender

JOB: Final = """SELECT id, created, finished, running, success, behaviour, errors, stored, known, notes, reporter
    FROM capture_job"""
_PUT_JOB: Final = """INSERT INTO capture_job
        (id, created, finished, running, success, behaviour, errors, stored, known, notes, reporter, document)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET finished = excluded.finished, running = excluded.running,
        success = excluded.success, errors = excluded.errors, stored = excluded.stored, known = excluded.known,
        notes = excluded.notes, document = excluded.document"""
_LAST: Final = "SELECT seq, record_time FROM event ORDER BY seq DESC LIMIT 1"


class SQLiteWriting:
    """What can be done inside one transaction of the SQLite store."""

    def __init__(self, connection: sqlite3.Connection, appender: Appender) -> None:
        self._connection = connection
        self._appender = appender

    def append(
        self,
        events: Sequence[Incoming | Entry],
        record_time: int,
        *,
        all_or_none: bool = False,
        reporter: str = "",
    ) -> list[Outcome]:
        """Store what is new; the record time never falls behind that of an earlier event."""
        entries = [one if isinstance(one, Entry) else entry_of(one) for one in events]
        _, last = self._last()
        return self._appender.append(entries, max(record_time, last), all_or_none=all_or_none, reporter=reporter)

    def _last(self) -> tuple[int, int]:
        """Return the last seq and its record time; zeros in an empty ledger."""
        seq, time = self._connection.execute(_LAST).fetchone() or (0, 0)
        return int(seq), int(time)

    def restore(self, events: Sequence[Sealed]) -> None:
        """Store events of another ledger as they were."""
        check_follow(events, self._last()[0])
        self._appender.restore(events)

    def put_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Keep a checkpoint of another ledger."""
        log.put_checkpoint(self._connection, checkpoint)

    def put_card(self, box: str, key: str, body: bytes | None) -> None:
        """Keep a record in a box, or take it away."""
        if body is None:
            self._connection.execute("DELETE FROM card WHERE box = ? AND key = ?", (box, key))
        else:
            self._connection.execute("INSERT OR REPLACE INTO card VALUES (?, ?, ?)", (box, key, body))

    def close(self) -> None:
        """Sign what was appended, before the commit."""
        if checkpoint := self._appender.sealing.checkpoint():
            log.put_checkpoint(self._connection, checkpoint)

    def put_job(self, job: Job, document: bytes | None) -> None:
        """Keep a job, with its document while it runs."""
        said = (_written(job.errors), job.stored, job.known, _written(job.notes), job.reporter)
        values = (job.id, job.created, job.finished, job.running, job.success, job.behaviour)
        self._connection.execute(_PUT_JOB, (*values, *said, document))

    def put_master_data(self, vocabularies: Sequence[dict[str, Any]]) -> None:
        """Keep what places, parties and classes are called."""
        master.put(self._connection, vocabularies, self._appender.words.number)
        self._appender.begin()

    def put_progress(self, source: str, progress: ImportProgress) -> None:
        """Remember how far an import came."""
        self._connection.execute("INSERT OR REPLACE INTO import_progress VALUES (?, ?, ?, ?)", (source, *progress))


def read_job(id: str, created: int, finished: int | None, running: int, success: int, *rest: Any) -> Job:
    """Return a capture job from its row."""
    behaviour, errors, stored, known, notes, reporter = rest
    said = (_findings(errors), stored, known, _findings(notes), reporter)
    return Job(id, created, finished, bool(running), bool(success), behaviour, *said)


def _findings(text: str) -> tuple[Finding, ...]:
    return tuple(Finding(**{**one, "severity": Severity(one["severity"])}) for one in msgspec.json.decode(text))


def _written(findings: Sequence[Finding]) -> str:
    return msgspec.json.encode([finding.as_dict() for finding in findings]).decode()
