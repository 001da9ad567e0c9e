"""The six factors of a grade; each says which grades it leaves possible and what holds a grade up."""

from collections.abc import Iterable, Iterator, Sequence
from math import ceil, isfinite
from typing import Final, NamedTuple

from dicycle.findings import Finding, Severity
from dicycle.health.digits import span_in_per_cent
from dicycle.health.gates.model import Gate, Limits, Passage
from dicycle.health.gates.questions import QUESTION
from dicycle.health.grading.model import GRADES, Factor, Grade, Release, Resistance, Safety, Scheme, Wanted
from dicycle.health.model import LEVELS, Chemistry, HealthType, StateOfHealth

ALL: Final[tuple[Grade, ...]] = tuple(GRADES)
_USUAL: Final = (1.0, 25.0)
"""Rate (C) and temperature (degC) of a reference test that is meant where nobody says another."""
_COLDEST: Final = 0.0
"""degC; below it lithium plates on graphite when charged, and no reference test is made (practice of ours)."""


class Safe(NamedTuple):
    """The safety class, and what it means for the grade."""

    safety: Safety
    factor: Factor


def safe(passage: Passage, releases: Iterable[Release], scheme: Scheme) -> Safe:
    """Judge the passage through the gates: fail before not measured before pass; a release counts where it may."""
    given = list(releases)
    failed = [gate for gate in passage.failed if not any(released(gate, one, scheme) for one in given)]
    if failed:
        return _failed(failed)
    if passage.open:
        findings = tuple(map(_open, passage.open))
        sentence = f"Not every gate is passed: {_names(passage.open)} not measured."
        return Safe("open", Factor(name="safety", possible=ALL, sentence=sentence, findings=findings))
    if passage.failed:
        sentence = f"Every gate is passed, or released by two persons: {_names(passage.failed)}."
        return Safe("released", Factor(name="safety", possible=ALL, sentence=sentence))
    return Safe("passed", Factor(name="safety", possible=ALL, sentence="Every gate that applies is passed."))


def released(gate: Gate, release: Release, scheme: Scheme) -> bool:
    """Tell whether a release lets a unit pass a gate: the scheme allows it, two persons, and these very readings."""
    return (
        release.gate == gate.id
        and gate.id in scheme.releasable
        and two_persons(release.by, release.second)
        and set(failing(gate)) <= set(release.failed)
    )


def two_persons(one: str, other: str) -> bool:
    """Tell whether two names are those of two persons, however they are written."""
    first, second = (" ".join(name.split()).casefold() for name in (one, other))
    return bool(first) and bool(second) and first != second


def failing(gate: Gate) -> tuple[str, ...]:
    """Return what failed in a gate, with the values that did."""
    return tuple(f"{one.question}={one.value}" for one in gate.checks if one.outcome == "fail")


def unanswered(gate: Gate) -> tuple[str, ...]:
    """Return the questions of a gate that nobody can judge yet."""
    return tuple(one.question for one in gate.checks if one.outcome == "not measured")


def _failed(failed: Sequence[Gate]) -> Safe:
    questions = [check.question for gate in failed for check in gate.checks if check.outcome == "fail"]
    apart = any(QUESTION[name].quarantines for name in questions)
    safety: Safety = "quarantine" if apart else "failed"
    sentence = f"Not passed: {_names(failed)}. It is not to be used again{' and is to be put apart' if apart else ''}."
    return Safe(safety, Factor(name="safety", possible=("D",), sentence=sentence))


def _names(gates: Iterable[Gate]) -> str:
    return ", ".join(f"{gate.id} {gate.name}" for gate in gates)


def _open(gate: Gate) -> Finding:
    asked = [QUESTION[name].text for name in unanswered(gate)]
    sentence = f"{gate.id} {gate.name}: not measured, so not passed."
    return Finding("grading.gate-open", sentence, gate.id, advice=f"To be answered: {' '.join(asked)}")


def healthy(state: StateOfHealth, scheme: Scheme) -> Factor:
    """Say which grades the interval of the state of health touches."""
    wrong = next(_no_health(state, scheme), None)
    if wrong:
        return Factor(name="health", possible=ALL, sentence=wrong.sentence, findings=(wrong,))
    low, high = state.low, state.high
    assert low is not None, "an interval was looked for"
    assert high is not None, "an interval was looked for"
    touched = _touched(low, high, scheme)
    said = span_in_per_cent(low, high, finer=_reaches_over(high, scheme))
    sentence = f"State of health {said}{_at(state.of, scheme)}: {_within(touched, scheme)}."
    return Factor(name="health", possible=touched, sentence=sentence)


def _at(of: HealthType, scheme: Scheme) -> str:
    """Say at which rate and temperature a state of health holds, where the scheme asks for none and it is not usual."""
    if (of.rate, of.temperature) == _USUAL or None not in (scheme.of.rate, scheme.of.temperature):
        return ""
    return f" at {of.rate:.3g}C and {of.temperature:g} °C (the scheme asks for no rate and temperature)"


def _reaches_over(high: float, scheme: Scheme) -> bool:
    """Tell whether the upper end, rounded up to a tenth of a per cent, would be of a better grade than it is."""
    return by_health(ceil(round(high * 1000, 6)) / 1000, scheme) != by_health(high, scheme)


def _no_health(state: StateOfHealth, scheme: Scheme) -> Iterator[Finding]:
    if state.low is None or state.high is None:
        said = " ".join(found.sentence for one in state.apart if one.abstains for found in one.findings)
        yield _health("unknown", "No state of health with an interval is known.", said or "Do the next test.")
        return
    if not (isfinite(state.low) and isfinite(state.high) and state.low <= state.high):
        yield _health("no-interval", f"{state.low:g} to {state.high:g} is no interval.")
    if not state.of.stated:
        advice = "A reference test says both."
        yield _health("type-unknown", "Nobody says at which rate and temperature its state of health holds.", advice)
    if not fits(state.of, scheme.of):
        yield _health("other-type", f"The scheme {scheme.name} is about another type of state of health.")
    if state.coverage < scheme.coverage:
        sentence = (
            f"The interval holds the truth in {state.coverage:.0%} of cases; the scheme asks {scheme.coverage:.0%}."
        )
        yield _health("coverage", sentence)


def too_warm(state: StateOfHealth, limits: Limits, chemistry: Chemistry | None) -> Iterator[Finding]:
    """Yield that a state of health holds at a temperature at which no unit of its chemistry may be tested."""
    warmth, bound = state.of.temperature, limits.bounds.get("temperature")
    if state.value is None or warmth is None or bound is None:
        return
    coldest = None if chemistry == "LTO" else _COLDEST
    if warmth <= bound.value and (coldest is None or warmth >= coldest):
        return
    allowed = f"up to {bound.value:g} °C" if coldest is None else f"{coldest:g} to {bound.value:g} °C"
    sentence = f"The state of health holds at {warmth:g} °C; a test is allowed at {allowed}."
    yield _health("temperature", sentence, "Check the unit of the temperatures (°C, not °F), or repeat the test.")


def _health(code: str, sentence: str, advice: str = "") -> Finding:
    return Finding(f"grading.health-{code}", sentence, "state", advice=advice)


def fits(of: HealthType, wanted: Wanted) -> bool:
    """Tell whether a state of health is of the type that a scheme is about."""
    pairs = (
        (wanted.numerator, of.numerator), (wanted.denominator, of.denominator), (wanted.rate, of.rate),
        (wanted.temperature, of.temperature),
    )  # fmt: skip
    return all(asked is None or asked == found for asked, found in pairs)


def by_health(value: float, scheme: Scheme) -> Grade:
    """Return the grade of one state of health."""
    return next((grade for grade in ALL[:-1] if value >= scheme.cuts[grade]), "D")


def by_resistance(multiple: float, scheme: Scheme) -> Grade:
    """Return the grade of one resistance in multiples of the new value."""
    return next((grade for grade in ALL[:-1] if multiple <= scheme.resistance[grade]), "D")


def _between(best: Grade, worst: Grade) -> tuple[Grade, ...]:
    return ALL[ALL.index(best) : ALL.index(worst) + 1]


def _touched(low: float, high: float, scheme: Scheme) -> tuple[Grade, ...]:
    return _between(by_health(high, scheme), by_health(low, scheme))


def _within(touched: Sequence[Grade], scheme: Scheme) -> str:
    if len(touched) == 1:
        return f"within {touched[0]}"
    cuts = ", ".join(f"{scheme.cuts[grade]:.0%}" for grade in touched[:-1])
    return f"{' or '.join(touched)}, for it reaches over the cut at {cuts}"


def resistant(resistance: Resistance | None, health: Factor, scheme: Scheme) -> Factor:
    """Say which grades the resistance leaves; where none was measured, whether the scheme does without."""
    if resistance is None:
        needed = [grade for grade in health.possible if grade in scheme.needs_resistance]
        sentence = "Resistance was not measured."
        found = Finding("grading.resistance-open", sentence, "resistance", advice="Measure pulses.")
        return Factor(name="resistance", possible=ALL, sentence=sentence, findings=(found,) if needed else ())
    sound = isfinite(resistance.high) and 0 < resistance.low <= resistance.value <= resistance.high
    if not sound or resistance.coverage < scheme.coverage:
        sentence = f"The resistance has no interval that holds in {scheme.coverage:.0%} of cases."
        found = Finding("grading.resistance-no-interval", sentence, "resistance")
        return Factor(name="resistance", possible=ALL, sentence=found.sentence, findings=(found,))
    left = _between(by_resistance(resistance.low, scheme), by_resistance(resistance.high, scheme))
    sentence = f"Resistance {resistance.low:.2f} to {resistance.high:.2f} times the new value: {' or '.join(left)}."
    return Factor(name="resistance", possible=left, sentence=sentence)


def evident(state: StateOfHealth, possible: Sequence[Grade], scheme: Scheme) -> Factor:
    """Say whether the evidence suffices for the best grade that is left."""
    if state.level is None:
        return Factor(name="evidence", possible=ALL, sentence="There is no evidence of its state of health.")
    asked = scheme.evidence[possible[0]]
    said = f"{state.level}, {LEVELS[state.level]}"
    if state.level >= asked:
        return Factor(name="evidence", possible=ALL, sentence=f"Evidence {said}: enough for {possible[0]}.")
    sentence = f"Evidence {said}, is not enough for {possible[0]}: the scheme asks for {asked}, {LEVELS[asked]}."
    found = Finding("grading.evidence", sentence, "state", advice=f"Do a test of level {asked} or higher.")
    return Factor(name="evidence", possible=ALL, sentence=sentence, findings=(found,))


def recorded(findings: Iterable[Finding]) -> Factor:
    """Say whether the records are sound: one error among what was found in them holds a grade up."""
    errors = tuple(sorted({one for one in findings if one.severity is Severity.ERROR}))
    sentence = f"{len(errors)} errors were found in the records." if errors else "No error was found in the records."
    return Factor(name="records", possible=ALL, sentence=sentence, findings=errors)
