"""Points into groups: k-means from many beginnings, and its kin whose groups are equally large."""

from typing import Final

import numpy as np

from dicycle.health.lasting.model import Indexes
from dicycle.health.records.table import Floats

BEGINNINGS: Final = 100
_ROUNDS: Final = 100
_TINY: Final = 1e-12


def clustered(points: Floats, groups: int, seed: int, beginnings: int = BEGINNINGS) -> Indexes:
    """Return a group for each point (0 to groups − 1, none empty): the least squares found from many beginnings.

    Beginnings are drawn by k-means++ (Arthur and Vassilvitskii 2007); where the means settle, points move singly while
    that lowers the squares (Hartigan 1975). Needs at least as many points as groups.
    """
    draws = np.random.default_rng(seed)
    found = [_moved(points, _settled(points, _begun(points, groups, draws))) for _ in range(beginnings)]
    return min(found, key=lambda labels: squares(points, labels))


def evened(points: Floats, labels: Indexes) -> Indexes:
    """Return groups near the given ones whose sizes differ by at most one; pairs are exchanged while squares fall."""
    here = _dealt(points, _centres(points, labels))
    for _ in range(_ROUNDS):
        after = _exchanged(_distances(points, _centres(points, here)), here)
        if squares(points, after) >= squares(points, here) - _TINY:
            break
        here = after
    return here


def squares(points: Floats, labels: Indexes) -> float:
    """Return the sum of squared distances of points from the mean of their group."""
    return float(((points - _centres(points, labels)[labels]) ** 2).sum())


def _begun(points: Floats, groups: int, draws: np.random.Generator) -> Floats:
    chosen = [int(draws.integers(len(points)))]
    nearest = np.full(len(points), np.inf)
    for _ in range(1, groups):
        nearest = np.minimum(nearest, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
        total = nearest.sum()
        chosen.append(int(draws.choice(len(points), p=nearest / total if total > 0 else None)))
    return points[chosen]


def _settled(points: Floats, centres: Floats) -> Indexes:
    labels = np.full(len(points), -1, np.int64)
    for _ in range(_ROUNDS):
        after = _filled(_distances(points, centres))
        if np.array_equal(after, labels):
            break
        labels, centres = after, _centres(points, after)
    return labels


def _moved(points: Floats, labels: Indexes) -> Indexes:
    """Return the labels after moving single points, the best first, while the squares fall."""
    labels, rows = labels.copy(), np.arange(len(labels))
    for _ in range(_ROUNDS + len(labels)):
        distances, sizes = _distances(points, _centres(points, labels)), np.bincount(labels).astype(float)
        left = np.where(sizes > 1, sizes / np.maximum(sizes - 1, 1), 0.0)[labels] * distances[rows, labels]
        joined = distances * (sizes / (sizes + 1))
        joined[rows, labels] = np.inf
        point, target = divmod(int(np.argmax(left[:, None] - joined)), len(sizes))
        if left[point] - joined[point, target] <= _TINY:
            break
        labels[point] = target
    return labels


def _filled(distances: Floats) -> Indexes:
    """Return the nearest centre of each point; an empty group takes the point farthest from its own."""
    labels: Indexes = np.argmin(distances, axis=1)
    own = distances[np.arange(len(labels)), labels]
    for empty in np.setdiff1d(np.arange(distances.shape[1]), labels):
        shared = np.bincount(labels, minlength=distances.shape[1])[labels] > 1
        far = int(np.argmax(np.where(shared, own, -1.0)))
        labels[far], own[far] = empty, 0.0
    return labels


def _dealt(points: Floats, centres: Floats) -> Indexes:
    """Return each point's nearest group with room; who would lose most by another group chooses first."""
    count, groups = len(points), len(centres)
    distances = _distances(points, centres)
    large = count % groups
    ranked = np.partition(distances, min(1, groups - 1), axis=1)
    sizes, labels = np.zeros(groups, np.int64), np.empty(count, np.int64)
    for point in np.argsort(ranked[:, 0] - ranked[:, min(1, groups - 1)], kind="stable"):
        room = count // groups + (1 if np.count_nonzero(sizes > count // groups) < large else 0)
        open_ = np.where(sizes < room, distances[point], np.inf)
        labels[point] = np.argmin(open_)
        sizes[labels[point]] += 1
    return labels


def _exchanged(distances: Floats, labels: Indexes) -> Indexes:
    """Return the labels after exchanging pairs, the best first, while the sum of distances falls."""
    labels = labels.copy()
    for _ in range(len(labels)):
        own = distances[np.arange(len(labels)), labels]
        other = distances[:, labels]
        gain = own[:, None] + own[None, :] - other - other.T
        one, two = divmod(int(np.argmax(gain)), len(labels))
        if gain[one, two] <= _TINY:
            break
        labels[one], labels[two] = labels[two], labels[one]
    return labels


def _centres(points: Floats, labels: Indexes) -> Floats:
    sizes = np.bincount(labels)
    sums = np.stack([np.bincount(labels, column) for column in points.T], axis=1)
    return np.asarray(sums / np.maximum(sizes, 1)[:, None])


def _distances(points: Floats, centres: Floats) -> Floats:
    return np.asarray(((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2))
