"""Sheets of types that nobody here has seen: read right however they are laid out, or refused with what to do."""

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from health.alien_sheets import DELTA, EPSILON, EVEN, SOCS, ZETA, Sheet, Words, lab_tests, saved, sheet

from dicycle.health.learning import fit, report
from dicycle.health.pulses.blocks import MAIN
from dicycle.health.pulses.sheets import Sheets, read_sheets
from dicycle.health.records.table import PulseTest


def same(found: Sheets, tests: list[PulseTest]) -> None:
    """Check that what was read is what was tested: types, widths, capacities, states of charge and voltages."""
    assert Counter(map(facts, found.tests)) == Counter(map(facts, tests)), [str(one) for one in found.findings]
    assert grouped(found.tests) == grouped(tests)


def facts(test: PulseTest) -> tuple[Any, ...]:
    """Return what a test says, without the name of its unit."""
    soc = None if test.soc is None else round(test.soc, 4)
    held = round(test.capacity or 0.0, 4)
    return test.type.id, round(test.width, 5), held, soc, tuple(np.round(test.voltages[:21], 4).tolist())


def grouped(tests: list[PulseTest]) -> list[int]:
    """Return how many tests each unit has."""
    return sorted(Counter((test.type.id, test.unit) for test in tests).values())


def comma(value: float) -> str:
    """Write a number as text, with a decimal comma and none where it is whole."""
    return f"{value:.10g}".replace(".", ",")


def by_soc(tests: list[PulseTest], title: str) -> dict[str, Sheet]:
    """Return a sheet for each state of charge."""
    return {title.format(round(100 * soc)): sheet([test for test in tests if test.soc == soc]) for soc in SOCS}


GERMAN = {"Mat": "Chemie", "ID": "Zelle", "Qn": "Nennkapazität [Ah]", "Q": "Kapazität [Ah]", "SOC": "Ladezustand [%]",
          "Pt": "Pulsdauer [s]"}  # fmt: skip
ENGLISH = {"Mat": "Chemistry", "ID": "Cell ID", "Qn": "Nominal capacity (mAh)", "Q": "Capacity (mAh)",
           "SOC": "State of charge (%)", "Pt": "Pulse width (ms)"}  # fmt: skip
CHINESE = {
    "Mat": "材料",
    "ID": "电池编号",
    "Qn": "额定容量（Ah）",
    "Q": "容量（Ah）",
    "SOC": "荷电状态（%）",
    "Pt": "脉冲宽度（s）",
}
LABS = {
    "as published": Words(),
    "small letters": Words({name: name.lower() for name in EVEN}, "u{}"),
    "integers as text": Words(written=lambda value: f"{value:.10g}"),
    "decimal comma": Words(written=comma),
    "German": Words(GERMAN, "U{} [V]"),
    "rate in the heading": Words(turning="U{} (0.5C)"),
    "milli": Words(ENGLISH, "U{} (mV)", charge=1000.0, volts=1000.0, seconds=1000.0),
    "slash": Words({"Q": "Q/mAh", "Qn": "Qn / mAh", "SOC": "SOC/%"}, "Voltage_{}", charge=1000.0),
    "Chinese": Words(CHINESE, "电压{}（V）"),
    "suffix": Words(
        {"Q": "Q_Ah", "Qn": "Qn_Ah", "Pt": "Pt_ms", "SOC": "SOC_%"}, "U{}_mV", volts=1000.0, seconds=1000.0
    ),
}


@pytest.mark.parametrize("lab", LABS)
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_headings_units_and_numbers_are_read_as_they_are_meant(tmp_path: Path, lab: str, ending: str) -> None:
    """Language, unit and the way a number is written change nothing of what is read."""
    tests = lab_tests(EPSILON, 5, width=3.0, aged=2)
    same(read_sheets(saved(tmp_path / f"a.{ending}", {"Sheet1": sheet(tests, LABS[lab])})), tests)


def test_the_order_of_columns_and_columns_nobody_asked_for_mean_nothing(tmp_path: Path) -> None:
    """Columns stand in any order."""
    tests = lab_tests(DELTA, 5)
    same(read_sheets(saved(tmp_path / "a.xlsx", {"x": sheet(tests, None, tuple(reversed(EVEN)))})), tests)
    mixed = sheet(tests)
    place = np.random.default_rng(1).permutation(len(mixed[0]))
    same(read_sheets(saved(tmp_path / "b.xlsx", {"x": [[row[at] for at in place] for row in mixed]})), tests)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_titles_blank_rows_and_a_row_of_units_are_no_tests(tmp_path: Path, ending: str) -> None:
    """A merged title above, units below the headings, and blank rows anywhere are passed over; lines are the file's."""
    tests = lab_tests(ZETA, 5)
    head, *body = sheet(tests, Words(charge=1000.0))
    units = ["mAh" if name in ("Q", "Qn") else "V" if name.startswith("U") else "" for name in head]
    blank = [""] * len(head)
    title = ["Pulse tests, batch 2, 25 degC", *blank[1:]]
    rows = [title, blank, head, units, *body[:3], blank, *body[3:], blank, blank]
    found = read_sheets(saved(tmp_path / f"a.{ending}", {"Sheet1": rows}))
    same(found, tests)
    assert [row.line for row in found.rows][:4] == [5, 6, 7, 9]


def test_merged_cells_are_filled_and_it_is_said(tmp_path: Path) -> None:
    """A chemistry, rated capacity and name that stand once for many rows hold for all of them."""
    tests = sorted(lab_tests(DELTA, 5), key=lambda test: test.unit)
    head, *body = sheet(tests)
    for number, row in enumerate(body):
        for name in ("Mat", "Qn", "Pt") if number else ():
            row[head.index(name)] = ""
        row[head.index("ID")] = "" if number % len(SOCS) else row[head.index("ID")]
    found = read_sheets(saved(tmp_path / "a.xlsx", {"Sheet1": [head, *body]}))
    same(found, tests)
    assert "pulses.cells-merged" in {one.code for one in found.findings}


def test_a_name_that_is_missing_is_no_merged_cell(tmp_path: Path) -> None:
    """A row without a name that has another capacity than the one above is of another unit: capacities name them."""
    tests = sorted(lab_tests(DELTA, 3), key=lambda test: test.unit)
    head, *body = sheet(tests)
    for row in body[len(SOCS) : 2 * len(SOCS)]:
        row[head.index("ID")] = ""
    found = read_sheets(saved(tmp_path / "a.xlsx", {"x": [head, *body]}))
    same(found, tests)
    assert "pulses.units-by-capacity" in {one.code for one in found.findings}


@pytest.mark.parametrize("title", ["SOC{}", "{}%", "SOC = {} %", "{} % SOC", "soc_{}", "Level {}", "{}"])
def test_a_sheet_for_each_state_of_charge_is_one_session(tmp_path: Path, title: str) -> None:
    """Sheets of one state of charge each are one session, whatever they are called, and no session of their own."""
    tests = lab_tests(DELTA, 6, aged=2)
    found = read_sheets(saved(tmp_path / "a.xlsx", by_soc(tests, title)))
    same(found, tests)
    assert found.sessions == (MAIN,)


@pytest.mark.parametrize("whole", ["SOC ALL", "SOC_ALL", "Gesamt", "Sheet1"])
def test_a_sheet_that_holds_all_others_is_read_once(tmp_path: Path, whole: str) -> None:
    """The sheet with all rows is known by its rows where its name does not tell; a copy of it adds nothing."""
    tests = lab_tests(DELTA, 6, aged=2)
    sheets = {whole: sheet(tests), **by_soc(tests, "SOC{}"), "Copy": sheet(tests)}
    found = read_sheets(saved(tmp_path / "a.xlsx", sheets))
    assert Counter(map(facts, found.tests)) == Counter(map(facts, tests))


def test_cells_with_three_rows_and_with_three_hundred(tmp_path: Path) -> None:
    """The number of rows of a cell is its own affair."""
    few = lab_tests(DELTA, 3, socs=SOCS[:3])
    many = lab_tests(EPSILON, 2, socs=tuple(np.round(np.linspace(0.05, 0.35, 300), 4).tolist()))
    found = read_sheets(saved(tmp_path / "a.xlsx", {"x": sheet([*few, *many])}))
    same(found, [*few, *many])


def test_several_types_in_one_file_are_kept_apart(tmp_path: Path) -> None:
    """By row or by sheet, of any number of turning points: each type is its own."""
    one, two = lab_tests(DELTA, 5), lab_tests(EPSILON, 5)
    same(read_sheets(saved(tmp_path / "a.xlsx", {"x": sheet([*one, *two])})), [*one, *two])
    apart = read_sheets(saved(tmp_path / "b.xlsx", {"one": sheet(one), "two": sheet(two, points=17)}))
    assert Counter(test.type.id for test in apart.tests) == {"LFP 35 Ah": 20, "NMC 21 Ah": 20}
    assert {test.amplitudes for test in apart.tests if test.type.id == "NMC 21 Ah"} == {(0.5, 1.0)}


@pytest.mark.parametrize("said", ["Mat", "Model"])
def test_types_of_one_capacity_are_not_merged_where_the_file_tells_them_apart(tmp_path: Path, said: str) -> None:
    """Chemistries that nobody knows by name, and models of one chemistry, are types of their own."""
    tests = lab_tests(DELTA, 4)
    head, *body = sheet(tests)
    head = [said if name == ("Mat" if said == "Mat" else "No") else name for name in head]
    names = sorted({test.unit for test in tests})
    for row, test in zip(body, tests, strict=True):
        row[head.index(said)] = "Example X" if names.index(test.unit) < 2 else "Example Y"
    found = read_sheets(saved(tmp_path / "a.xlsx", {"x": [head, *body]}))
    assert len({test.type.id for test in found.tests}) == 2


@pytest.mark.parametrize("word", ["LFP", "LiFePO4", "lfp ", "Li-Fe-PO4"])
def test_a_chemistry_has_several_names(tmp_path: Path, word: str) -> None:
    """A formula is the chemistry: the type is not split by how its name is written."""
    head, *body = sheet(lab_tests(DELTA, 3))
    for row in body:
        row[0] = word
    found = read_sheets(saved(tmp_path / "a.xlsx", {"x": [head, *body]}))
    assert {test.type.id for test in found.tests} == {"LFP 35 Ah"}


@pytest.mark.parametrize(
    ("lab", "code"),
    [
        (Words(charge=1000.0), "odd-capacity"),
        (Words({"Q": "Q (mAh)"}), "odd-capacity"),
        (Words(volts=1000.0), "odd-voltage"),
        (Words({"Qn": "x"}), "no-rated"),
        (Words({"Pt": "x"}), "no-width"),
    ],
)
def test_what_cannot_be_read_right_is_refused_with_what_to_do(tmp_path: Path, lab: Words, code: str) -> None:
    """Units that nobody states, and facts that nobody states, are no guess: the sentence says what to do."""
    found = read_sheets(saved(tmp_path / "a.xlsx", {"x": sheet(lab_tests(DELTA, 5), lab)}))
    assert not found.tests
    told = {one.code: one for one in found.findings}[f"pulses.{code}"]
    assert told.advice


def test_turning_points_counted_from_nought_begin_at_rest(tmp_path: Path) -> None:
    """U0, U1, … are read from U0 on: the voltage at rest is the first."""
    tests = lab_tests(DELTA, 3)
    rows = sheet(tests)
    rows[0] = [f"U{int(name[1:]) - 1}" if name.startswith("U") else name for name in rows[0]]
    same(read_sheets(saved(tmp_path / "a.xlsx", {"x": rows})), tests)


def test_the_name_of_the_file_means_nothing(tmp_path: Path) -> None:
    """A file named after another type, width and capacity is read as its columns say."""
    tests = lab_tests(DELTA, 5)
    same(read_sheets(saved(tmp_path / "NMC_2.1Ah_W_30.xlsx", {"x": sheet(tests)})), tests)


def test_one_type_in_several_files_and_eight_cells_are_fitted_and_judged(tmp_path: Path) -> None:
    """Parts of a type are one type; of eight cells there is a report and a model that says how few they are."""
    parts = [lab_tests(DELTA, 8, seed=seed) for seed in (1, 2)]
    few = lab_tests(EPSILON, 8, width=2.0, aged=3)
    sheets = [read_sheets(saved(tmp_path / f"{n}.xlsx", {"x": sheet(part)})) for n, part in enumerate((*parts, few))]
    lines = report(sheets, folds=3).lines
    assert {(line.type, line.width, line.units) for line in lines} == {("LFP 35 Ah", 5.0, 16), ("NMC 21 Ah", 2.0, 8)}
    model = fit([test for one in sheets for test in one.tests])
    assert {group.type.id: group.units for group in model.groups} == {"LFP 35 Ah": 16, "NMC 21 Ah": 8}
    assert "health.few-units" in {one.code for one in model.findings}


def test_a_rated_capacity_that_differs_from_cell_to_cell_is_told(tmp_path: Path) -> None:
    """What each cell held when new is no rated capacity: the type would fall apart, and that is said."""
    tests = lab_tests(DELTA, 6)
    head, *body = sheet(tests)
    names = sorted({test.unit for test in tests})
    for row, test in zip(body, tests, strict=True):
        row[head.index("Qn")] = 35.0 + names.index(test.unit) / 10
    found = read_sheets(saved(tmp_path / "a.xlsx", {"x": [head, *body]}))
    assert "pulses.rated-differs" in {one.code for one in found.findings}


def test_a_name_that_two_files_use_for_two_cells_is_told(tmp_path: Path) -> None:
    """Cells numbered anew in every file bear one name: they are held back together, and who reads the report knows."""
    parts = [[test._replace(unit=test.unit[-1]) for test in lab_tests(DELTA, 8, seed=seed)] for seed in (1, 2)]
    sheets = [read_sheets(saved(tmp_path / f"{n}.xlsx", {"x": sheet(part)})) for n, part in enumerate(parts)]
    told = {one.code for one in report(sheets, folds=3).findings}
    assert "health.units-in-files" in told
    assert "health.units-in-files" in {one.code for one in fit([test for one in sheets for test in one.tests]).findings}
    apart = [read_sheets(saved(tmp_path / "c.xlsx", {"x": sheet(parts[0])}))]
    assert "health.units-in-files" not in {one.code for one in report(apart, folds=3).findings}


def test_a_file_of_a_program_for_mathematics_is_refused_with_what_to_do(tmp_path: Path) -> None:
    """A .mat file is no table: the sentence says how to give one."""
    path = tmp_path / "a.mat"
    path.write_bytes(b"MATLAB 5.0 MAT-file, Platform: PCWIN64" + bytes(range(256)) * 8)
    (told,) = read_sheets(path).findings
    assert (told.code, "Save its table as .xlsx or .csv" in told.advice) == ("pulses.no-table", True)


def test_a_label_of_another_unit_or_type_is_never_shared(tmp_path: Path) -> None:
    """Two types in one sheet without names: cells of one capacity are units of their own type each."""
    one = [test._replace(capacity=18.5 + place // 4) for place, test in enumerate(lab_tests(DELTA, 3))]
    two = [test._replace(capacity=18.5 + place // 4) for place, test in enumerate(lab_tests(EPSILON, 3))]
    order = tuple(name for name in EVEN if name != "ID")
    found = read_sheets(saved(tmp_path / "a.xlsx", {"x": sheet([*one, *two], None, order)}))
    assert grouped(found.tests) == [4] * 6
