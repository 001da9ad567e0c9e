"""Figures of how well estimates did: errors, coverage of intervals, grading without a person.

*Auto-graded*: the whole interval lies inside one grade. *Misgraded*: auto-graded, and the measured health is of another
grade; as a share of all tests and of those auto-graded. The measured health is itself one test: by the same tester
it repeats to within some 0.3 per cent (standard deviation; `u_repeat` of a full test), and another tester, current or
temperature adds more. Errors near that are those of the label too, and a unit at a cut may be "misgraded" by its label.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from dicycle.health.learning.calibrating import student
from dicycle.health.records.table import Floats

Bools = np.ndarray[Any, np.dtype[np.bool_]]

CUTS: Final = (0.85, 0.70)


class Answers(NamedTuple):
    """Measured health, what was estimated, and the interval: vectors of one length."""

    measured: Floats
    value: Floats
    low: Floats
    high: Floats

    def taken(self, rows: Bools) -> "Answers":
        """Return the rows of a mask."""
        return Answers(*(column[rows] for column in self))


class Score(NamedTuple):
    """Per cents, except `mae` and `width` (median of the intervals), which are of health and in points (0.01)."""

    mape: float
    mae: float
    coverage: float
    width: float
    auto_graded: float
    misgraded: float
    misgraded_of_auto: float


def score(answers: Answers, cuts: tuple[float, ...] = CUTS) -> Score:
    """Return the figures of answers; a share of nothing is 0."""
    measured, value, low, high = answers
    error = np.abs(value - measured)
    inside = (measured >= low) & (measured <= high)
    auto = grades(low, cuts) == grades(high, cuts)
    wrong = auto & (grades(low, cuts) != grades(measured, cuts))
    return Score(
        mape=_percent(error / measured),
        mae=_percent(error),
        coverage=share(inside),
        width=round(float(100 * np.median(high - low)), 3),
        auto_graded=share(auto),
        misgraded=share(wrong),
        misgraded_of_auto=round(float(100 * wrong.sum() / max(auto.sum(), 1)), 3),
    )


def bounds(answers: Answers, units: Sequence[str]) -> tuple[float, float]:
    """Return between which per cents the coverage of new units lies, 95 % sure: units are the evidence, not rows.

    Wilson's interval, with Student's t, for so many rows as would be as sure if each were of a unit of its own. The
    variance of the coverage is that between `units`, linearised as of a ratio (Cochran, Sampling Techniques, chapter
    6); where no unit differs from another, each unit counts as one row.
    """
    inside = ((answers.measured >= answers.low) & (answers.measured <= answers.high)).astype(float)
    rows, mean = len(inside), float(inside.mean())
    _, number = np.unique(np.array(units), return_inverse=True)
    count = int(number.max()) + 1
    wide = student(count - 1)
    off = np.bincount(number, weights=inside - mean)
    variance = float(off @ off) / rows**2 * count / max(count - 1, 1)
    even = mean * (1.0 - mean)
    effective = min(max(even / variance, 1.0), float(rows)) if variance > 0 else float(count)
    middle = mean + wide**2 / (2 * effective)
    reach = wide * float(np.sqrt(even / effective + wide**2 / (4 * effective**2)))
    ends = ((middle + sign * reach) / (1 + wide**2 / effective) for sign in (-1, 1))
    low, high = (round(min(max(100 * end, 0.0), 100.0), 1) for end in ends)
    return low, high


def grades(health: Floats, cuts: tuple[float, ...] = CUTS) -> np.ndarray[Any, np.dtype[np.intp]]:
    """Return how many cuts each value reaches."""
    return np.asarray(np.digitize(health, sorted(cuts)))


def share(flags: Bools) -> float:
    """Return how many of the flags are set, per cent."""
    return round(float(100 * np.mean(flags)), 3)


def _percent(values: Floats) -> float:
    return round(float(100 * np.mean(values)), 3)
