"""The inequality of module prices, checked with plain numpy, all squares of one size at a time.

For a pack of n modules whose mean lies within r of a centre q, error = sum |x - q|² - n |mean - q|², which is at least
sum |x - q|² - n r². So the n least of |x - q|² - price, summed, less n r² is at most error less prices of every such
pack. Where that is not negative no such pack is too cheap; where it is, squares are quartered until r is small.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.routing.matching.model import Floats, Indexes

_FINE: Final = 0.015
_FAR: Final = 4
"""From so many packs' worth of modules in a square on, it pays to ask which are too far away to matter."""
_DEPTH: Final = 40
_AT_ONCE: Final = 200_000
"""So many modules of squares are looked at together; many more do not stay in the cache of a processor."""


class Squares(NamedTuple):
    """Squares of one size: centres, and the modules that matter in each, one list after another."""

    centres: Floats
    members: Indexes
    lengths: Indexes


class Batch(NamedTuple):
    """Squares with lists of similar length: centres; members, shape (squares, longest list); whether each is one."""

    centres: Floats
    members: Indexes
    held: NDArray[np.bool_]


class Level(NamedTuple):
    """What is asked of squares of one size: half a side, up to which part is fine, whether this is the last size."""

    half: float
    fine: float
    last: bool


class Least(NamedTuple):
    """The n least of each list: their places, their sum, and the sum without the largest."""

    places: Indexes
    whole: Floats
    others: Floats


def too_cheap(points: Floats, prices: Floats, size: int) -> Floats:
    """Return for each module zero or less: at least by how much packs with it may undercut their prices."""
    points = np.asfortranarray(points)  # each attribute in one piece
    low, high = points.min(axis=0), points.max(axis=0)
    half = float((high - low).max()) / 2 * (1 + 1e-9) + 1e-300
    squares = Squares(((low + high) / 2)[None, :], np.arange(len(points)), np.array([len(points)]))
    missing = np.zeros(len(points))
    for level in range(_DEPTH + 1):
        now = Level(half, _FINE, level == _DEPTH)
        stay = [_looked_at(points, prices, size, batch, now, missing) for batch in _batches(squares, size)]
        if not sum(len(part.centres) for part in stay):
            break
        squares = _quartered(Squares(*(np.concatenate(parts) for parts in zip(*stay, strict=True))), half)
        half /= 2
    return missing


def _quartered(squares: Squares, half: float) -> Squares:
    """Return four squares (eight cubes) for each, with the same modules."""
    attributes = squares.centres.shape[1]
    corners = np.array(np.meshgrid(*[[-0.5, 0.5]] * attributes)).reshape(attributes, -1).T * half
    centres = (squares.centres[None] + corners[:, None]).reshape(-1, attributes)
    return Squares(centres, np.tile(squares.members, len(corners)), np.tile(squares.lengths, len(corners)))


def _batches(squares: Squares, size: int) -> Iterator[Batch]:
    """Yield squares with lists of similar length together; lists shorter than a pack need no look."""
    ends = np.cumsum(squares.lengths)
    order = np.argsort(squares.lengths, kind="stable")
    order = order[squares.lengths[order] >= size]
    while len(order):
        longest = int(squares.lengths[order[-1]])
        first = max(0, len(order) - max(1, _AT_ONCE // longest))
        first = max(first, int(np.searchsorted(squares.lengths[order], longest // 2)))
        batch, order = order[first:], order[:first]
        places = (ends[batch] - squares.lengths[batch])[:, None] + np.arange(longest)
        held = np.arange(longest) < squares.lengths[batch][:, None]
        members = squares.members[np.minimum(places, len(squares.members) - 1)]
        yield Batch(squares.centres[batch], members, held)


def _looked_at(
    points: Floats, prices: Floats, size: int, batch: Batch, level: Level, missing: Floats
) -> Squares:  # fmt: skip
    """Return the squares that stay open, each with the modules that matter; note what the final ones miss."""
    excess = _excess(points, prices, batch, 0.0)
    least = _least(excess, size)
    slack = size * points.shape[1] * level.half**2
    near = (np.take_along_axis(excess, least.places, axis=1) + _of(prices, batch.members, least.places)).sum(axis=1)
    opened = least.whole < slack
    final = opened & ((slack <= level.fine * near) | level.last)
    stay = opened & ~final
    could = excess + least.others[:, None] < slack
    with_it = np.maximum(excess[final] + least.others[final, None], least.whole[final, None]) - slack
    np.minimum.at(missing, batch.members[final][could[final]], with_it[could[final]])
    open_ones = Batch(*(part[stay] for part in batch))
    matter = could[stay] & _within_reach(points, prices, size, open_ones, level.half)
    return Squares(open_ones.centres, open_ones.members[matter], matter.sum(axis=1))


def _excess(points: Floats, prices: Floats, batch: Batch, side: float) -> Floats:
    """Return squared distance to the square (side 0: to its centre) less price; infinite where there is no module."""
    total = np.where(batch.held, -prices[batch.members], np.inf)
    for column, centre in zip(points.T, batch.centres.T, strict=True):
        over = column[batch.members]
        over -= centre[:, None]
        if side:
            np.maximum(np.abs(over, out=over) - side, 0.0, out=over)
        over *= over
        total += over
    return total


def _least(values: Floats, size: int) -> Least:
    places = np.argpartition(values, size - 1, axis=1)[:, :size]
    least = np.take_along_axis(values, places, axis=1)
    return Least(places, least.sum(axis=1), least.sum(axis=1) - least.max(axis=1))


def _of(column: Floats, members: Indexes, places: Indexes) -> Floats:
    return np.asarray(column[np.take_along_axis(members, places, axis=1)])


def _within_reach(points: Floats, prices: Floats, size: int, batch: Batch, half: float) -> NDArray[np.bool_]:
    """Tell which modules may be in a pack too cheap if it costs no more than the squared distances to the square."""
    if not batch.members.size or batch.members.shape[1] <= _FAR * size:
        return batch.held
    excess = _excess(points, prices, batch, half)
    return np.asarray(excess + _least(excess, size).others[:, None] < 0.0)
