"""What things weigh and what they are: contents as a table, categories as stages, births that count."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.flows.stages import (
    HOLDERS,
    PACKING,
    RECOVERED,
    STAGE_OF_CATEGORY,
    UNITS,
    WASTE,
    Stage,
)
from dicycle.genealogy.graph.model import Bytes, Feed, Graph, Ints, Kind, Longs
from dicycle.genealogy.kinds import Kinds
from dicycle.identifiers import CANONICAL_DOMAIN

Flags = NDArray[np.bool_]

_PLACE: Final = f"{CANONICAL_DOMAIN}/414/"


class Matter(NamedTuple):
    """The things of a graph as the loop sees them; arrays are by thing unless they say otherwise."""

    content: Longs
    """int64[c + 1, k]: micrograms by row of `Content`; the last row, number -1, is nothing."""
    row: Ints
    """The row of a single thing's birth, -1: nothing is known."""
    births: Longs
    """The numbers of the births that count: of lots all, of a single thing the first."""
    use: Ints
    """The first use of a single thing, -1: it was not used up."""
    single: Flags
    stage: Bytes
    """Where it begins, as its category says."""
    holder: Flags
    """Whether what is inside it is in use."""
    packing: Flags
    unit: Flags
    """Whether it begins a second life if it is made of used things."""


def matter_of(graph: Graph, kinds: Kinds) -> Matter:
    """Return what a graph says of matter."""
    things = graph.things
    single = things.kind == Kind.INSTANCE
    numbers = kinds.numbers(np.arange(len(things.kind)))
    born = np.diff(things.made_at) > 0
    first = np.full(len(single), -1, np.int32)
    first[born] = things.made[things.made_at[:-1][born]]
    births = np.arange(len(graph.births.thing))
    births = births[~single[graph.births.thing] | (first[graph.births.thing] == births)]
    rows = np.append(graph.births.content, np.int32(-1))
    return Matter(
        content=contents(graph),
        row=np.where(single, rows[first], -1).astype(np.int32),
        births=births,
        use=_first_use(graph, single),
        single=single,
        stage=_stages(graph, kinds, numbers, first),
        holder=kinds.chosen(HOLDERS)[numbers],
        packing=kinds.chosen(PACKING)[numbers],
        unit=kinds.chosen(UNITS)[numbers],
    )


def contents(graph: Graph) -> Longs:
    """Return the micrograms of every row of content: the whole mass, then each element; what nobody said is nothing."""
    content = graph.content
    out = np.zeros((len(content.total) + 1, len(graph.elements) + 1), np.int64)
    out[:-1, 0] = np.maximum(content.total, 0)
    out[np.repeat(np.arange(len(content.total)), np.diff(content.at)), content.element.astype(np.int64) + 1] = (
        content.mass
    )
    return out


def _first_use(graph: Graph, single: Flags) -> Ints:
    things = graph.things
    used = single & (np.diff(things.used_at) > 0)
    out = np.full(len(single), -1, np.int32)
    out[used] = things.used[things.used_at[:-1][used]]
    return out


def _stages(graph: Graph, kinds: Kinds, numbers: Ints, first: Ints) -> Bytes:
    stages = np.array([*(STAGE_OF_CATEGORY.get(word, Stage.NOT_SAID) for word in kinds.words), Stage.NOT_SAID])
    out = stages[numbers].astype(np.uint8)
    run = np.append(graph.births.run, np.int32(-1))[first]
    bought = kinds.chosen(RECOVERED)[numbers] & ~np.append(_of_waste(graph, kinds, numbers), False)[run]
    out[bought] = Stage.MATERIAL
    return out


def _of_waste(graph: Graph, kinds: Kinds, numbers: Ints) -> Flags:
    """Return which runs make something of waste: they say so, or waste goes in."""
    out = np.zeros(len(graph.runs.event), np.bool_)
    out[graph.uses.run[kinds.chosen(WASTE)[numbers[graph.uses.thing]]]] = True
    has_inputs = np.diff(graph.runs.uses_at) > 0
    out |= (graph.runs.feed != Feed.NONE) & has_inputs
    return out


def places(graph: Graph, among: Longs) -> Flags:
    """Return which of some things are places: a station's rack is fixed to one."""
    return np.array([graph.things.names[int(thing)].startswith(_PLACE) for thing in among], np.bool_)
