"""From left-out residuals to an interval that holds the truth as often as it says.

A residual is divided by how hard its test looks (`Difficulty`); the interval is the quantile of these quotients times
the difficulty of the new test. Residuals are those of units left out, as in the jackknife+ (Barber et al. 2021), by
lengths that the other half of the units chose (cross-fitting): chosen by all, they make residuals up to an eighth too
small. What is expected of them is fitted without the unit's own fold. Rows of one unit are not independent: each unit
counts once, as in hierarchical conformal prediction (Lee, Barber & Willett 2023). In place of its one unit beyond
everything, which with few units makes every interval infinite, the quantile is widened as Student's t is for so many
units. That is no promise for finite samples; the report measures what it holds. Below `ENOUGH_UNITS` the model says
so.
"""

from typing import Final

import numpy as np
from msgspec import Struct

from dicycle.health.model import Z95
from dicycle.health.records.table import Floats, Whole

ENOUGH_UNITS: Final = 19
"""With fewer, one unit is more than the five per cent that a 95 % interval may miss."""
_FLOOR: Final = 0.003
"""Added to residuals (logarithm of health) before their logarithm is taken."""
_RIDGE: Final = 1.0
_SHRINK: Final = 0.3
_DECIMALS: Final = 6
_FOLDS: Final = 10


class Difficulty(Struct, frozen=True):
    """A straight line for the logarithm of the expected residual; `centre` and `width` standardise the features."""

    centre: tuple[float, ...]
    width: tuple[float, ...]
    slopes: tuple[float, ...]
    low: float
    high: float

    def of(self, features: Floats) -> Floats:
        """Return the expected residual of each row of features, within what was seen in fitting."""
        straight = _standard(features, self.centre, self.width) @ np.array(self.slopes)
        return np.asarray(np.exp(np.clip(straight, self.low, self.high)))


def shares(residuals: Floats) -> Floats:
    """Return how much each member (second axis) counts: least squares of the mean, shrunk, none below zero."""
    spread = residuals.T @ residuals / len(residuals)
    members = len(spread)
    raw = np.linalg.solve(spread + _SHRINK * np.trace(spread) / members * np.eye(members), np.ones(members))
    raw = np.maximum(raw, 0.0)
    return np.asarray(np.round(raw / raw.sum(), _DECIMALS))


def difficulty(features: Floats, residuals: Floats, counts: Floats) -> Difficulty:
    """Fit how large a residual is to be expected; the `counts` of rows sum to the number of units."""
    centre, width = np.round(features.mean(axis=0), _DECIMALS), np.round(features.std(axis=0) + 1e-6, _DECIMALS)
    straight = _standard(features, tuple(centre.tolist()), tuple(width.tolist()))
    weighted = straight * counts[:, None]
    ridge = _RIDGE * np.eye(straight.shape[1])
    ridge[0, 0] = 0.0
    size = np.log(np.abs(residuals) + _FLOOR)
    slopes = np.round(np.linalg.solve(straight.T @ weighted + ridge, weighted.T @ size), _DECIMALS)
    fitted = straight @ slopes
    low, high = round(float(fitted.min()), _DECIMALS), round(float(fitted.max()), _DECIMALS)
    return Difficulty(tuple(centre.tolist()), tuple(width.tolist()), tuple(slopes.tolist()), low, high)


def _standard(features: Floats, centre: tuple[float, ...], width: tuple[float, ...]) -> Floats:
    return np.column_stack([np.ones(len(features)), (features - np.array(centre)) / np.array(width)])


def quotients(features: Floats, residuals: Floats, units: Whole, counts: Floats) -> Floats:
    """Return residuals by their expected size, where what is expected is fitted without the unit's own fold."""
    found = np.empty(len(residuals))
    _, number = np.unique(units, return_inverse=True)
    for fold in range(_FOLDS):
        held = number % _FOLDS == fold
        if held.any() and not held.all():
            line = difficulty(features[~held], residuals[~held], counts[~held])
            found[held] = np.abs(residuals[held]) / line.of(features[held])
    return found


def factor(quotients: Floats, units: Whole, counts: Floats, coverage: float) -> float:
    """Return the factor for the difficulty so that intervals hold `coverage` of a new unit's rows."""
    count = len(np.unique(units))
    order = np.argsort(quotients, kind="stable")
    reached = np.cumsum(counts[order]) / count
    place = int(np.searchsorted(reached, coverage - 1e-12))
    found = float(quotients[order][min(place, len(order) - 1)])
    return round(found * widening(count), _DECIMALS)


def widening(units: int) -> float:
    """Return how much wider a 95 % interval is by Student's t for so many units than by the normal distribution."""
    return student(units - 1) / Z95


def student(freedom: int) -> float:
    """Return the two-sided 95 % point of Student's t (Abramowitz & Stegun 26.7.5), of one degree at least."""
    degrees = max(freedom, 1)
    terms = (
        (Z95**3 + Z95) / 4,
        (5 * Z95**5 + 16 * Z95**3 + 3 * Z95) / 96,
        (3 * Z95**7 + 19 * Z95**5 + 17 * Z95**3 - 15 * Z95) / 384,
    )
    return float(Z95 + sum(term / degrees**power for power, term in enumerate(terms, 1)))
