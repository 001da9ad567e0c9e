"""Check a matching from the modules alone: no solver, and nothing of what made it but how packs are listed.

Feasibility is looked at pack by pack; the value is added up again; the bound is worked out again from the numbers of
the certificate by inequalities that hold whatever those numbers are (docs/explanation/matching.md).
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.findings import Finding
from dicycle.routing.matching.finite import MOST_MODULES, Part, lowered, nothing_below
from dicycle.routing.matching.model import Floats, Indexes, Matching, Modules, Request
from dicycle.routing.matching.squares import too_cheap

_TOLERANCE: Final = 1e-6
_MARGIN: Final = 1e-9


class Proof(NamedTuple):
    """What a check found: the value and the bound worked out again, and everything that is wrong."""

    value: float
    bound: float
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def check(matching: Matching, modules: Modules, request: Request) -> Proof:
    """Check that packs can be built as asked, reach the value stated, and that none can pass the bound."""
    wrong = _shape(matching, modules, request)
    if wrong:
        return Proof(float("nan"), float("nan"), tuple(wrong))
    rows = np.array([pack.modules for pack in matching.packs], np.int64).reshape(-1, request.series * request.parallel)
    wrong += _broken(rows, modules, request)
    value = _value(rows, modules, request) if len(rows) else 0.0
    bound = _bound(matching, rows, modules, request) if len(rows) else 0.0
    wrong += _differing(matching, value, bound, request)
    return Proof(value, bound, tuple(wrong))


def _wrong(code: str, sentence: str, where: str = "") -> Finding:
    return Finding(code, sentence, where, advice="Do not build by this matching; make it again.")


def _shape(matching: Matching, modules: Modules, request: Request) -> list[Finding]:
    size = request.series * request.parallel
    found = [
        _wrong("matching.wrong-size", f"Pack {at} has {len(pack.modules)} modules, not {size}.", f"packs/{at}")
        for at, pack in enumerate(matching.packs)
        if len(pack.modules) != size
    ]
    packed = [row for pack in matching.packs for row in pack.modules]
    if any(not 0 <= row < len(modules.ids) for row in packed):
        found.append(_wrong("matching.unknown-module", "A pack has a module that is not in the stock."))
    everything = sorted([*packed, *(reject.module for reject in matching.rejects)])
    if not found and everything != list(range(len(modules.ids))):
        found.append(_wrong("matching.not-once", "Not every module is once in a pack or left out."))
    if request.packs is not None and len(matching.packs) > request.packs:
        found.append(_wrong("matching.too-many-packs", "There are more packs than were wanted."))
    return found


def _capacity(modules: Modules, request: Request) -> Floats:
    if request.quantile is None:
        return modules.capacity
    from statistics import NormalDist

    return modules.capacity + NormalDist().inv_cdf(request.quantile) * modules.capacity_sd


def _broken(rows: Indexes, modules: Modules, request: Request) -> list[Finding]:
    """Return one finding for each limit that packs break."""
    limits, capacity = request.limits, _capacity(modules, request)
    own = capacity[rows]
    groups = own.reshape(len(rows), request.series, request.parallel)
    spreads = {
        "capacity in a pack": (own.max(1) - own.min(1), limits.pack_spread),
        "capacity in a group": ((groups.max(2) - groups.min(2)).max(1, initial=0.0), limits.group_spread),
        "resistance": (modules.resistance[rows].max(1) - modules.resistance[rows].min(1), limits.resistance_spread),
        "open-circuit voltage": (modules.ocv[rows].max(1) - modules.ocv[rows].min(1), limits.ocv_spread),
    }
    found = [
        (f"its spread of {name}", ~(spread <= limit)) for name, (spread, limit) in spreads.items() if limit is not None
    ]
    if limits.least_capacity is not None:
        found.append(("the least capacity", ~(own.min(1) >= limits.least_capacity)))
    if limits.evidence is not None:
        found.append(("the evidence asked for", (modules.evidence[rows] < limits.evidence).any(1)))
    found.append(("the bar on grade D", (modules.grade[rows] == "D").any(1)))
    if "kind" in request.buckets and (modules.kind != "").any():
        found.append(("that types are stated", (modules.kind[rows] == "").any(1)))
    for name in request.buckets:
        column = getattr(modules, name)[rows]
        found.append((f"one {name}", (column != column[:, :1]).any(1)))
    return [
        _wrong(
            "matching.limit-broken", f"{int(broken.sum())} packs do not keep {name}.", f"packs/{int(broken.argmax())}"
        )
        for name, broken in found
        if broken.any()
    ]


def _value(rows: Indexes, modules: Modules, request: Request) -> float:
    own = _capacity(modules, request)[rows]
    if request.objective == "capacity":
        return float(own.reshape(len(rows), request.series, request.parallel).sum(2).min(1).sum())
    if request.objective == "sse":
        return float(
            sum(((column[rows] - column[rows].mean(1)[:, None]) ** 2).sum() for column in _columns(modules, request))
        )
    ranges = own.max(1) - own.min(1)
    return float(ranges.sum() if request.objective == "range" else ranges.max())


def _columns(modules: Modules, request: Request) -> list[Floats]:
    weights = request.weights if request.objective == "sse" else {"capacity": 1.0}
    named = {"capacity": _capacity(modules, request), "resistance": modules.resistance, "fade": modules.fade}
    return [named[name] * weight**0.5 for name, weight in weights.items()]


def _differing(matching: Matching, value: float, bound: float, request: Request) -> list[Finding]:
    scale = max(abs(value), abs(bound), 1e-12)
    found = []
    if abs(value - matching.value) > _TOLERANCE * scale:
        found.append(_wrong("matching.other-value", f"The packs reach {value:.9g}, not {matching.value:.9g}."))
    claims_more = bound - matching.bound if request.objective == "capacity" else matching.bound - bound
    if claims_more > _TOLERANCE * scale:
        sentence = f"The certificate proves a bound of {bound:.9g}, not {matching.bound:.9g}."
        found.append(_wrong("matching.bound-not-proven", sentence))
    if matching.exact and abs(value - bound) > _TOLERANCE * scale:
        found.append(_wrong("matching.not-exact", f"The value {value:.9g} does not meet the bound {bound:.9g}."))
    return found


def _bound(matching: Matching, rows: Indexes, modules: Modules, request: Request) -> float:
    certificate = matching.certificate
    if certificate.kind == "prices":
        return _by_prices(matching, rows, modules, request)
    size, lists = rows.shape[1], _lists(modules, request)
    if certificate.kind == "threshold":
        return _by_threshold(certificate.price or 0.0, lists, size, len(rows), request)
    return _by_windows(certificate.price, lists, size, len(rows), request)


def _eligible(modules: Modules, request: Request) -> list[Indexes]:
    """Return the rows that may meet in a pack, bucket by bucket, from the stock and the request alone."""
    capacity, limits = _capacity(modules, request), request.limits
    usable = ~np.isnan(capacity)
    for column in _columns(modules, request):
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
    buckets: dict[tuple[str, ...], list[int]] = {}
    for row in np.flatnonzero(usable).tolist():
        key = tuple(str(getattr(modules, name)[row]) for name in request.buckets)
        buckets.setdefault(key, []).append(row)
    return [np.array(found, np.int64) for found in buckets.values()]


def _lists(modules: Modules, request: Request) -> list[Floats]:
    """Return the sorted values of each bucket."""
    column = _columns(modules, request)[0]
    return [np.sort(column[rows]) for rows in _eligible(modules, request)]


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


def _by_windows(price: float | None, lists: list[Floats], size: int, count: int, request: Request) -> float:
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


def _by_threshold(width: float, lists: list[Floats], size: int, count: int, request: Request) -> float:
    """Return the width if fewer than `count` disjoint windows are narrower; the first that fits is always right."""
    found = 0
    for values in lists:
        start, worths = 0, _worths(values, size, request)
        while start < len(worths):
            narrower = -worths[start] < width * (1 - 1e-12)
            found += narrower
            start += size if narrower else 1
    return width if found < count else 0.0


def _by_prices(matching: Matching, rows: Indexes, modules: Modules, request: Request) -> float:
    """Return what the cheapest modules pay by prices lowered so far that no pack undercuts them.

    Where each bucket gives as many packs as its modules allow, each is bounded for itself, else all together. If more
    is claimed than prices prove, it is looked for whether less can be reached, nearest first, while the claim stands.
    """
    size, prices = rows.shape[1], matching.certificate.prices
    if prices is None or len(prices) != len(modules.ids):
        return 0.0
    lists = [own for own in _eligible(modules, request) if len(own) >= size]
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
    columns = _columns(modules, request)
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
    limited = ((_capacity(modules, request), limits.pack_spread), (modules.resistance, limits.resistance_spread))
    for column, limit in (*limited, (modules.ocv, limits.ocv_spread)):
        if limit is not None:
            meets &= abs(column[own] - column[own][:, None]) <= limit
    return meets
