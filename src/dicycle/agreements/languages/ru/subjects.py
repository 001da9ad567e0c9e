"""The stages of the chain that Russian words name."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from dicycle.agreements.document import Document, Span
from dicycle.agreements.extracting.parts import Tagged
from dicycle.agreements.languages.ru import lexicon
from dicycle.agreements.vocabulary import Tag

_SOLAR: Final = re.compile(r"солнечн\w+ батаре", re.IGNORECASE)


@cache
def _patterns() -> tuple[tuple[Tag, re.Pattern[str]], ...]:
    table: dict[Tag, list[str]] = lexicon.table("subjects")  # type: ignore[assignment]
    return tuple((tag, _any(words)) for tag, words in table.items())


def _any(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<![\w-])(?:{one})" for one in words), re.IGNORECASE)


def subjects_in(document: Document, span: Span) -> list[Tagged]:
    """Return the stages that a stretch of text names; a name in quotation marks names none."""
    return sorted(_found(document.text, span), key=lambda one: one.span)


def _found(text: str, span: Span) -> Iterator[Tagged]:
    quoted = [Span(*one.span()) for one in re.finditer(r"«[^«»\n]{2,60}»", text[span.start : span.end])]
    names = [Span(one.start + span.start, one.end + span.start) for one in quoted]
    for tag, pattern in _patterns():
        for found in pattern.finditer(text, span.start, span.end):
            here = Span(*found.span())
            if not any(here.within(name) for name in names) and not _SOLAR.match(
                text, max(span.start, here.start - 12)
            ):
                yield Tagged(tag, here)
