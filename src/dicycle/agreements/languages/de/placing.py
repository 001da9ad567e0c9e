"""Places and events: by the gazetteer, by „in“ before an unknown capital, by the noun of a fair or a forum."""

import re
from collections.abc import Container, Iterable, Iterator
from functools import cache
from typing import Final

from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.languages.de import lexicon
from dicycle.agreements.languages.de.lexicon import place_of, shape
from dicycle.agreements.languages.de.line import Line

INVESTS: Final = re.compile(r"(?i)investi|beteilig|einstieg|einsteig|eingestiegen")
REGIONAL: Final = re.compile(r"isch(?:en|e|em)$")
IN: Final = frozenset({"in", "im", "nach", "aus", "bei", "nahe", "um"})
AT: Final = shape("placing", "at")
PLURAL: Final = re.compile(r"(?:e|en|ern|eln)$")
TOWN: Final = shape("placing", "town", re.I)
NOT_EVENT: Final = shape("placing", "not_event", re.I)


DATELINE: Final = shape("placing", "dateline")


def datelines(line: Line) -> Iterator[Mention]:
    """Return the places of a dateline: „Guben/Berlin, 12. März 2024 –“."""
    found = DATELINE.match(line.text, line.start, line.end)
    if not found or not (found["sure"] or all(place_of(one) for one in found["place"].split("/"))):
        return
    start = found.start("place")
    for name in found["place"].split("/"):
        if not lexicon.is_common(name.split(" ")[0]) or place_of(name):
            yield Mention(start, start + len(name), "place", name, country=_look(name))
        start += len(name) + 1


def places(line: Line, located: Container[str] = ()) -> Iterator[Mention]:
    """Return places."""
    number = 0
    while number < len(line.words):
        size, name = _known(line, number)
        if size:
            yield _made(line, number, size, name)
        elif _unknown(line, number, located):
            size = 2 if _is_joined(line, number) else 1
            last = line.words[number + size - 1]
            yield _made(line, number, size, line.text[line.words[number].start : last.end])
        number += max(size, 1)


@cache
def _look(name: str) -> str | None:
    found = place_of(name)
    return found.country if found else None


def _known(line: Line, number: int) -> tuple[int, str]:
    if not line.words[number].is_cap:
        return 0, ""
    for size in (4, 3, 2, 1):
        if number + size <= len(line.words):
            text = line.text[line.words[number].start : line.words[number + size - 1].end]
            if _look(text) and (size == 1 or text[-1].isalpha()):
                return size, text
    return 0, ""


def _is_joined(line: Line, number: int) -> bool:
    """Tell whether another capital follows."""
    after = line.word(number + 1)
    return after is not None and line.beside(number + 1) and after.is_cap


def _unknown(line: Line, number: int, located: Container[str]) -> bool:
    """Tell whether an unknown capital behind „in“ is a place: no article, no common noun."""
    word, left = line.words[number], line.before(number)
    described = left >= 0 and _describes_place(line, left)
    if (
        not word.is_cap
        or not word.is_word
        or (line.low(left) not in ("in", "nach", "bei", "nahe", "aus", "standort", "werk") and not described)
    ):
        return False
    return (
        (not _is_joined(line, number) or not lexicon.is_common(line.words[number + 1].text))
        and not lexicon.is_common(word.text)
        and not lexicon.is_strong(word.text)
        and len(word.text) > 3
        and (described or not PLURAL.search(word.text) or TOWN.search(word.text) is not None)
        and not word.text.endswith("-")
        and (line.low(left) != "bei" or word.text in located)
    )


def _describes_place(line: Line, at: int) -> bool:
    """Tell whether a word is the attribute of a place: „im sächsischen Kamenz“, „ins sächsische Riesa“."""
    return (
        REGIONAL.search(line.low(at)) is not None
        and not line.words[at].is_cap
        and line.low(line.before(at)) in ("im", "ins", "in", "aus", "nach", "nahe", "bei", "dem")
    )


def located(lines: Iterable[Line]) -> frozenset[str]:
    """Return the unknown words that stand behind „in“, „nach“, „aus“ without an article: places, not companies."""
    return frozenset(
        line.words[number].text
        for line in lines
        if not INVESTS.search(line.text, line.start, line.end)
        for number in range(1, line.size)
        if line.low(number - 1) in ("in", "nach", "nahe")
        and line.beside(number)
        and _unknown(line, number, frozenset())
    )


def _made(line: Line, number: int, size: int, name: str) -> Mention:
    start, end = line.words[number].start, line.words[number + size - 1].end
    if name.endswith("s") and (known := place_of(name)) and place_of(name[:-1]) == known:
        name = name[:-1]
    return Mention(start, end, "place", name, country=_look(name))


def events(line: Line) -> Iterator[Mention]:
    """Return fairs, forums and conferences with a name of their own."""
    for found in AT.finditer(line.text, line.start, line.end):
        name = found["name"].strip(' \u00a0„“"»«')
        noun = found["noun"]
        if NOT_EVENT.search(noun) or (name == noun and noun.islower()):
            continue
        start = line.text.index(name, found.start("name"))
        generic = name == noun and noun.lower() in (
            "messe",
            "konferenz",
            "gipfel",
            "forum",
            "kongress",
            "tagung",
            "hauptversammlung",
        )
        yield Mention(start, start + len(name), "event", name, nominal=generic)
