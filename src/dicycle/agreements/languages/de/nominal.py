"""Phrases that stand for a name: „das Unternehmen“, „beide Seiten“, „der in Nevada ansässige Recycler“."""

import re
from collections.abc import Iterator
from typing import Final

from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.languages.de import lexicon
from dicycle.agreements.languages.de.headed import adjective_place
from dicycle.agreements.languages.de.lexicon import place_of
from dicycle.agreements.languages.de.line import QUOTES, Line
from dicycle.agreements.languages.gazetteer import Gazetted

SEATED: Final = frozenset(
    ["ansässige", "ansässigen", "ansässiger", "ansässiges", "beheimatete", "beheimateten", "sitzende", "sitzenden"]
)
SINGULAR: Final = lexicon.words("nominal_singular")
PLURAL: Final = lexicon.words("nominal_plural")
NUMBERS: Final = {
    "beide": 2,
    "beiden": 2,
    "beider": 2,
    "zwei": 2,
    "drei": 3,
    "vier": 4,
    "fünf": 5,
    "alle": 9,
    "aller": 9,
    "allen": 9,
}
PLURAL_VERBS: Final = lexicon.words("nominal_plural_verbs")
ALL: Final = 9
"""„Die Partner“: as many as there were."""
NOT_PARTIES: Final = frozenset({"ag", "gmbh", "betrieb", "betriebs", "mutter"})


def nominals(line: Line) -> Iterator[Mention]:
    """Return nominal phrases for companies; those for authorities are found with their names."""
    for number, word in enumerate(line.words):
        found = _phrase(line, number) if word.is_cap and not _is_named(line, number) else None
        if found and word.low not in NOT_PARTIES:
            yield found
        elif word.is_cap and _is_of_town(line, number):
            yield Mention(word.start, word.end, "company", word.text, nominal=True)
        elif word.low in ("beide", "beiden") and _alone(line, number):
            yield Mention(word.start, word.end, "company", word.text, nominal=True, number=2)
    yield from _they(line)
    if line.words and line.words[0].text == "Beide" and _alone(line, 0):
        yield Mention(line.words[0].start, line.words[0].end, "company", "Beide", nominal=True, number=2)


def _is_of_town(line: Line, number: int) -> bool:
    """Tell whether a company is called by its town: „Die Karlsruher gaben … bekannt“."""
    word, after = line.words[number], line.word(number + 1)
    if not word.low.endswith(("er", "ern")) or line.low(number - 1) not in ("die", "den", "der"):
        return False
    return (after is None or not after.is_cap) and adjective_place(word.text) is not None


def _they(line: Line) -> Iterator[Mention]:
    """Return „sie“ beside a plural verb of signing: those just named."""
    for number, word in enumerate(line.words):
        near = line.low(number - 1) if line.low(number - 1) in PLURAL_VERBS else line.low(number + 1)
        if word.low == "sie" and near in PLURAL_VERBS:
            yield Mention(word.start, word.end, "company", word.text, nominal=True, number=2)


def _alone(line: Line, number: int) -> bool:
    return line.low(number + 1) in lexicon.words("verbs") or line.low(number + 1) in (
        "bereits",
        "zuvor",
        "am",
        "im",
        "einen",
        "eine",
        "ein",
    )


def _is_named(line: Line, number: int) -> bool:
    """Tell whether a name follows the noun: then it only describes."""
    after = line.word(number + 1)
    if after is None:
        return False
    at = number + 2 if after.text in QUOTES else number + 1
    name = line.word(at)
    return name is not None and name.is_cap and (line.beside(number + 1)) and not lexicon.is_common(name.text)


def _phrase(line: Line, number: int) -> Mention | None:
    word = line.words[number]
    several = lexicon.is_companies_noun(word.text)
    if not several and not lexicon.is_company_noun(word.text):
        return None
    first = _attributes(line, number)
    article = line.low(first - 1)
    count = _number(line, first, number, article)
    if several and line.low(first) in ("beide", "beiden"):
        return _made(line, first, number, count)
    if several and article in PLURAL | {"das", "dem", "des"}:
        one = (
            article in ("das", "dem", "des") or (article in ("der", "den") and word.low.endswith("er"))
        ) and word.low.endswith(("unternehmen", "unternehmens", "hersteller", "autobauer"))
        if one or article not in ("das", "dem", "des"):  # „der Hersteller“, „das Unternehmen“ are one
            return _made(line, first, number, 1 if one else count)
        return None
    if article in SINGULAR and lexicon.is_company_noun(word.text) and article not in ("beide", "beiden"):
        return _made(line, first, number, 1)
    return None


def _number(line: Line, first: int, number: int, article: str) -> int:
    told = [NUMBERS[line.low(at)] for at in range(first - 1, number) if line.low(at) in NUMBERS]
    return told[0] if told else ALL


def _made(line: Line, first: int, number: int, count: int) -> Mention:
    place = _seat(line, first, number)
    start, end = line.words[first].start, line.words[number].end
    return Mention(
        start,
        end,
        "company",
        line.text[start:end],
        nominal=True,
        number=count,
        country=place.country if place else None,
        seat=place.name_en if place and place.kind != "country" else None,
    )


def _attributes(line: Line, number: int) -> int:
    """Return the first word of a phrase behind its article: over adjectives and „in Nevada ansässige“."""
    at = number - 1
    while at >= 0:
        word = line.words[at]
        if word.low in SEATED and line.low(at - 2) in ("in", "im", "aus", "bei"):
            at -= 3
        elif (word.low in lexicon.words("determiners") and word.low not in NUMBERS) or not _attribute(word.text):
            break
        else:
            at -= 1
    return at + 1


def _attribute(text: str) -> bool:
    low = text.lower()
    if low in NUMBERS:
        return True
    if text[0].isupper():
        return adjective_place(text) is not None or (
            re.search(r"(?:er|ische[nrsm]?)$", text) is not None and place_of(text.removesuffix("er")) is not None
        )
    return (
        low not in lexicon.words("verbs")
        and low not in lexicon.PREPOSITIONS
        and low.endswith(("e", "en", "er", "es", "em"))
    )


def _seat(line: Line, first: int, number: int) -> Gazetted | None:
    for at in range(first, number):
        word = line.words[at]
        if found := adjective_place(word.text) or (place_of(word.text) if word.is_cap else None):
            return found
    if line.low(number + 1) in ("aus", "in") and (after := line.word(number + 2)) and after.is_cap:
        return place_of(after.text)
    return None
