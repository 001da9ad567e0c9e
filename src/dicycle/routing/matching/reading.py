"""Stocks of modules from tables."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.csv  # type: ignore[import-untyped]

from dicycle.errors import InvalidInput
from dicycle.findings import Finding
from dicycle.routing.matching.model import Floats, Modules
from dicycle.routing.separating import separator, with_points

_TEXTS: Final = {"id": "ids", "type": "kind", "grade": "grade", "age": "age", "evidence": "evidence"}
_NUMBERS: Final = {
    "capacity_ah": "capacity",
    "capacity_sd_ah": "capacity_sd",
    "resistance_mohm": "resistance",
    "ocv_v": "ocv",
    "fade": "fade",
}
_NEEDED: Final = ("id", "capacity_ah")
_LEVEL_ADVICE: Final = "Leave it empty where it is not known."
_LEVELS: Final = ("", "E0", "E1", "E2", "E3", "E4")
_UNITS: Final = {"capacity_ah": "Ah", "capacity_sd_ah": "Ah", "resistance_mohm": "mOhm", "ocv_v": "V"}
_OTHERS: Final = ("ah", "mah", "wh", "kwh", "as", "c", "ohm", "mohm", "uohm", "µohm", "μohm", "v", "mv", "percent")
_UNKNOWN: Final = pa.array(["", "nan", "na", "n/a", "#n/a", "null", "none"])
_COLUMNS: Final = ", ".join([*_TEXTS, *_NUMBERS])


def from_table(table: Any) -> Modules:
    """Return the modules of an Arrow table, or of the bytes of a CSV file (UTF-8, names in the first line).

    Columns: id and capacity_ah; where known type, grade, age, evidence, capacity_sd_ah, resistance_mohm, ocv_v, fade;
    ``Capacity (Ah)`` is one of them too. Others are left alone, but not a known quantity in an unknown unit. An empty
    cell is not measured. Between cells are commas, semicolons or tabs; in the last two the decimal sign may be a comma.
    Raises `InvalidInput` with everything that is wrong.
    """
    table = _read(table) if isinstance(table, bytes) else table.rename_columns(_named(table.column_names))
    if wrong := [*_missing(table), *_misread(table)]:
        raise InvalidInput(*wrong)
    texts = {field: _text(table, name) for name, field in _TEXTS.items()}
    numbers = {field: _number(table, name) for name, field in _NUMBERS.items()}
    modules = Modules(**texts, **numbers)
    if wrong := [*_wrong_ids(modules), *_wrong_numbers(modules), *_wrong_levels(modules)]:
        raise InvalidInput(*wrong)
    return modules


def _named(headings: Sequence[str]) -> list[str]:
    """Return headings as the names of columns: small letters, what is between words an underscore."""
    return [re.sub(r"[\W_]+", "_", name.lower().replace("ω", "ohm")).strip("_") for name in headings]


def _missing(table: Any) -> Iterator[Finding]:
    needed = [name for name in _NEEDED if name not in table.column_names and not _in_another_unit(table, name)]
    if needed:
        sentence = f"The table has no column {' and no column '.join(needed)}."
        yield Finding("matching.missing-column", sentence, advice=f"Known columns: {_COLUMNS}.")
    twice = [name for name in [*_TEXTS, *_NUMBERS] if table.column_names.count(name) > 1]
    if twice:
        sentence = f"The table has two columns {twice[0]}."
        yield Finding("matching.column-twice", sentence, advice="Leave one of them out.")


def _misread(table: Any) -> Iterator[Finding]:
    """Say which columns would be passed over though they hold a known quantity, in another unit or in none stated."""
    for known, unit in _UNITS.items():
        for other in _in_another_unit(table, known)[:1]:
            sentence = f"The column {other} is not read: that quantity is given in {unit}."
            yield Finding("matching.unit", sentence, other, advice=f"Give it in {unit}, in a column {known}.")


def _in_another_unit(table: Any, known: str) -> list[str]:
    if known not in _UNITS or known in table.column_names:
        return []
    quantity = known.rpartition("_")[0]
    return [name for name in table.column_names if name in {quantity, *(f"{quantity}_{unit}" for unit in _OTHERS)}]


def from_rows(rows: Sequence[Mapping[str, Any]]) -> Modules:
    """Return the modules of rows, each with some of the columns of `from_table`; a key that nobody reads is refused."""
    for place, row in enumerate(rows, 1):
        if unknown := [key for key in row if key not in _TEXTS and key not in _NUMBERS]:
            sentence, advice = f"Nobody reads {unknown[0][:40]!r}.", f"Known columns: {_COLUMNS}."
            raise InvalidInput.because("matching.unknown-column", sentence, f"row {place}", advice)
    named = [name for name in (*_TEXTS, *_NUMBERS) if any(name in row for row in rows)]
    return from_table(pa.table({name: _column([row.get(name) for row in rows], name) for name in named}))


def _column(values: list[Any], name: str) -> Any:
    """Return values as a column; whole numbers are taken for an id, as in a file."""
    if name in _TEXTS:
        values = [str(one) if isinstance(one, int) and not isinstance(one, bool) else one for one in values]
    try:
        return pa.array(values, pa.string() if name in _TEXTS else pa.float64())
    except (pa.ArrowException, OverflowError, TypeError, ValueError):
        what = "no text" if name in _TEXTS else "no number"
        raise InvalidInput.because("matching.not-a-table", f"The column {name} holds {what} somewhere.", name) from None


def _read(content: bytes) -> Any:
    """Return a CSV file as a table of texts."""
    try:
        first = content.decode("utf-8-sig").lstrip().partition("\n")[0]
        sign = separator(content)
        names = _named(next(csv.reader([first.rstrip()], delimiter=sign), []))
        table = pyarrow.csv.read_csv(
            io.BytesIO(content),
            pyarrow.csv.ReadOptions(column_names=names, skip_rows=1),
            pyarrow.csv.ParseOptions(delimiter=sign),
            pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        )
    except (pa.ArrowInvalid, UnicodeDecodeError, csv.Error) as error:
        what = "it is empty" if not content.strip() else str(error).splitlines()[0].rstrip(".")
        sentence, advice = f"This is not a CSV table: {what}.", "Write UTF-8 with commas, semicolons or tabs."
        raise InvalidInput.because("matching.not-a-table", sentence, advice=advice) from error
    return table if sign == "," else with_points(table, _NUMBERS)


def _text(table: Any, name: str) -> Any:
    if name not in table.column_names:
        return np.full(table.num_rows, "", dtype=np.str_)
    column = pc.utf8_trim_whitespace(pc.fill_null(pc.cast(table[name], pa.string()), ""))
    return np.array(column.to_pylist(), dtype=np.str_).reshape(table.num_rows)


def _number(table: Any, name: str) -> Floats:
    if name not in table.column_names:
        return np.full(table.num_rows, np.nan)
    column = table[name]
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        column = pc.cast(pc.utf8_trim_whitespace(column), pa.string())
        column = pc.if_else(pc.is_in(pc.utf8_lower(column), _UNKNOWN), None, column)
    try:
        column = pc.cast(column, pa.float64())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise InvalidInput(_no_number(column.to_pylist(), name)) from error
    return np.array([np.nan if value is None else value for value in column.to_pylist()], dtype=np.float64)


def _no_number(values: list[Any], name: str) -> Finding:
    """Return what is said of the first value that is no number."""
    row, value = next(((at, one) for at, one in enumerate(values, 1) if _is_odd(one)), (1, ""))
    advice = "Write the number alone, with a point: 50.1."
    return Finding(
        "matching.not-a-number", f"The {name} of row {row} is {str(value)[:40]!r}.", f"row {row}", advice=advice
    )


def _is_odd(value: Any) -> bool:
    try:
        return value is not None and pc.cast(pa.scalar(value), pa.float64()) is None
    except pa.ArrowException:
        return True


def _wrong_ids(modules: Modules) -> Iterator[Finding]:
    if (modules.ids == "").any():
        row = int((modules.ids == "").argmax()) + 1
        yield Finding(
            "matching.no-id", f"Row {row} has no id.", f"row {row}", advice="Give each module an id of its own."
        )
    names, first, counts = np.unique(modules.ids, return_index=True, return_counts=True)
    for place in np.flatnonzero((counts > 1) & (names != ""))[:10]:
        sentence = f"The id {names[place]} is there {counts[place]:,} times, first in row {first[place] + 1}."
        advice = "Keep one row for each module, the latest."
        yield Finding("matching.duplicate-id", sentence, str(names[place]), advice=advice)


def _wrong_numbers(modules: Modules) -> Iterator[Finding]:
    for name, field in _NUMBERS.items():
        values = getattr(modules, field)
        yield from _first(
            modules, np.isinf(values), "matching.not-finite", f"has an infinite {name}", "Correct the value."
        )
        if field != "fade":
            yield from _first(
                modules, values < 0, "matching.negative", f"has a {name} below zero", "Correct the value."
            )


def _wrong_levels(modules: Modules) -> list[Finding]:
    unknown = ~np.isin(modules.evidence, _LEVELS)
    return _first(modules, unknown, "matching.evidence", "has an evidence level that is not E0 to E4", _LEVEL_ADVICE)


def _first(modules: Modules, wrong: Any, code: str, what: str, advice: str = "Correct the value.") -> list[Finding]:
    if not wrong.any():
        return []
    row, others = int(wrong.argmax()), int(wrong.sum()) - 1
    more = f", and so have {others} others" if others else ""
    return [Finding(code, f"Module {modules.ids[row]} {what}{more}.", f"row {row + 1}", advice=advice)]
