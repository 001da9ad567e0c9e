"""Disjoint windows of a sorted list: the best k of them, exactly.

In the best packs for one attribute no module outside a pack lies between two inside, so a pack is a window of the
sorted list (docs/explanation/matching.md has the argument). Choosing windows of one length is a linear programme whose
rows are intervals, so its best value is concave in the number of windows: a price per window finds any number of
them, and that price is the proof.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.compiled import jitted
from dicycle.routing.matching.model import Floats, Indexes

_FEW: Final = 0
_MANY: Final = 1
_MOST: Final = 2
_HALVINGS: Final = 200


class Windows(NamedTuple):
    """Windows of `length` modules: the gain of the one that begins at i, and whether it may be a pack."""

    gains: Floats
    allowed: NDArray[np.bool_]
    length: int


class Choice(NamedTuple):
    """Where the chosen windows begin, and the price of a window that proves the choice (None: as many as there are)."""

    starts: Indexes
    price: float | None


def best(windows: Windows, count: int | None) -> Choice:
    """Return the `count` disjoint windows with the largest sum of gains; with None as many as fit, then the largest."""
    most, _ = _walked(windows, 0.0, _MOST)
    if count is None or count >= len(most):
        return Choice(most, None)
    return _priced(windows, count, len(most))


def proven(windows: Windows, count: int, price: float | None) -> float:
    """Return what `count` disjoint windows cannot exceed, by the price."""
    _, worth = _walked(windows, price or 0.0, _MOST if price is None else _FEW)
    return worth if price is None else worth + price * count


def _priced(windows: Windows, count: int, most: int) -> Choice:
    """Halve the interval of prices until so many windows pay, or until more and fewer pay at one price."""
    reach = float(np.abs(windows.gains).max(initial=0.0)) * 2 * (most + 1) + 1.0
    low, high = -reach, reach
    more, fewer = _walked(windows, low, _MANY)[0], np.zeros(0, np.int64)
    for _ in range(_HALVINGS):
        price = (low + high) / 2
        if price in (low, high) or len(more) == count or len(fewer) == count:
            break
        starts = _walked(windows, price, _FEW)[0]
        low, more, high, fewer = (price, starts, high, fewer) if len(starts) >= count else (low, more, price, starts)
    if len(more) == count:
        return Choice(more, low)
    return Choice(_spliced(fewer, more, windows.length, count), high)


def _spliced(fewer: Indexes, more: Indexes, length: int, count: int) -> Indexes:
    """Return `count` windows, the first of one choice and the last of the other, both best at one price.

    The first j of `more` and `fewer` from j - (count - len(fewer)) on: at the least j where they do not overlap, what
    is left over is a choice as well, so neither of the two can be worse than the best.
    """
    lag = count - len(fewer)
    for j in range(lag, count + 1):
        after = j - lag
        if j == 0 or after >= len(fewer) or more[j - 1] + length <= fewer[after]:
            return np.concatenate([more[:j], fewer[after:]])
    return more[:count]


def _walked(windows: Windows, price: float, rule: int) -> tuple[Indexes, float]:
    walk = jitted(_walk, 50 * len(windows.gains))
    starts, worth = walk(windows.gains, windows.allowed, windows.length, price, rule)
    return starts, float(worth)


def _walk(gains: Floats, allowed: NDArray[np.bool_], length: int, price: float, rule: int) -> tuple[Indexes, float]:
    """Best disjoint windows of the first `end` modules, for all ends; ties by rule: few windows, or many, or most."""
    ends = len(gains) + length
    worth = np.zeros(ends)
    count = np.zeros(ends, np.int64)
    taken = np.zeros(ends, np.bool_)
    for end in range(1, ends):
        worth[end], count[end] = worth[end - 1], count[end - 1]
        start = end - length
        if start < 0 or not allowed[start]:
            continue
        with_it, so_many = worth[start] + gains[start] - price, count[start] + 1
        fits = with_it > worth[end] or (rule == 1 and with_it == worth[end] and so_many > count[end])
        if rule == 2:
            fits = so_many > count[end] or (so_many == count[end] and with_it > worth[end])
        if fits:
            worth[end], count[end], taken[end] = with_it, so_many, True
    starts = np.empty(count[ends - 1], np.int64)
    end, left = ends - 1, count[ends - 1]
    while end > 0:
        if taken[end]:
            end -= length
            left -= 1
            starts[left] = end
        else:
            end -= 1
    return starts, worth[ends - 1]


def narrowest(spreads: Floats, windows: Windows, count: int | None) -> Indexes:
    """Return `count` disjoint windows (None: as many as fit) whose widest is as narrow as can be."""
    wanted = len(_greedy(windows.allowed, windows.length))
    wanted = wanted if count is None else min(count, wanted)
    widths = np.unique(spreads[windows.allowed])
    low, high = 0, len(widths) - 1
    while low < high:
        middle = (low + high) // 2
        enough = len(_greedy(windows.allowed & (spreads <= widths[middle]), windows.length)) >= wanted
        low, high = (low, middle) if enough else (middle + 1, high)
    chosen = windows.allowed & (spreads <= widths[low]) if len(widths) else windows.allowed
    return _greedy(chosen, windows.length)[:wanted]


def _greedy(allowed: NDArray[np.bool_], length: int) -> Indexes:
    starts: list[int] = []
    free = 0
    for start in np.flatnonzero(allowed).tolist():
        if start >= free:
            starts.append(start)
            free = start + length
    return np.array(starts, np.int64)
