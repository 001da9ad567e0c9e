"""Where a quote stands in a text: exactly, or but for spaces, quotation marks and dashes.

A quote that was typed anew by a language model often has plain spaces and straight quotation marks.
"""

import unicodedata
from functools import cached_property
from typing import Final

from dicycle.agreements.model import Quote

_SAME: Final = dict.fromkeys("“”„‟«»″＂「」『』", '"') | dict.fromkeys("‘’‚‛′＇`´", "'")
_DASHES: Final = dict.fromkeys("‐‑‒–—―−－", "-")
_WIDE: Final = {"，": ",", "：": ":", "；": ";", "（": "(", "）": ")", "％": "%"}
_PLAIN: Final = {**_SAME, **_DASHES, **_WIDE}
_UNSEEN: Final = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_TABLE: Final = str.maketrans(_PLAIN | dict.fromkeys(_UNSEEN))


class Folded:
    """A text with its spaces, quotation marks and dashes made one; `places` says where each character stood."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _folded(self) -> tuple[str, list[int]]:
        chars: list[str] = []
        places: list[int] = []
        for place, char in enumerate(self.text):
            plain = _fold(char)
            if plain and not (plain == " " and (not chars or chars[-1] == " ")):
                chars.append(plain)
                places.append(place)
        return "".join(chars), places

    def located(self, quote: Quote) -> Quote | None:
        """Return a quote with its true offsets, None if the text does not hold it or it is not clear where."""
        if not quote.text.strip():
            return None
        if 0 <= quote.start < quote.end <= len(self.text) and self.text[quote.start : quote.end] == quote.text:
            return quote
        return self._nearest(quote, exact(self.text, quote.text)) or self._nearest(quote, self._blurred(quote.text))

    def _blurred(self, wanted: str) -> list[tuple[int, int]]:
        folded, places = self._folded
        needle = fold(wanted).strip()
        found = exact(folded, needle) if needle else []
        return [(places[start], places[end - 1] + 1) for start, end in found]

    def _nearest(self, quote: Quote, found: list[tuple[int, int]]) -> Quote | None:
        """Return the only place, or the only one that is nearest to where the quote was said to be."""
        near = sorted(found, key=lambda span: abs(span[0] - quote.start))
        if not near or (len(near) > 1 and abs(near[0][0] - quote.start) == abs(near[1][0] - quote.start)):
            return None
        if len(near) > 1 and abs(near[0][0] - quote.start) > NEAR:
            return None
        start, end = near[0]
        return Quote(start, end, self.text[start:end])


NEAR: Final = 400
"""How far from its offsets a quote that stands in a text more than once is looked for."""


def exact(text: str, wanted: str) -> list[tuple[int, int]]:
    """Return where a string stands in a text."""
    found: list[tuple[int, int]] = []
    place = text.find(wanted)
    while place >= 0:
        found.append((place, place + len(wanted)))
        place = text.find(wanted, place + 1)
    return found


def _fold(char: str) -> str:
    if char in _UNSEEN:
        return ""
    if char.isspace():
        return " "
    return _PLAIN.get(char, char)


def fold(text: str) -> str:
    """Return a text with its spaces, quotation marks and dashes made one."""
    return " ".join(text.translate(_TABLE).split())


def words_of(text: str) -> str:
    """Return a text without what does not matter to names: case, width, spaces and marks."""
    return fold(unicodedata.normalize("NFKC", text)).casefold()


def same_words(one: str, other: str) -> bool:
    """Tell whether one text stands in another, whatever the case, width, spaces and marks."""
    words = words_of(one)
    return bool(words) and words in words_of(other)
