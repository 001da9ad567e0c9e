"""What errors of measurement do to a pack: its expected and guaranteed capacity.

Errors are taken as normal and independent between modules. An error that all share (one bench, one wrong sensor) moves
every pack alike and is not in these figures. The weakest of several is worked out by a fixed quadrature, not by drawing
random numbers, so the answer is the same every time.
"""

from math import erf, sqrt
from typing import Final, NamedTuple

import numpy as np

from dicycle.routing.matching.model import QUANTILE, Floats, Indexes, Matching, Modules, Request

_NODES: Final = 257
_REACH: Final = 6.0
_STEP: Final = 1e-3
_GRID: Final = np.arange(-8000, 8001) * _STEP
_TABLE: Final = np.array([0.5 * (1 + erf(x / sqrt(2))) for x in _GRID])
CHUNK: Final = 500


class Usable(NamedTuple):
    """The capacity of the weakest group of each pack in Ah; NaN where the error of a module is not known.

    `expected` is its mean; the pack has at least `guaranteed` with probability 1 - quantile.
    """

    expected: Floats
    guaranteed: Floats


def below(x: Floats) -> Floats:
    """Return the standard normal distribution function, to within 1e-7."""
    return np.asarray(np.interp(x, _GRID, _TABLE, left=0.0, right=1.0))


def quantile_of(share: Floats) -> Floats:
    """Return where the standard normal distribution function has these values, within 8 of zero."""
    return np.asarray(np.interp(share, _TABLE, _GRID))


def weakest(mean: Floats, sd: Floats, quantile: float = QUANTILE) -> Usable:
    """Return the expectation and a low quantile of the least of independent normals; shape (packs, groups)."""
    parts = [_weakest(mean[at : at + CHUNK], sd[at : at + CHUNK], quantile) for at in range(0, len(mean), CHUNK)]
    if not parts:
        return Usable(np.zeros(0), np.zeros(0))
    return Usable(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def _weakest(mean: Floats, sd: Floats, quantile: float) -> Usable:
    grid = grid_of(mean, sd)
    alive = alive_of(grid, mean, sd)
    expected = grid[:, 0] + np.trapezoid(alive, grid, axis=1)
    rows = zip(alive, grid, strict=True)
    guaranteed = np.array([np.interp(quantile - 1, -held, xs) for held, xs in rows])
    unknown = np.isnan(sd).any(axis=1)
    return Usable(np.where(unknown, np.nan, expected), np.where(unknown, np.nan, guaranteed))


def grid_of(mean: Floats, sd: Floats) -> Floats:
    """Return points for each pack from where nothing is below to where the least surely is; shape (packs, nodes)."""
    low = (mean - _REACH * sd).min(axis=1, keepdims=True)
    high = (mean + _REACH * sd).min(axis=1, keepdims=True)
    return np.asarray(low + (high - low) * np.linspace(0.0, 1.0, _NODES))


def alive_of(grid: Floats, mean: Floats, sd: Floats) -> Floats:
    """Return the probability that all groups have at least so much; shape (packs, nodes)."""
    alive = np.ones_like(grid)
    for group in range(mean.shape[1]):
        alive *= 1.0 - under(grid, mean[:, group], sd[:, group])
    return alive


def under(grid: Floats, mean: Floats, sd: Floats) -> Floats:
    """Return the probability that what has mean and error is below each point; shape (packs, nodes)."""
    scale = np.maximum(sd, 1e-12)[:, None]
    return below((grid - mean[:, None]) / scale)


def usable(matching: Matching, modules: Modules, request: Request, quantile: float = QUANTILE) -> Usable:
    """Return what each pack can be expected to have, and what it has with probability 1 - quantile, in Ah."""
    return weakest(*groups_of(matching.rows, modules, request), quantile)


def groups_of(rows: Indexes, modules: Modules, request: Request) -> tuple[Floats, Floats]:
    """Return mean and standard deviation of the capacity of each group in Ah; shape (packs, groups)."""
    shape = (len(rows), request.series, request.parallel)
    mean = modules.capacity[rows].reshape(shape).sum(axis=2)
    variance = (modules.capacity_sd[rows] ** 2).reshape(shape).sum(axis=2)
    return mean, np.sqrt(variance)
