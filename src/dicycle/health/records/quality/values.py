"""Values that no battery has: codes of missing sensors, stuck readings, impossible voltages and temperatures."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from dicycle.findings import Finding
from dicycle.health.model import CellType
from dicycle.health.records.quality import passing
from dicycle.health.records.quality.telling import error, warning
from dicycle.health.records.table import Floats, Record

_CODES: Final = (65535.0, 65534.0, 32767.0, -32768.0, 999.0, 9999.0, 99999.0, 999999.0, -999.0, -9999.0, -99999.0)
_TENTHS: Final = (6553.5, 6553.4, 3276.7, -3276.8, 655.35, 327.67, -327.68, 999.9, -99.99, 9.9e37)
_COUNTED: Final = ("time", "step", "cycle")
_SPREAD: Final = 3.0
_DECIMALS: Final = 6
_MILLI: Final = ("current", "voltage", "charged", "discharged", "charged_energy", "discharged_energy")
_STUCK_ROWS: Final = 20
_MOST_RUNS: Final = 50
_STUCK_SHARE: Final = 0.05
_STEADY: Final = 0.02
_LONG: Final = 100
_COLD: Final = -60.0
_HOT: Final = 150.0
# V per cell that the chemistry can show at all, abuse included: potentials of its electrodes, not limits of use
WINDOWS: Final[dict[str, tuple[float, float]]] = {
    "LFP": (0.0, 4.3),
    "LMFP": (0.0, 4.6),
    "NMC": (0.0, 4.7),
    "NCA": (0.0, 4.7),
    "LMO": (0.0, 4.7),
    "LCO": (0.0, 4.7),
    "LTO": (0.0, 3.2),
    "NiMH": (0.0, 1.9),
    "NaIon": (0.0, 4.5),
}
_MARGIN: Final = 0.1


def sentinels(record: Record, declared: CellType | None) -> Iterator[Finding]:
    """Find codes that testers write where there is no value, such as 65535 or -999."""
    for name, column in zip(record.table._fields, record.table, strict=True):
        found = codes(np.asarray(column, np.float64), name)
        if found:
            shown = ", ".join(f"{code:g} ({count} rows)" for code, count in found.items())
            told = f"The column {name.replace('_', ' ')} holds codes that are no values: {shown}."
            yield error("sentinel", told, record, "Leave such rows out, or have the sensor checked.")


def codes(values: Floats, name: str) -> dict[float, int]:
    """Return the codes in a column with how often each occurs.

    A code is one only where it lies far off the other values, or where the column holds nothing else.
    """
    known = (*_CODES, *_TENTHS, *([code / 1000 for code in _CODES] if name in _MILLI else ()))
    finite = values[np.isfinite(values)]
    coded = np.isin(np.round(finite, _DECIMALS), np.round(known, _DECIMALS))
    hits, others = finite[coded], finite[~coded]
    if not len(hits) or (name in _COUNTED and not len(others)):
        return {}
    off = hits[_far_off(hits, others)] if len(others) else hits
    found, counts = np.unique(off, return_counts=True)
    return dict(zip(found.tolist(), counts.tolist(), strict=True))


def _far_off(hits: Floats, others: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    low, high = np.quantile(others, (0.01, 0.99))
    reach = _SPREAD * max(high - low, abs(high), abs(low), 1e-3)
    far: np.ndarray[tuple[int], np.dtype[np.bool_]] = (hits < low - reach) | (hits > high + reach)
    return far


def stuck_voltage(record: Record, declared: CellType | None) -> Iterator[Finding]:
    """Find a voltage that stays the same to the last digit while a steady current moves a good part of the charge."""
    table = record.table
    charge = np.abs(passing.moved(table))
    total = max(passing.halves(table), default=0.0)
    for begin, end in _same(table.voltage):
        passed = charge[begin + 1 : end].sum()
        if _steady(table.current[begin:end]) and passed > _STUCK_SHARE * total > 0:
            rows = f"{end - begin} rows from row {begin + 1} on"
            told = f"The voltage stays at {table.voltage[begin]:g} V in {rows}, while a steady current flows."
            yield error("stuck-voltage", told, record, "Check the sense leads and the channel.")
            return


def _steady(current: Floats) -> bool:
    size = np.abs(current)
    return bool(np.isfinite(size).all() and size.min() > 0 and np.ptp(size) <= _STEADY * size.max())


def _same(values: Floats) -> list[tuple[int, int]]:
    """Return the runs of one value that are long enough to tell, the longest first."""
    bounds = np.concatenate([[0], np.flatnonzero(values[1:] != values[:-1]) + 1, [len(values)]])
    lengths = np.diff(bounds)
    order = np.argsort(-lengths, kind="stable")[:_MOST_RUNS]
    return [(int(bounds[at]), int(bounds[at + 1])) for at in order.tolist() if lengths[at] >= _STUCK_ROWS]


def stuck_temperature(record: Record, declared: CellType | None) -> Iterator[Finding]:
    """Find a temperature that never changes in a long record with current."""
    known = record.table.temperature[np.isfinite(record.table.temperature)]
    if len(known) >= _LONG and np.ptp(known) == 0 and passing.active(record.table).sum() >= _LONG:
        told = f"The temperature is {known[0]:g} degC in all {len(known)} rows: a set value, or no sensor at all."
        yield warning("stuck-temperature", told, record, "Do not take it for a measured temperature.")


def impossible_voltage(record: Record, declared: CellType | None) -> Iterator[Finding]:
    """Find voltages that the chemistry cannot show, or that lie outside the limits of the type."""
    known = record.table.voltage[np.isfinite(record.table.voltage)]
    low, high = window(declared)
    outside = known[(known < low) | (known > high)]
    if len(outside):
        bounds = f"{low:g} V" if np.isinf(high) else f"{low:g} to {high:g} V"
        told = f"{len(outside)} voltages lie outside {bounds}, from {outside.min():.4g} to {outside.max():.4g} V."
        yield warning(
            "voltage-impossible",
            told,
            record,
            "Check type, number of cells in series, leads and units.",
        )


def window(declared: CellType | None) -> tuple[float, float]:
    """Return between which voltages (V, of the whole unit) a type may be seen; `None` is any type."""
    if declared is None:
        return 0.0, np.inf
    low, high = WINDOWS.get(declared.chemistry or "", (0.0, np.inf))
    low = low if declared.voltage_min is None else max(low, declared.voltage_min - 5 * _MARGIN)
    high = high if declared.voltage_max is None else min(high, declared.voltage_max + _MARGIN)
    return low * declared.series, high * declared.series


def impossible_temperature(record: Record, declared: CellType | None) -> Iterator[Finding]:
    """Find temperatures that no tester's chamber reaches."""
    known = record.table.temperature[np.isfinite(record.table.temperature)]
    outside = known[(known < _COLD) | (known > _HOT)]
    if len(outside):
        span = f"from {outside.min():.5g} to {outside.max():.5g}"
        told = f"{len(outside)} temperatures lie outside {_COLD:g} to {_HOT:g} degC, {span}."
        yield warning("temperature-impossible", told, record, "Check the sensor and its unit.")
