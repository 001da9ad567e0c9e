"""The log's right edge, kept in step with a store's transactions: what both stores do alike when they append."""

from collections.abc import Sequence

from dicycle.ledger.integrity.merkle import Frontier, Hashes, Subtree
from dicycle.ledger.store import Checkpoint, Sign


class Sealing:
    """Grows the tree by entries inside a transaction; forget it after a rollback."""

    def __init__(self, hashes: Hashes) -> None:
        self.sign: Sign | None = None
        self._hashes = hashes
        self._frontier: Frontier | None = None
        self._grown_at: int | None = None

    def extend(self, size: int, entries: Sequence[bytes], time: int) -> list[Subtree]:
        """Append entries to the tree of `size`, and return the subtrees that the store is to keep."""
        if self._frontier is None or self._frontier.size != size:
            self._frontier = Frontier.restore(size, self._hashes)
        self._frontier, complete = self._frontier.extend(entries)
        self._grown_at = time if entries else self._grown_at
        return complete

    def checkpoint(self) -> Checkpoint | None:
        """Return the signed checkpoint of what was appended since the last, if there is a signer."""
        time, self._grown_at = self._grown_at, None
        if time is None or self.sign is None or self._frontier is None:
            return None
        size = self._frontier.size
        return Checkpoint(size, time, self.sign(size, self._frontier.root(), time))

    def forget(self) -> None:
        """Forget the tree: the transaction was undone."""
        self._frontier = self._grown_at = None
