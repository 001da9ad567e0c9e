"""Numbers of projects or agreements that were signed: "a total of 42 projects were signed", "of these, 17 …"."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from dicycle.agreements.document import Sentence, Span
from dicycle.agreements.extracting.parts import Act
from dicycle.agreements.languages.en.asserting import assertion, is_background
from dicycle.agreements.languages.en.lexicon import acts, pattern, table, verbs
from dicycle.agreements.languages.en.masking import Masked
from dicycle.agreements.languages.en.nouns import number_of
from dicycle.agreements.vocabulary import Qualifier

_NUMBER: Final = (
    r"(?:\d{1,3}(?:,\d{3})+|\d{1,4}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?)"
)


_ENDED: Final = (
    r"(?:edition|forum|fair|summit|conference|expo|congress|event|meeting|days|show|exhibition|week)\s+(?:[^;.]{0,50}?\s)?"
    r"(?:ended|closed|concluded|finished|wound up|produced|yielded|brought|resulted in|culminated in)(?:\s+with)?"
)


@cache
def _counted() -> re.Pattern[str]:
    said = table("acts")["numbers"]
    more, less, about = said["qualifiers_more"], said["qualifiers_less"], said["qualifiers_about"]
    return pattern(
        rf"(?<![\w.,€$£¥-])(?:(?:(?P<more>{more})|(?P<less>{less})|"
        rf"(?P<about>{about}))\s+)?(?P<number>{_NUMBER})(?P<plus>\+)?\s+(?P<things>{said['things']})(?![\w-])"
    )


@cache
def _whole() -> re.Pattern[str]:
    return pattern(r"\b(?:of|among|amongst|out of|within)\s+(?:the|these|those|all|its|their)\s+(?:total\s+of\s+)?$")


@cache
def _part() -> re.Pattern[str]:
    located = table("acts")["numbers"]["located"]
    return pattern(
        r"(?:\b(?:among|amongst|of|out of)\s+(?:the\s+|these\b|those\b|them\b|"
        rf"which\b)[^,.;]{{0,60}}?,?\s+|[,;]\s+(?:of which|with|including|"
        rf"among which)\s+)(?P<number>{_NUMBER})\b(?:\s+(?:projects?|agreements|contracts|deals|"
        rf"of them))?\s+(?P<verb>{located}|(?:were|was|have been|"
        rf"are)\s+(?:also\s+)?{verbs('sign').pattern}|(?:projects?\s+)?(?:involve|concern|"
        r"relate to|focus on|cover|deal with|are for|were for|"
        r"(?:are|were|fall) (?:in|within|under) (?:the )?(?:field|area|sector|category|domain)s?|"
        r"come from|came from|fall under)\b)"
    )


@cache
def _signed_behind() -> re.Pattern[str]:
    return pattern(
        r"^[^;]{0,160}?\b(?:were|was|have been|has been|had been|are|being|got|will be|"
        r"to be)?\s*(?:\w+ly\s+)?(?P<verb>signed|inked|concluded|sealed|agreed|initialled|"
        r"contracted)\b"
    )


@cache
def _signed_before() -> re.Pattern[str]:
    nouns = r"sign(?:ing|ature)(?:\s+ceremony)?\s+(?:of|for)"
    return pattern(
        rf"(?P<verb>{nouns}|{verbs('sign').pattern}|{_ENDED})(?:\s+(?:a\s+total\s+of|a\s+combined|"
        r"altogether|on|contracts?\s+for|agreements?\s+for))*\s+(?:the\s+)?$"
    )


def numbers(masked: Masked, sentence: Sentence, taken: Sequence[Act]) -> Iterator[Act]:
    """Return numbers of projects or agreements; none where the agreements were told one by one (`taken`)."""
    text = masked.flat
    for found in _part().finditer(text):
        yield _act(masked, sentence, found, found, part=True)
    for found in _counted().finditer(text):
        inside = Span(masked.base + found.start("number"), masked.base + found.end("things"))
        listed = text[found.end() :].lstrip().startswith(":")
        if listed or _whole().search(text, 0, found.start()) or any(one.span.meets(inside) for one in taken):
            continue
        verb = _signed_before().search(text, 0, found.start()) or _signed_behind().match(text[found.end() :])
        if verb is not None and _is_many(found):
            yield _act(masked, sentence, found, verb, part=False)


def _is_many(found: re.Match[str]) -> bool:
    number = number_of(found["number"])
    never = acts("marks", "never").search(found["things"]) is not None
    return number is not None and number > 1 and not never


def _act(masked: Masked, sentence: Sentence, found: re.Match[str], verb: re.Match[str], *, part: bool) -> Act:
    text = masked.flat
    number = Span(masked.base + found.start("number"), masked.base + found.end("number"))
    behind = verb.string is not text
    at = found.end() + verb.start("verb") if behind else verb.start("verb")
    end = found.end() + verb.end() if behind else max(found.end(), verb.end())
    start = found.start() if behind or part else min(verb.start("verb"), found.start())
    return Act(
        span=Span(masked.base + start + _leading(text, start), masked.base + end),
        sentence=sentence,
        verb="sign",
        kind="signed_projects",
        assertion="done" if part else assertion(text, 0, at),
        number=number_of(found["number"]),
        qualifier=_qualifier(found) if not part else "exact",
        number_span=number,
        part=part,
        historical=is_background(text[:start][-60:], text, loose=False),
    )


def _leading(text: str, start: int) -> int:
    return len(text[start:]) - len(text[start:].lstrip(" ,"))


def _qualifier(found: re.Match[str]) -> Qualifier:
    if found["more"] or found["plus"]:
        return "more_than"
    if found["less"]:
        return "approx" if found["less"].casefold() in ("nearly", "almost", "close to") else "less_than"
    return "approx" if found["about"] else "exact"
