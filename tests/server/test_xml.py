"""XML over HTTP: captured, asked for, and refused in the standard's words."""

import pytest
from asking import ended
from ledger.xml_documents import seen, whole
from lxml import etree
from starlette.testclient import TestClient

from dicycle.bootstrap import Loop
from dicycle.identifiers import canonical

XML = {"Content-Type": "application/xml"}
ASKED = {"Accept": "application/xml"}
QUERY = "{urn:epcglobal:epcis-query:xsd:2}EPCISQueryDocument"
PACK = canonical("urn:epc:id:sgtin:9521234.000001.P1")
STEP = "<bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep>"
ONE = whole(seen(STEP, before="<eventID>urn:uuid:1</eventID>"))


@pytest.fixture
def filled(loop: Loop, client: TestClient) -> TestClient:
    """A ledger with one event that came as XML."""
    answer = client.post("/capture", content=ONE, headers=XML | ASKED)
    assert answer.status_code == 202
    assert ended(client, answer.headers["Location"])["success"]
    return client


@pytest.mark.parametrize(
    "path",
    [
        *("/events", "/events/urn:uuid:1", "/eventTypes/ObjectEvent/events", "/bizSteps/shipping/events"),
        "/epcs/urn:epc:id:sgtin:9521234.000001.P1/events",
    ],
)
def test_events_are_answered_in_xml_to_who_asks_for_it(filled: TestClient, path: str) -> None:
    """Wherever events are asked for, Accept decides between JSON and XML; the answer can be captured again."""
    answer = filled.get(path, headers=ASKED)
    assert answer.headers["content-type"].partition(";")[0] == "application/xml"
    assert "Accept" in answer.headers["vary"]
    document = etree.fromstring(answer.content)
    assert document.tag == QUERY
    assert document.findtext(".//eventID") == "urn:uuid:1"
    assert document.findtext(".//epc") == PACK
    sent = filled.post("/capture", content=answer.content, headers=XML)
    assert sent.status_code == 202
    assert filled.get(path).headers["content-type"].partition(";")[0] == "application/json"


def test_one_event_is_captured_at_once(client: TestClient) -> None:
    """POST /events takes a bare event in XML, or a document of one; a document of two belongs to /capture."""
    bare = seen(before="<eventID>urn:uuid:2</eventID>").encode()
    assert client.post("/events", content=bare, headers=XML).status_code == 201
    assert client.post("/events", content=ONE, headers={"Content-Type": "text/xml; charset=utf-8"}).status_code == 201
    assert client.post("/events", content=ONE, headers=XML).status_code == 200
    two = client.post("/events", content=whole(seen(), seen()), headers=XML)
    assert (two.status_code, two.json()["findings"][0]["code"]) == (400, "xml.not-one-event")


def test_a_fault_in_xml_is_answered_with_element_and_line(client: TestClient) -> None:
    """What is wrong with a document is said where it stands in the XML that was sent."""
    answer = client.post("/capture", content=whole(seen(), seen("<colour>red</colour>")), headers=XML)
    assert (answer.status_code, answer.json()["type"]) == (400, "epcisException:ValidationException")
    assert answer.json()["findings"][0]["where"] == "line 4, ObjectEvent[2]/colour"
    bomb = client.post("/capture", content=b"<!DOCTYPE a><a/>", headers=XML)
    assert bomb.json()["findings"][0]["code"] == "xml.doctype"


def test_sound_events_are_stored_beside_faulty_ones_if_asked(client: TestClient) -> None:
    """With proceed, an event that the grammar refuses does not keep the others of its XML document out."""
    faulty = seen("<bizStep>not a step</bizStep>")
    headers = XML | {"GS1-Capture-Error-Behaviour": "proceed"}
    answer = client.post("/capture", content=whole(faulty, seen(STEP)), headers=headers)
    job = ended(client, answer.headers["Location"])
    assert (job["success"], len(job["errors"])) == (False, 1)
    assert len(client.get("/events").json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"]) == 1


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/xml", "application/xml"),
        ("text/xml", "application/xml"),
        ("application/json;q=0.5, application/xml;q=0.9", "application/xml"),
        ("application/json;q=0, */*", "application/xml"),
        ("application/json;q=0, application/ld+json;q=0, application/*;q=0.1", "application/xml"),
        ("application/xml;q=0.2, */*;q=0.1", "application/xml"),
        ("application/xml;q=0, */*", "application/json"),
        ("application/xml, application/json", "application/json"),
        ("*/*", "application/json"),
        ("", "application/json"),
        ("application/xml;q=nonsense, application/json;q=0.9", "application/xml"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/json"),
    ],
)
def test_what_is_liked_best_is_answered(filled: TestClient, accept: str, kind: str) -> None:
    """Weights count, zero means never, and the range that says most wins (RFC 9110 §12.5.1)."""
    answer = filled.get("/events", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, kind)


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/events", {"Accept": "text/csv"}),
        ("/events", {"Accept": "application/xml;q=0"}),
        ("/events", {"Accept": "application/json;q=0.0, application/ld+json;q=0"}),
        ("/events", ASKED | {"GS1-CBV-XML-Format": "Always_Latin"}),
        ("/eventTypes", ASKED),
        ("/epcs", {"Accept": "application/*;q=0"}),
    ],
)
def test_what_cannot_be_answered_is_not_acceptable(filled: TestClient, path: str, headers: dict[str, str]) -> None:
    """A request that takes nothing we have is refused with 406, collections being JSON only."""
    answer = filled.get(path, headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (406, "epcisException:NotAcceptableException")


def test_a_body_of_another_type_is_not_read(client: TestClient) -> None:
    """What is neither JSON nor XML by its own word is refused with 415; so is XML where only JSON is taken."""
    for kind in ("text/csv", "application/xhtml+xml", "multipart/form-data"):
        assert client.post("/capture", content=ONE, headers={"Content-Type": kind}).status_code == 415
    assert client.post("/capture", content=ONE, headers={"Content-Type": "application/json"}).status_code == 400


def test_words_and_identifiers_are_written_as_asked(filled: TestClient) -> None:
    """GS1-CBV-XML-Format and GS1-EPC-Format hold for XML too, and discovery announces them."""
    wishes = {"GS1-CBV-XML-Format": "Always_Web_URI", "GS1-EPC-Format": "Always_EPC_URN"}
    document = etree.fromstring(filled.get("/events", headers=ASKED | wishes).content)
    assert document.findtext(".//bizStep") == "https://ref.gs1.org/cbv/BizStep-shipping"
    assert document.findtext(".//epc") == "urn:epc:id:sgtin:9521234.000001.P1"
    offered = filled.options("/events").headers["GS1-CBV-XML-Format"]
    assert offered == "No_Preference, Always_Web_URI, Always_URN"


def test_a_capture_job_is_told_in_xml(filled: TestClient) -> None:
    """A job is an EPCISCaptureJob to who asks for XML, its state in attributes."""
    job = filled.get("/capture").json()[0]["captureID"]
    found = etree.fromstring(filled.get(f"/capture/{job}", headers=ASKED).content)
    assert found.tag == "{urn:epcglobal:epcis:xsd:2}EPCISCaptureJob"
    assert dict(found.attrib) == {"running": "false", "success": "true", "captureID": job}
    assert [one.tag for one in found] == ["captureErrorBehaviour", "createdAt", "finishedAt"]
