"""A language model as extractor: what it rightly quotes comes in, what it makes up does not."""

import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

import jsonschema_rs
import pytest
from agreements.model_server import TEXT, ModelServer, Reply, answer, asking, named, saying, serving, told
from hypothesis import given
from hypothesis import strategies as st

from dicycle.agreements.document import Document, Span
from dicycle.agreements.llm.answer import schema
from dicycle.agreements.llm.asking import opened
from dicycle.agreements.llm.endpoint import Trouble
from dicycle.agreements.llm.extractor import FIELD
from dicycle.agreements.llm.windows import windows
from dicycle.agreements.model import Release
from dicycle.agreements.reader import read_agreements
from dicycle.agreements.reading import read_text
from dicycle.agreements.verifying import verify


@pytest.fixture(scope="module")
def document() -> Document:
    """Return the passage."""
    return read_text(TEXT, "told.txt")


def said(document: Document, *records: dict[str, Any], entities: tuple[dict[str, Any], ...] = ()) -> Release:
    """Return what is taken in of an answer, verified."""
    with serving(saying(answer(*records, entities=entities))) as server:
        return verify(document, asking(server).extract(document))


def reasons(release: Release, field: str) -> set[str]:
    """Return why values of a field were not taken in."""
    return {one.reason for one in release.dropped if one.field == field}


def test_a_right_answer_comes_in_with_the_characters_that_say_it(document: Document) -> None:
    """Kind, parties, date, place, money, capacity, jobs: each with its place in the text, qualifiers from the text."""
    release = said(document, told())
    (one,) = release.records
    assert (one.kind.value, one.status.signed, one.date.value) == ("framework_agreement", True, "2024-09-01")
    assert [party.name for party in one.parties] == ["Northvale Cells Co., Ltd.", "city government of Arden"]
    assert (one.money[0].amount, one.money[0].currency) == (Decimal("95250000000"), "CNY")
    assert (one.jobs[0].qualifier, one.capacity[0].unit, one.place.event and one.place.event.country) == (
        "more_than", "GWh/a", "DE",
    )  # fmt: skip
    assert release.dropped == ()
    assert {"NVC", "Northvale Cells"} == set(release.entities[0].aliases)


def test_the_text_is_asked_as_data_and_the_answer_by_schema(document: Document) -> None:
    """The request has temperature 0, a strict schema and the text as a JSON string, not among the instructions."""
    with serving(saying(answer())) as server:
        asking(server, llm_model="small").extract(document)
    ((_, body),) = server.got
    system, user = body["messages"]
    assert json.loads(user["content"]) == {"language": "en", "published": "2024-09-02", "text": TEXT.rstrip("\n")}
    assert "Northvale" not in system["content"]
    assert (body["temperature"], body["model"], server.paths) == (0, "small", ["/v1/chat/completions"])
    assert body["response_format"]["json_schema"] == {"name": "agreements", "strict": True, "schema": schema()}


def test_the_schema_asks_for_every_field_and_allows_no_other() -> None:
    """A right answer fits the schema; with a field more, a quote less or another word it does not."""
    valid = jsonschema_rs.validator_for(schema())
    right = answer(told())
    assert valid.is_valid(right)
    bare = {name: value for name, value in told().items() if name != "kind_quotes"}
    for wrong in (answer(bare), answer(told(kind="pact")), answer(told(sure=True)), {"records": []}):
        assert not valid.is_valid(wrong)


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("money", {"money": [{"kind": "investment", "amount": "95260000000", "currency": "CNY",
                          "quotes": ["an investment of 95.25 billion yuan"]}]}, "amount"),
    ("money", {"money": [{"kind": "investment", "amount": "95250000000", "currency": "USD",
                          "quotes": ["an investment of 95.25 billion yuan"]}]}, "amount"),
    ("money", {"money": [{"kind": "investment", "amount": "500000000", "currency": "EUR",
                          "quotes": ["an investment of 500 million euros"]}]}, "does not hold its quote"),
    ("money", {"money": [{"kind": "investment", "amount": "3000000000", "currency": "CNY",
                          "quotes": ["A subsidy of 3 billion yuan"]}]}, "subsidy"),
    ("money", {"money": [{"kind": "investment", "amount": "9e99999999", "currency": "CNY",
                          "quotes": ["95.25 billion yuan"]}]}, "no number"),
    ("capacity", {"capacity": [{"amount": "30", "unit": "GWh/a", "quotes": ["annual capacity of 20 GWh"]}]}, "amount"),
    ("capacity", {"capacity": [{"amount": "20", "unit": "t/a", "quotes": ["annual capacity of 20 GWh"]}]}, "amount"),
    ("jobs", {"jobs": [{"amount": "2.5", "unit": "jobs", "quotes": ["more than 2,000 jobs"]}]}, "no whole number"),
    ("jobs", {"jobs": [{"amount": "3000", "unit": "jobs", "quotes": ["more than 2,000 jobs"]}]}, "number of jobs"),
    ("date", {"date": {"value": "2024-09-02", "quotes": ["On Sunday"]}}, "do not give this date"),
    ("date", {"date": {"value": "2024-09-02", "quotes": ["2024-09-02"]}}, "publication alone"),
    ("date", {"date": {"value": "soon", "quotes": ["On Sunday"]}}, "no date of EDTF"),
    ("place", {"signed_in": {"value": "Paris", "quotes": ["in Paris"]}}, "does not hold its quote"),
    ("place", {"signed_in": {"value": "Paris", "quotes": ["in Berlin"]}}, "does not name it"),
    ("place", {"signed_in": {"value": "plant", "quotes": ["The plant"]}}, "nothing says that it is a place"),
    ("subject", {"subjects": [{"tag": "mining", "quotes": ["recycle power batteries"]}]}, "does not name this stage"),
    ("party", {"parties": [{"entity": "x", "role": "signatory", "quotes": ["Orsk Mining"]}]}, "does not name it"),
    ("party", {"parties": [{"entity": "j", "role": "signatory", "quotes": ["Jane Doe"]}]}, "where the act is told"),
    ("title", {"title": {"value": "Green Pact", "quotes": ["Green Pact"]}}, "does not hold its quote"),
    ("count", {"counts": [{"amount": "50", "unit": "guests", "quotes": ["20 GWh"]}]}, "not counted"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "claim", "reason"), WRONG, ids=[f"{one[0]}-{one[2]}" for one in WRONG])
def test_what_the_text_does_not_say_is_dropped_with_its_reason(
    document: Document, field: str, claim: dict[str, Any], reason: str
) -> None:
    """Other amounts, currencies, days, places, stages, parties, invented quotes: the record stays, the value not."""
    release = said(document, told(**claim))
    (one,) = release.records
    kept = {"place": one.place.event, "party": one.parties, "count": one.counts, "subject": one.subject}
    value = kept[field] if field in kept else getattr(one, field)
    assert value in ((), None) or value.value is None
    assert any(reason in why for why in reasons(release, field)), release.dropped


NOTHING: list[tuple[dict[str, Any], str]] = [
    ({"kind_quotes": ["signed a joint venture"], "status_quotes": ["signed a joint venture"]}, "hold its quote"),
    ({"kind": "contract", "kind_quotes": ["signed a contract"], "status_quotes": ["signed a contract"]}, "quotation"),
    ({"kind": "investment_agreement", "kind_quotes": ["A subsidy"], "status_quotes": ["was granted"]}, "not read as"),
    ({"kind": "talks", "status": "talks", "kind_quotes": ["The plant"], "status_quotes": []}, "not read as"),
    ({"kind_quotes": [TEXT[:700]], "status_quotes": [TEXT[:700]]}, "hold its quote"),
]


@pytest.mark.parametrize(("claim", "reason"), NOTHING, ids=range(len(NOTHING)))
def test_an_act_that_the_text_does_not_tell_makes_no_record(
    document: Document, claim: dict[str, Any], reason: str
) -> None:
    """Invented quotes, direct speech, words of something else, half the page as a quote: no record."""
    release = said(document, told(**claim))
    assert release.records == ()
    assert any(reason in why for why in reasons(release, "record")), release.dropped


def test_how_far_it_binds_is_not_the_models_to_say(document: Document) -> None:
    """A framework agreement called a contract, in force or in operation stays a framework agreement, signed."""
    for kind, status in (("contract", "signed"), ("framework_agreement", "operating"), ("joint_venture", "effective")):
        release = said(document, told(kind=kind, status=status))
        (one,) = release.records
        assert (one.kind.value, one.status.value) == ("framework_agreement", "signed")
        assert reasons(release, "kind") | reasons(release, "status")


def test_what_is_only_planned_is_no_record() -> None:
    """An agreement that will be signed is dropped, and so is one that was not."""
    for words in ("will sign a framework agreement", "did not sign a framework agreement"):
        document = read_text(f"Northvale Cells Co., Ltd. {words} with the city government of Arden.\n", language="en")
        assert said(document, told(kind_quotes=[words], status_quotes=[words])).records == ()


def test_a_quote_that_is_another_word_names_nobody(document: Document) -> None:
    """A name that the text does not hold, and another company's words as its quote, make no party."""
    kestrel = named("k", "Kestrel Motors", "company", "Northvale Cells Co., Ltd.")
    party = {"entity": "k", "role": "signatory", "quotes": ["Northvale Cells Co., Ltd."]}
    release = said(document, told(parties=[party]), entities=(kestrel,))
    assert [one.name for one in release.entities if one.name == "Kestrel Motors"] == []
    assert release.records[0].parties == ()


def test_an_order_in_the_document_does_nothing(document: Document) -> None:
    """A model that obeys what the text orders brings nothing in: no act, no signature, no amount."""
    order = ["Kestrel Metals invests 500 billion dollars in Arden"]
    money = [{"kind": "investment", "amount": "500000000000", "currency": "USD", "quotes": order}]
    obeyed = told(
        kind="investment_agreement", kind_quotes=order, status_quotes=order, money=money,
        parties=[{"entity": "k", "role": "signatory", "quotes": ["Kestrel Metals"]}],
    )  # fmt: skip
    release = said(document, obeyed, entities=(named("k", "Kestrel Metals"),))
    assert [(one.money, one.parties) for one in release.records] == []


def test_an_amount_belongs_to_one_record(document: Document) -> None:
    """The same number of the text in two records is kept in the first."""
    release = said(document, told(), told(id="b"))
    assert sum(len(one.money) for one in release.records) == 1


BROKEN: list[tuple[str, Any, dict[str, Any]]] = [
    ("no JSON", "I found the following agreements: …", {}),
    ("no JSON", '{"entities": [], "records": [', {}),
    ("no JSON", "[" * 100_000, {}),
    ("no lists", [], {}),
    ("no lists", {"entities": {}, "records": None}, {}),
    ("refused to answer", {}, {"message": {"content": None, "refusal": "I cannot help with that."}}),
    ("refused to answer", "", {"finish_reason": "content_filter"}),
    ("cut off", '{"entities": []', {"finish_reason": "length"}),
    ("calls of tools", "", {"message": {"content": None, "tool_calls": [{"function": {"name": "rm"}}]}}),
    ("has no message", "", {"message": "Northvale"}),
]


@pytest.mark.parametrize(("reason", "content", "choice"), BROKEN, ids=range(len(BROKEN)))
def test_an_answer_that_is_none_is_told_and_nothing_comes_in(
    document: Document, reason: str, content: Any, choice: dict[str, Any]
) -> None:
    """Prose, half an answer, a refusal, calls of tools: a sentence for the reviewer, no record, no exception."""
    with serving(saying(content, **choice)) as server:
        release = verify(document, asking(server).extract(document))
    assert (release.records, release.entities) == ((), ())
    assert any(reason in why for why in reasons(release, FIELD)), release.dropped


@pytest.mark.parametrize(
    "raw", [b"", b"null", b"[]", b"{}", b'{"choices": []}', b'{"choices": [1]}', b"\xff\xfe", b"<html>"]
)
def test_a_response_of_another_protocol_is_told(document: Document, raw: bytes) -> None:
    """HTML, an empty body, JSON of something else: no answer."""
    with serving(Reply(raw)) as server:
        release = asking(server).extract(document)
    assert release.records == ()
    assert len(reasons(release, FIELD)) == 1


def test_of_a_half_wrong_answer_the_right_half_is_used(document: Document) -> None:
    """A record with a field too many, of a wrong type or an unknown word is told and left out; the others come in."""
    wrong = [told(id="b", sure=1), told(id="c", kind="pact"), told(id="d", parties="both"), 7, None]
    half = {**answer(told()), "comment": "as you asked"}
    half["records"] += wrong
    with serving(saying(half)) as server:
        release = verify(document, asking(server).extract(document))
    assert len(release.records) == 1
    notes = [one for one in release.dropped if one.field == FIELD]
    assert len(notes) == 6


def test_a_fence_around_the_answer_is_taken_off(document: Document) -> None:
    """Some models write JSON between marks of code."""
    with serving(saying(f"```json\n{json.dumps(answer(told()))}\n```")) as server:
        assert len(asking(server).extract(document).records) == 1


_NAMES = st.text() | st.sampled_from([*told()])
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.sampled_from([*told()]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(
    st.lists(_JSON, max_size=3), st.lists(_JSON | st.builds(told, money=_JSON, parties=_JSON, date=_JSON), max_size=3)
)
def test_whatever_a_model_writes_is_opened_without_harm(entities: list[Any], records: list[Any]) -> None:
    """Any JSON ends as items of the right shape and findings."""
    reply = saying({"entities": entities, "records": records})
    try:
        found = opened(reply.body)
    except Trouble:
        return
    assert len(found.answer.records) + len(found.findings) >= len(records)


def _long(count: int) -> Document:
    paragraphs = (
        f"Paragraph {number} tells of the weather in Arden, at length and in vain. " * 8 for number in range(count)
    )
    return read_text("\n\n".join([*paragraphs, TEXT]), "long.txt", language="en")


def test_a_long_document_is_read_in_windows_that_overlap() -> None:
    """The windows hold all paragraphs, none is too large, each begins before the last one ends."""
    document = _long(60)
    found = windows(document, 5_000, 1_000)
    assert len(found) > 5
    assert all(one.end - one.start <= 5_000 for one in found)
    assert all(one.start < other.start <= one.end + 2 and one.end < other.end
               for one, other in pairwise(found))  # fmt: skip
    assert (found[0].start, found[-1].end) == (document.blocks[0].start, document.blocks[-1].end)


@given(st.lists(st.integers(1, 400), min_size=1, max_size=40), st.integers(50, 500), st.integers(0, 600))
def test_windows_go_on_to_the_end(lengths: list[int], size: int, overlap: int) -> None:
    """Whatever the lengths of paragraphs: windows grow towards the end and are never larger than allowed."""
    document = read_text("\n\n".join("word " * length for length in lengths), language="en")
    found = windows(document, size, overlap)
    assert all(one.end - one.start <= size for one in found)
    assert all(one.start < other.start and one.end < other.end for one, other in pairwise(found))


def test_what_two_windows_tell_is_one_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """An agreement in the part that windows share comes in once, with its parties merged."""
    document = _long(20)
    begun, end = document.text.index("Northvale"), len(document.text)
    monkeypatch.setattr("dicycle.agreements.llm.extractor.windows", lambda _: [Span(0, end), Span(begun, end)])
    right = answer(told(), told(id="b", kind_quotes=["never said"], status_quotes=["never said"]))
    with serving(saying(right)) as server:
        release = verify(document, asking(server).extract(document))
    assert (len(server.got), len(release.records)) == (2, 1)
    assert len([one for one in release.entities if one.name.startswith("Northvale")]) == 1


@pytest.fixture
def silent() -> Iterator[ModelServer]:
    """Yield a server that finds nothing."""
    with serving(saying(answer())) as server:
        yield server


def test_a_document_is_read_by_the_model_through_the_door_of_all(silent: ModelServer) -> None:
    """`read_agreements` takes it as any extractor; boilerplate is not even shown to the model."""
    page = TEXT + "\nThis website uses cookies. By clicking Accept you agree to the use of all cookies.\n"
    assert read_agreements(page.encode(), "page.txt", extractor=asking(silent)).release.records == ()
    assert "cookies" not in json.loads(silent.got[0][1]["messages"][1]["content"])["text"]
