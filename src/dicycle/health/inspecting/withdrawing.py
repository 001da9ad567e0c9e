"""Test records that were attached and do not count: taken back, or of an inspection before that was cancelled."""

from collections.abc import Iterator, Sequence
from typing import Final

from dicycle.health.grading.model import Withdrawn
from dicycle.health.inspecting.model import Attached, Cancelled, Inspection, TakenBack

RECORD: Final = "test record"


def withdrawn(there: Inspection, before: Sequence[Inspection]) -> tuple[Withdrawn, ...]:
    """Return the test records that somebody saw fit to leave out, each once; what counts again is not among them.

    `before` are the cancelled inspections that this one has to do with.
    """
    counts = {one.sha256 for one in there.files if one.purpose == RECORD}
    found = (*(one for each in before for one in (*_of_cancelled(each), *_taken_back(each))), *_taken_back(there))
    return tuple({one.sha256: one for one in found if one.sha256 not in counts}.values())


def _taken_back(there: Inspection) -> Iterator[Withdrawn]:
    entries = {one.number: one.entry for one in there.entries}
    for back in (one.entry for one in there.entries):
        if isinstance(back, TakenBack):
            file = entries.get(back.number)
            if isinstance(file, Attached) and file.purpose == RECORD:
                yield Withdrawn(name=file.name, sha256=file.sha256, by=back.by, at=back.at, why=back.why)


def _of_cancelled(there: Inspection) -> Iterator[Withdrawn]:
    ended = next((one.entry for one in there.entries if isinstance(one.entry, Cancelled)), None)
    for file in there.files if ended else ():
        if file.purpose == RECORD and ended:
            why = f"the inspection was cancelled: {ended.why}"
            yield Withdrawn(name=file.name, sha256=file.sha256, by=ended.by, at=ended.at, why=why)
