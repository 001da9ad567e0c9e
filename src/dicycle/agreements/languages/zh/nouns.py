"""What is signed: the noun of an agreement behind or before its verb, its title and its kind."""

import re
from functools import cache
from typing import Final, NamedTuple

from dicycle.agreements.languages.zh.folding import load
from dicycle.agreements.languages.zh.words import expression
from dicycle.agreements.vocabulary import Kind

_CLAUSE: Final = re.compile(r"[,。;!?\n]")
_TITLE: Final = re.compile(r"《([^《》]{2,90})》")
_BEFORE: Final = 40
_AFTER: Final = 60


class Noun(NamedTuple):
    """The noun of an agreement in a folded sentence: its place, the words that say its kind, its title's place."""

    start: int
    end: int
    words: str
    title: tuple[int, int] | None = None


def noun_after(text: str, at: int) -> Noun | None:
    """Return the noun that follows a verb in its clause."""
    stretch = _clause(text[at : at + _AFTER])
    title = _TITLE.search(stretch)
    if title and not expression("strong_head").search(stretch[: title.start()]):
        head = title.end() + _head_length(stretch[title.end() :])
        return Noun(at, at + head, title[1] + stretch[title.end() : head], (at + title.start(1), at + title.end(1)))
    for name in ("strong_head", "weak_head"):
        head_match = expression(name).search(stretch)
        if head_match:
            return Noun(at, at + head_match.end(), stretch[: head_match.end()])
    return None


def noun_before(text: str, at: int, low: int) -> Noun | None:
    """Return the noun that a verb follows: 协议由A与B签署, 合作协议签约仪式."""
    stretch = text[max(low, at - _BEFORE) : at]
    base = at - len(stretch)
    titles = list(_TITLE.finditer(stretch))
    if titles:
        last = titles[-1]
        return Noun(base + last.start(), base + last.end(), last[1], (base + last.start(1), base + last.end(1)))
    heads = list(expression("strong_head").finditer(stretch)) or list(re.finditer("战略合作|合资|合作", stretch[-12:]))
    if not heads:
        return None
    offset = 0 if expression("strong_head").search(stretch) else max(0, len(stretch) - 12)
    end = offset + heads[-1].end()
    start = max(0, end - 14)
    cut = re.search(r".*(?:[,、“”\s与和的]|了|就|该|正式|共同|建立|举行|举办)", stretch[start:end])
    start += cut.end() if cut and cut.end() < end - start else 0
    return Noun(base + start, base + end, stretch[start:end])


def kind_of(noun: Noun | None) -> Kind:
    """Return the kind of an agreement by its noun."""
    said = noun.words if noun else ""
    return next((kind for words, kind in _kinds() if words.search(said)), "contract")


def _clause(stretch: str) -> str:
    titled = _TITLE.sub(lambda match: "《" + "〇" * len(match[1]) + "》", stretch)
    end = _CLAUSE.search(titled)
    return stretch[: end.start()] if end else stretch


def _head_length(rest: str) -> int:
    match = re.match(r"(?:等)?(?:协议书|协议|合同|备忘录|意向书)", rest)
    return match.end() if match else 0


@cache
def _kinds() -> tuple[tuple[re.Pattern[str], Kind], ...]:
    return tuple((re.compile(one["words"]), one["kind"]) for one in load("acts")["kinds"])
