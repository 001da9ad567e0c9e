"""The event at which something was signed, told before it: "The fair was held in …. At the fair, …"."""

import re
from bisect import bisect_left
from functools import cache
from typing import Final, NamedTuple

from dicycle.agreements.document import Document, Sentence
from dicycle.agreements.extracting.parts import Act
from dicycle.agreements.figures.patterns import blind, data_of
from dicycle.agreements.vocabulary import Language

_BACK: Final = 4
"""So many sentences before an act can tell of the event."""


class Words(NamedTuple):
    """A language's words: what takes an event up at the head of a sentence, and what tells that it was held."""

    taken_up: re.Pattern[str]
    held: re.Pattern[str]


def setting_of(document: Document, act: Act) -> Sentence | None:
    """Return the sentence that tells of the event which an act's sentence takes up, None if it takes up none."""
    words, sentence = _words(document.language), act.sentence
    if act.historical or not words.taken_up.match(document.text, sentence.start, sentence.end):
        return None
    at = bisect_left(document.sentences, sentence.start, key=lambda one: one.start)
    before = reversed(document.sentences[max(0, at - _BACK) : at])
    return next((one for one in before if _tells(document, one, words)), None)


def _tells(document: Document, sentence: Sentence, words: Words) -> bool:
    body = not document.blocks or document.blocks[sentence.block].kind == "body"
    return body and words.held.search(document.text, sentence.start, sentence.end) is not None


@cache
def _words(language: Language) -> Words:
    own = data_of(language).get("setting", {})
    return Words(blind(own.get("taken_up", "")), blind(own.get("held", "")))
