"""The English tongue: names, acts, parties, places and subjects of invented passages."""

from itertools import pairwise

import pytest

from dicycle.agreements.document import Document
from dicycle.agreements.extracting.engine import extract
from dicycle.agreements.extracting.parts import Act, Mention
from dicycle.agreements.languages.en import ner, tongue
from dicycle.agreements.model import Record
from dicycle.agreements.naming import key
from dicycle.agreements.reading import read_text
from tests.agreements.developing import en_harder, en_later, en_otherwise, en_places, en_signings
from tests.agreements.developing.en_shapes import Passage, Want

PASSAGES = tuple(
    passage for group in (en_signings, en_otherwise, en_harder, en_places, en_later) for passage in group.PASSAGES
)


def _read(text: str) -> Document:
    return read_text(text, language="en")


def _mentions(document: Document) -> list[Mention]:
    return tongue().mentions(document, list(document.sentences))


def _acts(text: str) -> list[Act]:
    document = _read(text)
    mentions = _mentions(document)
    return [
        act
        for sentence in document.sentences
        for act in tongue().acts(document, sentence, [one for one in mentions if one.span.within(sentence.span)])
    ]


def _named(act: Act) -> list[list[str]]:
    return [[one.name for one in group] for group in act.groups]


def _records(text: str) -> tuple[Record, ...]:
    return extract(_read(text), tongue()).records


def _tells(record: Record, want: Want) -> bool:
    same = record.kind.value == want.kind and record.status.value == want.status
    parties = {key(one.name) for one in record.parties} == {key(one) for one in want.parties}
    number = want.number is None or [one.value for one in record.counts] == [want.number]
    return same and parties and number and record.historical == want.historical


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda one: one.name)
def test_a_passage_tells_its_records_and_no_others(passage: Passage) -> None:
    """Every agreement of a passage is found with its parties, and nothing else is."""
    pytest.importorskip(ner.MODEL)
    records = list(_records(passage.text))
    for want in passage.wants:
        found = next((one for one in records if _tells(one, want)), None)
        assert found is not None, (want, records)
        records.remove(found)
        _compare(found, want)
    assert records == []


def _compare(record: Record, want: Want) -> None:
    event, site = record.place.event, record.place.implementation
    assert (event and event.value) == want.event
    assert (site and site.value) == want.site
    if want.tags is not None:
        assert {one.tag for one in record.subject} == set(want.tags)
    assert set(want.others) <= {(one.name, one.role) for one in record.others}


def test_without_the_model_patterns_alone_read_most_passages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the model of names is not installed, patterns still find four of five records."""
    monkeypatch.setattr(ner, "_model", lambda: None)
    wants = [(passage.text, want) for passage in PASSAGES for want in passage.wants]
    found = sum(any(_tells(record, want) for record in _records(text)) for text, want in wants)
    assert found >= 0.8 * len(wants)


def test_every_span_lies_in_its_sentence_and_names_what_it_spans() -> None:
    """Mentions are told in the order of the text, do not overlap, and their names are the text's own characters."""
    for passage in PASSAGES:
        document = _read(passage.text)
        mentions = _mentions(document)
        assert mentions == sorted(mentions)
        for one, after in pairwise(mentions):
            assert one.end <= after.start
        for one in mentions:
            assert document.text[one.start : one.end] == one.name
            for short, span in zip(one.short, one.short_spans, strict=True):
                assert document.text[slice(*span)] == short


@pytest.mark.parametrize(
    ("text", "assertion"),
    [
        ("Terra Cells will sign a supply agreement with Moto Bengal.", "planned"),
        ("Terra Cells plans to sign a supply agreement with Moto Bengal.", "planned"),
        ("Terra Cells is expected to enter into a joint venture with Moto Bengal.", "planned"),
        ("The signing of a supply contract between Terra Cells and Moto Bengal is planned for May.", "planned"),
        ("Terra Cells did not sign the supply agreement with Moto Bengal.", "negated"),
        ("Terra Cells has not yet signed a supply agreement with Moto Bengal.", "negated"),
        ("Terra Cells denied that it had signed a supply agreement with Moto Bengal.", "negated"),
        ("Terra Cells could sign a supply agreement with Moto Bengal.", "hypothetical"),
        ("Terra Cells has signed a supply agreement with Moto Bengal.", "done"),
        ("Terra Cells said it had signed a supply agreement with Moto Bengal.", "done"),
        ("Terra Cells is pleased to announce the signing of a supply agreement with Moto Bengal.", "done"),
    ],
)
def test_plans_denials_and_deeds_are_told_apart(text: str, assertion: str) -> None:
    """What is planned, denied or only possible is reported as such."""
    acts = _acts(text)
    assert {act.assertion for act in acts} == {assertion}


@pytest.mark.parametrize(
    ("text", "kind", "verb"),
    [
        ("Terra Cells has entered into an offtake agreement with Kite Lithium.", "supply_or_offtake", "sign"),
        ("Terra Cells inked a letter of intent with the Chuzhou municipal government.", "memorandum", "sign"),
        ("Terra Cells signed a strategic cooperation framework agreement with Kite Lithium.",
         "strategic_cooperation_framework_agreement", "sign"),
        ("Terra Cells signed an agreement with Kite Lithium to form a joint venture.", "joint_venture", "sign"),
        ("Terra Cells signed an agreement with the Chuzhou municipal government on a 5 GWh cell plant.",
         "investment_agreement", "sign"),
        ("Terra Cells won a contract from Kite Lithium.", "contract", "sign"),
        ("Terra Cells agreed with Kite Lithium to form a joint venture.", "joint_venture", "agree"),
        ("Terra Cells and Kite Lithium reached a preliminary supply agreement.", "supply_or_offtake", "agree"),
        ("Terra Cells held talks with Kite Lithium.", "talks", "talk"),
        ("Terra Cells ended talks with Kite Lithium.", "talks", "terminate"),
        ("Terra Cells cancelled its supply contract with Kite Lithium.", "supply_or_offtake", "terminate"),
        ("The joint venture between Terra Cells and Kite Lithium was dissolved.", "joint_venture", "terminate"),
        ("Terra Cells and Kite Lithium extended their supply agreement.", "supply_or_offtake", "expand"),
        ("Terra Cells started construction of a cell factory in Bursa.", "construction_start", "start"),
        ("Terra Cells has put its recycling plant in Bursa into operation.", "commissioning", "commission"),
        ("Terra Cells halted construction of its cell factory in Bursa.", "construction_start", "suspend"),
    ],
)  # fmt: skip
def test_words_of_signing_building_and_ending_have_their_kind(text: str, kind: str, verb: str) -> None:
    """The agreement's name and what stands behind it make the kind, the verb how far it went."""
    assert [(act.kind, act.verb) for act in _acts(text)] == [(kind, verb)]


@pytest.mark.parametrize(
    "text",
    [
        "Analysts agree that the agreement between unions and employers will raise wages.",
        "Terra Cells signed a loan agreement with Example Bank.",
        "By using this website you accept the terms of the licence agreement.",
        "United FC signed a three-year contract with striker Joao Pinto.",
        "We have to deal with falling prices in order to compete with Kite Lithium.",
        "Terra Cells is a leading battery maker with more than 50 supply contracts.",
    ],
)
def test_words_that_only_look_like_agreements_are_none(text: str) -> None:
    """Wages, loans, websites, sports and "to deal with" are no agreements of the chain."""
    assert _acts(text) == []


def test_three_pairs_in_one_sentence_are_three_groups() -> None:
    """ "Between A and B, between C and D" are two agreements."""
    text = "Contracts were signed between Terra Cells and Kite Lithium, and between Volta Motors and Orion Recycling."
    assert _named(_acts(text)[0]) == [["Terra Cells", "Kite Lithium"], ["Volta Motors", "Orion Recycling"]]


def test_who_signs_stands_for_whom_he_works() -> None:
    """A person's employer is the party, the person the one who signed."""
    text = "Jens Ahlers, managing director of Hansa Fleet GmbH, signed a contract with Kite Lithium."
    document = _read(text)
    mentions = _mentions(document)
    acts = tongue().acts(document, document.sentences[0], mentions)
    beside = tongue().beside(document, document.sentences[0], mentions)
    assert _named(acts[0]) == [["Hansa Fleet GmbH", "Kite Lithium"]]
    assert ("Jens Ahlers", "signing_person") in {(one.mention.name, one.role) for one in beside}


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Terra Recycling, a wholly-owned subsidiary of Terra Group, signed.", "wholly_owned_subsidiary"),
        ("Terra Recycling, a holding subsidiary of Terra Group, signed.", "holding_subsidiary"),
        ("Terra Group, through its subsidiary Terra Recycling, signed a contract.", "subsidiary"),
        ("Terra Group's subsidiary Terra Recycling signed a contract.", "subsidiary"),
    ],
)
def test_subsidiaries_are_told_with_their_parents(text: str, relation: str) -> None:
    """Whichever stands first, the subsidiary is the child."""
    document = _read(text)
    (found,) = tongue().parentages(document, document.sentences[0], _mentions(document))
    assert (found.child.name, found.parent.name, found.relation) == ("Terra Recycling", "Terra Group", relation)


def test_a_company_s_name_is_no_subject() -> None:
    """What a company is called says nothing about what its agreement is on."""
    document = _read("Wuhan Battery Recycling Co., Ltd. signed a contract with Kite Lithium for cathode material.")
    _mentions(document)
    tags = tongue().subjects(document, document.sentences[0].span)
    assert {one.tag for one in tags} == {"materials"}


def test_long_lists_of_capitals_take_no_longer_than_their_length() -> None:
    """A text of nothing but capitals is read in one pass."""
    document = _read("Signed by " + "Example Motors And " * 4000 + "with no end.")
    assert len(_mentions(document)) < len(document.text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Aster Cells Ltd and Orrell Mining plc signed a supply contract for deliveries between 2025 and 2028.", None),
        ("Under a supply contract signed in Porto, Quintela Pack S.A. will buy modules from Verrano Cells Ltd for the "
         "years 2026-2030.", None),
        ("Aster Cells Ltd signed a supply agreement with Orrell Mining plc running to early 2027.", None),
        ("Aster Cells Ltd signed a supply agreement with Orrell Mining plc on 3 April 2025 for deliveries from 2027 to "
         "2031.", "2025-04-03"),
        ("Forty contracts were signed at the Harbour Energy Expo from 12 to 14 May 2025.", "2025-05-12/2025-05-14"),
        ("Hallam Cells plc said on 6 March 2025 it had entered into a supply agreement with Pryce Motors Ltd. The "
         "agreement, dated March 4, 2025, foresees 3 GWh a year.", "2025-03-04"),
    ],
)  # fmt: skip
def test_a_period_of_delivery_dates_no_agreement(text: str, day: str | None) -> None:
    """Only editions, numbers of signings and events of days have an interval; what an agreement bears is its day."""
    (record,) = _records(text)
    assert record.date.value == day
