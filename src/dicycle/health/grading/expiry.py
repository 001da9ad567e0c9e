"""Until when a grade holds: the first of its measurements to grow old ends it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from dicycle.findings import Finding
from dicycle.health.gates.model import Passage
from dicycle.health.grading.days import day, last_day
from dicycle.health.grading.factors import ALL
from dicycle.health.grading.model import Factor, Resistance, Scheme
from dicycle.health.model import StateOfHealth

_ZONES: Final = timedelta(days=1)
"""The day of grading is that of UTC; a day that somebody wrote down, or a time without a zone, may be the next one."""


class Dated(NamedTuple):
    """Something that was measured: what, when (if anybody says), and for how many days it is valid."""

    what: str
    measured: str | None
    days: int


def expiring(
    state: StateOfHealth, passage: Passage, resistance: Resistance | None, scheme: Scheme, as_of: date
) -> Factor:
    """Say until when everything that entered is valid, and what is not valid on the day."""
    entered = [*_of_state(state, scheme), *_of_gates(passage, scheme), *_of_resistance(resistance, scheme)]
    findings = tuple(found for one in entered for found in _not_valid(one, scheme, as_of))
    ends = sorted(end for one in entered if (end := last_day(one.measured, one.days)) is not None)
    until = ends[0] if ends else None
    sentence = f"Valid until {until}." if until else "Until when it is valid is unknown."
    if findings:
        sentence = findings[0].sentence
    return Factor(name="expiry", possible=ALL, sentence=sentence, findings=findings, until=until)


def _of_state(state: StateOfHealth, scheme: Scheme) -> Iterator[Dated]:
    for one in state.together:
        yield Dated(f"the estimate {one.method} ({one.level})", one.measured, scheme.days[one.level])


def _of_gates(passage: Passage, scheme: Scheme) -> Iterator[Dated]:
    for gate in passage.gates:
        read = [check.reading for check in gate.checks if check.reading is not None]
        days = scheme.days.get(gate.id, scheme.days["gates"])
        times = sorted((one.at for one in read), key=lambda at: (day(at) is not None, day(at) or date.min))
        if times:
            yield Dated(f"{gate.id} {gate.name}", times[0], days)


def _of_resistance(resistance: Resistance | None, scheme: Scheme) -> Iterator[Dated]:
    if resistance is not None:
        yield Dated("the resistance", resistance.measured, scheme.days["resistance"])


def _not_valid(one: Dated, scheme: Scheme, as_of: date) -> Iterator[Finding]:
    measured = day(one.measured)
    if measured is None:
        if not scheme.undated:
            yield _finding(
                "undated", f"Nobody says when it was measured: {one.what}.", "Say when, and who measured it."
            )
    elif measured > as_of + _ZONES:
        yield _finding(
            "future", f"Measured on {measured}, after the day of grading {as_of}: {one.what}.", "Check both."
        )
    elif (measured - date.min).days + one.days < (as_of - date.min).days:
        sentence = f"No longer valid: {one.what}, measured on {measured}, was so for {one.days} days."
        yield _finding("expired", sentence, "Measure it again.")


def _finding(code: str, sentence: str, advice: str = "Check both.") -> Finding:
    return Finding(f"grading.{code}", sentence, "expiry", advice=advice)
