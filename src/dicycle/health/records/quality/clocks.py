"""Time: gaps, jumps backwards, rows that are there twice."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dicycle.findings import Finding
from dicycle.health.model import CellType
from dicycle.health.records.quality import passing
from dicycle.health.records.quality.telling import warning
from dicycle.health.records.table import Floats, Record
from dicycle.health.records.worksteps import FORMAT as STEPS


def gaps(record: Record, declared: CellType | None) -> Iterator[Finding]:
    """Find times between rows that are far longer than the usual ones of the record."""
    steps = np.diff(record.table.time)
    longest = passing.longest_usual(steps)
    found = np.flatnonzero((steps > longest) & ~_one_step(record))
    if len(found):
        at = int(found[np.argmax(steps[found])])
        told = f"{len(found)} gaps of over {longest:.0f} s in time; the longest, {steps[at]:.0f} s, after row {at + 1}."
        yield warning("gap", told, record, "What passed in a gap is not in the record: do not integrate over it.")


def _one_step(record: Record) -> NDArray[np.bool_]:
    """Tell which rows begin a step whose end is the next row, in a file that gives no more of a step."""
    same: NDArray[np.bool_] = np.diff(record.table.step) == 0
    return same & (record.source.format == STEPS)


def backwards(record: Record, declared: CellType | None) -> Iterator[Finding]:
    """Find rows whose time is before that of the row before."""
    steps = np.diff(record.table.time)
    found = np.flatnonzero(steps < 0)
    if len(found):
        told = f"The clock jumps back {len(found)} times, first by {-steps[found[0]]:.6g} s after row {found[0] + 1}."
        yield warning("clock-backwards", told, record, "Check whether two files were joined or the clock was set.")


def duplicates(record: Record, declared: CellType | None) -> Iterator[Finding]:
    """Find rows that repeat an earlier row in time, voltage and current."""
    table = record.table
    if np.isnan(table.time).all():
        return
    again = _again(table.time)
    columns = (table.time, table.voltage, table.current, table.charged, table.discharged)
    rows = np.nan_to_num(np.column_stack([column[again] for column in columns]), nan=-1e300)
    repeated = len(rows) - len(np.unique(rows, axis=0))
    if repeated:
        told = f"{repeated} rows repeat another row in time, voltage, current and counters."
        yield warning("duplicate-rows", told, record, "Check whether the file was exported or joined twice.")


def _again(time: Floats) -> NDArray[np.bool_]:
    """Tell which rows share their time with another row."""
    order = np.argsort(time, kind="stable")
    same = np.diff(time[order]) == 0
    shared = np.zeros(len(time), bool)
    shared[order] = np.concatenate([[False], same]) | np.concatenate([same, [False]])
    return shared
