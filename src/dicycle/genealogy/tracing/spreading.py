"""How much of a suspect is in everything that it reached: runs in their order, under proportional mixing.

Of what a run takes in of one element (or of whole mass), each output gets its part of what all outputs hold, or of
what all inputs held if that was more: the difference is lost.
"""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.compiled import jitted
from dicycle.genealogy.graph.lives import runs_upto, turns
from dicycle.genealogy.graph.model import Bytes, Graph, Ints, Kind, Longs, Reals
from dicycle.genealogy.graph.ranges import ranges
from dicycle.genealogy.tracing.masses import Carried, Masses, amounts
from dicycle.genealogy.tracing.walking import Walk, Walker

Numbers = NDArray[np.int64]

LAST: Final = 2**62
"""A run after all runs."""


class Spread(NamedTuple):
    """Micrograms of the suspect (of one element, or in all) in the things of a walk, as far as they are its own matter.

    `born` is what ever came into each, `left` what is still there; where `unsure`, an unknown amount comes on top.
    `stays` is what the stays of lots hold of it. `whole` is how much the suspect was (NaN if nobody said), `gone` what
    was lost in runs or withdrawn.
    """

    born: Reals
    left: Reals
    unsure: Bytes
    stays: Reals
    whole: float
    gone: float


class _Links(NamedTuple):
    """Inputs or outputs of the runs of a walk, by run: the node (-1: none), and micrograms (NaN: not declared)."""

    at: Longs
    node: Ints
    mass: Reals
    part: Reals


class _Filling(NamedTuple):
    """When the suspect was born and how much of it (`fresh`), and in which order stays began, in which thing."""

    fresh_run: Numbers
    fresh: Reals
    order: Numbers
    turn: Numbers
    node: Ints
    part: Reals


class _Sorts(NamedTuple):
    """By node: whether it was born more than once, and whether it is then a single thing, which is made anew."""

    again: NDArray[np.bool_]
    single: NDArray[np.bool_]


class _Found(NamedTuple):
    """What is being reckoned, as in `Spread`; `sums` are how much the suspect was, and how much of it is gone."""

    born: Reals
    left: Reals
    unsure: Bytes
    stays: Reals
    sums: Reals


def spread(walker: Walker, masses: Masses, walk: Walk, element: int) -> Spread:
    """Return where the matter of the thing at the root of a forward walk went."""
    graph, nodes = walker.graph, Places(walk.things)
    again = _again(graph, walk.things)
    single = again & (graph.things.kind[walk.things] == Kind.INSTANCE)
    runs = np.union1d(walk.runs, _made_in(graph, walk, walk.things[single])).astype(np.int64)
    inputs = _links(graph, masses.of_uses, graph.runs.uses_at, graph.uses.thing, runs, nodes, element)
    outputs = _links(graph, masses.of_births, graph.runs.births_at, graph.births.thing, runs, nodes, element)
    fresh = _fresh(graph, masses, walk, element)
    held = masses.of_stays(walk.stays)
    own, turn = nodes.of(graph.stays.child[walk.stays]), turns(graph, walk.stays)
    order = np.argsort(turn, kind="stable")
    filling = _Filling(*fresh, order, turn[order], own, held.part)
    size = len(walk.things)
    found = _Found(np.zeros(size), np.zeros(size), np.zeros(size, np.uint8), np.zeros(len(walk.stays)), np.zeros(2))
    jitted(_push, walker.links, makes_arrays=False)(runs, inputs, outputs, filling, _Sorts(again, single), found)
    return Spread(*found[:4], *found.sums.tolist())


class Places:
    """The places of things in a walk."""

    def __init__(self, things: Ints) -> None:
        self._order = np.argsort(things, kind="stable")
        self._sorted = things[self._order]

    def of(self, things: NDArray[np.integer]) -> Ints:
        """Return the place of each thing, -1 if it is not there."""
        at = np.minimum(np.searchsorted(self._sorted, things), len(self._sorted) - 1)
        return np.where(self._sorted[at] == things, self._order[at], -1).astype(np.int32)


def _again(graph: Graph, things: Ints) -> NDArray[np.bool_]:
    at = graph.things.made_at
    return at[things.astype(np.int64) + 1] - at[things] > 1


def _made_in(graph: Graph, walk: Walk, things: Ints) -> Ints:
    """Return the runs in which things were born, as of the walk."""
    births, _ = ranges(graph.things.made_at, things)
    runs = graph.births.run[graph.things.made[births]]
    return runs[runs < runs_upto(graph, walk.moment)]


def _links(graph: Graph, carried: Any, at: Longs, thing: Ints, runs: Numbers, nodes: Places, element: int) -> _Links:
    numbers, size = ranges(at, runs)
    starts = np.append(np.int64(0), np.cumsum(size))
    found: Carried = carried(numbers)
    return _Links(starts, nodes.of(thing[numbers]), amounts(graph, found, element), found.part)


def _fresh(graph: Graph, masses: Masses, walk: Walk, element: int) -> tuple[Numbers, Reals]:
    """Return the births of the suspect itself: at which run, and how much."""
    things, root = graph.things, int(walk.things[0])
    births = things.made[things.made_at[root] : things.made_at[root + 1]]
    births = births[graph.births.run[births] < runs_upto(graph, walk.moment)]
    return graph.births.run[births].astype(np.int64), amounts(graph, masses.of_births(births), element)


def _push(runs: Numbers, inputs: _Links, outputs: _Links, filling: _Filling, sorts: _Sorts, found: _Found) -> None:
    """Go through the runs, in their order."""
    filled, held = 0, 0
    for at in range(len(runs)):
        filled, held = _settle(runs[at], filled, held, filling, sorts, found)
        suspect, came, owing, dark = _take(inputs, at, sorts, found)
        total, hides = _told(outputs, at)
        dark = dark or (owing and hides)
        whole = max(came, total)
        rate = suspect / whole if whole > 0 and not dark else 0.0
        _give(outputs, at, rate, dark, sorts, found)
        if not dark and not hides:
            found.sums[1] += suspect - rate * total
        elif outputs.at[at] == outputs.at[at + 1]:
            found.sums[1] += suspect
    _settle(np.int64(LAST), filled, held, filling, sorts, found)


def _settle(run: Any, filled: int, held: int, filling: _Filling, sorts: _Sorts, found: _Found) -> tuple[int, int]:
    """Bring in the suspect's own births before a run, and reckon what was put away by then; in the order of both."""
    while filled < len(filling.fresh) or held < len(filling.order):
        fills = filled < len(filling.fresh) and filling.fresh_run[filled] < run
        holds = held < len(filling.order) and filling.turn[held] <= run
        if fills and (not holds or filling.fresh_run[filled] < filling.turn[held]):
            _renew(filling.fresh[filled], sorts, found)
            filled += 1
        elif holds:
            stay = filling.order[held]
            found.stays[stay] = filling.part[stay] * _full(filling.node[stay], sorts, found)
            held += 1
        else:
            break
    return filled, held


def _renew(mass: float, sorts: _Sorts, found: _Found) -> None:
    """Let the suspect be born; what a single thing held before is no more in it."""
    if sorts.single[0]:
        found.sums[0] -= found.left[0]
        found.born[0] -= found.left[0]
        found.left[0] = 0.0
    found.sums[0] += mass
    found.born[0] += mass
    found.left[0] += mass


def _full(node: int, sorts: _Sorts, found: _Found) -> Any:
    """Return what parts of a thing are parts of: what its last birth made of it, or all that ever came into it."""
    return found.left[node] if sorts.again[node] else found.born[node]


def _take(inputs: _Links, at: int, sorts: _Sorts, found: _Found) -> tuple[float, float, bool, bool]:
    """Take what goes into a run: how much of the suspect, how much in all, if all of it is told, if any is unsure."""
    suspect, total, owing, dark = 0.0, 0.0, False, False
    for use in range(inputs.at[at], inputs.at[at + 1]):
        node, mass, part = inputs.node[use], inputs.mass[use], inputs.part[use]
        if np.isnan(mass):
            owing = True
            dark = dark or (node >= 0 and (found.unsure[node] > 0 or found.born[node] > 0))
        else:
            total += mass
        if node >= 0 and not np.isnan(part):
            dark = dark or (found.unsure[node] > 0 and part > 0)
            taken = min(found.left[node], part * _full(node, sorts, found))
            found.left[node] -= taken
            suspect += taken
        elif node >= 0:
            found.unsure[node] = 1
    return suspect, total, owing, dark


def _told(outputs: _Links, at: int) -> tuple[float, bool]:
    """Return how much comes out of a run, as far as it is told, and whether some of it is not."""
    total, owing = 0.0, False
    for birth in range(outputs.at[at], outputs.at[at + 1]):
        if np.isnan(outputs.mass[birth]):
            owing = True
        else:
            total += outputs.mass[birth]
    return total, owing


def _give(outputs: _Links, at: int, rate: float, dark: bool, sorts: _Sorts, found: _Found) -> None:
    """Give each output of a run its part of the suspect."""
    for birth in range(outputs.at[at], outputs.at[at + 1]):
        node, mass = outputs.node[birth], outputs.mass[birth]
        if node < 0:
            continue
        if sorts.single[node] and node > 0:
            found.sums[1] += found.left[node]
            found.born[node] -= found.left[node]
            found.left[node] = 0.0
        if dark or np.isnan(mass):
            found.unsure[node] = 1
        elif node == 0:
            # It comes back into the suspect lot, of which this birth is a part: it counts once.
            found.sums[0] -= rate * mass
        else:
            found.born[node] += rate * mass
            found.left[node] += rate * mass
