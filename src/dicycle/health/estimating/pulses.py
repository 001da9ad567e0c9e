"""E2: state of health from rest voltage and pulses, by a fitted model, within the domain that it was fitted for."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from msgspec.structs import replace

from dicycle.findings import Finding, Severity
from dicycle.health.estimating.openset import other_build, same_kind
from dicycle.health.learning.asking import built_alike, common_points, typical, values
from dicycle.health.learning.model import Group, PulseModel
from dicycle.health.model import Basis, Estimate, HealthType
from dicycle.health.records.table import PulseTest

METHOD: Final = "pulses"
DECIMALS: Final = 4
_SOC_NEAR: Final = 0.02
"""How far a stated state of charge may lie from a fitted one; further off, intervals held 79 to 93 % of LMO cells."""
_SOC_MARGIN: Final = 0.005
_WARMER: Final = 5.0
_ANEW: Final = "Measure the capacity in full, or fit the model with tests like this one."


class _Answer(NamedTuple):
    value: float
    low: float
    high: float
    expected: float


class _Chosen(NamedTuple):
    group: Group | None
    findings: tuple[Finding, ...]


def estimate(model: PulseModel, test: PulseTest, *, of: HealthType | None = None) -> Estimate:
    """Return what the model says of one test; see `estimate_all`."""
    return estimate_all(model, [test], of=of)[0]


def estimate_all(model: PulseModel, tests: Sequence[PulseTest], *, of: HealthType | None = None) -> list[Estimate]:
    """Return what the model says of each test: a value with its interval, or an abstention with its reasons.

    `of` is the type of health that is asked for; a model that was fitted on another one abstains. A state of charge of
    None is unknown, and the model for that is taken.
    """
    found: dict[int, Estimate] = {}
    together: dict[tuple[int, bool], list[int]] = defaultdict(list)
    for place, test in enumerate(tests):
        chosen = _chosen(model, test, of)
        if chosen.group is None or any(one.severity is Severity.ERROR for one in chosen.findings):
            found[place] = _abstains(model, test, of, chosen.findings)
        else:
            together[model.groups.index(chosen.group), _is_known(chosen.group, test)].append(place)
    for (number, known), places in together.items():
        answers = _of_group(model, model.groups[number], [tests[place] for place in places], known)
        found |= dict(zip(places, answers, strict=True))
    return [found[place] for place in range(len(tests))]


def _is_known(group: Group, test: PulseTest) -> bool:
    """Tell whether the stated state of charge is used: it must be close to one at which the model was fitted."""
    return test.soc is not None and group.known is not None and not _is_apart(group, test.soc)


def _is_apart(group: Group, soc: float) -> bool:
    return min((abs(one - soc) for one in group.rows.soc if one is not None), default=1.0) > _SOC_NEAR


def _chosen(model: PulseModel, test: PulseTest, of: HealthType | None) -> _Chosen:
    """Return the group for a test, the most turning points first, and what speaks against it."""
    if of is not None and of != model.of:
        return _Chosen(None, (_error("other-type-of-health", "The model was fitted on another type of health.", test),))
    exact = [group for group in model.groups if group.type.id == test.type.id]
    kind = exact or [group for group in model.groups if same_kind(group.type, test.type)]
    if not kind:
        told = f"The model knows no type {test.type.id}."
        return _Chosen(None, (_error("type-not-fitted", told, test),))
    if not any(built_alike(group.type, test.type) for group in kind):
        return _Chosen(None, (other_build(kind[0].type, test),))
    able = [group for group in kind if common_points(group, test) == group.points]
    if not able:
        return _Chosen(None, (_other_pulses(kind, test),))
    group = max(able, key=lambda one: one.points)
    return _Chosen(group, (*_charge(group, test), *_warmth(_fitted_at(model, group), test)))


def _error(code: str, sentence: str, test: PulseTest, advice: str = _ANEW) -> Finding:
    return Finding(f"health.{code}", sentence, test.unit, Severity.ERROR, advice)


def _other_pulses(kind: list[Group], test: PulseTest) -> Finding:
    fitted = "; ".join(dict.fromkeys(_pulses(one.width, one.points, one.amplitudes) for one in kind))
    told = f"Pulses of {_pulses(test.width, len(test.voltages), test.amplitudes)} are not those fitted ({fitted})."
    return Finding("health.pulses-outside", told, test.unit, Severity.ERROR, _ANEW)


def _pulses(width: float, points: int, amplitudes: tuple[float, ...]) -> str:
    """Return all by which pulses differ; two that are told alike are alike."""
    rates = ", ".join(f"{one:.3g}" for one in amplitudes)
    return f"{width:g} s at {rates or 'no stated'} C with {points} turning points"


def _charge(group: Group, test: PulseTest) -> tuple[Finding, ...]:
    if test.soc is None or group.soc is None or _between(group.soc, test.soc, _SOC_MARGIN):
        return ()
    low, high = (f"{100 * end:g}" for end in group.soc)
    told = f"The state of charge, {100 * test.soc:g} %, is outside {low} to {high} %, where the model was fitted."
    return (Finding("health.soc-outside", told, test.unit, Severity.ERROR, "Bring it into that range and repeat."),)


def _fitted_at(model: PulseModel, group: Group) -> tuple[float, float] | None:
    """Return between which temperatures a group was fitted: what its tests say, else what was said of the model."""
    said = model.of.temperature
    return group.temperature or (None if said is None else (said, said))


def _warmth(fitted: tuple[float, float] | None, test: PulseTest) -> tuple[Finding, ...]:
    if test.temperature is None or fitted is None or _between(fitted, test.temperature, _WARMER):
        return ()
    ends = " to ".join(dict.fromkeys(f"{end:g}" for end in fitted))
    where = f"{ends} °C, where the model was fitted"
    told = f"The temperature, {test.temperature:g} °C, is not within {_WARMER:g} K of {where}."
    advice = "Let the battery come to that temperature and repeat the pulses."
    return (Finding("health.temperature-outside", told, test.unit, Severity.ERROR, advice),)


def _between(ends: tuple[float, float], value: float, margin: float) -> bool:
    return ends[0] - margin <= value <= ends[1] + margin


def _of_group(model: PulseModel, group: Group, tests: list[PulseTest], known: bool) -> list[Estimate]:
    p_values = typical(group, tests, group.points)
    answers = [_Answer(*row) for row in zip(*(column.tolist() for column in values(group, tests, known)), strict=True)]
    return [_one(model, group, *row, known) for row in zip(tests, answers, p_values.tolist(), strict=True)]


def _one(model: PulseModel, group: Group, test: PulseTest, answer: _Answer, p_value: float, known: bool) -> Estimate:
    strange = p_value < model.significance
    whole = all(np.isfinite(answer))
    findings = _remarks(model, group, test, known)
    if strange or not whole:
        told = f"The pulses do not look like those of {group.type.id} (p = {p_value:.3f}); no health is derived."
        findings = (
            _error("pulses-atypical", told, test, "Check the type and the contacts; " + _ANEW.lower()),
            *findings,
        )
        return _abstains(model, test, None, findings, _used(group, test, answer, p_value, known))
    return Estimate(
        level="E2",
        method=METHOD,
        of=model.of if test.temperature is not None else replace(model.of, temperature=None),
        value=round(answer.value, DECIMALS),
        low=round(answer.low, DECIMALS),
        high=round(answer.high, DECIMALS),
        coverage=model.coverage,
        findings=findings,
        basis=_basis(model, test, _used(group, test, answer, p_value, known)),
    )


def _remarks(model: PulseModel, group: Group, test: PulseTest, known: bool) -> tuple[Finding, ...]:
    head = group.known if known else group.unknown
    findings = []
    if head is not None and not head.enough:
        told = f"Only {group.units} units of {group.type.id} were fitted: the coverage of the interval is not sure."
        findings.append(Finding("health.few-units", told, test.unit, Severity.WARNING, "Fit with more units."))
    if test.soc is not None and not known:
        fitted = "without" if group.known is None else f"at none within {100 * _SOC_NEAR:g} points of it"
        told = f"The stated state of charge is not used: the model was fitted {fitted}."
        findings.append(Finding("health.soc-not-used", told, test.unit, Severity.NOTE))
    if test.temperature is None:
        told = "Nobody stated the temperature of the pulses: this health has no full type and counts for no grade."
        advice = "State the ambient, as in `--ambient 23`."
        findings.append(Finding("health.temperature-not-stated", told, test.unit, Severity.WARNING, advice))
    elif _fitted_at(model, group) is None:
        told = f"Nobody stated at which temperature the model was fitted: {test.temperature:g} °C is not checked."
        advice = "Fit it with `--temperature`."
        findings.append(Finding("health.temperature-not-fitted", told, test.unit, Severity.WARNING, advice))
    return tuple(findings)


def _used(group: Group, test: PulseTest, answer: _Answer, p_value: float, known: bool) -> dict[str, float | str | None]:
    return {
        "type": group.type.id,
        "soc": test.soc if known else None,
        "soc_source": "stated" if known else "unknown",
        "temperature": test.temperature,
        "rest_voltage": float(test.voltages[0]),
        "width": group.width,
        "turning_points": float(group.points),
        "units_fitted": float(group.units),
        "typical_p": round(p_value, DECIMALS),
        "expected_error": round(answer.expected, DECIMALS) if np.isfinite(answer.expected) else None,
    }


def _basis(model: PulseModel, test: PulseTest, used: dict[str, float | str | None]) -> Basis:
    return Basis(sources=(test.source,) if test.source else (), model=model.id, used=used)


def _abstains(
    model: PulseModel,
    test: PulseTest,
    of: HealthType | None,
    findings: tuple[Finding, ...],
    used: dict[str, float | str | None] | None = None,
) -> Estimate:
    asked = of or model.of
    return Estimate(level="E2", method=METHOD, of=asked, findings=findings, basis=_basis(model, test, used or {}))
