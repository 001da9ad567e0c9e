"""Lots from lines of JSON. A line that cannot be read is a finding on its row; no row is lost."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec
import pyarrow as pa  # type: ignore[import-untyped]
from msgspec.structs import astuple

from dicycle.findings import Finding
from dicycle.routing.columns import GATE_IDS
from dicycle.routing.tables import COLUMNS, Intake, from_table

_Word: Any = str | None
_Value: Final = str | int | float | bool | None
_LISTS: Final = ("gates_passed", "gates_failed")


def _members() -> list[tuple[str, Any, Any]]:
    kinds: dict[str, Any] = {**dict.fromkeys(COLUMNS, _Value), **dict.fromkeys(_LISTS, list[str] | _Value)}
    return [(name, kind, None) for name, kind in {**kinds, "gates": _Gates | None}.items()]


_Gates: Any = msgspec.defstruct("_Gates", [(str(gate), _Word, None) for gate in GATE_IDS], forbid_unknown_fields=True)
_Line: Any = msgspec.defstruct("_Line", _members())
"""What a line may hold; anything else in it is passed over without being kept."""


def from_lines(lines: Iterable[bytes]) -> Intake:
    """Return the batteries of lines of JSON, each an object with the columns of `from_table`, or ``gates`` in one."""
    decode, nothing = msgspec.json.Decoder(_Line).decode, astuple(_Line())
    rows: list[tuple[Any, ...]] = []
    wrongs: dict[int, list[Finding]] = {}
    for row, line in enumerate(lines):
        try:
            rows.append(astuple(decode(line)))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as bad:
            sentence = f"This line is no battery: {bad}."
            wrongs[row] = [Finding("routing.line", sentence, f"row {row + 1}", advice="Correct the line.")]
            rows.append(nothing)
    read = from_table(pa.table(_columns(rows)))
    return read._replace(findings={**read.findings, **wrongs})


def _columns(rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    """Return the columns that any row has; the first one always, so that an empty lot is a lot."""
    *values, gates = zip(*rows, strict=True) if rows else ((),) * (len(COLUMNS) + 1)
    said = [one or _Gates() for one in gates] if any(gates) else None
    found = {}
    for name, own in zip(COLUMNS, values, strict=True):
        column = _either(own, said, name) if said and name in GATE_IDS else own
        if name == COLUMNS[0] or any(one is not None for one in column):
            found[name] = pa.array([_text(one) for one in column], pa.string())
    return found


def _either(own: Iterable[Any], gates: list[Any], name: str) -> list[Any]:
    """Return a gate's column: what a row says itself, else what its object of gates says."""
    return [getattr(each, name) if one is None else one for one, each in zip(own, gates, strict=True)]


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return " ".join(value) if isinstance(value, list) else str(value).lower()
