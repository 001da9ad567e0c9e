"""One attribute with limits on others: windows within strips of resistance and voltage that keep those limits."""

from typing import Final

import numpy as np

from dicycle.routing.matching.clusters import Made, kept
from dicycle.routing.matching.folding import evened
from dicycle.routing.matching.lining import line_of, real, relaxed, spread
from dicycle.routing.matching.model import Certificate, Floats, Indexes, Modules, Request
from dicycle.routing.matching.sharpening import more_packs
from dicycle.routing.matching.stock import Bucket, matched_capacity
from dicycle.routing.matching.valuing import signed, value_of
from dicycle.routing.matching.watching import Watch
from dicycle.routing.matching.windows import best, narrowest, proven

_OFFSETS: Final = (0.0, 0.25, 0.5, 0.75)
_ROUNDS: Final = 6


def lined(modules: Modules, request: Request, buckets: list[Bucket], watch: Watch) -> Made:
    """Return the best packs for one attribute, or good ones where limits bear on other attributes, with the bound."""
    packs = _windows(modules, request, buckets, request.packs)
    if _stripped(request):
        packs = _better(modules, request, packs, *_in_strips(modules, request, buckets, watch))
        if watch.goes_on(0.8):
            more = more_packs(modules, request, buckets, packs)
            packs = _better(modules, request, packs, kept(modules, request, more))
    watch.goes_on(0.9)
    bound, certificate = _proof(modules, request, buckets, packs)
    return Made(packs, bound, _is_exact(request), certificate)


def _is_exact(request: Request) -> bool:
    """Whether a pack is a window of the sorted list, and a window is worth what the bound says."""
    limits = request.limits
    if _stripped(request) or (
        request.parallel > 1 and (request.objective == "capacity" or limits.group_spread is not None)
    ):
        return False
    by_capacity = request.objective != "sse" or set(request.weights) == {"capacity"}
    return by_capacity or (limits.pack_spread is None and limits.group_spread is None)


def _stripped(request: Request) -> bool:
    return request.limits.resistance_spread is not None or request.limits.ocv_spread is not None


def _windows(modules: Modules, request: Request, buckets: list[Bucket], count: int | None) -> Indexes:
    line = line_of(modules, request, buckets)
    windows, fold = real(line, modules, request)
    if request.objective == "largest-range":
        starts = narrowest(spread(line.key, request.size), windows, count)
    else:
        starts = best(windows, count).starts
    rows = line.rows[starts[:, None] + np.arange(request.size)]
    capacity = matched_capacity(modules, request)[rows]
    return np.asarray(np.take_along_axis(rows, evened(capacity, fold.order[starts], request), axis=1))


def _in_strips(modules: Modules, request: Request, buckets: list[Bucket], watch: Watch) -> list[Indexes]:
    found = []
    for turn, offset in enumerate(_OFFSETS, 1):
        if watch.goes_on(0.2 * turn - 0.1):
            found.append(_rounds(modules, request, buckets, offset))
    return found


def _rounds(modules: Modules, request: Request, buckets: list[Bucket], offset: float) -> Indexes:
    """Make packs in strips, then in other strips of what is left, until no more packs come."""
    found: list[Indexes] = []
    left, wanted = buckets, request.packs
    for turn in range(_ROUNDS):
        strips = _strips(modules, request, left, (offset + 0.37 * turn) % 1.0)
        packs = _windows(modules, request, strips, wanted)
        found.append(packs)
        wanted = None if wanted is None else wanted - len(packs)
        if not len(packs) or wanted == 0:
            break
        left = [bucket._replace(rows=np.setdiff1d(bucket.rows, packs)) for bucket in left]
    return np.concatenate(found)


def _strips(modules: Modules, request: Request, buckets: list[Bucket], offset: float) -> list[Bucket]:
    """Cut buckets into strips as wide as the limits on resistance and voltage."""
    limits = request.limits
    numbers = np.zeros((2, modules.total), np.int64)
    for row, (column, width) in enumerate(
        ((modules.resistance, limits.resistance_spread), (modules.ocv, limits.ocv_spread))
    ):
        numbers[row] = _numbers(column, width, offset)
    parts: list[Bucket] = []
    for bucket in buckets:
        own = numbers[:, bucket.rows]
        strip = np.unique(own, axis=1, return_inverse=True)[1].ravel()
        parts += [bucket._replace(rows=bucket.rows[strip == one]) for one in range(int(strip.max(initial=-1)) + 1)]
    return parts


def _numbers(column: Floats, width: float | None, offset: float) -> Indexes:
    if width is None:
        return np.zeros(len(column), np.int64)
    known = np.nan_to_num(column)
    if width == 0:
        return np.unique(known, return_inverse=True)[1].astype(np.int64)
    return np.floor(known / width + offset).astype(np.int64)


def _better(modules: Modules, request: Request, one: Indexes, *others: Indexes) -> Indexes:
    """Return the choice with most packs, then with the best value."""
    return max((one, *others), key=lambda packs: (len(packs), signed(request, value_of(modules, request, packs))))


def _proof(modules: Modules, request: Request, buckets: list[Bucket], packs: Indexes) -> tuple[float, Certificate]:
    """Bound what so many packs can reach, by windows that are worth no less than packs."""
    line = line_of(modules, request, buckets)
    windows = relaxed(line, request)
    if request.objective == "largest-range":
        starts = narrowest(spread(line.key, request.size), windows, len(packs))
        widest = float(-windows.gains[starts].min()) if len(starts) else 0.0
        return widest, Certificate("threshold", price=widest)
    price = best(windows, len(packs)).price
    bound = proven(windows, len(packs), price)
    return abs(bound) if request.objective != "capacity" else bound, Certificate("windows", price=price)
