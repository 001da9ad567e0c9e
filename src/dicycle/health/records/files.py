"""Doors to files of test records: their bytes within a limit, and the source that a value can point to."""

import hashlib
from pathlib import Path
from typing import Final

from dicycle.health.model import Source
from dicycle.health.records.refusing import refused

MOST_BYTES: Final = 2 << 30
READER: Final = "dicycle.health.records 1"


def content(path: Path) -> bytes:
    """Return the bytes of a file; InvalidInput with a sentence where there is none or it is over the limit."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise refused("too-large", f"This file has {size} bytes; the limit is {MOST_BYTES}.", path.name)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise refused("no-file", f"This file cannot be read: {_why(error)}.", str(path)) from error


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def source_of(data: bytes, name: str, kind: str, reader: str = READER) -> Source:
    """Return what identifies a file: its name, the SHA-256 of its bytes, and what read it in which format."""
    return Source(name=name, sha256=hashlib.sha256(data).hexdigest(), size=len(data), format=kind, reader=reader)
