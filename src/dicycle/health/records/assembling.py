"""A table of one set of units and signs out of the columns of a file: what is not said is a finding, not a guess."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

import numpy as np

from dicycle.findings import Finding, Severity
from dicycle.health.model import Source
from dicycle.health.records.frames import Column, Frame
from dicycle.health.records.headings import worth
from dicycle.health.records.table import Floats, Record, Table, Whole

_EPOCH: Final = (631152000.0, 4102444800.0)
_COUNTERS: Final = ("charged", "discharged", "charged_energy", "discharged_energy")
_MOST_COUNT: Final = 2**53


class Asked(NamedTuple):
    """What the caller knows of a file that does not say it: `units` by quantity, `interval` s between rows."""

    units: Mapping[str, str] = {}
    interval: float | None = None
    headings: tuple[str, ...] | None = None


class _Known(NamedTuple):
    """The best column of each quantity in SI, and what is to be said of them."""

    values: dict[str, Floats]
    findings: list[Finding]
    rows: int
    epoch: bool = False

    def get(self, quantity: str) -> Floats:
        return self.values.get(quantity, np.full(self.rows, np.nan))


def assembled(frame: Frame, source: Source, asked: Asked) -> Record:
    """Return the record of a frame."""
    known = _known(frame, asked, source.name)
    where = source.name
    time = _time(known, asked, where)
    current = _signed(known, where)
    counters = _counters(known, current, where)
    table = Table(
        time=time,
        current=current,
        voltage=known.get("voltage"),
        temperature=_temperature(known, where),
        **counters,
        step=_whole(known.get("step")),
        cycle=_whole(known.get("cycle")),
    )
    findings = (*frame.findings, *known.findings, *_missing(known, where))
    return Record(table, source, frame.unit, None, _started(known), findings, dict(frame.notes))


def _missing(known: _Known, where: str) -> list[Finding]:
    found = []
    if "voltage" not in known.values:
        found.append(_warning("no-voltage", "No column gives the voltage with its unit.", where))
    if "current" not in known.values:
        found.append(_warning("no-current", "No column gives the current with its unit.", where))
    return found


def _known(frame: Frame, asked: Asked, where: str) -> _Known:
    known = _Known({}, [], max((len(column.numbers) for column in frame.columns), default=0), _epoch(frame))
    for column in sorted(_once(frame.columns, known.findings, where), key=lambda column: column.heading.rank):
        if column.heading.quantity not in known.values and np.isfinite(column.numbers).any():
            values = _in_si(column, frame, asked, known.findings, where)
            if values is not None:
                known.values[column.heading.quantity] = values
    return known


def _once(columns: Sequence[Column], findings: list[Finding], where: str) -> list[Column]:
    """Return columns without those whose heading came before; where such two differ, neither is taken."""
    found: dict[tuple[str, str], list[Column]] = {}
    for column in columns:
        if np.isfinite(column.numbers).any():
            found.setdefault((column.heading.quantity, column.text.strip().casefold()), []).append(column)
    return [alike[0] for alike in found.values() if len(alike) == 1 or _agree(alike, findings, where)]


def _agree(alike: Sequence[Column], findings: list[Finding], where: str) -> bool:
    """Tell, with a finding, whether columns under one heading hold the same numbers."""
    same = all(np.array_equal(alike[0].numbers, other.numbers, equal_nan=True) for other in alike[1:])
    places = " and ".join(str(one.place + 1) for one in alike if one.place is not None)
    said = f'Columns {places} are both headed "{alike[0].text}"'
    if same:
        findings.append(_warning("column-twice", f"{said} and hold the same; the first is read.", where))
    else:
        advice = "Name them apart, or leave the wrong one out."
        findings.append(Finding("records.columns-conflict", f"{said} and differ; none is read.", where, advice=advice))
    return same


def _epoch(frame: Frame) -> bool:
    """Tell whether a numeric clock counts seconds since 1970 by its name or its format."""
    clocks = [column for column in frame.columns if column.heading.quantity == "clock" and not column.parsed]
    return any("unix" in column.text.lower() or "clock" in frame.units for column in clocks)


def _in_si(column: Column, frame: Frame, asked: Asked, findings: list[Finding], where: str) -> Floats | None:
    """Return the numbers of a column in SI; None, with a finding, where nobody says their unit."""
    quantity, dimension = column.heading.quantity, column.heading.dimension
    if dimension in ("count", "text") or column.parsed:
        return column.numbers
    unit = column.heading.unit if column.heading.factor is not None else asked.units.get(quantity)
    if unit is None and (unit := frame.units.get(quantity)):
        told = f'The column "{column.text}" names no unit; {frame.format} gives it in {unit}.'
        findings.append(Finding("records.unit-of-format", told, where, Severity.NOTE))
    factor = worth(dimension, unit) if unit else None
    if factor is None:
        told = f'The column "{column.text}" names no unit that is known; it is not read.'
        findings.append(_warning("unit-unsaid", told, where, f"Say the unit of {quantity.replace('_', ' ')}."))
        return None
    return _celsius(column.numbers, str(unit)) if dimension == "temperature" else column.numbers * factor


def _celsius(values: Floats, unit: str) -> Floats:
    scale = unit.strip().lower().lstrip("deg°")[:1]
    if scale == "k":
        return values - 273.15
    return (values - 32) / 1.8 if scale == "f" else values


def _time(known: _Known, asked: Asked, where: str) -> Floats:
    """Return seconds since the first row: of the test time, else of the clock, else of the interval asked for."""
    for quantity in ("time", "clock"):
        if quantity in known.values:
            return _since_first(known.values[quantity])
    if asked.interval is not None:
        return np.arange(known.rows, dtype=np.float64) * asked.interval
    advice = "Say the seconds between rows if they are equal."
    known.findings.append(_warning("no-time", "No column gives the time with its unit.", where, advice))
    return np.full(known.rows, np.nan)


def _since_first(values: Floats) -> Floats:
    first = values[np.isfinite(values)][:1]
    return values - first if len(first) else values


def _started(known: _Known) -> str | None:
    """Return when the record begins, where a clock counts seconds since 1970; other clocks name no time zone."""
    clock = known.values.get("clock")
    if clock is None or not known.epoch:
        return None
    first = clock[np.isfinite(clock)][:1]
    if not len(first) or not _EPOCH[0] < first[0] < _EPOCH[1]:
        return None
    return datetime.fromtimestamp(float(first[0]), UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _signed(known: _Known, where: str) -> Floats:
    """Return the current, positive for charge; a current without sign gets it from the column of states."""
    current, state = known.get("current"), known.get("state")
    if "current" not in known.values:
        return _derived(known, where)
    if np.nanmin(current) < 0 or not (state == -1).any():
        return current
    told = "The current has no sign; the state of each row (charge, discharge) gives it."
    known.findings.append(Finding("records.sign-of-state", told, where, Severity.NOTE))
    return np.where(state == -1, -current, current)


def _derived(known: _Known, where: str) -> Floats:
    """Return the mean current of each row from the charge that passed in it, where the file gives that and the time."""
    if "increment" not in known.values or "time" not in known.values:
        return known.get("current")
    steps = np.diff(known.values["time"], prepend=np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        current = np.where(steps > 0, known.values["increment"] * 3600 / steps, np.nan)
    current[:1] = np.where(known.values["increment"][:1] == 0, 0.0, np.nan)
    told = "The file gives no current; it is the charge of each row (dq) over the time since the row before."
    known.findings.append(Finding("records.current-derived", told, where, Severity.NOTE))
    known.values["current"] = current
    return current


def _temperature(known: _Known, where: str) -> Floats:
    if "temperature" in known.values or "ambient" not in known.values:
        return known.get("temperature")
    told = "The temperature is that of the surroundings; the file gives none of the cell."
    known.findings.append(Finding("records.temperature-ambient", told, where, Severity.NOTE))
    return known.get("ambient")


def _counters(known: _Known, current: Floats, where: str) -> dict[str, Floats]:
    """Return what was charged and discharged; a counter of both is parted by the direction of the current."""
    counters = {name: _upward(known.get(name)) for name in _COUNTERS}
    for single, pair in (("capacity", _COUNTERS[:2]), ("energy", _COUNTERS[2:])):
        if single in known.values and "current" in known.values and not any(name in known.values for name in pair):
            counters |= dict(zip(pair, _parted(known.values[single], current), strict=True))
            told = f"One counter gives the {single} of charge and discharge; the direction of the current parts it."
            known.findings.append(Finding("records.counter-of-both", told, where, Severity.NOTE))
    return counters


def _parted(counter: Floats, current: Floats) -> tuple[Floats, Floats]:
    """Return the rises of a counter in charge and in discharge, each added up over the whole test.

    The counter may go on over steps, be set back to zero, or go down in discharge: what counts is how far it moved, and
    after it was set back, how far it is from zero.
    """
    size = np.abs(np.nan_to_num(counter))
    far = np.abs(np.diff(np.nan_to_num(counter), prepend=0.0))
    rises = np.where(size < np.roll(size, 1), np.minimum(far, size), far)
    rises[:1] = size[:1]
    direction = np.sign(np.nan_to_num(current))
    return np.cumsum(np.where(direction > 0, rises, 0.0)), np.cumsum(np.where(direction < 0, rises, 0.0))


def _upward(values: Floats) -> Floats:
    """Return a counter that counts up: one that is never positive counts down, as some testers write discharge."""
    return -values if np.isfinite(values).any() and np.nanmax(values) <= 0 < -np.nanmin(values) else values


def _whole(values: Floats) -> Whole:
    fits = np.isfinite(values) & (np.abs(values) < _MOST_COUNT)
    return np.where(fits, np.where(fits, values, -1), -1).astype(np.int64)


def _warning(code: str, sentence: str, where: str, advice: str = "") -> Finding:
    return Finding(f"records.{code}", sentence, where, Severity.WARNING, advice)
