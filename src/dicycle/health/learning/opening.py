"""How well the open-set check does, by pulses alone: the declared type does not enter.

*False alarms* are tests of a held-out unit that look like no type. *Flagged* are tests of a type that do so while no
model of their type is there. Types are compared at equal width and currents, over the turning points that both have;
other widths are outside the model anyway and are not counted as a success.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from dicycle.health.learning.asking import arrays_of, common, soc_of, voltages_of
from dicycle.health.learning.dealing import dealt
from dicycle.health.learning.density import density
from dicycle.health.learning.fitting import SIGNIFICANCE
from dicycle.health.learning.gathering import Key
from dicycle.health.learning.scoring import Bools
from dicycle.health.learning.working import Arrays
from dicycle.health.records.table import Floats, PulseTest

Tests = Sequence[PulseTest]


class Alarms(NamedTuple):
    """For each test of a group and repeat: whether it was turned away while its type was known, and while it was not.

    Of shape (repeats, tests); by whether the state of charge entered. `unseen` is None where no other type compares.
    """

    false: dict[bool, Bools]
    unseen: dict[bool, Bools | None]


def judged(groups: Mapping[Key, Tests], folds: int, seeds: Sequence[int]) -> dict[Key, Alarms]:
    """Judge the check on every group against all others."""
    return {key: _alarms(key, groups, folds, seeds) for key in groups}


def _alarms(key: Key, groups: Mapping[Key, Tests], folds: int, seeds: Sequence[int]) -> Alarms:
    tests = groups[key]
    false, unseen = {}, {}
    for known in (True, False):
        others = [
            _p_values(arrays_of(groups[other], other.points), other, tests, known) for other in _others(key, groups)
        ]
        best = np.max(others, axis=0) if others else np.zeros(len(tests))
        own = np.array([_held_out(key, tests, folds, seed, known) for seed in seeds])
        false[known] = np.maximum(own, best) < SIGNIFICANCE
        unseen[known] = np.tile(best < SIGNIFICANCE, (len(seeds), 1)) if others else None
    return Alarms(false, unseen)


def _others(key: Key, groups: Mapping[Key, Tests]) -> list[Key]:
    """Return the groups of other types whose tests compare with those of a group."""
    test = groups[key][0]
    return [one for one in groups if one.type != key.type and common(one.width, one.amplitudes, one.points, test)]


def _held_out(key: Key, tests: Tests, folds: int, seed: int, known: bool) -> Floats:
    found = np.zeros(len(tests))
    data = arrays_of(tests, key.points)
    for held in dealt(tests, folds, seed):
        asked = [test for test, out in zip(tests, held, strict=True) if out]
        found[held] = _p_values(data.taken(np.flatnonzero(~held)), key, asked, known)
    return found


def _p_values(data: Arrays, key: Key, tests: Tests, known: bool) -> Floats:
    """Return p-values for a group; where the state of charge of a test or of the group is unknown, without it."""
    points = common(key.width, key.amplitudes, key.points, tests[0])
    data = data._replace(voltages=data.voltages[:, :points])
    stated = known and bool(np.isfinite(data.soc).all() and np.isfinite(soc_of(tests)).all())
    return density(data, key.amplitudes, stated).p_values(voltages_of(tests, points), soc_of(tests))
