"""Authorities, universities, institutes, associations and events, by the words that such names are made of."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from dicycle.agreements.document import Span
from dicycle.agreements.extracting.parts import MentionKind
from dicycle.agreements.languages.en.lexicon import (
    CAPITAL,
    RUN,
    SPACE,
    named,
    nation,
    nations,
    stop_words,
    suffixes,
    table,
)
from dicycle.agreements.languages.en.runs import places
from dicycle.agreements.vocabulary import PartyType

_TO_THE_END: Final = rf"(?:(?:{SPACE}(?:of|for|and|the|&)){{1,2}}{SPACE}{CAPITAL}|{SPACE}{CAPITAL})*"
_GOVERNING: Final = re.compile(
    (
        r"government|administration$|^(?:\w+ )?administration|municipality|authorities|city hall|"
        r"council|delegation|^(?:city|state|province|republic|kingdom|commonwealth|region|county|"
        r"town)\b"
    ),
    re.IGNORECASE,
)
_SENT: Final = re.compile(rf"[Dd]elegation{SPACE}(?:of|from){SPACE}(?:the{SPACE})?(?=[A-Z]\w+{SPACE}(?:of|for)\b)")
_CONNECTED: Final = re.compile(rf",?{SPACE}(?:(?:of|for|and|the|&){SPACE})+({CAPITAL})")
_PLAIN: Final = re.compile(
    r"(?:\w+ )?(?:[Gg]overnment|[Cc]ity|[Ss]tate|[Pp]rovince|[Rr]egion|[Tt]own|[Cc]ounty|"
    r"[Aa]dministration|[Mm]unicipality) of"
)
_DATED: Final = re.compile(
    r"\s(?:on|of|for)\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\s(?:on|of|for)\s(?:January|February|March|April|"
    r"May|June|July|August|September|October|November|December)\b"
)
_BODY: Final = re.compile(
    r"committee|ministry|department|bureau|agency|commission\b|board|office|zone|park", re.IGNORECASE
)


_AT: Final = re.compile(r"\b(?:in|at|near|from|into|outside)\s+(?:the\s+)?$")


class Public(NamedTuple):
    """A name of an authority, a place of learning, an association or an event."""

    span: Span
    kind: MentionKind
    country: str | None = None
    level: str | None = None


@cache
def _after() -> re.Pattern[str]:
    """Names with the place before: Shanghai municipal government, Saxony-Anhalt Ministry of Economy."""
    after, departments = named("authorities", "after"), named("authorities", "departments")
    zones = named("authorities", "zones") + "(?:" + named("authorities", "zone_committee") + ")?"
    word = r"(?!(?:and|has|had|have|was|is|will|in|on|said|with|signed|the|to|at)\b)[a-z][\w-]*"
    fields = rf"{word}(?:{SPACE}{word}){{0,3}}?(?:,{SPACE}{word})?(?:{SPACE}and{SPACE}{word}(?:{SPACE}{word}){{0,2}}?)?"
    ends = rf"(?=[.,;)]|$|{SPACE}(?:on|in|said|has|have|had|signed|will|to|at|with|and|is|was)\b)"
    lower = rf"{departments}(?:{SPACE}(?:of|for){SPACE}{fields}{ends})?"
    place = rf"(?:{nation()}|{RUN})(?:['’]s)?"
    return re.compile(
        rf"(?<![\w-])(?:{place}{SPACE}(?:{after})(?!\w)|"
        rf"{RUN}(?:{SPACE}and{SPACE}{CAPITAL}{SPACE}{RUN})?{SPACE}{zones}(?!\w)|"
        rf"{place}{SPACE}{named('authorities', 'named')}(?!\w)|{place}{SPACE}{lower}(?!\w))"
    )


@cache
def _of() -> re.Pattern[str]:
    """Names with the place behind: Government of Chile, Department of Industrial Policy of Moscow."""
    of = named("authorities", "of")
    zones, managing = named("authorities", "zones"), named("authorities", "managing")
    return re.compile(
        rf"(?<![\w-])(?:(?:{managing}){SPACE}of{SPACE}(?:the{SPACE})?{RUN}{SPACE}{zones}(?!\w)|"
        rf"(?:{of}){SPACE}(?:of|for|from){SPACE}(?:the{SPACE})?{CAPITAL}{_TO_THE_END})"
    )


@cache
def _learned() -> tuple[tuple[re.Pattern[str], PartyType], ...]:
    found: list[tuple[re.Pattern[str], PartyType]] = []
    kinds: tuple[tuple[str, PartyType], ...] = (
        ("university", "university"),
        ("institute", "institute"),
        ("organisation", "organisation"),
    )
    for name, kind in kinds:
        word = named("learned", name)
        more = "" if kind == "university" else rf"(?:{SPACE}and{SPACE}{RUN})?"
        end = rf"(?:{SPACE}(?:of|for){SPACE}(?:the{SPACE})?{RUN}{more}(?:{SPACE}of{SPACE}{RUN})?)?"
        found.append((re.compile(rf"(?<![\w-])(?:{RUN}{SPACE})?{word}(?!\w){end}"), kind))
    found.append((re.compile(rf"(?<![\w-])University{SPACE}{CAPITAL}(?:{SPACE}{CAPITAL})?"), "university"))
    return tuple(found)


@cache
def _events() -> re.Pattern[str]:
    word = named("learned", "event")
    number = r"(?:\d{4}|\d{1,2}(?:st|nd|rd|th)|First|Second|Third|Fourth|Fifth)"
    inside = rf"(?:{SPACE}(?:and|&|on|of|for){SPACE}{RUN})?"
    return re.compile(
        rf"(?<![\w-])(?:{word}{SPACE}(?:on|of|for){SPACE}(?:the{SPACE})?{RUN}|"
        rf"(?:{number}{SPACE}){{0,2}}(?:St\.{SPACE})?{RUN}{inside}{SPACE}{word})(?:{SPACE}(?:on|of|"
        rf"for){SPACE}(?:the{SPACE})?{RUN}(?:{SPACE}and{SPACE}{RUN})?)?"
        rf"(?:{SPACE}(?:Europe|Asia|China|North America|America|India))?(?:{SPACE}\d{{4}})?(?!\w)"
    )


def authorities(text: str) -> Iterator[Public]:
    """Return authorities at all levels."""
    for found in (*_of().finditer(text), *_after().finditer(text)):
        span = _bare(text, Span(*found.span()))
        name = text[slice(*span)]
        if len(name.split()) > 1 and _is_authority(name, text, span):
            yield Public(span, _kind(name), country_of(text, span), level_of(name, text, span))


def _ends_like_company(text: str, start: int, end: int) -> bool:
    words = text[start:end].split()
    return (
        len(words) > 1
        and words[-1] in suffixes()
        and words[-1] not in ("Trade", "Industry", "Energy", "Development", "Technology")
    )


def _is_authority(name: str, text: str, span: Span) -> bool:
    """Companies have departments too: one without a place or a field of policy is no authority."""
    if name.startswith("port of") and _AT.search(text, 0, span.start):
        return False
    office = re.search(
        r"\b(?:Department|Office|Bureau|Directorate|Agency|Authority|Board|department|office|bureau)\b", name
    )
    if office is None or country_of(text, span):
        return True
    return re.match(
        r"(?:\w+ )?(?:Department|Bureau|Office|Agency|Authority) (?:of|for) (?:the )?[A-Z][a-z]+", name
    ) is not None and name.startswith(
        ("Department", "Bureau", "Federal", "State", "National", "Port", "Harbour", "Harbor")
    )


def others(text: str) -> Iterator[Public]:
    """Return universities, institutes, associations and events."""
    for found in _events().finditer(text):
        span = _bare(text, Span(*found.span()))
        dated = _DATED.search(text, *span)
        yield Public(Span(span.start, dated.start() if dated else span.end), "event")
    for pattern, kind in _learned():
        for found in pattern.finditer(text):
            span = _bare(text, Span(*found.span()))
            if len(text[slice(*span)].split()) > 1:
                yield Public(span, kind, country_of(text, span))


def _kind(name: str) -> PartyType:
    if _BODY.search(name) and not re.search(r"government", name, re.IGNORECASE):
        return "government_body"
    return "government" if _GOVERNING.search(name) else "government_body"


def level_of(name: str, text: str, span: Span) -> str | None:
    """Return the level of an authority, by its own words, else by the place in its name."""
    for level, words in table("names")["authorities"]["levels"]:
        if re.search(rf"\b(?:{words})", name, re.IGNORECASE):
            return str(level)
    kinds = {"country": "national", "province": "province", "city": "city", "zone": "zone"}
    found = next(places(text, *span), None)
    return kinds[found[1].kind] if found else None


def country_of(text: str, span: Span) -> str | None:
    """Return the country of a place or of a nation's adjective in a name."""
    found = next(places(text, *span), None)
    if found:
        return found[1].country
    first = text[slice(*span)].split(" ", 1)[0]
    return nations().get(first) or None


def _bare(text: str, span: Span) -> Span:
    """Leave out words before the name that only begin the sentence."""
    start = span.start
    for word in re.finditer(rf"{CAPITAL}{SPACE}", text[slice(*span)]):
        plain = word[0].strip()
        keep = plain in (
            "City",
            "State",
            "Province",
            "Government",
            "Delegation",
            "Municipal",
            "Provincial",
            "First",
            "Second",
            "Third",
            "Joint",
        )
        if word.start() + span.start != start or plain not in stop_words() or keep:
            break
        start = span.start + word.end()
    delegated = _SENT.match(text, start, span.end)
    return Span(delegated.end() if delegated else start, _end(text, start, span.end))


def _end(text: str, start: int, end: int) -> int:
    """Leave out what begins after the name: "Government of Chile and Tuesday"."""
    for word in _CONNECTED.finditer(text, start, end):
        listed = "and" in word[0] and (_PLAIN.match(text, start) or _ends_like_company(text, word.start(1), end))
        placed = "and" in word[0] and any(one.end == word.start() for one, _ in places(text, start, word.start()))
        if word[1] in stop_words() or listed or placed:
            return word.start()
    return end
