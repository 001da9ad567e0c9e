"""A record as runs of charge, rest and discharge, and what passes in a part of it, with its doubt."""

from typing import Final, NamedTuple

import numpy as np

from dicycle.health.records.table import Floats, Table, Whole

REST: Final = 0.005
"""Below this many C a current counts as rest."""
_NOTHING: Final = 0.002
"""Runs that move less than this fraction of the rated capacity count as rest, too."""
_GAP: Final = 10.0
_LEAST_GAP: Final = 30.0
HOUR: Final = 3600.0


class Rows(NamedTuple):
    """The rows of a record that say time (s), current (A) and voltage (V); `lost` of them were left out.

    `backwards` says where the clock went back; `counter` is what the tester counted as discharged (Ah), nan if nothing;
    `places` are the rows of the record that they are.
    """

    time: Floats
    current: Floats
    voltage: Floats
    temperature: Floats
    counter: Floats
    lost: int
    backwards: Floats
    places: Whole


class Phase(NamedTuple):
    """Rows from `begin` up to `end` (exclusive) in one direction (1 charge, 0 rest, -1 discharge); `charge` Ah."""

    begin: int
    end: int
    direction: int
    charge: float


class Passed(NamedTuple):
    """What passed: charge Ah, energy Wh, without sign.

    `hidden` Ah lie in gaps that nothing tells of, `edge` Ah at both ends;
    `seconds` from first to last row, `gaps` how many.
    """

    charge: float
    energy: float
    seconds: float
    hidden: float
    edge: float
    gaps: int


def rows_of(table: Table) -> Rows:
    """Return the rows that say enough to be integrated."""
    told = np.isfinite(table.time) & np.isfinite(table.current) & np.isfinite(table.voltage)
    time = table.time[told]
    back = np.flatnonzero(np.diff(time) < 0)
    return Rows(
        time,
        table.current[told],
        table.voltage[told],
        table.temperature[told],
        table.discharged[told],
        lost=int((~told).sum()),
        backwards=back.astype(np.float64),
        places=np.flatnonzero(told),
    )


def phases(rows: Rows, rated: float) -> list[Phase]:
    """Return the runs of a record one after the other; blips that move next to nothing are rest."""
    direction = np.where(np.abs(rows.current) < REST * rated, 0.0, np.sign(rows.current))
    raw = [one if abs(one.charge) > _NOTHING * rated else one._replace(direction=0) for one in _runs(rows, direction)]
    if not raw:
        return []
    smooth = np.concatenate([np.full(one.end - one.begin, float(one.direction)) for one in raw])
    return _runs(rows, smooth)


def _runs(rows: Rows, direction: Floats) -> list[Phase]:
    edges = (np.flatnonzero(np.diff(direction)) + 1).tolist()
    bounds = zip([0, *edges], [*edges, len(direction)], strict=True)
    if not len(direction):
        return []
    whole: Floats = np.concatenate([[0.0], np.cumsum(_steps(rows.time, rows.current))]) / HOUR
    return [
        Phase(begin, end, int(direction[begin]), float(whole[end - 1] - whole[begin]))
        for begin, end in bounds
        if end > begin
    ]


def _steps(time: Floats, rate: Floats) -> Floats:
    """Return what passed from each row to the next (trapezoid); a clock that goes back passes nothing."""
    return 0.5 * (rate[1:] + rate[:-1]) * np.maximum(np.diff(time), 0.0)


def passed(rows: Rows, begin: int, end: int, *, ended: bool = True) -> Passed:
    """Return what passed in the rows from `begin` up to `end` (exclusive).

    Between rest and the first row, and after the last unless it `ended` there, up to one usual interval may have passed
    at full current: half of it is added and as much is doubted.
    """
    time, current = rows.time[begin:end], rows.current[begin:end]
    steps = np.maximum(np.diff(time), 0.0)
    usual = float(np.median(steps[steps > 0])) if (steps > 0).any() else 0.0
    before = _within(rows.time, begin - 1, begin, usual) if begin else 0.0
    after = _within(rows.time, end - 1, end, usual) if end < len(rows.time) and not ended else 0.0
    lead = 0.5 * before * abs(float(current[0])) / HOUR
    tail = 0.5 * after * abs(float(current[-1])) / HOUR
    gaps = steps > max(_GAP * usual, _LEAST_GAP)
    charge = np.abs(_steps(time, current)) / HOUR
    energy = np.abs(_steps(time, current * rows.voltage[begin:end])) / HOUR
    hidden = np.where(gaps, charge, 0.0)
    counted = np.diff(rows.counter[begin:end])
    told = gaps & np.isfinite(counted) & (counted > 0) & (current[:1] < 0)
    ratio = np.divide(counted, charge, out=np.ones_like(charge), where=told & (charge > 0))
    ends = lead * abs(float(rows.voltage[begin])) + tail * abs(float(rows.voltage[end - 1]))
    return Passed(
        charge=float((charge * ratio).sum()) + lead + tail,
        energy=float((energy * ratio).sum()) + ends,
        seconds=float(steps.sum()),
        hidden=float(hidden[~told].sum()),
        edge=lead + tail,
        gaps=int(gaps.sum()),
    )


def _within(time: Floats, one: int, other: int, usual: float) -> float:
    return min(max(float(time[other] - time[one]), 0.0), usual)
