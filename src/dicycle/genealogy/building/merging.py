"""Many stretches of facts as one: the same name gets the same number everywhere."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
from numpy.typing import NDArray

from dicycle.genealogy.building.facts import Facts
from dicycle.genealogy.building.naming import united_findable
from dicycle.genealogy.building.texts import arrow, from_arrow, joined, starts
from dicycle.genealogy.graph.names import Names, pack


def merged(stretches: Sequence[Facts]) -> Facts:
    """Return the facts of all stretches, one behind the other."""
    if len(stretches) == 1:
        return stretches[0]
    if not stretches:
        return _nothing()
    ids, things = united_findable([one.ids for one in stretches])
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


def united(lists: Sequence[Names]) -> tuple[Names, list[NDArray[np.int32]]]:
    """Return the distinct texts of several lists by first appearance, and for each list the numbers of its texts."""
    if not any(len(one) for one in lists):
        return pack([]), [np.empty(0, np.int32) for _ in lists]
    coded = pc.dictionary_encode(pa.concat_arrays([arrow(one) for one in lists]))
    numbers = coded.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    return from_arrow(coded.dictionary), np.split(numbers, np.cumsum([len(one) for one in lists])[:-1])


def mapped(meaning: NDArray[np.int32], numbers: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return what numbers mean; -1 stays -1."""
    return np.append(meaning, np.int32(-1))[numbers]


def shifted(numbers: NDArray[np.int32], by: int) -> NDArray[np.int32]:
    """Return numbers, -1 as it is, others moved up."""
    return np.where(numbers >= 0, numbers + np.int32(by), np.int32(-1)).astype(np.int32)
