"""Pulses in a record: a steady current after a rest, long enough to be seen and short enough to move little charge."""

from typing import Final, NamedTuple

import numpy as np

from dicycle.health.records.table import Table

IDLE: Final = 0.01
_STEADY: Final = 0.05
_LONGEST: Final = 120.0
_PERIODIC: Final = 0.2
_EDGE: Final = 0.05


class Stretch(NamedTuple):
    """Rows from `begin` up to `end` (exclusive) of one level of current (A)."""

    begin: int
    end: int
    current: float


class Pulse(NamedTuple):
    """A pulse: rows from `begin` up to `end` (exclusive), when it began and how long it took (s), and its current (A).

    Rows from `rest` up to `begin` are at rest before it, rows from `end` up to `rested` after it; `rested` is `end`
    where another current follows at once.
    """

    rest: int
    begin: int
    end: int
    rested: int
    start: float
    width: float
    current: float


def stretches(table: Table, idle: float) -> list[Stretch]:
    """Return the levels of current one after the other; below `idle` A it is rest."""
    current = np.nan_to_num(table.current)
    size = np.where(np.abs(current) < idle, 0.0, current)
    jump = np.abs(np.diff(size)) > np.maximum(_EDGE * np.maximum(np.abs(size[1:]), np.abs(size[:-1])), 0)
    rest = (size[1:] == 0) != (size[:-1] == 0)
    edges = (np.flatnonzero(jump | rest) + 1).tolist()
    bounds = zip([0, *edges], [*edges, len(size)], strict=True)
    return [Stretch(begin, end, float(size[begin:end].mean())) for begin, end in bounds if end > begin]


def pulses(table: Table, idle: float, longest: float = _LONGEST) -> list[Pulse]:
    """Return the pulses of a record in the order of time; `longest` s is the most that one may take."""
    parts = [*stretches(table, idle), Stretch(table.rows, table.rows, 0.0)]
    found = (_pulse(table, *three, longest) for three in zip(parts, parts[1:], parts[2:], strict=False))
    return [pulse for pulse in found if pulse]


def _pulse(table: Table, rest: Stretch, pulse: Stretch, after: Stretch, longest: float) -> Pulse | None:
    if rest.current or not pulse.current:
        return None
    start = _start(table, pulse.begin, pulse.end)
    width = float(table.time[pulse.end - 1] - start)
    level = table.current[pulse.begin : pulse.end]
    steady = np.ptp(level) <= _STEADY * abs(pulse.current)
    if not steady or not 0 < width <= longest:
        return None
    return Pulse(
        rest.begin, pulse.begin, pulse.end, pulse.end if after.current else after.end, start, width, pulse.current
    )


def _start(table: Table, begin: int, end: int) -> float:
    """Return when a pulse began: at its first row where that was written at the edge, one interval before it else."""
    first, before = float(table.time[begin]), float(table.time[begin - 1])
    if end - begin < 2:
        return before
    interval = float(np.median(np.diff(table.time[begin:end])))
    return before if abs(first - before - interval) <= _PERIODIC * interval else first
