"""The weighted mean of values that err each by themselves and all together, and whether they agree.

Generalised least squares with the covariance diag(own²) + common commonᵀ (Aitken 1935), weights not below zero.
Disagreement widens by the Birge ratio (Birge 1932; PDG, introduction to the tables of particles).
"""

from collections.abc import Sequence
from math import hypot, sqrt
from statistics import NormalDist
from typing import Final, NamedTuple

import numpy as np

from dicycle.health.records.table import Floats

SIGNIFICANCE: Final = 0.05
"""Values agree unless their differences would be this rare by chance."""


class Doubt(NamedTuple):
    """Standard deviations of what a value has of its own, and of what it has in common with all others."""

    own: float
    common: float

    @property
    def whole(self) -> float:
        """The standard deviation of both."""
        return hypot(self.own, self.common)

    def widened(self, times: float) -> "Doubt":
        """Return it with its own part so many times as large: differences tell nothing of what is in common."""
        return Doubt(times * self.own, self.common)

    def apart(self, other: "Doubt") -> float:
        """Return the standard deviation of the difference of two values: what they have in common cancels."""
        return hypot(self.own, other.own, self.common - other.common)


class Mean(NamedTuple):
    """A weighted mean, its doubt, and how many times as large its own part is by disagreement (1 if there is none)."""

    value: float
    doubt: Doubt
    wide: float


def mean(values: Sequence[float], doubts: Sequence[Doubt]) -> Mean:
    """Return the mean of least variance; what is in common is summed, not averaged away."""
    said, own, common = np.array(values), *np.array(doubts).T
    weights = _weights(own, common)
    doubt = Doubt(float(np.hypot.reduce(weights * own)), float(weights @ common))
    return Mean(float(weights @ said), doubt, _birge(said, own, common))


def _weights(own: Floats, common: Floats) -> Floats:
    """Return weights that sum to one; what would weigh less than nothing is left out, most in common first."""
    kept = np.ones(len(own), bool)
    while True:
        weights = np.zeros(len(own))
        weights[kept] = _solved(np.ones(int(kept.sum())), own[kept], common[kept])
        if (weights >= 0).all():
            return np.asarray(weights / weights.sum())
        kept[np.argmax(np.where(kept, common, -1.0))] = False


def _solved(right: Floats, own: Floats, common: Floats) -> Floats:
    """Return the solution of covariance x = right (Sherman and Morrison 1950)."""
    plain, along = right / own**2, common / own**2
    return plain - along * (common @ plain) / (1 + common @ along)


def _birge(values: Floats, own: Floats, common: Floats) -> float:
    """Return by how much values scatter more than what is their own allows, 1 where that may be chance."""
    freedom = len(values) - 1
    ones = _solved(np.ones(len(values)), own, common)
    off = values - float(ones @ values / ones.sum())
    squares = float(off @ _solved(off, own, common))
    return max(sqrt(squares / freedom), 1.0) if freedom and squares > critical(freedom) else 1.0


def critical(freedom: int, significance: float = SIGNIFICANCE) -> float:
    """Return the value that chi-square exceeds with a probability (Wilson and Hilferty 1931; exact for 1 and 2)."""
    normal = NormalDist()
    if freedom == 1:
        return normal.inv_cdf(1 - significance / 2) ** 2
    if freedom == 2:
        return float(-2.0 * np.log(significance))
    part = 2 / (9 * freedom)
    return float(freedom * (1 - part + normal.inv_cdf(1 - significance) * sqrt(part)) ** 3)


def pairwise(count: int) -> float:
    """Return how many standard deviations two of several may differ (Bonferroni)."""
    pairs = max(count * (count - 1) // 2, 1)
    return NormalDist().inv_cdf(1 - SIGNIFICANCE / pairs / 2)
