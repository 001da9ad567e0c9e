"""Cases of Russian words and their nominative: by a dictionary (pymorphy3) where it is installed, else by endings."""

import re
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

_CASES: Final = {
    "nomn": "nom", "gent": "gen", "gen2": "gen", "datv": "dat", "accs": "acc", "ablt": "ins", "loct": "loc",
    "loc2": "loc", "acc2": "acc",
}  # fmt: skip
_NOUNS: Final = {"NOUN": "noun", "NPRO": "pronoun", "ADJF": "adjective", "PRTF": "adjective", "NUMR": "number"}
_VERBS: Final = {"VERB": "verb", "INFN": "infinitive", "PRTS": "short", "GRND": "gerund", "ADJS": "short"}
_BY_ENDING: Final = (
    (re.compile(r"(?:ыми|ими)$"), "adjective", "ins"),
    (re.compile(r"(?:ого|его)$"), "adjective", "gen acc"),
    (re.compile(r"(?:ому|ему)$"), "adjective", "dat"),
    (re.compile(r"(?:ый|ий)$"), "adjective", "nom acc"),
    (re.compile(r"(?:ая|яя|ое|ее)$"), "adjective", "nom acc"),
    (re.compile(r"(?:ую|юю)$"), "adjective", "acc"),
    (re.compile(r"(?:ые|ие)$"), "adjective", "nom acc"),
    (re.compile(r"(?:ых|их)$"), "adjective", "gen loc"),
    (re.compile(r"(?:ым|им)$"), "adjective", "ins dat"),
    (re.compile(r"[а-яё]{3}(?:ан|ен|ён|ят|ыт)(?:а|о|ы)?$"), "short", ""),
    (re.compile(r"[а-яё]{2}(?:ать|ить|еть|ять)(?:ся)?$"), "infinitive", ""),
    (re.compile(r"(?:ла|ло|ли|л|лся|лась|лось|лись|ет|ют|ит|ят|ат|ут|ется|ются)$"), "verb", ""),
    (re.compile(r"(?:ами|ями)$"), "noun", "ins"),
    (re.compile(r"(?:ах|ях)$"), "noun", "loc"),
    (re.compile(r"(?:ией|ью|ем|ом)$"), "noun", "ins"),
    (re.compile(r"(?:ой|ей)$"), "noun", "ins gen"),
    (re.compile(r"(?:ов|ев)$"), "noun", "gen"),
    (re.compile(r"(?:ии|и|ы)$"), "noun", "gen nom dat"),
    (re.compile(r"(?:у|ю)$"), "noun", "dat acc"),
    (re.compile(r"е$"), "noun", "loc dat nom"),
    (re.compile(r"(?:а|я)$"), "noun", "nom gen"),
)
_ANY: Final = frozenset({"nom", "gen", "dat", "acc", "ins", "loc"})


class Reading(NamedTuple):
    """One way to read a word."""

    pos: str
    case: str
    number: str
    lemma: str
    known: bool
    place: bool = False


@cache
def _analyzer() -> Any:
    try:
        from pymorphy3 import MorphAnalyzer  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        return None
    return MorphAnalyzer()


@lru_cache(maxsize=65536)
def readings(word: str) -> tuple[Reading, ...]:
    """Return the ways to read a word, the likeliest first."""
    analyzer = _analyzer()
    if analyzer is None:
        return _by_ending(word.lower())
    found = [_reading(one) for one in analyzer.parse(word)[:12]]
    return tuple(dict.fromkeys(found))


def _reading(parse: Any) -> Reading:
    tag = parse.tag
    pos = _NOUNS.get(tag.POS) or _VERBS.get(tag.POS) or str(tag.POS or "other").lower()
    return Reading(
        pos, _CASES.get(tag.case, ""), str(tag.number or ""), parse.normal_form, bool(parse.is_known), "Geox" in tag
    )


def _by_ending(low: str) -> tuple[Reading, ...]:
    for pattern, pos, cases in _BY_ENDING:
        if len(low) > 3 and pattern.search(low):
            told = cases.split() or [""]
            return tuple(Reading(pos, case, "", low, True) for case in told)
    return tuple(Reading("noun", case, "", low, True) for case in ("nom", "acc")) if low.isalpha() else ()


@lru_cache(maxsize=65536)
def cases(word: str) -> frozenset[str]:
    """Return the cases that a word can stand in; of a foreign word or an acronym all."""
    if not re.search("[а-яё]", word) or re.search("[A-Za-z]", word):
        return _ANY
    return frozenset(one.case for one in readings(word) if one.case)


@lru_cache(maxsize=65536)
def singular(word: str) -> frozenset[str]:
    """Return the cases of a word in the singular; of a plural alone („власти“) those of the plural."""
    if not re.search("[а-яё]", word):
        return _ANY
    found = frozenset(
        one.case for one in readings(word) if one.case and one.number != "plur" and one.pos in ("noun", "adjective")
    )
    return found if found and word.lower() not in ("власти", "власть") else cases(word)


@lru_cache(maxsize=65536)
def is_a(word: str, pos: str) -> bool:
    """Tell whether a word can be of a class: ``noun``, ``adjective``, ``verb`` …"""
    return any(one.pos == pos for one in readings(word))


@lru_cache(maxsize=65536)
def mainly(word: str) -> str:
    """Return the likeliest class of a word."""
    found = readings(word)
    return found[0].pos if found else "other"


@lru_cache(maxsize=65536)
def is_known(word: str) -> bool:
    """Tell whether the dictionary has a word; without a dictionary none counts as a name."""
    return any(one.known for one in readings(word))


@lru_cache(maxsize=65536)
def lemma(word: str) -> str:
    """Return the dictionary form, in lower case."""
    found = readings(word)
    return found[0].lemma if found else word.lower()


@lru_cache(maxsize=16384)
def nominative(word: str, case: str | None = None, gender: str | None = None) -> str:
    """Return a word in the nominative of its number, written as it was; `case` is the one it stands in.

    `gender` is that of the noun that an adjective goes with: „международного“ alone is of a форум or a соглашение.
    """
    if not re.search("[а-яё]$", word):
        return word
    if (short := _PARK.fullmatch(word)) is not None:
        return short[1]
    analyzer = _analyzer()
    if analyzer is None:
        return _bared(word, case)
    parses = [one for one in analyzer.parse(word) if one.tag.case and case in (None, _CASES.get(one.tag.case))]
    agreed = [one for one in parses if gender in (None, one.tag.gender) or one.tag.number == "plur"] or parses
    for parse in agreed[:1]:
        number = "plur" if "plur" in parse.tag else "sing"
        told = parse.inflect({"nomn", number})
        return _written(told.word if told else parse.normal_form, word)
    return word


_PARK: Final = re.compile("((?:[Тт]ехно|[Пп]ром)?[Пп]?парк)(?:а|у|ом|е)?")


@lru_cache(maxsize=16384)
def gender(word: str) -> str | None:
    """Return the gender of a noun: ``masc``, ``femn`` or ``neut``; None without a dictionary."""
    analyzer = _analyzer()
    if analyzer is None:
        return None
    if _PARK.fullmatch(word):
        return "masc"
    return next((str(one.tag.gender) for one in analyzer.parse(word) if one.tag.POS == "NOUN" and one.tag.gender), None)


_NEUTER: Final = {"ins": "ом|ем", "gen": "а|я", "dat": "у|ю"}
_FEMININE: Final = (r"([сц]к|н|в)ой$", r"\1ая")
_BARE: Final = {
    "ins": (
        (r"ией$", "ия"),
        (r"(?:ом|ем)$", ""),
        (r"ой$", "а"),
        (r"ей$", "я"),
        (r"ью$", "ь"),
        (r"ым$", "ый"),
        (r"им$", "ий"),
    ),
    "gen": ((r"ого$", "ый"), (r"его$", "ий"), (r"ии$", "ия"), (r"[ая]$", ""), (r"ы$", "а"), (r"ой$", "ая")),
    "dat": ((r"ому$", "ый"), (r"ему$", "ий"), (r"ии$", "ия"), (r"[ую]$", "")),
}


def _bared(word: str, case: str | None) -> str:
    told = _NEUTER.get(case or "")
    if told is not None and (neuter := re.fullmatch(rf"(.+(?:ств|ени))(?:{told})", word)):
        return neuter[1] + ("о" if neuter[1].endswith("ств") else "е")
    for ending, instead in (_FEMININE, *_BARE.get(case or "", ())):
        if re.search(ending, word):
            return re.sub(ending, instead, word)
    return word


def _written(told: str, word: str) -> str:
    """Return a form in the letters' case of a word: „АвтоВольтом“ gives „АвтоВольт“."""
    kept = 0
    while kept < min(len(told), len(word)) and told[kept].replace("ё", "е") == word[kept].lower().replace("ё", "е"):
        kept += 1
    rest = told[kept:]
    return word[:kept] + (rest.upper() if word.isupper() and len(word) > 1 else rest)
