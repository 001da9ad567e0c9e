"""Writing bundles of a log: all of it, or some events with their proofs."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Final, NamedTuple

import msgspec

from dicycle.ledger.formats import timestamp
from dicycle.ledger.integrity.bundle import CHECKPOINT, CHECKPOINTS, EVENTS, KEY, PROOFS, REPORTERS, Bundle, created
from dicycle.ledger.integrity.log import Log, newest_checkpoint
from dicycle.ledger.integrity.notes import Verifier, encoded
from dicycle.ledger.integrity.proofs import Tree
from dicycle.ledger.integrity.tiles import tiles_of
from dicycle.ledger.store import Checkpoint, Sealed

_PAGE: Final = 500
_IN_MEMORY: Final = 1 << 22
Progress = Callable[[int, int], None]
"""Told how many of how many events were written so far."""


class Exported(NamedTuple):
    """What was exported: how many events, of a log of how many."""

    events: int
    size: int


class KeptCheckpoint(msgspec.Struct, frozen=True):
    """A line of ``checkpoints.jsonl``: a signed note, and when the ledger kept it."""

    time: str
    note: str


class Proof(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of ``proofs.jsonl``: the index of the leaf, its audit path in base64, and who sent the event if known."""

    index: int
    proof: list[str]
    reporter: str = ""


def export_log(log: Log, key: Verifier, path: Path, progress: Progress | None = None) -> Exported:
    """Write the log as of its newest checkpoint; raises NotFound if it has none, StoreError if it cannot be written."""
    newest = newest_checkpoint(log)
    with created(path) as bundle:
        _write_events(bundle, log, newest.size, progress)
        _write_checkpoints(bundle, log, newest.size)
        for tile in tiles_of(newest.size):
            _write(bundle, tile.path, tile.body(log.hashes))
        _sign_off(bundle, key, newest)
    return Exported(newest.size, newest.size)


def export_events(log: Log, key: Verifier, path: Path, numbers: Iterable[int]) -> Exported:
    """Write the events of these seqs with their proofs as of the newest checkpoint; raises as `export_log` does."""
    newest = newest_checkpoint(log)
    tree = Tree(newest.size, log.hashes)
    chosen = [_sealed(log, seq) for seq in sorted(numbers) if seq <= newest.size]
    with created(path) as bundle:
        with bundle.create(EVENTS) as file:
            file.writelines(one.event.json(with_context=True) + b"\n" for one in chosen)
        with bundle.create(PROOFS) as file:
            file.writelines(msgspec.json.encode(_proof(tree, one)) + b"\n" for one in chosen)
        _sign_off(bundle, key, newest)
    return Exported(len(chosen), newest.size)


def _sealed(log: Log, seq: int) -> Sealed:
    return next(log.sealed(seq - 1))


def _proof(tree: Tree, one: Sealed) -> Proof:
    return Proof(one.event.seq - 1, list(map(encoded, tree.inclusion(one.event.seq - 1))), one.reporter)


def _write_events(bundle: Bundle, log: Log, size: int, progress: Progress | None) -> None:
    """Write the events, and beside them who sent each if that is known of any: one file after the other, as zip is."""
    with SpooledTemporaryFile(_IN_MEMORY) as reporters:
        known = False
        with bundle.create(EVENTS) as file:
            for one in _up_to(log, size):
                file.write(one.event.json(with_context=True) + b"\n")
                reporters.write(one.reporter.encode() + b"\n")
                known |= bool(one.reporter)
                if progress and one.event.seq % _PAGE == 0:
                    progress(one.event.seq, size)
        if known:
            _copy(reporters, bundle)


def _up_to(log: Log, size: int) -> Iterator[Sealed]:
    return takewhile(lambda one: one.event.seq <= size, log.sealed())


def _copy(reporters: "SpooledTemporaryFile[bytes]", bundle: Bundle) -> None:
    reporters.seek(0)
    with bundle.create(REPORTERS) as file:
        shutil.copyfileobj(reporters, file)


def _write_checkpoints(bundle: Bundle, log: Log, size: int) -> None:
    with bundle.create(CHECKPOINTS) as file:
        after = 0
        while after < size and (page := log.checkpoints(after, _PAGE)):
            _write_notes(file, [one for one in page if one.size <= size])
            after = page[-1].size


def _write_notes(file: IO[bytes], page: list[Checkpoint]) -> None:
    for one in page:
        file.write(msgspec.json.encode(KeptCheckpoint(timestamp(one.time), one.note)) + b"\n")


def _sign_off(bundle: Bundle, key: Verifier, newest: Checkpoint) -> None:
    _write(bundle, KEY, f"{key}\n".encode())
    _write(bundle, CHECKPOINT, newest.note.encode())


def _write(bundle: Bundle, name: str, body: bytes) -> None:
    with bundle.create(name) as file:
        file.write(body)
