"""The bound of several attributes, from a price for each module."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.routing.matching.checking.claims import nothing_below
from dicycle.routing.matching.checking.listing import MOST_MODULES, Part, lowered
from dicycle.routing.matching.checking.squares import too_cheap
from dicycle.routing.matching.checking.stock import capacity_of, columns_of, eligible
from dicycle.routing.matching.model import Floats, Indexes, Matching, Modules, Request

_TOLERANCE: Final = 1e-6
_MARGIN: Final = 1e-9


def by_prices(matching: Matching, rows: Indexes, modules: Modules, request: Request) -> float:
    """Return what the cheapest modules pay by prices lowered so far that no pack undercuts them.

    Where each bucket gives as many packs as its modules allow, each is bounded for itself, else all together. If more
    is claimed than prices prove, it is looked for whether less can be reached, nearest first, while the claim stands.
    """
    size, prices = rows.shape[1], matching.certificate.prices
    if prices is None or len(prices) != len(modules.ids):
        return 0.0
    lists = [own for own in eligible(modules, request) if len(own) >= size]
    together = len(rows) < sum(len(own) // size for own in lists)
    shares = [
        _share(prices, parts, rows, modules, request) for parts in ([lists] if together else [[o] for o in lists])
    ]
    total = sum(share.proven for share in shares)
    for share in sorted(shares, key=lambda one: one.reached - one.proven):
        if share.part is not None and matching.bound - total > _TOLERANCE * matching.bound:
            holds = nothing_below(share.part, share.prices, share.packs, share.reached)
            total += share.reached - share.proven if holds else 0.0
    return total


class _Share(NamedTuple):
    """Modules bounded for themselves: prices that stand, how many packs, what these cost, and what is proven."""

    part: Part | None
    prices: Floats
    packs: int
    reached: float
    proven: float


def _share(prices: Floats, parts: list[Indexes], rows: Indexes, modules: Modules, request: Request) -> _Share:
    """Return what prices prove of some buckets together; they are looked at pack by pack if modules are few."""
    own = np.concatenate(parts)
    rows = rows[np.isin(rows[:, 0], own)]
    asked = np.where(np.isfinite(prices[own]), prices[own], 0.0)
    columns = columns_of(modules, request)
    points = np.stack([column[own] - column[own].mean() for column in columns], axis=1)
    part = Part(points, _meets(own, modules, request), rows.shape[1]) if len(own) <= MOST_MODULES else None
    fair = None if part is None else lowered(part, asked)
    part = None if fair is None else part
    if fair is None:
        fair = _by_squares(points, asked, parts, rows.shape[1])
    reached = float(sum((rows.shape[1] * column[rows].var(1)).sum() for column in columns))
    proven = max(float(np.sort(fair)[: rows.size].sum() - _MARGIN * np.abs(fair).sum()), 0.0)
    return _Share(part, fair, len(rows), reached, proven)


def _by_squares(points: Floats, prices: Floats, parts: list[Indexes], size: int) -> Floats:
    """Lower prices bucket by bucket; limits on spread are not looked at, which can but weaken the bound."""
    fair, start = [], 0
    for part in parts:
        place, asked = points[start : start + len(part)], prices[start : start + len(part)]
        fair.append(asked + too_cheap(place - place.mean(0), asked, size) / size)
        start += len(part)
    return np.concatenate(fair)


def _meets(own: Indexes, modules: Modules, request: Request) -> NDArray[np.bool_]:
    """Return which pairs may be in one pack: alike in what the buckets are, and within the limits on spread."""
    meets = np.ones((len(own), len(own)), bool)
    for name in request.buckets:
        column = getattr(modules, name)[own]
        meets &= column[:, None] == column
    limits = request.limits
    limited = ((capacity_of(modules, request), limits.pack_spread), (modules.resistance, limits.resistance_spread))
    for column, limit in (*limited, (modules.ocv, limits.ocv_spread)):
        if limit is not None:
            meets &= abs(column[own] - column[own][:, None]) <= limit
    return meets
