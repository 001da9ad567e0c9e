"""Rules on the sensor elements of one event."""

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

import msgspec
from msgspec import UNSET

from dicycle.ledger.context import ours
from dicycle.ledger.formats import microseconds, quick_microseconds
from dicycle.ledger.model import BusinessEvent, SensorElement, SensorReport
from dicycle.sense.record import Record
from dicycle.sense.signs import Sign, flag
from dicycle.units import UNITS, Dimension, measurement
from dicycle.units.measurements import Measurement
from dicycle.vocabulary import CYCLES, STATE_OF_CHARGE, STATE_OF_HEALTH

_VALUES: Final = ("value", "min_value", "max_value", "mean_value", "perc_value")
_SAID: Final = (
    *_VALUES, "s_dev", "perc_rank", "string_value", "boolean_value", "hex_binary_value", "uri_value", "component",
)  # fmt: skip
_RATIO = Measurement("ratio", frozenset({Dimension.RATIO}), frozenset({"P1", "C62", "60", "59", "61"}))
_NUMBER = Measurement("number", frozenset({Dimension.RATIO, Dimension.COUNT}), frozenset({"C62", "H87", "EA"}))
_OURS: Final = {STATE_OF_HEALTH: _RATIO, STATE_OF_CHARGE: _RATIO, CYCLES: _NUMBER}

_ZERO, _ONE = Fraction(0), Fraction(1)
_BOUNDS: Final[dict[str, tuple[Fraction | None, Fraction | None]]] = {
    **dict.fromkeys(
        ("Temperature", "Mass", "Resistance", "Frequency", "Density", "MassConcentration", "AbsoluteHumidity",
         "Volume", "Count", "Length", CYCLES), (_ZERO, None)
    ),
    **dict.fromkeys(("RelativeHumidity", "VolumeFraction", STATE_OF_CHARGE), (_ZERO, _ONE)),
    STATE_OF_HEALTH: (_ZERO, Fraction(3, 2)),
}  # fmt: skip
"""Lowest and highest value in the SI unit; a new pack may hold somewhat more than it was rated for."""
_ANGLES: Final = {"latitude": 90, "longitude": 180}


def sensors(record: Record, out: list[Sign]) -> None:
    """Add what is wrong with the readings of an event."""
    event = record.event
    if not isinstance(event, BusinessEvent) or event.sensor_element_list is UNSET:
        return
    for at, element in enumerate(event.sensor_element_list):
        _times(element, f"/sensorElementList/{at}", record.time, out)
        for number, report in enumerate(element.sensor_report):
            _report(record, element, report, f"/sensorElementList/{at}/sensorReport/{number}", out)


# ---------------------------------------------------------------- when


def _moment(text: str) -> int | None:
    try:
        return quick_microseconds(text)
    except ValueError:
        return microseconds(text)


def _times(element: SensorElement, where: str, told: int, out: list[Sign]) -> None:
    start = end = None
    for place, text in _moments(element):
        moment = _moment(text)
        start = moment if place.endswith("startTime") else start
        end = moment if place.endswith("endTime") else end
        if moment is not None and moment > told:
            out.append(flag("sensor-after-event", f"{text} is after the event.", f"{where}{place}"))
    if start is not None and end is not None and end < start:
        out.append(flag("sensor-window-backwards", "The window ends before it starts.", f"{where}/sensorMetadata"))


def _moments(element: SensorElement) -> Iterator[tuple[str, str]]:
    metadata = element.sensor_metadata
    if metadata is not UNSET:
        for name, text in (("time", metadata.time), ("startTime", metadata.start_time), ("endTime", metadata.end_time)):
            if text is not UNSET:
                yield f"/sensorMetadata/{name}", text
    for number, report in enumerate(element.sensor_report):
        if report.time is not UNSET:
            yield f"/sensorReport/{number}/time", report.time


# ---------------------------------------------------------------- what


def _report(record: Record, element: SensorElement, report: SensorReport, where: str, out: list[Sign]) -> None:
    known = measurement(report.type)
    kind = known.name if known else report.type
    if known is None and kind in _OURS and ours(record.context):
        known = _OURS[kind]
    if known is not None:
        fits = _unit(report, known, kind, where, out)
        if kind in _BOUNDS and fits:
            _range(report, kind, where, out)
    _order(report, where, out)
    _places_and_shares(report, where, out)
    if kind == STATE_OF_HEALTH:
        _method(element, report, where, out)
    if report.exception is UNSET and not any(getattr(report, field) is not UNSET for field in _SAID):
        _silent(record, report, where, out)


def _unit(report: SensorReport, known: Measurement, kind: str, where: str, out: list[Sign]) -> bool:
    """Add a unit that does not belong to the measurement; tell whether it does."""
    if report.uom is UNSET:
        return False
    unit = UNITS.get(report.uom)
    if unit is None:
        out.append(flag("sensor-unit-unknown", f"The unit {report.uom!r} is not known.", f"{where}/uom"))
    elif not known.allows(unit):
        sentence = f"{kind} is given in {unit}, a unit of {unit.dimension}."
        out.append(flag("unit-of-other-measurement", sentence, f"{where}/uom"))
    return unit is not None and known.allows(unit)


def _range(report: SensorReport, kind: str, where: str, out: list[Sign]) -> None:
    if report.uom is UNSET or report.uom not in UNITS:
        return
    lowest, highest = _bounds(kind, report.uom)
    for field in _VALUES:
        value: Any = getattr(report, field)
        if value is UNSET:
            continue
        if (lowest is not None and value < lowest) or (highest is not None and value > highest):
            unit = UNITS[report.uom]
            sentence = f"{kind} cannot be {value} {unit.symbol or unit.name}."
            out.append(flag("value-out-of-range", sentence, f"{where}/{_key(field)}"))


@lru_cache(maxsize=1024)
def _bounds(kind: str, uom: str) -> tuple[Fraction | None, Fraction | None]:
    """Return the lowest and the highest value in a unit."""
    unit = UNITS[uom]
    lowest, highest = ((one - unit.offset) / unit.factor if one is not None else None for one in _BOUNDS[kind])
    return lowest, highest


def _key(field: str) -> str:
    first, *rest = field.split("_")
    return first + "".join(map(str.capitalize, rest))


def _order(report: SensorReport, where: str, out: list[Sign]) -> None:
    low, high, mean = report.min_value, report.max_value, report.mean_value
    if low is UNSET or high is UNSET:
        return
    if low > high:
        out.append(flag("minimum-above-maximum", f"The minimum {low} is above the maximum {high}.", where))
    elif mean is not UNSET and not low <= mean <= high:
        out.append(
            flag("mean-outside-range", f"The mean {mean} is not between {low} and {high}.", f"{where}/meanValue")
        )


def _places_and_shares(report: SensorReport, where: str, out: list[Sign]) -> None:
    rank, spread, component = report.perc_rank, report.s_dev, report.component
    if rank is not UNSET and not 0 <= rank <= 100:
        out.append(flag("value-out-of-range", f"There is no percentile {rank}.", f"{where}/percRank"))
    if spread is not UNSET and spread < 0:
        out.append(flag("value-out-of-range", f"A standard deviation is not {spread}.", f"{where}/sDev"))
    bound, value = _ANGLES.get(str(component)) if report.uom == "DD" else None, report.value
    if bound is not None and value is not UNSET and not -bound <= value <= bound:
        sentence = f"No place has the {component} {value}°."
        out.append(flag("value-out-of-range", sentence, f"{where}/value"))


def _method(element: SensorElement, report: SensorReport, where: str, out: list[Sign]) -> None:
    metadata = element.sensor_metadata
    if report.data_processing_method is UNSET and (metadata is UNSET or metadata.data_processing_method is UNSET):
        out.append(flag("health-without-method", "The state of health does not say how it was found.", where))


def _silent(record: Record, report: SensorReport, where: str, out: list[Sign]) -> None:
    """Add a report without a value, unless extensions, which are no fields of it, may say what was read."""
    if b'":' in msgspec.json.encode(report) and _extended(record, where):
        return
    out.append(flag("report-says-nothing", f"The report of {report.type} has no value.", where))


def _extended(record: Record, where: str) -> bool:
    from dicycle.ledger import strict

    value: Any = strict.decode(record.body)
    for part in where.strip("/").split("/"):
        value = value[int(part)] if isinstance(value, list) else value[part]
    return any(":" in key for key in value)
