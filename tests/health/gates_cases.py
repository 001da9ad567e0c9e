"""An invented pack of which everything was measured and is well, and what its gates come to with answers changed."""

from typing import Any

from health.grading_cases import DAY

from dicycle.health.gates import Reading, judge, limits_for
from dicycle.health.model import CellType

LFP = CellType(id="LFP-60", chemistry="LFP", rated_capacity=60, kind="pack", series=4)
GOOD: dict[str, Any] = {
    "identified": True, "lifetime-record": True, "damaged": False, "leaking": False, "smells": False, "water": False,
    "crashed": False, "burnt": False, "swelling": 0.2, "temperature": 24.0, "self-heating": 0.1, "insulation": 900.0,
    "cell-voltages": (3.31, 3.30, 3.31, 3.32), "rested-voltages": (3.16, 3.15, 3.16, 3.17), "trouble-codes": 0,
    "contactor-welded": False, "insulation-faults": 0, "deep-discharges": 0, "over-temperatures": 0,
    "voltage-loss": (0.001, 0.0012, 0.001, 0.0011), "resistances": (0.0010, 0.0011, 0.00105, 0.00102),
}  # fmt: skip


def readings(**changed: object) -> list[Reading]:
    """Return the readings of a good pack with some changed; None leaves one out."""
    said = {**GOOD, **{name.replace("_", "-"): value for name, value in changed.items()}}
    return [Reading(question=name, value=value) for name, value in said.items() if value is not None]


def outcome(gate: str, **changed: object) -> str:
    """Return what one gate of a pack comes to."""
    passage = judge(readings(**changed), limits_for(LFP, DAY), "pack", LFP)
    return next(one.outcome for one in passage.gates if one.id == gate)


def said(question: str, unit: CellType | None = LFP, **changed: object) -> tuple[str, str]:
    """Return what one question about a pack comes to, and the sentence."""
    passage = judge(readings(**changed), limits_for(unit, DAY), "pack", unit)
    found = next(check for gate in passage.gates for check in gate.checks if check.question == question)
    return found.outcome, found.sentence
