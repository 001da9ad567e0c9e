"""The command line: every command helps, answers people and programs, and says in a sentence what is wrong."""

import json
import os
from pathlib import Path

import pytest
from cli.commands import MODULE, PACK, answer, assembly, event, refused, run

from dicycle.cli import COMMANDS

# ---------------------------------------------------------------- help


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_helps(name: str) -> None:
    """A command says what it does, and what each of its options means."""
    done = run(name, "--help")
    assert done.exit_code == 0
    assert done.stdout.startswith(f"Usage: main {name} ")
    assert "--help" in done.stdout


def test_the_short_help_is_the_first_sentence_of_the_long(here: Path) -> None:
    """The list of commands is read without importing them, and names them all."""
    done = run("--help")
    assert done.exit_code == 0
    assert [name for name, (_, line) in COMMANDS.items() if name not in done.stdout or line not in done.stdout] == []


def test_the_version_is_said() -> None:
    """--version says name and version."""
    import dicycle

    assert run("--version").stdout == f"dicycle {dicycle.__version__}\n"


@pytest.mark.parametrize("arguments", [["nonsense"], ["item"], ["events", "--limit", "0"], ["capture"]])
def test_wrong_use_is_status_two(arguments: list[str], here: Path) -> None:
    """An unknown command, a missing argument and a senseless option are told with the usage."""
    done = run(*arguments)
    assert done.exit_code == 2
    assert "Usage:" in done.stderr
    assert "Traceback" not in done.output


# ---------------------------------------------------------------- answers


def test_status_tells_what_is_in_the_ledger(filled: Path) -> None:
    """Events by type and step, and from when to when."""
    assert run("status").stdout.startswith("2 events from 2027-01-01T00:00:01.000Z to 2027-01-01T00:00:02.000Z\n")
    told = answer("status")
    assert told["events"] == 2
    assert told["by_type"] == {"ObjectEvent": 1, "AssociationEvent": 1}
    assert told["by_step"] == {"inspecting": 1, "assembling": 1}


def test_events_are_listed_newest_first(filled: Path) -> None:
    """A table for people; whole events, one a line, for programs."""
    lines = run("events").stdout.splitlines()
    assert [line.split()[2] for line in lines[1:]] == ["assembling", "inspecting"]
    whole = [json.loads(line) for line in run("events", "--json").stdout.splitlines()]
    assert [one["eventID"] for one in whole] == [assembly()["eventID"], event()["eventID"]]
    assert all("recordTime" in one and "@context" in one for one in whole)


def test_the_values_of_a_parameter_are_alternatives(filled: Path) -> None:
    """Written with | between them, or by giving the parameter again."""
    for asked in (["EQ_bizStep=assembling|inspecting"], ["EQ_bizStep=assembling", "EQ_bizStep=inspecting"]):
        assert len(run("events", "--json", *asked).stdout.splitlines()) == 2
    assert run("events", "EQ_bizStep=shipping").stdout == "No event matches.\n"


def test_a_limit_holds_unless_all_are_asked_for(filled: Path) -> None:
    """--limit cuts, --all does not."""
    assert len(run("events", "--json", "--limit", "1").stdout.splitlines()) == 1
    assert len(run("events", "--json", "--limit", "1", "--all").stdout.splitlines()) == 2


def test_an_event_is_shown_with_its_declarations(filled: Path) -> None:
    """The record and what declares it wrong stand together."""
    wrong = event() | {"errorDeclaration": {"declarationTime": "2027-02-01T00:00:00Z", "reason": "did_not_occur"}}
    (filled / "wrong.json").write_text(json.dumps(wrong), encoding="utf-8")
    assert answer("capture", "wrong.json")[0]["stored"] == 1
    records = [json.loads(line) for line in run("event", event()["eventID"], "--json").stdout.splitlines()]
    assert ["errorDeclaration" in one for one in records] == [False, True]


def test_a_thing_is_told_by_any_of_its_names(filled: Path) -> None:
    """Digital Link, URN and element string name one pack."""
    names = (PACK, "urn:epc:id:sgtin:9521234.000001.P-1", "(01)09521234000013(21)P-1")
    assert len({json.dumps(answer("item", name)) for name in names}) == 1
    told = answer("item", PACK)
    assert [part["child"] for part in told["parts"]] == [MODULE]
    assert [one["eventID"] for one in told["events"]] == [event()["eventID"], assembly()["eventID"]]
    assert run("item", MODULE).stdout.splitlines()[:2] == [f"thing {MODULE}", f"in {PACK}"]


def test_parts_are_told_as_of_a_date(filled: Path) -> None:
    """Before the assembly the pack was empty."""
    assert answer("item", PACK, "--as-of", "2026-12-31")["parts"] == []
    assert len(answer("item", PACK, "--as-of", "2027-01-01")["parts"]) == 1


def test_things_are_listed_with_their_names(filled: Path) -> None:
    """Everything that events named is there; a category that nothing has is said to be empty."""
    assert {one["id"] for one in answer("items")} == {PACK, MODULE}
    assert run("items", "--category", "black_mass").stdout == "The ledger knows nothing of this kind.\n"


def test_jobs_are_listed_with_what_was_refused(filled: Path) -> None:
    """A job that was captured over HTTP is told; before the first, that there is none."""
    assert run("jobs").stdout == "No document was captured over HTTP yet.\n"
    from dicycle.bootstrap import open_loop
    from dicycle.ledger.capture import Behaviour

    with open_loop(filled / "dicycle.db") as loop:
        _, done = loop.intake.begin(json.dumps([event(7), event(8, bizStep="nonsense")]).encode(), Behaviour.PROCEED)
        done.result()
    [job] = answer("jobs")
    assert (job["stored"], job["running"], job["success"], len(job["errors"])) == (1, False, False, 1)
    assert run("jobs").stdout.splitlines()[1].split()[2:] == ["refused", "1", "1"]


def test_settings_are_file_under_environment_under_flag(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The nearer word counts."""
    (here / "dicycle.toml").write_text('port = 1\nledger = "other.db"\n', encoding="utf-8")
    monkeypatch.setenv("DICYCLE_PORT", "2")
    told = answer("settings")
    assert (told["port"], told["ledger"], told["host"]) == (2, "other.db", "127.0.0.1")
    assert "port = 2\n" in run("settings").stdout


def test_the_simulation_writes_what_capture_reads(here: Path) -> None:
    """A loop is simulated into a folder and captured as it is."""
    told = answer("simulate", "--packs", "2", "--years", "3", "-o", "sim")
    done = answer("capture", "sim/places.jsonld", "sim/events.ndjson")
    assert [one["refused"] for one in done] == [0, 0]
    assert done[1]["stored"] == answer("status")["events"] == told["events"]
    assert answer("items", "--category", "pack")


# ---------------------------------------------------------------- capture


def test_standard_input_is_captured(here: Path) -> None:
    """- reads a document or lines from a pipe."""
    assert run("capture", "-", given=json.dumps(event())).stdout == "-: 1 new, 0 known already, 0 refused.\n"
    lines = f"{json.dumps(event())}\n{json.dumps(event(3))}\n"
    assert run("capture", "-", given=lines).stdout == "-: 1 new, 1 known already, 0 refused.\n"


def test_a_refused_line_is_told_by_its_number(here: Path) -> None:
    """Sound lines are stored, the others named, and the exit status says that something was refused."""
    lines = [json.dumps(event()), json.dumps(event(2, eventTime="yesterday")), json.dumps(event(3))]
    (here / "some.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run("capture", "some.ndjson")
    assert done.exit_code == 1
    assert done.stdout == "some.ndjson: 2 new, 0 known already, 1 refused.\n"
    assert done.stderr.startswith("error: some.ndjson:2#/eventTime: 'yesterday' is not a date-time")


def test_one_bad_file_does_not_stop_the_others(here: Path) -> None:
    """Each file has its own fate."""
    (here / "good.json").write_text(json.dumps(event()), encoding="utf-8")
    done = run("capture", "missing.json", "good.json")
    assert done.exit_code == 1
    assert done.stderr == "error: missing.json: This file cannot be read: No such file or directory.\n"
    assert done.stdout == "good.json: 1 new, 0 known already, 0 refused.\n"


def test_other_content_under_a_known_id_is_refused(filled: Path) -> None:
    """An event is never changed (convention 1), and the sentence says what to do instead."""
    (filled / "changed.json").write_text(json.dumps(event(bizStep="shipping")), encoding="utf-8")
    done = run("capture", "changed.json")
    assert done.exit_code == 1
    assert "declare the earlier one wrong with an errorDeclaration" in done.stderr


def test_refusals_are_findings_for_programs(here: Path) -> None:
    """With --json a refusal is data, of the same shape as everywhere (convention 14)."""
    done = run("capture", "--json", "missing.json")
    assert done.exit_code == 1
    [finding] = json.loads(done.stderr)["findings"]
    assert finding.keys() == {"code", "sentence", "where", "severity", "advice"}
    assert finding["code"] == "import.unreadable"


def test_an_import_that_was_cut_short_goes_on(here: Path) -> None:
    """A file that ends in half a line is read on from there when the rest has come."""
    lines = [json.dumps(event(number)) for number in range(1, 6)]
    path = here / "growing.ndjson"
    path.write_text("\n".join(lines[:3]) + "\n" + lines[3][:20], encoding="utf-8")
    assert run("capture", str(path)).exit_code == 1
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    [done] = answer("capture", str(path))
    assert (done["resumed_after_lines"], done["stored"], done["known"]) == (3, 2, 0)
    assert run("capture", str(path)).stdout == f"{path}: all 5 lines were captured before; nothing is new.\n"


# ---------------------------------------------------------------- what cannot be done


@pytest.mark.parametrize(
    "arguments", [["status"], ["events"], ["event", "x"], ["item", "x"], ["items"], ["jobs"]], ids=lambda a: a[0]
)
def test_a_missing_ledger_is_said_and_not_made(arguments: list[str], here: Path) -> None:
    """Looking does not make a ledger."""
    told = refused(run(*arguments, "--ledger", "none.db"), 3)
    assert told.startswith("error: none.db: There is no ledger here yet.")
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["event", "urn:x:1"], 3, "There is no event 'urn:x:1' in this ledger."),
        (["item", "nonsense"], 3, "This ledger has no event about 'nonsense'."),
        (["item", PACK, "--as-of", "soon"], 1, "'soon' is no date."),
        (["events", "nonsense"], 1, "'nonsense' is not PARAMETER=VALUE. Write it as EQ_bizStep=shipping."),
        (["events", "EQ_bizstep=shipping"], 1, "Did you mean EQ_bizStep?"),
        (["events", "EQ_bizStep=recieving"], 1, "Did you mean receiving?"),
        (["events", "EQ_nonsense=1"], 1, "'EQ_nonsense' is not a query parameter"),
        (["events", "EQ_action=MAYBE"], 1, "'MAYBE' is not an action."),
        (["capture", "."], 1, "This file cannot be read: Is a directory."),
        (["capture", "two.ndjson", "--ledger", "no/such/folder.db"], 4, "unable to open database file"),
    ],
)
def test_bad_input_gets_a_sentence(arguments: list[str], status: int, says: str, filled: Path) -> None:
    """One sentence on standard error, the right exit status, and no traceback."""
    assert says in refused(run(*arguments), status)


@pytest.mark.parametrize("content", [b"not a database, but long enough to look like one" * 30, b"x\n"])
def test_a_file_that_is_no_ledger_is_left_alone(content: bytes, here: Path) -> None:
    """Another program's file is refused and keeps every byte."""
    (here / "other.db").write_bytes(content)
    refused(run("status", "--ledger", "other.db"), 4)
    assert (here / "other.db").read_bytes() == content


def test_another_programs_database_is_left_alone(here: Path) -> None:
    """A SQLite file of somebody else is not made into a ledger."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect("other.db")) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    before = (here / "other.db").read_bytes()
    assert "is not a Dicycle ledger" in refused(run("status", "--ledger", "other.db"), 4)
    assert (here / "other.db").read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="The superuser may write everywhere.")
def test_a_folder_that_may_not_be_written_is_said(filled: Path) -> None:
    """A ledger cannot be made where nothing may be written."""
    locked = filled / "locked"
    locked.mkdir(mode=0o500)
    assert "Check that the folder exists" in refused(run("capture", "two.ndjson", "--ledger", str(locked / "x.db")), 4)


def test_a_wrong_setting_is_named_with_where_it_comes_from(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the environment or in the file, the sentence says which setting and what to do."""
    monkeypatch.setenv("DICYCLE_PORT", "many")
    assert "DICYCLE_PORT" in refused(run("settings"), 1)
    monkeypatch.delenv("DICYCLE_PORT")
    (here / "dicycle.toml").write_text("prot = 1\n", encoding="utf-8")
    assert "The setting 'prot' is wrong" in refused(run("settings"), 1)
    (here / "dicycle.toml").write_text("port = \n", encoding="utf-8")
    assert "dicycle.toml cannot be read" in refused(run("settings"), 1)


def test_a_simulation_that_is_too_long_is_refused(here: Path) -> None:
    """Limits are said in a sentence, by whoever checks them first."""
    done = run("simulate", "--packs", "2", "--years", "61", "-o", "sim")
    assert done.exit_code in (1, 2)
    assert "Traceback" not in done.output
    assert not (here / "sim" / "events.ndjson").exists()


def test_a_simulation_that_cannot_write_says_so(here: Path) -> None:
    """A folder that cannot be made is told in a sentence."""
    (here / "file").write_text("in the way", encoding="utf-8")
    refused(run("simulate", "--packs", "2", "--years", "3", "-o", "file/sim"), 1)


def test_control_characters_do_not_reach_the_terminal() -> None:
    """What a terminal would obey is shown as a mark in its place."""
    from dicycle.cli.common import table

    assert "\x1b" not in table([("a\x1b]0;owned\x07\nb",)], ("NAME",))


@pytest.mark.parametrize(
    "command",
    [
        ("match", "rows.csv", "-s", "2"),
        ("route", "rows.csv"),
        ("health", "fit", "rows.csv"),
        ("grade", "records.csv", "--type", "LFP 50 Ah", "--readings", "rows.csv"),
        ("certificate", "sign", "rows.csv", "--key", "name.key"),
    ],
)
def test_what_is_read_is_not_written_over(here: Path, command: tuple[str, ...]) -> None:
    """An output that is an input of the same command, by whatever path, is refused, and the input stays as it is."""
    (here / "rows.csv").write_text("id,capacity_ah\na,50\n", encoding="utf-8")
    (here / "records.csv").write_text("Time (s),Voltage (V),Current (A)\n0,3.3,1\n", encoding="utf-8")
    done = run(*command, "-o", "./rows.csv")
    refused(done, 1)
    assert "Name another file with -o" in done.stderr
    assert (here / "rows.csv").read_text(encoding="utf-8") == "id,capacity_ah\na,50\n"
