"""Which model of attribution holds at which site, for which elements and days: data, made by `reading`."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from dicycle.genealogy.custody.allocations import Entry

IDENTITY: Final = "identity_preserved"
ROLLING: Final = "rolling_average"
CREDIT: Final = "credit"
FIFO: Final = "fifo"

Period = Literal["month", "quarter", "year"]
PERIODS: Final[tuple[Period, ...]] = ("month", "quarter", "year")
MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
DAY: Final = 86_400_000_000
"""Microseconds in a day."""


class Claim(NamedTuple):
    """To whom credit goes: of one kind of feed (None: both), to classes or categories `to`, up to a share of each."""

    of: str | None
    to: tuple[str, ...]
    up_to: Fraction = Fraction(1)


class Rule(NamedTuple):
    """How the books of a site are kept from day `since` to day `until`, both included, in UTC (None: without end)."""

    place: str
    model: str
    since: date | None = None
    until: date | None = None
    elements: tuple[str, ...] = ()
    """Which elements it is about; none: all."""
    window_days: int = 0
    """Rolling average: how far back the average goes."""
    conversion_factor: Fraction = Fraction(1)
    """Credit: how much may be claimed of what came in."""
    period: Period = "year"
    """Credit: when the account is balanced; calendar months, quarters or years, in UTC."""
    carry_over: Fraction = Fraction(0)
    """Credit: the largest part of what a period earned that goes on to the next."""
    claims: tuple[Claim, ...] = ()
    """Credit: to whom it goes, in this order; none: to all products of a run alike."""

    def holds(self, time: int, element: str) -> bool:
        """Tell whether it is about an element at a moment."""
        about = not self.elements or element in self.elements
        return about and self.begins <= time < self.ends

    @property
    def begins(self) -> float:
        """The first microsecond of its first day."""
        return moment(self.since) if self.since else -float("inf")

    @property
    def ends(self) -> float:
        """The first microsecond after its last day."""
        return moment(self.until) + DAY if self.until else float("inf")

    @property
    def title(self) -> str:
        """Its model and days in words: ``credit 2026``."""
        return f"{self.model} {_span(self.since, self.until)}".rstrip()


class Rules(NamedTuple):
    """All rules, and what events allocate explicitly. Where none holds, mixing is proportional."""

    sites: tuple[Rule, ...] = ()
    allocations: Mapping[str, tuple[Entry, ...]] = {}

    def at(self, place: str, time: int, element: str) -> Rule | None:
        """Return the rule for an element at a place and moment; None where there is none."""
        return next((rule for rule in self.sites if covers(rule.place, place) and rule.holds(time, element)), None)

    def of(self, place: str, time: int) -> tuple[Rule, ...]:
        """Return the rules that hold at a place and moment, for whatever elements."""
        return tuple(rule for rule in self.sites if covers(rule.place, place) and rule.begins <= time < rule.ends)


NO_RULES: Final = Rules()


def covers(site: str, place: str) -> bool:
    """Tell whether a place is a site or a part of it: the same GLN with an extension (AI 254)."""
    return place == site or place.startswith(f"{site}/254/")


def moment(day: date) -> int:
    """Return the first microsecond of a day in UTC, since 1970."""
    return (datetime(day.year, day.month, day.day, tzinfo=UTC) - _EPOCH) // _MICROSECOND


def day_of(time: int) -> date:
    """Return the day of a moment, in UTC."""
    return (_EPOCH + timedelta(microseconds=time)).date()


def period_after(time: int, period: Period) -> int:
    """Return the end of the calendar period in which a moment is: the first moment of the next."""
    day, length = day_of(time), MONTHS[period]
    number = (day.year * 12 + day.month - 1) // length * length + length
    return moment(date(number // 12, number % 12 + 1, 1))


def _span(since: date | None, until: date | None) -> str:
    if since and until and since == date(since.year, 1, 1) and until == date(until.year, 12, 31):
        return f"{since.year}" if since.year == until.year else f"{since.year}–{until.year}"
    if since and until:
        return f"{since} to {until}"
    return f"since {since}" if since else f"until {until}" if until else ""
