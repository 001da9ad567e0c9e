"""LMFP rests on two plateaus, of iron and of manganese: a voltage on either, or between them, is no pass."""

import pytest
from msgspec.structs import replace

from dicycle.health.gates import Reading, judge, limits_for
from dicycle.health.gates.limits import our_limits
from dicycle.health.model import CellType, Chemistry, Kind

LMFP = CellType(id="LMFP-60", chemistry="LMFP", rated_capacity=60, kind="cell")


def self_discharge(rested: float, unit: CellType = LMFP, kind: Kind = "cell") -> str:
    """Return what S7 comes to for cells that lost next to nothing at a voltage."""
    cells = (rested,) * unit.series
    asked = "rested-voltage" if kind == "cell" else "rested-voltages"
    told = [
        Reading(question="voltage-loss", value=(0.001,) * unit.series),
        Reading(question=asked, value=rested if kind == "cell" else cells),
    ]
    passage = judge(told, limits_for(unit), kind, unit)
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


def test_the_limits_say_where_lmfp_is_flat_and_by_whom() -> None:
    """The version before said nothing of plateaus, and is left as it was."""
    bounds = limits_for(LMFP).bounds
    assert (bounds["plateau-low"].value, bounds["plateau-high"].value) == (3.2, 4.1)
    assert "LMFP" in bounds["plateau-high"].source
    assert all("plateau-high" not in one.bounds for one in our_limits("2026-11"))
