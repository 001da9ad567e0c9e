"""The verifier: one stream through a log, in bounded memory, that names what was tampered with.

Three things must agree: each event with its entry in the log, the entries with the kept hashes of subtrees, and these
with the roots that were signed. Where two disagree, either may have been changed. So the verifier follows several
*accounts* of what the log was, and the next signed root tells which is true. If none is, it names the events between
the last root that was right and the first that is not.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from dicycle.findings import Finding
from dicycle.ledger.integrity.accounts import Account, at_boundary, readings
from dicycle.ledger.integrity.anchors import Anchor, Anchors, Notes
from dicycle.ledger.integrity.issues import Issue, Issues
from dicycle.ledger.integrity.merkle import WIDTH, Hashes
from dicycle.ledger.integrity.notes import TreeHead, Verifier
from dicycle.ledger.integrity.rows import Row, Rows, name_of

_SURE: Final = ("log.event-altered", "log.event-missing", "log.digest-missing")
"""What an account may still say when no signed root bears it out."""

STILL: Final = 1 << 63
"""More events than any log has: all checkpoints are held against one that cannot grow."""

Progress = Callable[[int], None]
"""Told how many events were checked so far."""


class Source(NamedTuple):
    """A log to check: its rows, the kept hashes of subtrees, its checkpoints, and the size of the newest of them.

    `newest` is as of before the rows are read: of a ledger that grows meanwhile, nothing later is missed. Of a log that
    cannot grow it is `STILL`.
    """

    rows: Rows
    hashes: Hashes
    notes: Notes
    newest: int


class Checked(NamedTuple):
    """What came of a check: how many events and checkpoints, up to where a signed root was right, and the findings.

    `part` tells that the events are only some of the log, each with its proof.
    """

    events: int
    checkpoints: int
    proven: int
    root: bytes | None
    findings: tuple[Finding, ...]
    part: bool = False


def check(
    source: Source, keys: Sequence[Verifier], kept: Iterable[TreeHead] = (), progress: Progress | None = None
) -> Checked:
    """Check a log against its own checkpoints, and against those that were kept elsewhere."""
    return _Check(source, Anchors(source.notes, keys, kept)).run(progress)


class _Check:
    def __init__(self, source: Source, anchors: Anchors) -> None:
        self._source, self._anchors = source, anchors
        self._accounts = [Account()]
        self._issues = Issues()
        self._position = self._good = self._good_kept = self._signed = 0
        self._failing = False
        self._unsigned: Row | None = None

    def run(self, progress: Progress | None) -> Checked:
        rows = self._take(1)  # the rows are begun before the first checkpoint is asked for
        while rows:
            rows += self._take(self._cut() - self._position - len(rows))
            self._step(rows)
            if progress:
                progress(self._position)
            rows = self._take(1)
        self._end()
        root = self._accounts[0].tree and self._accounts[0].tree.root()
        return Checked(self._position, self._anchors.own, self._good, root, self._findings())

    def _take(self, count: int) -> list[Row]:
        """Return the next rows; what is found on the way is noted."""
        found: list[Row] = []
        while len(found) < count:
            one = next(self._source.rows, None)
            if one is None:
                break
            if isinstance(one, Issue):
                self._issues = self._issues.add(one)
            else:
                found.append(one)
        return found

    def _cut(self) -> int:
        """Return where the next step ends: at the next checkpoint, or at the end of a subtree of 256."""
        boundary = (self._position // WIDTH + 1) * WIDTH
        size = self._anchors.next_size()
        return boundary if size is None else min(boundary, max(size, self._position + 1))

    def _step(self, rows: list[Row]) -> None:
        self._unsigned = self._unsigned or rows[0]
        found = readings(rows, self._position)
        self._accounts = [account.after(one) for account in self._accounts for one in found]
        self._position += len(rows)
        if self._position % WIDTH == 0:
            good = None if self._failing else self._good
            self._accounts = at_boundary(self._accounts, self._position, self._source.hashes, good)
        while (self._anchors.next_size() or self._position + 1) <= self._position:
            self._settle(self._anchors.take())

    def _settle(self, anchor: Anchor) -> None:
        """Let a signed root tell which account is true."""
        if not anchor.kept:
            self._signed, self._unsigned = self._position, None
        if anchor.head.size < self._position:
            return
        true = next((one for one in self._accounts if one.tree and one.tree.root() == anchor.head.root), None)
        if true is not None:
            self._issues = self._issues.join(true.issues)
            self._accounts = [true._replace(issues=Issues())]
            self._good, self._failing = self._position, False
            self._good_kept = self._position if anchor.kept else self._good_kept
        elif any(one.tree for one in self._accounts):
            self._contradicted(anchor)

    def _contradicted(self, anchor: Anchor) -> None:
        size = f"{anchor.head.size:,} events"
        if anchor.kept:
            issue = Issue("log.not-consistent", self._good_kept + 1, self._position, more=size)
        elif not self._failing:
            self._failing = True
            more = f": this is not what the signed checkpoint of {size} says"
            issue = Issue("log.events-rewritten", self._good + 1, self._position, more=more)
        else:
            return
        self._issues = self._issues.add(issue)

    def _end(self) -> None:
        likely = self._accounts[0].issues
        if self._failing:
            likely = likely._replace(items=tuple(one for one in likely.items if one.code in _SURE))
        self._issues = self._issues.join(likely)
        if not self._is_cut_short() and self._position > self._signed and self._anchors.own:
            issue = Issue("log.not-signed", self._signed + 1, self._position, self._name_unsigned())
            self._issues = self._issues.add(issue)

    def _name_unsigned(self) -> str:
        return name_of(self._unsigned.event) if self._unsigned else ""

    def _is_cut_short(self) -> bool:
        """Tell whether the log's own checkpoints speak of more events than there are, and note it of any."""
        furthest: dict[bool, int] = {}
        while self._anchors.next_size() is not None:
            anchor = self._anchors.take()
            if anchor.kept or anchor.head.size <= self._source.newest:
                furthest[anchor.kept] = anchor.head.size
        for kept, size in sorted(furthest.items()):
            whose = "checkpoint that was kept" if kept else "newest signed checkpoint"
            more = f"the {whose} speaks of {size:,} events"
            if not kept and self._position > self._good:
                more += f", and without them nothing signed says what the events from {self._good + 1:,} on were"
            self._issues = self._issues.add(Issue("log.cut-short", self._position + 1, size, more=more))
        return False in furthest

    def _findings(self) -> tuple[Finding, ...]:
        told = self._issues.add(*self._anchors.issues).findings()
        if self._position and not self._anchors.own:
            sentence = "There is no checkpoint: nothing signed says what this log was."
            advice = "Restore the checkpoints from a backup; an old ledger gets its first with the next capture."
            return (*told, Finding("log.no-checkpoint", sentence, advice=advice))
        return told
