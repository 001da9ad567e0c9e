"""Several attributes: cut the stock into equal parts, then let neighbouring packs share their modules again.

Equal-size clustering is NP-hard from two attributes on, so this is a local search: pairs of neighbours are split anew
across many directions, and triangles of neighbours pass one module each round. `prices` says how far it can be from the
best.
"""

from typing import Final

import numpy as np

from dicycle.compiled import jitted
from dicycle.routing.matching.model import Floats, Indexes
from dicycle.routing.matching.sharing import passed_round, resplit
from dicycle.routing.matching.watching import QUIET, Watch

NEIGHBOURS: Final = 8
_SWEEPS: Final = 3
_ROUNDS: Final = 4
_LITTLE: Final = 0.002
_WORK: Final = 4000


def cut(points: Floats, size: int) -> Indexes:
    """Cut modules into packs by halving the longest side; rows of `points`, shape (packs, size)."""
    order = np.arange(len(points))
    parts = [(0, len(points) // size)]
    while parts:
        first, last = parts.pop()
        if last - first <= 1:
            continue
        part = order[first * size : last * size]
        own = points[part]
        side = int(np.argmax(np.ptp(own, axis=0)))
        half = (last - first) // 2
        order[first * size : last * size] = part[np.argpartition(own[:, side], half * size - 1)]
        parts += [(first, first + half), (first + half, last)]
    return order.reshape(-1, size)


def error(points: Floats, packs: Indexes) -> Floats:
    """Return the squared distances from the mean, summed for each pack."""
    members = points[packs]
    middle = members - members.mean(axis=1, keepdims=True)
    return np.asarray((middle * middle).sum(axis=(1, 2)))


def improved(points: Floats, packs: Indexes, watch: Watch = QUIET) -> Indexes:
    """Return packs with no larger sum of errors."""
    packs = np.ascontiguousarray(packs).copy()
    for turn in range(_ROUNDS):
        if not watch.goes_on(turn / (_ROUNDS + 1)):
            return packs
        beside = neighbours(points[packs].mean(axis=1), NEIGHBOURS)
        _sweep(points, packs, beside, np.zeros((0, points.shape[1])))
        if not jitted(passed_round, packs.size * _WORK)(points, packs, beside):
            break
    if watch.goes_on(_ROUNDS / (_ROUNDS + 1)):
        _sweep(points, packs, neighbours(points[packs].mean(axis=1), NEIGHBOURS), _directions(points.shape[1]))
    return packs


def _sweep(points: Floats, packs: Indexes, beside: Indexes, directions: Floats) -> None:
    """Split pairs again until a sweep gains little; pairs that did not change are left alone."""
    changed = np.ones(len(packs), np.bool_)
    for _ in range(_SWEEPS):
        before = float(error(points, packs).sum())
        after = np.zeros(len(packs), np.bool_)
        gain = jitted(resplit, packs.size * _WORK)(points, packs, beside, changed, after, directions)
        if gain <= _LITTLE * before:
            return
        changed = after


def _directions(attributes: int) -> Floats:
    """Return directions to split pairs across, beside that from mean to mean; shape (directions, attributes)."""
    if attributes == 2:
        angles = np.pi * np.arange(8) / 8
        return np.stack([np.cos(angles), np.sin(angles)], axis=1)
    grid = np.array(np.meshgrid(*[[-1.0, 0.0, 1.0]] * attributes)).reshape(attributes, -1).T
    return np.ascontiguousarray(grid[len(grid) // 2 + 1 :])


def neighbours(means: Floats, count: int) -> Indexes:
    """Return the packs nearest to each, by their means; shape (packs, count or fewer)."""
    count = min(count, len(means) - 1)
    side = int(np.argmax(np.ptp(means, axis=0)))
    order = np.argsort(means[:, side], kind="stable")
    found = np.empty((len(means), count), np.int64)
    if count > 0:
        jitted(_nearest, len(means) * 1000)(np.ascontiguousarray(means[order]), side, found)
    result = np.empty_like(found)
    result[order] = order[found]
    return result


def _nearest(means: Floats, side: int, found: Indexes) -> None:
    """Nearest others in a list sorted by one side: look to both until that side alone is too far."""
    total, count = found.shape
    far = np.empty(count)
    for one in range(total):
        far[:] = np.inf
        for step in (-1, 1):
            other = one + step
            while 0 <= other < total:
                along = means[other, side] - means[one, side]
                if along * along >= far[count - 1]:
                    break
                away = 0.0
                for e in range(means.shape[1]):
                    away += (means[other, e] - means[one, e]) ** 2
                if away < far[count - 1]:
                    place = count - 1
                    while place > 0 and far[place - 1] > away:
                        far[place] = far[place - 1]
                        found[one, place] = found[one, place - 1]
                        place -= 1
                    far[place] = away
                    found[one, place] = other
                other += step
