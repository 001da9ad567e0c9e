"""Documents: the envelope is checked once, its events one by one."""

import json
from typing import Any

import pytest
from oracle import events_in, examples
from strategies import CONTEXT

from dicycle.errors import InvalidEvent
from dicycle.ledger.decode import Incoming
from dicycle.ledger.documents import read_document

EVENT: Any = {
    "type": "ObjectEvent",
    "eventTime": "2026-01-01T00:00:00Z",
    "eventTimeZoneOffset": "+00:00",
    "action": "OBSERVE",
    "epcList": ["urn:x:1"],
}
VOCABULARY = {"type": "urn:x:site", "vocabularyElementList": [{"id": "urn:x:here", "attributes": []}]}


def document(*events: Any, header: Any = None, **body: Any) -> Any:
    """Return an EPCISDocument of these events."""
    start = {
        "@context": CONTEXT,
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-01-01T00:00:00Z",
    }
    return start | ({"epcisHeader": header} if header else {}) | {"epcisBody": {"eventList": list(events), **body}}


def query_document(*events: Any, **results: Any) -> Any:
    """Return an EPCISQueryDocument of these events."""
    body = {"queryResults": {"queryName": "q", "resultsBody": {"eventList": list(events), **results}}}
    return {"@context": CONTEXT, "type": "EPCISQueryDocument", "epcisBody": body}


def places(value: Any) -> list[str]:
    """Return where the findings about a document's events point."""
    found = read_document(json.dumps(value).encode()).decoded()
    return [finding.where for one in found if isinstance(one, InvalidEvent) for finding in one.findings]


def test_every_event_of_the_standards_examples_is_read() -> None:
    """GS1's documents hold as many events after reading as before."""
    read = [read_document(json.dumps(one).encode()) for one in examples()]
    assert [len(one.events) for one in read] == [len(events_in(one)) for one in examples()]
    assert all(isinstance(event, Incoming) for one in read for event in one.decoded())


@pytest.mark.parametrize(
    ("wrap", "where"),
    [
        (document, "/epcisBody/eventList/1/action"),
        (query_document, "/epcisBody/queryResults/resultsBody/eventList/1/action"),
        (lambda *events: [{"@context": CONTEXT, **one} for one in events], "/1/action"),
        (lambda *events: {"@context": CONTEXT, **events[1]}, "/action"),
    ],
    ids=["document", "query document", "list", "bare event"],
)
def test_a_finding_points_into_what_was_sent(wrap: Any, where: str) -> None:
    """The pointer of a finding leads from the top of what was sent to the wrong thing."""
    assert places(wrap(EVENT, {**EVENT, "action": "FIND"})) == [where]


def test_a_wrong_event_leaves_the_others_sound() -> None:
    """Events are judged one by one, in the document's order."""
    found = list(read_document(json.dumps(document(EVENT, 5, {}, EVENT)).encode()).decoded())
    assert [type(one) for one in found] == [Incoming, InvalidEvent, InvalidEvent, Incoming]


def test_a_wrong_envelope_is_refused_as_a_whole() -> None:
    """Without a creation date there is no document, whatever its events say."""
    wrong = document(EVENT)
    del wrong["creationDate"]
    with pytest.raises(InvalidEvent, match="creationDate"):
        read_document(json.dumps(wrong).encode())


def test_master_data_is_found_in_both_kinds_of_documents() -> None:
    """Vocabularies stand in the header of a document, and in the results of a query document."""
    header = {"epcisMasterData": {"vocabularyList": [VOCABULARY]}}
    told = [document(header=header), query_document(vocabularyList=[VOCABULARY]), document(), query_document()]
    assert [read_document(json.dumps(one).encode()).master_data for one in told] == [[VOCABULARY], [VOCABULARY], [], []]


@pytest.mark.parametrize(
    "odd", [5, {"resultsBody": 5}, {"resultsBody": {"eventList": 5}}, {"resultsBody": {"eventList": [5]}}]
)
def test_a_document_may_carry_what_is_a_query_documents(odd: Any) -> None:
    """The body of a document is open: what a query document has there means nothing in it."""
    [event] = read_document(json.dumps(document(EVENT, queryResults=odd)).encode()).decoded()
    assert isinstance(event, Incoming)


def test_an_events_own_context_is_put_on_top_of_the_documents() -> None:
    """Inside a document a prefix means what the event itself says, if it says anything."""
    own = {"@context": {"ex": "https://other.example/"}, **EVENT}
    plain, special = read_document(json.dumps(document(EVENT, own)).encode()).decoded()
    assert isinstance(plain, Incoming)
    assert isinstance(special, Incoming)
    assert json.loads(plain.context) == CONTEXT
    assert json.loads(special.context) == [*CONTEXT, {"ex": "https://other.example/"}]


@pytest.mark.parametrize(
    "raw", [b"", b" ", b"5", b'"x"', b"null", b"true", b"[", b"[1,]", b"{", b"\xff", b"[]x", b"\x0b[]", b"{}{}"]
)
def test_what_is_no_document_is_refused(raw: bytes) -> None:
    """Anything but an object or a list is refused with a finding."""
    with pytest.raises(InvalidEvent) as refused:
        [one for one in read_document(raw).decoded() if isinstance(one, InvalidEvent)]
    assert refused.value.findings


def test_an_empty_list_is_a_document_without_events() -> None:
    """Nothing to tell is nothing wrong."""
    assert read_document(b" [] ").events == []
