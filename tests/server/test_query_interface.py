"""The query interface of EPCIS 2.0: parameters, pages, resource trees, identifiers in the form asked for."""

import json
from typing import Any

import pytest
from asking import AS_IT_CAME, JSON, events
from reference import reference
from starlette.testclient import TestClient

from dicycle.bootstrap import Loop

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
GTIN = "https://id.gs1.org/01/09521000000018"
STEPS = ("commissioning", "shipping", "receiving", "inspecting")


def an_event(number: int, **fields: Any) -> dict[str, Any]:
    """Return the event of one day about one pack."""
    event = {
        "@context": CONTEXT,
        "type": "ObjectEvent",
        "eventID": f"urn:uuid:00000000-0000-4000-8000-{number:012}",
        "eventTime": f"2027-03-{number % 28 + 1:02}T09:30:00Z",
        "eventTimeZoneOffset": "+00:00",
        "action": "OBSERVE",
        "bizStep": STEPS[number % 4],
        "epcList": [f"{GTIN}/21/A{number % 10}"],
        "readPoint": {"id": f"https://id.gs1.org/414/9521000000011/254/dock{number % 3}"},
    }
    return event | fields


@pytest.fixture
def filled(loop: Loop, client: TestClient) -> TestClient:
    """A ledger of 40 events."""
    loop.capture([an_event(number) for number in range(40)])
    return client


def ids(found: list[dict[str, Any]]) -> list[int]:
    """Return the numbers of events."""
    return [int(event["eventID"][-12:]) for event in found]


def test_pages_stay_right_while_events_arrive(filled: TestClient, loop: Loop) -> None:
    """An answer that is read page by page while others capture holds each event of its start once, and no other."""
    expected = ids(events(filled, perPage=1000))
    answer = filled.get("/events", params={"perPage": 7})
    found: list[int] = []
    more = 100
    while True:
        found += ids(answer.json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"])
        loop.capture([an_event(more), an_event(more + 1)])
        more += 2
        if "Link" not in answer.headers:
            break
        answer = filled.get(answer.headers["Link"].split(">")[0].lstrip("<"))
    assert found == expected


def test_a_token_alone_goes_on(filled: TestClient) -> None:
    """A token carries its query: a client that sends nothing else gets the next page of the same answer."""
    first = filled.get("/events", params={"perPage": 5, "EQ_bizStep": "shipping"})
    token = first.headers["Link"].split("nextPageToken=")[1].split(">")[0]
    second = filled.get(f"/events?perPage=5&nextPageToken={token}").json()
    steps = {event["bizStep"] for event in second["epcisBody"]["queryResults"]["resultsBody"]["eventList"]}
    assert steps == {"shipping"}


def test_a_token_of_another_query_is_refused(filled: TestClient) -> None:
    """A token that is sent with other parameters, or is no token, is a QueryParameterException."""
    first = filled.get("/events", params={"perPage": 5, "EQ_bizStep": "shipping"})
    token = first.headers["Link"].split("nextPageToken=")[1].split(">")[0]
    for query in (f"EQ_bizStep=receiving&nextPageToken={token}", "nextPageToken=AAAA", "nextPageToken=%00"):
        answer = filled.get(f"/events?{query}")
        assert (answer.status_code, answer.json()["type"]) == (400, "epcisException:QueryParameterException")


def test_an_event_count_limit_holds_over_pages(filled: TestClient) -> None:
    """eventCountLimit takes the first so many events, however they are paged."""
    wanted = ids(events(filled, perPage=1000))[:11]
    assert ids(events(filled, perPage=4, orderBy="eventTime", eventCountLimit=11)) == wanted


def test_a_maximum_that_is_passed_refuses_the_query(filled: TestClient) -> None:
    """More events than maxEventCount are a QueryTooLargeException; as many are an answer."""
    answer = filled.get("/events", params={"maxEventCount": 39})
    assert (answer.status_code, answer.json()["type"]) == (413, "epcisException:QueryTooLargeException")
    assert len(events(filled, maxEventCount=40)) == 40


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize("order", ["eventTime", "recordTime"])
def test_events_come_in_the_order_asked_for(filled: TestClient, order: str, direction: str) -> None:
    """Events are ordered by eventTime or recordTime, up or down, across pages."""
    found = [event[order] for event in events(filled, perPage=9, orderBy=order, orderDirection=direction)]
    assert found == sorted(found, reverse=direction == "DESC")
    assert len(found) == 40


def test_several_values_of_a_parameter_are_alternatives(filled: TestClient) -> None:
    """Values joined by | or given in repeated parameters match when one of them does."""
    joined = events(filled, EQ_bizStep="shipping|receiving")
    repeated = events(filled, EQ_bizStep=["shipping", "receiving"])
    assert ids(joined) == ids(repeated)
    assert {event["bizStep"] for event in joined} == {"shipping", "receiving"}


@pytest.mark.parametrize(
    "query",
    ["EQ_bizStp=x", "GE_eventTime=yesterday", "EQ_action=PUT", "perPage=0", "perPage=x", "orderBy=mood",
     "orderBy=eventTime&eventCountLimit=0", "orderBy=eventTime&eventCountLimit=1&maxEventCount=1",
     "eventCountLimit=1", "MATCH_epc=no%20uri", "EQ_bizStep=", "orderDirection=UP",
     "MATCH_epc=urn:epc:idpat:sgtin:*.1.*", "GE_eventTime=2027-01-01T00:00:00Z&GE_eventTime=2027-01-02T00:00:00Z"],
)  # fmt: skip
def test_a_wrong_parameter_is_named(filled: TestClient, query: str) -> None:
    """An unknown or malformed parameter is a QueryParameterException that names it and says what is wrong."""
    answer = filled.get(f"/events?{query}")
    assert (answer.status_code, answer.json()["type"]) == (400, "epcisException:QueryParameterException")
    [finding] = answer.json()["findings"]
    assert finding["where"] in query
    assert finding["sentence"].endswith(".")


def test_resource_trees_lead_to_the_same_events(filled: TestClient) -> None:
    """Each resource tree lists what the ledger knows, and leads to the events that a query for it finds."""
    trees = {"eventTypes": "eventType", "epcs": "MATCH_anyEPC", "bizSteps": "EQ_bizStep", "readPoints": "EQ_readPoint"}
    for tree, parameter in trees.items():
        members = filled.get(f"/{tree}").json()["member"]
        assert members, tree
        name = members[-1]
        from urllib.parse import quote

        assert filled.get(f"/{tree}/{quote(name, safe='')}").json()["member"] == ["events"]
        through = events(filled, f"/{tree}/{quote(name, safe='')}/events")
        assert ids(through) == ids(events(filled, **{parameter: name}))
        assert through
        assert filled.get(f"/{tree}/urn:none").status_code == 404


def test_lists_of_identifiers_are_paged(filled: TestClient) -> None:
    """The list of EPCs comes in pages that join without gap or repeat."""
    whole = filled.get("/epcs", params={"perPage": 1000}).json()["member"]
    answer = filled.get("/epcs", params={"perPage": 3})
    found: list[str] = []
    while True:
        found += answer.json()["member"]
        if "Link" not in answer.headers:
            break
        answer = filled.get(answer.headers["Link"].split(">")[0].lstrip("<"))
    assert found == whole == [f"{GTIN}/21/A{number}" for number in range(10)]


def test_a_place_within_a_place_is_found(filled: TestClient) -> None:
    """WD_readPoint finds events at the place itself and at its parts; EQ_readPoint only at the place itself."""
    assert len(events(filled, WD_readPoint="https://id.gs1.org/414/9521000000011")) == 40
    assert events(filled, EQ_readPoint="https://id.gs1.org/414/9521000000011") == []


def test_identifiers_come_in_the_form_asked_for(loop: Loop, client: TestClient) -> None:
    """An event sent with URNs is found by either syntax and written as Digital Link, as URN or as it came."""
    urn, link = "urn:epc:id:sgtin:0614141.107346.2018", "https://id.gs1.org/01/10614141073464/21/2018"
    loop.capture([an_event(1, epcList=[urn])])
    forms = {"Always_GS1_Digital_Link": link, "Always_EPC_URN": urn, "Never_Translates": urn, "No_Preference": urn}
    for asked in (urn, link):
        for form, expected in forms.items():
            answer = client.get("/events", params={"MATCH_epc": asked}, headers={"GS1-EPC-Format": form})
            [event] = answer.json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
            assert event["epcList"] == [expected], form
    assert client.get("/events", headers={"GS1-EPC-Format": "Morse"}).status_code == 406


def test_prefixes_that_clash_stay_with_their_events(loop: Loop, client: TestClient) -> None:
    """Two events that bind one prefix to different namespaces come in one answer, each meaning what it meant."""
    for number, space in enumerate(("https://one.example/", "https://two.example/")):
        loop.capture([an_event(number, **{"@context": [CONTEXT, {"ex": space}], "ex:note": "x"})])
    answer = client.get("/events", headers=AS_IT_CAME).json()
    shared = _prefixes(answer["@context"])
    meant = set()
    for event in answer["epcisBody"]["queryResults"]["resultsBody"]["eventList"]:
        meant.add((shared | _prefixes(event.get("@context", [])))["ex"])
    assert meant == {"https://one.example/", "https://two.example/"}


def _prefixes(context: list[Any]) -> dict[str, str]:
    return {key: value for part in context if isinstance(part, dict) for key, value in part.items()}


def test_an_answer_is_a_document_by_the_standard(filled: TestClient) -> None:
    """A query's answer is valid by GS1's own schema."""
    import jsonschema_rs

    schema = json.loads(reference("epcis", "gs1", "EPCIS-JSON-Schema.json").read_text())
    check = jsonschema_rs.Draft7Validator(schema, validate_formats=True)
    assert check.is_valid(filled.get("/events").json())
    assert check.is_valid(filled.get("/events?EQ_bizStep=storing").json())


def test_every_path_says_what_can_be_done_there(client: TestClient) -> None:
    """OPTIONS on the paths of the standard is answered with 204, the methods and the versions spoken."""
    paths = ["/", "/capture", "/capture/x", "/events", "/events/x", "/nextPageToken/x"]
    trees = ("eventTypes", "epcs", "bizSteps", "bizLocations", "readPoints", "dispositions")
    paths += [f"/{tree}{rest}" for tree in trees for rest in ("", "/x", "/x/events")]
    for path in paths:
        answer = client.options(path)
        assert answer.status_code == 204, path
        assert "OPTIONS" in answer.headers["Allow"]
        assert answer.headers["GS1-EPCIS-Version"] == "2.0.0"


def test_the_top_lists_its_resources_to_a_program(client: TestClient) -> None:
    """A program that asks for / in JSON is told the resources; a person gets a page."""
    assert "events" in client.get("/", headers={"Accept": "application/json"}).json()["member"]
    assert client.get("/", headers={"Accept": "text/html"}).headers["content-type"].startswith("text/html")


def test_a_url_of_unreasonable_length_is_refused(client: TestClient) -> None:
    """A URL over the limit is answered with URITooLongException."""
    answer = client.get("/events", params={"EQ_bizStep": "x" * 20_000})
    assert (answer.status_code, answer.json()["type"]) == (414, "epcisException:URITooLongException")


def test_a_post_of_one_event_gives_its_address(client: TestClient) -> None:
    """The Location of a new event leads to it."""
    answer = client.post("/events", content=json.dumps(an_event(1)), headers=JSON)
    assert ids(events(client, answer.headers["Location"])) == [1]


def test_repeated_parameters_go_on_to_the_next_page(filled: TestClient) -> None:
    """A parameter that was given twice is given twice again in the link to the next page."""
    answer = filled.get("/events?EQ_bizStep=shipping&EQ_bizStep=receiving&perPage=3")
    following = filled.get(answer.headers["Link"].split(">")[0].lstrip("<"))
    assert following.status_code == 200
    assert len(events(filled, EQ_bizStep=["shipping", "receiving"], perPage=3)) == 20


def test_a_word_is_the_same_word_in_its_long_form(loop: Loop, client: TestClient) -> None:
    """A business step written as the CBV's own URI is found by the bare word, and the other way round."""
    long = "https://ref.gs1.org/cbv/BizStep-shipping"
    loop.capture([an_event(1, bizStep="shipping"), an_event(2, bizStep=long)])
    for asked in ("shipping", long, "urn:epcglobal:cbv:bizstep:shipping"):
        assert sorted(ids(events(client, EQ_bizStep=asked))) == [1, 2]
    assert client.get("/bizSteps").json()["member"] == ["shipping"]
    assert {event["bizStep"] for event in events(client)} == {"shipping", long}


@pytest.mark.parametrize(
    "path",
    [
        "/events?eventType=ObjectEvnt",
        "/events?EQ_source_owningparty=https://id.gs1.org/417/9521000000004",
        "/bizSteps/shipping/events?EQ_bizStep=receiving",
        "/capture?nextPageToken=zz",
        "/414/9521000000011?after=1.1.99999999999999999999",
    ],
)
def test_a_question_that_cannot_be_meant_is_refused(filled: TestClient, path: str) -> None:
    """A misspelt value, a parameter given against the path, or a foreign token is refused with 400."""
    assert filled.get(path).status_code == 400


def test_odd_version_headers_are_no_server_error(client: TestClient) -> None:
    """A version header of odd digits is read as none; one that names our version in short is accepted."""
    assert client.get("/events", headers={"GS1-EPCIS-Min": b"\xb2"}).status_code == 200
    assert client.get("/events", headers={"GS1-EPCIS-Min": "9" * 5000}).status_code == 200
    assert client.get("/events", headers={"GS1-EPCIS-Max": "2"}).status_code == 200


def test_a_method_that_is_not_there_says_what_is(client: TestClient) -> None:
    """A wrong method is answered with 405, what may be done there, and a sentence."""
    answer = client.put("/capture")
    assert answer.status_code == 405
    assert "Allow" in answer.headers
    assert answer.json()["detail"].startswith("PUT cannot be done here.")
