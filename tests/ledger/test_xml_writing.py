"""Events of the ledger become XML that says the same, in the order of GS1's schema."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from ledger.xml_documents import exact
from lxml import etree
from oracle import bare_events
from strategies import CONTEXT, events, examples, written

from dicycle.ledger import strict, xml
from dicycle.ledger.decode import Incoming, event_of
from dicycle.ledger.documents import read_document
from dicycle.ledger.entry import same_content
from dicycle.ledger.stored import StoredEvent
from dicycle.ledger.xml import CbvForm
from dicycle.ledger.xml.order import ORDER
from dicycle.ledger.xml.words import CBV_FORMS

RECORDED = 1_767_225_600_123_000
EVENT: Any = {
    "type": "ObjectEvent",
    "eventID": "urn:uuid:1",
    "eventTime": "2027-02-18T09:30:00+01:00",
    "eventTimeZoneOffset": "+01:00",
    "action": "ADD",
    "epcList": ["https://id.gs1.org/01/09521234000013/21/P-1"],
    "bizStep": "commissioning",
    "sensorElementList": [{"sensorReport": [{"type": "Mass", "value": Decimal("1.50"), "component": "x"}]}],
}


def stored(event: Any, context: Any = CONTEXT) -> StoredEvent:
    """Return an event as a store would give it back."""
    incoming = event_of(strict.decode(written(event | {"@context": context}).encode()))
    return StoredEvent(1, incoming.time, RECORDED, incoming.body, incoming.context)


def again(document: bytes) -> list[StoredEvent]:
    """Return the events of an XML document as a store would give them back."""
    read = list(read_document(xml.to_json(document)).decoded())
    assert all(isinstance(one, Incoming) for one in read), read
    return [StoredEvent(1, one.time, RECORDED, one.body, one.context) for one in read if isinstance(one, Incoming)]


def same(one: StoredEvent, other: StoredEvent) -> bool:
    """Tell whether two events are the same to the ledger."""
    return same_content(one.body, one.context, other.body, other.context)


def canonical(document: bytes) -> bytes:
    """Return the list of events of a document as canonical XML."""
    found = etree.fromstring(document).find(".//EventList")
    return etree.tostring(found, method="c14n")  # type: ignore[no-any-return]


@examples(25)
@given(events)
def test_an_event_is_the_same_after_xml(event: Any) -> None:
    """JSON to XML to JSON is the same event, whatever its extensions hold and however words are to be written."""
    before = stored(event)
    for form in CBV_FORMS:
        for document in (xml.document([before], form), xml.query_document([before], form)):
            (after,) = again(document)
            assert same(after, before), document.decode()


@examples(15)
@given(events)
def test_xml_is_the_same_after_json(event: Any) -> None:
    """XML to JSON to XML is the same to the letter of canonical XML."""
    first = xml.query_document([stored(event)])
    assert canonical(xml.query_document(again(first))) == canonical(first)


@pytest.mark.parametrize("form", CBV_FORMS)
def test_the_standards_examples_are_the_same_after_xml(form: CbvForm) -> None:
    """GS1's own events survive the way through XML; only long forms of the CBV's words become bare."""
    found = [stored(event, event["@context"]) for event in bare_events()]
    after = again(xml.query_document(found, form))
    changed = [before.body for before, one in zip(found, after, strict=True) if not same(one, before)]
    assert all(b"cbv:Comp-" in body for body in changed)
    assert len(changed) <= 1


@examples(15)
@given(events)
def test_elements_stand_in_the_order_of_the_schema(event: Any) -> None:
    """Whatever the order of its keys, an event's elements have the order that GS1's schema asks for."""
    element = etree.fromstring(xml.document([stored(event)])).find(".//EventList")[0]
    names = [one.tag for one in element if not one.tag.startswith("{")]
    if element.tag in ORDER:
        assert names == sorted(names, key=ORDER[element.tag].index)
        assert names[:3] == ["eventTime", "recordTime", "eventTimeZoneOffset"]


@pytest.mark.parametrize(
    ("form", "step", "kind", "component"),
    [
        ("No_Preference", "urn:epcglobal:cbv:bizstep:commissioning", "gs1:Mass", "urn:epcglobal:cbv:comp:x"),
        ("Always_URN", "urn:epcglobal:cbv:bizstep:commissioning", "gs1:Mass", "urn:epcglobal:cbv:comp:x"),
        (
            *("Always_Web_URI", "https://ref.gs1.org/cbv/BizStep-commissioning"),
            *("https://gs1.org/voc/Mass", "https://ref.gs1.org/cbv/Comp-x"),
        ),
    ],
)
def test_words_are_written_in_the_form_asked_for(form: CbvForm, step: str, kind: str, component: str) -> None:
    """A word of the CBV is a URN or a Web URI, as the reader prefers."""
    event = etree.fromstring(xml.document([stored(EVENT)], form)).find(".//ObjectEvent")
    report = event.find(".//sensorReport")
    assert (event.findtext("bizStep"), report.get("type"), report.get("component")) == (step, kind, component)
    assert report.get("value") == "1.50"


@pytest.mark.parametrize(
    ("value", "markup"),
    [
        ("text & <more>", "<ex:a>text &amp; &lt;more&gt;</ex:a>"),
        ({"b": "x", "ex:c": ["1", "2"]}, "<ex:a><b>x</b><ex:c>1</ex:c><ex:c>2</ex:c></ex:a>"),
        (Decimal("12.50"), '<ex:a xsi:type="xsd:decimal">12.50</ex:a>'),
        (7, '<ex:a xsi:type="xsd:integer">7</ex:a>'),
        (True, '<ex:a xsi:type="xsd:boolean">true</ex:a>'),
        (None, '<ex:a xsi:nil="true"/>'),
        (["one"], '<ex:a dx:form="list">one</ex:a>'),
        ([1], '<ex:a dx:form="json">[1]</ex:a>'),
        ([["a"], []], '<ex:a dx:form="json">["a"]</ex:a><ex:a dx:form="json">[]</ex:a>'),
        ({"": 1, "b": "x"}, '<ex:a><b>x</b><dx:json>{"":1}</dx:json></ex:a>'),
        ("\x00", '<ex:a dx:form="json">"\\u0000"</ex:a>'),
    ],
)
def test_an_extension_is_written_plainly_where_xml_can(value: Any, markup: str) -> None:
    """Values that XML has a form for take that form; the others carry a mark that says how to read them."""
    assert markup.encode() in xml.document([stored(EVENT | {"ex:a": value})])


def test_events_with_other_prefixes_share_a_document() -> None:
    """The same prefix may mean two things in two events: each declares its own, and reads the same again."""
    listed = [
        stored(EVENT | {"ex:a": "1"}),
        stored(EVENT | {"ex:a": "2"}, [CONTEXT[0], {"ex": "https://example.org/"}]),
    ]
    after = again(xml.query_document(listed))
    assert all(same(one, before) for one, before in zip(after, listed, strict=True))


@pytest.mark.parametrize(
    "context",
    [
        [
            CONTEXT[0],
            {"xsi": "https://example.com/a/", "xsd": "https://example.com/b/", "dx": "https://example.com/c/"},
        ],
        [
            CONTEXT[0],
            {"epcis": "https://example.com/a/", "epcisq": "https://example.com/b/", "ex": "https://example.com/"},
        ],
        [CONTEXT[0], {"one": "https://example.com/", "two": "https://example.com/"}],
        [
            CONTEXT[0],
            "https://example.com/context.jsonld",
            {"ex:day": {"@type": "xsd:date"}, "ex": "https://example.com/"},
        ],
        [CONTEXT[0], {"cbvmda": "urn:epcglobal:cbv:mda:"}],
        [CONTEXT[0], {"mda": "urn:epcglobal:cbv:mda", "gs1": "https://example.com/", "xml": "https://example.com/"}],
        {"@vocab": "https://example.com/", "not a name": "https://example.com/", "rel": "not a uri"},
        CONTEXT[0],
    ],
)
def test_every_context_comes_back(context: Any) -> None:
    """Whatever an @context binds, also what XML cannot declare, binds the same after the way through XML."""
    keys = ("xsi:a", "one:a", "two:a", "ex:a", "cbvmda:a", "mda:a", "gs1:a", "xml:a", "dcterms:a", "xsd:a")
    report = {"type": "Mass", "two:b": "y", "mda:b": "z", "gs1:b": 1}
    extended = EVENT | {key: {"b": 1, "one:c": "x"} for key in keys}
    before = stored(extended | {"sensorElementList": [{"sensorReport": [report]}]}, context)
    (after,) = again(xml.query_document([before]))
    assert same(after, before)
    assert canonical(xml.query_document([after])) == canonical(xml.query_document([before]))


def test_a_query_document_names_its_query() -> None:
    """An answer says which query and which subscription it belongs to, and when each event was recorded."""
    raw = xml.query_document([stored(EVENT)], query="packs <new>", subscription="s-1")
    results = exact(xml.to_json(raw))["epcisBody"]["queryResults"]
    assert (results["queryName"], results["subscriptionID"]) == ("packs <new>", "s-1")
    assert results["resultsBody"]["eventList"][0]["recordTime"] == "2026-01-01T00:00:00.123Z"
    assert json.loads(xml.to_json(xml.document([])))["epcisBody"] == {"eventList": []}
