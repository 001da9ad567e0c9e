"""Old rows and new ones as one array: what stays is copied in stretches, or moved by one gather, and never sorted."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.graph.model import Ints, Longs
from dicycle.genealogy.graph.names import Names
from dicycle.genealogy.graph.ranges import laid_out

Numbers = NDArray[np.integer[Any]]
Flags = NDArray[np.bool_]

_FEW: Final = 2_000
_LONG: Final = 100
"""Stretches are copied one by one if they are few, or so long on average; others row by row."""


class Ranges(NamedTuple):
    """Stretches of rows, in order and apart: from ``first[i]`` to ``last[i]``, which is not one of them."""

    first: Longs
    last: Longs


class Splice(NamedTuple):
    """What becomes of the rows of an array: those from `first` to `last` are kept, and stand from `to` on."""

    old: int
    new: int
    first: Longs
    last: Longs
    to: Longs
    places: Longs
    """Where the rows that come in stand."""

    stays: tuple[Flags, Flags] | None
    """Of the old rows and of the new ones, which are kept; None if stretches are to be copied one by one."""

    def column(self, old: NDArray[Any], new: Any) -> NDArray[Any]:
        """Return one column of all rows; `new` are the values that come in, in order."""
        out = np.empty(self.new, old.dtype)
        if self.stays is None:
            for first, last, to in self._stretches():
                out[to : to + last - first] = old[first:last]
        else:
            out[self.stays[1]] = old[self.stays[0]]
        out[self.places] = new
        return out

    def _stretches(self) -> Iterator[tuple[int, int, int]]:
        return zip(self.first.tolist(), self.last.tolist(), self.to.tolist(), strict=True)

    def numbers(self) -> Ints:
        """Return where each old row is, -1 for one that went; and a -1 behind, so that -1 means -1."""
        out = np.full(self.old + 1, -1, np.int32)
        if self.stays is None:
            for first, last, to in self._stretches():
                out[first:last] = np.arange(to, to + last - first, dtype=np.int32)
        else:
            out[:-1][self.stays[0]] = np.flatnonzero(self.stays[1])
        return out


def splice(old: int, gone: Ranges, at: Longs, size: Longs | None = None) -> Splice:
    """Return what becomes of `old` rows of which some go, when before each row of `at` (ascending) `size` come in."""
    size = np.ones(len(at), np.int64) if size is None else size
    cuts = distinct(np.concatenate((np.array([0, old]), gone.first, gone.last, at)))
    first, last = cuts[:-1], cuts[1:]
    inside = np.searchsorted(gone.first, first, side="right") - 1
    kept = np.append(gone.last, 0)[inside] <= first if len(gone.first) else np.ones(len(first), np.bool_)
    first, last = first[kept], last[kept]
    come = np.concatenate((np.zeros(1, np.int64), np.cumsum(size)))
    to = first - _before(gone, first) + come[np.searchsorted(at, first, side="right")]
    places = laid_out(at - _before(gone, at) + come[:-1], size)
    new = old - int((gone.last - gone.first).sum()) + int(come[-1])
    many = len(first) > max(_FEW, old // _LONG)
    return Splice(old, new, first, last, to, places, _kept(old, new, gone, places) if many else None)


def _kept(old: int, new: int, gone: Ranges, places: Longs) -> tuple[Flags, Flags]:
    before, now = np.ones(old, np.bool_), np.ones(new, np.bool_)
    before[laid_out(gone.first, gone.last - gone.first)] = False
    now[places] = False
    return before, now


def _before(gone: Ranges, rows: Longs) -> Longs:
    """Return how many rows that go stand before each row."""
    if not len(gone.first):
        return np.zeros(len(rows), np.int64)
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(gone.last - gone.first)))
    at = np.searchsorted(gone.first, rows, side="right")
    last = np.maximum(at - 1, 0)
    beyond = np.where(at > 0, np.maximum(gone.last[last] - rows, 0), 0)
    return sums[at] - beyond


def rows_as_ranges(rows: Longs) -> Ranges:
    """Return distinct rows in order as ranges."""
    if not len(rows):
        return Ranges(np.empty(0, np.int64), np.empty(0, np.int64))
    rows = rows.astype(np.int64, copy=False)
    cut = np.flatnonzero(np.diff(rows) != 1)
    return Ranges(rows[np.append(0, cut + 1)], rows[np.append(cut, len(rows) - 1)] + 1)


def nth_kept(gone: Longs, ordinal: Longs) -> Longs:
    """Return the old number of the so-manieth that is kept (the old size for the one behind the last)."""
    return ordinal + np.searchsorted(gone - np.arange(len(gone)), ordinal, side="right")


class Renumbering(NamedTuple):
    """Numbers of something before and after: some went, some came, and the order of the others is what it was."""

    gone: Longs
    come: Longs
    splice: Splice

    def before(self, new: Numbers) -> Longs:
        """Return the old number of what is kept; of what came, that of the next which is kept."""
        return nth_kept(self.gone, new - np.searchsorted(self.come, new))


def renumbering(old: int, gone: Longs, come: Longs) -> Renumbering:
    """Return how `old` numbers become new ones; `gone` are old numbers, `come` new ones, both in order."""
    at = nth_kept(gone, come - np.arange(len(come)))
    return Renumbering(gone, come, splice(old, rows_as_ranges(gone), at))


def mapped_by(numbers: Ints, values: Ints) -> Ints:
    """Return the new numbers of values (-1 stays -1); the same array if none of them has another number now."""
    other = numbers[:-1] != np.arange(len(numbers) - 1, dtype=np.int32)
    if not other.any():
        return values
    later = np.flatnonzero(values >= int(other.argmax()))
    if len(later) * 4 > len(values):
        return numbers[values]
    values = values.copy()
    values[later] = numbers[values[later]]
    return values


def meanings(old: Names, new: Names) -> Ints:
    """Return the numbers of a small table's texts in another (-1: not there), with a -1 behind them."""
    known = {new[number]: number for number in range(len(new))}
    return np.array([*(known.get(old[number], -1) for number in range(len(old))), -1], np.int32)


def distinct(numbers: Longs) -> Longs:
    """Return the distinct numbers in order; faster than `numpy.unique` for many."""
    numbers = np.sort(numbers)
    first: Flags = np.append(np.bool_(True), numbers[1:] != numbers[:-1])[: len(numbers)]
    return numbers[first]


def whole(rows: Iterable[NDArray[Any]]) -> Longs:
    """Return the distinct numbers in any of some arrays, in order."""
    return distinct(np.concatenate([one.astype(np.int64, copy=False) for one in rows]))


def without(rows: Longs, others: Longs) -> Longs:
    """Return the rows that are not among others; both are distinct and in order."""
    if not len(others):
        return rows
    at = np.minimum(np.searchsorted(others, rows), len(others) - 1)
    other: Flags = others[at] != rows
    return rows[other]
