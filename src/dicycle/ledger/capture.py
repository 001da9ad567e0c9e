"""Capture: events and documents come in, are made durable, and are acknowledged (EPCIS 2.0 §8.2.6).

A single event is stored before it is acknowledged. A document is acknowledged as a job once it is durable, and its
events are stored afterwards, all in one transaction: after a crash a job is wholly done or still to be done.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from enum import StrEnum
from typing import Any, Final, NamedTuple
from uuid import uuid4

from dicycle.errors import AlreadyExists, InvalidEvent, InvalidInput, NotFound, TooLarge
from dicycle.findings import Finding
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


_MOST_ERRORS: Final = 200


class Captured(NamedTuple):
    """What came of capturing a document at once; `named` counts its entries of master data."""

    outcomes: list[Outcome]
    errors: tuple[Finding, ...]
    named: int = 0

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

    def __init__(self, store: EventStore, limits: Limits | None = None) -> None:
        self._store = store
        self._writer = Writer(store)
        self.limits = limits or Limits()

    def close(self) -> None:
        """Finish what was acknowledged, then stop."""
        self._writer.close()

    def event(self, raw: bytes) -> Outcome:
        """Store one bare event and return its fate: stored, or known with the same content.

        Raises InvalidEvent, TooLarge, or AlreadyExists when its eventID is taken by other content.
        """
        self._check_size(raw)
        incoming = decode_event(raw)
        outcome: Outcome = self._writer.submit(lambda writing: writing.append([incoming], now())[0]).result()
        if outcome.fate is Fate.CONFLICT:
            raise AlreadyExists(conflict(outcome, ""))
        return outcome

    def document(self, raw: bytes, behaviour: Behaviour = Behaviour.ROLLBACK) -> Captured:
        """Store a document and wait: all of it or nothing (rollback), or whatever is sound (proceed).

        Raises InvalidEvent, AlreadyExists (rollback) or TooLarge.
        """
        read = self._read(raw)
        captured: Captured = self._writer.submit(lambda writing: _store(writing, read, behaviour)).result()
        if captured.errors and behaviour is Behaviour.ROLLBACK:
            raise _refusal(captured.errors)
        return captured

    def begin(self, raw: bytes, behaviour: Behaviour = Behaviour.ROLLBACK) -> tuple[Job, "Future[Any]"]:
        """Acknowledge a document as a job; the future is there when its events are.

        The document's form is checked first: raises InvalidEvent (in rollback for any event of it) or TooLarge.
        """
        read = self._read(raw)
        if behaviour is Behaviour.ROLLBACK and (errors := _faults(read)):
            raise InvalidEvent(*errors)
        job = Job(str(uuid4()), now(), None, True, True, behaviour.value)
        self._writer.submit(lambda writing: writing.put_job(job, raw)).result()
        return job, self._finish(job, read)

    def resume(self) -> list["Future[Any]"]:
        """Take up the jobs that were acknowledged before the ledger was last closed."""
        return [self._take_up(job, raw) for job, raw in self._store.unfinished()]

    def _take_up(self, job: Job, raw: bytes) -> "Future[Any]":
        try:
            return self._finish(job, read_document(raw))
        except InvalidEvent as wrong:  # an earlier version took what this one refuses
            failed = job._replace(finished=now(), running=False, success=False, errors=wrong.findings)
            return self._writer.submit(lambda writing: writing.put_job(failed, None))

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

    def _finish(self, job: Job, read: Document) -> "Future[Any]":
        return self._writer.submit(lambda writing: _run(writing, job, read))

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


def _store(writing: Writing, read: Document, behaviour: Behaviour) -> Captured:
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
    outcomes = writing.append(sound, now(), all_or_none=rollback)
    errors += [conflict(one, where) for one, where in zip(outcomes, places, strict=True) if one.fate is Fate.CONFLICT]
    if errors and rollback:
        return Captured([], tuple(errors[:_MOST_ERRORS]))
    writing.put_master_data(read.master_data)
    named = sum(len(vocabulary.get("vocabularyElementList", [])) for vocabulary in read.master_data)
    return Captured(outcomes, tuple(errors[:_MOST_ERRORS]), named)


def _run(writing: Writing, job: Job, read: Document) -> Captured:
    captured = _store(writing, read, Behaviour(job.behaviour))
    done = job._replace(
        finished=now(),
        running=False,
        success=not captured.errors,
        errors=captured.errors,
        stored=captured.stored,
        known=captured.known,
    )
    writing.put_job(done, None)
    return captured
