"""Raw files of one unit, read: test records, pulse tests, and what is wrong with them."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from dicycle.errors import DicycleError
from dicycle.findings import Finding, Severity
from dicycle.health.grading.case import Case
from dicycle.health.model import CellType, Source
from dicycle.health.nameplate import checked
from dicycle.health.pulses.cutting import cut
from dicycle.health.pulses.sheets import FORMAT, PROTOCOL, sheets_of
from dicycle.health.pulses.statements import Asked
from dicycle.health.records.files import source_of
from dicycle.health.records.quality.checking import check
from dicycle.health.records.reading import read_bytes
from dicycle.health.records.table import PulseTest, Record
from dicycle.health.records.workbooks import is_workbook

_HEAD: Final = 8192
_SHOWN: Final = 5
_NO_PULSES: Final = "pulses.no-pulses"
"""What is said of a record that was never meant to have any: nothing is wrong with it."""
_BY_ID: Final = "pulses.units-by-id"


class RawFile(NamedTuple):
    """A raw file: its name and its bytes."""

    name: str
    data: bytes


class Gathered(NamedTuple):
    """What files hold, whatever the order in which they were given; `sources` are all of them."""

    records: tuple[Record, ...]
    pulses: tuple[PulseTest, ...]
    findings: tuple[Finding, ...]
    sources: tuple[Source, ...]

    @property
    def units(self) -> tuple[str, ...]:
        """The names of the physical units that the files tell of."""
        files = {one.name for one in self.sources}
        pulsed = (one.unit for one in self.pulses if one.unit not in files)
        named = [*(one.unit for one in self.records), *pulsed]
        return tuple(sorted({one for one in named if one}))


def gathered(files: Iterable[RawFile], type: CellType | None = None, named: str | None = None) -> Gathered:
    """Read files: sheets of pulse tests as such, everything else as records, with the intake checks.

    `named` is what the files call the unit; without it, several units in a file or in all of them are an error among
    the findings, and nothing of them is taken.
    """
    every = sorted(files)
    each = _of_one([_of_unit(_file(*one, type), one, named) for one in every], [one.name for one in every], named)
    records = tuple(record for one in each for record in one.records)
    return Gathered(
        records=records,
        pulses=tuple(pulse for one in each for pulse in one.pulses),
        findings=(*(found for one in each for found in one.findings), *check(records, type)),
        sources=tuple(source for one in each for source in one.sources),
    )


def units_of(file: RawFile, type: CellType | None = None) -> tuple[str, ...]:
    """Return what a file calls the units that it tells of."""
    return _file(*file, type).units


def with_files(case: Case, files: Iterable[RawFile]) -> Case:
    """Return a case with what its raw files hold."""
    if case.type is not None:
        checked(case.type)
    found = gathered(files, case.type, case.named)
    return case._replace(
        records=(*case.records, *found.records),
        pulses=(*case.pulses, *found.pulses),
        findings=(*case.findings, *found.findings, *_other_codes(case, found)),
        sources=(*case.sources, *found.sources),
    )


def _other_codes(case: Case, found: Gathered) -> Iterator[Finding]:
    """Yield where the name in a tester's record is no part of the unit's code; who says `named` has seen that."""
    if "://" not in case.unit or case.named is not None:
        return
    for name in sorted({one.unit for one in found.records if one.unit}):
        if name not in case.unit:
            sentence = f"The records call the unit {name[:60]!r}; its code is {case.unit}."
            advice = "Make sure that they are of this unit; then name it with --named."
            yield Finding("grading.other-name", sentence, name[:60], Severity.WARNING, advice)


def _of_one(each: list[Gathered], names: list[str], named: str | None) -> list[Gathered]:
    """Return files of one unit; where they tell of several and nobody says which is meant, that is an error."""
    stated = [_stated(one) for one in each]
    units = sorted({unit for some in stated for unit in some})
    if len(units) < 2:
        return each
    if named in units:
        return [one if not some or named in some else _bare(one) for one, some in zip(each, stated, strict=True)]
    told = [f"{name} is of {', '.join(some)}" for some, name in zip(stated, names, strict=True) if some]
    sentence = f"These files are of {len(units)} units: {'; '.join(told[:_SHOWN])}{' …' * (len(told) > _SHOWN)}."
    advice = "Leave out the files of other units, or say with --named which one is meant."
    several = Finding("grading.several-units", sentence, names[0], advice=advice)
    first, *others = map(_bare, each)
    return [first._replace(findings=(*first.findings, several)), *others]


def _stated(one: Gathered) -> tuple[str, ...]:
    """Return the units that a file itself names; a name made of a row or a capacity is none to hold others against."""
    if any(found.code == _BY_ID for found in one.findings):
        return one.units
    return tuple(sorted({record.unit for record in one.records if record.unit}))


def _bare(one: Gathered) -> Gathered:
    return one._replace(records=(), pulses=())


def _of_unit(every: Gathered, file: RawFile, named: str | None) -> Gathered:
    """Return what is of one unit; where nobody says which and a file holds several, that is an error."""
    if len(every.units) < 2:
        return every
    if named in every.units:
        return every._replace(
            records=tuple(one for one in every.records if one.unit in (None, named)),
            pulses=tuple(one for one in every.pulses if one.unit == named),
        )
    sentence = f"This file holds {len(every.units)} units: {', '.join(every.units[:_SHOWN])} …"
    several = Finding("grading.several-units", sentence, file.name, advice="Say which of them is meant.")
    return every._replace(records=(), pulses=(), findings=(*every.findings, several))


def _file(name: str, data: bytes, type: CellType | None) -> Gathered:
    sheets = _sheets(name, data, type)
    if sheets is not None and sheets.pulses:
        return sheets
    read = read_bytes(data, name)
    if sheets is not None and not read.records:
        return sheets
    sources = {one.source for one in read.records} or {source_of(data, name, "unknown")}
    cuts = [cut(one, type) for one in read.records]
    pulses = tuple(test for one in cuts for test in one.tests)
    told = (*(one.findings for one in read.records), *(one.findings for one in cuts))
    findings = (*read.findings, *(found for some in told for found in some if found.code != _NO_PULSES))
    return Gathered(read.records, pulses, findings, tuple(sources))


def _sheets(name: str, data: bytes, type: CellType | None) -> Gathered | None:
    """Return a sheet of pulse tests, with why none of its rows is taken where none is; None if it is no such sheet."""
    if not is_workbook(data) and b"U1" not in data[:_HEAD].upper().replace(b"\0", b""):
        return None
    asked = Asked(None, type.chemistry if type else None, type.rated_capacity if type else None, PROTOCOL)
    try:
        found = sheets_of(data, name, asked)
    except (DicycleError, ValueError):
        return None
    sources = {one.source for one in found.tests if one.source is not None} or {source_of(data, name, FORMAT)}
    return Gathered((), tuple(found.tests), found.findings, tuple(sources))
