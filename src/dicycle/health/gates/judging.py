"""Readings held against limits: every gate passes, fails, or is not measured; nothing passes by default.

A reading is judged at the digits at which it is printed. One value out of its limits fails, however many are missing;
to pass, every cell must have been measured.
"""

from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from typing import get_args

from msgspec.structs import replace

from dicycle.findings import Finding, Severity
from dicycle.health.digits import short
from dicycle.health.gates.model import GATES, Check, Gate, GateId, Limits, Outcome, Passage, Question, Reading
from dicycle.health.gates.questions import PLATEAUS, QUESTION, asked
from dicycle.health.gates.rules import Numbers, judged, limit_in_words
from dicycle.health.gates.units import Unit, unit_of, wrong_kind
from dicycle.health.model import CellType, Kind


def judge(readings: Iterable[Reading], limits: Limits, kind: Kind | None, type: CellType | None = None) -> Passage:
    """Return what readings of a unit come to; of several readings of one question the last one holds.

    `kind` and `type` are as they are stated. Of a unit whose kind nobody states, or whose type contradicts it,
    everything is asked; where nobody says how many cells are in series, no gate that asks for all cells is passed.
    """
    last = {one.question: replace(one, value=_printed(one.value)) for one in readings}
    unit = unit_of(kind, type)
    gates = tuple(_gate(id, last, limits, unit) for id in get_args(GateId))
    failed = {check.question for gate in gates for check in gate.checks if check.outcome == "fail"}
    quarantine = any(QUESTION[name].quarantines for name in failed)
    findings = (*map(_unknown, last.keys() - QUESTION.keys()), *_too_many(last, unit), *wrong_kind(kind, type))
    return Passage(gates=gates, limits=limits, quarantine=quarantine, findings=tuple(sorted(findings)))


def _printed(value: bool | float | Numbers) -> bool | float | Numbers:
    if isinstance(value, bool):
        return value
    return tuple(map(short, value)) if isinstance(value, tuple) else short(value)


def _gate(id: GateId, readings: Mapping[str, Reading], limits: Limits, unit: Unit) -> Gate:
    checks = tuple(check(one, readings, limits, unit) for one in asked(id, unit.kind))
    return Gate(id=id, name=GATES[id], outcome=_worst(checks), checks=checks)


def _worst(checks: tuple[Check, ...]) -> Outcome:
    found = {one.outcome for one in checks}
    if not found:
        return "not applicable"
    return "fail" if "fail" in found else "not measured" if "not measured" in found else "pass"


def check(question: Question, readings: Mapping[str, Reading], limits: Limits, unit: Unit) -> Check:
    """Return what one question comes to."""
    reading = readings.get(question.id)
    if lacking := _lacking(question, limits):
        return _open(question, reading, lacking)
    bounds = tuple(limits.bounds[name].value for name, _ in question.limits)
    said = limit_in_words(question, bounds, unit)
    if reading is None:
        return _open(question, None, "Not measured.", said)
    values = _values(question, reading)
    if isinstance(values, str):
        return _open(question, reading, values, said)
    passed, sentence = judged(question, values, bounds)
    if passed and (doubt := _doubt(question, values, readings, unit)):
        passed, sentence = None, doubt
    if passed is None:
        return _open(question, reading, sentence, said)
    outcome: Outcome = "pass" if passed else "fail"
    return Check(
        question=question.id, outcome=outcome, sentence=sentence, value=reading.value, limit=said, reading=reading
    )


def _open(question: Question, reading: Reading | None, sentence: str, limit: str = "") -> Check:
    value = reading.value if reading else None
    return Check(
        question=question.id, outcome="not measured", sentence=sentence, value=value, limit=limit, reading=reading
    )


def _lacking(question: Question, limits: Limits) -> str | None:
    """Return what is wrong with the limits for a question, None if nothing is."""
    for name, unit in question.limits:
        bound = limits.bounds.get(name)
        if bound is None:
            return f"There is no limit for {name!r} in {limits.id} {limits.version}."
        if bound.unit != unit:
            return f"The limit for {name!r} is in {bound.unit or 'no unit'}; what is read is in {unit or 'no unit'}."
    return None


def _values(question: Question, reading: Reading) -> Numbers | str:
    """Return a reading as numbers, 1 for yes; where it cannot be one, a sentence."""
    value = reading.value
    wrong = "The reading is not a number that could be judged."
    if question.rule in ("yes", "no"):
        return (float(value),) if isinstance(value, bool) else wrong
    if isinstance(value, bool):
        return wrong
    numbers = value if isinstance(value, tuple) else (value,)
    if not numbers or not all(map(isfinite, numbers)):
        return wrong
    if question.least is not None and min(numbers) < question.least:
        least = f"{question.least:g} {question.unit}".rstrip()
        return f"{min(numbers):g} is not a reading that could be judged: less than {least} cannot be."
    return numbers


def _doubt(question: Question, values: Numbers, readings: Mapping[str, Reading], unit: Unit) -> str | None:
    """Return why numbers within the limits do not pass, None if they do."""
    if question.every_cell and unit.series is None:
        return "Nobody says how many cells are in series, so it is not known whether each was measured."
    if question.every_cell and len(values) != unit.series:
        return f"Not every cell: {len(values)} of {unit.series} in series."
    if question.rested and (flat := _on_plateau(readings.get(question.rested), unit)):
        return flat
    return None


def _on_plateau(rested: Reading | None, unit: Unit) -> str | None:
    """Return that the voltages at which cells rested tell nothing, None if they tell something or nobody says them."""
    plateau = PLATEAUS.get(unit.chemistry)
    if plateau is None or rested is None or not isinstance(rested.value, tuple):
        return None
    low, high = plateau
    flat = sum(low <= one <= high for one in rested.value)
    where = f"{low:g} to {high:g} V, the plateau of {unit.chemistry or 'LFP'}"
    told = f"{flat} of {len(rested.value)} cells rested at {where}, where the voltage tells nothing of the charge"
    return f"{told}: charge or discharge it off the plateau and measure again." if flat else None


def _unknown(name: str) -> Finding:
    return Finding(
        "gates.unknown-question", f"No gate asks for {name!r}.", name, Severity.WARNING,
        f"These are asked: {', '.join(QUESTION)}.",
    )  # fmt: skip


def _too_many(readings: Mapping[str, Reading], unit: Unit) -> Iterator[Finding]:
    for name, one in readings.items():
        question = QUESTION.get(name)
        count = len(one.value) if isinstance(one.value, tuple) else 1
        if question and question.every_cell and unit.series is not None and count > unit.series:
            yield Finding(
                "gates.too-many-values", f"{count} values were read of {unit.series} cells in series.", name,
                Severity.WARNING, "Cells in parallel have one value together; otherwise correct the type.",
            )  # fmt: skip
