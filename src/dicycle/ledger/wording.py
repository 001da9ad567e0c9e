"""Words for people: what a thing, a place, a state or a measure is called on a page.

Names come from master data (`EventStore.names`); where it is silent, the key itself is said, never invented.
"""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from dicycle.errors import InvalidIdentifier
from dicycle.identifiers import Identifier, Level, class_of, parse
from dicycle.units import UNITS
from dicycle.vocabulary import CATEGORY, NAME

Names = Mapping[str, Mapping[str, Any]]
"""What master data says of ids: id -> attribute -> value; a thing may stand for itself or through its class."""

_LONGEST_NAME: Final = 120

_KEY_WORDS: Final = {
    "sgtin": "item", "upui": "item", "itip": "piece", "lgtin": "lot", "gtin": "GTIN", "cpi": "part", "grai": "carrier",
    "giai": "asset", "sscc": "load", "sgln": "GLN", "pgln": "party GLN", "gdti": "document", "gcn": "coupon",
    "ginc": "consignment", "gsin": "shipment", "gsrn": "GSRN", "gsrnp": "GSRN", "gbt34014": "GB/T",
}  # fmt: skip
_PLURALS: Final = {
    "battery": "batteries", "black mass": "lots of black mass", "cathode": "cathode lots", "anode": "anode lots",
    "electrolyte": "electrolyte lots", "foil": "foil lots", "ore": "ore lots", "scrap": "lots of scrap",
    "refined": "lots of refined material", "precursor": "precursor lots", "reagent": "reagent lots",
    "salt": "salt lots", "metal": "metal lots", "residue": "residue lots", "loss": "losses",
}  # fmt: skip
_DOCUMENTS: Final = {
    "bol": "bill of lading", "cert": "certificate", "desadv": "dispatch advice", "inv": "invoice",
    "pedigree": "pedigree", "po": "purchase order", "poc": "purchase order confirmation",
    "prodorder": "production order",
    "recadv": "receiving advice", "rma": "return authorisation", "testprd": "test procedure", "testres": "test result",
    "upevt": "upstream event",
}  # fmt: skip
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LAST = re.compile(r"[#/:]")


@lru_cache(maxsize=16384)
def identifier(id: str) -> Identifier | None:
    """Return the identifier that an id is, or None if it is none that we can read."""
    try:
        return parse(id)
    except InvalidIdentifier:
        return None


def words(term: str) -> str:
    """Return a bare word or the last word of a URI, as people write it: ``in_transit`` -> ``in transit``."""
    last = [part for part in _LAST.split(term) if part][-1:] or [term]
    return " ".join(_word(part) for part in re.split(r"[_\s]+", _HUMP.sub("_", last[0])) if part) or term


def _word(part: str) -> str:
    return part if part.isupper() and len(part) > 1 else part.lower()


def title(text: str) -> str:
    """Return a text with a capital first letter, and the rest as it is."""
    return text[:1].upper() + text[1:]


def tail(uri: str) -> str:
    """Return what tells methods apart: the last two parts of a URI, name and version."""
    parts = [part for part in uri.split("/") if part]
    return "/".join(parts[-2:])


def document_word(kind: str) -> str:
    """Return what a type of business transaction is called."""
    return _DOCUMENTS.get(kind) or words(kind) or "document"


def category_word(category: str, count: int = 1) -> str:
    """Return what one or many of a category are called: ``cell_lot`` -> ``cell lots``."""
    one = category.replace("_", " ")
    return one if count == 1 else _PLURALS.get(one, f"{one}s")


def facts(id: str, names: Names) -> Mapping[str, Any]:
    """Return what master data says of a thing, through its class if it is not named itself."""
    return names.get(id) or names.get(class_of(id) or "") or {}


def name_of(id: str, names: Names) -> str:
    """Return the name that master data gives, or an empty text."""
    said = facts(id, names).get(NAME)
    return _unmarked(said) if isinstance(said, str) else ""


def _unmarked(name: str) -> str:
    """Return a name of sensible length without marks of direction, which could turn the serial beside it around."""
    kept = "".join(one for one in name if unicodedata.category(one) not in ("Cc", "Cf"))
    return kept if len(kept) <= _LONGEST_NAME else kept[: _LONGEST_NAME - 1] + "…"


def category_of(id: str, names: Names) -> str:
    """Return the category that master data gives, or an empty text."""
    said = facts(id, names).get(CATEGORY)
    return said if isinstance(said, str) else ""


def short(id: str) -> str:
    """Return the part of an id that tells it from its neighbours: serial, lot number, GLN; else the whole id."""
    found = identifier(id)
    return found.values[-1][1] if found and found.values else id


def key_word(id: str) -> str:
    """Return what kind of key an id is, in a word: ``lot``, ``asset``, ``GLN``; empty for any other URI."""
    found = identifier(id)
    return _KEY_WORDS.get(found.scheme, "") if found else ""


def label(id: str, names: Names) -> str:
    """Return what to call one thing, lot, place or party: its name and what tells it from others of that name."""
    name, found = name_of(id, names), identifier(id)
    if not name:
        return f"{key_word(id)} {short(id)}".strip()
    if found is not None and found.level is Level.LOT:
        return f"{name}, lot {short(id)}"
    return f"{name} {short(id)}" if class_of(id) else name


def number(value: Any) -> str:
    """Return a number with every digit it came with, thousands apart by commas: ``12500.50`` -> ``12,500.50``."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return str(value)
    return f"{Decimal(str(value)):,f}"


def measure(value: Any, uom: Any) -> str:
    """Return a value with the symbol of its Recommendation 20 unit; an unknown code is said as it is."""
    unit = UNITS.get(uom) if isinstance(uom, str) else None
    symbol = unit.symbol if unit else uom if isinstance(uom, str) else ""
    return f"{number(value)} {symbol}".strip()
