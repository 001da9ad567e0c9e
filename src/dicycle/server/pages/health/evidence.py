"""The test records of an inspection, read once and remembered by their content."""

from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from dicycle.errors import DicycleError
from dicycle.findings import Finding
from dicycle.health.grading.gathering import Gathered, RawFile, gathered, units_of
from dicycle.health.inspecting import Files, Inspection, Inspections
from dicycle.health.model import CellType
from dicycle.health.records.table import Record
from dicycle.server.pages.health.remembering import Read, Remembered

_REMEMBERED: Final = 256 << 20
"""How many bytes of read records are kept."""


class Asked(NamedTuple):
    """Which file is read, and what is known of the unit."""

    folder: str
    sha256: str
    name: str
    type: CellType | None
    named: str | None


_KEPT: Final = Remembered[Asked](_REMEMBERED)


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
    ambient: float | None

    @property
    def lacks_warmth(self) -> bool:
        """Whether it holds a record without any temperature, and nobody stated one."""
        return self.ambient is None and any(_cold(record) for record in self.read.records)


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
        _row(each, file.measured or "", file.ambient) for each, file in zip(asked, tests, strict=True)
    ))  # fmt: skip


def _cold(record: Record) -> bool:
    return bool(np.isnan(record.table.temperature).all())


def _row(asked: Asked, measured: str, ambient: float | None) -> FileRow:
    read, units = _read(asked)
    rows = sum(record.table.rows for record in read.records)
    return FileRow(asked.name, asked.sha256, measured, rows, len(read.pulses), read.findings, units, read, ambient)


def _read(asked: Asked) -> Read:
    return _KEPT.get(asked) or _KEPT.keep(asked, _fresh(asked))


def _fresh(asked: Asked) -> Read:
    try:
        raw = RawFile(asked.name, Files(Path(asked.folder)).get(asked.sha256))
    except DicycleError as lost:
        return Gathered((), (), lost.findings, ()), ()
    found = gathered([raw], asked.type, asked.named)
    several = any(one.code == "grading.several-units" for one in found.findings)
    return found, units_of(raw, asked.type) if several else ()
