"""Whose matter is in a few batches: pushed back through the mixtures that it came from, down to the origins.

Only what is behind them is looked at, each mixture once, all elements together; how many origins there are does not
matter.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dicycle.compiled import jitted
from dicycle.genealogy.attribution.flows import NOISE, Flows, Mixing
from dicycle.genealogy.attribution.marking import ROOM, empty, met, roomy
from dicycle.genealogy.graph.model import Ints, Longs, Reals

Table = NDArray[np.float64]


def push(mixing: Mixing, batch: Ints, weight: Reals) -> Table:
    """Return micrograms by origin and element, float64[origins, elements], of `weight` times each batch."""
    flows = mixing.flows
    kernel = jitted(_push, len(flows.batch) + len(flows.source))
    found: Table = kernel(flows, batch, weight, len(mixing.origins), max(len(mixing.elements), 1), NOISE)
    return found


def _push(flows: Flows, batch: Ints, weight: Reals, origins: int, elements: int, noise: float) -> Table:
    order = _reached(flows, batch)
    mass = np.zeros((len(order), elements))
    for one in range(len(batch)):
        _add(
            flows, flows.batch_row[batch[one]], weight[one], mass[np.searchsorted(order, flows.batch_node[batch[one]])]
        )
    out = np.zeros((origins, elements))
    went, came = np.zeros(elements), np.zeros(elements)
    for place in range(len(order) - 1, -1, -1):
        node, here = order[place], mass[place]
        _balance(flows, node, went, came)
        for element in range(elements):
            # From here on, `went` is what a microgram of the inputs is worth in `here`.
            if came[element] > went[element] * (1 + noise):
                out[flows.rest[node], element] += here[element] * (1 - went[element] / came[element])
                went[element] = here[element] / came[element]
            elif went[element] > 0:
                went[element] = here[element] / went[element]
        for link in range(flows.links_at[node], flows.links_at[node + 1]):
            row, source = flows.row[link], flows.source[link]
            into = mass[np.searchsorted(order, source)] if source >= 0 else out[~source]
            for entry in range(flows.at[row], flows.at[row + 1]):
                element = flows.element[entry]
                into[element] += flows.weight[link] * flows.mass[entry] * went[element]
    return out


def _reached(flows: Flows, batch: Ints) -> Longs:
    """Return all nodes that the batches come from, ascending."""
    stack, nodes = [0], [0]
    stack.clear()
    nodes.clear()
    seen = empty(ROOM)
    for one in range(len(batch)):
        stack.append(flows.batch_node[batch[one]])
    while len(stack) > 0:
        node = stack.pop()
        if met(seen, node, 1):
            continue
        nodes.append(node)
        seen = roomy(seen, len(nodes), 1)
        for link in range(flows.links_at[node], flows.links_at[node + 1]):
            if flows.source[link] >= 0:
                stack.append(flows.source[link])
    return np.sort(np.array(nodes, np.int64))


def _balance(flows: Flows, node: int, went: Reals, came: Reals) -> None:
    """Set what went into a node and what came out of it, element by element."""
    went[:] = 0.0
    came[:] = 0.0
    for link in range(flows.links_at[node], flows.links_at[node + 1]):
        _add(flows, flows.row[link], flows.weight[link], went)
    for one in range(flows.batches_at[node], flows.batches_at[node + 1]):
        _add(flows, flows.batch_row[one], flows.batch_weight[one], came)


def _add(flows: Flows, row: int, weight: float, into: Reals) -> None:
    for entry in range(flows.at[row], flows.at[row + 1]):
        into[flows.element[entry]] += weight * flows.mass[entry]


def table(mixing: Mixing, masses: Table) -> dict[str, dict[str, float]]:
    """Return masses as element -> origin -> micrograms, without what is not there."""
    return {
        element: {mixing.origins[one]: float(masses[one, at]) for one in np.flatnonzero(masses[:, at] > 0).tolist()}
        for at, element in enumerate(mixing.elements)
        if (masses[:, at] > 0).any()
    }


def ordered(elements: Sequence[str], known: Sequence[str]) -> list[str]:
    """Return elements in the order of `known`, others after them by name."""
    return sorted(elements, key=lambda one: (known.index(one) if one in known else len(known), one))
