"""Exact amounts: masses by origin, in whole femtograms, and how they are divided so that nothing is lost.

Events give micrograms. Books that divide them again and again need smaller units, and whole ones: a division is rounded
to the femtogram (10⁻¹⁵ g), and what rounding leaves goes to the largest remainders, so that the parts are the whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final

FINE: Final = 10**9
"""Femtograms in a microgram."""

Mix = dict[str, int]
"""Origin -> femtograms; what is not there is none."""


def total(mix: Mapping[str, int]) -> int:
    """Return the mass of a mix."""
    return sum(mix.values())


def plus(mixes: Iterable[Mapping[str, int]]) -> Mix:
    """Return the sum of mixes."""
    out: Mix = {}
    for mix in mixes:
        for origin, mass in mix.items():
            out[origin] = out.get(origin, 0) + mass
    return out


def minus(mix: Mapping[str, int], part: Mapping[str, int]) -> Mix:
    """Return what is left of a mix when a part of it is gone."""
    left = {origin: mass - part.get(origin, 0) for origin, mass in mix.items()}
    assert all(mass >= 0 for mass in left.values())
    assert all(origin in mix for origin, mass in part.items() if mass)
    return {origin: mass for origin, mass in left.items() if mass}


def only(mix: Mapping[str, int], origins: Iterable[str]) -> Mix:
    """Return the part of a mix that is of some origins."""
    return {origin: mix[origin] for origin in origins if mix.get(origin)}


def apportion(amount: int, weights: Sequence[int]) -> list[int]:
    """Return an amount divided in proportion to weights, whole, with that sum; largest remainders get the rest.

    A part is never above its weight as long as the amount is not above their sum. All weights zero: all parts zero.
    """
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    divided = [divmod(weight * amount, whole) for weight in weights]
    parts = [part for part, _ in divided]
    by_remainder = sorted(range(len(weights)), key=lambda at: -divided[at][1])
    for at in by_remainder[: amount - sum(parts)]:
        parts[at] += 1
    return parts


def cut(mix: Mapping[str, int], amount: int) -> Mix:
    """Return an amount of a mix, of every origin in proportion; the amount is at most the whole mix."""
    origins = sorted(mix)
    parts = apportion(amount, [mix[origin] for origin in origins])
    return {origin: part for origin, part in zip(origins, parts, strict=True) if part}


def shared(mix: Mapping[str, int], amounts: Sequence[int]) -> list[Mix]:
    """Return amounts of a mix, one after the other of what is left; together they are at most the whole mix."""
    left, out = dict(mix), []
    for amount in amounts:
        part = cut(left, amount)
        left = minus(left, part)
        out.append(part)
    return out


def part_of(amount: int, factor: Fraction) -> int:
    """Return a factor times an amount, rounded down."""
    return amount * factor.numerator // factor.denominator


def grams(amount: int) -> str:
    """Return femtograms in words, in kilograms to the microgram."""
    return f"{Fraction(amount, FINE * 10**9).__float__():.9f}".rstrip("0").rstrip(".") + " kg"
