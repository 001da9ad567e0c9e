"""Measured capacities as a table, and the charge records that they belong to: what `fit_windows` is given."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Final, NamedTuple

from dicycle.errors import InvalidInput
from dicycle.findings import Finding, Severity
from dicycle.health.estimating.tables import lines, number
from dicycle.health.estimating.windows import curves
from dicycle.health.model import CellType
from dicycle.health.records.table import Record

_UNIT: Final = ("unit", "cell", "name", "id", "file")
_CAPACITY: Final = re.compile(r"capacity\W*(?:ah)?\W*$", re.IGNORECASE)
_MOST: Final = 1.5
_LEAST: Final = 0.1
_SHOWN: Final = 5
_ADVICE: Final = "Write a table with the columns unit and capacity (Ah), a line for each unit."


class Labelled(NamedTuple):
    """Charge records under the names of their units, the capacity (Ah) of each unit, and what was missing."""

    records: tuple[Record, ...]
    capacities: dict[str, float]
    findings: tuple[Finding, ...]


def read_capacities(data: bytes, name: str) -> dict[str, float]:
    """Return the capacity (Ah) of each unit from a table of text with the columns unit and capacity.

    Raises InvalidInput for another table, a capacity that is no number, and a unit with two capacities.
    """
    found: dict[str, float] = {}
    for at, row in enumerate(_lines(data, name), 2):
        who, value = _line(row, f"{name}:{at}")
        if found.setdefault(who, value) != value:
            raise _refused(f"{who} has two capacities, {found[who]:g} and {value:g} Ah.", f"{name}:{at}")
    return found


def _lines(data: bytes, name: str) -> list[dict[str, str]]:
    try:
        rows = [row for row in lines(data) if any(row.values())]
    except ValueError:
        raise _refused("This is no table of text in UTF-8.", name) from None
    if not rows:
        raise _refused("The table is empty.", name)
    return rows


def _line(row: dict[str, str], where: str) -> tuple[str, float]:
    unit = next((row[one] for one in _UNIT if one in row), None)
    capacity = next((cell for head, cell in row.items() if _CAPACITY.match(head)), None)
    if not unit or not capacity:
        lacking = "capacity (Ah)" if unit else "unit"
        raise _refused(f"There is no {lacking} in this line; the columns are {', '.join(row)[:200]}.", where)
    try:
        value = number(capacity)
    except ValueError:
        raise _refused(f"{capacity[:40]!r} is no capacity.", where) from None
    if value <= 0:
        raise _refused(f"{value:g} Ah is no capacity.", where)
    return unit, value


def _refused(sentence: str, where: str) -> InvalidInput:
    return InvalidInput.because("health.capacities", sentence, where, _ADVICE)


def labelled(records: Sequence[Record], capacities: dict[str, float], type: CellType) -> Labelled:
    """Return the charge records of units with a capacity, and what is missing of the rest.

    A unit is called what its file calls it, else by the name of the file, with or without its ending. Raises
    InvalidInput for a capacity that its type cannot have: it is in another unit of measurement.
    """
    _check(capacities, type)
    named = [(record, _name(record, capacities)) for record in records]
    kept = tuple(record._replace(unit=name) for record, name in named if name is not None)
    holds = [bool(curves(record, type)) for record in kept]
    findings = (
        *_nameless([record for record, name in named if name is None]),
        *_chargeless([record for record, charged in zip(kept, holds, strict=True) if not charged]),
        *_recordless(sorted(set(capacities) - {record.unit or "" for record in kept})),
    )
    charged = tuple(record for record, charged in zip(kept, holds, strict=True) if charged)
    return Labelled(charged, capacities, findings)


def _check(capacities: dict[str, float], type: CellType) -> None:
    for unit, value in capacities.items():
        if not _LEAST <= value / type.rated_capacity <= _MOST:
            sentence = f"{unit} is said to hold {value:g} Ah; {type.id} is rated {type.rated_capacity:g} Ah."
            advice = "Give capacities in Ah, and the rated capacity of one unit."
            raise InvalidInput.because("health.capacity-impossible", sentence, "capacities", advice)


def _name(record: Record, capacities: dict[str, float]) -> str | None:
    """Return the name under which the capacity of a record's unit stands."""
    path = PurePath(record.source.name)
    return next((one for one in (record.unit, path.name, path.stem) if one and one in capacities), None)


def _nameless(records: Sequence[Record]) -> Iterator[Finding]:
    for record in records:
        told = (
            f"No capacity stands in the table for {record.unit or PurePath(record.source.name).stem}: it is left out."
        )
        yield _left("no-capacity", told, record.source.name, "Add its line, or leave the file out.")


def _chargeless(records: Sequence[Record]) -> Iterator[Finding]:
    for record in records:
        told = "The record holds no charge at constant current: it is left out."
        yield _left("no-charge", told, record.source.name, "Give a record with a charge at constant current.")


def _recordless(units: Sequence[str]) -> Iterator[Finding]:
    if units:
        more = f" and {len(units) - _SHOWN} more" if len(units) > _SHOWN else ""
        told = f"No record was given of {', '.join(units[:_SHOWN])}{more}, whose capacity stands in the table."
        yield _left("no-record", told, "capacities", "Give their charge records.")


def _left(code: str, sentence: str, where: str, advice: str) -> Finding:
    return Finding(f"health.{code}", sentence, where, Severity.WARNING, advice)
