"""Phrases that stand for a name: „компания“, „обе стороны“, „китайский производитель“, „правительство региона“."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from dicycle.agreements.extracting.parts import Mention, MentionKind
from dicycle.agreements.languages.ru import lexicon, morphology
from dicycle.agreements.languages.ru.people import is_first_name
from dicycle.agreements.languages.ru.words import Line

_KINDS: Final[tuple[MentionKind, ...]] = ("company", "government", "government_body", "institute")
_OF_PLACE: Final = re.compile(r"(?:регион|област|город|кра|район|республик|провинци|муниципалитет)(?:а|и|я|е|у)?")
_INDEFINITE: Final = re.compile(
    r"(?:друг\w+|нов\w+|люб\w+|кажд\w+|кажды\w+|нескольк\w+|многи\w+|крупнейш\w+|крупн\w+|ведущ\w+|ряд\w*|иностранн\w+|"
    r"зарубежн\w+|один|одн\w+|дочерн\w+|совместн\w+|перв\w+|такая|таких|таки\w+|никак\w+|как\w+|"
    r"будущ\w+|управляющ\w+|строящ\w+|"
    r"материнск\w+|собственн\w+|свой|сво\w+|все\w*|всех|перв\w+|втор\w+|трет\w+|современн\w+)"
)


@cache
def _both() -> re.Pattern[str]:
    table = lexicon.table("names")["nominal"]
    return re.compile(rf"(?<![\w«-])(?:{table['both']})(?![\w-])", re.IGNORECASE)


@lru_cache(maxsize=16384)
def _kind(low: str) -> MentionKind | None:
    return next((kind for kind in _KINDS if lexicon.is_of(low, "nominal", str(kind))), None)


def nominals(line: Line) -> Iterator[Mention]:
    """Return the nominal phrases of a sentence; one that a name follows describes it and is none."""
    for found in _both().finditer(line.text, line.start, line.end):
        if not _is_one_side(line, found) and not _is_complemented(line, line.at(found.end()) - 1):
            yield Mention(found.start(), found.end(), "company", found[0].lower(), nominal=True, number=2)
    for number, word in enumerate(line.words):
        kind = _kind(word.low) if word.is_word else None
        if kind is not None and (_heads(line, number) or not _is_described(line, number)):
            yield from _phrase(line, number, kind)
    yield from _sides(line)


def _is_one_side(line: Line, found: re.Match[str]) -> bool:
    """Tell whether it is one side: „со стороны города“, „сторона“."""
    low = found[0].lower()
    before = line.low(line.at(found.start()) - 1)
    return (low == "стороны" and before in ("с", "со", "китайской", "российской", "другой", "обеих")) or before in (
        "третьи",
        "трем",
        "третьими",
    )


def _is_complemented(line: Line, number: int) -> bool:
    """Tell whether a plural goes on with whose it is: „компании региона“, „участники рынка“."""
    if line.low(number) not in ("компании", "участники", "партнеры", "партнерами"):
        return False
    following = line.words[number + 1] if number + 1 < len(line.words) else None
    return (
        following is not None
        and (
            following.text[0] in '«"„'
            or following.is_cap
            or following.low in ("из", "с", "со")
            or (
                "gen" in morphology.cases(following.text) and morphology.mainly(following.text) in ("noun", "adjective")
            )
        )
    ) or _is_singular(line, number)


def _is_singular(line: Line, number: int) -> bool:
    """Tell whether „компании“ is the genitive of one company."""
    if line.low(number) != "компании":
        return False
    before = line.words[number - 1] if number else None
    if before is None or not before.is_word:
        return False
    return before.low not in (
        "и",
        "обе",
        "эти",
        "что",
        "также",
        "года",
        "сегодня",
        "вчера",
        "затем",
        "ранее",
    ) and morphology.mainly(before.text) not in ("verb", "short")


def _is_described(line: Line, number: int) -> bool:
    """Tell whether a name follows: „компания «Х»“, „производитель аккумуляторов «Х»“, „компания CATL“."""
    for at in range(number + 1, min(number + 5, len(line.words))):
        word = line.words[at]
        if word.text[0] in '«"„“':
            return True
        if word.is_cap and (word.text.isascii() or not lexicon.place_of(word.text)):
            return True
        if not word.is_word or not (
            "gen" in morphology.cases(word.text) and morphology.mainly(word.text) in ("noun", "adjective")
        ):
            return False
    return False


def _phrase(line: Line, number: int, kind: MentionKind) -> Iterator[Mention]:
    word = line.words[number]
    if _is_plural(word.text) or _is_facility(line, number):
        return
    first, country, seat, odd = _attributes(line, number)
    if odd:
        return
    last = number
    following = line.low(number + 1)
    if line.joined(number + 1) and _OF_PLACE.fullmatch(following):
        last = number + 1
    elif kind != "company" and not _heads(line, number) and line.joined(number + 1) and not _ends(line, number + 1):
        return
    level = _level(line.low(last), word.low) if kind.startswith("gov") else None
    start, end = line.words[first].start, line.words[last].end
    yield Mention(start, end, kind, line.text[start:end].lower(), nominal=True, country=country, seat=seat, level=level)


def _heads(line: Line, number: int) -> bool:
    """Tell whether a noun stands for an authority by the person at its head, who is named next."""
    following = line.words[number + 1].text if line.joined(number + 1) else ""
    return line.low(number).startswith("губернатор") and bool(following) and is_first_name(following)


def _level(last: str, low: str) -> str | None:
    if last.startswith("город") or low.startswith("мэри"):
        return "city"
    return "province" if last.startswith(("област", "регион", "кра", "республик", "провинци")) else None


def _ends(line: Line, number: int) -> bool:
    """Tell whether a word is no complement of the noun before it."""
    word = line.words[number]
    return (
        not word.is_word
        or morphology.mainly(word.text) in ("verb", "short", "prep", "conj", "prcl", "advb", "other", "pronoun")
        or "gen" not in morphology.cases(word.text)
    )


def _is_plural(word: str) -> bool:
    found = morphology.readings(word)
    return bool(found) and found[0].number == "plur" and not any(one.number == "sing" for one in found)


def _is_facility(line: Line, number: int) -> bool:
    """Tell whether a works is where something is done, or what is built, and no one who acts."""
    low = line.low(number)
    if not low.startswith(("завод", "предприят", "производител")):
        return False
    return (low.startswith("завод") and "nom" not in morphology.cases(line.words[number].text)) or line.low(
        number - 1
    ) in ("на", "в", "строительство", "строительства", "строительству", "новый", "построить")


def _attributes(line: Line, number: int) -> tuple[int, str | None, str | None, bool]:
    """Return where a phrase begins, the country or the city that it tells, and whether it means any one."""
    first, country, seat = number, None, None
    while first > 0 and line.joined(first):
        word = line.words[first - 1]
        if _INDEFINITE.fullmatch(word.low):
            return first, country, seat, True
        if (
            not word.is_word
            or morphology.mainly(word.text) != "adjective"
            or not (morphology.cases(word.text) & morphology.cases(line.words[number].text))
        ):
            break
        country = country or lexicon.nation_of(word.low)
        seat = seat or _seat(word.low)
        first -= 1
    return first, country, seat, False


@lru_cache(maxsize=16384)
def _seat(low: str) -> str | None:
    """Return the place of an adjective: „калужский“ is Калуга."""
    found = re.fullmatch(r"([а-я-]{3,})(?:ск|цк)(?:ий|ая|ое|ого|ой|ому|им|ом|ую)", low)
    if not found or lexicon.nation_of(low):
        return None
    stem = found[1]
    for name in (
        stem,
        stem + "а",
        stem + "ь",
        stem[:-1],
        stem + "к",
        stem[:-1] + "а",
        stem.removesuffix("ов"),
        stem.removesuffix("н") + "на",
    ):
        place = lexicon.place_of(name.capitalize())
        if place is not None and place.kind != "country":
            return place.names["ru"][0]
    return None


def _sides(line: Line) -> Iterator[Mention]:
    """Return „китайская сторона“, „российский партнёр“."""
    for number, word in enumerate(line.words):
        if re.fullmatch(r"сторон(?:а|у|ой)|партнер(?:а|у|ом)?", word.low) and line.joined(number):
            country = lexicon.nation_of(line.low(number - 1))
            if country:
                start = line.words[number - 1].start
                yield Mention(
                    start, word.end, "company", line.text[start : word.end].lower(), nominal=True, country=country
                )
