"""MATCH patterns of queries, and the book of aliases."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dicycle.errors import InvalidIdentifier
from dicycle.identifiers import AliasBook, canonical, parse, pattern

REFERENCES = st.integers(0, 10**6 - 1).map(lambda number: f"{number:06d}")


@given(REFERENCES, REFERENCES, st.sampled_from(["9521234", "9521235"]), st.text("A1.*%/", min_size=1, max_size=9))
def test_a_pattern_matches_by_its_fields(wanted: str, reference: str, prefix: str, serial: str) -> None:
    """A pattern of a product matches the serials of that product and the product itself, whatever the syntax."""
    item = parse(f"urn:epc:id:sgtin:{prefix}.{reference}.{serial.replace('%', '%25')}")
    product = pattern(f"urn:epc:idpat:sgtin:9521234.{wanted}.*")
    company = pattern("urn:epc:idpat:sgtin:9521234.*.*")
    same = prefix == "9521234" and reference == wanted
    assert product.matches(item.uri) is same
    assert product.matches(item.class_id or "") is same
    assert company.matches(item.uri) is (prefix == "9521234")
    assert pattern("urn:epc:idpat:sgtin:*.*.*").matches(item.uri)


@given(
    st.sampled_from(
        [
            ("urn:epc:idpat:sgtin:9521234.*.*", "urn:epc:id:sgtin:9521234.{n:06d}.A1"),
            ("urn:epc:idpat:sscc:9521234.*", "urn:epc:id:sscc:9521234.{n:010d}"),
            ("urn:epc:idpat:sgln:9521234.*.*", "urn:epc:id:sgln:9521234.{n:05.5}.x"),
            ("urn:epc:idpat:grai:9521234.00001.*", "urn:epc:id:grai:9521234.00001.{n}"),
            ("urn:epc:idpat:giai:9521234.*", "urn:epc:id:giai:9521234.v%2F{n}"),
            ("urn:epc:idpat:cpi:9521234.BMS.*", "urn:epc:id:cpi:9521234.BMS.{n}"),
            ("urn:epc:idpat:itip:9521234.012345.01.02.*", "urn:epc:id:itip:9521234.012345.01.02.{n}"),
            ("urn:epc:idpat:gsrn:9521234.*", "urn:epc:id:gsrn:9521234.{n:010d}"),
            ("urn:epc:idpat:gdti:9521234.*.*", "urn:epc:id:gdti:9521234.00001.{n}"),
        ]
    ),
    st.integers(1, 99999),
)
def test_every_match_lies_within_the_prefixes(case: tuple[str, str], number: int) -> None:
    """What the whole expression matches starts with one of the literal prefixes, so an index range scan finds it."""
    text, template = case
    urn = template.replace("{n:05.5}", f"{number:05d}").format(n=number)
    match, uri = pattern(text), canonical(urn)
    assert uri != urn
    assert match.matches(uri)
    assert match.exact is None
    assert any(uri.startswith(prefix) for prefix in match.prefixes)
    assert uri.startswith(match.prefix)


def test_other_keys_are_not_matched() -> None:
    """A pattern of serials matches no lot, no other scheme and nothing longer."""
    match = pattern("urn:epc:idpat:sgtin:9521234.012345.*")
    base = "https://id.gs1.org/01/09521234123453"
    assert not match.matches(base + "/10/L1")
    assert not match.matches(base + "/21/A1/x")
    assert not match.matches("https://id.gs1.org/00/095212341234567893")
    places = pattern("urn:epc:idpat:sgln:9521234.00001.*")
    assert places.matches("https://id.gs1.org/414/9521234000013")
    assert not places.matches("https://id.gs1.org/417/9521234000013")


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("urn:epc:id:sgtin:9521234.012345.A1", "https://id.gs1.org/01/09521234123453/21/A1"),
        ("urn:epc:idpat:sgtin:9521234.012345.A1", "https://id.gs1.org/01/09521234123453/21/A1"),
        ("https://id.example.com/01/09521234123453", "https://id.gs1.org/01/09521234123453"),
        ("urn:epc:class:lgtin:9521234.012345.L1", "https://id.gs1.org/01/09521234123453/10/L1"),
        ("https://id.example.com/vin/LX1", "https://id.example.com/vin/LX1"),
    ],
)
def test_anything_without_wildcard_is_one_identifier(text: str, exact: str) -> None:
    """A value without wildcard names one identifier in canonical form: a class is that class, not its instances."""
    match = pattern(text)
    assert match.exact == exact
    assert match.matches(exact)
    assert not match.matches(exact + "x")
    assert re.fullmatch(match.regex, exact)


@pytest.mark.parametrize(
    "text",
    [
        "urn:epc:idpat:sgtin:*.012345.*",
        "urn:epc:idpat:sgtin:9521234.*",
        "urn:epc:idpat:sgtin:9521234.12345.*",
        "urn:epc:idpat:sgtin:95x.*.*",
        "urn:epc:idpat:gid:1.2.*",
        "urn:epc:idpat:",
    ],
)
def test_a_malformed_pattern_is_refused(text: str) -> None:
    """A wildcard in the middle, missing fields or digits, and an unknown scheme are refused with advice."""
    with pytest.raises(InvalidIdentifier):
        pattern(text)


PACK = "https://id.gs1.org/01/09521234123453/21/A1"
CODE = "https://id.example.com/gbt34014/07HPB01P22G06JC7A0000001"


def test_an_alias_leads_to_its_thing_and_back() -> None:
    """The battery code and the URN lead to the pack; the pack lists its other names."""
    book = AliasBook.of([(CODE, "urn:epc:id:sgtin:9521234.012345.A1"), ("urn:example:asset:7", PACK), (CODE, PACK)])
    assert book.resolve(CODE) == PACK
    assert book.resolve("urn:epc:id:sgtin:9521234.012345.A1") == PACK
    assert book.resolve("urn:example:unknown") == "urn:example:unknown"
    assert book.aliases_of(PACK) == (CODE, "urn:example:asset:7")
    assert len(book) == 2
    assert AliasBook.of(book.pairs()) == book
    assert len(book.with_pairs([("urn:example:asset:8", PACK)])) == 3


def test_one_alias_for_two_things_is_refused() -> None:
    """An alias names one thing, and no alias leads to another alias."""
    with pytest.raises(InvalidIdentifier, match="given for two things"):
        AliasBook.of([(CODE, PACK), (CODE, PACK + "2")])
    with pytest.raises(InvalidIdentifier, match="alias itself"):
        AliasBook.of([(CODE, PACK), ("urn:example:asset:7", CODE)])
    assert AliasBook.of([(PACK, "urn:epc:id:sgtin:9521234.012345.A1")]).pairs() == ()
