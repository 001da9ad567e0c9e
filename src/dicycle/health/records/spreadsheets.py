"""Spreadsheets of testers: sheets of measured rows, and summaries with a row for each step."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from dicycle.health.records import cells, worksteps
from dicycle.health.records.frames import Column, Frame
from dicycle.health.records.grids import Head, head_of_rows, kept
from dicycle.health.records.headings import Heading, format_of
from dicycle.health.records.refusing import refused
from dicycle.health.records.table import Floats
from dicycle.health.records.workbooks import Rows, is_workbook, opened

_LOOKED_AT: Final = 200


def recognises(data: bytes, name: str) -> bool:
    """Tell whether a file is a spreadsheet by its content."""
    return is_workbook(data)


def frames(data: bytes, name: str) -> Sequence[Frame]:
    """Return a table for each sheet that is one of a test; InvalidInput where none is."""
    book = opened(data, name)
    found = [frame for sheet in book.sheets if (frame := frame_of(book.rows(sheet), sheet))]
    if not found:
        told = "No sheet of this file has a line that names columns such as voltage and current."
        raise refused("no-header", told, name)
    return found


def frame_of(rows: Rows, sheet: str) -> Frame | None:
    """Return the table of a sheet, or None where it is none."""
    if frame := worksteps.frame_of(rows, sheet):
        return frame
    head = head_of_rows(rows[:_LOOKED_AT])
    if head is None:
        return None
    kind, units = format_of(head.headings)
    read = tuple(_column(rows, head, place, known) for place, known in kept(head.headings).items())
    return Frame(f"{kind}, sheet", read, units, None, {"sheet": sheet})


def _column(rows: Rows, head: Head, place: int, known: Heading) -> Column:
    values = [row[place] if place < len(row) else "" for row in rows[head.data :]]
    numbers, parsed = numbers_of(values, known.dimension)
    return Column(known, head.headings[place], numbers, parsed, place)


def numbers_of(values: Sequence[Any], dimension: str) -> tuple[Floats, bool]:
    """Return cells as numbers, and whether they were durations or dates (then in seconds)."""
    texts = pa.array([_text(value) for value in values], pa.string())
    if dimension == "text":
        return cells.states(texts), False
    found = cells.numbers(texts)
    if dimension not in ("time", "clock") or np.isfinite(found).any():
        return found, False
    moments = cells.durations(texts)
    moments = cells.dates(texts) if np.isnan(moments).all() else moments
    return moments, bool(np.isfinite(moments).any())


def _text(value: Any) -> str:
    """Return a cell as text; a date or a time as ISO 8601 writes it."""
    if isinstance(value, float):
        return repr(value)
    return value.isoformat(" ") if hasattr(value, "hour") and hasattr(value, "year") else str(value)
