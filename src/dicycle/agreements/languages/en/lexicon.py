"""The words of English as they stand in the tables beside this file, compiled once."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any, Final

SPACE: Final = "[ \u00a0]"
_TAIL: Final = r"(?:[-+/&.][A-Za-zÀ-ž0-9]+|['’](?!s\b)\w+)*"
CAPITAL: Final = rf"(?:[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽ]\w*{_TAIL}|\d+[A-Z][a-z]\w*|[a-z][A-Z]\w+)"
"""A word with a capital letter, as a pattern in which the letter case counts."""

RUN: Final = rf"{CAPITAL}(?:{SPACE}(?:&{SPACE})?{CAPITAL}){{0,9}}"
"""Words with capital letters, as a pattern in which the letter case counts."""


@cache
def table(name: str) -> dict[str, Any]:
    """Return a table of words: ``acts``, ``names`` or ``subjects``."""
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))


def words(patterns: Iterable[str]) -> str:
    """Return patterns as alternatives between word boundaries, the longest first."""
    return r"(?<![\w-])(?:" + "|".join(sorted(patterns, key=len, reverse=True)) + r")(?![\w-])"


@cache
def pattern(source: str, *, case: bool = False) -> re.Pattern[str]:
    """Return a pattern, compiled once; without `case` in any letter case."""
    return re.compile(source, 0 if case else re.IGNORECASE)


@cache
def verbs(*classes: str) -> re.Pattern[str]:
    """Return the forms of classes of verbs."""
    return pattern(words(form for one in classes for form in table("acts")["verbs"][one]))


@cache
def acts(*path: str) -> re.Pattern[str]:
    """Return a pattern of acts.toml, or its alternatives."""
    found: Any = table("acts")
    for key in path:
        found = found[key]
    return pattern(found if isinstance(found, str) else words(found))


@cache
def at_end(*path: str) -> re.Pattern[str]:
    """Return a pattern of acts.toml at the end of a text, adverbs after it allowed."""
    adverbs = r"(?:\s+(?:\w+ly|also|then|now|soon|already|today|just|yet))*"
    return pattern(acts(*path).pattern + adverbs + r"\s*$")


@cache
def stop_words() -> frozenset[str]:
    """Return words with a capital that begin sentences and are no names."""
    return frozenset(table("names")["not_names"].split())


@cache
def suffixes() -> frozenset[str]:
    """Return last words of companies' names."""
    return frozenset(table("names")["suffixes"].split())


@cache
def media() -> frozenset[str]:
    """Return last words of the names of newspapers and agencies."""
    return frozenset(table("names")["media"].split())


@cache
def nations() -> dict[str, str]:
    """Return adjectives of nations and their ISO codes."""
    return dict(table("names")["nations"])


@cache
def nation() -> str:
    """Return the adjectives of nations as a pattern."""
    return "(?-i:" + "|".join(sorted(map(re.escape, nations()), key=len, reverse=True)) + ")"


@cache
def not_acronyms() -> frozenset[str]:
    """Return words in capitals that are no names."""
    return frozenset(table("names")["acronyms_not"].split())


@cache
def named(*path: str) -> str:
    """Return a pattern of names.toml as text."""
    found: Any = table("names")
    for key in path:
        found = found[key]
    return found if isinstance(found, str) else "(?:" + "|".join(found) + ")"
