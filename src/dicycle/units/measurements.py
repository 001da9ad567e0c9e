"""Which units belong to the measurement types of GS1 sensor reports (GS1 Web Vocabulary, CBV 2.0 section 7.6)."""

from typing import NamedTuple

from dicycle.units.codes import UNITS, Dimension, Unit


class Measurement(NamedTuple):
    """One GS1 measurement type and the units it may be reported in."""

    name: str
    dimensions: frozenset[Dimension]
    units: frozenset[str]

    def allows(self, unit: Unit) -> bool:
        """Return whether a report of this type may use `unit`."""
        return unit.code in self.units


def _measurement(name: str, *dimensions: Dimension, also: tuple[str, ...] = ()) -> Measurement:
    units = {unit.code for unit in UNITS.values() if unit.dimension in dimensions}
    return Measurement(name, frozenset(dimensions), frozenset(units | set(also)))


MEASUREMENTS: dict[str, Measurement] = {
    each.name: each
    for each in (
        _measurement("Mass", Dimension.MASS),
        _measurement("Energy", Dimension.ENERGY),
        _measurement("ElectricCharge", Dimension.ELECTRIC_CHARGE),
        _measurement("ElectricCurrent", Dimension.ELECTRIC_CURRENT),
        _measurement("Voltage", Dimension.VOLTAGE),
        _measurement("Resistance", Dimension.RESISTANCE),
        _measurement("Power", Dimension.POWER),
        _measurement("RadiantFlux", Dimension.POWER),
        _measurement("Temperature", Dimension.TEMPERATURE),
        _measurement("Time", Dimension.TIME),
        _measurement("Length", Dimension.LENGTH),
        _measurement("Altitude", Dimension.LENGTH),
        _measurement("Volume", Dimension.VOLUME),
        _measurement("Pressure", Dimension.PRESSURE),
        _measurement("Frequency", Dimension.FREQUENCY),
        _measurement("Speed", Dimension.SPEED),
        _measurement("Density", Dimension.DENSITY),
        _measurement("MassConcentration", Dimension.DENSITY),
        _measurement("AbsoluteHumidity", Dimension.DENSITY),
        _measurement("RelativeHumidity", Dimension.RATIO),
        _measurement("VolumeFraction", Dimension.RATIO),
        _measurement("Dimensionless", Dimension.RATIO),
        # A count may be given in pieces, in "each", or as the plain number one.
        _measurement("Count", Dimension.COUNT, also=("C62",)),
    )
}


def measurement(type_name: str) -> Measurement | None:
    """Return the measurement type of a bare name, a CURIE or a full URI (``gs1:Mass``, ``https://gs1.org/voc/Mass``).

    None for a type whose units Dicycle has no rule for: then nothing can be said about the unit.
    """
    for start in ("https://gs1.org/voc/", "https://ref.gs1.org/voc/", "gs1:"):
        if type_name.startswith(start):
            return MEASUREMENTS.get(type_name.removeprefix(start))
    return MEASUREMENTS.get(type_name)
