"""What contradicts the stated type: a file, the passport, its own name and voltages, or the curve of a full discharge.

One of two that contradict is wrong, and chemistry decides which gates and rules apply: nothing is graded meanwhile.
"""

import re
from collections.abc import Iterator
from typing import Final, get_args

import numpy as np

from dicycle.findings import Finding
from dicycle.health.estimating.discharges import Asked, Discharge, discharges
from dicycle.health.estimating.phases import Rows, rows_of
from dicycle.health.grading.case import Case
from dicycle.health.model import CellType, Chemistry
from dicycle.health.records.table import Record

_IN_FULL: Final = {"LFP": "iron phosphate", "LMO": "manganese oxide spinel", "LTO": "titanate", "NaIon": "sodium"}
_NEAR: Final = 0.02
_CHECK: Final = "Check the label and the passport."
_FULL: Final[dict[Chemistry, tuple[float, float]]] = {
    "LFP": (3.3, 4.05), "LMFP": (3.8, 4.5), "NMC": (3.8, 4.7), "NCA": (3.8, 4.7), "LMO": (3.8, 4.7), "LCO": (3.8, 4.7),
    "LTO": (2.2, 3.0), "NiMH": (1.2, 1.9), "NaIon": (3.0, 4.5),
}  # fmt: skip
"""V per cell between which makers of a chemistry state its upper limit, wide: below, it would be half empty."""
_LAYERED: Final = ("NMC", "NCA", "LMO", "LCO")
_EARLY: Final = 0.2
_LATE: Final = 0.7
"""Shares of a full discharge between which its course is looked at: neither the relaxation from full nor the knee."""
_ABOVE_IRON: Final = 3.5
"""V per cell: at a fifth of its discharge LFP lies below its rest, 3.4 V; layered oxides and spinel above."""
_IRON: Final = (2.8, 3.35)
_FLAT: Final = 0.15
_FASTEST: Final = 1.5
_COLDEST: Final = 0.0
"""C and degrees Celsius: a faster or colder discharge lies lower and, as it warms itself, flatter; it is not judged."""


def conflicts(case: Case) -> Iterator[Finding]:
    """Yield where a raw file, master data or the type itself states or shows another type than the case does."""
    yield from _against_passport(case)
    stated = {one.source: one.declared for one in case.records if one.declared}
    stated |= {one.source: one.type for one in case.pulses if one.source}
    for source, type in stated.items():
        if case.type is not None and not _alike(case.type, type):
            told = f"The file states {_named(type)}, but the unit is said to be {_named(case.type)}."
            yield _conflict(told, source.name)
    if case.type is not None and case.type.chemistry is not None:
        yield from _against_itself(case.type, case.type.chemistry)
        yield from (told for one in case.records for told in _against_curve(one, case.type, case.ambient))


def _conflict(sentence: str, where: str, advice: str = _CHECK) -> Finding:
    return Finding("health.type-conflicts", sentence, where, advice=advice)


def _against_passport(case: Case) -> Iterator[Finding]:
    """Yield what master data says of the type that the stated one contradicts."""
    if case.type is None or case.passport is None:
        return
    said, chemistry, rated = case.type, case.passport.chemistry, case.passport.rated_capacity
    named = _chemistries(chemistry or "")
    if said.chemistry and named and said.chemistry not in named:
        told = f"The passport states {', '.join(sorted(named))}, but the unit is said to be {said.chemistry}."
        yield _conflict(told, "passport")
    if rated is not None and abs(said.rated_capacity - rated) > _NEAR * rated:
        told = f"The passport states {rated:g} Ah, but the unit is said to have {said.rated_capacity:g} Ah."
        yield _conflict(told, "passport")


def _against_itself(type: CellType, chemistry: Chemistry) -> Iterator[Finding]:
    """Yield where a type's name or its upper voltage is that of another chemistry than it states."""
    named = _chemistries(f"{type.id} {type.model or ''}")
    if named and chemistry not in named:
        yield _conflict(f"The type is called {type.id[:60]!r}, but the unit is said to be {chemistry}.", "type")
    low, high = _FULL[chemistry]
    if type.voltage_max is not None and not low <= type.voltage_max <= high:
        told = (
            f"Full is said to be {type.voltage_max:g} V per cell; {chemistry} is full between {low:g} and {high:g} V."
        )
        yield _conflict(told, "type", "Check chemistry, voltage limits, and cells in series.")


def _against_curve(
    record: Record,
    type: CellType,
    ambient: float | None,
    asked: Asked = Asked(),  # noqa: B008 - frozen
) -> Iterator[Finding]:
    """Yield where the last full discharge of a record runs as that of another chemistry, of which it can tell."""
    if type.chemistry not in ("LFP", *_LAYERED):
        return
    rows = rows_of(record.table)
    found = discharges(rows, type, asked) if len(rows.time) > 2 else []
    full = [one for one in found if not one.missing]
    told = _told(type, _course(rows, full[-1], type), full[-1], ambient) if full else ""
    if told:
        advice = "Check the chemistry on the label, and whether the file is of this unit."
        yield _conflict(f"{told}, but the unit is said to be {type.chemistry}.", record.source.name, advice)


def _course(rows: Rows, found: Discharge, type: CellType) -> tuple[float, float]:
    """Return the voltages, V per cell, after `_EARLY` and `_LATE` of the charge of a discharge."""
    used = (rows.places >= found.first) & (rows.places <= found.last)
    time, current, voltage = rows.time[used], np.abs(rows.current[used]), rows.voltage[used] / type.series
    given = np.concatenate([[0.0], np.cumsum(np.diff(time) * (current[1:] + current[:-1]) / 2)])
    early, late = np.interp([_EARLY * given[-1], _LATE * given[-1]], given, voltage).tolist()
    return early, late


def _told(type: CellType, course: tuple[float, float], found: Discharge, ambient: float | None) -> str:
    """Return what a course shows that the stated chemistry cannot; nothing if it can, or if nobody could tell."""
    early, late = course
    from_to = f"The full discharge lies at {early:.2f} V per cell after {_EARLY:.0%} and {late:.2f} V after {_LATE:.0%}"
    if type.chemistry == "LFP" and early > _ABOVE_IRON:
        return f"{from_to}, above any iron phosphate"
    warmth = found.temperature if np.isfinite(found.temperature) else ambient
    usual = found.current <= _FASTEST * type.rated_capacity and (warmth is None or warmth >= _COLDEST)
    flat = early - late < _FLAT and _IRON[0] <= late <= early <= _IRON[1]
    return f"{from_to}, the plateau of iron phosphate" if type.chemistry in _LAYERED and usual and flat else ""


def _chemistries(text: str) -> set[str]:
    """Return the chemistries that a text names, none where it names them as nobody here knows.

    NCM is NMC, and so is NMC811; lithium iron phosphate is LFP.
    """
    words = {"".join(sign for sign in word if sign.isalpha()) for word in re.split(r"[\s,;/()_-]+", text.casefold())}
    known = {one.casefold(): one for one in get_args(Chemistry)}
    found = {known[word] for word in words & known.keys()} | ({"NMC"} if "ncm" in words else set())
    return found | {name for name, said in _IN_FULL.items() if said in " ".join(text.casefold().split())}


def _alike(one: CellType, other: CellType) -> bool:
    chemistry = None in (one.chemistry, other.chemistry) or one.chemistry == other.chemistry
    return chemistry and abs(one.rated_capacity - other.rated_capacity) <= _NEAR * one.rated_capacity


def _named(type: CellType) -> str:
    return f"{type.chemistry or 'unknown chemistry'} {type.rated_capacity:g} Ah"
