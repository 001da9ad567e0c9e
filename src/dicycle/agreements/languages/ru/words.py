"""The words of a stretch of Russian text, with their places."""

import re
from bisect import bisect_left
from typing import Final, NamedTuple

WORD: Final = re.compile(r"\d+(?:[.,]\d+)*(?:-[а-яё]{1,3}(?!\w))?|[^\W\d_]+(?:[-&+’'‑][^\W_]+|\d+)*|\S")
QUOTES: Final = '«»„“”"‹›'
_PLAIN: Final = (
    "с между у от для в на из о по при к за под через до без после перед среди против около кроме включая над вслед"
)
_VARIANTS: Final = {
    "со": "с", "меж": "между", "во": "в", "об": "о", "обо": "о", "про": "о", "ко": "к", "согласно": "по",
    "благодаря": "по", "помимо": "кроме", "вместо": "кроме", "ради": "для", "посредством": "через",
}  # fmt: skip
PREPOSITIONS: Final = {**{one: one for one in _PLAIN.split()}, **_VARIANTS}
LONGEST: Final = 4000
"""Sentences are read up to this many characters: what is longer is a table or a list."""


class Word(NamedTuple):
    """A word or a mark."""

    start: int
    end: int
    text: str
    low: str

    @property
    def is_cap(self) -> bool:
        """Tell whether it is written with a capital."""
        return self.text[0].isupper()

    @property
    def is_word(self) -> bool:
        """Tell whether it is a word and no mark or number."""
        return self.text[0].isalpha()


class Line:
    """A sentence as words."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, min(end, start + LONGEST)
        self.words = [
            Word(one.start(), one.end(), one[0], one[0].lower().replace("ё", "е"))
            for one in WORD.finditer(text, self.start, self.end)
        ]
        self._starts = [word.start for word in self.words]

    def at(self, place: int) -> int:
        """Return the number of the first word that starts at a place or behind it."""
        return bisect_left(self._starts, place)

    def low(self, number: int) -> str:
        """Return a word in lower case, empty outside."""
        return self.words[number].low if 0 <= number < len(self.words) else ""

    def joined(self, number: int) -> bool:
        """Tell whether a word follows the one before it after one blank."""
        if not 0 < number < len(self.words):
            return False
        gap = self.text[self.words[number - 1].end : self.words[number].start]
        return gap in (" ", "\u00a0")

    def opens(self, number: int) -> bool:
        """Tell whether a word is the first of its sentence, behind quotation marks and dashes."""
        return all(not one.is_word for one in self.words[:number])
