"""Data that somebody answers for: JSON, plain or inside a signed note, with the SHA-256 of its canonical text."""

from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from dicycle.errors import InvalidInput
from dicycle.ledger.integrity.notes import Signer, Verifier, read_note, signed_by

_T = TypeVar("_T")
_GAP = "\n\n\N{EM DASH} "
_UNSIGNED = "Have it signed by whoever answers for it, with a key that this installation trusts."


class Opened(NamedTuple):
    """A text without its signatures, and the name of the trusted key that signed it, if any."""

    text: str
    signer: str | None


def opened(text: str, code: str, sentence: str, name: str = "", keys: Iterable[Verifier] = ()) -> Opened:
    """Take a text out of its signed note (c2sp.org/signed-note), if it is in one.

    With `keys`, one of them must have signed; without, unsigned text is taken too. Raises InvalidInput with the
    code and the sentence that are given.
    """
    trusted, signer = tuple(keys), None
    if _GAP in text:
        note = read_note(text)
        text, signer = note.text, signed_by(note, trusted)[0].name if trusted else None
    if trusted and signer is None:
        raise InvalidInput.because(code, sentence, name, _UNSIGNED)
    return Opened(text, signer)


def decoded(text: str, kind: type[_T]) -> _T:
    """Read strict JSON of a kind; raises msgspec.DecodeError."""
    return msgspec.json.decode(text, type=kind, strict=True)


def sealed(value: object, signer: Signer) -> str:
    """Return a value as a signed note over its JSON."""
    return signer.sign(msgspec.json.format(msgspec.json.encode(value), indent=1).decode() + "\n")


def digest(value: Struct) -> str:
    """Return the SHA-256 of a value's canonical JSON, without its hash and its signer."""
    return sha256(
        msgspec.json.encode(msgspec.structs.replace(value, hash="", signed_by=None), order="sorted")
    ).hexdigest()
