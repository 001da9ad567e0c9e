"""The event hash id: GS1's published vectors, and what must and must not change it."""

import hashlib
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference import reference, reference_files
from strategies import CONTEXT, events, exact_numbers, shuffled, texts

from dicycle.errors import InvalidInput
from dicycle.ledger import strict
from dicycle.ledger.context import encoded
from dicycle.ledger.decode import event_of
from dicycle.ledger.documents import read_document
from dicycle.ledger.hashing import ALGORITHMS, hash_id, id_of, prehash
from dicycle.vocabulary import EPCIS_CONTEXT

VECTORS = reference_files("epcis", "event-hash", pattern="*.jsonld")
EX = encoded([EPCIS_CONTEXT, {"ex": "https://example.com/terms/"}])
PACK = "https://id.gs1.org/01/09521234012344/21/A1"
ID = re.compile(r"ni:///(sha[0-9a-z-]+);[0-9a-f]{56,128}\?ver=CBV2\.0")


def event(**fields: Any) -> dict[str, Any]:
    """Return a sound event."""
    return {
        "type": "ObjectEvent",
        "action": "OBSERVE",
        "eventTime": "2031-05-01T09:30:00.000Z",
        "eventTimeZoneOffset": "+02:00",
        "epcList": [PACK],
    } | fields


def string(context: bytes = EX, **fields: Any) -> str:
    """Return the pre-hash string of a sound event with other fields."""
    return prehash(event(**fields), context)


def said(context: bytes = EX, **fields: Any) -> str:
    """Return what the pre-hash string says behind the action."""
    return string(context, **fields).partition("action=OBSERVE")[2]


# ---------------------------------------------------------------- the published vectors


def hashed(path: Path) -> list[tuple[str, str]]:
    """Return the pre-hash string and the id of each event of a vector, without what its document says to ignore."""
    raw = path.read_bytes()
    ignored = [fields for key, fields in json.loads(raw).items() if key.endswith(":ignoreFields")]
    without = ignored[0] if ignored else ()
    found = [strict_event for strict_event in read_document(raw).decoded() if not isinstance(strict_event, Exception)]
    strings = [prehash(strict.decode(one.body), one.context, without) for one in found]
    return [(one, id_of(one)) for one in strings]


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_a_published_document_has_the_published_ids(path: Path) -> None:
    """The ids are those that the authors of the algorithm published for their example."""
    assert [found for _, found in hashed(path)] == path.with_suffix(".hashes").read_text("utf-8").split()


def test_the_published_strings_are_ours() -> None:
    """So are the strings before the digest; two of them are damaged where they are published."""
    folder = reference("epcis", "event-hash")
    sound = damaged = 0
    for path in sorted(folder.glob("*.jsonld")):
        published = path.with_suffix(".prehashes").read_text("utf-8").splitlines()
        for (ours, _), theirs, found in zip(
            hashed(path), published, path.with_suffix(".hashes").read_text("utf-8").split(), strict=True
        ):
            if id_of(theirs) != found:
                damaged += 1
                continue
            assert ours == theirs
            sound += 1
    assert (sound, damaged) == (19, 2)


# ---------------------------------------------------------------- laws


@given(events, st.sampled_from(sorted(ALGORITHMS)))
def test_every_event_of_the_grammar_has_an_id(value: Any, algorithm: str) -> None:
    """Whatever an event says, and whatever its extensions hold, it has an id, and that is an ni: URI."""
    incoming = event_of(value, encoded(CONTEXT))
    found = ID.fullmatch(hash_id(strict.decode(incoming.body), incoming.context, algorithm))
    assert found
    assert found[1] == algorithm


@st.composite
def stirred(draw: Any, value: Any) -> Any:
    """Draw the same value with every list in another order."""
    if isinstance(value, dict):
        return {key: draw(stirred(one)) for key, one in value.items()}
    return [draw(stirred(one)) for one in draw(st.permutations(value))] if isinstance(value, list) else value


@given(st.data(), events)
def test_order_does_not_count(data: st.DataObject, value: Any) -> None:
    """Neither the order of keys nor that of any list changes what happened."""
    other = data.draw(stirred(data.draw(shuffled(value))))
    assert prehash(other, encoded(CONTEXT)) == prehash(value, encoded(CONTEXT))


def respelt(value: Any) -> Any:
    """Return the same value with every number written otherwise."""
    if isinstance(value, dict):
        return {key: respelt(one) for key, one in value.items()}
    if isinstance(value, list):
        return [respelt(one) for one in value]
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return value
    sign, digits, exponent = Decimal(value).as_tuple()
    assert isinstance(exponent, int)
    return Decimal((sign, (*digits, 0, 0), exponent - 2))


@given(events)
def test_the_spelling_of_numbers_does_not_count(value: Any) -> None:
    """2.5, 2.500 and 25e-1 are one number, in quantities, in readings and in extensions."""
    assert prehash(respelt(value), encoded(CONTEXT)) == prehash(value, encoded(CONTEXT))


@given(exact_numbers)
def test_a_number_and_its_text_are_one(number: Decimal | int) -> None:
    """XML writes every number as text, so an extension that holds the text says the same."""
    assert said(**{"ex:n": str(number)}) == said(**{"ex:n": number})


@given(exact_numbers, exact_numbers)
def test_every_digit_counts(one: Decimal | int, other: Decimal | int) -> None:
    """Two readings have one string only if they are equal, however many digits they have."""
    assert (said(**{"ex:n": one}) == said(**{"ex:n": other})) == (one == other)


@given(events, events)
def test_what_is_left_out_does_not_count(value: Any, other: Any) -> None:
    """An id, a record time and a declaration that it was wrong change nothing in what an event says."""
    fields = {key: other[key] for key in ("eventID", "recordTime", "errorDeclaration") if key in other}
    assert prehash(value | fields, encoded(CONTEXT)) == prehash(value, encoded(CONTEXT))


@given(texts)
def test_any_text_can_stand_in_an_extension(text: str) -> None:
    """A text is found again in the string, without white space at its ends, unless it is a number or a CURIE."""
    found = said(**{"ex:remark": f"t {text}"})
    assert found == f"{{https://example.com/terms/}}remark={f't {text}'.strip()}"


# ---------------------------------------------------------------- one thing, many names


@pytest.mark.parametrize(
    ("urn", "link"),
    [
        ("urn:epc:id:sgtin:9521234.012345.A1", "https://id.example.com/gtin/09521234123453/lot/L/ser/A1?linkType=all"),
        ("urn:epc:class:lgtin:9521234.012345.L%2F1", "https://id.gs1.org/01/09521234123453/10/L%2F1"),
        ("urn:epc:idpat:sgtin:9521234.012345.*", "https://example.com/some/path/01/09521234123453"),
        ("urn:epc:idpat:upui:9521234.012345.*", "https://id.gs1.org/01/09521234123453"),
        ("urn:epc:id:sgln:9521234.00000.0", "https://id.gs1.org/414/9521234000006"),
        ("urn:epc:id:sgtin:9521234.012345.It's;=%22", "https://id.gs1.org/01/09521234123453/21/It%27s%3B%3D%22"),
        (
            "urn:epc:id:sgtin:9521234.012345.a!(b)*+,:",
            "https://id.gs1.org/01/09521234123453/21/a%21%28b%29%2A%2B%2C%3A",
        ),
    ],
)
def test_both_forms_of_a_key_are_one(urn: str, link: str) -> None:
    """An EPC URN and any Digital Link of the same thing give the same string."""
    assert string(epcList=[urn]) == string(epcList=[link])


def test_an_apostrophe_stays_as_it_is() -> None:
    """Of the characters that our own links encode, three stay bare in the hash."""
    assert "epc=https://id.gs1.org/01/09521234123453/21/It's;=%22" in string(
        epcList=["urn:epc:id:sgtin:9521234.012345.It's;=%22"]
    )


@pytest.mark.parametrize(
    ("field", "word", "uri"),
    [
        ("bizStep", "shipping", "https://ref.gs1.org/cbv/BizStep-shipping"),
        ("bizStep", "cbv:BizStep-shipping", "https://ref.gs1.org/cbv/BizStep-shipping"),
        ("bizStep", "urn:epcglobal:cbv:bizstep:shipping", "https://ref.gs1.org/cbv/BizStep-shipping"),
        ("disposition", "in_transit", "https://ref.gs1.org/cbv/Disp-in_transit"),
        ("disposition", "ex:wet", "https://example.com/terms/wet"),
        ("certificationInfo", ["b:2", "a:1"], "a:1certificationInfo=b:2"),
        ("ex:remark", "shipping", "shipping"),
        ("ex:remark", "ex: no word", "ex: no word"),
        ("ex:machine", "urn:epc:id:giai:9521234.M1", "https://id.gs1.org/8004/9521234M1"),
        ("ex:document", "urn:epcglobal:cbv:bt:9521234000006:PO1", "urn:epcglobal:cbv:bt:9521234000006:PO1"),
    ],
)
def test_words_are_written_in_full(field: str, word: Any, uri: str) -> None:
    """Bare words, CURIEs and URNs become URIs where they are words of the standard, and only there."""
    assert f"={uri}" in string(**{field: word})


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("2031-05-01T11:30:00+02:00", "2031-05-01T09:30:00.000Z"),
        ("2031-05-01t09:30:00z", "2031-05-01T09:30:00.000Z"),
        ("2031-05-01T09:30:00.0025Z", "2031-05-01T09:30:00.003Z"),
        ("2031-05-01T09:30:00.0024999999Z", "2031-05-01T09:30:00.002Z"),
        ("2031-12-31T23:59:59.9995Z", "2032-01-01T00:00:00.000Z"),
        ("1931-05-01T09:30:00.0005Z", "1931-05-01T09:30:00.001Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"),
        ("9999-12-31T23:59:59.9999Z", "10000-01-01T00:00:00.000Z"),
        ("0001-01-01T01:00:00+02:00", "0000-12-31T23:00:00.000Z"),
        ("0000-01-01T01:00:00+02:00", "-0001-12-31T23:00:00.000Z"),
    ],
)
def test_a_moment_is_written_one_way(written: str, canonical: str) -> None:
    """UTC, milliseconds, half a millisecond rounded up, in every year that a time can name."""
    assert f"eventTime={canonical}eventTimeZoneOffset" in string(eventTime=written)


# ---------------------------------------------------------------- order and extensions


def test_the_canonical_order() -> None:
    """Fields come in the order of the standard, types before what they qualify, destinations before sources."""
    found = said(
        ilmd={"ex:born": 1},
        sourceList=[{"type": "location", "source": "a:1"}],
        destinationList=[{"type": "location", "destination": "a:2"}],
        bizTransactionList=[{"bizTransaction": "a:3", "type": "po"}, {"bizTransaction": "a:4"}],
        sensorElementList=[{"sensorReport": [{"value": Decimal("1.50"), "type": "Voltage", "uom": "VLT"}]}],
        persistentDisposition={"unset": ["damaged"], "set": ["returned", "recalled"]},
    )
    cbv = "https://ref.gs1.org/cbv/"
    assert found == (
        f"persistentDispositionset={cbv}Disp-recalledset={cbv}Disp-returnedunset={cbv}Disp-damaged"
        f"bizTransactionListbizTransaction=a:4type={cbv}BTT-pobizTransaction=a:3"
        f"destinationListtype={cbv}SDT-locationdestination=a:2sourceListtype={cbv}SDT-locationsource=a:1"
        "sensorElementListsensorElementsensorReporttype=https://gs1.org/voc/Voltagevalue=1.5uom=VLT"
        "ilmd{https://example.com/terms/}born=1"
    )


def test_things_come_before_the_parent() -> None:
    """In a transaction event the epcList comes before the parentID."""
    assert f"epcListepc={PACK}parentID=a:1action" in string(parentID="a:1")


def test_an_extension_stays_with_its_field() -> None:
    """What a place, a sensor element, its metadata or a report adds comes behind its own fields."""
    extra = {"ex:x": 1}
    sensors = [{"sensorMetadata": {**extra, "bizRules": "a:1"}, "sensorReport": [{"type": "ex:t", **extra}], **extra}]
    assert said(readPoint={**extra, "id": "a:2"}, sensorElementList=sensors) == (
        "readPointid=a:2{https://example.com/terms/}x=1"
        "sensorElementListsensorElementsensorMetadatabizRules=a:1{https://example.com/terms/}x=1"
        "sensorReporttype=https://example.com/terms/t{https://example.com/terms/}x=1"
        "{https://example.com/terms/}x=1"
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (True, "=true"),
        (None, ""),
        ("", ""),
        ({}, ""),
        (" 0012.50 ", "=12.5"),
        ("1e5", "=100000"),
        ("1e9999999999", "=1e9999999999"),
        ("nan", "=nan"),
        ("inf", "=inf"),
        ("+", "=+"),
        ("\ud800", "=\ud800"),
        ({"ex:b": 2, "ex:a": 1}, "{https://example.com/terms/}a=1{https://example.com/terms/}b=2"),
    ],
)
def test_any_value_can_be_an_extension(value: Any, written: str) -> None:
    """Each kind of value has its spelling; what is empty leaves the name alone."""
    assert said(**{"ex:x": value}) == "{https://example.com/terms/}x" + written
    assert ID.fullmatch(hash_id(event(**{"ex:x": value}), EX))


def test_a_list_repeats_its_name() -> None:
    """Extension lists are XML elements of one name; an empty one is none; lists in lists are one list."""
    name = "{https://example.com/terms/}x"
    assert said(**{"ex:x": [[3, 1], 2]}) == f"{name}=1{name}=2{name}=3"
    assert said(**{"ex:x": []}) == ""


def test_an_empty_list_says_nothing() -> None:
    """A list without members is as a field that is not there."""
    assert string(quantityList=[], bizTransactionList=[]) == string()


def test_an_event_of_an_own_type_has_a_string() -> None:
    """Its type is written in full, and standard names that hold something else are taken as they come."""
    value = {"type": "ex:Stacking", "eventTime": "2031-05-01T09:30:00Z", "epcList": 5, "readPoint": ["a", "b"]}
    assert prehash(value, EX) == (
        "eventType=https://example.com/terms/StackingeventTime=2031-05-01T09:30:00.000ZepcList=5readPoint=areadPoint=b"
    )


def test_keys_can_be_left_out() -> None:
    """Who stores something of his own with an event leaves it out of its id."""
    assert hash_id(event(**{"ex:seen": 1}), EX, without=["ex:seen"]) == hash_id(event(), EX)


# ---------------------------------------------------------------- contexts


@pytest.mark.parametrize(
    ("context", "key"),
    [
        ([EPCIS_CONTEXT, {"other": "https://example.com/terms/"}], "other:machine"),
        ([EPCIS_CONTEXT, {"other": {"@id": "https://example.com/terms/", "@prefix": True}}], "other:machine"),
        ([EPCIS_CONTEXT, {"home": "https://example.com/", "other": "home:terms/"}], "other:machine"),
        ({"a": "https://example.com/", "b": "a:ter", "c": "b:ms", "other": "c:/"}, "other:machine"),
        ({"home": "https://example.com/", "ex": "https://example.com/terms/"}, "https://example.com/terms/machine"),
        ({"machine": "https://example.com/terms/machine"}, "machine"),
        ({"machine": {"@id": "ex:machine"}, "ex": "https://example.com/terms/"}, "machine"),
        ({"@vocab": "https://example.com/terms/"}, "machine"),
        (EPCIS_CONTEXT, "https://example.com/terms/machine"),
        ([{"ex": "https://example.com/terms/"}], "https://example.com/terms/machine"),
    ],
)
def test_the_spelling_of_a_key_does_not_count(context: Any, key: str) -> None:
    """Which prefix, term, vocabulary or whole URI names an extension is a matter of the context."""
    assert said(encoded(context), **{"ext:a": {key: 1}}).endswith("{https://example.com/terms/}machine=1")


def test_a_context_inside_counts_inside() -> None:
    """An object may bring bindings of its own; an event's own come on top of the document's."""
    inner = {"@context": {"in": "https://in.example/"}, "in:a": 1}
    assert said(**{"ex:x": inner, "in:b": 2}) == "in:b=2{https://example.com/terms/}x{https://in.example/}a=1"


@pytest.mark.parametrize("context", [{"a": "b:", "b": "a:"}, {"a": "a:"}, {"a": ""}, [5, None, {"a": 7}], "x:y", 5])
def test_an_odd_context_does_no_harm(context: Any) -> None:
    """Prefixes in a circle and contexts that are none leave a key as it can be read."""
    assert "1" in said(encoded(context), **{"a:x": {"@context": context, "a:y": 1}})


def test_standard_prefixes_hold_without_being_bound() -> None:
    """GS1's own context binds some prefixes for everybody; a comment for people says nothing."""
    assert said(ilmd={"cbvmda:lotNumber": "L1"}) == "ilmd{urn:epcglobal:cbv:mda:}lotNumber=L1"
    assert string(**{"rdfs:comment": "for people"}) == string()


# ---------------------------------------------------------------- digests


def test_the_id_is_the_digest_of_the_string() -> None:
    """The string in UTF-8, digested as the algorithm says, in an ni: URI."""
    expected = hashlib.sha3_256(string().encode()).hexdigest()
    assert hash_id(event(), EX, "sha3-256") == f"ni:///sha3-256;{expected}?ver=CBV2.0"


def test_an_unknown_digest_is_refused() -> None:
    """The advice names those that there are."""
    with pytest.raises(InvalidInput, match="md5") as wrong:
        hash_id(event(), EX, "md5")
    assert "sha-256" in wrong.value.findings[0].advice
