"""Who is who in one document: names, short names, initials, parents and the phrases that stand for a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dicycle.agreements.document import Span
from dicycle.agreements.extracting.cast import Cast
from dicycle.agreements.extracting.parts import Mention, Parentage
from dicycle.agreements.naming import is_short_for, key


def called(name: str, start: int, kind: str = "company", **more: object) -> Mention:
    """Return a mention of a name at a place."""
    return Mention(start, start + len(name), kind, name, **more)  # type: ignore[arg-type]


def groups(*mentions: Mention, parentages: tuple[Parentage, ...] = ()) -> list[list[str]]:
    """Return the names of each entity."""
    return [[one.name for one in named.mentions] for named in Cast(mentions, parentages).people]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Example Motors Co., Ltd.", "EXAMPLE MOTORS"),
        ("Beispiel Recycling GmbH", "Beispiel Recycling"),
        ("示例新材料股份有限公司", "示例新材料"),
        ("ООО «Пример Моторс»", "Пример Моторс"),
        ("The Example Group Inc.", "Example Group"),
    ],
)
def test_a_legal_form_is_no_part_of_a_name(one: str, other: str) -> None:
    """A company with and without its legal form is one."""
    assert key(one) == key(other)


@given(st.text(max_size=30))
def test_a_name_has_one_key_however_often_it_is_taken(name: str) -> None:
    """The key of a key is itself or shorter, and letter case plays no part."""
    assert key(name.upper()) == key(name.upper().lower())
    assert len(key(key(name))) <= len(key(name))


@pytest.mark.parametrize(
    ("short", "long", "is_short"),
    [
        ("Elbe", "Elbe Battery Materials Corp.", True),
        ("CATM", "Contemporary Amperage Technology Materials Co., Ltd.", True),
        ("示例", "湖北示例新材料有限公司", True),
        ("例", "示例公司", False),
        ("Battery", "Wuhan Battery Recycling", False),
        ("Elbe Battery Materials Corp.", "Elbe", False),
    ],
)
def test_a_short_name_is_the_beginning_or_the_initials(short: str, long: str, is_short: bool) -> None:
    """The first words, a part in Chinese, or the initials of a name can stand for it; a word in its middle cannot."""
    assert is_short_for(short, long) is is_short


def test_a_defined_short_name_is_the_same_company() -> None:
    """A name with "(hereinafter …)" and the short name later on are one entity."""
    full = called("Wuhan Example Technology Co., Ltd.", 10, short=("Example Tech",))
    assert groups(full, called("Example Tech", 90), called("Other Cars", 120)) == [
        ["Wuhan Example Technology Co., Ltd.", "Example Tech"],
        ["Other Cars"],
    ]


def test_the_headline_comes_before_the_full_name() -> None:
    """Initials in a headline belong to the full name that the body gives with them."""
    body = called("Contemporary Amperage Technology Co., Limited", 60, short=("CATL",))
    assert len(groups(called("CATL", 0), body)) == 1


def test_a_parent_is_not_its_subsidiary() -> None:
    """A group and its subsidiary of a longer name stay apart where the text says whose subsidiary it is."""
    parent, child = called("Norden", 60), called("Norden Recycling", 0)
    said = Parentage(child, parent, "subsidiary", Span(20, 66))
    assert len(groups(child, parent)) == 1
    assert len(groups(child, parent, parentages=(said,))) == 2


def test_a_short_name_of_two_is_neither() -> None:
    """What could be short for two companies is an entity of its own."""
    assert len(groups(called("Norden Cells", 0), called("Norden Cars", 30), called("Norden", 60))) == 3


def test_a_city_is_not_a_company_that_bears_its_name() -> None:
    """A government and a company of like names are two."""
    assert len(groups(called("Elbstadt", 0, "government"), called("Elbstadt Recycling", 30))) == 2


def test_a_phrase_stands_for_the_last_of_its_kind() -> None:
    """After two companies and a city, "the company" is the company named last, "the city government" the city's."""
    cast = Cast([called("Alpha", 0), called("Beta", 10), called("City of Elbstadt", 20, "government")])
    company = called("the company", 50, nominal=True)
    city = called("the city government", 70, "government", nominal=True)
    assert [cast.candidates(one)[0].named.name for one in (company, city)] == ["Beta", "City of Elbstadt"]


def test_a_phrase_before_any_name_stands_for_nobody() -> None:
    """Nobody was named yet: nobody is meant."""
    assert Cast([called("Alpha", 40)]).candidates(called("the company", 0, nominal=True)) == []
