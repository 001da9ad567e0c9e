"""Charge that passed through a unit, from current and time, and from what the tester counted."""

from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.health.records.table import Floats, Table

_HOUR: Final = 3600.0
_IDLE: Final = 0.01
_USUAL: Final = 0.98
_TIMES: Final = 10.0
_SHORTEST: Final = 60.0
_FEW: Final = 20
_LIKE: Final = 0.5


class Run(NamedTuple):
    """Rows from `begin` up to `end` (exclusive) with the current of one direction: 1 charges, -1 discharges."""

    begin: int
    end: int
    direction: int


def moved(table: Table) -> Floats:
    """Return the charge Ah that passed before each row since the row before; 0 where time or current is unknown.

    The mean of two currents holds over the time between them; where the direction changes, the later one. What passed
    in a gap between two steps nobody knows: it counts as nothing.
    """
    steps = np.diff(table.time, prepend=np.nan)
    same = (np.diff(table.step, prepend=-1) == 0) & (table.step >= 0)
    steps = np.where((steps > longest_usual(steps)) & ~same, np.nan, steps)
    before = np.concatenate([[np.nan], table.current[:-1]])
    mean = np.where(np.sign(before) * np.sign(table.current) < 0, table.current, (before + table.current) / 2)
    charge = np.where(steps > 0, mean * steps, 0.0) / _HOUR
    return np.where(np.isfinite(charge), charge, 0.0)


def longest_usual(steps: Floats) -> float:
    """Return the time between rows, s, above which it is a gap: ten times what is usual, and over a minute."""
    known = np.sort(steps[steps > 0])
    if len(known) < 3:
        return float("inf")
    usual = float(known[int(_USUAL * (len(known) - 1))] if len(known) > _FEW else np.median(known))
    return max(_TIMES * usual, _SHORTEST)


def integrals(table: Table) -> tuple[float, float]:
    """Return what was charged and discharged, Ah, both positive."""
    charge = moved(table)
    return float(charge[charge > 0].sum()), float(-charge[charge < 0].sum())


def counted(counter: Floats) -> float:
    """Return how far a counter rose in all, over the times it was set back to zero; nan where there is none."""
    known = counter[np.isfinite(counter)]
    if len(known) < 2:
        return float("nan")
    rises = np.diff(known)
    return float(rises[rises > 0].sum())


def active(table: Table) -> NDArray[np.bool_]:
    """Tell in which rows a current flows that is more than noise."""
    most = np.nanmax(np.abs(table.current)) if np.isfinite(table.current).any() else 0.0
    return np.abs(np.nan_to_num(table.current)) > _IDLE * most if most > 0 else np.zeros(table.rows, bool)


def runs(table: Table) -> list[Run]:
    """Return the runs of rows whose current has one direction, without a row between that rests or reverses."""
    direction = np.where(active(table), np.sign(np.nan_to_num(table.current)), 0).astype(int)
    edges = np.flatnonzero(np.diff(direction)) + 1
    bounds = [0, *edges.tolist(), len(direction)]
    spans = pairwise(bounds)
    return [Run(begin, end, int(direction[begin])) for begin, end in spans if end > begin and direction[begin]]


def halves(table: Table) -> Floats:
    """Return the charge Ah of each half cycle: what passed in one direction until the other began."""
    charge = moved(table)
    sign = np.sign(charge)
    known = np.flatnonzero(sign)
    if not len(known):
        return np.empty(0)
    starts = known[np.flatnonzero(np.diff(sign[known], prepend=0))]
    found: Floats = np.abs(np.add.reduceat(charge, starts))
    return found


def rises(counter: Floats) -> Floats:
    """Return how far a counter rose in each row; after it was set back, how far it is from zero."""
    known = np.nan_to_num(counter)
    steps = np.diff(known, prepend=known[:1])
    return np.where(steps < 0, np.where(known < np.roll(known, 1) / 2, np.maximum(known, 0.0), 0.0), steps)


def net(table: Table) -> Floats:
    """Return the charge Ah gained since the first row: as the tester counted it, else current over time."""
    flow = moved(table)
    if np.isfinite(table.charged).any() and np.isfinite(table.discharged).any():
        counted_flow = rises(table.charged) - rises(table.discharged)
        if _LIKE < np.abs(counted_flow).sum() / max(float(np.abs(flow).sum()), 1e-12) < 1 / _LIKE:
            flow = counted_flow
    total: Floats = np.cumsum(flow)
    return total
