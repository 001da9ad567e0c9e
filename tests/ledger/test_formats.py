"""The lexical forms of the standard, against the same JSON Schema formats that GS1 asserts."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from strategies import edited, examples, items, places, times

from dicycle.ledger import formats

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PLAIN_TIME = (
    r"\A[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\.[0-9]{1,9})?(Z|[+-][0-2][0-9]:[0-6][0-9])\Z"
)
"""What looks like a time, though not each of these is one."""
URIS = (
    items
    | places
    | st.sampled_from(
        [
            *(
                "https://user:pw@example.com:8080/a/b?c=d#e",
                "http://[2001:db8::1]/x",
                "http://[v1.a:b]/",
                "urn:x:%41",
                "a:",
                "a:b",
            ),
            *(
                "file:///x",
                "http://",
                "http:///x",
                "a:/b",
                "a://",
                "a:?",
                "a:#",
                "http://[::1.2.3.4]:1/",
                "mailto:a@b.example",
            ),
        ]
    )
)


@cache
def oracle(form: str) -> Any:
    """Return a draft-07 validator that asserts one format."""
    return jsonschema_rs.Draft7Validator({"format": form}, validate_formats=True)


def digits_are_digits(text: str) -> bool:
    """Tell whether digits stand where RFC 3339 has DIGIT: the oracle takes ``*+,-./`` for digits below zero."""
    places = [*range(4), 5, 6, 8, 9, 11, 12, 14, 15, 17, 18]
    zone = [] if text[-1:] in "Zz" else [-5, -4, -2, -1]
    return len(text) > 19 and all(text[at] in "0123456789" for at in (*places, *zone))


@examples(140)
@given(edited(URIS, ":/?#[]@!$&'()*+,;=%% \\^`{|}<>\"aZ09-._~é\n") | st.text(":/?#[]@%aA0.-v ", max_size=12))
@example("")
@example("http://[::ffff:999.1.1.1]/")
@example("http://[1::2::3]/")
@example("a:b\n")
@example("a:%4")
@example("1a:b")
def test_a_uri_is_what_rfc_3986_says(text: str) -> None:
    """What counts as a URI here is what the format asserts."""
    assert formats.is_uri(text) == oracle("uri").is_valid(text)


@examples(140)
@given(edited(times, "0123456789TtZz:.+- 6") | st.from_regex(PLAIN_TIME))
@example("2016-12-31T23:59:60Z")
@example("2016-12-31T22:59:60Z")
@example("2017-01-01T00:59:60+01:00")
@example("0000-02-29T00:00:00Z")
@example("2026-02-29T00:00:00Z")
@example("2026-01-01T24:00:00Z")
@example("2026-01-01T00:00:00+24:00")
@example("2026-01-01T00:00:00.Z")
@example("2026-01-01T00:00:00Z\n")
def test_a_time_is_what_rfc_3339_says(text: str) -> None:
    """What counts as a date-time here is what the format asserts."""
    assert formats.is_time(text) == (oracle("date-time").is_valid(text) and digits_are_digits(text))


@examples(60)
@given(edited(URIS, ":/()[]%aZ09-._~,;=* \n") | st.from_regex(formats.FAST_URI))
def test_the_fast_uri_is_a_uri(text: str) -> None:
    """What the fast pattern accepts, the full test accepts."""
    assert not re.search(formats.FAST_URI, text) or formats.is_uri(text)


@examples(60)
@given(edited(times, "0123456789TZ:.+-") | st.from_regex(PLAIN_TIME))
def test_the_quick_moment_is_the_same_moment(text: str) -> None:
    """A time that the quick reading takes is one, and the same moment by the full reading."""
    try:
        quick = formats.quick_microseconds(text)
    except ValueError:
        return
    assert quick == formats.microseconds(text)


@given(st.datetimes(timezones=st.timezones()).filter(lambda when: 1 < when.year < 9999), st.sampled_from([0, 3, 6]))
def test_ordinary_times_are_read_quickly(when: datetime, digits: int) -> None:
    """Any moment of the calendar, written in the common way, takes the quick reading."""
    spec = {0: "seconds", 3: "milliseconds", 6: "microseconds"}[digits]
    assume(when.utcoffset() % timedelta(minutes=1) == timedelta())
    text = when.isoformat(timespec=spec)
    assert formats.quick_microseconds(text) == formats.microseconds(text)


@given(
    st.datetimes().filter(lambda when: 1 < when.year < 9999),
    st.integers(-23 * 60, 23 * 60),
)
def test_a_moment_does_not_depend_on_the_offset_it_is_written_with(when: datetime, minutes: int) -> None:
    """The same moment on two clocks is the same number of microseconds."""
    moment = when.replace(tzinfo=UTC)
    local = moment + timedelta(minutes=minutes)
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    text = f"{local.replace(tzinfo=None).isoformat()}{sign}{hours:02}:{rest:02}"
    assert formats.microseconds(text) == (moment - EPOCH) // timedelta(microseconds=1)


@given(st.datetimes())
def test_a_timestamp_reads_back_as_its_moment(when: datetime) -> None:
    """What is written of a moment is read as that moment."""
    moment = (when.replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)
    text = formats.timestamp(moment)
    assert text.endswith("Z")
    assert formats.microseconds(text) == moment


def test_a_leap_second_is_the_second_after_59() -> None:
    """Second 60 of the last UTC minute falls on the first second of the next day."""
    leap, next_day = formats.microseconds("2016-12-31T23:59:60Z"), formats.microseconds("2017-01-01T00:00:00Z")
    assert leap == next_day


def test_year_zero_is_a_year_before_year_one() -> None:
    """RFC 3339 knows the year 0000, a leap year of 366 days."""
    zero, one = formats.microseconds("0000-01-01T00:00:00Z"), formats.microseconds("0001-01-01T00:00:00Z")
    assert zero is not None
    assert one == zero + 366 * 86_400_000_000


@pytest.mark.parametrize("text", ["2026-01-01T10:00:00", "2026-01-01", "now", "2026-01-01T10:00:00+0100"])
def test_a_time_without_offset_is_no_moment(text: str) -> None:
    """A clock reading without an offset names no moment."""
    assert formats.microseconds(text) is None
