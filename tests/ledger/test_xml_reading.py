"""EPCIS in XML becomes the ledger's JSON, and nothing gets lost or made up on the way."""

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger.xml_documents import OBSERVE, PACK, TIMES, exact, faults, read, seen, whole
from oracle import schema
from strategies import examples

from dicycle.errors import InvalidEvent
from dicycle.ledger import cbv, xml
from dicycle.ledger.decode import Incoming
from dicycle.ledger.documents import read_document
from dicycle.ledger.xml import words

SENSOR = """<sensorElementList><sensorElement>
  <sensorMetadata time="2027-02-18T09:30:00+01:00" deviceID="urn:epc:id:giai:9521234.METER-1" ex:shift="early"/>
  <sensorReport type="gs1:Temperature" value="21.50" uom="CEL" exception="gs1:ALARM_CONDITION"/>
  <sensorReport type="https://gs1.org/voc/Voltage" minValue="+3" component="cbv:Comp-x" booleanValue="1"/>
  <ex:bench>B-7</ex:bench>
</sensorElement></sensorElementList>"""


def test_a_document_says_in_json_what_it_said_in_xml() -> None:
    """Every part of an event of a maker arrives under the name and in the words of the JSON binding."""
    event = read(
        "<bizStep>urn:epcglobal:cbv:bizstep:commissioning</bizStep>",
        "<disposition>https://ref.gs1.org/cbv/Disp-active</disposition>",
        "<readPoint><id>urn:epc:id:sgln:9521234.00001.0</id><ex:gate>north</ex:gate></readPoint>",
        '<bizTransactionList><bizTransaction type="urn:epcglobal:cbv:btt:po">urn:x:po:1</bizTransaction>',
        "<bizTransaction>urn:x:2</bizTransaction></bizTransactionList>",
        "<quantityList><quantityElement><epcClass>urn:x:c</epcClass><quantity>12.50</quantity><uom>KGM</uom>",
        "</quantityElement></quantityList>",
        '<sourceList><source type="cbv:SDT-owning_party">urn:x:a</source></sourceList>',
        SENSOR,
        "<persistentDisposition><unset>urn:epcglobal:cbv:disp:expired</unset><set>ex:wet</set></persistentDisposition>",
        before="<eventID>urn:uuid:1</eventID>",
    )
    assert event == {
        "type": "ObjectEvent",
        "eventTime": "2027-02-18T09:30:00+01:00",
        "eventTimeZoneOffset": "+01:00",
        "eventID": "urn:uuid:1",
        "epcList": ["urn:epc:id:sgtin:9521234.000001.P1"],
        "action": "OBSERVE",
        "bizStep": "commissioning",
        "disposition": "active",
        "readPoint": {"id": "urn:epc:id:sgln:9521234.00001.0", "ex:gate": "north"},
        "bizTransactionList": [{"type": "po", "bizTransaction": "urn:x:po:1"}, {"bizTransaction": "urn:x:2"}],
        "quantityList": [{"epcClass": "urn:x:c", "quantity": Decimal("12.50"), "uom": "KGM"}],
        "sourceList": [{"type": "owning_party", "source": "urn:x:a"}],
        "sensorElementList": [
            {
                "sensorMetadata": {
                    "time": "2027-02-18T09:30:00+01:00",
                    "deviceID": "urn:epc:id:giai:9521234.METER-1",
                    "ex:shift": "early",
                },
                "sensorReport": [
                    {"type": "Temperature", "value": Decimal("21.50"), "uom": "CEL", "exception": "ALARM_CONDITION"},
                    {"type": "Voltage", "minValue": 3, "component": "x", "booleanValue": True},
                ],
                "ex:bench": "B-7",
            }
        ],
        "persistentDisposition": {"unset": ["expired"], "set": ["ex:wet"]},
    }


def test_the_result_is_valid_by_the_standards_own_schema() -> None:
    """GS1's JSON Schema accepts what a document of XML becomes, with the prefixes that it bound."""
    document = json.loads(xml.to_json(whole(seen(SENSOR), header="<EPCISHeader/>")))
    assert schema().is_valid(document)
    assert document["@context"][1] == {"ex": "https://example.com/terms/"}


@pytest.mark.parametrize(
    ("vocabulary", "of"),
    [
        (words.BIZ_STEPS, cbv.BIZ_STEPS),
        (words.DISPOSITIONS, cbv.DISPOSITIONS),
        (words.TRANSACTION_TYPES, cbv.BIZ_TRANSACTION_TYPES),
        (words.TRANSFER_TYPES, cbv.SOURCE_DEST_TYPES),
        (words.ERROR_REASONS, cbv.ERROR_REASONS),
        (words.COMPONENTS, cbv.COMPONENTS),
        (words.MEASUREMENTS, cbv.MEASUREMENT_TYPES),
        (words.ALERTS, cbv.SENSOR_ALERTS),
    ],
)
def test_every_word_of_the_vocabulary_has_its_long_forms(vocabulary: words.Words, of: Any) -> None:
    """A word written as URN or Web URI is read as the same word; what only looks like one is left alone."""
    for word in of:
        assert {vocabulary.bare(vocabulary.long(word, form)) for form in words.CBV_FORMS} == {word}
    assert vocabulary.bare(vocabulary.urn + "nonsense") == vocabulary.urn + "nonsense"


def test_an_error_declaration_and_certificates_arrive() -> None:
    """What declares a record wrong keeps its reason, corrections and extensions; certificates may be several."""
    event = read(
        before="<errorDeclaration><declarationTime>2027-03-01T08:00:00Z</declarationTime>"
        "<reason>urn:epcglobal:cbv:er:incorrect_data</reason><correctiveEventIDs><correctiveEventID>urn:x:9"
        "</correctiveEventID></correctiveEventIDs><ex:by>QA</ex:by></errorDeclaration>"
        "<certificationInfo>https://example.com/c/1</certificationInfo>"
        "<certificationInfo>https://example.com/c/2</certificationInfo>"
    )
    assert event["errorDeclaration"] == {
        "declarationTime": "2027-03-01T08:00:00Z",
        "reason": "incorrect_data",
        "correctiveEventIDs": ["urn:x:9"],
        "ex:by": "QA",
    }
    assert event["certificationInfo"] == ["https://example.com/c/1", "https://example.com/c/2"]


@pytest.mark.parametrize(
    ("markup", "value"),
    [
        ("<ex:a>text</ex:a>", "text"),
        ("<ex:a> kept  as it is\n</ex:a>", " kept  as it is\n"),
        ("<ex:a>one<!-- a remark -->two</ex:a>", "onetwo"),
        ("<ex:a><![CDATA[<b>]]></ex:a>", "<b>"),
        ("<ex:a/>", ""),
        ("<ex:a>x</ex:a><ex:a>y</ex:a>", ["x", "y"]),
        ("<ex:a><b>x</b><ex:c>y</ex:c></ex:a>", {"b": "x", "ex:c": "y"}),
        ("<ex:a><b>1</b><b>2</b></ex:a>", {"b": ["1", "2"]}),
        ('<ex:a ex:line="2"/>', {"ex:line": "2"}),
        ('<ex:a line="2"><b>x</b></ex:a>', {"line": "2", "b": "x"}),
        ('<ex:a unit="KGM">3.5</ex:a>', {"unit": "KGM", "https://w3id.org/dicycle/xml/text": "3.5"}),
        ('<ex:a xsi:type="xsd:integer"> 10 </ex:a>', 10),
        ('<ex:a xsi:type="xsd:decimal">10.00</ex:a>', Decimal("10.00")),
        ('<ex:a xsi:type="xsd:double">1e-7</ex:a>', Decimal("1e-7")),
        ('<ex:a xsi:type="xsd:boolean">1</ex:a>', True),
        ('<ex:a xsi:type="xsd:dateTime">2027-01-01T00:00:00Z</ex:a>', "2027-01-01T00:00:00Z"),
        ('<ex:a xsi:nil="true"/>', None),
    ],
)
def test_an_extension_becomes_the_value_that_it_writes(markup: str, value: Any) -> None:
    """Elements are objects, repeated ones lists, typed ones numbers and truth values; text stays text."""
    found = read(markup)["ex:a"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "markup",
    [
        "<ex:a>text <b>and</b> elements</ex:a>",
        "<ex:a><b>1</b><c>2</c><b>3</b></ex:a>",
        '<ex:a b="1"><b>2</b></ex:a>',
        '<ex:a xsi:type="xsd:double">INF</ex:a>',
        '<ex:a xsi:type="ex:own">x</ex:a>',
        '<ex:a xml:lang="en">word</ex:a>',
    ],
)
def test_what_json_cannot_spread_out_is_kept_as_xml(markup: str) -> None:
    """Mixed text, an order that counts, types of one's own: such an element is kept whole, and is an element again."""
    from dicycle.ledger.stored import StoredEvent

    event = read(markup)
    assert event["ex:a"].keys() == {"https://w3id.org/dicycle/xml/xml"}
    incoming = next(read_document(xml.to_json(whole(seen(markup)))).decoded())
    assert isinstance(incoming, Incoming)
    again = xml.document([StoredEvent(1, incoming.time, 0, incoming.body, incoming.context)])
    inner = markup.partition(">")[2].encode()
    assert inner in again.replace(b"&#13;", b"")


def test_prefixes_mean_what_they_meant_where_they_stood() -> None:
    """A prefix that is bound again inside an event, or a default namespace, gets a prefix of its own in @context."""
    event = read(
        '<ex:a xmlns:ex="https://example.org/other/">1</ex:a>',
        "<ex:a>2</ex:a>",
        '<b xmlns="https://example.org/third/">3</b>',
    )
    bound = event["@context"][0]
    assert {bound.get(key.split(":")[0], ""): one for key, one in event.items() if one in ("1", "3")} == {
        "https://example.org/other/": "1",
        "https://example.org/third/": "3",
    }
    assert event["ex:a"] == "2"


def test_the_words_of_the_cbv_for_master_data_need_no_binding() -> None:
    """GS1's own prefixes are bound by GS1's context; ilmd uses them whatever the document called the namespace."""
    born = '<ilmd><m:lotNumber xmlns:m="urn:epcglobal:cbv:mda">L-1</m:lotNumber></ilmd>'
    raw = whole(f"<ObjectEvent>{TIMES}{PACK}<action>ADD</action>{born}</ObjectEvent>")
    event = exact(xml.to_json(raw))["epcisBody"]["eventList"][0]
    assert event["ilmd"] == {"cbvmda:lotNumber": "L-1"}
    assert "@context" not in event


def test_a_quantity_that_says_it_is_nothing_is_not_said() -> None:
    """A nil quantity is a class without an amount: unknown is not zero (convention 5)."""
    amounts = '<quantityList><quantityElement><epcClass>urn:x:c</epcClass><quantity xsi:nil="true"/>'
    event = read(amounts + "</quantityElement></quantityList>")
    assert event["quantityList"] == [{"epcClass": "urn:x:c"}]


# ---------------------------------------------------------------- EPCIS 1.2

OLD = f"""<?xml version="1.0"?>
<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:1" xmlns:ex="https://example.com/terms/"
  xmlns:sbdh="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
  schemaVersion="1.2" creationDate="2019-02-18T10:00:00Z">
 <EPCISHeader><sbdh:StandardBusinessDocumentHeader><sbdh:Sender><sbdh:Identifier Authority="GS1">urn:x:maker
 </sbdh:Identifier></sbdh:Sender><sbdh:DocumentIdentification><sbdh:InstanceIdentifier>77</sbdh:InstanceIdentifier>
 </sbdh:DocumentIdentification></sbdh:StandardBusinessDocumentHeader>
  <extension><EPCISMasterData><VocabularyList><Vocabulary type="urn:epcglobal:epcis:vtype:BusinessLocation">
   <VocabularyElementList><VocabularyElement id="urn:epc:id:sgln:9521234.00001.0">
    <attribute id="https://example.com/terms/name">Plant</attribute>
    <attribute id="https://example.com/terms/address"><ex:city>Exampleton</ex:city></attribute>
    <children><id>urn:epc:id:sgln:9521234.00001.7</id></children>
   </VocabularyElement></VocabularyElementList></Vocabulary></VocabularyList></EPCISMasterData></extension>
 </EPCISHeader>
 <EPCISBody><EventList>
  <ObjectEvent>{TIMES}<baseExtension><eventID>urn:x:1</eventID></baseExtension><epcList/><action>ADD</action>
   <extension><quantityList><quantityElement><epcClass>urn:x:c</epcClass><quantity>7</quantity></quantityElement>
   </quantityList><ilmd><ex:lot>L-1</ex:lot></ilmd><extension>
   <sensorElementList><sensorElement><sensorReport type="gs1:Mass" value="1.0"/></sensorElement></sensorElementList>
   </extension></extension><ex:note>old</ex:note></ObjectEvent>
  <extension><TransformationEvent>{TIMES}<inputEPCList><epc>urn:x:in</epc></inputEPCList>
   <outputEPCList><epc>urn:x:out</epc></outputEPCList></TransformationEvent>
   <extension><AssociationEvent>{TIMES}<parentID>urn:x:p</parentID><childEPCs><epc>urn:x:k</epc></childEPCs>
   <action>ADD</action></AssociationEvent></extension></extension>
 </EventList></EPCISBody>
</epcis:EPCISDocument>""".encode()


def test_a_document_of_epcis_1_is_read_out_of_its_nesting() -> None:
    """What 1.2 had to put into extensions stands where 2.0 has it; the header gives sender and master data."""
    document = exact(xml.to_json(OLD))
    assert schema().is_valid(json.loads(xml.to_json(OLD)))
    assert (document["schemaVersion"], document["sender"], document["instanceIdentifier"]) == (
        "2.0",
        "urn:x:maker",
        "77",
    )
    first, second, third = document["epcisBody"]["eventList"]
    assert first | {"sensorElementList": 0} == {
        "type": "ObjectEvent",
        "eventTime": "2027-02-18T09:30:00+01:00",
        "eventTimeZoneOffset": "+01:00",
        "eventID": "urn:x:1",
        "epcList": [],
        "action": "ADD",
        "quantityList": [{"epcClass": "urn:x:c", "quantity": 7}],
        "ilmd": {"ex:lot": "L-1"},
        "sensorElementList": 0,
        "ex:note": "old",
    }
    assert (second["type"], third["type"], third["childEPCs"]) == (
        "TransformationEvent",
        "AssociationEvent",
        ["urn:x:k"],
    )
    (vocabulary,) = read_document(xml.to_json(OLD)).master_data
    assert vocabulary["vocabularyElementList"] == [
        {
            "id": "urn:epc:id:sgln:9521234.00001.0",
            "attributes": [
                {"id": "https://example.com/terms/name", "attribute": "Plant"},
                {"id": "https://example.com/terms/address", "attribute": {"ex:city": "Exampleton"}},
            ],
            "children": ["urn:epc:id:sgln:9521234.00001.7"],
        }
    ]


def test_a_query_document_and_master_data_are_read() -> None:
    """The answer of another server is read with its query's name; a document of master data has no events."""
    asked = (
        '<q:EPCISQueryDocument xmlns:q="urn:epcglobal:epcis-query:xsd:2" schemaVersion="2.0"><EPCISBody>'
        "<q:QueryResults><queryName>SimpleEventQuery</queryName><subscriptionID>s-1</subscriptionID><resultsBody><EventList>"
        f"{seen()}</EventList></resultsBody></q:QueryResults></EPCISBody></q:EPCISQueryDocument>"
    )
    results = exact(xml.to_json(asked.encode()))["epcisBody"]["queryResults"]
    assert (results["queryName"], results["subscriptionID"]) == ("SimpleEventQuery", "s-1")
    assert len(results["resultsBody"]["eventList"]) == 1
    master = (
        b'<m:EPCISMasterDataDocument xmlns:m="urn:epcglobal:epcis-masterdata:xsd:2" schemaVersion="2.0" '
        b'creationDate="2027-01-01T00:00:00Z"><EPCISBody><VocabularyList><Vocabulary type="urn:x:site"/>'
        b"</VocabularyList></EPCISBody></m:EPCISMasterDataDocument>"
    )
    read = read_document(xml.to_json(master))
    assert (read.events, read.master_data) == ([], [{"type": "urn:x:site"}])


def test_a_bare_event_stays_a_bare_event() -> None:
    """One event without a document is read alone, also with names that carry the standard's namespace."""
    bare = seen("<ex:a>1</ex:a>", attributes='xmlns:ex="https://example.com/terms/" schemaVersion="2.0"')
    event = exact(xml.to_json(bare.encode()))
    assert (event["type"], event["ex:a"], event["@context"][1]) == (
        "ObjectEvent",
        "1",
        {"ex": "https://example.com/terms/"},
    )
    assert exact(xml.event_to_json(whole(seen("<ex:a>1</ex:a>"))))["ex:a"] == "1"
    with pytest.raises(InvalidEvent, match="2 events"):
        xml.event_to_json(whole(seen(), seen()))
    spelled = re.sub(r"<(/?)(?=[a-zO])", r"<\1e:", f"<ObjectEvent>{TIMES}{PACK}{OBSERVE}</ObjectEvent>")
    named = spelled.replace("<e:ObjectEvent>", '<e:ObjectEvent xmlns:e="urn:epcglobal:epcis:xsd:2">')
    assert exact(xml.to_json(named.encode()))["action"] == "OBSERVE"


# ---------------------------------------------------------------- what is refused

CROWD = " ".join(f'a{number}=""' for number in range(300))


@pytest.mark.parametrize(
    ("raw", "code", "where"),
    [
        (whole(seen("<colour>red</colour>")), "xml.unknown-element", "line 4, ObjectEvent/colour"),
        (whole(seen(), seen("<colour/>")), "xml.unknown-element", "line 4, ObjectEvent[2]/colour"),
        (whole(seen(attributes='colour="red"')), "xml.unknown-attribute", "line 4, ObjectEvent"),
        (whole(seen("<bizStep><b/></bizStep>")), "xml.unknown-element", "line 4, ObjectEvent/bizStep/b"),
        (whole(seen("<action>OBSERVE</action>")), "xml.twice", "line 4, ObjectEvent/action[2]"),
        (whole(seen(before="<bizStep>ex:a</bizStep>")), "xml.order", "line 4, ObjectEvent/epcList"),
        (whole(seen("<quantityList>x</quantityList>")), "xml.stray-text", "line 4, ObjectEvent/quantityList"),
        (whole("<QuantityEvent/>"), "xml.quantity-event", "line 4, "),
        (whole("<PackEvent/>"), "xml.unknown-element", "line 4, "),
        (whole(seen(SENSOR.replace("21.50", "warm"))), "xml.not-a-number", "line 6, "),
        (whole(seen("<bizStep>urn:epcglobal:cbv:bizstep:cooking</bizStep>")), "event.unknown-word", "/bizStep"),
        (whole(seen(SENSOR.replace('type="gs1:Temperature"', ""))), "event.missing", "line 6, "),
        (whole(f"<ObjectEvent>{TIMES}{PACK}</ObjectEvent>"), "event.missing", "line 4, ObjectEvent"),
        (b"<EPCISDocument/>", "xml.not-epcis", "line 1"),
        (b"<EPCISDocument>", "xml.not-xml", "line 1"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "xml.not-xml", ""),
        (b"<a>" * 200 + b"</a>" * 200, "xml.too-deep", ""),
        (whole(seen(f"<ex:a {CROWD}/>")), "xml.too-many-attributes", "line 4, ObjectEvent/a"),
        (b"", "xml.not-xml", ""),
    ],
)
def test_what_is_wrong_is_said_with_element_and_line(raw: bytes, code: str, where: str) -> None:
    """Nothing of the standard is dropped in silence: an unknown element is a finding that says where it stands."""
    (found, place), *_ = faults(raw)
    assert found == code
    assert where in place


BOMB = b"".join(
    [b'<!DOCTYPE a [<!ENTITY e0 "ha">']
    + [b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12)]
    + [b"]><a>&e11;</a>"]
)


@pytest.mark.parametrize(
    "raw",
    [
        BOMB,
        BOMB.replace(b"<a>&e11;</a>", b'<a b="&e11;"/>'),
        b'<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
        b'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]><a/>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
        whole(seen()).replace(b"<epcis:EPCISDocument", b"<!DOCTYPE project><epcis:EPCISDocument", 1),
    ],
)
def test_a_doctype_is_refused(raw: bytes) -> None:
    """Entities that would fetch files or grow without end are not looked at: there must be no DOCTYPE."""
    assert faults(raw)[0][0] in ("xml.doctype", "xml.not-xml")
    with pytest.raises(InvalidEvent) as caught:
        xml.to_json(raw)
    assert len(str(caught.value)) < 500


def test_a_document_in_another_encoding_is_read() -> None:
    """XML says its own encoding."""
    raw = b'<?xml version="1.0" encoding="ISO-8859-1"?>' + whole(seen("<ex:a>\xfc</ex:a>".encode().decode("utf-8")))
    assert xml.is_xml(raw)
    latin = raw.decode("utf-8").encode("latin-1")
    assert exact(xml.to_json(latin))["epcisBody"]["eventList"][0]["ex:a"] == "ü"
    wide = whole(seen("<ex:a>ü</ex:a>")).decode().encode("utf-16")
    assert xml.is_xml(wide)
    assert exact(xml.to_json(wide))["epcisBody"]["eventList"][0]["ex:a"] == "ü"


def test_kept_xml_cannot_make_a_document_grow_without_end() -> None:
    """Many small mixed elements under a very long namespace would be many copies of it: that is refused."""
    long = "https://example.com/" + "x" * 100_000
    mixed = "<y:a>t<b/></y:a>" * 200
    assert faults(whole(seen(mixed), more=f'xmlns:y="{long}"'))[0][0] == "xml.too-large"


_parts = st.sampled_from(
    [
        *(
            "<ObjectEvent>",
            "</ObjectEvent>",
            "<ex:a>",
            "</ex:a>",
            "<bizStep>",
            "</bizStep>",
            "x",
            "&lt;",
            " ",
            "<!-- -->",
        ),
        *(TIMES, PACK, OBSERVE, SENSOR, "<extension>", "</extension>", '<ex:a xsi:nil="true"/>', "<ilmd>", "</ilmd>"),
        *("<epc/>", "<sensorReport/>", "<readPoint/>", "<errorDeclaration/>", "<AssociationEvent/>", "<?pi x?>"),
        '<ex:a xmlns:dx="https://w3id.org/dicycle/xml/" dx:form="json">{]</ex:a>',
        '<dx:json xmlns:dx="https://w3id.org/dicycle/xml/">[1]</dx:json>',
    ]
)


@examples(40)
@given(st.lists(_parts, max_size=12).map("".join))
def test_odd_xml_is_read_or_refused_with_a_sentence(body: str) -> None:
    """Whatever stands in a document, the answer is JSON that the ledger reads, or findings."""
    raw = whole(body)
    if not faults(raw):
        assert all(isinstance(one, Incoming) for one in read_document(xml.to_json(raw)).decoded())
