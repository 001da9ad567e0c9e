"""Governments by the place they govern, in any language: city hall and municipal government of one city are one."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal

from dicycle.agreements.languages.gazetteer import Gazetted, names, place_named, table
from dicycle.agreements.vocabulary import Language

Level = Literal["country", "province", "city", "lower"]

_GOVERNMENTS: Final = {
    "en": ("government", "administration", "municipality"),
    "de": ("regierung", "stadtverwaltung", "landesregierung", "senat", "rathaus"),
    "zh": ("人民政府", "政府"),
    "ru": ("правительств", "администраци", "мэри"),
}

_PARTS: Final = (
    "committee", "department", "bureau", "office of", "komitee", "amt für", "ministerium", "管委会", "管理委员会",
    "局", "департамент", "министерств", "комитет", "управлени",
)  # fmt: skip
"""A part of a government is an authority of its own."""

_LEVELS: Final[dict[Language, tuple[tuple[Level, re.Pattern[str]], ...]]] = {
    "en": (
        ("lower", re.compile(r"\b(?:district|county|township|town|village|borough)\b")),
        ("city", re.compile(r"\b(?:municipal|municipality|city)\b")),
        ("province", re.compile(r"\b(?:provincial|province|regional|region|oblast|krai|territory|republic of)\b")),
        ("country", re.compile(r"\b(?:federal|national|central)\b")),
    ),
    "de": (
        ("lower", re.compile(r"bezirk|landkreis|\bkreis|gemeinde(?!rat der stadt)")),
        ("city", re.compile(r"\bstadt|rathaus")),
        ("province", re.compile(r"provinz|landesregierung|\bgebiet|oblast|\bregion")),
        ("country", re.compile(r"bundesregierung|zentralregierung")),
    ),
    "zh": (
        ("lower", re.compile(r"(?<!自治)[区县旗镇乡](?:委区|委县)?(?:人民)?政府$")),
        ("city", re.compile(r"[市州](?:人民)?政府$")),
        ("province", re.compile(r"(?:省|自治区)(?:人民)?政府$")),
        ("country", re.compile(r"中央(?:人民)?政府$")),
    ),
    "ru": (
        ("lower", re.compile(r"\bрайон|муниципальн")),
        ("city", re.compile(r"\bгород|мэри|\bг\.")),
        ("province", re.compile(r"област|\bкра[йяею]\b|республик|\bрегион")),
        ("country", re.compile(r"федерац|федеральн")),
    ),
}
_CITY_STATES: Final = frozenset(
    {"Beijing", "Shanghai", "Tianjin", "Chongqing", "Hong Kong", "Macau", "Moscow", "St. Petersburg",
     "Saint Petersburg", "Sevastopol", "Berlin", "Hamburg", "Bremen", "Vienna", "Singapore"}
)  # fmt: skip
"""Cities that are provinces: their government is one, however it is called."""
_AFTER_PLACE: Final = re.compile(r"[省市州]?(?:[省市州区县]委)?[、和与]?(?:自治区|新区|[省市州区县])?(?:人民)?政府")
_KINDS: Final = ("zone", "city", "province", "country")
_WORDS: Final = 4


@lru_cache(maxsize=8192)
def authority_of(name: str, language: Language) -> str | None:
    """Return what a government is called in any language: ``government of Henan (province)``; None if it is none.

    A district or county that the gazetteer does not know is not taken for the city that it lies in.
    """
    folded = name.casefold()
    if not any(word in folded for word in _GOVERNMENTS[language]) or any(word in folded for word in _PARTS):
        return None
    place = place_in(name, language)
    if place is None or _is_within(name, place, language):
        return None
    level = level_in(name, language)
    others = [one.kind for one in _places_in(name, language) if one != place]
    return _called(place, None if level in others else level)


@lru_cache(maxsize=8192)
def level_in(name: str, language: Language) -> Level | None:
    """Return the level that a government's name tells."""
    folded = name.casefold()
    return next((level for level, words in _LEVELS[language] if words.search(folded)), None)


def _called(place: Gazetted, level: Level | None) -> str:
    if place.name_en in _CITY_STATES or level in (None, "lower", place.kind):
        return f"government of {place.name_en} ({place.kind})"
    if level == "country" and place.kind != "country":
        return f"government of {place.name_en} ({place.kind})"
    other = _namesake(place, level)
    return f"government of {other.name_en} ({other.kind})" if other else f"government of {place.name_en} ({level})"


def _namesake(place: Gazetted, level: Level | None) -> Gazetted | None:
    """Return the region that is called after a city, or the city that a region is called after."""
    if level == "province" and place.kind == "city":
        above = place_named(place.parent, "en") if place.parent else None
        return above if above and above.kind == "province" and above.name_en.startswith(place.name_en) else None
    if level == "city" and place.kind == "province":
        below = (one for one in table() if one.kind == "city" and one.parent == place.name_en)
        return next((one for one in below if place.name_en.startswith(one.name_en)), None)
    return None


def _is_within(name: str, place: Gazetted, language: Language) -> bool:
    """Tell whether a name names something smaller than the place that was found in it."""
    if language == "zh":
        ends = [match.end() for known in place.names["zh"] for match in re.finditer(re.escape(known), name)]
        return not any(_AFTER_PLACE.match(name, end) for end in ends)
    return level_in(name, language) == "lower" and place.kind != "zone"


@lru_cache(maxsize=8192)
def place_in(name: str, language: Language) -> Gazetted | None:
    """Return the place that a name names: of several the smallest, "Yibin, Sichuan" is Yibin."""
    return min(_places_in(name, language), key=lambda place: _KINDS.index(place.kind), default=None)


@lru_cache(maxsize=8192)
def _places_in(name: str, language: Language) -> tuple[Gazetted, ...]:
    return tuple(_in_chinese(name) if language == "zh" else _in_words(name, language))


def _in_chinese(name: str) -> Iterator[Gazetted]:
    """Yield the places in a name without spaces, from the left, at each character the longest."""
    known, at = _chinese(), 0
    longest = max(map(len, known))
    while at < len(name):
        word = next((name[at:end] for end in range(min(len(name), at + longest), at, -1) if name[at:end] in known), "")
        if word and (place := place_named(word, "zh")):
            yield place
        at += len(word) or 1


@lru_cache(maxsize=1)
def _chinese() -> frozenset[str]:
    return frozenset(names("zh"))


def _in_words(name: str, language: Language) -> Iterator[Gazetted]:
    """Yield the places in a name of words, the longest first, none inside another."""
    words = [word.strip(".,();:\"'«»„“”") for word in name.split()]
    taken: set[int] = set()
    for size in range(min(_WORDS, len(words)), 0, -1):
        for at in range(len(words) - size + 1):
            place = _named(" ".join(words[at : at + size]), language)
            if place and taken.isdisjoint(range(at, at + size)):
                taken.update(range(at, at + size))
                yield place


def _named(words: str, language: Language) -> Gazetted | None:
    """Return the place of a name; in German also of what is called after it, ``Moskauer``."""
    found = place_named(words, language)
    return place_named(words.removesuffix("er"), language) if not found and language == "de" else found
