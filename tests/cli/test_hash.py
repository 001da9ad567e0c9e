"""``dicycle hash``: the ids of events in files, without a ledger."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from cli.commands import EPCIS, PACK, assembly, event, refused, run


def document(*events: dict[str, Any], **more: Any) -> str:
    """Return a document of events, which leave their context to it."""
    bare = [{key: value for key, value in one.items() if key != "@context"} for one in events]
    head = {"@context": [EPCIS, {"ex": "https://example.com/terms/"}], "type": "EPCISDocument", "schemaVersion": "2.0"}
    return json.dumps(head | {"creationDate": "2027-01-01T00:00:00Z", "epcisBody": {"eventList": bare}} | more)


def ids(*arguments: str, given: str | None = None) -> list[str]:
    """Run the command; return the ids it tells."""
    done = run("hash", *arguments, given=given)
    assert done.exit_code == 0, done.stderr
    return [line.split("  ")[0] for line in done.stdout.splitlines()]


def test_each_event_of_a_document_is_told_with_its_place(here: Path) -> None:
    """One line an event: its id, and where it stands; nothing is stored."""
    (here / "two.jsonld").write_text(document(event(), assembly()), encoding="utf-8")
    lines = run("hash", "two.jsonld").stdout.splitlines()
    assert [line.split("  ")[1] for line in lines] == [f"two.jsonld#/epcisBody/eventList/{at}" for at in (0, 1)]
    assert all(line.startswith("ni:///sha-256;") for line in lines)
    assert list(here.iterdir()) == [here / "two.jsonld"]


def test_the_same_events_have_the_same_ids_in_any_file(here: Path) -> None:
    """A document, in one line or many, a list, NDJSON and standard input agree."""
    pretty = json.dumps(json.loads(document(event(), assembly())), indent=2)
    texts = [document(event(), assembly()), pretty, json.dumps([event(), assembly()])]
    texts.append(f"{json.dumps(event())}\n\n{json.dumps(assembly())}\n")
    for number, text in enumerate(texts):
        (here / f"{number}").write_text(text, encoding="utf-8")
    found = [ids(f"{number}") for number in range(len(texts))]
    assert len(found[0]) == 2
    assert found == [found[0]] * len(texts)
    assert ids("-", given=texts[-1]) == found[0]


def test_one_event_is_a_file_too(here: Path) -> None:
    """A bare event stands at the whole file."""
    (here / "one.json").write_text(json.dumps(event(), indent=1), encoding="utf-8")
    assert run("hash", "one.json").stdout.endswith("  one.json#\n")


def test_the_string_before_the_digest_is_shown(here: Path) -> None:
    """With --prehash the string stands below the id, which is its digest."""
    (here / "one.json").write_text(json.dumps(event()), encoding="utf-8")
    told, string = run("hash", "one.json", "--prehash", "--algorithm", "sha-512").stdout.splitlines()
    assert told.startswith(f"ni:///sha-512;{hashlib.sha512(string.encode()).hexdigest()}?ver=CBV2.0")
    assert f"epcListepc={PACK}action=OBSERVE" in string


def test_programs_get_an_object_a_line(here: Path) -> None:
    """Place, eventID and id; the string where it is asked for."""
    (here / "one.json").write_text(json.dumps(event()), encoding="utf-8")
    plain = json.loads(run("hash", "one.json", "--json").stdout)
    assert plain == {"where": "one.json:1", "event_id": event()["eventID"], "hash_id": ids("one.json")[0]}
    assert "eventType=ObjectEvent" in json.loads(run("hash", "one.json", "--json", "--prehash").stdout)["prehash"]


def test_keys_of_ones_own_are_left_out(here: Path) -> None:
    """What a store adds to an event need not change its id."""
    (here / "plain.jsonld").write_text(document(event()), encoding="utf-8")
    (here / "seen.jsonld").write_text(document(event(**{"ex:seen": "yes"})), encoding="utf-8")
    assert ids("seen.jsonld") != ids("plain.jsonld")
    assert ids("seen.jsonld", "--without", "ex:seen") == ids("plain.jsonld")


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("bad.json", "{", "bad.json:"),
        ("bad.json", '{"type": []}', "bad.json:1#"),
        ("bad.ndjson", json.dumps(event()) + '\n{"type": 5}', "bad.ndjson:2#"),
        ("bad.jsonld", document(event(eventTime="never")), "bad.jsonld#/epcisBody/eventList/0/eventTime"),
    ],
)
def test_what_is_refused_is_told_with_its_place(name: str, text: str, where: str, here: Path) -> None:
    """A faulty event is told in a sentence; the others are hashed all the same."""
    (here / name).write_text(text, encoding="utf-8")
    (here / "good.json").write_text(json.dumps(event()), encoding="utf-8")
    done = run("hash", name, "good.json")
    assert done.exit_code == 1
    assert f"error: {where}" in done.stderr
    assert "good.json:1" in done.stdout


def test_a_file_that_is_not_there_is_told(here: Path) -> None:
    """A missing file is a sentence, in JSON a finding."""
    assert "missing.json" in refused(run("hash", "missing.json"), 1)
    findings = json.loads(run("hash", "missing.json", "--json").stderr)["findings"]
    assert [one["code"] for one in findings] == ["hash.unreadable"]


def test_an_unknown_digest_is_wrong_use(here: Path) -> None:
    """The usage names the digests that there are."""
    done = run("hash", "any.json", "--algorithm", "md5")
    assert done.exit_code == 2
    assert "sha3-256" in done.stderr
