"""Files that are there whole or not at all, and a lock between processes."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

_T = TypeVar("_T")
_HALF: Final = ".part"
_LOOK: Final = 0.02
"""Seconds between two looks whether another process has ended."""


def put(path: Path, write: Callable[[BinaryIO], _T]) -> _T:
    """Write a file and put it in the place of an older one, durably; what raises (OSError) leaves the older one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.{os.getpid()}{_HALF}")
    try:
        with half.open("wb") as file:
            result = write(file)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except BaseException:
        with suppress(OSError):
            half.unlink()
        raise
    _settle(path.parent)
    return result


def _settle(folder: Path) -> None:
    """Have the disk keep which names are in a folder."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def sweep(folder: Path, keep: Callable[[Path], bool]) -> None:
    """Delete the files of a folder that are not to be kept, half-written ones always; what cannot be deleted stays."""
    for path in _files(folder):
        if path.name.endswith(_HALF) or not keep(path):
            with suppress(OSError):
                path.unlink()


def _files(folder: Path) -> list[Path]:
    with suppress(OSError):
        return [path for path in folder.iterdir() if path.is_file()]
    return []


@contextmanager
def lock(path: Path, waiting: Callable[[], bool]) -> Iterator[bool]:
    """Hold a lock file inside the block; yields False if another process holds it and `waiting` says to go on.

    The lock goes with the process that holds it, however that ends. Raises OSError where no lock can be held.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        number = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            if _taken(number, path):
                yield True
                return
        finally:
            fcntl.flock(number, fcntl.LOCK_UN)  # a forked child may have the file open too
            os.close(number)
        if not waiting():
            yield False
            return
        time.sleep(_LOOK)


def _taken(number: int, path: Path) -> bool:
    """Take the lock unless somebody has it, or has deleted the file that was opened."""
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(number), path.stat())
    except (BlockingIOError, FileNotFoundError):
        return False
