"""How much of a suspect is in everything that it reached: runs in their order, under proportional mixing.

Of what a run takes in of one element (or of whole mass), each output gets its part of what all outputs hold, or of
what all inputs held if that was more: the difference is lost.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.compiled import jitted
from dicycle.genealogy.graph.lives import runs_upto, turns
from dicycle.genealogy.graph.model import Bytes, Graph, Ints, Kind, Longs, Reals
from dicycle.genealogy.graph.ranges import ranges
from dicycle.genealogy.tracing.masses import Carried, Masses, amounts
from dicycle.genealogy.tracing.walking import Walk, Walker

Numbers = NDArray[np.int64]


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
    born, left = np.zeros(len(walk.things)), np.zeros(len(walk.things))
    unsure, stays, sums = np.zeros(len(walk.things), np.uint8), np.zeros(len(walk.stays)), np.zeros(2)
    push = jitted(_push, walker.links, makes_arrays=False)
    push(
        runs, *inputs, outputs.at, outputs.node, outputs.mass, *fresh, order, turn[order], own, held.part,
        again, single, born, left, unsure, stays, sums,
    )  # fmt: skip
    return Spread(born, left, unsure, stays, float(sums[0]), float(sums[1]))


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


def _push(
    runs: Numbers, uses_at: Longs, use_node: Ints, use_mass: Reals, use_part: Reals, births_at: Longs,
    birth_node: Ints, birth_mass: Reals, fresh_run: Numbers, fresh: Reals, stay_order: Numbers, stay_turn: Numbers,
    stay_node: Ints, stay_part: Reals, again: Any, single: Any, born: Reals, left: Reals, unsure: Bytes, stays: Reals,
    sums: Reals,
) -> None:  # fmt: skip
    """Go through the runs; `sums` becomes how much the suspect was, and how much of it is gone.

    What a single thing holds when it is born again is no more in it: it is what its last birth made of it.
    """
    filled, held = 0, 0
    for at in range(len(runs) + 1):
        run = runs[at] if at < len(runs) else np.int64(2**62)
        while held < len(stay_order) or filled < len(fresh):
            fills = filled < len(fresh) and fresh_run[filled] < run
            holds = held < len(stay_order) and stay_turn[held] <= run
            if fills and (not holds or fresh_run[filled] < stay_turn[held]):
                if single[0]:
                    sums[0] -= left[0]
                    born[0] -= left[0]
                    left[0] = 0.0
                sums[0] += fresh[filled]
                born[0] += fresh[filled]
                left[0] += fresh[filled]
                filled += 1
            elif holds:
                stay = stay_order[held]
                node = stay_node[stay]
                stays[stay] = stay_part[stay] * (left[node] if again[node] else born[node])
                held += 1
            else:
                break
        if at == len(runs):
            break
        suspect, total_in, total_out = 0.0, 0.0, 0.0
        dark, owing_in, owing_out = False, False, False
        for use in range(uses_at[at], uses_at[at + 1]):
            node, mass, part = use_node[use], use_mass[use], use_part[use]
            if np.isnan(mass):
                owing_in = True
                dark = dark or (node >= 0 and (unsure[node] > 0 or born[node] > 0))
            else:
                total_in += mass
            if node >= 0 and not np.isnan(part):
                taken = min(left[node], part * (left[node] if again[node] else born[node]))
                dark = dark or (unsure[node] > 0 and part > 0)
                left[node] -= taken
                suspect += taken
            elif node >= 0:
                unsure[node] = 1
        for birth in range(births_at[at], births_at[at + 1]):
            if np.isnan(birth_mass[birth]):
                owing_out = True
            else:
                total_out += birth_mass[birth]
        dark = dark or (owing_in and owing_out)
        whole = max(total_in, total_out)
        rate = suspect / whole if whole > 0 and not dark else 0.0
        for birth in range(births_at[at], births_at[at + 1]):
            node = birth_node[birth]
            if node < 0:
                continue
            if single[node] and node > 0:
                sums[1] += left[node]
                born[node] -= left[node]
                left[node] = 0.0
            if dark or np.isnan(birth_mass[birth]):
                unsure[node] = 1
            elif node == 0:
                # It comes back into the suspect lot, of which this birth is a part: it counts once.
                sums[0] -= rate * birth_mass[birth]
            else:
                born[node] += rate * birth_mass[birth]
                left[node] += rate * birth_mass[birth]
        if not dark and not owing_out:
            sums[1] += suspect - rate * total_out
        elif births_at[at] == births_at[at + 1]:
            sums[1] += suspect
