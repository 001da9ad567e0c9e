"""What a group of a model says of tests: health with its interval, and how typical the pulses are."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from dicycle.health.learning.density import density_of
from dicycle.health.learning.gathering import health_of, pulses
from dicycle.health.learning.model import Group
from dicycle.health.learning.views import FEWEST_POINTS, PER_PAIR
from dicycle.health.learning.working import Arrays, Values, bench
from dicycle.health.model import CellType
from dicycle.health.records.table import Floats, PulseTest

TOLERANCE: Final = 0.02
"""How far width and currents may be off, as a fraction."""


def voltages_of(tests: Sequence[PulseTest], points: int) -> Floats:
    """Return the first turning points of tests, V of shape (tests, points)."""
    return np.array([test.voltages[:points] for test in tests], float).reshape(len(tests), points)


def soc_of(tests: Sequence[PulseTest]) -> Floats:
    """Return the states of charge of tests, nan where nobody knows them."""
    return np.array([np.nan if test.soc is None else test.soc for test in tests], float)


def arrays_of(tests: Sequence[PulseTest], points: int) -> Arrays:
    """Return tests with a measured capacity as arrays; units are numbered by their names."""
    _, units = np.unique(np.array([test.unit for test in tests]), return_inverse=True)
    target = np.log([health_of(test) for test in tests])
    return Arrays(np.asarray(units), voltages_of(tests, points), soc_of(tests), np.asarray(target))


def values(group: Group, tests: Sequence[PulseTest], known: bool) -> Values:
    """Return what a head of a group says of tests with its turning points, whatever else its domain."""
    return bench(group, known).values(voltages_of(tests, group.points), soc_of(tests))


def common_points(group: Group, test: PulseTest) -> int:
    """Return over how many turning points a test compares with a group; 0 if it does not.

    Width and currents must be the same, and so many cells in series and in parallel.
    """
    return common(group.width, group.amplitudes, group.points, test) if built_alike(group.type, test.type) else 0


def built_alike(one: CellType, other: CellType) -> bool:
    """Tell whether two types have equally many cells in series and in parallel.

    A module's voltages by the number of its cells are no cell's: its capacity is that of the weakest, its voltage that
    of all, and connections add resistance.
    """
    return (one.series, one.parallel) == (other.series, other.parallel)


def common(width: float, amplitudes: tuple[float, ...], points: int, test: PulseTest) -> int:
    """Return the same for pulses of this `width` s, these `amplitudes` C and so many `points`."""
    if not abs(test.width - width) <= TOLERANCE * width:
        return 0
    length = min(points, pulses(test))
    pairs = -(-(length - 1) // PER_PAIR)
    same = np.allclose(test.amplitudes[:pairs], amplitudes[:pairs], rtol=TOLERANCE, atol=0.0)
    return length if length >= FEWEST_POINTS and same else 0


def typical(group: Group, tests: Sequence[PulseTest], points: int) -> Floats:
    """Return the p-values of comparable tests for a group: with the state of charge where both know it."""
    voltages, soc = voltages_of(tests, points), soc_of(tests)
    given = np.isfinite(soc) & (group.known is not None)
    found = np.empty(len(tests))
    for known in (True, False):
        rows = np.flatnonzero(given == known)
        if len(rows):
            found[rows] = density_of(group, points, known).p_values(voltages[rows], soc[rows])
    return found
