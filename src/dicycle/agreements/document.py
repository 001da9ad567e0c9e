"""A document as it was read: its text, its blocks and sentences, all as offsets into the text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple

from dicycle.agreements.model import Boilerplate, Dated, Quote, Stated
from dicycle.agreements.vocabulary import Language

BlockKind = Literal["headline", "dateline", "body", "caption", "list", "table", "boilerplate"]
Voice = Literal["own", "quoted", "reported"]

NOT_DATED: Final = Dated(None, "not_stated")


class Span(NamedTuple):
    """Characters of a text, half open."""

    start: int
    end: int

    def within(self, other: "Span") -> bool:
        """Tell whether it lies in another span."""
        return other.start <= self.start and self.end <= other.end

    def meets(self, other: "Span") -> bool:
        """Tell whether they share a character."""
        return self.start < other.end and other.start < self.end


class Sentence(NamedTuple):
    """A sentence; `block` is the number of its block, `voices` the parts that are not the document's own voice."""

    start: int
    end: int
    block: int
    voices: tuple[tuple[int, int, Voice], ...] = ()

    @property
    def span(self) -> Span:
        """Return its characters."""
        return Span(self.start, self.end)


class Block(NamedTuple):
    """A paragraph, line or heading."""

    start: int
    end: int
    kind: BlockKind


class Document:
    """A document; `text` is never normalised, so offsets into it hold for ever.

    `source` maps a character of the text to where it stood in the decoded file, for HTML (None: the same place).
    """

    def __init__(
        self,
        text: str,
        *,
        name: str,
        sha256: str,
        language: Language,
        blocks: tuple[Block, ...],
        sentences: tuple[Sentence, ...],
        boilerplate: tuple[Boilerplate, ...] = (),
        published: Dated = NOT_DATED,
        publisher: Stated | None = None,
        source: Sequence[int] | None = None,
    ) -> None:
        self.text, self.name, self.sha256, self.language = text, name, sha256, language
        self.blocks, self.sentences = blocks, sentences
        self.published, self.publisher, self.source = published, publisher, source
        self._starts = [sentence.start for sentence in sentences]
        self.boilerplate = tuple(sorted(boilerplate, key=lambda one: (one.start, one.end)))
        self._begins = [one.start for one in self.boilerplate]
        self._ends = [one.end for one in self.boilerplate]

    def quote(self, start: int, end: int) -> Quote:
        """Return characters as evidence."""
        return Quote(start, end, self.text[start:end])

    def quotes(self, spans: Iterable[tuple[int, int]]) -> tuple[Quote, ...]:
        """Return several, in the order of the text, each once."""
        return tuple(self.quote(start, end) for start, end in sorted(set(spans)))

    def sentence_at(self, place: int) -> Sentence | None:
        """Return the sentence that holds a character, None between sentences."""
        number = bisect_right(self._starts, place) - 1
        found = self.sentences[number] if number >= 0 else None
        return found if found and place < found.end else None

    def is_boilerplate(self, start: int, end: int) -> bool:
        """Tell whether a span touches boilerplate."""
        return bool(self.boilerplate_between(start, end))

    def boilerplate_between(self, start: int, end: int) -> tuple[Boilerplate, ...]:
        """Return the boilerplate that a span touches; it is in the order of the text, and does not overlap."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self._begins, end)
        return self.boilerplate[first:last]
