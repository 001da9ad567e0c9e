"""Invented units for tests of grading: a cell and a pack that pass every gate, and a state of health to give them."""

from datetime import date
from typing import Any

from dicycle.health.gates import Passage, Reading, judge, limits_for
from dicycle.health.grading import Case, Graded, Resistance, Scheme, grade, our_scheme
from dicycle.health.model import Basis, CellType, Estimate, HealthType, Level, Source, StateOfHealth

DAY = date(2031, 3, 20)
READ = "2031-03-19T10:00:00+01:00"
UNIT = "https://id.gs1.org/01/09521004000014/21/C260801"
TYPE = CellType(id="EXAMPLE-50", chemistry="LFP", rated_capacity=50, maker="Example Cells", model="E50", kind="cell")
PACK = CellType(id="EXAMPLE-P", chemistry="LFP", rated_capacity=50, kind="pack", series=4)
AT_1C = HealthType(rate=1.0, temperature=25.0)
RAW = Source(name="c260801.csv", sha256="ab" * 32, size=1234, format="csv", reader="dicycle.health.records 1")

CELL_SAYS: dict[str, Any] = {
    "identified": True, "lifetime-record": True, "damaged": False, "leaking": False, "smells": False, "water": False,
    "crashed": False, "burnt": False, "swelling": 0.2, "temperature": 24.0, "self-heating": 0.1,
    "cell-voltages": (3.31,), "voltage-loss": (0.001,), "rested-voltage": 3.16,
}  # fmt: skip
PACK_SAYS: dict[str, Any] = {
    **{name: value for name, value in CELL_SAYS.items() if name != "rested-voltage"},
    "insulation": 900.0, "cell-voltages": (3.31, 3.30, 3.31, 3.32),
    "rested-voltages": (3.16, 3.15, 3.16, 3.17), "trouble-codes": 0, "contactor-welded": False, "insulation-faults": 0,
    "deep-discharges": 0, "over-temperatures": 0, "voltage-loss": (0.001, 0.0012, 0.001, 0.0011),
    "resistances": (0.0010, 0.0011, 0.00105, 0.00102),
}  # fmt: skip


def answers(says: dict[str, Any] = CELL_SAYS, at: str | None = READ, **changed: Any) -> tuple[Reading, ...]:
    """Return the readings of a good unit with some changed; None leaves one out."""
    said = {**says, **{name.replace("_", "-"): value for name, value in changed.items()}}
    kept = {name: value for name, value in said.items() if value is not None}
    return tuple(Reading(question=name, value=value, by="Ada Beispiel", at=at) for name, value in kept.items())


def passing(**changed: Any) -> Passage:
    """Return the passage of the pack with some answers changed."""
    return judge(answers(PACK_SAYS, **changed), limits_for(PACK, DAY), "pack", PACK)


def healthy(
    low: float | None = 0.87, high: float | None = 0.9, level: Level = "E2", measured: str | None = READ, **more: Any
) -> StateOfHealth:
    """Return a state of health from one estimate; `low` None is an abstention."""
    if low is None or high is None:
        return StateOfHealth(of=more.get("of", AT_1C))
    middle = (low + high) / 2
    one = Estimate(
        level=level, method="pulses/1", of=AT_1C, value=middle, low=low, high=high, measured=measured,
        basis=Basis(sources=(RAW,), model="cd" * 32, used={"width": 5.0}),
    )  # fmt: skip
    told: dict[str, Any] = {"of": AT_1C, "value": middle, "low": low, "high": high, "level": level, **more}
    return StateOfHealth(together=(one,), **told)


def graded(state: StateOfHealth, passage: Passage | None = None, **more: Any) -> Graded:
    """Grade the pack by the scheme that comes with Dicycle, on the day after it was measured."""
    given = {"resistance": None, "scheme": our_scheme(), "as_of": DAY, **more}
    resistance: Resistance | None = given.pop("resistance")
    scheme: Scheme = given.pop("scheme")
    return grade(state, passage or passing(), resistance, scheme, given.pop("as_of"), **given)


def case(**more: Any) -> Case:
    """Return what is known of the invented cell."""
    return Case(**{"unit": UNIT, "type": TYPE, "readings": answers(), "by": "Ada Beispiel", **more})
