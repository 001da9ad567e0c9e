"""Rules and a language model together: what both say, what one adds, where they disagree; nothing unverified."""

from decimal import Decimal
from typing import Any

import pytest
from agreements.model_server import TEXT, Reply, answer, asking, named, saying, serving, told
from msgspec.structs import replace

from dicycle.agreements.aligning import aligned, likeness
from dicycle.agreements.combining import Combination, Combined
from dicycle.agreements.document import Document
from dicycle.agreements.model import Count, Release
from dicycle.agreements.reader import RuleExtractor, read_agreements
from dicycle.agreements.reading import read_text
from dicycle.agreements.verifying import verify

MORE = """Kestrel Motors AG and Orsk Mining Ltd. enter a partnership

Kestrel Motors AG and Orsk Mining Ltd. signed a memorandum of understanding on 5 March 2024 in Berlin.

Separately, Kestrel Motors AG signed a framework agreement with Norden Recycling GmbH on 7 March 2024.
"""


@pytest.fixture(scope="module")
def document() -> Document:
    """Return the passage."""
    return read_text(TEXT, "told.txt")


def combined(document: Document, *replies: Reply) -> Combination:
    """Return what the rules and a model that replies so make of a document."""
    with serving(*replies) as server:
        return Combined(RuleExtractor(), asking(server, pause=lambda _: None)).combine(document)


def rules(document: Document) -> Release:
    """Return what the rules make of it."""
    return verify(document, RuleExtractor().extract(document))


def test_what_both_tell_is_marked_so(document: Document) -> None:
    """The rules' record and the model's are one; fields on which both agree are told."""
    found = combined(document, saying(answer(told())))
    (one,) = found.release.records
    assert one.id == rules(document).records[0].id
    assert {field for record, field in found.agreed if record == one.id} >= {
        "kind", "status", "parties", "date", "money", "capacity", "jobs", "place.event",
    }  # fmt: skip
    assert found.disagreements == ()


WRONG: list[Reply] = [
    saying("no JSON"), saying({"entities": 1}), saying(answer(told(kind_quotes=["signed a pact"], status_quotes=[]))),
    Reply(status=500), Reply(status=401), Reply(b" " * 5_000_000), Reply(status=307, headers=(("Location", "/x"),)),
    saying("", message={"content": None, "tool_calls": [{}]}), saying("", finish_reason="length"),
    saying(answer(told(kind="talks", status="talks", kind_quotes=["The plant"], status_quotes=["The plant"]))),
]  # fmt: skip


@pytest.mark.parametrize("reply", WRONG, ids=range(len(WRONG)))
def test_whatever_a_model_does_the_rules_result_stays(document: Document, reply: Reply) -> None:
    """Wrong, broken, huge or refused answers change no record; why the model had no say is told."""
    found = combined(document, reply)
    assert found.release.records == rules(document).records
    assert found.release.entities == rules(document).entities or len(found.release.entities) >= 2
    assert found.agreed == ()
    assert len(found.release.dropped) > len(rules(document).dropped)


def test_a_disagreement_keeps_the_rules_value_and_goes_to_review(document: Document) -> None:
    """A coarser day, another amount that the text holds: both values are told with their quotes."""
    claim = told(
        others=[], subjects=[],
        date={"value": "2024-09", "quotes": ["On Sunday"]},
        capacity=[{"amount": "20", "unit": "GWh", "quotes": ["20 GWh"]}],
        money=[{"kind": "investment", "amount": "500000000000", "currency": "USD", "quotes": ["500 billion dollars"]}],
    )  # fmt: skip
    found = combined(document, saying(answer(claim)))
    assert found.release.records == rules(document).records
    told_by = {one.field: (one.rules, one.model) for one in found.disagreements}
    assert told_by == {
        "date": ("2024-09-01", "2024-09"), "money": ("95250000000 CNY", "500000000000 USD"),
    }  # fmt: skip
    assert all(one.rules_quotes and one.model_quotes for one in found.disagreements)
    kept = {one.field: one.reason for one in found.release.dropped if one.field.startswith("disagreement.")}
    assert kept == {
        "disagreement.date": "the rules read: 2024-09-01", "disagreement.money": "the rules read: 95250000000 CNY",
    }  # fmt: skip


def test_what_only_the_model_finds_enters_verified_and_is_told() -> None:
    """A record that the rules lack comes in with an id of its own, and the reviewer is asked to look."""
    document = read_text(MORE, "more.txt")
    known = rules(document)
    right = told(
        kind_quotes=["signed a framework agreement"], status_quotes=["signed a framework agreement"],
        date={"value": "2024-03-07", "quotes": ["on 7 March 2024"]}, signed_in=None, others=[], subjects=[],
        parties=[{"entity": "k", "role": "signatory", "quotes": ["Kestrel Motors AG"]},
                 {"entity": "r", "role": "signatory", "quotes": ["Norden Recycling GmbH"]}],
        money=[], capacity=[], jobs=[],
    )  # fmt: skip
    said = {"entities": [named("k", "Kestrel Motors AG"), named("r", "Norden Recycling GmbH")], "records": [right]}

    class Forgetful:
        name = "rules"

        def extract(self, document: Document) -> Release:
            found = RuleExtractor().extract(document)
            return replace(found, records=found.records[:1])

    with serving(saying(said)) as server:
        found = Combined(Forgetful(), asking(server)).combine(document)
    assert [one.kind.value for one in found.release.records] == [one.kind.value for one in known.records]
    added = found.release.records[1]
    assert (added.date.value, [one.name for one in added.parties]) == (
        "2024-03-07", ["Kestrel Motors AG", "Norden Recycling GmbH"],
    )  # fmt: skip
    assert {(one.field, one.rules is None, one.taken) for one in found.disagreements if one.record == added.id} == {
        ("record", True, True)
    }
    assert verify(document, found.release).records == found.release.records


def test_agreements_of_other_parties_and_other_numbers_are_not_one() -> None:
    """One sentence can tell of A with B and of A with C, one page of 137 projects and of 133 of them."""
    document = read_text(MORE, "more.txt")
    one, other = rules(document).records
    assert [(pair.one, pair.other) for pair in aligned(document, (one, other), (other, one))] == [
        (one, one), (other, other),
    ]  # fmt: skip
    apart = replace(one, parties=tuple(replace(party, entity=f"other-{party.entity}") for party in one.parties))
    assert likeness(document, one, apart) == 0
    many, some = (replace(one, counts=(Count("projects", value, "exact", one.kind.evidence),)) for value in (137, 133))
    assert (likeness(document, many, some), likeness(document, many, many)) == (0, 3)


def test_a_model_that_finds_nothing_changes_nothing() -> None:
    """An empty answer is no disagreement."""
    document = read_text(MORE, "more.txt")
    known = rules(document)
    found = combined(document, saying({"entities": [], "records": []}))
    assert found.release.records == known.records
    assert found.disagreements == ()


def test_an_amount_that_the_rules_gave_to_a_record_is_not_taken_twice(document: Document) -> None:
    """A second record of the model cannot bring the same money in once more."""
    second = told(
        id="b", parties=[], kind_quotes=["signed a framework agreement"], others=[], jobs=[], capacity=[],
        counts=[],
    )  # fmt: skip
    found = combined(document, saying(answer(second, told())))
    amounts = [money.amount for one in found.release.records for money in one.money]
    assert amounts == [Decimal("95250000000")]


def test_a_model_alone_beside_rules_that_find_nothing_is_verified(document: Document) -> None:
    """What the model invents does not enter where the rules have nothing to hold against it."""

    class Silent:
        name = "nothing"

        def extract(self, document: Document) -> Release:
            return replace(RuleExtractor().extract(document), records=(), entities=())

    def read(*records: dict[str, Any]) -> Release:
        with serving(saying(answer(*records))) as server:
            extractor = Combined(Silent(), asking(server))
            return read_agreements(TEXT.encode(), "told.txt", extractor=extractor).release

    assert len(read(told()).records) == 1
    invented = [{"kind": "investment", "amount": "1", "currency": "CNY", "quotes": ["an investment of 95.25 billion"]}]
    (one,) = read(told(money=invented)).records
    assert one.money == ()
    reasons = {one.reason for one in read(told()).dropped}
    assert "kept, but only the model tells of it" in reasons
