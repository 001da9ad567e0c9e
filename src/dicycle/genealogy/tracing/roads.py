"""What a walk reads and writes: the arrays of a graph that lead on, what was asked, and the book it keeps."""

from typing import Final, NamedTuple

import numpy as np

from dicycle.genealogy.graph.model import Bytes, Graph, Ints, Kind, Longs

LOT: Final = int(Kind.LOT)

BIRTH: Final = 0
USE: Final = 1
STAY: Final = 2
HIDDEN: Final = 3
"""Kinds of links; `HIDDEN` is added to those that may not be shown."""

THING: Final = 0
DEPTH: Final = 1
REACH: Final = 2
DONE: Final = 3
OPENED: Final = 4
STATE: Final = 5
"""Columns of `Book.nodes`."""

STOPPED: Final = 1
CUT: Final = 2
"""Bits of `STATE`: nothing is followed from here; though there is more."""

LINKS: Final = 0
NODES: Final = 6
QUEUE: Final = 7
RUNS: Final = 8
LISTED: Final = 9
FULL: Final = 10
QUERY: Final = 11
"""Places in `Book.tally`: how many of each there are (of links, of each kind); 1 if there is no more room; the number
of the query."""

DEAD: Final = -1
"""The reach of a thing at which a way ends."""

LOW: Final = 0xFFFFFFFF
HALF: Final = 32
"""`Book.seen` holds two numbers in one, so that they are read together."""


class Roads(NamedTuple):
    """The arrays of a `Graph` that lead from thing to thing."""

    kind: Bytes
    category: Ints
    model: Ints
    ended: Longs
    made_at: Longs
    made: Ints
    used_at: Longs
    used: Ints
    holds_at: Longs
    inside_at: Longs
    inside: Ints
    run_event: Ints
    run_time: Longs
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


class Asked(NamedTuple):
    """What a walk is to do. Empty arrays: no such wish."""

    moment: int
    """As of when, or FOREVER."""
    last: int
    """How many runs count."""
    depth: int
    most: int
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

    seen: Longs
    """By thing: the query that saw it last (high half) and its number among the nodes of that (low half)."""
    seen_run: Ints
    """By run: the query that went through it last."""
    nodes: Longs
    """By node: the thing; its depth; how far along its life it was entered (`REACH`: backward, how many runs come
    before; forward, how many after); how many of its births, or of its uses from the last, were followed (`DONE`);
    how many of its stays (`OPENED`); and its `STATE`."""
    queue: Longs
    """Node, reach and depth of what is to be opened."""
    links: Ints
    """By kind, the numbers and the depths of the links that were followed, and of those that may not be shown."""
    runs: Ints
    tally: Longs


def roads(graph: Graph) -> Roads:
    """Return the arrays of a graph that lead on, as plain arrays (compiled code knows no mapped files)."""
    things, runs, uses, births, stays = graph.things, graph.runs, graph.uses, graph.births, graph.stays
    arrays = (
        things.kind, things.category, things.model, things.ended, things.made_at, things.made, things.used_at,
        things.used, things.holds_at, things.inside_at, things.inside, runs.event, runs.time, runs.uses_at,
        runs.births_at, uses.run, uses.thing, uses.event, births.run, births.thing, births.event, births.content,
        stays.parent, stays.child, stays.since, stays.until, stays.begin, graph.content.at, graph.content.element,
    )  # fmt: skip
    return Roads(*map(np.asarray, arrays))


def book(graph: Graph) -> Book:
    """Return an empty book with room for all of a graph."""
    size, runs = len(graph.things.kind), len(graph.runs.time)
    links = len(graph.births.run) + len(graph.uses.run) + len(graph.stays.parent) + 1
    return Book(
        np.zeros(size, np.int64), np.zeros(runs, np.int32), np.empty((size, 6), np.int64),
        np.empty((links, 3), np.int64), np.empty((6, 2, links), np.int32), np.empty(runs, np.int32),
        np.zeros(12, np.int64),
    )  # fmt: skip
