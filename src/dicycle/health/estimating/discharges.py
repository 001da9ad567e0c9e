"""Full discharges in a record: from the end of a full charge, at one current, down to the lower cut-off voltage."""

from typing import Final, NamedTuple

import numpy as np

from dicycle.findings import Finding
from dicycle.health.estimating.phases import HOUR, REST, Phase, Rows, passed, phases
from dicycle.health.model import CellType
from dicycle.health.records.quality.values import window

_STEADY: Final = 0.02
_STEADY_SHARE: Final = 0.98
_REACHED: Final = 0.005
"""V per cell within which a cut-off counts as reached; testers end a step as it is passed, not as it is logged."""
_LONGEST_REST: Final = 24 * HOUR
_LEAST: Final = 0.2
_MOST_HIDDEN: Final = 0.05
_HELD: Final = 3
"""Rows that must stay at the cut-off after the one that reached it; a single row there is a fault of the record."""


class Asked(NamedTuple):
    """What makes a discharge a reference test: `taper` C at which a charge counts as full; `full` says that it was."""

    taper: float = 0.05
    full: bool = False


class Discharge(NamedTuple):
    """A discharge and what is missing for a full capacity test, none if nothing; `slope` Ah/V is how steep it ends.

    It goes from the row `first` of the record to the row `last`.

    Charge Ah, energy Wh, mean current A, temperature degrees Celsius when it began (nan if nobody measured it), all
    without sign; `hidden` and `edge` Ah as in `Passed`.
    """

    first: int
    last: int
    charge: float
    energy: float
    current: float
    temperature: float
    hidden: float
    edge: float
    slope: float
    missing: tuple[Finding, ...]


def discharges(rows: Rows, type: CellType, asked: Asked) -> list[Discharge]:
    """Return the discharges of a record that are worth looking at, in the order of time."""
    runs = phases(rows, type.rated_capacity)
    large = [place for place, run in enumerate(runs) if _is_large(run, type)]
    return [_discharge(rows, runs, place, type, asked) for place in large]


def _is_large(run: Phase, type: CellType) -> bool:
    return run.direction < 0 and abs(run.charge) >= _LEAST * type.rated_capacity


def _discharge(rows: Rows, runs: list[Phase], place: int, type: CellType, asked: Asked) -> Discharge:
    run = runs[place]
    begin, crossed = _active(rows, run, type), _crossing(rows, run, type)
    end = run.end if crossed is None else crossed
    found = passed(rows, begin, end, ended=crossed is not None)
    seconds = max(found.seconds, 1e-9)
    over = _over(rows, begin, end, type)
    return Discharge(
        first=int(rows.places[begin]),
        last=int(rows.places[max(end - 1, begin)]),
        charge=found.charge - over[0],
        energy=found.energy - over[1],
        current=float(np.median(-rows.current[begin:end])) if end > begin else found.charge * HOUR / seconds,
        temperature=_temperature(rows, begin),
        hidden=found.hidden,
        edge=found.edge,
        slope=_slope(rows, begin, end),
        missing=(
            *_not_full(rows, runs, place, type, asked),
            *_not_empty(rows, end, type, crossed is not None),
            *_not_steady(rows, begin, end),
            *_not_whole(rows, begin, end, found.charge, found.hidden),
            *_impossible(rows, begin, end, type),
        ),
    )


def _active(rows: Rows, run: Phase, type: CellType) -> int:
    """Return the first row with current; blips that count as rest may come before."""
    flowing = np.flatnonzero(-rows.current[run.begin : run.end] >= REST * type.rated_capacity)
    return run.begin + int(flowing[0]) if len(flowing) else run.begin


def _crossing(rows: Rows, run: Phase, type: CellType) -> int | None:
    """Return the row after the one that reaches the lower cut-off and stays there, None if none does.

    That is the first one at or below it, else the lowest one where that is close enough.
    """
    if type.voltage_min is None:
        return None
    voltage = rows.voltage[run.begin : run.end]
    low, near = type.series * type.voltage_min, type.series * (type.voltage_min + _REACHED)
    below, close = np.flatnonzero(voltage <= low), np.flatnonzero((voltage > low) & (voltage <= near))
    places = [*below.tolist(), *close[np.argsort(voltage[close], kind="stable")].tolist()]
    place = next((one for one in places if _stays(rows, run, one, near)), None)
    return None if place is None else run.begin + place + 1


def _stays(rows: Rows, run: Phase, place: int, near: float) -> bool:
    """Tell whether the rows after one stay at the cut-off, as long as at least half of its current flows."""
    after = slice(run.begin + place + 1, min(run.begin + place + 1 + _HELD, run.end))
    weak = np.flatnonzero(np.abs(rows.current[after]) < 0.5 * abs(float(rows.current[run.begin + place])))
    going_on = rows.voltage[after][: int(weak[0]) if len(weak) else None]
    return bool((going_on <= near).all())


def _over(rows: Rows, begin: int, end: int, type: CellType) -> tuple[float, float]:
    """Return charge and energy that passed below the cut-off in the interval before the last row.

    A row far below the cut-off means that the record went on: what came after the crossing, found on the straight line
    between the two rows, does not belong to this capacity.
    """
    if type.voltage_min is None or end - begin < 2:
        return 0.0, 0.0
    last, before = rows.voltage[end - 1], rows.voltage[end - 2]
    if last >= type.series * type.voltage_min or before <= last:
        return 0.0, 0.0
    span = max(float(rows.time[end - 1] - rows.time[end - 2]), 0.0)
    share = float((type.series * type.voltage_min - last) / (before - last))
    charge = abs(float(rows.current[end - 1])) * span * min(share, 1.0) / HOUR
    return charge, charge * float(last)


def _slope(rows: Rows, begin: int, end: int) -> float:
    """Return how many Ah a volt is worth at the end of a discharge."""
    first = max(begin, end - 4)
    fall = float(rows.voltage[first] - rows.voltage[end - 1])
    moved = passed(rows, first, end).charge - passed(rows, first, first + 1).charge if end - first > 1 else 0.0
    return moved / fall if fall > 0 else 0.0


def _temperature(rows: Rows, begin: int) -> float:
    """Return the temperature when a discharge began, before it warmed itself."""
    near = (rows.time >= rows.time[begin] - 300) & (rows.time <= rows.time[begin] + 60)
    near &= np.isfinite(rows.temperature)
    return float(np.median(rows.temperature[near])) if near.any() else float("nan")


def _missing(code: str, sentence: str, advice: str) -> Finding:
    return Finding(f"health.{code}", sentence, advice=advice)


def _not_full(rows: Rows, runs: list[Phase], place: int, type: CellType, asked: Asked) -> tuple[Finding, ...]:
    if asked.full:
        return ()
    advice = f"Charge to the upper cut-off until the current is at most {asked.taper:g} C, then discharge."
    before = next((at for at in range(place - 1, -1, -1) if runs[at].direction), None)
    if before is None or runs[before].direction < 0:
        return (
            _missing("not-from-full", "No charge comes before the discharge: nobody knows if it was full.", advice),
        )
    if type.voltage_max is None:
        told = "The upper cut-off voltage of the type is not stated."
        return (_missing("cut-off-unknown", told, "State the type's voltage limits."),)
    charge = runs[before]
    span = slice(charge.begin, charge.end)
    high, need = float(rows.voltage[span].max()), type.series * (type.voltage_max - _REACHED)
    if high < need:
        told = f"The charge before ended at {high:.3f} V; full is {type.series * type.voltage_max:g} V."
        return (_missing("not-charged-full", told, advice),)
    return (*_not_tapered(rows, charge, type, asked, advice), *_stale(rows, charge, runs[place]))


def _not_tapered(rows: Rows, charge: Phase, type: CellType, asked: Asked, advice: str) -> tuple[Finding, ...]:
    """Say so if the charge stopped before its current fell; in its last row it may be half switched off."""
    flowing = rows.current[charge.begin : charge.end]
    flowing = flowing[flowing >= REST * type.rated_capacity]
    least = float(flowing[-6:-1].min() if len(flowing) > 1 else flowing.min())
    least = min(least, float(flowing[-1]) if flowing[-1] > 0.5 * least else least)
    if least <= 1.02 * asked.taper * type.rated_capacity:
        return ()
    told = f"The charge before ended at {least / type.rated_capacity:.3f} C, above {asked.taper:g} C."
    return (_missing("not-charged-full", told, advice),)


def _stale(rows: Rows, charge: Phase, discharge: Phase) -> tuple[Finding, ...]:
    rest = float(rows.time[discharge.begin] - rows.time[charge.end - 1])
    if rest <= _LONGEST_REST:
        return ()
    told = f"It rested {rest / HOUR:.0f} h between charge and discharge."
    return (_missing("rested-too-long", told, "Discharge within a day of the charge."),)


def _not_empty(rows: Rows, end: int, type: CellType, crossed: bool) -> tuple[Finding, ...]:
    if type.voltage_min is None:
        told = "The lower cut-off voltage of the type is not stated."
        return (_missing("cut-off-unknown", told, "State the type's voltage limits."),)
    if crossed or _next_would(rows, end, type):
        return ()
    told = f"The discharge ended at {rows.voltage[end - 1]:.3f} V; empty is {type.series * type.voltage_min:g} V."
    return (_missing("not-discharged-empty", told, "Discharge to the lower cut-off at the same current."),)


def _next_would(rows: Rows, end: int, type: CellType) -> bool:
    """Tell whether the next row would have been below the cut-off: voltage falls faster from row to row at the end."""
    if end < 3 or type.voltage_min is None:
        return False
    last = float(rows.voltage[end - 1])
    fall = float(rows.voltage[end - 2]) - last
    return fall > 0 and last - 1.5 * fall <= type.series * type.voltage_min


def _not_steady(rows: Rows, begin: int, end: int) -> tuple[Finding, ...]:
    current = -rows.current[begin:end]
    level = float(np.median(current))
    held = np.abs(current - level) <= _STEADY * level
    spent = np.maximum(np.diff(rows.time[begin:end], append=rows.time[end - 1]), 0.0)
    share = float(spent[held].sum() / spent.sum()) if spent.sum() > 0 else 0.0
    if share >= _STEADY_SHARE:
        return ()
    told = f"The current was constant (within {_STEADY:.0%}) in {share:.0%} of the discharge only."
    return (_missing("current-not-constant", told, "Discharge at one current."),)


def _impossible(rows: Rows, begin: int, end: int, type: CellType) -> tuple[Finding, ...]:
    """Say so if a voltage is among those used that the unit cannot have, as the checks at intake see it."""
    low, high = window(type)
    used = rows.voltage[begin:end]
    outside = np.flatnonzero((used < low) | (used > high))
    if not len(outside):
        return ()
    row = int(rows.places[begin + int(outside[0])]) + 1
    told = f"In row {row} of the discharge the voltage is {used[outside[0]]:.4g} V, which this unit cannot have."
    return (_missing("voltage-impossible", told, "Check type, leads and channel; fetch the record again."),)


def _not_whole(rows: Rows, begin: int, end: int, charge: float, hidden: float) -> tuple[Finding, ...]:
    if ((rows.backwards >= begin) & (rows.backwards < end - 1)).any():
        told = "The clock of the record goes back within the discharge."
        return (_missing("clock-back", told, "Fetch the record from the tester again."),)
    if hidden > _MOST_HIDDEN * charge:
        told = f"Rows are missing in the discharge: {hidden / charge:.0%} of it is not recorded."
        return (_missing("gaps", told, "Fetch the record from the tester again, or repeat the test."),)
    return ()
