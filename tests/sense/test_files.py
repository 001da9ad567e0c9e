"""Checking files: form and sense together, without a ledger; several files are one world."""

import json
from pathlib import Path
from typing import Any

import pytest
from sense.telling import CAR, LATER, PACK, born, put, seen

from dicycle.errors import DicycleError
from dicycle.sense import PLANT, check_files
from dicycle.sense.files import Checked

XML = """<?xml version="1.0" encoding="UTF-8"?>
<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:2" schemaVersion="2.0" creationDate="2025-02-18T10:00:00Z">
  <EPCISBody><EventList>
    <ObjectEvent>
      <eventTime>2025-02-18T09:00:00Z</eventTime>
      <eventTimeZoneOffset>+00:00</eventTimeZoneOffset>
      <eventID>urn:uuid:5f0c3f0e-6f5d-4b0e-9d3b-0e8d5f7a1d09</eventID>
      <epcList><epc>https://id.gs1.org/01/09521234000014/21/P-1</epc></epcList>
      <action>OBSERVE</action>
      <bizStep>urn:epcglobal:cbv:bizstep:inspecting</bizStep>
    </ObjectEvent>
  </EventList></EPCISBody>
</epcis:EPCISDocument>
"""


def lines(path: Path, *events: dict[str, Any]) -> Path:
    """Write NDJSON."""
    path.write_text("".join(f"{json.dumps(event)}\n" for event in events), encoding="utf-8")
    return path


def check(*paths: Path) -> Checked:
    """Check files by the default profile."""
    return check_files(paths, PLANT, moment=LATER)


def places(done: Checked) -> list[tuple[str, str]]:
    """Return the rule and the place of each finding."""
    return [(sign.rule, sign.finding.where) for sign in done.sense.signs]


def test_a_finding_names_file_line_and_pointer(tmp_path: Path) -> None:
    """Of a line, its number; inside the line, a JSON pointer; blank lines count."""
    wrong = seen(1, PACK + "1", CAR + "é")
    path = lines(tmp_path / "a.ndjson", seen(0, PACK + "1"))
    path.write_text(path.read_text() + "\n" + json.dumps(seen(1, PACK.replace("0020/", "0021/") + "1")) + "\n")
    assert places(check(path)) == [("check-digit", f"{path}:3#/epcList/0")]
    refused = lines(tmp_path / "b.ndjson", seen(0, PACK + "1"), wrong)
    done = check(refused)
    assert (done.refused, done.sense.events) == (1, 1)
    assert done.form[0].where == f"{refused}:2#/epcList/1"


def test_files_are_one_world(tmp_path: Path) -> None:
    """What one plant tells and what another tells is checked together."""
    first, second = lines(tmp_path / "a.ndjson", born(2, PACK + "1")), lines(tmp_path / "b.ndjson", seen(1, PACK + "1"))
    assert places(check(first)) == places(check(second)) == []
    assert places(check(first, second)) == [("used-before-birth", f"{second}:1")]


def test_the_first_record_of_an_id_is_looked_at_again(tmp_path: Path) -> None:
    """The same content in another order of keys, or with another zero, is the same; anything else is told."""
    event = put(1, CAR + "1", PACK + "1", **{"dcy:n": 2.5})
    path = lines(tmp_path / "a.ndjson", seen(0, PACK + "9"), event)
    again = tmp_path / "b.ndjson"
    again.write_text(json.dumps(dict(reversed(event.items()))).replace("2.5", "2.50") + "\n")
    assert places(check(path, again)) == []
    other = lines(tmp_path / "c.ndjson", {**event, "dcy:n": 3})
    assert places(check(path, other)) == [("same-id-other-fact", f"{other}:1")]


def test_a_document_is_checked_with_its_master_data(tmp_path: Path) -> None:
    """A file that is no EPCIS at all is refused with the reason; one that cannot be read stops the check."""
    path = tmp_path / "a.jsonld"
    path.write_text("[1, 2")
    done = check(path)
    assert (done.refused, done.form[0].code) == (1, "json.not-json")
    with pytest.raises(DicycleError, match="cannot be read"):
        check(tmp_path / "nowhere.jsonld")


def test_xml_is_checked_like_json(tmp_path: Path) -> None:
    """An XML document is read as the ledger reads it."""
    path = tmp_path / "a.xml"
    path.write_text(XML, encoding="utf-8")
    assert places(check(path)) == [("check-digit", f"{path}#/epcisBody/eventList/0/epcList/0")]


def test_progress_is_told_now_and_then(tmp_path: Path) -> None:
    """Every thousand events, with the bytes so far."""
    path = lines(tmp_path / "a.ndjson", *(seen(0, f"{PACK}{number}") for number in range(2500)))
    told: list[tuple[int, int]] = []
    check_files([path], progress=lambda events, read: told.append((events, read)), moment=LATER)
    assert [events for events, _ in told] == [1000, 2000]
    assert 0 < told[0][1] < told[1][1] < path.stat().st_size


def test_a_flood_of_findings_is_counted_and_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each rule so many are kept; the count is that of all."""
    monkeypatch.setattr("dicycle.sense.checking.MOST", 5)
    twice = [born(hour, f"{PACK}{number}") for number in range(9) for hour in (1, 2)]
    odd = [seen(3, f"{PACK}{number}", bizStep="receiving", disposition="in_transit") for number in range(8)]
    done = check(lines(tmp_path / "a.ndjson", *twice, *odd))
    assert done.sense.counts == {"born-twice": 9, "disposition-misfit": 8}
    assert len(done.sense.signs) == 10
