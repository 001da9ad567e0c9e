"""One file of many flat arrays, each at a multiple of 64 bytes, to be mapped into memory as it stands.

==============  ===============================================================================
bytes 0 to 7    ``DCYARRAY``
8 to 11         the version of this layout (uint32; all numbers are little-endian)
12 to 15        how long the directory is (uint32)
16 to 31        zero
32 to 63        SHA-256 of bytes 0 to 31 and of the directory, padding included
from 64         the directory: JSON, then zeros up to a multiple of 64
then            the arrays in the order of the directory, each followed by zeros up to a multiple of 64
==============  ===============================================================================

The directory has ``said`` (what the writer says of the file) and ``arrays``: [name, dtype, length, CRC-32] of each; the
sum is over the array and the zeros behind it. So every bit of a file is under a sum, and the SHA-256, which is over the
sums too, tells one file from another.
"""

import mmap
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

VERSION: Final = 1
_MAGIC: Final = b"DCYARRAY"
_UNIT: Final = 64
_DTYPES: Final = frozenset({"|u1", "<i4", "<i8", "<u8", "<f8"})
_MUCH: Final = 4 << 20
_THREADS: Final = 4

Arrays = Mapping[str, NDArray[Any]]


class Damaged(Exception):
    """A file is not what was written; the text says how, as the end of a sentence."""


class Container(NamedTuple):
    """A file as it was read: what its writer says of it, its arrays (read-only, mapped), its SHA-256 in hexadecimal."""

    said: dict[str, Any]
    arrays: dict[str, NDArray[Any]]
    digest: str


class _Directory(Struct, forbid_unknown_fields=True):
    said: dict[str, Any]
    arrays: list[tuple[str, str, int, int]]


def _padding(size: int) -> bytes:
    return bytes(-size % _UNIT)


def _plain(array: NDArray[Any]) -> NDArray[Any]:
    """Return an array as it is written: one dimension, contiguous, little-endian."""
    flat = np.ascontiguousarray(array)
    return flat.astype(flat.dtype.newbyteorder("<"), copy=False)


def _bytes(array: NDArray[Any]) -> memoryview:
    return array.view(np.uint8).data


def _sum(array: NDArray[Any]) -> int:
    return zlib.crc32(_padding(array.nbytes), zlib.crc32(_bytes(array)))


def _head(length: int) -> bytes:
    return _MAGIC + VERSION.to_bytes(4, "little") + length.to_bytes(4, "little") + bytes(16)


class Packed(NamedTuple):
    """A file that is to be written."""

    head: bytes
    arrays: tuple[NDArray[Any], ...]
    digest: str

    def write(self, file: BinaryIO) -> None:
        """Write it into a file that is open and empty."""
        file.write(self.head)
        for array in self.arrays:
            file.write(_bytes(array))
            file.write(_padding(array.nbytes))


def pack(said: Mapping[str, Any], arrays: Arrays) -> Packed:
    """Return arrays, and what is said of them, as they will stand in a file."""
    plain = {name: _plain(array) for name, array in arrays.items()}
    rows = [(name, array.dtype.str, len(array), _sum(array)) for name, array in plain.items()]
    directory = msgspec.json.encode(_Directory(dict(said), rows))
    head, padded = _head(len(directory)), directory + _padding(len(directory))
    digest = sha256(head + padded)
    return Packed(head + digest.digest() + padded, tuple(plain.values()), digest.hexdigest())


def read(path: Path, *, trust: bool = False) -> Container:
    """Map a file; every sum is checked, unless it is one to `trust` (this process has just written it).

    Raises Damaged, or OSError if the file cannot be read (FileNotFoundError: it is not there).
    """
    with path.open("rb") as file:
        if file.seek(0, 2) < _UNIT:
            raise Damaged("it is cut short")
        whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    start, directory, digest = _directory(whole)
    places = _places(directory, start, len(whole))
    if not trust:
        _check(memoryview(whole), places, directory)
    arrays = {
        name: np.frombuffer(whole, dtype, length, place)
        for (name, dtype, length, _), place in zip(directory.arrays, places, strict=False)
    }
    return Container(directory.said, arrays, digest)


def _directory(whole: mmap.mmap) -> tuple[int, _Directory, str]:
    """Return where the arrays start, what the directory says, and the digest of the file."""
    head = whole[:_UNIT]
    if head[:8] != _MAGIC:
        raise Damaged("it is not a file of Dicycle")
    if int.from_bytes(head[8:12], "little") != VERSION:
        raise Damaged("it was written by another version of Dicycle")
    length = int.from_bytes(head[12:16], "little")
    padded = whole[_UNIT : _UNIT + length + len(_padding(length))]
    if sha256(head[:32] + padded).digest() != head[32:]:
        raise Damaged("its directory is damaged")
    return _UNIT + len(padded), _decoded(padded[:length]), head[32:].hex()


def _decoded(directory: bytes) -> _Directory:
    try:
        return msgspec.json.decode(directory, type=_Directory)
    except msgspec.MsgspecError:
        raise Damaged("its directory cannot be read") from None


def _places(directory: _Directory, start: int, end: int) -> list[int]:
    """Return where each array starts, and where the last one ends."""
    if any(dtype not in _DTYPES or length < 0 for _, dtype, length, _ in directory.arrays):
        raise Damaged("its directory names arrays that cannot be")
    sizes = (length * np.dtype(dtype).itemsize for _, dtype, length, _ in directory.arrays)
    places = list(accumulate((size + len(_padding(size)) for size in sizes), initial=start))
    if places[-1] != end:
        raise Damaged("it is cut short" if places[-1] > end else "there is more behind its end")
    return places


def _check(whole: memoryview, places: list[int], directory: _Directory) -> None:
    """Raise Damaged if what stands in the file is not what was summed."""
    found = _sums([whole[start:end] for start, end in pairwise(places)])
    wrong = [name for (name, _, _, wanted), got in zip(directory.arrays, found, strict=True) if got != wanted]
    if wrong:
        raise Damaged(f"its array {wrong[0]} is damaged")


def _sums(stretches: list[memoryview]) -> list[int]:
    """Return the CRC-32 of stretches of memory; of much memory several beside each other."""
    if sum(map(len, stretches)) < _MUCH:
        return [*map(zlib.crc32, stretches)]
    with ThreadPoolExecutor(_THREADS) as pool:
        return [*pool.map(zlib.crc32, stretches)]
