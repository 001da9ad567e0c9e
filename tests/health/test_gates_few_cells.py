"""Modules whose cells are all in parallel: they have one voltage, which is held against no other."""

import pytest
from health.grading_cases import DAY, PACK_SAYS, answers, case
from health.grading_cases import healthy as found
from msgspec.structs import replace

from dicycle.health.gates import Passage, Reading, judge, limits_for
from dicycle.health.gates.units import unit_of
from dicycle.health.grading.assessing import conclude
from dicycle.health.model import CellType, Kind

ALONE = CellType(id="NMC-65", chemistry="NMC", rated_capacity=65, series=1, parallel=4, kind="module")
NOT_ASKED = ("rested-voltages", "resistances")


def says(**changed: object) -> tuple[Reading, ...]:
    """Return what is read of a good module with one voltage."""
    one = {"cell_voltages": (3.31,), "voltage_loss": (0.001,), **dict.fromkeys(NOT_ASKED), **changed}
    return answers({**PACK_SAYS, **dict.fromkeys(NOT_ASKED)}, **one)


def passage(type: CellType = ALONE, kind: Kind = "module", **changed: object) -> Passage:
    """Return what the gates come to for it."""
    return judge(says(**changed), limits_for(type, DAY), kind, type)


def outcomes(found: Passage) -> dict[str, str]:
    """Return what each gate came to."""
    return {one.id: one.outcome for one in found.gates}


@pytest.mark.parametrize("kind", ["module", "pack"])
def test_cells_that_are_all_in_parallel_are_compared_with_nothing(kind: Kind) -> None:
    """Spread and outliers are not applicable to one voltage, and every other gate can be passed."""
    found = outcomes(passage(replace(ALONE, kind=kind), kind))
    assert (found["S5"], found["S8"]) == ("not applicable", "not applicable")
    assert {found[gate] for gate in ("S0", "S1", "S2", "S3", "S4", "S7")} == {"pass"}


def test_such_a_module_can_be_graded() -> None:
    """With its gates passed and its health known nothing holds its grade up."""
    known = case(type=ALONE, kind="module", readings=says())
    assert conclude(known, found(), DAY, model="cd" * 32).graded.grade == "A"


@pytest.mark.parametrize(("rested", "outcome"), [(3.16, "pass"), (3.31, "not measured"), (None, "not measured")])
def test_where_it_rested_is_asked_as_of_a_cell(rested: float | None, outcome: str) -> None:
    """Of a flat chemistry nothing else says where the cells rested, since nobody asks for their spread."""
    flat = replace(ALONE, chemistry="LFP")
    assert outcomes(passage(flat, rested_voltage=rested))["S7"] == outcome


def test_two_values_of_one_voltage_are_not_every_cell() -> None:
    """Cells in parallel share a voltage: two of them are one too many."""
    two = passage(cell_voltages=(3.31, 3.30))
    assert outcomes(two)["S4"] == "not measured"
    assert "gates.too-many-values" in {one.code for one in two.findings}


@pytest.mark.parametrize(
    ("series", "parallel", "kind", "known"),
    [(1, 1, "module", None), (1, 4, "module", 1), (1, 1, "cell", 1), (2, 2, "module", 2), (1, 4, None, 1)],
)
def test_one_in_series_is_stated_where_several_are_in_parallel(
    series: int, parallel: int, kind: Kind | None, known: int | None
) -> None:
    """Who says how many are in parallel has said that one is in series; of 1S1P nobody knows whether it was said."""
    type = replace(ALONE, series=series, parallel=parallel, kind=None)
    assert unit_of(kind, type).series == known


def test_what_nobody_names_is_asked_for_everything() -> None:
    """Unless it is known to be a module or a pack, its spread is not left out."""
    assert outcomes(judge(says(), limits_for(ALONE, DAY), None, replace(ALONE, kind=None)))["S5"] == "not measured"
