"""Sentences that go on about the agreement before them."""

import re
from collections.abc import Sequence
from typing import Final

from dicycle.agreements.document import Document, Sentence
from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.languages.de.lexicon import shape, table

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
    if ELSEWHERE.search(text, start, end):
        return False
    if OPENS.match(text, start, end):
        return not _after_other_news(document, sentence)
    if MIDDLE.search(text, start, end):
        return True
    if FIGURES.match(text, start, end) and LATER.search(text, start, end):
        return not _after_other_news(document, sentence)
    opener = next((one for one in names if 0 <= one.start - start <= ARTICLE), None)
    return opener is not None and CARRIES.match(text, opener.end, end) is not None


def _after_other_news(document: Document, sentence: Sentence) -> bool:
    """Tell whether the sentence before, of the same paragraph, is about something else: then this one is, too."""
    before = document.sentence_at(sentence.start - 2) if sentence.start > 1 else None
    if before is None or before.block != sentence.block:
        return False
    return ELSEWHERE.search(document.text, before.start, before.end) is not None
