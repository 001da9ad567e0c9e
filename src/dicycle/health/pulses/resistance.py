"""Resistance from the pulses of a record (HPPC): the change of voltage over the current, at stated times."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np

from dicycle.health.model import CellType
from dicycle.health.pulses.charging import state_of_charge
from dicycle.health.pulses.finding import IDLE, Pulse, pulses
from dicycle.health.records.table import Floats, Table

TIMES: Final = (0.1, 1.0, 2.0, 5.0, 10.0, 18.0, 30.0)
_NEAR: Final = 0.15


class Resistance(NamedTuple):
    """Ohm at `seconds` after the current began, with its amplitude (A, positive), direction and state of charge.

    `time` s since the first row, `temperature` degC as the pulse began; None where nobody knows it. The voltages are
    those of the rows `first` (at rest) and `last`.
    """

    ohm: float
    seconds: float
    amplitude: float
    direction: Literal["charge", "discharge"]
    soc: float | None
    time: float
    temperature: float | None
    first: int
    last: int


def resistances(
    table: Table, declared: CellType | None = None, times: Sequence[float] = TIMES, idle: float | None = None
) -> list[Resistance]:
    """Return a resistance for each pulse and each of the times (s) that it reached and a row is near.

    `idle` A is the current below which the unit rests: a hundredth of the highest in the record where it is not said.
    """
    if not np.isfinite(table.current).any() or not np.isfinite(table.time).any():
        return []
    idle = float(np.nanmax(np.abs(table.current))) * IDLE if idle is None else idle
    soc = state_of_charge(table, declared) if declared else None
    return [found for pulse in pulses(table, idle) for found in _of(table, pulse, times, soc)]


def _of(table: Table, pulse: Pulse, times: Sequence[float], soc: Floats | None) -> Iterator[Resistance]:
    rest = pulse.begin - 1
    elapsed = table.time[pulse.begin : pulse.end] - pulse.start
    for seconds in times:
        nearest = int(np.argmin(np.abs(elapsed - seconds)))
        row = pulse.begin + nearest
        ohm = float((table.voltage[row] - table.voltage[rest]) / pulse.current)
        if abs(elapsed[nearest] - seconds) <= _NEAR * seconds and np.isfinite(ohm):
            yield Resistance(
                ohm=ohm,
                seconds=float(elapsed[nearest]),
                amplitude=abs(pulse.current),
                direction="charge" if pulse.current > 0 else "discharge",
                soc=known(soc[rest]) if soc is not None else None,
                time=float(table.time[pulse.begin]),
                temperature=known(table.temperature[rest]),
                first=rest,
                last=row,
            )


def known(value: float) -> float | None:
    """Return a number, None for nan."""
    return float(value) if np.isfinite(value) else None
