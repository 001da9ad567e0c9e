"""To how many digits a measured value is taken: what is judged is what is printed."""

import re
from decimal import Decimal
from math import isfinite
from typing import Any, Final

SIGNIFICANT_DIGITS: Final = 6
FRACTION_DIGITS: Final = 4
"""Decimals of a state of health, of its interval and of a multiple of a resistance."""
_NOISE_DIGITS: Final = 9
_NARROW: Final = 0.001
"""An interval that is narrower than this is read with one decimal more."""
_STEP: Final = 10**FRACTION_DIGITS
_PLAIN: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)


def number(said: Any) -> float | None:
    """Return a number, or the number that a text is; None for anything else, and for what is not finite."""
    if isinstance(said, bool) or not isinstance(said, int | float | Decimal | str):
        return None
    if isinstance(said, str) and not _PLAIN.fullmatch(said.strip()):
        return None
    try:
        found = float(said)
    except OverflowError:
        return None
    return found if isfinite(found) else None


def short(value: float) -> float:
    """Return a number at the stated digits."""
    return float(f"{value:.{SIGNIFICANT_DIGITS}g}")


def down(value: float) -> float:
    """Return the lower end of an interval as it is printed: never above what it was, but for a billionth."""
    return round(value * _STEP, _NOISE_DIGITS - FRACTION_DIGITS) // 1 / _STEP


def up(value: float) -> float:
    """Return the upper end of an interval as it is printed: never below what it was, but for a billionth."""
    return -(-round(value * _STEP, _NOISE_DIGITS - FRACTION_DIGITS) // 1) / _STEP + 0.0


def middle(value: float) -> float:
    """Return a value as it is printed."""
    return round(round(value, _NOISE_DIGITS), FRACTION_DIGITS)


def in_per_cent(value: float, low: float | None = None, high: float | None = None) -> str:
    """Return a fraction as people read it: to a tenth of a per cent, to a hundredth where its interval is narrower."""
    return f"{round(round(value * 100, _NOISE_DIGITS), _places(low, high)):.{_places(low, high)}f} %"


def span_in_per_cent(low: float, high: float, *, finer: bool = False) -> str:
    """Return an interval of fractions as people read it, rounded outwards, at the digits of `in_per_cent`.

    `finer` asks for a hundredth: where a tenth would reach over a limit that the interval does not.
    """
    places = 2 if finer else _places(low, high)
    step = 10 ** (places + 2)
    least, most = (round(one * step, _NOISE_DIGITS - places - 2) for one in (low, high))
    return f"{least // 1 / step * 100:.{places}f} to {-(-most // 1) / step * 100 + 0.0:.{places}f} %"


def _places(low: float | None, high: float | None) -> int:
    return 1 if low is None or high is None or high - low >= _NARROW - 10**-_NOISE_DIGITS else 2
