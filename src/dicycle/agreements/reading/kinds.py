"""What each block is: headline, date line, body, caption, list item, boilerplate."""

import re
from collections.abc import Sequence
from typing import Final

from dicycle.agreements.document import BlockKind, Span
from dicycle.agreements.reading.boilerplate import Sorted, is_prose
from dicycle.agreements.reading.dates import stated_date
from dicycle.agreements.reading.layout import ended, is_list
from dicycle.agreements.reading.words import Pattern, Words

_TITLE: Final = 300
_DATELINE: Final = 160
_BETWEEN: Final = " \t\u00a0:：,.;-–—|am"
_LABELLED: Final = re.compile(r"\S{2,20}[:：]\s?\S{1,40}|\d{1,2}[:：]\d\d(?:[:：]\d\d)?")
_WORD: Final = re.compile(r"[^\W\d_]+")


def kinds_of(text: str, parts: Sequence[Sorted], words: Words) -> list[BlockKind]:
    """Return the kind of each paragraph."""
    kinds = [_alone(text, part, words) for part in parts]
    first = next(
        (at for at, part in enumerate(parts) if part.type is None and is_prose(text, part.span, words)), len(kinds)
    )
    head = None if "headline" in kinds else _headline(text, parts, kinds, first)
    if head is not None:
        kinds[head] = "headline"
    return kinds


def _alone(text: str, part: Sorted, words: Words) -> BlockKind:
    if part.type == "caption":
        return "caption"
    if part.type:
        return "boilerplate"
    if is_dateline(text, part.span, words):
        return "dateline"
    if part.markup in {"headline", "list", "table"}:
        return part.markup  # type: ignore[return-value]
    return "list" if is_list(text, *part.span) else "body"


def is_dateline(text: str, span: Span, words: Words) -> bool:
    """Tell whether a line is about the publication: it begins with a word for it and a date, or is a date alone."""
    if span.end - span.start > _DATELINE:
        return False
    return (
        any(one.match(text, *span) for one in words.publishers)
        or _is_date(text, span, words)
        or any(_announces(text, span, one, words) for one in words.publication)
    )


def _announces(text: str, span: Span, opening: Pattern, words: Words) -> bool:
    found = opening.match(text, *span)
    dated = found and stated_date(text, found.end(), span.end, words)
    return bool(found and dated) and not text[found.end() : dated.start].strip(_BETWEEN)  # type: ignore[union-attr]


def _is_date(text: str, span: Span, words: Words) -> bool:
    """Tell whether a line is a date with a place, an hour or labelled words beside it, and nothing more."""
    found = stated_date(text, span.start, span.end, words)
    if not found or (found.end < span.end and ended(text, *span)):
        return False
    rest = _LABELLED.sub("", text[span.start : found.start] + " " + text[found.end : span.end])
    return len(_WORD.findall(rest)) <= 3 and len(rest) < 24


def _headline(text: str, parts: Sequence[Sorted], kinds: Sequence[BlockKind], first: int) -> int | None:
    """Return the number of the headline: of the short lines above the first prose the longest, the first of equals."""
    above = [
        at
        for at in range(min(first, len(kinds)))
        if kinds[at] == "body" and parts[at].span.end - parts[at].span.start <= _TITLE
    ]
    if not above and first < len(kinds) and first == 0 and not ended(text, *parts[0].span):
        return 0
    return max(above, key=lambda at: (min(parts[at].span.end - parts[at].span.start, 60), -at), default=None)
