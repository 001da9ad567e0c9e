"""What a tester writes down of an invented cell: a sheet of pulse tests, a capacity test over time."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from dicycle.simulation.yard.cells import RATES, Cell

WIDTH: Final = 5.0
TESTS: Final = 4
_CHARGES: Final = (0.08, 0.52)
EVERY: Final = 30.0
_NOISE: Final = 0.0002
_TAPER: Final = 0.05
_AMBIENT: Final = 24.6
_FLICKER: Final = 0.05


class Row(NamedTuple):
    """What is written down at a moment: seconds, A (positive charges), V, degrees Celsius."""

    time: float
    current: float
    voltage: float
    temperature: float


def pulse_sheet(cells: Sequence[Cell], draw: np.random.Generator) -> str:
    """Return the pulse tests of cells whose capacity was measured: at states of charge as they came, as CSV."""
    lines = [f"Mat,ID,Qn,Q,SOH,Pt,T,SOC,{_heads()}"]
    for number, cell in enumerate(cells, 1):
        kind = cell.design
        known = f"{kind.rated:g},{cell.capacity:.4f},{cell.health:.5f}"
        facts = f"{kind.chemistry},{kind.name}-{number},{known},{WIDTH:g},{_AMBIENT}"
        charges = np.round(np.sort(draw.uniform(*_CHARGES, TESTS)), 3).tolist()
        lines += [f"{facts},{100 * at:g},{_voltages(cell, at, draw)}" for at in charges]
    return "\n".join(lines) + "\n"


def single_pulses(cell: Cell, charge: float, draw: np.random.Generator) -> str:
    """Return one pulse test of a cell whose capacity nobody measured, as CSV."""
    kind = cell.design
    facts = f"{kind.chemistry},returned,{kind.rated:g},{WIDTH:g},{_AMBIENT},{100 * charge:g}"
    return f"Mat,ID,Qn,Pt,T,SOC,{_heads()}\n{facts},{_voltages(cell, charge, draw)}\n"


def _heads() -> str:
    return ",".join(f"U{n + 1}" for n in range(1 + 8 * len(RATES)))


def _voltages(cell: Cell, charge: float, draw: np.random.Generator) -> str:
    values = cell.pulses(charge, WIDTH)
    return ",".join(f"{one:.4f}" for one in values + draw.normal(0, _NOISE, len(values)))


def capacity_test(cell: Cell, draw: np.random.Generator) -> str:
    """Return the record of a full capacity test at 1C and 25 degC as CSV: charge, hold, rest, discharge, rest."""
    lines = ["Time(s),Current(A),Voltage(V),Temperature(degC)"]
    lines += [
        f"{row.time:g},{row.current:.3f},{row.voltage + draw.normal(0, _NOISE):.4f},"
        f"{row.temperature + draw.normal(0, _FLICKER):.2f}"
        for row in _tested(cell)
    ]
    return "\n".join(lines) + "\n"


def _tested(cell: Cell) -> Iterator[Row]:
    """Go through the test: at half the rated current up, at the upper limit held, down at the rated current."""
    bench = _Bench(cell)
    yield from bench.rest(300)
    yield from bench.steady(0.5)
    yield from bench.held()
    yield from bench.rest(1800)
    yield from bench.steady(-1.0)
    yield from bench.rest(1800)


class _Bench:
    """A cell on the bench: seconds since the begin, and its charge in multiples of the rated capacity."""

    def __init__(self, cell: Cell) -> None:
        self.cell, self.now, self.charge = cell, 0.0, 0.25
        self.ohm = cell.ohm(0.5)

    def rest(self, seconds: float) -> Iterator[Row]:
        """Yield rows without a current."""
        for _ in range(int(seconds / EVERY)):
            yield self._row(0.0, float(self.cell.resting(self.charge)), EVERY)

    def steady(self, rate: float) -> Iterator[Row]:
        """Yield rows at a current (C) until a limit is reached; the tester looks each second."""
        design = self.cell.design
        end = design.highest if rate > 0 else design.lowest
        seconds = np.arange(int(2 * 3600 / abs(rate)))
        voltage = self.cell.resting(self.charge + rate * seconds / 3600) + rate * design.rated * self.ohm
        last = int(np.argmax((voltage - end) * np.sign(rate) >= 0))
        begun = self.charge, self.now
        for row in sorted({*range(0, last, int(EVERY)), last}):
            yield Row(begun[1] + row, rate * design.rated, float(voltage[row]), _AMBIENT + abs(rate))
        self.charge, self.now = begun[0] + rate * last / 3600, begun[1] + last + 1

    def held(self) -> Iterator[Row]:
        """Yield rows at the upper limit until the current has tapered off."""
        design, current = self.cell.design, np.inf
        while current > _TAPER * design.rated:
            current = float(design.highest - self.cell.resting(self.charge)) / self.ohm
            yield self._row(current, design.highest, EVERY / 3)

    def _row(self, current: float, voltage: float, seconds: float) -> Row:
        row = Row(self.now, current, voltage, _AMBIENT + abs(current) / self.cell.design.rated)
        self.now += seconds
        self.charge += current * seconds / 3600 / self.cell.design.rated
        return row
