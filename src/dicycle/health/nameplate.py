"""A type of unit as somebody states it, checked once for every door: figures that no battery has are refused."""

from collections.abc import Iterator
from math import isfinite

from dicycle.errors import InvalidInput
from dicycle.findings import Finding
from dicycle.health.model import CellType

_ADVICE = "Read it off the nameplate or the data sheet."


def checked(type: CellType, where: str = "type") -> CellType:
    """Return a type of which every figure is possible; raises InvalidInput with all that are not."""
    wrong = tuple(Finding("health.type-impossible", told, where, advice=_ADVICE) for told in _wrong(type))
    if wrong:
        raise InvalidInput(*wrong)
    return type


def _wrong(type: CellType) -> Iterator[str]:
    if not _positive(type.rated_capacity):
        yield f"A rated capacity is above 0 Ah, and not {type.rated_capacity:g} Ah."
    if type.rated_energy is not None and not _positive(type.rated_energy):
        yield f"A rated energy is above 0 Wh, and not {type.rated_energy:g} Wh."
    if type.series < 1 or type.parallel < 1:
        yield f"{type.series} cells in series and {type.parallel} in parallel are no battery: each is 1 or more."
    yield from _limits(type.voltage_min, type.voltage_max)


def _limits(low: float | None, high: float | None) -> Iterator[str]:
    if any(one is not None and (not isfinite(one) or one < 0) for one in (low, high)):
        yield "A voltage limit of a cell is a number of volts, not below 0."
    elif low is not None and high is not None and low >= high:
        yield f"The lower voltage limit, {low:g} V, is not below the upper one, {high:g} V."


def _positive(value: float) -> bool:
    return isfinite(value) and value > 0
