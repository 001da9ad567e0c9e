"""Small tables of text that people write: a line a unit or a point, with named columns."""

import csv
import io
from collections.abc import Iterator
from math import isfinite


def lines(data: bytes) -> Iterator[dict[str, str]]:
    """Yield the lines of a table by the names of its columns, in small letters; comma, semicolon or tab between cells.

    Raises ValueError where the bytes are no such table.
    """
    try:
        text = data.decode("utf-8-sig")
        sign = max(",;\t", key=text.partition("\n")[0].count)
        for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=sign):
            yield {(head or "").strip().lower(): cell.strip() for head, cell in row.items() if isinstance(cell, str)}
    except csv.Error as wrong:
        raise ValueError(str(wrong)) from wrong


def number(text: str) -> float:
    """Return a finite number written with either decimal sign; raises ValueError."""
    found = float(text.replace(",", "."))
    if not isfinite(found):
        raise ValueError(text)
    return found
