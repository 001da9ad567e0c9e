"""JSON that can be read in one way only, and numbers that keep their digits."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import anything, exact_numbers, shuffled, written

from dicycle.errors import InvalidEvent
from dicycle.ledger import strict


def code_of(raw: bytes) -> str:
    """Return the code of the finding with which JSON is refused."""
    with pytest.raises(InvalidEvent) as refused:
        strict.decode(raw, "/here")
    [finding] = refused.value.findings
    assert finding.where == "/here"
    assert finding.sentence.endswith(".")
    return finding.code


@given(anything)
def test_what_is_written_is_read(value: Any) -> None:
    """Reading what was written gives the same value, numbers to the last digit."""
    assert strict.decode(strict.encode(value)) == value
    assert strict.decode(written(value).encode()) == value


@given(st.data(), anything)
def test_equal_values_share_one_canonical_form(data: Any, value: Any) -> None:
    """Key order does not count in the canonical form, and reading it gives the value back."""
    assert strict.canonical(data.draw(shuffled(value))) == strict.canonical(value)
    assert strict.decode(strict.canonical(value)) == value


@given(exact_numbers, exact_numbers)
def test_two_numbers_share_a_canonical_form_only_if_they_are_equal(one: Any, other: Any) -> None:
    """12.5 and 12.50 are one number; 1 and 1.0000000000000000000000000000000001 are two."""
    assert (strict.canonical(one) == strict.canonical(other)) == (one == other)


@given(st.integers(-(10**35), 10**35), st.integers(0, 6))
def test_a_whole_number_has_one_form_with_or_without_a_point(number: int, zeros: int) -> None:
    """100, 100.0 and 1e2 are one number."""
    point = Decimal(f"{number}.{'0' * zeros}")
    assert strict.canonical(number) == strict.canonical(point)
    assert strict.canonical(number * 100) == strict.canonical(Decimal(f"{number}e2"))


@given(anything)
def test_true_is_not_one(value: Any) -> None:
    """A truth value and a number never share a canonical form, whatever stands beside them."""
    assert strict.canonical([value, True]) != strict.canonical([value, 1])


@given(anything)
def test_depth_grows_by_one_with_each_level(value: Any) -> None:
    """A value in a list or an object is one level deeper than alone."""
    assert strict.depth([1, value]) == strict.depth({"a": value, "b": "["}) == strict.depth(value) + 1


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'{"a":1,"a":1}', "json.not-json"),
        (b'[{"a":{"b":1,"b":2}}]', "json.not-json"),
        (b"NaN", "json.not-json"),
        (b"[Infinity]", "json.not-json"),
        (b'"\xc3"', "json.not-utf-8"),
        (b"\xef\xbb\xbf{}", "json.not-json"),
        (b"1 2", "json.not-json"),
        (b"{}x", "json.not-json"),
        (b"", "json.empty"),
        (b"01", "json.not-json"),
        (b"1e7000", "json.not-json"),
        (b"1e-7000", "json.not-json"),
        (b'"\\ud800"', "json.not-json"),
        (b"[" * 101 + b"]" * 101, "json.too-deep"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, "json.too-deep"),
    ],
)
def test_what_readers_differ_on_is_refused(raw: bytes, code: str) -> None:
    """Each thing RFC 8259 leaves open is refused with a code of its own kind."""
    assert code_of(raw) == code


def test_the_key_that_stands_twice_is_named() -> None:
    """The finding names the key, so that the sender can look for it."""
    with pytest.raises(InvalidEvent, match="'eventID' stands twice"):
        strict.decode(b'{"eventID": 1, "eventID": 1}')


def test_many_brackets_side_by_side_are_not_deep() -> None:
    """A thousand empty lists beside each other are two levels."""
    value = strict.decode(b"[" + b",".join([b"[]"] * 1000) + b"]")
    assert strict.depth(value) == 2


@given(st.integers(1, 100))
def test_any_depth_up_to_the_limit_is_read(levels: int) -> None:
    """Up to a hundred levels nothing is too deep."""
    assert strict.depth(strict.decode(b"[" * levels + b"]" * levels)) == levels
