"""Headings of pulse sheets: which row they are in, what their columns mean, and in which unit the numbers stand."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

Rows = list[list[Any]]

_LOOKED: Final = 20
"""Rows at the top of a sheet among which the headings are looked for."""
BEYOND: Final = 1000.0
"""Volts that no cell has: they are millivolts."""
_FEWEST: Final = 5
_MOST: Final = 200
_VOLTAGE: Final = re.compile(r"(?:u|v|voltage|spannung|tension|电压)(\d{1,3})$")
_RATE: Final = re.compile(r"(?:fai|phi)_?\d")
_UNIT: Final = re.compile(r"(.*?)\s*[\[(/（,]\s*([^\])）]+?)\s*[\])）]?$|(.*?)[\s_]+(m?ah|m?v|m?s|%)$")
_NUMBER: Final = re.compile(r"([-+]?\d+(?:[.,]\d+)?(?:e[-+]?\d+)?)\s*(\D*)$", re.IGNORECASE)
SCALES: Final[Mapping[str, float]] = MappingProxyType(
    {"ah": 1.0, "mah": 1e-3, "as": 1 / 3600, "a*s": 1 / 3600, "v": 1.0, "mv": 1e-3, "s": 1.0, "ms": 1e-3, "%": 1.0,
     "c": 1.0, "°c": 1.0, "degc": 1.0}
)  # fmt: skip
_WORDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "q": ("capacity", "measuredcapacity", "dischargecapacity", "kapazität", "capacité", "容量"),
        "qn": ("nominalcapacity", "ratedcapacity", "qnom", "qnominal", "qrated", "nennkapazität", "capaciténominale",
               "额定容量", "标称容量"),
        "mat": ("material", "chemistry", "cathode", "chemie", "kathode", "chimie", "材料"),
        "model": ("cellmodel", "celltype", "batterymodel", "batterytype", "zelltyp", "型号"),
        "id": ("cellid", "batteryid", "unitid", "serialnumber", "zelle", "zellnummer", "电池编号"),
        "pt": ("pulsewidth", "pulseduration", "pulslänge", "pulsdauer", "duréedimpulsion", "脉冲宽度"),
        "soc": ("stateofcharge", "ladezustand", "étatdecharge", "荷电状态"),
        "t": ("temp", "temperature", "temperatur", "température", "温度"),
    }
)  # fmt: skip
_NAMES: Final = {word: name for name, words in _WORDS.items() for word in words}


class Column(NamedTuple):
    """What a heading names, in small letters, and by what its numbers become Ah, V, s or per cent."""

    name: str
    scale: float = 1.0


class Headings(NamedTuple):
    """The columns of a sheet; its body begins with the row number `body`, counted from 0."""

    columns: tuple[Column, ...]
    points: tuple[int, ...]
    body: int


def headings(rows: Rows) -> Headings | None:
    """Return the headings of a sheet, below titles and above a row of units if there are any; None without pulses."""
    for place, row in enumerate(rows[:_LOOKED]):
        columns = [column(cell) for cell in row]
        points = _points(columns)
        if points:
            units = _units(rows[place + 1]) if len(rows) > place + 1 else []
            both = [_in_unit(one, unit) for one, unit in zip(columns, [*units, *[""] * len(columns)], strict=False)]
            return Headings(tuple(both), points, place + (2 if any(units) else 1))
    return None


def column(cell: Any) -> Column:
    """Return what a heading such as "Q", "U1 (mV)", "Nominal capacity / Ah" names."""
    text = str(cell).strip().lower()
    if _RATE.match(text):
        return Column(text)
    parted = _UNIT.match(text)
    stem, unit = next((pair for pair in (parted.groups()[:2], parted.groups()[2:]) if pair[1]), (text, "")) if parted \
        else (text, "")  # fmt: skip
    known = unit.strip().replace(" ", "") in SCALES
    plain = _plain(stem if known else text)
    voltage = _VOLTAGE.match(_plain(stem))
    name = f"u{int(voltage[1])}" if voltage else _NAMES.get(plain, plain)
    return Column(name, SCALES[unit.strip().replace(" ", "")] if known else 1.0)


def _plain(text: str) -> str:
    return re.sub(r"[\s_\-.'’]+", "", text)


def number(cell: Any) -> float:
    """Return a cell as a finite number, "35", "3,31" and "2100 mAh" too; nan where it is none."""
    try:
        value = float(cell)
    except (TypeError, ValueError):
        value = _written(str(cell))
    return value if abs(value) < float("inf") else float("nan")


def _written(text: str) -> float:
    found = _NUMBER.match(text.strip())
    unit = found[2].strip().lower() if found else ""
    if found is None or (unit and unit not in SCALES):
        return float("nan")
    return float(found[1].replace(",", ".")) * SCALES.get(unit, 1.0)


def _points(columns: Sequence[Column]) -> tuple[int, ...]:
    """Return where U1, U2, … (or U0, U1, …) stand, as far as they go without a hole; fewer than five are no pulse."""
    places = {one.name: place for place, one in reversed(list(enumerate(columns)))}
    first = 0 if "u0" in places else 1
    last = next((point for point in range(first, _MOST) if f"u{point}" not in places), _MOST)
    return tuple(places[f"u{point}"] for point in range(first, last)) if last - first >= _FEWEST else ()


def _units(row: Sequence[Any]) -> list[str]:
    """Return the units in a row that holds nothing else, else nothing."""
    said = [str(cell).strip().lower().strip("[]()（）") for cell in row]
    texts = [one for one in said if one]
    return said if texts and sum(one in SCALES for one in texts) > len(texts) / 2 else []


def _in_unit(one: Column, unit: str) -> Column:
    return Column(one.name, SCALES[unit]) if unit in SCALES else one
