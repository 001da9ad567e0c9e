"""Fitted models as files: JSON that names its schema and its own hash; equal models give equal bytes."""

from hashlib import sha256
from typing import Final, TypeVar

import msgspec
from msgspec import Struct

from dicycle.errors import InvalidInput

_T = TypeVar("_T", bound=Struct)
_OTHER_FILE: Final = "Give a file that was fitted with this version."


class _Sealed(Struct, frozen=True, forbid_unknown_fields=True):
    schema: str
    sha256: str
    model: msgspec.Raw


def hash_of(model: Struct) -> str:
    """Return the SHA-256 of a model's bytes."""
    return sha256(_bytes(model)).hexdigest()


def _bytes(model: Struct) -> bytes:
    return msgspec.json.encode(model, order="deterministic")


def seal(model: Struct, schema: str) -> bytes:
    """Return a model as the bytes of its file."""
    raw = _bytes(model)
    return msgspec.json.encode(_Sealed(schema, sha256(raw).hexdigest(), msgspec.Raw(raw)))


def unseal(data: bytes, schema: str, kind: type[_T], what: str) -> _T:
    """Return the model of a file; raises InvalidInput for a damaged one, or one that is no model of `what`."""
    try:
        sealed = msgspec.json.decode(data, type=_Sealed)
        model = msgspec.json.decode(sealed.model, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as wrong:
        raise InvalidInput.because("health.not-a-model", f"This is no model of {what}.", advice=_OTHER_FILE) from wrong
    if sealed.schema != schema or sha256(sealed.model).hexdigest() != sealed.sha256:
        raise damaged("The content of the model does not have the hash that the file names.")
    return model


def damaged(sentence: str) -> InvalidInput:
    """Return the refusal of a file that is a model and whose content is not what was written."""
    return InvalidInput.because("health.model-damaged", sentence, advice=_OTHER_FILE)
