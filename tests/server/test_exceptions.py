"""Discovery on every path of GS1's interface, and every exception type of EPCIS 2.0 §8.2.5, provoked."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from asking import JSON
from gs1_interface import mended, operations, published
from keys import Ask
from reference import ROOT
from serving import HERE
from starlette.testclient import TestClient

from dicycle.bootstrap import Loop
from dicycle.ledger.capture import Limits
from dicycle.server.app import create_app
from dicycle.vocabulary import CONTEXT

FILE = ROOT / "epcis" / "gs1" / "openapi.json"
PATHS: Final = sorted(published()["paths"]) if FILE.exists() else []
EVENT: Final = {
    "@context": CONTEXT,
    "type": "ObjectEvent",
    "eventID": "urn:uuid:00000000-0000-4000-8000-000000000001",
    "eventTime": "2027-03-01T09:00:00Z",
    "eventTimeZoneOffset": "+00:00",
    "action": "OBSERVE",
    "epcList": ["https://id.gs1.org/01/09521234000013/21/1"],
}


@pytest.mark.parametrize("path", PATHS)
def test_every_path_says_what_it_can(client: TestClient, path: str) -> None:
    """OPTIONS answers 204 with every header that GS1's document names, and Allow has every method of the path."""
    spec = mended()
    described = spec["paths"][path].get("options", spec["paths"]["/"]["options"])  # there is one without
    found = client.options(path.replace("{", "").replace("}", ""))
    assert (found.status_code, found.content) == (204, b"")
    named = spec["components"]["responses"][described["responses"]["204"]["$ref"].rpartition("/")[2]]["headers"]
    missing = {name for name in named if name not in found.headers} - {"GS1-Query-Min-Record-Time"}
    assert not missing
    methods = {method.upper() for one, method, _ in operations(spec) if one == path}
    assert methods <= set(found.headers["Allow"].split(", "))


def test_discovery_of_capture_says_its_limits(client: TestClient, loop: Loop) -> None:
    """The limits are numbers above 0, and one word says that both behaviours are supported."""
    found = client.options("/capture").headers
    assert found["GS1-EPCIS-Capture-Limit"] == str(loop.intake.limits.events)
    assert found["GS1-EPCIS-Capture-File-Size-Limit"] == str(loop.intake.limits.bytes)
    assert found["GS1-Capture-Error-Behaviour"] == "all"


# ---------------------------------------------------------------- exceptions


def event(**fields: Any) -> str:
    """Write an event."""
    return json.dumps(EVENT | fields)


def long_name(client: TestClient) -> Any:
    """Ask with a URL beyond any limit."""
    return client.get("/events", params={"EQ_eventID": "x" * 20_000})


def many(client: TestClient) -> Any:
    """Ask for so many values that no store should try."""
    return client.get("/events", params={"EQ_eventID": "|".join(f"urn:x:{number}" for number in range(600))})


def over_the_ceiling(client: TestClient) -> Any:
    """Ask for no more than one event of two."""
    client.post("/events", content=event(eventID="urn:x:2"), headers=JSON)
    return client.get("/events?maxEventCount=1")


def wanted(client: TestClient, **fields: Any) -> Any:
    """Subscribe to a named query."""
    client.post("/queries", content='{"name": "all", "query": {}}', headers=JSON)
    return client.post("/queries/all/subscriptions", content=json.dumps(fields), headers=JSON)


Way = Callable[[TestClient], Any]
PROVOKED: Final[list[tuple[str, int, Way]]] = [
    ("ValidationException", 400, lambda c: c.post("/events", content=event(action="MAYBE"), headers=JSON)),
    ("ValidationException", 400, lambda c: c.post("/capture", content="{", headers=JSON)),
    (
        "QueryValidationException",
        400,
        lambda c: c.post("/queries", content='{"name":"a","query":{"EQ_x":["y"]}}', headers=JSON),
    ),
    ("QueryParameterException", 400, lambda c: c.get("/events?GE_eventTime=yesterday")),
    ("QueryParameterException", 400, lambda c: c.get("/eventTypes/ObjectEvent/events?EQ_wrong=1")),
    ("SubscriptionControlsException", 400, lambda c: wanted(c, dest="https://client.example.com/in")),
    (
        "SubscriptionControlsException",
        400,
        lambda c: wanted(c, dest="https://client.example.com/in", schedule={"hour": "25"}),
    ),
    ("NoSuchNameException", 404, lambda c: c.get("/queries/none")),
    ("NoSuchNameException", 404, lambda c: c.get("/queries/none/events")),
    ("NoSuchResourceException", 404, lambda c: c.get("/events/urn:x:none")),
    ("NoSuchResourceException", 404, lambda c: c.get("/capture/none")),
    ("NotAcceptableException", 406, lambda c: c.get("/events", headers={"Accept": "image/png"})),
    ("NotAcceptableException", 406, lambda c: c.get("/events", headers={"GS1-EPCIS-Min": "3.0.0"})),
    (
        "ResourceAlreadyExistsException",
        409,
        lambda c: c.post("/events", content=event(disposition="active"), headers=JSON),
    ),
    ("CaptureLimitExceededException", 413, lambda c: c.post("/events", content=event(x="y" * 5000), headers=JSON)),
    ("QueryTooLargeException", 413, over_the_ceiling),
    ("QueryTooComplexException", 413, many),
    ("URITooLongException", 414, long_name),
    ("UnsupportedMediaTypeException", 415, lambda c: c.post("/events", content=event())),
]
"""Exception, its status, how it is provoked; SecurityException and ImplementationException have tests of their own."""


@pytest.fixture
def small(loop: Loop) -> Iterator[TestClient]:
    """A ledger of one event that takes captures of up to 4 KiB."""
    loop.intake.limits = Limits(2, 4096)
    loop.capture(EVENT)
    with TestClient(create_app(loop, HERE), raise_server_exceptions=False) as found:
        yield found


def check(answer: Any, kind: str, status: int) -> None:
    """Check that an answer is this exception, and says what to know about it."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert (body["type"], body["status"]) == (f"epcisException:{kind}", status)
    assert body["title"]
    assert body["detail"]
    assert all(finding["code"] and finding["sentence"] for finding in body["findings"])
    assert body["findings"]


@pytest.mark.parametrize(("kind", "status", "way"), PROVOKED, ids=[f"{one[0]}{n}" for n, one in enumerate(PROVOKED)])
def test_an_exception_of_the_standard(small: TestClient, kind: str, status: int, way: Way) -> None:
    """Each comes as a problem document with its type, its status, a title and what is wrong."""
    check(way(small), kind, status)


def test_a_security_exception(ask: Ask) -> None:
    """401 to those who show nothing, with a challenge; 403 to those whose role may not."""
    answer = ask("public").get("/events")
    check(answer, "SecurityException", 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    check(ask("authority").post("/events", content=event(), headers=JSON), "SecurityException", 403)


def test_an_implementation_exception(loop: Loop, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """500 when the store fails, with what to do, and without its inside."""

    def broken(*_: Any, **__: Any) -> Any:
        raise sqlite3.OperationalError("no such table: secrets")

    monkeypatch.setattr(type(loop.store), "by_id", broken)
    answer = client.get("/events/urn:x:1")
    check(answer, "ImplementationException", 500)
    assert "secrets" not in answer.text


def test_every_type_of_the_document_is_provoked() -> None:
    """All 15 types that GS1's document names are in the tables above."""
    named = {word.partition(":")[2] for word in _words(mended()) if word.startswith("epcisException:")}
    assert len(named) == 15
    assert named == {kind for kind, _, _ in PROVOKED} | {"SecurityException", "ImplementationException"}


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _words(one)
    elif isinstance(value, list):
        for one in value:
            yield from _words(one)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("form", ["Always_GS1_Digital_Link", "Always_EPC_URN"])
def test_a_thing_in_two_syntaxes_is_given_once(client: TestClient, form: str) -> None:
    """A list of things may not name one twice (GS1's schema), not even after its ids were written alike."""
    both = ["https://id.gs1.org/01/09521234123453/21/41", "urn:epc:id:sgtin:9521234.012345.41"]
    place = client.post("/events", content=event(epcList=both), headers=JSON).headers["Location"]
    (found,) = client.get(place, headers={"GS1-EPC-Format": form}).json()["epcisBody"]["queryResults"]["resultsBody"][
        "eventList"
    ]
    assert len(found["epcList"]) == 1
