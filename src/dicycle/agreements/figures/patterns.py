"""Patterns with what they stand for, and the data that they come from: ``languages/<language>/figures.toml``.

Loaded once for each language, when it is first asked for.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final, Generic, TypeVar

from dicycle.agreements.vocabulary import Language

Data = Mapping[str, Any]
Found = TypeVar("Found")
NEVER: Final = "(?!)"
UNBOUND: Final = re.compile(r"(\\w|\[(?:\^\\W\\d_|\\w[^\]]*)\])([*+])")
WORD: Final = r"(?<!\w)"


class Choice(Generic[Found]):
    """Patterns, each standing for a value; the first that fits is taken. The patterns have no capturing groups."""

    def __init__(self, pairs: Iterable[tuple[str, Found]], frame: str = "{}") -> None:
        listed = list(pairs)
        self._values = [value for _, value in listed]
        self.source = "|".join(f"({pattern})" for pattern, _ in listed) or NEVER
        self._pattern = blind(frame.replace("{}", f"(?:{self.source})"))

    def match(self, text: str, place: int, end: int) -> tuple[Found, int] | None:
        """Return the value at a place, and where it ends."""
        return self._told(self._pattern.match(text, place, end))

    def search(self, text: str) -> tuple[Found, int] | None:
        """Return the first value in a text, and where it begins."""
        found = self._pattern.search(text)
        return (self._values[(found.lastindex or 1) - 1], found.start()) if found else None

    def all(self, text: str, start: int, end: int) -> Iterator[tuple[Found, int, int]]:
        """Yield every value with where it begins and ends."""
        for found in self._pattern.finditer(text, start, end):
            yield self._values[(found.lastindex or 1) - 1], found.start(), found.end()

    def nearest(self, text: str) -> tuple[Found, int] | None:
        """Return the value that ends last in a text, and where it ends."""
        found = list(self._pattern.finditer(text))
        return self._told(found[-1]) if found else None

    def _told(self, found: "re.Match[str] | None") -> tuple[Found, int] | None:
        return (self._values[(found.lastindex or 1) - 1], found.end()) if found else None


@cache
def common_data() -> Data:
    """Return what figures look like in every language."""
    return tomllib.loads(files("dicycle.agreements.figures").joinpath("common.toml").read_text("utf-8"))


@cache
def data_of(language: Language) -> Data:
    """Return a language's words of figures and dates."""
    folder = files("dicycle.agreements.languages").joinpath(language)
    return tomllib.loads(folder.joinpath("figures.toml").read_text("utf-8"))


def blind(pattern: str) -> re.Pattern[str]:
    """Return a pattern that is blind to case; an empty one never fits."""
    return re.compile(bounded(pattern) or NEVER, re.IGNORECASE)


def bounded(pattern: str) -> str:
    """Return a pattern in which a word has an end, so that a text without spaces costs no more than another."""
    return UNBOUND.sub(lambda found: found[1] + ("{0,48}" if found[2] == "*" else "{1,48}"), pattern)


def cased(pattern: str) -> str:
    """Return a pattern that heeds case inside one that does not."""
    return f"(?-i:{pattern})"


def swapped(pairs: Iterable[tuple[Found, str]], frame: str = "{}") -> Choice[Found]:
    """Return a choice from values with their patterns."""
    return Choice(((pattern, value) for value, pattern in pairs), frame)
