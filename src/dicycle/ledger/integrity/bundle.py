"""Bundles: a log, or some events of one, as files that can be checked anywhere (a folder or a ``.zip``).

A whole bundle has the layout of a static log (c2sp.org/tlog-tiles) beside the events: ``events.ndjson`` (each line the
sealed text of an event), ``reporters.txt`` if any event has one (who sent the event of that line, or nothing),
``checkpoint``, ``checkpoints.jsonl``, ``key``, ``tile/…``. A bundle of some events has ``proofs.jsonl`` in place of
tiles and checkpoints: where each line's event stands in the log, and its audit path.
"""

import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import IO, Final, Protocol
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo, is_zipfile

import msgspec

from dicycle.errors import InvalidInput, NotFound, StoreError
from dicycle.ledger.integrity.entries import entry_digest

EVENTS: Final = "events.ndjson"
REPORTERS: Final = "reporters.txt"
PROOFS: Final = "proofs.jsonl"
CHECKPOINT: Final = "checkpoint"
CHECKPOINTS: Final = "checkpoints.jsonl"
KEY: Final = "key"

LONGEST_LINE: Final = 1 << 27
"""How many bytes an event of a bundle may have."""

_OPENED: Final = (1980, 1, 1, 0, 0, 0)


class Bundle(Protocol):
    """The files of a bundle."""

    def open(self, name: str) -> IO[bytes]:
        """Open a file to read; raises KeyError if it is not there."""

    def create(self, name: str) -> IO[bytes]:
        """Open a new file to write; one at a time."""


class Folder:
    """A bundle in a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def open(self, name: str) -> IO[bytes]:
        """Open a file to read; raises KeyError if it is not there."""
        try:
            return (self._root / name).open("rb")
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            raise KeyError(name) from None

    def create(self, name: str) -> IO[bytes]:
        """Open a new file to write."""
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("wb")


class Zipped:
    """A bundle in a zip file; nothing of it is ever unpacked to a name that stands in it."""

    def __init__(self, file: ZipFile) -> None:
        self._file = file

    def open(self, name: str) -> IO[bytes]:
        """Open a file to read; raises KeyError if it is not there, BadZipFile if it cannot be read."""
        try:
            return self._file.open(name)
        except (NotImplementedError, RuntimeError) as wrong:  # packed or encrypted in a way that is not ours
            raise BadZipFile(str(wrong)) from None

    def create(self, name: str) -> IO[bytes]:
        """Open a new file to write; the same files make the same bytes."""
        entry = ZipInfo(name, _OPENED)
        entry.compress_type = ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        return self._file.open(entry, "w", force_zip64=name == EVENTS)


class Line:
    """A line of ``events.ndjson``: the sealed text of an event."""

    __slots__ = ("_last", "raw")

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self._last: tuple[str, bytes] | None = None

    def entry(self, reporter: str) -> bytes:
        """Return the entry that this event has if this organisation sent it."""
        if self._last is None or self._last[0] != reporter:
            self._last = reporter, entry_digest(self.raw, reporter)
        return self._last[1]

    @property
    def event_id(self) -> str:
        """Its eventID; raises ValueError if it has none."""
        try:
            return str(msgspec.json.decode(self.raw)["eventID"])
        except (msgspec.DecodeError, TypeError, LookupError, RecursionError):
            raise ValueError from None


def is_bundle(path: Path) -> bool:
    """Tell whether a path is that of a bundle, and not of a ledger."""
    return path.is_dir() or (path.is_file() and is_zipfile(path))


_DAMAGED: Final = (BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError, OSError)
"""What the library for zip files raises when one is damaged, encrypted, or of a kind that it does not know."""


@contextmanager
def opened(path: Path) -> Iterator[Bundle]:
    """Open a bundle to read; raises InvalidInput if it is none."""
    if path.is_dir():
        yield Folder(path)
        return
    try:
        with ZipFile(path) as file:
            _check_names(file)
            yield Zipped(file)
    except _DAMAGED as wrong:
        raise InvalidInput.because("log.bundle-damaged", f"This zip file is damaged: {wrong}.", str(path)) from None


def _check_names(file: ZipFile) -> None:
    """Refuse a name that stands twice: other programs might read another file than the one that is checked."""
    names = file.namelist()
    if len(set(names)) < len(names):
        raise BadZipFile("a name stands in it more than once")


@contextmanager
def created(path: Path) -> Iterator[Bundle]:
    """Make a bundle, which gets its name when it is whole; raises StoreError if the name is taken or cannot be."""
    if path.exists() and not (path.is_dir() and not any(path.iterdir())):
        advice = "Name a folder or a .zip file that is not there yet."
        raise StoreError.because("log.bundle-exists", "Something is here already.", str(path), advice)
    draft = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        if path.suffix == ".zip":
            with ZipFile(draft, "x") as file:
                yield Zipped(file)
        else:
            draft.mkdir(parents=True)
            yield Folder(draft)
        draft.replace(path)
    except OSError as wrong:
        sentence = f"The bundle cannot be written: {wrong.strerror or wrong}."
        raise StoreError.because("log.bundle-not-written", sentence, str(path)) from None
    finally:
        _discard(draft)


def _discard(draft: Path) -> None:
    """Remove what was not finished, as far as it is there."""
    with suppress(OSError):
        if draft.is_dir():
            shutil.rmtree(draft)
        else:
            draft.unlink()


def read_whole(bundle: Bundle, name: str, most: int) -> bytes:
    """Return the bytes of a small file; raises NotFound if it is not there, InvalidInput if it is larger."""
    must_have(bundle, name)
    with bundle.open(name) as file:
        raw = file.read(most + 1)
    if len(raw) > most:
        raise InvalidInput.because("log.bundle-damaged", f"The file {name!r} is longer than {most} bytes.")
    return raw


def must_have(bundle: Bundle, name: str) -> None:
    """Raise NotFound if a file that makes a bundle is not there."""
    if not has(bundle, name):
        sentence = f"This is no bundle of a log: it has no file {name!r}."
        raise NotFound.because("log.not-a-bundle", sentence, advice="'dicycle export' makes one.")


def has(bundle: Bundle, name: str) -> bool:
    """Tell whether a bundle has a file."""
    try:
        bundle.open(name).close()
    except KeyError:
        return False
    return True


def lines(bundle: Bundle, name: str) -> Iterator[bytes]:
    """Yield the lines of a file without their ends; none if there is no file."""
    try:
        file = bundle.open(name)
    except KeyError:
        return
    with file:
        while line := file.readline(LONGEST_LINE):
            yield line.removesuffix(b"\n")
