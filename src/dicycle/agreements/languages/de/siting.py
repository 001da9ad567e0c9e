"""Where something was signed and where it will be carried out."""

import re
from collections.abc import Sequence
from typing import Final, Literal

from dicycle.agreements.document import Document, Sentence, Span
from dicycle.agreements.extracting.parts import Mention, Sited
from dicycle.agreements.languages.de.lexicon import place_of, shape
from dicycle.agreements.languages.de.placing import DATELINE

Use = Literal["event", "implementation"]
IN: Final = shape("siting", "in", re.I)
SIGNED: Final = shape("siting", "signed", re.I)
BUILDS: Final = shape("siting", "builds", re.I)
LANDS: Final = shape("siting", "lands", re.I)
SIGNS_NEXT: Final = re.compile(r"\s*(?:\w+ ){0,2}(?:unterzeichn|unterschr|besiegel|signier)", re.I)
TOWNS: Final = frozenset({"Stadt", "Gemeinde", "Kommune"})
HERE: Final = re.compile(r"\b(?:hier|vor Ort|hierher)\b")
NAMED_IN: Final = re.compile(r"__ (?:in|im) (?:der |den |dem )?$")
AT_WORKS: Final = shape("siting", "at_works")
FROM: Final = shape("siting", "from", re.I)
SEATED: Final = re.compile(r"^\s+(?:ansässig|beheimatet|sitzend)", re.I)


def sited_in(
    document: Document, sentence: Sentence, mentions: Sequence[Mention], names: Sequence[Mention] = ()
) -> list[Sited]:
    """Return the places of signing and of carrying out that a sentence tells."""
    found = []
    text = _masked(document.text[sentence.start : sentence.end], sentence.start, mentions)
    for one in mentions:
        if one.kind == "place" and (use := _use(document, sentence, one, text)):
            found.append(Sited(_span(document, sentence, one), one, use))
    if not any(one.use == "implementation" for one in found) and LANDS.search(
        document.text, sentence.start, sentence.end
    ):
        authorities = [one for one in mentions if one.kind in ("government", "government_body") and not one.nominal]
        if len(authorities) == 1 and authorities[0].level == "city" and (sited := _of_city(authorities[0])):
            found.append(sited)
        elif not authorities:
            found += _of_the_city(mentions, names)
    return found


def _of_the_city(mentions: Sequence[Mention], names: Sequence[Mention]) -> list[Sited]:
    """Return the place of „zwischen der Stadt und dem Unternehmen“: of the one city that the document names."""
    phrase = next((one for one in mentions if one.nominal and one.name in TOWNS), None)
    cities = {one.name: one for one in names if one.level == "city" and one.kind == "government"}
    if phrase is None or len(cities) != 1:
        return []
    sited = _of_city(next(iter(cities.values())))
    return [sited._replace(span=phrase.span)] if sited else []


def _of_city(city: Mention) -> Sited | None:
    """Return the place of a city that is a party: what is agreed with it is carried out there."""
    name = re.search(r"[A-ZÄÖÜ][\w-]+(?: \([A-Z]\w+\)| am \w+| an der \w+)?$", city.name)
    if name is None or name.start() == 0:
        return None
    start = city.end - len(name[0])
    known = place_of(name[0])
    place = Mention(start, city.end, "place", name[0], country=known.country if known else None)
    return Sited(city.span, place, "implementation")


def _masked(text: str, start: int, mentions: Sequence[Mention]) -> str:
    """Return a sentence with its names blotted out: „Zellwerk Cottbus GmbH“ builds nothing."""
    for one in mentions:
        if one.kind not in ("place", "event") and not one.nominal:
            text = text[: one.start - start] + "_" * (one.end - one.start) + text[one.end - start :]
    return text


def _use(document: Document, sentence: Sentence, place: Mention, text: str) -> Use | None:
    if (
        DATELINE.match(document.text, sentence.start, sentence.end)
        and place.start - sentence.start < 30
        and _is_dateline(document, sentence, place)
    ):
        return "event" if HERE.search(document.text, sentence.start, sentence.end) else None
    at = place.start - sentence.start
    before, after = text[max(0, at - 90) : at], text[place.end - sentence.start :]
    if AT_WORKS.search(before):
        return "implementation"
    if FROM.search(before) or SEATED.match(after) or not IN.search(before) or _is_seat(place, before):
        return None
    near = _clause(before)
    if re.search(r"(?i)nach\s+$", before):
        return None
    if SIGNS_NEXT.match(after) or _last(SIGNED, near) > _last(BUILDS, near):
        return "event"
    if BUILDS.search(near) or BUILDS.match(after.strip()[:30]):
        return "implementation"
    if SIGNED.search(_rest(after)) or SIGNED.search(near):
        return None if _is_country(place) else "event"
    if BUILDS.search(_rest(after)):
        return "implementation"
    return "implementation" if near.strip().startswith("und zwar") and BUILDS.search(text[:at]) else None


def _is_country(place: Mention) -> bool:
    """Tell whether a place is a country: „ein Vertrag über den Vertrieb in Chile geschlossen“ was not signed there."""
    known = place_of(place.name)
    return known is not None and known.kind == "country"


def _is_seat(place: Mention, before: str) -> bool:
    """Tell whether a country stands right behind a name: „mit _____ in Chile“ says where the company is."""
    known = place_of(place.name)
    return known is not None and known.kind != "city" and NAMED_IN.search(before) is not None


def _is_dateline(document: Document, sentence: Sentence, place: Mention) -> bool:
    found = DATELINE.match(document.text, sentence.start, sentence.end)
    return found is not None and place.end <= found.end()


def _clause(before: str) -> str:
    return re.split(r"[,;:–]", before)[-1]


def _last(words: re.Pattern[str], text: str) -> int:
    return max((one.start() for one in words.finditer(text)), default=-1)


def _rest(after: str) -> str:
    return re.split(r"[,;:–]", after)[0]


def _span(document: Document, sentence: Sentence, place: Mention) -> Span:
    lead = re.search(r"(?:\b[Ii]n|\b[Nn]ahe|\b[Bb]ei)\s$", document.text[sentence.start : place.start])
    return Span(sentence.start + lead.start(), place.end) if lead else place.span
