"""Between whom an agreement is: the subject, those behind "with", "between", "by", and the main clause's parties."""

import re
from collections.abc import Sequence
from typing import Final

from dicycle.agreements.document import Span
from dicycle.agreements.languages.en.lexicon import acts
from dicycle.agreements.languages.en.linking import Link
from dicycle.agreements.languages.en.masking import PARTY, Masked
from dicycle.agreements.languages.en.nouns import Noun
from dicycle.agreements.languages.en.parties import Group, behind, of_list, subject, whose

LED: Final = re.compile(
    (
        r"\b(?:under|following|pursuant to|according to|based on|as part of|after|in line with|"
        r"thanks to)\s+(?:the\s+terms\s+of\s+)?(?:an?\s+|the\s+|its\s+)?$"
    ),
    re.IGNORECASE,
)
_MAIN: Final = re.compile(
    (
        r"\b(?:will|would|shall|is to|are to|to|has|have|had|opened|opens|starts?|started|began|"
        r"supplies|delivers|supplied|hired|engaged|commissioned|appointed|retained|tasked|contracted)\b"
    ),
    re.IGNORECASE,
)
_OBJECT: Final = re.compile(
    (
        r"(?:\w+(?: to)?\s+(?:\w+ly\s+)?(?:supply|provide|equip|furnish|supplies|provides)|"
        rf"(?:\w+\s+)?(?:hired|engaged|commissioned|appointed|retained|tasked|contracted))\s+(?:the\s+)?(?P<who>(?:[\w’'-]+\s+){{0,4}}?{PARTY})"
    ),
    re.IGNORECASE,
)
_OF_SEVERAL: Final = frozenset({"joint_venture", "strategic_cooperation_agreement"})
_SELLS: Final = re.compile(
    r"\b(?:supply|supplies|supplying|deliver\w*|sell\w*|sale|provid\w+|supply of|shipment)\b", re.IGNORECASE
)
_BUYS: Final = re.compile(
    r"\b(?:buy\w*|purchas\w+|procur\w+|sourc\w+|off-?take\w*|acquir\w+|obtain\w*|deliver\w+|suppl\w+)\b", re.IGNORECASE
)
_LEFT_CLAUSE: Final = re.compile(
    r"(?:,\s+(?:which|who|where|said|according|while|adding|as)\b|\b(?:said|says|according to)\b|;)", re.IGNORECASE
)
_IN_WORDS: Final = re.compile(
    (
        r"\b(?:compete|equipped|associated|dealing|together|along|line|accordance|compliance|"
        r"familiar|compared|starting|beginning|consultation|contact|interview)\s+$"
    ),
    re.IGNORECASE,
)


def groups_of(masked: Masked, text: str, noun: Noun, link: Link, end: int) -> tuple[Group, ...]:
    """Return the parties, one group for each agreement."""
    found = list(behind(masked, text, link.behind, end))
    between = [group for word, _, group in found if word in ("between", "among", "amongst")]
    if between:
        return tuple(between)
    owners = whose(masked, text, noun.head.end) if noun.head_kind in _OF_SEVERAL else ()
    if len(owners) > 1:
        return (owners,)
    first = _subject(masked, text, noun, link)
    others = _counterparts(text, noun, link, found)
    inner = _inner(masked, text, noun, link)
    first = (*first, *(one for one in inner if one not in first))
    if len(first) + sum(map(len, others)) < 2:
        aside = _supplied(masked, text, noun, link)
        first = (
            *first,
            *(one for one in aside if one not in first and one not in [x for group in others for x in group]),
        )
    if not others:
        return (first,)
    if _are_several(noun, first, others, text):
        return tuple((*first, one) for group in others for one in group)
    return ((*first, *(one for group in others for one in group if one not in first)),)


def _subject(masked: Masked, text: str, noun: Noun, link: Link) -> Group:
    if link.shape in ("passive", "participle", "under"):
        return ()
    if link.shape == "relative":
        return subject(masked, text, noun.span.end, link.verb.start)
    return subject(masked, text, 0, link.before)


def _inner(masked: Masked, text: str, noun: Noun, link: Link) -> Group:
    """Return parties between verb and noun: "awarded Example a contract", "signed with Example an agreement"."""
    if link.shape != "active":
        return ()
    gap = text[link.verb.end : noun.span.start]
    if link.of == "win" and re.match(rf"\s*(?:the\s+)?{PARTY}\s*$", gap):
        return tuple(one for one in masked.inside(link.verb.end, noun.span.start))
    found = list(behind(masked, text, link.verb.end, noun.span.start))
    return tuple(one for word, _, group in found if word in ("with", "by") for one in group)


def _counterparts(text: str, noun: Noun, link: Link, found: Sequence[tuple[str, Span, Group]]) -> list[Group]:
    wanted = {"with"} | ({"by"} if link.shape in ("passive", "participle", "action") or link.of == "win" else set())
    chosen: list[Group] = []
    for word, span, group in found:
        lead = text[max(link.behind, span.start - 90) : span.start]
        if (word in wanted and (not chosen or _goes_with(text, chosen, span)) and not _elsewhere(lead, word)) or (
            not chosen
            and (
                (word == "to" and _SELLS.search(lead))
                or (word == "from" and (link.of == "win" or _gets(text, link) or _BUYS.search(lead)))
            )
        ):
            chosen.append(group)
    return chosen


def _gets(text: str, link: Link) -> bool:
    return re.match(r"secur|land|clos|book", text[slice(*link.verb)], re.IGNORECASE) is not None


def _elsewhere(lead: str, word: str) -> bool:
    return _LEFT_CLAUSE.search(lead) is not None or _IN_WORDS.search(lead) is not None


def _goes_with(text: str, chosen: Sequence[Group], span: Span) -> bool:
    return re.search(r"(?:,|\band)\s*$", text[: span.start]) is not None


def _supplied(masked: Masked, text: str, noun: Noun, link: Link) -> Group:
    """Return the parties of the main clause beside an agreement told in passing.

    "Under a contract signed today, Example will take back batteries from Sample", "Example will supply Sample under …".
    """
    before = text[: noun.span.start]
    led = LED.search(before)
    if link.shape not in ("participle", "relative", "under") or led is None:
        return ()
    first, rest = _main_clause(masked, text, noun, link, led.start())
    if not first or rest < 0:
        return first
    direct = _OBJECT.match(text, rest)
    if direct:
        return (*first, *of_list(masked, direct.start("who"), direct.end("who")))
    end = led.start() if led.start() > rest else len(text)
    for word, _, group in behind(masked, text, rest, end):
        if word in ("from", "to", "with"):
            return (*first, *(one for one in group if one not in first))
    return first


def _main_clause(masked: Masked, text: str, noun: Noun, link: Link, led: int) -> tuple[Group, int]:
    """Return the subject of the main clause and where its verb begins."""
    for found in _MAIN.finditer(text):
        if found.start() < led or found.start() > max(noun.span.end, link.verb.end):
            group = subject(masked, text, led if found.start() > led and led < 3 else 0, found.start())
            if group:
                return group, found.start()
    return (), -1


def _are_several(noun: Noun, first: Group, others: Sequence[Group], text: str) -> bool:
    """Tell whether a plural with one party before and several behind is one agreement with each of them."""
    number = sum(len(group) for group in others)
    if not noun.plural or number < 2 or noun.head_kind == "strategic_cooperation_agreement":
        return False
    return len(first) == 1 and (noun.number in (None, number) or acts("marks", "separate").search(text) is not None)
