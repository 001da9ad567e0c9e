"""The test records of an inspection, read once and remembered by their content."""

from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from dicycle.errors import DicycleError
from dicycle.findings import Finding
from dicycle.health.grading.gathering import Gathered, RawFile, gathered, units_of
from dicycle.health.inspecting import Files, Inspection, Inspections
from dicycle.health.model import CellType

_REMEMBERED: Final = 16


class Asked(NamedTuple):
    """Which file is read, and what is known of the unit."""

    folder: str
    sha256: str
    name: str
    type: CellType | None
    named: str | None


class FileRow(NamedTuple):
    """A test record: what it is called, how much it holds, what is wrong with it, and the units that it tells of."""

    name: str
    sha256: str
    measured: str
    rows: int
    pulses: int
    findings: tuple[Finding, ...]
    units: tuple[str, ...]
    read: Gathered


class Evidence(NamedTuple):
    """All test records of an inspection."""

    files: tuple[FileRow, ...]


def evidence_of(inspections: Inspections, one: Inspection) -> Evidence:
    """Return the test records of an inspection, read."""
    tests = [file for file in one.files if file.purpose == "test record"]
    named = next((file.named for file in reversed(tests) if file.named), None)
    folder = str(inspections.files.folder)
    asked = [Asked(folder, file.sha256, file.name, one.begun.type, named) for file in tests]
    return Evidence(tuple(
        _row(each, file.measured or "") for each, file in zip(asked, tests, strict=True)
    ))  # fmt: skip


def _row(asked: Asked, measured: str) -> FileRow:
    read, units = _read(asked)
    rows = sum(record.table.rows for record in read.records)
    return FileRow(asked.name, asked.sha256, measured, rows, len(read.pulses), read.findings, units, read)


@lru_cache(maxsize=_REMEMBERED)
def _read(asked: Asked) -> tuple[Gathered, tuple[str, ...]]:
    try:
        raw = RawFile(asked.name, Files(Path(asked.folder)).get(asked.sha256))
    except DicycleError as lost:
        return Gathered((), (), lost.findings, ()), ()
    found = gathered([raw], asked.type, asked.named)
    several = any(one.code == "grading.several-units" for one in found.findings)
    return found, units_of(raw, asked.type) if several else ()
