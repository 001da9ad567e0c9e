"""Every unit held out once: the same folds for ours and for public learners."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.health.peers import LEARNERS, Learner, Said
from benchmarks.timing import show
from dicycle.cli.health.sheets import sheets
from dicycle.health.learning.asking import arrays_of
from dicycle.health.learning.dealing import dealt
from dicycle.health.learning.fitting import FEWEST_UNITS
from dicycle.health.learning.gathering import Key, health_of, key_of, usable
from dicycle.health.learning.scoring import Answers, score
from dicycle.health.records.table import Floats, PulseTest
from dicycle.simulation.yard import write_yard

_HEAD = ("", "MAPE %", "/ ours", "coverage %", "interval", "/ ours", "auto %", "misgraded %", "s", "/ ours")


class Task(NamedTuple):
    """Tests of one type and pulse, in folds."""

    key: Key
    tests: list[PulseTest]
    folds: int


def run(folder: Path | None, folds: int = 10, only: str | None = None, width: float | None = None) -> None:
    """Judge ours and the learners that are installed on the sheets of a folder."""
    with tempfile.TemporaryDirectory(prefix="dicycle-bench-") as name:
        rows = [row for sheet in sheets([folder or _invented(Path(name))]).sheets for row in sheet.rows]
        tests = [row.test for row in rows if usable(row.test)]
    for task in _tasks(tests, folds):
        if only in (None, task.key.type) and width in (None, task.key.width):
            for known in (True, False):
                _table(task, known)


def _invented(folder: Path) -> Path:
    return next(path for path in write_yard(folder / "yard", 1) if path.name == "pulses.csv")


def _tasks(tests: Sequence[PulseTest], folds: int) -> Iterator[Task]:
    for key in sorted({key_of(test) for test in tests}):
        own = [test for test in tests if key_of(test) == key]
        units = len({test.unit for test in own})
        if units - -(-units // folds) >= FEWEST_UNITS:
            yield Task(key, own, folds)


def _table(task: Task, known: bool) -> None:
    units = len({test.unit for test in task.tests})
    rows: list[tuple[str, ...]] = []
    first: Said | None = None
    for name, learner in LEARNERS.items():
        try:
            said = _judged(task, learner, known)
        except ImportError:
            rows.append((name, "not installed", *[""] * (len(_HEAD) - 2)))
            continue
        first = first or said
        rows.append(_row(name, task, said, first))
    soc = "known" if known else "unknown"
    title = f"{task.key.type}, pulses of {task.key.width:g} s, SOC {soc}: {len(task.tests):,} tests of {units} units"
    show(title, _HEAD, rows)


def _judged(task: Task, learner: Learner, known: bool) -> Said:
    """Return what a learner says of every test while the test's unit is held out, and the seconds of all folds."""
    data = arrays_of(task.tests, task.key.points)
    found, taken = np.full((3, len(task.tests)), np.nan), 0.0
    for held in dealt(task.tests, task.folds, 0):
        said = learner(data, np.asarray(held), task.key.amplitudes, known)
        found[:, held] = said.values
        taken += said.seconds
    return Said(found, taken)


def _row(name: str, task: Task, said: Said, ours: Said) -> tuple[str, ...]:
    measured: Floats = np.array([health_of(test) for test in task.tests])
    own, first = (score(Answers(measured, *one.values)) for one in (said, ours))
    return (
        name, f"{own.mape:.2f}", f"{own.mape / first.mape:.2f}", f"{own.coverage:.1f}", f"{own.width:.2f}",
        f"{own.width / first.width:.2f}", f"{own.auto_graded:.1f}", f"{own.misgraded_of_auto:.2f}",
        f"{said.seconds:.1f}", f"{said.seconds / ours.seconds:.2f}",
    )  # fmt: skip
