"""Walks for somebody who may not see every event."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.answers import Direction, Hides
from dicycle.genealogy.graph.model import Graph
from dicycle.genealogy.tracing.walking import Walk, Walker, Wishes


class Sight:
    """Tells of events, by number, whether they may be seen."""

    def __init__(self, graph: Graph, hides: Hides | None) -> None:
        self.is_free = hides is None
        self._of = cache(lambda number: hides is not None and hides(graph.events.names[number]))

    def hides(self, event: int) -> bool:
        """Tell whether an event may not be seen; -1 is none."""
        return not self.is_free and event >= 0 and self._of(event)

    def hidden(self, events: NDArray[np.integer]) -> list[int]:
        """Return which of some events may not be seen."""
        return [number for number in np.unique(events).tolist() if self.hides(number)]


def walk_within(walker: Walker, root: int, direction: Direction, wishes: Wishes, sight: Sight) -> Walk:
    """Return a walk that does not go through what may not be seen: walk, look at what it went through, walk again."""
    walk = walker.walk(root, direction, wishes)
    hidden = np.zeros(0 if sight.is_free else len(walker.graph.events.time), np.bool_)
    while not sight.is_free:
        fresh = [event for event in sight.hidden(_events(walker.graph, walk)) if not hidden[event]]
        if not fresh:
            break
        hidden[fresh] = True
        walk = walker.walk(root, direction, wishes._replace(hidden=hidden))
    return walk


def _events(graph: Graph, walk: Walk) -> NDArray[np.integer]:
    return np.concatenate((
        graph.births.event[walk.births], graph.uses.event[walk.uses], graph.stays.begin[walk.stays],
    ))  # fmt: skip
