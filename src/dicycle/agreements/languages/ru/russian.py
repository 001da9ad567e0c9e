"""The Russian tongue: what its finders find, sentence by sentence."""

import re
from functools import cache
from weakref import WeakKeyDictionary

from dicycle.agreements.document import Document, Sentence, Span
from dicycle.agreements.extracting.parts import Act, Beside, Mention, Parentage, Sited, Tagged
from dicycle.agreements.languages.ru import lexicon
from dicycle.agreements.languages.ru.acting import signings
from dicycle.agreements.languages.ru.beside import beside_in
from dicycle.agreements.languages.ru.counting import numbers
from dicycle.agreements.languages.ru.memory import Memory, Read
from dicycle.agreements.languages.ru.naming import is_relevant, mentions_in
from dicycle.agreements.languages.ru.parents import parentages_in
from dicycle.agreements.languages.ru.referring import announced, completed
from dicycle.agreements.languages.ru.refining import marked
from dicycle.agreements.languages.ru.siting import sited_in
from dicycle.agreements.languages.ru.subjects import subjects_in
from dicycle.agreements.languages.ru.telling import agreeings, buildings, standing, talks


class Russian:
    """Russian words and grammar."""

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[Document, Memory] = WeakKeyDictionary()

    def _memory(self, document: Document) -> Memory:
        if document not in self._known:
            self._known[document] = Memory(document, [])
        return self._known[document]

    def mentions(self, document: Document, sentences: list[Sentence]) -> list[Mention]:
        """Return the names and nominal phrases of sentences, in the order of the text."""
        found = mentions_in(document, sentences)
        self._known[document] = Memory(document, found)
        return found

    def acts(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> list[Act]:
        """Return what parties did, as a sentence tells it."""
        if not is_relevant(document.text, sentence):
            return []
        read = self._of(document, sentence, mentions)
        line, scene = read.line, read.scene
        counted = list(numbers(document, sentence, line, scene))
        signed = [one for one in signings(document, sentence, line, scene) if not _is_counted(one, counted)]
        memory = self._memory(document)
        signed = [made for one in signed if (made := completed(document, sentence, memory, read, one)) is not None]
        built = [one for one in marked(document, line, list(buildings(document, sentence, line, scene)))
                 if not one.historical]  # fmt: skip
        agreed = [one for one in agreeings(sentence, line, scene) if not _is_signed_too(one, signed)]
        told = [*signed, *agreed]
        told = told or list(standing(document, sentence, line, scene))
        talked = [] if told else list(talks(sentence, line, scene))
        before = [] if told or built else list(announced(document, sentence, memory, read))
        return sorted([*counted, *told, *talked, *built, *before], key=lambda act: act.span)

    def parentages(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> list[Parentage]:
        """Return who is whose subsidiary."""
        return parentages_in(self._of(document, sentence, mentions).line, mentions) if len(mentions) > 1 else []

    def beside(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> list[Beside]:
        """Return signing persons, witnesses, speakers, sources and the occasion."""
        if not mentions:
            return []
        read = self._of(document, sentence, mentions)
        return beside_in(read.line, read.ties, read.clauses)

    def sited(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> list[Sited]:
        """Return places of signing and of carrying out."""
        if not any(one.kind in ("place", "organisation") for one in mentions):
            return []
        read = self._of(document, sentence, mentions)
        return sited_in(read.line, read.ties, read.clauses, acts=is_relevant(document.text, sentence))

    def subjects(self, document: Document, span: Span) -> list[Tagged]:
        """Return the stages of the chain that words of a span name."""
        return subjects_in(document, span)

    def continues(self, document: Document, sentence: Sentence) -> bool:
        """Tell whether a sentence goes on about the agreement before it."""
        if _words("not_going_on").search(document.text, sentence.start, sentence.end):
            return False
        if _words("not_opening").match(document.text, sentence.start, sentence.end):
            return False
        return any(_words(name).match(document.text, sentence.start, sentence.end) for name in ("words", "promises"))

    def _of(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> Read:
        return self._memory(document).read(document, sentence, mentions)


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(lexicon.table("acts")["going_on"][name].removeprefix("^"), re.IGNORECASE)


def _is_signed_too(act: Act, signed: list[Act]) -> bool:
    """Tell whether what is agreed on is signed in the same sentence: „договорилась с Х и подписала контракт“."""
    who = {one.span for group in act.groups for one in group}
    return any(
        one.assertion == "done" and who <= {each.span for group in one.groups for each in group} for one in signed
    )


def _is_counted(act: Act, counted: list[Act]) -> bool:
    """Tell whether an act is the number of agreements again, told without parties."""
    return any(one.span.meets(act.span) for one in counted) and not any(len(group) > 1 for group in act.groups)
