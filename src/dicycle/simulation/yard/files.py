"""A folder with everything that health, routes and matches can be tried on, and the truth of it."""

import json
from pathlib import Path
from typing import Final

import numpy as np

from dicycle.simulation.yard.cells import DESIGNS, Cell, drawn
from dicycle.simulation.yard.stock import modules, packs
from dicycle.simulation.yard.testing import capacity_test, pulse_sheet, single_pulses

RETURNED: Final = Cell(DESIGNS[0], 0.78, 1.05, 0.96, 0.001)
"""The cell that came back, whose health is asked for."""
_CHARGE: Final = 0.35
ANSWERS: Final = {
    "identified": True, "lifetime-record": True, "damaged": False, "leaking": False, "smells": False, "water": False,
    "crashed": False, "burnt": False, "swelling": 0.2, "temperature": 24.0, "self-heating": 0.1,
    "cell-voltages": [3.28], "voltage-loss": [0.001], "rested-voltage": 3.12,
}  # fmt: skip
"""What the safety gates ask of a cell, answered for a sound one."""
NAMES: Final = {
    "pulses.csv": "pulse tests of cells whose capacity was measured: for `dicycle health fit`",
    "returned.csv": "one pulse test of a returned cell: for `dicycle grade`",
    "capacity-test.csv": "a full capacity test of the same cell: for `dicycle grade`",
    "answers.json": "answers to the safety gates: for `dicycle grade --readings`",
    "packs.csv": "returned packs: for `dicycle route`",
    "modules.csv": "modules on the shelf: for `dicycle match`",
    "truth.json": "what the returned cell really is",
}


def write_yard(folder: Path, seed: int = 1, *, cells: int = 24, packs_: int = 300, modules_: int = 480) -> list[Path]:
    """Write the files of `NAMES` into a folder and return their paths; the same seed gives the same bytes.

    `cells` is how many of each type have a known capacity. Raises OSError where the folder cannot be written.
    """
    draw = np.random.default_rng(seed)
    learnt = [cell for design in DESIGNS for cell in drawn(design, cells, draw)]
    texts = {
        "pulses.csv": pulse_sheet(learnt, draw),
        "returned.csv": single_pulses(RETURNED, _CHARGE, draw),
        "capacity-test.csv": capacity_test(RETURNED, draw),
        "answers.json": json.dumps(ANSWERS, indent=1) + "\n",
        "packs.csv": packs(packs_, draw),
        "modules.csv": modules(modules_, draw),
        "truth.json": json.dumps({"type": RETURNED.design.name, "health": RETURNED.health}) + "\n",
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        (folder / name).write_text(texts[name], encoding="utf-8", newline="\n")
    return [folder / name for name in NAMES]
