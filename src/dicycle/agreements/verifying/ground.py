"""What values are verified against: the document, with its quotes, voices, figures and dates."""

from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from typing import Final, get_args

from dicycle.agreements.document import Document, Sentence, Span
from dicycle.agreements.extracting.parts import Act
from dicycle.agreements.figures import DateFound, Figure, dates_in, figures_in
from dicycle.agreements.model import Dated, Dropped, Quote
from dicycle.agreements.verifying.folding import Folded, words_of
from dicycle.agreements.vocabulary import Language

STAMPS: Final = frozenset({"wire_stamp", "metadata_date", "dateline", "stamp"})
"""Classes of boilerplate that may date a publication, and nothing else."""


class Ground:
    """A document as ground for values; what is found in a part of it is kept."""

    def __init__(self, document: Document) -> None:
        self.document, self.text = document, document.text
        self.language: Language = document.language if document.language in get_args(Language) else "en"
        self._folded = Folded(document.text)
        self.acts: dict[Sentence, list[Act]] = {}
        self._figures: dict[Span, list[Figure]] = {}
        self._dates: dict[tuple[Span, str | None], list[DateFound]] = {}

    def located(self, quotes: Iterable[Quote]) -> tuple[Quote, ...]:
        """Return the quotes that the text holds, with true offsets, each once."""
        return tuple(dict.fromkeys(found for quote in quotes if (found := self._folded.located(quote))))

    def sound(self, quotes: Iterable[Quote]) -> tuple[Quote, ...]:
        """Return those that do not lie in boilerplate only."""
        return tuple(quote for quote in quotes if not self.is_boilerplate(quote))

    def is_boilerplate(self, quote: Quote) -> bool:
        """Tell whether all of a quote lies in boilerplate."""
        covered = sorted((one.start, one.end) for one in self.document.boilerplate)
        place = quote.start
        for start, end in covered:
            if start <= place < end:
                place = end
        return place >= quote.end

    def is_stamp(self, quote: Quote) -> bool:
        """Tell whether a quote meets a stamp of publication."""
        stamps = (one for one in self.document.boilerplate if one.type in STAMPS)
        return any(one.start < quote.end and quote.start < one.end for one in stamps)

    def around(self, quote: Quote) -> Span:
        """Return the characters of the sentences that a quote meets, else of its line."""
        first, last = self.document.sentence_at(quote.start), self.document.sentence_at(quote.end - 1)
        start = first.start if first else self.text.rfind("\n", 0, quote.start) + 1
        stop = self.text.find("\n", quote.end)
        end = last.end if last else (stop if stop >= 0 else len(self.text))
        return Span(min(start, quote.start), max(end, quote.end))

    def figures(self, quote: Quote) -> list[Figure]:
        """Return the figures that begin in a quote, told by their whole sentence."""
        span = self.around(quote)
        if span not in self._figures:
            self._figures[span] = figures_in(self.text, self.language, *span)
        return [one for one in self._figures[span] if quote.start <= one.core[0] < quote.end]

    def figures_near(self, quote: Quote) -> list[Figure]:
        """Return the figures of a quote's sentence and the three before it ("137 projects … Of these, 133 …")."""
        span = self.around(quote)
        number = bisect_left(self._starts, span.start)
        spans = [*(one.span for one in self.document.sentences[max(0, number - 3) : number]), span]
        return [one for each in spans for one in self.figures(Quote(*each, self.text[each.start : each.end]))]

    def dates(self, quote: Quote, published: Dated | None) -> list[DateFound]:
        """Return the dates that meet a quote, told by their whole sentence."""
        span, day = self.around(quote), published.value if published else None
        if (span, day) not in self._dates:
            self._dates[span, day] = dates_in(self.text, self.language, *span, published=published)
        return [one for one in self._dates[span, day] if one.start >= quote.start and one.end <= quote.end]

    @cached_property
    def _starts(self) -> list[int]:
        return [one.start for one in self.document.sentences]

    @cached_property
    def _words(self) -> str:
        return words_of(self.text)

    def holds(self, name: str) -> bool:
        """Tell whether a name stands in the document, whatever the case, width, spaces and marks."""
        return bool(words := words_of(name)) and words in self._words

    @cached_property
    def quoted(self) -> list[Span]:
        """Return the parts in quotation."""
        voices = (voice for sentence in self.document.sentences for voice in sentence.voices)
        return [Span(start, end) for start, end, voice in voices if voice == "quoted"]

    def is_quoted(self, span: Span) -> bool:
        """Tell whether a span lies in quotation."""
        return any(span.within(one) for one in self.quoted)


class Sieve:
    """Collects what is not taken in, for the reviewer; each once."""

    def __init__(self, dropped: Iterable[Dropped] = ()) -> None:
        self._dropped = dict.fromkeys(dropped)

    def drop(
        self, field: str, value: object, reason: str, quotes: tuple[Quote, ...] = (), record: str | None = None
    ) -> None:
        """Keep a value that was not taken in, with the reason."""
        self._dropped[Dropped(field, reason, str(value), record, quotes)] = None

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        """Return what was dropped, in the order in which it was."""
        return tuple(self._dropped)
