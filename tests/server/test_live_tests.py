"""A live test: a tester's file comes piece by piece, is watched on the unit's page, and becomes a test record."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from health.inspecting_victim import RECORD, Always, clock
from keys import LOCKED, WISHES, bearer
from msgspec import UNSET
from serving import HERE
from starlette.testclient import TestClient

from dicycle.bootstrap import Loop, open_loop
from dicycle.health.grading import Rules
from dicycle.health.grading.model import Withdrawn
from dicycle.health.inspecting.model import Discarded
from dicycle.ledger.access import tokens
from dicycle.ledger.clock import now
from dicycle.server.app import create_app

UNIT = "https://id.gs1.org/01/09521004000014/21/C260801"
PAGE = "/yard/01/09521004000014/21/C260801"
ADA, BEGINS, ENDS = "Ada Beispiel", "2031-03-20T09:00:00Z", "2031-03-20T15:00:00Z"
OCTETS = {"Content-Type": "application/octet-stream"}
PERSON = {"Accept": "text/html", "Origin": "http://testserver"}
HALF = len(RECORD) // 2


@pytest.fixture
def loop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loop]:
    """An empty ledger whose estimator always finds the same."""
    monkeypatch.setattr("dicycle.health.inspecting.inspections.now", clock)
    with open_loop(tmp_path / "yard.db", grading=lambda: Rules(estimator=Always())) as opened:
        yield opened


@pytest.fixture
def id(loop: Loop) -> str:
    """An inspection that goes on."""
    return loop.inspections.begin(UNIT, ADA, BEGINS, kind="cell").id


@pytest.fixture
def client(loop: Loop) -> TestClient:
    """A program, or a person with ``Accept: text/html``."""
    return TestClient(create_app(loop, HERE), raise_server_exceptions=False)


def send(client: TestClient, id: str, start: int, end: int | None = None, name: str = "cell.csv") -> Any:
    """Send a piece of the record."""
    return client.post(
        f"/inspections/{id}/live", params={"name": name, "offset": start}, content=RECORD[start:end], headers=OCTETS
    )


def shown(client: TestClient) -> str:
    """Return the page of the unit."""
    return client.get(PAGE, headers={"Accept": "text/html"}).text


def test_a_live_test_becomes_a_test_record(client: TestClient, loop: Loop, id: str) -> None:
    """Its pieces make the tester's file; when it has ended it is attached like one that was uploaded, once."""
    assert client.get(f"/inspections/{id}/live").json() == {"size": None}
    assert send(client, id, 0, HALF).json()["size"] == HALF
    assert send(client, id, 0, HALF).json()["size"] == HALF
    assert send(client, id, HALF).json()["size"] == len(RECORD)
    kept = client.post(f"/inspections/{id}/live/end", json={"measured": "2031-03-19", "ambient": 23}).json()
    assert kept["sha256"] == sha256(RECORD).hexdigest()
    (file,) = loop.inspections.read(id).files
    assert (file.name, file.measured, file.ambient, file.by) == ("cell.csv", "2031-03-19", 23, ADA)
    assert client.get(f"/inspections/{id}/live").json() == {"size": None}
    assert client.post(f"/inspections/{id}/live/end", json={}).status_code == 404


def test_the_page_shows_what_is_there(client: TestClient, id: str) -> None:
    """Before the test the page says how it is sent; then rows, last values and curves, of whole lines only."""
    assert f"dicycle health live FILE --to http://testserver/inspections/{id}" in shown(client)
    send(client, id, 0, HALF)
    page = shown(client)
    assert "a live test, sent by Ada Beispiel: 28 rows" in page
    assert "Now 3.283 V, −25 A" in page
    assert page.count("<polyline") == 2
    send(client, id, HALF)
    assert "60 rows" in shown(client)


def test_a_binary_file_is_shown_when_it_is_whole(client: TestClient, id: str) -> None:
    """Of a file that is no text only the size is shown while it comes."""
    client.post(
        f"/inspections/{id}/live", params={"name": "c.nda", "offset": 0}, content=b"NEWARE\x00" * 9, headers=OCTETS
    )
    assert "What it holds can be shown when it is whole." in shown(client)


def test_forms_end_and_discard_it(client: TestClient, loop: Loop, id: str) -> None:
    """The page's two buttons attach the file, or discard it with a reason."""
    for act, files in (("live-drop", 0), ("live-end", 1)):
        send(client, id, 0)
        given = {"act": (None, act), "inspection": (None, id), "why": (None, "Wrong cell.")}
        assert client.post("/yard/act", files=given, headers=PERSON).status_code == 200
        assert len(loop.inspections.read(id).files) == files
        assert "a live test, sent by" not in shown(client)


def test_no_certificate_while_a_test_is_sent(client: TestClient, loop: Loop, id: str) -> None:
    """An inspection does not finish over a test that goes on; cancelled, the test goes with it."""
    send(client, id, 0, HALF)
    refused = client.post(f"/inspections/{id}/finish", json={"at": ENDS})
    assert (refused.status_code, refused.json()["findings"][0]["code"]) == (400, "inspection.live-on")
    assert client.post(f"/inspections/{id}/cancel", json={"why": "another table", "at": ENDS}).is_success
    assert client.get(f"/inspections/{id}/live").json() == {"size": None}
    assert send(client, id, 0).status_code == 400
    again = loop.inspections.begin(UNIT, ADA, ENDS, kind="cell").id
    (told,) = withdrawn(loop, again)
    assert told.why == f"a live test, discarded after {HALF:,} bytes: the inspection was cancelled: another table"


def withdrawn(loop: Loop, id: str) -> tuple[Withdrawn, ...]:
    """Return what the certificate would list as left out."""
    said = loop.inspections.assess(id, ENDS).certificate.withdrawn
    return () if said is UNSET else said


def test_a_discarded_test_does_not_vanish(client: TestClient, loop: Loop, id: str) -> None:
    """Who, when, why, how many bytes and their SHA-256 are in the inspection and on the certificate."""
    send(client, id, 0, HALF)
    refused = client.delete(f"/inspections/{id}/live")
    assert (refused.status_code, refused.json()["findings"][0]["code"]) == (400, "inspection.no-reason")
    assert client.get(f"/inspections/{id}/live").json()["size"] == HALF
    given = {"why": "The clamp was loose.", "by": "Ben Muster", "at": ENDS}
    for _ in range(2):
        assert client.delete(f"/inspections/{id}/live", params=given).json() == {"size": None}
    digest = sha256(RECORD[:HALF]).hexdigest()
    (entry,) = (one.entry for one in loop.inspections.read(id).entries if isinstance(one.entry, Discarded))
    assert (entry.sha256, entry.size, entry.name) == (digest, HALF, "cell.csv")
    (told,) = withdrawn(loop, id)
    assert (told.sha256, told.by, told.at) == (digest, "Ben Muster", ENDS)
    assert told.why == f"a live test, discarded after {HALF:,} bytes: The clamp was loose."
    assert loop.inspections.files.get(digest) == RECORD[:HALF]
    kept = client.post(f"/inspections/{id}/finish", json={"at": ENDS}).json()["certificate"]
    page = client.get(f"/certificates/{kept}", headers={"Accept": "text/html"}).text
    assert "cell.csv, left out by Ben Muster: a live test, discarded after" in page


def test_a_discarded_test_that_is_attached_after_all_counts(client: TestClient, loop: Loop, id: str) -> None:
    """The same bytes attached in the end are not left out any more."""
    send(client, id, 0)
    client.delete(f"/inspections/{id}/live", params={"why": "Not yet."})
    assert len(withdrawn(loop, id)) == 1
    loop.inspections.attach(id, "cell.csv", RECORD, ADA, BEGINS)
    assert withdrawn(loop, id) == ()


@pytest.mark.parametrize(
    ("query", "status"),
    [({"offset": "5"}, 409), ({"offset": "-1"}, 400), ({"offset": "1e3"}, 400), ({}, 400), ({"offset": "9" * 40}, 400)],
)
def test_a_piece_that_cannot_be_is_refused(client: TestClient, id: str, query: dict[str, str], status: int) -> None:
    """A gap, and a place that is no number of bytes, get a sentence; nothing is kept of them."""
    answer = client.post(f"/inspections/{id}/live", params={"name": "a.csv"} | query, content=b"x", headers=OCTETS)
    assert answer.status_code == status
    assert answer.json()["findings"][0]["sentence"].endswith(".")
    assert client.get(f"/inspections/{id}/live").json()["size"] in (None, 0)


def test_only_operators_send(loop: Loop, id: str) -> None:
    """Where tokens rule, an authority looks at a live test and sends nothing."""
    client = TestClient(create_app(loop, LOCKED), raise_server_exceptions=False)
    headers = bearer(tokens.issue(loop.store, WISHES["authority"], now())[1])
    assert client.get(f"/inspections/{id}/live", headers=headers).is_success
    for method, path in (("POST", "live?name=a&offset=0"), ("POST", "live/end"), ("DELETE", "live")):
        assert client.request(method, f"/inspections/{id}/{path}", headers=headers).status_code == 403
