"""What things are made of, with the rows that came and without those that went."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.building.assembling import content_of
from dicycle.genealogy.building.running import Links
from dicycle.genealogy.building.splicing import Ranges, Splice, meanings, rows_as_ranges, splice, whole
from dicycle.genealogy.building.working import Work
from dicycle.genealogy.graph.model import Content, Graph, Ints, Longs
from dicycle.genealogy.graph.names import Names, pack
from dicycle.vocabulary import ELEMENTS

_MOST: Final = 255
"""So many elements have numbers that fit into a byte, with one left over."""


class Contents(NamedTuple):
    """All rows, the new numbers of the old ones, those of births that come, and the elements."""

    content: Content
    old: Ints
    new: Ints
    elements: Names


def contents(work: Work, links: Links, gone: Ranges, at: Longs) -> Contents | None:
    """Return what things are made of when births (`links`) come before the old births `at`, and some go.

    A row belongs to one event, and rows stand in the order of the births that name them first: so they go and come
    with the events. None if there are more elements than fit into a byte.
    """
    old, named = work.graph.content, work.graph.births.content
    fresh, rows, table = content_of(work.told.facts, links.content)
    lost = whole([named[:0], *(named[first:last] for first, last in zip(*gone, strict=True))])
    starts = rows_as_ranges(lost[lost >= 0])
    before = _rows_before(named, at[_firsts(rows, len(fresh.total))])
    size = np.diff(fresh.at)
    inner = splice(len(old.mass), Ranges(old.at[starts.first], old.at[starts.last]), old.at[before], size)
    elements = _elements(work.graph, inner, table.names, fresh)
    if max(len(elements), len(work.graph.elements)) > _MOST:
        return None
    outer = splice(len(old.total), starts, before)
    meaning = [meanings(one, elements).astype(np.uint8) for one in (work.graph.elements, table.names)]
    content = Content(
        np.concatenate((np.zeros(1, np.int64), np.cumsum(outer.column(np.diff(old.at), size)))),
        inner.column(_mapped(meaning[0], old.element), meaning[1][fresh.element]),
        inner.column(old.mass, fresh.mass), outer.column(old.total, fresh.total),
    )  # fmt: skip
    return Contents(content, outer.numbers(), np.append(outer.places, -1).astype(np.int32)[rows], elements)


def _firsts(rows: Ints, size: int) -> Longs:
    """Return for each of `size` numbers where it first stands."""
    first = np.zeros(size + 1, np.int64)
    first[rows[::-1]] = np.arange(len(rows))[::-1]
    return first[:-1]


def _rows_before(named: Ints, births: Longs) -> Longs:
    """Return how many rows are named before each birth."""
    upto = np.maximum.accumulate(named)
    return np.append(np.int32(-1), upto)[births].astype(np.int64) + 1


def _mapped(meaning: NDArray[np.uint8], values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    if np.array_equal(meaning[:-1], np.arange(len(meaning) - 1)):
        return values
    return meaning[values]


def _elements(graph: Graph, inner: Splice, names: Names, fresh: Content) -> Names:
    """Return the elements that are there: those of `ELEMENTS`, and others by their text."""
    used = np.zeros(256, np.bool_)
    if len(graph.elements) > len(ELEMENTS):
        # What comes counts as the first element, which is always there.
        used[inner.column(graph.content.element, 0)] = True
    texts = {graph.elements[number] for number in np.flatnonzero(used).tolist()}
    texts |= {names[number] for number in np.unique(fresh.element).tolist()}
    return pack([*ELEMENTS, *sorted(text for text in texts if text not in ELEMENTS)])
