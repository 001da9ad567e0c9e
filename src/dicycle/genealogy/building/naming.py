"""Findable names put together and picked without hashing or sorting again: each list brings its index along."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow.compute as pc  # type: ignore[import-untyped]
from numpy.typing import NDArray

from dicycle.genealogy.building.splicing import Ranges, Renumbering, nth_kept, rows_as_ranges, splice
from dicycle.genealogy.building.texts import arrow, joined, picked
from dicycle.genealogy.graph.model import Ints, Longs
from dicycle.genealogy.graph.names import Names, pack, plain

Hashes = NDArray[np.uint64]


def found(names: Names, wanted: Names) -> Longs:
    """Return the places in `names.hashes` of texts, -1 of those that are not there. Both are findable."""
    out = np.full(len(wanted), -1, np.int64)
    first = np.searchsorted(names.hashes, wanted.hashes, side="left")
    last = np.searchsorted(names.hashes, wanted.hashes, side="right")
    while len(some := np.flatnonzero(first < last)):
        here, asked = names.order[first[some]], wanted.order[some]
        texts, others = plain(*picked(names, here)), plain(*picked(wanted, asked))
        equal = pc.equal(arrow(texts), arrow(others)).to_numpy(zero_copy_only=False)
        out[asked[equal]] = first[some[equal]]
        first[some] = np.where(equal, last[some], first[some] + 1)
    return out


def chosen(names: Names, numbers: NDArray[np.integer[Any]]) -> Names:
    """Return some texts, each once, in the order given, findable."""
    now = np.full(len(names), -1, np.int32)
    now[numbers] = np.arange(len(numbers), dtype=np.int32)
    order = now[names.order]
    there = order >= 0
    at, text = picked(names, numbers)
    return Names(at, text, names.hashes[there], ties_by_number(names.hashes[there], order[there]))


def united_findable(lists: Sequence[Names]) -> tuple[Names, list[Ints]]:
    """Return the distinct texts of several lists by first appearance, and for each list the numbers of its texts.

    From the last to the first: lists that follow each other are the smaller the later they are.
    """
    if not lists:
        return pack([], findable=True), []
    names, numbers = lists[-1], [np.arange(len(lists[-1]), dtype=np.int32)]
    for one in reversed(lists[:-1]):
        names, of_later = _both(one, names)
        numbers = [np.arange(len(one), dtype=np.int32), *(of_later[some] for some in numbers)]
    return names, numbers


def _both(first: Names, second: Names) -> tuple[Names, Ints]:
    """Return the distinct texts of two lists, and the numbers of those of the second."""
    places = found(first, second)
    known = places >= 0
    numbers = np.empty(len(second), np.int32)
    numbers[known] = first.order[places[known]]
    more = np.flatnonzero(~known)
    numbers[more] = len(first) + np.arange(len(more), dtype=np.int32)
    if not len(more):
        return first, numbers
    return with_more(first, chosen(second, more)), numbers


def with_more(names: Names, more: Names) -> Names:
    """Return texts with other ones behind them."""
    both = joined([names, more])
    hashes, order = merged_index(names.hashes, names.order, more.hashes, more.order + np.int32(len(names)))
    return Names(both.at, both.text, hashes, order)


def merged_index(
    hashes: Hashes, order: Ints, come: Hashes, numbers: Ints, lost: Ranges | None = None
) -> tuple[Hashes, Ints]:
    """Return hashes (ascending) and numbers of texts with those that come, and without the `lost` stretches."""
    gone = rows_as_ranges(np.empty(0, np.int64)) if lost is None else lost
    places = splice(len(hashes), gone, np.searchsorted(hashes, come, side="right"))
    all_hashes = places.column(hashes, come)
    return all_hashes, ties_by_number(all_hashes, places.column(order, numbers))


def ties_by_number(hashes: Hashes, order: Ints) -> Ints:
    """Put those of equal hashes in the order of their numbers."""
    same = hashes[1:] == hashes[:-1]
    if same.any():
        tied = np.flatnonzero(np.append(same, False) | np.insert(same, 0, False))
        order[tied] = order[tied][np.lexsort((order[tied], hashes[tied]))]
    return order


def spliced_names(old: Names, things: Renumbering, come: Names, lost: Longs, numbers: Ints) -> Names:
    """Return findable names after a renumbering; `lost` are the places in `old.hashes` of those that went."""
    at_thing = old.at[nth_kept(things.gone, things.come - np.arange(len(things.come)))]
    gone = rows_as_ranges(things.gone)
    size = np.diff(come.at)
    text = splice(len(old.text), Ranges(old.at[gone.first], old.at[gone.last]), at_thing, size)
    sizes = things.splice.column(np.diff(old.at), size)
    at = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
    come_numbers = things.come.astype(np.int32)[come.order]
    hashes, order = merged_index(old.hashes, numbers[old.order], come.hashes, come_numbers, rows_as_ranges(lost))
    return Names(at, text.column(old.text, come.text), hashes, order)
