"""Invented cells whose voltages under pulses tell their health: a sheet of tests as laboratories publish them."""

from pathlib import Path

import numpy as np

RATED = 10.0
HEAD = ["Mat", "No", "ID", "Qn", "Q", "SOH", "Pt", "SOC", *(f"U{n}" for n in range(1, 10))]


def voltages(health: float, soc: float) -> list[float]:
    """Return the turning points of a pair of pulses at 0.5C: the older the cell, the higher its resistance."""
    rest, ohm = 3.2 + 0.6 * soc / health, 0.012 + 0.03 * (1 - health)
    jump, slow = 0.5 * RATED * ohm / 2, 0.5 * RATED * ohm / 4
    up = [rest + jump, rest + jump + slow, rest + slow, rest + slow / 5]
    return [rest, *up, *(2 * rest - one for one in up)]


def sheet(path: Path, cells: int = 12, seed: int = 0, kind: str = "LMO") -> Path:
    """Write the tests of cells at five states of charge as CSV."""
    rng = np.random.default_rng(seed)
    lines = [",".join(HEAD)]
    for cell in range(cells):
        health = float(rng.uniform(0.6, 0.98))
        for soc in (0.1, 0.2, 0.3, 0.4, 0.5):
            measured = [one + rng.normal(0, 2e-4) for one in voltages(health, soc)]
            row = [kind, cell + 1, f"cell-{cell + 1}", RATED, round(RATED * health, 4), round(health, 5), 5, 100 * soc]
            lines.append(",".join(map(str, [*row, *(round(one, 5) for one in measured)])))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def single(path: Path, health: float, soc: float = 0.3) -> Path:
    """Write one test of a cell of unknown capacity."""
    head = ["Mat", "Qn", "Pt", "SOC", *(f"U{n}" for n in range(1, 10))]
    row = ["LMO", RATED, 5, 100 * soc, *(round(one, 5) for one in voltages(health, soc))]
    path.write_text(",".join(head) + "\n" + ",".join(map(str, row)) + "\n", encoding="utf-8")
    return path
