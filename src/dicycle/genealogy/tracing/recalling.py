"""Recall: everything that holds some of a lot, how much of it, and where it is now."""

from collections.abc import Collection, Iterator
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.answers import PROPORTIONAL, WHOLE, Affected, Group, Hides, Point, Recall
from dicycle.genealogy.graph.model import FOREVER, Graph, Ints, Kind, Reals
from dicycle.genealogy.kinds import Kinds
from dicycle.genealogy.tracing.asking import found, wishes
from dicycle.genealogy.tracing.hiding import Sight, walk_within
from dicycle.genealogy.tracing.holding import Inside, lasting, outermost, own, summed, weighed
from dicycle.genealogy.tracing.masses import TOTAL, Masses
from dicycle.genealogy.tracing.spreading import Places, Spread, spread
from dicycle.genealogy.tracing.walking import Walk, Walker

Flags = NDArray[np.bool_]

GONE: Final = ("residue", "loss")
"""Categories in which matter has left the loop."""

_NOTHING: Final = 1e-9
"""A lot is used up when less than this part of what came in is left: the rounding of shares."""


class Rows(NamedTuple):
    """The affected things, largest fraction first: numbers of things (-1: none), NaN where nobody said."""

    thing: Ints
    fraction: Reals
    share: Reals
    mass: Reals
    holder: Ints
    place: Ints
    depth: Ints


class Reached(NamedTuple):
    """A recall in numbers."""

    rows: Rows
    ended: int
    gone: float | None
    complete: bool


def recall(
    graph: Graph,
    kinds: Kinds,
    point: Point,
    id: str,
    *,
    element: str = WHOLE,
    as_of: int | None = None,
    only: Collection[str] = (),
    most: int | None = None,
    hides: Hides | None = None,
    walker: Walker | None = None,
) -> Recall:
    """Return every thing that holds some of a lot as of a moment, largest fraction first, and where it is.

    Matter goes on by whole mass, or by that of one `element`, under proportional mixing. Without `only`, things are
    told of by their own matter: lots by what is left of them, a pack by its casing, not by the cells in it; and their
    fractions and `gone` sum to 1 where all masses are declared and balance. With `only`, things of these categories
    are told of with everything that is inside them; where one is inside another, both are told of, and nothing sums.
    A fraction is None where matter went through a run that did not declare what it took or gave. Raises NotFound.
    """
    root = found(graph, id)
    reached = _recall(walker or Walker(graph), kinds, root, element, as_of, only, most, Sight(graph, hides))
    affected = [*_affected(graph, kinds, reached.rows)]
    return Recall(
        graph.things.names[root], element, as_of, point, PROPORTIONAL, affected, _groups(graph, reached.rows),
        reached.ended, reached.gone, reached.complete,
    )  # fmt: skip


def recall_rows(
    graph: Graph, kinds: Kinds, id: str, *, element: str = WHOLE, as_of: int | None = None, only: Collection[str] = (),
    most: int | None = None, hides: Hides | None = None, walker: Walker | None = None,
) -> Reached:  # fmt: skip
    """Return a recall in numbers, for answers too large to be told thing by thing; parameters as of `recall`."""
    root = found(graph, id)
    return _recall(walker or Walker(graph), kinds, root, element, as_of, only, most, Sight(graph, hides))


def _recall(
    walker: Walker, kinds: Kinds, root: int, element: str, as_of: int | None, only: Collection[str], most: int | None,
    sight: Sight,
) -> Reached:  # fmt: skip
    graph = walker.graph
    elements = () if element == WHOLE else (element,)
    walk = walk_within(
        walker, root, "forward", wishes(graph, kinds, as_of, None, None, (), elements, ()), sight
    )  # fmt: skip
    tally = _Tally(walker, kinds, walk, _number(graph, element))
    rows = tally.rows(tally.own_items() if not only else tally.chosen_items(only), whole=bool(only))
    largest = np.lexsort((rows.thing, -np.nan_to_num(rows.fraction, nan=-1.0)))[:most]
    complete = len(largest) == len(rows.thing) and not any(links.size for links in walk.hidden)
    return Reached(_taken(rows, largest), tally.ended(), tally.gone(), complete)


def _taken(rows: Rows, chosen: NDArray[np.int64]) -> Rows:
    columns: list[NDArray[Any]] = [column[chosen] for column in rows]
    return Rows(*columns)


def _number(graph: Graph, element: str) -> int:
    """Return the number of an element, `TOTAL` for whole mass; one that nobody speaks of has a number of its own."""
    known = {graph.elements[number]: number for number in range(len(graph.elements))}
    return TOTAL if element == WHOLE else known.get(element, len(known))


class _Tally:
    """What a forward walk reached, weighed."""

    def __init__(self, walker: Walker, kinds: Kinds, walk: Walk, element: int) -> None:
        self._graph, self._kinds, self._walk, self._element = walker.graph, kinds, walk, element
        self._moment = FOREVER if walk.moment is None else walk.moment
        self._masses = Masses(walker.graph)
        self._spread: Spread = spread(walker, self._masses, walk, element)
        things = walker.graph.things
        self._lot = things.kind[walk.things] == Kind.LOT
        self._dead = ~self._lot & (things.ended[walk.things] <= self._moment) & (things.ended[walk.things] != FOREVER)
        self._inside = self._insides()

    def _insides(self) -> Inside:
        stays, nodes = self._walk.stays, Places(self._walk.things)
        kept = lasting(self._graph, stays, self._moment)
        child, parent = (nodes.of(one[stays[kept]]) for one in (self._graph.stays.child, self._graph.stays.parent))
        return Inside(kept, child, parent, ~self._lot[child])

    def _own(self) -> Flags:
        """Return which things hold, or held, some in their own matter."""
        found = (self._spread.born > 0) | (self._spread.unsure > 0)
        found[0] = True
        return found

    def _used_up(self) -> Flags:
        empty = self._spread.left <= _NOTHING * self._spread.born
        found: Flags = self._dead | (self._lot & empty & (self._spread.unsure == 0) & (self._spread.born > 0))
        return found

    def _lost(self) -> Flags:
        """Return which things are residue or loss."""
        lost: Flags = np.isin(self._kinds.numbers(self._walk.things), np.flatnonzero(self._kinds.chosen(GONE)))
        return lost

    def own_items(self) -> Ints:
        """Return the things that hold some in their own matter and are still there."""
        return np.flatnonzero(self._own() & ~self._used_up() & ~self._lost()).astype(np.int32)

    def chosen_items(self, only: Collection[str]) -> Ints:
        """Return the things of some categories that hold some, in themselves or inside, and are still there."""
        some = np.where(self._own() & ~self._used_up(), 1.0, 0.0)
        lots = np.ones(len(self._walk.stays))
        holds = summed(self._inside, some, lots) > 0
        chosen = self._kinds.chosen(only)[self._kinds.numbers(self._walk.things)]
        return np.flatnonzero(holds & chosen & ~self._used_up()).astype(np.int32)

    def ended(self) -> int:
        """Return how many things held some and are no more."""
        return int((self._own() & self._used_up() & ~self._lost()).sum())

    def gone(self) -> float | None:
        """Return which part is residue, loss or withdrawn, as far as known."""
        if not self._spread.whole > 0:
            return None
        lost = self._own() & (self._lost() | self._dead)
        return (self._spread.gone + float(self._spread.left[lost].sum())) / self._spread.whole

    def rows(self, items: Ints, *, whole: bool) -> Rows:
        """Return what is told of things; `whole`: with everything inside of them."""
        graph, things = self._graph, self._walk.things[items]
        mass = np.where(self._used_up(), 0.0, self._spread.left)
        unsure = (self._spread.unsure > 0) & ~self._used_up()
        if whole:
            mass = summed(self._inside, mass, np.nan_to_num(self._spread.stays))
            dark = np.isnan(self._spread.stays) | (self._spread.unsure[self._stay_child()] > 0)
            unsure = summed(self._inside, unsure.astype(np.float64), dark.astype(np.float64)) > 0
            of = weighed(graph, self._masses, things, self._moment, self._element)
        else:
            of = self._remaining(items)
        known = ~unsure[items] & (self._spread.whole > 0)
        mass = np.where(known, mass[items], np.nan)
        top = outermost(self._inside, len(self._walk.things))[items]
        holder = np.where(top >= 0, self._walk.things[np.maximum(top, 0)], -1).astype(np.int32)
        fraction = mass / self._spread.whole if self._spread.whole > 0 else np.full(len(mass), np.nan)
        share = np.divide(mass, of, out=np.full(len(mass), np.nan), where=of > 0)
        return Rows(
            things, fraction, np.minimum(share, 1.0), mass, holder, self._places(things, holder),
            self._walk.depth[items],
        )  # fmt: skip

    def _stay_child(self) -> Ints:
        return Places(self._walk.things).of(self._graph.stays.child[self._walk.stays])

    def _remaining(self, items: Ints) -> Reals:
        """Return the mass of which `left` is a part: of lots that were filled once, what is left of all."""
        of = own(self._graph, self._masses, self._walk.things[items], self._moment, self._element)
        at = self._graph.things.made_at
        things = self._walk.things[items].astype(np.int64)
        once = self._lot[items] & (at[things + 1] - at[things] == 1) & (self._spread.born[items] > 0)
        rest = self._spread.left[items] / np.where(once, self._spread.born[items], 1.0)
        return np.where(once, of * rest, of)

    def _places(self, things: Ints, holder: Ints) -> Ints:
        """Return where the outermost holders were last seen; -1 if nobody said, or if that was later."""
        told = self._graph.things
        places = []
        for which in (things, np.where(holder >= 0, holder, things)):
            places.append(np.where(told.seen[which] <= self._moment, told.place[which], -1))
        return np.where(places[1] >= 0, places[1], places[0]).astype(np.int32)


def _affected(graph: Graph, kinds: Kinds, rows: Rows) -> Iterator[Affected]:
    names, words = graph.things.names, [*kinds.words, None]
    category = kinds.numbers(rows.thing).tolist()
    kind = graph.things.kind[rows.thing].tolist()
    columns = zip(*(one.tolist() for one in rows), strict=True)
    for at, (thing, fraction, share, mass, holder, place, depth) in enumerate(columns):
        yield Affected(
            names[thing], "lot" if kind[at] == Kind.LOT else "instance", words[category[at]],
            _said(fraction), _said(share), _said(mass),
            None if holder < 0 else names[holder], None if place < 0 else graph.places[place], depth,
        )  # fmt: skip


def _said(number: float) -> float | None:
    return None if np.isnan(number) else number


def _groups(graph: Graph, rows: Rows) -> list[Group]:
    places, which, items = np.unique(rows.place, return_inverse=True, return_counts=True)
    known = np.bincount(which, ~np.isnan(rows.fraction), len(places)) > 0
    sums = np.bincount(which, np.nan_to_num(rows.fraction), len(places))
    order = np.lexsort((places, -sums))
    return [
        Group(
            None if places[at] < 0 else graph.places[int(places[at])], int(items[at]),
            float(sums[at]) if known[at] else None,
        )
        for at in order.tolist()
    ]  # fmt: skip
