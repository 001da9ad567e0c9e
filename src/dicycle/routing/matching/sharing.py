"""Loops in which neighbouring packs share their modules again; compiled for large stocks, plain Python for small ones.

Two packs of n modules together have the error of the pair less n/2 times the squared distance of their means, so the
best split of a pair has its means farthest apart; it is found by sorting the modules along a direction.
"""

import numpy as np
from numpy.typing import NDArray

from dicycle.routing.matching.model import Floats, Indexes


def resplit(
    points: Floats,
    packs: Indexes,
    beside: Indexes,
    changed: NDArray[np.bool_],
    after: NDArray[np.bool_],
    directions: Floats,
) -> float:
    """Split each pair of neighbours again of which one had changed; note in `after` which did; return the gain."""
    size = packs.shape[1]
    members, order = np.empty(2 * size, np.int64), np.empty(2 * size, np.int64)
    keys, along = np.empty(2 * size), np.empty(points.shape[1])
    gain = 0.0
    for one in range(len(packs)):
        for place in range(beside.shape[1]):
            other = beside[one, place]
            if changed[one] or changed[other]:
                for j in range(size):
                    members[j], members[size + j] = packs[one, j], packs[other, j]
                won = split_pair(points, members, directions, order, keys, along)
                if won > 0.0:
                    for j in range(size):
                        packs[one, j], packs[other, j] = members[j], members[size + j]
                    after[one] = after[other] = True
                    gain += won
    return gain


def split_pair(
    points: Floats, members: Indexes, directions: Floats, order: Indexes, keys: Floats, along: Floats
) -> float:
    """Split two packs across the direction of their means and across others, again while the means move apart.

    `members` has one pack and then the other, and is changed; the last three are room to work in. Return the gain.
    """
    before = best = apart(points, members, along)
    for trial in range(len(directions) + 1):
        if trial > 0:
            for e in range(len(along)):
                along[e] = directions[trial - 1, e]
        last = -1.0
        for _ in range(4):
            sort_along(points, members, along, order, keys)
            reached = apart(points, order, along)
            if reached > best * (1 + 1e-12):
                best = reached
                for j in range(len(members)):
                    members[j] = order[j]
            if reached <= last * (1 + 1e-12):
                break
            last = reached
    return (best - before) / len(members)


def apart(points: Floats, members: Indexes, along: Floats) -> float:
    """Return the squared length of the sum of the first half less the sum of the second, and that vector in `along`."""
    half = len(members) // 2
    length = 0.0
    for e in range(len(along)):
        total = 0.0
        for j in range(half):
            total += points[members[j], e] - points[members[half + j], e]
        along[e] = total
        length += total * total
    return length


def sort_along(points: Floats, members: Indexes, along: Floats, order: Indexes, keys: Floats) -> None:
    """Sort modules along a direction, farthest first."""
    for j in range(len(members)):
        key = 0.0
        for e in range(len(along)):
            key += along[e] * points[members[j], e]
        place = j
        while place > 0 and keys[place - 1] < key:
            keys[place] = keys[place - 1]
            order[place] = order[place - 1]
            place -= 1
        keys[place] = key
        order[place] = members[j]


def passed_round(points: Floats, packs: Indexes, beside: Indexes) -> int:
    """Let three neighbours pass one module each round while their errors fall; return how often that was done."""
    means = np.zeros((len(packs), points.shape[1]))
    for one in range(len(packs)):
        for e in range(points.shape[1]):
            for j in range(packs.shape[1]):
                means[one, e] += points[packs[one, j], e] / packs.shape[1]
    done = 0
    for one in range(len(packs)):
        for s in range(beside.shape[1]):
            for t in range(beside.shape[1]):
                two, three = beside[one, s], beside[one, t]
                if one < two and one < three and two != three:
                    while done < packs.size and pass_once(points, packs, means, one, two, three):
                        done += 1
    return done


def pass_once(points: Floats, packs: Indexes, means: Floats, one: int, two: int, three: int) -> bool:
    """Pass a module from each of three packs to the next if that lowers their errors; keep the means."""
    first, i = cheapest(points, packs, means, one, two)
    second, j = cheapest(points, packs, means, two, three)
    third, k = cheapest(points, packs, means, three, one)
    if first + second + third >= 0.0:
        return False
    before = own_error(points, packs, one) + own_error(points, packs, two) + own_error(points, packs, three)
    a, b, c = packs[one, i], packs[two, j], packs[three, k]
    packs[one, i], packs[two, j], packs[three, k] = c, a, b
    after = own_error(points, packs, one) + own_error(points, packs, two) + own_error(points, packs, three)
    if after >= before * (1 - 1e-12):
        packs[one, i], packs[two, j], packs[three, k] = a, b, c
        return False
    for e in range(points.shape[1]):
        means[one, e] += (points[c, e] - points[a, e]) / packs.shape[1]
        means[two, e] += (points[a, e] - points[b, e]) / packs.shape[1]
        means[three, e] += (points[b, e] - points[c, e]) / packs.shape[1]
    return True


def cheapest(points: Floats, packs: Indexes, means: Floats, giver: int, taker: int) -> tuple[float, int]:
    """Return what it costs to move the best module from one pack to another, means unmoved, and its place."""
    least, place = np.inf, 0
    for j in range(packs.shape[1]):
        cost = 0.0
        for e in range(points.shape[1]):
            value = points[packs[giver, j], e]
            cost += (value - means[taker, e]) ** 2 - (value - means[giver, e]) ** 2
        if cost < least:
            least, place = cost, j
    return least, place


def own_error(points: Floats, packs: Indexes, one: int) -> float:
    """Return the squared distances from the mean of one pack."""
    size = packs.shape[1]
    total = 0.0
    for e in range(points.shape[1]):
        origin = points[packs[one, 0], e]
        plain, squared = 0.0, 0.0
        for j in range(size):
            away = points[packs[one, j], e] - origin
            plain += away
            squared += away * away
        total += squared - plain * plain / size
    return total
