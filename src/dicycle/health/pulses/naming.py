"""Which rows of pulse sheets are of one physical unit: by a name in the file, by the capacity, or by the row."""

import re
from collections import defaultdict
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from dicycle.findings import Finding, Severity
from dicycle.health.pulses.blocks import Block, Blocks
from dicycle.health.records.table import Floats

_AGED: Final = re.compile(r"(.+)-(\d+)$")
_MOSTLY: Final = 0.8
_ALIGNED: Final = 0.9
_FEWEST: Final = 5
_SEVERAL: Final = "Check that rows of one unit bear one name before you hold units back for a test."


class Names(NamedTuple):
    """The unit of every row, session by session, with findings that say how the units were told apart."""

    units: tuple[tuple[str, ...], ...]
    findings: tuple[Finding, ...]


def names(blocks: Blocks, where: str) -> Names:
    """Name the physical unit of every row."""
    if all(_labels(found) for _, found in blocks.sessions):
        return _by_label(blocks, where)
    return _by_capacity(blocks, where)


def _labels(found: Block) -> list[str]:
    """Return what the column ID says, or nothing where a row has none."""
    labels = [_text(cell) for cell in found.cells.get("id", [])]
    return labels if labels and all(labels) else []


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _by_label(blocks: Blocks, where: str) -> Names:
    labels = [_labels(found) for _, found in blocks.sessions]
    aged = _aged(blocks, labels)
    units = tuple(tuple(aged.get(label, label) for label in session) for session in labels)
    findings = [_note("units-by-id", f"The column ID names {len({*sum(units, ())})} units.", where)]
    if aged:
        told = (
            f"{len(aged)} names end in a count that grows as capacity falls: they are {len(set(aged.values()))} units."
        )
        findings.append(_note("units-by-prefix", f"{told} The part before the last hyphen names the unit.", where))
    return Names(units, tuple(findings))


def _aged(blocks: Blocks, labels: list[list[str]]) -> dict[str, str]:
    """Return the unit of names such as A-100, A-200, where capacity falls as the count behind one name grows."""
    ages: dict[str, dict[int, tuple[str, float]]] = defaultdict(dict)
    for (_, found), session in zip(blocks.sessions, labels, strict=True):
        for label, capacity in zip(session, found.numbers("q"), strict=True):
            if match := _AGED.match(label):
                ages[match[1]][int(match[2])] = (label, float(capacity))
    steps = [after[1] <= before[1] for series in ages.values() for before, after in pairwise(_in_order(series))]
    if not steps or np.mean(steps) < _MOSTLY:
        return {}
    return {label: stem for stem, series in ages.items() for label, _ in series.values()}


def _in_order(series: dict[int, tuple[str, float]]) -> list[tuple[str, float]]:
    return [series[age] for age in sorted(series)]


def _by_capacity(blocks: Blocks, where: str) -> Names:
    """Name units by what their capacity test found, which every row of a unit repeats."""
    (_, main), *others = blocks.sessions
    capacities = main.numbers("q")
    if np.isnan(capacities).any():
        return _by_row(blocks, where)
    units = [tuple(_named(capacity) for capacity in capacities)]
    findings = [
        _note(
            "units-by-capacity",
            f"No column names the units; rows of one capacity are one unit ({len({*units[0]})}).",
            where,
        )
    ]
    findings += _twice(blocks.lowest, where)
    for title, found in others:
        named, finding = _again(found, blocks.lowest, set(units[0]), f"{where}#{title}")
        units.append(named)
        findings.append(finding)
    return Names(tuple(units), tuple(findings))


def _named(capacity: float) -> str:
    return f"cell of {capacity:.10g} Ah"


def _twice(lowest: Block | None, where: str) -> list[Finding]:
    """Report a capacity that two rows of one state of charge share: two units may bear one name."""
    capacities = [] if lowest is None else lowest.numbers("q").tolist()
    shared = len(capacities) - len(set(capacities))
    said = f"{shared} rows at one state of charge repeat the capacity of another row; they are taken for one unit."
    return [Finding("pulses.units-shared", said, where, Severity.WARNING)] if shared else []


def _again(found: Block, lowest: Block | None, known: set[str], where: str) -> tuple[tuple[str, ...], Finding]:
    """Name the units of a further session: by the capacity where it is repeated, else by the row where rows agree."""
    capacities = found.numbers("q")
    own = tuple(_named(capacity) for capacity in capacities)
    if set(own) <= known:
        return own, _note("units-repeated", "The units of this session have the capacities of the first.", where)
    if lowest is not None and _aligned(capacities, lowest.numbers("q")):
        said = f"Row by row the units of this session are those of the sheet {lowest.sheet}: their capacities agree."
        return tuple(_named(capacity) for capacity in lowest.numbers("q")), _note("units-by-row", said, where)
    said = "Nothing says which units of the first session these rows are of; a unit may bear two names."
    return own, Finding("pulses.units-unknown", said, where, Severity.WARNING, _SEVERAL)


def _aligned(one: Floats, other: Floats) -> bool:
    """Tell whether two columns of capacities are of the same units in the same order, tested at two times."""
    if len(one) != len(other) or len(one) < _FEWEST or not (np.isfinite(one).all() and np.isfinite(other).all()):
        return False
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return False
    return bool(np.corrcoef(one, other)[0, 1] >= _ALIGNED)


def _by_row(blocks: Blocks, where: str) -> Names:
    units = tuple(tuple(f"{title} row {line}" for line in found.lines) for title, found in blocks.sessions)
    said = "Neither a column ID nor a capacity says which unit a row is of; every row is taken for a unit of its own."
    return Names(units, (Finding("pulses.units-unknown", said, where, Severity.WARNING, _SEVERAL),))


def label_of(found: Block, row: int) -> str | None:
    """Return what the column ID says of a row."""
    cells = found.cells.get("id")
    return None if cells is None else _text(cells[row]) or None


def _note(code: str, sentence: str, where: str) -> Finding:
    return Finding(f"pulses.{code}", sentence, where, Severity.NOTE)
