"""What is known of a document while its sentences are read one after the other."""

from collections import OrderedDict
from typing import Final

from dicycle.agreements.document import Document, Sentence
from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.languages.ru.clauses import Clauses
from dicycle.agreements.languages.ru.grouping import Scene
from dicycle.agreements.languages.ru.ties import Tie, ties_of
from dicycle.agreements.languages.ru.words import Line

_KEPT: Final = 8


class Read:
    """A sentence with its words, ties and clauses."""

    def __init__(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> None:
        self.line = Line(document.text, sentence.start, sentence.end)
        self.clauses = Clauses(self.line)
        self.ties: list[Tie] = ties_of(self.line, mentions)
        self.scene = Scene(self.line, self.clauses, self.ties)


class Memory:
    """The mentions of a document, the last sentences that were read, and whether parties were told already."""

    def __init__(self, document: Document, mentions: list[Mention]) -> None:
        self._numbers = {one.start: number for number, one in enumerate(document.sentences)}
        self._inside: dict[int, list[Mention]] = {}
        for one in mentions:
            sentence = document.sentence_at(one.start)
            if sentence is not None:
                self._inside.setdefault(sentence.start, []).append(one)
        self._read: OrderedDict[tuple[int, int], Read] = OrderedDict()
        self._now: tuple[int, set[str]] = (-1, set())
        self.told = self.told_two = self.past = self.ended = False

    def read(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> Read:
        """Return a sentence as it was read, now or a moment ago."""
        place = (sentence.start, sentence.end)
        found = self._read.get(place)
        if found is None:
            found = self._read[place] = Read(document, sentence, mentions)
            if len(self._read) > _KEPT:
                self._read.popitem(last=False)
        return found

    def beside(self, document: Document, sentence: Sentence, step: int) -> Sentence | None:
        """Return the sentence after (1) or before (-1) another one."""
        number = self._numbers.get(sentence.start, -2) + step
        return document.sentences[number] if 0 <= number < len(document.sentences) else None

    def inside(self, sentence: Sentence) -> list[Mention]:
        """Return the mentions of a sentence."""
        return self._inside.get(sentence.start, [])

    def enter(self, sentence: Sentence) -> None:
        """Note that another sentence is read: who was told in the last one was told before."""
        if self._now[0] != sentence.start:
            self.told |= self._now[0] >= 0
            self.told_two |= len(self._now[1]) > 1
            self._now = (-1, set())

    def tell(self, sentence: Sentence, names: set[str], *, past: bool, ended: bool = False) -> None:
        """Note whom an act of a sentence names, whether it is told as past background, and whether it was an end."""
        self._now = (sentence.start, self._now[1] | names)
        self.past, self.ended = past, ended
