"""Lengths and weights of a kernel, chosen so that units left out are predicted well.

Each half of the units chooses for the other one: by lengths that a unit had a part in its residuals are too small
(`calibrating`). The likelihood of all rows would choose lengths that recognise a unit by its other rows. So the
criterion is the mean squared residual with the whole unit left out, its gradient in closed form, the steps those of
Rprop (Blum & Riedmiller, "Optimization of Gaussian process hyperparameters using Rprop", ESANN 2013).
"""

from typing import Final, NamedTuple

import numpy as np

from dicycle.health.learning.counting import noise, spread_out
from dicycle.health.learning.kernels import likeness
from dicycle.health.learning.leaving import LeftOut, blocks_of, left_out
from dicycle.health.records.table import Floats, Whole

MOST_ROWS: Final = 200
STEPS: Final = 14
_DECIMALS: Final = 4
_LENGTH, _LENGTH_WIDTH = -1.5, 1.5
_WEIGHTS, _WEIGHTS_WIDTH = (4.0, 3.0), 3.0
_PRIOR: Final = 0.02
_GROW, _SHRINK, _FIRST, _LARGEST, _SMALLEST = 1.3, 0.5, 0.3, 1.0, 0.005


class _Sample(NamedTuple):
    rows: Floats
    targets: Floats
    blocks: list[Whole]
    noise: Floats
    members: Floats
    """1 where a row (first axis) is of a unit (second axis)."""


def tuned(kernel: str, rows: Floats, targets: Floats, units: Whole, seed: int) -> Floats:
    """Return the logarithms for `likeness`; `rows` and `targets` are standardised, `units` says whose a row is."""
    sample = _sample(rows, targets, units, spread_out(units, targets, MOST_ROWS, seed))
    best = logs = _start(rows.shape[1])
    lowest, step, before = np.inf, np.full(len(logs), _FIRST), np.zeros(len(logs))
    for _ in range(STEPS):
        value, slope = _criterion(kernel, logs, sample)
        if value < lowest:
            lowest, best = value, logs
        turn = slope * before
        step = np.clip(np.where(turn > 0, step * _GROW, np.where(turn < 0, step * _SHRINK, step)), _SMALLEST, _LARGEST)
        slope = np.where(turn < 0, 0.0, slope)
        logs, before = np.clip(logs - np.sign(slope) * step, *_limits(rows.shape[1])), slope
    return np.round(best, _DECIMALS)


def _sample(rows: Floats, targets: Floats, units: Whole, chosen: Whole) -> _Sample:
    blocks = blocks_of(units[chosen])
    members = (units[chosen][:, None] == np.unique(units[chosen])).astype(float)
    return _Sample(rows[chosen], targets[chosen], blocks, noise(units[chosen], targets[chosen]), members)


def _start(features: int) -> Floats:
    return np.array([_LENGTH] * features + [*_WEIGHTS])


def _limits(features: int) -> tuple[Floats, Floats]:
    return np.array([-7.0] * features + [-4.0, -4.0]), np.array([2.0] * features + [12.0, 12.0])


def _criterion(kernel: str, logs: Floats, sample: _Sample) -> tuple[float, Floats]:
    """Return the logarithm of the mean squared left-out residual with a weak prior, and its gradient."""
    rows = sample.rows
    parts = likeness(kernel, rows, rows, logs)
    found = left_out(parts.whole + np.diag(sample.noise), sample.targets, sample.blocks)
    mean = float(np.mean(found.residuals**2))
    pull = _pull(found, sample)
    slopes = pull * parts.slope
    squares = (rows * rows * slopes.sum(axis=1)[:, None]).sum(axis=0) - (rows * (slopes @ rows)).sum(axis=0)
    lengths = -2.0 * np.exp(2.0 * logs[: rows.shape[1]]) * squares
    gradient = np.array([*lengths, (pull * parts.smooth).sum(), (pull * parts.straight).sum()]) / mean
    prior, slope = _prior(logs, rows.shape[1])
    return float(np.log(mean)) + prior, gradient + slope


def _pull(found: LeftOut, sample: _Sample) -> Floats:
    """Return the derivative of the mean squared residual by every entry of the kernel matrix."""
    at_residuals = found.inverse @ (sample.members * found.residuals[:, None])
    at_pull = found.inverse @ (sample.members * found.pull[:, None])
    whole = (at_residuals - found.weights[:, None]) @ at_pull.T
    return (whole + whole.T) / len(sample.targets)


def _prior(logs: Floats, features: int) -> tuple[float, Floats]:
    width = np.array([_LENGTH_WIDTH] * features + [_WEIGHTS_WIDTH] * 2)
    away = (logs - _start(features)) / width
    return _PRIOR * float((away**2).sum()), 2.0 * _PRIOR * away / width
