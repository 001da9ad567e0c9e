"""What a reader hands on: columns as the file has them, still in its units and signs."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import numpy as np

from dicycle.findings import Finding
from dicycle.health.records.headings import Heading, heading
from dicycle.health.records.table import Floats

UNKNOWN: Final = np.nan


class Column(NamedTuple):
    """A column that a record keeps: numbers in the unit of its heading, nan where a cell held none.

    Of a state (charge, rest, discharge) the numbers are 1, 0, -1. `parsed` says that the numbers were a text such as
    00:10:00 or a date, now in seconds; `place` is where the column stands, counted from 0.
    """

    heading: Heading
    text: str
    numbers: Floats
    parsed: bool = False
    place: int | None = None


class Frame(NamedTuple):
    """The columns of one table of a file, with the units its format gives columns that name none."""

    format: str
    columns: tuple[Column, ...]
    units: Mapping[str, str] = MappingProxyType({})
    unit: str | None = None
    notes: Mapping[str, str] = MappingProxyType({})
    findings: tuple[Finding, ...] = ()


def column(text: str, values: Any) -> Column | None:
    """Return numbers under a heading as a column, or None where the heading is nothing that a record keeps."""
    known = heading(text)
    return Column(known, text, np.asarray(values, np.float64)) if known else None


def columns(named: Mapping[str, Any]) -> tuple[Column, ...]:
    """Return the columns that a record keeps among columns of numbers by their headings."""
    return tuple(found for text, values in named.items() if (found := column(text, values)))
