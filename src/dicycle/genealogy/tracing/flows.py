"""Which microgram went where: flows from input to output, under proportional mixing."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.graph.model import Graph
from dicycle.genealogy.tracing.masses import TOTAL, Carried, Masses, Row
from dicycle.genealogy.tracing.walking import Walk


class Flow(NamedTuple):
    """Micrograms of an element from an input to an output of a run. Input None: no input accounts for it."""

    event_id: str
    input: str | None
    output: str
    element: str
    mass: float


def pairs(graph: Graph, walk: Walk) -> Iterator[Flow]:
    """Yield the flows of the runs of a walk, between things of the walk, run by run.

    Of each element, input i to output o: ``in(i) * out(o) / max(sum of in, sum of out)``. What outputs hold beyond what
    inputs declare comes from None; what inputs hold beyond what outputs declare goes nowhere.
    """
    masses, things = Masses(graph), set(walk.things.tolist())
    for run in np.sort(walk.runs).tolist():
        inputs = _side(graph, masses, graph.uses.thing, masses.of_uses, _range(graph.runs.uses_at, run))
        outputs = _side(graph, masses, graph.births.thing, masses.of_births, _range(graph.runs.births_at, run))
        yield from _flows(graph, graph.events.names[int(graph.runs.event[run])], inputs, outputs, things)


Side = list[tuple[int, Row]]


def _range(at: NDArray[np.int64], run: int) -> NDArray[np.int64]:
    return np.arange(at[run], at[run + 1])


def _side(graph: Graph, masses: Masses, thing: NDArray[np.int32], of: object, links: NDArray[np.int64]) -> Side:
    carried: Carried = of(links)  # type: ignore[operator]
    return [(int(thing[link]), _row(masses, carried, at)) for at, link in enumerate(links.tolist())]


def _row(masses: Masses, carried: Carried, at: int) -> Row:
    if at in carried.mixed:
        return carried.mixed[at] or {}
    row, weight = int(carried.row[at]), float(carried.weight[at])
    return {} if row < 0 else {element: mass * weight for element, mass in masses.row(row).items()}


def _flows(graph: Graph, event: str, inputs: Side, outputs: Side, things: set[int]) -> Iterator[Flow]:
    into, out = _total(inputs), _total(outputs)
    names = graph.things.names
    for thing, row in outputs:
        for element, mass in row.items():
            if thing not in things or element == TOTAL or not mass:
                continue
            rate = mass / max(into.get(element, 0.0), out[element])
            symbol = graph.elements[element]
            for source, given in inputs:
                if source in things and given.get(element):
                    yield Flow(event, names[source], names[thing], symbol, given[element] * rate)
            if into.get(element, 0.0) < out[element]:
                yield Flow(event, None, names[thing], symbol, mass - into.get(element, 0.0) * rate)


def _total(side: Side) -> Row:
    total: Row = {}
    for _, row in side:
        for element, mass in row.items():
            total[element] = total.get(element, 0.0) + mass
    return total
