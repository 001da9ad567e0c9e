"""What a walk reads and writes: the arrays of a graph that lead on, what was asked, and the book it keeps."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.answers import Direction
from dicycle.genealogy.graph.model import FOREVER, Bytes, Graph, Ints, Kind, Longs, Things

LOT: Final = int(Kind.LOT)

BIRTH: Final = 0
USE: Final = 1
STAY: Final = 2
HIDDEN: Final = 3
"""Kinds of links; `HIDDEN` is added to those that may not be shown."""

REACH: Final = 0
DONE: Final = 1
OPENED: Final = 2
STOPPED: Final = 3
"""Columns of `Book.nodes`."""

NODE: Final = 0
THING: Final = 1
"""Columns of `Book.queue`, beside `UPTO` and `DEPTH`."""

UPTO: Final = 2
DEPTH: Final = 3

NODES: Final = 6
QUEUE: Final = 7
RUNS: Final = 8
LISTED: Final = 9
FULL: Final = 10
QUERY: Final = 11
BASE: Final = 12
"""Places in `Book.tally`: how many of each there are (of links, of each kind); 1 if there is no more room; the number
of the query; the number that the first node of the query has in `Book.seen`."""

DEAD: Final = -1
"""The reach of a thing at which a way ends."""

LINKED: Final = 0
HELD: Final = 1
SORT: Final = 2
MODEL: Final = 3
"""Columns of `Marks`."""

IS_LOT: Final = 1
ENDS: Final = 2
SHIFT: Final = 2
"""Bits of `SORT`, and how far the category stands left of them."""

_BLOCK: Final = 1 << 14
"""Things at a time that `Marks` are made of: as many as stay in the cache."""

Flags = NDArray[np.bool_]
Marks = Ints
"""int32[T + 1, 4], a row for each thing, so that one look tells how it goes on: where its births or uses begin
(`LINKED`), and its stays (`HELD`); in `SORT` its category, whether it is a lot, whether it ends; its model. Those of a
thing end where those of the next begin."""


class Roads(NamedTuple):
    """The arrays of a `Graph` that lead from thing to thing."""

    made_at: Longs
    made: Ints
    used: Ints
    holds_at: Longs
    inside: Ints
    ended: Longs
    run_event: Ints
    turn: Ints
    """By event: backward, how many runs were told before it; forward, how many were before its moment."""
    uses_at: Longs
    births_at: Longs
    use_run: Ints
    use_thing: Ints
    use_event: Ints
    birth_run: Ints
    birth_thing: Ints
    birth_event: Ints
    birth_content: Ints
    parent: Ints
    child: Ints
    since: Longs
    until: Longs
    begin: Ints
    content_at: Longs
    element: Bytes
    marks: Marks


class Asked(NamedTuple):
    """What a walk is to do. Empty arrays: no such wish."""

    moment: int
    """As of when; before FOREVER, so that what has not ended lasts longer."""
    last: int
    """How many runs count."""
    told: int
    """How many events count."""
    depth: int
    most: int
    fetches: bool
    """Whether memory is fetched ahead: compiled code only."""
    said: Ints
    """Category of things by the event of their birth, and (`models`) by their class; -1 in both: none."""
    models: Ints
    stop: Bytes
    """By category: whether the walk ends there."""
    listed: Bytes
    """By category: whether such things count for `most`."""
    wanted: Bytes
    """By element: whether links that carry it are followed."""
    hidden: Bytes
    """By event: whether it may not be shown."""


class Book(NamedTuple):
    """What a walk writes down; made once for many walks. Pages that no walk touches cost nothing."""

    seen: Ints
    """By thing: its number among all nodes of all walks so far, counted from 1."""
    seen_run: Ints
    """By run: the query that went through it last."""
    things: Ints
    """By node: the thing."""
    depths: Ints
    """By node: how many events or stays it is away."""
    cut: Flags
    """By node: whether there is more behind it that is not followed."""
    nodes: Ints
    """By node: how far along its life it was entered (`REACH`: backward, how many runs come before; forward, how many
    after); how many of its births, or of its uses from the last, were followed (`DONE`); how many of its stays
    (`OPENED`); and whether nothing is followed from it
    (`STOPPED`)."""
    queue: Ints
    """What is to be opened: the node, its thing, and the reach and depth of the entry."""
    links: Ints
    """By kind, the numbers and the depths of the links that were followed, and of those that may not be shown."""
    runs: Ints
    tally: Longs


def roads(graph: Graph, direction: Direction) -> Roads:
    """Return the arrays of a graph that lead on, as plain arrays (compiled code knows no mapped files)."""
    things, runs, uses, births, stays = graph.things, graph.runs, graph.uses, graph.births, graph.stays
    if direction == "back":
        turn = np.searchsorted(runs.event, np.arange(len(graph.events.time), dtype=np.int32))
        marks = _marks(graph, things.made_at, things.holds_at)
    else:
        turn = np.searchsorted(runs.time, graph.events.time)
        marks = _marks(graph, things.used_at, things.inside_at)
    arrays = (
        things.made_at, things.made, things.used, things.holds_at, things.inside, things.ended, runs.event,
        turn.astype(np.int32), runs.uses_at, runs.births_at, uses.run, uses.thing, uses.event, births.run, births.thing,
        births.event, births.content, stays.parent, stays.child, stays.since, stays.until, stays.begin,
        graph.content.at, graph.content.element, marks,
    )  # fmt: skip
    return Roads(*map(np.asarray, arrays))


def _marks(graph: Graph, linked_at: Longs, held_at: Longs) -> Marks:
    marks = np.empty((len(linked_at), 4), np.int32)
    for first in range(0, len(marks), _BLOCK):
        some = slice(first, first + _BLOCK)
        marks[some, LINKED], marks[some, HELD] = linked_at[some], held_at[some]
        _sorts(graph.things, some, marks[:-1][some])
    return marks


def _sorts(things: Things, some: slice, marks: Marks) -> None:
    is_lot, ends = things.kind[some] == LOT, things.ended[some] != FOREVER
    marks[:, SORT] = things.category[some] << SHIFT | is_lot * np.int32(IS_LOT) | ends * np.int32(ENDS)
    marks[:, MODEL] = things.model[some]


def book(graph: Graph) -> Book:
    """Return an empty book with room for all of a graph."""
    size, runs = len(graph.things.kind), len(graph.runs.time)
    links = len(graph.births.run) + len(graph.uses.run) + len(graph.stays.parent) + 1
    things, depths = np.empty((2, size), np.int32)
    return Book(
        np.zeros(size, np.int32), np.zeros(runs, np.int32), things, depths, np.empty(size, np.bool_),
        np.empty((size, 4), np.int32), np.empty((links, 4), np.int32), np.empty((6, 2, links), np.int32),
        np.empty(runs, np.int32), np.zeros(13, np.int64),
    )  # fmt: skip
