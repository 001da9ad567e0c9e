"""The invented yard: its files are what a tester would write, and tell the truth that is behind them."""

import json
from pathlib import Path

import numpy as np
import pytest

from dicycle.health.estimating.from_records import of_records
from dicycle.health.model import CellType
from dicycle.health.pulses.sheets import read_sheets
from dicycle.health.records import read
from dicycle.routing import our_parameters, route_lot
from dicycle.routing.matching import from_table
from dicycle.simulation.yard import DESIGNS, NAMES, Cell, drawn, write_yard
from dicycle.simulation.yard.testing import capacity_test

LFP = CellType(id="EC-LFP-20", chemistry="LFP", rated_capacity=20.0, voltage_min=2.5, voltage_max=3.65)


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the files once."""
    folder = tmp_path_factory.mktemp("yard")
    write_yard(folder)
    return folder


def test_every_file_that_is_named_is_there(yard: Path) -> None:
    """What the command tells of is what it wrote."""
    assert {path.name for path in yard.iterdir()} == set(NAMES)


def test_the_same_seed_gives_the_same_bytes(yard: Path, tmp_path: Path) -> None:
    """A sample can be made again anywhere."""
    write_yard(tmp_path)
    assert all((tmp_path / name).read_bytes() == (yard / name).read_bytes() for name in NAMES)


def test_pulse_tests_are_read_as_they_were_made(yard: Path) -> None:
    """Two types, each cell four times, with the capacity that was measured."""
    found = read_sheets(yard / "pulses.csv")
    assert {test.type.chemistry for test in found.tests} == {"LFP", "LMO"}
    assert len({test.unit for test in found.tests}) == 48
    assert len(found.tests) == 4 * 48
    assert [finding for finding in found.findings if finding.severity.value == "error"] == []


def test_a_capacity_test_finds_the_health_of_the_cell(yard: Path) -> None:
    """The interval of the full test holds what the cell really has left."""
    truth = json.loads((yard / "truth.json").read_text())["health"]
    (record,) = read(yard / "capacity-test.csv").records
    said = [one for one in of_records([record], LFP) if one.value is not None]
    assert [one.level for one in said] == ["E4"]
    assert said[0].low is not None
    assert said[0].high is not None
    assert said[0].low <= truth <= said[0].high


@pytest.mark.parametrize("design", DESIGNS, ids=lambda one: one.name)
def test_any_cell_can_be_tested_to_the_end(design: object) -> None:
    """Whatever cell is drawn, its charge tapers off and its discharge reaches the lower limit."""
    draw = np.random.default_rng(5)
    for cell in drawn(design, 5, draw):  # type: ignore[arg-type]
        rows = [line.split(",") for line in capacity_test(cell, draw).splitlines()[1:]]
        lowest = min(float(row[2]) for row in rows)
        assert lowest == pytest.approx(cell.design.lowest, abs=0.02)
        assert float(rows[-1][1]) == 0.0


def test_an_older_cell_resists_more() -> None:
    """Of two cells that are alike but for their age the older one's voltage moves more."""
    young, old = (Cell(DESIGNS[1], health) for health in (0.95, 0.7))
    assert np.ptp(old.pulses(0.3, 5.0)) > np.ptp(young.pulses(0.3, 5.0))


def test_packs_and_modules_are_tables_that_routes_and_matches_take(yard: Path) -> None:
    """No row of either is refused."""
    lot = route_lot((yard / "packs.csv").read_bytes(), our_parameters("EU"), as_of="2026-11-22")
    assert lot.findings == {}
    assert len(from_table((yard / "modules.csv").read_bytes()).ids) == 480
