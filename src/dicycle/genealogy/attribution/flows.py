"""What proportional mixing needs of a genealogy, as flat arrays: whose matter each run's outputs hold.

A *node* is a mixture: what comes out of a run, or what is in a lot after it was filled once more. Nodes are numbered so
that a node's sources come before it. Of every element, all outputs of a node hold its sources in the same ratio (ISO
22095:2020, controlled blending; EPCIS: any of the inputs may have contributed to each of the outputs).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.graph.model import Bytes, Ints, Longs, Reals

Masses = NDArray[np.int64] | NDArray[np.float64]

UNKNOWN_LABEL = 0
"""The number of the origin `answers.UNKNOWN`."""

UNDECLARED = -1
"""The batch of what nobody declared."""

SEVERAL = -2
"""In place of the batch of a thing that was born more than once."""

NOISE = 1e-10
"""Outputs exceed inputs if they do so by more than this part: less is the rounding of float64 sums."""


class Flows(NamedTuple):
    """The arrays that the kernels work on: N nodes, their L links, and the Q *batches* that came out of them.

    A batch is what came out of a node with one content: 500 cells of a run with equal content are one batch.
    """

    node: Ints
    """int32[R]: the node of a run."""
    links_at: Longs
    """int64[N + 1]: the links of node n, what went into it, are ``links_at[n]`` to ``links_at[n + 1]``."""
    source: Ints
    """The node that the matter of a link comes from; below 0 the origin ``~source``, at which its way ends."""
    row: Ints
    """What went in: `weight` times this row of content."""
    weight: Reals
    batches_at: Longs
    """int64[N + 1]: the batches of node n."""
    batch_row: Ints
    batch_weight: Reals
    """How many times `batch_row` came out."""
    batch_node: Ints
    rest: Ints
    """int32[N]: the origin of what comes out beyond what went in."""
    batch: Ints
    """int32[B]: the batch of a birth, or `UNDECLARED`."""
    own: Ints
    """int32[T]: the batch of a thing's only birth, `UNDECLARED`, or `SEVERAL`."""
    stay: Longs
    """Stays (ascending) of lots that were born more than once, with the batch and weight that they hold."""
    stay_batch: Ints
    stay_weight: Reals
    at: Longs
    """Content: the rows of the graph, and further ones for what was left in a lot when more came in."""
    element: Bytes
    mass: Masses


class Mixing(NamedTuple):
    """The flows of a genealogy and the names of its origins; `origins[0]` is "unknown"."""

    flows: Flows
    origins: tuple[str, ...]
    elements: tuple[str, ...]
