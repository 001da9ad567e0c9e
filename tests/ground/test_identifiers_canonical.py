"""The form the ledger indexes: total, idempotent, one for both syntaxes, and quick."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dicycle.identifiers import Identifier, canonical, check_digit, parse
from dicycle.identifiers.canonical import _CANONICAL, _translate
from dicycle.identifiers.keys import BY_AI, KEYS, Key, Parts

DIGITS = "0123456789"
PIECES = [
    "https://id.gs1.org", "https://id.example.com", "http://a.example/x", "urn:epc:id:sgtin:",
    "urn:epc:class:lgtin:", "urn:epc:idpat:sgtin:", "urn:epc:id:sgln:", "urn:epc:id:cpi:", "/", ".",
    "*", "%", "%2F", "%2f", "?", "#", "0", "21", "01", "09521234123453", "9521234", "012345",
    "/01/09521234123453", "/21/A1", "/10/L1", "/414/9521234000013", "/254/0", "/254/x",
    "/8003/09521234000013", "/8010/9521234A", "/8011/1", "/8006/095212341234530102",
    "/253/9521234000013", "é", "\x1d",
]  # fmt: skip


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=7).map("".join))
@example("https://id.gs1.org/414/9521234000013/254/0")
@example("https://id.gs1.org/8003/9521234000013")
@example("urn:epc:id:sgtin:9521234.012345.")
@example("\ud800")
def test_canonical_takes_any_text_and_is_idempotent(text: str) -> None:
    """Whatever the text, there is a canonical form, and its canonical form is itself."""
    once = canonical(text)
    assert canonical(once) == once


@given(st.lists(st.sampled_from(PIECES), max_size=6).map(lambda parts: "https://id.gs1.org" + "".join(parts)))
def test_the_quick_test_never_contradicts_the_full_reading(text: str) -> None:
    """What the quick test takes for canonical, the full reading leaves unchanged."""
    if _CANONICAL(text):
        assert _translate(text) == text


@given(st.sampled_from(KEYS), st.text(DIGITS, min_size=30, max_size=30), st.text("AZ09./-%&", min_size=1, max_size=12))
def test_a_urn_and_its_link_have_one_form(key: Key, digits: str, serial: str) -> None:
    """The URN, the canonical link and a link under another domain are indexed as one identifier."""
    parts = _parts(key, digits, serial)
    identifier = Identifier.of(parts)
    link = identifier.uri
    assert canonical(link) == link
    assert canonical(identifier.urn(gcp_length=7)) == link
    assert canonical(identifier.at("https://id.example-motors.com/some/path") + "?a=b") == link
    assert parse(link).uri == link


def _parts(key: Key, digits: str, serial: str) -> Parts:
    body = digits[: key.digits - 1] if key.digits else digits[:9]
    core = body + check_digit(body) if key.digits else body + "A"
    own = None
    if key.serial:
        own = serial if key.serial.characters.fullmatch("a") else digits[:6]
        own = own.replace("0", "1") if key.name == "sgln" else own  # the extension "0" means none
    return Parts(key, core, digits[: key.piece_digits], own)


@pytest.mark.parametrize(
    "text",
    [
        "https://id.example.com/01/09521234123454/21/A1",
        "urn:epc:id:sgtin:9521234.12345.A1",
        "urn:epc:id:sgtin:9521234.012345." + "9" * 21,
        "urn:epc:idpat:sgtin:9521234.*.*",
        "https://ref.gs1.org/cbv/BizStep-shipping",
        "07HCBC1P22G06AC700002596",
        "",
    ],
)
def test_what_is_malformed_or_no_key_is_left_as_it_is(text: str) -> None:
    """A wrong check digit, a missing digit, a pattern and a plain URI come back unchanged."""
    assert canonical(text) == text


def test_canonical_is_quick_enough_for_the_ingest_path() -> None:
    """A hundred thousand identifiers, every one different, take under two seconds (a guard, not a benchmark)."""
    uris = [f"https://id.gs1.org/01/09521234123453/21/{n}" for n in range(50_000)]
    uris += [f"urn:epc:id:sgtin:9521234.012345.{n}" for n in range(50_000)]
    start = time.perf_counter()
    forms = {canonical(uri) for uri in uris}
    assert time.perf_counter() - start < 2
    assert len(forms) == 50_000


def test_every_application_identifier_is_used_once() -> None:
    """The table of keys knows each application identifier and no serial twice under one."""
    for keys in BY_AI.values():
        qualifiers = [key.serial.ai if key.serial else None for key in keys]
        assert len(qualifiers) == len(set(qualifiers))
