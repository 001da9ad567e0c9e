"""EDTF (ISO 8601-2) dates from their parts, resolved by the day of publication where there is one.

What is not said stays open: ``XXXX-08-18``. A year is taken only from the publication, to the nearest day in the past;
where the nearest one in the future is as likely, none is taken.
"""

from datetime import date, timedelta
from typing import Final, NamedTuple

from dicycle.agreements.model import Dated

QUARTER: Final = 32
HALF: Final = 39
OPEN: Final = "XXXX"
NO_YEAR: Final = 2001
MAYBE_AHEAD: Final = timedelta(days=62)


class Parts(NamedTuple):
    """A date's parts as far as they are written; `division` is a quarter (33…36) or half (40, 41) of a year."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    division: int | None = None


def edtf(parts: Parts) -> str | None:
    """Return parts as EDTF, None if there is no such day.

    >>> edtf(Parts(None, 8, 18))
    'XXXX-08-18'
    """
    year = OPEN if parts.year is None else f"{parts.year:04}"
    if parts.division:
        return f"{year}-{parts.division}"
    if parts.month is None:
        return f"{year}-XX-{parts.day:02}" if parts.day else (year if parts.year else None)
    if parts.day is None:
        return f"{year}-{parts.month:02}" if 1 <= parts.month <= 12 else None
    return f"{year}-{parts.month:02}-{parts.day:02}" if _exists(parts) else None


def _exists(parts: Parts) -> bool:
    try:
        date(parts.year or 2000, parts.month or 1, parts.day or 1)
    except ValueError:
        return False
    return True


def day_of(published: Dated | None) -> date | None:
    """Return the day of publication, None where it is not known to the day."""
    try:
        return date.fromisoformat(published.value) if published and published.value else None
    except ValueError:
        return None


def open_day(published: Dated | None) -> date | None:
    """Return the day of a publication without its year, in a year that stands for none."""
    known = published.value if published and published.value else ""
    try:
        return date.fromisoformat(f"{NO_YEAR}{known[4:]}") if known.startswith(OPEN) else None
    except ValueError:
        return None


def without_year(day: str | None) -> str | None:
    """Return a day counted from `open_day` with its year left open; None where it hangs on the year (29 February)."""
    if day is None or len(day) != len("XXXX-00-00") or day.endswith(("-02-28", "-02-29")):
        return None
    return f"{OPEN}{day[4:]}"


def with_year(parts: Parts, published: date | None) -> Parts:
    """Return parts with the year that the day of publication gives them, the same where it gives none."""
    if published is None or parts.year is not None:
        return parts
    first = _first_day(parts, published)
    if first is None:
        return parts
    this = _in_year(parts, published.year)
    if first <= published:
        return this if published - first < timedelta(days=366) - MAYBE_AHEAD else parts
    back = _first_day(parts._replace(year=published.year - 1), published)
    if back is None:
        return parts
    return _in_year(parts, published.year - 1) if published - back < first - published else this


def _in_year(parts: Parts, year: int) -> Parts:
    return parts._replace(year=year)


def _first_day(parts: Parts, published: date) -> date | None:
    """Return the first day that parts can mean, in their year or else in that of the publication."""
    month, day = parts.month, parts.day or 1
    if parts.division:
        month = (parts.division - QUARTER) * 3 - 2 if parts.division <= QUARTER + 4 else (parts.division - HALF) * 6 - 5
    try:
        return date(parts.year or published.year, month or published.month, day)
    except ValueError:
        return None


def of_weekday(weekday: int, published: date | None, *, before: bool = False, ahead: bool = False) -> str | None:
    """Return the last such weekday up to the publication; `before` it ("last Friday"), or `ahead` of it ("next")."""
    if published is None:
        return None
    back = (published.weekday() - weekday) % 7
    if ahead:
        return (published + timedelta(days=7 - back)).isoformat()
    return (published - timedelta(days=back or (7 if before else 0))).isoformat()


def days_from(published: date | None, days: int) -> str | None:
    """Return a day so many days from the publication."""
    return (published + timedelta(days=days)).isoformat() if published else None


def months_from(published: date | None, months: int) -> str | None:
    """Return a month so many months from the publication."""
    if published is None:
        return None
    year, month = divmod(published.year * 12 + published.month - 1 + months, 12)
    return f"{year:04}-{month + 1:02}"


def day_of_month(day: int, published: date | None) -> str | None:
    """Return the last such day of a month up to the publication (Chinese 18日), open where there is none."""
    month = published if published is None or day <= published.day else published.replace(day=1) - timedelta(days=1)
    return edtf(Parts(month.year, month.month, day)) if month else edtf(Parts(None, None, day))
