"""Raw files and photographs beside a ledger, each under the SHA-256 of its bytes; a file is whole or not there."""

import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, Final

from dicycle.errors import NotFound, StoreError, TooLarge
from dicycle.findings import Finding

MOST_BYTES: Final = 256 * 1024 * 1024
_CHUNK: Final = 1 << 20
_DIGEST: Final = re.compile("[0-9a-f]{64}").fullmatch


class Files:
    """A folder of files that never change; made when the first is put there."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self.folder, self.most_bytes = folder, most_bytes

    def put(self, data: bytes | IO[bytes]) -> tuple[str, int]:
        """Keep bytes, durably, and return their SHA-256 and size; what is there already and whole is not written again.

        Raises TooLarge over the limit, StoreError where the folder cannot be written.
        """
        with telling(self.folder), self._draft() as (draft, file):
            digest, size = self._copied(_chunks(data), file)
            file.flush()
            os.fsync(file.fileno())
            place = self.path(digest)
            if not self._is_whole(digest):
                place.parent.mkdir(parents=True, exist_ok=True)
                draft.replace(place)
                _sync(place.parent, self.folder)
        return digest, size

    def path(self, digest: str) -> Path:
        """Return where a file is kept: ``ab/cdef…``; raises NotFound for what is no SHA-256 in lower-case hex."""
        if not _DIGEST(digest):
            raise NotFound(Finding("inspection.no-such-file", f"{digest[:80]!r} is no SHA-256."))
        return self.folder / digest[:2] / digest[2:]

    def get(self, digest: str) -> bytes:
        """Return the bytes of a file; raises NotFound, also if they cannot be read or are no longer what they were."""
        try:
            data = self.path(digest).read_bytes()
        except FileNotFoundError:
            sentence = f"There is no file with the SHA-256 {digest}."
            raise NotFound(Finding("inspection.no-such-file", sentence, advice="Put its folder back.")) from None
        except OSError as wrong:
            sentence = f"A file cannot be read: {wrong.strerror or wrong}."
            advice = "Let the server read its folder, or put it back from a backup."
            raise NotFound(Finding("inspection.file-unreadable", sentence, digest, advice=advice)) from None
        if sha256(data).hexdigest() != digest:
            sentence = "A file is no longer what it was when it was put here."
            advice = "Put it back from a backup, or attach it again."
            raise NotFound(Finding("inspection.file-changed", sentence, digest, advice=advice))
        return data

    def _is_whole(self, digest: str) -> bool:
        try:
            self.get(digest)
        except NotFound:
            return False
        return True

    def __contains__(self, digest: str) -> bool:
        return bool(_DIGEST(digest)) and self.path(digest).exists()

    @contextmanager
    def _draft(self) -> Iterator[tuple[Path, IO[bytes]]]:
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = self.folder / f"draft-{secrets.token_hex(8)}"
        try:
            with draft.open("xb") as file:
                yield draft, file
        finally:
            draft.unlink(missing_ok=True)

    def _copied(self, chunks: Iterator[bytes], file: IO[bytes]) -> tuple[str, int]:
        digest, size = sha256(), 0
        for chunk in chunks:
            size += len(chunk)
            if size > self.most_bytes:
                sentence = f"This file has more than {self.most_bytes} bytes."
                raise TooLarge.because("inspection.file-too-large", sentence, advice="Split it, or raise the limit.")
            digest.update(chunk)
            file.write(chunk)
        return digest.hexdigest(), size


def _chunks(data: bytes | IO[bytes]) -> Iterator[bytes]:
    if isinstance(data, bytes):
        return (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))
    read: Callable[[], bytes] = lambda: data.read(_CHUNK)  # noqa: E731
    return iter(read, b"")


@contextmanager
def telling(folder: Path) -> Iterator[None]:
    """Say in a StoreError what the file system refuses inside the block."""
    try:
        yield
    except OSError as wrong:
        sentence = f"A file cannot be kept here: {wrong.strerror or wrong}."
        raise StoreError.because("inspection.folder", sentence, str(folder), "Check the folder and its room.") from None


def _sync(*folders: Path) -> None:
    """Make new names durable."""
    if os.name != "posix":
        return
    for folder in folders:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
