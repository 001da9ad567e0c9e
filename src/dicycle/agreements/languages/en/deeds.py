"""Acts of signing, agreeing on, forming, winning, ending: a verb or a noun of action with a phrase for an agreement."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from dicycle.agreements.document import Sentence, Span
from dicycle.agreements.extracting.parts import Act, Assertion, Verb
from dicycle.agreements.languages.en.asserting import assertion, is_background
from dicycle.agreements.languages.en.lexicon import acts
from dicycle.agreements.languages.en.linking import Link, is_purpose, link_of
from dicycle.agreements.languages.en.masking import Masked
from dicycle.agreements.languages.en.nouns import Noun, is_none, is_number, nouns
from dicycle.agreements.languages.en.parties import Group
from dicycle.agreements.languages.en.sides import LED, groups_of
from dicycle.agreements.vocabulary import Kind

MOST: Final = 30
"""Names of agreements of one sentence that are looked at: a sentence with more is a list, or made to cost time."""

_VERBS: Final[dict[str, Verb]] = {
    "sign": "sign", "reach": "sign", "announce": "sign", "win": "sign", "form": "sign", "expand": "expand",
    "terminate": "terminate", "suspend": "suspend",
}  # fmt: skip
_PROJECT: Final = re.compile(
    r"\b(?:project|plant|factory|gigafactory|production base|build|construct\w*|invest\w*)\b", re.IGNORECASE
)
_WILL_DELIVER: Final = re.compile(
    r"\b(?:will|to|would|shall)\s+(?:\w+ly\s+)?(?:supply|deliver|provide|buy|purchase|source|sell)\b", re.IGNORECASE
)


def deeds(masked: Masked, sentence: Sentence) -> list[Act]:
    """Return what a sentence tells of agreements that are called so."""
    found: list[tuple[Noun, Link]] = []
    for noun in islice(nouns(masked.text), MOST):
        text = _body(masked, noun).flat
        link = None if is_none(noun, text) else link_of(text, noun, found)
        if link is not None and link.shape == "joined" and text[: noun.span.start].rstrip().endswith(":"):
            found.pop()  # "two agreements: an offtake agreement and …": those named count
        if link is not None and not is_purpose(text, link, found):
            found.append((noun, link))
    return [
        act for place, (noun, link) in enumerate(found) for act in _acts(masked, sentence, noun, link, found, place)
    ]


def _body(masked: Masked, noun: Noun) -> Masked:
    """Return the sentence without asides, but with them for what stands in one."""
    return masked if masked.flat[slice(*noun.head)].strip() else masked._replace(flat=masked.text)


def _acts(
    masked: Masked, sentence: Sentence, noun: Noun, link: Link, found: Sequence[tuple[Noun, Link]], place: int
) -> Iterator[Act]:
    masked = _body(masked, noun)
    text = masked.flat
    end = found[place + 1][0].span.start if place + 1 < len(found) else len(text)
    following = found[place + 1][1] if place + 1 < len(found) else None
    end = min(end, following.verb.start) if following and following.shape == "active" else end
    groups = groups_of(masked, text, noun, link, end)
    if is_number(noun, groups) or _says_nothing(noun, link, groups):
        return
    yield _act(masked, sentence, noun, link, groups, text, end)


def _says_nothing(noun: Noun, link: Link, groups: Sequence[Group]) -> bool:
    """Agreements in general are no act: "companies sign agreements", "announced deals"."""
    empty = not any(groups)
    if link.of == "announce":
        return all(len(group) < 2 for group in groups) and (empty or noun.kind == "contract")
    return empty and noun.plural and noun.determiner in ("", "any", "some", "many") and link.shape != "passive"


def _act(
    masked: Masked, sentence: Sentence, noun: Noun, link: Link, groups: tuple[Group, ...], text: str, end: int
) -> Act:
    first, last = min(link.verb.start, noun.span.start), max(link.verb.end, noun.span.end)
    first, last = (first, last) if link.shape not in ("joined",) else noun.span
    told = text[max(0, first - 60) : end]
    return Act(
        span=Span(masked.base + first, masked.base + last),
        sentence=sentence,
        verb=_verb(noun, link, text),
        kind=_kind(text, noun, link, groups)
        if not (_verb(noun, link, text) == "agree" and _is_bare(noun))
        else "talks",
        groups=groups,
        assertion=_assertion(text, noun, link),
        noun=Span(masked.base + _bare(noun), masked.base + noun.span.end),
        title=_title(masked, noun),
        strategic=acts("marks", "strategic").search(noun.words) is not None,
        binding=_binding(noun, text),
        fresh=_fresh(text, noun, link),
        historical=_historical(text, noun, link, told),
        nominal=_is_known(noun, text),
    )


def _kind(text: str, noun: Noun, link: Link, groups: Sequence[Group]) -> Kind:
    """Return the kind: who will supply has one of supply, who builds with an authority's leave one of investment."""
    public = any(one.kind in ("government", "government_body") for group in groups for one in group)
    if acts("marks", "land").match(text[noun.span.end :].lstrip()):
        return "contract"
    if noun.kind == "contract" and public and _PROJECT.search(text, noun.span.end):
        return "investment_agreement"
    if noun.kind == "contract" and link.shape in ("under", "participle") and LED.search(text[: noun.span.start]):
        return "supply_or_offtake" if _WILL_DELIVER.search(text) else noun.kind
    return noun.kind


def _is_known(noun: Noun, text: str) -> bool:
    """Tell whether an agreement is spoken of as known: "the agreement", "a corresponding contract"."""
    told = noun.determiner in ("the", "this", "that", "its", "their") or acts("marks", "known").search(noun.words)
    return bool(told) or acts("marks", "known").match(text[noun.span.end :].lstrip()) is not None


def _is_bare(noun: Noun) -> bool:
    """Tell whether something is only agreed on, without an agreement: "agreed on cooperation"."""
    return noun.head_kind == "strategic_cooperation_agreement" and not noun.determiner


def _bare(noun: Noun) -> int:
    skip = len(noun.determiner) if noun.determiner in ("a", "an", "the") else 0
    rest = noun.words[skip:]
    return noun.span.start + skip + len(rest) - len(rest.lstrip())


def _verb(noun: Noun, link: Link, text: str) -> Verb:
    said = text[slice(*link.verb)].casefold()
    if link.of == "reach" and (
        said.startswith("agree") or noun.determiner == "" or "principle" in text[noun.span.end :][:16]
    ):
        return "agree"
    if (
        re.search(r"\b(?:preliminary|tentative|provisional|verbal|initial|informal)\b", noun.words, re.IGNORECASE)
        and link.of == "reach"
    ):
        return "agree"
    return _VERBS[link.of]


def _assertion(text: str, noun: Noun, link: Link) -> Assertion:
    told = assertion(text, 0, link.verb.start)
    if told == "done" and (noun.determiner in ("no", "any") or _WITHOUT.search(text, 0, noun.span.start)):
        return "negated"
    if told == "done" and re.search(
        r"\b(?:planned|draft|proposed|possible|potential|future|prospective)\b", noun.words, re.IGNORECASE
    ):
        return "planned"
    if told == "done" and link.shape == "action" and acts("asserted", "later").search(text, noun.span.end):
        return "planned"
    if told == "done" and link.shape == "action" and acts("asserted", "slipped").match(text[noun.span.end :]):
        return "negated"
    return told


_WITHOUT: Final = re.compile(r"\b(?:without|instead of|rather than|short of|not)\s+$", re.IGNORECASE)


def _binding(noun: Noun, text: str) -> bool | None:
    near = text[noun.span.start : noun.span.end + 60]
    if acts("marks", "not_binding").search(near):
        return False
    return True if acts("marks", "binding").search(noun.words) else None


def _fresh(text: str, noun: Noun, link: Link) -> bool:
    before = text[max(0, min(link.verb.start, noun.span.start) - 40) : noun.span.end]
    return link.shape == "joined" or acts("marks", "fresh").search(before) is not None


def _historical(text: str, noun: Noun, link: Link, told: str) -> bool:
    before = text[: min(link.verb.start, noun.span.start)]
    if link.of in ("terminate", "suspend"):
        return False
    led = acts("background", "leads").search(text[: noun.head.start])
    aside = link.shape in ("participle", "relative") or acts("background", "relative").search(before) is not None
    if _OF_YEAR.match(noun.words) and link.shape != "participle":
        return True  # "signed its 2023 agreement": told of an agreement that is known
    if led and aside and not re.match(r"under|pursuant|based|in (?:line|acc)", led[0].strip(), re.IGNORECASE):
        return True
    return is_background(before[-60:], told, loose=aside or _PERFECT.search(before) is not None)


_OF_YEAR: Final = re.compile(r"(?:its|their|the|an?)\s+(?:\w+ ){0,2}(?:19|20)\d\d\b", re.IGNORECASE)
_PERFECT: Final = re.compile(
    r"^(?!.*\b(?:said|says|announced|reported|confirmed)\b).*\bhad(?: also| already)?\s*$", re.IGNORECASE
)


def _title(masked: Masked, noun: Noun) -> Span | None:
    """Return an agreement's title: written with capital letters, with what it is on."""
    head = masked.text[slice(*noun.head)]
    start = _bare(noun)
    first = masked.text[start : start + 1]
    if not (head[:1].isupper() and first.isupper()) or len(masked.text[start : noun.head.end].split()) < 2:
        return None
    if noun.head_kind == "memorandum" and " " in head and not re.search(r"[A-Z]\w+$", head):
        return None
    found = _TITLE.match(masked.text, noun.head.end)
    return Span(masked.base + start, masked.base + (found.end() if found else noun.head.end))


_TITLE: Final = re.compile(
    r"(?:\s(?:on|for|of|regarding|concerning)(?:\s(?:the|a|an))?(?:\s[\"“][^\"”]{5,160}[\"”]|"
    r"(?:\s(?:of|the|and|for|in|on|a|an|to|with|&))*\s(?!January|February|March|April|May\b|"
    r"June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|"
    r"Friday)[A-Z][\w-]+))"
    r"(?:(?:\s(?:of|the|and|for|in|on|a|an|to|&))*\s(?!January|February|March|April|May\b|"
    r"June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|"
    r"Friday)[A-Z][\w-]+)*"
)
