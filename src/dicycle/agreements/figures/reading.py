"""Figures of a part of a text: scanned, with dates left out, and told with their context."""

from functools import lru_cache
from typing import Final

from dicycle.agreements.figures.context import in_context
from dicycle.agreements.figures.dates import KEPT, dates_in
from dicycle.agreements.figures.found import Figure
from dicycle.agreements.figures.lexicon import lexicon
from dicycle.agreements.figures.numerals import numbers
from dicycle.agreements.figures.scanning import Dated, scan
from dicycle.agreements.vocabulary import Language

LOOSE: Final = frozenset({"year", "edition"})


def figures_in(text: str, language: Language, start: int, end: int) -> list[Figure]:
    """Return the figures of a part of a text (a sentence, best), in its order; years and days are none.

    Ordinals ("25th") and numbers without a unit are figures too, of the families ``ordinal`` and ``number``.
    """
    return list(_figures(text, language, start, end)) if 0 <= start < end <= len(text) else []


@lru_cache(maxsize=KEPT)
def _figures(text: str, language: Language, start: int, end: int) -> tuple[Figure, ...]:
    lex = lexicon(language)
    listed = numbers(text, lex.numbers, start, end)
    if not listed:
        return ()
    dates = Dated(start, bytearray(end - start))
    for one in dates_in(text, language, start, end):
        dates.cover(one.start, one.end, certain=one.kind not in LOOSE)
    return tuple(in_context(text, lex, scan(text, lex, listed, start, end, dates), start, end))


def reparse(quote: str, language: Language) -> list[Figure]:
    """Return the figures that a quote alone gives, so that a value can be derived from it again."""
    return figures_in(quote, language, 0, len(quote))
