"""Where the quotes of an answer stand: in the window that the model was shown, near the words of the act."""

from collections.abc import Iterable, Sequence
from typing import Final

from dicycle.agreements.document import Document, Span
from dicycle.agreements.model import Quote
from dicycle.agreements.verifying.folding import Folded

SHORTEST: Final = 2
LONGEST: Final = 600
"""Characters of a quote: what is longer proves nothing of one value."""
_MOST: Final = 200


class Places:
    """The quotes of one window."""

    def __init__(self, document: Document, window: Span) -> None:
        self.document, self._from = document, window.start
        self._text = document.text[window.start : window.end]
        self._folded = Folded(self._text)
        self._known: dict[str, list[Span]] = {}

    def all(self, words: str) -> list[Span]:
        """Return where a text stands, exactly or but for spaces and marks; empty if it is too short or too long."""
        if words not in self._known:
            self._known[words] = self._found(words.strip())
        return self._known[words]

    def _found(self, words: str) -> list[Span]:
        if not SHORTEST <= len(words) <= LONGEST:
            return []
        found: list[Span] = []
        at = self._text.find(words)
        while at >= 0 and len(found) < _MOST:
            found.append(Span(self._from + at, self._from + at + len(words)))
            at = self._text.find(words, at + 1)
        return found or self._blurred(words)

    def _blurred(self, words: str) -> list[Span]:
        one = self._folded.located(Quote(-1, -1, words))
        return [Span(self._from + one.start, self._from + one.end)] if one else []

    def nearest(self, quotes: Iterable[str], anchor: int) -> tuple[Quote, ...]:
        """Return quotes, each where it stands nearest to a place; those that stand nowhere are left out."""
        found = (min(spans, key=lambda one: abs(one.start - anchor)) for words in quotes if (spans := self.all(words)))
        return tuple(dict.fromkeys(self.document.quote(*span) for span in found))

    def everywhere(self, quotes: Iterable[str]) -> tuple[Quote, ...]:
        """Return quotes wherever they stand."""
        return self.document.quotes(span for words in quotes for span in self.all(words))

    def anchor(self, acts: Sequence[str], beside: Sequence[str]) -> int | None:
        """Return where an act is told: of several places where most of what belongs to it stands in the sentence."""
        spans = [span for words in acts for span in self.all(words)]
        others = [self.all(words) for words in beside]
        best = max(spans, key=lambda one: (self._company(one, others), -one.start), default=None)
        return None if best is None else best.start

    def _company(self, one: Span, others: Sequence[list[Span]]) -> int:
        sentence = self.document.sentence_at(one.start)
        if sentence is None or self.document.is_boilerplate(*one):
            return -1
        return sum(any(other.within(sentence.span) for other in spans) for spans in others)
