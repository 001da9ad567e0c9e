"""What inspections that were cancelled leave to the next one of their unit: failed answers, and who gave them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from dicycle.health.gates import FailedBefore, Reading
from dicycle.health.inspecting.model import LEDGER, Answered, Inspection, TakenBack
from dicycle.health.inspecting.settling import settle

Failing = Callable[[Inspection, Reading], bool]
"""Tells whether an answer by itself fails its gate in an inspection."""


def cancelled_since(every: Iterable[Inspection]) -> tuple[str, ...]:
    """Return the cancelled inspections of a unit that none with a certificate came after, the oldest first.

    What came after what each says itself; of those that do not, the time in their ids does.
    """
    found = sorted(every, key=_place)
    ended = [one for one in found if one.finished]
    return tuple(one.id for one in found if one.cancelled and not any(_came_after(each, one) for each in ended))


def _place(one: Inspection) -> tuple[int, str]:
    return len(one.begun.after or ()), one.id


def _came_after(ended: Inspection, one: Inspection) -> bool:
    return one.id < ended.id if ended.begun.after is None else one.id in ended.begun.after


def carried(chain: Sequence[Inspection], failing: Failing) -> tuple[Answered, ...]:
    """Return the failed answers that stand after cancelled inspections, one a question.

    In each they stand by the rule of `settle`; where its type or kind judges them otherwise, nothing was decided.
    """
    found: dict[str, Answered] = {}
    for one in chain:
        fails = partial(failing, one)
        held = settle(one, fails, tuple(found.values())).readings
        stands = {each.question: Answered(reading=each) for each in held if _of_somebody(each) and fails(each)}
        found = {name: each for name, each in found.items() if not fails(each.reading)} | stands
    return tuple(found.values())


def failed_before(chain: Iterable[Inspection], failing: Failing) -> tuple[FailedBefore, ...]:
    """Return every answer that failed in cancelled inspections; of a person's several to one question the last."""
    found: dict[object, FailedBefore] = {}
    for one in chain:
        for said in _failed(one, partial(failing, one)):
            key = (one.id, said.reading.question, said.reading.by, said.taken_back is None)
            found[key] = said
    return tuple(found.values())


def _failed(one: Inspection, fails: Callable[[Reading], bool]) -> Iterator[FailedBefore]:
    ended = one.cancelled
    back = {each.entry.number: each.entry.why for each in one.entries if isinstance(each.entry, TakenBack)}
    given = ((each.number, each.entry.reading) for each in one.entries if isinstance(each.entry, Answered))
    for number, reading in given:
        if ended and _of_somebody(reading) and fails(reading):
            yield FailedBefore(
                reading=reading, begun=one.begun.at, by=ended.by, at=ended.at, why=ended.why,
                taken_back=back.get(number),
            )  # fmt: skip


def _of_somebody(reading: Reading) -> bool:
    """Tell whether a person answered: what the ledger answers it answers anew."""
    return reading.by != LEDGER
