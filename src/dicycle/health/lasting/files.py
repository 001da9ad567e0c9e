"""Features and trajectories as tables of text (CSV)."""

import csv
import io
import re
from typing import Final

import numpy as np

from dicycle.errors import InvalidInput
from dicycle.health.lasting.living import Trajectory
from dicycle.health.lasting.model import Features

CELL: Final = "bat_num"
CURVE: Final = re.compile(r"feature_(?P<curve>\d+)_(?P<derivative>\d+)_(?P<number>\d+)$")


def read_features(data: bytes, name: str, cell: str = CELL) -> Features:
    """Return the features of a table with one line a cell; the column `cell` names it.

    A column `feature_<curve>_<derivative>_<number>` is of that curve, any other is a curve of its own; a column without
    heading is a count and left out. Raises InvalidInput where the table cannot be understood.
    """
    heading, rows = _table(data, name)
    at = _columns(heading, (cell,), name)[0]
    used = [column for column, title in enumerate(heading) if title not in ("", cell)]
    names = tuple(heading[column] for column in used)
    cells = tuple(row[at].strip() for row in rows)
    if len(set(cells)) < len(cells) or not cells:
        raise _refused("No cell is in it, or one is in it twice.", name)
    values = np.array([[_number(row[column]) for column in used] for row in rows], float)
    return Features(cells, names, tuple(map(_curve, names)), values.reshape(len(cells), len(used)))


def read_trajectories(data: bytes, name: str, cell: str = CELL) -> dict[str, Trajectory]:
    """Return the capacities (Ah) over cycles of each cell, from a table with columns for cell, `cycle` and `capacity`.

    Lines with an unknown value are left out. Raises InvalidInput where the table cannot be understood.
    """
    heading, rows = _table(data, name)
    columns = _columns(heading, (cell, "cycle", "capacity"), name)
    found: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        who, cycle, capacity = (row[column].strip() for column in columns)
        found.setdefault(who, []).append((_number(cycle), _number(capacity)))
    arrays = {who: np.array(sorted(points)) for who, points in found.items()}
    return {who: Trajectory(*points[np.isfinite(points).all(axis=1)].T) for who, points in arrays.items()}


def _table(data: bytes, name: str) -> tuple[list[str], list[list[str]]]:
    try:
        lines = [row for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) if row]
    except (UnicodeDecodeError, csv.Error):
        raise _refused("It is not a table of comma-separated text in UTF-8.", name) from None
    if not lines or any(len(row) != len(lines[0]) for row in lines):
        raise _refused("Its lines do not all have as many cells as the heading.", name)
    return [title.strip() for title in lines[0]], lines[1:]


def _columns(heading: list[str], wanted: tuple[str, ...], name: str) -> list[int]:
    missing = [title for title in wanted if title not in heading]
    if missing:
        raise _refused(f"It has no column {' or '.join(missing)}.", name)
    return [heading.index(title) for title in wanted]


def _curve(name: str) -> str:
    found = CURVE.match(name)
    return found["curve"] if found else name


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")


def _refused(sentence: str, name: str) -> InvalidInput:
    advice = "See the explanation of grouping for the tables that are read."
    return InvalidInput.because("lasting.table", sentence, name, advice)
