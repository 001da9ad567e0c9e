"""Moments as the clock on the wall showed them, and as the reader types them."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, NamedTuple

from dicycle.errors import InvalidQuery
from dicycle.findings import Finding
from dicycle.ledger.formats import microseconds, timestamp
from dicycle.ledger.stored import StoredEvent

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 86_400_000_000


class Moment(NamedTuple):
    """A moment in words: for machines (RFC 3339), the day, the clock, the offset from UTC."""

    iso: str
    day: str
    clock: str
    offset: str
    year: str


def moment_of(value: Any, offset: str = "+00:00") -> Moment:
    """Return the words of a moment: a StoredEvent's, in its local time, or microseconds since 1970 UTC."""
    if isinstance(value, StoredEvent):
        return moment_of(value.event_time, str(value.value.get("eventTimeZoneOffset", "+00:00")))
    try:
        local = (_EPOCH + timedelta(microseconds=value)).astimezone(_zone(offset))
    except OverflowError:
        iso = str(value)
        return Moment(iso, iso, "", "", "")
    zone = "UTC" if offset in ("+00:00", "-00:00") else f"UTC{offset.replace('-', '−')}"
    return Moment(
        local.isoformat(timespec="seconds"), f"{local.day} {local:%b %Y}", f"{local:%H:%M}", zone, str(local.year)
    )


def _zone(offset: str) -> timezone:
    minutes = int(offset[1:3]) * 60 + int(offset[4:6])
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))


def span(microseconds_long: int) -> str:
    """Return how long something took, in the largest unit that says enough: minutes, hours, days, years."""
    for size, word in ((365 * _DAY, "year"), (_DAY, "day"), (3_600_000_000, "hour"), (60_000_000, "minute")):
        if microseconds_long >= 2 * size or (microseconds_long >= size and word != "year"):
            count = microseconds_long // size
            return f"{count} {word}{'' if count == 1 else 's'}"
    return "less than a minute"


def as_of(text: str) -> int | None:
    """Return the end of the day (UTC) or the moment that a reader asks for; None if nothing is asked.

    Raises InvalidQuery when it is neither a date nor a date-time with offset.
    """
    text = text.strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
        return microseconds(f"{day.isoformat()}T23:59:59.999999Z")
    except ValueError:
        pass
    found = microseconds(text)
    if found is None:
        sentence = f"{text!r} is not a date."
        raise InvalidQuery(Finding("page.as-of", sentence, "as_of", advice="Write it as 2031-05-01."))
    return found


def iso(moment: int) -> str:
    """Return a moment for a machine."""
    return timestamp(moment)
