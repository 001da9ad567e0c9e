"""The published method, made again from its description, to stand beside ours.

Wang, Gao and Tian (2025): k-means on the features of the curves; then cells move to a group whose centre is nearer in
the features of the first derivatives, then of the second, all at once, until none moves or ten rounds have passed.
"""

from typing import Final

import numpy as np

from dicycle.health.lasting.clustering import clustered
from dicycle.health.lasting.grouping import SEED, parted
from dicycle.health.lasting.model import Features, Grouping, Indexes
from dicycle.health.lasting.seeing import standard
from dicycle.health.records.table import Floats

_ROUNDS: Final = 10
_BEGINNINGS: Final = 10


def group_and_refine(steps: tuple[Features, ...], groups: int, *, by: str, seed: int = SEED) -> Grouping:
    """Return groups by the first features, refined by those that follow; a group may become empty and is then gone."""
    labels = clustered(standard(steps[0].values), groups, seed, _BEGINNINGS)
    for step in steps[1:]:
        labels = _refined(standard(step.values), labels)
    return Grouping(parted(steps[0].cells, labels), by, seed=seed)


def _refined(points: Floats, labels: Indexes) -> Indexes:
    for _ in range(_ROUNDS):
        names = np.unique(labels)
        centres = np.stack([points[labels == name].mean(axis=0) for name in names])
        nearest = names[np.argmin(((points[:, None] - centres) ** 2).sum(axis=2), axis=1)]
        if np.array_equal(nearest, labels):
            break
        labels = nearest
    return labels
