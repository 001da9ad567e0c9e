"""Test records that do not count: taken back, discarded while they came, or of an inspection that was cancelled."""

from collections.abc import Iterator, Sequence
from typing import Final

from dicycle.health.grading.model import Withdrawn
from dicycle.health.inspecting.model import Attached, Cancelled, Discarded, Inspection, TakenBack

RECORD: Final = "test record"


def withdrawn(there: Inspection, before: Sequence[Inspection]) -> tuple[Withdrawn, ...]:
    """Return the test records that somebody saw fit to leave out, each once; what counts again is not among them.

    `before` are the cancelled inspections that this one has to do with.
    """
    counts = {one.sha256 for one in there.files if one.purpose == RECORD}
    earlier = (one for each in before for one in (*_of_cancelled(each), *_left_out(each)))
    found = (*earlier, *_left_out(there))
    return tuple({one.sha256: one for one in found if one.sha256 not in counts}.values())


def _left_out(there: Inspection) -> Iterator[Withdrawn]:
    yield from _taken_back(there)
    for one in (each.entry for each in there.entries):
        if isinstance(one, Discarded):
            why = f"a live test, discarded after {one.size:,} bytes: {one.why}"
            yield Withdrawn(name=one.name, sha256=one.sha256, by=one.by, at=one.at, why=why)


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
