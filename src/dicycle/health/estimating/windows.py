"""Charges at constant current as curves: how much charge passed between two voltages, and what of it can be trusted."""

from typing import Final, NamedTuple

import numpy as np

from dicycle.health.estimating.phases import HOUR, REST, Phase, Rows, phases, rows_of
from dicycle.health.model import CellType
from dicycle.health.records.table import Floats, Record, Whole

SETTLED: Final = 0.01
"""Of the rated capacity: what passes before the voltage shows the state of charge and not the jump of the current."""
PARTS: Final = 4
_STEADY: Final = 0.03
_LEAST: Final = 0.05
_TAPER: Final = 0.05


class Curve(NamedTuple):
    """One charge at constant current: `charge` as a fraction of the rated capacity over `voltage` V per cell, rising.

    `rate` C, `temperature` degrees Celsius (nan if nobody measured it); `begun` is the voltage per cell before the
    current, `held` the charge that passed at constant voltage after, None where that was not brought to its end.
    `rows` are those of the record, `ended` is the last row of the whole charge, with what was held.
    """

    voltage: Floats
    charge: Floats
    rate: float
    temperature: float
    begun: float
    held: float | None
    rows: Whole
    ended: int

    @property
    def low(self) -> float:
        """The lowest voltage that can be trusted."""
        return float(np.interp(SETTLED, self.charge, self.voltage))

    @property
    def high(self) -> float:
        """The highest voltage reached."""
        return float(self.voltage[-1])

    def between(self, low: float, high: float, whole: bool) -> tuple[int, int]:
        """Return the first and the last row of the record in a window; of a whole charge, the last row of all."""
        first, last = np.searchsorted(self.voltage, (low - 1e-9, high + 1e-9))
        ends = min(max(int(last) - 1, int(first)), len(self.rows) - 1)
        return int(self.rows[min(int(first), len(self.rows) - 1)]), self.ended if whole else int(self.rows[ends])

    def passed(self, volts: Floats) -> Floats:
        """Return the charge that had passed at voltages."""
        return np.asarray(np.interp(volts, self.voltage, self.charge))


def curves(record: Record, type: CellType) -> list[Curve]:
    """Return the charges of a record at constant current that are long enough to be looked at."""
    rows = rows_of(record.table)
    if len(rows.time) < 3:
        return []
    found = (_curve(rows, run, type) for run in phases(rows, type.rated_capacity) if _is_long(run, type))
    return [one for one in found if one is not None]


def _is_long(run: Phase, type: CellType) -> bool:
    return run.direction > 0 and run.charge >= _LEAST * type.rated_capacity


def _curve(rows: Rows, run: Phase, type: CellType) -> Curve | None:
    """Return the part at constant current; a clock that goes back within it spoils it."""
    current = rows.current[run.begin : run.end]
    level = _level(rows, run)
    steady = np.abs(current - level) <= _STEADY * level
    first = int(np.argmax(steady))
    broken = np.flatnonzero(~steady[first:])
    last = first + (int(broken[0]) if len(broken) else len(steady[first:]))
    begin, end = run.begin + first, run.begin + last
    back = ((rows.backwards >= begin) & (rows.backwards < run.end - 1)).any()
    if end - begin < 5 or back:
        return None
    charge = _charge(rows, begin, end) / type.rated_capacity
    if charge[-1] < _LEAST:
        return None
    return Curve(
        voltage=np.maximum.accumulate(rows.voltage[begin:end] / type.series),
        charge=charge,
        rate=level / type.rated_capacity,
        temperature=_temperature(rows, begin),
        begun=float(rows.voltage[max(begin - 1, 0)]) / type.series,
        held=_held(rows, end, run.end, type),
        rows=rows.places[begin:end],
        ended=int(rows.places[run.end - 1]),
    )


def _level(rows: Rows, run: Phase) -> float:
    """Return the current that most charge passed at."""
    spent = np.maximum(np.diff(rows.time[run.begin : run.end], prepend=rows.time[run.begin]), 0.0)
    current = rows.current[run.begin : run.end]
    order = np.argsort(current, kind="stable")
    moved = np.cumsum((spent * np.abs(current))[order])
    return float(current[order][np.searchsorted(moved, 0.5 * moved[-1])])


def _charge(rows: Rows, begin: int, end: int) -> Floats:
    time, current = rows.time[begin:end], rows.current[begin:end]
    steps = 0.5 * (current[1:] + current[:-1]) * np.maximum(np.diff(time), 0.0)
    return np.concatenate([[0.0], np.cumsum(steps)]) / HOUR


def _temperature(rows: Rows, begin: int) -> float:
    near = (np.abs(rows.time - rows.time[begin]) <= 300) & np.isfinite(rows.temperature)
    return float(np.median(rows.temperature[near])) if near.any() else float("nan")


def _held(rows: Rows, begin: int, end: int, type: CellType) -> float | None:
    """Return what passed at constant voltage until the current had tapered off, None if it did not."""
    if type.voltage_max is None or end - begin < 2:
        return None
    full = rows.voltage[begin:end].max() >= type.series * (type.voltage_max - 0.01)
    flowing = rows.current[begin:end]
    flowing = flowing[flowing > REST * type.rated_capacity]
    tapered = len(flowing) > 0 and flowing.min() <= 1.05 * _TAPER * type.rated_capacity
    return float(_charge(rows, begin - 1, end)[-1]) / type.rated_capacity if full and tapered else None


def features(curve: Curve, low: float, high: float, whole: bool) -> Floats:
    """Return what a window shows: the charge in each of its `PARTS` equal parts, and that at constant voltage after."""
    parts = np.diff(curve.passed(np.linspace(low, high, PARTS + 1)))
    return np.append(parts, curve.held or 0.0) if whole else parts


def covers(curve: Curve, low: float, high: float, whole: bool) -> bool:
    """Tell whether a charge passed through a window."""
    return curve.low <= low and curve.high >= high - 1e-9 and (not whole or curve.held is not None)
