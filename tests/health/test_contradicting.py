"""What contradicts the stated chemistry holds a grade up, and what is of its chemistry never does."""

import numpy as np
import pytest
from health.grading_cases import DAY
from reference import reference

from dicycle.findings import Severity
from dicycle.health.estimating.discharges import Asked
from dicycle.health.grading import Case, Rules, assess
from dicycle.health.grading.contradicting import _against_curve, conflicts
from dicycle.health.grading.gathering import RawFile, with_files
from dicycle.health.model import CellType, Chemistry
from dicycle.health.records import read
from dicycle.simulation.yard import DESIGNS, Cell
from dicycle.simulation.yard.testing import capacity_test


def told(type: CellType, *files: RawFile, ambient: float | None = None) -> list[str]:
    """Return what contradicts a type."""
    return [one.sentence for one in conflicts(with_files(Case("u", type=type, ambient=ambient), files))]


def cell(chemistry: Chemistry, limits: tuple[float, float] | None, id: str = "any", rated: float = 20.0) -> CellType:
    """Return a type of cell."""
    low, high = limits or (None, None)
    return CellType(id=id, chemistry=chemistry, rated_capacity=rated, voltage_min=low, voltage_max=high)


@pytest.mark.parametrize(
    ("type", "names"),
    [
        (cell("NMC", None, "LFP 20 Ah"), "LFP 20 Ah"),
        (cell("LFP", None, "lithium titanate 20"), "titanate"),
        (cell("NMC", (2.5, 3.65)), "3.65 V"),
        (cell("LFP", (3.0, 4.2)), "4.2 V"),
        (cell("LTO", (2.5, 3.65)), "3.65 V"),
    ],
)
def test_a_type_that_contradicts_itself_is_told(type: CellType, names: str) -> None:
    """Its name or its upper voltage is of another chemistry than it states: both are named, and nothing is graded."""
    (sentence,) = told(type)
    assert names in sentence
    assert str(type.chemistry) in sentence
    found = assess(Case("u", type=type), Rules(), DAY)
    assert any(one.severity is Severity.ERROR and one.code == "health.type-conflicts" for one in found.graded.findings)


@pytest.mark.parametrize(
    "type",
    [
        cell("LFP", (2.0, 3.8), "LFP 20 Ah"), cell("LFP", (2.8, 4.0)), cell("NMC", (3.0, 4.35), "NCM811 5 Ah"),
        cell("LMO", (2.5, 4.15), "LMO/NMC blend"), cell("LTO", (1.5, 2.8), "NMC-LTO 20"), cell("LMFP", (2.5, 4.2)),
        cell("NaIon", (1.5, 4.0), "sodium-ion"), cell("NMC", None, "EXAMPLE-50"),
    ],
    ids=str,
)  # fmt: skip
def test_a_type_that_agrees_with_itself_is_not_told(type: CellType) -> None:
    """What makers state of their chemistry, wide, is no contradiction."""
    assert told(type) == []


def record(design: int) -> RawFile:
    """Return a full capacity test of an invented cell."""
    return RawFile("full.csv", capacity_test(Cell(DESIGNS[design], 0.8), np.random.default_rng(3)).encode())


@pytest.mark.parametrize("chemistry", ["NMC", "NCA", "LMO", "LCO"])
def test_a_plateau_of_iron_phosphate_under_another_name_is_told(chemistry: Chemistry) -> None:
    """The curve of LFP is no layered oxide's nor spinel's, whatever the limits say."""
    sentences = told(cell(chemistry, (2.5, 3.65)), record(0))
    assert any("plateau of iron phosphate" in one and chemistry in one for one in sentences)
    assert told(cell("LFP", (2.5, 3.65)), record(0)) == []


def test_a_curve_above_iron_phosphate_is_told() -> None:
    """A manganese spinel stated as LFP gives voltages that no LFP has."""
    design = DESIGNS[1]
    limits = (design.lowest, design.highest)
    sentences = told(cell("LFP", limits, rated=design.rated), record(1))
    assert any("above any iron phosphate" in one for one in sentences)
    assert told(cell("LMO", limits, rated=design.rated), record(1)) == []


REAL: list[tuple[str, Chemistry, float, tuple[float, float], Chemistry | None]] = [
    ("ornl_leaf_hppc/cell-discharge-bitrode-1c.csv", "LMO", 33.1, (3.0, 4.2), "LFP"),
    ("ornl_leaf_hppc/cell-discharge-bitrode-2c.csv", "NMC", 33.1, (3.0, 4.2), "LFP"),
    ("ornl_leaf_hppc/cell-discharge-bitrode-3c.csv", "NCA", 33.1, (3.0, 4.2), "LFP"),
    ("cycler_samples/arbin_example.csv", "LFP", 1.1, (2.0, 3.6), None),
    ("onecycle_multichem/4-SDU-NCM(new)_OneCycle_SDU_NCM.mat", "NMC", 2.4, (3.0, 4.2), "LFP"),
    ("onecycle_multichem/2-RWTH-NCA_OneCycle_NCA_RWTH.mat", "NCA", 2.05, (3.5, 3.9), None),
    ("onecycle_multichem/9-SCU1-A123_OneCycle_A123.mat", "LFP", 1.1, (2.0, 3.6), None),
]


@pytest.mark.parametrize(("name", "chemistry", "rated", "limits", "other"), REAL, ids=[one[0] for one in REAL])
def test_curves_of_real_cells_contradict_another_chemistry_only(
    name: str, chemistry: Chemistry, rated: float, limits: tuple[float, float], other: Chemistry | None
) -> None:
    """Records of real testers never contradict what the cells are; where the curves tell, they do another chemistry."""
    records = read(reference("health", *name.split("/")), interval=10.0).records[:12]
    assert records
    kind = cell(chemistry, limits, rated=rated)
    assert [told for one in records for told in _against_curve(one, kind, None, Asked(full=True))] == []
    if other is not None:
        kind = cell(other, limits, rated=rated)
        assert [told for one in records for told in _against_curve(one, kind, None, Asked(full=True))]
