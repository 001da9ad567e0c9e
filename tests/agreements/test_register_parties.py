"""Organisations of the register: names of one and the same in several languages, and of those that are not."""

import pytest
from agreements.registering import entity, judgement, kept, parent, party_of, record, sha
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from dicycle.agreements.authorities import authority_of
from dicycle.agreements.register.compiling import compile_register
from dicycle.agreements.register.identities import known, table
from dicycle.agreements.register.lei import is_lei
from dicycle.agreements.register.model import Kept, Register
from dicycle.agreements.vocabulary import Language


def told(name: str, *entities: object, language: str = "en") -> Kept:
    """Return a release that names entities and tells nothing of them."""
    return kept(name, entities=entities, language=language)  # type: ignore[arg-type]


def many(register: Register) -> int:
    """Return how many organisations there are."""
    return len(register.organisations)


def test_a_well_known_maker_is_one_in_every_language() -> None:
    """Its full English name, its acronym, its Chinese names: one organisation, with all its names and its country."""
    register = compile_register(
        [
            told("a", entity("e1", "Contemporary Amperex Technology Co., Limited")),
            told("b", entity("e1", "CATL"), language="de"),
            told("c", entity("e1", "宁德时代新能源科技股份有限公司", aliases=("宁德时代",)), language="zh"),
            told("d", entity("e7", "宁德时代"), language="zh"),
        ]
    )
    assert many(register) == 1
    one = register.organisations[0]
    assert (set(one.names), one.country, len(one.documents)) == ({"en", "de", "zh"}, "CN", 4)
    assert one.name == "Contemporary Amperex Technology Co., Limited"


@pytest.mark.parametrize(
    ("names"),
    [
        [("Luoyang Municipal People's Government", "en"), ("Stadtverwaltung von Luoyang", "de"),
         ("洛阳市人民政府", "zh"),
         ("администрация города Лояна", "ru"), ("Stadtregierung Luoyang", "de")],
        [("Henan provincial government", "en"), ("Provinzregierung von Henan", "de"), ("河南省政府", "zh"),
         ("правительство провинции Хэнань", "ru")],
        [("Shanghai municipal government", "en"), ("上海市人民政府", "zh"), ("Stadtregierung von Shanghai", "de")],
        [("Moscow city government", "en"), ("правительство Москвы", "ru"), ("Moskauer Stadtregierung", "de")],
        [("Kaluga Regional Government", "en"), ("правительство Калужской области", "ru")],
        [("Government of Yibin, Sichuan Province", "en"), ("四川省宜宾市人民政府", "zh")],
    ],
)  # fmt: skip
def test_a_government_is_one_in_every_language(names: list[tuple[str, Language]]) -> None:
    """By its place and level, however it is called."""
    held = [told(str(at), entity("e1", name, "government"), language=tongue) for at, (name, tongue) in enumerate(names)]
    assert many(compile_register(held)) == 1


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("吉林省人民政府", "吉林市人民政府", "zh"),
        ("Kaluga Regional Government", "Kaluga City Administration", "en"),
        ("правительство Калужской области", "администрация города Калуги", "ru"),
        ("宜宾市人民政府", "宜宾市翠屏区人民政府", "zh"),
        ("Government of Romania", "Government of Oman", "en"),
        ("Moscow city government", "Government of Moscow Region", "en"),
    ],
)
def test_governments_of_two_levels_are_two(one: str, other: str, language: Language) -> None:
    """A province and the city of its name, a city and its district."""
    assert authority_of(one, language) != authority_of(other, language)
    held = [told(name, entity("e1", name, "government"), language=language) for name in (one, other)]
    assert many(compile_register(held)) == 2


def test_the_city_administration_of_two_documents_is_not_one() -> None:
    """An authority without a place means another one in each document."""
    held = [told(name, entity("e1", "city administration", "government")) for name in ("a", "b")]
    assert many(compile_register(held)) == 2


def test_likeness_proposes_and_never_joins() -> None:
    """A short name that is a topic too is proposed for a person to decide."""
    held = [
        told("a", entity("e1", "Example City Power Battery Recycling Technology Co., Ltd.")),
        told("b", entity("e1", "Battery Recycling")),
    ]
    register = compile_register(held)
    assert many(register) == 2
    assert [(one.matter, one.verdict) for one in register.candidates] == [("party", None)]


def test_an_acronym_with_two_full_names_joins_neither() -> None:
    """Two firms of one language with the same letters stay two; the bare letters go with the first."""
    held = [
        told("a", entity("e1", "Changing Nature Trading", aliases=("CNTX",))),
        told("b", entity("e1", "CNTX")),
        told("c", entity("e1", "Copper Nickel Transport", aliases=("CNTX",))),
    ]
    assert [set(one.documents) for one in compile_register(held).organisations] == [{sha("a"), sha("b")}, {sha("c")}]


def test_one_name_in_two_countries_is_two_until_judged() -> None:
    """Equal names with different countries are proposed, not joined."""
    held = [told(code, entity("e1", "Example Motors", country=code)) for code in ("DE", "CN")]
    register = compile_register(held)
    assert many(register) == 2
    pair = register.candidates[0]
    assert many(compile_register(held, [judgement(1, pair.one, pair.other, "same")])) == 1


def test_how_a_text_calls_a_body_does_not_divide_it() -> None:
    """A firm that one document takes for an organisation is the firm; an authority of its name is not."""
    held = [
        told(type, entity("e1", "Example Holding", type)) for type in ("company", "organisation", "government_body")
    ]
    assert many(compile_register(held)) == 2


def test_a_name_that_a_person_gave_and_an_identifier_are_shown() -> None:
    """What was entered last counts; nonsense from an older version does no harm."""
    held = [told("a", entity("e1", "Example Motors"))]
    id = compile_register(held).organisations[0].id
    said = [
        judgement(1, id, "lei", "same", "value", value="506700GE1G29325QX363"),
        judgement(2, id, "name", "same", "value", value="Example Motors AG"),
        judgement(3, id, "country", "same", "value", value=7),
    ]
    one = compile_register(held, said).organisations[0]
    assert (one.name, one.identifiers, one.country) == ("Example Motors AG", {"lei": "506700GE1G29325QX363"}, None)


def test_one_identifier_is_one_organisation_and_two_are_two() -> None:
    """The same LEI joins what has different names; different ones hold apart what has the same."""
    held = [told("a", entity("e1", "Example Motors")), told("b", entity("e1", "Beispiel Fahrzeuge"))]
    first, second = (one.id for one in compile_register(held).organisations)
    same = [
        judgement(at, id, "lei", "same", "value", value="506700GE1G29325QX363") for at, id in enumerate((first, second))
    ]
    assert many(compile_register(held, same)) == 1
    alike = [told("a", entity("e1", "Example Motors")), told("b", entity("e1", "Example Motors"))]
    ids = [compile_register([one]).organisations[0].id for one in alike]
    leis = ("506700GE1G29325QX363", "529900T8BM49AURSDO55")
    other = [
        judgement(at, id, "lei", "same", "value", value=lei) for at, (id, lei) in enumerate(zip(ids, leis, strict=True))
    ]
    assert many(compile_register(alike, other)) == 2


def test_a_subsidiary_is_known_by_its_parent() -> None:
    """The parent in one document is the parent of the register."""
    daughter = entity("e2", "Beispiel Recycling", parent=parent("e1"))
    held = [told("a", entity("e1", "Example Motors"), daughter), told("b", entity("e9", "Example Motors"))]
    register = compile_register(held)
    assert party_of(register, "Beispiel Recycling").parent == party_of(register, "Example Motors").id


@examples(80)
@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=18, max_size=18), st.data())
def test_check_digits_catch_every_wrong_digit_and_letter(body: str, data: st.DataObject) -> None:
    """A digit that is taken for another, or a letter for another letter, is always found (ISO 7064)."""
    number = int("".join(str(int(letter, 36)) for letter in body + "00"))
    right = f"{body}{98 - number % 97:02d}"
    assert is_lei(right)
    at = data.draw(st.integers(0, 19))
    other = data.draw(st.sampled_from("0123456789" if right[at].isdigit() else "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    assert is_lei(right[:at] + other + right[at + 1 :]) == (other == right[at])
    assert not is_lei(right.lower() + "0")


def test_every_name_of_the_table_means_one_organisation() -> None:
    """No name stands twice, and each is found again."""
    types = {"authority": "government_body", "body": "company"}
    for one in table():
        for names in one.names.values():
            for name in names:
                found = known(name, types[one.family])
                assert found is not None, name
                assert found.id == one.id, name
    assert len(table()) > 100


@pytest.mark.parametrize("judged", [True, False])
def test_parties_by_the_hundred_are_compared_quickly(judged: bool) -> None:
    """Four hundred documents with a common word and a common party make no flood of proposals."""
    held = [
        kept(str(at), record("r1", "CATL", f"Example {at} Battery", date=f"2024-03-{1 + at % 28:02d}"))
        for at in range(400)
    ]
    said = [judgement(1, *(one.id for one in compile_register(held).organisations[:2]), "different")] if judged else []
    register = compile_register(held, said)
    assert (len(register.entries), many(register)) == (400, 401)
    assert len(register.candidates) < 400 * 40
