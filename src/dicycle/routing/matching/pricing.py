"""Loops of `prices`; compiled for large stocks, plain Python for small ones."""

import numpy as np

from dicycle.routing.matching.model import Floats, Indexes


def nearest_cost(points: Floats, packs: Indexes, beside: Indexes, cost: Floats) -> None:
    """Note 1/(2n) of the squared distances from each module to the n - 1 nearest of its own and the next packs."""
    size = packs.shape[1]
    nearest = np.empty(size)
    for one in range(len(packs)):
        for j in range(size):
            nearest[:] = np.inf
            for place in range(-1, beside.shape[1]):
                other = one if place < 0 else beside[one, place]
                for k in range(size):
                    away = 0.0
                    for e in range(points.shape[1]):
                        away += (points[packs[one, j], e] - points[packs[other, k], e]) ** 2
                    keep(nearest, away)
            cost[packs[one, j]] = nearest.sum() / (2 * size)


def keep(least: Floats, value: float) -> None:
    """Keep a value if it is among the least, in order."""
    place = len(least) - 1
    if value >= least[place]:
        return
    while place > 0 and least[place - 1] > value:
        least[place] = least[place - 1]
        place -= 1
    least[place] = value


def shortfall(
    points: Floats,
    prices: Floats,
    size: int,
    root: Floats,
    half: float,
    depth: int,
    fine: float,
    missing: Floats,
) -> None:
    """Lower `missing` for each module to what packs with it may cost less than their prices, at most.

    Squares (cubes for three attributes) wait on a stack, with the modules that may be in a pack too cheap whose mean
    lies there; a square is done if there is none, or if n r² is a small part (`fine`) of what the nearest modules cost.
    """
    total, attributes = points.shape
    corners = 1 << attributes
    waiting = depth * corners + corners
    centres, halves = np.empty((waiting, attributes)), np.empty(waiting)
    levels, first, last = np.empty(waiting, np.int64), np.empty(waiting, np.int64), np.empty(waiting, np.int64)
    pool = np.empty(4 * total + 1000, np.int64)
    pool[:total] = np.arange(total)
    excess, least = np.empty(total), np.empty(size)
    centre = np.empty(attributes)
    centres[0], halves[0], levels[0], first[0], last[0] = root, half, 0, 0, total
    top = 1
    while top > 0:
        top -= 1
        centre[:] = centres[top]
        side, level, begin, end = halves[top], levels[top], first[top], last[top]
        count = end - begin
        if count < size:
            continue
        slack = size * attributes * side * side
        near = excesses(points, prices, pool, begin, end, centre, side, excess, least)
        whole = least.sum()
        if whole >= slack:
            continue
        others = whole - least[size - 1]
        if level >= depth or slack <= fine * near:
            for t in range(count):
                if excess[t] + others < slack:
                    row = pool[begin + t]
                    missing[row] = min(missing[row], max(excess[t] + others, whole) - slack)
            continue
        if end + count > len(pool):
            pool = np.concatenate((pool, np.empty(len(pool), np.int64)))
        kept = end
        for t in range(count):
            if excess[t] + others < slack:
                pool[kept] = pool[begin + t]
                kept += 1
        for corner in range(corners):
            for e in range(attributes):
                centres[top, e] = centre[e] + (side / 2 if (corner >> e) & 1 else -side / 2)
            halves[top], levels[top], first[top], last[top] = side / 2, level + 1, end, kept
            top += 1


def excesses(
    points: Floats,
    prices: Floats,
    pool: Indexes,
    begin: int,
    end: int,
    centre: Floats,
    side: float,
    excess: Floats,
    least: Floats,
) -> float:
    """Work out squared distance less price of modules, and the least of them; return the distances of those alone.

    A module so far from the square that its distance alone costs more than the prices of any pack is infinitely far.
    """
    dearest = 0.0
    for t in range(begin, end):
        dearest = max(dearest, prices[pool[t]])
    reach = max(len(least) - 1, 1) * dearest
    least[:] = np.inf
    for t in range(begin, end):
        away, outside = 0.0, 0.0
        for e in range(len(centre)):
            along = abs(points[pool[t], e] - centre[e])
            away += along * along
            if along > side:
                outside += (along - side) * (along - side)
        excess[t - begin] = away - prices[pool[t]] if outside < reach else np.inf
        keep(least, excess[t - begin])
    near = 0.0
    for t in range(begin, end):
        if excess[t - begin] <= least[len(least) - 1] < np.inf:
            near += excess[t - begin] + prices[pool[t]]
    return near
