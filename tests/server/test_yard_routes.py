"""A route carried out after a certificate: as it was shown or refused, told to the ledger once, by program and form."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from health.grading_cases import TYPE, UNIT, answers
from health.inspecting_victim import ADA, BEGUN, ENDED, RECORD, Always, clock
from keys import LOCKED, WISHES, bearer
from page_reading import HTML, Page
from serving import HERE
from starlette.testclient import TestClient

from dicycle.bootstrap import Loop, open_loop
from dicycle.health.grading import Rules
from dicycle.ledger.access import tokens
from dicycle.ledger.clock import now
from dicycle.routing import having, our_parameters
from dicycle.server.app import create_app
from dicycle.vocabulary import CONTEXT

PLACE = "https://id.gs1.org/414/9521111000013"
LATER = "2031-03-20T16:00:00+01:00"
QUERY = {"energy": "0,16", "region": "EU", "recall": "no"}
FACTS = {"energy_kwh": 0.16, "region": "EU", "recall": False}
YARD = "/yard/01/09521004000014/21/C260801"


@pytest.fixture
def loop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loop]:
    """An empty ledger whose estimator always finds the same."""
    monkeypatch.setattr("dicycle.health.inspecting.inspections.now", clock)
    with open_loop(tmp_path / "yard.db", grading=lambda: Rules(estimator=Always())) as opened:
        yield opened


@pytest.fixture
def client(loop: Loop) -> TestClient:
    """A program."""
    return TestClient(create_app(loop, HERE), raise_server_exceptions=False)


def certified(loop: Loop, ends: str = ENDED, **changed: Any) -> str:
    """Inspect a cell that passes every gate, with some answers changed; return its certificate."""
    found = loop.inspections
    id = found.begin(UNIT, ADA, BEGUN.replace("T09", f"T{ends[11:13]}"), type=TYPE).id
    for one in answers(**changed):
        found.answer(id, one)
    found.attach(id, "c260801.csv", RECORD, ADA, BEGUN, measured="2031-03-19")
    return found.finish(id, ADA, ends).certificate


def shown(client: TestClient, certificate: str, **asked: str) -> dict[str, Any]:
    """Ask which routes may be carried out."""
    found = client.get(f"/certificates/{certificate}/route", params=QUERY | asked)
    assert found.status_code == 200, found.text
    return found.json()  # type: ignore[no-any-return]


def carry(client: TestClient, certificate: str, **changed: Any) -> Any:
    """Carry out what is shown now, with some of it said differently."""
    body = {"place": PLACE, "at": LATER, "facts": FACTS, "by": ADA} | changed
    body.setdefault("decision", shown(client, certificate)["decision"])
    return client.post(f"/certificates/{certificate}/route", json=body)


def routed(loop: Loop) -> list[dict[str, Any]]:
    """Return the events that say where the cell goes."""
    return [one.value for one in loop.store.events() if "dcy:route" in one.value]


def refusal(answer: Any) -> str:
    """Return why something was refused."""
    assert answer.status_code == 400, answer.text
    assert answer.json()["findings"][0]["advice"]
    return str(answer.json()["findings"][0]["code"])


def test_a_route_is_carried_out_once(client: TestClient, loop: Loop) -> None:
    """The event says route, decision, certificate, place; sent again it is there once; another route is refused."""
    certificate = certified(loop)
    told = shown(client, certificate)
    assert (told["route"], told["may"], told["carried_out"]) == ("reuse", ["reuse", "recycling"], None)
    done = carry(client, certificate, place="9521111000013")
    assert done.status_code == 201
    assert loop.event(done.json()["ids"][0]).value["dcy:route"] == "reuse"
    assert client.get(done.headers["Location"]).status_code == 200
    assert carry(client, certificate, decision=told["decision"]).json() == done.json()
    (event,) = routed(loop)
    assert (event["dcy:decision"], event["dcy:certificate"]) == (told["decision"], certificate)
    assert (event["readPoint"]["id"], event["eventTime"], event["disposition"]) == (PLACE, LATER, "conformant")
    assert shown(client, certificate)["carried_out"]["by"] == ADA
    assert refusal(carry(client, certificate, route="recycling", reason="no buyer")) == "inspection.carried-out"
    assert len(routed(loop)) == 1


def test_another_open_route_needs_a_reason(client: TestClient, loop: Loop) -> None:
    """A person may recycle what is worth more in use; the event says what was best and why not. Closed is closed."""
    certificate = certified(loop)
    assert refusal(carry(client, certificate, route="recycling")) == "route.no-reason"
    closed = carry(client, certificate, route="second_life", reason="we want to")
    assert refusal(closed) == "route.closed"
    assert "age" in closed.json()["findings"][0]["sentence"]
    assert carry(client, certificate, route="recycling", reason="No buyer.").status_code == 201
    (event,) = routed(loop)
    assert (event["dcy:route"], event["dcy:bestRoute"], event["dcy:reason"]) == ("recycling", "reuse", "No buyer.")
    assert event["disposition"] == "non_conformant"


def test_what_changed_since_it_was_shown_is_refused(
    client: TestClient, loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other facts, other prices, an inspection that goes on or a newer certificate: look again, nothing is written."""
    certificate = certified(loop)
    decision = shown(client, certificate)["decision"]
    assert refusal(carry(client, certificate, decision=decision, facts=FACTS | {"recall": True})) == "route.changed"
    dearer = having(our_parameters("EU"), {"price-li2co3": 30.0})
    with monkeypatch.context() as other:
        other.setattr("dicycle.server.health.deciding.our_parameters", lambda _: dearer)
        assert refusal(carry(client, certificate, decision=decision)) == "route.changed"
    again = loop.inspections.begin(UNIT, ADA, "2031-03-21T09:00:00Z", type=TYPE).id
    assert refusal(carry(client, certificate, decision=decision)) == "inspection.again"
    loop.inspections.finish(again, ADA, "2031-03-21T10:00:00Z")
    assert refusal(carry(client, certificate, decision=decision)) == "inspection.newer"
    assert routed(loop) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"place": UNIT}, "route.place"),
        ({"place": "9521111000014"}, "identifier.check-digit"),
        ({"at": "2031-03-20T14:00:00+01:00"}, "route.time"),
        ({"at": "today"}, "route.time"),
        ({"at": "2031-03-20T16:00:00"}, "route.time"),
        ({"route": "landfill"}, "health.body"),
        ({"facts": {"energy_kwh": -1}}, "routing.energy"),
    ],
)
def test_what_cannot_be_is_refused(client: TestClient, loop: Loop, changed: dict[str, Any], code: str) -> None:
    """No place, a time before the certificate or without offset, no route, no battery: a sentence, and no event."""
    found = carry(client, certified(loop), **changed)
    assert found.status_code == 400
    assert found.json()["findings"][0]["code"] == code
    assert routed(loop) == []


def test_by_an_expired_certificate_nothing_is_used_again(
    client: TestClient, loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Years later reuse is closed, and says why; recycling is best."""
    certificate = certified(loop)
    for module in ("carrying", "certificates"):
        monkeypatch.setattr(f"dicycle.server.health.{module}.now_text", lambda: "2035-01-01T00:00:00Z")
    assert shown(client, certificate)["may"] == ["recycling"]
    assert refusal(carry(client, certificate, route="reuse", reason="looks fine")) == "route.expired"
    assert carry(client, certificate).json()["route"] == "recycling"


def test_after_its_event_was_declared_wrong_a_route_is_carried_out_anew(client: TestClient, loop: Loop) -> None:
    """A record that was declared wrong does not stand in the way of the right one."""
    certificate = certified(loop)
    assert carry(client, certificate).status_code == 201
    (event,) = routed(loop)
    loop.capture(
        {"@context": CONTEXT}
        | event
        | {"errorDeclaration": {"declarationTime": "2031-03-20T15:30:00Z", "reason": "incorrect_data"}}
    )
    assert shown(client, certificate)["carried_out"] is None
    done = carry(client, certificate, route="recycling", reason="No buyer.", at="2031-03-20T17:00:00+01:00")
    assert done.status_code == 201
    assert shown(client, certificate)["carried_out"]["route"] == "recycling"


def test_a_failed_gate_leaves_quarantine_which_is_two_events(client: TestClient, loop: Loop) -> None:
    """A damaged cell is put apart: an inspection with the route, and that it is held; nothing else may be chosen."""
    certificate = certified(loop, damaged=True)
    assert shown(client, certificate)["may"] == ["quarantine"]
    assert refusal(carry(client, certificate, route="reuse", reason="looks fine")) == "route.closed"
    assert len(carry(client, certificate).json()["ids"]) == 2
    assert [one.value["bizStep"] for one in loop.store.events()][1:] == ["inspecting", "holding"]


def test_forms_alone_carry_it_out(client: TestClient, loop: Loop) -> None:
    """From the certificate's button to the battery's life: route, place, time; then every page says where it went."""
    certificate = certified(loop)
    client.headers.update(HTML)
    page = Page(client.get(f"/certificates/{certificate}", params=QUERY).text)
    assert "Carry out: reuse as it is" in page.text
    assert "Carry out its route" in Page(client.get(YARD).text).text
    page = Page(client.get(f"/yard/routes/{certificate}", params=QUERY).text)
    assert "Reuse as it is" in page.text
    sent = {
        "act": "carry-out",
        "inspection": loop.inspections.of_unit(UNIT)[0].id,
        "facts": urlencode(QUERY),
        "decision": shown(client, certificate)["decision"],
        "route": "reuse",
        "place": PLACE,
        "when": "2031-03-21T16:00",
        "by": ADA,
    }
    form = {name: (None, value) for name, value in sent.items()}
    for _ in range(2):
        answer = client.post("/yard/act", files=form, headers={"Origin": "http://testserver"})
        assert answer.url.path == f"/certificates/{certificate}"
        assert "Carried out by Ada Beispiel" in Page(answer.text).text
    assert len(routed(loop)) == 1
    for path in (YARD, f"/yard/routes/{certificate}"):
        assert "Carried out by Ada Beispiel" in Page(client.get(path).text).text
    assert "Goes to reuse" in Page(client.get(YARD.removeprefix("/yard")).text).text


def test_an_authority_sees_the_route_and_does_nothing(loop: Loop) -> None:
    """Whoever may not inspect gets the page without its form, and is refused."""
    certificate = certified(loop)
    token = tokens.issue(loop.store, WISHES["authority"], now())[1]
    authority = TestClient(create_app(loop, LOCKED), headers=HTML | bearer(token))
    page = authority.get(f"/yard/routes/{certificate}", params=QUERY)
    assert page.status_code == 200
    assert "/yard/act" not in page.text
    assert authority.post(f"/certificates/{certificate}/route", json={}).status_code == 403


def reasons(found: dict[str, Any], route: str) -> set[str]:
    """Return why a route is closed."""
    (option,) = [one for one in found["content"]["options"] if one["route"] == route]
    return {one["code"] for one in option["reasons"]}


def test_by_a_certificate_without_a_grade_nothing_is_used_again(client: TestClient, loop: Loop) -> None:
    """A gate was left open, so there is no grade: every further use is closed, and it is said why."""
    certificate = certified(loop, swelling=None)
    told = shown(client, certificate)
    assert (told["may"], "grade-missing" in reasons(told, "second_life")) == (["recycling"], True)
    assert refusal(carry(client, certificate, route="reuse", reason="looks fine")) == "route.no-grade"
    page = Page(client.get(f"/yard/routes/{certificate}", params=QUERY, headers=HTML).text)
    assert "Without a grade no further use is open." in page.text


def test_the_age_may_be_said_where_no_birth_is_recorded(client: TestClient, loop: Loop) -> None:
    """In years or as the year of making, counted from its first day; too old and no year are told apart."""
    certificate = certified(loop)
    assert "age-unknown" in reasons(shown(client, certificate), "second_life")
    young, old = (shown(client, certificate, age=one) for one in ("4,5", "1990"))
    assert young["content"]["battery"]["age_years"] == 4.5
    assert not {"age-unknown", "too-old"} & reasons(young, "second_life")
    assert "too-old" in reasons(old, "second_life")
    wrong = client.get(f"/certificates/{certificate}/route", params=QUERY | {"age": "2999"})
    assert wrong.json()["findings"][0]["code"] == "route.age"
    page = client.get(f"/yard/routes/{certificate}", params=QUERY | {"age": "2020"}, headers=HTML).text
    assert 'name="age" inputmode="decimal" value="2020"' in page
    assert carry(client, certificate, facts=FACTS | {"age_years": 4.5}, decision=young["decision"]).is_success


def test_an_age_counts_from_the_birth_and_nothing_else(client: TestClient, loop: Loop) -> None:
    """What was captured before it, and a birth that was declared wrong, make it no older; nor does what is stated."""
    event = {"@context": CONTEXT, "type": "ObjectEvent", "eventTimeZoneOffset": "+00:00", "epcList": [UNIT]}
    born = {**event, "action": "ADD", "bizStep": "commissioning"}
    wrong = {**born, "eventID": "urn:x:wrong", "eventTime": "1999-01-01T00:00:00Z"}
    error = {"errorDeclaration": {"declarationTime": "2030-01-01T00:00:00Z", "reason": "did_not_occur"}}
    seen = {**event, "action": "OBSERVE", "bizStep": "inspecting", "eventTime": "2001-01-01T00:00:00Z"}
    loop.capture([wrong, seen, {**born, "eventTime": "2029-03-20T12:00:00Z"}])
    loop.capture({**wrong, **error})
    told = shown(client, certified(loop, lifetime_record=None), age="1999")
    assert told["content"]["battery"]["age_years"] == pytest.approx(2.0, abs=0.01)


def test_a_result_reads_every_file_once(client: TestClient, loop: Loop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page draws what was read when the unit was assessed."""
    id = loop.inspections.begin(UNIT, ADA, BEGUN, type=TYPE).id
    loop.inspections.attach(id, "c260801.csv", RECORD, ADA, BEGUN, measured="2031-03-19")
    read: list[str] = []
    get = loop.inspections.files.get
    monkeypatch.setattr(type(loop.inspections.files), "get", lambda _, digest: read.append(digest) or get(digest))
    page = client.get(f"/yard/results/{id}", headers=HTML)
    assert "<svg" in page.text
    assert len(read) == 1


@pytest.mark.parametrize("region", ["DE", "de", "Germany", "EU"])
def test_a_country_of_the_union_has_its_prices(client: TestClient, loop: Loop, region: str) -> None:
    """Whatever a region is called, the figures are those of the union or the country whose law holds there."""
    certificate = certified(loop)
    assert (
        shown(client, certificate, region=region)["content"]["options"]
        == shown(client, certificate)["content"]["options"]
    )


def test_a_province_has_the_prices_of_its_country(client: TestClient, loop: Loop) -> None:
    """A province of China is reckoned as China is, and both unlike the generic figures."""
    certificate = certified(loop)
    china, hubei, japan = (
        shown(client, certificate, region=one)["content"]["options"] for one in ("CN", "CN-HB", "JP")
    )
    assert hubei == china != japan


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"region": "Atlantis"}, "routing.no-such-region"),
        ({"recall": "banana"}, "route.recall"),
        ({"energy": "160"}, "routing.energy"),
    ],
)
def test_a_fact_that_nobody_understands_is_refused(
    client: TestClient, loop: Loop, said: dict[str, str], code: str
) -> None:
    """A misspelt fact is no unknown one: nothing is reckoned, and a sentence says what to write."""
    found = client.get(f"/certificates/{certified(loop)}/route", params=QUERY | said)
    assert found.status_code == 400
    assert code in found.text
