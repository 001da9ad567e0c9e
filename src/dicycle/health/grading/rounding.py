"""How numbers are rounded before a grade is given and before they are printed: so both say the same, everywhere.

States of health, their intervals and multiples of resistance have four decimals; an interval is rounded outwards, so
that it never becomes narrower than it was. Before that, differences below a billionth are taken for none: machines
differ in the last bits of a float. Other measured values keep six significant digits; what somebody states or reads
is rounded to them before anything is made of it.
"""

from typing import Any, Final

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from dicycle.health.digits import down, middle, short, up
from dicycle.health.gates.model import Reading
from dicycle.health.grading.case import Case
from dicycle.health.grading.model import Resistance
from dicycle.health.model import CellType, Estimate, StateOfHealth

_EXACT: Final = 2.0**53


def printed_estimate(one: Estimate) -> Estimate:
    """Return an estimate with its numbers as they are printed."""
    common = one.common if one.common is UNSET else up(one.common)
    value, low, high = _or_none(middle, one.value), _or_none(down, one.low), _or_none(up, one.high)
    return replace(one, value=value, low=low, high=high, common=common)


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


def printed_case(case: Case) -> Case:
    """Return a case in which what was stated and read is as it is printed; raw files stay as they are."""
    return case._replace(
        type=_printed(case.type, CellType),
        declared=tuple(_printed(one, Estimate) for one in case.declared),
        readings=tuple(_printed(one, Reading) for one in case.readings),
        ambient=None if case.ambient is None else short(case.ambient),
    )


def _printed(value: Any, kind: Any) -> Any:
    return value and msgspec.convert(significant(msgspec.to_builtins(value)), type=kind)


def significant(value: Any) -> Any:
    """Return plain values with every float at the stated digits, and whole numbers as such: 50, not 50.0."""
    if isinstance(value, float):
        found = short(value)
        return int(found) if found.is_integer() and abs(found) < _EXACT else found
    if isinstance(value, dict):
        return {key: significant(one) for key, one in value.items()}
    return [significant(one) for one in value] if isinstance(value, list | tuple) else value


def _or_none(rounded: Any, value: float | None) -> float | None:
    return None if value is None else rounded(value)
