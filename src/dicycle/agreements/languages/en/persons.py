"""Persons: by a title before the name, or by a position behind it; and for whom they stand."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from dicycle.agreements.document import Span
from dicycle.agreements.languages.en.lexicon import SPACE, named, stop_words, suffixes
from dicycle.agreements.languages.en.runs import place_of

_NAME: Final = (
    rf"[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]*(?:{SPACE}(?:[A-Z]\.|von|van|de|der|den|zu|bin|al|dos|da|del|"
    rf"[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]+)){{0,3}}(?:(?<=[a-zà-ž])|(?<=[A-Z]))"
)


class Person(NamedTuple):
    """A person's name, and the words that tell the position (None: told before the name)."""

    span: Span
    position: Span | None


@cache
def _titled() -> re.Pattern[str]:
    before = named("persons_before")
    return re.compile(rf"(?<![\w-])(?:{before}){SPACE}(?P<name>{_NAME})")


@cache
def _placed() -> re.Pattern[str]:
    position = named("positions")
    return re.compile(
        rf"(?<![\w-])(?P<name>{_NAME}),{SPACE}(?P<position>(?:the{SPACE})?(?:[\w’'&./-]+{SPACE}){{0,6}}?{position}\b(?:(?!\.\s)[^,;()\n]){{0,90}})"
    )


def persons(text: str) -> Iterator[Person]:
    """Return persons; a name that ends like a company's or is a place is none."""
    for found in _titled().finditer(text):
        span = _bare(text, Span(*found.span("name")))
        if _is_name(text[slice(*span)]):
            yield Person(span, None)
    for found in _placed().finditer(text):
        span = _bare(text, Span(*found.span("name")))
        name = text[slice(*span)]
        if _is_name(name) and " " in name:
            yield Person(span, Span(*found.span("position")))


def _bare(text: str, span: Span) -> Span:
    words = text[slice(*span)].split(" ")
    while len(words) > 1 and (words[0] in stop_words() or words[0].rstrip(".") in stop_words()):
        words = words[1:]
    start = span.end - len(" ".join(words))
    end = span.end
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    return Span(start, end)


def _is_name(name: str) -> bool:
    words = re.split(r"[ \u00a0]", name)
    ends = (
        words[-1] in suffixes() or words[0] in stop_words() or any(word.isupper() and len(word) > 3 for word in words)
    )
    return not ends and place_of(name) is None and len(name) > 2 and not any(word in stop_words() for word in words)
