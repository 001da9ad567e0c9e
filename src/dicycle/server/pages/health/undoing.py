"""What may be taken back on the page of a unit: the last entry."""

from typing import NamedTuple

from dicycle.health.gates import QUESTION
from dicycle.health.inspecting import Inspection, Inspections
from dicycle.health.inspecting.model import LEDGER, Answered, Attached, Entry, ReleaseAsked, Released
from dicycle.ledger.wording import title
from dicycle.server.pages.health.words import said


class Undo(NamedTuple):
    """The last entry, which may be taken back: `failed` is the question whose answer by `by` failed, if one did.

    `record` says that it is a test record, which takes a reason as well.
    """

    number: int
    words: str
    failed: str
    by: str
    record: bool = False


def last_undo(inspections: Inspections, one: Inspection, token: str) -> Undo | None:
    """Return the last entry that counts, and what it was; what the ledger itself said is not taken back.

    Nor is the failed answer of somebody else.
    """
    mine = [entry for entry in one.counting if _taken_back(entry.entry)]
    if not mine:
        return None
    number, last = mine[-1].number, mine[-1].entry
    if not isinstance(last, Answered) or not inspections.fails(one, last.reading):
        record = isinstance(last, Attached) and last.purpose == "test record"
        return Undo(number, _words(last), "", "", record)
    if token and last.token != token:
        return None
    return Undo(number, _words(last), last.reading.question, last.reading.by or "")


def _taken_back(entry: Entry) -> bool:
    if isinstance(entry, Answered):
        return entry.reading.by != LEDGER
    return isinstance(entry, Attached | Released | ReleaseAsked)


def _words(entry: Entry) -> str:
    if isinstance(entry, Answered):
        question = QUESTION[entry.reading.question]
        return f"{question.text} {said(entry.reading.value)}"
    if isinstance(entry, Attached):
        return f"the file {entry.name}"
    if isinstance(entry, ReleaseAsked):
        return f"that {entry.by} asks to release {entry.gate}"
    return f"the release of {entry.release.gate}" if isinstance(entry, Released) else title("an entry")
