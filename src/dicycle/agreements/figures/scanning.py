"""Numbers with what stands around them, put together: figures without their context."""

from decimal import Decimal
from typing import NamedTuple

from dicycle.agreements.figures.found import Figure
from dicycle.agreements.figures.hanzi import is_hanzi
from dicycle.agreements.figures.lexicon import Lexicon
from dicycle.agreements.figures.numerals import Number
from dicycle.agreements.figures.parts import Head, Tail, counted_before, head, is_part_of_a_name, magnitude, per, tail
from dicycle.agreements.vocabulary import Qualifier

SMALLEST = 10
LONE = 4
"""A smaller number word that counts nothing is a pronoun or an article more often than a number."""
BARE: Tail = Tail(0, "number", "")


class Dated(NamedTuple):
    """Where dates stand in a part of a text: 2 where there is certainly one, 1 where a year may be one."""

    start: int
    marks: bytearray

    def cover(self, start: int, end: int, *, certain: bool) -> None:
        """Mark a date."""
        self.marks[start - self.start : end - self.start] = (b"\2" if certain else b"\1") * (end - start)

    def over(self, one: Number) -> int:
        """Return the strongest mark on a number."""
        return max(self.marks[one.start - self.start : one.end - self.start], default=0)


class Scan(NamedTuple):
    """A part of a text being scanned."""

    text: str
    lex: Lexicon
    end: int
    dates: Dated


class Scaled(NamedTuple):
    """A number times its magnitude, and where the magnitude ends."""

    amount: Decimal
    power: int
    end: int
    qualifier: Qualifier | None


def scan(text: str, lex: Lexicon, listed: list[Number], start: int, end: int, dates: Dated) -> list[Figure]:
    """Return the figures of a part of a text, as they are written."""
    this = Scan(text, lex, end, dates)
    found: list[Figure] = []
    place, floor = 0, start
    while place < len(listed):
        figure, used = _figure(this, listed, place, floor)
        if figure:
            found.append(figure)
            floor = figure.end
        place += used
    return found


def _figure(this: Scan, listed: list[Number], place: int, floor: int) -> tuple[Figure | None, int]:
    """Return the figure of a number, and how many numbers it used."""
    one = listed[place]
    before = head(this.text, this.lex, one.start, floor)
    if one.start < floor or _is_no_amount(this, one, before):
        return None, 1
    if ordinal := _ordinal(this, one):
        return ordinal, 1
    first = _scaled(this, one, before.currency)
    last, used = _upper(this, listed, place, first, before)
    behind = _behind(this, one, before, last or first)
    if behind is None:
        return None, 1
    return _made(before, first, last, *_trailed(this, behind)), used


def _is_no_amount(this: Scan, one: Number, before: Head) -> bool:
    sure = this.dates.over(one) > 1
    signed = before.currency is not None or before.qualifier != "exact"
    return sure or is_part_of_a_name(this.text, this.lex, one, signed)


def _ordinal(this: Scan, one: Number) -> Figure | None:
    how = this.lex.numbers
    behind = how.ordinal.match(this.text, one.end, this.end)
    if behind or how.ordinal_before.search(this.text[max(0, one.start - 4) : one.start]):
        end = behind.end() if behind else one.end
        return Figure(one.start, end, "ordinal", one.value, "", (one.start, end))
    return None


def _scaled(this: Scan, one: Number, sign: str | None) -> Scaled:
    power, end = magnitude(this.text, this.lex, one.end, this.end, sign)
    after = this.lex.after.match(this.text, end, this.end)
    if after and not power:
        power, beyond = magnitude(this.text, this.lex, after[1], this.end, sign)
        after = (after[0], beyond)
    qualifier, end = after or (None, end)
    return Scaled(one.value.scaleb(power), power, end, qualifier)


def _trailed(this: Scan, behind: Tail) -> tuple[Tail, Qualifier]:
    """Return a tail with the qualifier behind it (100亿元以上), if there is one."""
    found = this.lex.trailing.match(this.text, behind.end, this.end)
    return (behind._replace(end=found[1]), found[0]) if found else (behind, "exact")


def _upper(this: Scan, listed: list[Number], place: int, first: Scaled, before: Head) -> tuple[Scaled | None, int]:
    """Return the end of a range that begins with a number, and how many numbers that is."""
    if place + 1 >= len(listed) or (_like_a_year(listed[place]) and this.dates.over(listed[place])):
        return None, 1  # "ab 2027 bis zu 6.000 Tonnen"
    second = listed[place + 1]
    sign = this.lex.signs_before.search(this.text[first.end : second.start])
    gap = this.text[first.end : second.start - (second.start - first.end - sign[1] if sign else 0)]
    between = before.start and this.lex.numbers.between.search(this.text[max(0, before.start - 24) : before.start])
    fits = this.lex.numbers.range.fullmatch(gap) or (between and this.lex.numbers.range_between.fullmatch(gap))
    if not fits:
        return None, 1
    last = _scaled(this, second, before.currency or (sign[0] if sign else None))
    return (last, 2) if last.amount > _shared(first, last) else (None, 1)


def _shared(first: Scaled, last: Scaled) -> Decimal:
    return first.amount if first.power else first.amount.scaleb(last.power)


def _behind(this: Scan, one: Number, before: Head, scaled: Scaled) -> Tail | None:
    """Return what a number counts or measures; None if it is no amount (a year, a lone word, digits in a word)."""
    if this.lex.percent_before.search(this.text[max(0, before.start - 4) : before.start]):
        return Tail(scaled.end, "percent", "%")
    found = counted_before(this.text, this.lex, scaled.end, before.start, this.end)
    found = found or tail(this.text, this.lex, scaled.end, this.end)
    dated = this.dates.over(one) > 0 or _like_a_year(one)
    if found and not (dated and not scaled.power and (not found.direct or found.unit == "years")):
        return found if _is_meant(this, found, one, scaled) else None
    if before.currency:
        return per(this.text, this.lex, Tail(scaled.end, "money", before.currency), this.end)
    lone = one.word and not scaled.power and not (this.lex.numbers.atoms and one.value >= LONE)
    bare = not dated and not lone and not _runs_on(this.text, scaled.end, this.end)
    return BARE._replace(end=scaled.end) if bare else None


def _is_meant(this: Scan, found: Tail, one: Number, scaled: Scaled) -> bool:
    """Tell whether an amount is meant: not "one company", not 三元 (ternary), not 18650 cells."""
    if one.plain and int(one.value) in this.lex.formats and found.unit in ("cells", "batteries"):
        return False
    if not one.word:
        return True
    return scaled.amount > 1 if found.family != "money" else scaled.amount >= SMALLEST


def _like_a_year(one: Number) -> bool:
    return one.plain and one.end - one.start == 4 and 1900 <= one.value < 2100


def _runs_on(text: str, place: int, end: int) -> bool:
    """Tell whether a letter follows at once: the digits are part of a word (3D, 5G)."""
    return place < end and text[place].isalpha() and not is_hanzi(text[place])


def _made(before: Head, first: Scaled, last: Scaled | None, behind: Tail, trailing: Qualifier) -> Figure:
    low = _shared(first, last) if last else first.amount
    qualifiers = [before.qualifier, (last or first).qualifier or "exact", trailing]
    return Figure(
        before.start,
        behind.end,
        behind.family,
        _plain(low * behind.factor),
        behind.unit,
        (before.core, behind.end),
        next((one for one in qualifiers if one != "exact"), "exact"),
        _plain(last.amount * behind.factor) if last else None,
    )


def _plain(amount: Decimal) -> Decimal:
    """Return an amount without an exponent: 13400000000, not 1.34E+10."""
    return Decimal(f"{amount:f}")
