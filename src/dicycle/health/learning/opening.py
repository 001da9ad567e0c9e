"""How well the open-set check does, by pulses alone: the declared type does not enter.

*False alarms* are tests of a held-out unit that look like no type. *Flagged* are tests of a type that do so while no
model of their type is there. Types are compared at equal width and currents, over the turning points that both have;
other widths are outside the model anyway and are not counted as a success. *Near* is a type that nobody makes: tests
of a held-out unit with all resistances a quarter larger, and a quarter smaller, which should look like no type either.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from dicycle.health.learning.asking import arrays_of, common, soc_of, voltages_of
from dicycle.health.learning.dealing import dealt
from dicycle.health.learning.density import density
from dicycle.health.learning.fitting import SIGNIFICANCE
from dicycle.health.learning.gathering import Key
from dicycle.health.learning.moving import PARTS, moved
from dicycle.health.learning.scoring import Bools
from dicycle.health.learning.working import Arrays
from dicycle.health.records.table import Floats, PulseTest

Tests = Sequence[PulseTest]
NEAR: Final = 1.25
"""By how much the resistances of a near type are larger, or smaller."""


class Alarms(NamedTuple):
    """For each test of a group and repeat: whether it was turned away while its type was known, and while it was not.

    Of shape (repeats, tests); by whether the state of charge entered. `unseen` is None where no other type compares.
    `near`, of shape (repeats, 2, tests), is of the same tests with larger and with smaller resistances.
    """

    false: dict[bool, Bools]
    unseen: dict[bool, Bools | None]
    near: dict[bool, Bools]


class _Asked(NamedTuple):
    """Tests in versions: as they are, with larger and with smaller resistances, V of shape (tests, points) each."""

    versions: tuple[Floats, ...]
    soc: Floats

    def taken(self, rows: Bools) -> "_Asked":
        return _Asked(tuple(one[rows] for one in self.versions), self.soc[rows])


def judged(
    groups: Mapping[Key, Tests], folds: int, seeds: Sequence[int], told: Callable[[], None] = lambda: None
) -> dict[Key, Alarms]:  # fmt: skip
    """Judge the check on every group against all others; `told` is called before each of its `steps`."""
    return {key: _alarms(key, groups, folds, seeds, told) for key in groups}


def steps(groups: int, folds: int, seeds: int) -> int:
    """Return in how many steps so many groups are judged: a fold, with the state of charge and without it."""
    return 2 * groups * folds * seeds


def _alarms(
    key: Key, groups: Mapping[Key, Tests], folds: int, seeds: Sequence[int], told: Callable[[], None]
) -> Alarms:  # fmt: skip
    tests = groups[key]
    asked, others = _asked(tests, key.points), _others(key, groups)
    found = Alarms({}, {}, {})
    for known in (True, False):
        best = np.zeros((len(asked.versions), len(tests)))
        for other, points in others.items():
            data = arrays_of(groups[other], other.points)
            best = np.maximum(best, _p_values(data, other, points, asked, known))
        own = np.array([_held_out(key, tests, asked, folds, seed, known, told) for seed in seeds])
        strange = np.maximum(own, best) < SIGNIFICANCE
        found.false[known], found.near[known] = strange[:, 0], strange[:, 1:]
        found.unseen[known] = np.tile(best[0] < SIGNIFICANCE, (len(seeds), 1)) if others else None
    return found


def _asked(tests: Tests, points: int) -> _Asked:
    voltages = voltages_of(tests, points)
    logs = np.full(len(tests), np.log(NEAR))
    return _Asked((voltages, moved(voltages, PARTS[0], logs), moved(voltages, PARTS[0], -logs)), soc_of(tests))


def _others(key: Key, groups: Mapping[Key, Tests]) -> dict[Key, int]:
    """Return the groups of other types whose tests compare with those of a group, and over how many turning points."""
    test = groups[key][0]
    found = {one: common(one.width, one.amplitudes, one.points, test) for one in groups if one.type != key.type}
    return {one: points for one, points in found.items() if points}


def _held_out(
    key: Key, tests: Tests, asked: _Asked, folds: int, seed: int, known: bool, told: Callable[[], None]
) -> Floats:  # fmt: skip
    found = np.zeros((len(asked.versions), len(tests)))
    data = arrays_of(tests, key.points)
    for held in dealt(tests, folds, seed):
        told()
        taught = data.taken(np.flatnonzero(~held))
        found[:, held] = _p_values(taught, key, key.points, asked.taken(held), known)
    return found


def _p_values(data: Arrays, key: Key, points: int, asked: _Asked, known: bool) -> Floats:
    """Return p-values for a group, of shape (versions, tests); without a state of charge where one has none."""
    data = data._replace(voltages=data.voltages[:, :points])
    stated = known and bool(np.isfinite(data.soc).all() and np.isfinite(asked.soc).all())
    found = density(data, key.amplitudes, stated)
    return np.array([found.p_values(one[:, :points], asked.soc) for one in asked.versions])
