"""Where in a text or a sheet the table begins: the line that names the most columns that a record keeps."""

import csv
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any, Final, NamedTuple

from dicycle.health.records.headings import Heading, heading, is_unit

FEWEST: Final = 2
_SIGNS: Final = "\t,;|"
_TELLING: Final = {"voltage", "current", "charged", "discharged", "capacity"}


class Head(NamedTuple):
    """The line of the headings (counted from 0), the headings with units, and the line where the data begin."""

    line: int
    headings: tuple[str, ...]
    data: int
    sign: str = ","


def head_of(lines: Sequence[str]) -> Head | None:
    """Return the head of a table of text, or None where no line names its columns."""
    best: tuple[int, Head] | None = None
    for number, line in enumerate(lines):
        for sign in _SIGNS:
            if sign in line and (value := told(cells := split(line, sign))) > (best[0] if best else FEWEST - 1):
                best = value, Head(number, tuple(cells), number + 1, sign)
    return _with_units(best[1], [split(line, best[1].sign) for line in lines[: best[1].data + 1]]) if best else None


def head_of_rows(rows: Sequence[Sequence[Any]]) -> Head | None:
    """Return the head of a table of a sheet, or None where no row names its columns."""
    texts = [[str(cell).strip() for cell in row] for row in rows]
    value, line = max(((told(row), -number) for number, row in enumerate(texts)), default=(0, 0))
    return _with_units(Head(-line, tuple(texts[-line]), 1 - line), texts) if value >= FEWEST else None


def split(line: str, sign: str) -> list[str]:
    """Return the cells of a line of text."""
    try:
        return [cell.strip() for cell in next(csv.reader([line.replace("\r", " ")], delimiter=sign), [])]
    except csv.Error:  # a cell longer than any heading
        return []


def told(cells: Iterable[str]) -> int:
    """Return how many columns that a record keeps a line names, 0 where none of them is measured."""
    known = {found.quantity for cell in cells if cell and (found := heading(cell[:80]))}
    return len(known) if known & _TELLING else 0


def _with_units(head: Head, rows: Sequence[Sequence[str]]) -> Head:
    """Take a line of units under the headings into them."""
    units = rows[head.data] if head.data < len(rows) else []
    if not any(units) or not all(map(is_unit, units)):
        return head
    named = [f"{text} ({unit})" if unit else text for text, unit in zip_longest(head.headings, units, fillvalue="")]
    return head._replace(headings=tuple(named), data=head.data + 1)


def kept(headings: Sequence[str]) -> dict[int, Heading]:
    """Return which columns a record keeps, by their place."""
    return {place: found for place, text in enumerate(headings) if (found := heading(text[:80]))}
