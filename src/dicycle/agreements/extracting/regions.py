"""Which sentences tell of a record: those of its acts, and those that go on about it."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from dicycle.agreements.document import Document, Sentence
from dicycle.agreements.extracting.drafts import Draft
from dicycle.agreements.extracting.parts import Tongue

_OPENING: Final = 60
_TELLING: Final = {"zh": 4}
"""Characters of an agreement's name that an opening must take up; in other languages 12."""


def lay_out(document: Document, tongue: Tongue, sentences: Sequence[Sentence], drafts: Sequence[Draft]) -> None:
    """Give every draft its sentences."""
    whole = sorted(drafts, key=lambda one: one.part_of is None)  # after a total and its parts, the total goes on
    acts = {told.act.sentence: draft for draft in whole for told in draft.told}
    for draft in drafts:
        own = {told.act.sentence for told in draft.told if not told.support}
        own |= _of_parties(document, draft)
        draft.regions = [one.span for one in sorted(own or {told.act.sentence for told in draft.told})]
    current: Draft | None = None
    for sentence in sentences:
        if sentence in acts and not _is_background(acts[sentence], current):
            current = _body(acts[sentence], sentence, current)
        elif sentence in acts and current:
            current.regions.append(sentence.span)
        elif current and not _is_quoted(sentence) and tongue.continues(document, sentence):
            current = _spoken_of(document, sentence, drafts, current)
            current.regions.append(sentence.span)


def _is_background(draft: Draft, current: Draft | None) -> bool:
    """Tell whether an act is told in passing: its sentence goes on about the news before it."""
    return draft.first.act.historical and current is not None and not current.first.act.historical


def _spoken_of(document: Document, sentence: Sentence, drafts: Sequence[Draft], current: Draft) -> Draft:
    """Return what "under the framework agreement" takes up again: an earlier act told in these words, or the last."""
    opening = document.text[sentence.start : min(sentence.end, sentence.start + _OPENING)].casefold()
    before = [one for one in drafts if one.first.act.span.end <= sentence.start and not one.first.act.historical]
    shared = {number: _shared(document, opening, one) for number, one in enumerate(before)}
    best = max(shared, key=lambda number: (shared[number], number), default=-1)
    named = [one for one in before if _names(one, sentence)]
    if len(named) == 1 and not _names(current, sentence):
        return named[0]
    own = _shared(document, opening, current)
    if best < 0 or shared[best] < _TELLING.get(document.language, 12) or shared[best] <= own:
        return current
    return before[best]


def _names(draft: Draft, sentence: Sentence) -> bool:
    """Tell whether a sentence names a party of a draft."""
    said = (one for told in draft.told for named, _ in told.parties for one in named.mentions)
    return any(one.span.within(sentence.span) for one in said)


def _shared(document: Document, opening: str, draft: Draft) -> int:
    """Return how many characters of an opening are in the words of an act."""
    found = 0
    for told in draft.told:
        words = document.text[slice(*told.act.noun or told.act.span)].casefold()
        least = _TELLING.get(document.language, 12)
        if not any(words[at : at + least] in opening for at in range(len(words) - least + 1)):
            continue  # what is shared is too short to tell, however long it is
        match = SequenceMatcher(None, opening, words, autojunk=False).find_longest_match()
        found = max(found, len(words[match.b : match.b + match.size].strip()))
    return found


def _of_parties(document: Document, draft: Draft) -> set[Sentence]:
    """Return the sentences before an act that name its parties, where its own sentence names none."""
    found = set[Sentence]()
    for told in draft.told:
        places = [mention.start for _, mention in told.parties]
        if places and max(places) < told.act.sentence.start and not told.support:
            found |= {one for place in places if (one := document.sentence_at(place))}
    return found


def _body(draft: Draft, sentence: Sentence, current: Draft | None) -> Draft | None:
    """A headline opens nothing: what follows it belongs to what the body tells."""
    support = any(told.support for told in draft.told if told.act.sentence == sentence)
    return current if support and current is not None else draft


def _is_quoted(sentence: Sentence) -> bool:
    length = sentence.end - sentence.start
    return sum(end - start for start, end, voice in sentence.voices if voice == "quoted") * 2 > length
