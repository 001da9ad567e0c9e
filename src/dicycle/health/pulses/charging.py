"""The state of charge along a record, counted from where the unit was empty."""

from typing import Final

import numpy as np

from dicycle.health.model import CellType
from dicycle.health.records.quality import passing
from dicycle.health.records.table import Floats, Table

_AT_LIMIT: Final = 0.01


def state_of_charge(table: Table, declared: CellType) -> Floats | None:
    """Return the charge above empty as a fraction of the rated capacity in each row, None where no row is empty.

    Empty is where a discharge ends at the lower voltage limit of the type. A full unit is no anchor: what it holds
    above empty is what nobody knows yet. Past a gap in time the count ends (nan).
    """
    empty = _empty(table, declared)
    if empty is None or declared.rated_capacity <= 0:
        return None
    net = passing.net(table)
    count = (net - net[empty]) / declared.rated_capacity
    return np.where(_unbroken(table, empty), count, np.nan)


def _empty(table: Table, declared: CellType) -> int | None:
    """Return the last row in which a discharge reached the lower limit."""
    if declared.voltage_min is None:
        return None
    limit = (declared.voltage_min + _AT_LIMIT) * declared.series
    discharging = np.nan_to_num(table.current) < -declared.rated_capacity * _AT_LIMIT
    rows = np.flatnonzero(discharging & (table.voltage <= limit))
    return int(rows[-1]) if len(rows) else None


def _unbroken(table: Table, anchor: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell which rows no gap or jump of the clock parts from the anchor."""
    steps = np.diff(table.time, prepend=table.time[:1])
    same = np.diff(table.step, prepend=table.step[:1]) == 0
    broken = (steps < 0) | np.isnan(steps) | ((steps > passing.longest_usual(steps)) & ~(same & (table.step >= 0)))
    part = np.cumsum(broken)
    return np.asarray(part == part[anchor])
