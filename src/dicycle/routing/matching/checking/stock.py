"""What the check takes from a stock and a request: capacities, attributes, and which modules may meet in a pack."""

from itertools import repeat
from statistics import NormalDist

import numpy as np

from dicycle.routing.matching.model import Floats, Indexes, Modules, Request


def capacity_of(modules: Modules, request: Request) -> Floats:
    """Return the capacity by which modules are matched, in Ah."""
    if request.quantile is None:
        return modules.capacity
    return modules.capacity + NormalDist().inv_cdf(request.quantile) * modules.capacity_sd


def columns_of(modules: Modules, request: Request) -> list[Floats]:
    """Return the attributes that are matched, scaled by their weights."""
    weights = request.weights if request.objective == "sse" else {"capacity": 1.0}
    named = {"capacity": capacity_of(modules, request), "resistance": modules.resistance, "fade": modules.fade}
    return [named[name] * weight**0.5 for name, weight in weights.items()]


def eligible(modules: Modules, request: Request) -> list[Indexes]:
    """Return the rows that may meet in a pack, bucket by bucket, from the stock and the request alone."""
    capacity, limits = capacity_of(modules, request), request.limits
    usable = ~np.isnan(capacity)
    for column in columns_of(modules, request):
        usable &= ~np.isnan(column)
    usable &= modules.grade != "D"
    if "kind" in request.buckets and (modules.kind != "").any():
        usable &= modules.kind != ""
    if limits.least_capacity is not None:
        usable &= capacity >= limits.least_capacity
    if limits.evidence is not None:
        usable &= modules.evidence >= limits.evidence
    if limits.resistance_spread is not None:
        usable &= ~np.isnan(modules.resistance)
    if limits.ocv_spread is not None:
        usable &= ~np.isnan(modules.ocv)
    rows = np.flatnonzero(usable).tolist()
    named = [getattr(modules, name)[usable].tolist() for name in request.buckets]
    buckets: dict[tuple[str, ...], list[int]] = {}
    for row, key in zip(rows, zip(*named, strict=True) if named else repeat(()), strict=False):
        buckets.setdefault(key, []).append(row)
    return [np.array(found, np.int64) for found in buckets.values()]
