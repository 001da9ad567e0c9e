"""The arrays of a genealogy. Everything is a number into another array; -1 is none.

Two kinds of link make it up. *Runs* are events in which matter begins, changes or leaves: a birth (ObjectEvent ADD) has
only outputs, a transformation has inputs and outputs, a withdrawal (ObjectEvent DELETE) only inputs. *Stays* say what
was in what, from when to when (aggregation and association).

The order of everything follows from what the events say, never from when they came: events and runs by (event time,
event id), things by their first mention in that order. So a run is made of things that earlier runs made, and the same
events give the same arrays, byte for byte.

Times are microseconds since 1970 UTC. Quantities are whole billionths of their unit: micrograms for what is
weighed (kilograms are the unit then), billionths of a piece for what is counted.
"""

from enum import IntEnum
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.graph.names import Names

NEVER: Final = np.iinfo(np.int64).min
"""The birth of a thing whose birth nobody told."""

FOREVER: Final = np.iinfo(np.int64).max
"""The end of what has not ended."""

NOT_SAID: Final = -1
"""A quantity, a mass or a number of something that nobody said (convention 5: it is not zero)."""

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Reals = NDArray[np.float64]


class Kind(IntEnum):
    """What a thing is to a genealogy."""

    INSTANCE = 1
    LOT = 2


class Feed(IntEnum):
    """Where the waste of a recycler's run comes from (``dcy:feed``)."""

    NONE = 0
    POST_CONSUMER = 1
    PRE_CONSUMER = 2


class Happenings(NamedTuple):
    """The E events that runs and stays come from, by (time, id)."""

    names: Names
    """Event ids."""
    time: Longs


class Things(NamedTuple):
    """The T things and lots, by first mention."""

    names: Names
    """Canonical ids; findable."""
    kind: Bytes
    """`Kind`."""
    model: Ints
    """Into `Graph.models`: the class that it belongs to."""
    category: Ints
    """Into `Graph.categories`: what the event of its birth says it is (``dcy:category``)."""
    born: Longs
    """When its first birth was, or NEVER."""
    ended: Longs
    """When an instance was consumed, withdrawn or destroyed, or FOREVER; lots have no end of their own."""
    place: Ints
    """Into `Graph.places`: where it was last seen."""
    seen: Longs
    """When it was last seen there, or NEVER."""
    made_at: Longs
    """int64[T + 1]: ``made[made_at[t]:made_at[t + 1]]`` are the numbers into `Births` of thing t, in time order."""
    made: Ints
    used_at: Longs
    """int64[T + 1]: ``used[used_at[t]:used_at[t + 1]]`` are the numbers into `Uses` of thing t, in time order."""
    used: Ints
    holds_at: Longs
    """int64[T + 1]: the stays in which thing t is the parent are ``holds_at[t]`` to ``holds_at[t + 1]``."""
    inside_at: Longs
    """int64[T + 1]: ``inside[inside_at[t]:inside_at[t + 1]]`` are the stays in which t is the child, by `since`."""
    inside: Ints


class Runs(NamedTuple):
    """The R runs, by (time, event id)."""

    event: Ints
    """Into `Graph.events`. A run that is told in several events (one ``transformationID``) has the time of the last."""
    time: Longs
    place: Ints
    """Into `Graph.places`."""
    feed: Bytes
    """`Feed`."""
    origin: Ints
    """Into `Graph.origins`: of a birth, where its matter comes from (-1: nobody said, so it is unknown)."""
    campaign: Ints
    """The number of its ``transformationID`` among those that several runs share; -1: alone."""
    uses_at: Longs
    """int64[R + 1]: the inputs of run r are `Uses` ``uses_at[r]`` to ``uses_at[r + 1]``."""
    births_at: Longs
    """int64[R + 1]: the outputs of run r are `Births` ``births_at[r]`` to ``births_at[r + 1]``."""


class Uses(NamedTuple):
    """The inputs of runs, by run, in the order of their event."""

    run: Ints
    thing: Ints
    event: Ints
    quantity: Longs
    """As the event says, or NOT_SAID (single things have none)."""
    unit: Ints
    """Into `Graph.units`; 0 is kilograms, 1 pieces."""
    share: Reals
    """Which part of the thing as it was born (all its births up to then together) goes in, 0 to 1; NaN: not known.

    1 for a single thing. What was used before is taken off: the shares of a lot never sum to more than 1.
    """
    implied: Bytes
    """1 if the event does not name it: it was inside an input, and nothing says that it came out before."""


class Births(NamedTuple):
    """The outputs of runs, by run, in the order of their event."""

    run: Ints
    thing: Ints
    event: Ints
    quantity: Longs
    unit: Ints
    content: Ints
    """Into `Content`: what it is made of as this run told; -1: not declared."""


class Stays(NamedTuple):
    """What was in what, by (parent, since, event, child)."""

    parent: Ints
    child: Ints
    since: Longs
    until: Longs
    """The end, or FOREVER. The end of a thing that was consumed inside its parent is the consumption."""
    begin: Ints
    """The event that put it in."""
    end: Ints
    """The event that ended it; -1 while it lasts."""
    quantity: Longs
    """Of a lot, how much is inside; NOT_SAID for single things."""
    unit: Ints
    share: Reals
    """Which part of the lot as it was born is inside, as in `Uses`; 1 for a single thing."""
    fixed: Bytes
    """1 for association (built in), 0 for aggregation (packed)."""


class Content(NamedTuple):
    """What things are made of: C rows, many things may share one."""

    at: Longs
    """int64[C + 1]: the elements of row c are ``at[c]`` to ``at[c + 1]``; an element that is not there is absent."""
    element: Bytes
    """Into `Graph.elements`, ascending within a row."""
    mass: Longs
    """Micrograms of the element, in each single thing or in the whole lot that was born."""
    total: Longs
    """int64[C]: micrograms of everything, or NOT_SAID."""


class Graph(NamedTuple):
    """A genealogy as of the events that it was made from."""

    things: Things
    events: Happenings
    runs: Runs
    uses: Uses
    births: Births
    stays: Stays
    content: Content
    places: Names
    models: Names
    categories: Names
    units: Names
    origins: Names
    """What births say of where their matter comes from: ``virgin:<place>``, ``post_consumer:<place>``, …"""
    elements: Names
    """Symbols, those of `dicycle.vocabulary.ELEMENTS` first."""
    campaigns: Names
