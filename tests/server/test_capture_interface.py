"""The capture interface of EPCIS 2.0: jobs, single events, limits and refusals."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from asking import JSON, by_id, capture, ended, events
from hypothesis import given
from hypothesis import strategies as st
from serving import HERE
from starlette.testclient import TestClient
from strategies import examples

import dicycle
from dicycle.bootstrap import Loop
from dicycle.ledger.capture import Limits
from dicycle.server.app import create_app

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
PACK = "https://id.gs1.org/01/09521000000018/21/A1"


def an_event(number: int = 1, **fields: Any) -> dict[str, Any]:
    """Return an event about a pack."""
    event = {
        "type": "ObjectEvent",
        "eventID": f"urn:uuid:00000000-0000-4000-8000-{number:012}",
        "eventTime": "2027-02-18T09:30:00Z",
        "eventTimeZoneOffset": "+00:00",
        "action": "OBSERVE",
        "bizStep": "inspecting",
        "epcList": [PACK],
    }
    return event | fields


def bare(number: int = 1, **fields: Any) -> str:
    """Return a bare event as JSON."""
    return json.dumps({"@context": CONTEXT} | an_event(number, **fields))


def a_document(*listed: dict[str, Any]) -> str:
    """Return a document as JSON."""
    return json.dumps({
        "@context": [CONTEXT, {"ex": "https://ns.example-motors.com/epcis/"}],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2027-02-18T10:00:00Z",
        "epcisBody": {"eventList": list(listed)},
    })  # fmt: skip


def test_a_capture_is_acknowledged_as_a_job_that_ends_well(client: TestClient) -> None:
    """A document is acknowledged with the address of a job, and the job says that all of it is stored."""
    job = capture(client, a_document(an_event(1), an_event(2)))
    assert (job["success"], job["errors"], job["captureErrorBehaviour"]) == (True, [], "rollback")
    assert job["createdAt"] <= job["finishedAt"]
    assert [one["captureID"] for one in client.get("/capture").json()] == [job["captureID"]]
    assert len(events(client)) == 2


def test_a_faulty_event_rejects_its_document_when_rolling_back(client: TestClient) -> None:
    """With rollback one faulty event keeps the whole document out, and the answer says which and why."""
    answer = client.post("/capture", content=a_document(an_event(1), an_event(2, action="PUT")), headers=JSON)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    [finding] = answer.json()["findings"]
    assert finding["where"] == "/epcisBody/eventList/1/action"
    assert events(client) == []


def test_a_faulty_event_is_left_out_when_proceeding(client: TestClient) -> None:
    """With proceed the sound events of a document are stored and the job tells of the others."""
    sent = a_document(an_event(1), an_event(2, action="PUT"), an_event(3))
    job = capture(client, sent, **{"GS1-Capture-Error-Behaviour": "proceed"})
    assert not job["success"]
    assert "'PUT' is not an action" in job["errors"][0]["detail"]
    assert {event["eventID"][-1] for event in events(client)} == {"1", "3"}


def test_a_taken_id_rejects_the_document_in_its_job(client: TestClient) -> None:
    """A document whose eventID is taken by other content ends as a refused job and stores nothing."""
    capture(client, a_document(an_event(1)))
    job = capture(client, a_document(an_event(2), an_event(1, bizStep="shipping")))
    assert not job["success"]
    assert "taken" in job["errors"][0]["detail"]
    assert [event["eventID"][-1] for event in events(client)] == ["1"]


def test_the_same_event_twice_is_harmless_and_other_content_conflicts(client: TestClient) -> None:
    """Sending an event again succeeds quietly; sending other content under its id is answered with 409."""
    first = client.post("/events", content=bare(), headers=JSON)
    again = client.post("/events", content=bare(), headers=JSON)
    other = client.post("/events", content=bare(bizStep="shipping"), headers=JSON)
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert first.headers["Location"] == again.headers["Location"]
    assert other.json()["type"] == "epcisException:ResourceAlreadyExistsException"
    assert len(events(client)) == 1


def test_an_event_without_an_id_is_given_one_that_stays(client: TestClient) -> None:
    """An event without eventID gets one from its content, the same one each time it is sent."""
    sent = {"@context": CONTEXT} | {key: value for key, value in an_event().items() if key != "eventID"}
    places = {client.post("/events", content=json.dumps(sent), headers=JSON).headers["Location"] for _ in range(2)}
    assert len(places) == 1
    [event] = events(client)
    assert event["eventID"].startswith("urn:uuid:")


def test_the_record_time_is_the_servers(client: TestClient) -> None:
    """A recordTime that comes with an event is replaced by the ledger's own."""
    client.post("/events", content=bare(recordTime="1999-01-01T00:00:00Z"), headers=JSON)
    assert events(client)[0]["recordTime"] > "2026"


def test_a_declaration_stands_beside_the_event_it_declares_wrong(client: TestClient) -> None:
    """An error declaration carries the id of the record it declares wrong, and both are found by it."""
    declared = an_event(1, errorDeclaration={"declarationTime": "2027-02-19T00:00:00Z", "reason": "did_not_occur"})
    capture(client, a_document(an_event(1)))
    capture(client, a_document(declared))
    assert ["errorDeclaration" in event for event in by_id(client, an_event(1)["eventID"])] == [False, True]


@pytest.mark.parametrize(
    ("content", "headers", "status", "kind"),
    [
        (a_document(an_event()), {"Content-Type": "text/csv"}, 415, "UnsupportedMediaTypeException"),
        (a_document(an_event()), JSON | {"Accept": "text/csv"}, 406, "NotAcceptableException"),
        (a_document(an_event()), JSON | {"GS1-EPCIS-Min": "3.0.0"}, 406, "NotAcceptableException"),
        (a_document(an_event()), JSON | {"GS1-Capture-Error-Behaviour": "guess"}, 400, "ValidationException"),
        ("{", JSON, 400, "ValidationException"),
        ("", JSON, 400, "ValidationException"),
        ("[1]", JSON, 400, "ValidationException"),
        ('"text"', JSON, 400, "ValidationException"),
        (b"\xff\xfe", JSON, 400, "ValidationException"),
    ],
)  # fmt: skip
def test_what_cannot_be_captured_is_refused_in_the_standards_words(
    client: TestClient, content: str | bytes, headers: dict[str, str], status: int, kind: str
) -> None:
    """A capture that cannot be read is answered with the standard's exception and a sentence."""
    answer = client.post("/capture", content=content, headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (status, f"epcisException:{kind}")
    assert answer.json()["detail"].endswith(".")


def test_a_capture_over_the_limits_is_refused_before_it_is_read(loop: Loop) -> None:
    """More events or more bytes than announced are answered with 413, and the limits are in the headers."""
    with dicycle.open(str(loop.store._path) + "2") as small:  # type: ignore[attr-defined]
        small.intake.limits = Limits(events=2, bytes=2000)
        with TestClient(create_app(small, HERE)) as client:
            many = client.post("/capture", content=a_document(*map(an_event, range(3))), headers=JSON)
            large = client.post("/capture", content=a_document(an_event(1, **{"ex:note": "x" * 3000})), headers=JSON)
            announced = client.options("/capture").headers
    assert (many.status_code, large.status_code) == (413, 413)
    assert many.json()["type"] == large.json()["type"] == "epcisException:CaptureLimitExceededException"
    assert (announced["GS1-EPCIS-Capture-Limit"], announced["GS1-EPCIS-Capture-File-Size-Limit"]) == ("2", "2000")


def test_a_restarted_server_finishes_what_it_acknowledged(loop: Loop) -> None:
    """A job that was acknowledged before a stop is done when the server is up again."""
    from dicycle.ledger.store import Job

    with loop.store.writing() as writing:
        writing.put_job(Job("left-over", 1, None, True, True, "rollback"), a_document(an_event(1)).encode())
    with TestClient(create_app(loop, HERE)) as client:
        assert ended(client, "/capture/left-over")["success"]
        assert len(events(client)) == 1


def test_jobs_are_paged_newest_first(client: TestClient) -> None:
    """The list of capture jobs comes newest first, in pages that join without gap or repeat."""
    made = [capture(client, a_document(an_event(number)))["captureID"] for number in range(5)]
    found: list[str] = []
    answer = client.get("/capture", params={"perPage": 2})
    while True:
        found += [one["captureID"] for one in answer.json()]
        if "Link" not in answer.headers:
            break
        answer = client.get(answer.headers["Link"].split(">")[0].lstrip("<"))
    assert found == made[::-1]


def test_an_unknown_job_is_not_found(client: TestClient) -> None:
    """Asking for a job that never was is answered with NoSuchResourceException."""
    answer = client.get("/capture/none")
    assert (answer.status_code, answer.json()["type"]) == (404, "epcisException:NoSuchResourceException")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of one ledger for all examples, none of which is captured."""
    with dicycle.open(tmp_path_factory.mktemp("bodies") / "loop.db") as opened:
        yield TestClient(create_app(opened, HERE._replace(mode="open")))


@examples(30)
@given(
    st.one_of(
        st.binary(max_size=80),
        st.text(max_size=80).map(str.encode),
        st.from_regex(r"[\[\]{}\",:a0-9 ]{0,60}").map(str.encode),
    )
)
def test_no_body_breaks_the_server(shared: TestClient, content: bytes) -> None:
    """Whatever is sent as a capture is refused with a sentence, never with a server error."""
    answer = shared.post("/capture", content=content, headers=JSON)
    assert answer.status_code == 400, answer.text
    assert answer.json()["findings"]


def test_a_job_that_can_no_longer_be_read_fails_with_its_reason(loop: Loop) -> None:
    """A job whose document this version refuses ends as failed when the server starts, and says why."""
    from dicycle.ledger.store import Job

    with loop.store.writing() as writing:
        writing.put_job(Job("unreadable", 1, None, True, True, "rollback"), b'{"type":"EPCISDocument"}')
    with TestClient(create_app(loop, HERE)) as client:
        job = ended(client, "/capture/unreadable")
    assert not job["success"]
    assert "missing" in job["errors"][0]["detail"]


def test_a_body_of_no_stated_type_is_refused(client: TestClient) -> None:
    """A body that does not say it is JSON is not captured: a page of another origin could send it unasked."""
    answer = client.post("/events", content=bare())
    assert (answer.status_code, answer.json()["type"]) == (415, "epcisException:UnsupportedMediaTypeException")
