"""The log as static files (c2sp.org/tlog-tiles): tiles of hashes, and bundles of entries.

A tile holds up to 256 hashes that stand beside each other at one level of tiles: level 0 has leaf hashes, level 1 the
hashes of subtrees of 256 leaves, and so on. A tile that is not full yet says its width in its path.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple, Self

from dicycle.errors import InvalidInput
from dicycle.ledger.integrity.entries import DIGEST_BYTES
from dicycle.ledger.integrity.merkle import STEP, WIDTH, Hashes, subtree_row

ENTRIES: Final = -1
"""The level that stands for bundles of entries."""

_PATH = re.compile(r"tile/(0|[1-9][0-9]?|entries)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")
_MOST_DIGITS: Final = 18
_LENGTH: Final = DIGEST_BYTES.to_bytes(2, "big")


class Tile(NamedTuple):
    """Which tile: its level (`ENTRIES` for a bundle of entries), its number there, and how many hashes it has."""

    level: int
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where it is served, such as ``tile/0/x001/067.p/12``."""
        level = "entries" if self.level == ENTRIES else str(self.level)
        digits = f"{self.number:03}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        part = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{'/'.join([*(f'x{one}' for one in parts[:-1]), parts[-1]])}{part}"

    @classmethod
    def parse(cls, path: str) -> Self:
        """Read a path; raises InvalidInput for one that no tile has."""
        found = _PATH.fullmatch(path)
        if found is not None:
            digits = found[2].replace("x", "").replace("/", "")
            level = ENTRIES if found[1] == "entries" else int(found[1])
            tile = cls(level, int(digits[:_MOST_DIGITS]), int(found[3] or WIDTH))
            if level < 64 and tile.width <= WIDTH and len(digits) <= _MOST_DIGITS and tile.path == path:
                return tile
        sentence = f"{path!r} is not the path of a tile."
        raise InvalidInput.because("log.tile-path", sentence, advice="Paths are those of c2sp.org/tlog-tiles.")

    @property
    def start(self) -> int:
        """The index of its first hash at its level."""
        return self.number * WIDTH

    def is_in(self, size: int) -> bool:
        """Tell whether a log of so many entries has this tile with this width."""
        return self.start + self.width <= size >> (max(self.level, 0) * STEP)

    def body(self, hashes: Hashes) -> bytes:
        """Return its bytes, from what a store keeps."""
        end = self.start + self.width
        if self.level == ENTRIES:
            return entry_bundle(hashes(0, self.start, end))
        return b"".join(subtree_row(hashes, self.level * STEP, self.start, end))


def tiles_of(size: int) -> Iterator[Tile]:
    """Yield all tiles and bundles of a log of so many entries, the lowest first."""
    for level in (ENTRIES, *range((size.bit_length() + STEP - 1) // STEP)):
        full, rest = divmod(size >> (max(level, 0) * STEP), WIDTH)
        yield from (Tile(level, number) for number in range(full))
        if rest:
            yield Tile(level, full, rest)


def entry_bundle(entries: list[bytes]) -> bytes:
    """Return entries as a bundle: each after its length in two bytes, the higher first."""
    return b"".join(_LENGTH + entry for entry in entries)


def read_hashes(body: bytes, width: int) -> list[bytes]:
    """Return the hashes of a tile; raises InvalidInput if it has not so many."""
    if len(body) != width * DIGEST_BYTES:
        raise _wrong_length("tile", len(body), width)
    return [body[at : at + DIGEST_BYTES] for at in range(0, len(body), DIGEST_BYTES)]


def read_entries(body: bytes, width: int) -> list[bytes]:
    """Return the entries of a bundle of ours, which are digests; raises InvalidInput if it has not so many."""
    step = len(_LENGTH) + DIGEST_BYTES
    if len(body) != width * step or any(body[at : at + 2] != _LENGTH for at in range(0, len(body), step)):
        raise _wrong_length("bundle of entries", len(body), width)
    return [body[at + 2 : at + step] for at in range(0, len(body), step)]


def _wrong_length(what: str, length: int, width: int) -> InvalidInput:
    return InvalidInput.because("log.tile-length", f"This {what} has {length} bytes, which are not {width} digests.")
