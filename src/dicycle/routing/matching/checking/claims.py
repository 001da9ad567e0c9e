"""Whether prices of few modules prove more than they pay: that no packs near their prices together cost less.

Packs cheaper than a claim differ from the prices, in all, by less than the claim exceeds them. So each of their packs
is one of few, and whether some of those fit together is looked at one by one.
"""

from typing import Final, NamedTuple

import numpy as np

from dicycle.routing.matching.checking.listing import Pairs, Part, packs_below
from dicycle.routing.matching.model import Floats, Indexes

_MOST_PACKS: Final = 20_000
_LOOKS: Final = 10_000_000
"""Packs and branches looked at to prove a claim, at most."""
_ROUNDING: Final = 1e-9


class Left(NamedTuple):
    """What is still open: packs that may be taken, modules not decided, what was spent, how many may be left out."""

    packs: Indexes
    free: Pairs
    spent: float
    spare: int


def nothing_below(part: Part, prices: Floats, count: int, claim: float) -> bool:
    """Tell whether it is proven that no `count` packs cost less than the claim, by prices that no pack undercuts.

    A module among the cheapest that is left out, and one of the others that is used, widen the difference by what
    lies between it and the dearest of the cheapest.
    """
    cheapest = np.sort(prices)[: count * part.size]
    gap = claim * (1 - _ROUNDING) - float(cheapest.sum())
    listed = packs_below(part, prices, gap, _MOST_PACKS)
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
