"""What each sees over HTTP: partners what concerns them, the public next to nothing."""

import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from asking import capture, ended
from keys import FOREIGN, KIND, MAKER, PACK, PLACE, RECYCLER, Ask, event
from page_reading import HTML, Page

from dicycle.bootstrap import Loop
from dicycle.ledger.access import tokens
from dicycle.ledger.clock import now
from dicycle.ledger.predicates import Query
from dicycle.server.access import view_of
from dicycle.vocabulary import CONTEXT

# ---------------------------------------------------------------- what partners see


@pytest.fixture
def told(loop: Loop, ask: Ask) -> None:
    """Three events about one pack: one of the maker, one of the recycler at the maker's place, one of the recycler."""
    names = [{"type": "urn:epcglobal:epcis:vtype:EPCClass", "vocabularyElementList": [
        {"id": KIND, "attributes": [{"id": "dcy:name", "attribute": "Pack 60"},
                                    {"id": "dcy:category", "attribute": "pack"},
                                    {"id": "dcy:chemistry", "attribute": "secret-chemistry"}]}]},
        {"type": "urn:epcglobal:epcis:vtype:Location", "vocabularyElementList": [
            {"id": FOREIGN, "attributes": [{"id": "dcy:name", "attribute": "Secret plant"}]}]}]  # fmt: skip
    with loop.store.writing() as writing:
        writing.put_master_data(names)
    made = event(1, bizStep="commissioning", action="ADD")
    assert ask("partner").post("/events", json=made).status_code == 201
    taken = event(2, bizStep="receiving", readPoint={"id": PLACE})
    assert ask("recycler").post("/events", json=taken).status_code == 201
    shredded = event(3, bizStep="destroying", action="DELETE", readPoint={"id": FOREIGN})
    assert ask("recycler").post("/events", json=shredded).status_code == 201


def ids(answer: Any) -> list[str]:
    """Return the ids of the events of an answer."""
    assert answer.status_code == 200, answer.text
    return [one["eventID"] for one in answer.json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"]]


@pytest.mark.usefixtures("told")
def test_each_sees_what_it_sent_and_what_names_it(ask: Ask) -> None:
    """The maker sees two of three events, the recycler its two, operator and authority all."""
    asked = "/events?orderBy=eventTime&orderDirection=ASC"
    expected = {
        "partner": ["urn:x:1", "urn:x:2"],
        "recycler": ["urn:x:2", "urn:x:3"],
        "operator": ["urn:x:1", "urn:x:2", "urn:x:3"],
        "authority": ["urn:x:1", "urn:x:2", "urn:x:3"],
    }
    assert {who: ids(ask(who).get(asked)) for who in expected} == expected


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    "path",
    [
        "/events/urn:x:3",
        "/bizSteps/destroying",
        f"/readPoints/{quote(FOREIGN, safe='')}",
        "/event?id=urn:x:3",
        "/414/9529999000010",
        f"/thing?id={quote(FOREIGN, safe='')}",
    ],
)
def test_what_one_does_not_see_is_not_there(ask: Ask, path: str) -> None:
    """A foreign event, step or place answers 404 as an unknown one does, and its name is not said."""
    assert ask("recycler").get(path, follow_redirects=True).status_code == 200
    for headers in ({}, {"Accept": "text/html, */*"}):
        answer = ask("partner", **headers).get(path, follow_redirects=True)
        assert answer.status_code == 404
        assert "Secret plant" not in answer.text


@pytest.mark.usefixtures("told")
def test_the_trees_give_what_one_sees(ask: Ask) -> None:
    """The events of a thing, place or step are narrowed like any others."""
    name = quote(PACK, safe="")
    assert sorted(ids(ask("partner").get(f"/epcs/{name}/events"))) == ["urn:x:1", "urn:x:2"]
    assert ids(ask("partner").get(f"/readPoints/{quote(FOREIGN, safe='')}/events")) == []
    assert ask("partner").get(f"/epcs/{name}").status_code == 200
    assert ask("partner").get("/bizSteps/receiving").status_code == 200


@pytest.mark.usefixtures("told")
def test_a_page_token_opens_no_more_than_its_bearer_sees(ask: Ask) -> None:
    """The next page of an operator's answer, asked for by a partner, is still narrowed."""
    first = ask("operator").get("/events?perPage=1&orderBy=eventTime&orderDirection=ASC")
    way = first.headers["Link"].split(">")[0].lstrip("<")
    found = ids(ask("partner").get(way.replace("perPage=1", "perPage=9")))
    assert found == ["urn:x:2"]


@pytest.mark.usefixtures("told")
def test_the_page_of_a_thing_tells_what_one_sees_of_its_life(ask: Ask) -> None:
    """The maker's page of the pack has two events and no word of where it was shredded."""
    page = ask("partner", **HTML).get("/01/09521234000013/21/P-1")
    text = Page(page.text).text
    assert "2 events" in text
    assert "Secret plant" not in text
    assert "3 events" in Page(ask("operator", **HTML).get("/01/09521234000013/21/P-1").text).text
    life = ask("partner", Accept="application/json").get("/01/09521234000013/21/P-1").json()["life"]
    assert [one["event_id"] for one in life] == ["urn:x:1", "urn:x:2"]


@pytest.mark.usefixtures("told")
def test_the_public_sees_that_a_thing_is_known_and_its_kind(ask: Ask) -> None:
    """The page of a code says category, model and key; no event, place, party, date or attribute."""
    page = ask("public", **HTML).get("/01/09521234000013/21/P-1")
    text = Page(page.text).text
    assert "Pack 60 P-1" in text
    assert "This ledger knows it" in text
    for secret in ("Secret", "secret", "2027", "destroy", "9529999", "417/", "414/", "urn:x"):
        assert secret not in page.text
    twin = ask("public", Accept="application/json").get("/01/09521234000013/21/P-1").json()
    assert twin == {"id": PACK, "name": "Pack 60", "category": "pack", "known": True}
    assert ask("public").get("/01/09521234000013/21/P-9").status_code == 404
    assert "Pack 60" in ask("public", **HTML).get("/01/09521234000013").text


@pytest.mark.usefixtures("told")
def test_the_first_page_greets_the_public_without_counts(ask: Ask) -> None:
    """Without a token no number of events, no name and no date is said; a partner sees the latest of its own."""
    page = ask("public", **HTML).get("/")
    assert re.search(r"\d", Page(page.text).text.replace("GS1 EPCIS 2.0", "")) is None
    assert "state" not in ask("public", Accept="application/json, text/html;q=0").get("/?format=json").text
    own = Page(ask("partner", **HTML).get("/").text).text
    assert "what concerns you" in own
    assert "What the ledger holds" not in own
    assert "Secret plant" not in own


def test_jobs_belong_to_those_who_made_them(ask: Ask) -> None:
    """A partner finds its own jobs only; operator and authority find all."""
    document = {"@context": CONTEXT, "type": "EPCISDocument", "schemaVersion": "2.0",
                "creationDate": "2027-01-01T00:00:00Z", "epcisBody": {"eventList": []}}  # fmt: skip
    job = capture(ask("partner"), json.dumps(document))
    place = f"/capture/{job['captureID']}"
    ended(ask("authority"), place)
    assert ask("recycler").get(place).status_code == 404
    assert ask("recycler").get("/capture").json() == []
    assert ask("recycler").get(f"/capture?nextPageToken={job['captureID']}").status_code == 400
    for who in ("partner", "operator", "authority"):
        assert [one["captureID"] for one in ask(who).get("/capture").json()] == [job["captureID"]]


def test_who_sent_an_event_is_kept_with_it(loop: Loop, ask: Ask) -> None:
    """The organisation of the token is the reporter, whatever the event says of itself."""
    ask("partner").post("/events", json=event(1) | {"dcy:reporter": RECYCLER})
    ask("operator").post("/events", json=event(2))
    assert [one.reporter for one in loop.store.sealed()] == [MAKER, ""]


@pytest.mark.usefixtures("told")
def test_a_subscription_shows_what_its_owner_sees_as_long_as_a_token_holds(loop: Loop, shown: dict[str, str]) -> None:
    """Reports of a partner's subscription are narrowed as its own queries are, and empty when its tokens end."""

    def sent_to(owner: str) -> list[str]:
        found = view_of(loop.store, owner).query(Query(descending=False), 9, until=None, after=None).events
        return [one.event_id for one in found]

    assert sent_to("") == ["urn:x:1", "urn:x:2", "urn:x:3"]
    assert sent_to(MAKER) == ["urn:x:1", "urn:x:2"]
    tokens.revoke(loop.store, shown["partner"].split("_")[1], now())
    assert sent_to(MAKER) == []


# ---------------------------------------------------------------- who may declare what wrong


@pytest.mark.usefixtures("told")
def test_only_what_is_seen_can_be_declared_wrong(ask: Ask, loop: Loop) -> None:
    """To know an event's id is not enough to have it count no more, through whichever door it is tried."""
    wrong = {"errorDeclaration": {"declarationTime": "2027-02-01T00:00:00Z", "reason": "did_not_occur"}}
    hidden, own = event(3, **wrong), event(1, bizStep="commissioning", action="ADD", **wrong)
    body = {"type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2027-02-01T00:00:00Z"}
    document = body | {"@context": CONTEXT, "epcisBody": {"eventList": [hidden]}}
    partner = ask("partner")
    for answer in (partner.post("/events", json=hidden), partner.post("/capture", json=document)):
        assert answer.status_code == 403, answer.text
        assert answer.json()["findings"][0]["code"] == "access.not-declarable"
    file = {"document": ("a.jsonld", json.dumps(document), "application/json")}
    assert partner.post("/captures", files=file, headers=HTML).status_code == 403
    assert len(loop.records("urn:x:3")) == 1
    assert partner.post("/events", json=own).status_code == 201
    assert len(loop.records("urn:x:1")) == 2


@pytest.mark.usefixtures("told")
def test_whoever_sees_an_event_sees_that_it_was_declared_wrong(ask: Ask) -> None:
    """The maker sees the declaration of a recycler about an event of both, though it names the maker nowhere."""
    wrong = {"errorDeclaration": {"declarationTime": "2027-02-01T00:00:00Z", "reason": "did_not_occur"}}
    declared = event(2, bizStep="receiving", **wrong)
    assert ask("recycler").post("/events", json=declared).status_code == 201
    assert ids(ask("partner").get("/events/urn:x:2")) == ["urn:x:2", "urn:x:2"]
