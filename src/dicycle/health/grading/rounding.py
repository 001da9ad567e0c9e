"""How numbers are rounded before a grade is given and before they are printed: so both say the same, everywhere.

States of health, their intervals and multiples of resistance have four decimals; an interval is rounded outwards, so
that it never becomes narrower than it was. Before that, differences below a billionth are taken for none: machines
differ in the last bits of a float. Other measured values keep six significant digits.
"""

from typing import Any, Final

from msgspec.structs import replace

from dicycle.health.grading.model import Resistance
from dicycle.health.model import Estimate, StateOfHealth

FRACTION_DIGITS: Final = 4
SIGNIFICANT_DIGITS: Final = 6
_NOISE_DIGITS: Final = 9
_EXACT: Final = 2.0**53
_STEP: Final = 10**FRACTION_DIGITS


def down(value: float) -> float:
    """Return the lower end of an interval as it is printed."""
    return round(value * _STEP, _NOISE_DIGITS - FRACTION_DIGITS) // 1 / _STEP


def up(value: float) -> float:
    """Return the upper end of an interval as it is printed."""
    return -(-round(value * _STEP, _NOISE_DIGITS - FRACTION_DIGITS) // 1) / _STEP + 0.0


def middle(value: float) -> float:
    """Return a value as it is printed."""
    return round(round(value, _NOISE_DIGITS), FRACTION_DIGITS)


def printed_estimate(one: Estimate) -> Estimate:
    """Return an estimate with its numbers as they are printed."""
    return replace(one, value=_or_none(middle, one.value), low=_or_none(down, one.low), high=_or_none(up, one.high))


def printed_state(state: StateOfHealth) -> StateOfHealth:
    """Return a state of health with all its numbers as they are printed."""
    return replace(
        state,
        value=_or_none(middle, state.value),
        low=_or_none(down, state.low),
        high=_or_none(up, state.high),
        together=tuple(map(printed_estimate, state.together)),
        apart=tuple(map(printed_estimate, state.apart)),
    )


def printed_resistance(one: Resistance | None) -> Resistance | None:
    """Return a resistance with its numbers as they are printed."""
    return one and replace(one, value=middle(one.value), low=down(one.low), high=up(one.high))


def significant(value: Any) -> Any:
    """Return plain values with every float at the stated digits, and whole numbers as such: 50, not 50.0."""
    if isinstance(value, float):
        short = float(f"{value:.{SIGNIFICANT_DIGITS}g}")
        return int(short) if short.is_integer() and abs(short) < _EXACT else short
    if isinstance(value, dict):
        return {key: significant(one) for key, one in value.items()}
    return [significant(one) for one in value] if isinstance(value, list | tuple) else value


def _or_none(rounded: Any, value: float | None) -> float | None:
    return None if value is None else rounded(value)
