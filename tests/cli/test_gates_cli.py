"""``dicycle gates``: limits in force as an example and a table; notes are signed, and checked by the right key only."""

import json
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from cli.commands import answer, refused, run

from dicycle.health.gates import limits_for, read_limits
from dicycle.health.grading import our_scheme, read_scheme
from dicycle.health.model import CellType
from dicycle.ledger.integrity.notes import Verifier


@pytest.fixture
def key(here: Path) -> str:
    """A key in a file, and the key that verifies it."""
    made = run("gates", "new-key", "yard.key", "--name", "yard.example.com")
    assert made.exit_code == 0, made.stderr
    return made.stdout.strip()


DAY = datetime.now(UTC).date()


def test_limits_in_force_are_an_example_of_ones_own(here: Path) -> None:
    """What is printed for a type can be read back as limits, and then the same bounds hold for that type."""
    text = run("gates", "limits", "--type", "LFP 50 Ah", "--json").stdout
    cell = CellType(id="LFP 50 Ah", chemistry="LFP", rated_capacity=50)
    read = read_limits(text)
    assert read[0].types == ("LFP 50 Ah",)
    assert read[0].bounds == limits_for(cell, DAY).bounds == limits_for(cell, DAY, read).bounds


def test_the_table_says_value_source_and_what_lacks(here: Path) -> None:
    """For a chemistry its window stands with unit and source; for what nobody knows the window is said to lack."""
    table = run("gates", "limits", "--chemistry", "LFP").stdout
    assert "3.65 V" in table
    assert "GB 38031-2025" in table
    lacks = run("gates", "limits").stdout
    assert "none: cannot pass" in lacks
    assert "name the type or the chemistry" in lacks
    assert run("gates", "limits", "--chemistry", "LFP", "--type", "LFP 50 Ah").exit_code == 2


def test_every_set_says_from_when_it_holds(here: Path) -> None:
    """Own limits of a later day decide nothing before it, and are told as to come; on their day they hold."""
    said = json.loads(run("gates", "limits", "--type", "LFP 50 Ah", "--json").stdout)
    said[0] |= {"id": "example-motors", "version": "7", "issued": "2040-01-01", "issuer": "Example Motors"}
    said[0]["bounds"] = {"cell-maximum": {"value": 3.6, "unit": "V", "source": "sheet 12"}}
    (here / "own.json").write_text(json.dumps(said), encoding="utf-8")
    asked = ("gates", "limits", "--limits", "own.json", "--type", "LFP 50 Ah", "--as-of")
    before, after = (run(*asked, day).stdout for day in ("2039-12-31", "2040-01-01"))
    assert ("3.65 V" in before, "3.65 V" in after) == (True, False)
    assert "dicycle-lfp, version 2026-11.3, in force from 2026-11-23, Dicycle" in before
    assert "To come: example-motors, version 7, in force from 2040-01-01, Example Motors" in before
    assert "To come" not in after
    assert "2026-11.2, in force from 2026-11-22" in run(*asked, "2026-11-22").stdout
    assert "is no date" in refused(run(*asked, "soon"), 1)
    assert answer("gates", "check", "own.json")["parts"][0]["issued"] == "2040-01-01"
    assert "example-motors, version 7, in force from 2040-01-01" in run("gates", "check", "own.json").stdout


def test_every_gate_that_a_limit_is_for_is_named(here: Path) -> None:
    """How far is an outlier holds of losses and of resistances; the shares of the median stand there with the rest."""
    table = run("gates", "limits", "--chemistry", "LFP").stdout
    (line,) = (one for one in table.splitlines() if one.startswith("resistance-outlier"))
    assert "S7 Voltage that every cell lost" in line
    assert "S8 Resistance of every cell" in line
    for name in ("resistance-resolution", "resistance-apart", "voltage-loss-resolution"):
        assert any(one.startswith(name) for one in table.splitlines())


def test_own_limits_are_signed_and_checked(here: Path, key: str) -> None:
    """Changed limits are signed, hold for their type only if the right key signed, and say by whom."""
    said = json.loads(run("gates", "limits", "--type", "LFP 50 Ah", "--json").stdout)
    said[0] |= {"id": "example-motors", "issuer": "Example Motors", "issued": "2020-01-01"}
    said[0]["bounds"]["cell-maximum"]["value"] = 3.6
    (here / "own.json").write_text(json.dumps(said), encoding="utf-8")
    assert run("gates", "sign", "own.json", "--key", "yard.key", "-o", "own.txt").exit_code == 0
    assert answer("gates", "check", "own.txt", "--keys", key)["parts"][0]["signed_by"] == "yard.example.com"
    shown = run("gates", "limits", "--limits", "own.txt", "--keys", key, "--type", "LFP 50 Ah").stdout
    assert "3.6 V" in shown
    assert "example-motors" in shown
    (here / "bad.txt").write_text((here / "own.txt").read_text("utf-8").replace("3.6,", "3.9,"), encoding="utf-8")
    for name in ("bad.txt", "own.json"):
        assert "sign" in refused(run("gates", "check", name, "--keys", key), 1)
    assert "no signature was asked for" in run("gates", "check", "own.json").stdout


def test_a_grading_scheme_is_signed_alike(here: Path, key: str) -> None:
    """A scheme signed on standard output is the same scheme, with its signer."""
    (here / "scheme.json").write_bytes(msgspec.json.encode(msgspec.structs.replace(our_scheme(), hash="")))
    note = run("gates", "sign", "scheme.json", "--key", "yard.key").stdout
    read = read_scheme(note, "scheme.txt", [Verifier.parse(key)])
    assert (read.hash, read.signed_by) == (our_scheme().hash, "yard.example.com")


def test_bad_input_is_refused_with_a_sentence(here: Path, key: str) -> None:
    """No key, a key that would be written over, no limits, no text, no file."""
    (here / "own.json").write_text("[1]", encoding="utf-8")
    (here / "bytes.json").write_bytes(b"\xff\xfe")
    refused(run("gates", "sign", "own.json", "--key", "no.key"), 1)
    refused(run("gates", "new-key", "yard.key", "--name", "a"), 1)
    for name in ("own.json", "bytes.json", "nothing.json"):
        refused(run("gates", "check", name), 1)
    refused(run("gates", "check", "own.json", "--keys", "no key"), 1)
