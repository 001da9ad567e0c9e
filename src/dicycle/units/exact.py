"""Exact amounts of what events tell, to reckon with: whole numbers wherever they are enough."""

from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, Inexact
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from msgspec import UNSET

from dicycle.units.codes import UNITS, Dimension

Exact = int | Fraction
"""An exact amount: millionths of a gram (or of a piece), a fraction only where that is not enough."""

FINEST: Final = 10**9
"""How many of the finest amounts are a kilogram, or a piece."""

FARTHEST: Final = 60
"""Powers of ten beyond which a number is absurd."""


_EXACT: Final = Context(prec=400, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[Inexact])
_pieces: Final = (Dimension.COUNT, Fraction(FINEST), Decimal(FINEST))


@lru_cache(maxsize=1024)
def _factor(uom: str) -> tuple[Dimension | None, Fraction, Decimal | None]:
    """Return what a unit measures, and its factor, also as a Decimal where that is a whole number."""
    unit = UNITS.get(uom)
    if unit is None:
        return None, Fraction(0), None
    factor = unit.factor * FINEST
    return unit.dimension, factor, Decimal(factor.numerator) if factor.denominator == 1 else None


def exact(number: Any, uom: str | Any = "KGM") -> tuple[Dimension | None, Exact] | None:
    """Return what is measured and how much of it; without unit, pieces. None for no number, or an absurd one.

    The dimension is None for a unit that is not known.
    """
    if isinstance(number, bool) or not isinstance(number, int | Decimal) or not _sane(number):
        return None
    dimension, factor, plain = _pieces if uom is UNSET else _factor(uom)
    if plain:
        try:
            scaled = _EXACT.multiply(Decimal(number), plain)
        except Inexact:  # hundreds of digits: nobody weighs like that
            return None
        whole = int(scaled)
        if whole == scaled:
            return dimension, whole
    return dimension, _short(Fraction(number) * factor)


def _sane(number: int | Decimal) -> bool:
    """Tell that a number is finite, and of a size that leaves exact arithmetic quick."""
    if isinstance(number, int):
        return number.bit_length() < 4 * FARTHEST
    return number.is_finite() and -FARTHEST <= number.adjusted() <= FARTHEST


def _short(amount: Fraction) -> Exact:
    return amount.numerator if amount.denominator == 1 else amount
