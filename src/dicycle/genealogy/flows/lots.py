"""How much of lots there is: filled up to a run, inside things as pieces."""

import numpy as np

from dicycle.genealogy.flows.bodies import Bodies
from dicycle.genealogy.flows.matter import Matter
from dicycle.genealogy.graph.lives import turns
from dicycle.genealogy.graph.model import Graph, Ints, Longs, Reals


class Fillings:
    """How much of each lot had been born up to a run."""

    def __init__(self, graph: Graph, matter: Matter) -> None:
        births = matter.births[~matter.single[graph.births.thing[matter.births]]]
        births = births[np.argsort(graph.births.thing[births], kind="stable")]
        self._size = len(graph.runs.event) + 1
        self._key = graph.births.thing[births].astype(np.int64) * self._size + graph.births.run[births]
        masses = matter.content[graph.births.content[births]]
        self._sums = np.concatenate((np.zeros((1, masses.shape[1]), np.int64), np.cumsum(masses, axis=0)))

    def before(self, lot: Ints, run: Longs) -> Longs:
        """Return the micrograms of lots that had been born before runs, int64[n, k]."""
        start = lot.astype(np.int64) * self._size
        return self._sums[np.searchsorted(self._key, start + run)] - self._sums[np.searchsorted(self._key, start)]

    def whole(self, lot: Ints) -> Longs:
        """Return the micrograms of lots that were born at all."""
        return self.before(lot, np.full(len(lot), self._size - 1))

    def part(self, share: Reals, lot: Ints, run: Longs) -> Longs:
        """Return which micrograms a share of lots as they were before runs is; of an unknown share nothing."""
        return np.rint(np.nan_to_num(share)[:, None] * self.before(lot, run)).astype(np.int64)


def pieces_of(graph: Graph, bodies: Bodies, fillings: Fillings) -> Longs:
    """Return the micrograms of what of lots is, or was, inside something: int64[pieces, k]."""
    stays, chosen = graph.stays, bodies.lots
    return fillings.part(stays.share[chosen], stays.child[chosen], turns(graph, chosen))
