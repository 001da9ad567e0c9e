"""Readings held against limits: every gate passes, fails, or is not measured; nothing passes by default."""

from collections.abc import Callable, Iterable, Mapping
from math import isfinite
from statistics import median
from typing import Final, get_args

from dicycle.findings import Finding, Severity
from dicycle.health.gates.model import GATES, Check, Gate, GateId, Limits, Outcome, Passage, Question, Reading, Rule
from dicycle.health.gates.questions import QUESTION, asked
from dicycle.health.model import Kind

_MAD_TO_SD: Final = 1.4826
"""The median absolute deviation of a normal distribution times this is its standard deviation."""
_LEAST_FOR_OUTLIERS: Final = 4
_Numbers = tuple[float, ...]


def judge(readings: Iterable[Reading], limits: Limits, kind: Kind) -> Passage:
    """Return what readings of a unit come to; of several readings of one question the last one holds."""
    last = {one.question: one for one in readings}
    gates = tuple(_gate(id, last, limits, kind) for id in get_args(GateId))
    failed = {check.question for gate in gates for check in gate.checks if check.outcome == "fail"}
    findings = [_unknown(name) for name in last if name not in QUESTION]
    quarantine = any(QUESTION[name].quarantines for name in failed)
    return Passage(gates=gates, limits=limits, quarantine=quarantine, findings=tuple(findings))


def _gate(id: GateId, readings: Mapping[str, Reading], limits: Limits, kind: Kind) -> Gate:
    checks = tuple(check(one, readings.get(one.id), limits) for one in asked(id, kind))
    return Gate(id=id, name=GATES[id], outcome=_worst(checks), checks=checks)


def _worst(checks: tuple[Check, ...]) -> Outcome:
    found = {one.outcome for one in checks}
    if not found:
        return "not applicable"
    return "fail" if "fail" in found else "not measured" if "not measured" in found else "pass"


def check(question: Question, reading: Reading | None, limits: Limits) -> Check:
    """Return what one reading comes to."""
    bounds = _bounds(question, limits)
    if bounds is None:
        return _open(question, reading, f"There is no limit for {question.limit!r} in {limits.id} {limits.version}.")
    said = _LIMIT[question.rule](question, bounds)
    if reading is None:
        return _open(question, None, "Not measured.", said)
    values = _values(question, reading)
    if values is None:
        return _open(question, reading, "The reading is not a number that could be judged.", said)
    passed, sentence = _RULES[question.rule](values, bounds)
    outcome: Outcome = "pass" if passed else "fail"
    if passed is None:
        outcome = "not measured"
    return Check(
        question=question.id, outcome=outcome, sentence=sentence, value=reading.value, limit=said, reading=reading
    )


def _open(question: Question, reading: Reading | None, sentence: str, limit: str = "") -> Check:
    value = reading.value if reading else None
    return Check(
        question=question.id, outcome="not measured", sentence=sentence, value=value, limit=limit, reading=reading
    )


def _bounds(question: Question, limits: Limits) -> _Numbers | None:
    names = [name for name in (question.limit, question.upper) if name]
    if any(name not in limits.bounds for name in names):
        return None
    return tuple(limits.bounds[name].value for name in names)


def _values(question: Question, reading: Reading) -> _Numbers | None:
    """Return a reading as numbers: 1 for yes; None if it is of another kind than the question, or not finite."""
    value = reading.value
    if question.rule in ("yes", "no"):
        return (float(value),) if isinstance(value, bool) else None
    if isinstance(value, bool):
        return None
    numbers = value if isinstance(value, tuple) else (value,)
    return numbers if numbers and all(map(isfinite, numbers)) else None


_Judged = tuple[bool | None, str]


def _yes(values: _Numbers, _: _Numbers) -> _Judged:
    return values[0] == 1, "Yes." if values[0] else "No."


def _no(values: _Numbers, _: _Numbers) -> _Judged:
    return values[0] == 0, "Yes." if values[0] else "No."


def _at_most(values: _Numbers, bounds: _Numbers) -> _Judged:
    return max(values) <= bounds[0], f"The highest is {max(values):g}."


def _at_least(values: _Numbers, bounds: _Numbers) -> _Judged:
    return min(values) >= bounds[0], f"The lowest is {min(values):g}."


def _within(values: _Numbers, bounds: _Numbers) -> _Judged:
    low, high = bounds
    if min(values) < low:
        below = sum(one < low for one in values)
        return (
            False,
            f"{below} of {len(values)} are too low, the lowest {min(values):g}: not to be charged again.",
        )
    return max(values) <= high, f"{min(values):g} to {max(values):g}."


def _spread(values: _Numbers, bounds: _Numbers) -> _Judged:
    if len(values) < 2:
        return None, "One value has no spread."
    apart = max(values) - min(values)
    return apart <= bounds[0], f"{apart:.4g} between the lowest and the highest."


def _outliers(values: _Numbers, bounds: _Numbers) -> _Judged:
    """Judge the distance from the median in robust standard deviations (health practice: z above 4)."""
    if len(values) < _LEAST_FOR_OUTLIERS:
        return None, f"{len(values)} values say nothing of outliers; at least {_LEAST_FOR_OUTLIERS} do."
    middle = median(values)
    scale = _MAD_TO_SD * median(abs(one - middle) for one in values)
    worst = max(values, key=lambda one: abs(one - middle))
    if scale == 0:
        return worst == middle, "All are equal." if worst == middle else f"{worst:g} beside many equal {middle:g}."
    z = abs(worst - middle) / scale
    return z <= bounds[0], f"The farthest is {worst:g}, {z:.1f} robust standard deviations from the median."


_RULES: Final[dict[Rule, Callable[[_Numbers, _Numbers], _Judged]]] = {
    "yes": _yes, "no": _no, "at most": _at_most, "at least": _at_least, "within": _within, "spread": _spread,
    "outliers": _outliers,
}  # fmt: skip

_LIMIT: Final[dict[Rule, Callable[[Question, _Numbers], str]]] = {
    "yes": lambda *_: "must be yes",
    "no": lambda *_: "must be no",
    "at most": lambda one, bounds: f"at most {bounds[0]:g} {one.unit}".rstrip(),
    "at least": lambda one, bounds: f"at least {bounds[0]:g} {one.unit}".rstrip(),
    "within": lambda one, bounds: f"{bounds[0]:g} to {bounds[1]:g} {one.unit}".rstrip(),
    "spread": lambda one, bounds: f"at most {bounds[0]:g} {one.unit} apart",
    "outliers": lambda _, bounds: f"at most {bounds[0]:g} robust standard deviations from the median",
}


def _unknown(name: str) -> Finding:
    return Finding(
        "gates.unknown-question", f"No gate asks for {name!r}.", name, Severity.WARNING,
        f"These are asked: {', '.join(QUESTION)}.",
    )  # fmt: skip
