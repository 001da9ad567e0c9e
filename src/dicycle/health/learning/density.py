"""How typical a test is of a type: an open-set check by what its pulses look like.

Features are whitened by the type's principal components. The first few say where a unit stands (charge, age,
resistance); what the others must then be is learnt by a kernel ridge. A test is strange if it stands far from every
known test, or if the rest does not follow. Its p-value is the share of known tests, each judged with its own unit
left out, that are as strange: conformal, so that at most that share of new units of the type is turned away.
"""

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from dicycle.health.learning.counting import spread_out, weights
from dicycle.health.learning.kernels import squared
from dicycle.health.learning.leaving import blocks_of, left_out
from dicycle.health.learning.model import Group
from dicycle.health.learning.views import shape
from dicycle.health.learning.working import Arrays, of_group
from dicycle.health.records.table import Floats, Whole

MOST_ROWS: Final = 1000
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


class Density(NamedTuple):
    """What tests of one type look like; `scores` are those of the fitted tests, their own unit left out."""

    amplitudes: tuple[float, ...]
    known: bool
    centre: Floats
    turn: Floats
    leading: Floats
    weights: Floats
    rest: Floats
    scales: tuple[Scale, Scale]
    scores: Floats
    counts: Floats
    """How much each score counts; they sum to 1."""

    def strange(self, voltages: Floats, soc: Floats) -> Floats:
        """Return how strange each test is; `voltages` V of shape (tests, points)."""
        whole = (shape(voltages, self.amplitudes, soc if self.known else None) - self.centre) @ self.turn
        leading, others = whole[:, :_LEADING], whole[:, _LEADING:]
        off = _size(others - _kernel(leading, self.leading) @ self.weights, self.rest)
        far = np.sqrt(squared(leading, self.leading).min(axis=1))
        return np.maximum(self.scales[0].of(off), self.scales[1].of(far))

    def p_values(self, voltages: Floats, soc: Floats) -> Floats:
        """Return the share of fitted tests that are at least as strange, with the new one counted in."""
        above = (self.scores >= self.strange(voltages, soc)[:, None]) @ self.counts
        return np.asarray((above * len(self.counts) + 1.0) / (len(self.counts) + 1.0))


def density(data: Arrays, amplitudes: tuple[float, ...], known: bool) -> Density:
    """Learn what tests look like from rows of one type."""
    data = data.taken(spread_out(data.units, data.target, MOST_ROWS, seed=0))
    features = shape(data.voltages, amplitudes, data.soc if known else None)
    centre, turn = _whitening(features)
    whole = (features - centre) @ turn
    leading, others = whole[:, :_LEADING], whole[:, _LEADING:]
    found = left_out(_kernel(leading, leading) + _RIDGE * np.eye(len(whole)), others, blocks_of(data.units))
    rest = _sphere(found.residuals)
    off, far = _sizes_apart(found.residuals, data.units), _alone(leading, data.units)
    scales = _scale(off), _scale(far)
    scores = np.maximum(scales[0].of(off), scales[1].of(far))
    counts = weights(data.units, data.target)
    counts /= counts.sum()
    return Density(amplitudes, known, centre, turn, leading, found.weights, rest, scales, scores, counts)


def _whitening(features: Floats) -> tuple[Floats, Floats]:
    centre = features.mean(axis=0)
    sizes, axes = np.linalg.eigh((features - centre).T @ (features - centre) / len(features))
    return centre, axes[:, ::-1] / np.sqrt(np.maximum(sizes[::-1], _FLOOR**2))


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
