"""The stages of the chain that words name."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from dicycle.agreements.document import Document, Span
from dicycle.agreements.extracting.parts import Mention, Tagged
from dicycle.agreements.languages.en.lexicon import pattern, table
from dicycle.agreements.vocabulary import Tag


@cache
def _tags() -> tuple[tuple[Tag, re.Pattern[str]], ...]:
    return tuple((tag, pattern("|".join(forms))) for tag, forms in table("subjects")["tags"].items())


@cache
def _never() -> re.Pattern[str]:
    return pattern("|".join(table("subjects")["never"]["words"]))


def subjects(document: Document, span: Span, mentions: Sequence[Mention]) -> list[Tagged]:
    """Return the stages that words of a span name; names and trades of companies name none."""
    text = document.text[slice(*span)]
    hidden = [
        (one.start - span.start, one.end - span.start)
        for one in mentions
        if one.span.meets(span) and one.kind not in ("place", "event")
    ]
    for start, end in hidden:
        first, last = max(start, 0), min(end, len(text))
        text = text[:first] + "\u2003" * (last - first) + text[last:]
    return [Tagged(tag, Span(span.start + start, span.start + end)) for tag, start, end in _tagged(text)]


@lru_cache(maxsize=64)
def _tagged(text: str) -> tuple[tuple[Tag, int, int], ...]:
    """Return the stages that words name; several records go on in one sentence."""
    text = _never().sub(lambda found: "\u2003" * len(found[0]), text)
    return tuple((tag, *found.span()) for tag, forms in _tags() for found in forms.finditer(text))
