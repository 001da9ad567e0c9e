"""Sheets of pulse features as blocks of numbers: which sheets a workbook holds, and what is read of them, and once."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np

from dicycle.errors import InvalidInput
from dicycle.health.records.encodings import encoding_of
from dicycle.health.records.table import Floats
from dicycle.health.records.workbooks import Rows, is_workbook, opened

MAIN: Final = "main"
_ONE_SOC: Final = re.compile(r"soc\s*[-_ ]?\s*(\d+(?:\.\d+)?)\s*%?$", re.IGNORECASE)
_ALL: Final = re.compile(r"\ball\b", re.IGNORECASE)
_VOLTAGE: Final = re.compile(r"u(\d{1,3})$", re.IGNORECASE)
_MOST_VOLTAGES: Final = 200
_DECIMALS: Final = 6


class Block(NamedTuple):
    """Rows of one sheet: `cells` by lower-case heading, `voltages` V of shape (rows, turning points)."""

    sheet: str
    lines: tuple[int, ...]
    cells: dict[str, list[Any]]
    voltages: Floats

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.lines)

    def numbers(self, *headings: str) -> Floats:
        """Return the first of the columns that is there as numbers; nan where a cell is none."""
        found = next((self.cells[heading] for heading in headings if heading in self.cells), None)
        return np.full(self.rows, np.nan) if found is None else np.array([number(cell) for cell in found], float)

    def taken(self, keep: list[int]) -> "Block":
        """Return some of the rows."""
        cells = {heading: [column[row] for row in keep] for heading, column in self.cells.items()}
        return Block(self.sheet, tuple(self.lines[row] for row in keep), cells, self.voltages[keep])

    def marks(self) -> list[tuple[float, ...]]:
        """Return what tells one row from another: the capacity, the state of charge and the voltages."""
        whole = np.column_stack([self.numbers("q"), self.numbers("soc"), self.voltages])
        return [tuple(row) for row in np.nan_to_num(np.round(whole, _DECIMALS), nan=-1.0).tolist()]


class Blocks(NamedTuple):
    """Sessions in file order, and the sheet of the lowest state of charge, whose rows are one a unit."""

    sessions: tuple[tuple[str, Block], ...]
    lowest: Block | None


def blocks_of(data: bytes, name: str) -> Blocks:
    """Return the sessions of a workbook or CSV, each row once; InvalidInput where no sheet holds pulse features."""
    sheets, rows_of = _sheets(data, name)
    singles = sorted((title for title in sheets if _soc(title) is not None), key=lambda title: _soc(title) or 0)
    whole = [title for title in sheets if title not in singles and _ALL.search(title)][:1]
    others = [title for title in sheets if title not in singles and title not in whole]
    read = {title: block(title, rows_of(title)) for title in (*whole, *others, *(singles[:1] if whole else singles))}
    main = read[whole[0]] if whole else _joined([read[title] for title in singles])
    apart = [(title, found) for title in others if (found := read[title]) is not None]
    sessions = ([(MAIN, _without(main, [found for _, found in apart]))] if main else []) + apart
    if not sessions:
        raise InvalidInput.because(
            "pulses.no-sheet", "No sheet of this file has the columns Q and U1, U2, … of a pulse test.", name
        )
    if main is None:
        sessions = [(MAIN, sessions[0][1]), *sessions[1:]]
    return Blocks(tuple(sessions), read.get(singles[0]) if singles else None)


def block(title: str, rows: Rows) -> Block | None:
    """Return a sheet as a block, or None where its first row does not name the columns of a pulse test."""
    heads = [str(cell).strip().lower() for cell in rows[0]] if rows else []
    points = _points(heads)
    if not points:
        return None
    kept = [line for line, row in enumerate(rows[1:], 2) if any(cell not in ("", None) for cell in row)]
    body = [[*rows[line - 1], *[""] * (len(heads) - len(rows[line - 1]))] for line in kept]
    voltages = np.array([[number(row[place]) for place in points] for row in body], float).reshape(-1, len(points))
    cells = {head: [row[place] for row in body] for place, head in reversed(list(enumerate(heads)))}
    return Block(title, tuple(kept), cells, voltages)


def number(cell: Any) -> float:
    """Return a cell as a finite number, nan where it is none."""
    try:
        value = float(cell)
    except (TypeError, ValueError):
        return float("nan")
    return value if np.isfinite(value) else float("nan")


def _points(heads: list[str]) -> list[int]:
    """Return where U1, U2, … stand, as far as they go without a hole; fewer than five are no pulse."""
    places = {int(match[1]): place for place, head in enumerate(heads) if (match := _VOLTAGE.match(head))}
    whole = next((last for last in range(1, _MOST_VOLTAGES) if last not in places), _MOST_VOLTAGES)
    return [places[point] for point in range(1, whole)] if whole > 5 else []


def _sheets(data: bytes, name: str) -> tuple[tuple[str, ...], Callable[[str], Rows]]:
    if is_workbook(data):
        return opened(data, name)
    encoding = encoding_of(data)
    if encoding is None:
        raise InvalidInput.because("pulses.no-table", "This file is neither a spreadsheet nor a text.", name)
    text = data.decode(encoding, "replace")
    sign = max(",;\t", key=text.partition("\n")[0].count)
    rows: Rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=False))
    return (name,), lambda _: rows


def _soc(title: str) -> float | None:
    found = _ONE_SOC.match(title.strip())
    return float(found[1]) if found else None


def _joined(blocks: list[Block | None]) -> Block | None:
    """Return the rows of sheets of equal width as one block; sheets of another width are left out."""
    known = [found for found in blocks if found is not None and found.rows]
    if not known:
        return None
    same = [found for found in known if found.voltages.shape[1] == known[0].voltages.shape[1]]
    heads = [head for head in same[0].cells if all(head in found.cells for found in same)]
    cells = {head: [cell for found in same for cell in found.cells[head]] for head in heads}
    lines = tuple(line for found in same for line in found.lines)
    return Block(same[0].sheet, lines, cells, np.vstack([found.voltages for found in same]))


def _without(main: Block, others: list[Block]) -> Block:
    """Leave out the rows that another session holds too."""
    elsewhere = {key for found in others for key in found.marks()}
    return main.taken([row for row, key in enumerate(main.marks()) if key not in elsewhere])
