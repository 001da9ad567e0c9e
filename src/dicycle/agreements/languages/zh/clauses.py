"""The clause around a verb of a folded sentence: its borders, and what was told before it."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from dicycle.agreements.document import Span
from dicycle.agreements.extracting.parts import Act
from dicycle.agreements.languages.zh.scanning import Line, Token
from dicycle.agreements.languages.zh.shapes import full_name

_STOP: Final = re.compile(r"[。;!?\n]|(?<=[\u3400-\u9fff)])\.(?!\d)")
_TAIL: Final = 2
"""So many characters at the end of a name are left: a verb that a name without an ending seems to end with."""

_COMMA: Final = re.compile(r"[,。;!?\n]")


class Clause(NamedTuple):
    """A verb in its sentence: `span` are its places in the folded sentence, `told` the acts told before it."""

    line: Line
    span: Span
    tokens: Sequence[Token]
    told: Sequence[Act]

    @property
    def text(self) -> str:
        """Return the folded sentence."""
        return self.line.text

    @property
    def nameless(self) -> str:
        """Return the folded sentence without the names in it, but their ends: 促进 in 投资促进局 tells of no act."""
        text = self.text
        for one in self.tokens:
            if one.mention is not None and not one.mention.nominal and full_name(one.text):
                start, end = one.start - self.base, max(one.start, one.end - _TAIL) - self.base
                text = text[:start] + "〇" * (end - start) + text[end:]
        return text

    @property
    def base(self) -> int:
        """Return where the sentence begins in the document."""
        return self.line.sentence.start

    @property
    def verb(self) -> str:
        """Return the words of the verb."""
        return self.text[self.span.start : self.span.end]

    @property
    def before(self) -> str:
        """Return the sentence before the verb."""
        return self.text[: self.span.start]

    @property
    def rest(self) -> str:
        """Return the sentence behind the verb."""
        return self.text[self.span.end :]

    @property
    def low(self) -> int:
        """Return where the part of the sentence begins: behind the last stop that is no comma."""
        return max((match.end() for match in _STOP.finditer(self.text, 0, self.span.start)), default=0)

    @property
    def since(self) -> int:
        """Return where the last act or stop before the verb ends."""
        ends = [act.span.end - self.base for act in self.told]
        return max([self.low, *(end for end in ends if end <= self.span.start)])

    @property
    def start(self) -> int:
        """Return where the clause begins: behind the last comma."""
        return max(self.low, self.text.rfind(",", 0, self.span.start) + 1)

    @property
    def end(self) -> int:
        """Return where the clause ends."""
        match = _COMMA.search(self.text, self.span.end)
        return match.start() if match else len(self.text)

    @property
    def words(self) -> str:
        """Return the clause."""
        return self.text[self.start : self.end]

    @property
    def stretch(self) -> str:
        """Return what was said since the last act or stop, to the end of the clause."""
        return self.text[self.since : self.end]

    def between(self, low: int, high: int) -> list[Token]:
        """Return the tokens between two places of the sentence."""
        return [one for one in self.tokens if self.base + low <= one.start and one.end <= self.base + high]

    def there(self, start: int, end: int) -> Span:
        """Return places of the sentence as places of the document."""
        return Span(self.base + start, self.base + end)

    def said(self) -> list[Act]:
        """Return the acts told before the verb."""
        return [act for act in self.told if act.span.end <= self.base + self.span.start]
