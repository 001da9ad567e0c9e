"""Records that hold the same curve under two names, and one name that two cells bear at one time.

A curve is the voltage over the charge that passed: it survives another sampling of the same test, and two cells of one
type under one protocol still differ in it by more than the noise of a tester.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import combinations
from typing import Final, NamedTuple

import numpy as np

from dicycle.findings import Finding, Severity
from dicycle.health.records.quality import passing
from dicycle.health.records.quality.telling import name
from dicycle.health.records.table import Floats, Record

POINTS: Final = 128
_FEWEST_ROWS: Final = 20
_SPAN: Final = 0.02
_THROUGHPUT: Final = 1e-3
_VOLTAGE: Final = 2e-4
_CLOSE: Final = 0.9
_SHIFT: Final = 3e-4


class Curve(NamedTuple):
    """Voltages at equal shares of the charge that passed in both directions, and that charge."""

    throughput: float
    voltages: Floats


def curve(record: Record) -> Curve | None:
    """Return the curve of a record, or None where too little of it varies to tell it from another."""
    table = record.table
    weight = np.abs(passing.moved(table))
    if not weight.any():
        weight = np.abs(np.nan_to_num(table.current))
    known = np.isfinite(table.voltage)
    passed, voltage = np.cumsum(weight)[known], table.voltage[known]
    if len(voltage) < _FEWEST_ROWS or np.ptp(voltage) < _SPAN or passed[-1] <= 0:
        return None
    at = (np.arange(POINTS) + 0.5) / POINTS * passed[-1]
    return Curve(float(passed[-1]), np.interp(at, passed, voltage))


def alike(one: Curve, other: Curve) -> bool:
    """Tell whether two curves are of one test: equal charge, and voltages that agree but for a few points at edges.

    Another sampling moves a curve by a small share of its charge, which counts for more where the voltage is steep.
    """
    if abs(one.throughput - other.throughput) > _THROUGHPUT * max(one.throughput, other.throughput):
        return False
    near = _VOLTAGE + _SHIFT * POINTS * np.abs(np.gradient(one.voltages))
    return bool((np.abs(one.voltages - other.voltages) <= near).mean() >= _CLOSE)


def same_cells(records: Sequence[Record]) -> tuple[Finding, ...]:
    """Find pairs of records with one curve under two names, or twice under one, and names that two cells share."""
    curves = [(record, found) for record in records if (found := curve(record))]
    return (*_repeated(curves), *_shared(curves))


def _repeated(curves: Sequence[tuple[Record, Curve]]) -> Iterator[Finding]:
    ordered = sorted(curves, key=lambda pair: pair[1].throughput)
    for place, (record, found) in enumerate(ordered):
        for other, further in ordered[place + 1 :]:
            if further.throughput > found.throughput * (1 + 2 * _THROUGHPUT):
                break
            if alike(found, further):
                yield _pair(record, other)


def _pair(record: Record, other: Record) -> Finding:
    first, second = sorted((name(record), name(other)))
    if record.unit is not None and record.unit == other.unit:
        told = f"{first} and {second} hold the same curve of one unit: one test is there twice."
        return Finding("records.same-test-twice", told, first, Severity.NOTE, "Leave one out before counting tests.")
    told = f"{first} and {second} hold the same curve: one cell under two names, or one test saved twice."
    return Finding(
        "records.same-cell", told, first, Severity.ERROR, "Find out which name is right before grading either."
    )


def _shared(curves: Sequence[tuple[Record, Curve]]) -> Iterator[Finding]:
    """Find names under which two different curves run at one time."""
    named: dict[str, list[tuple[Record, Curve, float]]] = defaultdict(list)
    for record, found in curves:
        if record.unit and record.started:
            named[record.unit].append((record, found, datetime.fromisoformat(record.started).timestamp()))
    for unit, group in named.items():
        for (one, first, begin), (other, second, start) in combinations(group, 2):
            if _overlap(begin, one, start, other) and not alike(first, second):
                told = f"{name(one)} and {name(other)} run at one time under the name {unit}: they are two cells."
                yield Finding("records.two-cells", told, name(one), Severity.ERROR, "Give each cell a name of its own.")


def _overlap(begin: float, one: Record, start: float, other: Record) -> bool:
    return begin < start + _lasting(other) and start < begin + _lasting(one)


def _lasting(record: Record) -> float:
    known = record.table.time[np.isfinite(record.table.time)]
    return float(known.max()) if len(known) else 0.0
