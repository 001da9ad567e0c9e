"""Who else is there: hosts, organisers, occasions, witnesses, signing persons, speakers, sources, partners to be."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from dicycle.agreements.document import Span
from dicycle.agreements.extracting.parts import Act, Beside, Mention
from dicycle.agreements.languages.en.lexicon import verbs
from dicycle.agreements.languages.en.masking import EVENT, FILL, HUMAN, NAME, PARTY, SIGNS, Masked
from dicycle.agreements.vocabulary import Role

_TITLED: Final = r"(?:(?:the[ ]+)?(?:[\w.’'&-]+[ ]+){0,5}?)"
_THEN: Final = rf"(?:[ ]*(?:,|,?[ ]+and|,?[ ]+as well as)[ ]+{_TITLED}{HUMAN}{FILL}*+)*"
_ONWARD: Final = rf"{HUMAN}{FILL}*+{_THEN}"
_PEOPLE: Final = rf"{_TITLED}{_ONWARD}"
_SPOKE: Final = (
    r"(?:said|says|told|stated|added|commented|explained|noted|stressed|emphasi[sz]ed|"
    r"remarked|pointed out|declared|announced)"
)
_OF_PERSONS: Final = frozenset({"witness", "signing_person", "speaker"})
_RULES: Final[tuple[tuple[Role, str], ...]] = (
    ("host", rf"\bhosted(?:[ ]+\w+ly)?[ ]+by[ ]+(?:the[ ]+)?(?P<who>{PARTY})"),
    ("host", rf"(?P<who>{PARTY})[ ]+(?:hosts|hosted|is hosting)[ ]"),
    ("organiser", (rf"\b(?:co-)?organi[sz]ed(?:[ ]+\w+)?[ ]+by[ ]+(?:the[ ]+)?(?P<who>{PARTY}(?:(?:,|[ ]and|"
rf",[ ]and)[ ]+(?:the[ ]+)?{PARTY})*)")),
    ("witness", (r"\b(?:in the presence of|witnessed by|attended by|watched by|under the witness of|"
rf"accompanied by)[ ]+(?P<who>{_PEOPLE})")),
    ("witness", (rf"(?P<who>{_ONWARD})[ ]*+,?[ ]*+(?:(?:also|both|were|was|jointly)[ ]+)*(?:present|"
r"in attendance|attended|witnessed|witnessing|on hand)\b")),
    ("signing_person", (r"\b(?:signed|inked|initialled)(?:[ ]+(?:on behalf of|"
rf"for|at|in|on)[ ]+[^,;]{{2,60}}?)?[ ]+by[ ]+(?P<who>{_PEOPLE})")),
    ("signing_person", (rf"(?P<who>{_ONWARD})[ ]*+,?[ ]*+(?:(?:both|respectively|jointly|then|"
rf"on behalf of[ ][^,;]{{2,60}}?)[ ]+,?)*(?P<sign>{{SIGN}})\b")),
    ("signing_person", rf"\bfor[ ]+(?:the[ ]+)?{PARTY}[ ]*(?:,|by)[ ]+(?P<who>{_PEOPLE})"),
    ("speaker", rf"\b{_SPOKE}[ ]+(?P<who>{_TITLED}{HUMAN}{FILL}*+)"),
    ("speaker", rf"(?P<who>{HUMAN}{FILL}*+)[ ]*+,?[ ]*+(?:(?:also|who)[ ]+)?{_SPOKE}\b"),
    ("source", (r"\b[Aa]ccording to[ ]+(?:a[ ]+(?:statement|report|release|notice|announcement)[ ]+(?:by|"
rf"from|of)[ ]+)?(?:the[ ]+)?(?:press service of[ ]+(?:the[ ]+)?)?(?P<who>{NAME}{FILL}*+)")),
    ("planned_partner", (r"\bwill[ ]+(?:also[ ]+|jointly[ ]+)?(?:team up|cooperate|co-operate|collaborate|partner|"
r"work(?:[ ]+closely)?|join forces|"
rf"join hands)[ ]+with[ ]+(?:the[ ]+)?(?P<who>{NAME}{FILL}*+)")),
)  # fmt: skip


@cache
def _rules() -> tuple[tuple[Role, re.Pattern[str]], ...]:
    return tuple(
        (role, re.compile(source.replace("{SIGN}", verbs("sign").pattern), re.IGNORECASE)) for role, source in _RULES
    )


def besides(masked: Masked, acts: Sequence[Act]) -> Iterator[Beside]:
    """Return who else has a part in what a sentence tells."""
    persons = HUMAN in masked.people
    for role, rule in _rules():
        if role in _OF_PERSONS and not persons:
            continue
        for found in rule.finditer(_told(masked, role)):
            if role == "signing_person" and not acts:
                continue
            for mention in masked.inside(*found.span("who")):
                if (mention.kind == "person") == (role in _OF_PERSONS):
                    yield Beside(mention, role, _span(masked, mention))
    yield from _occasions(masked, acts)


def _told(masked: Masked, role: Role) -> str:
    if role in ("host", "organiser"):
        return masked.text
    return masked.people if role == "witness" else masked.flat


def _span(masked: Masked, mention: Mention) -> Span:
    """Return a person with the position behind the name."""
    start = mention.start - masked.base
    aside = re.match(rf"[{SIGNS[1:-1]}]{FILL}*+(?P<aside>,[ ][^;]*)?", masked.text[start:])
    end = mention.end - masked.base
    if mention.kind == "person" and aside and aside["aside"]:
        blank = re.match(r" *", masked.flat[end:])
        length = blank.end() if blank else 0
        told = masked.text[end : end + length].rstrip(" ,")
        end += len(told)
    return Span(mention.start, masked.base + end)


def _occasions(masked: Masked, acts: Sequence[Act]) -> Iterator[Beside]:
    if not acts:
        return
    for place in sorted(masked.at):
        if masked.text[place] == EVENT and _AT.search(masked.text, 0, place):
            yield Beside(masked.at[place], "occasion", masked.at[place].span)


_AT: Final = re.compile(
    r"\b(?:at|during|of|on|in|to|for|within)[ ]+(?:the[ ]+|this year['’]s[ ]+|the ongoing[ ]+)?"
    r"(?:(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|"
    r"\d+(?:st|nd|rd|th)|annual|inaugural)[ ]+)*$",
    re.IGNORECASE,
)
