"""The pack that undercuts its prices most, for each first module: loops, compiled where that pays.

The inequality is that of `finite`; here packs are begun one after another, and what was found narrows the search.
"""

from typing import NamedTuple

import numpy as np

from dicycle.routing.matching.model import Floats, Indexes


class Costs(NamedTuple):
    """What each pair adds to a pack (infinite: may not meet), and half of what the nearest r - 1 partners add."""

    pairs: Floats
    partners: Floats


class Desk(NamedTuple):
    """Room to work in, a row for each module chosen: modules that may follow, what they add, how many; where it is."""

    places: Indexes
    adds: Floats
    counts: Indexes
    at: Indexes
    base: Floats
    chosen: Indexes
    least: Floats


def costs_of(pairs: Floats, size: int) -> Costs:
    """Return the costs of pairs with the partners' part of a pack; `pairs` is infinite on its diagonal."""
    cheapest = np.sort(pairs, axis=1)[:, : size - 1]
    sums = np.cumsum(np.where(np.isfinite(cheapest), cheapest, 0.0), axis=1).T / 2
    return Costs(pairs, np.ascontiguousarray(np.concatenate([np.zeros((2, len(pairs))), sums])))


def cheapest_packs(
    pairs: Floats, partners: Floats, prices: Floats, size: int, most: int, packs: Indexes, excess: Floats
) -> int:  # fmt: skip
    """Note for each first module the pack that undercuts its prices most; `excess` holds how far it must at least.

    Return how many packs were begun, more than `most` if that ended the search.
    """
    desk = desk_for(len(prices), size)
    begun = 0
    for first in range(len(prices)):
        start(desk, pairs, prices, first)
        level = 1
        while level >= 1 and begun <= most:
            if desk.at[level] < 0:
                begun += 1
                if not narrowed(desk, partners, level, size, excess[first]):
                    level -= 1
                    continue
            if level + 1 == size:
                ended(desk, level, packs[first], excess, first)
                level -= 1
            elif desk.at[level] + size - level > desk.counts[level]:
                level -= 1
            else:
                level = follow(desk, pairs, level)
    return begun


def desk_for(total: int, size: int) -> Desk:
    """Return room to work in."""
    numbers = np.zeros((3, size + 1), np.int64)
    places, adds = np.zeros((size + 1, total), np.int64), np.zeros((size + 1, total))
    return Desk(places, adds, numbers[0], numbers[1], np.zeros(size + 1), numbers[2], np.zeros(size))


def start(desk: Desk, pairs: Floats, prices: Floats, first: int) -> None:
    """Begin a pack with a module; only later ones may follow."""
    count = 0
    for j in range(first + 1, len(prices)):
        if pairs[first, j] < np.inf:
            desk.places[1, count] = j
            desk.adds[1, count] = pairs[first, j] - prices[j]
            count += 1
    desk.counts[1], desk.at[1], desk.base[1], desk.chosen[0] = count, -1, -prices[first], first


def narrowed(desk: Desk, partners: Floats, level: int, size: int, bar: float) -> bool:
    """Drop modules with which no pack stays below the bar; tell whether enough are left."""
    missing, count = size - level, desk.counts[level]
    if count < missing:
        return False
    desk.least[:missing] = np.inf
    for t in range(count):
        insert(desk.least, missing, desk.adds[level, t] + partners[missing, desk.places[level, t]])
    others, last = desk.base[level] + desk.least[: missing - 1].sum(), desk.least[missing - 1]
    kept = 0
    for t in range(count):
        module = desk.places[level, t]
        if others + max(desk.adds[level, t] + partners[missing, module], last) < bar:
            desk.places[level, kept], desk.adds[level, kept] = module, desk.adds[level, t]
            kept += 1
    desk.counts[level], desk.at[level] = kept, 0
    return kept >= missing


def insert(least: Floats, count: int, value: float) -> None:
    """Keep a value if it is among so many least, in order."""
    place = count - 1
    if value >= least[place]:
        return
    while place > 0 and least[place - 1] > value:
        least[place] = least[place - 1]
        place -= 1
    least[place] = value


def ended(desk: Desk, level: int, pack: Indexes, excess: Floats, first: int) -> None:
    """Note the best last module if the pack is the best yet."""
    for t in range(desk.counts[level]):
        value = desk.base[level] + desk.adds[level, t]
        if value < excess[first]:
            excess[first] = value
            pack[:level] = desk.chosen[:level]
            pack[level] = desk.places[level, t]


def follow(desk: Desk, pairs: Floats, level: int) -> int:
    """Choose the next module and list those that may follow it; return the new level."""
    place = desk.at[level]
    module = desk.places[level, place]
    desk.at[level], desk.chosen[level] = place + 1, module
    desk.base[level + 1] = desk.base[level] + desk.adds[level, place]
    count = 0
    for t in range(place + 1, desk.counts[level]):
        other = desk.places[level, t]
        if pairs[module, other] < np.inf:
            desk.places[level + 1, count] = other
            desk.adds[level + 1, count] = desk.adds[level, t] + pairs[module, other]
            count += 1
    desk.counts[level + 1], desk.at[level + 1] = count, -1
    return level + 1
