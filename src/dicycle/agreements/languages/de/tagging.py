"""The stages of the chain that German words name."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from dicycle.agreements.document import Document, Span
from dicycle.agreements.extracting.parts import Tagged
from dicycle.agreements.languages.de.lexicon import is_company_noun, table
from dicycle.agreements.vocabulary import Tag

LOOK: Final = 24
USED_IN: Final = re.compile(r"(?i)\b(?:wieder|zurück|erneut) (?:in|für) (?:der|die|den|das|ihrer|seiner|eigenen) $")
"""What is made goes back there: the agreement is not about it."""


@cache
def _tags() -> tuple[tuple[Tag, re.Pattern[str]], ...]:
    return tuple((tag, re.compile(rf"(?<!\w)(?:{words})", re.I)) for tag, words in table("subjects").items())  # type: ignore[misc]


def tags_in(document: Document, span: Span, names: Sequence[Span]) -> list[Tagged]:
    """Return the stages that words of a span name, in the order of the text; what a company is called says none."""
    near = [one for one in names if one.meets(span)]
    found = [
        Tagged(tag, Span(*one.span()))
        for tag, words in _tags()
        for one in words.finditer(document.text, *span)
        if not is_company_noun(one[0])
        and not USED_IN.search(document.text, max(span.start, one.start() - LOOK), one.start())
        and not any(name.meets(Span(*one.span())) for name in near)
    ]
    return sorted(found, key=lambda one: one.span)
