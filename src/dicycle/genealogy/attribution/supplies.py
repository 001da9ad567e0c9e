"""What each use takes, and from which batch; and which of it is waste where a recycler takes it in."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.attribution.flows import UNDECLARED
from dicycle.genealogy.graph.lives import only_birth, picked
from dicycle.genealogy.graph.model import Feed, Graph, Ints, Kind, Reals

Flags = NDArray[np.bool_]


class Supplies(NamedTuple):
    """For each use: the batch it takes from (or `UNDECLARED`), how many times its content, and whether it is waste.

    `waste` tells of what the thing is; the run decides whether that matters.
    """

    batch: Ints
    weight: Reals
    waste: Flags


def supplies(graph: Graph, batch: Ints) -> Supplies:
    """Return what uses take; of things born more than once, nothing yet (`again` knows)."""
    uses = graph.uses
    birth = only_birth(graph, uses.thing)
    maker = picked(graph.births.run, birth)
    # Of what is used once more than it was there, nobody knows what it is: it is no known supply, and no waste.
    spent = (uses.share == 0) & (uses.quantity != 0)
    known = (birth >= 0) & (maker < uses.run) & ~np.isnan(uses.share) & ~spent
    found = np.where(known, picked(batch, birth), UNDECLARED).astype(np.int32)
    single = graph.things.kind[uses.thing] == Kind.INSTANCE
    waste = (single | ((birth >= 0) & product_of_a_run(graph)[maker])) & ~spent
    return Supplies(found, np.nan_to_num(uses.share), waste)


def product_of_a_run(graph: Graph) -> Flags:
    """Return for each run (and False for none, last) whether lots that it makes are waste to a recycler.

    They are if it made them of something and is no recycler itself: what was bought in is no waste, and black mass
    stays what it is.
    """
    runs = graph.runs
    return np.append((np.diff(runs.uses_at) > 0) & (runs.feed == Feed.NONE), False)
