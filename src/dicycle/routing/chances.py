"""How sure a choice is: the same reckoning for many draws of every number and of the state of health.

Numbers are drawn from triangles over low, value, high; the state of health from half a normal distribution on each side
of its value, whose 95 % interval is the one that is known. Draws are a Latin hypercube (McKay, Beckman, Conover 1979),
the same for every battery.
"""

from functools import lru_cache
from random import Random
from statistics import NormalDist
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.health.model import Kind
from dicycle.routing.coefficients import Sheet
from dicycle.routing.columns import Columns, Floats
from dicycle.routing.parameters.model import ROUTES, Parameters
from dicycle.routing.sheets import Held, figures, figures_of, sheet
from dicycle.routing.worth import Amounts, route_worth

SAMPLES: Final = 128
LOW_SHARE: Final = 0.05
_ENDS: Final = NormalDist().inv_cdf(0.975)
_CHUNK: Final = 1 << 16
_MOST: Final = 1.2


class Spread(NamedTuple):
    """States of health: the middle, and half of the 95 % interval on both sides."""

    middle: Floats
    below: Floats
    above: Floats

    def at(self, z: Any) -> Any:
        """Return the states of health at standard normal deviates; shape (deviates, rows)."""
        column = np.asarray(z)[:, None]
        side = np.where(column > 0, self.above, self.below)
        return np.clip(self.middle + column / _ENDS * side, 0.0, _MOST)

    def rows(self, chosen: Any) -> "Spread":
        """Return some of the rows."""
        return Spread(self.middle[chosen], self.below[chosen], self.above[chosen])


def spread_of(columns: Columns, parameters: Parameters) -> Spread:
    """Return what is known of health, or else what age and the prior say: to be sampled from, never to open a route."""
    f = figures(parameters)
    by_age = np.where(np.isnan(columns.age), f["prior-health"], 1 - f["fade"] * columns.age)
    middle = np.where(np.isnan(columns.soh), np.clip(by_age, 0, 1), columns.soh)
    usual = f["prior-spread"]
    known = ~np.isnan(columns.soh)
    below = np.where(known & ~np.isnan(columns.low), middle - columns.low, usual)
    above = np.where(known & ~np.isnan(columns.high), columns.high - middle, usual)
    return Spread(middle, below, above)


@lru_cache(maxsize=16)
def deviates(count: int) -> Floats:
    """Return `count` standard normal deviates in the middle of equal parts of probability, rising."""
    return _kept(np.array([NormalDist().inv_cdf((place + 0.5) / count) for place in range(count)]))


def _kept(values: Floats) -> Floats:
    values.flags.writeable = False
    return values


def _ranks(count: int, name: str) -> Floats:
    """Return the middles of `count` equal parts of 0 to 1 in an order of their own for each name."""
    order = list(range(count))
    Random(f"dicycle-routing/{name}").shuffle(order)
    return (np.array(order) + 0.5) / count


def draws(parameters: Parameters, count: int) -> dict[str, Any]:
    """Return `count` draws of every number, each a column of shape (count, 1); those without a range stay single."""
    found: dict[str, Any] = {}
    for key, one in parameters.numbers.items():
        low, high = (float(end) for end in one.range)
        value = float(one.value)
        found[key] = value if low == high else _triangle(_ranks(count, key), low, value, high)[:, None]
    return found


def _triangle(share: Floats, low: float, mode: float, high: float) -> NDArray[np.float64]:
    cut = (mode - low) / (high - low)
    rising = low + np.sqrt(share * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - share) * (high - low) * (high - mode))
    return np.where(share < cut, rising, falling)


@lru_cache(maxsize=64)
def _sampled(held: Held, chemistry: str, kind: Kind | None, count: int) -> Sheet:
    drawn = figures_of(held.parameters, draws(held.parameters, count))
    return sheet(held.parameters, drawn, chemistry, kind)


def sampled_sheet(parameters: Parameters, chemistry: str, kind: Kind | None, count: int) -> Sheet:
    """Return a sheet whose figures are columns of draws."""
    return _sampled(Held(parameters), chemistry, kind, count)


class Chances(NamedTuple):
    """Per row and route: how often it is the best of the open ones, and between what its value lies (5 and 95 %)."""

    best: Floats
    low: Floats
    high: Floats


def no_chances(rows: int) -> Chances:
    """Return chances of rows of which nothing can be reckoned."""
    return Chances(*(np.full((rows, len(ROUTES)), np.nan) for _ in range(3)))


def chances(drawn: Sheet, of: Amounts, spread: Spread, opened: NDArray[np.bool_], best: Any, count: int) -> Chances:
    """Return how often each open route is the best, and the interval of the best one; NaN elsewhere.

    Rows with the same open routes are reckoned together, and nothing is reckoned of closed ones.
    """
    found = no_chances(len(of.energy))
    z = _shuffled(count)
    patterns = opened @ (1 << np.arange(len(ROUTES)))
    for pattern in np.unique(patterns).tolist():
        routes = [place for place in range(len(ROUTES)) if pattern >> place & 1]
        same = np.flatnonzero(patterns == pattern)
        for begin in range(0, len(same), step := max(1, _CHUNK // count)):
            rows = same[begin : begin + step]
            worth = _worth(drawn, of, spread, z, routes, rows)
            _note(worth, routes, best[rows], rows, found)
    return found


def intervals(drawn: Sheet, of: Amounts, spread: Spread, count: int) -> Chances:
    """Return the intervals of all routes, open or closed."""
    found = no_chances(len(of.energy))
    rows = np.arange(len(of.energy))
    for place, values in enumerate(_worth(drawn, of, spread, _shuffled(count), list(range(len(ROUTES))), rows)):
        found.low[:, place], found.high[:, place] = _ends_of(values)
    return found


@lru_cache(maxsize=16)
def _shuffled(count: int) -> Floats:
    return _kept(deviates(count)[np.argsort(_ranks(count, "state of health"))])


def _worth(drawn: Sheet, of: Amounts, spread: Spread, z: Floats, routes: list[int], rows: Any) -> list[Any]:
    few = Amounts(of.energy[rows], of.mass[rows], spread.rows(rows).at(z))
    shape = (len(z), len(rows))
    found = route_worth(drawn, few, [ROUTES[place] for place in routes])
    return [np.broadcast_to(one, shape) for one in found]


def _note(worth: list[Any], routes: list[int], best: Any, rows: Any, found: Chances) -> None:
    top, winner = worth[0], np.zeros(worth[0].shape, dtype=np.int8)
    for turn, one in enumerate(worth[1:], 1):
        better = one > top
        top, winner = np.where(better, one, top), np.where(better, np.int8(turn), winner)
    for turn, place in enumerate(routes):
        found.best[rows, place] = (winner == turn).sum(axis=0) / len(winner)
        chosen = np.flatnonzero(best == place)
        if len(chosen):
            low, high = _ends_of(worth[turn][:, chosen])
            found.low[rows[chosen], place], found.high[rows[chosen], place] = low, high


def _ends_of(values: Any) -> Any:
    """Return the values below and above which one in twenty lies."""
    low = int(LOW_SHARE * len(values))
    ordered = np.partition(values, (low, len(values) - 1 - low), axis=0)
    return ordered[low], ordered[len(values) - 1 - low]
