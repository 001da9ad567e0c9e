"""Subsidiaries and their parents; hosts, witnesses, who signed for whom, who speaks, who gives the news."""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from dicycle.agreements.document import Document, Sentence, Span
from dicycle.agreements.extracting.parts import Beside, Mention, Parentage
from dicycle.agreements.languages.de.lexicon import shape
from dicycle.agreements.vocabulary import Role

WHOLE: Final = re.compile(r"hundertprozentig|100[- ]?prozentig|100[ \u00a0]?%|alleinig", re.I)
HOLDING: Final = re.compile(r"mehrheit|holding|beteiligung", re.I)
CHILD: Final = shape("relating", "child", re.I)
PARENT_FIRST: Final = shape("relating", "parent_first", re.I)
OWNS: Final = shape("relating", "owns", re.I)
BELONGS: Final = shape("relating", "belongs", re.I)
SAYS: Final = shape("relating", "says")
WITNESS: Final = shape("relating", "witness", re.I)
SIGNED: Final = re.compile(r"unterzeichn|unterschr|unterschrift|signier", re.I)
HOST: Final = re.compile(r"\b(?:ausgerichtet|gastgeber\w*|ausrichter\w*)\b", re.I)
ATTRIBUTED: Final = re.compile(r"(?i)(?:angaben|laut|so|teilten?|mit) (?:des|der|die|dem) $")
ORGANISED: Final = shape("relating", "organised", re.I)


def parentages_in(document: Document, sentence: Sentence, mentions: Sequence[Mention]) -> list[Parentage]:
    """Return the subsidiaries of a sentence with their parents."""
    named = [one for one in mentions if one.kind in ("company", "organisation") and not one.nominal]
    found = []
    for one, other in itertools.pairwise(named):
        between = document.text[_behind(one) : other.start]
        if told := CHILD.search(between):
            found.append(_parentage(one, other, told))
        elif told := PARENT_FIRST.search(between) or OWNS.search(between):
            found.append(_parentage(other, one, told))
        elif BELONGS.search(between):
            found.append(Parentage(one, other, "subsidiary", Span(one.start, other.end)))
    return found


def _behind(mention: Mention) -> int:
    return max([mention.end, *(span.end + 1 for span in mention.short_spans)])


def _parentage(child: Mention, parent: Mention, told: re.Match[str]) -> Parentage:
    how = told.groupdict().get("how") or ""
    whole = told[0] if WHOLE.search(told[0]) else how
    relation = (
        "wholly_owned_subsidiary"
        if WHOLE.search(whole)
        else "holding_subsidiary"
        if HOLDING.search(whole)
        else "subsidiary"
    )
    return Parentage(child, parent, relation, Span(min(child.start, parent.start), max(child.end, parent.end)))


def beside_in(document: Document, sentence: Sentence, mentions: Sequence[Mention]) -> list[Beside]:
    """Return those of a sentence who have another part than a party's."""
    text = document.text[sentence.start : sentence.end]
    people = [one for one in mentions if one.kind == "person"]
    found = [*_persons(document, sentence, text, people)]
    found += [Beside(one, "occasion", one.span) for one in mentions if one.kind == "event" and not one.nominal]
    found += _sources(document, sentence, mentions)
    return found + list(_hosts(document, sentence, text, mentions))


def _persons(document: Document, sentence: Sentence, text: str, people: Sequence[Mention]) -> Iterator[Beside]:
    witness = WITNESS.search(text)
    signed = SIGNED.search(text)
    for one in people:
        role: Role | None = None
        if witness and _is_witness(text, witness, one.start - sentence.start):
            role = "witness"
        elif signed and not _is_quoted(sentence, signed.start() + sentence.start):
            role = "signing_person"
        elif SAYS.search(text) or sentence.voices:
            role = "speaker"
        if role:
            yield Beside(one, role, one.span)


def _is_quoted(sentence: Sentence, place: int) -> bool:
    return any(start <= place < end for start, end, voice in sentence.voices if voice == "quoted")


def _is_witness(text: str, witness: re.Match[str], place: int) -> bool:
    leads = witness[0].lower().startswith(("im ", "in ", "unter ", "als "))
    return place > witness.start() if leads else True


def _sources(document: Document, sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Beside]:
    for one in mentions:
        if one.nominal or one.kind in ("place", "event", "person"):
            continue
        before = document.text[max(sentence.start, one.start - 40) : one.start]
        if re.search(
            r"(?i)(?:\blaut|\bteilten?|\bwie|nach angaben)\s+(?:von |des |der |die |das |dem )*"
            r"(?:(?!(?:die|der|das|den|dem|mit|und) )[\w-]+ ){0,2}$",
            before,
        ):
            yield Beside(one, "source", one.span)


def _hosts(document: Document, sentence: Sentence, text: str, mentions: Sequence[Mention]) -> Iterator[Beside]:
    pairs: tuple[tuple[re.Pattern[str], Role], ...] = ((HOST, "host"), (ORGANISED, "organiser"))
    for words, role in pairs:
        found = words.search(text)
        if found and ATTRIBUTED.search(text[: found.start()]):
            continue
        near = [
            one
            for one in mentions
            if found
            and not one.nominal
            and one.kind not in ("place", "event", "person")
            and abs(one.start - sentence.start - found.start()) < 80
        ]
        if near and found:
            best = min(near, key=lambda one: abs(one.start - sentence.start - found.start()))
            yield Beside(best, role, best.span)
