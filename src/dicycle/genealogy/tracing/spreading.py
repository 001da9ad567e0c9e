"""How much of a suspect is in everything that it reached: runs in their order, under proportional mixing.

Of what a run takes in of one element (or of whole mass), each output gets its part of what all outputs hold, or of
what all inputs held if that was more: the difference is lost.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.graph.model import Bytes, Graph, Ints, Longs, Reals
from dicycle.genealogy.kernels import jitted
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
    graph, runs = walker.graph, np.sort(walk.runs).astype(np.int64)
    nodes = Places(walk.things)
    inputs = _links(graph, masses.of_uses, graph.runs.uses_at, graph.uses.thing, runs, nodes, element)
    outputs = _links(graph, masses.of_births, graph.runs.births_at, graph.births.thing, runs, nodes, element)
    fresh = _fresh(graph, masses, walk, element)
    held = masses.of_stays(walk.stays)
    own, turn = nodes.of(graph.stays.child[walk.stays]), _turns(graph, walk.stays)
    again = _again(graph, walk.things)
    order = np.argsort(turn, kind="stable")
    born, left = np.zeros(len(walk.things)), np.zeros(len(walk.things))
    unsure, stays, sums = np.zeros(len(walk.things), np.uint8), np.zeros(len(walk.stays)), np.zeros(2)
    push = jitted(_push, walker.links, makes_arrays=False)
    push(
        runs, *inputs, outputs.at, outputs.node, outputs.mass, *fresh, order, turn[order], own, held.part,
        again, born, left, unsure, stays, sums,
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


def _links(graph: Graph, carried: Any, at: Longs, thing: Ints, runs: Numbers, nodes: Places, element: int) -> _Links:
    numbers, starts = ranges(at, runs)
    found: Carried = carried(numbers)
    return _Links(starts, nodes.of(thing[numbers]), amounts(graph, found, element), found.part)


def ranges(at: Longs, owners: NDArray[np.integer]) -> tuple[Numbers, Numbers]:
    """Return the numbers from ``at[o]`` to ``at[o + 1]`` of all owners, and where those of each owner begin."""
    owners = owners.astype(np.int64)
    size = (at[owners + 1] - at[owners]).astype(np.int64)
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(size)))
    return np.arange(starts[-1]) + np.repeat(at[owners] - starts[:-1], size), starts


def _fresh(graph: Graph, masses: Masses, walk: Walk, element: int) -> tuple[Numbers, Reals]:
    """Return the births of the suspect itself: at which run, and how much."""
    things, root = graph.things, int(walk.things[0])
    births = things.made[things.made_at[root] : things.made_at[root + 1]]
    last = len(graph.runs.time) if walk.moment is None else np.searchsorted(graph.runs.time, walk.moment, "right")
    births = births[graph.births.run[births] < last]
    return graph.births.run[births].astype(np.int64), amounts(graph, masses.of_births(births), element)


def _turns(graph: Graph, stays: Ints) -> Numbers:
    """Return before which run each stay began."""
    return np.searchsorted(graph.runs.event, graph.stays.begin[stays]).astype(np.int64)


def _push(
    runs: Numbers, uses_at: Longs, use_node: Ints, use_mass: Reals, use_part: Reals, births_at: Longs,
    birth_node: Ints, birth_mass: Reals, fresh_run: Numbers, fresh: Reals, stay_order: Numbers, stay_turn: Numbers,
    stay_node: Ints, stay_part: Reals, again: Any, born: Reals, left: Reals, unsure: Bytes, stays: Reals, sums: Reals,
) -> None:  # fmt: skip
    """Go through the runs; `sums` becomes how much the suspect was, and how much of it is gone."""
    filled, held = 0, 0
    for at in range(len(runs) + 1):
        run = runs[at] if at < len(runs) else np.int64(2**62)
        while held < len(stay_order) or filled < len(fresh):
            fills = filled < len(fresh) and fresh_run[filled] < run
            holds = held < len(stay_order) and stay_turn[held] <= run
            if fills and (not holds or fresh_run[filled] < stay_turn[held]):
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
