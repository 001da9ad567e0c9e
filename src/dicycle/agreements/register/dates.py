"""EDTF dates as the register keeps them."""

import re
from collections.abc import Sequence

from dicycle.agreements.edtf import DAY


def is_day(date: str | None) -> bool:
    """Tell whether a date names month and day."""
    return bool(date and re.fullmatch(r"(?:\d{4}|XXXX)-\d\d-\d\d", date, re.ASCII))


def is_date(date: str) -> bool:
    """Tell whether a text is a date, or an interval of two, as the register keeps them."""
    return all(DAY.fullmatch(part) for part in date.split("/", 1))


def year_of(date: str | None) -> str | None:
    """Return the year that a date names."""
    return date[:4] if date and date[:4].isdecimal() else None


def fullest(dates: Sequence[str]) -> str | None:
    """Return the date that says most, of equals the one that most say, then the first."""
    says = {date: (date.count("-"), -date.count("X"), dates.count(date)) for date in dates}
    return max(says, key=lambda date: says[date], default=None)
