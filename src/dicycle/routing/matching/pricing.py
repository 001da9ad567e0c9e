"""Loops of `prices`; compiled for large stocks, plain Python for small ones."""

from typing import Final, NamedTuple

import numpy as np

from dicycle.routing.matching.model import Floats, Indexes

FAR: Final = 4
"""From so many packs' worth of modules in a square on, it pays to ask which are too far away to matter."""


class Squares(NamedTuple):
    """A stack of squares: centre, half a side, how often it was quartered, and where its modules are in the pool."""

    centres: Floats
    halves: Floats
    levels: Indexes
    first: Indexes
    last: Indexes


class Room(NamedTuple):
    """Room to work in: squared distance to the centre, and to the square, less price; the n least of one of them."""

    inner: Floats
    outer: Floats
    least: Floats


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
    lies there. A square is done if no pack there can lower any module further, or if n r² is a small part (`fine`) of
    what the nearest modules cost. The pool has a column for each module: attributes, price, row.
    """
    total, attributes = points.shape
    squares = waiting((depth + 1) << attributes, root, half, total)
    pool = pooled(points, prices)
    room = Room(np.empty(total), np.empty(total), np.empty(size))
    top = 1
    while top > 0:
        top -= 1
        side, begin, end = squares.halves[top], squares.first[top], squares.last[top]
        if end - begin < size:
            continue
        most = excesses(pool, begin, end, squares.centres[top], 0.0, room.inner, room.least)
        whole = room.least.sum() - size * attributes * side * side
        bar = highest(pool, begin, end, room.inner, whole, most, missing)
        if bar == -np.inf:
            continue
        near = distances(pool, begin, end, room.inner, most)
        if squares.levels[top] >= depth or size * attributes * side * side <= fine * near:
            lower(pool, begin, end, room.inner, whole, most, missing)
        else:
            if 2 * end - begin > pool.shape[1]:
                pool = np.concatenate((pool, np.empty_like(pool)), axis=1)
            kept = narrowed(pool, begin, end, squares.centres[top], side, most, bar - whole + most, bar, room)
            top = quartered(squares, top, end, kept)


def waiting(most: int, root: Floats, half: float, total: int) -> Squares:
    """Return room for so many squares, with the whole as the first."""
    centres, halves, numbers = np.empty((most, len(root))), np.empty(most), np.zeros((3, most), np.int64)
    centres[0], halves[0], numbers[2, 0] = root, half, total
    return Squares(centres, halves, numbers[0], numbers[1], numbers[2])


def pooled(points: Floats, prices: Floats) -> Floats:
    """Return the pool with all modules, and room for more."""
    total, attributes = points.shape
    pool = np.empty((attributes + 2, 4 * total + 1000))
    for t in range(total):
        for e in range(attributes):
            pool[e, t] = points[t, e]
        pool[attributes, t] = prices[t]
        pool[attributes + 1, t] = t
    return pool


def excesses(pool: Floats, begin: int, end: int, centre: Floats, side: float, excess: Floats, least: Floats) -> float:
    """Work out squared distance to a square (side 0: to its centre) less price; note the n least, return the largest.

    Plain loops over columns: the compiler makes them work on several modules at once.
    """
    count = end - begin
    price = pool[len(centre), begin:end]
    for t in range(count):
        excess[t] = -price[t]
    for e in range(len(centre)):
        column, middle = pool[e, begin:end], centre[e]
        for t in range(count):
            over = max(abs(column[t] - middle) - side, 0.0)
            excess[t] += over * over
    return chosen(excess, count, least)


def chosen(values: Floats, count: int, least: Floats) -> float:
    """Note the least of so many values, in no order, and return the largest of those."""
    for t in range(len(least)):
        least[t] = values[t]
    place = dearest(least)
    for t in range(len(least), count):
        if values[t] < least[place]:
            least[place] = values[t]
            place = dearest(least)
    return float(least[place])


def dearest(values: Floats) -> int:
    """Return the place of the largest."""
    place = 0
    for t in range(1, len(values)):
        if values[t] > values[place]:
            place = t
    return place


def highest(
    pool: Floats, begin: int, end: int, excess: Floats, whole: float, most: float, missing: Floats
) -> float:  # fmt: skip
    """Return the highest `missing` of the modules that this square could lower; minus infinity if there is none.

    A pack here undercuts its prices by `whole` at most; with a certain module by that module's excess instead of
    `most`. Only packs that undercut by more than what is noted for one of their modules matter.
    """
    rows, bar = pool[len(pool) - 1], -np.inf
    if whole < 0.0:
        for t in range(end - begin):
            undercut = whole + max(excess[t] - most, 0.0)
            if undercut < 0.0:
                noted = missing[int(rows[begin + t])]
                if noted > bar and undercut < noted:
                    bar = noted
    return bar


def distances(pool: Floats, begin: int, end: int, excess: Floats, most: float) -> float:
    """Return the squared distances of the n modules whose excess is least."""
    prices, near = pool[len(pool) - 2], 0.0
    for t in range(end - begin):
        if excess[t] <= most:
            near += excess[t] + prices[begin + t]
    return near


def lower(
    pool: Floats, begin: int, end: int, excess: Floats, whole: float, most: float, missing: Floats
) -> None:  # fmt: skip
    """Note for the modules of a square how far packs with them may undercut their prices."""
    rows = pool[len(pool) - 1]
    for t in range(end - begin):
        row = int(rows[begin + t])
        missing[row] = min(missing[row], whole + max(excess[t] - most, 0.0))


def narrowed(
    pool: Floats,
    begin: int,
    end: int,
    centre: Floats,
    side: float,
    most: float,
    limit: float,
    bar: float,
    room: Room,
) -> int:
    """Write the modules that matter behind the others, the n nearest first; return where they end.

    A pack costs at least the squared distances to the square as well: that tells in large squares, as the distances to
    the centre less n r² do in small ones.
    """
    count, reach = end - begin, np.inf
    if count > FAR * len(room.least):
        farthest = excesses(pool, begin, end, centre, side, room.outer, room.least)
        reach = bar - room.least.sum() + farthest
    else:
        room.outer[:count] = room.inner[:count]
    kept = end
    for last in (False, True):
        for t in range(count):
            if (room.inner[t] > most) == last and room.inner[t] < limit and room.outer[t] < reach:
                for e in range(len(pool)):
                    pool[e, kept] = pool[e, begin + t]
                kept += 1
    return kept


def quartered(squares: Squares, top: int, begin: int, end: int) -> int:
    """Put the quarters of a square in its place, each with the modules so far in the pool; return where they end."""
    side, level = squares.halves[top] / 2, squares.levels[top] + 1
    attributes: int = squares.centres.shape[1]
    for corner in range((1 << attributes) - 1, -1, -1):  # the square itself is written over last
        place = top + corner
        for e in range(attributes):
            squares.centres[place, e] = squares.centres[top, e] + (side if (corner >> e) & 1 else -side)
        squares.halves[place], squares.levels[place] = side, level
        squares.first[place], squares.last[place] = begin, end
    return top + (1 << attributes)
