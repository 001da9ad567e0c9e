"""What persons state beside tests when a unit is graded: releases of failed gates, and a resistance."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from dicycle.cli.health.reading import content
from dicycle.errors import InvalidInput

if TYPE_CHECKING:
    from dicycle.health.grading.model import Release, Resistance

_F = TypeVar("_F", bound=Callable[..., Any])
_RELEASE: Final = '{"gate": "S7", "by": "Ada Beispiel", "second": "Ben Muster", "reason": "Known of this type."}'
_RESISTANCE: Final = '{"value": 1.12, "low": 1.08, "high": 1.16, "what": "direct current, 10 s"}'


def stated_options(command: _F) -> _F:
    """Add the options ``--release`` and ``--resistance``."""
    release = click.option(
        "--release", "releases", type=click.Path(path_type=Path), multiple=True, metavar="FILE",
        help="A failed gate that two persons release, JSON: gate, by, second, reason; or a list. May be given again.",
    )  # fmt: skip
    resistance = click.option(
        "--resistance", type=click.Path(path_type=Path), default=None, metavar="FILE",
        help="A resistance that somebody measured, in multiples of the new value, JSON: value, low, high, what.",
    )  # fmt: skip
    return release(resistance(command))


def releases(paths: Iterable[Path], at: str) -> "tuple[Release, ...]":
    """Return the releases of files, given at a time (RFC 3339) where they name none; raises InvalidInput."""
    return tuple(one for path in paths for one in _releases(path, at))


def _releases(path: Path, at: str) -> "tuple[Release, ...]":
    from dicycle.health.grading.model import Release

    said = _json(path, _RELEASE)
    every = said if isinstance(said, list) else [said]
    timed = [{"at": at} | one if isinstance(one, dict) else one for one in every]
    found: tuple[Release, ...] = _struct(timed, tuple[Release, ...], path, _RELEASE)
    return found


def resistance(path: Path | None) -> "Resistance | None":
    """Return the resistance that a file states; raises InvalidInput."""
    from dicycle.health.grading.model import Resistance

    if path is None:
        return None
    found: Resistance = _struct(_json(path, _RESISTANCE), Resistance, path, _RESISTANCE)
    return found


def _json(path: Path, example: str) -> Any:
    import msgspec

    try:
        return msgspec.json.decode(content(path))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as bad:
        raise _wrong(path, bad, example) from None


def _struct(said: Any, kind: Any, path: Path, example: str) -> Any:
    import msgspec

    try:
        return msgspec.convert(said, kind)
    except msgspec.ValidationError as bad:
        raise _wrong(path, bad, example) from None


def _wrong(path: Path, bad: Exception, example: str) -> InvalidInput:
    return InvalidInput.because("cli.stated", f"This cannot be read: {bad}.", str(path), f"Write it as in {example}.")
