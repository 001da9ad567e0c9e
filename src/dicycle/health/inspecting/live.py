"""Test records that a tester is still writing: sent piece by piece, whole when the test has ended.

The pieces are those of the tester's own file, so what is attached at the end has its bytes and its SHA-256. A piece
says at which byte it begins: sent twice it is there once, and after any stop a sender goes on where this side is.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

import msgspec
from msgspec import Struct

from dicycle.errors import AlreadyExists, NotFound, TooLarge
from dicycle.findings import Finding
from dicycle.health.inspecting.files import Files, telling

_FOLDER: Final = "live"
_BYTES, _ABOUT = "bytes", "about.json"


class About(Struct, frozen=True, kw_only=True):
    """What a test record is called that is being written, and who began to send it, when (RFC 3339)."""

    name: str
    by: str
    at: str


class Draft(NamedTuple):
    """A test record as far as it was sent."""

    about: About
    path: Path
    size: int


class Live:
    """The test records in progress of inspections, one of each, beside the files; safe between processes."""

    def __init__(self, files: Files) -> None:
        self._folder, self._most = files.folder / _FOLDER, files.most_bytes

    def draft(self, inspection: str) -> Draft | None:
        """Return what was sent so far, None where nothing is being sent."""
        place = self._folder / inspection
        try:
            about = msgspec.json.decode((place / _ABOUT).read_bytes(), type=About)
            return Draft(about, place / _BYTES, (place / _BYTES).stat().st_size)
        except (FileNotFoundError, msgspec.DecodeError):
            return None

    def append(self, inspection: str, about: About, offset: int, piece: bytes) -> Draft:
        """Keep a piece, durably, and return what is there now; the same piece again is harmless.

        Raises AlreadyExists for a piece that leaves a gap, or differs from what is there, with the size in its finding;
        TooLarge over the limit; StoreError where it cannot be kept.
        """
        if offset + len(piece) > self._most:
            raise TooLarge.because("inspection.file-too-large", f"This file has more than {self._most} bytes.")
        with telling(self._folder), self._held(inspection, about) as (kept, file):
            if kept.name != about.name:
                sentence = f"{kept.by} sends {kept.name!r} to this inspection."
                raise AlreadyExists(_wrong("live-other", sentence, "End or discard that test first."))
            _write(file, offset, piece)
        found = self.draft(inspection)
        assert found is not None, "it was just written"
        return found

    @contextmanager
    def _held(self, inspection: str, about: About) -> Iterator[tuple[About, BinaryIO]]:
        """Hold the bytes of a draft, begun if there is none."""
        place = self._folder / inspection
        place.mkdir(parents=True, exist_ok=True)
        with (place / _BYTES).open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            found = self.draft(inspection)
            if found is None:
                (place / _ABOUT).write_bytes(msgspec.json.encode(about))
            yield found.about if found else about, file

    def needed(self, inspection: str) -> Draft:
        """Return what was sent so far; raises NotFound where nothing is being sent."""
        found = self.draft(inspection)
        if found is None:
            raise NotFound(_wrong("no-live", "No test is being sent to this inspection.", "Send its first piece."))
        return found

    def drop(self, inspection: str) -> None:
        """Forget what was sent; nothing there is harmless."""
        shutil.rmtree(self._folder / inspection, ignore_errors=True)


def whole_lines(data: bytes) -> bytes:
    """Return the lines of a text that have ended, of a file that somebody is still writing."""
    return data[: data.rfind(b"\n") + 1]


def _write(file: BinaryIO, offset: int, piece: bytes) -> None:
    """Write a piece at the end; what of it is there already must be the same."""
    size = file.seek(0, os.SEEK_END)
    file.seek(min(offset, size))
    there = file.read(len(piece))
    if offset > size or piece[: len(there)] != there:
        what = "begins after what is here" if offset > size else "differs from what is here"
        raise AlreadyExists(_wrong("live-gap", f"This piece {what}: {size} bytes.", f"Go on at byte {size}."))
    file.seek(0, os.SEEK_END)
    file.write(piece[len(there) :])
    file.flush()
    os.fsync(file.fileno())


def _wrong(code: str, sentence: str, advice: str) -> Finding:
    return Finding(f"inspection.{code}", sentence, advice=advice)
