"""Words with capital letters: runs of them, what is trimmed from their ends, sentences written like titles."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from dicycle.agreements.document import Span
from dicycle.agreements.languages.en.lexicon import CAPITAL, RUN, nations, not_acronyms, stop_words, suffixes
from dicycle.agreements.languages.gazetteer import Gazetted, place_named

_WORD: Final = re.compile(CAPITAL)
_RUN: Final = re.compile(rf"(?<![\w-]){RUN}")
_LONG: Final = re.compile(r"\b(?!(?:with|from|into|over|that|their|after|between|under)\b)[^\W\d_]{4,}")
_TIED: Final = re.compile(
    r"-(?:based|headquartered|listed|owned|backed|made|built|led|wide|style|run|born|level|related|year|free)$", re.I
)
_PLACE_WORDS: Final = re.compile(r"[^\W\d_]\w*(?:[-.]\w+|['’](?!s\b)\w+)*\.?")
_LONGEST_PLACE: Final = 5


def is_titled(text: str) -> bool:
    """Tell whether most words of a sentence have a capital letter, as in a title: then a capital says nothing."""
    long = _LONG.findall(text)[1:]
    return len(long) > 3 and sum(word[0].isupper() for word in long) > 0.85 * len(long)


def runs(text: str, start: int, end: int) -> Iterator[Span]:
    """Return runs of words with capital letters that can be names, broken at words that are none."""
    for found in _RUN.finditer(text, start, end):
        yield from _broken(text, found.start(), found.end())


def _broken(text: str, start: int, end: int) -> Iterator[Span]:
    kept: list[Span] = []
    for word in _WORD.finditer(text, start, end):
        if word[0] in _SMALL and _is_in_name(text, Span(*word.span()), Span(start, end), kept):
            kept.append(Span(*word.span()))
        elif word[0] in stop_words() or _TIED.search(word[0]):
            yield from _joined(kept)
            kept = []
        else:
            kept.append(Span(*word.span()))
    yield from _joined(kept)


_SMALL: Final = frozenset({"On", "One", "Our", "Next", "First", "Up", "Now", "Plus", "In", "All"})
"""Words of grammar that names can hold: with a capital amid a sentence, beside a name, they are part of it."""


def _is_in_name(text: str, word: Span, run: Span, kept: list[Span]) -> bool:
    if kept:
        return word.end == run.end or (len(kept) == 1 and text[slice(*kept[0])] in _SMALL)
    before = text[max(0, word.start - 6) : word.start]
    return word.end < run.end and re.search(r"(?<!the)(?<!a)(?<=[a-z]) $", before) is not None


def _joined(words: list[Span]) -> Iterator[Span]:
    if words:
        yield Span(words[0].start, words[-1].end)


def without_nation(text: str, span: Span) -> tuple[Span, str | None]:
    """Return a run without the nation's adjective before the name ("German Cellwerk"), and the nation's code."""
    for adjective in (" ".join(text[slice(*span)].split(" ")[:2]), text[slice(*span)].split(" ", 1)[0]):
        code = nations().get(adjective)
        rest = Span(span.start + len(adjective) + 1, span.end)
        if code is not None and (rest.start >= rest.end or not is_generic(text[slice(*rest)])):
            return rest, code or None
    return span, None


def is_generic(name: str) -> bool:
    """Tell whether all words of a name are words that any company's name can have."""
    return all(
        word in suffixes() or word in stop_words() or word in _COMMON for word in re.split(r"[ \u00a0&]+", name) if word
    )


_COMMON: Final = frozenset(
    {
        "New",
        "Green",
        "Global",
        "National",
        "General",
        "International",
        "Advanced",
        "Special",
        "Holding",
        "Summit",
        "Conference",
        "Forum",
        "Fair",
        "Expo",
        "Congress",
        "Show",
        "Exhibition",
    }
)


def is_acronym(word: str) -> bool:
    """Tell whether a word in capitals can be a company's name."""
    letters = re.sub(r"[^A-Za-z]", "", word)
    return (
        1 < len(letters) <= 6
        and letters.isupper()
        and letters not in not_acronyms()
        and word.upper() not in not_acronyms()
    )


def places(text: str, start: int, end: int) -> Iterator[tuple[Span, Gazetted]]:
    """Return the places of the gazetteer that stand in a text, the longest names first."""
    words = [Span(*one.span()) for one in _PLACE_WORDS.finditer(text, start, end)]
    at = 0
    while at < len(words):
        found = _place_at(text, words[at : at + _LONGEST_PLACE]) if text[words[at].start].isupper() else None
        if found:
            yield found
        at += 1 if found is None else sum(one.start < found[0].end for one in words[at:])


def _place_at(text: str, words: list[Span]) -> tuple[Span, Gazetted] | None:
    for number in range(len(words), 0, -1):
        for trimmed in (0, 1):
            span = Span(words[0].start, words[number - 1].end - trimmed)
            place = place_of(text[slice(*span)]) if not trimmed or text[span.end] == "." else None
            if place is not None:
                return span, place
    return None


@lru_cache(maxsize=8192)
def place_of(name: str) -> Gazetted | None:
    """Return the place of an English name, its case and possessive kept apart."""
    if "\n" in name or name.endswith(("'s", "’s")):
        return None
    found = place_named(name, "en")
    known = found is not None and any(
        name == one or (name.isupper() and one.upper() == name) for one in found.names["en"]
    )
    return found if known else None
