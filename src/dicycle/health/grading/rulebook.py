"""By what an installation grades: its limits, scheme and models, read from files."""

from collections.abc import Iterable
from pathlib import Path

from dicycle.errors import InvalidInput
from dicycle.health.gates import read_limits
from dicycle.health.grading.assessing import Rules
from dicycle.health.grading.estimates import Estimators
from dicycle.health.grading.model import Scheme
from dicycle.health.grading.models import Models, read_file, read_models
from dicycle.health.grading.schemes import read_scheme
from dicycle.ledger.integrity.notes import Verifier


def read_rules(
    limits: Path | None = None,
    scheme: Path | None = None,
    model: Path | Iterable[Path] | None = None,
    keys: Iterable[Verifier] = (),
) -> Rules:
    """Read rules from files; what is not named is what comes with Dicycle.

    `model` names one file or several, of pulses, charges or voltages at rest; without a model of its kind nothing is
    concluded from a test. With `keys`, limits and scheme must be signed by one of them. Raises InvalidInput.
    """
    trusted = tuple(keys)
    chosen = read_scheme(_text(scheme), scheme.name, trusted) if scheme else None
    fitted = read_models([model] if isinstance(model, Path) else model or ())
    return Rules(
        limits=read_limits(_text(limits), limits.name, trusted) if limits else (),
        scheme=chosen,
        estimator=_estimators(fitted, chosen),
    )


def _estimators(fitted: Models, scheme: Scheme | None) -> Estimators:
    if scheme is None:
        return Estimators(fitted.pulses, fitted.windows, rests=fitted.rests)
    return Estimators(fitted.pulses, fitted.windows, rests=fitted.rests, cuts=scheme.cuts, wanted=scheme.of)


def _text(path: Path) -> str:
    try:
        return read_file(path).decode()
    except UnicodeDecodeError:
        raise InvalidInput.because("grading.file", "This file is not UTF-8.", str(path)) from None
