"""What inspections that were cancelled had failed, told of a unit until a certificate says what came of it."""

from collections.abc import Iterable, Iterator

from dicycle.findings import Finding, Severity
from dicycle.health.gates.model import FailedBefore, Passage
from dicycle.health.gates.questions import QUESTION

_DAY_LENGTH = 10


def told_before(before: Iterable[FailedBefore], passage: Passage) -> Iterator[Finding]:
    """Yield what failed before; an error, which holds a grade up, where nothing is judged of it now.

    It is judged where the failed answer still stands, or another was held against it.
    """
    judged = {one.question for gate in passage.gates for one in gate.checks if one.outcome in ("pass", "fail")}
    for one in before:
        open = one.taken_back is None and one.reading.question not in judged
        advice = "Say of what kind and type the unit is as before, and answer it." if open else "Look at what was done."
        severity = Severity.ERROR if open else Severity.WARNING
        yield Finding("gates.failed-before", in_words(one), one.reading.question, severity, advice)


def in_words(one: FailedBefore) -> str:
    """Return who had found what, and who ended the inspection and why."""
    question = QUESTION.get(one.reading.question)
    gate = f"gate {question.gate} ({question.id})" if question else one.reading.question
    back = "" if one.taken_back is None else f" That answer was taken back: {one.taken_back.rstrip('.')}."
    return (
        f"An inspection of {one.begun[:_DAY_LENGTH]} that was cancelled had failed {gate}, by "
        f"{one.reading.by or 'nobody named'}.{back} {one.by} cancelled it: {one.why.rstrip('.')}."
    )
