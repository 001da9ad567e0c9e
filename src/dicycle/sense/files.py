"""Checking files without storing anything: documents, bare events, lists of events, and NDJSON of any length."""

from array import array
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from dicycle.errors import DicycleError, InvalidEvent
from dicycle.findings import Finding
from dicycle.ledger import xml
from dicycle.ledger.decode import Incoming, decode_event
from dicycle.ledger.documents import Document, read_document
from dicycle.ledger.importing import begins_lines
from dicycle.ledger.strict import BOM
from dicycle.sense.checking import Checker, Report, Told
from dicycle.sense.documents import late, made_at, master_data
from dicycle.sense.profiles import PLANT, Profile
from dicycle.sense.record import Record, record_of

_OFTEN: Final = 1000
_MOST_FORM: Final = 1000
_LONGEST_LINE: Final = 1 << 24
_SOME: Final = 1 << 16
Progress = Callable[[int, int], None]
"""Is told how many events and how many bytes of all files were read."""


class Checked(NamedTuple):
    """What came of checking files: what the grammar refused, and what makes no sense in the rest.

    `refused` counts what was refused; of its findings the first thousand are kept.
    """

    form: tuple[Finding, ...]
    refused: int
    sense: Report


def check_files(
    paths: Sequence[Path], profile: Profile = PLANT, progress: Progress | None = None, moment: int | None = None
) -> Checked:
    """Check files as one: what stands in one may be told of in another. Raises DicycleError for one it cannot read.

    `moment` is the time of the check in microseconds since 1970 UTC (default: now).
    """
    reading = _Reading(profile, progress, moment)
    for path in paths:
        try:
            reading.read(path)
        except OSError as wrong:
            sentence = f"This file cannot be read: {wrong.strerror or wrong}."
            raise DicycleError(Finding("sense.unreadable", sentence, str(path))) from None
    return reading.finish()


def _is_lines(file: BinaryIO) -> bool:
    first, rest = file.readline(_LONGEST_LINE), file.read(_SOME)
    file.seek(0)
    return begins_lines(first, rest)


class _Reading:
    """The reading of some files, one after the other."""

    def __init__(self, profile: Profile, progress: Progress | None, moment: int | None) -> None:
        self._checker = Checker(profile, self._recall, moment)
        self._profile, self._progress = profile, progress
        self._form: list[Finding] = []
        self._refused = self._events = self._bytes = 0
        self._told: dict[str, Told] = {}
        self._lines: list[tuple[Path, int, array[int]]] = []

    def finish(self) -> Checked:
        return Checked(tuple(self._form), self._refused, self._checker.finish())

    def read(self, path: Path) -> None:
        with path.open("rb") as file:
            if _is_lines(file):
                self._ndjson(path, file)
            else:
                self._document(path, file.read())

    def _refuse(self, wrong: InvalidEvent, where: str) -> None:
        self._refused += 1
        if len(self._form) < _MOST_FORM:
            self._form += [finding.at(where) for finding in wrong.findings]

    def _seen(self, size: int) -> None:
        self._events += 1
        self._bytes += size
        if self._progress and not self._events % _OFTEN:
            self._progress(self._events, self._bytes)

    # ------------------------------------------------------------ lines

    def _ndjson(self, path: Path, file: BinaryIO) -> None:
        starts = array("Q")
        self._lines.append((path, self._checker.books.count(), starts))
        offset = 0
        for number, line in enumerate(file, 1):
            text = line.removeprefix(BOM).strip()
            if text:
                self._line(text, f"{path}:{number}#")
                starts.extend([offset] * (self._checker.books.count() - self._lines[-1][1] - len(starts)))
            offset += len(line)
            self._seen(len(line))

    def _line(self, text: bytes, where: str) -> None:
        try:
            self._checker.see(record_of(decode_event(text), where, text))
        except InvalidEvent as wrong:
            self._refuse(wrong, where)

    # ------------------------------------------------------------ documents

    def _document(self, path: Path, raw: bytes) -> None:
        try:
            raw = xml.to_json(raw) if xml.is_xml(raw) else raw
            document = read_document(raw)
        except InvalidEvent as wrong:
            self._refuse(wrong, f"{path}#")
            return
        for sign in master_data(document, f"{path}#"):
            self._checker.note(sign)
        self._events_of(document, made_at(raw) if document.where is not None else None, f"{path}#")

    def _events_of(self, document: Document, made: int | None, where: str) -> None:
        for index, (one, raw) in enumerate(zip(document.decoded(), document.events, strict=True)):
            place = where + document.place(index)
            if not isinstance(one, Incoming):
                self._refuse(one, where)
                continue
            record = record_of(one, place, bytes(raw))
            self._remember(record)
            self._checker.see(record)
            for sign in late(made, record.time, record.event_id, place, self._profile.clock):
                self._checker.note(sign)
            self._seen(len(bytes(raw)))

    def _remember(self, record: Record) -> None:
        if not record.declares_error:
            self._told.setdefault(record.event_id, (record.body, record.context))

    # ------------------------------------------------------------ looking again

    def _recall(self, id: str) -> Told | None:
        """Read the first record of an event id once more."""
        if id in self._told:
            return self._told[id]
        number = self._checker.number_of(id)
        for path, first, starts in self._lines:
            if number is not None and first <= number < first + len(starts):
                with path.open("rb") as file:
                    file.seek(starts[number - first])
                    found = decode_event(file.readline().removeprefix(BOM).strip())
                return found.body, found.context
        return None
