"""The parties of an act: who stands before the verb, with whom, between whom, by whom."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from dicycle.agreements.document import Span
from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.languages.en.lexicon import named
from dicycle.agreements.languages.en.masking import FILL, FUNCTION_WORDS, HUMAN, NAME, ONE, PHRASE, PLACE, Masked

Group = tuple[Mention, ...]

_DESCRIBED: Final = rf"(?:(?:(?!{FUNCTION_WORDS}\b)[\w.’'&/-]+|{PLACE}{FILL}*+(?:['’]s|-based)?)[ ]+){{0,5}}?"
_OF_WHOM: Final = (
    rf"(?:{named('representing')}(?:[ ]+and[ ]+\w+)?[ ]+(?:of|at|from|for)|"
    r"(?:consortium|group|alliance)[ ]+(?:led by|headed by|comprising|consisting of|including))[ ]+(?:the[ ]+)?"
)
_REPRESENTING: Final = rf"(?:(?:(?:the|an?)[ ]+)?(?:(?!{FUNCTION_WORDS}\b)[\w-]+[ ]+){{0,3}}?{_OF_WHOM})?"
_ITEM: Final = rf"{_REPRESENTING}(?:(?:the|its|their|both|an?)[ ]+)?{_DESCRIBED}[\"“„«‘']?{ONE}[\"”»’']?"
_AND: Final = (
    r"(?:[ ]*,[ ]*(?:(?:and|as well as|together with|along with|plus|alongside)[ ]+)?|"
    r"[ ]+(?:and|&|as well as|together with|along with|plus|alongside|\+)[ ]+|[ ]?/[ ]?|"
    r"[ ]?[–—][ ]?)"
)
_LIST: Final = rf"{_ITEM}(?:{_AND}{_ITEM})*"
_PREPOSITION: Final = re.compile(
    (
        r"\b(?:with|by|from|of|for|in|at|under|between|to|on|against|than|via|including|following|"
        r"after|among|into|about|near|behind|over|like|per|versus|within|across|alongside|before|"
        r"since)[ ]+(?:the[ ]+|its[ ]+)?$"
    ),
    re.IGNORECASE,
)
_CONJUNCTION: Final = re.compile(r"\b(?:after|before|since|than|until)[ ]+(?:the[ ]+)?$", re.IGNORECASE)
_AUXILIARY: Final = re.compile(r"[ ]*(?:(?:has|have|had|also|\w+ly)[ ]+)*", re.IGNORECASE)
_COLON: Final = re.compile(r":[ ]+|,[ ]+(?:namely|including)[ ]+")
_POSSESSIVE: Final = re.compile(r"['’]s?[ ]+(?!(?:[\w-]+[ ]+){0,3}?(?:REP)\b)".replace("REP", named("representing")))
_CLAUSE: Final = re.compile(r"[;:][ ]|\b(?:while|whereas|but|although)\b")
_RELATED: Final = re.compile(rf"{NAME}{FILL}*+[ ]*,?[ ]+(?:which|who|that)[ ]+$")
_WITH: Final = (
    r"(?:(?P<word>with|between|by|from|to|among|amongst|alongside|involving)[ ]+(?:(?:both|"
    r"each of|all|companies such as|partners including|the likes of|representatives of|"
    r"respectively)[ ]+)*)"
)


@cache
def _lists() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){_LIST}")


@cache
def _with() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_WITH}(?P<list>{_LIST})", re.IGNORECASE)


@cache
def _whose() -> re.Pattern[str]:
    return re.compile(rf"[ ]+of[ ]+(?P<list>{_LIST})")


@cache
def _represented() -> re.Pattern[str]:
    return re.compile(rf"\b{_OF_WHOM}$", re.IGNORECASE)


def of_list(masked: Masked, start: int, end: int) -> Group:
    """Return the parties of a coordination: persons stand for whom they work."""
    found: list[Mention] = []
    for place in sorted(masked.at):
        if start <= place < end and masked.flat[place] in (NAME, PHRASE, HUMAN):
            one = masked.at[place] if masked.flat[place] != HUMAN else masked.employer.get(place)
            if one is not None and one not in found:
                found.append(one)
    return tuple(found)


def subject(masked: Masked, text: str, start: int, end: int) -> Group:
    """Return the parties that stand before a verb at `end`, as its subject."""
    clause = max((found.end() for found in _CLAUSE.finditer(text, start, end)), default=start)
    related = _RELATED.search(text, clause, end)
    if related:
        return of_list(masked, related.start(), end)
    lists = [found for found in _lists().finditer(text, clause, end) if _is_subject(text, clause, found, end)]
    if lists:
        return of_list(masked, *_not_pronoun(masked, lists).span())
    return subject(masked, text, start, clause - 1) if clause > start + 1 else ()


def _not_pronoun(masked: Masked, lists: list[re.Match[str]]) -> re.Match[str]:
    """Return the last list, or what its pronoun stands for: "Example said it had signed"."""
    last = of_list(masked, *lists[-1].span())
    if len(lists) > 1 and len(last) == 1 and last[0].nominal and last[0].name.casefold() in ("it", "they"):
        earlier = [one for one in lists[:-1] if of_list(masked, *one.span())]
        return earlier[0] if earlier else lists[-1]
    return lists[-1]


def _is_subject(text: str, start: int, found: re.Match[str], verb: int) -> bool:
    if _POSSESSIVE.match(text, found.end()):
        return False
    before = text[start : found.start()]
    if _CONJUNCTION.search(before) and _AUXILIARY.fullmatch(text, found.end(), verb):
        return True
    return _PREPOSITION.search(before) is None or _represented().search(before) is not None


def whose(masked: Masked, text: str, start: int) -> Group:
    """Return those of whom something is, right behind its name: "the joint venture of Example and Sample"."""
    found = _whose().match(text, start)
    return of_list(masked, *found.span("list")) if found else ()


def behind(masked: Masked, text: str, start: int, end: int) -> Iterator[tuple[str, Span, Group]]:
    """Return the parties behind a noun or verb, with the preposition before them: ``with``, ``between``, ``by`` …"""
    at = start
    while True:
        found = _with().search(text, at, end)
        if found is None:
            return
        at = found.end()
        group = of_list(masked, *found.span("list"))
        named = _lists().match(text, listed.end(), end) if (listed := _COLON.match(text, at, end)) else None
        if named and len(group) == 1 and group[0].number > 1:
            group, at = of_list(masked, *named.span()), named.end()
        if group and not _POSSESSIVE.match(text, found.end()):
            yield found["word"].casefold(), Span(found.start(), found.end()), group
