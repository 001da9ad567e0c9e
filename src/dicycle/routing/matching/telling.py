"""What a matching says in words: why a module is left out, and what limits a pack."""

from typing import NamedTuple

import numpy as np

from dicycle.routing.matching.model import Floats, Indexes, Matching, Modules, Pack, Reject, Request
from dicycle.routing.matching.stock import Bucket, matched_capacity
from dicycle.routing.matching.uncertainty import Usable, usable


class PackSheet(NamedTuple):
    """One pack in full: capacities and spread in Ah, resistance spread in mOhm (None: not measured).

    `usable` is the capacity of the weakest group by the values measured, `spread` that of the capacity matched by (of a
    quantile, if one is asked for); `expected` and `guaranteed` take their errors
    into account and are None where an error is not known.
    """

    modules: tuple[str, ...]
    bucket: tuple[str, ...]
    usable: float
    expected: float | None
    guaranteed: float | None
    spread: float
    resistance_spread: float | None
    limited_by: str


def sheets(matching: Matching, modules: Modules, request: Request) -> list[PackSheet]:
    """Return what is to be known of each pack."""
    if not matching.packs:
        return []
    known = usable(matching, modules, request)
    return [_sheet(modules, request, pack, known, at) for at, pack in enumerate(matching.packs)]


def _sheet(modules: Modules, request: Request, pack: Pack, known: Usable, at: int) -> PackSheet:
    rows = np.array(pack.modules, np.int64)
    capacity, resistance = modules.capacity[rows], modules.resistance[rows]
    groups = capacity.reshape(request.series, request.parallel).sum(axis=1)
    return PackSheet(
        modules=tuple(map(str, modules.ids[rows])),
        bucket=pack.bucket,
        usable=float(groups.min()),
        expected=_or_none(known.expected[at]),
        guaranteed=_or_none(known.guaranteed[at]),
        spread=float(np.ptp(matched_capacity(modules, request)[rows])),
        resistance_spread=_or_none(np.ptp(resistance)),
        limited_by=_limiting(modules, request, rows, groups),
    )


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _limiting(modules: Modules, request: Request, rows: Indexes, groups: Floats) -> str:
    weakest = int(np.argmin(groups))
    first = weakest * request.parallel
    names = ", ".join(map(str, modules.ids[rows[first : first + request.parallel]]))
    if request.series == 1:
        return f"{names}: one group"
    margin = np.partition(groups, 1)[1] - groups[weakest]
    return f"{names}: {margin:.3g} Ah below the next weakest of {request.series} groups"


def rejected(modules: Modules, request: Request, buckets: list[Bucket], packs: Indexes) -> list[Reject]:
    """Return the eligible modules in no pack, with the reason."""
    used = np.zeros(modules.total, bool)
    used[packs.ravel()] = True
    enough = request.packs is not None and len(packs) >= request.packs
    return [one for bucket in buckets for one in _left(modules, request, bucket, used, enough)]


def _left(modules: Modules, request: Request, bucket: Bucket, used: np.ndarray, enough: bool) -> list[Reject]:
    left = bucket.rows[~used[bucket.rows]]
    named = zip(request.buckets, bucket.name, strict=True)
    name = ", ".join(f"{what} {value}" for what, value in named if value).replace("kind", "type")
    place = f" in {name}" if name else ""
    if len(bucket.rows) < request.size:
        code, reason = "matching.no-partners", f"there are not {request.size} modules{place}"
    elif enough:
        code, reason = "matching.not-wanted", f"the {request.packs} packs wanted are better made without it"
    elif len(left) >= request.size:
        code, reason = "matching.outside-limits", f"no pack was found for it{place} within the spread limits"
    else:
        code, reason = "matching.remainder", f"what is left{place} is less than a pack of {request.size}"
    return [Reject(int(row), code, reason) for row in left]
