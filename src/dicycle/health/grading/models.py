"""Fitted models read from files, each known by the schema that it names."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from dicycle.errors import InvalidInput
from dicycle.health.estimating import partial, rested
from dicycle.health.learning import model as learning
from dicycle.health.learning.model import PulseModel
from dicycle.health.nameplate import checked

_PULSES: Final = "dicycle-pulse-model-"
_WINDOWS: Final = "dicycle-window-model-"
_RESTS: Final = "dicycle-rest-model-"
_M = TypeVar("_M", PulseModel, partial.WindowModel, rested.RestModel)
_ADVICE: Final = "Name files that `dicycle health fit` wrote."


class Models(NamedTuple):
    """What was fitted: a model of pulses, models of charge windows, and models of voltages at rest."""

    pulses: PulseModel | None = None
    windows: tuple[partial.WindowModel, ...] = ()
    rests: tuple[rested.RestModel, ...] = ()


class _Named(Struct, frozen=True):
    schema: str


def read_models(paths: Iterable[Path]) -> Models:
    """Read model files, in any order; the same one twice counts once.

    Raises InvalidInput, with the file named, for a file that is no model, is damaged, or is a second model of pulses.
    """
    found = Models()
    for path in dict.fromkeys(paths):
        found = _with(found, path, read_file(path))
    return found


def _with(found: Models, path: Path, data: bytes) -> Models:
    schema = _schema(data)
    try:
        if schema.startswith(_PULSES):
            return found._replace(pulses=_one(found.pulses, _typed(learning.load(data)), path))
        if schema.startswith(_WINDOWS):
            return found._replace(windows=tuple(dict.fromkeys([*found.windows, _typed(partial.load(data))])))
        if schema.startswith(_RESTS):
            return found._replace(rests=tuple(dict.fromkeys([*found.rests, _typed(rested.load(data))])))
    except InvalidInput as wrong:
        raise InvalidInput(*(one._replace(where=one.where or str(path)) for one in wrong.findings)) from wrong
    said = f"says it is {schema[:60]!r}" if schema else "says nothing of what it is"
    sentence = f"This is no model that is known here: it {said}."
    raise InvalidInput.because("health.not-a-model", sentence, str(path), _ADVICE)


def _typed(model: _M) -> _M:
    """Return a model whose types are possible; raises InvalidInput."""
    for one in model.groups if isinstance(model, PulseModel) else (model,):
        checked(one.type, "")
    return model


def _schema(data: bytes) -> str:
    try:
        return msgspec.json.decode(data, type=_Named).schema
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ""


def _one(known: PulseModel | None, other: PulseModel, path: Path) -> PulseModel:
    if known is not None and known != other:
        sentence = "This is a second model of pulses; one answers for all types."
        advice = "Fit one on the sheets of all types, or name the one that is to judge."
        raise InvalidInput.because("health.two-pulse-models", sentence, str(path), advice)
    return other


def read_file(path: Path) -> bytes:
    """Return the bytes of a file; raises InvalidInput."""
    try:
        return path.read_bytes()
    except OSError as wrong:
        sentence = f"This file cannot be read: {wrong.strerror or wrong}."
        raise InvalidInput.because("grading.file", sentence, str(path)) from None
