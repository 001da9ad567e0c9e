"""Strict JSON: RFC 8259, with what it leaves open refused and numbers kept exactly.

Refused: duplicate keys, NaN and infinities, numbers beyond ten to the `MAX_EXPONENT`, nesting deeper than
`MAX_DEPTH`, text that is not UTF-8, trailing bytes. Numbers with a point or exponent become `Decimal`, digit for digit.
"""

import json
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import msgspec

from dicycle.errors import InvalidEvent
from dicycle.findings import Finding

BOM: Final = b"\xef\xbb\xbf"
"""The mark that some programs put before UTF-8; it says nothing (RFC 8259 §8.1)."""

MAX_DEPTH: Final = 100
"""How deep objects and lists may nest: ten times what EPCIS itself needs."""

MAX_EXPONENT: Final = 6144
"""How large or small a number may be, as a power of ten: what a decimal of 128 bits holds (IEEE 754)."""

_syntax = msgspec.json.Decoder(msgspec.Raw)
_sorted = msgspec.json.Encoder(decimal_format="number", order="sorted")


encode: Final = msgspec.json.Encoder(decimal_format="number").encode
"""Return a value or struct as compact JSON with exact numbers."""


def canonical(value: Any) -> bytes:
    """Return the JSON that equal values share: sorted keys, one spelling for each number."""
    return _sorted.encode(_one_spelling(value))


def _one_spelling(value: Any) -> Any:
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return _shortest(value)
    if isinstance(value, dict):
        return {key: _one_spelling(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_one_spelling(one) for one in value]
    return value


def _shortest(number: Decimal | int) -> Decimal | int:
    """Return a number without trailing zeros, exactly: Decimal's own `normalize` rounds to 28 digits."""
    if not number:
        return 0
    if isinstance(number, int) and abs(number) < 10**18:
        return number
    sign, digits, exponent = Decimal(number).as_tuple()
    assert isinstance(exponent, int), "strict JSON has no NaN and no infinity"
    written = "".join(map(str, digits))
    bare = written.rstrip("0")
    short = Decimal((sign, tuple(map(int, bare)), exponent + len(written) - len(bare)))
    return int(short) if short.adjusted() < 18 and short == short.to_integral_value() else short


def decode(raw: bytes, where: str = "") -> Any:
    """Return the value of strict JSON; raises InvalidEvent with what is wrong and at which byte."""
    if not raw.strip():
        raise refuse("empty", "There is nothing here.", where, "Send an event or a document.")
    try:
        text = raw.decode("utf-8")
        _syntax.decode(raw)
        value = json.loads(
            text, object_pairs_hook=_without_duplicates, parse_float=_number, parse_constant=_no_constant
        )
    except UnicodeDecodeError as wrong:
        raise refuse("not-utf-8", f"The text is not UTF-8 at byte {wrong.start}.", where) from None
    except RecursionError:
        raise _too_deep(where) from None
    except json.JSONDecodeError as wrong:
        raise refuse("not-json", f"This is not JSON: {wrong.msg} at character {wrong.pos}.", where) from None
    except (msgspec.DecodeError, ValueError) as wrong:
        # Python says so in words of its own when a whole number has more digits than it will read.
        why = "a whole number has thousands of digits" if "int_max_str_digits" in str(wrong) else str(wrong)
        raise refuse("not-json", f"This is not JSON: {why.rstrip('.')}.", where) from None
    if shallow(raw) or depth(value) <= MAX_DEPTH:
        return value
    raise _too_deep(where)


def shallow(raw: bytes) -> bool:
    """Tell cheaply that JSON cannot nest too deep: it has too few brackets."""
    return raw.count(b"{") + raw.count(b"[") <= MAX_DEPTH


def depth(value: Any) -> int:
    """Return how deep objects and lists nest in a decoded value, counted without recursion."""
    level, deepest = [value], 0
    while level := [one for one in level if isinstance(one, dict | list)]:
        deepest += 1
        level = [one for held in level for one in (held.values() if isinstance(held, dict) else held)]
    return deepest


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice!r} stands twice in one object, and readers differ on which one counts")
    return found


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise _beyond(text) from None
    if abs(number.adjusted()) > MAX_EXPONENT:
        raise _beyond(text)
    return number


def _beyond(text: str) -> ValueError:
    return ValueError(f"the number {text[:40]} is beyond ten to the {MAX_EXPONENT}")


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _too_deep(where: str) -> InvalidEvent:
    return refuse("too-deep", f"Objects or lists nest deeper than {MAX_DEPTH} levels.", where)


def refuse(code: str, sentence: str, where: str = "", advice: str = "") -> InvalidEvent:
    """Return the error for something that cannot be read as JSON."""
    return InvalidEvent(Finding(f"json.{code}", sentence, where, advice=advice))
