"""E1 and E3: state of health from a part of a charge, or from a whole one, by a model fitted on units of its type."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import combinations
from math import isfinite
from typing import Final, NamedTuple, Protocol

import msgspec
import numpy as np
from msgspec import Struct

from dicycle.errors import InvalidInput
from dicycle.findings import Finding, Severity
from dicycle.health.estimating.openset import same_kind
from dicycle.health.estimating.regressing import Line, fitted
from dicycle.health.estimating.sealing import hash_of, seal, unseal
from dicycle.health.estimating.windows import Curve, covers, curves, features
from dicycle.health.model import NOMINAL_COVERAGE, Basis, CellType, Chemistry, Estimate, HealthType
from dicycle.health.plateaus import round_a_charge
from dicycle.health.records.table import Record

SCHEMA: Final = "dicycle-window-model-1"
LEAST_UNITS: Final = 10
_STEP: Final = 0.1
_SHORTEST: Final = 0.2
_RATE: Final = 0.05
_WARMER: Final = 5.0
_FAR: Final = 3.0
_LONG: Final = 0.6
_DECIMALS: Final = 4
_ANEW: Final = "Charge it as the model was fitted, or measure the capacity in full."


class WindowModel(Struct, frozen=True):
    """Lines for windows of the charge of one type, with the domain in which they were fitted.

    `rates` C and `temperatures` degrees Celsius from least to greatest (None: nobody measured them), `health` likewise.
    """

    type: CellType
    of: HealthType
    coverage: float
    rates: tuple[float, float]
    temperatures: tuple[float, float] | None
    health: tuple[float, float]
    lines: tuple[Line, ...]
    data: str

    @property
    def id(self) -> str:
        """The SHA-256 of the model's bytes."""
        return hash_of(self)


class Fitted(Protocol):
    """Any model of one type."""

    @property
    def type(self) -> CellType:
        """The type that it was fitted on."""


class _Row(NamedTuple):
    unit: str
    curve: Curve
    health: float


def save(model: WindowModel) -> bytes:
    """Return a model as JSON with its own hash."""
    return seal(model, SCHEMA)


def load(data: bytes) -> WindowModel:
    """Return the model that `save` wrote; raises InvalidInput for a damaged file or another kind of file."""
    return unseal(data, SCHEMA, WindowModel, "charge windows")


_OTHER_DATA: Final = "Give records of at least ten units of one type, charged alike, with their capacities."


def _refused(code: str, sentence: str, advice: str = _OTHER_DATA) -> InvalidInput:
    return InvalidInput.because(f"health.{code}", sentence, advice=advice)


def fit_windows(
    records: Sequence[Record],
    labels: Mapping[str, float],
    type: CellType,
    of: HealthType,
    *,
    coverage: float = NOMINAL_COVERAGE,
) -> WindowModel:
    """Fit how charge windows show health, from records of units of one type whose capacity a reference test found.

    `labels` gives that capacity in Ah for the name of each unit; `of` is the type of health of these tests, with the
    rated capacity below. Raises InvalidInput where fewer than `LEAST_UNITS` units remain, or they were charged at
    different rates.
    """
    if of.denominator != "rated" or of.numerator != "discharge-capacity":
        raise _refused("other-type-of-health", "Windows are fitted on discharge capacity over rated capacity.")
    rows = [
        _Row(record.unit, curve, labels[record.unit] / type.rated_capacity)
        for record in records
        if record.unit is not None and record.unit in labels
        for curve in curves(record, type)
    ]
    _check_fit(rows)
    windows = [one for one in _windows(rows) if one[1] - one[0] >= _SHORTEST - 1e-9]
    lines = tuple(_line(window, rows, coverage) for window in windows)
    if not lines:
        raise _refused("no-window", "The charges have no window of voltage in common.")
    return WindowModel(
        type, of, coverage, _ends([row.curve.rate for row in rows]), _warmth(rows), _ends([r.health for r in rows]),
        lines, _hash(records, labels),
    )  # fmt: skip


def _check_fit(rows: Sequence[_Row]) -> None:
    units = {row.unit for row in rows}
    if len(units) < LEAST_UNITS:
        raise _refused("few-units", f"{len(units)} units with a charge and a capacity; {LEAST_UNITS} are needed.")
    low, high = _ends([row.curve.rate for row in rows])
    if high > (1 + 2 * _RATE) * low:
        raise _refused("rates-differ", f"The charges were made at {low:.3g} to {high:.3g} C; fit each rate by itself.")


def _ends(values: Sequence[float]) -> tuple[float, float]:
    return round(min(values), 6), round(max(values), 6)


def _warmth(rows: Sequence[_Row]) -> tuple[float, float] | None:
    known = [row.curve.temperature for row in rows if isfinite(row.curve.temperature)]
    return _ends(known) if known else None


def _windows(rows: Sequence[_Row]) -> list[tuple[float, float, bool]]:
    """Return the windows that every charge passed through, on a grid; and the whole charge where all were ended."""
    low, high = max(row.curve.low for row in rows), min(row.curve.high for row in rows)
    grid = [round(place * _STEP, 3) for place in range(int(np.ceil(low / _STEP)), int(high / _STEP + 1e-9) + 1)]
    found = [(one, other, False) for one, other in combinations(grid, 2)]
    if grid and all(row.curve.held is not None for row in rows):
        found.append((grid[0], grid[-1], True))
    return found


def _line(window: tuple[float, float, bool], rows: Sequence[_Row], coverage: float) -> Line:
    names = sorted({row.unit for row in rows})
    units = np.array([names.index(row.unit) for row in rows])
    shown = np.array([features(row.curve, *window) for row in rows])
    return fitted(window, shown, np.array([row.health for row in rows]), units, coverage)


def _hash(records: Sequence[Record], labels: Mapping[str, float]) -> str:
    sources = sorted({record.source.sha256 for record in records})
    return sha256(msgspec.json.encode([sources, sorted(labels.items())])).hexdigest()


def estimate(
    model: WindowModel, record: Record, type: CellType | None = None, ambient: float | None = None
) -> Estimate:
    """Return what the widest window of a record's charges says, or an abstention with what it would need.

    The widest, not the one of the narrowest interval: choosing by the interval would make it too narrow. `ambient` is
    the temperature (degC) that holds where nobody recorded one.
    """
    type = type or record.declared
    if type is None or not is_for(model, type):
        told = f"The model is for {model.type.id}, not for {type.id if type else 'a type that nobody states'}."
        return _abstains(model, record, (_error("type-not-fitted", told),))
    found = [_at(ambient, one) for one in curves(record, type)]
    if not found:
        return _abstains(model, record, (_error("no-charge", "The record holds no charge at constant current."),))
    sound = [(one, _outside(model, type, one)) for one in found]
    able = [one for one, wrong in sound if not wrong]
    if not able:
        return _abstains(model, record, sound[-1][1])
    pairs = [(line, one) for one in able for line in model.lines if covers(one, line.low, line.high, line.whole)]
    if not pairs:
        return _abstains(model, record, (_not_reached(model, able[-1]),))
    line, curve = max(pairs, key=lambda pair: (pair[0].whole, pair[0].high - pair[0].low, pair[0].high, pair[1].ended))
    return _said(model, record, line, curve)


def _at(ambient: float | None, curve: Curve) -> Curve:
    return curve if ambient is None or isfinite(curve.temperature) else curve._replace(temperature=ambient)


def is_for(model: Fitted, type: CellType) -> bool:
    """Tell whether a model is for a type: its id, else the same chemistry and rated capacity."""
    return type.id == model.type.id or same_kind(model.type, type)


def _error(code: str, sentence: str) -> Finding:
    return Finding(f"health.{code}", sentence, advice=_ANEW)


def _outside(model: WindowModel, type: CellType, curve: Curve) -> tuple[Finding, ...]:
    """Say what of a charge is outside the domain of the model."""
    low, high = model.rates
    found = []
    if not low * (1 - _RATE) <= curve.rate <= high * (1 + _RATE):
        told = f"It was charged at {curve.rate:.3g} C; the model was fitted at {low:.3g} to {high:.3g} C."
        found.append(_error("rate-outside", told))
    warm = model.temperatures
    if warm and isfinite(curve.temperature) and not warm[0] - _WARMER <= curve.temperature <= warm[1] + _WARMER:
        told = f"It was charged at {curve.temperature:g} °C; the model was fitted at {warm[0]:g} to {warm[1]:g} °C."
        found.append(_error("temperature-outside", told))
    if on_plateau(type.chemistry or model.type.chemistry, curve):
        told = "The charge does not leave the voltage plateau: how much passed on it depends on where it began."
        found.append(_error("on-plateau", told))
    return tuple(found)


def on_plateau(chemistry: Chemistry | None, curve: Curve) -> bool:
    """Tell whether a charge begins or ends on the plateau of its chemistry, so that its voltage says too little."""
    ends = round_a_charge(chemistry)
    return ends is not None and (curve.begun > ends[0] or curve.high < ends[1])


def _not_reached(model: WindowModel, curve: Curve) -> Finding:
    narrow = min(model.lines, key=lambda line: line.high - line.low)
    told = (
        f"The charge can be trusted from {curve.low:.2f} to {curve.high:.2f} V per cell; no window of the model lies "
        f"within (the shortest goes from {narrow.low:g} to {narrow.high:g} V)."
    )
    return _error("window-not-reached", told)


def _said(model: WindowModel, record: Record, line: Line, curve: Curve) -> Estimate:
    shown = features(curve, line.low, line.high, line.whole)
    value, half, leverage = line.value(shown), line.half(shown), line.leverage(shown)
    span = model.health[1] - model.health[0]
    inside = model.health[0] - 0.5 * span - half <= value <= model.health[1] + 0.5 * span + half
    used = _used(line, curve, leverage)
    if leverage > _FAR * max(line.far, 1 / line.units) or not inside:
        told = f"The charge does not look like those of {model.type.id} that were fitted; no health is derived."
        return _abstains(model, record, (_error("charge-atypical", told),), used)
    long = line.whole or float(shown.sum()) >= _LONG
    return Estimate(
        level="E3" if long else "E1",
        method="charge-window",
        of=model.of,
        value=round(value, _DECIMALS),
        low=round(max(value - half, 0.0), _DECIMALS),
        high=round(value + half, _DECIMALS),
        coverage=model.coverage,
        measured=record.started,
        findings=_remarks(model, record, line, curve),
        basis=Basis(sources=(record.source,), model=model.id, used=used),
    )


def _remarks(model: WindowModel, record: Record, line: Line, curve: Curve) -> tuple[Finding, ...]:
    where, found = record.source.name, []
    if not line.promised:
        told = f"Only {line.units} units of {model.type.id} were fitted: the coverage of the interval is not promised."
        found.append(Finding("health.few-units", told, where, Severity.WARNING, "Fit with more units."))
    if not isfinite(curve.temperature) or model.temperatures is None:
        told = "The temperature of the charge was not measured; it is not checked against the model's."
        advice = "State the ambient, as in `--ambient 23`."
        found.append(Finding("health.temperature-not-stated", told, where, Severity.NOTE, advice))
    return tuple(found)


def _used(line: Line, curve: Curve, leverage: float) -> dict[str, float | str | None]:
    first, last = curve.between(line.low, line.high, line.whole)
    return {
        "window_low": line.low,
        "window_high": line.high,
        "to_the_end": "yes" if line.whole else "no",
        "rate": round(curve.rate, 4),
        "first_row": float(first),
        "last_row": float(last),
        "leverage": round(leverage, 4),
        "units_fitted": float(line.units),
        "expected_error": round(line.typical, 4),
    }


def _abstains(
    model: WindowModel,
    record: Record,
    why: tuple[Finding, ...],
    used: dict[str, float | str | None] | None = None,
) -> Estimate:
    found = tuple(one._replace(where=one.where or record.source.name) for one in why)
    basis = Basis(sources=(record.source,), model=model.id, used=used or {})
    return Estimate(
        level="E1", method="charge-window", of=model.of, measured=record.started, findings=found, basis=basis
    )
