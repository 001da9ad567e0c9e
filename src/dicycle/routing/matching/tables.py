"""Stocks of modules from tables, and matchings as tables."""

import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.csv  # type: ignore[import-untyped]

from dicycle.errors import InvalidInput
from dicycle.findings import Finding
from dicycle.routing.matching.model import Floats, Matching, Modules, Request
from dicycle.routing.matching.telling import sheets

_TEXTS: Final = {"id": "ids", "type": "kind", "grade": "grade", "age": "age", "evidence": "evidence"}
_NUMBERS: Final = {
    "capacity_ah": "capacity",
    "capacity_sd_ah": "capacity_sd",
    "resistance_mohm": "resistance",
    "ocv_v": "ocv",
    "fade": "fade",
}
_NEEDED: Final = ("id", "capacity_ah")
_LEVELS: Final = ("", "E0", "E1", "E2", "E3", "E4")
_COLUMNS: Final = ", ".join([*_TEXTS, *_NUMBERS])


def from_table(table: Any) -> Modules:
    """Return the modules of an Arrow table, or of the bytes of a CSV file (UTF-8, comma, names in the first line).

    Columns: id and capacity_ah; where known type, grade, age, evidence, capacity_sd_ah, resistance_mohm, ocv_v, fade.
    Others are left alone. An empty cell is not measured. Raises `InvalidInput` with everything that is wrong.
    """
    table = _read(table) if isinstance(table, bytes) else table
    missing = [name for name in _NEEDED if name not in table.column_names]
    if missing:
        raise InvalidInput.because(
            "matching.missing-column",
            f"The table has no column {' and no column '.join(missing)}.",
            advice=f"Known columns: {_COLUMNS}.",
        )
    twice = [name for name in [*_TEXTS, *_NUMBERS] if table.column_names.count(name) > 1]
    if twice:
        raise InvalidInput.because("matching.column-twice", f"The table has two columns {twice[0]}.")
    texts = {field: _text(table, name) for name, field in _TEXTS.items()}
    numbers = {field: _number(table, name) for name, field in _NUMBERS.items()}
    modules = Modules(**texts, **numbers)
    wrong = [*_wrong_ids(modules), *_wrong_numbers(modules), *_wrong_levels(modules)]
    if wrong:
        raise InvalidInput(*wrong)
    return modules


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
    texts = dict.fromkeys(_TEXTS, pa.string())
    options = pyarrow.csv.ConvertOptions(column_types=texts, strings_can_be_null=False)
    try:
        content.decode()
        return pyarrow.csv.read_csv(io.BytesIO(content), convert_options=options)
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        sentence = f"This is not a CSV table: {str(error).splitlines()[0]}"
        raise InvalidInput.because("matching.not-a-table", sentence, advice="Write UTF-8 with commas.") from error


def _text(table: Any, name: str) -> Any:
    if name not in table.column_names:
        return np.full(table.num_rows, "", dtype=np.str_)
    column = pc.fill_null(pc.cast(table[name], pa.string()), "")
    return np.array(column.to_pylist(), dtype=np.str_).reshape(table.num_rows)


def _number(table: Any, name: str) -> Floats:
    if name not in table.column_names:
        return np.full(table.num_rows, np.nan)
    try:
        column = pc.cast(table[name], pa.float64())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        sentence = f"The column {name} holds something that is not a number."
        raise InvalidInput.because("matching.not-a-number", sentence, name) from error
    return np.array([np.nan if value is None else value for value in column.to_pylist()], dtype=np.float64)


def _wrong_ids(modules: Modules) -> list[Finding]:
    found = []
    if (modules.ids == "").any():
        row = int((modules.ids == "").argmax())
        found.append(Finding("matching.no-id", f"Row {row + 1} has no id.", f"row {row + 1}"))
    names, counts = np.unique(modules.ids, return_counts=True)
    for name in names[(counts > 1) & (names != "")][:10]:
        found.append(Finding("matching.duplicate-id", f"The id {name} is there more than once.", str(name)))
    return found


def _wrong_numbers(modules: Modules) -> list[Finding]:
    unknown = np.isnan(modules.capacity)
    found = _first(modules, unknown, "matching.no-capacity", "has no capacity", "Measure it, or leave it out.")
    for name, field in _NUMBERS.items():
        values = getattr(modules, field)
        found += _first(modules, np.isinf(values), "matching.not-finite", f"has an infinite {name}", "")
        if field != "fade":
            found += _first(modules, values < 0, "matching.negative", f"has a {name} below zero", "Correct the value.")
    return found


def _wrong_levels(modules: Modules) -> list[Finding]:
    unknown = ~np.isin(modules.evidence, _LEVELS)
    return _first(modules, unknown, "matching.evidence", "has an evidence level that is not E0 to E4", "")


def _first(modules: Modules, wrong: Any, code: str, what: str, advice: str) -> list[Finding]:
    if not wrong.any():
        return []
    row, others = int(wrong.argmax()), int(wrong.sum()) - 1
    more = f", and so have {others} others" if others else ""
    return [Finding(code, f"Module {modules.ids[row]} {what}{more}.", f"row {row + 1}", advice=advice)]


def to_table(matching: Matching, modules: Modules, request: Request) -> Any:
    """Return an Arrow table with a row for each module: id, pack, group (counted from 1; null if left out), reason."""
    pack, group = [None] * modules.total, [None] * modules.total
    places: list[list[Any]] = [pack, group]
    for at, one in enumerate(matching.packs, 1):
        for place, row in enumerate(one.modules):
            places[0][row], places[1][row] = at, place // request.parallel + 1
    reasons = {reject.module: reject for reject in matching.rejects}
    told = [reasons.get(row) for row in range(modules.total)]
    return pa.table(
        {
            "id": pa.array(modules.ids.tolist(), pa.string()),
            "pack": pa.array(pack, pa.int64()),
            "group": pa.array(group, pa.int64()),
            "code": pa.array([one and one.code for one in told], pa.string()),
            "reason": pa.array([one and one.reason for one in told], pa.string()),
        }
    )


def packs_table(matching: Matching, modules: Modules, request: Request) -> Any:
    """Return an Arrow table with a row for each pack: what `sheets` says of it."""
    rows = [sheet._asdict() for sheet in sheets(matching, modules, request)]
    names = ("usable", "expected", "guaranteed", "spread", "resistance_spread")
    columns = {name: pa.array([row[name] for row in rows], pa.float64()) for name in names}
    texts = {name: pa.array([", ".join(row[name]) for row in rows], pa.string()) for name in ("modules", "bucket")}
    limited = pa.array([row["limited_by"] for row in rows], pa.string())
    return pa.table({"pack": pa.array(range(1, len(rows) + 1), pa.int64()), **texts, **columns, "limited_by": limited})
