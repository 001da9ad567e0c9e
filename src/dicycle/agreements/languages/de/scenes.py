"""A sentence made ready for its acts: words, clauses, slots, agreement nouns and verbs of doing."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from dicycle.agreements.document import Document, Sentence
from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.languages.de.clauses import MAIN, Clause, clauses
from dicycle.agreements.languages.de.lexicon import pattern, table
from dicycle.agreements.languages.de.line import Line, line_of
from dicycle.agreements.languages.de.nouns import Noun, nouns_in
from dicycle.agreements.languages.de.parties import can_be_party
from dicycle.agreements.languages.de.slotting import Slot, slots

CLASSES: Final = ("terminate", "suspend", "sign", "nominal", "signature", "close", "win", "agree", "order", "provide")
_GATE: Final = tuple(table("patterns")["acting"]["gate"])


class Trigger(NamedTuple):
    """A verb or a noun of doing."""

    name: str
    start: int
    end: int
    text: str
    clause: Clause


class Scene(NamedTuple):
    """A sentence made ready."""

    line: Line
    sentence: Sentence
    parts: list[Clause]
    slots: list[Slot]
    nouns: list[Noun]
    headline: bool


def can_tell(document: Document, sentence: Sentence) -> bool:
    """Tell whether a sentence has a word of an act at all: all else that is asked of it costs more."""
    low = document.text[sentence.start : sentence.end].lower()
    return any(word in low for word in _GATE)


def scene_of(document: Document, sentence: Sentence, mentions: Sequence[Mention]) -> Scene:
    """Return a sentence made ready."""
    line = line_of(document.text, sentence.start, sentence.end)
    parts = clauses(line)
    headline = bool(document.blocks) and document.blocks[sentence.block].kind in ("headline", "caption")
    return Scene(line, sentence, parts, slots(line, parts, mentions), nouns_in(line), headline)


def triggers_in(scene: Scene) -> list[Trigger]:
    """Return the verbs and nouns of doing, in the order of their strength."""
    line = scene.line
    found = []
    for name in CLASSES:
        for one in pattern("verbs", name).finditer(line.text, line.start, line.end):
            if (
                one[0][0].isupper()
                and name not in ("nominal", "signature")
                and one.start() > _first(line)
                and not _opens(line, one.start())
            ):
                continue
            if one[0][0].islower() and name in ("nominal", "signature"):
                continue
            at = line.at(one.start())
            clause = next((part for part in scene.parts if part.first <= at <= part.last), scene.parts[0])
            found.append(Trigger(name, one.start(), one.end(), one[0], clause))
    return found


def _first(line: Line) -> int:
    return line.words[0].start if line.words else line.start


def _opens(line: Line, start: int) -> bool:
    """Tell whether a capital opens a clause: behind a colon or a quotation mark."""
    before = line.word(line.at(start) - 1)
    return before is None or before.text in ':–—-„"»'


def clause_at(scene: Scene, place: int) -> Clause:
    """Return the clause of a place."""
    at = scene.line.at(place)
    return next((part for part in scene.parts if part.first <= at <= part.last), scene.parts[0])


def is_same_phrase(one: Clause, other: Clause) -> bool:
    """Tell whether two clauses are one verb phrase."""
    return one.number == other.number and (one.number != MAIN or one.phrase == other.phrase)


def phrase_of(clause: Clause) -> int | None:
    """Return the verb phrase of a main clause, None for a subordinate one."""
    return clause.phrase if clause.number == MAIN else None


def slots_of(scene: Scene, clause: Clause) -> list[Slot]:
    """Return the slots of a clause; a relative clause has what it goes with as its subject."""
    mine = [one for one in scene.slots if one.clause == clause.number]
    if clause.opener == "der":
        before = [one for one in scene.slots if one.at < clause.first and can_be_party(one)]
        mine = [one._replace(role="nom", clause=clause.number) for one in before[-1:]] + mine
    return mine


def tellers_of(scene: Scene) -> list[Slot]:
    """Return who announces what the sentence tells."""
    telling = {part.number for part in scene.parts if part.opener in ("so", "wie")}
    return [one for one in scene.slots if one.clause in telling or one.role == "laut"]
