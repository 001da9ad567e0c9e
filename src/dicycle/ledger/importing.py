"""Importing files: documents, bare events, lists of events, and NDJSON of any length, resumed where it stopped.

An import goes on after an interruption only if the file still begins with exactly the bytes that were read before:
their digest is kept with the position, in the same transaction as the events.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing, nullcontext
from hashlib import blake2b
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

import msgspec

from dicycle.errors import AlreadyExists, DicycleError, InvalidEvent, TooLarge
from dicycle.findings import Finding, Severity
from dicycle.ledger import xml
from dicycle.ledger.capture import Behaviour, Capture, conflict
from dicycle.ledger.clock import now
from dicycle.ledger.entry import Entry
from dicycle.ledger.preparing import Prepared, Preparers, prepare
from dicycle.ledger.store import EventStore, Fate, ImportProgress, Outcome, Writing

_BATCH: Final = 5000
_AHEAD: Final = 3
_LARGE: Final = 8 << 20
"""From how many bytes on it is worth to start processes that read ahead."""
_CHUNK: Final = 1 << 20
_MOST_FINDINGS: Final = 50
_CHECKED: Final = 1000
"""Up to how many new events are checked for sense at once."""


class Imported(NamedTuple):
    """How far the import of a file is, or what came of it.

    `named` counts entries of master data, `notes` say what was stored and makes no sense.
    """

    stored: int = 0
    known: int = 0
    refused: int = 0
    named: int = 0
    findings: tuple[Finding, ...] = ()
    position: int = 0
    size: int = 0
    resumed_at: int = 0
    notes: tuple[Finding, ...] = ()

    @property
    def seen(self) -> int:
        """How many events were read in this run."""
        return self.stored + self.known + self.refused


Report = Callable[[Imported], None]


def import_file(capture: Capture, store: EventStore, path: Path, report: Report | None = None) -> Imported:
    """Capture a file; `report` is told how far it is after every durable batch.

    NDJSON is read line by line in bounded memory; sound lines are stored and the others reported with their line
    number. Any other file, JSON or XML, is one document, captured wholly or not at all. Raises DicycleError if the file
    cannot be read, or if a document is refused.
    """
    try:
        with path.open("rb") as file:
            if _is_lines(file):
                return _Lines(capture, store, path, report).run(file)
            return _document(capture, file.read(capture.limits.bytes + 1), path, report)
    except OSError as wrong:
        sentence = f"This file cannot be read: {wrong.strerror or wrong}."
        raise DicycleError(Finding("import.unreadable", sentence, str(path))) from None


def import_lines(capture: Capture, store: EventStore, file: BinaryIO, report: Report | None = None) -> Imported:
    """Capture NDJSON, or one document, from a stream that has no name and cannot be resumed."""
    first, second = file.readline(), file.readline()
    if begins_lines(first, second):
        return _Lines(capture, store, None, report).run(chain((first, second), file))
    raw = first + second
    return _document(capture, raw + file.read(max(0, capture.limits.bytes + 1 - len(raw))), Path("-"), report)


def _is_lines(file: BinaryIO) -> bool:
    first = file.readline(_CHUNK * 16)
    rest = file.read(1 << 16)
    file.seek(0)
    return begins_lines(first, rest)


def begins_lines(first: bytes, rest: bytes) -> bool:
    """Tell whether the first line is a whole JSON object and another line follows, or the file is one event."""
    return _whole(first) and bool(rest.strip() or b'"EPCIS' not in first)


def _whole(line: bytes) -> bool:
    line = line.strip()
    return line.startswith(b"{") and line.endswith(b"}") and (line.count(b"{") == line.count(b"}") or _is_json(line))


def _is_json(line: bytes) -> bool:
    try:
        msgspec.json.decode(line, type=msgspec.Raw)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def _document(capture: Capture, raw: bytes, path: Path, report: Report | None) -> Imported:
    try:
        done = capture.document(_as_json(capture, raw), Behaviour.ROLLBACK)
    except (InvalidEvent, AlreadyExists, TooLarge) as wrong:
        raise type(wrong)(*(finding.at(f"{path}#") for finding in wrong.findings)) from None
    result = Imported(done.stored, done.known, named=done.named, position=len(raw), size=len(raw), notes=done.notes)
    if report:
        report(result)
    return result


def _as_json(capture: Capture, raw: bytes) -> bytes:
    """Return XML as JSON; what is too large to be captured is left for the capture to refuse."""
    return xml.to_json(raw) if xml.is_xml(raw) and len(raw) <= capture.limits.bytes else raw


class _Batch(NamedTuple):
    """Lines that were read together, on their way, and how far the file is read with them."""

    prepared: "Future[Prepared]"
    progress: ImportProgress


class _Lines:
    """The import of one NDJSON file."""

    def __init__(self, capture: Capture, store: EventStore, path: Path | None, report: Report | None) -> None:
        self._capture, self._store, self._report = capture, store, report
        self._source = str(path.resolve()) if path else ""
        self._name = str(path) if path else "standard input"
        self._size = path.stat().st_size if path else 0
        self._done = Imported(size=self._size)
        self._new: list[Outcome] = []
        self._writing: tuple[Prepared, ImportProgress, Future[list[Outcome]]] | None = None

    def run(self, file: Any) -> Imported:
        """Read, decode and store in batches: while one is written, the next are decoded."""
        start, digest = self._resume(file) if self._source else (ImportProgress(0, 0, ""), blake2b())
        self._done = self._done._replace(position=start.offset, resumed_at=start.lines)
        large = self._size - start.offset > _LARGE and (os.cpu_count() or 1) > 1
        with closing(Preparers()) if large else nullcontext() as preparers:
            waiting: deque[_Batch] = deque()
            for batch in self._batches(file, start, digest, preparers):
                waiting.append(batch)
                if len(waiting) > _AHEAD:
                    self._store_next(waiting)
            while waiting:
                self._store_next(waiting)
            self._settle_last()
        return self._done._replace(notes=self._notes())

    def _notes(self) -> tuple[Finding, ...]:
        """Say what makes no sense in a small import; a large one is better checked as a whole."""
        if self._done.stored <= _CHECKED:
            return self._capture.sense(self._new)
        sentence = f"{self._done.stored:,} new events were not checked for sense."
        advice = "`dicycle check` checks the whole ledger."
        return (Finding("import.not-checked", sentence, self._name, Severity.NOTE, advice),)

    def _store_next(self, waiting: deque[_Batch]) -> None:
        """Hand the oldest batch to the writer, then take in what became of the one before."""
        batch = waiting.popleft()
        prepared = batch.prepared.result()
        before = self._writing[2] if self._writing else None
        future = self._capture.stream(_storing(self._source, prepared.entries, batch.progress, before))
        self._settle_last()
        self._writing = (prepared, batch.progress, future)

    def _resume(self, file: BinaryIO) -> tuple[ImportProgress, Any]:
        """Go to where the last import stopped, if the file still begins the same."""
        before = self._store.progress(self._source)
        digest = blake2b()
        if before is None:
            return ImportProgress(0, 0, ""), digest
        left = before.offset
        while left and (chunk := file.read(min(left, _CHUNK))):
            digest.update(chunk)
            left -= len(chunk)
        if left or digest.hexdigest() != before.digest:
            file.seek(0)
            return ImportProgress(0, 0, ""), blake2b()
        return before, digest

    def _batches(self, file: Any, start: ImportProgress, digest: Any, preparers: Preparers | None) -> Iterator[_Batch]:
        offset, number = start.offset, start.lines
        while lines := list(islice(file, _BATCH)):
            # A last line without its end may be half a line of a file that is still written: it is taken if it is
            # sound, and read again next time.
            whole = lines if lines[-1].endswith(b"\n") else lines[:-1]
            read = b"".join(whole)
            digest.update(read)
            offset += len(read)
            yield _Batch(
                self._prepared(lines, number, preparers),
                ImportProgress(offset, number + len(whole), digest.hexdigest()),
            )
            number += len(lines)

    def _prepared(self, lines: list[bytes], before: int, preparers: Preparers | None) -> "Future[Prepared]":
        if preparers is not None:
            return preparers.submit(lines, before, self._name)
        done: Future[Prepared] = Future()
        done.set_result(prepare(lines, before, self._name))
        return done

    def _settle_last(self) -> None:
        if self._writing is None:
            return
        prepared, progress, future = self._writing
        self._writing = None
        outcomes = future.result()
        conflicts = [
            conflict(one, f"{self._name}:{line}")
            for one, line in zip(outcomes, prepared.lines, strict=True)
            if one.fate is Fate.CONFLICT
        ]
        self._new += [one for one in outcomes if one.fate is Fate.STORED][: _CHECKED - len(self._new)]
        done = self._done
        self._done = done._replace(
            stored=done.stored + sum(one.fate is Fate.STORED for one in outcomes),
            known=done.known + sum(one.fate is Fate.KNOWN for one in outcomes),
            refused=done.refused + prepared.refused + len(conflicts),
            findings=(*done.findings, *prepared.findings, *conflicts)[:_MOST_FINDINGS],
            position=progress.offset,
        )
        if self._report:
            self._report(self._done)


def _storing(
    source: str, entries: list[Entry], progress: ImportProgress, before: "Future[list[Outcome]] | None"
) -> Callable[[Writing], list[Outcome]]:
    def work(writing: Writing) -> list[Outcome]:
        # What comes after a batch that failed must not be stored: its progress would jump over the failed one.
        if before is not None and before.done():
            before.result()
        outcomes = writing.append(entries, now())
        if source:
            writing.put_progress(source, progress)
        return outcomes

    return work
