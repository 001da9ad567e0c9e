"""The Russian words of the TOML files, loaded once, and what is asked of a single word."""

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final

from dicycle.agreements.languages.gazetteer import Gazetted, place_named
from dicycle.agreements.languages.ru import morphology

ENDINGS: Final = (
    "(?:а|я|ы|и|у|ю|е|о|й|ь|ой|ей|ою|ею|ом|ем|ам|ям|ами|ями|ах|ях|ов|ев|ью|ия|ии|ию|ием|ией|ие|иям|иями|иях|ий|"
    "ого|его|ому|ему|ым|им|ая|яя|ую|юю|ые|ых|их|ыми|ими|ое|ее|ец|ца|цу|цем|цом|це|цы|цев|цам|цами)?"
)


@cache
def table(name: str) -> dict[str, Any]:
    """Return a TOML file of this folder."""
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))


@cache
def pattern(*path: str) -> re.Pattern[str]:
    """Return a pattern of acts.toml, matched at word bounds whatever the letters' case; a list is an alternation."""
    found: Any = table("acts")
    for step in path:
        found = found[step]
    either = "|".join(found) if isinstance(found, list) else found
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])", re.IGNORECASE)


@cache
def _stems(*path: str) -> re.Pattern[str]:
    found: Any = table("names")
    for step in path:
        found = found[step]
    return re.compile(rf"(?:{'|'.join(found.split())}){ENDINGS}")


@cache
def listed(*path: str) -> frozenset[str]:
    """Return a list of words of names.toml."""
    found: Any = table("names")
    for step in path:
        found = found[step]
    return frozenset(found.split())


@lru_cache(maxsize=65536)
def is_of(low: str, *path: str) -> bool:
    """Tell whether a word in lower case is a form of one of the stems of a list of names.toml."""
    tail = low.rsplit("-", 1)[-1]
    stems = _stems(*path)
    return bool(stems.fullmatch(low) or (tail != low and stems.fullmatch(tail)))


DESCRIBING: Final = ("company", "institute", "university", "organisation", "event", "park", "other")


@lru_cache(maxsize=65536)
def described(low: str) -> str | None:
    """Return what a noun before a name says that it is: ``company``, ``event``, ``other`` (a product) …"""
    return next((kind for kind in DESCRIBING if is_of(low, "describing", kind)), None)


def is_company_noun(low: str) -> bool:
    """Tell whether a noun means a company."""
    return described(low) == "company"


def is_office(low: str) -> bool:
    """Tell whether a noun means a person by the office."""
    return is_of(low, "people", "offices")


def is_delegate(low: str) -> bool:
    """Tell whether a noun means people who act for an organisation."""
    return is_of(low, "people", "delegates")


@lru_cache(maxsize=65536)
def authority(word: str) -> str | None:
    """Return the kind of authority that a noun opens the name of, None for any other word."""
    low = word.lower().replace("ё", "е")
    if low.startswith("пресс-"):
        return None
    if is_of(low, "authorities", "government"):
        return "government"
    return "government_body" if is_of(low, "authorities", "body") else None


@cache
def _ministries() -> re.Pattern[str]:
    return re.compile(table("names")["authorities"]["acronyms"])


@lru_cache(maxsize=16384)
def is_ministry(word: str) -> bool:
    """Tell whether a word is the short name of a ministry or an agency: „Минпромторг“."""
    return bool(_ministries().fullmatch(word))


@lru_cache(maxsize=16384)
def place_of(name: str) -> Gazetted | None:
    """Return the place of a Russian or English name; a word in small letters is none."""
    if len(name) < 3 or not name[0].isupper():
        return None
    found = place_named(name, "ru")
    return found or (place_named(name, "en") if name.isascii() else None)


@lru_cache(maxsize=16384)
def nation_of(low: str) -> str | None:
    """Return the country of an adjective: „китайский“ is CN."""
    if not re.search(table("names")["nominal"]["seats"], low):
        return None
    stem = re.sub(r"(?:ий|ая|ое|ого|ой|ому|им|ом|ую|ие|их|ими)$", "", low).rsplit("-", 1)[-1]
    return table("names")["nominal"]["nations"].get(stem)  # type: ignore[no-any-return]


@lru_cache(maxsize=16384)
def is_common(word: str) -> bool:
    """Tell whether a capitalised word is known as a common one, and no name."""
    low = word.lower().replace("ё", "е")
    if low in listed("common", "openers") or word in listed("common", "acronyms"):
        return True
    if any(letter.isupper() for letter in word[1:]):
        return False
    return morphology.is_known(word) and not _is_proper(word)


def _is_proper(word: str) -> bool:
    return word in listed("people", "first_names")


@lru_cache(maxsize=16384)
def is_agency(word: str) -> bool:
    """Tell whether a word names a news agency, which reports and signs nothing."""
    return word in listed("common", "agencies")
