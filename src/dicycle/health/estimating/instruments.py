"""How exact a tester is, and how two doubts add up."""

from math import hypot, sqrt
from typing import Final, NamedTuple

Z95: Final = 1.959964
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
