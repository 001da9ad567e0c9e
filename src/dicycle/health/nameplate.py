"""A type of unit as somebody states it, checked once for every door: figures that no battery has are refused."""

import re
from collections.abc import Iterator
from math import isfinite
from typing import Final, NamedTuple

from msgspec import UNSET, UnsetType
from msgspec.structs import asdict

from dicycle.errors import InvalidInput
from dicycle.findings import Finding
from dicycle.health.model import CellType, Kind

_ADVICE: Final = "Read it off the nameplate or the data sheet."
_CELLS: Final = re.compile(r"(?<![\w.,])(\d{1,5})\s*S(?:\s*(\d{1,5})\s*P)?(?!\w)", re.IGNORECASE)
MOST_OF_A_CELL: Final = 5.5
"""No cell has more volts; what is more is of several in series."""
LEAST_OF_A_CELL: Final = 1.0
"""No cell gives its energy at fewer volts."""


class Arranged(NamedTuple):
    """How many cells are in series, and in parallel, as the field writes it: 96S, 96S1P, 13s4p; `rest` is what is left.

    Nobody says it where `series` is None.
    """

    rest: str
    series: int | None = None
    parallel: int = 1

    @property
    def name(self) -> str:
        """How the field writes it; empty where nobody says it."""
        return "" if self.series is None else f"{self.series}S{self.parallel}P"

    def per_cell(self, low: float | None, high: float | None) -> tuple[float | None, float | None]:
        """Return voltage limits (V) as those of a cell: where no cell reaches the upper one they are of the unit."""
        if low is None or high is None or not self.series or high <= MOST_OF_A_CELL:
            return low, high
        return round(low / self.series, 6), round(high / self.series, 6)


class AsWritten(CellType, frozen=True, kw_only=True):
    """A type as a person or a program writes it: how many cells are in series is stated, or is left out."""

    series: int | UnsetType = UNSET  # type: ignore[assignment]

    def meant(self, kind: Kind | None = None) -> CellType:
        """Return the type that is meant, of a unit of a kind."""
        said = {name: value for name, value in asdict(self).items() if value is not UNSET}
        return CellType(**said | {"one_in_series": one_in_series(said.get("series"), kind or self.kind)})


def one_in_series(series: int | None, kind: Kind | None) -> bool | UnsetType:
    """Return what a type says of one cell in series that somebody stated; nothing where that is plain."""
    return True if series == 1 and kind != "cell" else UNSET


def arranged(words: str) -> Arranged:
    """Return what words say of cells in series and in parallel; raises InvalidInput where they say it twice."""
    found = list(_CELLS.finditer(words))
    if not found:
        return Arranged(words)
    if len(found) > 1:
        sentence = f"Cells in series are said {len(found)} times: {', '.join(one[0] for one in found)}."
        raise InvalidInput.because("health.type-twice", sentence, "type", "Say them once, as in 13S4P.")
    one = found[0]
    rest = f"{words[: one.start()].rstrip(' ,')} {words[one.end() :].lstrip(' ,')}"
    return Arranged(rest.strip(), int(one[1]), int(one[2] or 1))


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
    most = max(type.voltage_min or 0.0, type.voltage_max or 0.0)
    if type.kind == "cell" and most > MOST_OF_A_CELL:
        yield f"No cell has {most:g} V: its voltage limits are in V, and not in mV."
    if type.series > 1 and (type.voltage_max or 0.0) > MOST_OF_A_CELL:
        yield f"Voltage limits are those of one of the {type.series} cells in series; none has {type.voltage_max:g} V."


def _limits(low: float | None, high: float | None) -> Iterator[str]:
    if any(one is not None and (not isfinite(one) or one < 0) for one in (low, high)):
        yield "A voltage limit of a cell is a number of volts, not below 0."
    elif low is not None and high is not None and low >= high:
        yield f"The lower voltage limit, {low:g} V, is not below the upper one, {high:g} V."


def _positive(value: float) -> bool:
    return isfinite(value) and value > 0
