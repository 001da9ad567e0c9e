"""On its plateau a cell that lost charge lost no voltage: LFP has one, LMFP two, of iron and of manganese."""

import pytest
from health.gates_cases import LFP, readings, said
from health.grading_cases import DAY
from msgspec.structs import replace

from dicycle.errors import InvalidInput
from dicycle.health.gates import Reading, judge, limits_for
from dicycle.health.gates.limits import our_limits
from dicycle.health.gates.model import Bound, Limits
from dicycle.health.gates.questions import PLATEAU
from dicycle.health.model import CellType, Chemistry, Kind
from dicycle.health.plateaus import AT_REST, round_a_charge

LMFP = CellType(id="LMFP-60", chemistry="LMFP", rated_capacity=60, kind="cell")


def self_discharge(rested: float, unit: CellType = LMFP, kind: Kind = "cell") -> str:
    """Return what S7 comes to for cells that lost next to nothing at a voltage."""
    cells = (rested,) * unit.series
    asked = "rested-voltage" if kind == "cell" else "rested-voltages"
    told = [
        Reading(question="voltage-loss", value=(0.001,) * unit.series),
        Reading(question=asked, value=rested if kind == "cell" else cells),
    ]
    passage = judge(told, limits_for(unit, DAY), kind, unit)
    return next(one.outcome for one in passage.gates if one.id == "S7")


@pytest.mark.parametrize(
    ("rested", "outcome"),
    [(3.1, "pass"), (3.3, "not measured"), (3.7, "not measured"), (4.0, "not measured"), (4.15, "pass")],
)
@pytest.mark.parametrize("kind", ["cell", "module"])
def test_lmfp_has_a_second_plateau(rested: float, outcome: str, kind: Kind) -> None:
    """A cell or module of LMFP that lost no voltage at 4 V may have lost charge; nearly full or empty it has not."""
    unit = LMFP if kind == "cell" else replace(LMFP, kind=kind, series=4)
    assert self_discharge(rested, unit, kind) == outcome


@pytest.mark.parametrize(("chemistry", "rested"), [("LFP", 3.5), ("NMC", 3.7), ("NCA", 4.0)])
def test_the_second_plateau_is_of_lmfp_alone(chemistry: Chemistry, rested: float) -> None:
    """Cells of other chemistries are judged as before at voltages where LMFP is flat."""
    assert self_discharge(rested, replace(LMFP, chemistry=chemistry)) == "pass"


@pytest.mark.parametrize(("chemistry", "ends"), AT_REST.items())
def test_gates_and_estimators_begin_with_the_same_plateau(chemistry: Chemistry, ends: tuple[float, float]) -> None:
    """Where a chemistry is flat at rest the limits say with the figures that charges are judged by."""
    bounds = limits_for(replace(LMFP, chemistry=chemistry), DAY).bounds
    assert tuple(bounds[name].value for name in PLATEAU) == ends


@pytest.mark.parametrize(
    ("chemistry", "ends"), [("LFP", (3.0, 3.45)), ("LMFP", (3.0, 4.15)), ("NMC", None), (None, None)]
)
def test_a_charge_must_begin_below_and_end_above_the_plateau(
    chemistry: Chemistry | None, ends: tuple[float, float] | None
) -> None:
    """Under current, and before a cell has come to rest, it lies further apart than at rest; LMFP has two."""
    assert round_a_charge(chemistry) == ends


def test_the_limits_say_where_lmfp_is_flat_and_by_whom() -> None:
    """The version before said nothing of plateaus, and is left as it was."""
    bounds = limits_for(LMFP, DAY).bounds
    assert (bounds["plateau-low"].value, bounds["plateau-high"].value) == (3.2, 4.1)
    assert "LMFP" in bounds["plateau-high"].source
    assert all("plateau-high" not in one.bounds for one in our_limits("2026-11"))


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
    passage = judge(told, limits or limits_for(unit, DAY), "cell", unit)
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
    found = limits_for(CELL, DAY, [own])
    assert of_cell("rested-voltage", limits=found, rested_voltage=3.38)[0] == "pass"
    assert of_cell("rested-voltage", rested_voltage=3.38)[0] == "not measured"


def test_earlier_limits_judge_as_they_did() -> None:
    """Given in place of ours, the version before keeps its id and hash, and asks nothing that nobody asked then."""
    before = our_limits("2026-11")
    assert limits_for(CELL, DAY, before).hash == "d70db307bb1ae9c260c673dec286d892fe3a1645603ea538a0d2f253cb02672c"
    assert limits_for(CELL, DAY, before).id == "dicycle-lfp + dicycle-general"
    assert {one.version for one in before} == {"2026-11"} != {one.version for one in our_limits()}
    assert of_cell("rested-voltage", limits=limits_for(CELL, DAY, before))[0] == "absent"
    assert of_cell("voltage-loss", limits=limits_for(CELL, DAY, before), rested_voltage=None)[0] == "pass"
    with pytest.raises(InvalidInput, match="no limits '2025'"):
        our_limits("2025")
