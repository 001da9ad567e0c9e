"""How typical a test is of a type: an open-set check by what its pulses look like.

Features are whitened by the type's principal components. The first few say where a unit stands (charge, age,
resistance); what the others must then be is learnt by a kernel ridge. A test is strange if it stands far from every
known test, if the rest does not follow, or if it looks like a known test that was moved (`moving`). The strangest of
these views counts.

The p-value is the share of known units whose tests, judged with their own unit left out, are as strange, with the new
one counted in: conformal, by whole units, as tests of one unit are no independent evidence (Lee, Barber & Willett
2023). Where there are series and single tests the less strange verdict counts, so that the share of new units that is
turned away is held for each kind. With too few units to resolve that share, strangeness is shrunk as Student's t is
wider than the normal distribution; that is no promise.
"""

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from dicycle.health.learning.calibrating import ENOUGH_UNITS, widening
from dicycle.health.learning.counting import kinds, spread_out, weights
from dicycle.health.learning.kernels import squared
from dicycle.health.learning.leaving import blocks_of, left_out
from dicycle.health.learning.model import Group
from dicycle.health.learning.moving import Mover, Whitening, movers
from dicycle.health.learning.views import shape
from dicycle.health.learning.working import Arrays, of_group
from dicycle.health.records.table import Floats, Whole

MOST_ROWS: Final = 1000
RESOLVING: Final = 50
"""With fewer units, one of them is more than half of the share that may be turned away."""
_FLOOR: Final = 0.03
_LEADING: Final = 5
_LENGTH: Final = 1.5
_STRAIGHT: Final = 0.1
_RIDGE: Final = 0.003
_SMALLEST: Final = 1e-6
_COMMON, _RARE = 0.5, 0.975
_EDGE: Final = 0.9
_FOLDS: Final = 10


class Scale(NamedTuple):
    """Strangeness on a common scale: 0 where a tenth is stranger, 1 further as far as the rare is from the common."""

    edge: float
    span: float

    def of(self, values: Floats) -> Floats:
        """Return values on the scale."""
        return np.asarray(np.log((values + _SMALLEST) / self.edge) / self.span)


class Known(NamedTuple):
    """How strange tests of known units are; `counts` say how much each counts, and sum to the number of units."""

    scores: Floats
    counts: Floats
    units: int

    def p_values(self, strange: Floats) -> Floats:
        """Return the share of units that are at least as strange, with the new one counted in."""
        rows = self.units
        if self.units < RESOLVING:
            middle = float(np.median(self.scores))
            strange, rows = middle + (strange - middle) / widening(self.units), len(self.scores)
        above = (self.scores >= strange[:, None]) @ self.counts / self.units
        return np.asarray((above * rows + 1.0) / (rows + 1.0))


class Density(NamedTuple):
    """What tests of one type look like: views with a scale each, and the verdicts on known units by kind of test."""

    seen: Whitening
    leading: Floats
    weights: Floats
    rest: Floats
    movers: tuple[Mover, ...]
    scales: tuple[Scale, ...]
    known: tuple[Known, ...]

    def strange(self, voltages: Floats, soc: Floats) -> Floats:
        """Return how strange each test is; `voltages` V of shape (tests, points)."""
        whole = self.seen.of(voltages, soc)
        leading, others = whole[:, :_LEADING], whole[:, _LEADING:]
        off = _size(others - _kernel(leading, self.leading) @ self.weights, self.rest)
        far = np.sqrt(squared(leading, self.leading).min(axis=1))
        return _strangest(self.scales, [off, far, *(mover.away(whole) for mover in self.movers)])

    def p_values(self, voltages: Floats, soc: Floats) -> Floats:
        """Return how many units of the type, as a share, are at least as strange as each test."""
        strange = self.strange(voltages, soc)
        return np.asarray(np.max([known.p_values(strange) for known in self.known], axis=0))


def density(data: Arrays, amplitudes: tuple[float, ...], known: bool) -> Density:
    """Learn what tests look like from rows of one type."""
    data = data.taken(spread_out(data.units, data.target, MOST_ROWS, seed=0))
    seen = _whitening(data, amplitudes, known)
    whole = seen.of(data.voltages, data.soc)
    leading, others = whole[:, :_LEADING], whole[:, _LEADING:]
    found = left_out(_kernel(leading, leading) + _RIDGE * np.eye(len(whole)), others, blocks_of(data.units))
    rest = _sphere(found.residuals)
    moving, away = movers(data, seen)
    views = [_sizes_apart(found.residuals, data.units), _alone(leading, data.units), *away]
    scales = tuple(_scale(view) for view in views)
    judged = _judged(_strangest(scales, views), data)
    return Density(seen, leading, found.weights, rest, tuple(moving), scales, judged)


def _strangest(scales: tuple[Scale, ...], views: list[Floats]) -> Floats:
    return np.asarray(np.max([scale.of(view) for scale, view in zip(scales, views, strict=True)], axis=0))


def _judged(scores: Floats, data: Arrays) -> tuple[Known, ...]:
    found = []
    for rows in kinds(data.units, data.target, ENOUGH_UNITS):
        units, target = data.units[rows], data.target[rows]
        found.append(Known(scores[rows], weights(units, target), len(np.unique(units))))
    return tuple(found)


def _whitening(data: Arrays, amplitudes: tuple[float, ...], known: bool) -> Whitening:
    features = shape(data.voltages, amplitudes, data.soc if known else None)
    centre = features.mean(axis=0)
    sizes, axes = np.linalg.eigh((features - centre).T @ (features - centre) / len(features))
    return Whitening(amplitudes, known, centre, axes[:, ::-1] / np.sqrt(np.maximum(sizes[::-1], _FLOOR**2)))


def _kernel(one: Floats, other: Floats) -> Floats:
    smooth = np.exp(-0.5 * squared(one, other) / (_LEADING * _LENGTH**2))
    return smooth + _STRAIGHT * (one @ other.T) + 1.0


def _sphere(residuals: Floats) -> Floats:
    sizes, axes = np.linalg.eigh(residuals.T @ residuals / len(residuals))
    return np.asarray(axes / np.sqrt(np.maximum(sizes, sizes.max() * _SMALLEST + 1e-12)))


def _size(residuals: Floats, sphere: Floats) -> Floats:
    return np.asarray(np.sqrt(((residuals @ sphere) ** 2).mean(axis=1)))


def _sizes_apart(residuals: Floats, units: Whole) -> Floats:
    """Return the sizes of residuals, each by a sphere that its unit's fold had no part in."""
    found = np.empty(len(residuals))
    _, number = np.unique(units, return_inverse=True)
    for fold in range(_FOLDS):
        held = number % _FOLDS == fold
        if held.any() and not held.all():
            found[held] = _size(residuals[held], _sphere(residuals[~held]))
    return found


def _alone(leading: Floats, units: Whole) -> Floats:
    """Return how far each row is from the nearest row of another unit."""
    apart = squared(leading, leading)
    apart[units[:, None] == units] = np.inf
    return np.asarray(np.sqrt(apart.min(axis=1)))


def _scale(values: Floats) -> Scale:
    common, edge, rare = np.quantile(values, [_COMMON, _EDGE, _RARE]) + _SMALLEST
    return Scale(float(edge), max(float(np.log(rare / common)), _SMALLEST))


@lru_cache(maxsize=64)
def density_of(group: Group, points: int, known: bool) -> Density:
    """Return the density of a group, of its first turning points only."""
    data = of_group(group, known)
    return density(data._replace(voltages=data.voltages[:, :points]), group.amplitudes, known)
