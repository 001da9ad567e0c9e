"""Invented cells for the yard: a model fitted on sixty of them, and what a tester writes of one that it never saw."""

from functools import cache
from pathlib import Path

import numpy as np
from health.pulse_cells import ALPHA, AMPLITUDES, OF, Cell, cells
from msgspec.structs import replace

from dicycle.health.learning import PulseModel, fit, save
from dicycle.health.records.table import PulseTest

KIND = ALPHA._replace(type=replace(ALPHA.type, id="NMC 50 Ah", chemistry="NMC", rated_capacity=50.0))
WIDTH, REST = 5, 75
"""Seconds of a pulse and of the rest after it; the tester writes a row each second."""


@cache
def model() -> PulseModel:
    """Return a model of sixty cells, each pulsed once at a state of charge of its own."""
    chance = np.random.default_rng(1)
    rated = KIND.type.rated_capacity
    tests = [
        PulseTest(
            unit=f"cell {number}", type=KIND.type, width=float(WIDTH), amplitudes=AMPLITUDES, soc=soc,
            voltages=cell.voltages(soc, WIDTH, chance), capacity=round(cell.health * rated, 4),
        )
        for number, (cell, soc) in enumerate(zip(cells(KIND, 60), chance.uniform(0.15, 0.35, 60).tolist(), strict=True))
    ]  # fmt: skip
    return fit(tests, of=OF, made="2026-11-22")


def model_file(folder: Path) -> Path:
    """Save the model as `dicycle health fit` does."""
    path = folder / "nmc.json"
    path.write_bytes(save(model()))
    return path


def record(health: float, soc: float = 0.25) -> bytes:
    """Return the record of a cell of that health under pulses, as CSV: time, current, voltage, temperature."""
    turns = Cell(KIND, health, own=0.02).voltages(soc, WIDTH, np.random.default_rng(99))
    voltage, current = [np.full(REST, turns[0])], [np.zeros(REST)]
    sizes = [sign * rate * KIND.type.rated_capacity for rate in AMPLITUDES for sign in (1, -1)]
    for size, (begun, end, after, rested) in zip(sizes, turns[1:].reshape(-1, 4), strict=True):
        voltage += [np.linspace(begun, end, WIDTH), np.linspace(after, rested, REST)]
        current += [np.full(WIDTH, size), np.zeros(REST)]
    rows = zip(np.concatenate(current), np.concatenate(voltage), strict=True)
    lines = [f"{second},{amps:g},{volts:.4f},{25 + second % 2 / 10:g}" for second, (amps, volts) in enumerate(rows)]
    return "\n".join(["Test Time / s,Current / A,Voltage / V,Surface Temperature / degC", *lines, ""]).encode()
