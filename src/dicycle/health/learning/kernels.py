"""How alike two tests are: a smooth kernel with a length for each feature, a straight one, and a constant.

`logs` holds natural logarithms: of the inverse length of each feature, of the weight of the smooth part, of the
weight of the straight part. The noise has variance 1, so that weights are in its units.
"""

from typing import Final, NamedTuple

import numpy as np

from dicycle.health.records.table import Floats

CONSTANT: Final = 10.0
NOISE: Final = 1.0


class Likeness(NamedTuple):
    """Parts of a kernel matrix; `slope` is minus twice the derivative of `smooth` by the squared distance."""

    smooth: Floats
    slope: Floats
    straight: Floats

    @property
    def whole(self) -> Floats:
        """The kernel matrix, without noise."""
        return self.smooth + self.straight + CONSTANT


def squared(one: Floats, other: Floats) -> Floats:
    """Return the squared distances of the rows of two matrices."""
    lengths = (one * one).sum(axis=1)[:, None] + (other * other).sum(axis=1)
    return np.asarray(np.maximum(lengths - 2.0 * (one @ other.T), 0.0))


def likeness(kernel: str, one: Floats, other: Floats, logs: Floats) -> Likeness:
    """Return how alike the rows of two matrices are; `kernel` is "gaussian" or "matern" (five halves)."""
    features = one.shape[1]
    scales = np.exp(logs[:features])
    distance = squared(one * scales, other * scales)
    weight = float(np.exp(logs[features]))
    straight = np.exp(logs[features + 1]) * (one @ other.T) / features
    if kernel == "matern":
        root = np.sqrt(5.0 * distance + 1e-12)
        decay = weight * np.exp(-root)
        return Likeness((1.0 + root + 5.0 / 3.0 * distance) * decay, 5.0 / 3.0 * (1.0 + root) * decay, straight)
    smooth = weight * np.exp(-0.5 * distance)
    return Likeness(smooth, smooth, straight)


def itself(rows: Floats, logs: Floats) -> Floats:
    """Return the kernel of every row with itself, with noise."""
    features = rows.shape[1]
    straight = np.exp(logs[features + 1]) * (rows * rows).sum(axis=1) / features
    return np.asarray(float(np.exp(logs[features])) + straight + CONSTANT + NOISE)
