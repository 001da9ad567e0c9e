"""Persons, events and places of a sentence."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.languages.gazetteer import place_named
from dicycle.agreements.languages.zh.folding import load
from dicycle.agreements.languages.zh.scanning import Line, scan, solid
from dicycle.agreements.languages.zh.shapes import level_of
from dicycle.agreements.languages.zh.words import alternation, ending, is_common, pattern, places, words

_FOREIGN: Final = re.compile(r"[\u4e00-\u9fff]{1,12}(?:·[\u4e00-\u9fff]{1,12})+|[A-Z][a-zÀ-ž]+(?: [A-Z][A-Za-zÀ-ž.]+)+")
_AFTER: Final = re.compile(r"(?:博士|先生|女士|教授|院士|同志|等人|等|说|称|一行)+$")
_LONGEST: Final = 4
_SHORTEST: Final = 5


def persons_in(of: Line, taken: Sequence[Mention]) -> Iterator[Mention]:
    """Return those that are named after a position."""
    for post, run in pairwise(solid(scan(of, taken))):
        if post.kind == "post" and run.kind == "run" and (length := _person(run.text)):
            yield Mention(run.start, run.start + length, "person", of.at(run.start, run.start + length))


def again(of: Line, people: frozenset[str]) -> Iterator[Mention]:
    """Return persons whose names are known, named again without their position."""
    for match in re.finditer(alternation(people), of.text) if people else ():
        start, end = of.sentence.start + match.start(), of.sentence.start + match.end()
        yield Mention(start, end, "person", match[0])


def _person(run: str) -> int:
    foreign = _FOREIGN.match(run)
    if foreign:
        return foreign.end()
    bare = _AFTER.sub("", run)
    if len(bare) < 2 or bare[0] not in load("names")["surnames"]:
        return 0
    return len(bare) if len(bare) <= _LONGEST and not is_common(bare[1:]) else min(3, len(bare))


def events_in(of: Line, taken: Sequence[Mention]) -> Iterator[Mention]:
    """Return conferences, forums and fairs."""
    tokens = scan(of, taken, whole=True)
    for before, token in pairwise([None, *tokens]):
        if token is None or token.kind != "run":
            continue
        ends = [match.end() for match in pattern("events").finditer(token.text)]
        if ends and ends[-1] > _SHORTEST and not re.match("[前历本该此上往]", token.text):
            joined = before is not None and before.kind in ("figure", "when") and before.end == token.start
            start = before.start if joined and before else token.start
            end = token.start + ends[-1]
            yield Mention(start, end, "event", of.at(start, end))


@cache
def _placed() -> re.Pattern[str]:
    return re.compile(alternation(places()))


@cache
def _place() -> re.Pattern[str]:
    zone = alternation(words("zones"))
    return re.compile(
        rf"(?:{alternation(places())})(?:(?:省|市|自治区|特别行政区|州|县|区)(?![\u4e00-\u9fff]?(?:场|别|域|块)))?(?:[\u4e00-\u9fff]{{0,6}}?(?:{zone}))?"
        rf"|(?<=[在于赴省市州])[\u4e00-\u9fff]{{2,4}}?(?:自治州|县|区(?!域)|市(?!场)|镇|州)(?=[\u4e00-\u9fff]{{0,6}}(?:{zone})|[,。;、举签正建投设布开落]|$)"
        rf"|(?<=[^所存现正旨]在)[\u4e00-\u9fff]{{2,4}}?(?=投资(?![者人])|建设|新建|兴建|投建|建厂|设厂|建成|落户|落地)"
        rf"|(?:(?<![由对关基属]于)(?<=[在于])|(?<=选址)|(?<=落户)|(?<=落地)|(?<=布局)|(?<=入驻)|(?<=坐落))[^\W\d_A-Za-z在于和与同的将该本某这那]{{2,8}}?(?:{zone})"
    )


def places_in(of: Line, taken: Sequence[Mention]) -> Iterator[Mention]:
    """Return places that are no part of a name."""
    spans = [(one.start - of.sentence.start, one.end - of.sentence.start) for one in taken]
    for match in _place().finditer(of.text):
        start, end = match.span()
        if any(begin < end and start < stop for begin, stop in spans):
            continue
        name = match[0]
        zone = ending(name, "zones")
        if zone and is_common(name[: -len(zone)]) and not _placed().search(name):
            continue
        if not zone and is_common(name) and not _placed().search(name):
            continue
        known = place_named(name, "zh") or place_named(re.sub(f"(?:{alternation(words('zones'))})$", "", name), "zh")
        at = of.sentence.start
        yield Mention(
            at + start, at + end, "place", of.text[start:end],
            country=known.country if known else None, level=level_of(name) if not ending(name, "zones") else "zone",
        )  # fmt: skip
