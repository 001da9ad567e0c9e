"""Test records read into typed tables: the format by the content of the file, then by its ending."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from dicycle.errors import DicycleError
from dicycle.findings import Finding
from dicycle.health.records import access, biologic, columnar, matlab, neware, spreadsheets, texts
from dicycle.health.records.assembling import Asked, assembled
from dicycle.health.records.files import MOST_BYTES, content, source_of
from dicycle.health.records.frames import Frame
from dicycle.health.records.refusing import refused
from dicycle.health.records.table import Record, Table

Reader = Callable[[bytes, str], Sequence[Frame]]


class Read(NamedTuple):
    """What a file holds, a record for each unit or sheet; where it holds none, the findings say why."""

    records: tuple[Record, ...]
    findings: tuple[Finding, ...]


_READERS: Final[tuple[tuple[Callable[[bytes, str], bool], Reader], ...]] = (
    (neware.recognises, neware.frames),
    (biologic.recognises, biologic.frames),
    (access.recognises, access.frames),
    (columnar.recognises, columnar.frames),
    (matlab.recognises, matlab.frames),
    (spreadsheets.recognises, spreadsheets.frames),
)


def read(
    path: Path,
    *,
    units: Mapping[str, str] | None = None,
    interval: float | None = None,
    headings: Sequence[str] | None = None,
) -> Read:
    """Read a file of a tester; nothing is raised, refusals are findings.

    `units` says the unit of a quantity ("current": "mA") whose column names none, `interval` the seconds between rows
    where the file gives no time, `headings` the headings of a text without any.
    """
    try:
        return read_bytes(content(path), path.name, units=units, interval=interval, headings=headings)
    except DicycleError as error:
        return Read((), error.findings)


def read_bytes(
    data: bytes,
    name: str,
    *,
    units: Mapping[str, str] | None = None,
    interval: float | None = None,
    headings: Sequence[str] | None = None,
) -> Read:
    """Read the bytes of a file of a tester under its name; as `read`."""
    asked = Asked(units or {}, interval, tuple(headings) if headings else None)
    try:
        frames = _frames(data, name, asked)
        records = tuple(assembled(frame, source_of(data, name, frame.format), asked) for frame in frames)
    except DicycleError as error:
        return Read((), error.findings)
    except (ArithmeticError, LookupError, MemoryError, OSError, RecursionError, TypeError, ValueError) as error:
        return Read((), (_unreadable(error, name),))
    kept = tuple(record for record in records if _says_something(record.table))
    return Read(kept, () if kept else _empty(records, name))


def _frames(data: bytes, name: str, asked: Asked) -> Sequence[Frame]:
    if len(data) > MOST_BYTES:
        raise refused("too-large", f"This file has over {MOST_BYTES} bytes.", name)
    if not data.strip():
        raise refused("empty", "This file is empty.", name)
    for recognises, frames in _READERS:
        if recognises(data, name):
            return frames(data, name)
    return [texts.frame_of(data, name, asked.headings)]


def _unreadable(error: Exception, name: str) -> Finding:
    told = f"This file is damaged or of a kind that its reader does not know ({type(error).__name__})."
    return Finding("records.damaged", told, name)


def _says_something(table: Table) -> bool:
    """Tell whether a table has rows with a voltage, a current or a counter."""
    return any(np.isfinite(values).any() for values in (table.voltage, table.current, table.charged, table.discharged))


def _empty(records: Sequence[Record], name: str) -> tuple[Finding, ...]:
    told = "No row of this file gives a voltage, a current or a capacity."
    return (*(finding for record in records for finding in record.findings), Finding("records.no-rows", told, name))
