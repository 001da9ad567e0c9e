"""Invented cells as a tester leaves them: charge records in a folder, and a table of their capacities."""

from functools import cache
from pathlib import Path

import numpy as np
from health.simulated_cells import Cell, charged, delivered, pulsed, rested, run

from dicycle.health.records import to_csv
from dicycle.health.records.table import Record

NMC = "NMC 5 Ah 3.0-4.2 V"


def cell(capacity: float, more: float = 0.0) -> Cell:
    """Return a cell: the less it holds, the higher its resistance."""
    return Cell(capacity, 0.03 - 0.004 * capacity + more)


@cache
def _charges() -> tuple[tuple[bytes, float], ...]:
    chance = np.random.default_rng(1)
    cells = [cell(one, chance.normal(0, 0.0005)) for one in chance.uniform(3.0, 5.0, 12).tolist()]
    return tuple((_written(charged(one, every=60.0)), delivered(one)) for one in cells)


def _written(record: Record) -> bytes:
    return to_csv(record)


def charges(folder: Path) -> Path:
    """Write the charges of twelve cells into a folder, and beside them the table of their capacities."""
    folder.mkdir()
    lines = ["unit;capacity (Ah)"]
    for number, (data, capacity) in enumerate(_charges()):
        (folder / f"c{number}.csv").write_bytes(data)
        lines.append(f"c{number};{capacity:.4f}".replace(".", ","))
    (folder / "capacities.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def part(path: Path, capacity: float, begin: float = 0.3, stop: float | None = 4.1) -> Path:
    """Write a part of a charge of a cell; `stop` None goes on to its end."""
    path.write_bytes(_written(charged(cell(capacity), every=60.0, begin=begin, stop=stop)))
    return path


def full_test(path: Path, capacity: float, temperature: float | None = None) -> Path:
    """Write a full capacity test of a cell; a temperature of None is not recorded."""
    path.write_bytes(_written(run(cell(capacity), every=60.0, temperature=temperature)))
    return path


def with_pulse(path: Path, ohm: float) -> Path:
    """Write a record with a discharge to empty, and a pulse of 10 s at half charge."""
    path.write_bytes(_written(pulsed(Cell(4.5, ohm), temperature=None)))
    return path


def slow_charge(path: Path) -> Path:
    """Write a charge of a new cell at C/20, from empty to full."""
    path.write_bytes(_written(charged(Cell(5.0), charge=0.05, begin=0.0, every=240.0)))
    return path


def between_rests(path: Path, capacity: float) -> Path:
    """Write a charge of a cell between two rests."""
    path.write_bytes(_written(rested(cell(capacity))))
    return path
