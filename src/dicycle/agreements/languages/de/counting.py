"""Numbers of projects and agreements: „86 Projekte wurden unterzeichnet, davon 79 in …“."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from dicycle.agreements.document import Sentence, Span
from dicycle.agreements.extracting.parts import Act
from dicycle.agreements.languages.de import lexicon
from dicycle.agreements.languages.de.asserting import assertion_of, is_historical
from dicycle.agreements.languages.de.clauses import Clause
from dicycle.agreements.languages.de.lexicon import shape
from dicycle.agreements.languages.de.line import Line
from dicycle.agreements.languages.de.parties import between, can_be_party
from dicycle.agreements.languages.de.slotting import Slot
from dicycle.agreements.vocabulary import Qualifier

PART_BEFORE: Final = re.compile(r"(?i)\b(?:davon|darunter)\s+(?:\w+\s+)?$")
JOINED: Final = re.compile(r"(?:,| und| sowie)\s*")
MANY: Final = 4
"""From this number on agreements without parties of their own are told as a number of projects."""
DONE: Final = shape("counting", "done", re.I)
PART: Final = shape("counting", "part", re.I)


class Number(NamedTuple):
    """A number of things."""

    value: int
    start: int
    end: int
    qualifier: Qualifier
    part: bool


@cache
def _pattern() -> re.Pattern[str]:
    numbers = lexicon.table("acts")["numbers"]
    words = "|".join(numbers["words"])
    qualifier = f"(?:(?P<more>{numbers['more']})|(?P<less>{numbers['less']})|(?P<about>{numbers['about']}))"
    return re.compile(
        rf"\b(?:{qualifier}\s+)?(?P<number>\d{{1,3}}(?:\.\d{{3}})*|{words})\s+(?:[a-zäöüß-]+(?:e|en|er)\s+){{0,3}}(?P<thing>{numbers['things']})\b",
        re.I,
    )


@cache
def _parts() -> re.Pattern[str]:
    """Return the pattern of „davon entfallen zwölf auf …“: what is counted, if it is named, are agreements."""
    numbers = lexicon.table("acts")["numbers"]
    found = lexicon.table("patterns")["counting"]["_parts"]
    told = found.replace("<words>", "|".join(numbers["words"])).replace("<things>", f"(?:{numbers['things']})\\b")
    return re.compile(told, re.I)


def counted(line: Line, sentence: Sentence, parts: list[Clause], found: Sequence[Slot]) -> list[Act]:
    """Return an act for each number of signed projects."""
    if any(between([one for one in found if can_be_party(one)])) or not DONE.search(line.text, line.start, line.end):
        return []
    return [_act(line, sentence, parts, one) for one in _numbers(line)]


def _act(line: Line, sentence: Sentence, parts: list[Clause], one: Number) -> Act:
    at = line.at(one.start)
    clause = next((part for part in parts if part.first <= at <= part.last), parts[0])
    return Act(
        Span(one.start, one.end),
        sentence,
        "sign",
        "signed_projects",
        ((),),
        assertion_of(line, parts, clause, "", one.start),
        historical=is_historical(line, parts, clause) or _is_edition(line),
        number=one.value,
        qualifier=one.qualifier,
        number_span=Span(one.start, one.end),
        part=one.part,
    )


def _is_edition(line: Line) -> bool:
    return bool(
        re.search(
            shape("counting", "edition"),
            line.text[line.start : line.end],
        )
    )


def _numbers(line: Line) -> list[Number]:
    found: list[Number] = []
    for one in _pattern().finditer(line.text, line.start, line.end):
        value = _value(one["number"])
        if value >= MANY:
            before = line.text[max(line.start, one.start() - 24) : one.start()]
            whole = re.search(r"(?i)\bvon (?:den|diesen|insgesamt)\s*$", before)
            if not whole:
                part = PART_BEFORE.search(before) or line.low(line.at(one.end())) == "davon"
                joined = bool(found) and found[-1].part and JOINED.fullmatch(line.text, found[-1].end, one.start())
                found.append(_number(one, value, bool(part or joined)))
    return found + [
        _number(one, _value(one["number"]), True)
        for one in _parts().finditer(line.text, line.start, line.end)
        if not found or one.start() > found[-1].end
    ]


def _number(one: re.Match[str], value: int, part: bool) -> Number:
    qualifier: Qualifier = (
        "more_than" if one["more"] else "less_than" if one["less"] else "approx" if one["about"] else "exact"
    )
    return Number(
        value,
        one.start("number"),
        one.end("thing") if "thing" in one.groupdict() else one.end("number"),
        qualifier,
        part,
    )


def _value(text: str) -> int:
    words: dict[str, int] = lexicon.table("acts")["numbers"]["words"]
    return words.get(text.lower()) or int(text.replace(".", "") if text[0].isdigit() else 0)
