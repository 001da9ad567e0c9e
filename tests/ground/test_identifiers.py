"""GS1 keys: check digits, Digital Links, EPC URNs, element strings, and what is said when one is wrong."""

import re
from urllib.parse import quote

import pytest
from biip.checksums import gs1_standard_check_digit
from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from hypothesis import given
from hypothesis import strategies as st

from dicycle.errors import InvalidIdentifier
from dicycle.identifiers import (
    Identifier,
    Level,
    check_digit,
    class_of,
    forget_company_prefix,
    has_check_digit,
    parse,
    register_company_prefix,
)
from dicycle.identifiers.keys import KEYS, Key, Parts

DIGITS = "0123456789"
SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
SET_39 = "#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _serials(key: Key) -> st.SearchStrategy[str | None]:
    if key.serial is None:
        return st.none()
    letters = DIGITS if not key.serial.characters.fullmatch("A") else SET_82
    serials: st.SearchStrategy[str | None] = st.text(letters, min_size=1, max_size=key.serial.longest)
    if key.name == "sgln":
        serials = serials.filter(lambda text: text != "0")
    return serials | st.none() if key.unserialised else serials


@st.composite
def gs1_keys(draw: st.DrawFn) -> tuple[Parts, int]:
    """Draw any GS1 key and a length its company prefix may have."""
    key = draw(st.sampled_from(KEYS))
    length = draw(st.integers(6, 12))
    if key.digits:
        body = draw(st.text(DIGITS, min_size=key.digits - 1, max_size=key.digits - 1))
        core = body + check_digit(body)
    else:
        prefix = draw(st.text(DIGITS, min_size=length, max_size=length))
        free = draw(st.text(SET_39 if key.name == "cpi" else SET_82, max_size=30 - length))
        core = prefix + free
    pieces = draw(st.text(DIGITS, min_size=key.piece_digits, max_size=key.piece_digits))
    return Parts(key, core, pieces, draw(_serials(key))), length


@given(gs1_keys())
def test_a_link_survives_the_way_through_its_urn(drawn: tuple[Parts, int]) -> None:
    """A Digital Link written as EPC URN and read again is the same link, for every key."""
    parts, length = drawn
    link = Identifier.of(parts).uri
    there = parse(link).urn(gcp_length=length)
    assert there.startswith("urn:epc:")
    assert parse(there).uri == link
    assert parse(there).urn() == there
    assert parse(there) == parse(link)


@given(
    gs1_keys(), st.sampled_from(["https://id.example-motors.com", "http://b.example/some/path", "https://a.example/01"])
)
def test_a_key_is_the_same_under_every_domain(drawn: tuple[Parts, int], domain: str) -> None:
    """The domain, the path before the key, a query and a fragment are no part of the key."""
    identifier = Identifier.of(drawn[0])
    assert parse(identifier.at(domain)) == identifier
    assert parse(identifier.at(domain) + "?17=301231&linkType=all#top") == identifier


@given(gs1_keys())
def test_every_link_is_plain_uri_text(drawn: tuple[Parts, int]) -> None:
    """A Digital Link holds nothing but unreserved characters and percent-encodings, as the standard library does it."""
    identifier = Identifier.of(drawn[0])
    assert re.fullmatch(r"https://id\.gs1\.org(/([A-Za-z0-9._-]|%[0-9A-F]{2})+)+", identifier.uri)
    values = "".join(f"/{ai}/{quote(value, safe='')}" for ai, value in identifier.values)
    assert identifier.uri == "https://id.gs1.org" + values


@given(st.text(DIGITS, min_size=1, max_size=30))
def test_check_digits_agree_with_biip(body: str) -> None:
    """The check digit is the one that another implementation computes."""
    assert check_digit(body) == str(gs1_standard_check_digit(body))
    assert has_check_digit(body + check_digit(body))


@given(st.text(DIGITS, min_size=7, max_size=17), st.data())
def test_a_check_digit_catches_every_single_wrong_digit(body: str, data: st.DataObject) -> None:
    """One mistyped digit anywhere makes the key wrong."""
    key = body + check_digit(body)
    at = data.draw(st.integers(0, len(key) - 1))
    wrong = data.draw(st.sampled_from(DIGITS.replace(key[at], "")))
    assert not has_check_digit(key[:at] + wrong + key[at + 1 :])


@given(st.text(DIGITS, min_size=13, max_size=13), st.text("ABCxyz019-._", min_size=1, max_size=20))
def test_element_strings_read_as_biip_links_them(body: str, serial: str) -> None:
    """An element string names what biip's own Digital Link of it names."""
    gtin = body + check_digit(body)
    theirs = GS1DigitalLinkURI.parse(f"https://id.gs1.org/01/{gtin}/21/{serial}")
    expected = {element.ai.ai: element.value for element in theirs.element_strings}
    for text in (f"(01){gtin}(21){serial}", f"01{gtin}21{serial}", f"]d201{gtin}10LOT\x1d21{serial}"):
        assert dict(parse(text).values) == expected


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://id.example.com/gtin/9521234123453/lot/L1/ser/A1", "/01/09521234123453/21/A1"),
        ("https://id.example.com/01/09521234123453/10/L1", "/01/09521234123453/10/L1"),
        ("HTTPS://ID.GS1.ORG/01/09521234123453", "/01/09521234123453"),
        ("https://id.gs1.org/01/09521234123453/21/a%2fb", "/01/09521234123453/21/a%2Fb"),
        ("https://id.gs1.org/01/09521234123453/21/a!b", "/01/09521234123453/21/a%21b"),
        ("https://id.gs1.org/01/96385074", "/01/00000096385074"),
        ("https://id.gs1.org/414/9521234000013/254/0", "/414/9521234000013"),
        ("https://id.gs1.org/01/09521234123453/22/V2/21/A1", "/01/09521234123453/21/A1"),
        ("(414)9521234000013(254)gate-3", "/414/9521234000013/254/gate-3"),
        ("(8010)9521234BMS(8011)7", "/8010/9521234BMS/8011/7"),
    ],
)
def test_many_ways_of_writing_one_key(text: str, link: str) -> None:
    """Short names, short GTINs, lower-case escapes, extra lots and variants all lead to one canonical link."""
    assert parse(text).digital_link == "https://id.gs1.org" + link


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("(01)09521234123453(21)A1", Level.INSTANCE),
        ("(01)09521234123453(10)L1", Level.LOT),
        ("(01)09521234123453", Level.CLASS),
        ("(8003)09521234000013", Level.CLASS),
        ("(8003)09521234000013X", Level.INSTANCE),
        ("(414)9521234000013", Level.PLACE),
        ("(417)9521234000013", Level.PARTY),
        ("(253)9521234000013D1", Level.DOCUMENT),
        ("(401)9521234abc", Level.OTHER),
        ("urn:uuid:0b9e0a0c-9f77-4e3a-9d3b-0c8f4e2c7f11", Level.OTHER),
    ],
)
def test_levels(text: str, level: Level) -> None:
    """A lot is never an instance, and a place is neither."""
    assert parse(text).level is level


def test_the_class_of_things() -> None:
    """A serial and a lot belong to their GTIN, a component to its part, a crate to its asset type; a place to none."""
    gtin = "https://id.gs1.org/01/09521234123453"
    assert parse("urn:epc:id:sgtin:9521234.012345.A1").class_id == gtin
    assert class_of(gtin + "/10/L1") == gtin
    assert class_of(gtin + "/235/X") == gtin
    assert class_of("https://id.gs1.org/8010/9521234BMS/8011/7") == "https://id.gs1.org/8010/9521234BMS"
    assert class_of("https://id.gs1.org/8003/09521234000013X") == "https://id.gs1.org/8003/09521234000013"
    assert class_of("https://id.gs1.org/8006/095212341234530102/21/7") == "https://id.gs1.org/8006/095212341234530102"
    for without in (gtin, "https://id.gs1.org/8010/9521234BMS", "https://id.gs1.org/414/9521234000013", "urn:x:y", ""):
        assert class_of(without) is None


def test_an_unknown_company_prefix_is_said() -> None:
    """Without the length of the company prefix there is no URN, and the sentence says what to give."""
    body = "0977000000000"  # 977 is for serial publications: nobody's company prefix
    crate = parse(f"https://id.gs1.org/01/{body}{check_digit(body)}/21/1")
    assert crate.to_urn() is None
    with pytest.raises(InvalidIdentifier, match=r"company prefix .* is not known.*gcp_length="):
        crate.urn()
    assert crate.urn(gcp_length=6) == "urn:epc:id:sgtin:977000.0000000.1"
    assert parse("https://id.gs1.org/8004/95212A").to_urn() is None  # 952 prefixes are longer


def test_a_registered_company_prefix_wins() -> None:
    """A prefix the user registered decides, longer before shorter, until it is forgotten."""
    public = parse("(01)09521234123453(21)A1")
    register_company_prefix("952123")
    try:
        assert public.urn() == "urn:epc:id:sgtin:952123.0412345.A1"
        register_company_prefix("95212341")
        assert public.urn() == "urn:epc:id:sgtin:95212341.02345.A1"
    finally:
        forget_company_prefix("952123")
        forget_company_prefix("95212341")
    assert public.urn() == "urn:epc:id:sgtin:9521234.012345.A1"
    with pytest.raises(InvalidIdentifier, match="4 to 12 digits"):
        register_company_prefix("95x")


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("https://id.gs1.org/01/09521234123454", "check-digit", "ask for 3"),
        ("https://id.example.com/01/0952123412/21/A", "digits", "14 digits"),
        ("https://id.gs1.org/01/09521234123453/21/a%zz", "percent-encoding", "%25"),
        ("https://id.gs1.org/01/09521234123453/21/a%20b", "characters", "Character 2"),
        ("https://id.gs1.org/01/09521234123453/21/" + "9" * 21, "length", "allows 20"),
        ("https://id.gs1.org/8011/95", "unknown", ""),
        ("urn:epc:id:sgtin:9521234.12345.A", "digits", "13 digits"),
        ("urn:epc:id:sgtin:9521234.012345", "urn-fields", "2 fields"),
        ("urn:epc:id:sgtin:952.0123451234.A", "company-prefix", "4 to 12"),
        ("urn:epc:id:giai:9521234." + "x" * 24, "length", "at most 30"),
        ("urn:epc:id:cpi:9521234.ab.1", "characters", "'a'"),
        ("urn:epc:id:itip:4012345.012345.1.002.9", "digits", "two digits each"),
        ("(01)09521234123454(21)A", "check-digit", "ask for 3"),
        ("(10)LOT", "no-key", "holds no GS1 key"),
        ("(01)123", "element-string", "(01)"),
        ("not an identifier", "unknown-syntax", "another absolute URI"),
        ("  ", "empty", "absolute URI"),
    ],
)
def test_what_is_wrong_is_said(text: str, code: str, said: str) -> None:
    """A malformed identifier is refused with a code and a sentence that help; an unknown web address is a plain URI."""
    if code == "unknown":
        assert parse(text).scheme == "uri"
        return
    with pytest.raises(InvalidIdentifier) as caught:
        parse(text)
    finding = caught.value.findings[0]
    assert finding.code == f"identifier.{code}"
    assert said in str(finding)


def test_any_other_absolute_uri_is_left_alone() -> None:
    """Web addresses, UUIDs and EPC schemes without Digital Link are plain URIs without class, link or URN."""
    for text in (
        "https://shop.example.com/parts/00/cells",
        "urn:uuid:0b9e0a0c-9f77-4e3a-9d3b-0c8f4e2c7f11",
        "urn:epc:id:gid:95100000.12345.400",
        "geo:47.5,11.1",
    ):
        identifier = parse(text)
        assert (identifier.scheme, identifier.uri, identifier.class_id) == ("uri", text, None)
        assert identifier.digital_link is None
        assert identifier.to_urn() is None
