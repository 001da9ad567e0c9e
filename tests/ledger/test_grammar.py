"""The grammar gives the verdict of GS1's JSON Schema, and says where and what."""

import json
from typing import Any

import pytest
from corpus.stories import Story, Twin, stories, twins
from hypothesis import given
from hypothesis import strategies as st
from oracle import bare_events, corpus, examples, schema
from strategies import CONTEXT, events, spoiled
from strategies import examples as tries

from dicycle.findings import Finding
from dicycle.ledger.documents import read_document
from dicycle.ledger.grammar import event_problems, problems


def one_holds_the_other(one: str, other: str) -> bool:
    """Tell whether two JSON pointers are equal, or one points to something around the other."""
    steps = list(zip(one.split("/"), other.split("/"), strict=False))
    return all(here == there for here, there in steps)


def well_said(finding: Finding) -> bool:
    """Tell whether a finding is a sentence with a code, and its advice is one too or is left out."""
    sentences = [finding.sentence, finding.advice or "."]
    return "." in finding.code and all(text.endswith((".", ".…")) and text.strip() == text for text in sentences)


def where_wrong(raw: bytes) -> list[Finding]:
    """Return the findings of the byte path."""
    try:
        found = list(read_document(raw).decoded())
    except Exception as wrong:  # noqa: BLE001 - another kind than DicycleError has no findings, and fails the test
        return list(getattr(wrong, "findings", ()))
    return [finding for one in found for finding in getattr(one, "findings", ())]


def test_the_standards_own_examples_are_valid() -> None:
    """GS1's 47 documents and 5 bare events are accepted, as GS1's schema accepts them."""
    schema()
    assert len(examples()) == 52
    assert [problems(document) for document in examples()] == [[]] * 52


@pytest.mark.parametrize("story", stories(), ids=str)
def test_a_story_is_accepted(story: Story) -> None:
    """The grammar has nothing to say against a story."""
    assert problems(json.loads(story.path.read_bytes())) == []


@pytest.mark.parametrize("twin", twins("sense"), ids=str)
def test_a_twin_that_only_makes_no_sense_is_accepted(twin: Twin) -> None:
    """What GS1's schema cannot see is not the grammar's to refuse."""
    assert problems(json.loads(twin.path.read_bytes())) == []


@pytest.mark.parametrize("twin", twins("schema"), ids=str)
def test_a_schema_twin_is_refused_where_it_is_wrong(twin: Twin) -> None:
    """A finding points to the wrong thing of a twin, or to what it lies in; the byte path says the same."""
    found = problems(json.loads(twin.path.read_bytes()))
    assert any(one_holds_the_other(finding.where, twin.where or "") for finding in found)
    assert all(well_said(finding) for finding in found)
    assert where_wrong(twin.path.read_bytes()) == found


@tries(200)
@given(st.data())
def test_a_spoiled_example_gets_the_schemas_verdict(data: Any) -> None:
    """Whatever is dropped, replaced, doubled, renamed or put in: the grammar and GS1's schema agree."""
    judge = schema()
    document = data.draw(spoiled(examples()))
    found = problems(document)
    assert (not found) == judge.is_valid(document)
    assert all(well_said(finding) for finding in found)


@tries(200)
@given(st.data())
def test_a_spoiled_story_gets_the_schemas_verdict(data: Any) -> None:
    """The grammar and GS1's schema agree on spoiled stories and on spoiled twins."""
    judge = schema()
    document = data.draw(spoiled(corpus()))
    assert (not problems(document)) == judge.is_valid(document)


@tries(200)
@given(st.data())
def test_a_spoiled_bare_event_gets_the_schemas_verdict(data: Any) -> None:
    """The grammar and GS1's schema agree on events that stand alone."""
    judge = schema()
    document = data.draw(spoiled(bare_events()))
    assert (not problems(document)) == judge.is_valid(document)


@tries(40)
@given(events)
def test_the_events_we_generate_are_valid_by_the_schema(event: Any) -> None:
    """The strategy of valid events makes nothing that the grammar or the schema refuses."""
    alone = {"@context": CONTEXT, **event}
    assert problems(alone) == []
    assert schema().is_valid(json.loads(json.dumps(alone, default=lambda _: 0.5)))


@pytest.mark.parametrize("value", [None, 1, 1.5, True, "text", [], [[]], [1]])
def test_what_is_no_object_is_no_document(value: Any) -> None:
    """Numbers, texts and lists are no events, and the finding says so."""
    assert [finding.code for finding in problems(value)] == ["event.not-an-object"]
    assert [finding.code for finding in event_problems(value, "/x")] == ["event.not-an-object"]


def test_every_wrong_thing_of_an_event_is_named() -> None:
    """Three faults in one event are three findings, each at its own place."""
    event = {"type": "ObjectEvent", "eventTime": "today", "action": "FIND", "epcList": ["x"]}
    found = {(finding.where, finding.code) for finding in event_problems(event, "/0")}
    assert found == {
        ("/0", "event.missing"),
        ("/0/eventTime", "event.not-a-time"),
        ("/0/action", "event.unknown-word"),
        ("/0/epcList/0", "event.not-a-uri"),
    }


def test_a_word_written_as_its_old_urn_gets_the_bare_word_as_advice() -> None:
    """EPCIS 2.0 JSON writes CBV words bare: the advice for an old URN is that word."""
    event = {"type": "ObjectEvent", "bizStep": "urn:epcglobal:cbv:bizstep:shipping"}
    advice = [finding.advice for finding in event_problems(event) if finding.where == "/bizStep"]
    assert advice == ["Write 'shipping'."]


@pytest.mark.parametrize("slip", ["recieving", "Receiving", "RECEIVING"])
def test_a_slip_of_the_keyboard_gets_the_word_that_was_meant_as_advice(slip: str) -> None:
    """Letters that were swapped, or written large, are recognised."""
    found = event_problems({"type": "ObjectEvent", "bizStep": slip})
    assert [finding.advice for finding in found if finding.where == "/bizStep"] == ["Write 'receiving'."]
