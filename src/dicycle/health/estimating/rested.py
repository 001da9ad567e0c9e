"""The open-circuit voltage of a type over its state of charge, from slow charges of one's own new units or a table."""

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Final, NamedTuple

import msgspec
import numpy as np
from msgspec import Struct

from dicycle.errors import InvalidInput
from dicycle.health.estimating.capacity import RATES
from dicycle.health.estimating.sealing import damaged, hash_of, seal, unseal
from dicycle.health.estimating.tables import lines, number
from dicycle.health.estimating.windows import Curve, curves
from dicycle.health.model import CellType, HealthType
from dicycle.health.records.table import Floats, Record

SCHEMA: Final = "dicycle-rest-model-1"
SLOW: Final = 0.07
"""The highest rate, C, at which the voltage of a charge is near that at rest."""
_ABOVE: Final = 0.4
"""By how much the voltage of a slow charge is above that at rest: V per cell for each C, at most."""
_TABLE_DOUBT: Final = 0.01
_NEAR_EMPTY: Final = 0.15
_NEAR_FULL: Final = 0.02
_POINTS: Final = 201
_HEAD: Final = 200
_DIGITS: Final = 5
_LEAST_POINTS: Final = 5
_OTHER_DATA: Final = "Give records of new units, each charged at C/20 or slower from the lower to the upper limit."


class RestModel(Struct, frozen=True):
    """Voltages at rest (V per cell, rising) at states of charge from 0 to 1 in equal steps.

    `of` is the type of health that comes out: over the rated capacity, at the rate and temperature of the charges.
    `doubt` is by how much a voltage may be off at most (V per cell).
    """

    type: CellType
    of: HealthType
    voltages: tuple[float, ...]
    doubt: float
    units: int
    data: str

    @property
    def id(self) -> str:
        """The SHA-256 of the model's bytes."""
        return hash_of(self)

    def soc(self, volts: Floats | float) -> Floats:
        """Return the state of charge at voltages at rest (V per cell)."""
        return np.asarray(np.interp(volts, self.voltages, np.linspace(0.0, 1.0, len(self.voltages))))


class _Whole(NamedTuple):
    unit: str
    voltages: Floats
    rate: float
    source: str


def save(model: RestModel) -> bytes:
    """Return a model as JSON with its own hash."""
    return seal(model, SCHEMA)


def load(data: bytes) -> RestModel:
    """Return the model that `save` wrote; raises InvalidInput for a damaged file or another kind of file."""
    model = unseal(data, SCHEMA, RestModel, "voltages at rest")
    if len(model.voltages) < 2 or any(np.diff(model.voltages) <= 0):
        raise damaged("The voltages of the model do not rise.")
    return model


def _refused(code: str, sentence: str, where: str = "", advice: str = _OTHER_DATA) -> InvalidInput:
    return InvalidInput.because(f"health.{code}", sentence, where, advice)


def fit_rested(records: Sequence[Record], type: CellType, temperature: float | None = None) -> RestModel:
    """Fit the voltage at rest from slow charges of new units, each from empty to full.

    A slow charge lies above the voltage at rest; half of the most that is thought possible is taken off, and the doubt
    holds all of it and what the units differ by. Raises InvalidInput where no record holds such a charge, or they were
    made at different rates.
    """
    if type.voltage_min is None or type.voltage_max is None:
        raise _refused("cut-off-unknown", f"The voltage limits of {type.id} are not stated.", "", "State both.")
    found = [one for record in records for one in _wholes(record, type)]
    if not found:
        raise _refused("no-slow-charge", f"No record holds a charge from empty to full at {SLOW:g} C or slower.")
    rates = sorted({_nominal(one.rate) for one in found})
    if len(rates) > 1:
        told = f"The charges were made at {', '.join(f'{rate:g}' for rate in rates)} C; a curve is of one rate."
        raise _refused("rates-differ", told)
    return _fitted(found, type, HealthType(rate=rates[0], temperature=temperature))


def _nominal(rate: float) -> float:
    return min(RATES, key=lambda one: abs(one - rate))


def _wholes(record: Record, type: CellType) -> Iterator[_Whole]:
    for curve in curves(record, type):
        if _is_whole(curve, type):
            soc = curve.charge / (curve.charge[-1] + (curve.held or 0.0))
            volts = np.interp(np.linspace(0.0, 1.0, _POINTS), soc, curve.voltage)
            yield _Whole(record.unit or record.source.name, volts, curve.rate, record.source.sha256)


def _is_whole(curve: Curve, type: CellType) -> bool:
    low, high = type.voltage_min or 0.0, type.voltage_max or 0.0
    return curve.rate <= SLOW and curve.begun <= low + _NEAR_EMPTY * (high - low) and curve.high >= high - _NEAR_FULL


def _fitted(found: Sequence[_Whole], type: CellType, of: HealthType) -> RestModel:
    units = sorted({one.unit for one in found})
    each = np.array([np.mean([one.voltages for one in found if one.unit == unit], axis=0) for unit in units])
    above = 0.5 * _ABOVE * max(one.rate for one in found)
    differing = float(np.abs(each - each.mean(axis=0)).max())
    digest = sha256(msgspec.json.encode(sorted({one.source for one in found}))).hexdigest()
    return RestModel(
        type, of, _rising(each.mean(axis=0) - above), round(above + differing, _DIGITS), len(units), digest
    )  # fmt: skip


def _rising(volts: Floats) -> tuple[float, ...]:
    """Return voltages that rise all the way, by a hundredth of a millivolt at least, so that they can be inverted."""
    step = 10.0**-_DIGITS * np.arange(len(volts))
    return tuple(np.round(np.maximum.accumulate(volts - step) + step, _DIGITS).tolist())


def is_curve(data: bytes) -> bool:
    """Tell whether a file is a table of states of charge and voltages at rest, and no record of a tester."""
    head = data[:_HEAD].decode("utf-8-sig", "replace").partition("\n")[0].lower()
    return {one.strip() for one in re.split("[,;\t]", head)} == {"soc", "voltage"}


def read_curve(data: bytes, name: str, type: CellType, of: HealthType) -> RestModel:
    """Return a model from a table of text with the columns soc (0 to 1, or per cent) and voltage (V per cell).

    Raises InvalidInput for another table, and for one that does not go from empty to full.
    """
    points = _points(data, name)
    soc, volts = (np.array(column) for column in zip(*points, strict=True)) if points else (np.empty(0), np.empty(0))
    if len(points) < _LEAST_POINTS or abs(soc[0]) > 1e-9 or soc[-1] not in (1.0, 100.0):
        raise _refused("curve", "The table does not go from empty to full in five points or more.", name, _CURVE)
    if (np.diff(soc) <= 0).any() or (np.diff(volts) < 0).any():
        raise _refused("curve", "The voltage does not rise with the state of charge all the way.", name, _CURVE)
    grid = np.interp(np.linspace(0.0, 1.0, _POINTS), soc / soc[-1], volts)
    return RestModel(type, of, _rising(grid), _TABLE_DOUBT, 0, sha256(data).hexdigest())


_CURVE: Final = "Write a table with the columns soc and voltage (V per cell), a line for each point from 0 to 1."


def _points(data: bytes, name: str) -> list[tuple[float, float]]:
    try:
        return sorted((number(row["soc"]), number(row["voltage"])) for row in lines(data))
    except (KeyError, ValueError):
        raise _refused("curve", "This is no table of states of charge and voltages.", name, _CURVE) from None
