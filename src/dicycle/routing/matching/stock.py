"""Which modules may go into packs, in which buckets, and by which numbers they are matched."""

from collections.abc import Iterator
from statistics import NormalDist
from typing import Final, NamedTuple

import numpy as np

from dicycle.errors import InvalidInput
from dicycle.findings import Finding
from dicycle.routing.matching.model import Attribute, Floats, Indexes, Modules, Reject, Request

_MOST: Final = 100_000
_AGAIN: Final = "Correct the request and try again."


class Bucket(NamedTuple):
    """Modules that may meet in a pack, as rows of the stock."""

    name: tuple[str, ...]
    rows: Indexes


def checked(request: Request) -> Request:
    """Return the request, or raise `InvalidInput` naming what cannot be meant."""
    wrong = [*_of_numbers(request), *_of_attributes(request)]
    if wrong:
        raise InvalidInput(*wrong)
    return request


def _of_numbers(request: Request) -> Iterator[Finding]:
    if request.series < 1 or request.parallel < 1:
        sentence = "A pack needs at least one group of one module."
        yield Finding("matching.no-pack", sentence, "request", advice=_AGAIN)
    if max(request.series, request.parallel, request.packs or 0) > _MOST:
        sentence = f"Series, parallel and packs are at most {_MOST:,}."
        yield Finding("matching.no-pack", sentence, "request", advice=_AGAIN)
    if request.packs is not None and request.packs < 0:
        yield Finding("matching.packs", "A number of packs cannot be negative.", "request", advice=_AGAIN)
    if request.packs is not None and not request.rejects:
        sentence = "Either a number of packs is wanted, or every module is used."
        yield Finding("matching.packs", sentence, "request", advice=_AGAIN)
    if any(value is not None and not 0 <= value < float("inf") for value in _limit_values(request)):
        yield Finding("matching.limit", "A limit must be a number of zero or more.", "request", advice=_AGAIN)


def _of_attributes(request: Request) -> Iterator[Finding]:
    weights = list(request.weights.values())
    if not weights or any(not 0 < value < float("inf") for value in weights):
        sentence = "Each attribute that is matched needs a weight above zero."
        yield Finding("matching.weight", sentence, "request", advice=_AGAIN)
    if request.objective != "sse" and set(request.weights) != {"capacity"}:
        sentence = "Attributes beside capacity are matched by the objective sse only."
        yield Finding("matching.objective", sentence, "request", advice=_AGAIN)
    if request.quantile is not None and not 0 < request.quantile < 1:
        yield Finding("matching.quantile", "A quantile lies between 0 and 1.", "request", advice=_AGAIN)


def _limit_values(request: Request) -> list[float | None]:
    limits = request.limits
    spreads = [limits.group_spread, limits.pack_spread, limits.resistance_spread, limits.ocv_spread]
    return [*spreads, limits.least_capacity]


def beside_capacity(request: Request) -> bool:
    """Tell whether a limit on something else than capacity holds: how many packs keep it is found, and not proven."""
    return request.limits.resistance_spread is not None or request.limits.ocv_spread is not None


def matched_capacity(modules: Modules, request: Request) -> Floats:
    """Return the capacity by which modules are matched, in Ah: as measured, or the quantile that was asked for."""
    if request.quantile is None:
        return modules.capacity
    return modules.capacity + NormalDist().inv_cdf(request.quantile) * modules.capacity_sd


def needed(request: Request) -> dict[Attribute, float]:
    """Return the attributes that the objective weighs."""
    return request.weights if request.objective == "sse" else {"capacity": 1.0}


def points(modules: Modules, request: Request, rows: Indexes) -> Floats:
    """Return the attributes scaled so that the objective is a plain squared distance; shape (rows, attributes)."""
    columns = []
    for name, weight in needed(request).items():
        column = matched_capacity(modules, request) if name == "capacity" else getattr(modules, name)
        columns.append(column[rows] * np.sqrt(weight))
    return np.ascontiguousarray(np.stack(columns, axis=1))


def sorted_out(modules: Modules, request: Request) -> tuple[Indexes, list[Reject]]:
    """Return the rows that may go into packs, and the others with the first reason why not."""
    reasons: dict[int, Reject] = {}
    for code, sentence, barred in _bars(modules, request):
        for row in np.flatnonzero(barred):
            reasons.setdefault(int(row), Reject(int(row), code, sentence))
    kept = np.setdiff1d(np.arange(modules.total), np.fromiter(reasons, np.int64, len(reasons)))
    return kept.astype(np.int64), [reasons[row] for row in sorted(reasons)]


def _bars(modules: Modules, request: Request) -> list[tuple[str, str, np.ndarray]]:
    limits = request.limits
    capacity = matched_capacity(modules, request)
    missing = [(str(name), np.isnan(getattr(modules, name))) for name in needed(request)]
    if limits.resistance_spread is not None:
        missing.append(("resistance", np.isnan(modules.resistance)))
    if limits.ocv_spread is not None:
        missing.append(("ocv", np.isnan(modules.ocv)))
    bars = [("matching.not-measured", f"its {name} is not known", where) for name, where in missing]
    bars.append(("matching.grade", "its grade is D, which is for no further use", modules.grade == "D"))
    if "kind" in request.buckets and (modules.kind != "").any():
        bars.append(("matching.no-type", "its type is not stated, and others state theirs", modules.kind == ""))
    if request.quantile is not None:
        bars.append(("matching.not-measured", "the error of its capacity is not known", np.isnan(modules.capacity_sd)))
    if limits.least_capacity is not None:
        least = f"its capacity is below {limits.least_capacity:g} Ah"
        bars.append(("matching.too-weak", least, capacity < limits.least_capacity))
    if limits.evidence is not None:
        weaker = f"its evidence is weaker than {limits.evidence}"
        bars.append(("matching.weak-evidence", weaker, modules.evidence < limits.evidence))
    return bars


def buckets_of(modules: Modules, request: Request, rows: Indexes) -> list[Bucket]:
    """Return the buckets in the order of their names."""
    if not request.buckets:
        return [Bucket((), rows)] if len(rows) else []
    keys = [getattr(modules, name)[rows] for name in request.buckets]
    order = np.lexsort(keys[::-1]) if len(rows) else np.zeros(0, np.int64)
    changed = np.zeros(len(rows), bool)
    for key in keys:
        changed[1:] |= key[order][1:] != key[order][:-1]
    parts = np.split(rows[order], np.flatnonzero(changed)) if len(rows) else []
    return [Bucket(tuple(str(getattr(modules, name)[part[0]]) for name in request.buckets), part) for part in parts]
