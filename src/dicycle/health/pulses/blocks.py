"""Sheets of pulse features as blocks of numbers: which sheets a workbook holds, and what is read of them, and once."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np

from dicycle.errors import InvalidInput
from dicycle.health.pulses.headings import Column, headings, number
from dicycle.health.records.encodings import encoding_of
from dicycle.health.records.table import Floats
from dicycle.health.records.workbooks import Rows, is_workbook, opened

MAIN: Final = "main"
_ONE_SOC: Final = re.compile(r"(?:soc\s*[-_ =]?\s*)?(\d+(?:\.\d+)?)\s*%?(?:\s*[-_ ]?soc)?$", re.IGNORECASE)
_ALL: Final = re.compile(r"(?:\b|_)all(?:\b|_)", re.IGNORECASE)
_MERGED: Final = ("mat", "qn", "pt", "id")
_DECIMALS: Final = 6
_SAVE: Final = "Save its table as .xlsx or .csv, one row a test, with the columns Q, Qn, SOC and U1, U2, …"


class Block(NamedTuple):
    """Rows of one sheet: `cells` by lower-case heading, `voltages` V of shape (rows, turning points).

    `filled` names the columns whose empty cells took the value above them, as merged cells mean it.
    """

    sheet: str
    lines: tuple[int, ...]
    cells: dict[str, list[Any]]
    voltages: Floats
    filled: tuple[str, ...] = ()

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
        return Block(self.sheet, tuple(self.lines[row] for row in keep), cells, self.voltages[keep], self.filled)

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
    titles = [title for title in sheets if _soc(title) is not None]
    whole = next((title for title in sheets if title not in titles and _ALL.search(title)), None)
    lowest = sorted(titles, key=lambda title: _soc(title) or 0)[:1]
    wanted = [title for title in sheets if whole is None or title not in titles or title in lowest]
    read = [found for title in wanted if (found := block(title, rows_of(title))) is not None and found.rows]
    singles = _singles([found for found in read if found.sheet != whole])
    apart = _distinct([found for found in read if not any(found is one for one in singles) and found.sheet != whole])
    main = next((found for found in read if found.sheet == whole), None) or _holding(apart, singles)
    parts = [main] if main else _joined(singles)
    apart = [found for found in apart if found is not main]
    left = _without(parts[0], apart) if parts else None
    sessions = [one for one in (left, *parts[1:], *apart) if one is not None and one.rows]
    if not sessions:
        raise InvalidInput.because(
            "pulses.no-sheet", "No sheet of this file has the columns Q and U1, U2, … of a pulse test.", name
        )
    named = [(MAIN, sessions[0]), *((one.sheet, one) for one in sessions[1:])]
    return Blocks(tuple(named), singles[0] if singles else None)


def block(title: str, rows: Rows) -> Block | None:
    """Return a sheet as a block, or None where none of its first rows names the columns of a pulse test."""
    heads = headings(rows)
    if heads is None:
        return None
    wide = len(heads.columns)
    filled = [line for line in range(heads.body, len(rows)) if any(cell not in ("", None) for cell in rows[line])]
    body = [[*rows[line][:wide], *[""] * (wide - len(rows[line]))] for line in filled]
    scales = np.array([heads.columns[place].scale for place in heads.points])
    voltages = np.array([[number(row[place]) for place in heads.points] for row in body], float)
    cells = {one.name: _column(body, place, one) for place, one in reversed(list(enumerate(heads.columns)))}
    same = _repeats(cells.get("q", []))
    merged = tuple(name for name in _MERGED if name in cells and _filled(cells[name], same if name == "id" else None))
    lines = tuple(line + 1 for line in filled)
    return Block(title, lines, cells, voltages.reshape(-1, len(heads.points)) * scales, merged)


def _column(body: Rows, place: int, one: Column) -> list[Any]:
    cells = [row[place] for row in body]
    return cells if one.scale == 1.0 else [number(cell) * one.scale for cell in cells]


def _repeats(cells: list[Any]) -> list[bool]:
    """Tell which cells say what the one above them says, or nothing."""
    above = zip(["", *cells], cells, strict=False)
    return [after in ("", None) or after == before for before, after in above]


def _filled(cells: list[Any], allowed: list[bool] | None = None) -> bool:
    """Give empty cells the value above them, in place and where it is allowed; tell whether there were any."""
    found = False
    for place in range(1, len(cells)):
        if cells[place] in ("", None) and cells[place - 1] not in ("", None) and (not allowed or allowed[place]):
            cells[place], found = cells[place - 1], True
    return found


def _sheets(data: bytes, name: str) -> tuple[tuple[str, ...], Callable[[str], Rows]]:
    if is_workbook(data):
        return opened(data, name)
    encoding = encoding_of(data)
    if encoding is None:
        raise InvalidInput.because("pulses.no-table", "This file is neither a spreadsheet nor a text.", name, _SAVE)
    text = data.decode(encoding, "replace")
    tables = (list(csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=False)) for sign in ",;\t")
    rows = next((rows for rows in tables if headings(rows)), [])
    return (name,), lambda _: rows


def _soc(title: str) -> float | None:
    found = _ONE_SOC.match(title.strip())
    return float(found[1]) if found else None


def _singles(read: list[Block]) -> list[Block]:
    """Return the sheets that are of one state of charge each, the lowest first: by their names or by their rows."""
    named = [found for found in read if _soc(found.sheet) is not None]
    if named:
        return sorted(named, key=lambda found: _soc(found.sheet) or 0.0)
    states = [(float(soc[0]), found) for found in read if len(soc := np.unique(found.numbers("soc"))) == 1]
    apart = len({soc for soc, _ in states}) == len(states) > 1 and all(np.isfinite(soc) for soc, _ in states)
    return [found for _, found in sorted(states, key=lambda one: one[0])] if apart else []


def _distinct(read: list[Block]) -> list[Block]:
    """Leave out sheets that repeat one before."""
    first = {frozenset(found.marks()): found for found in reversed(read)}
    return [found for found in read if any(found is one for one in first.values())]


def _holding(others: list[Block], singles: list[Block]) -> Block | None:
    """Return the sheet that holds the rows of all sheets of one state of charge, whatever its name."""
    rows = {mark for found in singles for mark in found.marks()}
    return next((found for found in others if rows and rows <= set(found.marks())), None)


def _joined(blocks: list[Block]) -> list[Block]:
    """Return the rows of sheets of equal width as one block for each width, that of the first sheet first."""
    widths = list(dict.fromkeys(found.voltages.shape[1] for found in blocks))
    return [_one([found for found in blocks if found.voltages.shape[1] == width]) for width in widths]


def _one(same: list[Block]) -> Block:
    heads = [head for head in same[0].cells if all(head in found.cells for found in same)]
    cells = {head: [cell for found in same for cell in found.cells[head]] for head in heads}
    lines = tuple(line for found in same for line in found.lines)
    filled = tuple(sorted({head for found in same for head in found.filled}))
    return Block(same[0].sheet, lines, cells, np.vstack([found.voltages for found in same]), filled)


def _without(main: Block, others: list[Block]) -> Block:
    """Leave out the rows that another session holds too."""
    elsewhere = {key for found in others for key in found.marks()}
    return main.taken([row for row, key in enumerate(main.marks()) if key not in elsewhere])
