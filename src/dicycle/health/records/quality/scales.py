"""Capacities in a wrong unit: ampere-seconds or milliampere-hours called ampere-hours, energies that are none."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from dicycle.findings import Finding
from dicycle.health.model import CellType
from dicycle.health.records.quality import passing
from dicycle.health.records.quality.telling import error, warning
from dicycle.health.records.table import Record

_LEAST: Final = 0.7
_MOST: Final = 2.5
_SCALES: Final = ((3600.0, "ampere-seconds"), (1000.0, "milliampere-hours"))
_AGREES: Final = 0.1
_NAMEPLATE: Final = 1.10
_FEWEST_AH: Final = 1e-9
CAPACITIES: Final = ("stated capacity / Ah", "first cycle, charged / Ah", "first cycle, discharged / Ah")
_RATED: Final = "stated rated capacity / Ah"
_LASTED: Final = "first cycle, charging / s"


class Scale(NamedTuple):
    """What to divide by, and what the numbers look like."""

    factor: float
    words: str


def scale(ratio: float) -> Scale | None:
    """Return the unit mistake that a ratio of what is stated to what can be true shows."""
    for factor, words in _SCALES:
        for times in (factor, 1 / factor):
            if _LEAST < ratio / times < (_MOST if factor > 2000 else 1 / _LEAST):
                return Scale(times, words)
    return None


def _mistaken(found: Scale, what: str, record: Record) -> Finding:
    """Say that a capacity is in another unit than it says."""
    advice = f"Divide by {found.factor:g} before use, or have the export corrected."
    if found.words == "ampere-seconds":
        return error("ampere-seconds", f"{what}: this looks like ampere-seconds.", record, advice)
    return error("milliampere-hours", f"{what}: this looks like milliampere-hours.", record, advice)


def stated(record: Record, declared: CellType | None) -> Iterator[Finding]:
    """Compare capacities that the file states with what the record, the type or the charging time allows.

    Only what is stated too high is told: a record may be a small part of a cycle.
    """
    possible = _possible(record, declared)
    if possible is None:
        return
    most, by = possible
    for label in (*CAPACITIES, _RATED):
        value = _noted(record, label)
        if value is None or value <= most or not (found := scale(value / most)):
            continue
        what = label.rpartition(" / ")[0]
        yield _mistaken(found, f"The {what} is given as {value:.6g} Ah, but {by} {most:.4g} Ah", record)


def _possible(record: Record, declared: CellType | None) -> tuple[float, str] | None:
    """Return a capacity that is about right, and where it comes from in words."""
    if declared is not None and declared.rated_capacity > 0:
        return declared.rated_capacity, "the type is rated at"
    most = max(passing.integrals(record.table))
    if most > _FEWEST_AH:
        return most, "current and time give"
    lasted = _noted(record, _LASTED)
    if lasted and np.isfinite(record.table.current).any():
        bound = float(np.nanmax(np.abs(record.table.current))) * lasted / 3600
        return (bound, "the highest current over the charging time gives at most") if bound > _FEWEST_AH else None
    return None


def _noted(record: Record, label: str) -> float | None:
    try:
        value = float(record.notes.get(label, "nan"))
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def counters(record: Record, declared: CellType | None) -> Iterator[Finding]:
    """Compare what the tester counted with current over time."""
    charged, discharged = passing.integrals(record.table)
    pairs = (("charged", record.table.charged, charged), ("discharged", record.table.discharged, discharged))
    for name, counter, integral in pairs:
        total = passing.counted(counter)
        if not total > _FEWEST_AH or not integral > _FEWEST_AH or integral < _AGREES * max(charged, discharged):
            continue
        counted = f"The counter of Ah {name} rises"
        if found := scale(total / integral):
            yield _mistaken(found, f"{counted} by {total:.6g}, current over time gives {integral:.6g}", record)
        elif abs(total / integral - 1) > _AGREES:
            told = f"{counted} by {total:.4g}, current over time gives {integral:.4g}."
            advice = "Look for gaps, a wrong unit of current or time, or rows left out of the export."
            yield warning("counter-disagrees", told, record, advice)


def nameplate(record: Record, declared: CellType | None) -> Iterator[Finding]:
    """Find a charge or discharge of more than the type can hold."""
    if declared is None or declared.rated_capacity <= 0:
        return
    halves = passing.halves(record.table)
    most = float(halves.max()) if len(halves) else max(_most(record.table.charged), _most(record.table.discharged))
    rated = declared.rated_capacity
    ratio = most / rated
    if ratio > _NAMEPLATE and not scale(ratio):
        told = f"{most:.4g} Ah passed at once, {100 * ratio:.0f} % of the {rated:g} Ah that the type is rated at."
        yield warning("above-nameplate", told, record, "Check the type, the number of cells in parallel and the units.")
    elif found := scale(ratio) if ratio > _NAMEPLATE else None:
        yield _mistaken(found, f"{most:.6g} Ah passed at once, but the type is rated at {rated:g} Ah", record)


def _most(counter: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    return float(np.nanmax(counter)) if np.isfinite(counter).any() else 0.0


def energies(record: Record, declared: CellType | None) -> Iterator[Finding]:
    """Compare energy over capacity, a voltage, with the voltages of the record."""
    voltage = record.table.voltage[np.isfinite(record.table.voltage)]
    if not len(voltage) or np.mean(voltage) <= 0:
        return
    for name, energy, capacity in _energies(record):
        mean = energy / capacity
        if not 0.4 * voltage.min() <= mean <= 1.5 * voltage.max() and mean > 0:
            has = f"{voltage.min():.3g} to {voltage.max():.3g} V"
            told = f"Energy over capacity ({name}) is {mean:.4g} V, but the record has {has}."
            yield warning("energy-disagrees", told, record, "One of the two is in another unit than it says.")


def _energies(record: Record) -> Iterator[tuple[str, float, float]]:
    table = record.table
    for name, energy, capacity in (
        ("charged", passing.counted(table.charged_energy), passing.counted(table.charged)),
        ("discharged", passing.counted(table.discharged_energy), passing.counted(table.discharged)),
        ("first cycle", _noted(record, "first cycle, discharged / Wh"), _noted(record, "first cycle, discharged / Ah")),
    ):
        if energy is not None and capacity is not None and energy > 0 and capacity > _FEWEST_AH:
            yield name, energy, capacity
