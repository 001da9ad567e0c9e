"""Workbooks of pulse tests of invented types, laid out as other laboratories might lay them out."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from health.pulse_cells import Kind, pulse_tests
from health.record_files import workbook

from dicycle.health.model import CellType
from dicycle.health.records.table import PulseTest

Sheet = list[list[Any]]

DELTA = Kind(
    CellType(id="LFP 35 Ah", chemistry="LFP", rated_capacity=35.0), (2.9, 3.2, 3.27, 3.3, 3.32, 3.4), 0.025, 0.02, 12
)
EPSILON = Kind(
    CellType(id="NMC 21 Ah", chemistry="NMC", rated_capacity=21.0), (3.1, 3.5, 3.65, 3.8, 4.0, 4.2), 0.04, 0.03, 20
)
ZETA = Kind(
    CellType(id="LFP 68 Ah", chemistry="LFP", rated_capacity=68.0), (2.9, 3.2, 3.27, 3.3, 3.32, 3.4), 0.018, 0.03, 15
)
EVEN = ("Mat", "No", "ID", "Qn", "Q", "SOH", "Pt", "SOC", "SOCR")
SOCS = (0.05, 0.15, 0.25, 0.35)


class Words(NamedTuple):
    """How a laboratory writes: headings by what they mean, factors of Ah, V and s, how a number is written."""

    heads: Mapping[str, str] = MappingProxyType({})
    turning: str = "U{}"
    charge: float = 1.0
    volts: float = 1.0
    seconds: float = 1.0
    written: Any = float


def lab_tests(kind: Kind, cells: int = 8, *, width: float = 5.0, socs: tuple[float, ...] = SOCS, aged: int = 0,
             seed: int = 0) -> list[PulseTest]:  # fmt: skip
    """Return tests of a type; the last `aged` cells lack the highest state of charge, which they cannot hold."""
    tests = pulse_tests(kind, cells, seed, width=width, socs=socs)
    old = set(sorted({test.unit for test in tests})[len({test.unit for test in tests}) - aged :]) if aged else set()
    return [test for test in tests if test.unit not in old or test.soc != socs[-1]]


def sheet(tests: list[PulseTest], words: Words | None = None, order: tuple[str, ...] = EVEN, points: int = 21) -> Sheet:
    """Return tests as a laboratory writes them down: a row of headings, a row a test."""
    lab = words or Words()
    head = [*(lab.heads.get(name, name) for name in order), *(lab.turning.format(at) for at in range(1, points + 1))]
    return [head, *(_row(test, lab, order, points) for test in tests)]


def _row(test: PulseTest, lab: Words, order: tuple[str, ...], points: int) -> list[Any]:
    held, rated, soc = test.capacity or 0.0, test.type.rated_capacity, test.soc or 0.0
    said: dict[str, Any] = {
        "Mat": test.type.chemistry,
        "No": lab.written(1),
        "ID": test.unit,
        "Qn": lab.written(rated * lab.charge),
        "Q": lab.written(held * lab.charge),
        "SOH": lab.written(held / rated),
        "Pt": lab.written(test.width * lab.seconds),
        "SOC": lab.written(100 * soc),
        "SOCR": lab.written(100 * soc * rated / held),
    }
    turning = np.round(test.voltages[:points] * lab.volts, 4 if lab.volts == 1.0 else 1)
    return [*(said[name] for name in order), *(lab.written(float(volt)) for volt in turning)]


def saved(path: Path, sheets: dict[str, Sheet]) -> Path:
    """Write a workbook, or the first sheet as text where the name ends in .csv."""
    if path.suffix == ".csv":
        lines = [";".join(str(cell) for cell in row) for row in next(iter(sheets.values()))]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    else:
        path.write_bytes(workbook(sheets))
    return path
