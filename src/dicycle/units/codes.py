"""The units Dicycle reckons with: common code, name, symbol, dimension and exact factor.

Source: UN/CEFACT Recommendation 20, Annex I, revision 17 (2021). A year (ANN) is 365.25 days there and a month
(MON) its twelfth. Every factor is exact, because each of these units is defined by a rational number of SI units.
"""

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from dicycle.errors import InvalidUnit
from dicycle.findings import Finding


class Dimension(StrEnum):
    """What a unit measures; only units of one dimension are converted into each other or added."""

    MASS = "mass"
    ENERGY = "energy"
    ELECTRIC_CHARGE = "electric charge"
    ELECTRIC_CURRENT = "electric current"
    VOLTAGE = "voltage"
    RESISTANCE = "resistance"
    POWER = "power"
    TEMPERATURE = "temperature"
    TIME = "time"
    LENGTH = "length"
    VOLUME = "volume"
    PRESSURE = "pressure"
    FREQUENCY = "frequency"
    SPEED = "speed"
    DENSITY = "mass per volume"
    COUNT = "count"
    RATIO = "ratio"


class Unit(NamedTuple):
    """One unit: a value in it, times `factor`, plus `offset`, is the value in the SI unit of its dimension."""

    code: str
    name: str
    symbol: str
    dimension: Dimension
    factor: Fraction
    offset: Fraction = Fraction(0)

    def __str__(self) -> str:
        return f"{self.code} ({self.name})"


def _units(dimension: Dimension, *rows: tuple[str, str, str, str]) -> list[Unit]:
    return [Unit(code, name, symbol, dimension, Fraction(factor)) for code, name, symbol, factor in rows]


_ALL = [
    *_units(
        Dimension.MASS,
        ("KGM", "kilogram", "kg", "1"),
        ("GRM", "gram", "g", "1e-3"),
        ("MGM", "milligram", "mg", "1e-6"),
        ("MC", "microgram", "µg", "1e-9"),
        ("TNE", "tonne", "t", "1e3"),
        ("KTN", "kilotonne", "kt", "1e6"),
        ("LBR", "pound", "lb", "0.45359237"),
    ),
    *_units(
        Dimension.ENERGY,
        ("JOU", "joule", "J", "1"),
        ("KJO", "kilojoule", "kJ", "1e3"),
        ("3B", "megajoule", "MJ", "1e6"),
        ("GV", "gigajoule", "GJ", "1e9"),
        ("WHR", "watt hour", "Wh", "3600"),
        ("KWH", "kilowatt hour", "kWh", "3.6e6"),
        ("MWH", "megawatt hour", "MWh", "3.6e9"),
        ("GWH", "gigawatt hour", "GWh", "3.6e12"),
        ("D32", "terawatt hour", "TWh", "3.6e15"),
    ),
    *_units(
        Dimension.ELECTRIC_CHARGE,
        ("COU", "coulomb", "C", "1"),
        ("A8", "ampere second", "As", "1"),
        ("E09", "milliampere hour", "mAh", "3.6"),
        ("AMH", "ampere hour", "Ah", "3600"),
        ("TAH", "kiloampere hour", "kAh", "3.6e6"),
    ),
    *_units(
        Dimension.ELECTRIC_CURRENT,
        ("AMP", "ampere", "A", "1"),
        ("4K", "milliampere", "mA", "1e-3"),
        ("B22", "kiloampere", "kA", "1e3"),
    ),
    *_units(
        Dimension.VOLTAGE,
        ("VLT", "volt", "V", "1"),
        ("2H", "volt DC", "V", "1"),
        ("2Z", "millivolt", "mV", "1e-3"),
        ("KVT", "kilovolt", "kV", "1e3"),
    ),
    *_units(
        Dimension.RESISTANCE,
        ("OHM", "ohm", "Ω", "1"),
        ("E45", "milliohm", "mΩ", "1e-3"),
        ("B94", "microohm", "µΩ", "1e-6"),
        ("B49", "kiloohm", "kΩ", "1e3"),
        ("B75", "megohm", "MΩ", "1e6"),
    ),
    *_units(
        Dimension.POWER,
        ("WTT", "watt", "W", "1"),
        ("KWT", "kilowatt", "kW", "1e3"),
        ("MAW", "megawatt", "MW", "1e6"),
    ),
    Unit("KEL", "kelvin", "K", Dimension.TEMPERATURE, Fraction(1)),
    Unit("CEL", "degree Celsius", "°C", Dimension.TEMPERATURE, Fraction(1), Fraction("273.15")),
    Unit("FAH", "degree Fahrenheit", "°F", Dimension.TEMPERATURE, Fraction(5, 9), Fraction("459.67") * Fraction(5, 9)),
    *_units(
        Dimension.TIME,
        ("SEC", "second", "s", "1"),
        ("C26", "millisecond", "ms", "1e-3"),
        ("MIN", "minute", "min", "60"),
        ("HUR", "hour", "h", "3600"),
        ("DAY", "day", "d", "86400"),
        ("WEE", "week", "wk", "604800"),
        ("MON", "month", "mo", "2629800"),
        ("ANN", "year", "y", "31557600"),
    ),
    *_units(
        Dimension.LENGTH,
        ("MTR", "metre", "m", "1"),
        ("4H", "micrometre", "µm", "1e-6"),
        ("MMT", "millimetre", "mm", "1e-3"),
        ("CMT", "centimetre", "cm", "1e-2"),
        ("KMT", "kilometre", "km", "1e3"),
    ),
    *_units(
        Dimension.VOLUME,
        ("MTQ", "cubic metre", "m³", "1"),
        ("LTR", "litre", "l", "1e-3"),
        ("MLT", "millilitre", "ml", "1e-6"),
    ),
    *_units(
        Dimension.PRESSURE,
        ("PAL", "pascal", "Pa", "1"),
        ("KPA", "kilopascal", "kPa", "1e3"),
        ("BAR", "bar", "bar", "1e5"),
    ),
    *_units(Dimension.FREQUENCY, ("HTZ", "hertz", "Hz", "1"), ("KHZ", "kilohertz", "kHz", "1e3")),
    *_units(Dimension.SPEED, ("MTS", "metre per second", "m/s", "1"), ("KMH", "kilometre per hour", "km/h", "5/18")),
    *_units(
        Dimension.DENSITY,
        ("KMQ", "kilogram per cubic metre", "kg/m³", "1"),
        ("A93", "gram per cubic metre", "g/m³", "1e-3"),
        ("GL", "gram per litre", "g/l", "1"),
        ("M1", "milligram per litre", "mg/l", "1e-3"),
        ("23", "gram per cubic centimetre", "g/cm³", "1e3"),
    ),
    *_units(Dimension.COUNT, ("H87", "piece", "", "1"), ("EA", "each", "", "1")),
    *_units(
        Dimension.RATIO,
        ("C62", "one", "", "1"),
        ("P1", "percent", "%", "1e-2"),
        ("60", "percent weight", "%", "1e-2"),
        ("59", "part per million", "ppm", "1e-6"),
        ("61", "part per billion (US)", "ppb", "1e-9"),
    ),
]

UNITS: dict[str, Unit] = {each.code: each for each in _ALL}


def unit(code: str) -> Unit:
    """Return the unit of a Recommendation 20 common code; InvalidUnit when Dicycle does not know it."""
    found = UNITS.get(code)
    if found is None:
        raise InvalidUnit(
            Finding(
                "unit.unknown",
                f"{code!r} is not a unit code Dicycle knows.",
                code,
                advice="Use a UN/CEFACT Recommendation 20 common code, for example KGM, KWH, AMH, VLT, CEL or P1.",
            )
        )
    return found
