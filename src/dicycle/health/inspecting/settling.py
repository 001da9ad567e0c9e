"""Which of several answers to one question holds: a failed one stands until it is taken back or measured again.

So does one of an inspection before that was cancelled, which nobody takes back any more.

What is read later replaces what was read earlier, but a good answer alone replaces no failed one. That takes a reason;
for what is dangerous (gates S1 to S4, and whatever calls for quarantine) two persons who each measured again and said
why; against the ledger's own "no" a document with a note.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from dicycle.health.gates import QUESTION, Reading
from dicycle.health.grading.factors import two_persons
from dicycle.health.grading.model import Replaced
from dicycle.health.inspecting.checking import reason, refused
from dicycle.health.inspecting.model import LEDGER, Answered, Attached, Inspection, TakenBack, when_read

Fails = Callable[[Reading], bool]
"""Tells whether an answer by itself fails its gate."""

_DANGEROUS: Final = ("S1", "S2", "S3", "S4")
_NO_DOCUMENT: Final = "The ledger says no; no document with a note says otherwise."
_NO_REASON: Final = "Nobody said why it was measured again."
_ONE_PERSON: Final = "No second person measured it again."


class Settled(NamedTuple):
    """The answers that hold, one a question, and all others with how they came not to."""

    readings: tuple[Reading, ...]
    replaced: tuple[Replaced, ...]


class _Standing(NamedTuple):
    """The answer of a question that holds, who measured a failed one again, and the answers that do not hold."""

    held: Answered
    again: tuple[Answered, ...] = ()
    gone: tuple[Replaced, ...] = ()


def settle(there: Inspection, fails: Fails, carried: Sequence[Answered] = ()) -> Settled:
    """Return which answers of an inspection hold, and which do not, by question.

    `carried` are answers that failed in inspections before it that were cancelled: they stand like its own.
    """
    questions = dict.fromkeys(one.question for one in (*(one.reading for one in carried), *there.readings))
    each = [_stand(there, question, fails, carried) for question in questions]
    back = [
        Replaced(reading=one.reading, how="taken back", why=taken.why, by=taken.by, at=taken.at)
        for one, taken in there.taken_back
    ]
    kept = [one for one in each if one is not None]
    gone = [*back, *(gone for one in kept for gone in (*one.gone, *_waiting(one)))]
    gone.sort(key=lambda one: one.reading.question)
    return Settled(tuple(one.held.reading for one in kept), tuple(gone))


def needs_two(question: str) -> bool:
    """Tell whether only two persons together put a failed answer right."""
    asked = QUESTION[question]
    return asked.quarantines or asked.gate in _DANGEROUS


def _stands(there: Inspection, question: str, fails: Fails, carried: Sequence[Answered]) -> Answered | None:
    """Return the failed answer to a question that stands, None if there is none."""
    found = _stand(there, question, fails, carried)
    return found.held if found and fails(found.held.reading) else None


def check_again(there: Inspection, new: Answered, fails: Fails, carried: Sequence[Answered] = ()) -> None:
    """Refuse a good answer that could not stand against a failed one; raises InvalidInput."""
    failed = _stands(there, new.reading.question, fails, carried)
    if failed is None or fails(new.reading) or (when_read(new) < when_read(failed) and failed not in carried):
        return
    lacking = _lacking(failed, new)
    if lacking == _NO_DOCUMENT:
        advice = "Attach the record of its life that you have, and write what it is."
        raise refused("no-document", "The ledger says that its life is not recorded.", advice)
    if lacking:
        sentence = f"{QUESTION[new.reading.question].text} The answer of {failed.reading.by} failed, and stands."
        raise refused("no-reason", sentence, "Write why it is measured again, or have who gave it take it back.")


def check_taking_back(there: Inspection, back: TakenBack, token: str, fails: Fails) -> None:
    """Refuse to take back what counts no more, what the ledger answered, another's failed answer, or one for no reason.

    Raises InvalidInput.
    """
    found = next((one.entry for one in there.counting if one.number == back.number), None)
    if found is None:
        raise refused("nothing-to-take-back", f"There is no entry {back.number} that counts.", "Look again.")
    if isinstance(found, Attached) and found.purpose == "test record":
        reason(back.why, "Taking back a test record", "Write what is wrong with it: the certificate names it.")
    if not isinstance(found, Answered):
        return
    name = found.reading.by or ""
    if name == LEDGER:
        advice = "Answer with a document that says otherwise, and a note."
        raise refused("ledger", "What the ledger answers is not taken back.", advice)
    if not fails(found.reading):
        return
    if found.token != token or two_persons(name, back.by):
        sentence = f"{name} gave this answer, which failed; nobody else takes it back."
        raise refused("not-own", sentence, "Have them take it back, or measure again and write why.")
    reason(back.why, "Taking back an answer that failed", "Write what was wrong with it.")


def _stand(there: Inspection, question: str, fails: Fails, carried: Sequence[Answered]) -> _Standing | None:
    before = (one for one in carried if one.reading.question == question and fails(one.reading))
    found = next((_Standing(one) for one in before), None)
    for one in there.answers:
        if one.reading.question == question:
            found = _after(found, one, fails) if found else _Standing(one)
    return found


def _after(was: _Standing, one: Answered, fails: Fails) -> _Standing:
    """Return what stands after one more answer."""
    if not fails(was.held.reading) or fails(one.reading):
        return _given_way(was, one, (one,))
    if lacking := _lacking(was.held, one):
        return was._replace(gone=(*was.gone, Replaced(reading=one.reading, how="not counted", why=lacking)))
    again = (*was.again, one)
    if needs_two(one.reading.question) and not _two(again):
        return was._replace(again=again)
    return _given_way(was, one, again)


def _given_way(was: _Standing, one: Answered, by: Sequence[Answered]) -> _Standing:
    """Return that an answer holds, by those who gave it: what held does not, nor does what they measured before it."""
    names = " and ".join(dict.fromkeys(each.reading.by or "" for each in by))
    why = "; ".join(dict.fromkeys(each.reading.note.strip() for each in by if each.reading.note.strip()))
    before = (was.held, *(each for each in was.again if each is not one))
    gone = (Replaced(reading=each.reading, how="replaced", why=why, by=names, at=one.reading.at or "")
            for each in before)  # fmt: skip
    return _Standing(one, (), (*was.gone, *gone))


def _lacking(failed: Answered, one: Answered) -> str:
    """Return what a good answer lacks to be held against a failed one."""
    said = one.reading.note.strip()
    if failed.reading.by == LEDGER:
        return "" if said and one.reading.evidence else _NO_DOCUMENT
    return "" if said else _NO_REASON


def _two(again: Iterable[Answered]) -> bool:
    """Tell whether two persons are among those who measured again; where tokens prove them, by two tokens."""
    every = list(again)
    return any(_differ(one, other) for one in every for other in every)


def _differ(one: Answered, other: Answered) -> bool:
    proved = bool(one.token) == bool(other.token) and (not one.token or one.token != other.token)
    return proved and two_persons(one.reading.by or "", other.reading.by or "")


def _waiting(one: _Standing) -> tuple[Replaced, ...]:
    return tuple(Replaced(reading=each.reading, how="not counted", why=_ONE_PERSON) for each in one.again)
