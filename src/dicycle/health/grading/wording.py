"""What a certificate says, in words and rows for paper and pages."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from msgspec import UNSET

from dicycle.health.digits import in_per_cent, short, span_in_per_cent
from dicycle.health.gates.model import Check, Gate
from dicycle.health.gates.questions import QUESTION
from dicycle.health.grading.certificate import Certificate
from dicycle.health.grading.model import Replaced
from dicycle.health.grading.standards import Row
from dicycle.health.model import LEVELS, CellType, Estimate, HealthType, StateOfHealth

_NUMERATORS: Final = {"discharge-capacity": "capacity", "discharge-energy": "energy"}
_DENOMINATORS: Final = {"rated": "rated", "initial": "first", "certified": "certified"}


class Line(NamedTuple):
    """A line of a certificate: what, what of it, and a third thing beside it where there is one."""

    what: str
    said: str
    beside: str = ""


class Section(NamedTuple):
    """Lines under a heading."""

    title: str
    lines: tuple[Line, ...]


def interval_in_words(state: StateOfHealth) -> str:
    """Return the interval of a state of health in per cent, rounded outwards."""
    if state.low is None or state.high is None:
        return "Health not known"
    return span_in_per_cent(state.low, state.high)


def health_in_words(state: StateOfHealth) -> str:
    """Return what kind of state of health it is: of what over what, at which rate and temperature, how sure."""
    if state.value is None:
        return "no estimate with an interval holds"
    level = f", {state.level}" if state.level else ""
    return f"{type_in_words(state.of)}, interval {state.coverage:.0%}{level}"


def type_name(one: CellType, *parts: str | None) -> str:
    """Return the parts of the name of a type, and its chemistry unless they say it."""
    name = " ".join(filter(None, parts))
    said = one.chemistry is None or one.chemistry.casefold() in name.casefold().split()
    return name if said else f"{name} {one.chemistry}"


def type_in_words(of: HealthType) -> str:
    """Return of what over what a state of health is, at which rate and temperature."""
    what = f"{_NUMERATORS[of.numerator]} over {_DENOMINATORS[of.denominator]} {_NUMERATORS[of.numerator]}"
    rate = "rate not stated" if of.rate is None else f"{of.rate:g}C"
    warm = "temperature not stated" if of.temperature is None else f"{of.temperature:g} °C"
    return f"{what}, {rate}, {warm}"


def estimate_in_words(one: Estimate) -> str:
    """Return what one estimate says: its value and interval, of what that is, by whom it is declared, and when."""
    if one.value is None:
        return "says nothing"
    bounds = "" if one.low is None or one.high is None else f", {span_in_per_cent(one.low, one.high)}"
    return f"{in_per_cent(one.value, one.low, one.high)}{bounds}; {type_in_words(one.of)}{_declared(one)}"


def _declared(one: Estimate) -> str:
    by = one.basis.used.get("by") if one.level == "E0" else None
    return f"; declared by {by}{f', {one.measured}' if one.measured else ''}" if by else ""


def sections(one: Certificate, digest: str) -> tuple[Section, ...]:
    """Return all that a certificate says, in the order in which it is read."""
    return (
        Section("Unit", tuple(_unit(one))),
        Section("State of health", tuple(_health(one))),
        Section("Why this grade", tuple(Line(factor.name, factor.sentence) for factor in one.graded.factors)),
        Section("Safety gates", tuple(line for gate in one.gates for line in _gate(gate))),
        Section("Not measured", tuple(Line("", said) for said in one.not_measured or ("Nothing that is asked.",))),
        Section("What it rests on", tuple(_basis(one, digest))),
        Section("What it does not say", tuple(Line("", said) for said in one.says_not)),
        Section("Fields of standards", tuple(map(_standard, one.standards))),
    )


def _standard(row: Row) -> Line:
    return Line(row.standard, f"{row.field}: {row.given}", row.known)


def _unit(one: Certificate) -> Iterator[Line]:
    yield Line("Unit", one.unit)
    if one.type:
        name = type_name(one.type, one.type.maker, one.type.model, one.type.id)
        yield Line("Type", f"{name}, {one.type.rated_capacity:g} Ah rated, {one.kind or 'of unknown kind'}")
    yield Line("Graded", f"{one.graded.summary}, on {one.as_of}")
    yield Line("Valid until", one.graded.valid_until or "no day: no grade was given that could grow old")
    yield Line("Measured by", one.by or "nobody said")


def _health(one: Certificate) -> Iterator[Line]:
    state = one.state
    known = state.value
    value = "not known" if known is None else f"{in_per_cent(known, state.low, state.high)}, {interval_in_words(state)}"
    yield Line("Value", value, health_in_words(state))
    for entered in state.together:
        yield Line(entered.level, _estimate(entered), LEVELS[entered.level])
    for apart in state.apart:
        yield Line(apart.level, f"not combined: {_estimate(apart)}", LEVELS[apart.level])
    if one.resistance:
        said = f"{one.resistance.value:.2f} times new ({one.resistance.low:.2f} to {one.resistance.high:.2f})"
        yield Line("Resistance", said, one.resistance.what)


def _estimate(one: Estimate) -> str:
    when = f", measured {one.measured}" if one.measured else ", nobody says when"
    if one.value is None:
        return f"{one.method} says nothing{when}"
    return f"{one.method}: {estimate_in_words(one)}{'' if _declared(one) else when}"


def _gate(gate: Gate) -> Iterator[Line]:
    name = f"{gate.id} {gate.name}: {gate.outcome}"
    if not gate.checks:
        yield Line(name, "")
    for number, check in enumerate(gate.checks):
        yield Line("" if number else name, _check(check), check.limit.replace("degC", "°C"))


def _check(check: Check) -> str:
    asked = QUESTION[check.question].text
    said = check.sentence if check.outcome == "pass" else f"{check.outcome}: {check.sentence}"
    return f"{asked}{'' if asked.endswith('?') else ':'} {said}"


def _basis(one: Certificate, digest: str) -> Iterator[Line]:
    yield Line("Certificate", digest)
    for source in one.files:
        yield Line("Raw file", source.name, source.sha256)
    yield Line("Model", one.model or "none")
    for what, rule in (("Limits", one.limits), ("Scheme", one.scheme)):
        yield Line(what, f"{rule.id} {rule.version}, signed by {rule.signed_by or 'nobody'}", rule.hash)
    for gone in () if one.replaced is UNSET else one.replaced:
        yield Line("Does not hold", _gone(gone), gone.reading.at or "")
    for file in () if one.withdrawn is UNSET else one.withdrawn:
        yield Line("Does not count", f"{file.name}, left out by {file.by}: {file.why}", file.sha256)
    for release in one.releases:
        yield Line(f"Released {release.gate}", f"{release.by} and {release.second}: {release.reason}", release.at)
    for found in one.findings:
        yield Line(found.severity.value, found.sentence, found.where)


def _gone(one: Replaced) -> str:
    """Say which answer does not hold, and why."""
    question, value = QUESTION.get(one.reading.question), one.reading.value
    asked = question.text if question else one.reading.question
    numbers = value if isinstance(value, tuple) else (value,)
    said = "yes" if value is True else "no" if value is False else ", ".join(f"{short(each):g}" for each in numbers)
    by = f" by {one.by}" if one.by else ""
    return f"{asked} {said} ({one.reading.by or 'nobody named'}): {one.how}{by}{': ' if one.why else ''}{one.why}"
