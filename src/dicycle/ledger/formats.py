"""The lexical forms of EPCIS 2.0 JSON: URI (RFC 3986), date-time (RFC 3339), offset, version, hex.

Every test here gives the verdict of JSON Schema draft-07 with formats asserted, which is how GS1 publishes the
standard. `FAST_URI` and `quick_microseconds` accept a part of that language; they guard the hot path, and whatever
they leave out is looked at again by the full test.
"""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from ipaddress import AddressValueError, IPv6Address
from typing import Final

_UNRESERVED = r"A-Za-z0-9\-._~"
_SUB = r"!$&'()*+,;="
_PCT = r"%[0-9A-Fa-f]{2}"
_PCHAR = rf"(?:[{_UNRESERVED}{_SUB}:@]|{_PCT})"
_USER = rf"(?:[{_UNRESERVED}{_SUB}:]|{_PCT})*"
_NAME = rf"(?:[{_UNRESERVED}{_SUB}]|{_PCT})*"
_LITERAL = rf"\[(?:v[0-9A-Fa-f]+\.[{_UNRESERVED}{_SUB}:]+|(?P<ipv6>[0-9A-Fa-f:.]+))\]"
_AUTHORITY = rf"//(?:{_USER}@)?(?:{_LITERAL}|{_NAME})(?::[0-9]*)?"
_TAIL = rf"(?:\?(?:{_PCHAR}|[/?])*)?(?:#(?:{_PCHAR}|[/?])*)?"
_URI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.\-]*:(?:{_AUTHORITY}(?:/{_PCHAR}*)*|/(?!/)(?:{_PCHAR}|/)*|(?:{_PCHAR}(?:{_PCHAR}|/)*)?){_TAIL}"
)

FAST_URI: Final = (
    r"^(?:https://id\.gs1\.org/|https?://[A-Za-z0-9.\-]+/|[a-z][a-z0-9.\-]*:)[A-Za-z0-9][A-Za-z0-9\-._~:/();=,*]*+\Z"
)
OFFSET: Final = r"^([+]|[-])((0[0-9]|1[0-3]):([0-5][0-9])|14:00)\Z"
UOM: Final = r"^[A-Z0-9]{2,3}\Z"
VERSION: Final = r"^[0-9]+(\.[0-9]+)*\Z"
HEX: Final = r"^[A-Fa-f0-9]+\Z"

_TIME = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?([Zz]|[+\-][0-9]{2}:[0-9]{2})"
)
_DAY_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK_FORM = re.compile(r"T([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])")
_REST_FORM = re.compile(r"(\.[0-9]+)?(Z|[+\-][0-9]{2}:[0-9]{2})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FOUR_CENTURIES = 146_097 * 86_400_000_000
_MINUTE = 60_000_000
_DAY = 86_400_000_000


def is_uri(text: str) -> bool:
    """Tell whether `text` is an absolute URI by RFC 3986 (a CURIE such as ``ext:word`` is one)."""
    found = _URI.fullmatch(text)
    if found is None:
        return False
    return found["ipv6"] is None or _is_ipv6(found["ipv6"])


def _is_ipv6(text: str) -> bool:
    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return True


def is_time(text: str) -> bool:
    """Tell whether `text` is a date-time with offset by RFC 3339; a leap second ends a UTC day."""
    return microseconds(text) is not None


def microseconds(text: str) -> int | None:
    """Return the moment as whole microseconds since 1970-01-01 UTC (finer digits cut), or None if it is none.

    Year 0000 and leap seconds, which RFC 3339 allows and Python's datetime does not, are understood: second 60
    is the second after 59.
    """
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = map(int, found.groups()[:6])
    shift = _offset(found[8])
    if shift is None or second > 60:
        return None
    try:
        whole = datetime(year or 400, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except ValueError:
        return None
    moment = (whole - _EPOCH) // _MICROSECOND - shift - (0 if year else _FOUR_CENTURIES)
    if second == 60:
        if moment % _DAY != _DAY - 1_000_000:
            return None
        moment += 1_000_000
    return moment + int((found[7] or ".0")[1:7].ljust(6, "0"))


def _offset(zone: str) -> int | None:
    if zone in "Zz":
        return 0
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    if hours > 23 or minutes > 59:
        return None
    return (hours * 60 + minutes) * _MINUTE * (-1 if zone[0] == "-" else 1)


def quick_microseconds(text: str) -> int:
    """Return what `microseconds` returns, for the times that events really have; raises ValueError for others.

    Days, clock times and offsets come again and again, so each part is worked out once and remembered. Refused are
    year 0000, leap seconds and lower-case letters.
    """
    return _day(text[:10]) + _clock(text[10:19]) + _rest(text[19:])


@lru_cache(maxsize=20_000)
def _day(text: str) -> int:
    if _DAY_FORM.fullmatch(text) is None:
        raise ValueError(text)
    return (date.fromisoformat(text) - _EPOCH.date()).days * _DAY


@lru_cache(maxsize=90_000)
def _clock(text: str) -> int:
    found = _CLOCK_FORM.fullmatch(text)
    if found is None:
        raise ValueError(text)
    hour, minute, second = map(int, found.groups())
    return ((hour * 60 + minute) * 60 + second) * 1_000_000


@lru_cache(maxsize=4096)
def _rest(text: str) -> int:
    """Return the fraction of a second less the offset."""
    found = _REST_FORM.fullmatch(text)
    shift = _offset(found[2]) if found else None
    if found is None or shift is None:
        raise ValueError(text)
    return int((found[1] or ".0")[1:7].ljust(6, "0")) - shift


def timestamp(moment: int) -> str:
    """Write microseconds since 1970 as a UTC date-time with milliseconds or microseconds, as short as is exact."""
    form = "milliseconds" if moment % 1000 == 0 else "microseconds"
    return (_EPOCH + timedelta(microseconds=moment)).isoformat(timespec=form).replace("+00:00", "Z")
