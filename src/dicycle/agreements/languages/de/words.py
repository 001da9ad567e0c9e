"""The words of a stretch of text, with their places."""

import re
from typing import Final, NamedTuple

WORD: Final = re.compile(
    r"\d+(?:[.,]\d+)*(?:-\w+)*%?"
    r"|[^\W\d_](?:[^\W_]|[&’'+](?=\w)|-(?=\w)|\.(?=[A-Za-zÄÖÜ])|-(?=,| und | oder | sowie ))*|-[^\W\d_][\w-]*|\S"
)


class Word(NamedTuple):
    """A word or a mark; `is_cap` if it is written with a capital."""

    start: int
    end: int
    text: str
    low: str
    is_cap: bool

    @property
    def is_word(self) -> bool:
        """Tell whether it is a word and no mark or number."""
        return self.text[0].isalpha()


def words_of(text: str, start: int, end: int) -> list[Word]:
    """Return the words of a stretch."""
    return [
        Word(one.start(), one.end(), one[0], one[0].lower(), one[0][0].isupper())
        for one in WORD.finditer(text, start, end)
    ]
