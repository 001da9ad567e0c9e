"""Pulse tests cut out of a record: pairs of a charge and a discharge pulse, with voltages at their turning points."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from dicycle.findings import Finding, Severity
from dicycle.health.model import CellType
from dicycle.health.pulses.charging import state_of_charge
from dicycle.health.pulses.finding import IDLE, Pulse, pulses
from dicycle.health.pulses.resistance import known
from dicycle.health.records.table import Floats, PulseTest, Record, Table

_SAME_CURRENT: Final = 0.05
_SAME_WIDTH: Final = 0.1
_DIGITS: Final = 3
_RATE_DIGITS: Final = 2


class Pair(NamedTuple):
    """A charge pulse and the discharge pulse of the same size that follows it."""

    charge: Pulse
    discharge: Pulse


class Cut(NamedTuple):
    """The pulse tests of a record, in the order of time, and what was missing for others."""

    tests: tuple[PulseTest, ...]
    findings: tuple[Finding, ...]


def cut(record: Record, declared: CellType | None = None, within: float = 1.0) -> Cut:
    """Cut the pulse tests out of a record.

    The voltage "at once" after an edge is that of the first row within `within` s. `declared` is the type of the unit,
    which gives the currents in C; without it the type that the record states. The state of charge is counted from where
    the record reaches the lower voltage limit; it is None where it does not.
    """
    kind, where = declared or record.declared, record.source.name
    if kind is None or kind.rated_capacity <= 0:
        told = "Nobody says the rated capacity of the unit, so currents cannot be given in C."
        return Cut((), (_missing("no-rated", told, where, "Say the type of the cell."),))
    if np.isnan(record.table.time).all():
        return Cut((), (_missing("no-time", "The record gives no time, so no pulse has a width.", where),))
    found = pulses(record.table, IDLE * kind.rated_capacity)
    trains = _trains(list(_pairs(found)))
    soc = state_of_charge(record.table, kind)
    made = [(train, _test(record, kind, train, soc, within)) for train in trains]
    tests = tuple(test for _, test in made if test)
    return Cut(tests, tuple(_findings(record, found, trains, len(tests), soc is not None, within)))


def _pairs(found: Sequence[Pulse]) -> Iterator[Pair]:
    """Yield charge pulses with the discharge pulse that follows at equal current and width."""
    for one, other in pairwise(found):
        follows = one.rested >= other.begin > one.end and other.rested > other.end
        if follows and one.current > 0 > other.current and _equal(one, other):
            yield Pair(one, other)


def _equal(one: Pulse, other: Pulse) -> bool:
    current, width = max(abs(one.current), abs(other.current)), max(one.width, other.width)
    near = abs(abs(one.current) - abs(other.current)) <= _SAME_CURRENT * current
    return near and abs(one.width - other.width) <= _SAME_WIDTH * width


def _trains(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Return pairs that follow each other with only a rest between, of one width and with rising current."""
    trains: list[list[Pair]] = []
    for pair in pairs:
        last = trains[-1][-1] if trains else None
        if last and last.discharge.rested >= pair.charge.begin and _goes_on(last, pair):
            trains[-1].append(pair)
        else:
            trains.append([pair])
    return trains


def _goes_on(last: Pair, pair: Pair) -> bool:
    wider = abs(pair.charge.width - last.charge.width) > _SAME_WIDTH * last.charge.width
    return not wider and pair.charge.current > last.charge.current * (1 + _SAME_CURRENT)


def _test(record: Record, kind: CellType, train: Sequence[Pair], soc: Floats | None, within: float) -> PulseTest | None:
    """Return the test of a train of pairs, or None where the record lacks one of its voltages."""
    table, first = record.table, train[0].charge
    each = [pulse for pair in train for pulse in pair]
    voltages = np.array(
        [table.voltage[first.begin - 1], *(value for pulse in each for value in _turns(table, pulse, within))]
    )
    if not np.isfinite(voltages).all():
        return None
    return PulseTest(
        unit=record.unit or record.source.name,
        type=kind,
        width=round(float(np.median([pulse.width for pulse in each])), _DIGITS),
        amplitudes=tuple(round(pair.charge.current / kind.rated_capacity, _RATE_DIGITS) for pair in train),
        voltages=voltages,
        soc=known(soc[first.begin - 1]) if soc is not None else None,
        temperature=known(table.temperature[first.begin - 1]),
        source=record.source,
    )


def _turns(table: Table, pulse: Pulse, within: float) -> tuple[float, float, float, float]:
    """Return the voltages at once after a pulse begins, at its end, at once after it, and after the rest."""
    begun = table.time[pulse.begin] - pulse.start <= within
    ended = table.time[pulse.end] - table.time[pulse.end - 1] <= within
    voltage = table.voltage
    return (
        float(voltage[pulse.begin]) if begun else np.nan,
        float(voltage[pulse.end - 1]),
        float(voltage[pulse.end]) if ended else np.nan,
        float(voltage[pulse.rested - 1]),
    )


def _findings(
    record: Record, found: Sequence[Pulse], trains: Sequence[Sequence[Pair]], tests: int, anchored: bool, within: float
) -> Iterator[Finding]:
    where = record.source.name
    paired = 2 * sum(len(train) for train in trains)
    if not found:
        yield _missing("no-pulses", "The record has no steady current of at most two minutes after a rest.", where)
    elif paired < len(found):
        told = f"{len(found) - paired} of {len(found)} pulses are in no pair of charge and discharge, equal in size."
        yield _missing("no-pair", told, where, "Resistances can still be read off them.")
    if tests < len(trains):
        told = f"{len(trains) - tests} trains of pulses have no row within {within:g} s after an edge."
        yield _missing("coarse", told, where, "Record faster after edges.")
    if tests and not anchored:
        told = "The record does not reach the lower voltage limit of the type, so no state of charge is counted."
        yield Finding("pulses.no-anchor", told, where, Severity.NOTE)


def _missing(code: str, sentence: str, where: str, advice: str = "") -> Finding:
    return Finding(f"pulses.{code}", sentence, where, Severity.WARNING, advice)
