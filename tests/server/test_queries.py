"""Named queries and subscriptions over HTTP, as GS1's interface has them."""

import json
from typing import Any

import pytest
from asking import JSON, events
from reference import reference
from starlette.testclient import TestClient

from dicycle.bootstrap import Loop
from dicycle.ledger.access import tokens
from dicycle.ledger.access.model import Role
from dicycle.ledger.clock import now
from dicycle.ledger.subscribing import books
from dicycle.ledger.subscribing.delivering import Webhooks
from dicycle.ledger.subscribing.model import Pace

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
SHIPPING = {"EQ_bizStep": ["shipping"]}
DEST = "https://client.example.com/in"


def an_event(number: int, **fields: Any) -> dict[str, Any]:
    """Return an event; every second is a shipment."""
    event = {
        "@context": [CONTEXT, {"ex": "https://ns.example.com/"}],
        "type": "ObjectEvent",
        "eventID": f"urn:uuid:00000000-0000-4000-8000-{number:012}",
        "eventTime": f"2027-03-01T09:{number:02}:00Z",
        "eventTimeZoneOffset": "+00:00",
        "action": "OBSERVE",
        "bizStep": "shipping" if number % 2 else "receiving",
        "epcList": ["urn:epc:id:sgtin:9521234.000001.P-1"],
        "ex:weight": number,
    }
    return event | fields


@pytest.fixture
def filled(loop: Loop, client: TestClient) -> TestClient:
    """A ledger of ten events, five of them shipments."""
    loop.capture([an_event(number) for number in range(10)])
    return client


def define(client: TestClient, name: str = "moves", query: Any = SHIPPING) -> Any:
    """Name a query."""
    return client.post("/queries", content=json.dumps({"name": name, "query": query}), headers=JSON)


def subscribe(client: TestClient, name: str = "moves", headers: dict[str, str] | None = None, **fields: Any) -> Any:
    """Subscribe to a named query."""
    body = json.dumps({"dest": DEST} | ({"stream": True} if "schedule" not in fields else {}) | fields)
    return client.post(f"/queries/{name}/subscriptions", content=body, headers=JSON | (headers or {}))


def exception(answer: Any, status: int, kind: str) -> str:
    """Check that an answer is an exception of the standard; return the code of its first finding."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == f"epcisException:{kind}"
    return str(answer.json()["findings"][0]["code"])


def ids(found: list[dict[str, Any]]) -> list[int]:
    """Return the numbers of events."""
    return [int(event["eventID"][-12:]) for event in found]


def test_a_named_query_is_a_view_on_the_ledger(filled: TestClient) -> None:
    """A query gets a name, is listed, tells its definition, and its events are those of its parameters, in pages."""
    made = define(filled)
    assert (made.status_code, made.headers["Location"]) == (201, "/queries/moves")
    assert filled.get("/queries").json() == [{"name": "moves", "query": SHIPPING}]
    assert filled.get("/queries/moves").json() == {"name": "moves", "query": SHIPPING}
    assert ids(events(filled, "/queries/moves/events", perPage=2)) == [9, 7, 5, 3, 1]
    answer = filled.get("/queries/moves/events").json()
    assert answer["epcisBody"]["queryResults"]["queryName"] == "moves"


def test_a_named_query_can_be_narrowed_but_not_changed(filled: TestClient) -> None:
    """Parameters may be added in the URL; those that the query has already are refused there."""
    define(filled)
    narrowed = events(filled, "/queries/moves/events", LT_eventTime="2027-03-01T09:04:00Z", perPage=1)
    assert ids(narrowed) == [3, 1]
    exception(filled.get("/queries/moves/events?EQ_bizStep=receiving"), 400, "QueryParameterException")


def test_values_keep_their_kind_and_prefixes_their_meaning(filled: TestClient) -> None:
    """Numbers, lists and null mean what they mean, and a prefix in a field's name means its namespace."""
    query = {
        "@context": [CONTEXT, {"own": "https://ns.example.com/"}],
        "GE_own:weight": 6,
        "EQ_action": ["OBSERVE", "ADD"],
        "EXISTS_own:weight": None,
    }
    assert define(filled, "heavy", query).status_code == 201
    assert ids(events(filled, "/queries/heavy/events")) == [9, 8, 7, 6]
    assert filled.get("/queries/heavy").json()["query"] == query


@pytest.mark.parametrize("name", ["Größe 1", "100%", "a?b#c", "日本"])
def test_a_name_may_be_in_any_script(filled: TestClient, name: str) -> None:
    """A query's place is given with its name escaped, and is found there."""
    place = define(filled, name).headers["Location"]
    assert filled.get(place).json()["name"] == name
    assert ids(events(filled, f"{place}/events")) == [9, 7, 5, 3, 1]
    made = filled.post(f"{place}/subscriptions", content=json.dumps({"dest": DEST, "stream": True}), headers=JSON)
    assert filled.get(made.headers["Location"]).json()["queryName"] == name


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"name": "a", "query": {"EQ_bizStp": ["shipping"]}}, "QueryValidationException"),
        ({"name": "a", "query": {"EQ_bizStep": [{"deep": 1}]}}, "QueryValidationException"),
        ({"name": "a", "query": {"GE_eventTime": "yesterday"}}, "QueryValidationException"),
        ({"name": "a/b", "query": {}}, "QueryValidationException"),
        ({"query": {}}, "QueryValidationException"),
        ("{", "ValidationException"),
    ],
)
def test_a_query_that_is_not_understood_is_refused(client: TestClient, body: Any, kind: str) -> None:
    """What is no query gets no name."""
    text = body if isinstance(body, str) else json.dumps(body)
    exception(client.post("/queries", content=text, headers=JSON), 400, kind)
    assert client.get("/queries").json() == []


def test_a_name_is_given_once(client: TestClient) -> None:
    """A name that is taken is refused, with the same content too, as is the name of the standard's own query."""
    define(client)
    assert exception(define(client), 409, "ResourceAlreadyExistsException") == "query.name-taken"
    exception(define(client, query={}), 409, "ResourceAlreadyExistsException")
    exception(define(client, "SimpleEventQuery"), 409, "ResourceAlreadyExistsException")


def test_queries_are_listed_in_pages(client: TestClient) -> None:
    """A long list of queries goes on behind its link, in the order of names."""
    for number in range(5):
        define(client, f"q{number}")
    found, place = [], "/queries?perPage=2"
    while place:
        answer = client.get(place)
        found += [one["name"] for one in answer.json()]
        place = answer.headers.get("Link", "").split(">")[0].lstrip("<")
    assert found == ["q0", "q1", "q2", "q3", "q4"]


def test_what_is_not_there_is_said(client: TestClient) -> None:
    """Unknown names and subscriptions are 404, by each method."""
    for path in ("/queries/none", "/queries/none/events", "/queries/none/subscriptions"):
        exception(client.get(path), 404, "NoSuchNameException")
    exception(client.delete("/queries/none"), 404, "NoSuchNameException")
    exception(subscribe(client, "none"), 404, "NoSuchNameException")
    define(client)
    exception(client.get("/queries/moves/subscriptions/none"), 404, "NoSuchResourceException")
    exception(client.delete("/queries/moves/subscriptions/none"), 404, "NoSuchResourceException")


def test_a_subscription_is_told_without_its_secret(client: TestClient) -> None:
    """A subscription answers where, since when and how it reports; the subscriber's secret is never given back."""
    define(client)
    made = subscribe(
        client, schedule={"hour": 1, "minute": "5"}, reportIfEmpty=True, signatureToken="top-secret",
        initialRecordTime="2027-01-01T01:00:00+01:00", headers={"GS1-EPC-Format": "Always_EPC_URN"},
    )  # fmt: skip
    assert made.status_code == 201
    told = made.json()
    assert made.headers["Location"].endswith(f"/queries/moves/subscriptions/{told['subscriptionID']}")
    assert told["schedule"] == {"hour": "1", "minute": "5"}
    assert told["initialRecordTime"] == told["minRecordTime"] == "2027-01-01T00:00:00.000Z"
    assert (told["queryName"], told["dest"], told["reportIfEmpty"]) == ("moves", DEST, True)
    assert told["epcFormat"] == "Always_EPC_URN"
    assert client.get(made.headers["Location"]).json() == told
    assert client.get("/queries/moves/subscriptions").json() == [told]
    assert "top-secret" not in made.text


@pytest.mark.parametrize(
    "fields",
    [
        {"stream": None},
        {"schedule": {"hour": "1"}, "stream": True},
        {"schedule": {"hour": "25"}},
        {"dest": "http://127.0.0.1/in"},
        {"dest": "file:///etc/passwd"},
        {"initialRecordTime": "now"},
    ],
)
def test_a_subscription_that_cannot_be_is_refused(client: TestClient, fields: dict[str, Any]) -> None:
    """A subscription without a rhythm, with two, or to an address inside is a SubscriptionControlsException."""
    define(client)
    exception(subscribe(client, **fields), 400, "SubscriptionControlsException")
    assert client.get("/queries/moves/subscriptions").json() == []


def test_an_installation_can_open_its_own_network(client: TestClient) -> None:
    """Where the server is told so, a subscription may go to a private address."""
    client.app.state.webhooks = Webhooks(private=True)  # type: ignore[attr-defined]
    define(client)
    assert subscribe(client, dest="http://127.0.0.1:9/in").status_code == 201


def test_subscriptions_are_listed_in_pages(client: TestClient) -> None:
    """A long list of subscriptions goes on behind its link."""
    define(client)
    expected = {subscribe(client).json()["subscriptionID"] for _ in range(5)}
    found, place = [], "/queries/moves/subscriptions?perPage=2"
    while place:
        answer = client.get(place)
        found += [one["subscriptionID"] for one in answer.json()]
        place = answer.headers.get("Link", "").split(">")[0].lstrip("<")
    assert (len(found), set(found)) == (5, expected)


def test_who_unsubscribes_is_forgotten(client: TestClient) -> None:
    """A subscription that was taken away is gone, and so are those of a query that was taken away."""
    define(client)
    one, two = subscribe(client).headers["Location"], subscribe(client).headers["Location"]
    assert client.delete(one).status_code == 204
    assert client.get(one).status_code == 404
    assert client.delete("/queries/moves").status_code == 204
    define(client)
    assert client.get(two).status_code == 404
    assert client.get("/queries/moves/subscriptions").json() == []


def test_a_subscription_that_its_receiver_ended_is_not_active(client: TestClient, loop: Loop) -> None:
    """After 410 a subscription is no longer listed, and asking for it says what happened."""
    define(client)
    made = subscribe(client)
    with loop.store.writing() as writing:
        books.put_paces(writing, [(made.json()["subscriptionID"], Pace(0, ended="HTTP 410 Gone"))])
    assert client.get("/queries/moves/subscriptions").json() == []
    assert exception(client.get(made.headers["Location"]), 404, "NoSuchResourceException") == "subscription.ended"


def test_what_belongs_to_one_partner_is_closed_to_another(client: TestClient, loop: Loop) -> None:
    """A partner sees the ledger's queries and its own; another's queries and subscriptions are not there for it."""
    define(client, "common")
    common = subscribe(client, "common").headers["Location"]
    one, two = (
        partner(loop, "https://id.gs1.org/417/9521234000006"),
        partner(loop, "https://id.gs1.org/417/9521234000013"),
    )
    operator = holder(loop, tokens.Wish(Role.OPERATOR))
    made = client.post("/queries", json={"name": "own", "query": SHIPPING}, headers=one)
    assert made.status_code == 201
    place = subscribe(client, "own", headers=one).headers["Location"]
    names = [[found["name"] for found in client.get("/queries", headers=who).json()] for who in (one, two, operator)]
    assert names == [["common", "own"], ["common"], ["common", "own"]]
    statuses = [client.get(place, headers=who).status_code for who in (one, two, operator)]
    assert statuses == [200, 404, 200]
    assert client.get("/queries/own/events", headers=two).status_code == 404
    assert client.get("/queries/common/events", headers=two).status_code == 200
    assert client.get(common, headers=one).status_code == 404
    assert client.get("/queries/common/subscriptions", headers=one).json() == []
    assert exception(client.delete("/queries/common", headers=one), 403, "SecurityException") == "query.not-yours"
    assert client.delete("/queries/own", headers=two).status_code == 404
    assert client.delete("/queries/own", headers=one).status_code == 204


def partner(loop: Loop, organisation: str) -> dict[str, str]:
    """Return the headers of a partner."""
    return holder(loop, tokens.Wish(Role.PARTNER, organisation))


def holder(loop: Loop, wish: tokens.Wish) -> dict[str, str]:
    """Return the headers of somebody with a token."""
    return {"Authorization": f"Bearer {tokens.issue(loop.store, wish, now())[1]}"}


def test_a_subscription_needs_a_websocket_or_a_receiver(filled: TestClient) -> None:
    """A plain GET with the parameters of a WebSocket is refused, for it would never hear of what comes."""
    define(filled)
    for control in ("stream=true", "minute=5", "reportIfEmpty=true", "initialRecordTime=2027-01-01T00:00:00Z"):
        exception(filled.get(f"/queries/moves/events?{control}"), 400, "SubscriptionControlsException")


def test_bodies_must_say_that_they_are_json_and_be_of_a_size(client: TestClient) -> None:
    """A page of another origin cannot send a query unasked, and a query of megabytes is refused."""
    plain = client.post("/queries", content="{}", headers={"Content-Type": "text/plain"})
    assert plain.status_code == 415
    huge = json.dumps({"name": "a", "query": {"EQ_eventID": ["urn:x:" + "a" * 300_000]}})
    assert client.post("/queries", content=huge, headers=JSON).status_code == 413


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/queries", {"GET", "POST", "OPTIONS"}),
        ("/queries/moves", {"GET", "DELETE", "OPTIONS"}),
        ("/queries/moves/events", {"GET", "OPTIONS"}),
        ("/queries/moves/subscriptions", {"GET", "POST", "OPTIONS"}),
        ("/queries/moves/subscriptions/none", {"GET", "DELETE", "OPTIONS"}),
    ],
)
def test_every_path_says_what_can_be_done_there(client: TestClient, path: str, methods: set[str]) -> None:
    """OPTIONS answers with the methods and the versions."""
    answer = client.options(path)
    assert (answer.status_code, set(answer.headers["Allow"].split(", "))) == (204, methods)
    assert answer.headers["GS1-EPCIS-Min"] == "2.0.0"


def test_all_paths_of_the_standard_are_there(client: TestClient) -> None:
    """GS1's interface has no path or method that this server does not know."""
    wanted = json.loads(reference("epcis", "gs1", "openapi.json").read_text(encoding="utf-8"))["paths"]
    served: dict[str, set[str]] = {}
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        served.setdefault(_shape(path), set()).update(methods)
    missing = {
        f"{method} {path}"
        for path, methods in wanted.items()
        for method in methods.keys() & {"get", "post", "delete", "options"}
        if method not in served.get(_shape(path), set())
    }
    assert missing == set()


def _shape(path: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))
