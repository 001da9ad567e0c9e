"""How long groups of cells would have lasted: ours beside chance, capacity, resistance and the published method.

The protocol. Cells are grouped by the features of a first cycle; no life is looked at. Lives are then read off the
trajectories on file. Two scopes: *all* cells are grouped and those of known life scored, which flatters, as cells that
nobody followed might have ended a group earlier; *followed* cells alone are grouped, into as many groups and into
groups as large. Beside them, marked as such, groups by lives that were predicted from the lives of other cells.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from dicycle.errors import InvalidInput
from dicycle.findings import Finding
from dicycle.health.lasting.comparing import Comparison, compare
from dicycle.health.lasting.files import CURVE, read_features, read_trajectories
from dicycle.health.lasting.grouping import SEED, group_plainly, group_points, slices, whole
from dicycle.health.lasting.living import Trajectory, lives_of
from dicycle.health.lasting.model import Features, Grouping, Lives
from dicycle.health.lasting.predicting import Predictions, group_by_predicted, predict_lives
from dicycle.health.lasting.refining import group_and_refine
from dicycle.health.lasting.seeing import components

GROUPS: Final = 8
END: Final = 1.2
FEATURES: Final = "features.csv"
TRAJECTORIES: Final = "capacity_trajectories*.csv"
_CLASSIC: Final = ("capacity", "internal_resistance", "voltage")
Row = dict[str, str | int | float | None]


class Line(NamedTuple):
    """One grouping of one scope; `labels` tells whether lives of other cells were looked at to make it."""

    scope: str
    by: str
    asked: int
    labels: bool
    comparison: Comparison


class Report(NamedTuple):
    """The table and the groups of all cells.

    `error` is what predicted lives are off by on average, as a fraction of the life, when the cell itself is left out
    of the training; `error_of_strangers` when its whole group is. None: too few cells.
    """

    lines: tuple[Line, ...]
    grouping: Grouping
    end: float
    error: float | None
    error_of_strangers: float | None
    findings: tuple[Finding, ...]

    def rows(self) -> list[Row]:
        """Return the table, one mapping a line; lives in cycles."""
        return [_row(line) for line in self.lines]


def report(folder: Path, groups: int = GROUPS, end: float = END, seed: int = SEED) -> Report:
    """Return the report on a folder with `features.csv` and `capacity_trajectories*.csv`; a life ends at `end` (Ah).

    Raises InvalidInput where a file is missing or cannot be understood.
    """
    paths = sorted(folder.glob(TRAJECTORIES))
    if not paths or not (folder / FEATURES).is_file():
        sentence = f"It needs {FEATURES} and {TRAJECTORIES}."
        raise InvalidInput.because("lasting.files", sentence, str(folder), "Name a folder that holds both.")
    trajectories: dict[str, Trajectory] = {}
    for path in paths:
        trajectories |= read_trajectories(path.read_bytes(), path.name)
    return reported(read_features((folder / FEATURES).read_bytes(), FEATURES), trajectories, groups, end, seed)


def reported(
    features: Features, trajectories: dict[str, Trajectory], groups: int = GROUPS, end: float = END, seed: int = SEED
) -> Report:
    """Return the report on features and trajectories; lives count every cycle on file, as the published figure does."""
    known, left, findings = whole(features)
    lives = lives_of({cell: trajectories[cell] for cell in known.cells if cell in trajectories}, end, to_last=True)
    if len(lives) < groups:
        sentence = f"Only {len(lives)} cells were followed to {end:g} Ah; {groups} groups cannot be scored."
        raise InvalidInput.because("lasting.too-few-lives", sentence, advice="Ask for fewer groups or a later end.")
    made = tuple(groupings(known, groups, seed))
    counts = tuple(dict.fromkeys((groups, -(-groups * len(lives) // len(known.cells)))))
    near, far = _predicted(known, lives, made[0])
    lines = (
        *(_line("all", grouping, lives, asked=groups) for grouping in made),
        *_alone(known.of(lives.__contains__), lives, counts, seed),
        *_guessed(near, lives, counts, by="life predicted, cell left out"),
        *_guessed(far, lives, counts, by="life predicted, its group left out"),
    )
    errors = [found.error if found else None for found in (near, far)]
    return Report(lines, made[0]._replace(left=left), end, errors[0], errors[1], findings)


def _predicted(known: Features, lives: Lives, grouping: Grouping) -> tuple[Predictions | None, Predictions | None]:
    """Return lives predicted without the cell, and without its whole group."""
    families = {cell: str(number) for number, cells in enumerate(grouping.groups) for cell in cells}
    return predict_lives(_curves(known), lives), predict_lives(_curves(known), lives, families)


def _alone(followed: Features, lives: Lives, counts: tuple[int, ...], seed: int) -> Iterator[Line]:
    for count in counts:
        yield from (_line("followed", made, lives, asked=count) for made in groupings(followed, count, seed))


def _guessed(found: Predictions | None, lives: Lives, counts: tuple[int, ...], *, by: str) -> Iterator[Line]:
    if found is None:
        return
    for count in counts:
        yield _line("followed", group_by_predicted(found, count, by=by), lives, asked=count, labels=True)


def groupings(features: Features, groups: int, seed: int = SEED) -> Iterator[Grouping]:
    """Yield the groupings that are compared: ours first, then what else was tried, as far as the features allow."""
    curves = _curves(features)
    points = components(curves, seed)
    yield group_points(features.cells, points, groups, seed=seed)._replace(by="curves (ours)")
    yield group_points(features.cells, points, groups, even=True, seed=seed)._replace(by="curves (ours), even sizes")
    yield group_plainly(curves, groups, by="curves, every feature", seed=seed)
    yield from _published(features, groups, seed)
    for name in _CLASSIC[:2]:
        if name in features.names:
            yield slices(features.cells, features.only(name.__eq__).values[:, 0], groups, by=f"{_said(name)}, sorted")
            yield group_plainly(features.only(name.__eq__), groups, by=f"{_said(name)}, k-means", seed=seed)
    if set(_CLASSIC) <= set(features.names):
        yield group_plainly(features.only(_CLASSIC.__contains__), groups, by="capacity, resistance, voltage", seed=seed)


def _published(features: Features, groups: int, seed: int) -> Iterator[Grouping]:
    steps = tuple(features.only(partial(_derived, at)) for at in "123")
    if all(step.names for step in steps):
        yield group_and_refine(steps[:1], groups, by="published, first step", seed=seed)
        yield group_and_refine(steps, groups, by="published, three steps", seed=seed)


def _curves(features: Features) -> Features:
    """Return the features of curves, or all if none is named so."""
    found = features.only(lambda name: CURVE.match(name) is not None)
    return found if found.names else features


def _derived(order: str, name: str) -> bool:
    found = CURVE.match(name)
    return found is not None and found["derivative"] == order


def _said(name: str) -> str:
    return name.removeprefix("internal_")


def _line(scope: str, grouping: Grouping, lives: Lives, *, asked: int, labels: bool = False) -> Line:
    comparison = compare(grouping, lives)
    if comparison is None:
        raise InvalidInput.because("lasting.too-few-lives", "No grouped cell was followed to its end.")
    return Line(scope, grouping.by, asked, labels, comparison)


def _row(line: Line) -> Row:
    found = line.comparison
    return {
        "grouped": line.scope,
        "by": line.by,
        "lives looked at": "of other cells" if line.labels else "none",
        "groups": line.asked,
        "groups scored": found.life.groups,
        "cells scored": found.life.cells,
        "mean available life": round(found.life.available, 1),
        "by chance": round(found.life.chance, 1),
        "chance sd": round(found.sd, 1),
        "percentile": round(found.percentile, 1),
        "p": round(found.p, 4),
        "gain": round(found.gain, 1),
        "gain low": None if found.low is None else round(found.low, 1),
        "gain high": None if found.high is None else round(found.high, 1),
        "most possible": round(found.life.best, 1),
        "mean own life": round(found.life.own, 1),
    }
