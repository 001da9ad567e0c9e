"""Connections to a SQLite file: durable, in write-ahead mode, and errors as sentences."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from dicycle.errors import StoreError
from dicycle.findings import Finding

BUSY_SECONDS: Final = 60
"""How long a writer waits for another process to finish its transaction."""

WRITER_CACHE: Final = 131_072
READER_CACHE: Final = 8_192
"""Page caches in KiB; readers lean on the mapped file instead."""

_PAGE: Final = 8192
_LOG_BYTES: Final = 80_000_000

_ADVICE: Final = {
    sqlite3.SQLITE_FULL: "The disk is full: make room and try again. Nothing that was acknowledged is lost.",
    sqlite3.SQLITE_IOERR: "The file could not be read or written: check that the disk works, has room, and that files "
    "may grow so large; then try again. Nothing that was acknowledged is lost.",
    sqlite3.SQLITE_BUSY: "Another process has been writing for a long time: try again later.",
    sqlite3.SQLITE_CANTOPEN: "Check that the folder exists and may be written.",
    sqlite3.SQLITE_READONLY: "The file or its folder may not be written: check its permissions.",
    sqlite3.SQLITE_NOTADB: "Name another file, or a path that does not exist yet.",
    sqlite3.SQLITE_CORRUPT: "The file is damaged: restore it from a backup.",
}


@contextmanager
def saying_why(path: str) -> Iterator[None]:
    """Turn an error of SQLite inside the block into a StoreError that says what to do."""
    try:
        yield
    except sqlite3.Error as wrong:
        code = getattr(wrong, "sqlite_errorcode", 0) & 0xFF
        sentence = f"The store cannot do this: {str(wrong).rstrip('.')}."
        raise StoreError(Finding("store.sqlite", sentence, path, advice=_ADVICE.get(code, ""))) from wrong


def connect(path: str, *, cache: int = READER_CACHE) -> sqlite3.Connection:
    """Open a connection with a page cache of so many KiB; every commit is on the disk before it returns (convention 3).

    The write-ahead log is folded in each 80 MB: pages that many batches touch are then written once.
    """
    with saying_why(path):
        connection = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        connection.execute(f"PRAGMA page_size = {_PAGE}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA cache_size = -{int(cache)}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG_BYTES // _PAGE}")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA mmap_size = 4294967296")
        connection.create_function("matches", 2, _matches, deterministic=True)
        return connection


def _matches(pattern: str, text: str) -> bool:
    # The re module keeps compiled patterns itself.
    import re

    return re.fullmatch(pattern, text) is not None
