"""English as a language of documents: what the engine asks for, each sentence looked at once."""

from bisect import bisect_left
from weakref import WeakKeyDictionary

from dicycle.agreements.document import Document, Sentence, Span
from dicycle.agreements.extracting.parts import Act, Beside, Mention, Parentage, Sited, Tagged
from dicycle.agreements.languages.en import besides, continuing, family, siting, topics
from dicycle.agreements.languages.en.deeds import deeds
from dicycle.agreements.languages.en.masking import Masked, masked
from dicycle.agreements.languages.en.mentions import is_telling, mentions_of
from dicycle.agreements.languages.en.numbers import numbers
from dicycle.agreements.languages.en.otherwise import otherwise


class English:
    """The English tongue; what was found of a document is kept as long as the document."""

    def __init__(self) -> None:
        self._mentions: WeakKeyDictionary[Document, list[Mention]] = WeakKeyDictionary()
        self._masked: WeakKeyDictionary[Document, dict[Sentence, Masked]] = WeakKeyDictionary()
        self._acts: WeakKeyDictionary[Document, dict[Sentence, list[Act]]] = WeakKeyDictionary()

    def mentions(self, document: Document, sentences: list[Sentence]) -> list[Mention]:
        """Return the names and nominal phrases of sentences, in the order of the text."""
        found = mentions_of(document, sentences)
        self._mentions[document] = found
        return found

    def acts(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> list[Act]:
        """Return what parties did, as a sentence tells it."""
        known = self._acts.setdefault(document, {})
        if sentence not in known:
            known[sentence] = self._found(document, sentence, mentions)
        return known[sentence]

    def _found(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> list[Act]:
        if not is_telling(document.text, sentence.start, sentence.end):
            return []
        signs = self._signs(document, sentence, mentions)
        found = deeds(signs, sentence)
        found += numbers(signs, sentence, found)
        found += otherwise(signs, sentence, found)
        return sorted(found, key=lambda act: act.span)

    def _signs(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> Masked:
        known = self._masked.setdefault(document, {})
        if sentence not in known:
            known[sentence] = masked(document, sentence, mentions)
        return known[sentence]

    def parentages(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> list[Parentage]:
        """Return who is whose subsidiary."""
        return list(family.parentages(self._signs(document, sentence, mentions))) if mentions else []

    def beside(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> list[Beside]:
        """Return hosts, witnesses, signing persons, speakers and planned partners."""
        if not mentions:
            return []
        acts = self.acts(document, sentence, mentions)
        return list(besides.besides(self._signs(document, sentence, mentions), acts))

    def sited(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> list[Sited]:
        """Return places of signing and of carrying out."""
        if not any(one.kind == "place" for one in mentions):
            return []
        acts = self.acts(document, sentence, mentions)
        return list(siting.sited(document, self._signs(document, sentence, mentions), sentence, acts))

    def subjects(self, document: Document, span: Span) -> list[Tagged]:
        """Return the stages of the chain that words of a span name."""
        return topics.subjects(document, span, self._mentions.get(document, []))

    def continues(self, document: Document, sentence: Sentence) -> bool:
        """Tell whether a sentence goes on about the agreement before it."""
        mentions = self._mentions.get(document, [])
        inside = [one for one in mentions if one.span.within(sentence.span)]
        known = [one for one in mentions if one.end <= sentence.start and not one.nominal and one.kind != "place"]
        signs = self._signs(document, sentence, inside)
        return continuing.continues(signs, _before(document, sentence), self._led(document, sentence), known)

    def _led(self, document: Document, sentence: Sentence) -> list[Act]:
        """Return the acts of the last sentence before one that has any."""
        told = [one for one, found in self._acts.get(document, {}).items() if found and one.end <= sentence.start]
        return self._acts[document][max(told)] if told else []


def _before(document: Document, sentence: Sentence) -> str:
    """Return the sentence right before one in its paragraph, empty if there is none."""
    at = bisect_left(document.sentences, sentence.start, key=lambda one: one.start) - 1
    one = document.sentences[at] if at >= 0 else None
    return document.text[one.start : one.end] if one and one.block == sentence.block else ""
