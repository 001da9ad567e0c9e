"""E0: what a passport, a battery management system or a sensor report says, taken as stated."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from math import isfinite
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from dicycle.findings import Finding, Severity
from dicycle.health.model import NOMINAL_COVERAGE, Basis, Estimate, HealthType, Source
from dicycle.vocabulary import EVIDENCE, STATE_OF_HEALTH

_HIGHEST: Final = 1.3
_PER_CENT: Final = ("P1", "%")
_BARE: Final = (None, "", "C62", "1")


class Declared(NamedTuple):
    """A state of health that somebody states, as a fraction, with its type as far as it is stated.

    `accuracy` is by how much the truth may differ in `coverage` of cases (fraction of the denominator), where the
    source states that; `by` names who says it, `at` when (RFC 3339).
    """

    value: float
    by: str
    of: HealthType = HealthType()
    accuracy: float | None = None
    coverage: float = NOMINAL_COVERAGE
    at: str | None = None
    source: Source | None = None


def estimate(declared: Declared) -> Estimate:
    """Return a declared value as an estimate; without a stated accuracy it has no interval, and is not combined."""
    where = declared.source.name if declared.source else declared.by
    basis = Basis(
        sources=(declared.source,) if declared.source else (),
        used={"by": declared.by, "accuracy": declared.accuracy},
    )
    said = Estimate(level="E0", method="declared", of=declared.of, measured=declared.at, basis=basis)
    wrong = tuple(found._replace(where=where) for found in _impossible(declared))
    if wrong:
        return replace(said, findings=wrong)
    said = replace(said, value=declared.value, findings=tuple(found._replace(where=where) for found in _left(declared)))
    if declared.accuracy is None:
        return said
    low, high = max(declared.value - declared.accuracy, 0.0), declared.value + declared.accuracy
    return replace(said, low=low, high=high, coverage=declared.coverage)


def _impossible(declared: Declared) -> Iterator[Finding]:
    if not isfinite(declared.value) or not 0 <= declared.value <= _HIGHEST:
        told = f"The declared state of health, {declared.value:g}, is no fraction of what a battery can have."
        yield Finding("health.declared-impossible", told, advice="Look at its unit: 0.8 is 80 %.")
    accuracy = declared.accuracy
    if accuracy is not None and not (isfinite(accuracy) and accuracy >= 0):
        yield Finding("health.declared-accuracy", f"{accuracy:g} is no accuracy.", advice="State it as a fraction.")


def _left(declared: Declared) -> Iterator[Finding]:
    if declared.accuracy is None:
        told = f"The accuracy of what {declared.by} declares is not stated: the value has no interval."
        yield Finding("health.accuracy-not-stated", told, severity=Severity.WARNING, advice="Do a test.")
    if not declared.of.stated:
        told = f"{declared.by} does not say at which rate and temperature the value holds: it is shown apart."
        yield Finding("health.type-not-stated", told, severity=Severity.WARNING)


def of_event(event: Mapping[str, Any]) -> list[Declared]:
    """Return what the sensor reports of an EPCIS event declare as state of health.

    The type is not in such a report; one with a level of evidence is what a test came to, and no declaration.
    """
    at, elements = _text(event.get("eventTime")), event.get("sensorElementList")
    found = (
        _reported(report, at)
        for element in (elements if isinstance(elements, list) else [])
        if isinstance(element, Mapping)
        for report in _reports(element)
    )
    return [one for one in found if one is not None]


def _reports(element: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    reports = element.get("sensorReport")
    return [one for one in reports if isinstance(one, Mapping)] if isinstance(reports, list) else []


def _reported(report: Mapping[str, Any], at: str | None) -> Declared | None:
    value, unit = report.get("value"), report.get("uom")
    number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    if report.get("type") != STATE_OF_HEALTH or EVIDENCE in report or not number or unit not in (*_PER_CENT, *_BARE):
        return None
    per_cent = unit in _PER_CENT
    by = _text(report.get("deviceID")) or "the battery management system"
    return Declared(float(value or 0) / (100 if per_cent else 1), by, at=_text(report.get("time")) or at)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
