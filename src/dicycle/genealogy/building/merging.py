"""Many stretches of facts as one: the same name gets the same number everywhere."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
from numpy.typing import NDArray

from dicycle.genealogy.building.facts import Facts
from dicycle.genealogy.graph.names import Names, pack, plain


def merged(stretches: Sequence[Facts]) -> Facts:
    """Return the facts of all stretches, one behind the other."""
    if len(stretches) == 1:
        return stretches[0]
    if not stretches:
        return _nothing()
    ids, things = united([one.ids for one in stretches])
    words, word = united([one.words for one in stretches])
    rows = np.cumsum([0, *(len(one.total) for one in stretches)])
    model = np.full(len(ids), -1, np.int32)
    for one, numbers, meaning in zip(stretches, things, word, strict=True):
        model[numbers] = mapped(meaning, one.model)

    def worded(field: str) -> Any:
        return np.concatenate(
            [mapped(meaning, getattr(one, field)) for one, meaning in zip(stretches, word, strict=True)]
        )

    def plainly(field: str) -> Any:
        return np.concatenate([getattr(one, field) for one in stretches])

    return Facts(
        ids=ids, model=model, words=words, events=joined([one.events for one in stretches]),
        **{field: plainly(field) for field in _PLAIN},
        **{field: worded(field) for field in _WORDED},
        thing=np.concatenate([mapped(numbers, one.thing) for one, numbers in zip(stretches, things, strict=True)]),
        content=np.concatenate([shifted(one.content, int(row)) for one, row in zip(stretches, rows, strict=False)]),
        mentions_at=starts([one.mentions_at for one in stretches]),
        content_at=starts([one.content_at for one in stretches]),
    )  # fmt: skip


_PLAIN: Final = ("time", "act", "fixed", "feed", "part", "lot", "quantity", "mass", "total")
_WORDED: Final = ("place", "origin", "campaign", "category", "unit", "element", "called")


def _nothing() -> Facts:
    from dicycle.genealogy.building.gathering import gather

    return gather(())


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


def united(lists: Sequence[Names]) -> tuple[Names, list[NDArray[np.int32]]]:
    """Return the distinct texts of several lists by first appearance, and for each list the numbers of its texts."""
    if not any(len(one) for one in lists):
        return pack([]), [np.empty(0, np.int32) for _ in lists]
    coded = pc.dictionary_encode(pa.concat_arrays([arrow(one) for one in lists]))
    numbers = coded.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    return from_arrow(coded.dictionary), np.split(numbers, np.cumsum([len(one) for one in lists])[:-1])


def joined(lists: Sequence[Names]) -> Names:
    """Return the texts of several lists one behind the other."""
    return plain(starts([one.at for one in lists]), np.concatenate([one.text for one in lists]))


def starts(lists: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Return starts (each from 0 to a length) of lists that are put one behind the other."""
    ends = np.cumsum([0, *(int(one[-1]) for one in lists)])
    return np.concatenate([np.zeros(1, np.int64), *(one[1:] + end for one, end in zip(lists, ends, strict=False))])


def mapped(meaning: NDArray[np.int32], numbers: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return what numbers mean; -1 stays -1."""
    return np.append(meaning, np.int32(-1))[numbers]


def shifted(numbers: NDArray[np.int32], by: int) -> NDArray[np.int32]:
    """Return numbers, -1 as it is, others moved up."""
    return np.where(numbers >= 0, numbers + np.int32(by), np.int32(-1)).astype(np.int32)


def picked(names: Names, order: NDArray[np.integer[Any]]) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Return starts and bytes of some names in a given order."""
    chosen = from_arrow(arrow(names).take(pa.array(order)))
    return chosen.at, chosen.text
