"""``dicycle grade`` and ``dicycle health``: a model fitted, a cell graded, the same bytes on every run."""

import json
from pathlib import Path

import pytest
from cli.commands import answer, refused, run
from cli.pulse_cells import sheet, single

ANSWERS = {
    "identified": True, "lifetime-record": True, "damaged": False, "leaking": False, "smells": False, "water": False,
    "crashed": False, "burnt": False, "swelling": 0.2, "temperature": 24, "self-heating": 0.1,
    "cell-voltages": [3.31], "voltage-loss": [0.001],
}  # fmt: skip
WHEN = ("--measured", "2026-11-20", "--as-of", "2026-11-22", "--by", "Ada Beispiel")


@pytest.fixture
def model(here: Path) -> str:
    """A model that was fitted on twelve invented cells."""
    done = run(
        "health", "fit", str(sheet(here / "cells.csv")), "-o", "model.json", "--rate", "1", "--temperature", "25"
    )
    assert done.exit_code == 0, done.stderr
    assert "12 units, 60 tests" in done.stdout
    assert "few" in done.stderr
    return "model.json"


@pytest.fixture
def answers(here: Path) -> str:
    """Answers that pass every gate of a cell."""
    (here / "answers.json").write_text(json.dumps(ANSWERS), encoding="utf-8")
    return "answers.json"


def test_a_cell_is_graded(model: str, answers: str, here: Path) -> None:
    """From a pulse test and answers to a grade with its interval; the certificate is the same on every run."""
    given = (str(single(here / "one.csv", 0.9)), "--type", "LMO 10 Ah", "--model", model, "--readings", answers, *WHEN)
    done = run("grade", *given, "-o", "certificate.json")
    assert done.exit_code == 0, done.stderr
    assert "Grade A: like new" in done.stdout
    first = (here / "certificate.json").read_bytes()
    assert 0.88 < json.loads(first)["state"]["low"] <= json.loads(first)["state"]["high"] < 0.92
    run("grade", *given, "-o", "certificate.json")
    assert (here / "certificate.json").read_bytes() == first
    for name, begins in (("page.pdf", b"%PDF"), ("label.svg", b"<svg")):
        assert run("grade", *given, "-o", name).exit_code == 0
        assert (here / name).read_bytes().startswith(begins)
    refused(run("grade", *given, "-o", "certificate.docx"), 1)


def test_what_is_not_measured_is_not_passed(here: Path) -> None:
    """Without answers there is no grade; what to measure is told, and the status says so."""
    done = run("grade", str(single(here / "one.csv", 0.9)), "--type", "LMO 10 Ah")
    assert done.exit_code == 5
    assert "Grade cannot say" in done.stdout
    assert "Does anything leak, or has anything leaked?" in done.stdout


def test_a_certificate_is_routed(model: str, answers: str, here: Path) -> None:
    """What was certified goes on to the route, with its interval and its gates."""
    given = (str(single(here / "one.csv", 0.9)), "--type", "LMO 10 Ah", "--model", model, "--readings", answers, *WHEN)
    run("grade", *given, "-o", "certificate.json")
    told = answer("route", "certificate.json", "--as-of", "2026-11-22")
    assert told["decision"]["battery"]["grade"] == "A"
    assert told["decision"]["battery"]["gates"]["S1"] == "pass"


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("grade", "nothing.csv"), 1),
        (("grade", "one.csv", "--type", "a cell"), 1),
        (("grade", "one.csv", "--model", "one.csv"), 1),
        (("grade", "one.csv", "--readings", "one.csv"), 1),
        (("grade", "one.csv", "--limits", "nothing.json"), 1),
        (("grade", "one.csv", "--as-of", "soon"), 1),
        (("health", "fit", "one.csv", "-o", "model.json"), 1),
    ],
)
def test_bad_input_is_refused_with_a_sentence(here: Path, arguments: tuple[str, ...], status: int) -> None:
    """No traceback: what, where, and what to do."""
    single(here / "one.csv", 0.9)
    done = run(*arguments)
    assert done.exit_code == status, done.output
    assert "error: " in done.stderr
    assert "Traceback" not in done.output


def test_the_report_prints_the_table_of_the_protocol(here: Path) -> None:
    """A line with the state of charge known and one without; JSON has the same numbers."""
    (here / "data").mkdir()
    sheet(here / "data" / "cells.csv")
    done = run("health", "report", "data", "--folds", "4")
    assert done.exit_code == 0, done.stderr
    assert "MAPE %" in done.stdout
    assert "folds 4, repeats 1, seed 0" in done.stdout
    assert [row["SOC"] for row in answer("health", "report", "data", "--folds", "4")["rows"]] == ["known", "unknown"]
