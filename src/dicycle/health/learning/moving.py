"""By how much a test would have to be moved to be one of its type: more resistance at once, more slowly, or both.

Two designs of one chemistry differ first in their resistances. How strange a test is in general answers that badly:
the scatter of all other features is counted in. So for each of these directions a kernel ridge learns to tell from the
other features by how much rows of the type were moved, on copies that were moved by a known amount. A new test that is
said to be moved further than known tests (which were not moved) is of another type.
"""

from typing import Final, NamedTuple

import numpy as np

from dicycle.health.learning.counting import spread_out
from dicycle.health.learning.kernels import squared
from dicycle.health.learning.leaving import blocks_of, left_out, without
from dicycle.health.learning.views import PER_PAIR, shape
from dicycle.health.learning.working import Arrays
from dicycle.health.records.table import Floats

_AT_ONCE: Final = np.arange(PER_PAIR) % 2 == 0
"""A current that is switched moves the voltage at once; what follows until the next turning point comes slowly."""
PARTS: Final = (np.ones(PER_PAIR), _AT_ONCE.astype(float), (~_AT_ONCE).astype(float))
MOST_ROWS: Final = 500
_REACH: Final = 0.35
"""Copies are moved by up to a factor of exp(0.35) = 1.4, up or down."""
_STRAIGHT: Final = 0.1
_RIDGE: Final = 0.01


class Whitening(NamedTuple):
    """How tests are seen: `amplitudes` C, whether by their state of charge, features turned to principal components."""

    amplitudes: tuple[float, ...]
    known: bool
    centre: Floats
    turn: Floats

    def of(self, voltages: Floats, soc: Floats) -> Floats:
        """Return whitened features; `voltages` V of shape (tests, points)."""
        return (shape(voltages, self.amplitudes, soc if self.known else None) - self.centre) @ self.turn


class Mover(NamedTuple):
    """What says by how much a test was moved in one direction, as a share of the reach; `usual` is said of most."""

    rows: Floats
    weights: Floats
    usual: float

    def away(self, features: Floats) -> Floats:
        """Return how far tests are said to be moved, by their whitened features."""
        return np.asarray(np.abs(_alike(features, self.rows) @ self.weights - self.usual))


def movers(data: Arrays, seen: Whitening) -> tuple[list[Mover], list[Floats]]:
    """Return a mover for each direction, and what it says of the rows, learnt without their own unit."""
    found = [_mover(data, seen, part, seed) for seed, part in enumerate(PARTS)]
    return [mover for mover, _ in found], [away for _, away in found]


def _mover(data: Arrays, seen: Whitening, part: Floats, seed: int) -> tuple[Mover, Floats]:
    some = data.taken(spread_out(data.units, data.target, MOST_ROWS, seed))
    shares = np.random.default_rng(seed).uniform(-1.0, 1.0, len(some.units))
    rows = seen.of(moved(some.voltages, part, _REACH * shares), some.soc)
    found = left_out(_alike(rows, rows) + _RIDGE * np.eye(len(rows)), shares, blocks_of(some.units))
    alone = without(found, _alike(seen.of(data.voltages, data.soc), rows), some.units, data.units)
    mover = Mover(rows, found.weights, float(np.median(alone)))
    return mover, np.asarray(np.abs(alone - mover.usual))


def moved(voltages: Floats, part: Floats, logs: Floats) -> Floats:
    """Return tests with the steps of each pair of pulses scaled by exp(`logs`) where `part` is 1; rest stays."""
    steps = np.diff(voltages, axis=1)
    pairs = -(-steps.shape[1] // PER_PAIR)
    steps = steps * np.exp(logs[:, None] * np.tile(part, pairs)[: steps.shape[1]])
    return np.column_stack([voltages[:, 0], voltages[:, :1] + np.cumsum(steps, axis=1)])


def _alike(one: Floats, other: Floats) -> Floats:
    features = one.shape[1]
    return np.asarray(np.exp(-0.5 * squared(one, other) / features) + _STRAIGHT * (one @ other.T) / features + 1.0)
