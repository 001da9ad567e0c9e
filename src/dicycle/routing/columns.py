"""Batteries as columns: row i of every array is battery i; NaN and -1 are not known."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from dicycle.health.gates.model import GateId
from dicycle.health.grading.model import GRADES
from dicycle.health.model import LEVELS, Kind
from dicycle.routing.model import Battery

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]
KINDS: Final[tuple[Kind, ...]] = ("cell", "module", "pack")
GATE_IDS: Final[tuple[GateId, ...]] = get_args(GateId)
LEVEL_IDS: Final = tuple(LEVELS)
GRADE_IDS: Final = tuple(GRADES)
UNKNOWN: Final = -1
NOT_MEASURED, PASSED, FAILED = 0, 1, 2
OUTCOMES: Final = {"not measured": NOT_MEASURED, "pass": PASSED, "fail": FAILED, "not applicable": PASSED}


class Columns(NamedTuple):
    """Many batteries; `gates` has a column for each gate, `recall` and `record` are 0, 1 or not known."""

    ids: NDArray[Any]
    chemistry: NDArray[Any]
    region: NDArray[Any]
    kind: Codes
    level: Codes
    grade: Codes
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
        ids=_texts([one.id for one in batteries]),
        chemistry=_texts([one.chemistry and chemistry_name(one.chemistry) for one in batteries]),
        region=_texts([one.region and one.region.strip().upper() for one in batteries]),
        kind=_codes([one.kind for one in batteries], KINDS),
        level=_codes([one.level for one in batteries], LEVEL_IDS),
        grade=_codes([one.grade for one in batteries], GRADE_IDS),
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
    )


def battery_at(columns: Columns, row: int) -> Battery:
    """Return one row as a battery."""
    recall, record = int(columns.recall[row]), int(columns.record[row])
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
        recall=None if recall < 0 else bool(recall),
        lifetime_record=None if record < 0 else bool(record),
        gates=found,  # type: ignore[arg-type]
        energy_kwh=_float(columns.energy[row]),
        mass_kg=_float(columns.mass[row]),
        modules=None if modules is None else int(modules),
        soh=_float(columns.soh[row]),
        soh_low=_float(columns.low[row]),
        soh_high=_float(columns.high[row]),
        age_years=_float(columns.age[row]),
    )


def _texts(values: list[str | None]) -> NDArray[Any]:
    return np.array([value or "" for value in values], dtype=object)


def _codes(values: Sequence[str | None], names: Sequence[str]) -> Codes:
    codes = {name: code for code, name in enumerate(names)}
    return np.array([UNKNOWN if value is None else codes[value] for value in values], dtype=np.int8)


def _answers(values: list[bool | None]) -> Codes:
    return np.array([UNKNOWN if value is None else int(value) for value in values], dtype=np.int8)


def _gates(batteries: Sequence[Battery]) -> Codes:
    found = [[OUTCOMES[one.gates.get(id, "not measured")] for id in GATE_IDS] for one in batteries]
    return np.array(found, dtype=np.int8).reshape(len(batteries), len(GATE_IDS))


def _numbers(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _name(names: Sequence[str], code: Any) -> Any:
    return names[code] if code >= 0 else None


def _float(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)
