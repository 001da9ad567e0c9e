"""Small buckets beside general solvers: which packs they find in a time that a yard would wait, and what they prove."""

from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from benchmarks.matching.stocks import ordinary, timed
from benchmarks.timing import show
from dicycle.routing.matching import Request, match

_STOCKS = ((24, 4), (24, 12), (48, 4), (96, 4))
_SECONDS = 20.0
_SCALE = 1e6
"""CP-SAT reckons in whole numbers."""


class Found(NamedTuple):
    """The error of the packs found, and what no packs undercut (None: nothing is proven)."""

    error: float | None
    bound: float | None


def small() -> None:
    """Print errors, bounds and seconds for small stocks, all in one run; each rival is told to end after 20 s."""
    match(ordinary(30), _request(4))  # compiles
    for count, size in _STOCKS:
        modules = ordinary(count)
        points = np.stack([modules.capacity, modules.resistance], axis=1)
        costs = ((points[:, None] - points[None]) ** 2).sum(axis=2) / size
        ours, taken = timed(lambda modules=modules, size=size: match(modules, _request(size)))
        rows = [_told("ours", Found(ours.value, ours.bound), taken)]
        rows += [_row(name, peer, points, costs, size) for name, peer in _PEERS.items()]
        show(f"{count} modules, packs of {size}, two attributes", ("", "error", "bound", "s"), rows)


def _request(size: int) -> Request:
    return Request(series=size, objective="sse", weights={"capacity": 1.0, "resistance": 1.0})


def _row(name: str, peer: Any, points: np.ndarray, costs: np.ndarray, size: int) -> tuple[str, ...]:
    try:
        found, taken = timed(lambda: peer(points, costs, size))
    except ImportError:
        return name, "not installed", "", ""
    return _told(name, found, taken)


def _told(name: str, found: Found, taken: float) -> tuple[str, ...]:
    error = "none found" if found.error is None else f"{found.error:.3f}"
    return name, error, "" if found.bound is None else f"{found.bound:.3f}", f"{taken:.2f}"


def _pairs(points: np.ndarray, costs: np.ndarray, size: int) -> Found:
    """HiGHS: a variable for each pair that is together, each module with size - 1 others, no triangle half closed."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    count = len(points)
    place = {pair: at for at, pair in enumerate(combinations(range(count), 2))}
    triples = np.array([(place[i, j], place[j, k], place[i, k]) for i, j, k in combinations(range(count), 3)])
    columns = np.concatenate([triples, np.roll(triples, 1, axis=1), np.roll(triples, 2, axis=1)])
    rows = np.repeat(np.arange(len(columns)), 3)
    closed = coo_array((np.tile([1.0, 1.0, -1.0], len(columns)), (rows, columns.ravel())))
    ends = np.array(list(place)).ravel()
    degree = coo_array((np.ones(len(ends)), (ends, np.repeat(np.arange(len(place)), 2))))
    done = milp(
        np.array([costs[pair] for pair in place]), integrality=np.ones(len(place)), bounds=Bounds(0, 1),
        constraints=[LinearConstraint(closed.tocsr(), ub=1), LinearConstraint(degree.tocsr(), size - 1, size - 1)],
        options={"time_limit": _SECONDS},
    )  # fmt: skip
    return Found(None if done.x is None else float(done.fun), getattr(done, "mip_dual_bound", None))


def _packs(points: np.ndarray, costs: np.ndarray, size: int) -> Found:
    """CP-SAT: a variable for each module and pack, and for each pair whether it is together."""
    from ortools.sat.python import cp_model  # type: ignore[import-not-found, unused-ignore]

    model, count = cp_model.CpModel(), len(points)
    packs = range(count // size)
    inside = [[model.new_bool_var("") for _ in packs] for _ in range(count)]
    for module in range(count):
        model.add_exactly_one(inside[module])
        for pack in packs:
            if pack > module:  # packs are alike: the first modules open them in order
                model.add(inside[module][pack] == 0)
    for pack in packs:
        model.add(sum(inside[module][pack] for module in range(count)) == size)
    together = {pair: model.new_bool_var("") for pair in combinations(range(count), 2)}
    for (i, j), pair in together.items():
        for pack in packs:
            model.add_bool_or(inside[i][pack].Not(), inside[j][pack].Not(), pair)
    model.minimize(sum(round(costs[at] * _SCALE) * pair for at, pair in together.items()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = _SECONDS, 2
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return Found(solver.objective_value / _SCALE if found else None, solver.best_objective_bound / _SCALE)


def _balanced(points: np.ndarray, costs: np.ndarray, size: int) -> Found:
    from k_means_constrained import KMeansConstrained  # type: ignore[import-not-found, unused-ignore]

    model = KMeansConstrained(len(points) // size, size_min=size, size_max=size, n_init=10, random_state=7)
    model.fit(points)
    return Found(float(model.inertia_), None)


_PEERS = {"HiGHS, pairs": _pairs, "CP-SAT, packs": _packs, "k-means-constrained, best of 10": _balanced}
