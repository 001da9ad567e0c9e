"""Safety gates: nothing passes that was not measured, and every limit stands beside its value."""

import pytest
from health.gates_cases import GOOD, LFP, outcome, readings, said
from health.grading_cases import DAY
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dicycle.findings import Severity
from dicycle.health.gates import GATES, QUESTIONS, Reading, judge, limits_for
from dicycle.health.model import Kind


def test_a_good_pack_passes_every_gate() -> None:
    """A pack of which everything was measured and is within its limits passes."""
    passage = judge(readings(), limits_for(LFP, DAY), "pack", LFP)
    assert [one.outcome for one in passage.gates] == ["pass"] * len(GATES)
    assert (passage.outcome, passage.quarantine, passage.findings) == ("pass", False, ())


@given(st.sets(st.sampled_from(sorted(GOOD)), min_size=1))
def test_what_is_not_measured_never_passes(left_out: set[str]) -> None:
    """Whatever readings are missing, the gates that ask for them say so, and the passage is not a pass."""
    passage = judge([one for one in readings() if one.question not in left_out], limits_for(LFP, DAY), "pack", LFP)
    gates = {one.gate for one in QUESTIONS if one.id in left_out} | ({"S7"} if "rested-voltages" in left_out else set())
    assert {one.id for one in passage.open} == gates
    assert passage.outcome == "not measured"


@pytest.mark.parametrize(
    ("gate", "changed", "quarantine"),
    [
        ("S0", {"lifetime_record": False}, False),
        ("S1", {"leaking": True}, True),
        ("S1", {"swelling": 3.0}, True),
        ("S2", {"self_heating": 4.0}, True),
        ("S3", {"insulation": 80.0}, False),
        ("S4", {"cell_voltages": (3.3, 0.9, 3.3, 3.3)}, False),
        ("S4", {"cell_voltages": (3.3, 3.9, 3.3, 3.3)}, False),
        ("S5", {"rested_voltages": (3.15, 3.05, 3.15, 3.15)}, False),
        ("S6", {"trouble_codes": 2}, False),
        ("S7", {"voltage_loss": (0.001, 0.03, 0.001, 0.001)}, False),
        ("S8", {"resistances": (0.0010, 0.0011, 0.00105, 0.003)}, False),
    ],
)
def test_what_is_outside_its_limits_fails_its_gate(gate: str, changed: dict[str, object], quarantine: bool) -> None:
    """A reading outside its limits fails its own gate only, and what is dangerous to store calls for quarantine."""
    passage = judge(readings(**changed), limits_for(LFP, DAY), "pack", LFP)
    assert [one.id for one in passage.failed] == [gate]
    assert (passage.outcome, passage.quarantine) == ("fail", quarantine)


def test_a_cell_is_not_asked_for_what_only_packs_have() -> None:
    """A cell has no insulation, no spread, no management system: these gates do not hold it up."""
    cell = [one for one in readings() if one.question not in ("insulation", "rested-voltages", "resistances")]
    passage = judge(cell, limits_for(LFP, DAY), "cell")
    found = {one.id: one.outcome for one in passage.gates}
    assert [id for id, one in found.items() if one == "not applicable"] == ["S3", "S5", "S6", "S8"]


@given(st.sampled_from([float("nan"), float("inf"), (), (3.3, float("nan")), True]))
def test_a_reading_that_is_no_number_is_not_measured(value: object) -> None:
    """A voltage that is no finite number is not judged."""
    assert outcome("S4", cell_voltages=value) == "not measured"


@pytest.mark.parametrize(
    ("kind", "of_type", "series", "code"),
    [(None, None, 1, "unknown"), ("cell", "pack", 4, "contradicts"), ("module", "pack", 4, "contradicts"),
     ("cell", None, 4, "contradicts"), (None, "cell", 4, "contradicts")],
)  # fmt: skip
def test_of_what_nobody_names_everything_is_asked(kind: Kind, of_type: Kind, series: int, code: str) -> None:
    """Without a kind, or with one that the type contradicts, no gate is spared, and it is said."""
    unit = replace(LFP, kind=of_type, series=series)
    passage = judge(readings(), limits_for(unit, DAY), kind, unit)
    assert "not applicable" not in {one.outcome for one in passage.gates}
    severity = Severity.WARNING if code == "unknown" else Severity.ERROR
    assert [(one.code, one.severity) for one in passage.findings] == [(f"gates.kind-{code}", severity)]


@pytest.mark.parametrize("gate", ["leaking", "voltage-loss", "cell-voltages"])
@pytest.mark.parametrize("failed_first", [True, False])
def test_of_two_answers_in_one_list_the_failed_one_stands(gate: str, failed_first: bool) -> None:
    """Whichever comes last, a failure is not answered away by a second line; that there were two is told."""
    bad = {"leaking": True, "voltage-loss": (0.4,), "cell-voltages": (3.3, 0.9, 3.3, 3.3)}[gate]
    good = [one for one in readings() if one.question == gate]
    rest = [one for one in readings() if one.question != gate]
    two = [Reading(question=gate, value=bad), *good] if failed_first else [*good, Reading(question=gate, value=bad)]
    passage = judge([*rest, *two], limits_for(LFP, DAY), "pack", LFP)
    assert [one.outcome for one in passage.gates].count("fail") == 1
    assert [one.value for one in passage.held if one.question == gate] == [bad]
    told = [(one.code, one.where) for one in passage.findings]
    assert told == ([("gates.two-answers", gate)] if failed_first else [])


def test_of_two_good_answers_the_last_holds() -> None:
    """A temperature read twice is the one that was read last."""
    passage = judge([*readings(), Reading(question="temperature", value=30.0)], limits_for(LFP, DAY), "pack", LFP)
    assert (passage.outcome, passage.findings) == ("pass", ())
    assert [one.value for one in passage.held if one.question == "temperature"] == [30.0]


@pytest.mark.parametrize(
    ("question", "nonsense"),
    [("swelling", -50.0), ("temperature", -300.0), ("self-heating", -318.0), ("insulation", -1.0),
     ("trouble-codes", -1), ("deep-discharges", -5), ("voltage-loss", (-3.0,) * 4), ("resistances", (-1.0,) * 4),
     ("resistances", (0.0,) * 4)],
)  # fmt: skip
def test_what_cannot_be_is_not_judged(question: str, nonsense: object) -> None:
    """A housing that is thinner by five centimetres, or less than no trouble codes, passes nothing."""
    outcome, sentence = said(question, **{question.replace("-", "_"): nonsense})
    assert (outcome, "not a reading that could be judged" in sentence) == ("not measured", True)


def test_a_reading_may_be_a_little_below_nothing() -> None:
    """A gauge that reads a tenth of a millimetre too little, and cells that recover at rest, are no nonsense."""
    assert said("swelling", swelling=-0.1)[0] == "pass"
    assert said("voltage-loss", voltage_loss=(-0.002, -0.001, 0.001, 0.0))[0] == "pass"


@given(st.integers(2000, 4000), st.integers(0, 60))
def test_decimals_are_compared_as_they_are_written(low: int, apart: int) -> None:
    """3.35 V and 3.30 V are 0.05 V apart: no bit of a binary fraction decides."""
    nmc = replace(LFP, chemistry="NMC")
    values = (low / 1000, (low + apart) / 1000, low / 1000, low / 1000)
    assert said("rested-voltages", nmc, rested_voltages=values)[0] == ("pass" if apart <= 50 else "fail")


def test_a_reading_is_judged_as_it_is_printed() -> None:
    """45.00001 is printed as 45 and judged as 45; 45.0001 is neither."""
    assert said("temperature", temperature=45.00001)[0] == "pass"
    assert said("temperature", temperature=45.0001)[0] == "fail"
