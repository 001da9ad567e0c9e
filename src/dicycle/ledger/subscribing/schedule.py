"""Query schedules (EPCIS 2.0 QuerySchedule): when a scheduled query runs next, in UTC.

A field is a list of elements between commas, one of which must match: a number, a range ``[1-5]`` (or ``1-5``),
``*``, or steps ``0/30`` as GS1's own example has them. All fields that are given must match. A field that is left out
matches anything, but a field finer than the finest one given is at its first value: hour 1, minute 5 is once a day.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from dicycle.errors import InvalidInput
from dicycle.findings import Finding

RANGES: Final = {
    "second": (0, 59),
    "minute": (0, 59),
    "hour": (0, 23),
    "dayOfMonth": (1, 31),
    "month": (1, 12),
    "dayOfWeek": (1, 7),
}
"""Field -> its least and greatest value; day 1 of a week is Monday."""

_FINE_TO_COARSE: Final = (("second",), ("minute",), ("hour",), ("dayOfMonth", "dayOfWeek"), ("month",))
_NUMBER: Final = r"(\d{1,4})"
_ONE: Final = re.compile(_NUMBER)
_RANGE: Final = re.compile(rf"\[{_NUMBER}-{_NUMBER}\]|{_NUMBER}-{_NUMBER}")
_STEPS: Final = re.compile(rf"(?:\*|{_NUMBER})/{_NUMBER}")
_LONGEST: Final = 512
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND: Final = 1_000_000
_MOST_DAYS: Final = 41 * 366
"""A 29th of February on a given day of the week comes again within 40 years."""


class Schedule(NamedTuple):
    """The values of each field at which a query runs."""

    second: tuple[int, ...]
    minute: tuple[int, ...]
    hour: tuple[int, ...]
    day_of_month: frozenset[int]
    month: frozenset[int]
    day_of_week: frozenset[int]


def parse_schedule(fields: Mapping[str, str]) -> Schedule:
    """Return the schedule that fields ask for; raises InvalidInput naming the field that is wrong."""
    if unknown := sorted(fields.keys() - RANGES.keys()):
        raise _refuse(unknown[0], f"{unknown[0]!r} is not a field of a schedule.", f"Use {', '.join(RANGES)}.")
    if not fields:
        raise _refuse("schedule", "This schedule has no field.", f"Give at least one of {', '.join(RANGES)}.")
    found = {name: _values(name, text) for name, text in fields.items()}
    for names in _FINE_TO_COARSE:
        if any(name in found for name in names):
            break
        found[names[0]] = {RANGES[names[0]][0]}
    every = {name: found.get(name, set(range(low, high + 1))) for name, (low, high) in RANGES.items()}
    second, minute, hour = (tuple(sorted(every[name])) for name in ("second", "minute", "hour"))
    schedule = Schedule(
        second, minute, hour, *(frozenset(every[name]) for name in ("dayOfMonth", "month", "dayOfWeek"))
    )
    if following(schedule, 0) is None:
        raise _refuse("schedule", "This schedule never comes.", "A day like 30 February is in no year.")
    return schedule


def _refuse(name: str, sentence: str, advice: str = "") -> InvalidInput:
    return InvalidInput(Finding("subscription.schedule", sentence, name, advice=advice))


def _values(name: str, text: str) -> set[int]:
    low, high = RANGES[name]
    found: set[int] = set()
    for element in text.replace(" ", "").split(",") if len(text) <= _LONGEST else [text[:20]]:
        values = _element(element, low, high)
        if not values or values[0] < low or values[-1] > high:
            example = "Write 5, a list 1,15, a range [1-5], * or steps 0/30."
            raise _refuse(name, f"{element!r} is no {name} from {low} to {high}.", example)
        found.update(values)
    return found


def _element(element: str, low: int, high: int) -> range:
    """Return the values of an element; nothing if it is none."""
    if not element.isascii():
        return range(0)
    if element == "*":
        return range(low, high + 1)
    if found := _ONE.fullmatch(element):
        return range(int(found[1]), int(found[1]) + 1)
    if found := _RANGE.fullmatch(element):
        return range(int(found[1] or found[3]), int(found[2] or found[4]) + 1)
    if (found := _STEPS.fullmatch(element)) and int(found[2]):
        return range(int(found[1] or low), high + 1, int(found[2]))
    return range(0)


def following(schedule: Schedule, after: int) -> int | None:
    """Return the first moment of a schedule after another; microseconds since 1970 UTC, None if there is none."""
    start = _EPOCH + timedelta(seconds=after // _SECOND + 1)
    clock = _clock_from(schedule, (start.hour, start.minute, start.second))
    day = start if clock is not None and _on(schedule, start) else _day_after(schedule, start)
    if day is None:
        return None
    if day is not start or clock is None:
        clock = (schedule.hour[0], schedule.minute[0], schedule.second[0])
    hour, minute, second = clock
    found = day.replace(hour=hour, minute=minute, second=second, microsecond=0)
    return int((found - _EPOCH).total_seconds()) * _SECOND


def _on(schedule: Schedule, day: datetime) -> bool:
    right = day.month in schedule.month and day.day in schedule.day_of_month
    return right and day.isoweekday() in schedule.day_of_week


def _day_after(schedule: Schedule, day: datetime) -> datetime | None:
    for _ in range(_MOST_DAYS):
        try:
            day += timedelta(days=1)
        except OverflowError:  # the end of the calendar
            return None
        if _on(schedule, day):
            return day
    return None


def _clock_from(schedule: Schedule, least: tuple[int, int, int]) -> tuple[int, int, int] | None:
    """Return the first hour, minute and second at or after `least` on one day."""
    hour, minute, second = least
    if hour in schedule.hour:
        if minute in schedule.minute and (later := [one for one in schedule.second if one >= second]):
            return hour, minute, later[0]
        if minutes := [one for one in schedule.minute if one > minute]:
            return hour, minutes[0], schedule.second[0]
    if hours := [one for one in schedule.hour if one > hour]:
        return hours[0], schedule.minute[0], schedule.second[0]
    return None
