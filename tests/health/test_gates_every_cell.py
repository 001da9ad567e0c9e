"""Gates that ask for all cells: one bad cell fails them, and all of them must be measured to pass."""

import pytest
from health.gates_cases import GOOD, LFP, readings, said
from health.grading_cases import DAY, answers
from msgspec.structs import replace

from dicycle.health.gates import judge, limits_for
from dicycle.health.model import CellType

PACK_96 = replace(LFP, series=96)
EACH = [name for name, value in GOOD.items() if isinstance(value, tuple)]


@pytest.mark.parametrize("question", EACH)
def test_one_cell_of_ninety_six_passes_nothing(question: str) -> None:
    """A gate that asks for all cells is not passed by one of them, nor by one too many."""
    alike = GOOD[question][0]  # type: ignore[index]
    name = question.replace("-", "_")
    assert said(question, PACK_96, **{name: (alike,) * 96})[0] == "pass"
    for count in (1, 95, 97):
        outcome, sentence = said(question, PACK_96, **{name: (alike,) * count})
        assert outcome == "not measured", count
        assert count == 1 or f"{count} of 96" in sentence
    passage = judge(readings(**{name: (alike,) * 97}), limits_for(PACK_96, DAY), "pack", PACK_96)
    assert ("gates.too-many-values", question) in {(one.code, one.where) for one in passage.findings}


@pytest.mark.parametrize("unit", [replace(LFP, series=1), None])
def test_without_the_number_of_cells_no_gate_of_cells_is_passed(unit: CellType | None) -> None:
    """Where nobody says how many cells are in series, nobody knows whether all were measured."""
    if unit is None:
        assert judge(readings(), limits_for(LFP, DAY), "module").outcome == "not measured"
        return
    for question in EACH:
        outcome, sentence = said(question, unit)
        assert (outcome, "how many cells are in series" in sentence) == ("not measured", True)


def test_a_bad_cell_fails_however_many_were_not_measured() -> None:
    """One cell below its minimum fails the gate though the other ninety-five were never measured."""
    assert said("cell-voltages", PACK_96, cell_voltages=(0.9,))[0] == "fail"
    assert said("voltage-loss", PACK_96, voltage_loss=0.4)[0] == "fail"


@pytest.mark.parametrize(
    ("gates", "changed"),
    [
        ({"S4"}, {"cell_voltages": (3310.0,) * 4}),
        ({"S5", "S7"}, {"rested_voltages": (3280.0,) * 4}),
        ({"S5", "S7"}, {"rested_voltages": (3.15, 3.15, 3.15, 13.1)}),
    ],
)
def test_millivolts_pass_no_gate(gates: set[str], changed: dict[str, object]) -> None:
    """A voltage that no single cell has is no reading: its gates stay open and say what it may have been."""
    passage = judge(readings(**changed), limits_for(LFP, DAY), "pack", LFP)
    assert ({one.id for one in passage.open}, passage.failed) == (gates, ())
    assert "answer again" in said(next(iter(changed)).replace("_", "-"), **changed)[1]


def test_a_cell_rested_at_millivolts_tells_nothing() -> None:
    """An LFP cell that rested at 3280 of something does not pass S7, which its plateau of 3.28 V would hold open."""
    cell = replace(LFP, kind="cell", series=1)
    held = limits_for(cell, DAY)
    assert "S7" not in {gate.id for gate in judge(answers(rested_voltage=3.15), held, "cell", cell).open}
    assert "S7" in {gate.id for gate in judge(answers(rested_voltage=3280.0), held, "cell", cell).open}


@pytest.mark.parametrize(("value", "said_so"), [(6.6, "several"), (13.1, "several"), (3280.0, "3.28 V")])
def test_a_cell_at_rest_has_the_voltage_of_one_cell(value: float, said_so: str) -> None:
    """What no cell has at rest passes no S7, and it is said whether it may be millivolts or several cells."""
    cell = replace(LFP, kind="cell", series=1)
    passage = judge(answers(rested_voltage=value), limits_for(cell, DAY), "cell", cell)
    (gate,) = (one for one in passage.open if one.id == "S7")
    assert any(said_so in one.sentence for one in gate.checks)
