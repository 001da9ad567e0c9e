"""What the language itself reads where a model quotes: acts, names and stages; a claim is held against it."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

from dicycle.agreements.document import Document, Sentence, Span
from dicycle.agreements.extracting.parts import Act, Mention
from dicycle.agreements.languages.tongues import tongue_of
from dicycle.agreements.model import Quote
from dicycle.agreements.verifying.ground import Ground
from dicycle.agreements.vocabulary import Kind, Language, Tag


class Own:
    """Our own reading of the sentences that are quoted; each is read once."""

    def __init__(self, document: Document) -> None:
        self.document, self.ground = document, Ground(document)
        self._tongue = tongue_of(self.ground.language)
        self._mentions: dict[Sentence, list[Mention]] = {}
        self._acts: dict[Sentence, list[Act]] = {}

    def sentences(self, quotes: Iterable[Quote]) -> list[Sentence]:
        """Return the sentences in which quotes begin."""
        found = (self.document.sentence_at(one.start) for one in quotes)
        return list(dict.fromkeys(one for one in found if one is not None))

    def mentions(self, quote: Quote) -> list[Mention]:
        """Return the names that a quote meets."""
        span = Span(quote.start, quote.end)
        return [one for each in self.sentences([quote]) for one in self._names(each) if one.span.meets(span)]

    def _names(self, sentence: Sentence) -> list[Mention]:
        if sentence not in self._mentions:
            self._mentions[sentence] = self._tongue.mentions(self.document, [sentence])
        return self._mentions[sentence]

    def acts(self, quotes: Iterable[Quote]) -> list[Act]:
        """Return the acts that quotes meet."""
        spans = [(Span(one.start, one.end), one) for one in quotes]
        return list(
            {act.span: act for span, one in spans for each in self.sentences([one]) for act in self._told(each)
             if act.span.meets(span)}.values()
        )  # fmt: skip

    def _told(self, sentence: Sentence) -> list[Act]:
        if sentence not in self._acts:
            self._acts[sentence] = self._tongue.acts(self.document, sentence, self._names(sentence))
        return self._acts[sentence]

    def tags(self, quotes: Iterable[Quote]) -> set[Tag]:
        """Return the stages that the sentences of quotes name."""
        return {one.tag for each in self.sentences(quotes) for one in self._tongue.subjects(self.document, each.span)}

    def names_kind(self, kind: Kind, quotes: Iterable[Quote]) -> bool:
        """Tell whether quotes hold the words of a kind."""
        words = _words(self.ground.language).get(kind)
        return words is not None and any(words.search(one.text) for one in quotes)


@cache
def _words(language: Language) -> dict[str, re.Pattern[str]]:
    said = tomllib.loads(resources.files(__package__).joinpath("kinds.toml").read_text("utf-8"))
    return {kind: re.compile(words, re.IGNORECASE) for kind, words in said[language].items()}
