"""The Merkle tree of RFC 6962 §2.1 over entries, kept as its right edge.

A *subtree* of level h and number i is the complete one over the leaves i·2^h to (i+1)·2^h - 1; level 0 is the leaf
hashes. A store keeps the entries and the subtrees of levels 8, 16, 24, …, from which C2SP's tiles are served.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from hashlib import sha256
from typing import Final, NamedTuple

from dicycle.errors import StoreError

STEP: Final = 8
"""Every so many levels a store keeps the hashes of complete subtrees (c2sp.org/tlog-tiles)."""

WIDTH: Final = 1 << STEP
"""How many hashes a tile holds, and the most that one read asks for."""

EMPTY_ROOT: Final = sha256(b"").digest()
"""The root of a tree without leaves (RFC 6962 §2.1)."""

Hashes = Callable[[int, int, int], list[bytes]]
"""What a store gives: (level, start, end) -> entries start to end - 1 at level 0, subtree hashes at 8, 16, 24, …"""


class Subtree(NamedTuple):
    """The hash of a complete subtree: a level (8, 16, 24, …), its number there, its hash."""

    level: int
    number: int
    hash: bytes


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256(0x00 || entry)."""
    return sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node: SHA-256(0x01 || left || right)."""
    return sha256(b"\1" + left + right).digest()


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    """Return the leaf hashes of many entries."""
    return [sha256(b"\0" + entry).digest() for entry in entries]


def pair_up(row: Sequence[bytes]) -> list[bytes]:
    """Return the hashes one level up; the last of an odd row is left out."""
    ends = iter(row)
    return [sha256(b"\1" + left + right).digest() for left, right in zip(ends, ends, strict=False)]


def fold(row: Sequence[bytes]) -> bytes:
    """Return the root over a row of 2^k hashes."""
    while len(row) > 1:
        row = pair_up(row)
    return row[0]


def subtree_row(hashes: Hashes, level: int, start: int, end: int) -> list[bytes]:
    """Return subtree hashes of a level 0, 8, 16, …; at level 0, leaf hashes. Raises StoreError if one is missing."""
    row = hashes(level, start, end)
    if len(row) != end - start:
        where = f"{start} to {end - 1} at level {level}"
        sentence = f"The log is damaged: of the hashes {where} {end - start - len(row)} are missing."
        raise StoreError.because("log.damaged", sentence, advice="'dicycle verify' tells more.")
    return row if level else leaf_hashes(row)


class Frontier(NamedTuple):
    """A tree of `size` leaves by its right edge: the complete subtrees that cover it, largest first.

    There is one for each bit that is set in `size`, and the edge is all that is needed to append and to tell the root.
    """

    size: int = 0
    edge: tuple[bytes, ...] = ()

    def extend(self, entries: Iterable[bytes]) -> "tuple[Frontier, list[Subtree]]":
        """Return the tree with more entries, and the subtrees at levels 8, 16, 24, … that this completed."""
        return self.grow(0, leaf_hashes(entries))

    def grow(self, level: int, row: list[bytes]) -> "tuple[Frontier, list[Subtree]]":
        """Return the tree with complete subtrees of a level appended; `size` is a multiple of 2^level."""
        size = self.size + (len(row) << level)
        above = list(self.edge)
        right: list[bytes] = []
        complete: list[Subtree] = []
        while row:
            index = self.size >> level
            if level and level % STEP == 0:
                complete += [Subtree(level, index + place, hash) for place, hash in enumerate(row)]
            if index & 1:
                row = [above.pop(), *row]
            if len(row) & 1:
                right.append(row[-1])
            row = pair_up(row)
            level += 1
        return Frontier(size, (*above, *reversed(right))), complete

    def root(self) -> bytes:
        """Return the root hash (the Merkle tree hash of RFC 6962 §2.1)."""
        if not self.edge:
            return EMPTY_ROOT
        return reduce(lambda right, left: node_hash(left, right), reversed(self.edge))

    @classmethod
    def restore(cls, size: int, hashes: Hashes) -> "Frontier":
        """Return the tree of the first `size` entries from what a store keeps: a read of up to 255 hashes per 8 levels.

        Raises StoreError if the store has fewer.
        """
        groups: list[tuple[bytes, ...]] = []
        level = 0
        while size >> level:
            end = size >> level
            row = subtree_row(hashes, level, end & -WIDTH, end)
            groups.append(Frontier().grow(0, row)[0].edge)
            level += STEP
        return cls(size, tuple(hash for group in reversed(groups) for hash in group))
