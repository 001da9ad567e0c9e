"""One attribute: modules in the order of capacity, bucket after bucket, and packs as windows of that line."""

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from dicycle.routing.matching.folding import Fold, folded
from dicycle.routing.matching.model import Floats, Indexes, Modules, Request
from dicycle.routing.matching.stock import Bucket, matched_capacity, points
from dicycle.routing.matching.windows import Windows


class Line(NamedTuple):
    """Rows of the stock, sorted within each bucket; the bucket of each, by number; what they are sorted by."""

    rows: Indexes
    bucket: Indexes
    key: Floats
    capacity: Floats


def line_of(modules: Modules, request: Request, buckets: list[Bucket]) -> Line:
    """Lay the modules of all buckets in one line; equal values in the order of the stock."""
    rows = np.concatenate([bucket.rows for bucket in buckets]) if buckets else np.zeros(0, np.int64)
    number = np.repeat(np.arange(len(buckets)), [len(bucket.rows) for bucket in buckets])
    key = points(modules, request, rows)[:, 0]
    order = np.lexsort((rows, key, number))
    capacity = matched_capacity(modules, request)[rows]
    return Line(rows[order], number[order], key[order], capacity[order])


def views(column: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """Return all windows of a column; shape (windows, size), none if the column is shorter."""
    return np.asarray(sliding_window_view(column, size)) if len(column) >= size else np.zeros((0, size))


def spread(column: NDArray[np.float64], size: int) -> Floats:
    """Return largest minus smallest of each window."""
    seen = views(column, size)
    return np.asarray(seen.max(axis=1, initial=-np.inf) - seen.min(axis=1, initial=np.inf))


def relaxed(line: Line, request: Request) -> Windows:
    """Return windows none of which is worth less than a pack of these modules can be: what the bound is made of.

    Only buckets and the spread of capacity within a pack are kept; the groups of a pack share its modules evenly.
    """
    size = request.size
    allowed = _within(line, size)
    if request.limits.pack_spread is not None and _by_capacity(request):
        allowed &= spread(line.capacity, size) <= request.limits.pack_spread
    return Windows(gains(line, request), allowed, size)


def _by_capacity(request: Request) -> bool:
    return request.objective != "sse" or set(request.weights) == {"capacity"}


def _within(line: Line, size: int) -> NDArray[np.bool_]:
    """Tell of each window whether it stays in one bucket."""
    starts = max(0, len(line.rows) - size + 1)
    return np.asarray(line.bucket[:starts] == line.bucket[len(line.rows) - starts :])


def gains(line: Line, request: Request) -> Floats:
    """Return what each window is worth to the objective; what is to be small counts negative."""
    seen = views(line.key, request.size)
    if request.objective == "capacity":
        return seen[:, 0].copy() if request.parallel == 1 else np.asarray(seen.mean(axis=1) * request.parallel)
    if request.objective == "sse":
        middle = seen - seen.mean(axis=1, keepdims=True)
        return np.asarray(-(middle * middle).sum(axis=1))
    return np.asarray(seen[:, 0] - seen[:, -1])


def real(line: Line, modules: Modules, request: Request) -> tuple[Windows, Fold]:
    """Return windows as the packs that they would be, all limits kept, and how each is folded into groups."""
    size, limits = request.size, request.limits
    allowed = _within(line, size)
    limited = (
        (line.capacity, limits.pack_spread),
        (modules.resistance[line.rows], limits.resistance_spread),
        (modules.ocv[line.rows], limits.ocv_spread),
    )
    for column, limit in limited:
        if limit is not None:
            allowed &= spread(column, size) <= limit
    fold = folded(views(line.capacity, size), request)
    worth = fold.weakest if request.objective == "capacity" else gains(line, request)
    return Windows(worth, allowed & fold.allowed, size), fold
