"""What a matching is worth to its objective."""

import numpy as np

from dicycle.routing.matching.model import Indexes, Modules, Request
from dicycle.routing.matching.splitting import error
from dicycle.routing.matching.stock import matched_capacity, points


def value_of(modules: Modules, request: Request, packs: Indexes) -> float:
    """Return the value of packs, rows of the stock group after group, in the unit of the objective."""
    if not len(packs):
        return 0.0
    if request.objective == "sse":
        return float(error(points(modules, request, np.arange(modules.total)), packs).sum())
    capacity = matched_capacity(modules, request)[packs]
    if request.objective == "capacity":
        groups = capacity.reshape(len(packs), request.series, request.parallel).sum(axis=2)
        return float(groups.min(axis=1).sum())
    ranges = np.ptp(capacity, axis=1)
    return float(ranges.sum() if request.objective == "range" else ranges.max())


def signed(request: Request, value: float) -> float:
    """Return the value so that more is better."""
    return value if request.objective == "capacity" else -value
