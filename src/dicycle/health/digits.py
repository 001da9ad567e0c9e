"""To how many digits a measured value is taken: what is judged is what is printed."""

from typing import Final

SIGNIFICANT_DIGITS: Final = 6
FRACTION_DIGITS: Final = 4
"""Decimals of a state of health, of its interval and of a multiple of a resistance."""
_NOISE_DIGITS: Final = 9
_STEP: Final = 10**FRACTION_DIGITS


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
