"""Days: when something was measured and until when that is valid; the day is that of UTC."""

from datetime import UTC, date, datetime, timedelta


def day(text: str | None) -> date | None:
    """Return the day of a date or of an RFC 3339 time, None if it is none."""
    if not text:
        return None
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC).date() if moment.tzinfo else moment.date()
    except (ValueError, OverflowError):
        return None


def last_day(measured: str | None, valid: int) -> str | None:
    """Return the last day on which something counts that was measured then and is valid for so many days."""
    first = day(measured)
    if first is None:
        return None
    try:
        return (first + timedelta(days=valid)).isoformat()
    except OverflowError:
        return date.max.isoformat()
