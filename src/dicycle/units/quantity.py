"""Exact quantities: a decimal value and a unit. Nothing is rounded unless somebody says how (convention 12)."""

import re
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, Inexact
from fractions import Fraction
from functools import total_ordering
from typing import Never, overload

from dicycle.errors import InvalidUnit
from dicycle.findings import Finding
from dicycle.units.codes import Dimension, Unit, unit

_JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
# Far beyond any mass or energy on Earth; the bound keeps exact arithmetic from filling the memory.
_LARGEST_EXPONENT = 60
_EXACT = Context(prec=400, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[Inexact])


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Quantity:
    """`value` of `unit`, exact. Equal quantities compare equal in any unit of their dimension.

    Raises InvalidUnit for a float, a value that is no finite number, and an unknown unit code.
    """

    value: Decimal
    unit: Unit

    def __init__(self, value: Decimal | int, unit_or_code: Unit | str) -> None:
        object.__setattr__(self, "value", _decimal(value))
        object.__setattr__(self, "unit", unit(unit_or_code) if isinstance(unit_or_code, str) else unit_or_code)

    def __str__(self) -> str:
        return f"{self.value:f} {self.unit.symbol or self.unit.name}"

    def __repr__(self) -> str:
        return f"Quantity(Decimal('{self.value}'), {self.unit.code!r})"

    @property
    def dimension(self) -> Dimension:
        """What is measured."""
        return self.unit.dimension

    @property
    def si(self) -> Fraction:
        """The value in the SI unit of the dimension (kg, J, C, V, K, s, …)."""
        return Fraction(self.value) * self.unit.factor + self.unit.offset

    def to(self, code: str, round_to: Decimal | None = None) -> "Quantity":
        """Return the same quantity in another unit of its dimension.

        A value without a finite decimal (7 J in kWh) is refused unless `round_to` names the step to round to
        (``Decimal("0.001")``), half to even. Raises InvalidUnit.
        """
        wanted = unit(code)
        self._require_same(wanted, "convert")
        return Quantity(_finite((self.si - wanted.offset) / wanted.factor, wanted, round_to), wanted)

    def rounded(self, step: Decimal) -> "Quantity":
        """Return the quantity rounded to a multiple of `step`, half to even."""
        return Quantity(_finite(Fraction(self.value), self.unit, step), self.unit)

    def __add__(self, other: "Quantity") -> "Quantity":
        """Return the sum in the unit of the left side; InvalidUnit for two dimensions or temperatures."""
        if not isinstance(other, Quantity):
            return NotImplemented
        self._require_same(other.unit, "add")
        return Quantity(_EXACT.add(self.value, self._addable(other)), self.unit)

    def __sub__(self, other: "Quantity") -> "Quantity":
        """Return the difference in the unit of the left side; InvalidUnit for two dimensions or temperatures."""
        if not isinstance(other, Quantity):
            return NotImplemented
        self._require_same(other.unit, "subtract")
        return Quantity(_EXACT.subtract(self.value, self._addable(other)), self.unit)

    def __neg__(self) -> "Quantity":
        return Quantity(_EXACT.minus(self.value), self._additive())

    def __mul__(self, times: Decimal | int) -> "Quantity":
        """Return the quantity a number of times, exactly."""
        return Quantity(_EXACT.multiply(self.value, _decimal(times)), self._additive())

    __rmul__ = __mul__

    @overload
    def __truediv__(self, by: "Quantity") -> Fraction: ...

    @overload
    def __truediv__(self, by: Decimal | int) -> "Quantity": ...

    def __truediv__(self, by: "Quantity | Decimal | int") -> "Quantity | Fraction":
        """Return a part of the quantity, or how often another quantity of the dimension goes into it.

        The part must be a finite decimal; use `share` to round. The ratio of two quantities is an exact Fraction.
        """
        if isinstance(by, Quantity):
            self._require_same(by.unit, "divide")
            self._additive()
            return self.si / _divisor(by.si)
        return self.share(Fraction(1) / _divisor(Fraction(_decimal(by))))

    def share(self, part: Fraction, round_to: Decimal | None = None) -> "Quantity":
        """Return `part` of the quantity, rounded to a multiple of `round_to` (half to even) where that is given."""
        return Quantity(_finite(Fraction(self.value) * part, self._additive(), round_to), self.unit)

    def __bool__(self) -> bool:
        return self.si != 0

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        return self.dimension is other.dimension and self.si == other.si

    def __hash__(self) -> int:
        return hash((self.dimension, self.si))

    def __lt__(self, other: "Quantity") -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        self._require_same(other.unit, "compare")
        return self.si < other.si

    def _require_same(self, other: Unit, verb: str) -> None:
        if self.unit.dimension is not other.dimension:
            _refuse(
                "dimensions",
                f"Cannot {verb} {self.unit}, a unit of {self.unit.dimension}, "
                f"and {other}, a unit of {other.dimension}.",
                "Give both in units of one dimension.",
            )

    def _additive(self) -> Unit:
        if self.unit.dimension is Dimension.TEMPERATURE:
            _refuse(
                "temperature",
                f"{self} is a point on a scale, not an amount: sums, multiples and ratios of it mean nothing.",
                "Compare temperatures, or convert them.",
            )
        return self.unit

    def _addable(self, other: "Quantity") -> Decimal:
        self._additive()
        return other.value if other.unit is self.unit else other.to(self.unit.code).value


def from_json_number(text: str | bytes, code: str) -> Quantity:
    """Return the quantity whose value is written as a JSON number, digit by digit as it was sent.

    Raises InvalidUnit when the text is not a JSON number (RFC 8259, section 6) or the unit is unknown.
    """
    number = text.decode("ascii", "replace") if isinstance(text, bytes) else text
    if _JSON_NUMBER.fullmatch(number) is None:
        _refuse("number", f"{number!r} is not a JSON number.", "Write digits with a point, for example 12.50.")
    return Quantity(Decimal(number), code)


def _decimal(value: Decimal | int) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        _refuse(
            "not-exact",
            f"A quantity takes a Decimal or an int, not {type(value).__name__} {value!r}.",
            "Use from_json_number() on the text, or Decimal of the text: a float is already rounded.",
        )
    number = Decimal(value)
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST_EXPONENT or len(str(number)) > 2 * _LARGEST_EXPONENT:
        _refuse("number", f"{str(value)[:40]} is not a number a quantity can have.", "Is the unit the right one?")
    return number


def _divisor(number: Fraction) -> Fraction:
    if number == 0:
        _refuse("zero", "Nothing can be divided by zero.", "Unknown is not zero: was the value measured?")
    return number


def _finite(number: Fraction, wanted: Unit, round_to: Decimal | None) -> Decimal:
    if round_to is not None:
        return _rounded(number, round_to)
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        _refuse(
            "not-exact",
            f"{number.numerator}/{number.denominator} {wanted.symbol} has no finite decimal.",
            'Say how to round: round_to=Decimal("0.001").',
        )
    return _EXACT.divide(Decimal(number.numerator), Decimal(number.denominator))


def _rounded(number: Fraction, step: Decimal) -> Decimal:
    if not isinstance(step, Decimal) or not step.is_finite() or step <= 0:
        _refuse("rounding", f"Cannot round to {step!r}.", 'Give a positive step, for example Decimal("0.001").')
    steps = round(number / Fraction(step))  # Fraction rounds half to even
    return _EXACT.multiply(Decimal(steps), step)


def _refuse(code: str, sentence: str, advice: str) -> Never:
    raise InvalidUnit(Finding(f"unit.{code}", sentence, advice=advice))
