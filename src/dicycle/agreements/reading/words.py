"""What the reading knows of a language: the words and patterns of ``boilerplate.toml``, compiled once."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from dicycle.agreements.vocabulary import Language

LANGUAGES: Final[tuple[Language, ...]] = ("en", "de", "zh", "ru")

Pattern = re.Pattern[str]
Patterns = tuple[tuple[str, Pattern], ...]
"""Classes and what each looks like, in the order in which they are tried."""


class Prose(NamedTuple):
    """A class of paragraph: it holds one of `hints`, in small letters, and something of each of `needs`."""

    type: str
    hints: tuple[str, ...]
    needs: tuple[Pattern, ...]


class Words(NamedTuple):
    """The words of one language."""

    language: Language
    stopwords: frozenset[str]
    abbreviations: frozenset[str]
    closing: frozenset[str]
    starters: frozenset[str]
    finite: Pattern
    reporting: Pattern
    reported: Pattern
    reported_sentence: Pattern | None
    reported_before: Pattern | None
    attributed: Pattern
    months: dict[str, int]
    publication: tuple[Pattern, ...]
    publishers: tuple[Pattern, ...]
    lines: Patterns
    sections: Patterns
    someone: tuple[Pattern, ...]
    inline: Patterns
    prose: tuple[Prose, ...]


def _any(patterns: list[str]) -> Pattern:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _classes(table: dict[str, list[str]]) -> Patterns:
    return tuple((name, _any(patterns)) for name, patterns in table.items())


def _of_words(words: str, *, spaced: bool) -> Pattern:
    either = "|".join(re.escape(word) for word in sorted(words.split(), key=len, reverse=True))
    return re.compile(rf"\b(?:{either})\b" if spaced else f"(?:{either})", re.IGNORECASE)


def _optional(pattern: str | None) -> Pattern | None:
    return re.compile(pattern, re.IGNORECASE) if pattern else None


def _table(language: Language) -> dict[str, Any]:
    place = files("dicycle.agreements.languages") / language / "boilerplate.toml"
    return tomllib.loads(place.read_text(encoding="utf-8"))


@cache
def common() -> dict[str, Any]:
    """Return what is the same in every language."""
    return tomllib.loads((files("dicycle.agreements.reading") / "common.toml").read_text(encoding="utf-8"))


def _months(table: dict[str, str]) -> dict[str, int]:
    return {word: int(number) for number, words in table.items() for word in words.split()}


def _prose(tables: list[dict[str, Any]]) -> tuple[Prose, ...]:
    return tuple(
        Prose(table["type"], tuple(table["hints"]), tuple(re.compile(need, re.IGNORECASE) for need in table["needs"]))
        for table in tables
    )


def _someone(table: dict[str, Any]) -> tuple[Pattern, ...]:
    return (re.compile(table["someone"]["about"], re.IGNORECASE),)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


@cache
def words_of(language: Language) -> Words:
    """Return the words of a language; English ones stand behind them, as pages of all languages hold some."""
    table = _table(language)
    sentences, voices = table["sentences"], table["voices"]
    beside = words_of("en") if language != "en" else None
    return Words(
        language=language,
        stopwords=_set(table["stopwords"]),
        abbreviations=_set(sentences["abbreviations"]),
        closing=_set(sentences["closing"]),
        starters=_set(sentences["starters"]),
        finite=_of_words(voices["finite"], spaced=language != "zh"),
        reporting=_any([voices["reporting"]]),
        reported=_any(voices["reported"]),
        reported_sentence=_optional(voices.get("reported_sentence")),
        reported_before=_optional(voices.get("reported_before")),
        attributed=_any([voices["attributed"]]),
        months=_months(table["months"]) | (beside.months if beside else {}),
        publication=tuple(re.compile(one, re.IGNORECASE) for one in table["publication"]["lines"]),
        publishers=tuple(re.compile(one, re.IGNORECASE) for one in table["publication"]["publishers"]),
        lines=_classes(table["lines"]) + (beside.lines if beside else _classes(common()["lines"])),
        sections=_classes(table["sections"]) + (beside.sections if beside else ()),
        someone=_someone(table) + (beside.someone if beside else ()),
        inline=_classes(table["inline"]) + (beside.inline if beside else ()),
        prose=_prose(table["prose"]) + (beside.prose if beside else ()),
    )
