"""The bounds of one attribute: from a price for a window of the sorted list, or from a width."""

import numpy as np

from dicycle.routing.matching.checking.stock import columns_of, eligible
from dicycle.routing.matching.model import Floats, Modules, Request


def lists_of(modules: Modules, request: Request) -> list[Floats]:
    """Return the sorted values of each bucket."""
    column = columns_of(modules, request)[0]
    return [np.sort(column[rows]) for rows in eligible(modules, request)]


def _worths(values: Floats, size: int, request: Request) -> list[float]:
    """Return what no pack from a window can exceed; minus infinity where a window is too wide to be a pack."""
    if len(values) < size:
        return []
    seen = np.lib.stride_tricks.sliding_window_view(values, size)
    ranges = seen[:, -1] - seen[:, 0]
    if request.objective == "capacity":
        worth = seen[:, 0] if request.parallel == 1 else seen.sum(1) / request.series
    elif request.objective == "sse":
        worth = -seen.var(1) * size
    else:
        worth = -ranges
    limit = request.limits.pack_spread
    if limit is None or (request.objective == "sse" and set(request.weights) != {"capacity"}):
        return [float(one) for one in worth]
    return [float(one) for one in np.where(ranges <= limit, worth, -np.inf)]


def by_windows(price: float | None, lists: list[Floats], size: int, count: int, request: Request) -> float:
    """Count prices plus the most that disjoint windows bring beyond them; without a price, with most windows."""
    most, total = 0, 0.0
    for values in lists:
        best: list[tuple[int, float]] = [(0, 0.0)] * (len(values) + 1)
        for start, worth in enumerate(_worths(values, size, request)):
            end = start + size
            packs, sum_so_far = best[start]
            taken = (packs + 1 if price is None else 0, sum_so_far + worth - (price or 0.0))
            before = best[end - 1]
            best[end] = max(before, taken) if worth > -np.inf else before
        most, total = most + best[-1][0], total + best[-1][1]
    if price is None and most != count:
        return float("inf") if request.objective == "capacity" else 0.0
    bound = total + (price or 0.0) * count
    return bound if request.objective == "capacity" else max(-bound, 0.0)


def by_threshold(width: float, lists: list[Floats], size: int, count: int, request: Request) -> float:
    """Return the width if fewer than `count` disjoint windows are narrower; the first that fits is always right."""
    found = 0
    for values in lists:
        start, worths = 0, _worths(values, size, request)
        while start < len(worths):
            narrower = -worths[start] < width * (1 - 1e-12)
            found += narrower
            start += size if narrower else 1
    return width if found < count else 0.0
