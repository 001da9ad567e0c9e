"""What memory gives: the triad of STREAM (a = b + s * c), compiled, on one core and on all."""

from typing import Any, Final

import numpy as np
from numba import njit, prange

from benchmarks.timing import seconds

_SIZE: Final = 20_000_000


@njit
def _triad(a: Any, b: Any, c: Any) -> None:
    for at in range(len(a)):
        a[at] = b[at] + 3.0 * c[at]


@njit(parallel=True)
def _triad_on_all(a: Any, b: Any, c: Any) -> None:
    for at in prange(len(a)):
        a[at] = b[at] + 3.0 * c[at]


def triad(*, parallel: bool = False) -> float:
    """Return bytes a second as STREAM counts them: two reads and a write of float64, 480 MB in all."""
    arrays = np.zeros(_SIZE), np.ones(_SIZE), np.ones(_SIZE)
    work = _triad_on_all if parallel else _triad
    work(*(array[:10] for array in arrays))
    return 3 * 8 * _SIZE / seconds(lambda: work(*arrays), 5)
