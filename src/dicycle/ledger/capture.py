"""Capture: events and documents come in, are made durable, and are acknowledged (EPCIS 2.0 §8.2.6).

A single event is stored before it is acknowledged. A document is acknowledged as a job once it is durable, and its
events are stored afterwards, all in one transaction: after a crash a job is wholly done or still to be done.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from enum import StrEnum
from functools import partial
from typing import Any, Final, NamedTuple
from uuid import uuid4

from dicycle.errors import AlreadyExists, InvalidEvent, InvalidInput, NotFound, StoreError, TooLarge
from dicycle.findings import Finding, Severity
from dicycle.ledger.clock import now
from dicycle.ledger.decode import Incoming, decode_event
from dicycle.ledger.documents import Document, read_document
from dicycle.ledger.store import EventStore, Fate, Job, Outcome, Writing
from dicycle.ledger.writer import Writer


class Behaviour(StrEnum):
    """What a faulty event does to the rest of its document (header GS1-Capture-Error-Behaviour)."""

    ROLLBACK = "rollback"
    PROCEED = "proceed"


class Limits(NamedTuple):
    """How much one capture may carry; announced in GS1-EPCIS-Capture-Limit and -File-Size-Limit."""

    events: int = 50_000
    bytes: int = 64 * 1024 * 1024


_log: Final = logging.getLogger("dicycle.capture")
_MOST_ERRORS: Final = 200
RETRY_SECONDS: Final = 10.0
"""How long a job waits that the store could not take, as when the disk is full."""

Sense = Callable[[Sequence[Outcome]], tuple[Finding, ...]]
"""From what became of events to what makes no sense about them; asked when they are durable."""


def _no_sense(_: Sequence[Outcome]) -> tuple[Finding, ...]:
    return ()


class Captured(NamedTuple):
    """What came of capturing a document at once.

    `errors` say what was refused, `named` counts entries of master data, `notes` say what was stored and makes no
    sense.
    """

    outcomes: list[Outcome]
    errors: tuple[Finding, ...]
    named: int = 0
    notes: tuple[Finding, ...] = ()

    @property
    def stored(self) -> int:
        """How many events are new."""
        return sum(one.fate is Fate.STORED for one in self.outcomes)

    @property
    def known(self) -> int:
        """How many events were known already, with the same content."""
        return sum(one.fate is Fate.KNOWN for one in self.outcomes)


class Capture:
    """The way into a ledger."""

    def __init__(self, store: EventStore, limits: Limits | None = None, sense: Sense = _no_sense) -> None:
        self._store = store
        self._writer = Writer(store)
        self._sense = sense
        self._afterwards = ThreadPoolExecutor(1, thread_name_prefix="dicycle-sense")
        self.limits = limits or Limits()
        self._waiting: dict[str, threading.Timer] = {}
        self._closing = threading.RLock()
        self._closed = False

    def close(self) -> None:
        """Finish what was acknowledged, then stop; jobs that the store could not take wait for the next start."""
        with self._closing:
            self._closed = True
            for timer in self._waiting.values():
                timer.cancel()
        self._afterwards.shutdown()
        self._writer.close()

    def after_commit(self, tell: Callable[[], None]) -> None:
        """Have `tell` called whenever something became durable; it must be quick."""
        self._writer.after_commit.append(tell)

    def event(self, raw: bytes, reporter: str = "") -> Outcome:
        """Store one bare event and return its fate: stored, or known with the same content.

        `reporter` is the id of the organisation that sends it, if it is known. Raises InvalidEvent, TooLarge, or
        AlreadyExists when its eventID is taken by other content.
        """
        self._check_size(raw)
        incoming = decode_event(raw)
        work = partial(_append_one, incoming, reporter)
        outcome: Outcome = self._writer.submit(work).result()
        if outcome.fate is Fate.CONFLICT:
            raise AlreadyExists(conflict(outcome, ""))
        return outcome

    def document(self, raw: bytes, behaviour: Behaviour = Behaviour.ROLLBACK, reporter: str = "") -> Captured:
        """Store a document and wait: all of it or nothing (rollback), or whatever is sound (proceed).

        Raises InvalidEvent, AlreadyExists (rollback) or TooLarge.
        """
        read = self._read(raw)
        captured: Captured = self._writer.submit(lambda writing: _store(writing, read, behaviour, reporter)).result()
        if captured.errors and behaviour is Behaviour.ROLLBACK:
            raise _refusal(captured.errors)
        return captured._replace(notes=self.sense(captured.outcomes))

    def begin(
        self, raw: bytes, behaviour: Behaviour = Behaviour.ROLLBACK, reporter: str = ""
    ) -> tuple[Job, "Future[Any]"]:
        """Acknowledge a document as a job; the future is there when its events are, and what is said about them.

        The document's form is checked first: raises InvalidEvent (in rollback for any event of it) or TooLarge.
        """
        read = self._read(raw)
        if behaviour is Behaviour.ROLLBACK and (errors := _faults(read)):
            raise InvalidEvent(*errors)
        job = Job(str(uuid4()), now(), None, True, True, behaviour.value, reporter=reporter)
        self._writer.submit(lambda writing: writing.put_job(job, raw)).result()
        return job, self._finish(job, read, raw)

    def resume(self) -> list["Future[Any]"]:
        """Take up the jobs that were acknowledged before the ledger was last closed."""
        return [self._take_up(job, raw) for job, raw in self._store.unfinished()]

    def _take_up(self, job: Job, raw: bytes) -> "Future[Any]":
        try:
            return self._finish(job, read_document(raw), raw)
        except InvalidEvent as wrong:  # an earlier version took what this one refuses
            failed = job._replace(finished=now(), running=False, success=False, errors=wrong.findings)
            return self._writer.submit(lambda writing: writing.put_job(failed, None))

    def _finish(self, job: Job, read: Document, raw: bytes) -> "Future[Any]":
        """Store a job's events, then say what makes no sense about them and close the job."""
        stored = self._writer.submit(lambda writing: _run(writing, job, read, raw))
        return self._afterwards.submit(self._conclude, job.id, stored)

    def _conclude(self, id: str, stored: "Future[tuple[Job, Captured]]") -> Captured:
        try:
            job, captured = stored.result()
            closed = job._replace(running=False, notes=self.sense(captured.outcomes))
            self._writer.submit(lambda writing: writing.put_job(closed, None)).result()
        except StoreError as wrong:
            _log.error("job %s waits: %s", id, wrong)
            self._try_later(id)
            raise
        return captured

    def _try_later(self, id: str) -> None:
        """Have a job that was acknowledged taken up again in this process: its document is in the store."""
        with self._closing:
            if not self._closed:
                timer = self._waiting[id] = threading.Timer(RETRY_SECONDS, self._try_again, [id])
                timer.daemon = True
                timer.start()

    def _try_again(self, id: str) -> None:
        with self._closing:
            self._waiting.pop(id, None)
            if self._closed:
                return
            try:
                for job, raw in self._store.unfinished():
                    if job.id == id:
                        self._take_up(job, raw)
            except StoreError as wrong:
                _log.error("job %s waits: %s", id, wrong)
                self._try_later(id)

    def sense(self, outcomes: Sequence[Outcome]) -> tuple[Finding, ...]:
        """Return what makes no sense about events that were captured; a failure of this check is a note itself.

        The events are durable by now: whatever goes wrong here must neither refuse them nor keep their job open.
        """
        try:
            return self._sense(outcomes)
        except Exception:  # noqa: BLE001 - see above
            _log.exception("what was captured could not be checked for sense")
            sentence = "What was stored could not be checked for sense."
            advice = "`dicycle check --ledger` checks it; the log of the server says what went wrong."
            return (Finding("capture.not-checked", sentence, severity=Severity.NOTE, advice=advice),)

    def job(self, id: str) -> Job:
        """Return a job; raises NotFound."""
        found = self._store.job(id)
        if found is None:
            raise NotFound(
                Finding("capture.no-such-job", f"There is no capture job {id!r}.", advice="GET /capture lists them.")
            )
        return found

    def stream(self, work: Callable[[Writing], Any]) -> "Future[Any]":
        """Queue work of an import; the future answers after its commit."""
        return self._writer.submit(work)

    def _read(self, raw: bytes) -> Document:
        self._check_size(raw)
        read = read_document(raw)
        if len(read.events) > self.limits.events:
            sentence = f"This document has {len(read.events)} events; one capture takes up to {self.limits.events}."
            raise TooLarge(Finding("capture.too-many-events", sentence, advice="Send it in parts."))
        return read

    def _check_size(self, raw: bytes) -> None:
        if len(raw) > self.limits.bytes:
            sentence = f"This is {len(raw)} bytes; one capture takes up to {self.limits.bytes}."
            raise TooLarge(Finding("capture.too-many-bytes", sentence, advice="Send it in parts."))


def _faults(read: Document) -> list[Finding]:
    found = [finding for one in read.decoded() if isinstance(one, InvalidEvent) for finding in one.findings]
    return found[:_MOST_ERRORS]


def conflict(outcome: Outcome, where: str) -> Finding:
    """Return the finding for an eventID that is taken by other content."""
    sentence = f"The eventID {outcome.event_id!r} is taken by an event with other content."
    advice = (
        "An event is never changed: declare the earlier one wrong with an errorDeclaration, "
        "and send the new one under its own id."
    )
    return Finding("capture.event-id-taken", sentence, where, advice=advice)


def _refusal(errors: Sequence[Finding]) -> InvalidInput | AlreadyExists:
    taken = all(finding.code == "capture.event-id-taken" for finding in errors)
    return AlreadyExists(*errors) if taken else InvalidEvent(*errors)


def _append_one(incoming: Incoming, reporter: str, writing: Writing) -> Outcome:
    return writing.append([incoming], now(), reporter=reporter)[0]


def _store(writing: Writing, read: Document, behaviour: Behaviour, reporter: str) -> Captured:
    """Store a document inside the current transaction."""
    sound: list[Incoming] = []
    places: list[str] = []
    errors: list[Finding] = []
    for index, one in enumerate(read.decoded()):
        if isinstance(one, Incoming):
            sound.append(one)
            places.append(read.place(index))
        else:
            errors += one.findings
    rollback = behaviour is Behaviour.ROLLBACK
    if errors and rollback:
        return Captured([], tuple(errors[:_MOST_ERRORS]))
    outcomes = writing.append(sound, now(), all_or_none=rollback, reporter=reporter)
    errors += [conflict(one, where) for one, where in zip(outcomes, places, strict=True) if one.fate is Fate.CONFLICT]
    if errors and rollback:
        return Captured([], tuple(errors[:_MOST_ERRORS]))
    writing.put_master_data(read.master_data)
    named = sum(len(vocabulary.get("vocabularyElementList", [])) for vocabulary in read.master_data)
    return Captured(outcomes, tuple(errors[:_MOST_ERRORS]), named)


def _run(writing: Writing, job: Job, read: Document, raw: bytes) -> tuple[Job, Captured]:
    """Store a job's events; the job stays open, with its document, until it is said what makes no sense about them.

    A job that is taken up again after a crash finds its events known, and keeps what it counted when it stored them.
    """
    captured = _store(writing, read, Behaviour(job.behaviour), job.reporter)
    if job.finished is None:
        job = job._replace(
            finished=now(),
            success=not captured.errors,
            errors=captured.errors,
            stored=captured.stored,
            known=captured.known,
        )
        writing.put_job(job, raw)
    return job, captured
