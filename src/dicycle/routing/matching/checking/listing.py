"""All packs of few modules that cost less than their prices, listed by growing packs one module at a time.

An error is the sum over pairs of d²/n. A pack that is begun costs at least what its modules cost so far and, for each
that is missing, what that adds to them and half of its cheapest pairs. If the least of that is too much, no pack is
grown from there.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.routing.matching.model import Floats, Indexes

MOST_MODULES: Final = 200
"""So many modules are looked at pack by pack."""
_MOST_BEGUN: Final = 400_000
"""So many packs are begun in one listing, at most."""

Pairs = NDArray[np.bool_]


class Part(NamedTuple):
    """Modules that are matched on their own: points, shape (modules, attributes), and which pairs may meet."""

    points: Floats
    meets: Pairs
    size: int


class Listed(NamedTuple):
    """Packs, shape (packs, size), and by how much each costs more than its prices (less: negative)."""

    packs: Indexes
    excess: Floats


class TooMany(Exception):
    """There are more packs, or more work, than the check takes on."""


def lowered(part: Part, prices: Floats) -> Floats | None:
    """Return prices lowered until no pack undercuts them; None where there are too many packs to be listed."""
    under = packs_below(part, prices, 0.0)
    if under is None:
        return None
    missing = np.zeros(len(prices))
    np.minimum.at(missing, under.packs, np.repeat(under.excess[:, None], part.size, axis=1))
    return prices + missing / part.size


def packs_below(part: Part, prices: Floats, limit: float, most: int | None = None) -> Listed | None:
    """Return all packs that cost less than their prices and `limit`; None if they are more than `most`, or much work.

    Modules far from the middle come first: few others are near them.
    """
    order = np.argsort(-((part.points - part.points.mean(axis=0)) ** 2).sum(axis=1), kind="stable")
    grower = _Grower(part.points[order], part.meets[np.ix_(order, order)], prices[order], part.size, limit)
    try:
        packs = order[grower.packs(most)]
    except TooMany:
        return None
    excess = part.size * part.points[packs].var(axis=1).sum(axis=1) - prices[packs].sum(axis=1)
    return Listed(packs[excess < limit], excess[excess < limit])


class _Grower:
    def __init__(self, points: Floats, meets: Pairs, prices: Floats, size: int, limit: float) -> None:
        self.costs = ((points[:, None] - points[None]) ** 2).sum(axis=2) / size
        self.costs[~meets | np.eye(len(points), dtype=bool)] = np.inf
        cheapest = np.sort(self.costs, axis=1)
        self.halves = [cheapest[:, : max(missing - 1, 0)].sum(axis=1) / 2 for missing in range(size + 1)]
        self.prices, self.size, self.limit = prices, size, limit + 1e-9 * (1 + abs(limit))
        self.begun = 0

    def packs(self, most: int | None) -> Indexes:
        found: list[Indexes] = [np.zeros((0, self.size), np.int64)]
        count = 0
        for some in self._grown((), 0.0, -self.prices, np.arange(len(self.prices))):
            found.append(some)
            count += len(some)
            if most is not None and count > most:
                raise TooMany
        return np.concatenate(found)

    def _grown(self, chosen: tuple[int, ...], cost: float, adds: Floats, later: Indexes) -> Iterator[Indexes]:
        """Yield the packs that begin so; `adds` is what each module would add to the chosen, less its price."""
        self.begun += 1
        if self.begun > _MOST_BEGUN:
            raise TooMany
        missing = self.size - len(chosen)
        if len(later) < missing:
            return
        keys = adds[later] + self.halves[missing][later]
        least = np.partition(keys, missing - 1)[:missing]
        able = later[cost + least[:-1].sum() + np.maximum(keys, least[-1]) < self.limit]
        if missing <= 2:
            yield self._ended(chosen, cost, adds, able)
            return
        for place, module in enumerate(able.tolist(), 1):
            more = (*chosen, module)
            yield from self._grown(more, cost + adds[module], adds + self.costs[module], able[place:])

    def _ended(self, chosen: tuple[int, ...], cost: float, adds: Floats, able: Indexes) -> Indexes:
        """Return the packs that one module more, or two, make of the chosen."""
        last = able[:, None]
        if self.size - len(chosen) == 2:
            both = cost + adds[able][:, None] + adds[able] + self.costs[np.ix_(able, able)]
            last = able[np.argwhere(np.triu(both < self.limit, 1))]
        return np.concatenate([np.tile(np.array(chosen, np.int64), (len(last), 1)), last], axis=1)
