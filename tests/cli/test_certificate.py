"""``dicycle certificate``: made again from raw file and fitted model, byte for byte; forgeries and signatures told."""

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from cli.commands import answer, refused, run
from cli.pulse_cells import sheet, single
from cli.test_grade import WHEN


class Graded(NamedTuple):
    """A certificate in a file, with what it was made from."""

    certificate: str
    raw: str
    model: str


@pytest.fixture
def graded(here: Path) -> Graded:
    """A certificate of a cell by a model that was fitted on twelve invented cells."""
    fitted = run(
        "health", "fit", str(sheet(here / "cells.csv")), "-o", "model.json", "--rate", "1", "--temperature", "25"
    )
    assert fitted.exit_code == 0, fitted.stderr
    raw = str(single(here / "one.csv", 0.9))
    run("grade", raw, "--type", "LMO 10 Ah", "--kind", "cell", "--model", "model.json", "--ambient", "25", *WHEN,
        "-o", "c.json")  # fmt: skip
    return Graded("c.json", raw, "model.json")


def test_the_same_comes_out_of_raw_file_and_model(graded: Graded) -> None:
    """Whoever has the raw file and the model gets the same bytes, and is told so."""
    done = run("certificate", "verify", graded.certificate, graded.raw, "--model", graded.model)
    assert done.exit_code == 0, done.stderr
    assert "The same comes out of 1 raw file, byte for byte." in done.stdout
    found = answer("certificate", "verify", graded.certificate, graded.raw, "--model", graded.model)
    assert (found["same"], found["differences"]) == (True, [])


def test_what_was_changed_is_named(graded: Graded, here: Path) -> None:
    """A higher state of health that somebody wrote in stands beside the one that comes out."""
    said = json.loads((here / graded.certificate).read_bytes())
    true = said["state"]["high"]
    forged = (here / graded.certificate).read_text("utf-8").replace(f'"high":{true:g}', '"high":0.99', 1)
    (here / "forged.json").write_text(forged, encoding="utf-8")
    done = run("certificate", "verify", "forged.json", graded.raw, "--model", graded.model)
    assert done.exit_code == 1
    (row,) = (line for line in done.stdout.splitlines() if "0.99" in line)
    assert "high" in row
    assert f"{true:g}" in row


def test_another_model_is_asked_for_by_its_hash(graded: Graded) -> None:
    """Without the model something else comes out, and the model that is needed is named."""
    done = run("certificate", "verify", graded.certificate, graded.raw)
    assert done.exit_code == 1
    model = answer("certificate", "show", graded.certificate)["model"]
    assert f"It was made with model {model}: give it with --model." in done.stdout


def test_every_raw_file_is_asked_for(graded: Graded, here: Path) -> None:
    """Without its raw file, or with a changed one, nothing is compared, and the file is named."""
    (here / "other.csv").write_bytes(Path(graded.raw).read_bytes() + b"\n")
    for given in ([], ["other.csv"]):
        done = run("certificate", "verify", graded.certificate, *given, "--model", graded.model)
        assert "one.csv" in refused(done, 1)


def test_a_signed_certificate_is_told_from_any_other(graded: Graded, here: Path) -> None:
    """A note by the right key is the same certificate; a bare one, another's, and a changed note are refused."""
    for name in ("yard", "other"):
        made = run("gates", "new-key", f"{name}.key", "--name", f"{name}.example.com")
        (here / f"{name}.pub").write_text(made.stdout, encoding="utf-8")
    assert run("certificate", "sign", graded.certificate, "--key", "yard.key", "-o", "c.txt").exit_code == 0
    done = run("certificate", "verify", "c.txt", graded.raw, "--model", graded.model, "--signed-by", "yard.pub")
    assert done.exit_code == 0, done.stderr
    assert "signed by yard.example.com" in done.stdout
    assert answer("certificate", "show", "c.txt") == answer("certificate", "show", graded.certificate)
    (here / "bad.txt").write_text((here / "c.txt").read_text("utf-8").replace("LMO", "LFP"), encoding="utf-8")
    for name, key in ((graded.certificate, "yard.pub"), ("c.txt", "other.pub"), ("bad.txt", "yard.pub")):
        assert "sign" in refused(run("certificate", "show", name, "--signed-by", key), 1)


def test_what_is_no_certificate_is_refused(graded: Graded, here: Path) -> None:
    """A model, nothing, and what is not there get a sentence."""
    (here / "empty.json").write_bytes(b"")
    for name in (graded.model, "empty.json", "nothing.json"):
        refused(run("certificate", "show", name), 1)


def test_it_says_what_the_page_says(graded: Graded) -> None:
    """All sections are printed, with what was not measured."""
    shown = run("certificate", "show", graded.certificate).stdout
    assert "State of health" in shown
    assert "Not measured" in shown
    assert "Does anything leak, or has anything leaked?" in shown


def test_a_certificate_is_routed_with_the_energy_that_is_stated(graded: Graded) -> None:
    """Where the type of a certificate says no energy, the command line does; the decision no longer asks for it."""
    asked = ("route", graded.certificate, "--region", "DE", "--as-of", "2026-11-23")
    before, after = (" ".join(answer(*asked, *more)["sentences"]) for more in ((), ("--energy", "0.037")))
    lacking = "Neither rated energy nor mass is known."
    assert (lacking in before, lacking in after) == (True, False)
