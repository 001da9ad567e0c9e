"""How an agreement's name is bound to what was done: by a verb before or behind it, or by a noun of action."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from dicycle.agreements.document import Span
from dicycle.agreements.languages.en.lexicon import acts, pattern, verbs
from dicycle.agreements.languages.en.masking import FILL, PARTY, SIGNS
from dicycle.agreements.languages.en.nouns import Noun

_CLASSES: Final = ("sign", "reach", "announce", "win", "form", "expand", "terminate", "suspend")
_FORMED: Final = frozenset({"joint_venture", "strategic_cooperation_agreement"})
_ACTION: Final = (
    r"\b(?P<act>sign(?:ing|ature|-?off)|conclusion|execution|completion|finali[sz]ation|"
    r"inking|exchange|award|termination|cancellation|"
    r"dissolution|expiry|expansion|extension|renewal|formation|establishment|creation|suspension)(?:\s+ceremon(?:y|ies))?\s+(?:of|for)\s+$"
)
_GAP: Final = (
    r"(?:\s+(?:up|out|today|yesterday|jointly|here|officially|formally|recently|successfully|together))?"
    r"(?:,?\s+(?:with|on|in|at|during|this|last|late|early|earlier|within|under|today|yesterday)\b[^;]{0,110}?,?)?"
)
_BE: Final = (
    r"(?:(?:has|have|had|will|would|may|might|could|should|shall|can|is|are|was|were|be|been|"
    r"being|to|not|also|then|recently|officially|"
    r"formally|finally|soon|jointly|today|previously|already|yet|now|\w+ly|expected|scheduled|"
    r"due|planned|set|reportedly)\s+)+"
)
_IS: Final = re.compile(r"\b(?:is|are|was|were|be|been|being)\b", re.IGNORECASE)
_JOINED: Final = re.compile(
    r"(?:,|\band\b|\bas well as\b|\bplus\b|\balong with\b|\bor\b)\s*(?:also\s+|both\s+)?$", re.IGNORECASE
)
_FINITE: Final = re.compile(
    r"\b(?:has|have|had|will|would|is|are|was|were|said|says|announced|signed|plans?|aims?)\b", re.IGNORECASE
)


class Link(NamedTuple):
    """How a noun is bound to what was done: the verb's place and class, and where the parties stand."""

    verb: Span
    of: str
    shape: str
    before: int
    behind: int


def is_purpose(text: str, link: Link, before: Sequence[tuple[Noun, Link]]) -> bool:
    """Tell whether something is what was agreed on, not done: "signed an agreement to form a joint venture"."""
    to = link.of == "form" and re.search(r"\bto\s+(?:\w+ly\s+)?$", text[: link.verb.start])
    return bool(to) and (bool(before) or re.search(r"\bagree[sd]?\b", text[: link.verb.start]) is not None)


@cache
def _active(of: str) -> re.Pattern[str]:
    gap = _GAP if of != "win" else rf"(?:{_GAP}|\s+(?:the\s+)?{PARTY}\s*)"
    return pattern(rf"{verbs(of).pattern}{gap}\s*[\"“'‘]?$")


@cache
def _passive(of: str) -> re.Pattern[str]:
    return pattern(rf"^(?P<gap>[^;]{{0,170}}?)(?<![\w-])(?P<be>{_BE})(?P<verb>{verbs(of).pattern})")


@cache
def _participle() -> re.Pattern[str]:
    return pattern(
        r"^[\"”'’]?\s*,?\s*(?:(?:that|which)\s+)?(?:(?!(?:to|will|and|"
        rf"or)\b)\w+\s+){{0,2}}?(?P<verb>{verbs('sign', 'reach', 'win').pattern})(?!\s+(?:a|an|the|"
        r"its|their)\b)"
    )


@cache
def _relative() -> re.Pattern[str]:
    return pattern(
        rf"^\s*,?\s*(?:(?:that|which)\s+)?(?P<who>(?:the\s+)?{SIGNS}{FILL}*+(?:(?:,|\s+and)\s+(?:the\s+)?{SIGNS}{FILL}*+)*)\s+(?:(?:has|"
        r"have|had|already|previously|recently|"
        rf"also)\s+)*(?P<verb>{verbs('sign', 'reach', 'win', 'announce').pattern})"
    )


_MADE_OF: Final = re.compile(
    r"\b(?:formali[sz](?:es?|ed|ing)|convert(?:s|ed|ing)?|firm(?:s|ed|ing)? up|turn(?:s|ed|ing)?)\s+$", re.IGNORECASE
)


def link_of(text: str, noun: Noun, before: Sequence[tuple[Noun, Link]]) -> Link | None:
    """Return how an agreement's name is bound to an act, None if it is not."""
    start = noun.span.start
    if noun.kind == "memorandum" and _MADE_OF.search(text, 0, start):
        return None  # what becomes an agreement was told when it was signed
    return (
        _linked_by_action(text, noun)
        or _linked_active(text, noun, before)
        or _linked_joined(text, noun, before)
        or _linked_passive(text, noun)
        or _linked_participle(text, noun, start)
        or _linked_under(text, noun)
    )


def _linked_by_action(text: str, noun: Noun) -> Link | None:
    found = pattern(_ACTION).search(text, 0, noun.span.start)
    if found is None:
        return None
    of = "terminate" if found["act"].casefold()[:4] in ("term", "canc", "diss", "expi") else "sign"
    of = "expand" if found["act"].casefold()[:4] in ("expa", "exte", "rene") else of
    of = "suspend" if found["act"].casefold().startswith("susp") else of
    return Link(Span(*found.span("act")), of, "action", found.start(), noun.span.end)


def _linked_active(text: str, noun: Noun, before: Sequence[tuple[Noun, Link]]) -> Link | None:
    floor = before[-1][0].head.end if before else 0
    best: Link | None = None
    for of in _CLASSES:
        found = _active(of).search(text, floor, noun.span.start)
        if found is None or not _fits(of, noun, text, found):
            continue
        head = verbs(of).search(text, found.start(), found.end())
        if (
            head
            and (best is None or head.start() > best.verb.start)
            and not _FINITE.search(text, head.end(), noun.span.start)
        ):
            best = Link(Span(*head.span()), of, "active", head.start(), noun.span.end)
    return best


def _fits(of: str, noun: Noun, text: str, found: re.Match[str]) -> bool:
    """Tell whether a verb of a class goes with an agreement's name: one wins contracts, forms ventures."""
    if of == "win":
        return noun.head_kind in ("contract", "supply_or_offtake") or noun.kind == "supply_or_offtake"
    if of == "form":
        return noun.kind in _FORMED or noun.head_kind in _FORMED
    if of == "announce":
        after = text[noun.span.end : noun.span.end + 60]
        return (
            noun.determiner not in ("the", "this", "that", "any", "no", "their", "its")
            or " with " in after
            or " between " in after
        )
    if of in ("sign", "reach") and noun.head_kind == "strategic_cooperation_agreement":
        return not re.search(r"\b(?:made|make|makes|come|closed?)\b", found[0], re.IGNORECASE)
    if of == "terminate" and re.search(r"\bend", found[0], re.IGNORECASE):
        return noun.determiner != ""
    return True


def _linked_joined(text: str, noun: Noun, before: Sequence[tuple[Noun, Link]]) -> Link | None:
    if not before:
        return None
    last, link = before[-1]
    between = text[last.head.end : noun.span.start]
    if re.fullmatch(r"\s*:\s*", between):
        return Link(link.verb, link.of, "joined", link.before, noun.span.end)
    if link.shape not in ("active", "joined") or not _JOINED.search(between) or _FINITE.search(between):
        return None
    return Link(link.verb, link.of, "joined", link.before, noun.span.end)


def _linked_passive(text: str, noun: Noun) -> Link | None:
    rest = text[noun.span.end :]
    best: Link | None = None
    for of in _CLASSES:
        found = _passive(of).match(rest) if of != "announce" else None
        if found is None or not _IS.search(found["be"]) or _FINITE.search(found["gap"]) or not _passive_fits(of, noun):
            continue
        verb = Span(noun.span.end + found.start("verb"), noun.span.end + found.end("verb"))
        if best is None or verb.start < best.verb.start:
            best = Link(verb, of, "passive", noun.span.start, noun.span.end)
    lapsed = re.match(rf"^[^.;,]{{0,60}}?\s(?P<verb>{acts('verbs', 'lapses').pattern})", rest, re.IGNORECASE)
    verb = Span(noun.span.end + lapsed.start("verb"), noun.span.end + lapsed.end("verb")) if lapsed else noun.span
    if lapsed and (best is None or verb.start < best.verb.start):
        best = Link(verb, "terminate", "passive", noun.span.start, noun.span.end)
    inverted = pattern(r"\b(?P<verb>signed|inked|concluded|agreed) (?:was|were)\s+(?:also\s+)?$").search(
        text, 0, noun.span.start
    )
    if best is None and inverted:
        best = Link(Span(*inverted.span("verb")), "sign", "passive", noun.span.start, noun.span.end)
    return best


def _passive_fits(of: str, noun: Noun) -> bool:
    if of == "form":
        return noun.kind in _FORMED or noun.head_kind in _FORMED
    return of != "win" or noun.kind in ("contract", "supply_or_offtake")


def _linked_under(text: str, noun: Noun) -> Link | None:
    """Find "Example will supply Sample under a long-term agreement": the agreement is there."""
    led = re.search(r"\bunder\s+$", text[: noun.span.start])
    supplies = _WILL_SUPPLY.search(text, 0, noun.span.start) or _HIRED.search(text, 0, noun.span.start)
    if led is None or supplies is None or noun.determiner in ("the", "this", "that", "its", "their"):
        return None
    return Link(Span(led.start(), led.end() - 1), "sign", "under", noun.span.start, noun.span.end)


_WILL_SUPPLY: Final = re.compile(
    (
        r"\b(?:will|to|would|shall)\s+(?:\w+ly\s+)?(?:supply|deliver|provide|buy|purchase|source|"
        r"sell|recycle|take back|process)\b"
    ),
    re.IGNORECASE,
)


_HIRED: Final = re.compile(
    r"\b(?:hired|engaged|commissioned|appointed|retained|tasked|contracted|hires|appoints|commissions)\s+",
    re.IGNORECASE,
)


def _linked_participle(text: str, noun: Noun, start: int) -> Link | None:
    rest = text[noun.span.end :]
    for shape, found in (("participle", _participle().match(rest)), ("relative", _relative().match(rest))):
        if found:
            verb = Span(noun.span.end + found.start("verb"), noun.span.end + found.end("verb"))
            of, verb = _ended(text, verb) if noun.determiner in ("the", "its", "their", "this") else ("sign", verb)
            return Link(verb, of, shape, noun.span.end if shape == "relative" else start, noun.span.end)
    return None


def _ended(text: str, verb: Span) -> tuple[str, Span]:
    """Return what became of an agreement told with its signing: "the contract signed in May has been cancelled"."""
    for of in ("terminate", "suspend"):
        found = _passive(of).match(text[verb.end :])
        if found and _IS.search(found["be"]) and not _FINITE.search(found["gap"]):
            return of, Span(verb.end + found.start("verb"), verb.end + found.end("verb"))
    return "sign", verb
