"""Small tables of words, in an order that follows from the words alone."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.graph.names import Names, pack


class Table:
    """The words that some numbers mean, those of `first` first and the others by their text."""

    def __init__(self, words: Names, used: Iterable[NDArray[np.int32]], first: Sequence[str] = ()) -> None:
        there = np.zeros(len(words) + 1, np.bool_)
        for one in used:
            there[one] = True
        texts = {words[number]: number for number in np.flatnonzero(there[:-1]).tolist()}
        ordered = [*first, *sorted(text for text in texts if text not in first)]
        self.names = pack(ordered)
        self._meaning = np.full(len(words) + 1, -1, np.int32)
        for place, text in enumerate(ordered):
            if text in texts:
                self._meaning[texts[text]] = place

    def of(self, numbers: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return the places of words in the table, -1 for none."""
        return self._meaning[numbers]
