"""The words of the language pack, made ready: sets, endings and what kind of word ends a run of characters."""

import re
from functools import cache, lru_cache
from typing import Final

from dicycle.agreements.languages.gazetteer import names, place_named
from dicycle.agreements.languages.zh.folding import fold, load

_LONGEST: Final = 8


@cache
def words(name: str, table: str = "names") -> frozenset[str]:
    """Return a list of words of a table."""
    return frozenset(load(table)[name].split())


@lru_cache(maxsize=64)
def alternation(found: frozenset[str]) -> str:
    """Return words as a pattern, the longest first; those with the same first character are tried together."""
    heads: dict[str, list[str]] = {}
    for word in sorted(found, key=lambda word: (-len(word), word)):
        heads.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(head)}(?:{'|'.join(rests)})" for head, rests in heads.items())


@cache
def pattern(name: str, table: str = "names") -> re.Pattern[str]:
    """Return a list of words of a table as a pattern."""
    return re.compile(alternation(words(name, table)))


@cache
def expression(name: str, table: str = "acts") -> re.Pattern[str]:
    """Return a pattern that a table spells out; a dot leads into a part of the table."""
    found = load(table)
    for step in name.split("."):
        found = found[step]
    return re.compile(str(found).strip())


@cache
def places() -> frozenset[str]:
    """Return the names of places, folded."""
    return frozenset(map(fold, names("zh")))


@cache
def countries() -> frozenset[str]:
    """Return the names of countries, folded."""
    return frozenset(name for name in places() if (known := place_named(name, "zh")) and known.kind == "country")


@cache
def _ordinary() -> frozenset[str]:
    return words("common") | words("descriptors") | words("facilities") | words("after") | words("inner") | places()


@lru_cache(maxsize=4096)
def is_common(text: str) -> bool:
    """Tell whether a run consists of common words and places alone: it names nobody."""
    reach = [0]
    for end in range(1, len(text) + 1):
        if any(end - start <= _LONGEST and text[start:end] in _ordinary() for start in reach):
            reach.append(end)
    return reach[-1] == len(text)


@lru_cache(maxsize=4096)
def ending(text: str, name: str) -> str | None:
    """Return the longest ending of a list that a text has, None if it has none."""
    return next((word for word in _by_length(name) if text.endswith(word)), None)


@cache
def _by_length(name: str) -> tuple[str, ...]:
    return tuple(sorted(words(name), key=lambda word: (-len(word), word)))
