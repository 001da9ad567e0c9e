"""``python -m benchmarks.health [DIR]``: health from pulses on units that nobody fitted, beside public learners.

All see the same units in the same folds. DIR is a folder of pulse sheets; without it the invented cells of
``dicycle health sample`` are taken, which any smooth learner does well on.
"""

import argparse
from pathlib import Path

from benchmarks.health.judging import run


def main() -> None:
    """Print a table for each type and pulse, with the state of charge known and withheld."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.health", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=None)
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--type", default=None, help="only the type of this name")
    parser.add_argument("--width", type=float, default=None, help="only pulses of so many seconds")
    asked = parser.parse_args()
    run(asked.folder, asked.folds, asked.type, asked.width)


if __name__ == "__main__":
    main()
