"""How far the voltage falls under discharge pulses, from records and from sheets of pulse tests."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from dicycle.health.model import CellType, NewResistance, Source
from dicycle.health.pulses.finding import IDLE
from dicycle.health.pulses.resistance import TIMES, resistances
from dicycle.health.records.table import PulseTest, Record

_PER_PAIR: Final = 8
_MOVING: Final = 0.1


class Measured(NamedTuple):
    """A resistance (Ohm) at `seconds` after a discharge of `amplitude` A began, and by how much rest moved (V).

    `soc` and `temperature` (degC) are None where nobody knows them, `first` and `last` the rows of a record;
    `assumed` says that nobody stated the current.
    """

    ohm: float
    seconds: float
    amplitude: float
    drift: float
    soc: float | None
    temperature: float | None
    source: Source | None
    started: str | None = None
    first: int | None = None
    last: int | None = None
    assumed: bool = False


def measured(
    records: Sequence[Record],
    tests: Sequence[PulseTest],
    type: CellType,
    ambient: float | None = None,
    assumed: Collection[str] = (),
) -> Iterator[Measured]:
    """Yield every resistance that discharge pulses show; `assumed` names files that do not say their currents."""
    for record in records:
        yield from _of_record(record, type, ambient)
    cut = {record.source for record in records}
    for test in tests:
        if test.source is None or test.source not in cut:
            unsaid = test.source is not None and test.source.name in assumed
            yield from (one._replace(assumed=unsaid) for one in _of_test(test, ambient))


def _of_record(record: Record, type: CellType, ambient: float | None) -> Iterator[Measured]:
    times: tuple[float, ...] = TIMES
    if isinstance(type.new_resistance, NewResistance):
        times = tuple(sorted({*TIMES, type.new_resistance.seconds}))
    for one in resistances(record.table, type, times, IDLE * type.rated_capacity):
        if one.direction == "discharge":
            drift = _drift(record, one.first, one.last, one.seconds)
            warmth = ambient if one.temperature is None else one.temperature
            yield Measured(
                one.ohm, one.seconds, one.amplitude, drift, one.soc, warmth, record.source, record.started,
                one.first, one.last,
            )  # fmt: skip


def _drift(record: Record, first: int, last: int, seconds: float) -> float:
    """Return how far the voltage moved at rest before a pulse, in as long a time as the pulse took."""
    table = record.table
    begin = int(np.searchsorted(table.time[: first + 1], table.time[first] - seconds))
    level = abs(float(table.current[last]))
    moving = np.flatnonzero(np.abs(table.current[begin : first + 1]) > _MOVING * level)
    begin += int(moving[-1]) + 1 if len(moving) else 0
    rest = table.voltage[begin : first + 1]
    return float(np.ptp(rest)) if len(rest) else 0.0


def _of_test(test: PulseTest, ambient: float | None) -> Iterator[Measured]:
    """Yield the discharge pulses of a test of which the current is known; rest comes after the charge pulse before."""
    warmth = ambient if test.temperature is None else test.temperature
    for place, rate in enumerate(test.amplitudes):
        at = _PER_PAIR * place
        if len(test.voltages) < at + 7 or not rate > 0 or not test.width > 0:
            return
        rest, end = float(test.voltages[at + 4]), float(test.voltages[at + 6])
        amplitude = rate * test.type.rated_capacity
        drift = abs(rest - float(test.voltages[0]))
        yield Measured((rest - end) / amplitude, test.width, amplitude, drift, test.soc, warmth, test.source)
