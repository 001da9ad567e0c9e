"""All mentions of a document, the surest finders first: legal forms, authorities, quotation, persons, bare names."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from dicycle.agreements.document import Document, Sentence
from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.extracting.taken import Taken
from dicycle.agreements.languages.de import lexicon
from dicycle.agreements.languages.de.bare import bare
from dicycle.agreements.languages.de.formal import formal, named
from dicycle.agreements.languages.de.headed import headed
from dicycle.agreements.languages.de.lexicon import place_of, shape
from dicycle.agreements.languages.de.line import Known, Line, line_of
from dicycle.agreements.languages.de.nominal import nominals
from dicycle.agreements.languages.de.people import people
from dicycle.agreements.languages.de.placing import datelines, events, located, places
from dicycle.agreements.languages.de.several import several

QUOTED: Final = re.compile(r"[„“\"»](?P<name>[^„“”\"»«\n]{2,60}?)[“”\"«]")
COMPOUND: Final = re.compile(r"(?P<name>[\w&]+(?:-[\w&]+)*?)-(?P<noun>[A-ZÄÖÜa-zäöü]\w+)$")
NO_NAMES: Final = lexicon.words("naming_no_names")
DEALS: Final = shape("naming", "deals", re.I)
RULES: Final = shape("naming", "rules")
SIGNS: Final = shape("naming", "signs")


def mentions_in(document: Document, sentences: Sequence[Sentence]) -> list[Mention]:
    """Return the mentions of sentences, in the order of the text."""
    lines = [line_of(document.text, one.start, one.end) for one in sentences]
    known, taken = Known(), [Taken() for _ in lines]
    for line in lines:
        known.count(line)
    known.located = located(lines)
    for line, mine in zip(lines, taken, strict=True):
        for find in (datelines, formal, events, several, headed):
            mine.take(find(line))
        mine.take(_quoted(line))
        _learn(known, mine.mentions)
    for line, mine in zip(lines, taken, strict=True):
        mine.take(one for one in people(line) if not _is_known(known, one.name))
        _learn_bare(known, line, mine)
    for line, mine in zip(lines, taken, strict=True):
        mine.take(_compounds(line, known))
        mine.take(bare(line, known))
        mine.take(one for one in nominals(line) if not _describes(line, one, mine.mentions))
        mine.take(places(line, known.located))
        mine.mentions += [*_parties_by_place(line, mine.mentions), *_by_office(line)]
    return sorted({one.span: one for mine in taken for one in mine.mentions}.values())


def _learn(known: Known, mentions: Sequence[Mention]) -> None:
    for one in mentions:
        if not one.nominal and one.kind in ("company", "institute", "organisation", "university"):
            if one.kind == "company":
                known.learn(one.name, one.kind)
            for short in one.short:
                known.names.setdefault(short, one.kind)


def _is_known(known: Known, name: str) -> bool:
    return name in known.names


def _learn_bare(known: Known, line: Line, mine: Taken) -> None:
    """Names that stand alone once are known everywhere."""
    for one in bare(line, known):
        if mine.free(one.start, one.end) and one.name not in known.names and not place_of(one.name):
            first = one.name.split(" ")[0]
            known.names.setdefault(one.name, one.kind)
            if (
                " " in one.name
                and not lexicon.is_common(first)
                and first not in lexicon.first_names()
                and len(first) > 3
            ):
                known.names.setdefault(first, one.kind)
            for short in one.short:
                known.names.setdefault(short, one.kind)


def _quoted(line: Line) -> Iterator[Mention]:
    """Return names in quotation marks behind a noun for a company: „das Unternehmen „Grüne Zelle““."""
    for found in QUOTED.finditer(line.text, line.start, line.end):
        number = line.at(found.start()) - 1
        before = line.word(number)
        name = found["name"].strip()
        if (
            before is not None
            and before.is_cap
            and (name[:1].isupper() or name[:1].isdigit() or (name.isalnum() and name not in lexicon.words("verbs")))
            and len(name.split()) <= 6
            and lexicon.is_company_noun(before.text)
        ):
            yield named(line, found.start("name"), found.start("name") + len(found["name"].rstrip(" ,.")), "company")


def _compounds(line: Line, known: Known) -> Iterator[Mention]:
    """Return the names in „Hanwei-Europachef“, „Nordvolta-Werk“."""
    for word in line.words:
        found = COMPOUND.match(word.text) if word.is_cap and "-" in word.text else None
        if found and word.text not in known.names and _is_name_before(found, known):
            name = found["name"]
            yield Mention(word.start, word.start + len(name), known.names.get(name, "company"), name)


def _is_name_before(found: re.Match[str], known: Known) -> bool:
    name, noun = found["name"], found["noun"]
    if name in known.names:
        return lexicon.is_common(noun)
    if place_of(name) or lexicon.is_common(name) or name in NO_NAMES:
        return False
    return (lexicon.is_office(noun) or lexicon.is_company_noun(noun)) and len(name) > 1 and name[0].isupper()


def _describes(line: Line, nominal: Mention, mentions: Sequence[Mention]) -> bool:
    """Tell whether a name follows a phrase: „die Firma Zellwerk Cottbus GmbH“ has one mention."""
    return any(
        0 < one.start - nominal.end <= 2 and line.text[nominal.end] in " \u00a0"
        for one in mentions
        if one.kind != "place"
    )


def _parties_by_place(line: Line, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Return places that act as their governments: „einigte sich mit Thüringen“, „Deutschland unterzeichnet“."""
    if not DEALS.search(line.text, line.start, line.end):
        return
    before: Mention | None = None
    for one in sorted(mentions):
        if one.kind == "place" and _acts(line, one, before) and not RULES.search(_after(line, one)):
            known = lexicon.place_of(one.name)
            before = one._replace(kind="government", level=known.kind if known and known.kind != "zone" else None)
            yield before


def _by_office(line: Line) -> Iterator[Mention]:
    """Return the states for which „Brandenburgs Wirtschaftsminister“ acts."""
    for number, word in enumerate(line.words):
        office = line.word(number + 1)
        if (
            word.is_cap
            and word.text.endswith("s")
            and office is not None
            and RULES.search(office.text)
            and (known := lexicon.place_of(word.text[:-1]))
        ):
            yield Mention(
                word.start,
                word.end - 1,
                "government",
                word.text[:-1],
                country=known.country,
                level=known.kind if known.kind != "zone" else None,
            )


def _after(line: Line, place: Mention) -> str:
    word = line.word(line.at(place.end))
    return word.text if word else ""


def _acts(line: Line, place: Mention, before: Mention | None) -> bool:
    at = line.at(place.start)
    left = line.before(at)
    low, after = line.low(left), line.low(line.at(place.end))
    if low == "dem" or low == "der":
        low = line.low(left - 1)
    if low in ("mit", "zwischen"):
        return True
    if low == "und" and before is not None and line.at(before.end) == left:
        return True
    opens = left < 0
    return opens and (
        re.match(SIGNS, after) is not None
        or (after == "und" and re.search(SIGNS, line.text[place.end : place.end + 60]) is not None)
    )
