"""Checking bundles: a whole one by the verifier of ledgers, one of some events by their proofs."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, repeat
from typing import Final

import msgspec

from dicycle.errors import InvalidInput
from dicycle.ledger.integrity.bundle import (
    CHECKPOINT,
    CHECKPOINTS,
    EVENTS,
    KEY,
    PROOFS,
    REPORTERS,
    Bundle,
    Line,
    has,
    lines,
    must_have,
    read_whole,
)
from dicycle.ledger.integrity.checking import STILL, Checked, Progress, Source, check
from dicycle.ledger.integrity.exporting import KeptCheckpoint
from dicycle.ledger.integrity.issues import Issue
from dicycle.ledger.integrity.merkle import STEP, WIDTH, leaf_hashes
from dicycle.ledger.integrity.notes import MOST_BYTES, TreeHead, Verifier, open_checkpoint, read_note
from dicycle.ledger.integrity.rows import Logged, Rows, align
from dicycle.ledger.integrity.some import check_some
from dicycle.ledger.integrity.tiles import ENTRIES, Tile, read_entries, read_hashes
from dicycle.ledger.store import Checkpoint

_MOST_TILE_BYTES: Final = 1 << 14
_MOST_MISSING: Final = 1000


def key_of(bundle: Bundle) -> Verifier:
    """Return the verifier key that a bundle names as its own; raises NotFound or InvalidInput."""
    return Verifier.parse(read_whole(bundle, KEY, 4096).decode(errors="replace"))


def size_of(bundle: Bundle) -> int:
    """Return how many events the checkpoint of a bundle claims; raises NotFound if it has none."""
    return _size_in(read_whole(bundle, CHECKPOINT, MOST_BYTES).decode(errors="replace"))


def check_bundle(
    bundle: Bundle, keys: Sequence[Verifier], kept: Iterable[TreeHead] = (), progress: Progress | None = None
) -> Checked:
    """Check a bundle; raises NotFound if it is none, InvalidInput if no trusted key signed its checkpoint."""
    head = open_checkpoint(read_whole(bundle, CHECKPOINT, MOST_BYTES), keys)
    if has(bundle, PROOFS):
        if has(bundle, CHECKPOINTS):
            sentence = f"It has both {PROOFS!r}, for some events, and {CHECKPOINTS!r}, for all of them."
            raise InvalidInput.because("log.bundle-damaged", sentence, advice="Ask for it again.")
        return check_some(bundle, head, tuple(kept))
    must_have(bundle, CHECKPOINTS)
    return check(_Whole(bundle, head).source(), keys, kept, progress)


class _Whole:
    """A whole bundle as the verifier wants it."""

    def __init__(self, bundle: Bundle, head: TreeHead) -> None:
        self._bundle, self._size = bundle, head.size
        self._checkpoints = self._read_checkpoints()
        self._tiles: dict[int, tuple[Tile, list[bytes]]] = {}
        self._issues: deque[Issue] = deque()

    def source(self) -> Source:
        return Source(self._rows(), self._hashes, self._notes, STILL)

    def _rows(self) -> Rows:
        for row in align(map(Line, lines(self._bundle, EVENTS)), self._logged()):
            while self._issues:
                yield self._issues.popleft()
            yield row
        yield from self._issues

    def _logged(self) -> Iterator[Logged]:
        """Yield what was logged, and by whom; None for an entry whose tile is missing."""
        named = (line.decode(errors="replace") for line in lines(self._bundle, REPORTERS))
        reporters = chain(named, repeat(""))
        missing = 0
        for number in range(-(-self._size // WIDTH)):
            tile = self._tile(ENTRIES, number)
            entries = self._read(tile)
            missing = 0 if entries else missing + 1
            if missing > _MOST_MISSING:
                return
            if not entries:
                self._issues.append(Issue("log.tile-missing", *self._span(tile), more=tile.path))
            elif self._read(self._tile(0, number)) != leaf_hashes(entries):
                self._issues.append(Issue("log.tile-changed", *self._span(tile)))
            yield from zip(entries or repeat(None, tile.width), reporters, strict=False)

    def _tile(self, level: int, number: int) -> Tile:
        width = (self._size >> (max(level, 0) * STEP)) - number * WIDTH
        return Tile(level, number, max(1, min(width, WIDTH)))

    def _span(self, tile: Tile) -> tuple[int, int]:
        return tile.start + 1, tile.start + tile.width

    def _read(self, tile: Tile) -> list[bytes]:
        """Return what stands in a tile; nothing if it is missing or damaged."""
        try:
            with self._bundle.open(tile.path) as file:
                body = file.read(_MOST_TILE_BYTES)
            return (read_entries if tile.level == ENTRIES else read_hashes)(body, tile.width)
        except (KeyError, InvalidInput):
            return []

    def _hashes(self, level: int, start: int, end: int) -> list[bytes]:
        tile = self._tile(level // STEP, start // WIDTH)
        if self._tiles.get(level, (None,))[0] != tile:
            self._tiles[level] = tile, self._read(tile)
        return self._tiles[level][1][start - tile.start : end - tile.start]

    def _notes(self, after: int, most: int) -> list[Checkpoint]:
        return list(islice(self._checkpoints, most))

    def _read_checkpoints(self) -> Iterator[Checkpoint]:
        """Yield the checkpoints in the order of the file, and the newest if the file ends in another."""
        note = ""
        for line in lines(self._bundle, CHECKPOINTS):
            note = _note_in(line)
            yield Checkpoint(_size_in(note), 0, note)
        newest = read_whole(self._bundle, CHECKPOINT, MOST_BYTES).decode(errors="replace")
        if newest != note:
            yield Checkpoint(_size_in(newest), 0, newest)


def _note_in(line: bytes) -> str:
    try:
        return msgspec.json.decode(line, type=KeptCheckpoint).note
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""


def _size_in(note: str) -> int:
    """Return the size that a note claims, or 0 if it is no checkpoint."""
    try:
        return TreeHead.parse(read_note(note).text).size
    except InvalidInput:
        return 0
