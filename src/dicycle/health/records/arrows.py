"""What an Arrow stream says that it unpacks to, read off the heads of its messages before anything is unpacked.

Layout: Apache Arrow columnar format, "Encapsulated message format" and "Compression" of record batch bodies, and its
Message.fbs.
"""

import struct
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import pyarrow as pa  # type: ignore[import-untyped]

MAGIC: Final = b"ARROW1"
_STREAM_AT: Final = 8
_HEADER, _LENGTH, _BUFFERS, _COMPRESSION, _OF_DICTIONARY = 2, 0, 2, 3, 1


class Size(NamedTuple):
    """How many rows a record batch has (0: a dictionary), and how many bytes are made when its buffers are unpacked."""

    rows: int
    unpacked: int


def stream_of(data: bytes) -> Any:
    """Return the stream inside an Arrow file, which begins after its first eight bytes."""
    return pa.BufferReader(pa.py_buffer(data).slice(_STREAM_AT))


def sizes(data: bytes) -> Iterator[Size]:
    """Yield what each batch and dictionary of an Arrow file unpacks to.

    Raises ArrowException, struct.error where the file is damaged.
    """
    messages = pa.ipc.MessageReader.open_stream(stream_of(data))
    while True:
        try:
            message = messages.read_next_message()
        except StopIteration:
            return
        if message.type in ("record batch", "dictionary"):
            yield _size(message)


def _size(message: Any) -> Size:
    head, body = message.metadata.to_pybytes(), message.body
    batch = _field(head, _int(head, 0), _HEADER)
    of_dictionary = message.type == "dictionary"
    if of_dictionary:
        batch = _field(head, batch + _int(head, batch), _OF_DICTIONARY)
    table = batch + _int(head, batch)
    at = _field(head, table, _LENGTH)
    rows = struct.unpack_from("<q", head, at)[0] if at else 0
    packed = _field(head, table, _COMPRESSION) and body is not None
    return Size(0 if of_dictionary else rows, _unpacked(head, table, body) if packed else 0)


def _unpacked(head: bytes, table: int, body: Any) -> int:
    """Return the sum of the sizes that stand before the packed buffers; -1 says that one is not packed."""
    at, total = _field(head, table, _BUFFERS), 0
    if not at:
        return 0
    first = at + _int(head, at)
    for number in range(_int(head, first)):
        offset, length = struct.unpack_from("<qq", head, first + 4 + 16 * number)
        if length:
            said = struct.unpack("<q", body.slice(offset, 8).to_pybytes())[0]
            total += length if said < 0 else said
    return total


def _int(head: bytes, at: int) -> int:
    number: int = struct.unpack_from("<I", head, at)[0]
    return number


def _field(head: bytes, table: int, number: int) -> int:
    """Return where a field of a flatbuffers table is, 0 if it is absent."""
    fields = table - struct.unpack_from("<i", head, table)[0]
    if 4 + 2 * number >= struct.unpack_from("<H", head, fields)[0]:
        return 0
    offset = struct.unpack_from("<H", head, fields + 4 + 2 * number)[0]
    return table + offset if offset else 0
