"""The inequality of module prices for few modules, checked pack by pack, in plain numpy.

An error is the sum over pairs of d²/n. So with some modules of a pack chosen, each other module adds its d²/n to
those, less its price, and half of what its nearest possible partners among the rest cost at least. The sum of the
least of these, as many as are missing, says whether any pack with the chosen modules is near its prices; if not, none
is looked at.

Packs cheaper than a claim differ from the prices, in all, by less than the claim exceeds them. So each of their packs
is one of few, and whether some of those fit together is looked at one by one.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.routing.matching.model import Floats, Indexes

MOST_MODULES: Final = 200
_AT_ONCE: Final = 1_000_000
_WORK: Final = 200_000_000
"""Numbers looked at in one listing of packs, at most."""
_MOST_PACKS: Final = 20_000
_LOOKS: Final = 10_000_000
"""Packs and branches looked at to prove a claim, at most."""
_ROUNDING: Final = 1e-9

Pairs = NDArray[np.bool_]


class Part(NamedTuple):
    """Modules that are matched on their own: points, shape (modules, attributes), and which pairs may meet."""

    points: Floats
    meets: Pairs
    size: int


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


class Left(NamedTuple):
    """What is still open: packs that may be taken, modules not decided, what was spent, how many may be left out."""

    packs: Indexes
    free: Pairs
    spent: float
    spare: int


def lowered(part: Part, prices: Floats) -> Floats | None:
    """Return prices lowered until no pack undercuts them; None where there are too many packs to be listed."""
    under = near(part, prices, 0.0)
    if under is None:
        return None
    missing = np.zeros(len(prices))
    np.minimum.at(missing, under.packs, np.repeat(under.excess[:, None], part.size, axis=1))
    return prices + missing / part.size


def near(part: Part, prices: Floats, limit: float, most: int | None = None) -> Near | None:
    """Return all packs that cost less than their prices and `limit`; None if that is too much work, or too many."""
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


def nothing_below(part: Part, prices: Floats, count: int, claim: float) -> bool:
    """Tell whether it is proven that no `count` packs cost less than the claim, by prices that no pack undercuts.

    A module among the cheapest that is left out, and one of the others that is used, widen the difference by what
    lies between it and the dearest of the cheapest.
    """
    cheapest = np.sort(prices)[: count * part.size]
    gap = claim * (1 - _ROUNDING) - float(cheapest.sum())
    listed = near(part, prices, gap, _MOST_PACKS)
    if listed is None:
        return False
    beyond = prices - cheapest[-1]
    excess = listed.excess.clip(0.0) + beyond.clip(0.0)[listed.packs].sum(axis=1)
    order = np.argsort(excess, kind="stable")
    order = order[excess[order] < gap]
    return _none_fit(listed.packs[order], excess[order], (-beyond).clip(0.0), count, gap)


def _none_fit(packs: Indexes, excess: Floats, leaving: Floats, count: int, gap: float) -> bool:
    """Look at all ways to take `count` packs and leave the rest out for less than `gap`; whether there is none."""
    total = len(leaving)
    waiting = [Left(np.arange(len(packs)), np.ones(total, bool), 0.0, total - count * packs.shape[1])]
    looks = 0
    while waiting:
        now = waiting.pop()
        if looks > _LOOKS or not now.free.any():
            return False
        found = _branches(packs, excess, leaving, gap, now)
        looks += 300 + sum(300 + len(one.packs) for one in found)
        waiting += found
    return True


def _branches(packs: Indexes, excess: Floats, leaving: Floats, gap: float, now: Left) -> list[Left]:
    """Return what follows for the module with the fewest packs: each of them, and leaving it out."""
    share = _shares(packs, excess, leaving, now)
    bound = now.spent + float(share[now.free].sum())
    if not bound < gap:
        return []
    mine = packs[now.packs]
    kept = bound + excess[now.packs] - share[mine].sum(axis=1) < gap
    able, mine = now.packs[kept], mine[kept]
    module = int(np.where(now.free, np.bincount(mine.ravel(), minlength=len(leaving)), len(packs) + 1).argmin())
    with_it = (mine == module).any(axis=1)
    found = []
    if now.spare and now.spent + leaving[module] < gap:
        free = now.free.copy()
        free[module] = False
        found.append(Left(able[~with_it], free, now.spent + float(leaving[module]), now.spare - 1))
    for pack in able[with_it][::-1]:
        free = now.free.copy()
        free[packs[pack]] = False
        found.append(Left(able[free[mine].all(axis=1)], free, now.spent + float(excess[pack]), now.spare))
    return found


def _shares(packs: Indexes, excess: Floats, leaving: Floats, now: Left) -> Floats:
    """Return what each open module must cost at least: its part of its cheapest pack, or to be left out."""
    share = np.full(len(leaving), np.inf)
    mine = packs[now.packs]
    np.minimum.at(share, mine, np.repeat(excess[now.packs][:, None] / packs.shape[1], packs.shape[1], axis=1))
    return np.minimum(share, leaving) if now.spare else share
