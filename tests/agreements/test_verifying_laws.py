"""The Verifier: laws that hold whatever an extractor gives."""

from decimal import Decimal

from agreements.gold_release import spans
from agreements.verifying_world import TEXT, document
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import examples

from dicycle.agreements.model import (
    Agreed,
    Capacity,
    Count,
    Dated,
    Entity,
    Head,
    Jobs,
    Money,
    Parent,
    Party,
    Place,
    Places,
    Quote,
    Record,
    Relation,
    Release,
    Stated,
    Subject,
)
from dicycle.agreements.verifying import verify

QUOTES = st.builds(
    lambda start, length, own: Quote(start, start + length, TEXT[start : start + length] if own else "nowhere"),
    st.integers(-5, len(TEXT) + 5),
    st.integers(-3, 60),
    st.booleans(),
)
EVIDENCE = st.lists(QUOTES, max_size=3).map(tuple)
WORDS = st.sampled_from(
    ["signed", "talks", "contract", "cells", "investment", "signatory", "company", "more_than", "?", ""]
)
IDS = st.sampled_from(["a", "b", "e1", "e2", "zz"])
AMOUNTS = st.decimals() | st.sampled_from([Decimal(20), Decimal("95.25e9"), Decimal("Infinity"), Decimal("sNaN")])
PLAIN = st.builds(Money, WORDS, AMOUNTS, st.sampled_from(["CNY", "USD", "XXX"]), WORDS, EVIDENCE, WORDS)
MONEY = st.builds(lambda one, other: replace(one, conversion=other), PLAIN, st.none() | PLAIN)
DATED = st.builds(
    Dated,
    st.none() | st.sampled_from(["2024-09-01", "2024", "2022/2023", "XXXX-09-01", "soon", "/", ""]),
    st.sampled_from(["explicit", "anaphora", "inherited:a", "inherited:", ""]),
    EVIDENCE,
)
STATED = st.builds(Stated, WORDS, EVIDENCE)
PARTIES = st.lists(st.builds(Party, IDS, WORDS, WORDS, EVIDENCE, st.none() | WORDS), max_size=2).map(tuple)
PLACES = st.none() | st.builds(Place, st.sampled_from(["Arden", "", "Orsk"]), EVIDENCE)
PASSAGE = document()
UNITS = st.sampled_from(["GWh", "kt", ""])
RECORDS = st.builds(
    Record,
    IDS,
    STATED,
    st.builds(Agreed, WORDS, st.booleans(), EVIDENCE),
    PARTIES,
    DATED,
    part_of=st.none() | IDS,
    relates_to=st.none() | st.builds(Relation, IDS, st.sampled_from(["implements", "?"])),
    title=st.none() | STATED,
    others=PARTIES,
    place=st.builds(Places, PLACES, PLACES),
    subject=st.lists(st.builds(Subject, WORDS, EVIDENCE), max_size=2).map(tuple),
    money=st.lists(MONEY, max_size=2).map(tuple),
    capacity=st.lists(
        st.builds(Capacity, AMOUNTS, st.sampled_from(["GWh", "kt", ""]), WORDS, EVIDENCE), max_size=2
    ).map(tuple),
    jobs=st.lists(st.builds(Jobs, st.integers(), WORDS, EVIDENCE), max_size=2).map(tuple),
    counts=st.lists(st.builds(Count, WORDS, st.integers(), WORDS, EVIDENCE), max_size=2).map(tuple),
)
ENTITIES = st.builds(
    Entity,
    IDS,
    WORDS,
    WORDS,
    EVIDENCE,
    aliases=st.lists(WORDS, max_size=2).map(tuple),
    nominal_mentions=EVIDENCE,
    parent=st.none() | st.builds(Parent, IDS, WORDS, EVIDENCE),
)
RELEASES = st.builds(
    Release,
    st.builds(Head, WORDS, WORDS, st.just("en"), st.integers(), DATED, st.none() | STATED, st.none() | STATED),
    WORDS,
    st.lists(ENTITIES, max_size=3).map(tuple),
    st.lists(RECORDS, max_size=3).map(tuple),
)


@given(RELEASES)
@examples(40)
def test_verifying_twice_changes_nothing(nonsense: Release) -> None:
    """Whatever an extractor gives, it is verified once for all, and every quote left is the document's."""
    once = verify(PASSAGE, nonsense)
    assert verify(PASSAGE, once) == once
    assert all(PASSAGE.text[one.start : one.end] == one.text for one in spans((once.records, once.entities)))


@given(st.text(max_size=80), RELEASES)
@examples(30)
def test_a_release_of_another_text_leaves_nothing(text: str, nonsense: Release) -> None:
    """Of a release about one document, nothing that quotes it survives in another text."""
    read = document(text + "\n.", language="en")
    found = verify(read, nonsense)
    assert verify(read, found) == found
    assert all(read.text[one.start : one.end] == one.text for one in spans((found.records, found.entities)))
