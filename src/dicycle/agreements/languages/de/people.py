"""Persons: a first name or an office before, or an office behind a comma."""

from collections.abc import Iterator
from typing import Final

from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.languages.de import lexicon
from dicycle.agreements.languages.de.lexicon import place_of
from dicycle.agreements.languages.de.line import Line

PARTICLES: Final = frozenset({"von", "van", "der", "zu", "de", "la", "dos", "den"})
OF_WHOM: Final = frozenset({"von", "der", "den"})
"""Behind a first name and a surname these tell whom a person is from: „Henrike Sol von der Alba AG“."""
TITLES: Final = lexicon.words("people_titles")
SAYS: Final = lexicon.words("people_says")


def people(line: Line) -> Iterator[Mention]:
    """Return the persons of a sentence, without their titles and offices."""
    number = 0
    while number < len(line.words):
        last = _run(line, number) if _can_open(line, number) else number - 1
        if last >= number and _is_person(line, number, last):
            yield person(line, number, last)
            number = last
        number += 1


def person(line: Line, first: int, last: int) -> Mention:
    """Return a mention of a person."""
    start, end = line.words[first].start, line.words[last].end
    return Mention(start, end, "person", " ".join(line.text[start:end].split()))


def _can_open(line: Line, number: int) -> bool:
    word = line.words[number]
    return word.is_cap and word.is_word and word.low not in TITLES and _can_be(word.text)


def _can_be(text: str) -> bool:
    return text in lexicon.first_names() or not (lexicon.is_common(text) or lexicon.is_strong(text))


def _run(line: Line, number: int) -> int:
    """Return the last word of a run of capitals, over „von der“ and an initial's point."""
    last = number
    while True:
        step = last + 1
        while line.low(step) in PARTICLES and line.beside(step) and not (last > number and line.low(step) in OF_WHOM):
            step += 1
        if line.low(step) == "." and len(line.words[last].text) == 1:
            step += 1
        word = line.word(step)
        if word is None or not word.is_cap or not _can_be_surname(line, step, word.text):
            return last
        last = step


def _can_be_surname(line: Line, number: int, text: str) -> bool:
    if not (line.beside(number) or line.low(number - 1) == "."):
        return False
    return len(text) == 1 or (
        not text.isupper() and (text in lexicon.first_names() or not text.endswith(("-Chef", "-Chefin")))
    )


def _is_person(line: Line, first: int, last: int) -> bool:
    length = last - first + 1
    if length > 5:
        return False
    if line.words[first].text in lexicon.first_names():
        return 2 <= length <= 4 and line.words[last].low not in ("recycling", "energy", "batterie", "holding")
    return (
        _has_office(line, first, length)
        or _with_person(line, first, last)
        or (length in (2, 3) and _office_behind(line, last))
    )


def _with_person(line: Line, first: int, last: int) -> bool:
    """Tell whether two capitals go with a person: „Jens Kübler (Volterra) und Aino Virtanen (ReLion)“."""
    if (
        last - first != 1
        or line.low(first - 1) != "und"
        or not all(_is_plain(word.text) for word in line.words[first : last + 1])
    ):
        return False
    at = first - 2
    if line.low(at) == ")":
        at = next((one for one in range(at, max(at - 8, 0), -1) if line.low(one) == "("), at) - 1
    return line.word(at - 1) is not None and at > 0 and line.words[at - 1].text in lexicon.first_names()


def _is_plain(text: str) -> bool:
    return not lexicon.is_strong(text) and text not in lexicon.table("names")["closing"] and not lexicon.is_common(text)


def _has_office(line: Line, first: int, length: int) -> bool:
    before = line.before(first)
    while line.low(before) == "." or line.low(before) in TITLES:
        if line.low(before) in TITLES and before < first:
            return length <= 3
        before -= 1
    word = line.word(before)
    if word is None or not word.is_cap or not lexicon.is_office(word.text) or place_of(line.words[first].text):
        return False
    return length <= 3 and not line.text[word.end : line.words[first].start].strip(' \u00a0„“"')


def _office_behind(line: Line, last: int) -> bool:
    """Tell whether „, Vorsitzender von …“ follows, or „sagte“ goes before."""
    if line.low(last + 1) != ",":
        return False
    following = [line.word(last + 2), line.word(last + 3), line.word(last + 4)]
    return any(one is not None and one.is_cap and lexicon.is_office(one.text) for one in following)
