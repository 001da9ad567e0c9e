"""Packs for several attributes: bucket by bucket cut, shared again and priced."""

from typing import NamedTuple

import numpy as np

from dicycle.compiled import is_fast
from dicycle.routing.matching.folding import evened, folded
from dicycle.routing.matching.model import Certificate, Floats, Indexes, Modules, Progress, Request
from dicycle.routing.matching.prices import paid, priced
from dicycle.routing.matching.splitting import cut, error, improved
from dicycle.routing.matching.stock import Bucket, matched_capacity, points

PLAIN = 3000
"""So many modules are improved without compiled loops; more are only cut."""


class Made(NamedTuple):
    """Packs as rows of the stock, the bound on what so many packs can reach, and its certificate."""

    packs: Indexes
    bound: float
    exact: bool
    certificate: Certificate


def clustered(modules: Modules, request: Request, buckets: list[Bucket], progress: Progress) -> Made:
    """Return the packs, those with the least error if fewer are wanted than can be made."""
    found, prices = [np.zeros((0, request.size), np.int64)], np.full(modules.total, np.inf)
    for done, bucket in enumerate(buckets):
        progress(done, len(buckets), "matching modules by several attributes")
        if len(bucket.rows) >= request.size:
            found.append(_bucket(modules, request, bucket, prices))
    packs = _kept(modules, request, np.concatenate(found))
    rows = np.sort(np.concatenate([bucket.rows for bucket in buckets])) if buckets else np.zeros(0, np.int64)
    packs = packs[: request.packs]
    return Made(packs, _bound(prices, rows, packs.size), False, Certificate("prices", prices=prices))


def _bound(prices: Floats, rows: Indexes, used: int) -> float:
    """Work the bound out of the prices that stand, which `priced` returned lowered."""
    finite = rows[np.isfinite(prices[rows])]
    return max(paid(prices[finite], used), 0.0)


def _bucket(modules: Modules, request: Request, bucket: Bucket, prices: Floats) -> Indexes:
    """Return the packs of a bucket as rows of the stock, and note its prices.

    Modules are laid in memory as they lie in space, which makes the loops quicker.
    """
    scaled = points(modules, request, bucket.rows)
    scaled -= scaled.mean(axis=0)
    used = len(bucket.rows) // request.size * request.size
    order = _laid(scaled, request.size, used)
    rows, scaled = bucket.rows[order], np.ascontiguousarray(scaled[order])
    packs = np.arange(used).reshape(-1, request.size)
    if len(packs) > 1 and request.size > 1 and (is_fast() or used <= PLAIN):
        packs = improved(scaled, packs)
    prices[rows] = priced(scaled, packs, used)
    return np.asarray(rows[packs])


def _laid(scaled: Floats, size: int, used: int) -> Indexes:
    """Return the modules cut into packs, then those that lie farthest out, a remainder smaller than a pack."""
    far = np.argsort((scaled * scaled).sum(axis=1), kind="stable")
    central = np.sort(far[:used])
    return np.concatenate([central[cut(scaled[central], size).ravel()], far[used:]])


def _kept(modules: Modules, request: Request, packs: Indexes) -> Indexes:
    """Return the packs that keep the limits, folded into groups, those with the least error first."""
    capacity = matched_capacity(modules, request)
    fold = folded(capacity[packs], request)
    order = evened(capacity[packs], fold.order, request)
    packs = np.take_along_axis(packs, order, axis=1)
    limits = request.limits
    kept = fold.allowed.copy()
    limited = (
        (capacity, limits.pack_spread),
        (modules.resistance, limits.resistance_spread),
        (modules.ocv, limits.ocv_spread),
    )
    for column, limit in limited:
        if limit is not None:
            kept &= np.ptp(column[packs], axis=1) <= limit
    packs = packs[kept]
    errors = error(points(modules, request, np.arange(modules.total)), packs) if len(packs) else np.zeros(0)
    return packs[np.argsort(errors, kind="stable")]
