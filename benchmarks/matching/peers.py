"""What a user would pick instead: slices of the sorted stock, greedy LPT, and balanced k-means by a public package."""

from typing import Any

import numpy as np

from benchmarks.matching.stocks import SIZE, TWO, ordinary, timed
from benchmarks.timing import show
from dicycle.routing.matching import match

_PEER_MOST = 1_200
"""Balanced k-means solves a flow over modules times packs; beyond this it takes minutes, then memory."""


def beside(sizes: list[int]) -> None:
    """Print errors and seconds as ratios of ours, all in one run."""
    match(ordinary(1_200), TWO)  # compiles
    for size in sizes:
        modules = ordinary(size)
        points = np.stack([modules.capacity, modules.resistance], axis=1)
        ours, taken = timed(lambda modules=modules: match(modules, TWO))
        rows = [("ours", f"{ours.value:.2f}", "1.00", f"{taken:.2f}", "1.00")]
        for name, peer in _PEERS.items():
            if peer is not _balanced or size <= _PEER_MOST:
                rows.append(_row(name, peer, points, (ours.value, taken)))
        head = ("", "error", "error / ours", "s", "s / ours")
        show(f"{size:,} modules, packs of {SIZE}, two attributes", head, rows)


def _row(name: str, peer: Any, points: np.ndarray, ours: tuple[float, float]) -> tuple[str, ...]:
    try:
        packs, taken = timed(lambda: peer(points))
    except ImportError:
        return name, "not installed", "", "", ""
    error = _error(points, packs)
    return name, f"{error:.2f}", f"{error / ours[0]:.2f}", f"{taken:.2f}", f"{taken / ours[1]:.3g}"


def _error(points: np.ndarray, packs: np.ndarray) -> float:
    members = points[packs]
    return float(((members - members.mean(axis=1, keepdims=True)) ** 2).sum())


def _random(points: np.ndarray) -> np.ndarray:
    return np.random.default_rng(7).permutation(len(points)).reshape(-1, SIZE)


def _sliced(points: np.ndarray) -> np.ndarray:
    return np.argsort(points[:, 0], kind="stable").reshape(-1, SIZE)


def _summed(points: np.ndarray) -> np.ndarray:
    """Slice by the sum of both attributes, each scaled: a score, as spreadsheets do it."""
    return np.argsort(points.sum(axis=1), kind="stable").reshape(-1, SIZE)


def _greedy(points: np.ndarray) -> np.ndarray:
    """Greedy LPT: the strongest module left goes where the sum is least; it evens sums, not members."""
    order = np.argsort(-points[:, 0], kind="stable")
    rounds = order.reshape(SIZE, -1)
    sums = np.zeros(rounds.shape[1])
    packs = np.empty((rounds.shape[1], SIZE), np.int64)
    for turn, modules in enumerate(rounds):
        least = np.argsort(sums, kind="stable")
        packs[least, turn] = modules
        sums[least] += points[modules, 0]
    return packs


def _balanced(points: np.ndarray) -> np.ndarray:
    from k_means_constrained import KMeansConstrained  # type: ignore[import-not-found, unused-ignore]

    packs = len(points) // SIZE
    model = KMeansConstrained(packs, size_min=SIZE, size_max=SIZE, n_init=1, max_iter=10, random_state=7)
    return np.argsort(model.fit_predict(points), kind="stable").reshape(-1, SIZE)


_PEERS = {
    "slices by capacity": _sliced,
    "slices by the sum of both": _summed,
    "greedy LPT by capacity": _greedy,
    "random": _random,
    "k-means-constrained, 10 rounds": _balanced,
}
