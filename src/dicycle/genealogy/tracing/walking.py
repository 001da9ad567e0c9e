"""Walks over the arrays of a graph, in numbers: the quick part of every trace and recall."""

from collections import deque
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.compiled import jitted
from dicycle.genealogy.answers import Direction
from dicycle.genealogy.graph.lives import runs_upto
from dicycle.genealogy.graph.model import FOREVER, Bytes, Graph, Ints
from dicycle.genealogy.tracing.back import back
from dicycle.genealogy.tracing.forward import forward
from dicycle.genealogy.tracing.roads import BASE, BIRTH, HIDDEN, NODES, STAY, USE, Asked, Book, book, roads

_FAR: Final = np.iinfo(np.int32).max
_NO_FLAGS: Final = np.zeros(0, np.uint8)
_NONE_HIDDEN: Final = (np.zeros((2, 0), np.int32),) * 3
_NO_KINDS: Final = np.full(1, -1, np.int32)

Flags = NDArray[np.bool_]


class Wishes(NamedTuple):
    """What a walk is asked beside where it begins. None: no such wish.

    `said` and `models` are the categories of things (as of `Kinds`) that `stop` (where it ends) and `listed` (which
    things count for `most`) are about; `elements` and `hidden` are flags by element and by event.
    """

    moment: int | None = None
    depth: int | None = None
    most: int | None = None
    said: Ints | None = None
    models: Ints | None = None
    stop: Flags | None = None
    listed: Flags | None = None
    elements: Flags | None = None
    hidden: Flags | None = None


NO_WISHES: Final = Wishes()


class Walk(NamedTuple):
    """What a walk reached, in numbers into the arrays of its graph, nearest first. `things[0]` is where it began."""

    direction: Direction
    moment: int | None
    things: Ints
    depth: Ints
    """By thing: how many events or stays it is away."""
    cut: Flags
    """By thing: whether there is more behind it, and the walk was asked to end there."""
    runs: Ints
    births: Ints
    uses: Ints
    stays: Ints
    depths: tuple[Ints, Ints, Ints]
    """By kind of link (`roads.BIRTH`, `USE`, `STAY`): how many events or stays away they are."""
    hidden: tuple[Ints, Ints, Ints]
    """By kind of link: those that may not be shown, int32[2, n]: numbers, depths."""
    complete: bool


class Walker:
    """Walks over one graph; any number of threads may ask. Worth keeping: its scratch is made for many walks.

    `fast` says whether the loops are compiled; by default they are if the graph is large and numba is installed.
    """

    def __init__(self, graph: Graph, fast: bool | None = None) -> None:
        self.graph = graph
        links = len(graph.births.run) + len(graph.uses.run) + len(graph.stays.parent)
        self.links = links if fast is None else _FAR if fast else 0
        self._ways: dict[Direction, Any] = {}
        self._walks: dict[Direction, Any] = {
            "back": jitted(back, self.links, makes_arrays=False),
            "forward": jitted(forward, self.links, makes_arrays=False),
        }
        self._fetches = self._walks["back"] is not back
        self._books: deque[Book] = deque()

    def walk(self, root: int, direction: Direction = "back", wishes: Wishes = NO_WISHES) -> Walk:
        """Return what is reached from a thing, given by its number."""
        page = self._book()
        self._walks[direction](self._way(direction), self._asked(wishes), tuple(page), root)
        found = _copied(page, direction, wishes.moment)
        if page.tally[BASE] + page.tally[NODES] + len(page.seen) < _FAR:
            self._books.append(page)
        return found

    def _way(self, direction: Direction) -> Any:
        # Compiled code takes plain tuples several times quicker than named ones. Two threads may make it at once.
        if direction not in self._ways:
            self._ways[direction] = tuple(roads(self.graph, direction))
        return self._ways[direction]

    def _book(self) -> Book:
        try:
            return self._books.pop()
        except IndexError:
            return book(self.graph)

    def _asked(self, wishes: Wishes) -> Any:
        graph, moment, most = self.graph, wishes.moment, wishes.most
        asked = Asked(
            FOREVER - 1 if moment is None else moment,
            runs_upto(graph, moment),
            len(graph.events.time) if moment is None else int(graph.events.time.searchsorted(moment, "right")),
            _FAR if wishes.depth is None else wishes.depth,
            _FAR if most is None else most,
            self._fetches,
            _NO_KINDS if wishes.said is None else wishes.said,
            _NO_KINDS if wishes.models is None else wishes.models,
            *(_flags(one) for one in (wishes.stop, wishes.listed, wishes.elements, wishes.hidden)),
        )
        return tuple(asked)


def _flags(chosen: Flags | None) -> Bytes:
    return _NO_FLAGS if chosen is None else chosen.view(np.uint8)


def _copied(page: Book, direction: Direction, moment: int | None) -> Walk:
    births, uses, stays, *hidden, size, _, runs, _, full, _, _ = page.tally.tolist()
    links = page.links
    born, used, held = links[BIRTH, :, :births].copy(), links[USE, :, :uses].copy(), links[STAY, :, :stays].copy()
    return Walk(
        direction, moment, page.things[:size].copy(), page.depths[:size].copy(), page.cut[:size].copy(),
        page.runs[:runs].copy(), born[0], used[0], held[0], (born[1], used[1], held[1]),
        _kept_back(links, hidden) if any(hidden) else _NONE_HIDDEN, not full,
    )  # fmt: skip


def _kept_back(links: Ints, hidden: list[int]) -> tuple[Ints, Ints, Ints]:
    births, uses, stays = (links[HIDDEN + kind, :, :count].copy() for kind, count in enumerate(hidden))
    return births, uses, stays
