"""The sign of the current: a cell whose voltage falls while it is "charged" has its current the wrong way round."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from dicycle.findings import Finding
from dicycle.health.model import CellType
from dicycle.health.records.quality import passing
from dicycle.health.records.quality.telling import error
from dicycle.health.records.table import Record, Table

_REVERSED: Final = 0.8
_FEWEST: Final = 3
_NOISE: Final = 3.0
_LEAST_CHANGE: Final = 0.002
_ADVICE: Final = "Export with the current positive in charge, or say that it is positive in discharge."


def reversed_current(record: Record, declared: CellType | None) -> Iterator[Finding]:
    """Find a current whose sign disagrees with the voltage in most of the charge that passed."""
    against, total = votes(record.table)
    if total > 0 and against / total > _REVERSED:
        share = 100 * against / total
        told = f"In {share:.0f} % of the charge that passed the voltage goes the other way than the current says."
        yield error("reversed-current", told, record, _ADVICE)


def votes(table: Table) -> tuple[float, float]:
    """Return the charge of the runs where the voltage goes against the current, and of all runs that tell."""
    weight = np.abs(passing.moved(table))
    if not weight.any():
        weight = np.abs(np.nan_to_num(table.current))
    against = total = 0.0
    least = _least(table)
    for run in passing.runs(table):
        if run.end - run.begin < _FEWEST:
            continue
        change = run.direction * (table.voltage[run.end - 1] - table.voltage[run.begin])
        passed = float(weight[run.begin : run.end].sum())
        if abs(change) > least:
            total += passed
            against += passed if change < 0 else 0.0
    return against, total


def _least(table: Table) -> float:
    """Return the change of voltage that is more than the noise of the record."""
    steps = np.abs(np.diff(table.voltage))
    known = steps[np.isfinite(steps)]
    return max(_LEAST_CHANGE, _NOISE * float(np.median(known))) if len(known) else float("inf")


def unsigned_current(record: Record, declared: CellType | None) -> Iterator[Finding]:
    """Find a current without sign: never negative, while the tester counts discharge."""
    current = record.table.current
    if not np.isfinite(current).any() or np.nanmin(current) < 0 or not np.nanmax(current) > 0:
        return
    charge, discharge = passing.counted(record.table.charged), passing.counted(record.table.discharged)
    if discharge > 0 and not discharge < 0.01 * charge:
        told = "The current is never negative, but the tester counts charge that was taken out."
        yield error("unsigned-current", told, record, _ADVICE)


def counters_swapped(record: Record, declared: CellType | None) -> Iterator[Finding]:
    """Find counters that rise in the rows of the other direction."""
    table = record.table
    charging, discharging = (sign * np.nan_to_num(table.current) > 0 for sign in (1, -1))
    right = _rise(table.charged, charging) + _rise(table.discharged, discharging)
    wrong = _rise(table.charged, discharging) + _rise(table.discharged, charging)
    if wrong > 0 and wrong > _REVERSED * (right + wrong):
        told = "The charge counter rises while the current discharges, and the discharge counter while it charges."
        yield error("reversed-current", told, record, _ADVICE)


def _rise(
    counter: np.ndarray[tuple[int], np.dtype[np.float64]], rows: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> float:
    rises = np.diff(counter, prepend=np.nan)
    return float(rises[rows & (rises > 0)].sum())
