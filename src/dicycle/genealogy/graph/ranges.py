"""Ranges of flat arrays: of owners with starts `at`, those of owner o stand from ``at[o]`` to ``at[o + 1]``."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]
Numbers = NDArray[np.integer[Any]]


def ranges(at: Numbers, owners: Numbers) -> tuple[Longs, Longs]:
    """Return the positions of what owners have, one owner behind the other, and how many each has."""
    owners = owners.astype(np.int64)
    first = at[owners].astype(np.int64)
    size = at[owners + 1] - first
    return laid_out(first, size), size


def laid_out(first: Numbers, size: Numbers) -> Longs:
    """Return the numbers from ``first[i]`` to ``first[i] + size[i]`` of all ranges i, one behind the other."""
    ends = np.cumsum(size, dtype=np.int64)
    positions: Longs = np.arange(ends[-1] if len(ends) else 0) + np.repeat(first - (ends - size), size)
    return positions
