"""Feature spreadsheets of pulse tests: one row a test, columns Qn, Q, SOC and the turning-point voltages U1, U2, …

Sheets of one workbook may repeat each other (one with all rows, one for each state of charge) and may hold a second
session of the same cells. Every row is read once; how the physical units were told apart is said in the findings.
Layout as in the workbooks of PulseBat (doi:10.5281/zenodo.13360631) and of doi:10.5281/zenodo.21008092.
"""

import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.errors import DicycleError
from dicycle.findings import Finding, Severity
from dicycle.health.model import CellType, Chemistry, Source
from dicycle.health.pulses.blocks import Block, blocks_of
from dicycle.health.pulses.headings import BEYOND
from dicycle.health.pulses.naming import label_of, names
from dicycle.health.pulses.statements import Asked, Said, said
from dicycle.health.records.files import content, source_of
from dicycle.health.records.table import Floats, PulseTest

PROTOCOL: Final = (0.5, 1.0, 1.5, 2.0, 2.5)
FORMAT: Final = "pulse feature sheets"
_PER_AMPLITUDE: Final = 8
_MOST_RATED: Final = 1500.0
"""Ah: the largest cells sold hold some 1,200."""
_SAME_RATED: Final = 1.03
_LEAST_HEALTH, _MOST_HEALTH = 0.02, 1.5
_RATE: Final = re.compile(r"(?:fai|phi)_?(\d+(?:\.\d+)?)c$")


class Row(NamedTuple):
    """One test with the session it was made in, and where in the file it stands; `label` is what its column ID says."""

    test: PulseTest
    session: str
    sheet: str
    line: int
    label: str | None


class Sheets(NamedTuple):
    """What a workbook holds: its rows in file order, session by session, and what is to be known of the reading.

    The first session is called "main"; others bear the name of their sheet.
    """

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]

    @property
    def tests(self) -> list[PulseTest]:
        """The tests alone, in the order of the rows."""
        return [row.test for row in self.rows]

    @property
    def sessions(self) -> tuple[str, ...]:
        """The names of the sessions, in the order of the file."""
        return tuple(dict.fromkeys(row.session for row in self.rows))


def read_sheets(
    path: Path,
    *,
    width: float | None = None,
    chemistry: Chemistry | None = None,
    rated: float | None = None,
    amplitudes: tuple[float, ...] = PROTOCOL,
) -> Sheets:
    """Read a workbook (.xlsx, .xls, .ods) or CSV of pulse features; nothing is raised, refusals are findings.

    `width` s, `chemistry` and the `rated` capacity Ah are used where the file does not say them; `amplitudes` (C) is
    the order of the pulses, which such files do not say. Voltages are padded with nan to whole pairs of pulses: U1…U21
    are two pairs and the charge pulse of a third, in 25 places.
    """
    try:
        return sheets_of(content(path), path.name, Asked(width, chemistry, rated, amplitudes))
    except DicycleError as error:
        return Sheets((), error.findings)


def sheets_of(data: bytes, name: str, asked: Asked) -> Sheets:
    """Read the bytes of a workbook or CSV of pulse features; InvalidInput where it is none."""
    blocks = blocks_of(data, name)
    named = names(blocks, name)
    source = source_of(data, name, FORMAT)
    rows: list[Row] = []
    findings: list[Finding] = list(named.findings)
    for (session, found), units in zip(blocks.sessions, named.units, strict=True):
        stated, protocol = _protocol(found, asked, name)
        facts = said(found, name, stated)
        whole = _whole(found, facts, stated.amplitudes)
        findings += [*protocol, *facts.findings, *_left_out(found, facts, whole, name), *_differing(found, facts, name)]
        rows += [
            _row(found, facts, at, units[at], session, source, stated.amplitudes)
            for at in np.flatnonzero(whole).tolist()
        ]
    return Sheets(tuple(rows), tuple(dict.fromkeys(findings)))


def _protocol(found: Block, asked: Asked, where: str) -> tuple[Asked, list[Finding]]:
    """Return the currents of the pulses: named by columns such as Fai_0.5C, else as asked for, with a note."""
    named = sorted(float(match[1]) for head in found.cells if (match := _RATE.match(head)))
    if named and len(named) == _pairs(found):
        return asked._replace(amplitudes=tuple(named)), []
    rates = ", ".join(f"{rate:g}" for rate in asked.amplitudes[: _pairs(found)])
    told = f"The file does not say the currents of its pulses; they are taken for {rates} C in this order."
    return asked, [Finding("pulses.amplitudes-assumed", told, where, Severity.NOTE)]


def _whole(found: Block, facts: Said, amplitudes: tuple[float, ...]) -> NDArray[np.bool_]:
    """Tell which rows have all that a test needs: width, rated capacity, a voltage at every turning point, in V."""
    known = np.isfinite(found.voltages).all(axis=1) & np.isfinite(facts.width) & np.isfinite(facts.rated)
    return known & ~_odd(found, facts) & ~_millivolts(found) & (_pairs(found) <= len(amplitudes))


def _odd(found: Block, facts: Said) -> NDArray[np.bool_]:
    """Tell which rows state a rated capacity that no cell has, or a capacity that is none of it: units are mixed."""
    health = found.numbers("q") / facts.rated
    return (facts.rated > _MOST_RATED) | (health <= 0) | (health < _LEAST_HEALTH) | (health > _MOST_HEALTH)


def _millivolts(found: Block) -> NDArray[np.bool_]:
    return np.asarray((np.nan_to_num(np.abs(found.voltages)) >= BEYOND).any(axis=1))


def _pairs(found: Block) -> int:
    return -(-(len(found.voltages[0]) - 1) // _PER_AMPLITUDE) if found.rows else 0


def _left_out(found: Block, facts: Said, whole: NDArray[np.bool_], name: str) -> list[Finding]:
    """Say which rows are left out, and why."""
    where = f"{name}#{found.sheet}"
    short = int((~np.isfinite(found.voltages).all(axis=1)).sum())
    rated, width = (int(np.isnan(values).sum()) for values in (facts.rated, facts.width))
    odd, milli = int(_odd(found, facts).sum()), int(_millivolts(found).sum())
    reasons = (
        (
            "pulses.odd-capacity",
            "Rows state capacities that no cell has, or Q and Qn in two units, and are left out",
            "Head the columns with their unit, such as Q (Ah) or Q (mAh).",
            odd,
        ),
        (
            "pulses.odd-voltage",
            "Rows state a thousand volts or more and are left out",
            "Head the columns with their unit, such as U1 (mV).",
            milli,
        ),
        ("pulses.no-width", "Rows say no width of the pulses and are left out", "Say the width in seconds.", width),
        ("pulses.no-rated", "Rows say no rated capacity and are left out", "Say the rated capacity in Ah.", rated),
        ("pulses.no-voltage", "Rows lack a voltage and are left out", "Measure every turning point.", short),
    )
    told = [
        Finding(code, f"{lack}: {count} of {found.rows}.", where, _weight(whole), advice)
        for code, lack, advice, count in reasons
        if count
    ]
    if not told and not whole.all():
        lack = f"There are {_pairs(found)} pairs of pulses, and fewer currents are stated."
        told = [Finding("pulses.no-amplitude", lack, where, _weight(whole), "Say the current of every pair in C.")]
    return told


def _differing(found: Block, facts: Said, name: str) -> list[Finding]:
    """Report rated capacities of one chemistry that lie too close to be of two types."""
    rated: dict[tuple[str, str], set[float]] = defaultdict(set)
    for *kind, value in zip(facts.materials, facts.models, facts.rated.tolist(), strict=True):
        rated[kind[0], kind[1]].add(value)
    near = [sorted(values) for values in rated.values()]
    pairs = [(low, high) for values in near for low, high in pairwise(values) if high <= low * _SAME_RATED]
    if not pairs:
        return []
    told = f"Rated capacities as close as {pairs[0][0]:g} and {pairs[0][1]:g} Ah are taken for types of their own."
    advice = "Qn is what the maker states for the type: give all its cells one."
    return [Finding("pulses.rated-differs", told, f"{name}#{found.sheet}", Severity.WARNING, advice)]


def _weight(whole: NDArray[np.bool_]) -> Severity:
    return Severity.WARNING if whole.any() else Severity.ERROR


def _row(
    found: Block, facts: Said, at: int, unit: str, session: str, source: Source, amplitudes: tuple[float, ...]
) -> Row:
    pairs = _pairs(found)
    test = PulseTest(
        unit=unit,
        type=_type(facts, at),
        width=float(facts.width[at]),
        amplitudes=amplitudes[:pairs],
        voltages=_padded(found.voltages[at], 1 + pairs * _PER_AMPLITUDE),
        soc=_known(facts.soc[at]),
        capacity=_known(found.numbers("q")[at]),
        temperature=_known(found.numbers("t")[at]),
        source=source,
    )
    return Row(test, session, found.sheet, found.lines[at], label_of(found, at))


def _type(facts: Said, at: int) -> CellType:
    chemistry, rated, model = facts.chemistry[at], float(facts.rated[at]), facts.models[at]
    name = f"{chemistry or facts.materials[at] or 'cell'} {rated:g} Ah {model}".strip()
    return CellType(id=name, chemistry=chemistry, rated_capacity=rated, model=model or None)


def _padded(voltages: Floats, length: int) -> Floats:
    return np.concatenate([voltages, np.full(length - len(voltages), np.nan)])


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
