"""What the messages of an Arrow stream say of themselves before anything is unpacked (Arrow IPC, Message.fbs)."""

import struct
from typing import Any, Final

import pyarrow as pa  # type: ignore[import-untyped]

_HEADER_TYPE, _HEADER = 1, 2
_DICTIONARY_BATCH, _RECORD_BATCH = 2, 3
_DATA: Final = 1
_COMPRESSION: Final = 3


def compressed(data: bytes) -> bool:
    """Tell whether a batch of a stream is compressed: then a small stream can hold more than any memory.

    Raises pyarrow.ArrowException or OSError for what is no stream.
    """
    messages = pa.ipc.MessageReader.open_stream(pa.py_buffer(data))
    return any(_is_compressed(message.metadata.to_pybytes()) for message in messages)


def _is_compressed(message: bytes) -> bool:
    try:
        root = _below(message, 0)
        kind = _field(message, root, _HEADER_TYPE)
        batch = _below(message, _field(message, root, _HEADER))
        if kind and message[kind] == _DICTIONARY_BATCH:
            batch = _below(message, _field(message, batch, _DATA))
        elif not kind or message[kind] != _RECORD_BATCH:
            return False
        return _field(message, batch, _COMPRESSION) > 0
    except (struct.error, IndexError):
        raise pa.ArrowInvalid("a message is broken") from None


def _below(message: bytes, place: int) -> int:
    """Return where the table is that stands at a place."""
    return place + _number("<I", message, place)


def _field(message: bytes, table: int, index: int) -> int:
    """Return where a field of a table is; 0 if the table does not have it (FlatBuffers: by way of its vtable)."""
    vtable = table - _number("<i", message, table)
    slot = 4 + 2 * index
    offset = _number("<H", message, vtable + slot) if slot < _number("<H", message, vtable) else 0
    return table + offset if offset else 0


def _number(kind: str, message: bytes, place: int) -> int:
    found: Any = struct.unpack_from(kind, message, place)[0]
    return int(found)
