"""Phrases that stand for a name ("the Ningde-based cell maker", "both sides"), and the same words before a name."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, Literal, NamedTuple

from dicycle.agreements.document import Span
from dicycle.agreements.languages.en.lexicon import CAPITAL, SPACE, named, nation, nations
from dicycle.agreements.languages.en.runs import place_of

_NUMBERS: Final = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4}
_ADJECTIVE: Final = (
    r"(?!(?:of|in|on|at|to|for|from|with|by|and|or|that|which|who|is|are|was|were|has|have|"
    r"will|said|a|an|the|its|between|as|agreement|deal|contract|plant|"
    r"factory)\b)[a-z][\w’'/&-]*"
)
_LEVELS: Final = (
    ("province", "provinc|region|state"),
    ("city", "city|municip|town|mayor"),
    ("county", "county|district"),
    ("zone", "zone|park"),
    ("national", "federal|central|national|ministry|republic"),
)


class Phrase(NamedTuple):
    """A phrase without its article; `number` of those it stands for; `kind` of them."""

    span: Span
    kind: Literal["company", "government"]
    number: int
    country: str | None
    level: str | None
    seat: str | None
    definite: bool


@cache
def _one() -> re.Pattern[str]:
    word = f"(?P<company>{named('nominal', 'company')})|(?P<government>{named('nominal', 'government')})"
    based = rf"(?:(?P<seat>{CAPITAL}(?:{SPACE}{CAPITAL})?)-(?:based|headquartered){SPACE})"
    adjectives = rf"(?:(?:{_ADJECTIVE}|EV|LFP|NEV|{CAPITAL}-listed),?{SPACE}){{0,5}}?"
    return re.compile(
        rf"(?<![\w-])(?P<article>[Tt]he|[Aa]n?|[Ii]ts|[Tt]his|[Tt]hat)?{SPACE}?(?<![\w])"
        rf"(?P<phrase>{based}?(?P<nation>(?:{nation()}){SPACE})?{based.replace('seat', 'seat2')}?"
        rf"{adjectives}(?:{word}))(?![\w-])"
    )


@cache
def _many() -> re.Pattern[str]:
    nouns, numbers = named("nominal", "companies"), named("nominal", "numbers")
    return re.compile(
        rf"(?<![\w-])(?:(?:[Tt]he{SPACE})?(?P<phrase>(?P<number>{numbers}|[Bb]oth|[Tt]wo|"
        rf"[Tt]hree){SPACE}(?:of{SPACE}the{SPACE})?(?:(?!and\b){_ADJECTIVE}{SPACE}){{0,3}}?{nouns}|"
        rf"(?<=[Tt]he{SPACE})(?:partners|parties|sides|companies|duo|pair|firms|participants)|"
        rf"[Bb]oth(?={SPACE}(?:have|had|signed|agreed|are|will)\b)))(?![\w-])"
    )


@cache
def _pronoun() -> re.Pattern[str]:
    return re.compile(
        r"(?<![\w-])(?P<phrase>[Ii]t|[Tt]hey|we|We)(?= (?:ha[sd]|have|also|recently|today|jointly|"
        r"(?:co-)?signed|inked|entered|reached|agreed|formed|concluded|struck|partnered|teamed|"
        r"broke|began|started|commissioned|secured|won|terminated|held|met|will|is|are|plans?|"
        r"would)\b)"
    )


def phrases(text: str, span: Span) -> Iterator[Phrase]:
    """Return phrases of a sentence that stand for one or more, in the order of their kinds."""
    for found in _many().finditer(text, *span):
        number = _NUMBERS.get((found["number"] or "two").casefold(), 2)
        yield Phrase(Span(*found.span("phrase")), "company", number, None, None, None, True)
    for found in _one().finditer(text, *span):
        yield _phrase(found)
    for found in _pronoun().finditer(text, *span):
        number = 1 if found["phrase"].casefold() == "it" else 2
        yield Phrase(Span(*found.span("phrase")), "company", number, None, None, None, True)


def _phrase(found: re.Match[str]) -> Phrase:
    words = found["phrase"]
    seat = found["seat"] or found["seat2"]
    place = place_of(seat) if seat else None
    country = nations().get((found["nation"] or "").strip()) or (place.country if place else None)
    kind: Literal["company", "government"] = "company" if found["company"] else "government"
    level = next((name for name, stems in _LEVELS if re.search(stems, words, re.IGNORECASE)), None)
    definite = (found["article"] or "").casefold() in ("the", "this", "that")
    return Phrase(
        Span(*found.span("phrase")), kind, 1, country, level if kind == "government" else None, seat, definite
    )
