"""Whose metal is in millions of things: mixtures first, then things as references to them, block by block."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from dicycle.genealogy.attribution.core import Core, Matrix, core, shares, told
from dicycle.genealogy.attribution.flows import Mixing
from dicycle.genealogy.attribution.inside import Insides, insides
from dicycle.genealogy.attribution.mixing import mixing
from dicycle.genealogy.graph import Graph, Names
from dicycle.genealogy.graph.model import Ints, Longs, Reals

BLOCK: Final = 1 << 16
"""Things that are told together."""

BUDGET: Final = 512 << 20
"""Bytes of the shares of mixtures that are held at once; further origins come in a further pass."""

WORDS: Final = pa.dictionary(pa.int32(), pa.string())
SCHEMA: Final = pa.schema([("id", WORDS), ("element", WORDS), ("origin", WORDS), ("mass_mg", pa.float64())])
"""Milligrams (not rounded) of an element from an origin in a thing; rows by block of things, element, thing, origin."""

_MILLIGRAM: Final = 1000.0

Numbers = NDArray[np.integer]


class Factors(NamedTuple):
    """Of one element, whose matter is in things, as two factors: what would be a large table is never written out.

    Thing i holds ``mass[k]`` micrograms of the mixture ``shares[row[k]]`` for k from ``at[i]`` to ``at[i + 1]``; the
    columns of `shares` are the `origins`, and each of its rows sums to 1 (but for row 0 where there are no origins).
    """

    at: Longs
    row: Ints
    mass: Reals
    shares: Matrix
    origins: tuple[str, ...]


class _Panel(NamedTuple):
    """Some origins of one element."""

    core: Core
    first: int
    shares: Matrix


def factors(
    graph: Graph,
    element: str,
    things: Numbers,
    *,
    as_of: int | None = None,
    parts: bool = True,
    mixed: Mixing | None = None,
) -> Factors:
    """Return whose metal of one element is in things (with all their parts), as two factors.

    `as_of` is in microseconds since 1970 UTC, None for all that is known.
    """
    mixed = mixed or mixing(graph)
    found = insides(graph, mixed.flows, things, as_of, parts)
    of = core(mixed, mixed.elements.index(element))
    names = tuple(mixed.origins[one] for one in of.origins)
    return Factors(found.at, *_entries(mixed, found, of), shares(of), names)


def _entries(mixed: Mixing, found: Insides, of: Core) -> tuple[Ints, Reals]:
    return of.row[mixed.flows.batch_node[found.batch]], found.weight * of.batch_mass[found.batch]


def attribute_all(
    graph: Graph,
    things: Numbers | None = None,
    *,
    as_of: int | None = None,
    parts: bool = True,
    mixed: Mixing | None = None,
    budget: int = BUDGET,
) -> Iterator[Any]:
    """Yield record batches (`SCHEMA`) of whose metal is in things, under proportional mixing.

    `things` are numbers, all unless given; with `parts`, each with everything inside it at the moment `as_of`
    (microseconds since 1970 UTC; None: all that is known), or at its end if that came first. Memory is bounded:
    `budget` bytes for mixtures, and one block of things.
    """
    chosen = np.arange(len(graph.things.kind)) if things is None else things
    mixed = mixed or mixing(graph)
    for panels in _passes(mixed, budget):
        for first in range(0, len(chosen), BLOCK):
            block = chosen[first : first + BLOCK]
            found = insides(graph, mixed.flows, block, as_of, parts)
            ids = names(graph.things.names, block)
            for panel in panels:
                yield from _told(mixed, found, panel, ids)


def _passes(mixed: Mixing, budget: int) -> Iterator[list[_Panel]]:
    """Yield groups of panels that fit into the budget together; each holds one origin at least."""
    panels: list[_Panel] = []
    left = budget
    for element in range(len(mixed.elements)):
        of = core(mixed, element)
        row = 8 * (len(of.origins) + len(of.at) - 1)
        first = 0
        while first < len(of.origins):
            if panels and left < row:
                yield panels
                panels, left = [], budget
            last = min(len(of.origins), first + max(1, left // row))
            panels.append(_Panel(of, first, shares(of, first, last)))
            left, first = left - row * (last - first), last
    yield panels


def _told(mixed: Mixing, found: Insides, panel: _Panel, ids: Any) -> Iterator[Any]:
    row, mass = _entries(mixed, found, panel.core)
    rows = told(found.at, row, mass / _MILLIGRAM, panel.shares)
    if not len(rows.thing):
        return
    origins = pa.array([mixed.origins[one] for one in panel.core.origins], pa.string())
    element = pa.array([mixed.elements[panel.core.element]], pa.string())
    said = [
        pa.DictionaryArray.from_arrays(pa.array(rows.thing), ids),
        pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(rows.thing), np.int32)), element),
        pa.DictionaryArray.from_arrays(pa.array(rows.origin + np.int32(panel.first)), origins),
        pa.array(rows.mass),
    ]
    yield pa.RecordBatch.from_arrays(said, schema=SCHEMA)


def names(of: Names, numbers: Numbers) -> Any:
    """Return some of the names as an Arrow array, without making a text of each."""
    whole = pa.LargeStringArray.from_buffers(len(of), pa.py_buffer(of.at), pa.py_buffer(of.text))
    return whole.take(pa.array(numbers)).cast(pa.string())
