"""verify, log and export: what they answer, and that tampering with a ledger's file does not escape them."""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from cli.commands import PACK, answer, event, refused, run

from dicycle.ledger.integrity.notes import Verifier, open_checkpoint


def capture(number: int) -> None:
    """Capture an event."""
    Path("more.ndjson").write_text(f"{json.dumps(event(number))}\n", encoding="utf-8")
    assert run("capture", "more.ndjson").exit_code == 0


def tamper(*statements: str) -> None:
    """Change the ledger's file behind its back."""
    with closing(sqlite3.connect("dicycle.db")) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def findings(*arguments: str) -> list[tuple[str, str]]:
    """Return code and place of what verify finds, after checking that its exit status says the same."""
    done = run("verify", *arguments, "--json")
    found = json.loads(done.stdout)["findings"]
    assert done.exit_code == (1 if found else 0)
    return [(one["code"], one["where"]) for one in found]


def test_a_ledger_that_nobody_touched_is_as_it_was_logged(filled: Path) -> None:
    """It says what it checked, by which key, and that this key is only the ledger's own."""
    done = run("verify")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "2 events and 1 checkpoint: all is as it was logged."
    assert lines[1].startswith("Verified with dicycle/")
    assert "give the key you were told" in done.stdout


def test_the_log_prints_what_is_to_be_kept(filled: Path) -> None:
    """The newest checkpoint, and the key that verifies it, alone or together."""
    key = Verifier.parse(run("log", "key").stdout)
    note = run("log", "checkpoint").stdout
    head = open_checkpoint(note, [key])
    assert head.size == 2
    told = answer("log")
    assert (told["size"], told["checkpoint"], told["key"]) == (2, note, str(key))
    assert note in run("log").stdout
    assert str(key) in run("log").stdout


def test_what_was_kept_holds_the_ledger_to_its_word(filled: Path) -> None:
    """A ledger that goes on is consistent with it; one that was begun anew with the same key is not."""
    Path("kept").write_text(run("log", "checkpoint").stdout, encoding="utf-8")
    Path("key").write_text(run("log", "key").stdout, encoding="utf-8")
    capture(3)
    done = run("verify", "--key", "key", "--checkpoint", "kept")
    assert done.exit_code == 0
    assert "give the key" not in done.stdout
    for file in ("dicycle.db", "dicycle.db-wal", "dicycle.db-shm"):
        Path(file).unlink(missing_ok=True)
    capture(4)
    assert findings("--key", "key") == []
    assert findings("--key", "key", "--checkpoint", "kept") == [("log.cut-short", "")]
    capture(5)
    assert findings("--checkpoint", "kept") == [("log.not-consistent", "")]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE event SET body = CAST(replace(body, 'OBSERVE', 'DELETE') AS BLOB) WHERE seq = 1", "log.event-altered"),
        ("UPDATE event SET body = 'no event' WHERE seq = 1", "log.event-altered"),
        ("UPDATE event SET record_time = record_time + 1 WHERE seq = 1", "log.event-altered"),
        ("UPDATE event SET record_time = 'yesterday' WHERE seq = 1", "log.event-altered"),
        ("UPDATE context SET body = CAST('{}' AS BLOB)", "log.event-altered"),
        ("UPDATE event SET entry = zeroblob(32) WHERE seq = 1", "log.digest-changed"),
        ("UPDATE event SET entry = zeroblob(0) WHERE seq = 1", "log.digest-missing"),
        ("UPDATE event SET entry = 'text' WHERE seq = 1", "log.digest-missing"),
        ("DELETE FROM event WHERE seq = 1", "log.event-missing"),
        ("DELETE FROM event WHERE seq = 2", "log.cut-short"),
        ("UPDATE event SET seq = 77 WHERE seq = 2", "log.event-not-logged"),
        ("UPDATE checkpoint SET note = replace(note, '2', '3')", "log.checkpoint-altered"),
        ("UPDATE checkpoint SET note = 5", "log.checkpoint-altered"),
        ("UPDATE checkpoint SET size = 3", "log.checkpoint-altered"),
        ("DELETE FROM checkpoint", "log.no-checkpoint"),
    ],
)
def test_tampering_with_the_file_is_found(filled: Path, statement: str, code: str) -> None:
    """Whatever somebody with the file and without the key does, in values of whatever kind."""
    tamper(statement)
    done = run("verify")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[0].endswith(": something is wrong.")
    assert done.stderr.startswith("error: ")
    assert code in [found for found, _ in findings()]


def test_the_event_that_was_altered_is_named(filled: Path) -> None:
    """By its id and its number."""
    tamper("UPDATE event SET body = CAST(replace(body, 'OBSERVE', 'DELETE') AS BLOB) WHERE seq = 1")
    assert findings() == [("log.event-altered", event(1)["eventID"])]
    assert f"error: {event(1)['eventID']}: Event 1 is not what was logged" in run("verify").stderr


def test_a_file_that_is_damaged_is_a_sentence(filled: Path) -> None:
    """A tool that looks for damage must not fall over it."""
    raw = Path("dicycle.db").read_bytes()
    Path("dicycle.db").write_bytes(raw[:4096] + os.urandom(len(raw) - 4096))
    refused(run("verify"), 4)


def test_a_damaged_log_is_not_exported(filled: Path) -> None:
    """And the sentence says where to look."""
    tamper("DELETE FROM event WHERE seq = 1")
    assert "The log is damaged" in refused(run("export", "bundle"), 4)
    assert not Path("bundle").exists()


def test_without_a_key_nothing_is_verified(filled: Path) -> None:
    """A ledger whose key is gone is not called sound; a key that is given is enough."""
    key = run("log", "key").stdout.strip()
    Path("dicycle.db.key").unlink()
    assert "no key here to verify with" in refused(run("verify"), 1)
    assert findings("--key", key) == []


def test_another_key_is_not_believed(filled: Path) -> None:
    """A ledger whose checkpoints somebody else signed."""
    other = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    assert [code for code, _ in findings("--key", other)] == ["log.not-signed", "log.checkpoint-altered"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--key", "nonsense"],
        ["--checkpoint", "more"],
        ["--checkpoint", "nowhere"],
    ],
)
def test_what_cannot_be_used_is_refused(filled: Path, arguments: list[str]) -> None:
    """A key that is none, a checkpoint that is none, a file that is not there."""
    Path("more").write_text("not a note\n", encoding="utf-8")
    refused(run("verify", *arguments), 1)


@pytest.mark.parametrize("name", ["bundle", "bundle.zip"])
def test_an_exported_log_is_verified_anywhere(filled: Path, name: str) -> None:
    """A folder or a zip file, without the ledger."""
    told = answer("export", name)
    assert told == {"path": name, "events": 2, "size": 2}
    Path("kept").write_text(run("log", "checkpoint").stdout, encoding="utf-8")
    Path("dicycle.db").unlink()
    assert run("verify", name).stdout.startswith("2 events and 1 checkpoint: all is as it was logged.\n")
    assert findings(name, "--checkpoint", "kept") == []
    assert run("export", name).exit_code != 0


def test_the_life_of_one_battery_is_handed_over_with_proofs(filled: Path) -> None:
    """Only its events; each is proven to be in the whole log."""
    capture(3)
    Path("other.ndjson").write_text(json.dumps(event(4, epcList=["urn:other:thing"])) + "\n", encoding="utf-8")
    assert run("capture", "other.ndjson").exit_code == 0
    assert run("export", "life", "--item", PACK).stdout == "life: 3 events of a log of 4, each with its proof.\n"
    assert run("verify", "life").stdout.startswith("3 events, each with its proof in a log of 4: all is as")
    lines = Path("life/events.ndjson").read_bytes().splitlines(keepends=True)
    Path("life/events.ndjson").write_bytes(b"".join([lines[0], lines[2]]))
    assert findings("life") == [("log.event-missing", "")]


def test_nothing_is_written_over(filled: Path) -> None:
    """A name that is taken is refused, and so is a thing that the ledger has not met."""
    Path("taken").write_text("mine", encoding="utf-8")
    assert "Something is here already" in refused(run("export", "taken"), 4)
    assert Path("taken").read_text(encoding="utf-8") == "mine"
    refused(run("export", "new", "--item", "nobody"), 3)
    assert not Path("new").exists()


@pytest.mark.parametrize("command", [["verify"], ["log"], ["export", "bundle"]])
def test_a_ledger_that_is_not_there_is_said(here: Path, command: list[str]) -> None:
    """And none is made."""
    assert "There is no ledger here yet" in refused(run(*command), 3)
    assert not list(here.iterdir())


def test_a_folder_that_is_no_bundle_is_said(filled: Path) -> None:
    """Any folder, any zip file."""
    Path("folder").mkdir()
    assert "no bundle of a log" in refused(run("verify", "folder"), 3)


def test_a_log_is_not_signed_by_a_new_key_unless_somebody_says_so(filled: Path) -> None:
    """A key that was left behind is asked for; a new one is made on request only, and never over another."""
    key = Path("dicycle.db.key")
    assert "a key here already" in refused(run("log", "new-key"), 1)
    key.unlink()
    assert "Put its file there" in refused(run("capture", "-", given=json.dumps(event(77))), 1)
    assert not key.exists()
    assert json.loads(run("status", "--json").stdout)["events"] == 2
    made = run("log", "new-key").stdout.strip()
    assert run("capture", "-", given=json.dumps(event(77))).exit_code == 0
    assert run("log", "key").stdout.strip() == made
