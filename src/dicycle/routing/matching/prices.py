"""How good several attributes can get: a price for each module, such that no pack is cheaper than its modules' prices.

Let s(i) be at most the least that error(pack) - prices(pack) is over all packs with module i. Then price(i) + s(i)/n is
a price that no pack of n undercuts, whatever the prices were, because each member takes at most its n-th of what is
left. The sum of the packs' prices is then below the sum of their errors.

A pack whose mean lies in a square with centre q and half diagonal r has an error of at least the squared distances to q
less n r². So the least over all packs is found square by square: those without any pack too cheap are done, the
others are quartered, and each quarter looks only at modules that could still be in such a pack.
"""

from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Final

import numpy as np

from dicycle.compiled import jitted
from dicycle.routing.matching.model import Floats, Indexes
from dicycle.routing.matching.pricing import nearest_cost, shortfall
from dicycle.routing.matching.splitting import NEIGHBOURS, neighbours
from dicycle.routing.matching.watching import QUIET, Watch

COARSE: Final = 0.03
FINE: Final = 0.015
DEPTH: Final = 40
MARGIN: Final = 1e-9
"""What is taken off a bound for the rounding of float64 sums."""
_START: Final = (1.8, 1.8, 1.8, 1.6)
"""By the number of attributes."""
_RAISE: Final = 0.06
_ROUNDS: Final = 2
_WORK: Final = 1000
_THREADS: Final = 2


def priced(points: Floats, packs: Indexes, used: int, rounds: int = _ROUNDS, watch: Watch = QUIET) -> Floats:
    """Return prices that no pack undercuts, such that the cheapest `used` modules pay much; zeros if ended early.

    The start is what the nearest neighbours cost; then prices that stood are raised and those that did not are lowered.
    """
    size = packs.shape[1]
    best, bound = np.zeros(len(points)), 0.0
    if not watch.goes_on(0.0):
        return best
    prices = _START[points.shape[1]] * _cost(points, packs)
    for turn in range(rounds + 1):
        if not watch.goes_on((turn + 0.2) / (rounds + 2)):
            break
        fine = COARSE if turn < rounds else FINE
        lowered = prices + short(points, prices, size, fine) / size
        reached = paid(lowered, used)
        if reached > bound:
            best, bound = lowered, reached
        prices = lowered * (1 + _RAISE / (1 + turn / 3))
    return best


def paid(prices: Floats, used: int) -> float:
    """Return what the cheapest `used` modules pay, less the margin for rounding."""
    cheapest = np.sort(prices)[:used]
    return float(cheapest.sum() - MARGIN * np.abs(prices).sum())


def short(points: Floats, prices: Floats, size: int, fine: float = FINE) -> Floats:
    """Return, for each module, zero or less: what packs with it may cost less than their prices, at most."""
    low, high = points.min(axis=0), points.max(axis=0)
    half = float((high - low).max()) / 4 * (1 + 1e-9) + 1e-300
    loop = jitted(shortfall, len(points) * _WORK)

    def quarter(corner: tuple[int, ...]) -> Floats:
        missing = np.zeros(len(points))
        loop(points, prices, size, (low + high) / 2 + half * np.array(corner), half, DEPTH, fine, missing)
        return missing

    with ThreadPoolExecutor(_THREADS) as threads:
        found = list(threads.map(quarter, product((-1, 1), repeat=points.shape[1])))
    return np.asarray(np.min(found, axis=0))


def _cost(points: Floats, packs: Indexes) -> Floats:
    """Return 1/(2n) of the squared distances to the n - 1 nearest modules, seen in a module's and the next packs."""
    beside = neighbours(points[packs].mean(axis=1), NEIGHBOURS)
    cost = np.zeros(len(points))
    jitted(nearest_cost, packs.size * _WORK)(points, packs, beside, cost)
    left = np.setdiff1d(np.arange(len(points)), packs.ravel())
    if len(left):
        cost[left] = np.maximum(np.median(cost[packs.ravel()]), cost[_closest(points, left, packs)])
    return cost


def _closest(points: Floats, left: Indexes, packs: Indexes) -> Indexes:
    """Return for each module that is left out a module of the pack whose mean is nearest."""
    means = points[packs].mean(axis=1)
    return np.array([packs[int(((means - points[row]) ** 2).sum(axis=1).argmin()), 0] for row in left], np.int64)
