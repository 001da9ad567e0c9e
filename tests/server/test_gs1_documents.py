"""GS1's own example documents go in over HTTP, are found again, and come back equal."""

import json
from pathlib import Path
from typing import Any

import pytest
from asking import AS_IT_CAME, JSON, by_id, capture, events, exact, without_record
from reference import reference_files
from starlette.testclient import TestClient

DOCUMENTS = reference_files("epcis", "gs1", "examples", pattern="**/*.jsonld")
BARE = reference_files("epcis", "gs1", "bare-events", pattern="*.json")
DUPLICATED = "AssociationEvent-h.jsonld"
"""GS1's one file with a key that stands twice; it is refused as it is, and captured with the key once."""

pytestmark = pytest.mark.skipif(not DOCUMENTS, reason="GS1's example documents are not on this machine")


def events_in(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the events of a document."""
    body = document["epcisBody"]
    return body["eventList"] if "eventList" in body else body["queryResults"]["resultsBody"]["eventList"]


def content(path: Path) -> str:
    """Return a document's text, with each key once."""
    text = path.read_text(encoding="utf-8")
    return json.dumps(json.loads(text)) if path.name == DUPLICATED else text


def as_sent(event: dict[str, Any], back: dict[str, Any]) -> dict[str, Any]:
    """Return what came back without what the ledger added to it: its record time, and an id if there was none."""
    added = {"recordTime", "@context"} | ({"eventID"} - event.keys())
    return {key: value for key, value in back.items() if key not in added}


def questions(event: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the query parameters that must find an event, made from its own fields."""
    asked = [("eventType", event["type"]), ("GE_eventTime", event["eventTime"])]
    plain = {
        "action": "EQ_action",
        "bizStep": "EQ_bizStep",
        "disposition": "EQ_disposition",
        "parentID": "MATCH_parentID",
    }
    asked += [(parameter, event[field]) for field, parameter in plain.items() if field in event]
    asked += [(f"EQ_{place}", event[place]["id"]) for place in ("readPoint", "bizLocation") if place in event]
    lists = {
        "epcList": "MATCH_epc",
        "childEPCs": "MATCH_epc",
        "inputEPCList": "MATCH_inputEPC",
        "outputEPCList": "MATCH_outputEPC",
    }
    for field, parameter in lists.items():
        asked += [(name, epc) for epc in event.get(field, [])[:2] for name in (parameter, "MATCH_anyEPC")]
    amounts = {"quantityList": "MATCH_epcClass", "childQuantityList": "MATCH_epcClass"}
    amounts |= {"inputQuantityList": "MATCH_inputEPCClass", "outputQuantityList": "MATCH_outputEPCClass"}
    for field, parameter in amounts.items():
        asked += [
            (name, one["epcClass"]) for one in event.get(field, [])[:2] for name in (parameter, "MATCH_anyEPCClass")
        ]
    typed = {"bizTransactionList": "bizTransaction", "sourceList": "source", "destinationList": "destination"}
    for field, name in typed.items():
        asked += [(f"EQ_{name}_{one['type']}", one[name]) for one in event.get(field, []) if "type" in one]
    if "transformationID" in event:
        asked.append(("EQ_transformationID", event["transformationID"]))
    return asked


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_gs1_document_comes_back_equal_and_is_found_by_what_it_says(path: Path, client: TestClient) -> None:
    """Every event of a GS1 document is found by its id and by each thing it says, and is equal to what was sent."""
    document = exact(content(path))
    assert capture(client, content(path))["success"]
    for event in map(without_record, events_in(document)):
        found = by_id(client, event["eventID"]) if "eventID" in event else events(client)
        assert event in [as_sent(event, one) for one in found]
        for parameter, value in questions(event):
            hits = [without_record(one) for one in events(client, **{parameter: value})]
            assert any(event.items() <= hit.items() for hit in hits), (parameter, value)


@pytest.mark.parametrize("path", BARE, ids=lambda path: path.stem)
def test_a_bare_event_comes_back_equal_with_its_context(path: Path, client: TestClient) -> None:
    """A bare event posted by itself is created, found by the id it was given, and equal to what was sent."""
    sent = exact(path.read_bytes())
    answer = client.post("/events", content=path.read_bytes(), headers=JSON)
    assert answer.status_code == 201, answer.text
    back = exact(client.get(answer.headers["Location"], headers=AS_IT_CAME).content)
    [event] = back["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    assert without_record(sent).items() <= event.items()
    listed = sent["@context"] if isinstance(sent["@context"], list) else [sent["@context"]]
    assert all(part in back["@context"] for part in listed)


def test_a_key_that_stands_twice_is_refused(client: TestClient) -> None:
    """A document in which a key stands twice is refused, since readers differ on which of the two counts."""
    [path] = [path for path in DOCUMENTS if path.name == DUPLICATED]
    answer = client.post("/capture", content=path.read_bytes(), headers=JSON)
    assert answer.status_code == 400
    assert answer.json()["type"] == "epcisException:ValidationException"
    assert "eventID" in answer.json()["detail"]
