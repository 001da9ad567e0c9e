"""A test record: one typed table of what a tester measured, with where it came from and what is wrong with it.

Columns, one value a row, `nan` (or -1 for whole numbers) where the tester did not say: `time` s since the first row,
`current` A (positive charges the unit, as in the Battery Data Format), `voltage` V, `temperature` degrees Celsius,
`charged` and `discharged` Ah, `charged_energy` and `discharged_energy` Wh (all four count up within a cycle or the
whole test, as the tester kept them), `step`, `cycle`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.findings import Finding
from dicycle.health.model import CellType, Source

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


class Table(NamedTuple):
    """The columns of a test record, all of one length."""

    time: Floats
    current: Floats
    voltage: Floats
    temperature: Floats
    charged: Floats
    discharged: Floats
    charged_energy: Floats
    discharged_energy: Floats
    step: Whole
    cycle: Whole

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.time)


class Record(NamedTuple):
    """A table with its source, what the file says of the unit, and findings of reading and of intake checks.

    `unit` is the name of the physical cell, module or pack as the file gives it; `started` an RFC 3339 time if given.
    """

    table: Table
    source: Source
    unit: str | None = None
    declared: CellType | None = None
    started: str | None = None
    findings: tuple[Finding, ...] = ()
    notes: Mapping[str, str] = MappingProxyType({})


class PulseTest(NamedTuple):
    """Pairs of pulses at one state of charge, as voltages at the turning points.

    `voltages` V has 1 + 8 x len(amplitudes) values: at rest, then for each amplitude (C, charge first) at once after
    the charge pulse begins, at its end, at once after it, after the rest; the same for the discharge pulse. `width` s.
    `soc` is the charge above empty as a fraction of the rated capacity; None says that nobody knows it. `capacity` Ah
    is what a reference test found, where there was one.
    """

    unit: str
    type: CellType
    width: float
    amplitudes: tuple[float, ...]
    voltages: Floats
    soc: float | None = None
    capacity: float | None = None
    temperature: float | None = None
    source: Source | None = None
