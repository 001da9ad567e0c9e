"""Batteries as columns: row i of every array is battery i; NaN and -1 are not known."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from dicycle.health.gates.model import GateId
from dicycle.health.gates.questions import asked
from dicycle.health.gates.units import Unit
from dicycle.health.grading.model import GRADES
from dicycle.health.model import LEVELS, Kind
from dicycle.routing.laws import region_name
from dicycle.routing.model import Battery

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]
KINDS: Final[tuple[Kind, ...]] = ("cell", "module", "pack")
GATE_IDS: Final[tuple[GateId, ...]] = get_args(GateId)
LEVEL_IDS: Final = tuple(LEVELS)
GRADE_IDS: Final = tuple(GRADES)
UNKNOWN: Final = -1
NOT_MEASURED, PASSED, FAILED, NOT_APPLICABLE = 0, 1, 2, 3
OUTCOMES: Final = {"not measured": NOT_MEASURED, "pass": PASSED, "fail": FAILED, "not applicable": PASSED}
SPARED: Final = np.array(
    [[kind is not None and not asked(gate, Unit(kind)) for gate in GATE_IDS] for kind in (*KINDS, None)]
)
"""Which gates ask nothing of a kind: row by its code, the last one unknown. "Not applicable" of others is no pass."""


class Columns(NamedTuple):
    """Many batteries; `gates` has a column for each gate, `graded`, `recall` and `record` are 0, 1 or not known.

    `until` is the last day of a certificate, in days since 0001-01-01, that is day 1.
    """

    ids: NDArray[Any]
    chemistry: NDArray[Any]
    region: NDArray[Any]
    kind: Codes
    level: Codes
    grade: Codes
    graded: Codes
    recall: Codes
    record: Codes
    gates: Codes
    energy: Floats
    mass: Floats
    modules: Floats
    soh: Floats
    low: Floats
    high: Floats
    age: Floats
    until: Floats

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.ids)

    def rows(self, chosen: NDArray[Any]) -> "Columns":
        """Return some of the rows."""
        return Columns(*(column[chosen] for column in self))


_OTHER_NAMES: Final = {"LIFEPO4": "LFP", "NCM": "NMC", "LINIMNCOO2": "NMC", "LICOO2": "LCO"}


def chemistry_name(text: str) -> str:
    """Return a chemistry as the parameters call it: ``ncm 811`` and ``NMC-811`` are NMC811."""
    name = "".join(text.upper().split()).replace("-", "").replace("_", "")
    return _OTHER_NAMES.get(name, name.replace("NCM", "NMC"))


def columns_of(batteries: Sequence[Battery]) -> Columns:
    """Return batteries as columns."""
    return Columns(
        ids=_texts([one.id and one.id.strip() for one in batteries]),
        chemistry=_texts([one.chemistry and chemistry_name(one.chemistry) for one in batteries]),
        region=_texts([one.region and region_name(one.region) for one in batteries]),
        kind=_codes([one.kind for one in batteries], KINDS),
        level=_codes([one.level for one in batteries], LEVEL_IDS),
        grade=_codes([one.grade for one in batteries], GRADE_IDS),
        graded=_answers([one.graded for one in batteries]),
        recall=_answers([one.recall for one in batteries]),
        record=_answers([one.lifetime_record for one in batteries]),
        gates=_gates(batteries),
        energy=_numbers([one.energy_kwh for one in batteries]),
        mass=_numbers([one.mass_kg for one in batteries]),
        modules=_numbers([one.modules for one in batteries]),
        soh=_numbers([one.soh for one in batteries]),
        low=_numbers([one.soh_low for one in batteries]),
        high=_numbers([one.soh_high for one in batteries]),
        age=_numbers([one.age_years for one in batteries]),
        until=_numbers([day_number(one.valid_until or "") for one in batteries]),
    )


def battery_at(columns: Columns, row: int) -> Battery:
    """Return one row as a battery."""
    until = columns.until[row]
    modules = _float(columns.modules[row])
    names = {code: name for name, code in reversed(OUTCOMES.items())}
    found = {id: names[int(code)] for id, code in zip(GATE_IDS, columns.gates[row], strict=True) if code}
    return Battery(
        id=columns.ids[row] or None,
        chemistry=columns.chemistry[row] or None,
        region=columns.region[row] or None,
        kind=_name(KINDS, columns.kind[row]),
        level=_name(LEVEL_IDS, columns.level[row]),
        grade=_name(GRADE_IDS, columns.grade[row]),
        graded=_answer(columns.graded[row]),
        valid_until=None if np.isnan(until) else date.fromordinal(int(until)).isoformat(),
        recall=_answer(columns.recall[row]),
        lifetime_record=_answer(columns.record[row]),
        gates=found,  # type: ignore[arg-type]
        energy_kwh=_float(columns.energy[row]),
        mass_kg=_float(columns.mass[row]),
        modules=None if modules is None else int(modules),
        soh=_float(columns.soh[row]),
        soh_low=_float(columns.low[row]),
        soh_high=_float(columns.high[row]),
        age_years=_float(columns.age[row]),
    )


def day_number(text: str) -> float | None:
    """Return a day (ISO 8601) as days since 0001-01-01, that is day 1; None for what is none."""
    try:
        return float(date.fromisoformat(text).toordinal())
    except ValueError:
        return None


def _answer(code: Any) -> bool | None:
    return None if code < 0 else bool(code)


def _texts(values: list[str | None]) -> NDArray[Any]:
    return np.array([value or "" for value in values], dtype=object)


def _codes(values: Sequence[str | None], names: Sequence[str]) -> Codes:
    codes = {name: code for code, name in enumerate(names)}
    return np.array([UNKNOWN if value is None else codes[value] for value in values], dtype=np.int8)


def _answers(values: list[bool | None]) -> Codes:
    return np.array([UNKNOWN if value is None else int(value) for value in values], dtype=np.int8)


def _gates(batteries: Sequence[Battery]) -> Codes:
    found = [[_outcome(one, place) for place in range(len(GATE_IDS))] for one in batteries]
    return np.array(found, dtype=np.int8).reshape(len(batteries), len(GATE_IDS))


def _outcome(one: Battery, place: int) -> int:
    said = one.gates.get(GATE_IDS[place], "not measured")
    spared = SPARED[UNKNOWN if one.kind is None else KINDS.index(one.kind), place]
    return NOT_MEASURED if said == "not applicable" and not spared else OUTCOMES[said]


def _numbers(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _name(names: Sequence[str], code: Any) -> Any:
    return names[code] if code >= 0 else None


def _float(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)
