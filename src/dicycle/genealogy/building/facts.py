"""What a stretch of events says of matter, as columns: the costly reading of JSON is done once.

Facts stand in record order and know nothing of what holds: declarations are facts too.
"""

from enum import IntEnum
from typing import NamedTuple

from dicycle.genealogy.graph.model import Bytes, Ints, Longs
from dicycle.genealogy.graph.names import Names


class Act(IntEnum):
    """What an event does; where times are equal, events take effect in this order."""

    BIRTH = 1
    RUN = 2
    DELETE = 3
    DELETE_ALL = 4
    ADD = 5
    WITHDRAWAL = 6
    SEEN = 7
    DESTROYED = 8
    DECLARATION = 9


class Part(IntEnum):
    """What a thing is in an event."""

    INPUT = 1
    OUTPUT = 2
    PARENT = 3
    CHILD = 4
    SEEN = 5


class Facts(NamedTuple):
    """The events of a stretch that say something of matter, and what they mention.

    Numbers into `words` stand for places, origins, campaigns, categories, unit codes and elements; -1 is none.
    """

    ids: Names
    """The things that are mentioned, by first mention; findable."""
    model: Ints
    """Of each of them, the class (into `words`)."""
    words: Names
    events: Names
    """Event ids."""
    time: Longs
    act: Bytes
    fixed: Bytes
    feed: Bytes
    place: Ints
    origin: Ints
    campaign: Ints
    category: Ints
    mentions_at: Longs
    """int64[events + 1]: where the mentions of an event begin."""
    thing: Ints
    part: Bytes
    lot: Bytes
    quantity: Longs
    """Billionths of a kilogram, a piece or another unit; -1: not said."""
    unit: Ints
    content: Ints
    """Of outputs, the row below; -1: not declared."""
    content_at: Longs
    element: Ints
    mass: Longs
    total: Longs
    called: Ints
    """Of each row, the category of what it is about; -1: not said there."""
