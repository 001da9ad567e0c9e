"""What can be done inside one transaction of the PostgreSQL store."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from dicycle.findings import Finding, Severity
from dicycle.ledger.decode import Incoming
from dicycle.ledger.entry import Entry, entry_of
from dicycle.ledger.store import Checkpoint, ImportProgress, Job, Outcome, Sealed
from dicycle.storage.postgres import log, master
from dicycle.storage.postgres.append import Appender
from dicycle.storage.postgres.connection import Connection
from dicycle.storage.postgres.texts import digest, raw, text
from dicycle.storage.rows import check_follow

_PUT_JOB: Final = """
    INSERT INTO capture_job
        (id, created, finished, running, success, behaviour, errors, stored, known, notes, reporter, document)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (sha256(id)) DO UPDATE SET finished = excluded.finished, running = excluded.running,
        success = excluded.success, errors = excluded.errors, stored = excluded.stored, known = excluded.known,
        notes = excluded.notes, document = excluded.document"""
_PUT_PROGRESS: Final = """
    INSERT INTO import_progress VALUES (%s, %s, %s, %s) ON CONFLICT (sha256(source))
    DO UPDATE SET position = excluded.position, lines = excluded.lines, digest = excluded.digest"""
_PUT_CARD: Final = """
    INSERT INTO card VALUES (%s, %s, %s) ON CONFLICT (sha256(box), sha256(key)) DO UPDATE SET body = excluded.body"""
_TAKE_CARD: Final = "DELETE FROM card WHERE sha256(box) = %s AND sha256(key) = %s"


class PostgresWriting:
    """What can be done inside one transaction of the PostgreSQL store."""

    def __init__(self, connection: Connection, appender: Appender) -> None:
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
        return self._appender.append(entries, record_time, all_or_none=all_or_none, reporter=reporter)

    def restore(self, events: Sequence[Sealed]) -> None:
        """Store events of another ledger as they were."""
        check_follow(events, self._appender.state.seq)
        self._appender.restore(events)

    def put_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Keep a checkpoint of another ledger."""
        log.put_checkpoint(self._connection, checkpoint)

    def put_card(self, box: str, key: str, body: bytes | None) -> None:
        """Keep a record in a box, or take it away."""
        if body is None:
            self._connection.execute(_TAKE_CARD, (digest(box), digest(key)))
        else:
            self._connection.execute(_PUT_CARD, (raw(box), raw(key), body))

    def close(self) -> None:
        """Sign what was appended, before the commit."""
        if checkpoint := self._appender.sealing.checkpoint():
            log.put_checkpoint(self._connection, checkpoint)

    def put_job(self, job: Job, document: bytes | None) -> None:
        """Keep a job, with its document while it runs."""
        values = (raw(job.id), job.created, job.finished, job.running, job.success, raw(job.behaviour))
        said = (_written(job.errors), job.stored, job.known, _written(job.notes), raw(job.reporter))
        self._connection.execute(_PUT_JOB, (*values, *said, document))

    def put_master_data(self, vocabularies: Sequence[dict[str, Any]]) -> None:
        """Keep what places, parties and classes are called."""
        master.put(self._connection, self._appender, vocabularies)

    def put_progress(self, source: str, progress: ImportProgress) -> None:
        """Remember how far an import came."""
        values = (raw(source), progress.offset, progress.lines, raw(progress.digest))
        self._connection.execute(_PUT_PROGRESS, values)


def read_job(id: bytes, created: int, finished: int | None, running: bool, success: bool, *rest: Any) -> Job:
    """Return a capture job from its row."""
    behaviour, errors, stored, known, notes, reporter = rest
    said = (_findings(errors), stored, known, _findings(notes), text(reporter))
    return Job(text(id), created, finished, running, success, text(behaviour), *said)


def _findings(raw: bytes) -> tuple[Finding, ...]:
    return tuple(Finding(**{**one, "severity": Severity(one["severity"])}) for one in msgspec.json.decode(raw))


def _written(findings: Sequence[Finding]) -> bytes:
    return msgspec.json.encode([finding.as_dict() for finding in findings])
