"""Safety gates: nothing passes that was not measured, and every limit stands beside its value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dicycle.errors import InvalidInput
from dicycle.health.gates import GATES, QUESTIONS, Reading, judge, limits_for, read_limits
from dicycle.health.gates.limits import our_limits, sign_limits
from dicycle.health.gates.model import Bound, Limits
from dicycle.health.model import CellType
from dicycle.ledger.integrity.notes import Signer

LFP = CellType(id="LFP-60", chemistry="LFP", rated_capacity=60, kind="pack")
GOOD = {
    "identified": True, "lifetime-record": True, "damaged": False, "leaking": False, "smells": False, "water": False,
    "crashed": False, "burnt": False, "swelling": 0.2, "temperature": 24.0, "self-heating": 0.1, "insulation": 900.0,
    "cell-voltages": (3.31, 3.30, 3.31, 3.32), "rested-voltages": (3.31, 3.30, 3.31, 3.32), "trouble-codes": 0,
    "contactor-welded": False, "insulation-faults": 0, "deep-discharges": 0, "over-temperatures": 0,
    "voltage-loss": (0.001, 0.0012, 0.001, 0.0011), "resistances": (0.0010, 0.0011, 0.00105, 0.00102),
}  # fmt: skip


def readings(**changed: object) -> list[Reading]:
    """Return the readings of a good pack with some changed; None leaves one out."""
    said = {**GOOD, **{name.replace("_", "-"): value for name, value in changed.items()}}
    return [Reading(question=name, value=value) for name, value in said.items() if value is not None]


def outcome(gate: str, **changed: object) -> str:
    """Return what one gate of a pack comes to."""
    passage = judge(readings(**changed), limits_for(LFP), "pack")
    return next(one.outcome for one in passage.gates if one.id == gate)


def test_a_good_pack_passes_every_gate() -> None:
    """A pack of which everything was measured and is within its limits passes."""
    passage = judge(readings(), limits_for(LFP), "pack")
    assert [one.outcome for one in passage.gates] == ["pass"] * len(GATES)
    assert (passage.outcome, passage.quarantine, passage.findings) == ("pass", False, ())


@given(st.sets(st.sampled_from(sorted(GOOD)), min_size=1))
def test_what_is_not_measured_never_passes(left_out: set[str]) -> None:
    """Whatever readings are missing, the gates that ask for them say so, and the passage is not a pass."""
    passage = judge([one for one in readings() if one.question not in left_out], limits_for(LFP), "pack")
    gates = {one.gate for one in QUESTIONS if one.id in left_out}
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
        ("S4", {"cell_voltages": (3.3, 0.9, 3.3)}, False),
        ("S4", {"cell_voltages": (3.3, 3.9, 3.3)}, False),
        ("S5", {"rested_voltages": (3.3, 3.2)}, False),
        ("S6", {"trouble_codes": 2}, False),
        ("S7", {"voltage_loss": (0.001, 0.03)}, False),
        ("S8", {"resistances": (0.0010, 0.0011, 0.00105, 0.00102, 0.003)}, False),
    ],
)
def test_what_is_outside_its_limits_fails_its_gate(gate: str, changed: dict[str, object], quarantine: bool) -> None:
    """A reading outside its limits fails its own gate only, and what is dangerous to store calls for quarantine."""
    passage = judge(readings(**changed), limits_for(LFP), "pack")
    assert [one.id for one in passage.failed] == [gate]
    assert (passage.outcome, passage.quarantine) == ("fail", quarantine)


def test_a_cell_is_not_asked_for_what_only_packs_have() -> None:
    """A cell has no insulation, no spread, no management system: these gates do not hold it up."""
    cell = [one for one in readings() if one.question not in ("insulation", "rested-voltages", "resistances")]
    passage = judge(cell, limits_for(LFP), "cell")
    found = {one.id: one.outcome for one in passage.gates}
    assert [id for id, one in found.items() if one == "not applicable"] == ["S3", "S5", "S6", "S8"]


def test_too_few_values_for_outliers_are_not_a_pass() -> None:
    """Three resistances say nothing of outliers, so the gate is not measured."""
    assert outcome("S8", resistances=(0.001, 0.001, 0.001)) == "not measured"


@given(st.sampled_from([float("nan"), float("inf"), (), (3.3, float("nan")), True]))
def test_a_reading_that_is_no_number_is_not_measured(value: object) -> None:
    """A voltage that is no finite number is not judged."""
    assert outcome("S4", cell_voltages=value) == "not measured"


@given(st.lists(st.floats(0.0009, 0.0011), min_size=4, max_size=40), st.floats(0.01, 1.0))
def test_an_outlier_is_found_among_any_alike_cells(alike: list[float], far: float) -> None:
    """One cell with ten times the resistance of all others fails, however many they are."""
    assert outcome("S8", resistances=(*alike, far)) == "fail"


def test_without_a_limit_nothing_passes() -> None:
    """For an unknown type there is no cell window, so voltages cannot be judged; the check says which limit lacks."""
    passage = judge(readings(), limits_for(None), "pack")
    check = next(one for gate in passage.gates for one in gate.checks if one.question == "cell-voltages")
    assert check.outcome == "not measured"
    assert "'cell-minimum'" in check.sentence


def test_limits_of_the_type_hold_before_those_of_the_chemistry() -> None:
    """A maker's own window replaces the common one; what it does not say stays as it was."""
    own = Limits(
        id="example", version="1", issued="2026-11-01", issuer="Example Motors", types=("LFP-60",),
        bounds={"cell-minimum": Bound(value=2.5, unit="V", source="data sheet 12")},
    )  # fmt: skip
    found = limits_for(LFP, [own])
    assert (found.bounds["cell-minimum"].value, found.bounds["cell-maximum"].value) == (2.5, 3.65)
    assert found.id == "example + dicycle-lfp + dicycle-general"


def test_signed_limits_are_read_with_their_signer_and_no_other() -> None:
    """Limits that were signed say by whom; changed by one character, or signed by a stranger, they are refused."""
    signer, stranger = Signer.new("yard.example"), Signer.new("stranger.example")
    note = sign_limits(our_limits(), signer)
    read = read_limits(note, keys=[signer.verifier])
    assert {one.signed_by for one in read} == {"yard.example"}
    assert [one.hash for one in read] == [one.hash for one in our_limits()]
    for wrong in (note.replace("3.65", "3.95"), sign_limits(our_limits(), stranger), note.partition("\n\n")[0]):
        with pytest.raises(InvalidInput, match=r"(?i)signature|signed"):
            read_limits(wrong, keys=[signer.verifier])


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"id": "a"}]', "not json"])
def test_limits_that_are_none_are_refused_with_a_sentence(text: str) -> None:
    """What is no list of limits is refused, with what to write instead."""
    with pytest.raises(InvalidInput, match="These are no limits"):
        read_limits(text, "own.json")
