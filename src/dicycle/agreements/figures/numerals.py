"""Numbers in a text: digits with the signs of a language, and number words. Exact.

A form that has two readings is read by the language's decimal sign; one that has none is no number.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from typing import Final, NamedTuple

from dicycle.agreements.figures.hanzi import of_hanzi
from dicycle.agreements.figures.lexicon import Numbers

SPACES: Final = " \u00a0\u202f\u2009"
DIGITS: Final = re.compile(rf"\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?![\d])(?:[.,]\d+)?|\d+(?:[.,'’]\d+)*")
_LONGEST: Final = 24


class Number(NamedTuple):
    """A number as it is written; `plain` if it is a bare run of digits, `word` if it is in words."""

    start: int
    end: int
    value: Decimal
    plain: bool = False
    word: bool = False


def numbers(text: str, how: Numbers, start: int, end: int) -> list[Number]:
    """Return the numbers of a part of a text, in its order."""
    listed = chain(_digits(text, how, start, end), _words(text, how, start, end))
    found = sorted(listed, key=lambda one: (one.start, -one.end))
    return [one for place, one in enumerate(found) if not place or one.start >= found[place - 1].end]


def _digits(text: str, how: Numbers, start: int, end: int) -> Iterator[Number]:
    for found in DIGITS.finditer(text, start, end):
        value = of_digits(found.group(), how.decimal)
        if value is not None:
            yield Number(found.start(), found.end(), value, found.group().isdecimal())


def _words(text: str, how: Numbers, start: int, end: int) -> Iterator[Number]:
    for found in how.words.finditer(text, start, end):
        value = _of_words(found.group().lower(), how) if how.atoms else of_hanzi(found.group())
        if value is not None:
            yield Number(found.start(), found.end(), value, word=True)
    for value, begin, stop in how.special.all(text, start, end):
        yield Number(begin, stop, value, word=True)


def of_digits(written: str, decimal: str) -> Decimal | None:
    """Return what digits with group and decimal signs stand for, None if they are no number (1.2.3)."""
    bare = re.sub(rf"[{SPACES}'’]", "", written)
    if len(bare) > _LONGEST:
        return None
    dots, commas = bare.count("."), bare.count(",")
    if dots and commas:
        last = max(".,", key=bare.rfind)
        return _grouped(bare, "." if last == "," else ",", last) if bare.count(last) == 1 else None
    sign = "." if dots else ","
    if dots + commas > 1 or (dots + commas == 1 and sign != decimal and _is_group(bare, sign)):
        return _grouped(bare, sign, "")
    return Decimal(bare.replace(",", "."))


def _is_group(bare: str, sign: str) -> bool:
    head, tail = bare.split(sign)
    return len(tail) == 3 and 1 <= len(head) <= 3 and not head.startswith("0")


def _grouped(bare: str, group: str, decimal: str) -> Decimal | None:
    whole, _, rest = bare.partition(decimal) if decimal else (bare, "", "")
    first, *others = whole.split(group)
    if not 1 <= len(first) <= 3 or any(len(other) != 3 for other in others):
        return None
    return Decimal("".join((first, *others)) + (f".{rest}" if rest else ""))


def _of_words(written: str, how: Numbers) -> Decimal | None:
    """Return the sum of number words; "hundred" multiplies what stands before it."""
    total = 0
    for word in how.tokens.findall(written):
        total = max(total, 1) * 100 if word in how.hundreds else total + how.atoms[word]
    return Decimal(total)
