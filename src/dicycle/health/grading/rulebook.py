"""By what an installation grades: its limits, scheme and models, read from files."""

from collections.abc import Iterable
from pathlib import Path

from dicycle.errors import InvalidInput
from dicycle.health.gates import read_limits
from dicycle.health.grading.assessing import Rules
from dicycle.health.grading.estimates import Estimators
from dicycle.health.grading.schemes import read_scheme
from dicycle.health.learning.model import load
from dicycle.ledger.integrity.notes import Verifier


def read_rules(
    limits: Path | None = None, scheme: Path | None = None, model: Path | None = None, keys: Iterable[Verifier] = ()
) -> Rules:
    """Read rules from files; what is not named is what comes with Dicycle, and without a model no pulses are judged.

    With `keys`, limits and scheme must be signed by one of them. Raises InvalidInput.
    """
    trusted = tuple(keys)
    chosen = read_scheme(_text(scheme), scheme.name, trusted) if scheme else None
    return Rules(
        limits=read_limits(_text(limits), limits.name, trusted) if limits else (),
        scheme=chosen,
        estimator=Estimators(load(_bytes(model)) if model else None, cuts=chosen.cuts if chosen else None),
    )


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode()
    except UnicodeDecodeError:
        raise InvalidInput.because("grading.file", "This file is not UTF-8.", str(path)) from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as wrong:
        sentence = f"This file cannot be read: {wrong.strerror or wrong}."
        raise InvalidInput.because("grading.file", sentence, str(path)) from None
