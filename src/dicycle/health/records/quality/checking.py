"""All intake checks of a record, and of several together."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np

from dicycle.findings import Finding
from dicycle.health.model import CellType
from dicycle.health.records.quality import clocks, scales, signs, values
from dicycle.health.records.quality.twins import same_cells
from dicycle.health.records.table import Record

Check = Callable[[Record, CellType | None], Iterator[Finding]]

CHECKS: Final[tuple[Check, ...]] = (
    scales.stated,
    scales.counters,
    scales.nameplate,
    scales.energies,
    signs.reversed_current,
    signs.unsigned_current,
    signs.counters_swapped,
    values.sentinels,
    values.stuck_voltage,
    values.stuck_temperature,
    values.impossible_voltage,
    values.impossible_temperature,
    clocks.gaps,
    clocks.backwards,
    clocks.duplicates,
)


def check(given: Record | Sequence[Record], declared: CellType | None = None) -> tuple[Finding, ...]:
    """Check a record, or several and whether they hold one cell twice; nothing is changed in them.

    `declared` is the type that the units are said to be of; without it, the type that each record states.
    """
    if isinstance(given, Record):
        return _checked(given, declared or given.declared)
    each = (finding for record in given for finding in check(record, declared))
    return (*each, *same_cells(given))


def _checked(record: Record, declared: CellType | None) -> tuple[Finding, ...]:
    with np.errstate(all="ignore"):
        return tuple(finding for one in CHECKS for finding in one(record, declared))
