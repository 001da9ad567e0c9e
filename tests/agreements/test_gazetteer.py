"""Places in four languages."""

import pytest

from dicycle.agreements.languages.gazetteer import names, place_named, table


@pytest.mark.parametrize(
    ("name", "canonical", "country", "region"),
    [
        ("Shanghai", "Shanghai", "CN", "Shanghai"),
        ("宜宾市", "Yibin", "CN", "Sichuan"),
        ("四川省", "Sichuan", "CN", "Sichuan"),
        ("München", "Munich", "DE", "Bavaria"),
        ("Ungarns", "Hungary", "HU", None),
        ("Москвы", "Moscow", "RU", "Moscow"),
        ("Челябинской области", "Chelyabinsk Region", "RU", "Chelyabinsk Region"),
        ("Набережных Челнах", "Naberezhnye Chelny", "RU", "Tatarstan"),
        ("Россией", "Russia", "RU", None),
    ],
)
def test_a_place_is_known_in_every_language(name: str, canonical: str, country: str, region: str | None) -> None:
    """Cases, genitives and 省, 市 do not hide a place."""
    found = place_named(name)
    assert found is not None
    assert (found.name_en, found.country, found.region) == (canonical, country, region)


def test_a_pronoun_is_no_country() -> None:
    """The word "us" is not the United States."""
    assert place_named("us") is None
    assert place_named("US") is not None


def test_every_place_lies_in_a_place_of_the_table_and_has_names_in_all_languages() -> None:
    """No parent is missing, and no name is empty."""
    known = {one.name_en for one in table()}
    for one in table():
        assert one.parent is None or one.parent in known
        assert all(name.strip() == name and name for called in one.names.values() for name in called)
        assert len(one.country) == 2


def test_names_come_longest_first() -> None:
    """A pattern made of the names prefers the longer one."""
    lengths = [len(name) for name in names("de")]
    assert lengths == sorted(lengths, reverse=True)
