"""How alike two tests are: a smooth kernel with a length for each feature, a straight one, and a constant.

`logs` holds natural logarithms: of the inverse length of each feature, of the weight of the smooth part, of the
weight of the straight part. The noise has variance 1, so that weights are in its units.
"""

from typing import Final, NamedTuple

import numpy as np

from dicycle.health.records.table import Floats

CONSTANT: Final = 10.0
NOISE: Final = 1.0
_PIECE: Final = 64


class Likeness(NamedTuple):
    """Parts of a kernel matrix; `slope` is minus twice the derivative of `smooth` by the squared distance."""

    smooth: Floats
    slope: Floats
    straight: Floats

    @property
    def whole(self) -> Floats:
        """The kernel matrix, without noise."""
        whole = self.smooth + self.straight
        whole += CONSTANT
        return whole


def squared(one: Floats, other: Floats) -> Floats:
    """Return the squared distances of the rows of two matrices."""
    found = one @ (-2.0 * other.T)
    found += (one * one).sum(axis=1)[:, None]
    found += (other * other).sum(axis=1)
    return np.asarray(np.maximum(found, 0.0, out=found))


def likeness(kernel: str, one: Floats, other: Floats, logs: Floats) -> Likeness:
    """Return how alike the rows of two matrices are; `kernel` is "gaussian" or "matern" (five halves)."""
    features = one.shape[1]
    scales = np.exp(logs[:features])
    distance = squared(one * scales, other * scales)
    weight = float(np.exp(logs[features]))
    straight = one @ (float(np.exp(logs[features + 1])) / features * other.T)
    if kernel == "matern":
        return Likeness(*_matern(distance, weight), straight)
    distance *= -0.5
    smooth = np.exp(distance, out=distance)
    smooth *= weight
    return Likeness(smooth, smooth, straight)


def _matern(distance: Floats, weight: float) -> tuple[Floats, Floats]:
    """Return the kernel of five halves and its slope; in place, as fitting spends its time on these."""
    distance *= 5.0
    root = np.sqrt(distance)
    decay = np.exp(-root)
    decay *= weight
    root += 1.0
    root *= decay
    distance *= decay
    distance /= 3.0
    distance += root
    root *= 5.0 / 3.0
    return distance, root


def whole(kernel: str, one: Floats, other: Floats, logs: Floats) -> Floats:
    """Return the kernel matrix of two matrices' rows without noise, made in pieces that stay in a processor's cache."""
    pieces = [likeness(kernel, one[at : at + _PIECE], other, logs).whole for at in range(0, len(one), _PIECE)]
    return np.concatenate([np.empty((0, len(other))), *pieces])


def itself(rows: Floats, logs: Floats) -> Floats:
    """Return the kernel of every row with itself, with noise."""
    features = rows.shape[1]
    straight = np.exp(logs[features + 1]) * (rows * rows).sum(axis=1) / features
    return np.asarray(float(np.exp(logs[features])) + straight + CONSTANT + NOISE)
