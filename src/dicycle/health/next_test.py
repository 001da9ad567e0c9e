"""Which test to do next: how much it is expected to lower the cost of a wrong grade, for each minute that it takes.

Preposterior analysis (Raiffa and Schlaifer 1961): what is known is a normal distribution; a test of standard deviation
s moves its mean and narrows it by known amounts, whatever it will find. Before and after, the grade of least expected
cost is given; the difference, averaged over what the test may find, is what the test saves.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from math import erf, sqrt
from statistics import NormalDist
from typing import Final, NamedTuple

import msgspec
import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from dicycle.errors import InvalidInput
from dicycle.findings import Finding, Severity
from dicycle.health.estimating.plausible import ABOVE_RATED
from dicycle.health.fusing import fuse
from dicycle.health.model import Z95, Chemistry, Estimate, HealthType, Level, NextTest, StateOfHealth
from dicycle.health.plateaus import AT_REST
from dicycle.health.records.table import Floats

CUTS: Final = (0.85, 0.70, 0.60)
_FOUND: Final = 201
_WORTH: Final = 1e-4
_REFERENCE: Final[Level] = "E4"
_STATE_INSTEAD: Final = frozenset({"health.type-not-stated", "health.no-denominator", ABOVE_RATED})
"""Why a full test abstains though there is nothing wrong with it: the type is not stated, or stated wrong."""


class Test(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A test that a yard can do: its minutes, and the standard deviation of what it finds (fraction).

    `plateau` says whether it works for chemistries whose voltage hardly moves; `domain` says under which conditions.
    """

    level: Level
    name: str
    minutes: float
    sd: float
    plateau: bool = True
    domain: str = ""

    __test__ = False


class Costs(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one step of a wrong grade costs, in any unit; a grade that is two steps off costs twice that."""

    too_high: float
    too_low: float

    def matrix(self, grades: int) -> Floats:
        """Return the cost of each given grade (row) for each true one (column), best grade first."""
        given, true = np.indices((grades, grades))
        return np.where(given < true, self.too_high * (true - given), self.too_low * (given - true)).astype(np.float64)


class Prior(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is thought of a returned unit before anything is measured."""

    mean: float
    sd: float


class Tests(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The tests of a yard as data, with their source."""

    source: str
    made: str
    prior: Prior
    costs: Costs
    tests: tuple[Test, ...]

    __test__ = False


class _Known(NamedTuple):
    mean: float
    sd: float


@lru_cache(maxsize=1)
def our_tests() -> Tests:
    """Return the tests that come with Dicycle."""
    return read_tests(files("dicycle.health").joinpath("next_tests.json").read_bytes())


def read_tests(data: bytes) -> Tests:
    """Return the tests of a JSON file; raises InvalidInput for one that says something else."""
    try:
        found = msgspec.json.decode(data, type=Tests)
    except (msgspec.MsgspecError, UnicodeDecodeError) as wrong:
        told = f"These are no tests of a yard: {wrong}."
        raise InvalidInput.because(
            "health.tests-unreadable", told, advice="Compare it with the file in use."
        ) from wrong
    if any(not (one.minutes > 0 and one.sd > 0) for one in found.tests) or not found.prior.sd > 0:
        told = "Minutes and standard deviations of tests are above zero."
        raise InvalidInput.because("health.tests-unreadable", told, advice="Correct the file.")
    return found


def next_tests(
    state: StateOfHealth,
    cuts: Sequence[float] | Mapping[str, float] = CUTS,
    costs: Costs | Floats | None = None,
    available: Sequence[Test] | None = None,
    *,
    chemistry: Chemistry | None = None,
    tests: Tests | None = None,
) -> tuple[NextTest, ...]:
    """Return the tests that would lower the expected cost of a wrong grade, the most for each minute first.

    `cuts` are the least states of health of all grades but the worst, `costs` a matrix (given, true) or the cost of a
    step; `available` the tests that can be done here. What is outside its domain for the chemistry is not proposed, nor
    is a level of evidence at or below one that already speaks. A full test that lacked something is proposed again.
    """
    known = tests or our_tests()
    bounds = np.sort(np.array([*(cuts.values() if isinstance(cuts, Mapping) else cuts)], np.float64))[::-1]
    matrix = _matrix(costs if costs is not None else known.costs, len(bounds) + 1)
    now = _now(state, known.prior)
    offered = [one for one in (known.tests if available is None else available) if _in_domain(one, state, chemistry)]
    saved = [(one, saving(now.mean, now.sd, one.sd, bounds, matrix)) for one in offered]
    useful = [(one, saves) for one, saves in saved if saves > _WORTH * float(matrix.max(initial=0.0))]
    useful.sort(key=lambda pair: (-pair[1] / pair[0].minutes, pair[0].level, pair[0].name))
    return tuple(_proposed(one, saves, now, state) for one, saves in useful)


def _matrix(costs: Costs | Floats, grades: int) -> Floats:
    matrix = costs.matrix(grades) if isinstance(costs, Costs) else np.asarray(costs, np.float64)
    if matrix.shape != (grades, grades):
        told = f"Costs of {matrix.shape} do not fit {grades} grades."
        raise InvalidInput.because("health.costs-misfit", told, advice="Give a row and a column for each grade.")
    return matrix


def _now(state: StateOfHealth, prior: Prior) -> _Known:
    """Return what is known as a normal distribution; an interval counts at its own coverage."""
    if state.value is None or state.low is None or state.high is None:
        return _Known(prior.mean, prior.sd)
    reach = Z95 if state.coverage == 0.95 else _quantile(state.coverage)
    return _Known(state.value, max((state.high - state.low) / 2 / reach, 1e-6))


def _quantile(coverage: float) -> float:
    return NormalDist().inv_cdf((1 + min(max(coverage, 0.01), 0.9999)) / 2)


def _in_domain(test: Test, state: StateOfHealth, chemistry: Chemistry | None) -> bool:
    if chemistry in AT_REST and not test.plateau:
        return False
    return (state.level is None or test.level > state.level) and _may_repeat(test, state)


def _may_repeat(test: Test, state: StateOfHealth) -> bool:
    """Tell whether a test was not done yet, or lacked something that doing it again mends.

    One of the same kind that spoke errs the same way again; one that lacked a statement needs that, and no test.
    """
    done = [one for one in (*state.together, *state.apart) if one.level == test.level]
    return all(test.level == _REFERENCE and one.abstains and not _unstated(one) for one in done)


def _unstated(one: Estimate) -> bool:
    return any(found.code in _STATE_INSTEAD for found in one.findings)


def saving(mean: float, sd: float, test: float, cuts: Floats, costs: Floats) -> float:
    """Return by how much a test of standard deviation `test` is expected to lower the least expected cost.

    `cuts` fall, `costs` has a row for each given and a column for each true grade. Never negative.
    """
    after = sd * test / sqrt(sd**2 + test**2)
    moved = sqrt(max(sd**2 - after**2, 0.0))
    # The means of equally likely slices of what the test may find.
    means = mean + moved * np.array(_quantiles(_FOUND))
    later = (_chances(means, after, cuts) @ costs.T).min(axis=1).mean()
    # What is known now, as the mean of the same slices: then no slice can make a test seem to harm.
    sooner = (_chances(means, after, cuts).mean(axis=0) @ costs.T).min()
    return max(float(sooner - later), 0.0)


@lru_cache(maxsize=4)
def _quantiles(count: int) -> tuple[float, ...]:
    normal = NormalDist()
    return tuple(normal.inv_cdf((place + 0.5) / count) for place in range(count))


def _chances(means: Floats, sd: float, cuts: Floats) -> Floats:
    """Return the probability of each grade (column), best first, of normal distributions (row)."""
    scaled = (means[:, None] - cuts) / (sd * sqrt(2.0))
    above = np.array([[0.5 * (1 + erf(one)) for one in row] for row in scaled.tolist()]).reshape(scaled.shape)
    return np.diff(above, axis=1, prepend=0.0, append=1.0)


def _proposed(test: Test, saves: float, now: _Known, state: StateOfHealth) -> NextTest:
    after = now.sd * test.sd / sqrt(now.sd**2 + test.sd**2)
    wide, narrow = 200 * Z95 * now.sd, 200 * Z95 * after
    known = "Nothing is known yet" if state.value is None else f"The interval is {wide:.1f} points wide"
    why = f"{known}; {test.name} ({test.minutes:g} min) would leave about {narrow:.1f} points. Needs {test.domain}."
    return NextTest(level=test.level, name=test.name, minutes=test.minutes, saving=round(saves, 6), why=why)


def combined(
    estimates: Sequence[Estimate],
    of: HealthType | None = None,
    *,
    cuts: Sequence[float] | Mapping[str, float] = CUTS,
    chemistry: Chemistry | None = None,
    tests: Tests | None = None,
    levels: Collection[Level] | None = None,
) -> StateOfHealth:
    """Return what estimates say together, with the tests to do next; of `levels`, where not all can be evaluated."""
    state, known = fuse(estimates, of), tests or our_tests()
    able = [one for one in known.tests if levels is None or one.level in levels]
    proposed = next_tests(state, cuts, available=able, chemistry=chemistry, tests=known)
    if chemistry not in AT_REST:
        return replace(state, next_tests=proposed)
    told = "On a voltage plateau a part of a charge says nothing of the capacity; it is not proposed."
    note = Finding("health.plateau", told, "state", Severity.NOTE)
    return replace(state, next_tests=proposed, findings=(*state.findings, note))
