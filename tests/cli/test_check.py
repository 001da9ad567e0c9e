"""``dicycle check``: findings for people and programs, rules explained, an exit status that a script can use."""

import json
from pathlib import Path

import pytest
from cli.commands import PACK, answer, event, refused, run

from dicycle.sense import RULES


@pytest.fixture
def odd(here: Path) -> Path:
    """Write a file with one error, one warning, and nothing of what comes before."""
    path = here / "odd.ndjson"
    end = event(1, bizStep="destroying", disposition="destroyed")
    after = event(2, bizStep="receiving", disposition="in_transit")
    path.write_text(f"{json.dumps(end)}\n{json.dumps(after)}\n", encoding="utf-8")
    return path


def test_findings_are_told_by_rule_with_file_and_line(odd: Path) -> None:
    """Errors before warnings, what to do under each, and a sum at the end; an error is status 1."""
    done = run("check", str(odd), "--profile", "plant")
    lines = done.stdout.splitlines()
    assert done.exit_code == 1
    assert lines[0] == f"error: used-after-end, 1 time: {RULES['used-after-end'].says}"
    assert lines[1].startswith(f"  {odd}:2: {PACK} is used in urn:uuid:")
    assert lines[2] == f"  {RULES['used-after-end'].advice}"
    assert lines[3].startswith("warning: disposition-misfit, 1 time: ")
    assert lines[-1].startswith("2 events about 1 thing: 1 error, 1 warning, ")


def test_programs_get_findings_with_thing_and_events(odd: Path) -> None:
    """The same findings as data."""
    done = run("check", str(odd), "--json", "--severity", "event-in-future=off")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["events"], told["things"], told["refused"]) == (1, 2, 1, 0)
    assert told["counts"] == {"sense.disposition-misfit": 1, "sense.used-after-end": 1}
    after = next(one for one in told["findings"] if one["code"] == "sense.used-after-end")
    assert (after["thing"], after["severity"]) == (PACK, "error")
    assert after["events"] == [event(2)["eventID"], event(1)["eventID"]]


def test_a_severity_may_be_changed(odd: Path) -> None:
    """Without an error the status is 0; a rule that is none is refused."""
    assert run("check", str(odd), "--severity", "used-after-end=warning").exit_code == 0
    assert run("check", str(odd), "--profile", "lenient").exit_code == 0
    assert "There is no rule 'x'" in refused(run("check", str(odd), "--severity", "x=off"), 1)
    assert "sets no severity" in refused(run("check", str(odd), "--severity", "used-after-end=bad"), 1)
    assert "There is no profile 'x'" in refused(run("check", str(odd), "--profile", "x"), 1)


def test_only_so_many_of_a_rule_are_shown(here: Path) -> None:
    """The rest is counted; --most 0 shows all."""
    path = here / "many.ndjson"
    many = [event(number, bizStep="receiving", disposition="in_transit") for number in range(1, 14)]
    path.write_text("".join(f"{json.dumps(one)}\n" for one in many), encoding="utf-8")
    assert "  … and 3 more" in run("check", str(path)).stdout
    assert "more" not in run("check", str(path), "--most", "0").stdout


def test_what_the_grammar_refuses_is_told_too(here: Path) -> None:
    """Form first, with the place; a file that is not there is an error in a sentence."""
    path = here / "bad.ndjson"
    path.write_text(json.dumps(event(1, epcList="x")) + "\n" + json.dumps(event(2)) + "\n", encoding="utf-8")
    done = run("check", str(path))
    assert done.exit_code == 1
    assert done.stdout.startswith(f"error: 1 refused by the grammar of EPCIS\n  {path}:1#/epcList: ")
    assert "cannot be read" in refused(run("check", "nowhere.ndjson"), 1)


def test_without_files_the_ledger_is_checked(odd: Path) -> None:
    """What was captured is checked as a whole; without a ledger that is said."""
    assert "There is no ledger here yet" in refused(run("check"), 3)
    run("capture", str(odd))
    done = run("check")
    assert done.exit_code == 1
    assert f"  {event(2)['eventID']}: {PACK} is used in " in done.stdout
    assert run("check", str(odd), "--ledger", "dicycle.db").exit_code == 2


def test_rules_are_listed_and_explained(here: Path) -> None:
    """Every rule with its severity; one rule with what it rests on."""
    listed = run("check", "--rules").stdout
    assert [name for name in RULES if name not in listed] == []
    assert {one["code"] for one in answer("check", "--rules")} == {rule.code for rule in RULES.values()}
    told = run("check", "--explain", "check-digit").stdout
    assert "rests on: GenSpecs 7.9.1" in told
    assert answer("check", "--explain", "sense.check-digit")[0]["severity"] == "error"
    assert "There is no rule" in refused(run("check", "--explain", "nonsense"), 1)
