"""Answers to who asks for a proof: in which checkpoint an event is, and that one checkpoint goes on from another."""

from collections.abc import Sequence

from msgspec import Struct

from dicycle.errors import InvalidQuery
from dicycle.ledger.integrity.log import Log, newest_checkpoint
from dicycle.ledger.integrity.notes import encoded
from dicycle.ledger.integrity.proofs import Tree


class Included(Struct, frozen=True):
    """An event in the log: the index of its leaf, its entry, and its audit path, both in base64."""

    seq: int
    index: int
    entry: str
    proof: list[str]


class Inclusion(Struct, frozen=True):
    """The proof that records with one eventID are in the log of `size` events; `checkpoint` if that size was signed."""

    event: str
    size: int
    root: str
    records: list[Included]
    checkpoint: str | None


class Consistency(Struct, frozen=True):
    """The proof that the log of `from_size` events is a beginning of that of `to_size`, with the notes of both."""

    from_size: int
    to_size: int
    from_root: str
    to_root: str
    proof: list[str]
    from_checkpoint: str | None
    to_checkpoint: str | None


def prove_inclusion(log: Log, event_id: str, numbers: Sequence[int], size: int | None = None) -> Inclusion:
    """Return the proof that the events of these seqs are in the log of `size` events (None: of the newest checkpoint).

    Raises InvalidQuery if the log has or had not so many, NotFound if nothing was signed yet, StoreError if the log is
    damaged.
    """
    tree = _tree(log, size, "size")
    if any(seq > tree.size for seq in numbers):
        sentence = f"Event {max(numbers):,} was logged after the log had {tree.size:,} events."
        raise InvalidQuery.because("log.size", sentence, "size", "Ask for a later size.")
    records = [_included(log, tree, seq) for seq in numbers]
    return Inclusion(event_id, tree.size, encoded(tree.root()), records, _note(log, tree.size))


def _included(log: Log, tree: Tree, seq: int) -> Included:
    [entry] = log.hashes(0, seq - 1, seq)
    return Included(seq, seq - 1, encoded(entry), list(map(encoded, tree.inclusion(seq - 1))))


def prove_consistency(log: Log, earlier: int, later: int | None = None) -> Consistency:
    """Return the proof that the log of `earlier` events is a beginning of that of `later` (None: of the newest).

    Raises InvalidQuery if the log has not so many events, NotFound if nothing was signed yet.
    """
    tree = _tree(log, later, "to")
    if not 0 < earlier <= tree.size:
        sentence = f"A log of {tree.size:,} events does not go on from one of {earlier:,}."
        raise InvalidQuery.because("log.size", sentence, "from", f"Give a number from 1 to {tree.size}.")
    first = Tree(earlier, log.hashes).root()
    proof = list(map(encoded, tree.consistency(earlier)))
    notes = _note(log, earlier), _note(log, tree.size)
    return Consistency(earlier, tree.size, encoded(first), encoded(tree.root()), proof, *notes)


def _tree(log: Log, size: int | None, where: str) -> Tree:
    newest = newest_checkpoint(log).size
    if size is not None and not 0 < size <= newest:
        sentence = f"The log's newest checkpoint has {newest:,} events; {size:,} were asked for."
        raise InvalidQuery.because("log.size", sentence, where, f"Give a number from 1 to {newest}.")
    return Tree(newest if size is None else size, log.hashes)


def _note(log: Log, size: int) -> str | None:
    found = log.checkpoint(size)
    return found.note if found else None
