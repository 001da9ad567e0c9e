"""Sentences that go on about the agreement before them."""

import re
from collections.abc import Sequence
from typing import Final

from dicycle.agreements.document import Document, Sentence
from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.languages.de.lexicon import shape, table
from dicycle.agreements.naming import is_short_for, key

ARTICLE: Final = 4
CARRIES: Final = shape("continuing", "carries")
LABELS: Final = shape("continuing", "labels", re.I)
FIGURES: Final = shape("continuing", "figures", re.I)
LATER: Final = shape("continuing", "later", re.I)
MIDDLE: Final = shape("continuing", "middle", re.I)
ELSEWHERE: Final = shape("continuing", "elsewhere", re.I)
OPENS: Final = re.compile(
    table("patterns")["continuing"]["opens"].replace("<agreement>", table("patterns")["continuing"]["agreement"]),
    re.IGNORECASE | re.VERBOSE,
)


def goes_on(document: Document, sentence: Sentence, names: Sequence[Mention]) -> bool:
    """Tell whether a sentence goes on about the agreement before it; a party's name may open it."""
    text, start, end = document.text, sentence.start, sentence.end
    if LABELS.match(text, start, end):
        return True
    if not _opens(document, sentence, names) and not MIDDLE.search(text, start, end):
        return False
    return not ELSEWHERE.search(text, start, end)


def _opens(document: Document, sentence: Sentence, names: Sequence[Mention]) -> bool:
    """Tell whether a sentence begins as one that goes on, and the one before it is not about something else."""
    text, start, end = document.text, sentence.start, sentence.end
    if OPENS.match(text, start, end) or (FIGURES.match(text, start, end) and LATER.search(text, start, end)):
        return not _after_other_news(document, sentence)
    opener = next((one for one in names if 0 <= one.start - start <= ARTICLE), None)
    if opener is None or CARRIES.match(text, opener.end, end) is None:
        return False
    before = [one for one in names if one.start < start]
    return any(key(opener.name) == key(one.name) or is_short_for(opener.name, one.name) for one in before)


def _after_other_news(document: Document, sentence: Sentence) -> bool:
    """Tell whether the sentence before, of the same paragraph, is about something else: then this one is, too."""
    before = document.sentence_at(sentence.start - 2) if sentence.start > 1 else None
    if before is None or before.block != sentence.block:
        return False
    return ELSEWHERE.search(document.text, before.start, before.end) is not None
