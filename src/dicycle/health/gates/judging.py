"""Readings held against limits: every gate passes, fails, or is not measured; nothing passes by default.

A reading is judged at the digits at which it is printed. One value out of its limits fails, however many are missing;
to pass, every cell must have been measured. Of several answers to one question one that fails holds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isfinite
from typing import get_args

from msgspec.structs import replace

from dicycle.findings import Finding, Severity
from dicycle.health.digits import short
from dicycle.health.gates.model import GATES, Check, Gate, GateId, Limits, Outcome, Passage, Question, Reading
from dicycle.health.gates.questions import FLAT, PLATEAU, QUESTION, UNSAID, asked
from dicycle.health.gates.rules import CROSSED, Numbers, bounds_of, judged, limit_in_words, on_plateau
from dicycle.health.gates.units import Unit, unit_of, wrong_kind
from dicycle.health.model import CellType, Kind

_LEAST_MEANT = 0.5
"""Below, what was typed over a thousand is the voltage of no cell: it was not meant in millivolts."""


def judge(readings: Iterable[Reading], limits: Limits, kind: Kind | None, type: CellType | None = None) -> Passage:
    """Return what readings of a unit come to; of several of one question the last that fails holds, else the last.

    `kind` and `type` are as they are stated. Of a unit whose kind nobody states, or whose type contradicts it,
    everything is asked; where nobody says how many cells are in series, no gate that asks for all cells is passed.
    """
    given, unit = list(readings), unit_of(kind, type)
    held = _held(given, limits, unit)
    shown = {name: _printed(one) for name, one in held.items()}
    gates = tuple(_gate(id, shown, limits, unit) for id in get_args(GateId))
    failed = {check.question for gate in gates for check in gate.checks if check.outcome == "fail"}
    quarantine = any(QUESTION[name].quarantines for name in failed)
    findings = (
        *map(_unknown, shown.keys() - QUESTION.keys()), *_too_many(shown, unit), *wrong_kind(kind, type),
        *(overruled(one.question) for one in given if _overrules(held[one.question], one, given)),
    )  # fmt: skip
    held_in_order = tuple(held[name] for name in sorted(held))
    return Passage(
        gates=gates, limits=limits, quarantine=quarantine, findings=tuple(sorted({*findings})), held=held_in_order
    )


def _held(readings: Iterable[Reading], limits: Limits, unit: Unit) -> dict[str, Reading]:
    """Return the answer that holds, by question."""
    held: dict[str, Reading] = {}
    for one in readings:
        before = held.get(one.question)
        if before is None or _fails(one, limits, unit) or not _fails(before, limits, unit):
            held[one.question] = one
    return held


def _fails(reading: Reading, limits: Limits, unit: Unit) -> bool:
    question = QUESTION.get(reading.question)
    if question is None or not _applies(question, limits, unit):
        return False
    return check(question, {question.id: _printed(reading)}, limits, unit).outcome == "fail"


def _overrules(held: Reading, one: Reading, given: Sequence[Reading]) -> bool:
    """Tell whether an answer that holds was given before another: that one is good, and does not count."""
    places = {id(each): place for place, each in enumerate(given)}
    return places[id(held)] < places[id(one)]


def overruled(question: str) -> Finding:
    """Return that a question was answered twice, first with what fails."""
    asked = QUESTION[question].text if question in QUESTION else question
    sentence = f"Two answers were given: {asked} The one that fails stands."
    advice = "Leave one out; in an inspection a failed answer is taken back, or measured again with a reason."
    return Finding("gates.two-answers", sentence, question, Severity.WARNING, advice)


def _printed(one: Reading) -> Reading:
    value = one.value
    if isinstance(value, bool):
        return one
    return replace(one, value=tuple(map(short, value)) if isinstance(value, tuple) else short(value))


def _gate(id: GateId, readings: Mapping[str, Reading], limits: Limits, unit: Unit) -> Gate:
    every = [one for one in asked(id, unit) if _applies(one, limits, unit)]
    checks = tuple(check(one, readings, limits, unit) for one in every)
    return Gate(id=id, name=GATES[id], outcome=_worst(checks), checks=checks)


def _applies(question: Question, limits: Limits, unit: Unit) -> bool:
    """Tell whether a question means anything for a chemistry; limits of before it was asked do not ask it."""
    return not question.flat or (unit.chemistry in FLAT and limits.bounds.keys() >= {*PLATEAU})


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
    bounds = bounds_of(question, limits)
    said = limit_in_words(question, bounds, unit)
    if reading is None:
        return _open(question, None, "Not measured.", said)
    values = _values(question, reading)
    if isinstance(values, str):
        return _open(question, reading, values, said)
    passed, sentence = judged(question, values, bounds)
    if passed and (doubt := _doubt(question, values, readings, limits, unit)):
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
        if bound is None and name in UNSAID and not question.flat:
            continue
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
    return _cannot_be(question, numbers) or numbers


def _cannot_be(question: Question, numbers: Numbers) -> str | None:
    """Return what is wrong with a number that nothing can have, None if nothing is."""
    unit = f" {question.unit}".rstrip()
    if question.least is not None and min(numbers) < question.least:
        return f"{min(numbers):g} is not a reading that could be judged: less than {question.least:g}{unit} cannot be."
    if question.most is not None and max(numbers) > question.most:
        said = f"{max(numbers):g}{unit} is not a reading that could be judged"
        small = max(numbers) / 1000
        why = f"In m{question.unit} it is {small:g}{unit}" if small >= _LEAST_MEANT else "It is of several"
        return f"{said}: more than {question.most:g}{unit} cannot be. {why}: answer again."
    return None


def _doubt(
    question: Question, values: Numbers, readings: Mapping[str, Reading], limits: Limits, unit: Unit
) -> str | None:
    """Return why numbers within the limits do not pass, None if they do."""
    if question.every_cell and unit.series is None:
        return "Nobody says how many cells are in series, so it is not known whether each was measured."
    if question.every_cell and len(values) != unit.series:
        return f"Not every cell: {len(values)} of {unit.series} in series."
    if question.rested:
        return _on_plateau(QUESTION[question.rested], readings, limits, unit)
    return None


def _on_plateau(asked: Question, readings: Mapping[str, Reading], limits: Limits, unit: Unit) -> str | None:
    """Return that the voltages at which cells rested tell nothing, None if they tell something.

    Of a single cell another question asks it. Where limits say where the plateau is, they must have been read.
    """
    if unit.chemistry not in FLAT or unit.alone or unit.kind not in (None, *asked.kinds):
        return None
    stated = limits.bounds.keys() >= {*PLATEAU}
    low, high = (limits.bounds[name].value if stated else UNSAID[name] for name in PLATEAU)
    rested = readings.get(asked.id)
    if rested is None or not isinstance(rested.value, tuple):
        return f"Nobody says at which voltages the cells rested: {asked.gate} asks for them." if stated else None
    if low > high:
        return CROSSED
    values = _values(asked, rested)
    if isinstance(values, str):
        return values
    flat = sum(low <= one <= high for one in values)
    return on_plateau(flat, len(values), (low, high), unit.chemistry or "LFP") if flat else None


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
