"""Lots from tables. A cell that cannot be read is a finding on its row; no row is lost."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from dicycle.errors import InvalidInput
from dicycle.findings import Finding
from dicycle.routing.columns import (
    FAILED,
    GATE_IDS,
    GRADE_IDS,
    KINDS,
    LEVEL_IDS,
    NOT_APPLICABLE,
    NOT_MEASURED,
    OUTCOMES,
    PASSED,
    SPARED,
    UNKNOWN,
    Columns,
    Floats,
    chemistry_name,
    day_number,
)  # fmt: skip
from dicycle.routing.laws import region_name

NUMBERS: Final = {
    "energy_kwh": "energy", "mass_kg": "mass", "modules": "modules", "soh": "soh", "soh_low": "low",
    "soh_high": "high", "age_years": "age",
}  # fmt: skip
_ANSWERS: Final = {"graded": "graded", "recall": "recall", "lifetime_record": "record"}
_DAY: Final = "valid_until"
_CHOICES: Final[dict[str, tuple[str, ...]]] = {"kind": KINDS, "level": LEVEL_IDS, "grade": GRADE_IDS}
_TEXTS: Final[dict[str, Callable[[str], str]]] = {"chemistry": chemistry_name, "region": region_name}
_GATES: Final = {"gates_passed": PASSED, "gates_failed": FAILED}
COLUMNS: Final = ("id", *_TEXTS, *_CHOICES, *_ANSWERS, *NUMBERS, _DAY, *_GATES, *GATE_IDS)
MOST_CHARACTERS: Final = 2000
"""A cell with more is no name and no number of anything."""
_TOO_LONG: Final = f"longer than {MOST_CHARACTERS:,} characters"
_YES_NO: Final = {"true": 1, "yes": 1, "1": 1, "false": 0, "no": 0, "0": 0}
_ADVICE: Final = f"Known columns: {', '.join(COLUMNS)}."


class Intake(NamedTuple):
    """A lot as read, and what could not be read, by row."""

    columns: Columns
    findings: dict[int, list[Finding]]


def from_table(table: Any) -> Intake:
    """Return the batteries of an Arrow table.

    All columns may be absent, an empty cell is not known: id, chemistry, region, kind (cell, module, pack), level (E0
    to E4), grade (A to D), graded (whether its certificate gives it a grade), recall and lifetime_record (true, false),
    valid_until (the last day of its certificate), energy_kwh, mass_kg, modules, soh, soh_low,
    soh_high (fractions), age_years, gates_passed and gates_failed (``S0 S1``), or a column for each gate (pass, fail,
    not measured, not applicable: passed where the kind has no such thing). Others are left alone. Raises
    InvalidInput for what is no table, or has a column twice.
    """
    table = pa.Table.from_batches([table]) if isinstance(table, pa.RecordBatch) else table
    names = getattr(table, "column_names", None)
    if names is None:
        raise InvalidInput.because("routing.not-a-table", "This is no table.", advice="Give an Arrow table or CSV.")
    check_names(names)
    return _Reader(table).intake()


def check_names(names: list[str]) -> None:
    """Raise InvalidInput if a table has a known column twice, or none at all."""
    for name in COLUMNS:
        if names.count(name) > 1:
            raise InvalidInput.because("routing.column-twice", f"The table has two columns {name}.")
    if not set(COLUMNS) & set(names):
        raise InvalidInput.because(
            "routing.no-known-column", "The table has none of the known columns.", advice=_ADVICE
        )


class _Coded(NamedTuple):
    """Texts of a column: each different one once, without space around it, and which one each row has."""

    different: list[str]
    places: Any


class _Reader:
    """Reads column after column, and notes what cannot be read."""

    def __init__(self, table: Any) -> None:
        self.table, self.total = table, table.num_rows
        self.findings: dict[int, list[Finding]] = {}

    def intake(self) -> Intake:
        fields: dict[str, Any] = {"ids": self._ids()}
        fields |= {name: self._texts(name, change) for name, change in _TEXTS.items()}
        for name, choices in _CHOICES.items():
            fields[name] = self._codes(name, {one.casefold(): code for code, one in enumerate(choices)})
        fields["gates"] = self._gates(fields["kind"])
        fields |= {field: self._codes(name, _YES_NO) for name, field in _ANSWERS.items()}
        fields |= {field: self._numbers(name) for name, field in NUMBERS.items()}
        fields["until"] = self._read(_DAY, _day, np.float64, np.nan, "no day such as 2031-03-20")
        return Intake(Columns(**fields), self.findings)

    def _ids(self) -> Any:
        """Return the names of batteries, which are mostly all different."""
        if "id" not in self.table.column_names or pa.types.is_dictionary(self.table["id"].type):
            return self._texts("id", str)
        texts = [(one or "").strip() for one in _as_texts(self.table["id"]).to_pylist()]
        for row in [row for row, text in enumerate(texts) if len(text) > MOST_CHARACTERS]:
            self._wrong(row, "id", texts[row], _TOO_LONG)
            texts[row] = ""
        return np.array(texts, dtype=object)

    def _texts(self, name: str, change: Callable[[str], str]) -> Any:
        """Return a column as texts; an absent one, and absent cells, as empty ones."""

        def read(text: str) -> str | None:
            return change(text) if len(text) <= MOST_CHARACTERS else None

        return self._read(name, read, object, "", _TOO_LONG)

    def _codes(self, name: str, codes: Mapping[str, int]) -> Any:
        def read(text: str) -> int | None:
            return codes.get(text.casefold()) if text else UNKNOWN

        return self._read(name, read, np.int8, UNKNOWN, f"none of {', '.join(codes)}")

    def _read(self, name: str, read: Callable[[str], Any], kind: Any, instead: Any, wanted: str) -> Any:
        """Return a column read text by text (each different one once); a text that cannot be read is a finding."""
        if name not in self.table.column_names:
            return np.full(self.total, "" if kind is object else read(""), dtype=kind)
        coded = _coded(self.table[name])
        found = [read(text) if len(text) <= MOST_CHARACTERS else None for text in coded.different]
        for code in [code for code, one in enumerate(found) if one is None]:
            for row in np.flatnonzero(coded.places == code).tolist():
                self._wrong(row, name, coded.different[code], wanted)
        return np.array([instead if one is None else one for one in found], dtype=kind)[coded.places]

    def _wrong(self, row: int, name: str, text: str, wanted: str) -> None:
        sentence = f"{name} is {text[:60]!r:.60}, which is {wanted}."
        finding = Finding("routing.cell", sentence, f"row {row + 1}", advice="Correct it, or leave the cell empty.")
        self.findings.setdefault(row, []).append(finding)

    def _numbers(self, name: str) -> Floats:
        if name not in self.table.column_names:
            return np.full(self.total, np.nan)
        column = self.table[name]
        if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
            return self._finite(name, _floats(column))
        if pa.types.is_string(column.type):
            return self._written(name, column)
        return np.asarray(self._read(name, _number, np.float64, np.nan, "no number"))

    def _finite(self, name: str, found: Floats) -> Floats:
        for row in np.flatnonzero(np.isinf(found)).tolist():
            self._wrong(row, name, str(found[row]), "no number")
        return np.where(np.isinf(found), np.nan, found)

    def _written(self, name: str, column: Any) -> Floats:
        """Return numbers that are written as text: plain ones all at once, the others one by one."""
        plain = pc.fill_null(pc.match_substring_regex(column, _PLAIN), False)
        found = _floats(pc.cast(pc.if_else(plain, column, None), pa.float64()))
        others = pc.indices_nonzero(pc.and_(pc.invert(plain), pc.fill_null(pc.not_equal(column, ""), False)))
        for row, text in zip(others.to_pylist(), column.take(others).to_pylist(), strict=True):
            read = _number(text.strip())
            if read is None:
                self._wrong(row, name, text.strip(), "no number")
            else:
                found[row] = read
        return found

    def _gates(self, kinds: Any) -> Any:
        found = np.zeros((self.total, len(GATE_IDS)), dtype=np.int8)
        for name, outcome in _GATES.items():
            masks = self._read(name, _gate_mask, np.int64, 0, f"no list of {GATE_IDS[0]} to {GATE_IDS[-1]}")
            self._put(found, masks[:, None] >> np.arange(len(GATE_IDS)) & 1 == 1, outcome)
        codes: dict[str, int] = {**OUTCOMES, "not applicable": NOT_APPLICABLE}
        for place, gate in enumerate(GATE_IDS):
            if gate in self.table.column_names:
                said = self._codes(gate, codes)
                said = np.where((said == NOT_APPLICABLE) & SPARED[kinds, place], PASSED, said)
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


def _coded(column: Any) -> _Coded:
    if not pa.types.is_dictionary(column.type):
        column = _as_texts(column).dictionary_encode()
    whole = column.unify_dictionaries().combine_chunks()
    texts = [(one or "").strip() for one in _as_texts(whole.dictionary).to_pylist()]
    places = pc.fill_null(pc.cast(whole.indices, pa.int64()), len(texts))
    return _Coded([*texts, ""], places.to_numpy(zero_copy_only=False))


def _as_texts(column: Any) -> Any:
    """Return anything as texts; what Arrow cannot tell as text, as Python does."""
    try:
        return pc.cast(column, pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        texts = pa.array([None if one is None else str(one) for one in column.to_pylist()], pa.string())
        return pa.chunked_array([texts]) if isinstance(column, pa.ChunkedArray) else texts


def _floats(column: Any) -> Floats:
    return np.array(pc.cast(column, pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)


_PLAIN: Final = r"^[0-9]{1,15}(\.[0-9]{1,15})?$"
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")


def _number(text: str) -> float | None:
    if not text:
        return float("nan")
    return float(text) if len(text) <= MOST_CHARACTERS and _DECIMAL.fullmatch(text) else None


def _day(text: str) -> float | None:
    return day_number(text) if text else float("nan")


def _gate_mask(text: str) -> int | None:
    names = [name for name in re.split(r"[\s,;]+", text.upper()) if name]
    if any(name not in GATE_IDS for name in names):
        return None
    return sum(1 << place for place, gate in enumerate(GATE_IDS) if gate in names)
