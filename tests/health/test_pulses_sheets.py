"""Feature spreadsheets of pulse tests: every row once, units and statements with where they come from."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from health.record_files import text, workbook
from reference import reference

from dicycle.health.pulses.blocks import MAIN
from dicycle.health.pulses.sheets import Sheets, read_sheets

POINTS = 21


def rows(cells: list[tuple[str, float]], socs: list[float], more: dict[str, Any] | None = None) -> list[list[Any]]:
    """Return a sheet of pulse features: a row for each cell and state of charge (per cent)."""
    extra = more or {"Mat": "LMO", "Pt": 5.0}
    head = [*extra, "ID", "Qn", "Q", "SOC", *(f"U{point}" for point in range(1, POINTS + 1))]
    body = [
        [
            *extra.values(),
            label,
            10.0,
            capacity,
            soc,
            *(3 + soc / 100 + capacity / 1000 + point / 1e4 for point in range(POINTS)),
        ]
        for label, capacity in cells
        for soc in socs
    ]
    return [head, *body]


def saved(folder: Path, sheets: dict[str, list[list[Any]]], name: str = "pulses.xlsx") -> Path:
    """Write a workbook."""
    path = folder / name
    path.write_bytes(workbook(sheets))
    return path


def without(sheet: list[list[Any]], *heads: str) -> list[list[Any]]:
    """Leave columns out of a sheet."""
    kept = [place for place, head in enumerate(sheet[0]) if head not in heads]
    return [[row[place] for place in kept] for row in sheet]


def codes(found: Sheets) -> set[str]:
    """Return the codes of what reading found."""
    return {finding.code.removeprefix("pulses.") for finding in found.findings}


CELLS = [("A7", 8.0), ("B9", 7.5), ("C1", 7.0), ("D4", 6.5), ("E5", 6.0)]


def test_sheets_that_repeat_each_other_are_read_once(tmp_path: Path) -> None:
    """A sheet with all rows and sheets for each state of charge give each row once."""
    single = {f"SOC{soc}": rows(CELLS, [soc]) for soc in (5, 10)}
    for sheets in ({"SOC ALL": rows(CELLS, [5, 10]), **single}, single):
        found = read_sheets(saved(tmp_path, sheets))
        assert len(found.rows) == 10
        assert {test.unit for test in found.tests} == {label for label, _ in CELLS}
        assert sorted({test.soc for test in found.tests if test.soc}) == [0.05, 0.1]
        assert found.sessions == (MAIN,)


def test_a_test_has_its_voltages_in_whole_pairs(tmp_path: Path) -> None:
    """U1…U21 are two pairs of pulses and half a third: what was not measured is unknown."""
    test = read_sheets(saved(tmp_path, {"SOC ALL": rows(CELLS, [50])})).tests[0]
    assert test.amplitudes == (0.5, 1.0, 1.5)
    assert len(test.voltages) == 1 + 8 * len(test.amplitudes)
    assert np.isfinite(test.voltages[:POINTS]).all()
    assert np.isnan(test.voltages[POINTS:]).all()
    assert (test.type.chemistry, test.type.rated_capacity, test.width, test.capacity) == ("LMO", 10.0, 5.0, 8.0)


def test_a_second_session_is_kept_apart_and_its_units_are_known_by_their_rows(tmp_path: Path) -> None:
    """Rows of a further sheet are a session of their own, of the cells in the rows of the lowest state of charge."""
    again = [(label, capacity - 0.1 - place / 50) for place, (label, capacity) in enumerate(CELLS)]
    random = rows(again, [42.5])
    whole = [*rows(CELLS, [5, 10]), *random[1:]]
    sheets = {"SOC ALL": whole, "SOC TEST RANDOM": random, "SOC5": rows(CELLS, [5]), "SOC10": rows(CELLS, [10])}
    found = read_sheets(saved(tmp_path, {name: without(sheet, "ID") for name, sheet in sheets.items()}))
    main, other = ([row for row in found.rows if row.session == session] for session in found.sessions)
    assert (len(main), len(other)) == (10, 5)
    assert found.sessions == (MAIN, "SOC TEST RANDOM")
    assert [row.test.unit for row in other] == [row.test.unit for row in main if row.test.soc == 0.05]
    assert other[0].test.capacity == pytest.approx(7.9)
    assert {"units-by-capacity", "units-by-row"} <= codes(found)


def test_a_second_session_in_another_order_is_not_taken_for_the_same_units(tmp_path: Path) -> None:
    """Where rows do not agree, the file does not say which units are tested again, and that is told."""
    mixed = [CELLS[place] for place in (2, 0, 4, 1, 3)]
    again = [(label, capacity - 0.1) for label, capacity in mixed]
    sheets = {"SOC ALL": rows(CELLS, [5]), "SOC5": rows(CELLS, [5]), "RANDOM": rows(again, [42.5])}
    found = read_sheets(saved(tmp_path, {name: without(sheet, "ID") for name, sheet in sheets.items()}))
    assert "units-unknown" in codes(found)


def test_names_with_a_count_of_cycles_are_one_unit_where_they_age(tmp_path: Path) -> None:
    """D3-100 and D3-200 are one cell at two ages; modules of a pack that are numbered are not."""
    aged = [("D3-100", 9.0), ("D3-200", 8.5), ("E1-100", 9.1), ("E1-200", 8.4)]
    numbered = [("P1-1", 8.0), ("P1-2", 8.6), ("P1-3", 8.1), ("P1-4", 8.7)]
    found = read_sheets(saved(tmp_path, {"SOC ALL": rows(aged, [50])}))
    assert {test.unit for test in found.tests} == {"D3", "E1"}
    assert "units-by-prefix" in codes(found)
    assert [row.label for row in found.rows] == [label for label, _ in aged]
    other = read_sheets(saved(tmp_path, {"SOC ALL": rows(numbered, [50])}))
    assert {test.unit for test in other.tests} == {label for label, _ in numbered}


def test_the_width_is_that_of_the_column_the_caller_or_the_name_of_the_file(tmp_path: Path) -> None:
    """Without a width nothing is read; a width from the file's name is told as such."""
    sheet = {"SOC ALL": rows(CELLS, [50], {"Mat": "LMO"})}
    silent = read_sheets(saved(tmp_path, sheet))
    assert (silent.tests, "no-width" in codes(silent)) == ([], True)
    assert read_sheets(saved(tmp_path, sheet), width=3.0).tests[0].width == 3.0
    named = read_sheets(saved(tmp_path, sheet, "Example_10Ah_W_700.xlsx"))
    assert (named.tests[0].width, "width-from-name" in codes(named)) == (0.7, True)


def test_the_chemistry_is_that_of_the_column_the_caller_or_the_name_of_the_file(tmp_path: Path) -> None:
    """A chemistry that nobody says is unknown."""
    sheet = {"SOC ALL": rows(CELLS, [50], {"Pt": 5.0})}
    assert read_sheets(saved(tmp_path, sheet)).tests[0].type.chemistry is None
    assert read_sheets(saved(tmp_path, sheet), chemistry="NCA").tests[0].type.chemistry == "NCA"
    named = read_sheets(saved(tmp_path, sheet, "LFP_10Ah.xlsx"))
    assert (named.tests[0].type.chemistry, "chemistry-from-name" in codes(named)) == ("LFP", True)


def test_a_state_of_charge_that_gives_the_capacity_away_is_not_used(tmp_path: Path) -> None:
    """Charge relative to what the unit holds now is refused: by its column's name, and where it exceeds Q/Qn."""
    sheet = rows(CELLS, [5, 50])
    sheet[0] = ["SOCR" if head == "SOC" else head for head in sheet[0]]
    renamed = read_sheets(saved(tmp_path, {"SOC ALL": sheet}))
    relative = read_sheets(saved(tmp_path, {"SOC ALL": rows(CELLS, [50, 95])}))
    for found in (renamed, relative):
        assert {test.soc for test in found.tests} == {None}
        assert "soc-relative" in codes(found)


def test_rows_with_a_hole_are_left_out_and_counted(tmp_path: Path) -> None:
    """A voltage that is missing is not filled in."""
    sheet = rows(CELLS, [50])
    sheet[2][-3] = ""
    found = read_sheets(saved(tmp_path, {"SOC ALL": sheet}))
    assert len(found.tests) == len(CELLS) - 1
    assert "no-voltage" in codes(found)
    assert 3 not in [row.line for row in found.rows]


def test_a_csv_of_features_is_read(tmp_path: Path) -> None:
    """One table of text is one session."""
    sheet = rows(CELLS, [50])
    path = tmp_path / "features.csv"
    columns = {head: [row[place] for row in sheet[1:]] for place, head in enumerate(sheet[0])}
    path.write_text(text(columns), encoding="utf-8")
    found = read_sheets(path)
    assert len(found.tests) == len(CELLS)
    assert found.tests[0].source is not None


def test_a_file_that_holds_no_pulses_is_refused_with_a_sentence(tmp_path: Path) -> None:
    """Nothing is raised over a file of another kind."""
    other = tmp_path / "a.csv"
    other.write_bytes(b"a,b\n1,2\n")
    for path in (other, tmp_path / "none.xlsx", saved(tmp_path, {"Sheet1": [["a"], [1]]})):
        found = read_sheets(path)
        assert not found.rows
        assert len(found.findings) == 1


@pytest.mark.parametrize(
    ("path", "main", "again", "units", "pairs"),
    [
        (("pulsebat", "LMO_10Ah_W_5000.xlsx"), 950, 0, 95, 3),
        (("pulsebat", "NMC_2.1Ah_W_5000.xlsx"), 670, 0, 12, 3),
        (("pulse_lfp", "LFP_20Ah_W_5000.xlsx"), 1385, 102, 102, 5),
    ],
)
def test_the_published_sheets_have_the_published_numbers(
    path: tuple[str, str], main: int, again: int, units: int, pairs: int
) -> None:
    """Rows, sessions and physical cells of the public workbooks are those that their sources state."""
    found = read_sheets(reference("health", *path))
    assert sum(row.session == MAIN for row in found.rows) == main
    assert sum(row.session != MAIN for row in found.rows) == again
    assert len({test.unit for test in found.tests}) == units
    assert {(len(test.amplitudes), test.width) for test in found.tests} == {(pairs, 5.0)}
    assert all(test.soc is not None and 0 < test.soc <= 1 for test in found.tests)


def test_the_second_session_of_the_lfp_cells_is_close_to_the_first() -> None:
    """Cells that are matched by their rows differ by what a second test differs, and no cell is matched twice."""
    found = read_sheets(reference("health", "pulse_lfp", "LFP_20Ah_W_5000.xlsx"))
    first = {row.test.unit: row.test.capacity or 0 for row in found.rows if row.session == MAIN}
    second = {row.test.unit: row.test.capacity or 0 for row in found.rows if row.session != MAIN}
    assert first.keys() == second.keys()
    assert all(0.96 < second[unit] / first[unit] < 1.0 for unit in first)
