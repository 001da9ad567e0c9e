"""A language's patterns for dates."""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from dicycle.agreements.figures.found import DateKind
from dicycle.agreements.figures.patterns import NEVER, WORD, Choice, blind, bounded, common_data, data_of
from dicycle.agreements.vocabulary import Language


class DateWords(NamedTuple):
    """A language's patterns for dates, in their order; month, weekday and ordinal words with what they stand for."""

    patterns: tuple[tuple[DateKind, re.Pattern[str]], ...]
    triggers: re.Pattern[str]
    months: Choice[int]
    weekdays: Choice[int]
    ordinals: Choice[int]


@cache
def date_words(language: Language) -> DateWords:
    """Return a language's patterns for dates; those of every language come after its own."""
    own = data_of(language)["dates"]
    words = {
        "month": f"(?:{'|'.join(own['months'])})" if own["months"] else NEVER,
        "weekday": f"(?:{'|'.join(own['weekdays'])})",
        "ordinal": f"(?:{'|'.join(form for form, _ in own['ordinals'])})",
    }
    listed = [*own["patterns"], *common_data()["dates"]["patterns"]]
    return DateWords(
        tuple((kind, _date_pattern(kind, pattern, words)) for kind, pattern in listed),
        blind(f"{'' if language == 'zh' else WORD}(?:{'|'.join((own['triggers'], *own['months'], *own['weekdays']))})"),
        Choice([(form, number + 1) for number, form in enumerate(own["months"])]),
        Choice([(form, number) for number, form in enumerate(own["weekdays"])]),
        Choice([(form, number) for form, number in own["ordinals"]]),
    )


def _date_pattern(kind: DateKind, pattern: str, words: Mapping[str, str]) -> re.Pattern[str]:
    """Return a pattern of dates with the language's months and weekdays put in; names of editions heed case."""
    for name, forms in words.items():
        pattern = pattern.replace("{" + name + "}", forms)
    return re.compile(bounded(pattern), 0 if kind == "edition" else re.IGNORECASE)
