"""Packs for several attributes: bucket by bucket cut, shared again and priced."""

from typing import NamedTuple

import numpy as np

from dicycle.compiled import is_fast
from dicycle.routing.matching.checking.listing import MOST_MODULES
from dicycle.routing.matching.folding import evened, folded
from dicycle.routing.matching.model import Certificate, Floats, Indexes, Modules, Request
from dicycle.routing.matching.prices import priced
from dicycle.routing.matching.sharpening import sharpened
from dicycle.routing.matching.splitting import cut, error, improved
from dicycle.routing.matching.stock import Bucket, matched_capacity, points
from dicycle.routing.matching.watching import Watch

PLAIN = 3000
"""So many modules are improved without compiled loops; more are only cut."""


class Made(NamedTuple):
    """Packs as rows of the stock, the bound on what so many packs can reach, and its certificate."""

    packs: Indexes
    bound: float
    exact: bool
    certificate: Certificate


def clustered(modules: Modules, request: Request, buckets: list[Bucket], watch: Watch) -> Made:
    """Return the packs, those with the least error if fewer are wanted than can be made."""
    buckets = [bucket for bucket in buckets if len(bucket.rows) >= request.size]
    found, prices = [np.zeros((0, request.size), np.int64)], np.full(modules.total, np.inf)
    total, done = sum(len(bucket.rows) for bucket in buckets), 0
    first = 0.9 if total > MOST_MODULES else 0.2
    local = watch.part(0.0, first)
    for bucket in buckets:
        found.append(_bucket(modules, request, bucket, prices, local.part(done / total, len(bucket.rows) / total)))
        done += len(bucket.rows)
    packs = kept(modules, request, np.concatenate(found))[: request.packs]
    sharper = sharpened(modules, request, buckets, packs, prices, watch.part(first, 1.0 - first))
    packs = kept(modules, request, sharper.packs)
    return Made(packs, sharper.bound, sharper.exact, Certificate("prices", prices=sharper.prices))


def _bucket(modules: Modules, request: Request, bucket: Bucket, prices: Floats, watch: Watch) -> Indexes:
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
        packs = improved(scaled, packs, watch.part(0.0, 0.4))
    prices[rows] = priced(scaled, packs, used, watch=watch.part(0.4, 0.6))
    return np.asarray(rows[packs])


def _laid(scaled: Floats, size: int, used: int) -> Indexes:
    """Return the modules cut into packs, then those that lie farthest out, a remainder smaller than a pack."""
    far = np.argsort((scaled * scaled).sum(axis=1), kind="stable")
    central = np.sort(far[:used])
    return np.concatenate([central[cut(scaled[central], size).ravel()], far[used:]])


def kept(modules: Modules, request: Request, packs: Indexes) -> Indexes:
    """Return the packs that keep the limits, folded into groups, those with the least error first."""
    capacity = matched_capacity(modules, request)
    fold = folded(capacity[packs], request)
    order = evened(capacity[packs], fold.order, request)
    packs = np.take_along_axis(packs, order, axis=1)
    limits = request.limits
    fine = fold.allowed.copy()
    limited = (
        (capacity, limits.pack_spread),
        (modules.resistance, limits.resistance_spread),
        (modules.ocv, limits.ocv_spread),
    )
    for column, limit in limited:
        if limit is not None:
            fine &= np.ptp(column[packs], axis=1) <= limit
    packs = packs[fine]
    errors = error(points(modules, request, np.arange(modules.total)), packs) if len(packs) else np.zeros(0)
    return packs[np.argsort(errors, kind="stable")]
