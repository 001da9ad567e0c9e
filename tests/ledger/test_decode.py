"""From bytes to events: the verdict of GS1's schema, nothing lost, and ids that follow from content."""

import json
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from corpus.stories import Twin, stories, twins
from hypothesis import given
from hypothesis import strategies as st
from oracle import bare_events, corpus, events_in, examples, schema
from strategies import CONTEXT, events, shuffled, spellings, spoiled, written
from strategies import examples as tries

from dicycle.errors import DicycleError, InvalidEvent
from dicycle.ledger import strict
from dicycle.ledger.decode import Incoming, _full, _quick, decode_event
from dicycle.ledger.documents import read_document
from dicycle.ledger.formats import microseconds
from dicycle.ledger.grammar import event_problems, problems
from dicycle.ledger.model import EVENT_TYPES
from dicycle.ledger.terms import terms

OUTER = b'["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"]'


def accepted(raw: bytes) -> bool:
    """Tell whether the byte path takes all of a document."""
    try:
        return all(isinstance(one, Incoming) for one in read_document(raw).decoded())
    except InvalidEvent:
        return False


def said(event: Any) -> Any:
    """Return what an event says and the ledger keeps: all but its context and its recordTime."""
    return {key: value for key, value in event.items() if key not in ("@context", "recordTime")}


def exactly(text: bytes) -> Any:
    """Read JSON with Python's own reader, every digit kept."""
    return json.loads(text, parse_float=Decimal)


def bare(event: Any, context: Any = None) -> bytes:
    """Write an event that stands alone."""
    return written({"@context": context or CONTEXT, **event}).encode()


def lengthened(value: Any) -> Any:
    """Return equal JSON with every number written longer: 12.5 as 12.50, 100 as 100.00."""
    if isinstance(value, dict):
        return {key: lengthened(one) for key, one in value.items()}
    if isinstance(value, list):
        return [lengthened(one) for one in value]
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return value
    sign, digits, exponent = Decimal(value).as_tuple()
    return Decimal((sign, (*digits, 0), int(exponent) - 1))


# ---------------------------------------------------------------- verdicts


@tries(100)
@given(st.data())
def test_the_bytes_of_a_spoiled_document_get_the_schemas_verdict(data: Any) -> None:
    """Reading bytes accepts a document exactly when GS1's schema accepts it."""
    judge = schema()
    document = data.draw(spoiled(examples() if data.draw(st.booleans()) else corpus()))
    assert accepted(json.dumps(document).encode()) == judge.is_valid(document)


@tries(150)
@given(st.data())
def test_the_bytes_of_a_spoiled_bare_event_get_the_schemas_verdict(data: Any) -> None:
    """Reading bytes accepts an event that stands alone exactly when GS1's schema accepts it."""
    judge = schema()
    event = data.draw(spoiled(bare_events()))
    assert accepted(json.dumps(event).encode()) == judge.is_valid(event)


@tries(150)
@given(st.data())
def test_the_quick_path_never_accepts_what_the_grammar_refuses(data: Any) -> None:
    """The quick path may turn an event down, but what it accepts is valid, alone or in a document."""
    event = data.draw(spoiled(bare_events(), least=0))
    raw = json.dumps(event).encode()
    assert _quick(raw, None) is None or problems(event) == []
    assert _quick(raw, OUTER) is None or event_problems(event) == []


def test_ordinary_events_take_the_quick_path() -> None:
    """Events of the stories without extensions or escapes are taken by the quick path, not only by the full one."""
    told = [event for story in stories() for event in events_in(json.loads(story.path.read_bytes()))]
    plain = [event for event in told if not any(":" in key for key in event) and event["type"] in EVENT_TYPES]
    taken = [event for event in plain if _quick(json.dumps(event, ensure_ascii=False).encode(), OUTER) is not None]
    assert len(taken) > len(plain) * 0.8


@tries(30)
@given(st.sampled_from([None, OUTER]), events)
def test_both_paths_make_the_same_of_an_event(outer: bytes | None, event: Any) -> None:
    """What the quick path takes is what the full path would have made of it."""
    raw = bare({key: value for key, value in event.items() if ":" not in key and key != "recordTime"})
    quick, full = _quick(raw, outer), _full(raw, outer, "")
    if quick is not None:
        assert (quick.event_id, quick.time, quick.type) == (full.event_id, full.time, full.type)
        assert (exactly(quick.body), exactly(quick.context)) == (exactly(full.body), exactly(full.context))
        assert terms(quick.event) == terms(full.event)
        assert quick.declares_error == full.declares_error


@pytest.mark.parametrize("story", stories(), ids=str)
def test_both_paths_make_the_same_of_a_story(story: Any) -> None:
    """A story's events are the same whichever path reads them."""
    for event in events_in(exactly(story.path.read_bytes())):
        raw = written(event, ascii_only=False).encode()
        quick, full = _quick(raw, OUTER), _full(raw, OUTER, "")
        assert quick is None or (quick.event_id, quick.time) == (full.event_id, full.time)
        assert quick is None or exactly(quick.body) == exactly(full.body)


@pytest.mark.parametrize("twin", twins("parser"), ids=str)
def test_a_twin_that_can_be_read_in_two_ways_is_refused(twin: Twin) -> None:
    """Bytes with no single reading are refused with a finding."""
    try:
        found = [one for one in read_document(twin.path.read_bytes()).decoded() if isinstance(one, InvalidEvent)]
    except InvalidEvent as wrong:
        found = [wrong]
    assert found
    assert all(finding.code.startswith("json.") for wrong in found for finding in wrong.findings)


# ---------------------------------------------------------------- nothing is lost


@tries(40)
@given(st.data(), events)
def test_an_event_comes_back_as_it_was_sent(data: Any, event: Any) -> None:
    """Extensions, exact numbers and any Unicode come back equal, however the event was spelled."""
    raw = data.draw(spellings({"@context": CONTEXT, **event}))
    incoming = decode_event(raw)
    assert exactly(incoming.body) == {"eventID": incoming.event_id, **said(event)}
    assert exactly(incoming.context) == CONTEXT
    assert incoming.time == microseconds(event["eventTime"])
    assert incoming.type == event["type"]


@tries(20)
@given(events)
def test_an_event_in_a_document_is_the_event_alone(event: Any) -> None:
    """In a document, in a list or alone: the same event with the same id."""
    alone = decode_event(bare(event))
    document = {"@context": CONTEXT, "type": "EPCISDocument", "schemaVersion": "2.0"}
    document |= {"creationDate": "2026-01-01T00:00:00Z", "epcisBody": {"eventList": [event]}}
    [inside] = read_document(written(document).encode()).decoded()
    [listed] = read_document(b"[" + bare(event) + b"]").decoded()
    for one in (inside, listed):
        assert isinstance(one, Incoming)
        assert (one.event_id, one.context) == (alone.event_id, alone.context)
        assert exactly(one.body) == exactly(alone.body)


@pytest.mark.parametrize("number", ["0.1234567890123456789", "1e-7", "12.50", "1" * 400, "-0.0", "1.5E+300", "0.10"])
def test_a_number_keeps_its_value_to_the_last_digit(number: str) -> None:
    """Numbers are exact wherever they stand: in a quantity, a reading, an extension or ilmd."""
    event = f"""{{"@context": {json.dumps(CONTEXT)}, "type": "ObjectEvent", "eventTime": "2026-01-01T00:00:00Z",
        "eventTimeZoneOffset": "+00:00", "action": "ADD", "ilmd": {{"ex:a": {number}}}, "ex:b": [{number}],
        "quantityList": [{{"epcClass": "urn:x:y", "quantity": {number}}}],
        "sensorElementList": [{{"sensorReport": [{{"type": "Mass", "value": {number}}}]}}]}}"""
    back = exactly(decode_event(event.encode()).body)
    report = back["sensorElementList"][0]["sensorReport"][0]["value"]
    found = [back["ilmd"]["ex:a"], back["ex:b"][0], back["quantityList"][0]["quantity"], report]
    assert found == [Decimal(number)] * 4


# ---------------------------------------------------------------- minted ids


@tries(30)
@given(st.data(), events)
def test_the_same_content_gets_the_same_id(data: Any, event: Any) -> None:
    """Key order, layout, escapes, 12.5 or 12.50, 1e2 or 100, recordTime: the minted id stays."""
    event.pop("eventID", None)
    first = decode_event(bare(event)).event_id
    other = lengthened(data.draw(shuffled(event))) | {"recordTime": "2026-01-01T00:00:00Z"}
    assert decode_event(data.draw(spellings({"@context": CONTEXT, **other}))).event_id == first
    assert UUID(first.removeprefix("urn:uuid:")).version == 8


@tries(30)
@given(st.data(), events)
def test_other_content_gets_another_id(data: Any, event: Any) -> None:
    """An event that says anything else, however little, has another minted id."""
    event.pop("eventID", None)
    first = decode_event(bare(event)).event_id
    other = data.draw(
        st.sampled_from(
            [
                {**event, "ex:more": None},
                {**event, "eventTimeZoneOffset": "-07:30"},
                {**event, "certificationInfo": "urn:x:another"},
                {**event, "errorDeclaration": {"declarationTime": "2026-02-03T00:00:00Z"}},
            ]
        )
    )
    assert decode_event(bare(other)).event_id != first


def test_a_number_that_differs_in_a_late_digit_is_other_content() -> None:
    """Ids follow from all digits of a number, not from the first 28."""
    ids = set()
    for number in (
        "0.12345678901234567890123456789012",
        "0.12345678901234567890123456789013",
        "1e-6000",
        "1e-5999",
        "0",
    ):
        event = {"type": "ex:Weighing", "eventTime": "2026-01-01T00:00:00Z", "eventTimeZoneOffset": "+00:00"}
        ids.add(decode_event(bare({**event, "ex:kg": Decimal(number)})).event_id)
    assert len(ids) == 5


def test_a_prefix_that_means_something_else_is_other_content() -> None:
    """The same words under another namespace are another event; the same binding written apart is not."""
    event = {"type": "ex:Weighing", "eventTime": "2026-01-01T00:00:00Z", "eventTimeZoneOffset": "+00:00", "ex:kg": 1}
    first = decode_event(bare(event, [CONTEXT[0], {"ex": "https://a.example/", "b": "https://b.example/"}]))
    apart = decode_event(bare(event, [CONTEXT[0], {"b": "https://b.example/"}, {"ex": "https://a.example/"}]))
    other = decode_event(bare(event, [CONTEXT[0], {"ex": "https://other.example/", "b": "https://b.example/"}]))
    assert first.event_id == apart.event_id
    assert first.event_id != other.event_id


# ---------------------------------------------------------------- refusing, never failing


@tries(150)
@given(st.binary(max_size=60) | st.text('[]{}",:\\u0dtrue1eE+-. ', max_size=30).map(str.encode))
def test_any_bytes_are_an_event_or_a_finding(raw: bytes) -> None:
    """Whatever arrives, the answer is an event or an error with sentences, never another exception."""
    try:
        found = list(read_document(raw).decoded())
    except DicycleError as wrong:
        found = [wrong]
    assert all(isinstance(one, Incoming) or one.findings for one in found)


@tries(150)
@given(st.data())
def test_damaged_bytes_of_an_event_are_an_event_or_a_finding(data: Any) -> None:
    """Bytes lost, doubled or put in: still an event or an error with sentences."""
    raw = json.dumps(data.draw(st.sampled_from(bare_events()))).encode()
    for _ in range(data.draw(st.integers(1, 3))):
        at, end = sorted((data.draw(st.integers(0, len(raw))), data.draw(st.integers(0, len(raw)))))
        junk = st.sampled_from([b"", b"\xff", b'"', b"}", b"\\ud800", b"1e999999", b"\0", b"[" * 200, raw[at:end]])
        raw = raw[:at] + data.draw(junk) + raw[data.draw(st.sampled_from([at, at + 1, end])) :]
    try:
        found = list(read_document(raw).decoded())
    except DicycleError as wrong:
        found = [wrong]
    assert all(isinstance(one, Incoming) or one.findings for one in found)


ODD_JSON = {
    "the same key twice": b'"ex:a": 1, "ex:a": 1',
    "the same key twice, once escaped": b'"ex:a": 1, "ex:\\u0061": 1',
    "the same key twice, deep inside": b'"ex:a": [{"x": 1, "x": 2}]',
    "NaN": b'"ex:a": NaN',
    "infinity": b'"ex:a": -Infinity',
    "a number too large": b'"ex:a": 1e999999999',
    "a number too small": b'"ex:a": 1e-999999999',
    "an exponent beyond counting": b'"ex:a": 1e99999999999999999999',
    "a whole number of thousands of digits": b'"ex:a": ' + b"9" * 5000,
    "too deep": b'"ex:a": ' + b"[" * 101 + b"]" * 101,
    "far too deep": b'"ex:a": ' + b"[" * 100_000 + b"]" * 100_000,
    "bytes that are no UTF-8": b'"ex:a": "\xff"',
    "half a surrogate pair": b'"ex:a": "\\ud800"',
    "half a surrogate pair as a key": b'"ex:\\udfff": 1',
    "a control character": b'"ex:a": "\x01"',
    "a trailing comma": b'"ex:a": 1,',
}


@pytest.mark.parametrize("place", ["the event", "the ilmd", "the context"])
@pytest.mark.parametrize("odd", ODD_JSON, ids=str)
def test_json_that_readers_differ_on_is_refused(odd: str, place: str) -> None:
    """Duplicate keys, NaN, broken text, extreme numbers and depth are refused, wherever they stand."""
    start = {
        "the event": b'{"@context": [{"ex": "urn:x:"}], ',
        "the ilmd": b'{"@context": [{"ex": "urn:x:"}], "ilmd": {"ex:z": 1, %s}, ',
        "the context": b'{"@context": [{"ex": "urn:x:", %s}], ',
    }[place]
    rest = b'"type": "ObjectEvent", "eventID": "urn:x:1", "eventTime": "2026-01-01T00:00:00Z", "action": "ADD", '
    rest += b'"eventTimeZoneOffset": "+00:00", "epcList": []'
    rest += b", " + ODD_JSON[odd] + b"}" if place == "the event" else b"}"
    raw = start.replace(b"%s", ODD_JSON[odd]) + rest
    with pytest.raises(InvalidEvent) as refused:
        decode_event(raw)
    assert refused.value.findings[0].code.startswith("json.")
    assert not accepted(raw)
    assert not accepted(b"[" + raw + b"]")


def test_a_hundred_levels_are_not_too_deep() -> None:
    """The limit on depth is a limit, not a ban: an event may nest to it."""
    inner = b"[" * (strict.MAX_DEPTH - 1) + b"]" * (strict.MAX_DEPTH - 1)
    event = {"type": "ex:Deep", "eventTime": "2026-01-01T00:00:00Z", "eventTimeZoneOffset": "+00:00", "ex:a": 7}
    raw = bare(event).replace(b"7", inner)
    assert accepted(raw)
    assert not accepted(raw.replace(inner, b"[" + inner + b"]"))


def test_a_bare_event_must_bring_its_context() -> None:
    """Without a document around it an event says itself what its words mean."""
    event = {"type": "ex:Weighing", "eventTime": "2026-01-01T00:00:00Z", "eventTimeZoneOffset": "+00:00"}
    with pytest.raises(InvalidEvent, match="context"):
        decode_event(json.dumps(event).encode())
    assert decode_event(json.dumps(event).encode(), OUTER).context == OUTER
