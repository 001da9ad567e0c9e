"""What stands around a number: sign and qualifier before it, magnitude, unit and noun behind it."""

import re
from decimal import Decimal
from typing import Final, NamedTuple

from dicycle.agreements.figures.found import Family
from dicycle.agreements.figures.hanzi import is_hanzi
from dicycle.agreements.figures.lexicon import Lexicon
from dicycle.agreements.figures.numerals import Number
from dicycle.agreements.vocabulary import Qualifier

POWER: Final = re.compile(r"\d\s?[kMG]W\s?/\s?$")
"""A store's power stands before its energy: 200 MW/400 MWh."""
LOOK_BACK: Final = 48
MADE_BY_THE_YEAR: Final = frozenset({"packs", "modules", "cells", "batteries", "vehicles", "sets"})


class Head(NamedTuple):
    """What stands before a number: where it begins with its sign, where with its qualifier."""

    start: int
    core: int
    qualifier: Qualifier
    currency: str | None


class Tail(NamedTuple):
    """What stands behind a number; `direct` if a currency or unit follows at once, not a noun some words later."""

    end: int
    family: Family
    unit: str
    factor: Decimal = Decimal(1)
    direct: bool = True


def head(text: str, lex: Lexicon, place: int, floor: int) -> Head:
    """Return what stands before a number, no farther back than `floor`."""
    window = text[max(floor, place - LOOK_BACK) : place]
    sign = lex.signs_before.search(window)
    core = place - (len(window) - sign[1]) if sign else place
    before = window[: len(window) - (place - core)]
    found = lex.before.search(before)
    if not found or lex.plain.search(before[: found[1]] + before[found[1] :].rstrip()):
        return Head(core, core, "exact", sign[0] if sign else None)
    return Head(core - (len(before) - found[1]), core, found[0], sign[0] if sign else None)


def magnitude(text: str, lex: Lexicon, place: int, end: int, sign: str | None) -> tuple[int, int]:
    """Return the power of ten behind a number, and where it ends: 1万亿 has two, $13.4B a glued one."""
    power = 0
    while found := lex.numbers.magnitudes.match(text, place, end):
        power, place = power + found[0], found[1]
    glued = None if power else lex.numbers.glued.match(text, place, end)
    if glued and (sign or _currency(text, lex, glued[1], end)):
        return glued
    return power, place


def _currency(text: str, lex: Lexicon, place: int, end: int) -> Tail | None:
    found = lex.currencies.match(text, place, end)
    return Tail(found[1], "money", found[0]) if found else None


def tail(text: str, lex: Lexicon, place: int, end: int) -> Tail | None:
    """Return the unit or counted noun behind a number, with what it is per."""
    if percent := lex.percent.match(text, place, end):
        return Tail(percent.end(), "percent", "%")
    if money := _currency(text, lex, place, end):
        return money
    if unit := lex.units.match(text, place, end):
        return per(text, lex, Tail(unit[1], unit[0].family, unit[0].name, unit[0].factor), end)
    if noun := lex.nouns.match(text, place, end):
        family: Family = "jobs" if noun[0] == "jobs" else "count"
        return per(text, lex, Tail(noun[1], family, noun[0], direct=False), end)
    return None


def counted_before(text: str, lex: Lexicon, place: int, one: int, end: int) -> Tail | None:
    """Return the noun that stands before a number and its qualifier (Chinese 签约项目137个)."""
    noun = lex.nouns_before.nearest(text[max(0, one - LOOK_BACK // 3) : one])
    measure = lex.measure.match(text, place, end) if noun else None
    if not noun or not measure:
        return None
    return Tail(measure.end(), "jobs" if noun[0] == "jobs" else "count", noun[0])


def per(text: str, lex: Lexicon, found: Tail, end: int) -> Tail:
    """Return a unit with the time that it is per, if one follows."""
    if year := lex.per_year.match(text, found.end, end):
        return by_the_year(found)._replace(end=year.end())
    if other := lex.per_other.match(text, found.end, end):
        return found._replace(end=other[1], unit=found.unit + other[0])
    return found


def by_the_year(found: Tail) -> Tail:
    """Return a unit as a yearly one, where a yearly capacity can be meant."""
    rated = found.family in ("capacity", "area") or found.unit in MADE_BY_THE_YEAR
    return found._replace(family="capacity", unit=f"{found.unit}/a") if rated and "/" not in found.unit else found


def is_part_of_a_name(text: str, lex: Lexicon, one: Number, signed: bool) -> bool:
    """Tell whether digits belong to a word, code or label: CO2, Model 3, No. 27, 20/F, 0086-1836."""
    before, after = text[max(0, one.start - 12) : one.start], text[one.end : one.end + 2]
    if signed or POWER.search(before):
        return False
    if before and (before[-1].isalpha() or before[-1] == "_") and not is_hanzi(before[-1]):
        return True
    if before[-1:] in "-–/." and before[-2:-1].isalnum() and not is_hanzi(before[-2:-1]):
        return True
    if (before[-1:] == ":" and before[-2:-1].isdigit()) or (after[:1] == ":" and after[1:].isdigit()):
        return True
    return (after[:1] in "/." and after[1:].isupper()) or bool(lex.numbers.labels.search(before))
