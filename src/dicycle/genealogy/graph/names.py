"""Many texts in two flat arrays, found by number, and by text through sorted hashes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

_BASIS, _PRIME, _MASK = 0xCBF29CE484222325, 0x100000001B3, 0xFFFFFFFFFFFFFFFF


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """`at` (int64[n + 1]) are the starts in `text` (uint8, UTF-8) of n texts.

    `hashes` (uint64[n], ascending) and `order` (int32[n], the number of the text with that hash) find a text; both
    are empty for texts that nobody looks up.
    """

    at: NDArray[np.int64]
    text: NDArray[np.uint8]
    hashes: NDArray[np.uint64]
    order: NDArray[np.int32]

    _fields: ClassVar[tuple[str, ...]] = ("at", "text", "hashes", "order")

    def __len__(self) -> int:
        return len(self.at) - 1

    def __getitem__(self, number: int) -> str:
        return bytes(self.text[self.at[number] : self.at[number + 1]]).decode()

    def find(self, text: str) -> int | None:
        """Return the number of a text, None if it is not here."""
        wanted = fnv1a(text.encode(errors="replace"))
        place = int(np.searchsorted(self.hashes, np.uint64(wanted)))
        while place < len(self.hashes) and int(self.hashes[place]) == wanted:
            number = int(self.order[place])
            if self[number] == text:
                return number
            place += 1
        return None


def fnv1a(text: bytes) -> int:
    """Return the 64-bit FNV-1a hash (Fowler, Noll, Vo; draft-eastlake-fnv) of bytes."""
    value = _BASIS
    for byte in text:
        value = ((value ^ byte) * _PRIME) & _MASK
    return value


_BLOCK = 4096
"""So many texts are hashed at a time: what they take stays in a cache."""


def hashes_of(at: NDArray[np.int64], text: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Return the FNV-1a hash of each text, uint64[n]."""
    blocks = [at[first : first + _BLOCK + 1] for first in range(0, len(at) - 1, _BLOCK)]
    return np.concatenate([np.empty(0, np.uint64), *(_hashes_of(one, text) for one in blocks)])


def _hashes_of(at: NDArray[np.int64], text: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Return the hashes of some texts: of all first bytes at once, then all second bytes, and so on."""
    size = np.diff(at)
    value = np.full(len(size), _BASIS, np.uint64)
    order = np.argsort(-size, kind="stable")
    starts, sizes = at[:-1][order], size[order]
    for column in range(int(sizes[0])):
        alive = int(np.searchsorted(-sizes, -column, side="left"))
        value[:alive] = (value[:alive] ^ text[starts[:alive] + column]) * np.uint64(_PRIME)
    out = np.empty_like(value)
    out[order] = value
    return out


def pack(texts: Iterable[str], *, findable: bool = False) -> Names:
    """Return texts in their order; `findable` ones can be looked up."""
    encoded = [text.encode(errors="replace") for text in texts]
    at = np.zeros(len(encoded) + 1, np.int64)
    np.cumsum([len(one) for one in encoded], out=at[1:])
    text = np.frombuffer(b"".join(encoded), np.uint8)
    return indexed(at, text) if findable else plain(at, text)


def plain(at: NDArray[np.int64], text: NDArray[np.uint8]) -> Names:
    """Return names that are found by number only."""
    return Names(at, text, np.empty(0, np.uint64), np.empty(0, np.int32))


def indexed(at: NDArray[np.int64], text: NDArray[np.uint8]) -> Names:
    """Return names that can be looked up; equal hashes stand in the order of their numbers."""
    hashes = hashes_of(at, text)
    order = np.argsort(hashes, kind="stable").astype(np.int32)
    return Names(at, text, hashes[order], order)
