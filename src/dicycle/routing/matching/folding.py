"""Groups of a pack: the strong with the weak, so that no group of parallel modules is much weaker than the others."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.routing.matching.model import Floats, Indexes, Request

_ROUNDS: Final = 40


class Fold(NamedTuple):
    """How the modules of each pack form groups.

    `order` has the places within the pack, group after group, shape (packs, series * parallel); `weakest` is the
    capacity of the weakest group in Ah; `allowed` tells whether the spread within groups keeps the limit.
    """

    order: Indexes
    weakest: Floats
    allowed: NDArray[np.bool_]


def folded(capacity: Floats, request: Request) -> Fold:
    """Fold packs whose modules are sorted by capacity or not; shape (packs, modules in a pack)."""
    ranked = np.argsort(capacity, axis=1, kind="stable")
    series, parallel, limit = request.series, request.parallel, request.limits.group_spread
    snake = ranked[:, _snake(series, parallel)]
    weakest, spread = _seen(capacity, snake, series, parallel)
    if limit is None or parallel == 1:
        return Fold(snake, weakest, np.ones(len(capacity), bool))
    blocks, narrow = _seen(capacity, ranked, series, parallel)
    kept = spread <= limit
    order = np.where(kept[:, None], snake, ranked)
    return Fold(order, np.where(kept, weakest, blocks), kept | (narrow <= limit))


def _snake(series: int, parallel: int) -> Indexes:
    """Return places of a sorted pack: rows of `series`, every other one turned round, read group by group."""
    places = np.arange(series * parallel).reshape(parallel, series)
    places[1::2] = places[1::2, ::-1].copy()
    return places.T.reshape(-1)


def _seen(capacity: Floats, order: Indexes, series: int, parallel: int) -> tuple[Floats, Floats]:
    groups = np.take_along_axis(capacity, order, axis=1).reshape(-1, series, parallel)
    widest = (groups.max(axis=2) - groups.min(axis=2)).max(axis=1)
    return groups.sum(axis=2).min(axis=1), widest


def evened(capacity: Floats, order: Indexes, request: Request) -> Indexes:
    """Return orders in which modules of the weakest and the strongest group were exchanged while that helped.

    `capacity` has the modules of each pack, `order` their places group after group; all packs at once.
    """
    if request.parallel == 1 or request.series == 1 or not len(order):
        return order
    shape = (len(order), request.series, request.parallel)
    groups = order.reshape(shape).copy()
    for _ in range(_ROUNDS):
        if not _exchanged(capacity, groups, request.limits.group_spread):
            break
    return groups.reshape(order.shape)


def _exchanged(capacity: Floats, groups: Indexes, limit: float | None) -> bool:
    """Make the best exchange between weakest and strongest group in each pack that gains by one."""
    packs = np.arange(len(groups))
    values = np.take_along_axis(capacity, groups.reshape(len(groups), -1), axis=1).reshape(groups.shape)
    sums = values.sum(axis=2)
    weak, strong = sums.argmin(axis=1), sums.argmax(axis=1)
    gap = sums[packs, strong] - sums[packs, weak]
    gain = values[packs, strong][:, None, :] - values[packs, weak][:, :, None]
    miss = np.abs(gain - gap[:, None, None] / 2).reshape(len(groups), -1)
    best = miss.argmin(axis=1)
    helps = miss[packs, best] < gap / 2 * (1 - 1e-9)
    low, high = np.divmod(best, groups.shape[2])
    return _swapped(values, groups, (packs[helps], weak[helps], strong[helps], low[helps], high[helps]), limit)


def _swapped(values: Floats, groups: Indexes, at: tuple[Indexes, ...], limit: float | None) -> bool:
    pack, weak, strong, low, high = at
    one, other = values[pack, weak].copy(), values[pack, strong].copy()
    rows = np.arange(len(pack))
    one[rows, low], other[rows, high] = values[pack, strong, high], values[pack, weak, low]
    widest = np.maximum(np.ptp(one, axis=1), np.ptp(other, axis=1))
    kept = np.ones(len(pack), bool) if limit is None else widest <= limit
    pack, weak, strong, low, high = (index[kept] for index in at)
    groups[pack, weak, low], groups[pack, strong, high] = groups[pack, strong, high], groups[pack, weak, low]
    return bool(kept.any())
