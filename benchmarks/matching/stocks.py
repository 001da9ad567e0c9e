"""Stocks of ordinary modules, and what matching and checking them costs."""

import time
from typing import Any

import numpy as np

from benchmarks.timing import show
from dicycle.routing.matching import Limits, Matching, Modules, Request, check, match

SIZE = 12
TWO = Request(series=SIZE, objective="sse", weights={"capacity": 1.0, "resistance": 1.0})


def ordinary(count: int, seed: int = 1) -> Modules:
    """Return modules with unit variance of capacity, resistance (correlation -0.7) and fade (independent)."""
    draw = np.random.default_rng(seed)
    capacity, other, fade = draw.standard_normal((3, count))
    resistance = -0.7 * capacity + np.sqrt(1 - 0.49) * other
    text, unknown = np.full(count, ""), np.full(count, np.nan)
    ids = np.arange(count).astype(str)
    sd = np.full(count, 0.3)
    return Modules(ids, text, text, text, text, 50 + capacity, sd, 30 + resistance, unknown, fade)


def timed(work: Any) -> tuple[Any, float]:
    """Return what work returns and the seconds that it took, once."""
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def attributes(sizes: list[int]) -> None:
    """Print error, bound, ratio and seconds for two and three attributes."""
    three = Request(series=SIZE, objective="sse", weights={"capacity": 1.0, "resistance": 1.0, "fade": 1.0})
    for request in (TWO, three):
        match(ordinary(1_200), request)  # compiles
        rows = [_row(size, request) for size in sizes]
        names = " and ".join(request.weights)
        show(f"Packs of {SIZE} by {names}", ("modules", "error", "bound", "ratio", "match s", "check s"), rows)


def _row(size: int, request: Request) -> tuple[Any, ...]:
    modules = ordinary(size)
    matching, taken = timed(lambda: match(modules, request))
    proof, checked = timed(lambda: check(matching, modules, request))
    bound = f"{proof.bound:.2f}" if proof.holds else "NOT PROVEN"
    return f"{size:,}", f"{matching.value:.2f}", bound, f"{matching.ratio:.3f}", f"{taken:.2f}", f"{checked:.2f}"


def bounded(size: int) -> None:
    """Print value, bound and seconds for one attribute, with rejects, groups and limits."""
    modules = ordinary(size)
    some = size // SIZE * 3 // 4
    asked = {
        "capacity, 12S": Request(series=SIZE),
        f"capacity, 12S, {some:,} packs": Request(series=SIZE, packs=some),
        f"sum of ranges, 12S, {some:,} packs": Request(series=SIZE, packs=some, objective="range"),
        f"largest range, 12S, {some:,} packs": Request(series=SIZE, packs=some, objective="largest-range"),
        "capacity, 16S2P": Request(series=16, parallel=2),
        "capacity, 16S4P": Request(series=16, parallel=4),
        "capacity, 12S, resistance within 0.5": Request(series=SIZE, limits=Limits(resistance_spread=0.5)),
    }
    rows = []
    for name, request in asked.items():
        matching, taken = timed(lambda request=request: match(modules, request))
        held = check(matching, modules, request).holds
        rows.append((name, *_figures(matching), f"{taken:.2f}", "yes" if held else "NO"))
    head = ("one attribute", "packs", "value", "value / bound", "proven best", "match s", "check holds")
    show(f"{size:,} modules by capacity", head, rows)


def _figures(matching: Matching) -> tuple[str, ...]:
    share = matching.value / matching.bound if matching.bound else 1.0
    return f"{len(matching.packs):,}", f"{matching.value:.6g}", f"{share:.6f}", "yes" if matching.exact else "no"
