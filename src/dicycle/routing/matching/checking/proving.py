"""Check a matching from the modules alone: no solver, and nothing of what made it.

Feasibility is looked at pack by pack; the value is added up again; the bound is worked out again from the numbers of
the certificate by inequalities that hold whatever those numbers are (docs/explanation/matching.md).
"""

from typing import Final, NamedTuple

import numpy as np

from dicycle.findings import Finding
from dicycle.routing.matching.checking.prices import by_prices
from dicycle.routing.matching.checking.stock import capacity_of, columns_of
from dicycle.routing.matching.checking.windows import by_threshold, by_windows, lists_of
from dicycle.routing.matching.model import Indexes, Matching, Modules, Request

_TOLERANCE: Final = 1e-6


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


def _broken(rows: Indexes, modules: Modules, request: Request) -> list[Finding]:
    """Return one finding for each limit that packs break."""
    limits, capacity = request.limits, capacity_of(modules, request)
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
    own = capacity_of(modules, request)[rows]
    if request.objective == "capacity":
        return float(own.reshape(len(rows), request.series, request.parallel).sum(2).min(1).sum())
    if request.objective == "sse":
        return float(
            sum(((column[rows] - column[rows].mean(1)[:, None]) ** 2).sum() for column in columns_of(modules, request))
        )
    ranges = own.max(1) - own.min(1)
    return float(ranges.sum() if request.objective == "range" else ranges.max())


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
        return by_prices(matching, rows, modules, request)
    size, lists = rows.shape[1], lists_of(modules, request)
    if certificate.kind == "threshold":
        return by_threshold(certificate.price or 0.0, lists, size, len(rows), request)
    return by_windows(certificate.price, lists, size, len(rows), request)
