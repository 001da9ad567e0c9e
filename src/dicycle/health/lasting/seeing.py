"""From many features of a few curves to the few numbers that the curves agree on.

Columns are scaled by median and quartiles and clipped, so that one odd cell does not set the scale. Each curve is
divided by its first singular value (multiple factor analysis; Escofier and Pagès 1990), so that a curve does not count
for more because more was read from it. Principal components are kept while they are longer than those of the same
columns shuffled, at the 95th percentile (parallel analysis; Horn 1965).
"""

from typing import Final

import numpy as np

from dicycle.health.lasting.model import Features, Indexes
from dicycle.health.records.table import Floats

CLIP: Final = 3.0
_QUARTILES: Final = 1.349
_SHUFFLES: Final = 100
_LEVEL: Final = 95
_DIGITS: Final = 9


def components(features: Features, seed: int) -> Floats:
    """Return one row of few numbers a cell (cells × components); every value must be known.

    The answer does not depend on the order of the cells or on the units of a column.
    """
    order = _order(features.values)
    seen = weighed(robust(features.values[order]), features.curves)
    return np.asarray(rounded(_leading(seen, seed))[np.argsort(order)])


def robust(values: Floats) -> Floats:
    """Return the columns with median 0 and quartiles as far apart as a normal distribution's, clipped at ±3."""
    middle = values - np.median(values, axis=0)
    low, high = np.percentile(middle, [25, 75], axis=0)
    width = np.where(high > low, (high - low) / _QUARTILES, middle.std(axis=0))
    return np.clip(middle / np.where(width > 0, width, 1.0), -CLIP, CLIP)


def standard(values: Floats) -> Floats:
    """Return the columns with mean 0 and standard deviation 1; a constant column is 0."""
    middle = values - values.mean(axis=0)
    width = middle.std(axis=0)
    return np.asarray(middle / np.where(width > 0, width, 1.0))


def weighed(values: Floats, curves: tuple[str, ...]) -> Floats:
    """Return centred columns, those of each curve divided by the curve's first singular value."""
    middle = np.array(values - values.mean(axis=0))
    names = np.array(curves)
    for curve in sorted(set(curves)):
        first = _lengths(middle[:, names == curve])[0]
        middle[:, names == curve] /= first if first > 0 else 1.0
    return middle


def rounded(values: Floats) -> Floats:
    """Return the values without the last bits, in which machines differ."""
    largest = float(np.abs(values).max(initial=0.0))
    unit = 10.0 ** (np.floor(np.log10(largest)) - _DIGITS) if largest > 0 else 1.0
    return np.asarray(np.round(values / unit) * unit)


def _leading(seen: Floats, seed: int) -> Floats:
    left, lengths, _ = np.linalg.svd(seen, full_matrices=False)
    kept = max(1, _longer(lengths, _noise(seen, seed)))
    return np.asarray(left[:, :kept] * lengths[:kept])


def _longer(lengths: Floats, noise: Floats) -> int:
    """Return how many of the first lengths are above the noise, up to the first that is not."""
    above = lengths > noise
    return int(np.argmin(above)) if not above.all() else len(above)


def _noise(seen: Floats, seed: int) -> Floats:
    draws = np.random.default_rng(seed)
    shuffled = [_lengths(draws.permuted(seen, axis=0)) for _ in range(_SHUFFLES)]
    return np.asarray(np.percentile(shuffled, _LEVEL, axis=0))


def _lengths(values: Floats) -> Floats:
    """Return the singular values, longest first, by the smaller of the two square tables."""
    square = values @ values.T if values.shape[0] <= values.shape[1] else values.T @ values
    return np.asarray(np.sqrt(np.maximum(np.linalg.eigvalsh(square)[::-1], 0.0)))


def _order(values: Floats) -> Indexes:
    """Return the rows sorted by their values, so that the draws do not depend on who came first."""
    return np.lexsort(values.T[::-1]).astype(np.int64)
