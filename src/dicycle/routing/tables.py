"""Lots from tables and into tables. A cell that cannot be read is a finding on its row; no row is lost."""

import io
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.csv  # type: ignore[import-untyped]

from dicycle.errors import InvalidInput
from dicycle.findings import Finding
from dicycle.routing.choosing import NOBODY, Choice, Rules
from dicycle.routing.closing import closings_of
from dicycle.routing.columns import (
    FAILED,
    GATE_IDS,
    GRADE_IDS,
    KINDS,
    LEVEL_IDS,
    NOT_MEASURED,
    OUTCOMES,
    PASSED,
    UNKNOWN,
    Columns,
    Floats,
    chemistry_name,
)  # fmt: skip
from dicycle.routing.looking import steps_of
from dicycle.routing.parameters.model import PROCESSES, ROUTES
from dicycle.routing.worth import NONE, Micros

_NUMBERS: Final = {
    "energy_kwh": "energy", "mass_kg": "mass", "modules": "modules", "soh": "soh", "soh_low": "low",
    "soh_high": "high", "age_years": "age",
}  # fmt: skip
_ANSWERS: Final = {"recall": "recall", "lifetime_record": "record"}
_CHOICES: Final[dict[str, tuple[str, ...]]] = {"kind": KINDS, "level": LEVEL_IDS, "grade": GRADE_IDS}
_TEXTS: Final = ("id", "chemistry", "region")
_GATES: Final = {"gates_passed": PASSED, "gates_failed": FAILED}
COLUMNS: Final = (*_TEXTS, *_CHOICES, *_ANSWERS, *_NUMBERS, *_GATES, *GATE_IDS)
_YES_NO: Final = {"true": 1, "yes": 1, "1": 1, "false": 0, "no": 0, "0": 0}
_ADVICE: Final = f"Known columns: {', '.join(COLUMNS)}."
_CENTS: Final = pa.decimal128(24, 6)


class Intake(NamedTuple):
    """A lot as read, and what could not be read, by row."""

    columns: Columns
    findings: dict[int, list[Finding]]


def from_table(table: Any) -> Intake:
    """Return the batteries of an Arrow table, or of the bytes of a CSV file (UTF-8, comma, names in the first line).

    All columns may be absent, an empty cell is not known: id, chemistry, region, kind (cell, module, pack), level (E0
    to E4), grade (A to D), recall and lifetime_record (true, false), energy_kwh, mass_kg, modules, soh, soh_low,
    soh_high (fractions), age_years, gates_passed and gates_failed (``S0 S1``), or a column for each gate (pass, fail,
    not measured). Others are left alone. Raises InvalidInput for what is no table, or has a column twice.
    """
    table = _read(table) if isinstance(table, bytes | bytearray) else table
    names = getattr(table, "column_names", None)
    if names is None:
        raise InvalidInput.because("routing.not-a-table", "This is no table.", advice="Give an Arrow table or CSV.")
    for name in COLUMNS:
        if names.count(name) > 1:
            raise InvalidInput.because("routing.column-twice", f"The table has two columns {name}.")
    if not set(COLUMNS) & set(names):
        raise InvalidInput.because(
            "routing.no-known-column", "The table has none of the known columns.", advice=_ADVICE
        )
    return _Reader(table).intake()


def _read(content: bytes | bytearray) -> Any:
    everything = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(COLUMNS, pa.string()), strings_can_be_null=False)
    try:
        bytes(content).decode()
        return pyarrow.csv.read_csv(io.BytesIO(content), convert_options=everything)
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        sentence = f"This is not a CSV table: {str(error).splitlines()[0]}"
        raise InvalidInput.because("routing.not-a-table", sentence, advice="Write UTF-8 with commas.") from error


class _Reader:
    """Reads column after column, and notes what cannot be read."""

    def __init__(self, table: Any) -> None:
        self.table, self.total = table, table.num_rows
        self.findings: dict[int, list[Finding]] = {}

    def intake(self) -> Intake:
        texts = {name: self._strings(name) for name in _TEXTS}
        fields: dict[str, Any] = {
            "ids": texts["id"],
            "chemistry": _each(texts["chemistry"], chemistry_name),
            "region": _each(texts["region"], str.upper),
            "gates": self._gates(),
        }
        for name, choices in _CHOICES.items():
            fields[name] = self._codes(name, {one.casefold(): code for code, one in enumerate(choices)})
        fields |= {field: self._codes(name, _YES_NO) for name, field in _ANSWERS.items()}
        fields |= {field: self._numbers(name) for name, field in _NUMBERS.items()}
        columns = Columns(**fields)
        return Intake(columns, self.findings)

    def _strings(self, name: str) -> Any:
        """Return a column as texts without space around them; an absent one, and absent cells, as empty ones."""
        if name not in self.table.column_names:
            return np.full(self.total, "", dtype=object)
        column = self.table[name]
        try:
            texts = pc.fill_null(pc.cast(column, pa.string()), "").to_pylist()
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            texts = ["" if one is None else str(one) for one in column.to_pylist()]
        return np.array([text.strip() for text in texts], dtype=object)

    def _codes(self, name: str, codes: Mapping[str, int]) -> Any:
        def read(text: str) -> int | None:
            return codes.get(text.casefold()) if text else UNKNOWN

        return self._read(name, read, np.int8, UNKNOWN, f"none of {', '.join(codes)}")

    def _read(self, name: str, read: Callable[[str], Any], kind: Any, instead: Any, wanted: str) -> Any:
        """Return a column read text by text (each different one once); a text that cannot be read is a finding."""
        texts = self._strings(name)
        different, places = np.unique(texts.astype(np.str_), return_inverse=True)
        found = [read(str(text)) for text in different]
        for code in [code for code, one in enumerate(found) if one is None]:
            for row in np.flatnonzero(places == code).tolist():
                self._wrong(row, name, str(different[code]), wanted)
        return np.array([instead if one is None else one for one in found], dtype=kind)[places]

    def _wrong(self, row: int, name: str, text: str, wanted: str) -> None:
        sentence = f"{name} is {text!r:.60}, which is {wanted}."
        finding = Finding("routing.cell", sentence, f"row {row + 1}", advice="Correct it, or leave the cell empty.")
        self.findings.setdefault(row, []).append(finding)

    def _numbers(self, name: str) -> Floats:
        if name not in self.table.column_names:
            return np.full(self.total, np.nan)
        column = self.table[name]
        if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
            found: Floats = np.array(pc.cast(column, pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)
            for row in np.flatnonzero(np.isinf(found)).tolist():
                self._wrong(row, name, str(found[row]), "no number")
            return np.where(np.isinf(found), np.nan, found)
        return np.asarray(self._read(name, _number, np.float64, np.nan, "no number"))

    def _gates(self) -> Any:
        found = np.zeros((self.total, len(GATE_IDS)), dtype=np.int8)
        for name, outcome in _GATES.items():
            masks = self._read(name, _gate_mask, np.int64, 0, f"no list of {GATE_IDS[0]} to {GATE_IDS[-1]}")
            self._put(found, masks[:, None] >> np.arange(len(GATE_IDS)) & 1 == 1, outcome)
        codes: dict[str, int] = dict(OUTCOMES)
        for place, gate in enumerate(GATE_IDS):
            said = self._codes(gate, codes) if gate in self.table.column_names else np.zeros(self.total, np.int8)
            for outcome in (PASSED, FAILED):
                self._put(found[:, place : place + 1], (said == outcome)[:, None], outcome)
        return found

    def _put(self, found: Any, where: Any, outcome: int) -> None:
        """Note outcomes; a gate that is said to be both passed and failed is a finding."""
        both = where & (found != NOT_MEASURED) & (found != outcome)
        for row in np.flatnonzero(both.any(axis=1)).tolist():
            sentence = "A gate is both passed and failed."
            self.findings.setdefault(row, []).append(Finding("routing.gate-twice", sentence, f"row {row + 1}"))
        found[where] = outcome


def _each(texts: Any, change: Callable[[str], str]) -> Any:
    changed = {text: change(text) for text in set(texts.tolist())}
    return np.array([changed[text] for text in texts.tolist()], dtype=object)


_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")


def _number(text: str) -> float | None:
    if not text:
        return float("nan")
    return float(text) if _DECIMAL.fullmatch(text) else None


def _gate_mask(text: str) -> int | None:
    names = [name for name in re.split(r"[\s,;]+", text.upper()) if name]
    if any(name not in GATE_IDS for name in names):
        return None
    return sum(1 << place for place, gate in enumerate(GATE_IDS) if gate in names)


# ---------------------------------------------------------------- out


def routed_table(
    columns: Columns, findings: Mapping[int, tuple[Finding, ...]], rules: Rules, choice: Choice, places: Any
) -> Any:
    """Return an Arrow table with a row for each battery: where it goes, or what is wrong with it."""
    total, good = columns.total, np.flatnonzero(places >= 0)
    best = choice.best.astype(np.int64)
    rows = np.arange(len(best))
    look, worth = _best_look(choice)
    known = choice.value > NONE
    found: dict[str, Any] = {
        "id": pa.array([one or None for one in columns.ids.tolist()], pa.string()),
        "route": _names(ROUTES, best, total, good),
        "process": _names(PROCESSES, choice.processes[rows, best], total, good),
        "value": _money(choice.value, total, good),
        "low": _floats(np.where(known, choice.chances.low[rows, best], np.nan), total, good),
        "high": _floats(np.where(known, choice.chances.high[rows, best], np.nan), total, good),
        "currency": pa.array([rules.parameters.currency] * total, pa.string()),
        "chance": _floats(choice.chances.best[rows, best], total, good),
        "next_best": _names(ROUTES, choice.next_best, total, good),
        "margin": _money(choice.margin, total, good),
    }
    for place, route in enumerate(ROUTES[:-1]):
        found[f"closed_{route}"] = _reasons(choice.closed[:, place], total, good)
    found["look_for"] = _names(ROUTES, look, total, good)
    found["look_at"] = _steps(choice, look, total, good)
    found["look_worth"] = _floats(worth, total, good)
    wrong = {row: "; ".join(str(one) for one in many) for row, many in findings.items()}
    codes = {row: " ".join(one.code for one in many) for row, many in findings.items()}
    found["finding_codes"] = pa.array([codes.get(row) for row in range(total)], pa.string())
    found["findings"] = pa.array([wrong.get(row) for row in range(total)], pa.string())
    return pa.table(found)


def _best_look(choice: Choice) -> tuple[Any, Floats]:
    """Return the route whose opening is worth most, and what it is worth; NOBODY where none is worth its cost."""
    worth = np.where(np.isnan(choice.looks.worth), -np.inf, choice.looks.worth)
    best = worth.argmax(axis=1)
    top = worth.max(axis=1)
    return np.where(top > 0, best, NOBODY), np.where(top > 0, top, np.nan)


def _names(names: tuple[str, ...], codes: Any, total: int, good: Any) -> Any:
    whole = np.full(total, len(names), dtype=np.int64)
    whole[good] = np.where(codes < 0, len(names), codes)
    return pa.DictionaryArray.from_arrays(pa.array(whole, mask=whole == len(names)), pa.array(names)).cast(pa.string())


def _floats(values: Any, total: int, good: Any) -> Any:
    whole = np.full(total, np.nan)
    whole[good] = values
    return pa.array(whole, mask=np.isnan(whole))


def _money(values: Micros, total: int, good: Any) -> Any:
    """Return whole millionths as exact decimals."""
    whole = np.full(total, NONE, dtype=np.int64)
    whole[good] = values
    known = whole != NONE
    wide = np.stack([np.where(known, whole, 0), np.where(known, whole >> 63, 0)], axis=1)
    valid = pa.array(known).buffers()[1]
    buffers = [valid, pa.py_buffer(np.ascontiguousarray(wide).tobytes())]
    return pa.Array.from_buffers(_CENTS, total, buffers, null_count=int((~known).sum()))


def _reasons(bits: Any, total: int, good: Any) -> Any:
    different, places = np.unique(bits, return_inverse=True)
    texts = [" ".join(one.code for one in closings_of(each)) or None for each in different]
    return _spread_out(texts, places, total, good)


def _steps(choice: Choice, look: Any, total: int, good: Any) -> Any:
    rows = np.arange(len(look))
    bits = np.where(look == NOBODY, 0, choice.closed[rows, np.maximum(look, 0)])
    different, places = np.unique(bits, return_inverse=True)
    return _spread_out([" ".join(steps_of(each)) or None for each in different], places, total, good)


def _spread_out(texts: list[str | None], places: Any, total: int, good: Any) -> Any:
    whole = np.full(total, len(texts), dtype=np.int64)
    whole[good] = places
    return pa.array([*texts, None], pa.string()).take(pa.array(whole))
