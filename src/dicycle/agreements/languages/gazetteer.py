"""Places in four languages: the canonical English name, the country and the region a place lies in.

The table is places.csv beside this file: names of one language are divided by ``|``, the first is the usual one.
"""

import csv
import re
from functools import cache
from importlib import resources
from typing import Final, Literal, NamedTuple

from dicycle.agreements.vocabulary import Language

PlaceKind = Literal["country", "province", "city", "zone"]

CYRILLIC: Final = re.compile(r"[А-Яа-яЁё]")
ENDING: Final = re.compile(
    r"(?:ыми|ими|ами|ями|ого|его|ому|ему|ой|ей|ом|ем|ым|им|ам|ям|ах|ях|ую|юю|ая|яя|ое|ее|ий|ый|ией|ии|ию|ия|ью|ые|ие|ых|их|"
    r"[аеиоуыэюяйь])$"
)
HAN_KIND: Final = re.compile(r"(?<=..)(?:壮族自治区|回族自治区|维吾尔自治区|自治区|市|省|县|区|州)$")
LETTERS: Final = {ord("ё"): "е", ord("’"): "'", ord("‘"): "'", ord("–"): "-", ord("—"): "-", ord("\u00a0"): " "}
SHORT: Final = 3


class Gazetted(NamedTuple):
    """A place of the table; `parent` is the English name of the region or country that it lies in."""

    name_en: str
    kind: PlaceKind
    country: str
    parent: str | None
    names: dict[Language, tuple[str, ...]]

    @property
    def region(self) -> str | None:
        """Return the province that it lies in, or itself if it is one; None for a country."""
        if self.kind == "province":
            return self.name_en
        above = place_named(self.parent, "en") if self.parent and self.kind != "country" else None
        return above.region if above else None


def names(language: Language) -> tuple[str, ...]:
    """Return all names of places in a language, longest first: for an alternation in a pattern."""
    found = {name for place in table() for name in place.names[language]}
    return tuple(sorted(found, key=lambda name: (-len(name), name)))


def place_named(name: str, language: Language | None = None) -> Gazetted | None:
    """Return the place of a name, in any letter case; of equal names the first in the table.

    Without a language all are tried. Russian case endings, the German genitive and 省, 市, 区 are seen through.
    """
    if name.islower() and len(name) <= SHORT:
        return None  # "us" is no country
    for form in _forms(_folded(name)):
        for tongue in (language,) if language else ("en", "de", "zh", "ru"):
            found = _index()[tongue].get(form)
            if found:
                return found
    return _stemmed().get(_stem(_folded(name))) if language in (None, "ru") and CYRILLIC.search(name) else None


@cache
def table() -> tuple[Gazetted, ...]:
    """Return all places."""
    text = resources.files(__package__).joinpath("places.csv").read_text("utf-8")
    return tuple(map(_place, csv.DictReader(text.splitlines())))


def _place(row: dict[str, str]) -> Gazetted:
    named: dict[Language, tuple[str, ...]] = {
        "en": tuple(row["en"].split("|")),
        "de": tuple(row["de"].split("|")),
        "zh": tuple(row["zh"].split("|")),
        "ru": tuple(row["ru"].split("|")),
    }
    kind: PlaceKind = row["kind"]  # type: ignore[assignment]
    return Gazetted(named["en"][0], kind, row["country"], row["parent"] or None, named)


@cache
def _index() -> dict[Language, dict[str, Gazetted]]:
    found: dict[Language, dict[str, Gazetted]] = {"en": {}, "de": {}, "zh": {}, "ru": {}}
    for place in table():
        for language, known in place.names.items():
            for name in known:
                found[language].setdefault(_folded(name), place)
    return found


@cache
def _stemmed() -> dict[str, Gazetted]:
    found: dict[str, Gazetted] = {}
    for name, place in _index()["ru"].items():
        found.setdefault(_stem(name), place)
    return found


def _folded(name: str) -> str:
    return " ".join(name.casefold().translate(LETTERS).split())


def _forms(folded: str) -> tuple[str, ...]:
    bare = (folded, HAN_KIND.sub("", folded), folded.removeprefix("the "), folded.removesuffix("'s"))
    return bare if len(folded) < SHORT else (*bare, folded.removesuffix("s"))


def _stem(folded: str) -> str:
    return re.sub(r"[^\s-]+", lambda word: ENDING.sub("", word[0]) if len(word[0]) >= SHORT else word[0], folded)
