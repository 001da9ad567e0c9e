"""Summaries with a row for each step, as Chinese testers export them: what held when the step began and when it ended.

A step becomes two rows of the table, one at its start and one at its end, so that steps and pulses can be read off.
"""

from typing import Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from dicycle.findings import Finding, Severity
from dicycle.health.records.cells import dates, durations
from dicycle.health.records.frames import Column, Frame
from dicycle.health.records.headings import heading
from dicycle.health.records.table import Floats
from dicycle.health.records.workbooks import Rows

FORMAT: Final = "work steps"
# heading at the start, heading at the end, what the record calls it
_PAIRS: Final = (
    ("起始电压", "结束电压", "Voltage"),
    ("起始电流", "结束电流", "Current"),
    ("开始温度1", "结束温度1", "Temperature"),
)
_ENDS: Final = (
    ("充电容量", "Charging Capacity"),
    ("放电容量", "Discharging Capacity"),
    ("充电能量", "Charging Energy"),
    ("放电能量", "Discharging Energy"),
)
_COUNTS: Final = (("工步序号", "Step Count"), ("循环", "Cycle Count"))
_START: Final = "绝对时间"
_LASTING: Final = "持续时间"


def frame_of(rows: Rows, sheet: str) -> Frame | None:
    """Return the table of a summary of steps, or None where the sheet is none."""
    heads = [str(cell).strip() for cell in rows[0]] if rows else []
    places = {_name(head): place for place, head in reversed(list(enumerate(heads)))}
    if not {"起始电压", "结束电压", "起始电流"} <= set(places):
        return None
    body = rows[1:]
    read = [*_pairs(body, heads, places), *_ends(body, heads, places), *_counted(body, places), *_times(body, places)]
    told = "Each step is two rows, its start and its end; what lies between is not in the file."
    note = Finding("records.steps-only", told, sheet, Severity.NOTE)
    return Frame(FORMAT, tuple(column for column in read if column), {}, None, {"sheet": sheet}, (note,))


def _name(head: str) -> str:
    return head.split("(", maxsplit=1)[0].split("（", maxsplit=1)[0].strip()


def _unit(head: str) -> str:
    return head[len(_name(head)) :].strip().replace("（", "(").replace("）", ")")


def _pairs(body: Rows, heads: list[str], places: dict[str, int]) -> list[Column | None]:
    """Return columns of what is given at both ends of a step."""
    return [
        _column(f"{name} {_unit(heads[places[start]])}", _woven(_cells(body, places[start]), _cells(body, places[end])))
        for start, end, name in _PAIRS
        if start in places and end in places
    ]


def _ends(body: Rows, heads: list[str], places: dict[str, int]) -> list[Column | None]:
    """Return counters, which begin at zero in each step."""
    found = [(f"{name} {_unit(heads[places[end]])}", _cells(body, places[end])) for end, name in _ENDS if end in places]
    return [_column(text, np.abs(_woven(np.zeros(len(ends)), ends))) for text, ends in found]


def _counted(body: Rows, places: dict[str, int]) -> list[Column | None]:
    found = [(name, _cells(body, places[head])) for head, name in _COUNTS if head in places]
    return [_column(name, _woven(values, values)) for name, values in found]


def _times(body: Rows, places: dict[str, int]) -> list[Column | None]:
    """Return when steps begin and end: by the clock and how long they last, else one after the other."""
    if _LASTING not in places:
        return []
    lasting = durations(_texts(body, places[_LASTING]))
    starts = dates(_texts(body, places[_START])) if _START in places else np.full(len(body), np.nan)
    if np.isnan(starts).any():
        starts = np.concatenate([[0.0], np.cumsum(np.nan_to_num(lasting))[:-1]])
    return [_column("Test Time / s", _woven(starts, starts + lasting))]


def _woven(starts: Floats, ends: Floats) -> Floats:
    return np.column_stack([starts, ends]).ravel()


def _column(text: str, values: Floats) -> Column | None:
    known = heading(text)
    return Column(known, text, values) if known else None


def _cells(body: Rows, place: int) -> Floats:
    return np.array([_number(row[place]) if place < len(row) else np.nan for row in body], np.float64)


def _number(cell: Any) -> float:
    try:
        return float(cell)
    except (TypeError, ValueError):
        return float("nan")


def _texts(body: Rows, place: int) -> Any:
    return pa.array([str(row[place]) if place < len(row) else "" for row in body], pa.string())
