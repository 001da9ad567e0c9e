"""A sentence with its words, and what the document already knows of names: what every finder of mentions reads."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final

from dicycle.agreements.extracting.parts import MentionKind
from dicycle.agreements.languages.de import lexicon
from dicycle.agreements.languages.de.words import Word, words_of

LONGEST: Final = 4000
"""Sentences are read up to this many characters: what is longer is a table or a list, and no sentence."""
QUOTES: Final = "„“”\"»«‚‘’'›‹"


class Line:
    """A sentence as words."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, min(end, start + LONGEST)
        self.words: list[Word] = words_of(text, self.start, self.end)
        self.size = len(self.words)

    def word(self, number: int) -> Word | None:
        """Return a word, None before the first and after the last."""
        return self.words[number] if 0 <= number < self.size else None

    def low(self, number: int) -> str:
        """Return a word in lower case, empty outside."""
        return self.words[number].low if 0 <= number < self.size else ""

    def beside(self, number: int) -> bool:
        """Tell whether a word follows the one before it after one space: they can be one name."""
        if not 0 < number < self.size:
            return False
        return self.text[self.words[number - 1].end : self.words[number].start] in (" ", "\u00a0")

    def at(self, place: int) -> int:
        """Return the number of the first word that starts at a place or behind it."""
        low, high = 0, len(self.words)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.words[middle].start < place else (low, middle)
        return low

    def before(self, number: int) -> int:
        """Return the number of the last word before one, over quotation marks."""
        number -= 1
        while number >= 0 and self.words[number].text in QUOTES:
            number -= 1
        return number


@lru_cache(maxsize=128)
def line_of(text: str, start: int, end: int) -> Line:
    """Return a stretch of a text as words; kept, for names, acts and parties are looked for in turn."""
    return Line(text, start, end)


@dataclass
class Known:
    """What a document calls its companies and authorities, gathered before bare names are looked for."""

    names: dict[str, MentionKind] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    located: frozenset[str] = frozenset()

    def count(self, line: Line) -> None:
        """Count the capitalised words of a line, a genitive as its nominative."""
        self.counts.update(word.text.removesuffix("s") for word in line.words if word.is_cap)

    def learn(self, name: str, kind: MentionKind) -> None:
        """Take a name in, and what it is called for short: its first word, if that is no usual word."""
        bare = bare_name(name)
        first = bare.split(" ")[0]
        for one in (bare, first):
            if len(one) > 2 and one.lower() not in _PLAIN and not one.isdigit():
                self.names.setdefault(one, kind)
                if " " not in one and lexicon.is_common(one):
                    self.doubtful.add(one)


_PLAIN: Final = lexicon.words("line_plain")


def bare_name(name: str) -> str:
    """Return a name without its legal form."""
    return legal_form().sub("", name)


@cache
def legal_form() -> re.Pattern[str]:
    """Return the pattern of a legal form at the end of a name."""
    return re.compile(rf"[ ,\u00a0]+(?:{'|'.join(lexicon.table('names')['legal'])})$")
