"""The inequality of module prices, checked with plain numpy, all squares of one size at a time.

A module farther from a square than the prices of any pack there can pay for is in none that is too cheap. For a pack
of n modules whose mean lies within r of a centre q, error = sum |x - q|² - n |mean - q|², which is at least
sum |x - q|² - n r². So the n least of |x - q|² - price, summed, less n r² is at most error less prices of every such
pack. Where that is not negative no such pack is too cheap; where it is, squares are quartered until r is small.
"""

from typing import Final, NamedTuple

import numpy as np

from dicycle.routing.matching.model import Floats, Indexes

_FINE: Final = 0.03
_DEPTH: Final = 40
_AT_ONCE: Final = 2_000_000


class Squares(NamedTuple):
    """Squares of one size: centres, and the modules that matter in each, one list after another."""

    centres: Floats
    members: Indexes
    lengths: Indexes


def too_cheap(points: Floats, prices: Floats, size: int) -> Floats:
    """Return for each module zero or less: at least by how much packs with it may undercut their prices."""
    low, high = points.min(axis=0), points.max(axis=0)
    half = float((high - low).max()) / 2 * (1 + 1e-9) + 1e-300
    everyone = np.arange(len(points))
    squares = Squares(((low + high) / 2)[None, :], everyone, np.array([len(points)]))
    missing = np.zeros(len(points))
    for level in range(_DEPTH + 1):
        squares = _quartered(_open(points, prices, size, squares, half, level == _DEPTH, missing), half)
        half /= 2
        if not len(squares.centres):
            break
    return missing


def _quartered(squares: Squares, half: float) -> Squares:
    """Return four squares (eight cubes) for each, with the same modules."""
    attributes = squares.centres.shape[1]
    corners = np.array(np.meshgrid(*[[-0.5, 0.5]] * attributes)).reshape(attributes, -1).T * half
    centres = (squares.centres[None] + corners[:, None]).reshape(-1, attributes)
    return Squares(centres, np.tile(squares.members, len(corners)), np.tile(squares.lengths, len(corners)))


def _open(
    points: Floats, prices: Floats, size: int, squares: Squares, half: float, last: bool, missing: Floats
) -> Squares:
    """Return the squares that stay open, each with the modules that matter; note the final ones."""
    ends = np.cumsum(squares.lengths)
    order = np.argsort(squares.lengths, kind="stable")
    order = order[squares.lengths[order] >= size]
    found: list[Squares] = []
    while len(order):
        longest = int(squares.lengths[order[-1]])
        first = max(0, len(order) - max(1, _AT_ONCE // longest))
        first = max(first, int(np.searchsorted(squares.lengths[order], longest // 2)))
        batch, order = order[first:], order[:first]
        begins = ends[batch] - squares.lengths[batch]
        places = begins[:, None] + np.arange(longest)
        held = np.arange(longest) < squares.lengths[batch][:, None]
        members = squares.members[np.minimum(places, len(squares.members) - 1)]
        part = _batch(points, prices, size, (squares.centres[batch], members, held), half, last, missing)
        found.append(part)
    if not found:
        return Squares(squares.centres[:0], squares.members[:0], squares.lengths[:0])
    return Squares(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


def _batch(
    points: Floats,
    prices: Floats,
    size: int,
    batch: tuple[Floats, Indexes, np.ndarray],
    half: float,
    last: bool,
    missing: Floats,
) -> Squares:
    centres, members, held = batch
    along = [np.abs(points[members, e] - centres[:, e, None]) for e in range(points.shape[1])]
    away = sum(part * part for part in along)
    outside = sum(np.maximum(part - half, 0.0) ** 2 for part in along)
    dearest = np.where(held, prices[members], 0.0).max(axis=1, initial=0.0)
    held = held & (outside < max(size - 1, 1) * dearest[:, None])
    excess = np.where(held, away - prices[members], np.inf)
    least = np.argpartition(excess, size - 1, axis=1)[:, :size]
    cheapest = np.take_along_axis(excess, least, axis=1)
    whole = cheapest.sum(axis=1)
    others = np.where(np.isfinite(whole), whole - np.where(np.isfinite(whole), cheapest.max(axis=1), 0.0), np.inf)
    slack = size * points.shape[1] * half * half
    near = np.take_along_axis(away, least, axis=1).sum(axis=1)
    opened = whole < slack
    final = opened & (slack <= _FINE * near) | (opened & last)
    could = excess + others[:, None] < slack
    with_it = np.maximum(excess + others[:, None], whole[:, None]) - slack
    np.minimum.at(missing, members[final][could[final]], with_it[final][could[final]])
    stay = opened & ~final
    return Squares(centres[stay], members[stay][could[stay]], could[stay].sum(axis=1))
