"""Pulse tests with a reference capacity in, a pulse model out."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from importlib.metadata import version
from typing import Final

import msgspec
import numpy as np

from dicycle.errors import InvalidInput
from dicycle.findings import Finding, Severity
from dicycle.health.learning.calibrating import ENOUGH_UNITS, difficulty, factor, quotients, shares
from dicycle.health.learning.counting import weights
from dicycle.health.learning.dealing import halved
from dicycle.health.learning.gathering import Gathered, gathered, gives_away, shared, usable
from dicycle.health.learning.model import Group, Head, Member, PulseModel, Rows
from dicycle.health.learning.tuning import tuned
from dicycle.health.learning.views import seen
from dicycle.health.learning.working import (
    Arrays,
    Bench,
    Ready,
    Said,
    arrays,
    centred,
    made_ready,
    of_head,
    standard,
    traits,
)
from dicycle.health.model import NOMINAL_COVERAGE, HealthType
from dicycle.health.records.table import Floats, PulseTest, Whole

MEMBERS: Final = (("rises", "gaussian"), ("levels", "matern"), ("steps", "matern"))
SIGNIFICANCE: Final = 0.04
FEWEST_UNITS: Final = 5
Progress = Callable[[str, int, int], None]


def fit(
    tests: Sequence[PulseTest],
    *,
    of: HealthType | None = None,
    seed: int = 0,
    coverage: float = NOMINAL_COVERAGE,
    made: str | None = None,
    progress: Progress | None = None,
) -> PulseModel:
    """Fit a model on tests whose reference capacity is known; InvalidInput where none can be used.

    `of` says what kind of health the capacities are (rate and temperature of the reference test; None: nobody said).
    `progress` hears what is being fitted, how far, of how much.
    """
    groups: list[Group] = []
    found = gathered([test for test in tests if usable(test)])
    findings = [*shared(tests), *(told for one in found for told in remarks(one))]
    for number, one in enumerate(found):
        if progress is not None:
            progress(one.type.id, number, len(found))
        if one.size >= FEWEST_UNITS:
            groups.append(_group(one, seed, coverage))
    if not groups:
        raise InvalidInput.because(
            "health.nothing-to-fit",
            f"No type has {FEWEST_UNITS} units with pulses and a reference capacity.",
            advice="Give pulse tests of at least 5, better 40 or more, units of a type with their measured capacity.",
        )
    health = of or HealthType()
    data = _digest(tests)
    return PulseModel(
        of=health, dicycle=version("dicycle"), data=data, seed=seed, coverage=coverage, significance=SIGNIFICANCE,
        groups=tuple(groups), made=made, findings=tuple(findings),
    )  # fmt: skip


def _digest(tests: Sequence[PulseTest]) -> str:
    """Return the hash of what the tests say, whatever their order."""
    lines = sorted(
        msgspec.json.encode((test.unit, test.type, test.width, test.amplitudes, voltages, test.soc, test.capacity))
        for test in tests
        for voltages in [[None if np.isnan(one) else float(one) for one in test.voltages]]
    )
    return sha256(b"\n".join(lines)).hexdigest()


def remarks(one: Gathered) -> list[Finding]:
    """Return what is to be known of a type before it is fitted: few units, and states of charge that tell the label."""
    name, findings = f"{one.type.id}, {one.width:g} s", []
    if one.size < FEWEST_UNITS:
        told = f"{name} has {one.size} units; nothing is fitted for it."
        findings.append(Finding("health.too-few-units", told, name, Severity.WARNING, "Test at least 5 units."))
    elif one.size < ENOUGH_UNITS:
        told = f"{name} has {one.size} physical units: too few for an interval that holds 95 % to be trusted."
        findings.append(
            Finding("health.few-units", told, name, Severity.WARNING, f"Test at least {ENOUGH_UNITS} units.")
        )
    if gives_away(one.soc, one.health):
        told = f"The states of charge of {name} are round numbers of what each unit holds now, which gives it away."
        advice = "State charge above empty as a fraction of the rated capacity; it is taken as unknown."
        findings.append(Finding("health.soc-encodes-capacity", told, name, Severity.WARNING, advice))
    return findings


def _group(one: Gathered, seed: int, coverage: float) -> Group:
    rows = Rows(one.units, one.voltages, one.soc, one.health)
    data = arrays(rows)
    known = of_head(data, known=True)
    enough = len(np.unique(known.units)) >= FEWEST_UNITS and not gives_away(one.soc, one.health)
    return Group(
        type=one.type,
        width=one.width,
        amplitudes=one.amplitudes,
        points=one.points,
        soc=_range(data.soc),
        temperature=_range(np.array(one.temperature, float)),
        units=one.size,
        rows=rows,
        known=learnt(known, one.amplitudes, True, seed, coverage).head if enough else None,
        unknown=learnt(data, one.amplitudes, False, seed, coverage).head,
    )


def _range(values: Floats) -> tuple[float, float] | None:
    given = values[np.isfinite(values)]
    return (float(given.min()), float(given.max())) if len(given) else None


def learnt(data: Arrays, amplitudes: tuple[float, ...], known: bool, seed: int, coverage: float) -> Bench:
    """Fit members, their shares, the difficulty and the factor on rows; return the head at work."""
    centre, width = centred(data)
    target, soc = (data.target - centre) / width, data.soc if known else None
    half = halved(data.units, seed)
    fitted = [_member(view, kernel, data, target, amplitudes, soc, half, seed) for view, kernel in MEMBERS]
    ready = tuple(one for _, one in fitted)
    residuals = width * np.column_stack([one.residuals(half) for one in ready])
    spreads = width * np.column_stack([one.spreads(half) for one in ready])
    part = shares(residuals)
    features = traits(Said(data.target[:, None] - residuals, spreads), part, soc)
    head = _calibrated(tuple(member for member, _ in fitted), part, features, residuals @ part, data, coverage)
    return Bench(head, amplitudes, known, centre, width, ready)


def _calibrated(
    members: tuple[Member, ...], part: Floats, features: Floats, residuals: Floats, data: Arrays, coverage: float
) -> Head:
    counts = weights(data.units, data.target)
    found = quotients(features, residuals, data.units, counts)
    return Head(
        members=members,
        shares=tuple(part.tolist()),
        difficulty=difficulty(features, residuals, counts),
        factor=factor(found, data.units, counts, coverage),
        enough=len(np.unique(data.units)) >= ENOUGH_UNITS,
    )


def _member(
    view: str, kernel: str, data: Arrays, target: Floats, amplitudes: tuple[float, ...], soc: Floats | None,
    half: Whole, seed: int,
) -> tuple[Member, Ready]:  # fmt: skip
    features = seen(view, data.voltages, amplitudes, soc)
    centre, width = standard(features)
    rows = (features - centre) / width
    logs = [
        tuned(kernel, rows[half == number], target[half == number], data.units[half == number], seed)
        for number in (0, 1)
    ]
    member = Member(view, kernel, tuple(tuple(one.tolist()) for one in logs))
    return member, made_ready(member, features, target, data.units)
