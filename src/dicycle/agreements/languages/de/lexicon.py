"""The German words of the TOML files, loaded once, and what is asked of a single word."""

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final

from dicycle.agreements.languages.gazetteer import Gazetted, PlaceKind, place_named

MIN_HEAD: Final = 4
"""A head of a compound is looked for from this many letters on: „bau“ ends many names by chance."""


DIGITS: Final = 3
"""A word with more digits is a number of a share or a register, and no name."""
INNER: Final = re.compile(r"[a-zäöüß][A-ZÄÖÜ]|[A-ZÄÖÜ]{2,}[a-zäöü]{2}")
"""A capital inside a word: „PowerCo“ is no common noun."""


@cache
def table(name: str) -> dict[str, Any]:
    """Return a TOML file of this folder."""
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))


@cache
def pattern(*path: str) -> re.Pattern[str]:
    """Return a pattern of acts.toml, matched in lower case at word bounds."""
    found: Any = table("acts")
    for step in path:
        found = found[step]
    found = found.replace("[^.]*", "(?s:.*)")  # a sentence is searched, and „Mio.“ does not end it
    return re.compile(rf"(?<![\w-])(?:{found})(?![\w])", re.IGNORECASE)


@cache
def shape(room: str, name: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern of patterns.toml as it is written there."""
    return re.compile(table("patterns")[room][name], flags)


@cache
def words(name: str) -> frozenset[str]:
    """Return a list of function words."""
    return frozenset(table("names")["words"][name])


@cache
def _nouns(name: str) -> frozenset[str]:
    return frozenset(table("names")[name])


@cache
def first_names() -> frozenset[str]:
    """Return usual first names."""
    return frozenset(table("names")["common"]["first_names"].split())


@cache
def _heads() -> frozenset[str]:
    return frozenset(table("names")["common"]["heads"])


@cache
def _endings() -> tuple[str, ...]:
    return tuple(table("names")["common"]["endings"])


def _ends(word: str, heads: frozenset[str], least: int = MIN_HEAD) -> bool:
    """Tell whether a word is one of some nouns or a compound of one."""
    return word in heads or any(word[at:] in heads for at in range(2, len(word) - least + 1))


@lru_cache(maxsize=8192)
def is_company_noun(word: str) -> bool:
    """Tell whether a word means a company: „Batteriehersteller“."""
    return _ends(_last(word), _nouns("company")) and not is_office(word)


@lru_cache(maxsize=8192)
def is_companies_noun(word: str) -> bool:
    """Tell whether a word means several companies: „Partner“, „Unternehmen“."""
    return _ends(_last(word), _nouns("companies"))


@lru_cache(maxsize=8192)
def is_office(word: str) -> bool:
    """Tell whether a word means a person by the office: „Wirtschaftsminister“."""
    return _ends(_last(word), _nouns("office"))


def _last(word: str) -> str:
    """Return the last part of a word with hyphens; „Start-up“ is one part."""
    low = word.lower()
    if low.endswith(("start-up", "start-ups", "scale-up")):
        return "start-up"
    return low.rsplit("-", 1)[-1]


@lru_cache(maxsize=8192)
def is_common(word: str) -> bool:
    """Tell whether a capitalised word is known as a common noun or a word that opens a sentence."""
    low = word.lower()
    last = _last(word)
    if INNER.search(word) and low not in _heads():
        return False
    if low in words("openers") or low in words("calendar") or low in words("determiners") or low in words("pronouns"):
        return True
    if low in _FUNCTION or last in words("calendar"):
        return True
    if any(pattern("nouns", name).fullmatch(word) for name in table("acts")["nouns"]):
        return True
    if is_office(word) or is_company_noun(word) or is_companies_noun(word) or _ends(last, _heads()):
        return True
    if low in _commons() or _is_compound(last):
        return True
    if _opens_compound(last) or low in table("names")["government"] or (len(last) > 5 and last.endswith(_endings())):
        return True
    return last.endswith(tuple(table("names")["bodies"]["heads"]))


@cache
def _firsts() -> frozenset[str]:
    return frozenset(table("names")["common"]["firsts"].split())


@lru_cache(maxsize=8192)
def is_doubtful(word: str) -> bool:
    """Tell whether a compound of a usual noun can be a name: its first part is none („Elbnickel“)."""
    low = word.lower()
    if (
        "-" in low
        or low in _heads()
        or low in _commons()
        or low in words("openers")
        or is_office(word)
        or is_company_noun(word)
        or low.endswith(_endings())
    ):
        return False
    at = next((one for one in range(3, len(low) - MIN_HEAD + 2) if low[one:] in _heads()), 0)
    first = low[:at]
    return (
        bool(at)
        and not (
            {first, first.removesuffix("s"), first.removesuffix("n"), first.removesuffix("en")} & (_firsts() | _heads())
        )
        and not first.endswith(("ungs", "ions"))
    )


@cache
def _commons() -> frozenset[str]:
    return frozenset(table("commons")["nouns"].split())


def _is_compound(word: str) -> bool:
    """Tell whether a word is put together of two usual nouns: „Quartalszahlen“."""
    return any(word[at:] in _commons() and _is_first(word[:at]) for at in range(3, len(word) - MIN_HEAD + 1))


def _is_first(part: str) -> bool:
    """Tell whether a part of a compound is a usual noun or one of the usual first parts."""
    known = _firsts() | _heads() | _commons()
    return part.endswith(("ungs", "ions")) or any(part.removesuffix(end) in known for end in ("", "s", "n", "en", "es"))


def _opens_compound(word: str) -> bool:
    """Tell whether a word opens with a usual noun and goes on: „Produktionsausschuss“."""
    return (
        any(word[:at] in _heads() and len(word) - at >= MIN_HEAD for at in range(MIN_HEAD + 2, len(word) - 3))
        or any(
            word[:at] in _heads() and word[at] == "s" and len(word) - at > MIN_HEAD
            for at in range(MIN_HEAD + 1, len(word) - 3)
        )
        or any(
            word[:at].endswith(("ungs", "ions", "heits", "keits", "schafts", "itäts")) for at in range(7, len(word) - 3)
        )
    )


@lru_cache(maxsize=8192)
def is_strong(word: str) -> bool:
    """Tell whether a word has the shape of a name: capitals inside, or an acronym that is no common one."""
    if word.lower() in _heads() or not word[0].isalnum():
        return False
    letters = re.sub(r"[^A-Za-zÄÖÜäöüß]", "", word)
    if len(letters) < 2 or is_common(word) or sum(one.isdigit() for one in word) > DIGITS:
        return False
    parts = word.split("-")
    if (
        len(parts) > 1
        and all(part[:1].isupper() for part in parts)
        and not is_common(parts[-1])
        and parts[0] not in first_names()
        and (len(parts) > 2 or not is_common(parts[0]))
    ):
        return place_of(word) is None
    return bool(INNER.search(word)) or (letters.isupper() and 2 <= len(letters) <= 12)


PREPOSITIONS: Final[dict[str, str]] = table("names")["prepositions"]
_FUNCTION: Final = frozenset(PREPOSITIONS) | {"und", "sowie", "oder", "z", "b"}


@lru_cache(maxsize=8192)
def place_of(name: str) -> Gazetted | None:
    """Return the place of a German or English name; a word in small letters is none."""
    if len(name) < MIN_HEAD - 1 or not name[0].isupper():
        return None
    known = place_named(name, "de") or place_named(name, "en")
    return known or _towns().get(name) or _towns().get(name.removesuffix("s"))


@cache
def _towns() -> dict[str, Gazetted]:
    """Return the towns and regions of towns.toml by their names."""
    kinds: tuple[tuple[str, PlaceKind], ...] = (("towns", "city"), ("regions", "zone"))
    return {
        name: Gazetted(name, kind, country, None, {"en": (name,), "de": (name,), "zh": (), "ru": ()})
        for table_name, kind in kinds
        for country, names in table("towns")[table_name].items()
        for name in (" ".join(one.split()) for one in names.split("|"))
    }
