"""``dicycle health`` on a folder of a laboratory: pulse sheets among other files, said in a line, told one by one."""

from pathlib import Path

import pytest
from cli.commands import answer, run
from cli.pulse_cells import sheet
from health.alien_sheets import DELTA, EPSILON, Words, lab_tests, saved
from health.alien_sheets import sheet as written

SERIES = "Time (s),Voltage (V),Current (A)\n0,3.3,1\n1,3.31,1\n"
COMMANDS = (("report", "data", "--folds", "4"), ("fit", "data", "-o", "model.json"))


@pytest.fixture
def folder(here: Path) -> Path:
    """A sheet of pulses, a dozen time series and a table of prices."""
    found = here / "data"
    found.mkdir()
    sheet(found / "cells.csv")
    for number in range(12):
        (found / f"series-{number}.csv").write_text(SERIES, encoding="utf-8")
    (found / "prices.csv").write_text("name,price\nnickel,15\n", encoding="utf-8")
    return found


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_no_pulse_sheet_is_counted_in_a_line(folder: Path, command: tuple[str, ...]) -> None:
    """Other files of a folder are no errors: they are counted by kind, and listed when somebody asks."""
    done = run("health", *command)
    assert done.exit_code == 0, done.stderr
    assert "error: " not in done.stderr
    line = "13 files hold no pulses and are left out: 12 .csv time series, 1 .csv table. --verbose lists them."
    assert line in done.stderr
    assert "series-3.csv" not in done.stderr
    assert "series-3.csv: This is a .csv time series." in run("health", *command, "--verbose").stderr


def test_other_files_are_findings_in_json(folder: Path) -> None:
    """A program gets each file that was left out as a note, with its place."""
    told = answer("health", "report", "data", "--folds", "4")["findings"]
    others = [one for one in told if one["code"] == "pulses.other-file"]
    assert len(others) == 13
    assert {one["severity"] for one in others} == {"note"}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_broken_pulse_sheet_is_an_error_of_its_own(folder: Path, command: tuple[str, ...]) -> None:
    """A file of a folder whose headings are turning points is told, with what a pulse sheet needs."""
    (folder / "broken.csv").write_text("Q,SOC,U1,U2,U3\n1,5,3.3,3.4,3.3\n", encoding="utf-8")
    done = run("health", *command)
    assert "error: broken.csv: No sheet of this file" in done.stderr
    assert "five turning points or more" in done.stderr
    assert "13 files hold no pulses" in done.stderr


def test_a_named_file_without_pulses_is_an_error(folder: Path) -> None:
    """Who names a file means it: a time series given by name is told as an error."""
    done = run("health", "report", "data/series-1.csv")
    assert done.exit_code == 1
    assert "error: series-1.csv: No sheet of this file" in done.stderr


def test_types_of_other_laboratories_lie_beside_known_ones(folder: Path) -> None:
    """Sheets of three layouts in one folder: each type has its line, and few units are told."""
    saved(folder / "LMO_10Ah_W_30.xlsx", {"Gesamt": written(lab_tests(DELTA, 8))})
    saved(folder / "other.csv", {"x": written(lab_tests(EPSILON, 8, aged=3), Words(volts=1000.0, turning="U{} (mV)"))})
    saved(folder / "too-few.csv", {"x": written(lab_tests(EPSILON, 3, width=1.0))})
    done = run("health", "report", "data", "--folds", "3")
    lines = [line[:11] for line in done.stdout.splitlines() if " Ah" in line]
    assert lines == [kind for kind in ("LFP 35 Ah  ", "LMO 10 Ah  ", "NMC 21 Ah  ") for _ in range(2)]
    assert "NMC 21 Ah, 1 s has 3 units" in done.stderr
    fitted = run("health", "fit", "data", "-o", "model.json")
    assert all(f"{kind} Ah, pulses of 5 s" in fitted.stdout for kind in ("LFP 35", "LMO 10", "NMC 21"))
    assert "NMC 21 Ah, 1 s has 3 units" in fitted.stderr


def test_what_a_folder_holds_of_another_kind_is_counted_unread(folder: Path) -> None:
    """MATLAB files are counted without being opened, a table of tabs is read, a broken sheet under a title is told."""
    (folder / "series.mat").write_bytes(b"no MATLAB")
    sheet(folder / "cells.csv")
    (folder / "tabs.tsv").write_text((folder / "cells.csv").read_text("utf-8").replace(",", "\t"), "utf-8")
    (folder / "cells.csv").unlink()
    (folder / "titled.csv").write_text("Campaign of May\nQ,SOC,U1 (mV),U2 (mV)\n1,5,3300,3400\n", "utf-8")
    done = run("health", "report", "data", "--folds", "4")
    assert done.exit_code == 0, done.stderr
    assert "14 files hold no pulses and are left out: 12 .csv time series, 1 .csv table, 1 .mat file." in done.stderr
    assert "error: titled.csv: No sheet of this file" in done.stderr
