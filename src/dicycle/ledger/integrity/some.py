"""Checking a bundle of some events: each by its proof, all by one signed checkpoint."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice, pairwise
from typing import Final

import msgspec

from dicycle.errors import InvalidInput
from dicycle.ledger.integrity.bundle import EVENTS, PROOFS, Bundle, Line, lines
from dicycle.ledger.integrity.checking import Checked
from dicycle.ledger.integrity.exporting import Proof
from dicycle.ledger.integrity.issues import Issue, Issues
from dicycle.ledger.integrity.merkle import leaf_hash
from dicycle.ledger.integrity.notes import TreeHead, decoded
from dicycle.ledger.integrity.proofs import is_included
from dicycle.ledger.integrity.rows import name_of

MOST: Final = 1 << 20
"""How many events a bundle of some may have."""

_NEAR: Final = 256


def check_some(bundle: Bundle, head: TreeHead, kept: Sequence[TreeHead]) -> Checked:
    """Check the events of a bundle against a checkpoint whose signature was verified.

    Raises InvalidInput if a checkpoint that was kept cannot be compared with it, or says otherwise.
    """
    _compare(head, kept)
    checking = _Some(head, _proofs(bundle))
    issues = Issues()
    for issue in checking.issues(map(Line, lines(bundle, EVENTS))):
        issues = issues.add(issue)
    if not checking.events:
        raise InvalidInput.because(
            "log.bundle-empty", "This bundle of some events has none.", advice="Ask for it again."
        )
    return Checked(checking.events, 1, head.size, head.root, issues.findings(), part=True)


def _compare(head: TreeHead, kept: Sequence[TreeHead]) -> None:
    """Refuse checkpoints that cannot be compared: a bundle of some events has no tree."""
    if any(one.size != head.size for one in kept):
        sentence = f"This bundle speaks of {head.size:,} events; the checkpoint that was kept, of another number."
        advice = "Compare the kept checkpoint with a whole bundle or with the ledger."
        raise InvalidInput.because("log.cannot-compare", sentence, advice=advice)
    if any(one.root != head.root for one in kept):
        sentence = "The checkpoint of this bundle and the one that was kept speak of different events."
        raise InvalidInput.because("log.not-consistent", sentence)


def _proofs(bundle: Bundle) -> list[Proof]:
    """Return the proofs of a bundle, which are held in memory; raises InvalidInput if there are very many."""
    found = [_proof_in(line) for line in islice(lines(bundle, PROOFS), MOST + 1)]
    if len(found) > MOST:
        sentence = f"The file {PROOFS!r} has more than {MOST:,} lines."
        raise InvalidInput.because("log.bundle-damaged", sentence, advice="Check a bundle of the whole log instead.")
    return found


def _proof_in(line: bytes) -> Proof:
    """Return a proof; one that cannot be read is of no event."""
    try:
        return msgspec.json.decode(line, type=Proof)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Proof(-1, [])


class _Some:
    """Events beside proofs, which may be out of step."""

    def __init__(self, head: TreeHead, proofs: list[Proof]) -> None:
        self._head, self._proofs = head, proofs
        self._at = 0
        self.events = 0

    def issues(self, events: Iterator[Line]) -> Iterator[Issue]:
        for event, following in pairwise(chain(events, [None])):
            assert event is not None
            self.events += 1
            yield from self._about(event, following)
        yield from map(_missing, self._proofs[self._at :])
        yield from self._disorder()

    def _about(self, event: Line, following: Line | None) -> Iterator[Issue]:
        """Yield what is wrong with an event, and go on to the next proof."""
        place = self._place_of(event)
        if place != self._at and self._is_inserted(following):
            yield Issue("log.no-proof", 0, 0, name_of(event))
        elif place is not None:
            yield from map(_missing, self._proofs[self._at : place])
            self._at = place + 1
        else:
            number = self._proofs[self._at].index + 1
            self._at += 1
            yield Issue("log.not-proven", number, number, name_of(event))

    def _is_inserted(self, following: Line | None) -> bool:
        """Tell whether the next proof is of the event that follows, or there is no more proof."""
        if self._at == len(self._proofs):
            return True
        return following is not None and self._proves(self._proofs[self._at], following)

    def _place_of(self, event: Line) -> int | None:
        """Return which of the next proofs is of this event."""
        near = range(self._at, min(self._at + _NEAR, len(self._proofs)))
        return next((place for place in near if self._proves(self._proofs[place], event)), None)

    def _proves(self, proof: Proof, event: Line) -> bool:
        path = [decoded(step) or b"" for step in proof.proof]
        return is_included(leaf_hash(event.entry(proof.reporter)), proof.index, self._head.size, path, self._head.root)

    def _disorder(self) -> Iterator[Issue]:
        """Yield the events that do not come after the one before, or come twice."""
        for one, other in pairwise(proof.index for proof in self._proofs):
            if 0 <= other <= one:
                yield Issue("log.event-moved", other + 1, other + 1)


def _missing(proof: Proof) -> Issue:
    return Issue("log.event-missing", proof.index + 1, proof.index + 1)
