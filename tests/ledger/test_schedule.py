"""Query schedules: GS1's grammar and the next moment, against counting the seconds one by one."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dicycle.errors import InvalidInput
from dicycle.ledger.formats import microseconds, timestamp
from dicycle.ledger.subscribing.schedule import RANGES, following, parse_schedule

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def at(text: str) -> int:
    """Return a moment in microseconds."""
    found = microseconds(text)
    assert found is not None
    return found


def after(fields: dict[str, str], moment: str) -> str:
    """Return when a schedule runs next."""
    found = following(parse_schedule(fields), at(moment))
    assert found is not None
    return timestamp(found).replace(".000Z", "Z")


@pytest.mark.parametrize(
    ("fields", "now", "then"),
    [
        ({"hour": "1", "minute": "5"}, "2027-02-18T01:04:59.999Z", "2027-02-18T01:05:00Z"),
        ({"hour": "1", "minute": "5"}, "2027-02-18T01:05:00Z", "2027-02-19T01:05:00Z"),
        ({"second": "0/30"}, "2027-02-18T23:59:31Z", "2027-02-19T00:00:00Z"),
        ({"minute": "[0-2],30"}, "2027-02-18T09:02:00Z", "2027-02-18T09:30:00Z"),
        ({"minute": "*/20"}, "2027-02-18T09:02:00Z", "2027-02-18T09:20:00Z"),
        ({"dayOfWeek": "1"}, "2027-02-18T09:00:00Z", "2027-02-22T00:00:00Z"),
        ({"dayOfWeek": "[6-7]", "hour": "8"}, "2027-02-20T08:00:00Z", "2027-02-21T08:00:00Z"),
        ({"month": "3"}, "2027-03-01T00:00:00Z", "2028-03-01T00:00:00Z"),
        ({"month": "2", "dayOfMonth": "29"}, "2027-01-01T00:00:00Z", "2028-02-29T00:00:00Z"),
        ({"month": "2", "dayOfMonth": "29", "dayOfWeek": "1"}, "2072-03-01T00:00:00Z", "2112-02-29T00:00:00Z"),
        ({"dayOfMonth": "31", "hour": "12"}, "2027-01-31T12:00:00Z", "2027-03-31T12:00:00Z"),
    ],
)
def test_a_schedule_says_when_it_runs_next(fields: dict[str, str], now: str, then: str) -> None:
    """A schedule runs at the next moment that all its fields match; what is finer than they are begins at its first."""
    assert after(fields, now) == then


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("second", "60"), ("minute", "-1"), ("hour", "24"), ("dayOfMonth", "0"), ("month", "13"), ("dayOfWeek", "8"),
        ("dayOfWeek", "0"), ("hour", ""), ("hour", "1,"), ("hour", "a"), ("hour", "[5-1]"), ("hour", "[1-5"),
        ("hour", "[1-24]"), ("hour", "1/0"), ("hour", "*/0"), ("hour", "24/2"), ("hour", "٣"), ("hour", "1" * 600),
    ],
)  # fmt: skip
def test_what_is_no_schedule_is_refused_by_its_field(field: str, text: str) -> None:
    """A number out of range, a range backwards or a word that is no element is refused, and the field is named."""
    with pytest.raises(InvalidInput) as refused:
        parse_schedule({field: text})
    assert [finding.where for finding in refused.value.findings] == [field]


@pytest.mark.parametrize("fields", [{}, {"year": "2027"}, {"month": "2", "dayOfMonth": "30"}])
def test_a_schedule_that_never_comes_is_refused(fields: dict[str, str]) -> None:
    """A schedule without a field, with one that is none, or on the 30th of February is refused at once."""
    with pytest.raises(InvalidInput):
        parse_schedule(fields)


def elements(low: int, high: int) -> st.SearchStrategy[tuple[str, set[int]]]:
    """Write an element of a field, with the values that it means."""
    numbers = st.integers(low, high)
    ranges = st.tuples(numbers, numbers).map(sorted)
    steps = st.tuples(numbers, st.integers(1, 20))
    return st.one_of(
        numbers.map(lambda one: (str(one), {one})),
        ranges.map(lambda two: (f"[{two[0]}-{two[1]}]", set(range(two[0], two[1] + 1)))),
        steps.map(lambda two: (f"{two[0]}/{two[1]}", set(range(two[0], high + 1, two[1])))),
        st.just(("*", set(range(low, high + 1)))),
    )


@st.composite
def schedules(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, set[int]]]:
    """Write a schedule with a finest field of seconds, and what each field means."""
    names = draw(st.sets(st.sampled_from(sorted(RANGES.keys() - {"second"}))))
    fields, meant = {}, {}
    for name in ["second", *sorted(names)]:
        listed = draw(st.lists(elements(*RANGES[name]), min_size=1, max_size=3))
        fields[name] = ",".join(text for text, _ in listed)
        meant[name] = set().union(*(values for _, values in listed))
    return fields, meant


def matches(moment: datetime, meant: dict[str, set[int]]) -> bool:
    """Tell whether a second matches all fields."""
    said = {
        "second": moment.second, "minute": moment.minute, "hour": moment.hour,
        "dayOfMonth": moment.day, "month": moment.month, "dayOfWeek": moment.isoweekday(),
    }  # fmt: skip
    return all(said[name] in values for name, values in meant.items())


@given(schedules(), st.integers(0, 130 * 365 * 86_400 * 1_000_000))
def test_the_next_moment_is_the_first_second_that_matches(
    schedule: tuple[dict[str, str], dict[str, set[int]]], start: int
) -> None:
    """Counting the next two hours second by second finds the same moment, or none where none was promised."""
    fields, meant = schedule
    now = EPOCH + timedelta(microseconds=start)
    try:
        parsed = parse_schedule(fields)
    except InvalidInput:
        assert "dayOfMonth" in fields  # 30 February and its like
        return
    found = following(parsed, start)
    assert found is not None
    moment = EPOCH + timedelta(microseconds=found)
    assert moment > now
    assert matches(moment, meant)
    first = now.replace(microsecond=0) + timedelta(seconds=1)
    hours = (first + timedelta(seconds=one) for one in range(7200))
    counted = next((one for one in hours if matches(one, meant)), None)
    assert moment == counted or (counted is None and moment >= first + timedelta(hours=2))
