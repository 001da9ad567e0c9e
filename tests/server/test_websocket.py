"""Subscriptions by WebSocket: reports while the connection lasts, and a reason when it ends."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from receiving import until
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from dicycle.bootstrap import Loop
from dicycle.ledger.access import tokens
from dicycle.ledger.access.model import Role
from dicycle.ledger.clock import now
from dicycle.ledger.formats import timestamp
from dicycle.ledger.subscribing.desk import Desk
from dicycle.server.epcis import streaming

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"


def an_event(number: int, **fields: Any) -> dict[str, Any]:
    """Return an event that a subscriber wants to hear of."""
    event = {
        "@context": [CONTEXT, {"ex": "https://ns.example.com/"}],
        "type": "ObjectEvent",
        "eventID": f"urn:x:{number}",
        "eventTime": f"2027-03-01T09:{number % 60:02}:00Z",
        "eventTimeZoneOffset": "+00:00",
        "action": "OBSERVE",
        "bizStep": "shipping",
        "epcList": ["urn:epc:id:sgtin:9521234.000001.P-1"],
    }
    return event | fields


@pytest.fixture
def desk(loop: Loop) -> Desk:
    """A desk with a query for shipments."""
    found = Desk(loop.store, loop.intake)
    found.define(b'{"name":"moves","query":{"EQ_bizStep":["shipping"]}}')
    return found


def place(address: str, controls: str = "stream=true", name: str = "moves") -> str:
    """Return where a WebSocket is opened."""
    return f"{address.replace('http', 'ws')}/queries/{name}/events?{controls}"


@contextmanager
def opened(address: str, controls: str = "stream=true", **options: Any) -> Iterator[ClientConnection]:
    """Open a WebSocket with a client that nobody here wrote."""
    with connect(place(address, controls), proxy=None, **options) as found:
        yield found


def names(message: Any) -> list[str]:
    """Return the ids of the events of a report."""
    body = json.loads(message)["epcisBody"]["queryResults"]["resultsBody"]
    return [event["eventID"] for event in body["eventList"]]


def test_events_are_reported_as_they_come(desk: Desk, loop: Loop, address: str) -> None:
    """Each client hears of what it asked for as soon as it is captured, in a query document that names the query."""
    with opened(address) as one, opened(address) as two:
        loop.capture([an_event(1), an_event(2, bizStep="receiving"), an_event(3)])
        report = one.recv(timeout=10)
        assert names(report) == names(two.recv(timeout=10)) == ["urn:x:1", "urn:x:3"]
        loop.capture(an_event(4))
        assert names(one.recv(timeout=10)) == ["urn:x:4"]
    results = json.loads(report)["epcisBody"]["queryResults"]
    assert results["queryName"] == "moves"
    assert results["subscriptionID"]


def test_a_client_can_begin_earlier(desk: Desk, loop: Loop, address: str) -> None:
    """With initialRecordTime the first report goes back to that moment."""
    loop.capture(an_event(1))
    with opened(address, "stream=true&initialRecordTime=1970-01-01T00:00:00Z") as client:
        assert names(client.recv(timeout=10)) == ["urn:x:1"]
        assert client.response
        assert client.response.headers["GS1-Query-Min-Record-Time"] == "1970-01-01T00:00:00.000Z"
    with opened(address, f"stream=true&initialRecordTime={timestamp(now() + 3_600_000_000)}") as client:
        loop.capture(an_event(2))
        with pytest.raises(TimeoutError):
            client.recv(timeout=0.3)


def test_identifiers_come_as_the_client_asked(desk: Desk, loop: Loop, address: str) -> None:
    """The header GS1-EPC-Format holds for a WebSocket too."""
    with opened(address, additional_headers={"GS1-EPC-Format": "Always_EPC_URN"}) as client:
        loop.capture(an_event(1))
        assert "urn:epc:id:sgtin:9521234.000001.P-1" in str(client.recv(timeout=10))


def test_a_schedule_reports_at_its_moments(desk: Desk, loop: Loop, address: str) -> None:
    """A scheduled WebSocket reports what is new at its moment, and an empty run if it was asked to."""
    with opened(address, "second=*&reportIfEmpty=true") as client:
        loop.capture(an_event(1))
        found = [names(client.recv(timeout=10))]
        while found[-1]:
            found.append(names(client.recv(timeout=10)))
    assert ["urn:x:1"] in found or found == [[]]


def test_a_query_that_is_deleted_closes_its_websockets(desk: Desk, loop: Loop, address: str) -> None:
    """Who listens to a query that is taken away is told so, though another query gets the name at once."""
    with opened(address) as client:
        desk.remove_query("moves")
        desk.define(b'{"name":"moves","query":{}}')
        with pytest.raises(ConnectionClosed) as closed:
            client.recv(timeout=10)
    assert closed.value.rcvd
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (1000, "The query was deleted.")


def test_a_token_that_is_revoked_closes_its_websockets(desk: Desk, loop: Loop, address: str) -> None:
    """Who listens by a token is told when it does not hold any more, and hears nothing that came after."""
    token, text = tokens.issue(loop.store, tokens.Wish(Role.OPERATOR), now())
    with opened(address, additional_headers={"Authorization": f"Bearer {text}"}) as client:
        tokens.revoke(loop.store, token.id, now())
        loop.capture(an_event(1))
        with pytest.raises(ConnectionClosed) as closed:
            client.recv(timeout=10)
    assert closed.value.rcvd
    assert closed.value.rcvd.code == 1008


def test_what_a_client_says_means_nothing(desk: Desk, loop: Loop, address: str) -> None:
    """Messages of a client are read and dropped."""
    with opened(address) as client:
        for _ in range(100):
            client.send("hello")
        loop.capture(an_event(1))
        assert names(client.recv(timeout=10)) == ["urn:x:1"]


@pytest.mark.parametrize(
    ("controls", "name", "status", "kind"),
    [
        ("", "moves", 400, "SubscriptionControlsException"),
        ("stream=false", "moves", 400, "SubscriptionControlsException"),
        ("stream=true&hour=1", "moves", 400, "SubscriptionControlsException"),
        ("hour=25", "moves", 400, "SubscriptionControlsException"),
        ("stream=true&EQ_bizStep=shipping", "moves", 400, "SubscriptionControlsException"),
        ("stream=true", "none", 404, "NoSuchNameException"),
    ],
)
def test_what_cannot_be_is_refused_before_the_upgrade(
    desk: Desk, address: str, controls: str, name: str, status: int, kind: str
) -> None:
    """A WebSocket that asks for what cannot be gets an HTTP answer with the problem, and is not opened."""
    with pytest.raises(InvalidStatus) as refused, connect(place(address, controls, name), proxy=None):
        pass
    assert refused.value.response.status_code == status
    assert json.loads(refused.value.response.body or b"")["type"] == f"epcisException:{kind}"


def test_a_page_of_another_origin_cannot_listen(desk: Desk, address: str) -> None:
    """A page elsewhere that opens a WebSocket in somebody's browser is refused."""
    with pytest.raises(InvalidStatus) as refused, opened(address, origin="https://elsewhere.example"):
        pass
    assert refused.value.response.status_code == 403


def test_there_is_room_for_so_many(desk: Desk, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a number of open WebSockets the next is told so; a place that was left is free."""
    monkeypatch.setattr(streaming, "MOST_SOCKETS", 1)
    with client.websocket_connect("/queries/moves/events?stream=true"):
        with pytest.raises(WebSocketDenialResponse) as refused:
            client.websocket_connect("/queries/moves/events?stream=true").__enter__()
        assert refused.value.status_code == 503
    with client.websocket_connect("/queries/moves/events?stream=true"):
        pass


def test_a_client_that_does_not_read_is_let_go(
    desk: Desk, loop: Loop, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reports are not gathered for a client that does not read: it is told why, and the connection ends."""
    monkeypatch.setattr(streaming, "_PATIENCE", 0.2)
    monkeypatch.setattr(streaming, "_FAREWELL", 20.0)
    large = "".join(chr(33 + (number * number) % 90) for number in range(200_000)).replace('"', "'").replace("\\", "/")
    closed: list[tuple[int, str]] = []
    real = streaming._Stream._close

    async def noted(self: Any, code: int, reason: str) -> bool:
        closed.append((code, reason))
        return await real(self, code, reason)

    monkeypatch.setattr(streaming._Stream, "_close", noted)
    with opened(address, compression=None, max_queue=1, ping_interval=None) as client:
        for number in range(60):
            loop.capture(an_event(number, **{"ex:large": large}))
            if closed:
                break
        until(lambda: closed, "the end of patience")
        with suppress(ConnectionClosed):
            for _ in client:  # what was on its way
                pass
    assert closed == [(1013, "The reports were not read in time.")]
    assert (client.close_code, client.close_reason) == closed[0]


def test_a_query_that_cannot_be_answered_ends_the_websocket(desk: Desk, loop: Loop, client: TestClient) -> None:
    """Where a query fails on the server, the client is told why."""
    with client.websocket_connect("/queries/moves/events?stream=true") as open_one:
        created = desk.query("moves").created
        with loop.store.writing() as writing:
            card = f'{{"name":"moves","body":{{"EQ_unheardOf":["x"]}},"created":{created},"owner":""}}'
            writing.put_card("query", "moves", card.encode())
        loop.capture(an_event(1))
        with pytest.raises(WebSocketDisconnect) as closed:
            open_one.receive_text()
    assert closed.value.code == 1011
    assert "EQ_unheardOf" in closed.value.reason
