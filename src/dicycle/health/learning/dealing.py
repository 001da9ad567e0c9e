"""Units dealt into folds and halves."""

from collections.abc import Iterator, Sequence

import numpy as np

from dicycle.health.learning.scoring import Bools
from dicycle.health.records.table import PulseTest, Whole


def dealt(tests: Sequence[PulseTest], folds: int, seed: int) -> Iterator[Bools]:
    """Yield for each fold which tests are held out: all tests of the fold's units, and no others.

    There are as many folds as units where those are fewer; every unit is held out once.
    """
    units = np.array([test.unit for test in tests])
    names = sorted(set(units.tolist()))
    order = np.random.default_rng(seed).permutation(len(names))
    count = min(folds, len(names))
    for fold in range(count):
        held = {names[place] for place in order[fold::count]}
        yield np.array([unit in held for unit in units.tolist()])


def halved(units: Whole, seed: int) -> Whole:
    """Return for each row in which half of the units its unit is, 0 or 1."""
    names, place = np.unique(units, return_inverse=True)
    return np.asarray(np.random.default_rng(seed).permutation(len(names))[place] % 2)
