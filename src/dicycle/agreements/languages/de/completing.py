"""Parties that an act's own clause leaves out: who announces it, or whom the text was about just before."""

import re
from collections.abc import Sequence
from typing import Final

from dicycle.agreements.document import Document, Sentence
from dicycle.agreements.extracting.parts import Act, Mention
from dicycle.agreements.languages.de.clauses import clauses
from dicycle.agreements.languages.de.lexicon import is_companies_noun, is_company_noun, pattern, shape
from dicycle.agreements.languages.de.line import line_of
from dicycle.agreements.languages.de.parties import PARTIES, is_press, subjects
from dicycle.agreements.languages.de.slotting import slots

FEW: Final = 2
OF_PAIRS: Final = frozenset({"sign", "agree", "terminate", "suspend", "expand"})
STEM: Final = 4
"""So many letters of „der Recycler“ are looked for in names."""
DEFINITE: Final = re.compile(
    r"(?:Der|Die|Das) (?:[\w-]*(?:[Vv]ertrag|[Vv]ereinbarung|[Aa]bkommen|[Aa]bschluss|[Ee]inigung|[Pp]akt))\b"
)
THERE: Final = shape("completing", "there", re.I)
BACK: Final = re.compile(r"\b(?:entsprechend\w*|dazu|hierzu|dafür|hierfür|darüber)\b", re.I)
UNNAMED: Final = shape("completing", "unnamed")
WITH_WHOM: Final = re.compile(r"[“\"»]?, mit (?:dem|der|denen)\b")
WITH: Final = re.compile(r"(?i)\bmit\s+(?:[\w-]+\s+){0,4}[„\"]?$")
OF_PARENT: Final = re.compile(r"(?:[Tt]ochter\w*|[Ss]parte|Ableger|Beteiligung) (?:der|des|von) (?:[\w-]+ ){0,2}$")
NEAR: Final = 500
"""A topic is looked for at most this many characters back."""


def complete(document: Document, act: Act, mentions: Sequence[Mention], *, told: bool) -> Act:
    """Return an act with the party that goes without saying; `mentions` are those of the document so far.

    `told` says that an act with its parties was told before: then one without parties tells it again.
    """
    if act.verb not in OF_PAIRS or act.kind == "signed_projects" or len(act.groups) > 1:
        return act
    group = act.groups[0] if act.groups else ()
    if _is_with_unnamed(document, act):
        return act
    whole = not group or (all(one.nominal for one in group) and _points_back(document, act))
    if (sum(max(one.number, 1) for one in group) >= FEW and not whole) or (not group and told):
        return act
    if group and (back := _all_before(document, act, mentions, group)):
        return act._replace(groups=(back,))
    topic = _topic(document, act, mentions, group, whole=whole)
    if not topic and len(group) == 1 and _stands_behind_with(document, act, group[0]):
        topic = _protagonist(document, mentions, group, act.sentence.start)
    return act._replace(groups=(tuple(sorted({*group, *topic})),)) if topic else act


def pointed(document: Document, act: Act, mentions: Sequence[Mention]) -> Act:
    """Return an act with „der Zellhersteller“ put as the name it stands for: the one called so before, or the topic."""
    return act._replace(
        groups=tuple(
            tuple(sorted({_named(document, act, one, group, mentions) for one in group})) for group in act.groups
        )
    )


def _named(
    document: Document, act: Act, one: Mention, group: Sequence[Mention], mentions: Sequence[Mention]
) -> Mention:
    if not one.nominal or one.number > 1 or one.kind != "company" or one.seat or one.country:
        return one
    noun = one.name.rsplit(" ", 1)[-1].lower().removesuffix("s")
    others = [
        each
        for each in mentions
        if each.start < one.start and each.kind == "company" and not any(each.name == other.name for other in group)
    ]
    for each in reversed(others):
        before = document.text[max(0, each.start - 60) : each.start].rstrip(' \u00a0„“"').lower()
        if noun in each.name.lower().split() or re.search(rf"(?<![\w-]){re.escape(noun)}(?:s|n|en)?$", before):
            return each
    alike = {each.name: each for each in others if len(noun) > STEM and noun[:STEM] in each.name.lower()}
    if len(alike) == 1:
        return next(iter(alike.values()))
    topic = _topic(document, act, mentions, group, whole=False)
    topic = topic or _protagonist(document, mentions, group, one.start)
    return topic[0] if topic and topic[0] in others else one


def _is_with_unnamed(document: Document, act: Act) -> bool:
    """Tell whether the other party is one that the text does not name: „mit einem asiatischen Hersteller“."""
    found = UNNAMED.finditer(document.text, act.sentence.start, act.sentence.end)
    nouns = (one["noun"] or one["several"] for one in found)
    return any(is_company_noun(one) or is_companies_noun(one) for one in nouns)


def _stands_behind_with(document: Document, act: Act, one: Mention) -> bool:
    """Tell whether a party is the one with whom somebody agreed: „Mit der Stadt Barth besteht ein Vertrag“."""
    before = WITH.search(document.text, act.sentence.start, one.start)
    return before is not None or WITH_WHOM.match(document.text, one.end, act.sentence.end) is not None


def _protagonist(
    document: Document, mentions: Sequence[Mention], group: Sequence[Mention], place: int
) -> list[Mention]:
    """Return the company that a text is about: of the subjects of the first sentence with one the most named."""
    names = [one.name for one in mentions if not one.nominal]
    for sentence in document.sentences:
        if sentence.start >= place or (document.blocks and document.blocks[sentence.block].kind == "headline"):
            continue
        inside = [
            one
            for one in mentions
            if one.span.within(sentence.span) and one.kind == "company" and not one.nominal and one.start < place
        ]
        line = line_of(document.text, sentence.start, sentence.end)
        acting = [one.mention for one in subjects(slots(line, clauses(line), inside), None)] if inside else []
        if acting:
            best = max(acting, key=lambda one: sum(_is_called(one, name) for name in names))
            return [best] if not any(_is_called(best, one.name) for one in group) else []
    return []


def _is_called(one: Mention, name: str) -> bool:
    return name == one.name or name in one.short or one.name.startswith(f"{name} ")


def alone_after_other(document: Document, sentence: Sentence) -> bool:
    """Tell whether a sentence goes on about wages, loans or the like: „Die Vereinbarung wurde … unterzeichnet“."""
    before = [one for one in document.sentences if one.start < sentence.start and one.block == sentence.block]
    if not before or DEFINITE.match(document.text, sentence.start, sentence.end) is None:
        return False
    words = (pattern("other", "context"), pattern("other", "nouns"))
    return any(one.search(document.text, each.start, each.end) for one in words for each in before[-2:])


def built(document: Document, act: Act, mentions: Sequence[Mention]) -> Act:
    """Return the start of a building with who builds, if its sentence does not say it but the one beside it does."""
    if act.verb not in ("start", "commission") or any(act.groups):
        return act
    after = next((one for one in document.sentences if one.start >= act.sentence.end), None)
    for near in (after, document.sentence_at(max(0, act.sentence.start - 2))):
        if near is None or near.block < act.sentence.block - 1 or near.block > act.sentence.block + 1:
            continue
        inside = [
            one for one in mentions if near.start <= one.start < near.end and one.kind == "company" and not one.nominal
        ]
        if inside and THERE.search(document.text, near.start, near.end) and (found := _first(document, near, inside)):
            return act._replace(groups=(tuple(found),))
    return act


def _points_back(document: Document, act: Act) -> bool:
    """Tell whether a sentence says that it is about what was just told: „eine entsprechende Vereinbarung“."""
    return BACK.search(document.text, act.sentence.start, act.sentence.end) is not None


def _all_before(
    document: Document, act: Act, mentions: Sequence[Mention], group: Sequence[Mention]
) -> tuple[Mention, ...]:
    """Return all that the sentence before names, if an act points back to it and names only some of them again."""
    before = document.sentence_at(max(0, act.sentence.start - 2))
    if before is None or before.block != act.sentence.block or not _points_back(document, act):
        return ()
    named = [one for one in mentions if before.start <= one.start < before.end and one.kind in PARTIES]
    known = {name for one in named for name in (one.name, *one.short)}
    again = all(one.name in known for one in group if not one.nominal)
    return tuple(sorted(named)) if again and len({one.name for one in named}) == FEW else ()


def _topic(
    document: Document, act: Act, mentions: Sequence[Mention], group: Sequence[Mention], *, whole: bool
) -> list[Mention]:
    """Return the subject of the sentence before, or (`whole`) all that it names together, if they are several."""
    sentence = act.sentence
    earlier = [one for one in document.sentences if sentence.start - NEAR < one.start < sentence.start]
    for before in reversed([one for one in earlier[-2:] if not any(voice == "quoted" for *_, voice in one.voices)]):
        inside = [
            one
            for one in mentions
            if before.start <= one.start < before.end
            and one.kind in PARTIES
            and not one.nominal
            and not is_press(one.name)
            and not OF_PARENT.search(document.text, before.start, one.start)
        ]
        others = [
            one
            for one in inside
            if not any(one.name == other.name or one.name in other.short or other.name in one.short for other in group)
        ]
        if whole and len({one.name for one in others}) >= FEW:
            return others
        if not whole and others and _points_back(document, act):
            return others[:1]
        if not whole and others:
            return _first(document, before, others)
    return []


def _first(document: Document, sentence: Sentence, mentions: Sequence[Mention]) -> list[Mention]:
    line = line_of(document.text, sentence.start, sentence.end)
    found = subjects(slots(line, clauses(line), mentions), None)
    return [found[0].mention] if found else []
