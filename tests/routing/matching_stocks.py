"""Invented stocks of modules, and every way to make packs of them: the oracle of small matchings."""

from collections.abc import Iterator
from itertools import combinations, permutations

import numpy as np
from hypothesis import strategies as st

from dicycle.routing.matching import Limits, Modules, Request
from dicycle.routing.matching.model import Objective


def stock(capacity, resistance=None, *, sd=None, kind=None, grade=None, ocv=None, fade=None, evidence=None) -> Modules:
    """Return modules a, b, c … with these columns; what is not given is not known."""
    count = len(capacity)

    def numbers(values):
        return np.full(count, np.nan) if values is None else np.array(values, dtype=np.float64).reshape(count)

    def texts(values):
        return np.array([""] * count if values is None else list(values), dtype=np.str_).reshape(count)

    return Modules(
        ids=np.array([f"M{row:05d}" for row in range(count)], dtype=np.str_).reshape(count),
        kind=texts(kind),
        grade=texts(grade),
        age=texts(None),
        evidence=texts(evidence),
        capacity=numbers(capacity),
        capacity_sd=numbers(sd),
        resistance=numbers(resistance),
        ocv=numbers(ocv),
        fade=numbers(fade),
    )


def ordinary(count: int, seed: int = 1) -> Modules:
    """Return modules with unit variance of capacity and resistance, which fall together with correlation -0.7."""
    draw = np.random.default_rng(seed)
    capacity = draw.standard_normal(count)
    resistance = -0.7 * capacity + np.sqrt(1 - 0.49) * draw.standard_normal(count)
    return stock(50 + capacity, 30 + resistance, sd=np.full(count, 0.3))


few_numbers = st.lists(st.integers(0, 12).map(lambda tenths: 40 + tenths / 10), min_size=0, max_size=8)


@st.composite
def few_modules(draw):
    """Return up to eight modules of one or two types, many of them alike."""
    capacity = draw(few_numbers)
    resistance = [draw(st.integers(0, 9)) / 2 for _ in capacity]
    kind = [draw(st.sampled_from("XXXY")) for _ in capacity]
    return stock(capacity, resistance, kind=kind)


@st.composite
def requests(draw, objectives: tuple[Objective, ...], *, series=(1, 2, 3), parallel=(1,), limited=True):
    """Return requests for small packs, some with limits on the spread of capacity."""
    spread = draw(st.none() | st.sampled_from([0.0, 0.2, 0.35, 0.6])) if limited else None
    return Request(
        series=draw(st.sampled_from(series)),
        parallel=draw(st.sampled_from(parallel)),
        packs=draw(st.none() | st.integers(0, 4)),
        objective=draw(st.sampled_from(objectives)),
        limits=Limits(pack_spread=spread),
    )


def choices(rows: tuple[int, ...], size: int) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Yield every set of disjoint packs of `size` rows, none of them too."""
    if len(rows) < size:
        yield ()
        return
    first, rest = rows[0], rows[1:]
    yield from choices(rest, size)
    for others in combinations(rest, size - 1):
        left = tuple(row for row in rest if row not in others)
        for more in choices(left, size):
            yield ((first, *others), *more)


def worth(pack: tuple[int, ...], modules: Modules, request: Request) -> float:
    """Return what one pack is worth, its modules grouped in the best way; more is better."""
    capacity = modules.capacity[list(pack)]
    if request.objective == "capacity":
        return max(_weakest(order, request.parallel) for order in permutations(capacity.tolist()))
    if request.objective == "sse":
        columns = [weight * np.var(getattr(modules, name)[list(pack)]) for name, weight in request.weights.items()]
        return -len(pack) * float(sum(columns))
    return -float(np.ptp(capacity))


def _weakest(order, parallel: int) -> float:
    return min(sum(order[at : at + parallel]) for at in range(0, len(order), parallel))


def allowed(pack: tuple[int, ...], modules: Modules, request: Request) -> bool:
    """Tell whether a pack keeps to one type and to the limits on spread within the pack."""
    rows, limits = list(pack), request.limits
    limited = ((modules.capacity, limits.pack_spread), (modules.resistance, limits.resistance_spread))
    kept = all(limit is None or np.ptp(column[rows]) <= limit for column, limit in limited)
    return kept and len(set(modules.kind[rows])) == 1


def best_of_all(modules: Modules, request: Request, count: int | None) -> tuple[int, float]:
    """Try everything: return how many packs there can be, up to `count` or exactly so many, and the best value."""
    found: dict[int, float] = {}
    for packs in choices(tuple(range(modules.total)), request.size):
        if all(allowed(pack, modules, request) for pack in packs):
            each = [worth(pack, modules, request) for pack in packs]
            total = (min(each) if each else 0.0) if request.objective == "largest-range" else sum(each)
            found[len(packs)] = max(found.get(len(packs), -np.inf), total)
    packs = max(found) if count is None else min(count, max(found))
    return packs, found[packs]
