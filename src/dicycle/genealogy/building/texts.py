"""Texts in two flat arrays as Arrow reads them: joined and picked without a copy of each."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from dicycle.genealogy.graph.names import Names, plain


def arrow(names: Names) -> Any:
    """Return names as an Arrow array of strings, without copying them."""
    buffers = [None, pa.py_buffer(names.at), pa.py_buffer(names.text)]
    return pa.LargeStringArray.from_buffers(len(names), *buffers[1:])


def from_arrow(texts: Any) -> Names:
    """Return an Arrow array of strings (large_string, no nulls) as names."""
    texts = pa.concat_arrays([texts]) if texts.offset else texts
    _, at, text = texts.buffers()
    offsets = np.frombuffer(at, np.int64)[: len(texts) + 1]
    return plain(offsets, np.frombuffer(text, np.uint8)[: int(offsets[-1])] if text else np.empty(0, np.uint8))


def joined(lists: Sequence[Names]) -> Names:
    """Return the texts of several lists one behind the other."""
    return plain(starts([one.at for one in lists]), np.concatenate([one.text for one in lists]))


def starts(lists: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Return starts (each from 0 to a length) of lists that are put one behind the other."""
    ends = np.cumsum([0, *(int(one[-1]) for one in lists)])
    return np.concatenate([np.zeros(1, np.int64), *(one[1:] + end for one, end in zip(lists, ends, strict=False))])


def picked(names: Names, order: NDArray[np.integer[Any]]) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Return starts and bytes of some names in a given order."""
    chosen = from_arrow(arrow(names).take(pa.array(order)))
    return chosen.at, chosen.text
