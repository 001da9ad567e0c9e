"""The German tongue: what it finds in passages, by grammar and words alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference import reference

from dicycle.agreements.document import Document
from dicycle.agreements.extracting.engine import extract, find
from dicycle.agreements.extracting.parts import Act, Mention
from dicycle.agreements.languages.de import tongue
from dicycle.agreements.model import Record, Release
from dicycle.agreements.reader import read_agreements
from dicycle.agreements.reading import read, read_text
from tests.agreements.developing import (
    de_building,
    de_figures,
    de_intents,
    de_news,
    de_nothing,
    de_partnerships,
    de_several,
    de_supplies,
    de_ventures,
)
from tests.agreements.developing.de_shapes import Passage, Told
from tests.agreements.developing.de_traps import TRAPS

GERMAN = tongue()
ROOMS = (
    de_supplies, de_ventures, de_partnerships, de_intents, de_building, de_several, de_figures, de_news, de_nothing,
)  # fmt: skip
PASSAGES: tuple[Passage, ...] = tuple(one for room in ROOMS for one in room.PASSAGES)
SIGNED = (
    "Die Voltana SE und die Kathotec AG haben am 5. Mai 2025 einen Liefervertrag über Kathodenmaterial unterzeichnet. "
)
LEAST = 0.93
"""Of the passages that the rules were developed with; on text that nobody here has seen it is less."""


def read_german(text: str) -> Document:
    """Read a German text."""
    return read_text(text, "passage", language="de")


def mentions(text: str) -> list[Mention]:
    """Return the mentions of a text."""
    document = read_german(text)
    return GERMAN.mentions(document, list(document.sentences))


def acts(text: str) -> list[Act]:
    """Return the acts of a text."""
    return find(read_german(text), GERMAN).acts


def names(text: str, kind: str = "company") -> list[str]:
    """Return the names of a kind in a text."""
    return [one.name for one in mentions(text) if one.kind == kind and not one.nominal]


def called(release: Release, entity: str) -> set[str]:
    """Return all that an entity is called in a release."""
    return {text for one in release.entities if one.id == entity for text in (one.name, *one.aliases)}


def shared(told: Told, record: Record, release: Release) -> int:
    """Return how many of the parties that a passage tells a record has."""
    wanted = [one for one in told.parties.split("|") if one]
    known = [name for party in record.parties for name in called(release, party.entity)]
    return sum(any(one in name or name in one for name in known) for one in wanted)


def fits(told: Told, record: Record, release: Release) -> bool:
    """Tell whether a record is the one that a passage tells: its number, or its kind with some of its parties."""
    if told.number is not None:
        return any(one.value == told.number for one in record.counts)
    return record.kind.value in told.kinds.split("|") and (not told.parties or shared(told, record, release) > 0)


def score(passage: Passage) -> tuple[int, int, int]:
    """Return the right, the false and the missed records of a passage."""
    release = extract(read_german(passage.text), GERMAN)
    left = list(release.records)
    for told in passage.told:
        found = next((one for one in left if fits(told, one, release)), None)
        if found is not None:
            left.remove(found)
    right = len(release.records) - len(left)
    return right, len(left), len(passage.told) - right


def test_most_records_of_the_passages_are_found_and_few_are_invented() -> None:
    """Precision and recall of records over all developing passages stay above a floor."""
    right, false, missed = (sum(column) for column in zip(*map(score, PASSAGES), strict=True))
    assert right / (right + false) >= LEAST
    assert right / (right + missed) >= LEAST


@pytest.mark.parametrize("passage", [one for one in PASSAGES if not one.told], ids=lambda one: one.name)
def test_what_is_planned_denied_or_no_agreement_gives_no_record(passage: Passage) -> None:
    """Wage deals, loans, plans, rumours, denials, personnel news and promises in quotation are no agreements."""
    assert extract(read_german(passage.text), GERMAN).records == ()


@pytest.mark.parametrize("trap", [one for traps in TRAPS.values() for one in traps])
def test_what_stands_beside_the_news_adds_nothing_to_it(trap: str) -> None:
    """Rumours, denials, promises, state money, markets, turnover, others' works and the page itself add no value."""
    (record,) = read_agreements((SIGNED + trap).encode(), "trap.txt", language="de").release.records
    assert sorted(one.name for one in record.parties) == ["Kathotec AG", "Voltana SE"]
    assert record.date.value == "2025-05-05"
    assert measured(record) == []
    assert record.place.implementation is None


def measured(record: Record) -> list[str]:
    """Return the amounts of a record, as the passages write them."""
    return [
        *(f"{one.amount.normalize():f} {one.currency}" for one in record.money),
        *(f"{one.amount.normalize():f} {one.unit}" for one in record.capacity),
        *(f"{one.value} jobs" for one in record.jobs),
    ]


@pytest.mark.parametrize(
    "passage", [one for one in PASSAGES if any(told.figures is not None for told in one.told)], ids=lambda one: one.name
)
def test_figures_are_those_of_the_agreement_and_no_others(passage: Passage) -> None:
    """What goes on about a plant or a contract gives figures; state money, markets, a company's own give none."""
    release = extract(read_german(passage.text), GERMAN)
    wanted = [one for told in passage.told if told.figures for one in told.figures.split("|")]
    assert sorted(one for record in release.records for one in measured(record)) == sorted(wanted)


@pytest.mark.parametrize(
    ("passage", "told"), [(one, told) for one in PASSAGES for told in one.told if told.date], ids=lambda one: one[0]
)
def test_an_act_has_its_day(passage: Passage, told: Told) -> None:
    """A day, a weekday with the day of publication, „am gestrigen Donnerstag“ date what was signed."""
    release = extract(read_german(passage.text), GERMAN)
    assert told.date in [one.date.value for one in release.records if fits(told, one, release)]


PLACED = ("place-dateline", "place-seat", "place-town", "figures-conversion", "total-words")


@pytest.mark.parametrize("passage", [one for one in PASSAGES if one.name in PLACED], ids=lambda one: one.name)
def test_places_are_where_it_was_signed_and_where_it_is_carried_out(passage: Passage) -> None:
    """A dateline and a partner's country are neither; a plant's town, and the town that is a party, are."""
    release = extract(read_german(passage.text), GERMAN)
    for told in passage.told:
        (record,) = [one for one in release.records if fits(told, one, release)]
        sites = (record.place.event, record.place.implementation)
        assert [one and one.value for one in sites] == [told.event, told.sited]


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda one: one.name)
def test_every_span_lies_in_its_document(passage: Passage) -> None:
    """Mentions hold the characters they name, parties of an act are mentions of the document, spans are in order."""
    document = read_german(passage.text)
    finds = find(document, GERMAN)
    known = set(finds.mentions)
    assert all(document.text[one.start : one.end].strip() for one in finds.mentions)
    assert all(one in known for act in finds.acts for group in act.groups for one in group)
    assert all(0 <= act.span.start < act.span.end <= len(document.text) for act in finds.acts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Die Elbzell Batteriesysteme GmbH hat einen Vertrag.", "Elbzell Batteriesysteme GmbH"),
        ("Der Konzern Müller & Söhne GmbH & Co. KG liefert.", "Müller & Söhne GmbH & Co. KG"),
        ("Die Zhejiang Tianrun Technology Co., Ltd. liefert Zellen.", "Zhejiang Tianrun Technology Co., Ltd."),
        ("Der Batterierecycler Lithora hat unterzeichnet.", "Lithora"),
        ("Das Start-up „cellyx“ hat unterzeichnet.", "cellyx"),
        ("Der Netzbetreiber Ostnetz hat unterzeichnet.", "Ostnetz"),
        ("PowerSphere hat einen Liefervertrag unterzeichnet.", "PowerSphere"),
    ],
)
def test_companies_are_named_with_and_without_legal_form(text: str, expected: str) -> None:
    """A legal form, a describing noun, quotation marks or a capital inside tell a name from a common noun."""
    assert expected in names(text)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Die Landesregierung Brandenburg unterzeichnete.", "government", "Landesregierung Brandenburg"),
        ("Mit der Provinzregierung von Hubei wurde verhandelt.", "government", "Provinzregierung von Hubei"),
        ("Die Sächsischen Staatsregierung stimmt zu.", "government", "Sächsische Staatsregierung"),
        ("Das Verwaltungskomitee der Zone Hefei lud ein.", "government_body", "Verwaltungskomitee der Zone Hefei"),
        ("Die Technische Universität Freiberg forscht.", "university", "Technische Universität Freiberg"),
        ("Das Institut für Batterieforschung (IBF) forscht.", "institute", "Institut für Batterieforschung"),
        ("„Gut so“, sagte Geschäftsführerin Dr. Maren Holtkamp.", "person", "Maren Holtkamp"),
    ],
)  # fmt: skip
def test_authorities_institutes_and_people_have_their_kind(text: str, kind: str, expected: str) -> None:
    """The noun that opens a name says what it is; an office before capitals makes a person."""
    assert expected in names(text, kind)


@pytest.mark.parametrize(
    "text",
    [
        "Lithium ist teuer.",
        "Mit Kunden wurde gesprochen.",
        "Gegründet wurde die Firma 2014.",
        "Konkrete Zusagen gab es nicht.",
    ],
)
def test_common_nouns_are_no_companies(text: str) -> None:
    """All German nouns have a capital; usual ones are no names."""
    assert names(text) == []


def test_short_names_are_defined_in_brackets() -> None:
    """„nachfolgend“, „kurz“ and acronyms in brackets say what a company is called from there on."""
    first, second = mentions(
        "Die Hessische Kreislauf AG (nachfolgend „HKW“) und die Tianrun Group Co., Ltd. (kurz: Tianrun) liefern."
    )
    assert first.short == ("HKW",)
    assert second.short == ("Tianrun",)


@pytest.mark.parametrize(
    ("text", "assertion"),
    [
        ("Nordvolta und Kathotec haben einen Liefervertrag unterzeichnet.", "done"),
        ("Nordvolta und Kathotec wollen einen Liefervertrag unterzeichnen.", "planned"),
        ("Der Liefervertrag zwischen Nordvolta und Kathotec soll im Mai unterzeichnet werden.", "planned"),
        ("Nordvolta und Kathotec haben keinen Liefervertrag unterzeichnet.", "negated"),
        ("Nordvolta dementiert, einen Liefervertrag mit Kathotec unterzeichnet zu haben.", "negated"),
        ("Nordvolta soll einen Liefervertrag mit Kathotec unterzeichnet haben.", "hypothetical"),
    ],
)
def test_an_act_is_told_with_its_assertion(text: str, assertion: str) -> None:
    """Plans, denials and rumours are reported as such, not left out."""
    assert [one.assertion for one in acts(text)] == [assertion]


def test_the_past_perfect_tells_background() -> None:
    """„hatten … unterzeichnet“ is an older agreement, told in passing."""
    assert [
        one.historical for one in acts("Zuvor hatten Nordvolta und Kathotec einen Rahmenvertrag unterzeichnet.")
    ] == [True]


def test_several_agreements_of_one_sentence_have_their_own_parties() -> None:
    """„zwischen A und B sowie zwischen C und D“ are two groups."""
    (act,) = acts(
        "Unterzeichnet wurden Verträge zwischen der Alba SE und der Bora AG "
        "sowie zwischen der Caro GmbH und der Dono KG."
    )
    assert [[one.name for one in group] for group in act.groups] == [["Alba SE", "Bora AG"], ["Caro GmbH", "Dono KG"]]


@given(st.text(alphabet='ABaüßm .,;:„“"()-–/&%0123456789\nundmitzwischenVertragGmbHAGdieder', max_size=300))
def test_no_text_breaks_the_tongue(text: str) -> None:
    """Any characters are read without an exception, and spans stay inside."""
    document = read_german("Der Vertrag wurde von der Alba AG und der Bora AG unterzeichnet. " + text)
    finds = find(document, GERMAN)
    assert all(0 <= one.start < one.end <= len(document.text) for one in finds.mentions)


def test_the_public_german_document_gives_its_two_records() -> None:
    """The counterparties that a sentence lumps together are told apart by a later one."""
    path = reference("agreements", "documents", "004_1a11767ed79f635d.txt")
    release = extract(read(path.read_bytes(), path.name), GERMAN)
    assert [len(one.parties) for one in release.records] == [2, 2]
    assert [one.kind.value.split("_")[0] for one in release.records] == ["strategic", "strategic"]
