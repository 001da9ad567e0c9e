"""Few modules: which parts of a stock are matched exactly, and what is proven of all of it.

Where every bucket gives as many packs as its modules allow, buckets have nothing to do with each other and each is a
part; where fewer are made, all of them are one, for a pack more here is a pack less there.
"""

from typing import Final, NamedTuple

import numpy as np

from dicycle.routing.matching.checking.claims import nothing_below
from dicycle.routing.matching.checking.listing import MOST_MODULES, Pairs, Part, lowered
from dicycle.routing.matching.model import Floats, Indexes, Modules, Request
from dicycle.routing.matching.partition import chosen, is_here, most_packs
from dicycle.routing.matching.prices import MARGIN, paid
from dicycle.routing.matching.splitting import error
from dicycle.routing.matching.stock import Bucket, matched_capacity, needed, points
from dicycle.routing.matching.watching import Watch

_MOST_IN_ALL: Final = 1000
"""So many modules of a stock are matched exactly, the smallest buckets first."""


class Sharper(NamedTuple):
    """Packs, the prices of the modules, the bound, and whether it is reached."""

    packs: Indexes
    prices: Floats
    bound: float
    exact: bool


class Share(NamedTuple):
    """Modules matched on their own, the packs they are in so far, and whether an exact match is tried."""

    rows: Indexes
    packs: Indexes
    tried: bool


def sharpened(
    modules: Modules, request: Request, buckets: list[Bucket], packs: Indexes, prices: Floats, watch: Watch
) -> Sharper:  # fmt: skip
    """Return packs with no more error, as many at least, and what is proven of them."""
    if watch.goes_on(0.0):
        packs = more_packs(modules, request, buckets, packs)
    shares = _shares(request, buckets, packs)
    done = [
        _sharper(modules, request, buckets, share, prices, watch.part(at / len(shares), 1 / len(shares)))
        for at, share in enumerate(shares)
    ]
    if not done:
        return Sharper(packs, prices, 0.0, False)
    found = np.full(modules.total, np.inf)
    for share, one in zip(shares, done, strict=True):
        found[share.rows] = one.prices
    every = np.concatenate([one.packs for one in done])
    return Sharper(every, found, sum(one.bound for one in done), len(every) > 0 and all(one.exact for one in done))


def more_packs(modules: Modules, request: Request, buckets: list[Bucket], packs: Indexes) -> Indexes:
    """Return more packs that keep the limits on spread, if few modules allow them and they are found."""
    everyone, wanted = _everyone(buckets), _most(request, buckets)
    if len(packs) >= wanted or not _limited(request) or not _solvable(request, len(everyone)):
        return packs
    part = _part(modules, request, everyone, buckets)
    return np.asarray(everyone[most_packs(part, np.searchsorted(everyone, packs), wanted)])


def is_missing(request: Request, buckets: list[Bucket], exact: bool) -> bool:
    """Tell whether a stock was small enough for an exact match that only SciPy would have made."""
    least = min((len(bucket.rows) for bucket in buckets if len(bucket.rows) >= request.size), default=MOST_MODULES + 1)
    return not exact and len(needed(request)) > 1 and not is_here() and least <= MOST_MODULES


def _everyone(buckets: list[Bucket]) -> Indexes:
    return np.sort(np.concatenate([np.zeros(0, np.int64), *(bucket.rows for bucket in buckets)]))


def _most(request: Request, buckets: list[Bucket]) -> int:
    possible = sum(len(bucket.rows) // request.size for bucket in buckets)
    return possible if request.packs is None else min(possible, request.packs)


def _limited(request: Request) -> bool:
    limits = request.limits
    return any(one is not None for one in (limits.pack_spread, limits.resistance_spread, limits.ocv_spread))


def _solvable(request: Request, count: int) -> bool:
    """Tell whether so many modules can be matched exactly; how parallel groups are spread no pair of modules tells."""
    grouped = request.parallel > 1 and request.limits.group_spread is not None
    return request.size > 1 and not grouped and request.size <= count <= MOST_MODULES and is_here()


def _shares(request: Request, buckets: list[Bucket], packs: Indexes) -> list[Share]:
    if not buckets or not len(packs):
        return []
    if len(packs) < sum(len(bucket.rows) // request.size for bucket in buckets):
        everyone = _everyone(buckets)
        return [Share(everyone, packs, _solvable(request, len(everyone)))]
    left, shares = _MOST_IN_ALL, []
    for bucket in sorted(buckets, key=lambda one: len(one.rows)):
        left -= len(bucket.rows)
        own = packs[np.isin(packs[:, 0], bucket.rows)]
        shares.append(Share(np.sort(bucket.rows), own, left >= 0 and _solvable(request, len(bucket.rows))))
    return shares


def _part(modules: Modules, request: Request, rows: Indexes, buckets: list[Bucket]) -> Part:
    place = points(modules, request, rows)
    return Part(place - place.mean(axis=0), _meets(modules, request, rows, buckets), request.size)


def _meets(modules: Modules, request: Request, rows: Indexes, buckets: list[Bucket]) -> Pairs:
    """Return which pairs may be in one pack: of one bucket, and within each limit on spread."""
    number = np.zeros(modules.total, np.int64)
    for at, bucket in enumerate(buckets):
        number[bucket.rows] = at
    meets = number[rows][:, None] == number[rows]
    limits = request.limits
    for column, limit in (
        (matched_capacity(modules, request), limits.pack_spread),
        (modules.resistance, limits.resistance_spread),
        (modules.ocv, limits.ocv_spread),
    ):
        if limit is not None:
            meets &= np.abs(column[rows][:, None] - column[rows]) <= limit
    return np.asarray(meets)


def _sharper(
    modules: Modules, request: Request, buckets: list[Bucket], share: Share, prices: Floats, watch: Watch
) -> Sharper:  # fmt: skip
    found = None
    if share.tried and watch.goes_on(0.0):
        part = _part(modules, request, share.rows, buckets)
        found = _solved(part, np.searchsorted(share.rows, share.packs), prices[share.rows], watch)
    if found is None:
        own = prices[share.rows]
        return Sharper(share.packs, own, max(paid(own, share.packs.size), 0.0), False)
    return found._replace(packs=share.rows[found.packs])


def _solved(part: Part, packs: Indexes, prices: Floats, watch: Watch) -> Sharper | None:
    """Return the packs as places in the part, with what the check will see proven; None where it sees nothing."""
    before = max(paid(prices, packs.size), 0.0)
    found = chosen(part, packs, prices, watch)
    fair = lowered(part, found.prices)
    if fair is None:
        return None
    value = float(error(part.points, found.packs).sum())
    bound = max(paid(fair, packs.size), 0.0)
    if value - bound <= MARGIN * value or (not watch.ended and nothing_below(part, fair, len(packs), value)):
        return Sharper(found.packs, fair, value, True)
    if bound < before:
        return Sharper(found.packs, prices, before, False)
    return Sharper(found.packs, fair, bound, False)
