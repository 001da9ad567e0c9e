"""What estimators took out of a record: which stretches of it, and whether the state of health rests on them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np

from dicycle.health.grading import Resistance
from dicycle.health.model import LEVELS, Basis, Estimate, Level, Source, StateOfHealth
from dicycle.health.pulses.finding import IDLE, Pulse, pulses
from dicycle.health.records.table import PulseTest, Record

RESTS: Final = "The state of health rests on it."
NOTHING: Final = "No state of health rests on it."


class Mark(NamedTuple):
    """What an estimate of a level took: stretches from a row to a row of the record, and rows whose voltages it read.

    `level` is R for the resistance; `rests` says whether the state of health rests on it, `pulsed` how many pulses it
    took.
    """

    level: Level | Literal["R"]
    stretches: tuple[tuple[int, int], ...]
    rests: bool
    rows: tuple[int, ...] = ()
    pulsed: int = 0

    @property
    def what(self) -> str:
        """What estimates of the level are made from."""
        return "resistance over that of a new one" if self.level == "R" else LEVELS[self.level]

    @property
    def told(self) -> str:
        """What rests on it."""
        if self.level == "R":
            return "The resistance rests on it."
        return RESTS if self.rests else NOTHING


def marks(
    record: Record, tests: Iterable[PulseTest], state: StateOfHealth, resistance: Resistance | None = None
) -> list[Mark]:
    """Return what was taken out of a record, in its order; `tests` are the pulse tests that were cut out of records."""
    found: dict[tuple[str, tuple[tuple[int, int], ...]], Mark] = {}
    for mark in (*_stretches(record, state), *_pulses(record, tests, state), *_resisting(record, resistance)):
        key = (mark.level, mark.stretches)
        known = found.get(key)
        found[key] = mark._replace(rests=mark.rests or (known is not None and known.rests))
    return sorted(found.values(), key=lambda one: one.stretches)


def rests_on(state: StateOfHealth, source: Source | None) -> bool:
    """Tell whether a state of health rests on a file."""
    return any(source in one.basis.sources for one in state.together)


def _stretches(record: Record, state: StateOfHealth) -> Iterator[Mark]:
    for one, rests in (*((each, True) for each in state.together), *((each, False) for each in state.apart)):
        rows = _rows(record, one.basis)
        if rows and _says(one, record):
            yield Mark(one.level, (rows,), rests)


def _resisting(record: Record, resistance: Resistance | None) -> Iterator[Mark]:
    if resistance and record.source in resistance.basis.sources and (rows := _rows(record, resistance.basis)):
        yield Mark("R", (rows,), rests=False)


def _rows(record: Record, basis: Basis) -> tuple[int, int] | None:
    """Return the first and the last row of a record that entered, None if nobody says, or it has none such."""
    first, last = basis.used.get("first_row"), basis.used.get("last_row")
    if not (isinstance(first, float | int) and isinstance(last, float | int)):
        return None
    return (int(first), int(last)) if 0 <= first <= last < record.table.rows else None


def _says(one: Estimate, record: Record) -> bool:
    """Tell whether an estimate says something from a record; several records of a file begin at different times."""
    mine = record.source in one.basis.sources and record.started in (None, one.measured)
    return mine and not one.abstains


def _pulses(record: Record, tests: Iterable[PulseTest], state: StateOfHealth) -> Iterator[Mark]:
    used = [one for one in tests if one.source == record.source]
    found = _taken(record, used)
    if found:
        last = len(record.table.time) - 1
        turns = tuple(row for o in found for row in (o.begin, o.end - 1, min(o.end, last), o.rested - 1))
        of_pulses = [one for one in state.together if one.level == "E2" and "first_row" not in one.basis.used]
        rests = any(record.source in one.basis.sources for one in of_pulses)
        yield Mark("E2", tuple((one.begin, one.end - 1) for one in found), rests, turns, len(found))


def _taken(record: Record, used: Sequence[PulseTest]) -> list[Pulse]:
    """Return the pulses whose voltages are in the tests that were used."""
    if not used or np.isnan(record.table.time).all():
        return []
    taken = {float(value) for test in used for value in test.voltages}
    found = pulses(record.table, IDLE * used[0].type.rated_capacity)
    return [one for one in found if float(record.table.voltage[one.begin]) in taken]
