"""What is German in documents about agreements: names, acts, subjects, by words and grammar, without a model."""

from typing import Final
from weakref import WeakKeyDictionary

from dicycle.agreements.document import Document, Sentence, Span
from dicycle.agreements.extracting.parts import Act, Beside, Mention, Parentage, Sited, Tagged
from dicycle.agreements.languages.de.acting import acts_in
from dicycle.agreements.languages.de.completing import alone_after_other, built, complete, pointed
from dicycle.agreements.languages.de.continuing import goes_on
from dicycle.agreements.languages.de.naming import mentions_in
from dicycle.agreements.languages.de.relating import beside_in, parentages_in
from dicycle.agreements.languages.de.siting import sited_in
from dicycle.agreements.languages.de.tagging import tags_in
from dicycle.agreements.vocabulary import Language

FEW: Final = 2


class German:
    """The German of documents."""

    code: Language = "de"

    def __init__(self) -> None:
        self._names: WeakKeyDictionary[Document, list[Mention]] = WeakKeyDictionary()
        self._told: WeakKeyDictionary[Document, int] = WeakKeyDictionary()
        self._lumped: WeakKeyDictionary[Document, int] = WeakKeyDictionary()

    def mentions(self, document: Document, sentences: list[Sentence]) -> list[Mention]:
        """Return the names and nominal phrases of sentences, in the order of the text."""
        found = mentions_in(document, sentences)
        self._names[document] = [one for one in found if not one.nominal and one.kind not in ("place", "event")]
        self._told.pop(document, None)
        self._lumped.pop(document, None)
        return found

    def acts(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> list[Act]:
        """Return what parties did, as a sentence tells it."""
        told = self._told.get(document, sentence.end) < sentence.start
        if not told and alone_after_other(document, sentence):
            return []
        found = [self._whole(document, act, told=told) for act in acts_in(document, sentence, mentions)]
        found = [one for one in found if one.verb != "terminate" or one.nominal or any(one.groups)]
        found = [one for one in found if not _is_vague(one)]
        if any(len(group) > 1 for act in found for group in act.groups):
            self._told.setdefault(document, sentence.start)
        if any(len(group) > FEW for act in found for group in act.groups):
            self._lumped.setdefault(document, sentence.start)
        return found

    def _whole(self, document: Document, act: Act, *, told: bool) -> Act:
        """Return an act with the parties that its sentence leaves to its neighbours."""
        known = self._names.get(document, [])
        act = pointed(document, act, known)
        if act.fresh and self._lumped.get(document, act.sentence.end) < act.sentence.start:
            return act  # one of those that signed together signs apart: with whom goes without saying
        return built(document, complete(document, act, known, told=told), known)

    def parentages(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> list[Parentage]:
        """Return who is whose subsidiary."""
        return parentages_in(document, sentence, mentions)

    def beside(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> list[Beside]:
        """Return hosts, witnesses, signing persons, speakers and planned partners."""
        return beside_in(document, sentence, mentions)

    def sited(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> list[Sited]:
        """Return places of signing and of carrying out."""
        return sited_in(document, sentence, mentions, self._names.get(document, []))

    def subjects(self, document: Document, span: Span) -> list[Tagged]:
        """Return the stages of the chain that words of a span name."""
        return tags_in(document, span, [one.span for one in self._names.get(document, [])])

    def continues(self, document: Document, sentence: Sentence) -> bool:
        """Tell whether a sentence goes on about the agreement before it."""
        return goes_on(document, sentence, self._names.get(document, []))


def _is_vague(act: Act) -> bool:
    """Tell whether an older act names one party: „hatte zuvor Verträge mit Produzenten in Chile geschlossen“."""
    if not act.historical or act.verb not in ("sign", "agree", "expand", "talk") or act.kind == "signed_projects":
        return False
    return sum(max(one.number, 1) for group in act.groups for one in group) == 1


def tongue() -> German:
    """Return the German tongue."""
    return German()
