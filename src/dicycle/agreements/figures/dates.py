"""Dates in a text, by the patterns of a language."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from dicycle.agreements.figures import dating
from dicycle.agreements.figures.datewords import DateWords, date_words
from dicycle.agreements.figures.dating import Parts
from dicycle.agreements.figures.found import DateFound, DateKind
from dicycle.agreements.figures.hanzi import of_hanzi
from dicycle.agreements.model import Dated
from dicycle.agreements.vocabulary import Language

Groups = dict[str, str]
RELATIVE: Final = re.compile(r"(day|month|year)(_?)(\d)")
DIGIT: Final = re.compile(r"\d+")
AROUND: Final = 64
IN_WORDS: Final = frozenset({"weekday", "relative", "same_day"})
IN_DIGITS: Final = frozenset({"explicit", "year", "edition"})
KEPT: Final = 512
"""Parts of texts of which the matches are kept: figures, dates and the verifier ask for those of a sentence in turn."""

BESIDE: Final = re.compile(r"[\s,(（，]{0,3}(?:d[eo][mn]|the)?\s?", re.IGNORECASE)


def dates_in(text: str, language: Language, start: int, end: int, *, published: Dated | None = None) -> list[DateFound]:
    """Return the dates of a part of a text, in its order.

    `published` resolves weekdays, "yesterday" and missing years, backwards; without it they stay open.
    """
    words, day = date_words(language), dating.day_of(published)
    near = None if day else dating.open_day(published)
    taken: list[DateFound] = []
    for found, kind in _matches(text, language, start, end):
        opened = near is not None and _is_near(found, kind)
        taken += _near(found, kind, words, near) if near and opened else _dates(found, kind, words, day)
    return _without_weekdays_of_days(text, sorted(taken))


@lru_cache(maxsize=KEPT)
def _matches(text: str, language: Language, start: int, end: int) -> tuple[tuple["re.Match[str]", DateKind], ...]:
    """Return what matches a pattern of dates and is one, each character in one of them; kept, for it is asked again."""
    words = date_words(language)
    digits, triggers = _windows(DIGIT, text, start, end), _windows(words.triggers, text, start, end)
    taken: list[tuple[re.Match[str], DateKind]] = []
    covered = bytearray(max(0, end - start))
    for kind, pattern in words.patterns if digits or triggers else ():
        for window in _where(kind, digits, triggers, language):
            for found in pattern.finditer(text, *window):
                first, last = found.start() - start, found.end() - start
                if not any(covered[first:last]) and any(_dates(found, kind, words, None)):
                    taken.append((found, kind))
                    covered[first:last] = b"\1" * (last - first)
    return tuple(taken)


def _windows(pattern: "re.Pattern[str]", text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of a text where a date can be, around what every date has: the rest is not searched."""
    windows: list[tuple[int, int]] = []
    for found in pattern.finditer(text, start, end):
        first, last = max(start, found.start() - AROUND), min(end, found.end() + AROUND)
        if windows and first <= windows[-1][1]:
            windows[-1] = (windows[-1][0], last)
        else:
            windows.append((first, last))
    return windows


def _where(
    kind: DateKind, digits: list[tuple[int, int]], triggers: list[tuple[int, int]], language: Language
) -> list[tuple[int, int]]:
    if kind in IN_WORDS:
        return triggers
    return digits if kind in IN_DIGITS and language != "zh" else sorted({*digits, *triggers})


def _without_weekdays_of_days(text: str, found: list[DateFound]) -> list[DateFound]:
    """Leave out weekdays beside the day that they are of (Tuesday, 19 March)."""
    pairs = zip([None, *found], found, [*found[1:], None], strict=False)
    return [one for before, one, after in pairs if one.kind != "weekday" or not _is_of_day(text, one, before, after)]


def _is_of_day(text: str, one: DateFound, *others: DateFound | None) -> bool:
    days = (other for other in others if other and other.kind in ("explicit", "explicit_no_year"))
    return any(_beside(text, one, day) for day in days)


def _beside(text: str, one: DateFound, other: DateFound) -> bool:
    first, second = sorted((one, other))
    return bool(BESIDE.fullmatch(text[first.end : second.start]))


def _dates(found: "re.Match[str]", kind: DateKind, words: DateWords, published: date | None) -> Iterator[DateFound]:
    groups = {name: value for name, value in found.groupdict().items() if value is not None}
    span = found.span()
    if kind == "same_day":
        yield DateFound(*span, None, kind, "anaphora")
    elif kind == "weekday":
        yield DateFound(*span, _weekday(groups, words, published), kind, "relative_weekday")
    elif kind == "relative":
        value, basis = _relative(groups, published)
        yield DateFound(*span, value, kind, basis)
    else:
        yield from _absolute(span, kind, groups, words, published)


def _is_near(found: "re.Match[str]", kind: DateKind) -> bool:
    """Tell whether a match is yesterday or a day alone (Chinese 21日): the publication gives its month."""
    return kind == "relative" or {name for name, value in found.groupdict().items() if value is not None} == {"d"}


def _near(found: "re.Match[str]", kind: DateKind, words: DateWords, day: date) -> Iterator[DateFound]:
    """Return a day near a publication that leaves its year open; words for years and months stay open."""
    for one in _dates(found, kind, words, day):
        yield one._replace(edtf=dating.without_year(one.edtf))


def _weekday(groups: Groups, words: DateWords, published: date | None) -> str | None:
    number = _of(words.weekdays, groups["weekday"])
    return dating.of_weekday(number, published, before="before" in groups, ahead="ahead" in groups)


def _of(choice: "object", word: str) -> int:
    found = choice.match(word, 0, len(word))  # type: ignore[attr-defined]
    return int(found[0])


def _relative(groups: Groups, published: date | None) -> tuple[str | None, str]:
    """Return the date of words such as "yesterday" (group ``day_1``) or "this month" (``month0``)."""
    for name in groups:
        if told := RELATIVE.fullmatch(name):
            unit, sign, amount = told.groups()
            return _shifted(unit, -int(amount) if sign else int(amount), published), "relative_day"
        if name == "vague":
            return None, "not_stated"
    return None, "not_stated"


def _shifted(unit: str, by: int, published: date | None) -> str | None:
    if unit == "day":
        return dating.days_from(published, by)
    if unit == "month":
        return dating.months_from(published, by)
    return f"{published.year + by:04}" if published else None


def _absolute(
    span: tuple[int, int], kind: DateKind, groups: Groups, words: DateWords, published: date | None
) -> Iterator[DateFound]:
    parts = _parts(groups, words)
    if parts is None:
        return
    if parts.month is None and parts.day is not None:
        yield DateFound(*span, dating.day_of_month(parts.day, published), "explicit_no_year", "relative_day")
        return
    full = dating.with_year(parts, published) if kind not in ("year", "edition") else parts
    value = _interval(full, groups, words) or dating.edtf(full)
    if value:
        kind = kind if parts.year or kind != "explicit" else "explicit_no_year"
        yield DateFound(*span, value, kind, _basis(parts, full))


def _basis(parts: Parts, full: Parts) -> str:
    if parts.year is not None:
        return "explicit"
    return "year_of_publication" if full.year is not None else "explicit_no_year"


def _number(written: str) -> int | None:
    if written.isdecimal():
        return int(written)
    value = of_hanzi(written)
    return int(value) if value is not None else None


def _parts(groups: Groups, words: DateWords) -> Parts | None:
    """Return the parts of a date as they are written, None for a month or day that cannot be."""
    year, day = (_number(groups[name]) if name in groups else None for name in ("y", "d"))
    month = _month(groups, "", words)
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return None
    return Parts(year, month, day, _division(groups, words))


def _month(groups: Groups, second: str, words: DateWords) -> int | None:
    if word := groups.get(f"month{second}"):
        return _of(words.months, word)
    return _number(groups[f"M{second}"]) if f"M{second}" in groups else None


def _division(groups: Groups, words: DateWords) -> int | None:
    """Return the EDTF number of a quarter or half of a year."""
    if "q" in groups:
        return dating.QUARTER + (_number(groups["q"]) or 0)
    if "nth" in groups:
        return dating.QUARTER + _of(words.ordinals, groups["nth"])
    if "half" in groups:
        return dating.HALF + _of(words.ordinals, groups["half"])
    return dating.HALF + (_number(groups["halfnumber"]) or 0) if "halfnumber" in groups else None


def _interval(first: Parts, groups: Groups, words: DateWords) -> str | None:
    """Return an EDTF interval where a second year or day is written."""
    if "y2" in groups:
        last = Parts(_number(groups["y2"]))
    elif "d2" in groups:
        last = Parts(first.year, _month(groups, "2", words) or first.month, _number(groups["d2"]))
    else:
        return None
    begin, end = dating.edtf(first), dating.edtf(last)
    return f"{begin}/{end}" if begin and end and begin < end else None
