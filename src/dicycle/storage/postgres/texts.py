"""Texts as PostgreSQL keeps them here: as bytes.

Bytes have one order (that of UTF-8) whatever the locale and encoding of the database, and hold what a text column of
PostgreSQL refuses, such as U+0000. A B-tree takes keys of about 2,700 bytes and a URI may be longer: texts are found
by their SHA-256, or, where their order counts, by their first 1,000 bytes.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any, Final

HEAD_BYTES: Final = 1000
"""How many bytes of a key its index holds."""


def raw(text: str) -> bytes:
    """Return the bytes of a text."""
    return text.encode("utf-8", "surrogatepass")


def text(raw: bytes) -> str:
    """Return the text of bytes."""
    return raw.decode("utf-8", "surrogatepass")


def array(values: Iterable[Any]) -> str:
    """Return bytes, numbers, truth values or None as PostgreSQL writes an array of them.

    psycopg writes lists too, and takes ten times as long; thousands of keys are asked for with every batch.
    """
    return f"{{{','.join(map(_element, values))}}}"


def _element(value: Any) -> str:
    if isinstance(value, bytes):
        return f'"\\\\x{value.hex()}"'
    return "NULL" if value is None else str(value)


def digest(text: str) -> bytes:
    """Return what a text is found by."""
    return sha256(raw(text)).digest()


def digests(texts: Iterable[str]) -> list[bytes]:
    """Return what texts are found by."""
    return [digest(one) for one in texts]


def heads(keys: Iterable[bytes]) -> list[bytes]:
    """Return the beginnings of keys, as their index holds them."""
    return [key[:HEAD_BYTES] for key in keys]
