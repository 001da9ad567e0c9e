"""One window of a charge as a straight line to health, with an interval from units left out."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct

from dicycle.health.learning.calibrating import ENOUGH_UNITS, factor
from dicycle.health.records.table import Floats, Whole

_DIGITS: Final = 8
RIDGES: Final = (1e-3, 1e-2, 1e-1, 1.0, 10.0)
_FLOOR: Final = 0.002


class Line(Struct, frozen=True):
    """A ridge regression on one window of a charge; V per cell, health as a fraction.

    `whole` says that the charge at constant voltage after it belongs to the window. `reach` is the half-width of the
    interval at the middle of what was fitted, `far` the greatest leverage of a fitted row, `typical` the mean error
    with the unit left out; `promised` says whether there were units enough for the coverage to be promised.
    """

    low: float
    high: float
    whole: bool
    centre: tuple[float, ...]
    width: tuple[float, ...]
    slopes: tuple[float, ...]
    inverse: tuple[tuple[float, ...], ...]
    reach: float
    far: float
    typical: float
    units: int
    promised: bool

    def value(self, features: Floats) -> float:
        """Return the health that a window shows."""
        return float(self._standard(features) @ np.array(self.slopes))

    def leverage(self, features: Floats) -> float:
        """Return how far a window is from the fitted ones."""
        row = self._standard(features)
        return float(row @ np.array(self.inverse) @ row)

    def half(self, features: Floats) -> float:
        """Return the half-width of the interval."""
        return self.reach * float(np.sqrt(1 + max(self.leverage(features), 0.0)))

    def _standard(self, features: Floats) -> Floats:
        scaled = (features - np.array(self.centre)) / np.array(self.width)
        return np.concatenate([[1.0], scaled])


def fitted(window: tuple[float, float, bool], rows: Floats, health: Floats, units: Whole, coverage: float) -> Line:
    """Return the line of a window; `rows` has a row of features for each charge, `units` a number for each.

    The ridge is the one of least error with each unit left out; with few units it is not chosen, which would make the
    interval too narrow, but the middle one.
    """
    centre, width = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    design = np.column_stack([np.ones(len(rows)), (rows - centre) / width])
    few = len(np.unique(units)) < ENOUGH_UNITS
    tried = [(_left_out(design, health, units, ridge), ridge) for ridge in (RIDGES[2:3] if few else RIDGES)]
    residuals, ridge = min(tried, key=lambda one: (float(np.abs(one[0]).mean()), one[1]))
    inverse = np.linalg.inv(_normal(design, ridge))
    leverage = np.einsum("ij,jk,ik->i", design, inverse, design)
    counts = np.unique(units, return_counts=True)
    weights = 1.0 / counts[1][np.searchsorted(counts[0], units)]
    quotients = (np.abs(residuals) + _FLOOR) / np.sqrt(1 + leverage)
    return Line(
        *window,
        centre=_rounded(centre),
        width=_rounded(width),
        slopes=_rounded(inverse @ design.T @ health),
        inverse=tuple(_rounded(row) for row in inverse),
        reach=factor(quotients, units, weights, coverage),
        far=round(float(leverage.max()), _DIGITS),
        typical=round(float((np.abs(residuals) * weights).sum() / weights.sum()), _DIGITS),
        units=len(counts[0]),
        promised=len(counts[0]) >= ENOUGH_UNITS,
    )


def _normal(design: Floats, ridge: float) -> Floats:
    penalty = ridge * np.eye(design.shape[1])
    penalty[0, 0] = 0.0
    return design.T @ design + penalty


def _left_out(design: Floats, health: Floats, units: Whole, ridge: float) -> Floats:
    """Return what is left of the health of each row when its unit is not fitted."""
    found = np.empty(len(health))
    for unit in np.unique(units):
        held = units == unit
        kept = design[~held]
        slopes = np.linalg.solve(_normal(kept, ridge), kept.T @ health[~held])
        found[held] = health[held] - design[held] @ slopes
    return found


def _rounded(values: Floats | Sequence[float]) -> tuple[float, ...]:
    return tuple(round(float(one), _DIGITS) for one in values)
