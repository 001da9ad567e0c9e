"""Invented cells whose capacity is known, and what a tester would record of them."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from health.record_files import record, table

from dicycle.health.model import CellType
from dicycle.health.records.table import Floats, Record

NMC = CellType(id="example NMC 5 Ah", chemistry="NMC", rated_capacity=5.0, rated_energy=18.0,
               voltage_min=3.0, voltage_max=4.2, kind="cell")  # fmt: skip
LFP = CellType(id="example LFP 5 Ah", chemistry="LFP", rated_capacity=5.0, voltage_min=2.5, voltage_max=3.6,
               kind="cell")  # fmt: skip


def sloped(soc: Floats) -> Floats:
    """Return an open-circuit voltage, V, that rises all the way."""
    return 3.0 + 0.5 * soc + 0.2 * np.tanh(8 * soc) + 0.5 * soc**3


def flat(soc: Floats) -> Floats:
    """Return an open-circuit voltage, V, with a plateau."""
    return 2.5 + 0.78 * np.tanh(25 * soc) + 0.04 * soc + 0.28 * np.maximum(0.0, (soc - 0.96) / 0.04)


class Cell(NamedTuple):
    """A cell: what it holds (Ah), its resistance (Ohm), and its open-circuit voltage over the state of charge."""

    capacity: float = 4.5
    resistance: float = 0.01
    ocv: Callable[[Floats], Floats] = sloped
    type: CellType = NMC


class _Trace:
    """What a tester writes down while it works on a cell."""

    def __init__(self, cell: Cell, soc: float, every: float) -> None:
        self.cell, self.soc, self.every, self.now = cell, soc, every, 0.0
        self.rows: list[tuple[float, float, float]] = []

    def voltage(self, current: float) -> float:
        return float(self.cell.ocv(np.array([self.soc]))[0]) + current * self.cell.resistance

    def write(self, current: float) -> None:
        self.rows.append((self.now, current, self.voltage(current)))

    def move(self, current: float, seconds: float) -> None:
        self.soc += current * seconds / 3600 / self.cell.capacity
        self.now += seconds

    def rest(self, seconds: float) -> None:
        for _ in range(int(seconds / self.every)):
            self.write(0.0)
            self.move(0.0, self.every)

    def steady(self, current: float, end: float) -> None:
        """Hold a current until the voltage passes a limit; the tester looks ten times between two rows."""
        step, sign = self.every / 10, np.sign(current)
        most = int(1.5 * 3600 * self.cell.capacity / abs(current) / step)
        seconds = np.arange(most) * step
        voltage = self.cell.ocv(self.soc + current * seconds / 3600 / self.cell.capacity)
        voltage = voltage + current * self.cell.resistance
        last = int(np.argmax((voltage - end) * sign >= 0))
        for row in sorted({*range(0, last, 10), last}):
            self.rows.append((self.now + seconds[row], current, float(voltage[row])))
        self.move(current, float(seconds[last]))

    def hold(self, current: float, seconds: float, every: float = 1.0) -> None:
        """Hold a current for a time."""
        for _ in range(int(seconds / every)):
            self.write(current)
            self.move(current, every)

    def taper(self, least: float) -> None:
        """Hold the voltage reached until the current has fallen to a limit."""
        held = self.cell.type.voltage_max or 0.0
        current = np.inf
        while current > least:
            current = (held - self.voltage(0.0)) / self.cell.resistance
            self.rows.append((self.now, current, held))
            self.move(current, max(self.every / 10, 5.0))


def run(
    cell: Cell, *, rate: float = 1.0, every: float = 10.0, least: float = 0.05, charge: float = 0.5,
    end: float | None = None, begin: float = 0.3, temperature: float | None = 25.0, name: str = "a.csv", **more: Any,
) -> Record:  # fmt: skip
    """Return the record of a capacity test: charge at constant current and voltage, rest, discharge to `end` V.

    `rate` and `charge` are currents in C, `least` the current (C) at which the charge stops, `begin` the state of
    charge at which the record begins.
    """
    rated, kind = cell.type.rated_capacity, cell.type
    trace = _Trace(cell, begin, every)
    trace.rest(60)
    trace.steady(charge * rated, kind.voltage_max or 0.0)
    trace.taper(least * rated)
    trace.rest(600)
    trace.steady(-rate * rated, (kind.voltage_min or 0.0) if end is None else end)
    trace.rest(600)
    return recorded(trace.rows, temperature, name=name, **more)


def charged(
    cell: Cell, *, every: float = 10.0, charge: float = 0.5, begin: float = 0.05, stop: float | None = None,
    temperature: float | None = 25.0, name: str = "a.csv", **more: Any,
) -> Record:  # fmt: skip
    """Return the record of a charge from a state of charge to its end at constant voltage, or up to `stop` V."""
    rated, kind = cell.type.rated_capacity, cell.type
    trace = _Trace(cell, begin, every)
    trace.rest(60)
    trace.steady(charge * rated, (kind.voltage_max or 0.0) if stop is None else stop)
    if stop is None:
        trace.taper(0.05 * rated)
    trace.rest(600)
    return recorded(trace.rows, temperature, name=name, **more)


def rested(
    cell: Cell, *, begin: float = 0.2, end: float = 0.8, rest: float = 3600, rate: float = 0.5,
    temperature: float | None = 25.0, name: str = "a.csv", **more: Any,
) -> Record:  # fmt: skip
    """Return the record of a rest, a charge from one state of charge to another, and a rest."""
    trace = _Trace(cell, begin, 60.0)
    trace.rest(rest)
    amperes = rate * cell.type.rated_capacity
    trace.hold(amperes, (end - begin) * cell.capacity / amperes * 3600, 60.0)
    trace.rest(rest)
    return recorded(trace.rows, temperature, name=name, **more)


def pulsed(
    cell: Cell, *, soc: float = 0.5, rate: float = 1.0, seconds: float = 10.0, temperature: float | None = 25.0,
    name: str = "a.csv", **more: Any,
) -> Record:  # fmt: skip
    """Return the record of a discharge to empty, a charge to `soc` of the rated capacity, and a pulse after a rest."""
    rated, kind = cell.type.rated_capacity, cell.type
    trace = _Trace(cell, 0.1, 10.0)
    trace.rest(60)
    trace.steady(-0.5 * rated, kind.voltage_min or 0.0)
    trace.rest(600)
    trace.hold(0.5 * rated, soc / 0.5 * 3600, 10.0)
    trace.hold(0.0, 600)
    trace.hold(-rate * rated, seconds + 1)
    trace.hold(0.0, 60)
    return recorded(trace.rows, temperature, name=name, **more)


def recorded(rows: Sequence[tuple[float, float, float]], temperature: float | None, **more: Any) -> Record:
    """Return rows of time, current and voltage as a record."""
    time, current, voltage = (np.array(column) for column in zip(*rows, strict=True))
    warmth = np.full(len(time), np.nan if temperature is None else temperature)
    return record(table(time, current, voltage, temperature=warmth), **more)


def delivered(cell: Cell, rate: float = 1.0, least: float = 0.05) -> float:
    """Return what the cell gives in the test, Ah, from where its charge stops to where its voltage reaches the end."""
    soc = np.linspace(-0.05, 1.1, 400_001)
    rated, kind = cell.type.rated_capacity, cell.type
    high = np.interp(kind.voltage_max or 0.0, cell.ocv(soc) + least * rated * cell.resistance, soc)
    low = np.interp(kind.voltage_min or 0.0, cell.ocv(soc) - rate * rated * cell.resistance, soc)
    return float((high - low) * cell.capacity)
