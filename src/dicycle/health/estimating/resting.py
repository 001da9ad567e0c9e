"""E2: state of health from the charge between two rests, over the states of charge that their voltages show.

SoH = charge / (change of the state of charge x rated capacity). How sure a state of charge is follows from the slope of
the curve: where some millivolts are many points of charge, on a plateau, nothing is said.
"""

from collections.abc import Iterator, Sequence
from math import isfinite
from typing import Final, NamedTuple

import numpy as np

from dicycle.findings import Finding, Severity
from dicycle.health.estimating.instruments import Instrument, common_part, counted, standard, together
from dicycle.health.estimating.phases import HOUR, REST, Phase, Rows, passed, phases, rows_of
from dicycle.health.estimating.rested import RestModel
from dicycle.health.model import Z95, Basis, CellType, Estimate
from dicycle.health.records.table import Record

METHOD: Final = "rested-voltage"
LONG: Final = 1800.0
"""Seconds of rest after which a voltage counts as rested; what it still moves is doubted."""
LEAST: Final = 0.2
"""The least change of the state of charge that is worth dividing by."""
_FLAT: Final = 0.05
_MOST: Final = 30
"""Rests after one that are held against it, where it goes on in one direction."""
_AGED: Final = 0.02
"""By how much the curve of an aged unit may differ from that of a new one, as a state of charge."""
_WARMER: Final = 15.0
_HIDDEN: Final = 0.02
_DECIMALS: Final = 4


class _Rest(NamedTuple):
    """The end of a rest: the row after it, V per cell, and the state of charge with its doubt, None off the curve.

    `run` is its place among the runs of the record.
    """

    run: int
    row: int
    voltage: float
    soc: float
    doubt: float | None


class _Moved(NamedTuple):
    """Charge (Ah) that passed in `seconds` of current; `hidden` and `edge` Ah as in `Passed`."""

    charge: float
    hidden: float
    edge: float
    seconds: float


class _Pair(NamedTuple):
    """Two rests and what passed between them, all in one direction."""

    before: _Rest
    after: _Rest
    moved: _Moved

    @property
    def change(self) -> float:
        return abs(self.after.soc - self.before.soc)


def estimate(
    model: RestModel,
    record: Record,
    type: CellType,
    ambient: float | None = None,
    tool: Instrument = Instrument(),  # noqa: B008
) -> Estimate | None:
    """Return what the rests of a record say, an abstention with its reason; None where it does not rest twice.

    `ambient` is the temperature (degC) that holds where nobody recorded one.
    """
    rows = rows_of(record.table)
    runs = phases(rows, type.rated_capacity) if len(rows.time) > 2 else []
    rests = [_rest(model, rows, one, type, tool) for one in _rests(rows, runs, type)]
    pairs = list(_pairs(rows, runs, rests))
    if not pairs:
        return None
    wrong = tuple(_warmth(model, rows, ambient))
    able = [one for one in pairs if not _unfit(one)]
    if wrong or not able:
        why = wrong or _unfit(max(pairs, key=lambda one: one.change))
        return _abstains(model, record, why)
    widest = max(able, key=lambda one: (round(one.change, 1), one.after.row, one.change))
    return _said(model, record, rows, widest, type, tool)


def _rests(rows: Rows, runs: Sequence[Phase], type: CellType) -> Iterator[tuple[int, int, int]]:
    """Yield run, first and last row of each long rest; pulses that move next to nothing end one all the same."""
    for place, run in enumerate(runs):
        if run.direction == 0 and rows.time[run.end - 1] - rows.time[run.begin] >= LONG:
            idle = np.abs(rows.current[run.begin : run.end]) < REST * type.rated_capacity
            turns = np.flatnonzero(np.diff(np.concatenate([[False], idle, [False]]).astype(np.int8)))
            first, last = run.begin + turns[::2], run.begin + turns[1::2] - 1
            long = rows.time[last] - rows.time[first] >= LONG
            yield from (
                (place, begin, end) for begin, end in zip(first[long].tolist(), last[long].tolist(), strict=True)
            )


def _rest(model: RestModel, rows: Rows, at: tuple[int, int, int], type: CellType, tool: Instrument) -> _Rest:
    run, first, last = at
    middle = first + int(np.searchsorted(rows.time[first : last + 1], 0.5 * (rows.time[first] + rows.time[last])))
    volts = float(rows.voltage[last]) / type.series
    moving = abs(volts - float(rows.voltage[min(middle, last)]) / type.series)
    off = together(standard(tool.voltage), standard(model.doubt), standard(moving))
    below, here, above = model.soc(np.array([volts - off, volts, volts + off])).tolist()
    inside = model.voltages[0] - 3 * off <= volts <= model.voltages[-1] + 3 * off
    return _Rest(run, last + 1, volts, here, max(above - here, here - below) if inside else None)


def _pairs(rows: Rows, runs: Sequence[Phase], rests: Sequence[_Rest]) -> Iterator[_Pair]:
    """Yield two rests each with what passed between them, as long as it goes one way."""
    for place, one in enumerate(rests):
        for two in rests[place + 1 : place + 1 + _MOST]:
            between = [run for run in runs[one.run + 1 : two.run] if run.direction]
            if len({run.direction for run in between}) > 1:
                break
            back = ((rows.backwards >= one.row) & (rows.backwards < two.row)).any()
            if between and not back:
                yield _Pair(one, two, _moved(rows, between, one, two))


def _moved(rows: Rows, between: Sequence[Phase], one: _Rest, two: _Rest) -> _Moved:
    each = [passed(rows, run.begin, run.end) for run in between]
    edge, hidden, seconds = (sum(getattr(part, name) for part in each) for name in ("edge", "hidden", "seconds"))
    return _Moved(abs(_net(rows, one.row, two.row)) + edge, hidden, edge, seconds)


def _net(rows: Rows, begin: int, end: int) -> float:
    steps, current = np.maximum(np.diff(rows.time[begin:end]), 0.0), rows.current[begin:end]
    return float((0.5 * (current[1:] + current[:-1]) * steps).sum()) / HOUR


def _unfit(pair: _Pair) -> tuple[Finding, ...]:
    """Say why two rests tell nothing."""
    worst = max((pair.before, pair.after), key=lambda one: 1.0 if one.doubt is None else one.doubt)
    if worst.doubt is None:
        told = f"{worst.voltage:.3f} V is no rested voltage of the curve."
        return (_error("rest-outside", told, "Check the type and the contacts."),)
    if worst.doubt > _FLAT:
        told = f"At {worst.voltage:.3f} V a rested voltage does not show the state of charge: it is on a plateau."
        return (_error("on-plateau", told, "Rest where the voltage is steep, or measure the capacity in full."),)
    if pair.change < LEAST:
        told = f"Between the rests the state of charge changed by {pair.change:.0%}; {LEAST:.0%} are needed."
        return (_error("window-not-reached", told, "Charge further between two rests."),)
    if pair.moved.hidden > _HIDDEN * pair.moved.charge:
        return (_error("gaps", "Rows are missing between the rests.", "Fetch the record from the tester again."),)
    return ()


def _warmth(model: RestModel, rows: Rows, ambient: float | None) -> Iterator[Finding]:
    known = rows.temperature[np.isfinite(rows.temperature)]
    warmth = float(np.median(known)) if len(known) else ambient
    fitted = model.of.temperature
    if warmth is not None and fitted is not None and abs(warmth - fitted) > _WARMER:
        told = f"It was charged at {warmth:.3g} °C; the curve is of {fitted:g} °C."
        yield _error("temperature-outside", told, "Repeat it near that temperature.")


def _error(code: str, sentence: str, advice: str) -> Finding:
    return Finding(f"health.{code}", sentence, advice=advice)


def _said(model: RestModel, record: Record, rows: Rows, pair: _Pair, type: CellType, tool: Instrument) -> Estimate:
    value = pair.moved.charge / (pair.change * type.rated_capacity)
    mean = pair.moved.charge * HOUR / max(pair.moved.seconds, 1e-9)
    parts = {
        "u_soc_before": (pair.before.doubt or 0.0) / pair.change,
        "u_soc_after": (pair.after.doubt or 0.0) / pair.change,
        "u_aged": standard(_AGED) / pair.change,
        **counted(tool, mean),
        "u_rows": standard((pair.moved.edge + pair.moved.hidden) / pair.moved.charge),
    }
    reach = Z95 * together(*parts.values()) * value
    return Estimate(
        level="E2",
        method=METHOD,
        of=model.of,
        value=round(value, _DECIMALS),
        low=round(max(value - reach, 0.0), _DECIMALS),
        high=round(value + reach, _DECIMALS),
        common=common_part(tool, mean, value),
        measured=record.started,
        findings=tuple(_remarks(model, record, rows, tool)),
        basis=Basis(sources=(record.source,), model=model.id, used=_used(rows, pair, parts)),
    )


def _remarks(model: RestModel, record: Record, rows: Rows, tool: Instrument) -> Iterator[Finding]:
    where = record.source.name
    if not isfinite(float(np.nanmax(rows.temperature, initial=-np.inf))):
        told = "The temperature was not recorded; it is not checked against the curve's."
        yield Finding("health.temperature-not-stated", told, where, Severity.NOTE)
    if not tool.stated:
        told = f"Nobody stated how exact the tester is; {1000 * tool.voltage:g} mV a cell are assumed."
        yield Finding("health.instrument-assumed", told, where, Severity.NOTE, "State it as on its data sheet.")
    if model.units == 1:
        yield Finding("health.few-units", "The curve is of one unit.", where, Severity.NOTE, "Fit it with several.")


def _used(rows: Rows, pair: _Pair, parts: dict[str, float]) -> dict[str, float | str | None]:
    numbers = {
        "charge_ah": pair.moved.charge,
        "rest_voltage_before": pair.before.voltage,
        "rest_voltage_after": pair.after.voltage,
        "soc_before": pair.before.soc,
        "soc_after": pair.after.soc,
        **parts,
    }
    return {
        **{name: round(value, 6) for name, value in numbers.items()},
        "first_row": float(rows.places[pair.before.row - 1]),
        "last_row": float(rows.places[pair.after.row - 1]),
    }


def _abstains(model: RestModel, record: Record, why: tuple[Finding, ...]) -> Estimate:
    found = tuple(one._replace(where=record.source.name) for one in why)
    basis = Basis(sources=(record.source,), model=model.id)
    return Estimate(level="E2", method=METHOD, of=model.of, measured=record.started, findings=found, basis=basis)
