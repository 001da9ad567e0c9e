"""What errors of measurement do to a pack: its expected and guaranteed capacity, and what a second test is worth.

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
_TABLE: Final = np.array([0.5 * (1 + erf(x * _STEP / sqrt(2))) for x in range(-8000, 8001)])
_CHUNK: Final = 500


class Usable(NamedTuple):
    """The capacity of the weakest group of each pack in Ah; NaN where the error of a module is not known.

    `expected` is its mean; the pack has at least `guaranteed` with probability 1 - quantile.
    """

    expected: Floats
    guaranteed: Floats


class Retest(NamedTuple):
    """What testing one module again is worth.

    `gain` is the expected usable capacity (Ah) that its pack wins if the module, found weaker than `instead`, is
    replaced by one of that capacity. `value` is gain times price less cost, in the currency of both.
    """

    module: int
    pack: int
    instead: float
    gain: float
    value: float


def below(x: Floats) -> Floats:
    """Return the standard normal distribution function, to within 1e-7."""
    grid = np.arange(-8000, 8001) * _STEP
    return np.asarray(np.interp(x, grid, _TABLE, left=0.0, right=1.0))


def weakest(mean: Floats, sd: Floats, quantile: float = QUANTILE) -> Usable:
    """Return the expectation and a low quantile of the least of independent normals; shape (packs, groups)."""
    parts = [_weakest(mean[at : at + _CHUNK], sd[at : at + _CHUNK], quantile) for at in range(0, len(mean), _CHUNK)]
    if not parts:
        return Usable(np.zeros(0), np.zeros(0))
    return Usable(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def _weakest(mean: Floats, sd: Floats, quantile: float) -> Usable:
    grid = _grid(mean, sd)
    alive = _alive(grid, mean, sd)
    expected = grid[:, 0] + np.trapezoid(alive, grid, axis=1)
    rows = zip(alive, grid, strict=True)
    guaranteed = np.array([np.interp(quantile - 1, -held, xs) for held, xs in rows])
    unknown = np.isnan(sd).any(axis=1)
    return Usable(np.where(unknown, np.nan, expected), np.where(unknown, np.nan, guaranteed))


def _grid(mean: Floats, sd: Floats) -> Floats:
    """Return points for each pack from where nothing is below to where the least surely is; shape (packs, nodes)."""
    low = (mean - _REACH * sd).min(axis=1, keepdims=True)
    high = (mean + _REACH * sd).min(axis=1, keepdims=True)
    return np.asarray(low + (high - low) * np.linspace(0.0, 1.0, _NODES))


def _alive(grid: Floats, mean: Floats, sd: Floats) -> Floats:
    """Return the probability that all groups have at least so much; shape (packs, nodes)."""
    alive = np.ones_like(grid)
    for group in range(mean.shape[1]):
        alive *= 1.0 - _under(grid, mean[:, group], sd[:, group])
    return alive


def _under(grid: Floats, mean: Floats, sd: Floats) -> Floats:
    scale = np.maximum(sd, 1e-12)[:, None]
    return below((grid - mean[:, None]) / scale)


def usable(matching: Matching, modules: Modules, request: Request, quantile: float = QUANTILE) -> Usable:
    """Return what each pack can be expected to have, and what it has with probability 1 - quantile, in Ah."""
    return weakest(*_groups(matching.rows, modules, request), quantile)


def _groups(rows: Indexes, modules: Modules, request: Request) -> tuple[Floats, Floats]:
    shape = (len(rows), request.series, request.parallel)
    mean = modules.capacity[rows].reshape(shape).sum(axis=2)
    variance = (modules.capacity_sd[rows] ** 2).reshape(shape).sum(axis=2)
    return mean, np.sqrt(variance)


def value_of_retest(
    matching: Matching, modules: Modules, request: Request, *, price: float, cost: float, instead: float | None = None
) -> list[Retest]:
    """Rank modules by what a second, exact test of them is worth; the most valuable first.

    `price` is what an Ah of usable capacity of a pack is worth, `cost` what the test costs. `instead` is the capacity
    in Ah of the spare that would replace a module found weaker; by default the weakest value measured in the module's
    pack, which is what the pack was sold by. Modules whose error is not known are left out: they need a first test.
    """
    rows = matching.rows
    found = [one for at in range(0, len(rows), _CHUNK) for one in _retests(rows, at, modules, request, instead)]
    valued = [one._replace(value=one.gain * price - cost) for one in found if np.isfinite(one.gain)]
    return sorted(valued, key=lambda one: (-one.value, one.module))


def _retests(rows: Indexes, at: int, modules: Modules, request: Request, instead: float | None) -> list[Retest]:
    part = rows[at : at + _CHUNK]
    mean, sd = _groups(part, modules, request)
    grid = _grid(mean, sd)
    alive = _alive(grid, mean, sd)
    spare = modules.capacity[part].min(axis=1) if instead is None else np.full(len(part), instead)
    found = []
    for place in range(request.size):
        group = place // request.parallel
        gains = _gain(grid, alive, (mean[:, group], sd[:, group]), modules, part[:, place], spare)
        found += [
            Retest(int(part[i, place]), at + i, float(spare[i]), float(gain), 0.0) for i, gain in enumerate(gains)
        ]
    return found


def _gain(
    grid: Floats, alive: Floats, group: tuple[Floats, Floats], modules: Modules, rows: Indexes, spare: Floats
) -> Floats:
    """Return the integral of P(the others hold x) times the fall of P(the group is below x) by the replacement."""
    mean, sd = group
    own_mean, own_sd = modules.capacity[rows], modules.capacity_sd[rows]
    rest_mean, rest_sd = mean - own_mean, np.sqrt(np.maximum(sd**2 - own_sd**2, 0.0))
    before = _under(grid, mean, sd)
    others = np.divide(alive, 1.0 - before, out=np.zeros_like(alive), where=before < 1.0 - 1e-12)
    fall = _fall(grid, (own_mean, own_sd), (rest_mean, rest_sd), spare)
    return np.asarray(np.trapezoid(others * fall, grid, axis=1))


def _fall(grid: Floats, own: tuple[Floats, Floats], rest: tuple[Floats, Floats], spare: Floats) -> Floats:
    """Return by how much P(own + rest < x) falls if own is replaced by the spare where it is weaker.

    Without a rest it falls to nothing below the spare; else by midpoints of equal probability.
    """
    if not rest[0].any() and not rest[1].any():
        step = np.maximum(grid[:, 1] - grid[:, 0], 1e-300)[:, None]
        return _under(grid, *own) * np.clip((spare[:, None] - grid) / step + 0.5, 0.0, 1.0)
    total = np.zeros_like(grid)
    for z in _MIDPOINTS:
        drawn = own[0] + z * own[1]
        total += _under(grid, drawn + rest[0], rest[1]) - _under(grid, np.maximum(drawn, spare) + rest[0], rest[1])
    return total / len(_MIDPOINTS)


def _midpoints(count: int) -> Floats:
    middle = (np.arange(count) + 0.5) / count
    return np.asarray(np.interp(middle, _TABLE, np.arange(-8000, 8001) * _STEP))


_MIDPOINTS: Final = _midpoints(128)
