"""Parameters of every kind on the command line."""

import json
from pathlib import Path

import pytest
from cli.commands import EPCIS, run
from contract.books import event
from contract.parameters import CASES

SELECTED = ["EQ_type", "GE_value_CEL", "EQ_ILMD_example:level", "LT_INNER_example:level", "EXISTS_errorDeclaration"]


@pytest.mark.parametrize("name", SELECTED)
def test_a_parameter_on_the_command_line_finds_what_the_standard_says(here: Path, name: str) -> None:
    """Each value finds its events; with | between them, all."""
    told = [{"@context": EPCIS, **event(letter, **fields)} for letter, fields in CASES[name].events.items()]
    lines = [json.dumps({key: value for key, value in one.items() if value is not None}) for one in told]
    (here / "told.ndjson").write_text("\n".join(lines), encoding="utf-8")
    assert run("capture", "told.ndjson").exit_code == 0
    questions = dict(CASES[name].finds)
    if not CASES[name].single:
        questions["|".join(questions)] = " ".join(questions.values())
    for value, letters in questions.items():
        found = run("events", f"{name}={value}", "--all", "--json").stdout.splitlines()
        assert {json.loads(line)["eventID"] for line in found} == {f"urn:x:{letter}" for letter in letters.split()}
