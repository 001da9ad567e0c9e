"""The Russian tongue: what it finds in passages, with its dictionary and model, and by endings and words alone."""

from collections.abc import Iterator

import pytest
from agreements.developing_ru import PASSAGES, Passage, Want
from agreements.developing_ru_nothing import NOTHING, TRAPS, Trap
from agreements.developing_ru_short import SHORT
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from dicycle.agreements.document import Document
from dicycle.agreements.extracting.engine import extract, find
from dicycle.agreements.extracting.parts import Act, Mention
from dicycle.agreements.languages.ru import morphology, tagging, tongue
from dicycle.agreements.model import Record
from dicycle.agreements.naming import key
from dicycle.agreements.reading import read_text
from dicycle.agreements.verifying import verify

RUSSIAN = tongue()
LEAST = 0.95
LEAST_BARE = 0.6
"""Of the records of the passages that the rules were developed with; on text that nobody here has seen it is less."""

_HAS_WORDS = pytest.mark.skipif(morphology._analyzer() is None, reason="the Russian dictionary is not installed")


def read_russian(text: str) -> Document:
    """Read a Russian text."""
    return read_text(text, "passage", language="ru")


def mentions(text: str) -> list[Mention]:
    """Return the mentions of a text."""
    document = read_russian(text)
    return RUSSIAN.mentions(document, list(document.sentences))


def acts(text: str) -> list[Act]:
    """Return the acts of a text."""
    return find(read_russian(text), RUSSIAN).acts


def told(record: Record) -> tuple[object, ...]:
    """Return what a passage tells of a record: kind, status, parties, whether it is past, its number of projects."""
    parties = frozenset(key(party.name) for party in record.parties)
    number = record.counts[0].value if record.counts else None
    return record.kind.value, record.status.value, parties, record.historical, number


def wanted(want: Want) -> tuple[object, ...]:
    """Return the same of what a passage is to give."""
    return want.kind, want.status, frozenset(map(key, want.parties)), want.historical, want.number


def written(line: str) -> tuple[object, ...]:
    """Return the same of a line of the short passages."""
    what, _, names_of = line.partition(": ")
    kind, status = what.split()
    names = names_of.removesuffix("!").split(" | ")
    return kind, status, frozenset(map(key, names)), line.endswith("!"), None


def agreed() -> Iterator[tuple[int, int, int]]:
    """Yield the right, the false and the missed records of each passage."""
    for passage in PASSAGES:
        found = [told(one) for one in extract(read_russian(passage.text), RUSSIAN).records]
        want = [wanted(one) for one in passage.wants]
        right = sum(one in want for one in found)
        yield right, len(found) - right, len(want) - right


def shares() -> tuple[float, float]:
    """Return precision and recall of records over all passages."""
    right, false, missed = (sum(column) for column in zip(*agreed(), strict=True))
    return right / (right + false), right / (right + missed)


@_HAS_WORDS
def test_nearly_all_records_of_the_passages_are_found_and_none_is_invented() -> None:
    """Precision and recall of whole records, parties and all, stay above a floor."""
    assert min(shares()) >= LEAST


def test_without_dictionary_and_model_rules_alone_still_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """By endings and words alone most records are found, though not all names are put into the nominative."""
    monkeypatch.setattr(morphology, "_analyzer", lambda: None)
    monkeypatch.setattr(tagging, "_tagger", lambda: None)
    forget()
    try:
        assert min(shares()) >= LEAST_BARE
    finally:
        forget()


def forget() -> None:
    """Empty what is remembered of words."""
    from dicycle.agreements.languages.ru import (
        bare,
        formal,
        headed,
        institutions,
        lexicon,
        nominal,
        people,
        placing,
        ties,
    )

    for module in (morphology, bare, formal, headed, institutions, lexicon, nominal, people, placing, ties):
        for one in vars(module).values():
            if hasattr(one, "cache_clear"):
                one.cache_clear()


@_HAS_WORDS
@pytest.mark.parametrize("passage", PASSAGES, ids=lambda one: one.name)
def test_places_parts_and_stages_of_a_passage_are_found(passage: Passage) -> None:
    """Where it was signed, where it is carried out, who signed or saw it, and the stages of the chain."""
    records = {told(one): one for one in extract(read_russian(passage.text), RUSSIAN).records}
    for want in passage.wants:
        record = records[wanted(want)]
        places = (record.place.event, record.place.implementation)
        assert [one and one.value for one in places] == [want.event, want.site]
        assert set(want.others) <= {(one.name, one.role) for one in record.others}
        assert set(want.tags or ()) <= {one.tag for one in record.subject}


@_HAS_WORDS
@pytest.mark.parametrize(("text", "lines"), SHORT, ids=[text[:40] for text, _ in SHORT])
def test_short_passages_give_their_records_and_no_others(text: str, lines: tuple[str, ...]) -> None:
    """What is planned, denied, approved only, or an agreement of another sense gives no record."""
    found = sorted(map(str, map(told, extract(read_russian(text), RUSSIAN).records)))
    assert found == sorted(map(str, map(written, lines)))


@_HAS_WORDS
@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in NOTHING.items() for text in texts])
def test_of_sentences_that_tell_of_no_agreement_nothing_is_read(kind: str, text: str) -> None:
    """What was cancelled, denied, promised or rumoured, and an agreement of another sense, gives no record."""
    document = read_russian(text)
    assert verify(document, extract(document, RUSSIAN)).records == (), kind


def test_a_part_of_the_agreements_counted_before_is_counted_with_them() -> None:
    """A number with no noun behind it counts what the sentence before counts, and is verified as such."""
    document = read_russian("На форуме подписали 64 соглашения. Из них 27 предполагают локализацию производств.")
    records = verify(document, extract(document, RUSSIAN)).records
    assert [(one.counts[0].what, one.counts[0].value, one.part_of) for one in records] == [
        ("agreements", 64, None),
        ("agreements", 27, "r1"),
    ]


def test_the_model_runs_on_one_thread() -> None:
    """Small matrices gain nothing from more threads, which only wait for each other."""
    control = pytest.importorskip("threadpoolctl")
    with tagging._on_one_thread():
        told = [one["num_threads"] for one in control.threadpool_info() if one["user_api"] == "blas"]
    assert set(told) <= {1}


@_HAS_WORDS
@pytest.mark.parametrize("trap", TRAPS, ids=lambda one: one.name)
def test_figures_told_of_something_else_are_left_out(trap: Trap) -> None:
    """Subsidies, turnover, markets, rivals, headcounts, loans and older plants say nothing of an agreement."""
    document = read_russian(trap.text)
    records = verify(document, extract(document, RUSSIAN)).records
    figures = [one for record in records for one in (*record.money, *record.capacity, *record.jobs)]
    assert sorted(one.evidence[0].text for one in figures) == sorted(trap.figures)


@_HAS_WORDS
@pytest.mark.parametrize(
    ("text", "parties"),
    [
        (
            "Группа «Литотех» в лице дочернего ООО «Литотех-Запад» подписала договор с АО «Порт».",
            {"ООО «Литотех-Запад»", "АО «Порт»"},
        ),
        (
            "АО «Кобальт-НН», входящее в холдинг «Сплав», и узбекская компания Zarkon Kimyo MChJ учредили СП.",
            {"АО «Кобальт-НН»", "Zarkon Kimyo MChJ"},
        ),
        (
            "Договор о создании совместного предприятия — Ural Cells — подписали «Ампер» и Sunlight Cell.",
            {"Ампер", "Sunlight Cell"},
        ),
        (
            "ООО «Вектор» (стопроцентная «дочка» АО «Сигма») начало проект. Соглашение с Минпромторгом компания "
            "подписала в среду.",
            {"ООО «Вектор»", "Минпромторг"},
        ),
        (
            "«Самбат» выиграл тендер «Горэлектро» на ремонт батарей. Контракт на 4 млн рублей подписан в пятницу.",
            {"Самбат", "Горэлектро"},
        ),
        (
            "АО «Ом» и Daejin Cell Co., Ltd. (Республика Корея) подписали соглашение о расторжении договора поставки.",
            {"АО «Ом»", "Daejin Cell Co., Ltd."},
        ),
    ],
)
def test_who_signs_is_the_party_not_who_is_named_beside(text: str, parties: set[str]) -> None:
    """A parent, the joint venture that is founded and an aside in brackets are no parties; who bids and buys is."""
    (record,) = extract(read_russian(text), RUSSIAN).records
    assert {one.name for one in record.parties} == parties


@pytest.mark.parametrize("text", [*(one.text for one in PASSAGES), *(one for one, _ in SHORT)])
def test_every_span_lies_in_its_document(text: str) -> None:
    """Mentions hold the characters they name, and parties of an act are mentions of the document."""
    document = read_russian(text)
    finds = find(document, RUSSIAN)
    known = set(finds.mentions)
    assert all(document.text[one.start : one.end].strip() for one in finds.mentions)
    assert all(one in known for act in finds.acts for group in act.groups for one in group)
    assert all(0 <= act.span.start < act.span.end <= len(document.text) for act in finds.acts)


@_HAS_WORDS
@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("Договор подписан с ООО «Литий Ресурс».", "company", "ООО «Литий Ресурс»"),
        ("Договор подписан с Росатомитом.", "company", "Росатомит"),
        ("Договор подписан с Zhonglan Power Co., Ltd. в среду.", "company", "Zhonglan Power Co., Ltd."),
        ("Договор подписан с группой компаний «Луч».", "company", "Луч"),
        ("Соглашение подписано с правительством Тульской области.", "government", "правительство Тульской области"),
        ("Соглашение подписано с мэрией Новосибирска.", "government", "мэрия Новосибирска"),
        (
            "Соглашение подписано с департаментом инвестиционной и промышленной политики Москвы.",
            "government_body",
            "департамент инвестиционной и промышленной политики Москвы",
        ),
        ("Соглашение подписано с Минпромторгом России.", "government_body", "Минпромторг России"),
        (
            "Соглашение подписано с Томским политехническим университетом.",
            "university",
            "Томский политехнический университет",
        ),
        (
            "Соглашение подписано с Горьковским аккумуляторным заводом.",
            "company",
            "Горьковский аккумуляторный завод",
        ),
        ("Соглашение подписал губернатор Калужской области Виктор Лаптев.", "government", "Калужская область"),
        ("Соглашение подписали в присутствии министра Олега Синицына.", "person", "Олег Синицын"),
        (
            "Соглашение подписали на Петербургском международном экономическом форуме.",
            "event",
            "Петербургский международный экономический форум",
        ),
        ("Соглашение подписали в Нижнем Новгороде.", "place", "Нижний Новгород"),
        ("Соглашение подписали в Заволжском районе.", "place", "Заволжский район"),
    ],
)
def test_names_stand_in_the_nominative(text: str, kind: str, name: str) -> None:
    """Whatever its case in the text, a name is told as it stands in a dictionary."""
    assert (kind, name) in {(one.kind, one.name) for one in mentions(text)}


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("ПАО «Полюс Лития» (далее — «Полюс») подписало договор.", "Полюс"),
        ("ПАО «Полюс Лития» (далее — Общество) подписало договор.", "Общество"),
        ("Компания Hualan Energy Technology (HET) подписала договор.", "HET"),
    ],
)
def test_short_names_are_learnt(text: str, short: str) -> None:
    """What a name is called from there on is known."""
    assert any(short in one.short for one in mentions(text))


@pytest.mark.parametrize(
    "text",
    [
        "Мэрия подписала с «Луч» соглашение и ООО «Вектор» за границей 5 ГВт·ч.",
        "«А» подписала соглашение с «Б», а «В» — с «Г».",
    ],
)
def test_odd_sentences_do_not_stop_the_reading(text: str) -> None:
    """A sentence that breaks the rules of grammar is read as far as it goes."""
    assert isinstance(extract(read_russian(text), RUSSIAN).records, tuple)


WORDS = st.sampled_from(
    "подписали соглашение с между и , — : «Луч» «Луч ООО компания правительство области Тульской договор заключён "
    "который ( ) далее меморандум планируют не 137 проектов завод запустила СП в Казани губернатор Иван Петров а "
    "также расторгли".split()
)


@given(st.lists(WORDS, max_size=40))
@examples(40)
def test_any_order_of_words_is_read(words: list[str]) -> None:
    """Nothing that is written stops the reading, and all parties are mentions."""
    document = read_russian(" ".join(words) + ".")
    finds = find(document, RUSSIAN)
    known = set(finds.mentions)
    assert all(one in known for act in finds.acts for group in act.groups for one in group)
    extract(document, RUSSIAN)
