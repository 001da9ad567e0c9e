"""Values as the pre-hash string has them: one spelling for everything that means the same (CBV 2.0 §8.9)."""

import re
from decimal import Decimal
from typing import Any, Final

from dicycle.identifiers import CANONICAL_DOMAIN, canonical
from dicycle.ledger.formats import microseconds, quick_microseconds, timestamp
from dicycle.ledger.hashing.names import Names
from dicycle.ledger.strict import MAX_EXPONENT

CBV: Final = "https://ref.gs1.org/cbv/"
_URN_STARTS: Final = {
    "urn:epcglobal:cbv:bizstep:": f"{CBV}BizStep-",
    "urn:epcglobal:cbv:disp:": f"{CBV}Disp-",
    "urn:epcglobal:cbv:btt:": f"{CBV}BTT-",
    "urn:epcglobal:cbv:sdt:": f"{CBV}SDT-",
    "urn:epcglobal:cbv:er:": f"{CBV}ER-",
    "urn:epcglobal:cbv:comp:": f"{CBV}Comp-",
}
# Characters that our links encode and the hash leaves as they are: the Digital Link standard does not ask for it.
_LEFT_BARE: Final = {"%27": "'", "%3B": ";", "%3D": "="}
_NUMBER = re.compile(r"[+\-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+\-]?[0-9]{1,4})?").fullmatch
_NUMERIC_START: Final = frozenset("0123456789+-.")
_FOUR_CENTURIES: Final = 146_097 * 86_400_000_000
_YEAR_ONE: Final = -62_135_596_800_000_000


def plain(value: Any) -> str:
    """Return a JSON scalar that is not text as the text XML would have for it; nothing for null."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else number(value)


def number(value: Decimal | int | float) -> str:
    """Return a number exactly, without exponent, needless zeros or a sign of zero (rule 6)."""
    if isinstance(value, int):
        return str(value)
    text = format(value if isinstance(value, Decimal) else Decimal(repr(value)), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def scalar(text: str, names: Names) -> str:
    """Return text of unknown type: XML writes every number as text, so what reads as a number is one (rule 6)."""
    if text[:1] in _NUMERIC_START and _NUMBER(text):
        value = Decimal(text)
        if abs(value.adjusted()) <= MAX_EXPONENT:
            return number(value)
    return identifier(text, names)


def identifier(text: str, names: Names) -> str:
    """Return a URI in full: CURIEs and CBV URNs expanded, GS1 keys as canonical links (rules 14, 15, 17, 18)."""
    if ":" not in text:
        return text
    text = names.uri(text)
    if text.startswith("urn:epcglobal:cbv:"):
        return _web_term(text)
    return gs1_link(text)


def gs1_link(uri: str) -> str:
    """Return the constrained canonical Digital Link of a GS1 key; any other text unchanged (rules 17 and 18)."""
    # The pattern of a UPUI names all items of a GTIN, as that of an SGTIN does.
    link = canonical(uri.replace("urn:epc:idpat:upui:", "urn:epc:idpat:sgtin:", 1))
    if "%" in link and link.startswith(CANONICAL_DOMAIN):
        for code, character in _LEFT_BARE.items():
            link = link.replace(code, character)
    return link


def _web_term(urn: str) -> str:
    for start, web in _URN_STARTS.items():
        if urn.startswith(start):
            return web + urn[len(start) :]
    return urn


def time(text: str, _: Names) -> str:
    """Return a moment in UTC with milliseconds, a half rounded up (rules 8 and 9); other text unchanged."""
    try:
        moment: int | None = quick_microseconds(text)
    except ValueError:
        moment = microseconds(text)
    return text if moment is None else _written((moment + 500) // 1000 * 1000)


def _written(moment: int) -> str:
    """Write whole milliseconds since 1970; rounding and offsets may leave the years that `datetime` knows."""
    try:
        return timestamp(moment)
    except OverflowError:
        shift = 400 if moment < _YEAR_ONE else -400
        near = timestamp(moment + (_FOUR_CENTURIES if shift > 0 else -_FOUR_CENTURIES))
        year = int(near[:4]) - shift
        return f"{'-' if year < 0 else ''}{abs(year):04}{near[4:]}"
