"""How exact a tester is, and how two doubts add up."""

from math import hypot, inf, sqrt
from typing import Final, NamedTuple

from msgspec import UNSET, UnsetType

from dicycle.health.digits import up
from dicycle.health.model import Z95

_ROOT3: Final = sqrt(3.0)


class Instrument(NamedTuple):
    """Limits of error as a data sheet states them: `current` and `clock` as fractions, `offset` A,
    `voltage` V per cell, `temperature` K, `difference` V per cell between two readings of one channel that are close
    together. `stated` says whether somebody stated them; the defaults are assumed.
    """

    current: float = 0.005
    offset: float = 0.0
    voltage: float = 0.005
    clock: float = 0.0005
    temperature: float = 2.0
    stated: bool = False
    difference: float = 0.001


def standard(limit: float) -> float:
    """Return the standard uncertainty of a limit of error, any value within it being as likely (GUM 4.3.7)."""
    return abs(limit) / _ROOT3


def together(*parts: float) -> float:
    """Return the standard uncertainty of independent parts (root of the sum of squares, GUM 5.1.2)."""
    return hypot(*parts)


def counted(tool: Instrument, current: float = inf) -> dict[str, float]:
    """Return what counting charge adds to an interval, standard uncertainties as fractions, at a mean current (A).

    A tester gets both wrong by the same fraction in every test (its gain and its clock).
    """
    return {"u_current": standard(tool.current + tool.offset / current), "u_clock": standard(tool.clock)}


def common_part(tool: Instrument, current: float, value: float) -> float | UnsetType:
    """Return the half-width of what a tester gets wrong in every test, if somebody stated how exact it is.

    At a mean current (A), in the unit of `value`; see `Estimate.common`.
    """
    return up(Z95 * together(*counted(tool, current).values()) * value) if tool.stated else UNSET
