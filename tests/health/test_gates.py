"""Safety gates: nothing passes that was not measured, and every limit stands beside its value."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dicycle.errors import InvalidInput
from dicycle.findings import Severity
from dicycle.health.gates import GATES, QUESTIONS, Reading, judge, limits_for, read_limits
from dicycle.health.gates.limits import our_limits, sign_limits
from dicycle.health.gates.model import Bound, Limits
from dicycle.health.model import CellType, Chemistry, Kind
from dicycle.ledger.integrity.notes import Signer

LFP = CellType(id="LFP-60", chemistry="LFP", rated_capacity=60, kind="pack", series=4)
GOOD = {
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
    passage = judge(readings(**changed), limits_for(LFP), "pack", LFP)
    return next(one.outcome for one in passage.gates if one.id == gate)


def test_a_good_pack_passes_every_gate() -> None:
    """A pack of which everything was measured and is within its limits passes."""
    passage = judge(readings(), limits_for(LFP), "pack", LFP)
    assert [one.outcome for one in passage.gates] == ["pass"] * len(GATES)
    assert (passage.outcome, passage.quarantine, passage.findings) == ("pass", False, ())


@given(st.sets(st.sampled_from(sorted(GOOD)), min_size=1))
def test_what_is_not_measured_never_passes(left_out: set[str]) -> None:
    """Whatever readings are missing, the gates that ask for them say so, and the passage is not a pass."""
    passage = judge([one for one in readings() if one.question not in left_out], limits_for(LFP), "pack", LFP)
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
    passage = judge(readings(**changed), limits_for(LFP), "pack", LFP)
    assert [one.id for one in passage.failed] == [gate]
    assert (passage.outcome, passage.quarantine) == ("fail", quarantine)


def test_a_cell_is_not_asked_for_what_only_packs_have() -> None:
    """A cell has no insulation, no spread, no management system: these gates do not hold it up."""
    cell = [one for one in readings() if one.question not in ("insulation", "rested-voltages", "resistances")]
    passage = judge(cell, limits_for(LFP), "cell")
    found = {one.id: one.outcome for one in passage.gates}
    assert [id for id, one in found.items() if one == "not applicable"] == ["S3", "S5", "S6", "S8"]


def test_too_few_values_for_outliers_are_not_a_pass() -> None:
    """Three resistances of four cells say nothing of the fourth, so the gate is not measured."""
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


def said(question: str, unit: CellType | None = LFP, **changed: object) -> tuple[str, str]:
    """Return what one question about a pack comes to, and the sentence."""
    passage = judge(readings(**changed), limits_for(unit), "pack", unit)
    found = next(check for gate in passage.gates for check in gate.checks if check.question == question)
    return found.outcome, found.sentence


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
    passage = judge(readings(**{name: (alike,) * 97}), limits_for(PACK_96), "pack", PACK_96)
    assert ("gates.too-many-values", question) in {(one.code, one.where) for one in passage.findings}


@pytest.mark.parametrize("unit", [replace(LFP, series=1), None])
def test_without_the_number_of_cells_no_gate_of_cells_is_passed(unit: CellType | None) -> None:
    """Where nobody says how many cells are in series, nobody knows whether all were measured."""
    if unit is None:
        assert judge(readings(), limits_for(LFP), "module").outcome == "not measured"
        return
    for question in EACH:
        outcome, sentence = said(question, unit)
        assert (outcome, "how many cells are in series" in sentence) == ("not measured", True)


def test_a_bad_cell_fails_however_many_were_not_measured() -> None:
    """One cell below its minimum fails the gate though the other ninety-five were never measured."""
    assert said("cell-voltages", PACK_96, cell_voltages=(0.9,))[0] == "fail"
    assert said("voltage-loss", PACK_96, voltage_loss=0.4)[0] == "fail"


@pytest.mark.parametrize(
    ("kind", "of_type", "series", "code"),
    [(None, None, 1, "unknown"), ("cell", "pack", 4, "contradicts"), ("module", "pack", 4, "contradicts"),
     ("cell", None, 4, "contradicts"), (None, "cell", 4, "contradicts")],
)  # fmt: skip
def test_of_what_nobody_names_everything_is_asked(kind: Kind, of_type: Kind, series: int, code: str) -> None:
    """Without a kind, or with one that the type contradicts, no gate is spared, and it is said."""
    unit = replace(LFP, kind=of_type, series=series)
    passage = judge(readings(), limits_for(unit), kind, unit)
    assert "not applicable" not in {one.outcome for one in passage.gates}
    severity = Severity.WARNING if code == "unknown" else Severity.ERROR
    assert [(one.code, one.severity) for one in passage.findings] == [(f"gates.kind-{code}", severity)]


@pytest.mark.parametrize(("chemistry", "told"), [("LFP", True), ("LMFP", True), ("NMC", False)])
def test_cells_on_their_plateau_say_nothing_of_spread_or_loss(chemistry: Chemistry, told: bool) -> None:
    """LFP cells that rested at 3.3 V look alike whatever their charge; a wide spread fails all the same."""
    unit = replace(LFP, chemistry=chemistry)
    rested = (3.31, 3.30, 3.31, 3.32)
    for question in ("rested-voltages", "voltage-loss"):
        outcome, sentence = said(question, unit, rested_voltages=rested)
        assert (outcome, "plateau" in sentence) == (("not measured", True) if told else ("pass", False))
    assert said("rested-voltages", unit, rested_voltages=(3.31, 3.21, 3.31, 3.31))[0] == "fail"


CELL = CellType(id="LFP-60", chemistry="LFP", rated_capacity=60, kind="cell")
SPARED = ("insulation", "rested-voltages", "resistances")
"""What is asked of modules and packs alone."""


def of_cell(question: str, unit: CellType = CELL, limits: Limits | None = None, **changed: object) -> tuple[str, str]:
    """Return what one question about a single cell comes to, and the sentence; ``absent`` if it is not asked."""
    says = {"cell_voltages": (3.31,), "voltage_loss": (0.001,), "rested_voltage": 3.16, **changed}
    told = [one for one in readings(**says) if one.question not in SPARED]
    passage = judge(told, limits or limits_for(unit), "cell", unit)
    every = {check.question: check for gate in passage.gates if gate.id == "S7" for check in gate.checks}
    return (every[question].outcome, every[question].sentence) if question in every else ("absent", "")


@pytest.mark.parametrize(
    ("rested", "outcome"),
    [(3.1, "pass"), (3.199, "pass"), (3.2, "not measured"), (3.31, "not measured"), (3.4, "not measured"),
     (3.45, "pass"), (None, "not measured"), (float("nan"), "not measured")],
)  # fmt: skip
def test_a_single_cell_on_its_plateau_does_not_pass(rested: float | None, outcome: str) -> None:
    """An LFP cell that lost no voltage at 3.3 V may have lost half its charge: it must rest off the plateau."""
    found, sentence = of_cell("rested-voltage", rested_voltage=rested)
    assert found == outcome
    if rested is not None and 3.2 <= rested <= 3.4:
        assert "The cell rested at 3.2 to 3.4 V, the plateau" in sentence
        assert "charge or discharge it off the plateau" in sentence
    assert of_cell("voltage-loss", rested_voltage=rested, voltage_loss=(0.02,))[0] == "fail", "a loss is a loss"


@pytest.mark.parametrize(("chemistry", "asked"), [("LFP", True), ("LMFP", True), (None, True), ("NMC", False)])
def test_where_a_cell_rested_is_asked_of_flat_chemistries(chemistry: Chemistry | None, asked: bool) -> None:
    """Where the voltage falls with the charge everywhere, nobody has to say where it rested; of the unknown they do."""
    outcome, _ = of_cell("rested-voltage", replace(CELL, chemistry=chemistry), rested_voltage=None)
    assert outcome == ("not measured" if asked else "absent")


@pytest.mark.parametrize("rested", [None, 3.16])
def test_a_pack_whose_rest_nobody_measured_does_not_pass_on_its_losses(rested: float | None) -> None:
    """Without the voltage of every cell at rest nobody knows whether the pack rested on its plateau."""
    outcome, sentence = said("voltage-loss", rested_voltages=rested)
    assert (outcome, "S5 asks for them" in sentence) == ("not measured", True)


def test_limits_say_where_the_plateau_is() -> None:
    """A maker's own plateau replaces ours."""
    own = Limits(
        id="example", version="1", issued="2026-11-01", issuer="Example Motors", types=("LFP-60",),
        bounds={"plateau-high": Bound(value=3.36, unit="V", source="data sheet 12")},
    )  # fmt: skip
    found = limits_for(CELL, [own])
    assert of_cell("rested-voltage", limits=found, rested_voltage=3.38)[0] == "pass"
    assert of_cell("rested-voltage", rested_voltage=3.38)[0] == "not measured"


def test_earlier_limits_judge_as_they_did() -> None:
    """Given in place of ours, the version before keeps its id and hash, and asks nothing that nobody asked then."""
    before = our_limits("2026-11")
    assert limits_for(CELL, before).hash == "d70db307bb1ae9c260c673dec286d892fe3a1645603ea538a0d2f253cb02672c"
    assert limits_for(CELL, before).id == "dicycle-lfp + dicycle-general"
    assert {one.version for one in before} == {"2026-11"} != {one.version for one in our_limits()}
    assert of_cell("rested-voltage", limits=limits_for(CELL, before))[0] == "absent"
    assert of_cell("voltage-loss", limits=limits_for(CELL, before), rested_voltage=None)[0] == "pass"
    with pytest.raises(InvalidInput, match="no limits '2025'"):
        our_limits("2025")


@pytest.mark.parametrize("gate", ["leaking", "voltage-loss", "cell-voltages"])
@pytest.mark.parametrize("failed_first", [True, False])
def test_of_two_answers_in_one_list_the_failed_one_stands(gate: str, failed_first: bool) -> None:
    """Whichever comes last, a failure is not answered away by a second line; that there were two is told."""
    bad = {"leaking": True, "voltage-loss": (0.4,), "cell-voltages": (3.3, 0.9, 3.3, 3.3)}[gate]
    good = [one for one in readings() if one.question == gate]
    rest = [one for one in readings() if one.question != gate]
    two = [Reading(question=gate, value=bad), *good] if failed_first else [*good, Reading(question=gate, value=bad)]
    passage = judge([*rest, *two], limits_for(LFP), "pack", LFP)
    assert [one.outcome for one in passage.gates].count("fail") == 1
    assert [one.value for one in passage.held if one.question == gate] == [bad]
    told = [(one.code, one.where) for one in passage.findings]
    assert told == ([("gates.two-answers", gate)] if failed_first else [])


def test_of_two_good_answers_the_last_holds() -> None:
    """A temperature read twice is the one that was read last."""
    passage = judge([*readings(), Reading(question="temperature", value=30.0)], limits_for(LFP), "pack", LFP)
    assert (passage.outcome, passage.findings) == ("pass", ())
    assert [one.value for one in passage.held if one.question == "temperature"] == [30.0]


@pytest.mark.parametrize(
    ("losses", "outcome"),
    [
        ((0.0005, 0.0006, 0.0005, 0.0040), "fail"),
        ((0.0005, 0.0005, 0.0005, 0.0015), "pass"),
        ((0.0040, 0.0042, 0.0041, 0.0002), "pass"),
    ],
)
def test_a_cell_that_loses_more_than_the_others_fails(losses: tuple[float, ...], outcome: str) -> None:
    """Below the limit for all, one far above the median fails; a millivolt is the instrument's, less is no harm."""
    assert said("voltage-loss", voltage_loss=losses)[0] == outcome


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


@pytest.mark.parametrize(
    ("bound", "unit"), [("insulation", "kohm/V"), ("temperature", "K"), ("voltage-loss", "mV/d"), ("spread", "")]
)
def test_a_limit_in_another_unit_is_refused(bound: str, unit: str) -> None:
    """A tenth of a kiloohm per volt is not a tenth of an ohm per volt: it is refused, and judges nothing."""
    wrong = Limits(
        id="own", version="1", issued="2026-11-01", issuer="Example Motors", types=("LFP-60",),
        bounds={bound: Bound(value=0.1, unit=unit, source="data sheet 12")},
    )  # fmt: skip
    with pytest.raises(InvalidInput, match=f"{bound!r} in 'own' is in {unit or 'no unit'}"):
        read_limits(msgspec.json.encode([wrong]).decode())
    passage = judge(readings(), limits_for(LFP, [wrong]), "pack", LFP)
    assert any("what is read is in" in one.sentence for gate in passage.open for one in gate.checks)


def resistances(*values: float, series: int, kind: Kind = "module") -> str:
    """Return what S8 comes to for a unit with so many cells in series."""
    type = replace(LFP, series=series, kind=kind)
    read = [Reading(question="resistances", value=values)]
    passage = judge(read, limits_for(type), kind, type)
    return next(one.outcome for one in passage.gates if one.id == "S8")


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ((0.0010,) * 60 + (0.0011,) * 36, "pass"),
        ((0.00100,) * 95 + (0.00101,), "pass"),
        ((0.0010,) * 95 + (0.0013,), "fail"),
        ((0.0010,) * 95 + (0.0005,), "fail"),
    ],
    ids=["the last digit", "one step of a fine meter", "a bad cell", "a wrong cell"],
)
def test_the_last_digit_of_a_meter_is_no_outlier(values: tuple[float, ...], outcome: str) -> None:
    """Of ninety-six cells most read the same: a step of the meter passes, a third more or half does not."""
    assert resistances(*values, series=96, kind="pack") == outcome


@pytest.mark.parametrize(
    ("values", "outcome"), [((0.0020, 0.0023), "pass"), ((0.0020, 0.0030), "fail"), ((0.002, 0.0021, 0.0022), "pass")]
)
def test_a_module_of_few_cells_is_judged_by_their_distance(values: tuple[float, ...], outcome: str) -> None:
    """A module of two or three cells in series has no median to stray from: its cells are held against each other."""
    assert resistances(*values, series=len(values)) == outcome


def own(issued: str, most: float) -> Limits:
    """Return a version of an operator's limits."""
    bounds = {"cell-maximum": Bound(value=most, unit="V", source="Example Motors")}
    return Limits(id="own", version=issued, issued=issued, issuer="Example Motors", bounds=bounds, chemistry=("LFP",))


def test_of_two_versions_the_last_holds() -> None:
    """In whichever order a file has them; what only the older one limits is limited no more by it."""
    old, new = own("2025-01-01", 4.5), own("2026-01-01", 3.6)
    for both in ((old, new), (new, old)):
        assert limits_for(LFP, both).bounds["cell-maximum"].value == 3.6
        assert limits_for(LFP, both).hash == limits_for(LFP, (new,)).hash


def test_two_versions_of_one_day_are_refused() -> None:
    """Nobody could tell which of them holds."""
    both = [own("2026-01-01", 3.6), own("2026-01-01", 3.7)]
    with pytest.raises(InvalidInput, match="both issued on 2026-01-01"):
        read_limits(msgspec.json.encode(both).decode())
