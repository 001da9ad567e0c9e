"""The event hash id of CBV 2.0 §8.9: one name for what an event says, however it is written down.

The pre-hash string puts every field in a fixed order and every value in one spelling; the id is its digest as an
``ni:`` URI (RFC 6920). The rules are those of the algorithm's reference implementation, by number.
docs/explanation/event-hash.md says which reading of them this is.
"""

import hashlib
from collections.abc import Callable, Collection
from typing import Any, Final

from dicycle.errors import InvalidInput
from dicycle.ledger.hashing.names import names_of
from dicycle.ledger.hashing.order import EVENT
from dicycle.ledger.hashing.values import identifier

CBV_VERSION: Final = "CBV2.0"
LEFT_OUT: Final = frozenset({"@context", "type", "eventID", "recordTime", "errorDeclaration"})
"""Fields that say nothing about what happened, or that the string begins with."""

ALGORITHMS: Final[dict[str, Callable[[bytes], Any]]] = {
    "sha-256": hashlib.sha256,
    "sha-384": hashlib.sha384,
    "sha-512": hashlib.sha512,
    "sha3-224": hashlib.sha3_224,
    "sha3-256": hashlib.sha3_256,
    "sha3-384": hashlib.sha3_384,
    "sha3-512": hashlib.sha3_512,
}
"""Digests by their name in the registry of named information (RFC 6920 §9.4), rule 23."""

__all__ = ["ALGORITHMS", "CBV_VERSION", "hash_id", "id_of", "prehash"]


def prehash(event: dict[str, Any], context: bytes, without: Collection[str] = ()) -> str:
    """Return the pre-hash string of an event.

    `event` is its JSON as plain values, numbers as Decimal or int; `context` the JSON of the context that holds for
    it; `without` are further keys of the event that do not count. Total: every event of the grammar has one.
    """
    names = names_of(context)
    said = {key: value for key, value in event.items() if key not in LEFT_OUT and key not in without}
    return f"eventType={identifier(event['type'], names)}{EVENT('', said, names)}"


def hash_id(event: dict[str, Any], context: bytes, algorithm: str = "sha-256", without: Collection[str] = ()) -> str:
    """Return the hash id of an event, such as ``ni:///sha-256;…?ver=CBV2.0``; raises InvalidInput as `id_of` does."""
    return id_of(prehash(event, context, without), algorithm)


def id_of(string: str, algorithm: str = "sha-256") -> str:
    """Return the hash id of a pre-hash string (rules 22 to 24); raises InvalidInput for an unknown algorithm."""
    digest = ALGORITHMS.get(algorithm)
    if digest is None:
        sentence = f"{algorithm!r} is no digest that Dicycle can compute."
        advice = f"Choose one of {', '.join(ALGORITHMS)}."
        raise InvalidInput.because("hash.unknown-algorithm", sentence, "algorithm", advice)
    # JSON may escape half of a surrogate pair, which UTF-8 proper cannot hold.
    hexadecimal = digest(string.encode("utf-8", "surrogatepass")).hexdigest()
    return f"ni:///{algorithm};{hexadecimal}?ver={CBV_VERSION}"
