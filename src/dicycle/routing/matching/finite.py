"""The packs of few modules that are near their prices, listed many at a time: from them HiGHS chooses.

An error is the sum over pairs of d²/n. So with some modules of a pack chosen, each other module adds its d²/n to
those, less its price, and half of what its nearest possible partners among the rest cost at least. The sum of the
least of these, as many as are missing, says whether any pack with the chosen modules is near its prices; if not, none
is looked at.
"""

from typing import Final, NamedTuple

import numpy as np

from dicycle.routing.matching.checking.listing import Pairs, Part
from dicycle.routing.matching.model import Floats, Indexes

_AT_ONCE: Final = 1_000_000
_WORK: Final = 200_000_000
"""Numbers looked at in one listing of packs, at most."""
_ROUNDING: Final = 1e-9


class Near(NamedTuple):
    """Packs, shape (packs, size), and by how much each costs more than its prices (less: negative)."""

    packs: Indexes
    excess: Floats


class Begun(NamedTuple):
    """Packs begun: the modules chosen, what they cost less prices, what each other adds (infinite: not possible)."""

    chosen: Indexes
    base: Floats
    adds: Floats

    def at(self, where: Pairs | slice) -> "Begun":
        """Return some of them."""
        return Begun(self.chosen[where], self.base[where], self.adds[where])


def near(part: Part, prices: Floats, limit: float, most: int | None = None) -> Near | None:
    """Return all packs that cost less than their prices and `limit`; None if that is too much work, or too many.

    `checking` has its own list, made otherwise, so that the check does not rest on this one.
    """
    order = np.argsort(-((part.points - part.points.mean(axis=0)) ** 2).sum(axis=1), kind="stable")
    points, price = part.points[order], prices[order]
    costs = ((points[:, None] - points[None]) ** 2).sum(axis=2) / part.size
    costs[~part.meets[np.ix_(order, order)]] = np.inf
    np.fill_diagonal(costs, np.inf)
    listed = _listed(costs, price, part.size, limit, most)
    if listed is None:
        return None
    packs = order[listed]
    excess = part.size * part.points[packs].var(axis=1).sum(axis=1) - prices[packs].sum(axis=1)
    return Near(packs[excess < limit], excess[excess < limit])


def _listed(costs: Floats, prices: Floats, size: int, limit: float, most: int | None) -> Indexes | None:
    partners, total = _partners(costs, size), len(prices)
    adds = np.where(np.arange(total)[:, None] < np.arange(total), costs - prices, np.inf)
    waiting = [Begun(np.arange(total)[:, None], -prices, adds)]
    found, work, count = [np.zeros((0, size), np.int64)], 0, 0
    while waiting:
        now = waiting.pop()
        if len(now.base) * total > _AT_ONCE:
            half = len(now.base) // 2
            waiting += [now.at(slice(half, None)), now.at(slice(half))]
            continue
        work += now.adds.size
        if work > _WORK or (most is not None and count > most):
            return None
        more = _extended(now, costs, partners, size, limit + _ROUNDING * max(limit, 0.0))
        if more.chosen.shape[1] == size:
            found.append(more.chosen)
            count += len(more.chosen)
        elif len(more.base):
            waiting.append(more)
    return np.concatenate(found)


def _partners(costs: Floats, size: int) -> Floats:
    """Return half the sum of the r - 1 cheapest pairs of each module, for each r up to the size."""
    cheapest = np.sort(costs, axis=1)[:, : size - 1]
    sums = np.cumsum(np.where(np.isfinite(cheapest), cheapest, 0.0), axis=1).T / 2
    return np.concatenate([np.zeros((2, len(costs))), sums])


def _extended(now: Begun, costs: Floats, partners: Floats, size: int, limit: float) -> Begun:
    """Return the packs begun with each module more that can still end below the limit."""
    missing = size - now.chosen.shape[1]
    if missing == 0:
        return now.at(now.base <= limit)
    if missing > now.adds.shape[1]:
        return now.at(slice(0))
    keys = now.adds + partners[missing]
    least = np.partition(keys, missing - 1, axis=1)[:, :missing]
    others = now.base + least[:, :-1].sum(axis=1)
    could = others[:, None] + np.maximum(keys, least[:, -1:]) <= limit
    row, module = np.nonzero(could)
    chosen = np.concatenate([now.chosen[row], module[:, None]], axis=1)
    base = now.base[row] + now.adds[row, module]
    if missing == 1:
        return Begun(chosen, base, np.zeros((len(row), 0)))
    adds = np.where(could[row], now.adds[row] + costs[module], np.inf)
    adds[np.arange(adds.shape[1]) <= module[:, None]] = np.inf
    return Begun(chosen, base, adds)
