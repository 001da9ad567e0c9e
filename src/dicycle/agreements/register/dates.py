"""EDTF dates compared: what one leaves open, the other may say."""

import re
from collections.abc import Sequence
from typing import Final

_DAY: Final = re.compile(r"(\d{4}|XXXX)(?:-(\d\d|XX))?(?:-(\d\d|XX))?", re.ASCII)


def agree(one: str | None, other: str | None) -> bool:
    """Tell whether two dates can be of one day; an open one agrees with all."""
    if one is None or other is None or "/" in one or "/" in other:
        return True
    first, second = _DAY.fullmatch(one), _DAY.fullmatch(other)
    if not first or not second:
        return one == other
    pairs = zip(first.groups(), second.groups(), strict=True)
    return all(a is None or b is None or "X" in a + b or a == b for a, b in pairs)


def is_day(date: str | None) -> bool:
    """Tell whether a date names month and day."""
    return bool(date and re.fullmatch(r"(?:\d{4}|XXXX)-\d\d-\d\d", date, re.ASCII))


def is_date(date: str) -> bool:
    """Tell whether a text is a date, or an interval of two, as the register keeps them."""
    return all(_DAY.fullmatch(part) for part in date.split("/", 1))


def year_of(date: str | None) -> str | None:
    """Return the year that a date names."""
    return date[:4] if date and date[:4].isdecimal() else None


def fullest(dates: Sequence[str]) -> str | None:
    """Return the date that says most, of equals the one that most say, then the first."""
    says = {date: (date.count("-"), -date.count("X"), dates.count(date)) for date in dates}
    return max(says, key=lambda date: says[date], default=None)
