"""``dicycle grade`` and ``dicycle health``: a model fitted, a cell graded, the same bytes on every run."""

import json
from pathlib import Path
from typing import Any

import pytest
from cli.charge_cells import NMC, between_rests, cell, charges, full_test, part, slow_charge, with_pulse
from cli.commands import answer, refused, run
from cli.pulse_cells import sheet, single
from health.simulated_cells import delivered

from dicycle.cli.health.reading import readings

ANSWERS = {
    "identified": True, "lifetime-record": True, "damaged": False, "leaking": False, "smells": False, "water": False,
    "crashed": False, "burnt": False, "swelling": 0.2, "temperature": 24, "self-heating": 0.1,
    "cell-voltages": [3.31], "voltage-loss": [0.001],
}  # fmt: skip
WHEN = ("--measured", "2026-11-20", "--as-of", "2026-11-22", "--by", "Ada Beispiel")


def answer_of(*arguments: str) -> Any:
    """Return what grading answers as JSON, whether or not it gives a grade."""
    return json.loads(run(*arguments, "--json").stdout)


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
    given = (str(single(here / "one.csv", 0.9)), "--type", "LMO 10 Ah", "--kind", "cell", "--model", model,
             "--readings", answers, "--ambient", "25", *WHEN)  # fmt: skip
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
    given = (str(single(here / "one.csv", 0.9)), "--type", "LMO 10 Ah", "--kind", "cell", "--model", model,
             "--readings", answers, "--ambient", "25", *WHEN)  # fmt: skip
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


@pytest.fixture
def charge_model(here: Path) -> str:
    """A model that was fitted on charges of twelve invented cells."""
    folder = str(charges(here / "charges"))
    done = run(
        "health", "fit", folder, "--capacities", "charges/capacities.csv", "--type", NMC, "--rate", "1",
        "--temperature", "25", "-o", "charges.json",
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert "NMC 5 Ah, charged at 0.5 C: 12 units, 12 records." in done.stdout
    return "charges.json"


def test_a_part_of_a_charge_says_how_healthy_a_cell_is(charge_model: str, model: str, here: Path) -> None:
    """A part of a charge is E1, a whole one E3, each with an interval that holds the truth; models go in any order."""
    truth = delivered(cell(4.2)) / 5
    for begin, stop, level in ((0.3, 4.1, "E1"), (0.1, None, "E3")):
        given = (str(part(here / "one.csv", 4.2, begin, stop)), "--type", NMC, "--as-of", "2026-11-22")
        told = answer_of("grade", *given, "--model", model, "--model", charge_model)["state"]
        assert told["level"] == level
        assert told["low"] <= truth <= told["high"]
        assert told["high"] - told["low"] < 0.05
        assert told["together"][0]["basis"]["used"]["last_row"] > told["together"][0]["basis"]["used"]["first_row"]
    (here / "dicycle.toml").write_text(f'health_model = "{model}"\nhealth_models = ["{charge_model}"]\n', "utf-8")
    assert answer_of("grade", *given)["state"]["level"] == "E3"


def test_what_lacks_for_a_model_of_charges_is_told(charge_model: str, here: Path) -> None:
    """Units without a record, records without a capacity, another unit of measurement: each in a sentence."""
    table = here / "charges" / "capacities.csv"
    lines = table.read_text("utf-8").splitlines()
    fitting = ("health", "fit", "charges", "--capacities", str(table), "--type", NMC, "-o", "other.json")
    table.write_text("\n".join([*lines[:-1], "c99;4,5"]), "utf-8")
    done = run(*fitting)
    assert done.exit_code == 0
    assert "No record was given of c99" in done.stderr
    assert "No capacity stands in the table for c11" in done.stderr
    table.write_text("\n".join(lines[:8]), "utf-8")
    assert "7 units with a charge and a capacity; 10 are needed." in run(*fitting).stderr
    for wrong, says in (("unit;capacity\nc1;4200", "4200 Ah"), ("unit;volts\nc1;4", "the columns are unit, volts"),
                        ("unit;capacity\nc1;4\nc1;4.1", "two capacities"), ("unit;capacity\nc1;x", "no capacity"),
                        ("", "empty")):  # fmt: skip
        table.write_text(wrong, "utf-8")
        assert says in run(*fitting).stderr
    assert run(*fitting[:-4], "-o", "other.json").exit_code == 2
    assert run("health", "fit", "charges", "--type", NMC, "-o", "other.json").exit_code == 2


def test_only_models_are_taken_for_models(charge_model: str, model: str, here: Path) -> None:
    """Another file, a damaged one and a second model of pulses are refused with their name."""
    part(here / "one.csv", 4.2)
    run("health", "fit", str(sheet(here / "more.csv", seed=1)), "-o", "second.json")
    (here / "damaged.json").write_bytes((here / charge_model).read_bytes().replace(b"0.1", b"0.2", 1))
    for wrong in ("one.csv", "damaged.json", "second.json", "nothing.json"):
        done = run("grade", "one.csv", "--type", NMC, "--model", model, "--model", wrong)
        assert wrong in refused(done, 1)


def test_an_ambient_that_nobody_recorded_is_stated(answers: str, here: Path) -> None:
    """A full test without a temperature has no full type and says so; with --ambient it is graded."""
    given = ("grade", str(full_test(here / "one.csv", 4.7)), "--type", NMC, "--kind", "cell",
             "--readings", answers, *WHEN)  # fmt: skip
    bare = run(*given)
    assert bare.exit_code == 5
    assert "as in `--ambient 23`" in bare.stdout
    done = run(*given, "--ambient", "23", "-o", "certificate.json")
    assert done.exit_code == 0, done.stdout
    said = json.loads((here / "certificate.json").read_bytes())
    assert (said["ambient"], said["state"]["of"]["temperature"], said["state"]["level"]) == (23, 25, "E4")
    assert run(*given, "--ambient", "warm").exit_code == 2


def test_resistance_is_held_against_that_of_a_new_cell(here: Path) -> None:
    """The maker's value comes as an option or in the type file; what pulses show is a multiple of it."""
    given = ("grade", str(with_pulse(here / "one.csv", 0.018)), "--ambient", "25", "--as-of", "2026-11-22")
    stated = ("--new-resistance", "12 mOhm 10 s 50 % 25 degC")
    said = answer_of(*given, "--type", NMC, *stated)["content"]["resistance"]
    assert said["low"] < 1.5 < said["high"]
    (here / "nmc.json").write_text(json.dumps({
        "id": "NMC 5 Ah", "chemistry": "NMC", "rated_capacity": 5, "voltage_min": 3.0, "voltage_max": 4.2,
        "new_resistance": {"ohm": 0.012, "seconds": 10},
    }), "utf-8")  # fmt: skip
    assert answer_of(*given, "--type", "nmc.json")["content"]["resistance"] == said
    assert answer_of(*given, "--type", NMC)["content"]["resistance"] is None
    assert "no resistance of a new unit" in refused(run(*given, "--type", NMC, "--new-resistance", "low"), 1)
    assert run(*given, *stated).exit_code == 2


def test_the_charge_between_two_rests_says_how_healthy_a_cell_is(here: Path) -> None:
    """A curve from slow charges of new cells, or from a table, is one more model."""
    (here / "new").mkdir()
    slow_charge(here / "new" / "n1.csv")
    between_rests(here / "one.csv", 4.0)
    fitting = ("health", "fit", "--rested", "--type", NMC, "--temperature", "25", "-o", "rest.json")
    done = run(*fitting, "new")
    assert "of 1 unit at 0.05 C" in done.stdout, done.stderr
    state = answer_of("grade", "one.csv", "--type", NMC, "--model", "rest.json")["state"]
    assert (state["level"], state["together"][0]["method"]) == ("E2", "rested-voltage")
    assert state["low"] <= 0.8 <= state["high"]
    (here / "ocv.csv").write_text("soc,voltage\n0,3\n0.25,3.5\n0.5,3.7\n0.75,3.9\n1,4.2\n", "utf-8")
    assert "voltage at rest of a table at 0.05 C" in run(*fitting, "ocv.csv", "--rate", "0.05").stdout
    assert "No record holds a charge from empty to full" in refused(run(*fitting, "one.csv"), 1)
    assert run(*fitting, "new", "--capacities", "ocv.csv").exit_code == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--measured", "banana"), "'banana' is no date"), (("--unit", " "), "--unit is blank"),
        (("--type", "LFP 0 Ah"), "above 0 Ah"), (("--type", "NMC 5 Ah 4.2-3.0 V"), "is not below"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_a_sentence(here: Path, options: tuple[str, str], said: str) -> None:
    """A day that is none, a blank name and a type that no battery has are told, and nothing is graded."""
    (here / "a.csv").write_bytes(b"1")
    done = run("grade", "a.csv", *options)
    assert done.exit_code not in (0, 5)
    assert said in done.output


def test_why_a_test_says_nothing_is_told_once(here: Path) -> None:
    """A good test of a type whose voltage limits nobody stated: the reason is told, and the limits are asked for."""
    full_test(here / "a.csv", 4.3)
    done = run("grade", "a.csv", "--type", "NMC 5 Ah", "--ambient", "25", *WHEN)
    assert done.stdout.count("The lower cut-off voltage of the type is not stated.") == 1
    assert "State the type's voltage limits." in done.stdout


@pytest.mark.parametrize("order", [(True, False), (False, True)])
def test_of_two_answers_in_one_file_none_is_lost(here: Path, order: tuple[bool, bool]) -> None:
    """A question that stands twice in a file of answers has two answers; that it is damaged is never overwritten."""
    first, last = (json.dumps({"damaged": one}).strip("{}") for one in order)
    (here / "twice.json").write_text(f'{{{first}, "leaking": false, {last}}}', encoding="utf-8")
    read = readings([here / "twice.json"], "Ada Beispiel", None)
    assert [(one.question, one.value) for one in read] == [("damaged", order[0]), ("leaking", False),
                                                           ("damaged", order[1])]  # fmt: skip


@pytest.mark.parametrize("order", [("good.json", "bad.json"), ("bad.json", "good.json")])
def test_answers_of_two_files_are_held_together(here: Path, order: tuple[str, str]) -> None:
    """Given twice, --readings gives both: an answer that fails stands, whichever file comes last, and it is told."""
    (here / "good.json").write_text(json.dumps(ANSWERS), encoding="utf-8")
    (here / "bad.json").write_text(json.dumps({"damaged": True}), encoding="utf-8")
    found = answer_of("grade", "--readings", order[0], "--readings", order[1], "--kind", "cell", *WHEN)
    assert [one["outcome"] for one in found["content"]["gates"] if one["id"] == "S1"] == ["fail"]
    overruled = "gates.two-answers" in {one["code"] for one in found["findings"]}
    assert overruled == (order[0] == "bad.json"), "what fails last needs no rule"


@pytest.fixture
def given(model: str, answers: str, here: Path) -> tuple[str, ...]:
    """A cell whose voltage fell too much at rest, as it is graded."""
    (here / answers).write_text(json.dumps(ANSWERS | {"voltage-loss": [0.05]}), encoding="utf-8")
    return (str(single(here / "one.csv", 0.9)), "--type", "LMO 10 Ah", "--kind", "cell", "--model", model,
            "--readings", answers, "--ambient", "25", *WHEN)  # fmt: skip


def test_two_persons_release_a_gate(given: tuple[str, ...], model: str, here: Path) -> None:
    """A failed gate passes by a release of these very readings, which the certificate names; verifying agrees."""
    assert answer_of("grade", *given)["safety"] == "failed"
    said = {"gate": "S7", "by": "Ada Beispiel", "second": "Ben Muster", "reason": "The meter loses it."}
    (here / "release.json").write_text(json.dumps(said), encoding="utf-8")
    found = answer_of("grade", *given, "--release", "release.json", "-o", "certificate.json")
    assert (found["grade"], found["safety"]) == ("A", "released")
    (release,) = found["content"]["releases"]
    assert (release["by"], release["second"]) == ("Ada Beispiel (as stated)", "Ben Muster (as stated)")
    assert release["failed"] == ["voltage-loss=(0.05,)"]
    assert run("certificate", "verify", "certificate.json", given[0], "--model", model).exit_code == 0


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"gate": "S5"}, "S5 has not failed"),
        ({"gate": "S1"}, "lets nobody release S1"),
        ({"second": "ada  beispiel"}, "released by two persons"),
        ({"reason": " "}, "needs a reason"),
        ({"gate": "S9"}, "This cannot be read"),
        ({"second": 7}, "This cannot be read"),
    ],
)
def test_a_release_that_is_none_is_refused(here: Path, answers: str, more: dict[str, Any], said: str) -> None:
    """A gate that passed or that nobody may release, one person, no reason, and what is no release: a sentence."""
    (here / answers).write_text(json.dumps(ANSWERS | {"voltage-loss": [0.05], "damaged": True}), encoding="utf-8")
    release = {"gate": "S7", "by": "Ada Beispiel", "second": "Ben Muster", "reason": "Known."} | more
    (here / "release.json").write_text(json.dumps([release]), encoding="utf-8")
    asked = ("--type", "LMO 10 Ah", "--kind", "cell", "--readings", answers, *WHEN)
    assert said in refused(run("grade", *asked, "--release", "release.json"), 1)


def test_a_resistance_is_stated(given: tuple[str, ...], here: Path) -> None:
    """What somebody measured elsewhere is a factor of the grade and is certified; what is none is told."""
    said = {"value": 1.9, "low": 1.85, "high": 1.95, "what": "direct current, 10 s"}
    (here / "resistance.json").write_text(json.dumps(said), encoding="utf-8")
    found = answer_of("grade", *given, "--resistance", "resistance.json")
    assert any("Resistance 1.85 to 1.95 times the new value" in one for one in found["reasons"])
    assert found["content"]["resistance"]["measured"] == "2026-11-20"
    (here / "resistance.json").write_text("[1.9", encoding="utf-8")
    assert "This cannot be read" in refused(run("grade", *given, "--resistance", "resistance.json"), 1)


def test_an_empty_file_is_refused(here: Path) -> None:
    """A file without a byte is no test with nothing in it: it is refused as a missing one is."""
    (here / "empty.csv").write_bytes(b"")
    assert "empty" in refused(run("grade", "empty.csv", "--type", "LMO 10 Ah"), 1)


def test_a_file_of_which_nothing_entered_says_why(here: Path) -> None:
    """Amperes under a heading of milliamperes: the certificate and the terminal say how little passed."""
    rows = [f"{30 * row},-10,{4.2 - row / 100:.3f}" for row in range(120)]
    (here / "milli.csv").write_text("\n".join(["Time (s),Current (mA),Voltage (V)", *rows]), encoding="utf-8")
    told = run("grade", "milli.csv", "--type", "LMO 10 Ah 3.0-4.2 V").stdout
    assert "milli.csv: Nothing of this file entered the state of health" in told
    assert "0.00992 Ah, of 10 Ah rated" in told


@pytest.mark.parametrize(("column", "factor", "names"), [("U", 1000.0, "thousand volts"), ("Pt", 1000.0, "width")])
def test_a_sheet_of_which_no_row_is_taken_says_why(here: Path, column: str, factor: float, names: str) -> None:
    """Millivolts or milliseconds: the sheet was read as such, so nobody is told that it has no columns."""
    heads, cells = (line.split(",") for line in single(here / "one.csv", 0.9).read_text().splitlines())
    scaled = [str(factor * float(one)) if head.startswith(column) else one
              for head, one in zip(heads, cells, strict=True)]  # fmt: skip
    (here / "off.csv").write_text(f"{','.join(heads)}\n{','.join(scaled)}\n", encoding="utf-8")
    told = run("grade", "off.csv", "--type", "LMO 10 Ah").stdout
    assert names in told
    assert "names columns" not in told


@pytest.mark.parametrize("stated", [("--ambient", "-10"), ("--ambient", "45"), ()])
def test_pulses_at_another_or_no_temperature_give_no_grade(model: str, answers: str, here: Path,
                                                           stated: tuple[str, ...]) -> None:  # fmt: skip
    """The model was fitted at 25 °C: colder and warmer pulses abstain, and those of no known temperature are apart."""
    done = run("grade", str(single(here / "one.csv", 0.9)), "--type", "LMO 10 Ah", "--kind", "cell", "--model", model,
               "--readings", answers, *WHEN, *stated)  # fmt: skip
    assert done.exit_code == 5
    assert ("is not within 5 K of 25 °C" if stated else "does not say at which temperature") in done.stdout
