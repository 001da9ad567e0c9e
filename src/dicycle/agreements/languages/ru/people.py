"""Persons: a first name and a surname, initials, or two capitalised words behind an office."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.languages.ru import lexicon, morphology
from dicycle.agreements.languages.ru.words import QUOTES, Line

_INITIALS: Final = re.compile(
    r"(?<![\w.])(?:[А-ЯЁ]\.[ \u00a0]?(?:[А-ЯЁ]\.[ \u00a0]?)?[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?|"
    r"[А-ЯЁ][а-яё]+[ \u00a0][А-ЯЁ]\.[ \u00a0]?[А-ЯЁ]\.)"
)
_PATRONYMIC: Final = re.compile(r"(?:[оеи]вич|[оеи]вн|ичн)(?:а|у|ем|ом|ой|е|ы)?$")
_SHORT_FORMS: Final = {"Артем": "Артём", "Семен": "Семён", "Федор": "Фёдор", "Петр": "Пётр", "Алена": "Алёна"}


@lru_cache(maxsize=16384)
def is_first_name(word: str) -> bool:
    """Tell whether a word is a usual first name, in any case."""
    known = lexicon.listed("people", "first_names")
    if word in known:
        return True
    bare = re.sub(r"(?:ом|ем|ой|ей|а|у|ю|я|ы|и|е)$", "", word)
    return len(bare) > 2 and any(bare + end in known for end in ("", "а", "я", "й", "ь", "ия")) and word[0].isupper()


def people(line: Line) -> Iterator[Mention]:
    """Return persons by first names and initials."""
    for found in _INITIALS.finditer(line.text, line.start, line.end):
        yield Mention(found.start(), found.end(), "person", found[0])
    words, number = line.words, 0
    while number < len(words):
        last = _name(line, number)
        if last > number:
            yield person(line, number, last)
            number = last
        number += 1


def _name(line: Line, number: int) -> int:
    """Return the number of the last word of a name that begins with a first name."""
    word = line.words[number]
    if not word.is_cap or word.text.isupper():
        return number
    if is_first_name(word.text):
        last = number
        while last - number < 3 and _is_name_word(line, last + 1):
            last += 1
        return last
    if (
        _is_name_word(line, number + 1)
        and is_first_name(line.words[number + 1].text)
        and _PATRONYMIC.search(line.low(number + 2))
    ):
        return number + 2
    return number


def _is_name_word(line: Line, number: int) -> bool:
    if not line.joined(number):
        return False
    word = line.words[number]
    return (
        word.is_cap
        and not word.text.isupper()
        and word.text[-1].isalpha()
        and not lexicon.is_ministry(word.text)
        and bool(re.search("[а-яё]", word.text))
    )


def officers(line: Line, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Return persons who follow an organisation and its office: „гендиректор «Хэ Лань» Чжан Вэй“."""
    for one in mentions:
        if one.kind in ("person", "place", "event"):
            continue
        number = line.at(one.end)
        while number < len(line.words) and line.words[number].text in QUOTES:
            number += 1
        office = next(
            (
                at
                for at in range(line.at(one.start) - 1, max(-1, line.at(one.start) - 9), -1)
                if lexicon.is_office(line.low(at))
            ),
            None,
        )
        if office is not None and _two_names(line, number):
            yield person(line, number, number + 1)
    for number, word in enumerate(line.words):
        if word.is_word and lexicon.is_office(word.low) and line.joined(number + 1):
            first = number + 1 + (lexicon.place_of(line.words[number + 1].text) is not None)
            if _two_names(line, first) and line.joined(first):
                yield person(line, first, first + 1)


def _two_names(line: Line, number: int) -> bool:
    if number + 1 >= len(line.words) or not _is_name_word(line, number + 1):
        return False
    word = line.words[number]
    return (
        word.is_cap
        and not word.text.isupper()
        and not lexicon.is_ministry(word.text)
        and not lexicon.authority(word.text)
        and not re.search(r"ск(?:ой|ого|им|ая|ий)$", word.low)
    )


def person(line: Line, first: int, last: int) -> Mention:
    """Return a person with the name in the nominative."""
    words = line.words[first : last + 1]
    return Mention(words[0].start, words[-1].end, "person", " ".join(nominative([one.text for one in words])))


def nominative(words: Sequence[str]) -> list[str]:
    """Return the words of a person's name in the nominative, as far as they agree in a case."""
    found = [morphology.cases(word) for word in words]
    shared = frozenset.intersection(*found) if found else frozenset()
    declined = is_first_name(words[0]) and words[0] not in lexicon.listed("people", "first_names")
    if ("nom" in shared and not declined) or words[0] in lexicon.listed("people", "first_names") or not shared:
        return list(words)
    case = next((one for one in ("ins", "gen", "dat", "loc", "acc") if one in shared), None)
    return [_SHORT_FORMS.get(text, text) for text in (morphology.nominative(word, case) for word in words)]
