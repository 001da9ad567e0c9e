"""A sentence with its mentions as single signs, of the same length: patterns of grammar then need no names.

Each mention becomes a sign of its kind and fillers; what stands in brackets, appositions and descriptions before a name
become blanks in `flat`. Offsets stay those of the sentence.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final, NamedTuple

from dicycle.agreements.document import Document, Sentence
from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.languages.en.lexicon import named

NAME: Final = "\ue000"
PHRASE: Final = "\ue001"
HUMAN: Final = "\ue002"
PLACE: Final = "\ue003"
EVENT: Final = "\ue004"
FILL: Final = "\ue00f"
SIGNS: Final = f"[{NAME}{PHRASE}{HUMAN}]"
ONE: Final = f"{SIGNS}{FILL}*+"
PARTY: Final = f"[{NAME}{PHRASE}]{FILL}*+"

FUNCTION_WORDS: Final = (
    r"(?:with|between|by|of|for|to|in|on|at|from|has|have|had|will|would|is|are|was|were|be|"
    r"been|said|says|that|which|who|"
    r"signed|signs|sign|inked|agreed|announced|under|after|before|during|following|and|or|as|into|than|via|through|its)"
)
"""Words that stand in no description of a name."""

_KINDS: Final = {"person": HUMAN, "place": PLACE, "event": EVENT}
_BRACKETS: Final = re.compile(r"\([^()]*\)|（[^（）]*）|\[[^\[\]]*\]|[–—-] [^–—]{3,80} [–—-](?= )")
_UNDER: Final = r"(?:[\w-]+[ ]){0,4}?(?:subsidiary|unit|arm|division|affiliate|subsidiaries|brand|joint venture)"


class Masked(NamedTuple):
    """A sentence: `text` with signs for mentions, `flat` without asides; `at` are the mentions by their place in it.

    `people` is it without brackets and positions only: for who was there.
    """

    base: int
    text: str
    flat: str
    people: str
    at: dict[int, Mention]
    employer: dict[int, Mention]

    def inside(self, start: int, end: int) -> list[Mention]:
        """Return the mentions of a part."""
        return [self.at[place] for place in sorted(self.at) if start <= place < end]


@cache
def _blanked() -> tuple[re.Pattern[str], ...]:
    noun = f"(?:{named('nominal', 'company')}|{named('nominal', 'companies')}|investors)"
    described = rf"(?:(?!{FUNCTION_WORDS}\b|(?:the|an?|their)\b)[\w’'&/-]+[ ])"
    begins = (
        r"(?:an?(?=[ ](?!total|number|series|joint|new|combined))|"
        r"one of|part of|which|who|whose|where|based|headquartered|owned|formerly|itself|"
        r"operator|maker|producer|"
        r"led|backed|represented|known|listed|located|founded|acting|supported|Europe['’]s|"
        r"Asia['’]s|China['’]s|previously|"
        rf"provider|manufacturer|developer|supplier|(?:{NAME}|{PLACE}){FILL}*+['’]s|"
        rf"the[ ](?!{NAME})|\w+-(?:based|owned|listed|backed)|(?:[Tt]he[ ])?{PHRASE})"
    )
    titled = rf"(?:the[ ])?(?:[\w.’'&-]+[ ]){{0,5}}?{HUMAN}{FILL}*+"
    return (
        re.compile(rf"\b[Ii]n the presence of[ ]{titled}(?:[ ]*(?:,|,?[ ]+and)[ ]+{titled})*[ ]*,?"),
        re.compile(
            rf"{NAME}{FILL}*+,?[ ](?:acting[ ])?(?:through|via)[ ](?:its|the|their|a)[ ]{_UNDER},?[ ](?={NAME})"
        ),
        re.compile(rf"{NAME}{FILL}*+(?:['’]s)?[ ]{_UNDER},?[ ](?={NAME})"),
        re.compile(rf"(?<=[{NAME}{FILL}])[ ]*,[ ]{begins}(?![\w])[^,;]{{2,200}}?(?:,(?=[ ])|(?=[.;]?$)|(?=;))"),
        re.compile(
            rf"(?<![\w-])(?:(?:the|an?|its|their)[ ])?{described}{{0,5}}?\b{noun}[ ][\"“„«‘']?(?={NAME})", re.IGNORECASE
        ),
    )


@cache
def _position() -> re.Pattern[str]:
    title = named("positions")
    ends = (
        rf"(?:,(?=[ ])|(?=[ ]and[ ](?:(?:Dr|Mr|Mrs|Ms|Prof)\.?[ ])?{HUMAN})|"
        r"(?=[ ](?:and[ ])?(?:signed|inked|were|was|have|has|attended|witnessed|said|"
        r"on[ ]behalf))|(?=[.;]?$))"
    )
    return re.compile(rf"{HUMAN}{FILL}*+(?P<aside>[ ]*,[ ][^,;{HUMAN}]*?{title}\b[^,;{HUMAN}]{{0,120}}?{ends})")


@cache
def _works_for() -> re.Pattern[str]:
    """Whom a person works for, right behind the name: "Anna Sample of Example Ltd"."""
    return re.compile(rf"{HUMAN}{FILL}*+(?P<aside>[ ](?:of|from)[ ](?:the[ ])?{PARTY})")


@cache
def _office() -> re.Pattern[str]:
    """A position before a person's name: "head of Example Anna Sample", "the CEO of Example, Anna Sample"."""
    title = named("positions")
    return re.compile(
        rf"(?:\b[Tt]he[ ])?(?:[\w-]+[ ]){{0,2}}?{title}[ ](?:of|at)[ ](?:the[ ])?(?P<whose>{PARTY}),?[ ](?={HUMAN})"
    )


@cache
def _before() -> re.Pattern[str]:
    title = named("positions")
    return re.compile(
        rf"{PARTY}(?:['’]s?)?[ ](?:[\w&’'-]+[ ]){{0,5}}?{title}(?:[ ]and[ ][\w ]+?)?,?[ ](?=(?:(?:Dr|"
        rf"Mr|Mrs|Ms|Prof)\.?[ ])?{HUMAN})"
    )


def masked(document: Document, sentence: Sentence, mentions: Sequence[Mention]) -> Masked:
    """Return a sentence with its mentions masked."""
    base = sentence.start
    signs = list(document.text[base : sentence.end].replace("\n", " ").replace("\u00a0", " "))
    at: dict[int, Mention] = {}
    for one in mentions:
        signs[one.start - base : one.end - base] = _sign(one) + FILL * (one.end - one.start - 1)
        at[one.start - base] = one
    text = "".join(signs)
    flat = _blank(text, (found.span() for found in _BRACKETS.finditer(text)))
    flat, employer = _positions(flat, at)
    people = flat
    for pattern in _blanked():
        flat = _blank(flat, (found.span() for found in pattern.finditer(flat)))
    return Masked(base, text, flat, people, at, employer)


def _sign(mention: Mention) -> str:
    return _KINDS.get(mention.kind, PHRASE if mention.nominal else NAME)


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in list(spans):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _positions(flat: str, at: dict[int, Mention]) -> tuple[str, dict[int, Mention]]:
    """Blank the positions of persons, and note whose they are."""
    employer: dict[int, Mention] = {}
    if HUMAN not in flat:
        return flat, employer
    for found in [*_position().finditer(flat), *_works_for().finditer(flat)]:
        inside = [at[place] for place in sorted(at) if found.start("aside") <= place < found.end("aside")]
        parties = [one for one in inside if one.kind not in ("place", "event", "person")]
        if parties:
            employer[found.start()] = parties[-1]
        flat = _blank(flat, [found.span("aside")])
    for found in [*_office().finditer(flat)]:
        employer[found.end()] = at[found.start("whose")]
        flat = _blank(flat, [found.span()])
    for found in [*_before().finditer(flat)]:
        if at[found.start()].kind not in ("place", "event"):
            employer[found.end() + flat[found.end() :].index(HUMAN)] = at[found.start()]
        flat = _blank(flat, [found.span()])
    return flat, employer
