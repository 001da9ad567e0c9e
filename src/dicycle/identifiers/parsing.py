"""Reading an identifier in any of its syntaxes."""

import re

from dicycle.errors import InvalidIdentifier
from dicycle.identifiers.checks import refuse
from dicycle.identifiers.gbt34014 import LENGTHS, code_in, parse_battery_code
from dicycle.identifiers.keys import BY_AI, Level, choose
from dicycle.identifiers.links import parts_of, read_link
from dicycle.identifiers.model import Identifier
from dicycle.identifiers.urns import read_urn

_ABSOLUTE_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"]+")
_SYMBOLOGY = re.compile(r"\]([CQdeJ][0-9])")
_GROUP_SEPARATOR = "\x1d"
_LOOKS_LIKE_CODE = re.compile(r"[0-9A-Z]{3}[A-Z][0-9A-Z]+")
_ADVICE = (
    "Give a GS1 Digital Link, an EPC URN, an element string such as (01)…(21)…, "
    "a GB/T 34014 code or another absolute URI."
)


def parse(text: str) -> Identifier:
    """Return the identifier that `text` is, in whichever syntax; white space around it is no part of it.

    Reads GS1 Digital Links of any domain, EPC URNs, element strings with brackets or with FNC1/GS, GB/T 34014
    codes and their URIs, and any other absolute URI (scheme ``uri``). Raises InvalidIdentifier.
    """
    text = text.strip(" \t\r\n")
    if text.startswith("urn:epc:"):
        return _from_urn(text)
    if text[:4].lower() == "http":
        return _from_web(text)
    if text.startswith(("(", "]", _GROUP_SEPARATOR)) or text[:3].isdigit():
        return _from_element_string(text)
    if len(text) in LENGTHS and _LOOKS_LIKE_CODE.fullmatch(text):
        return _battery_code(text, text)
    return _plain(text)


def _from_urn(text: str) -> Identifier:
    read = read_urn(text)
    return Identifier("uri", Level.OTHER, text) if read is None else Identifier.of(*read)


def _from_web(text: str) -> Identifier:
    code = code_in(text)
    if code is not None:
        return _battery_code(code, text)
    parts = read_link(text)
    return _plain(text) if parts is None else Identifier.of(parts)


def _battery_code(code: str, uri: str) -> Identifier:
    return Identifier("gbt34014", Level.INSTANCE, uri, (("gbt34014", parse_battery_code(code).code),))


def _plain(text: str) -> Identifier:
    if not text:
        raise refuse("empty", "The identifier is empty.", "", _ADVICE)
    if _ABSOLUTE_URI.fullmatch(text) is None:
        raise refuse("unknown-syntax", f"{text!r} is not an identifier Dicycle can read.", text, _ADVICE)
    return Identifier("uri", Level.OTHER, text)


def _from_element_string(text: str) -> Identifier:
    if len(text) in LENGTHS and text.isascii() and text.isalnum() and not text[3].isdigit():
        return _battery_code(text, text)
    found = dict(_element_strings(text))
    for ai in BY_AI:
        if ai in found:
            key = choose(ai, frozenset(found) & _qualifiers_of(ai))
            if key is not None:
                serial = found.get(key.serial.ai) if key.serial and key.serial.ai else None
                return Identifier.of(parts_of(key, found[ai], serial, text))
    sentence = f"The element string {text!r} holds no GS1 key."
    raise refuse("no-key", sentence, text, "A key is, for example, (01) GTIN, (00) SSCC or (8004) GIAI.")


def _qualifiers_of(ai: str) -> frozenset[str]:
    # In a bar code other AIs stand beside the key (dates, weights); only its own qualifiers name it.
    return frozenset(key.serial.ai for key in BY_AI[ai] if key.serial and key.serial.ai)


def _element_strings(text: str) -> list[tuple[str, str]]:
    from biip import ParseError
    from biip.gs1_messages import GS1Message

    raw = _SYMBOLOGY.sub("", text, count=1).strip(_GROUP_SEPARATOR)
    try:
        message = GS1Message.parse_hri(raw) if raw.startswith("(") else GS1Message.parse(raw)
    except (ParseError, ValueError) as problem:
        raise _unreadable(text, problem) from problem
    return [(element.ai.ai, element.value) for element in message.element_strings]


def _unreadable(text: str, problem: Exception) -> InvalidIdentifier:
    return refuse("element-string", f"{text!r} is not a GS1 element string: {problem}", text, _ADVICE)
