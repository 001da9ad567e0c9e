"""The Verifier: what a document does not say does not get in, whoever read it."""

from decimal import Decimal
from typing import Any

import pytest
from agreements.gold_release import annotated, document_of, release_of, spans
from agreements.verifying_world import document, quote, quoted, release, verified
from msgspec.structs import replace

from dicycle.agreements.document import Document
from dicycle.agreements.figures import dates_in, figures_in
from dicycle.agreements.model import (
    Agreed,
    Capacity,
    Count,
    Dated,
    Jobs,
    Money,
    Place,
    Places,
    Quote,
    Record,
    Stated,
)
from dicycle.agreements.verifying import verify


@pytest.fixture(scope="module")
def told() -> Document:
    """Return the passage as a document."""
    return document()


@pytest.mark.parametrize("gold", annotated(), ids=lambda gold: gold["doc_id"][:3])
def test_the_annotation_of_the_public_documents_holds(gold: dict[str, Any]) -> None:
    """All that people found in the five public documents is let through unchanged."""
    read = document_of(gold)
    given_ = release_of(gold, read)
    found = verify(read, given_)
    assert [(one.record, one.field, one.value, one.reason) for one in found.dropped] == []
    assert found.records == given_.records
    assert found.entities == given_.entities
    assert all(read.text[one.start : one.end] == one.text for one in spans(found.records))


def _resting_on(what: str, said: Quote, of: Document) -> list[tuple[str, Any]]:
    """Return values that rest only on a span which must not carry them."""
    figures = figures_in(of.text, of.language, said.start, said.end)
    if "money" in what:
        return [("money", Money("investment", one.amount, one.unit, "exact", (said,))) for one in figures]
    if what.startswith("count"):
        counts = [("counts", Count("projects", int(one.amount), "exact", (said,))) for one in figures]
        return counts + [("capacity", Capacity(one.amount, "vehicles/a", "exact", (said,))) for one in figures]
    if what.startswith("date"):
        days = [one.edtf for one in dates_in(of.text, of.language, said.start, said.end) if one.edtf]
        return [("date", Dated(day, "explicit", (said,))) for day in (*days, "2024-03-25", "2021-08-18")]
    if what == "place":
        names = [word.strip(",") for word in said.text.split() if word[0].isupper()]
        return [("place", Places(event=Place(name, (said,)))) for name in names]
    return []


@pytest.mark.parametrize("gold", annotated(), ids=lambda gold: gold["doc_id"][:3])
def test_what_must_not_carry_a_value_does_not(gold: dict[str, Any]) -> None:
    """Quoted speech, subsidies, markets, hits, ordinals, footers: none is the only ground of a value."""
    read = document_of(gold)
    base = release_of(gold, read)
    for item in gold["must_not"]:
        said = Quote(**item["span"])
        for field, value in _resting_on(item["what"], said, read):
            one = base.records[0]
            given_ = {field: value if field in ("date", "place") else (value,)}
            found = verify(read, replace(base, records=(replace(one, **given_),)))
            kept = getattr(found.records[0], field)
            assert kept in ((), Dated(None, "not_stated"), Places()), (item["reason"], kept)
        if "agreement" in item["what"]:
            claim = Record("x", Stated("contract", (said,)), Agreed("signed", True, (said,)), (), Dated(None, ""))
            assert verify(read, replace(base, records=(claim,))).records == (), item["reason"]


def test_a_quote_with_wrong_offsets_is_put_right(told: Document) -> None:
    """A quote that stands in the text gets its true offsets."""
    right = quote(told, "an investment of 95.25 billion yuan")
    wrong = Quote(right.start + 17, right.end + 17, right.text)
    one, dropped = verified(told, money=(Money("investment", Decimal("95250000000"), "CNY", "exact", (wrong,)),))
    assert (one.money[0].evidence, dropped) == ((right,), ())


def test_a_quote_typed_with_other_marks_is_found() -> None:
    """Plain spaces and straight quotation marks find no-break spaces and curly ones."""
    read = document("Kestrel signed the “Green\u00a0Loop”  agreement with the city of Arden on 5 March 2024.\n")
    typed = Quote(0, 5, 'signed the "Green Loop" agreement')
    one = Record("r", Stated("contract", (typed,)), Agreed("signed", True, (typed,)), (), Dated(None, "not_stated"))
    found = verify(read, release(read, one, entities=())).records[0]
    assert found.kind.evidence[0].text == "signed the “Green\u00a0Loop”  agreement"


def test_a_quote_that_could_stand_in_two_places_is_refused() -> None:
    """Between two equally near places nothing is chosen."""
    read = document("They signed it. They signed it.\n", language="en")
    for start, kept in ((13, ()), (6, (Quote(5, 11, "signed"),)), (14, (Quote(21, 27, "signed"),))):
        said = (Quote(start, start + 6, "signed"),)
        one = Record("r", Stated("contract", said), Agreed("signed", True, said), (), Dated(None, "not_stated"))
        found = verify(read, release(read, one, entities=())).records
        assert tuple(quote for record in found for quote in record.kind.evidence) == kept


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("95260000000", "CNY", "an investment of 95.25 billion yuan"),
        ("95250000000", "EUR", "an investment of 95.25 billion yuan"),
        ("5250000000", "CNY", "5.25 billion yuan"),
        ("95250000000", "CNY", "an investment of 95.25 billion"),
        ("3000000000", "CNY", "A subsidy of 3 billion yuan"),
        ("sNaN", "CNY", "an investment of 95.25 billion yuan"),
    ],
)
def test_money_that_its_quote_does_not_give_is_dropped(told: Document, amount: str, currency: str, words: str) -> None:
    """Another amount, another currency, a number cut in two, a currency left out, a subsidy: all are dropped."""
    value = Money("investment", Decimal(amount), currency, "exact", quoted(told, words))
    one, dropped = verified(told, money=(value,))
    assert (one.money, len(dropped)) == ((), 1)


def test_an_invented_quote_is_dropped(told: Document) -> None:
    """What the document does not hold is no evidence, however plausible."""
    value = Money("investment", Decimal(5), "USD", "exact", (Quote(10, 40, "an investment of 5 dollars"),))
    assert verified(told, money=(value,))[1] == ("the document does not hold its quote",)


def test_qualifier_and_unit_follow_the_quote(told: Document) -> None:
    """“More than 2,000 jobs” is more than; an annual capacity of 20 GWh is 20 GWh a year."""
    one, dropped = verified(
        told,
        jobs=(Jobs(2000, "exact", quoted(told, "create more than 2,000 jobs")),),
        capacity=(Capacity(Decimal(20), "GWh", "exact", quoted(told, "20 GWh")),),
    )
    assert (one.jobs[0].qualifier, one.capacity[0].unit, dropped) == ("more_than", "GWh/a", ())


def test_models_are_not_counted(told: Document) -> None:
    """The number of models sold is no count of an agreement, under whatever name."""
    for what in ("models", "projects"):
        assert verified(told, counts=(Count(what, 50, "exact", quoted(told, "50 models")),))[0].counts == ()
