"""The stages of the chain that Russian words name."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from dicycle.agreements.document import Document, Span
from dicycle.agreements.extracting.parts import Tagged
from dicycle.agreements.languages.ru import lexicon
from dicycle.agreements.vocabulary import Tag

_USERS: Final = frozenset({"vehicles", "cells", "power_battery_general", "new_energy_other"})
_MATTER: Final = frozenset({"materials", "raw_materials", "storage"})
_FOR: Final = re.compile(
    r"\s+(?:(?:модул|батаре|блок|аккумулятор)\w+\s+)?(?:для\s+)?(?:[а-яё-]+(?:ых|их|ого|ой)\s+){0,3}", re.IGNORECASE
)
_MAKER: Final = re.compile(
    r"(?<![\w-])(?:производител|разработчик|поставщик|изготовител|сборщик|дилер|импорт[её]р|оператор|специализир)\w*"
    r"(?:\s+на)?\s+(?:[а-яё-]+(?:ых|их|ой|ого|ей|ов|ия|ий|ем|ым)\s+(?:и\s+)?){0,3}$",
    re.IGNORECASE,
)
_SOLAR: Final = re.compile(r"солнечн\w+ батаре", re.IGNORECASE)


@cache
def _patterns() -> tuple[tuple[Tag, re.Pattern[str]], ...]:
    table: dict[Tag, list[str]] = lexicon.table("subjects")  # type: ignore[assignment]
    return tuple((tag, _any(words)) for tag, words in table.items())


def _any(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})", re.IGNORECASE)


def subjects_in(document: Document, span: Span) -> list[Tagged]:
    """Return the stages that a stretch of text names; a name in quotation marks names none."""
    found = sorted(_found(document.text, span), key=lambda one: one.span)
    return [one for one in found if not _is_beside(document.text, span, one, found)]


def _is_beside(text: str, span: Span, one: Tagged, found: list[Tagged]) -> bool:
    """Tell whether words say what something is for, or what a company makes: „батареи для автобусов“."""
    if _MAKER.search(text, max(span.start, one.span.start - 60), one.span.start):
        return True
    return one.tag in _USERS and any(
        other.tag != one.tag and other.span.end <= one.span.start
        and (one.tag == "vehicles" or other.tag in _MATTER)
        and _FOR.fullmatch(text, other.span.end, one.span.start) for other in found
    )  # fmt: skip


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
