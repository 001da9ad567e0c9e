"""Dates of publication as lines state them: whole dates only, never a guessed year."""

import re
from datetime import date
from functools import cache
from typing import Final, NamedTuple

from dicycle.agreements.reading.words import Words, words_of
from dicycle.agreements.vocabulary import Language


class Found(NamedTuple):
    """A date in EDTF and its characters."""

    start: int
    end: int
    value: str


_CHINESE: Final = re.compile(
    r"(?P<y>[一二][〇零○一二三四五六七八九]{3})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
_DIGITS: Final = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_NUMERIC: Final = (
    _CHINESE,
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})(?!\d)日?"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>(?:19|20)\d{2})(?!\d)"),
)


@cache
def _worded(language: Language) -> tuple[re.Pattern[str], ...]:
    month = "|".join(sorted(words_of(language).months, key=len, reverse=True))
    return (
        re.compile(
            rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)?\s(?:of\s)?(?P<n>{month})\b\.?,?\s(?P<y>(?:19|20)\d{{2}})(?!\d)(?:\s?г(?:ода|\.))?",
            re.I,
        ),
        re.compile(rf"\b(?P<n>{month})\b\.?\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y>(?:19|20)\d{{2}})(?!\d)", re.I),
    )


def whole_date(text: str, start: int, end: int, words: Words) -> Found | None:
    """Return the first date with a year, a month and a day in a stretch of text."""
    found = [
        one
        for pattern in (*_NUMERIC, *_worded(words.language))
        if (match := pattern.search(text, start, end)) and (one := _dated(match, words))
    ]
    return min(found, default=None)


def stated_date(text: str, start: int, end: int, words: Words) -> Found | None:
    """Return the first whole date of a stretch of text, or the first month with its year where there is none."""
    whole = whole_date(text, start, end, words)
    month = None if whole else _month(words.language).search(text, start, end)
    if not month:
        return whole
    number = int(month["m"]) if month["m"] else words.months[month["n"].casefold()]
    return Found(*month.span(), f"{month['y'] or month['z']}-{number:02}") if 0 < number < 13 else None


@cache
def _month(language: Language) -> re.Pattern[str]:
    name = "|".join(sorted(words_of(language).months, key=len, reverse=True))
    chinese = r"(?<!\d)(?P<z>20\d\d)年(?P<m>\d{1,2})月"
    return re.compile(rf"{chinese}|\b(?P<n>{name})\b\.?\s(?P<y>20\d\d)(?!\d)", re.IGNORECASE)


def _dated(match: re.Match[str], words: Words) -> Found | None:
    parts = match.groupdict()
    month = _number(parts["m"]) if "m" in parts else words.months[parts["n"].casefold()]
    year, day = _number(parts["y"]), _number(parts["d"])
    if words.language == "en" and "m" in parts and match.start("d") < match.start("y"):
        month, day = _english(month, day)
    value = edtf(year, month, day)
    return Found(match.start(), match.end(), value) if value else None


def _number(digits: str) -> int:
    """Return a number in digits, Chinese ones too: 二〇二四, 十八, 二十三."""
    tens, ten, ones = digits.translate(_DIGITS).partition("十")
    return int(tens or 1) * 10 + int(ones or 0) if ten else int(tens)


def _english(month: int, day: int) -> tuple[int, int]:
    """Return month and day of a date in numbers: only one over twelve tells which is which."""
    if month > 12:
        return day, month
    return (month, day) if day > 12 or day == month else (0, 0)


def edtf(year: int, month: int, day: int) -> str | None:
    """Return a day in EDTF, the year alone if its month cannot be told, None if there is no such day."""
    if month == 0:
        return f"{year:04}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
