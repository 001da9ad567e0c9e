"""Whose subsidiaries companies are."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from dicycle.agreements.document import Span
from dicycle.agreements.extracting.parts import Mention, Parentage
from dicycle.agreements.languages.en.masking import FILL, NAME, PHRASE, Masked

_KIND: Final = (
    r"(?P<kind>(?:(?:[\w-]+)[ ]){0,5}?)(?:subsidiary|unit|arm|division|affiliate|subsidiaries|brand|business unit)"
)
_CHILD: Final = rf"(?P<child>{NAME}{FILL}*+)"
_PARENT: Final = rf"(?P<parent>{NAME}{FILL}*+)"
_RULES: Final = (
    (
        rf"{_CHILD}(?:[ ]*\([^()]*\))?[ ]*(?:,|\(|–|—|-|is|which is|, which is)[ ]?(?:an?|the|"
        rf"one of the)?[ ]?{_KIND}[ ](?:company[ ])?of[ ](?:the[ ])?(?:[\w-]+[ ]){{0,6}}?{_PARENT}"
    ),
    (
        rf"{_CHILD}(?:[ ]*\([^()]*\))?[ ]*,[ ](?P<kind>(?:wholly[ -]|majority[ -]|fully[ -]|"
        r"100%[ -])?)(?:owned by|controlled by|part of|belonging to|a member of|"
        rf"a company of)[ ](?:the[ ])?(?:[\w-]+[ ]){{0,4}}?{_PARENT}"
    ),
    rf"{_PARENT}(?:[ ]*\([^()]*\))?,?[ ](?:acting[ ])?(?:through|via)[ ](?:its|the|their|a)[ ]{_KIND},?[ ]{_CHILD}",
    rf"{_PARENT}(?:['’]s)?[ ]{_KIND},?[ ]{_CHILD}",
    rf"{_CHILD}[ ]*,?[ ](?:and[ ])?whose[ ](?P<kind>)parent(?: company)?[ ]is[ ](?:the[ ])?{_PARENT}",
    (
        rf"{_CHILD}[ ]*,[ ](?P<kind>)the[ ](?:[\w-]+[ ]){{0,4}}?(?:unit|arm|division|brand|"
        rf"subsidiary)[ ]of[ ](?:the[ ])?{_PARENT}"
    ),
)
_ITS: Final = rf"\b(?:its|their)[ ]{_KIND},?[ ]{_CHILD}"


@cache
def _rules() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one) for one in _RULES)


def parentages(masked: Masked) -> Iterator[Parentage]:
    """Return the relations that a sentence tells; "its subsidiary Example" belongs to the name before."""
    seen: set[int] = set()
    for rule in _rules():
        for found in rule.finditer(masked.text):
            yield from _one(masked, found, found.start("parent"), seen)
    for found in re.finditer(_ITS, masked.text):
        owners = [place for place in masked.at if place < found.start() and masked.flat[place] in (NAME, PHRASE)]
        if owners:
            yield from _one(masked, found, max(owners), seen)


def _one(masked: Masked, found: re.Match[str], parent: int, seen: set[int]) -> Iterator[Parentage]:
    child = found.start("child")
    both = (masked.at.get(child), masked.at.get(parent))
    if child in seen or not all(one is not None and _can_be(one) for one in both):
        return
    seen.add(child)
    start = min(parent, _relation(masked, found))
    end = max(found.end(), parent)
    yield Parentage(both[0], both[1], _kind(found["kind"]), Span(masked.base + start, masked.base + end))  # type: ignore[arg-type]


def _relation(masked: Masked, found: re.Match[str]) -> int:
    """Return where the words of the relation begin: behind the child that stands first."""
    first = found.start("child") == found.start()
    after = re.match(r"(?:[ ]*\([^()]*\))?[ ,(–—-]*", masked.text[found.end("child") :])
    return found.end("child") + (after.end() if after else 0) if first else found.start()


def _can_be(mention: Mention) -> bool:
    return mention.kind in ("company", "organisation", "institute", "government_body", "government")


def _kind(words: str) -> str:
    told = words.casefold()
    if re.search(r"wholly|fully|100", told):
        return "wholly_owned_subsidiary"
    return "holding_subsidiary" if re.search(r"holding|majority|controll", told) else "subsidiary"
