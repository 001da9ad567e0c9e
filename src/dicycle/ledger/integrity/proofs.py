"""Proofs that an event is in the log, and that one state of the log goes on from another (RFC 6962 §2.1).

Proofs are made from what a store keeps, in O(log n) reads of one tile each, and verified without a store by the
algorithms of RFC 9162 §2.1.3.2 and §2.1.4.2.
"""

from collections.abc import Sequence

from dicycle.ledger.integrity.entries import DIGEST_BYTES
from dicycle.ledger.integrity.merkle import (
    EMPTY_ROOT,
    STEP,
    WIDTH,
    Hashes,
    fold,
    node_hash,
    subtree_row,
)


class Tree:
    """The tree of the first `size` entries of a store, for making proofs; remembers the tiles that it has read."""

    def __init__(self, size: int, hashes: Hashes) -> None:
        self.size = size
        self._hashes = hashes
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def root(self) -> bytes:
        """Return the root hash."""
        return self._over(0, self.size) if self.size else EMPTY_ROOT

    def inclusion(self, index: int) -> list[bytes]:
        """Return the audit path of a leaf, its sibling first (§2.1.1); raises ValueError for a leaf it has not."""
        if not 0 <= index < self.size:
            raise ValueError(f"leaf {index} of a tree of {self.size}")
        path: list[bytes] = []
        start, end = 0, self.size
        while end - start > 1:
            middle = start + _half(end - start)
            if index < middle:
                path.append(self._over(middle, end))
                end = middle
            else:
                path.append(self._over(start, middle))
                start = middle
        return path[::-1]

    def consistency(self, earlier: int) -> list[bytes]:
        """Return the proof that the tree of `earlier` leaves is a beginning of this one (§2.1.2).

        Empty for a tree of no leaves and for this one; raises ValueError for a larger one.
        """
        if not 0 <= earlier <= self.size:
            raise ValueError(f"a tree of {earlier} leaves before one of {self.size}")
        if earlier in (0, self.size):
            return []
        path: list[bytes] = []
        start, end = 0, self.size
        while earlier != end:
            middle = start + _half(end - start)
            if earlier <= middle:
                path.append(self._over(middle, end))
                end = middle
            else:
                path.append(self._over(start, middle))
                start = middle
        if start:
            path.append(self._over(start, end))
        return path[::-1]

    def _over(self, start: int, end: int) -> bytes:
        """Return the hash over the leaves start to end - 1, where start fits their number."""
        width = end - start
        if width & (width - 1) == 0:
            return self._subtree(width.bit_length() - 1, start // width)
        middle = start + _half(width)
        return node_hash(self._over(start, middle), self._over(middle, end))

    def _subtree(self, level: int, index: int) -> bytes:
        """Return the hash of a complete subtree of any level, from one tile."""
        base = level - level % STEP
        start, end = index << (level - base), (index + 1) << (level - base)
        tile, place = divmod(start, WIDTH)
        return fold(self._tile(base, tile)[place : place + end - start])

    def _tile(self, level: int, tile: int) -> list[bytes]:
        if (level, tile) not in self._tiles:
            end = min((tile + 1) * WIDTH, self.size >> level)
            self._tiles[level, tile] = subtree_row(self._hashes, level, tile * WIDTH, end)
        return self._tiles[level, tile]


def _half(width: int) -> int:
    """Return the largest power of two that is smaller than `width` (≥ 2)."""
    return 1 << ((width - 1).bit_length() - 1)


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Tell whether the proof shows that leaf hash number `index` is in the tree (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes([leaf, root, *path]):
        return False
    node, last, hash = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            hash = node_hash(step, hash)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            hash = node_hash(hash, step)
        node, last = node >> 1, last >> 1
    return last == 0 and hash == root


def is_consistent(earlier: int, later: int, path: Sequence[bytes], first: bytes, second: bytes) -> bool:
    """Tell whether the proof shows that the tree `first` is a beginning of `second` (RFC 9162 §2.1.4.2).

    Between equal sizes the roots are equal and the proof is empty. An empty tree is a beginning of any: there is no
    proof of that, and none is accepted.
    """
    if not 0 < earlier < later:
        return 0 < earlier == later and first == second and not path
    whole = earlier & (earlier - 1) == 0
    steps = [first, *path] if whole else list(path)
    return _are_hashes(steps) and _reach(earlier - 1, later - 1, steps) == (first, second)


def _are_hashes(given: Sequence[bytes]) -> bool:
    return bool(given) and all(len(one) == DIGEST_BYTES for one in given)


def _reach(node: int, last: int, steps: list[bytes]) -> tuple[bytes, bytes] | None:
    """Return both roots as a consistency proof gives them, or None if it is too long or too short."""
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if node & 1 or node == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            second = node_hash(second, step)
        node, last = node >> 1, last >> 1
    return (first, second) if last == 0 else None
