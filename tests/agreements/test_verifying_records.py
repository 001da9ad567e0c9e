"""The Verifier: dates, relations, parties, conversions, vocabulary and boilerplate of records."""

from decimal import Decimal

import pytest
from agreements.verifying_world import TEXT, document, quoted, release, signed, verified
from msgspec.structs import replace

from dicycle.agreements.document import Document
from dicycle.agreements.model import (
    Boilerplate,
    Dated,
    Entity,
    Money,
    Party,
    Prospect,
    Quote,
    Relation,
    Stated,
    Subject,
)
from dicycle.agreements.verifying import verify
from dicycle.agreements.verifying.records import UNCHECKED


@pytest.fixture(scope="module")
def told() -> Document:
    """Return the passage as a document."""
    return document()


def test_a_weekday_is_resolved_by_the_publication(told: Document) -> None:
    """Sunday before Monday 2 September 2024 is the first; another day is dropped."""
    said = quoted(told, "On Sunday")
    head = Dated("2024-09-02", "explicit", quoted(told, "2024-09-02"))
    for value, kept in (("2024-09-01", "2024-09-01"), ("2024-09-08", None), ("2024-09", "2024-09"), ("soon", None)):
        given_ = release(told, signed(told))
        record = replace(given_.records[0], date=Dated(value, "relative_weekday", said))
        given_ = replace(given_, head=replace(given_.head, published=head), records=(record,))
        assert verify(told, given_).records[0].date.value == kept


def test_an_inherited_date_falls_with_the_one_it_comes_from(told: Document) -> None:
    """If the record that a date is inherited from loses it, the date goes too, and the part loses its whole."""
    whole = replace(signed(told), id="a", date=Dated("2020-01-01", "explicit", quoted(told, "On Sunday")))
    part = replace(signed(told), id="b", part_of="a", date=Dated("2020-01-01", "inherited:a"))
    lost = replace(signed(told, "We have signed an agreement"), id="c")
    orphan = replace(signed(told), id="d", part_of="c", relates_to=Relation("c", "implements"))
    found = {one.id: one for one in verify(told, release(told, whole, part, lost, orphan)).records}
    assert (found["b"].date.value, found["b"].part_of) == (None, "a")
    assert (found["d"].part_of, found["d"].relates_to) == (None, None)


def test_records_are_not_part_of_one_another(told: Document) -> None:
    """A circle of parts is cut."""
    first, second = replace(signed(told), id="a", part_of="b"), replace(signed(told), id="b", part_of="a")
    assert all(one.part_of is None for one in verify(told, release(told, first, second)).records)


def test_a_party_is_named_by_its_quote(told: Document) -> None:
    """A quote that does not name the entity is no evidence for a party; a name that the text lacks is put right."""
    right = Party("e1", "NORTHVALE", "signatory", quoted(told, "Northvale Cells signed"))
    wrong = Party("e2", "city government of Arden", "signatory", quoted(told, "a framework agreement"))
    stranger = Party("e9", "Nobody Ltd", "signatory", quoted(told, "a framework agreement"))
    one, dropped = verified(told, parties=(right, wrong, stranger))
    assert [each.name for each in one.parties] == ["Northvale Cells"]
    assert dropped == ("its quote does not name it", "its entity is not in the release")


def test_an_entity_that_nobody_named_is_dropped(told: Document) -> None:
    """An entity without a mention in the document is dropped; an invented name gives way to the mention."""
    listed = (
        Entity("x", "Phantom Motors", "company", (Quote(3, 9, "Phantom Motors"),)),
        Entity("y", "Contemporary Cells Holding", "company", quoted(told, "Orsk Mining"), ("OM", "Orsk")),
    )
    found = verify(told, release(told, entities=listed))
    assert [(one.id, one.name, one.aliases) for one in found.entities] == [("y", "Orsk Mining", ("Orsk",))]


def test_a_conversion_has_to_agree_with_the_rate_of_the_day(told: Document) -> None:
    """95.25 bn CNY are 13.4 bn USD on 2024-09-02; 14.4 bn are not; of an unknown day nothing is said."""
    text = TEXT.replace("13.4", "14.4")
    for words, kept, reason in (
        (TEXT, True, None),
        (text, False, "off the reference rate of 2024-09-02"),
        (TEXT.replace("Published: 2024-09-02\n", ""), True, UNCHECKED),
    ):
        read = document(words)
        dollars = Decimal(14400000000 if words is text else 13400000000)
        other = Money("investment", dollars, "USD", "approx", quoted(read, "billion yuan (")[:0] or _dollars(read))
        yuan = Money(
            "investment",
            Decimal(95250000000),
            "CNY",
            "exact",
            quoted(read, "an investment of 95.25 billion yuan"),
            conversion=other,
        )
        given_ = release(read, signed(read, money=(yuan,)))
        stamp = Dated("2024-09-02", "explicit", quoted(read, "2024-09-02")) if "2024-09-02" in words else read.published
        found = verify(read, replace(given_, head=replace(given_.head, published=stamp)))
        assert (found.records[0].money[0].conversion is not None) == kept
        assert [one.reason for one in found.dropped if reason and reason in one.reason] or not found.dropped
        assert bool(found.dropped) == bool(reason)


def _dollars(read: Document) -> tuple[Quote, ...]:
    amount = "14.4" if "14.4" in read.text else "13.4"
    return quoted(read, f"approximately {amount} billion U.S. dollars")


def test_words_outside_the_vocabulary_are_dropped(told: Document) -> None:
    """A kind, tag, role or kind of money that nobody agreed on does not get in."""
    said = quoted(told, "a framework agreement")
    one, _ = verified(
        told,
        subject=(Subject("astrology", said), Subject("cells", said)),
        money=(Money("gift", Decimal(95250000000), "CNY", "exact", quoted(told, "95.25 billion yuan")),),
        others=(Party("e1", "x", "wizard", quoted(told, "Northvale Cells signed")),),
        prospects=(Prospect("dreamt", said),),
    )
    assert ([each.tag for each in one.subject], one.money, one.others, one.prospects) == (["cells"], (), (), ())
    strange = replace(signed(told), kind=Stated("pact_with_the_devil", said))
    assert verify(told, release(told, strange)).records == ()


def test_nothing_rests_on_boilerplate() -> None:
    """A value that stands in a cookie banner or a contact line is dropped."""
    text = "Kestrel signed a contract with Arden.\n\nContact: Kestrel signed 12 contracts worth 3 billion yuan.\n"
    read = document(text)
    place = text.index("Contact")
    read.boilerplate = (Boilerplate("contact_footer", place, len(text)),)
    value = Money("contract_value", Decimal(3000000000), "CNY", "exact", quoted(read, "worth 3 billion yuan"))
    found = verify(read, release(read, signed(read, "signed a contract", money=(value,)), entities=()))
    assert [one.reason for one in found.dropped] == ["it rests on boilerplate only"]
