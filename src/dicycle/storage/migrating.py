"""Moving a whole ledger from one store to another: the same events under the same log, and all that is kept beside.

The target may hold a beginning of the source's log, as an interrupted move leaves it; the move then goes on. Each batch
of events is one transaction. Jobs, imports and cards follow in one transaction at the end. A card of the target says
which cards this put there, so that a later move can tell whether somebody used the target meanwhile.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import islice
from typing import Any, Final, NamedTuple

import msgspec

from dicycle.errors import StoreError
from dicycle.findings import Finding
from dicycle.ledger.integrity.entries import entry_of
from dicycle.ledger.integrity.merkle import Frontier
from dicycle.ledger.store import Checkpoint, EventStore, Job, MasterElement, Sealed, Writing

_BATCH: Final = 5000
_BOX: Final = "migration"
_KEY: Final = "cards"
_ANOTHER: Final = "Name another target, or make a new one."

Report = Callable[[int, int], None]
"""Is told how many events of how many the target holds."""


class Moved(NamedTuple):
    """What came of a move: the size of both logs and their root, where it began, and how much was put beside."""

    events: int
    root: bytes
    resumed_at: int
    jobs: int
    imports: int
    cards: int


def migrate(source: EventStore, target: EventStore, report: Report | None = None) -> Moved:
    """Copy everything; raises StoreError if the target holds something else, or if the source was altered.

    Nothing is signed: checkpoints come as they are. What the source takes in meanwhile is left to a further move.
    """
    target.sign_with(None)
    start, size = target.log_size(), source.log_size()
    _check_beginning(source, target, start, size)
    _check_unused(source, target)
    with target.writing() as writing:
        writing.put_master_data([_vocabulary(one) for one in source.master_data()])
    _move_events(source, target, start, size, report)
    beside = _move_rest(source, target, size)
    return Moved(size, _equal_roots(source, target, size), start, *beside)


def _check_beginning(source: EventStore, target: EventStore, start: int, size: int) -> None:
    if start > size:
        raise _refusal(f"The target has {start:,} events and the source {size:,}.")
    if _root(source, start) != _root(target, start):
        raise _refusal(f"The {start:,} events of the target are not the first events of the source.")


def _check_unused(source: EventStore, target: EventStore) -> None:
    """Refuse a target that holds what no move put there."""
    mark = target.card(_BOX, _KEY)
    if mark is not None and mark != _digest(target):
        raise _refusal("The target was used since it was filled.")
    known = _names(source, cards=mark is None)
    for what, *name in _names(target, cards=mark is None) - known:
        raise _refusal(f"The target has the {what} {' '.join(name)!r}, which the source does not have.")


def _refusal(sentence: str) -> StoreError:
    return StoreError(Finding("migrate.other-ledger", sentence, advice=_ANOTHER))


def _names(store: EventStore, *, cards: bool) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = {("import", source) for source, _ in store.imports()}
    found |= {("job", job.id) for job in _jobs(store)}
    return found | {("card", box, key) for box, key, _ in _cards(store)} if cards else found


def _cards(store: EventStore) -> list[tuple[str, str, bytes]]:
    return [(box, key, body) for box in store.boxes() if box != _BOX for key, body in store.cards(box)]


def _digest(store: EventStore) -> bytes:
    return sha256(msgspec.json.encode(_cards(store))).hexdigest().encode()


def _jobs(store: EventStore) -> list[Job]:
    """Return all jobs, the oldest first."""
    found: list[Job] = []
    while more := store.jobs(_BATCH, found[-1].id if found else None):
        found += more
    return found[::-1]


def _vocabulary(element: MasterElement) -> dict[str, Any]:
    attributes = [{"id": name, "attribute": value} for name, value in element.attributes.items()]
    one = {"id": element.id, "attributes": attributes, "children": list(element.children)}
    return {"type": element.vocabulary, "vocabularyElementList": [one]}


def _move_events(source: EventStore, target: EventStore, start: int, size: int, report: Report | None) -> None:
    events = islice(source.sealed(start), size - start)
    while batch := list(islice(events, _BATCH)):
        _check_entries(batch)
        end = batch[-1].event.seq
        with target.writing() as writing:
            writing.restore(batch)
            _put_checkpoints(source, writing, start, end)
        start = end
        if report is not None:
            report(end, size)


def _check_entries(batch: Sequence[Sealed]) -> None:
    for one in batch:
        if entry_of(one.event, one.reporter) != one.entry:
            sentence = f"Event number {one.event.seq} of the source is not what its log says it was."
            advice = "Look into it with 'dicycle verify' before you move this ledger."
            raise StoreError(Finding("migrate.altered", sentence, one.event.event_id, advice=advice))


def _put_checkpoints(source: EventStore, writing: Writing, after: int, end: int) -> None:
    for checkpoint in _checkpoints(source, after, end):
        writing.put_checkpoint(checkpoint)


def _checkpoints(source: EventStore, after: int, end: int) -> Iterator[Checkpoint]:
    while found := source.checkpoints(after, _BATCH):
        for one in found:
            if one.size > end:
                return
            yield one
        after = found[-1].size


def _move_rest(source: EventStore, target: EventStore, size: int) -> tuple[int, int, int]:
    """Copy what is kept beside the events, and return how many jobs, imports and cards there are."""
    documents = {job.id: document for job, document in source.unfinished()}
    jobs, imports, cards = _jobs(source), list(source.imports()), _cards(source)
    kept = {(box, key) for box, key, _ in cards}
    with target.writing() as writing:
        for job in jobs:
            writing.put_job(job, documents.get(job.id))
        for name, progress in imports:
            writing.put_progress(name, progress)
        for box, key, _ in _cards(target):
            if (box, key) not in kept:
                writing.put_card(box, key, None)
        for box, key, body in cards:
            writing.put_card(box, key, body)
        writing.put_card(_BOX, _KEY, _digest(source))
    return len(jobs), len(imports), len(cards)


def _equal_roots(source: EventStore, target: EventStore, size: int) -> bytes:
    ours, theirs = _root(source, size), _root(target, size)
    if ours != theirs or target.log_size() != size:
        sentence = f"After the move the log of the target has the root {theirs.hex()}, that of the source {ours.hex()}."
        raise StoreError(Finding("migrate.roots-differ", sentence, advice="Do not use the target. Make a new one."))
    return ours


def _root(store: EventStore, size: int) -> bytes:
    return Frontier.restore(size, store.hashes).root()
