"""The signed checkpoints that a log is held against, in the order of their sizes."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from dicycle.errors import InvalidInput
from dicycle.ledger.integrity.issues import Issue
from dicycle.ledger.integrity.notes import TreeHead, Verifier, open_checkpoint
from dicycle.ledger.store import Checkpoint

_PAGE: Final = 500
Notes = Callable[[int, int], list[Checkpoint]]
"""From (after, most): checkpoints of a size above `after`, smallest first."""


class Anchor(NamedTuple):
    """A checkpoint whose signature was verified; `kept` if the user brought it from elsewhere."""

    head: TreeHead
    kept: bool = False


class Anchors:
    """The log's own checkpoints and those that the user kept; what is wrong with one of them is an issue.

    Own checkpoints are asked for again whenever there is none ahead, since
    a ledger may grow while it is checked.
    """

    def __init__(self, notes: Notes, keys: Sequence[Verifier], kept: Iterable[TreeHead] = ()) -> None:
        self._notes, self._keys = notes, keys
        self._own: deque[TreeHead] = deque()
        self._kept = deque(sorted((head for head in kept if head.size), key=lambda head: head.size))
        self._after = self._last = 0
        self.issues: list[Issue] = []
        self.own = 0
        self.origin = ""

    def next_size(self) -> int | None:
        """Return the size of the next checkpoint, if there is one now."""
        if not self._own:
            self._read()
        return min((line[0].size for line in (self._own, self._kept) if line), default=None)

    def take(self) -> Anchor:
        """Return the next checkpoint; of two of one size the log's own comes first."""
        own = self._own and (not self._kept or self._own[0].size <= self._kept[0].size)
        return Anchor(self._own.popleft()) if own else Anchor(self._kept.popleft(), kept=True)

    def _read(self) -> None:
        while not self._own and (page := self._notes(self._after, _PAGE)):
            self._after = page[-1].size
            self._own.extend(head for one in page if (head := self._opened(one)))

    def _opened(self, checkpoint: Checkpoint) -> TreeHead | None:
        self.own += 1
        try:
            head = open_checkpoint(checkpoint.note, self._keys)
        except InvalidInput as wrong:
            self._blame(checkpoint, wrong.findings[0].sentence)
            return None
        self.origin = self.origin or head.origin
        if head.size != checkpoint.size or head.origin != self.origin:
            self._blame(checkpoint, "It is that of another size or of another log.")
            return None
        if head.size <= self._last:
            self.issues.append(Issue("log.checkpoint-order", head.size, head.size))
            return None
        self._last = head.size
        return head

    def _blame(self, checkpoint: Checkpoint, why: str) -> None:
        self.issues.append(Issue("log.checkpoint-altered", checkpoint.size, checkpoint.size, more=why))
