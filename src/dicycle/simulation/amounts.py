"""Exact masses: whole milligrams, element by element, and how a flow is shared out without losing one of them.

A *content* is a tuple of milligrams in the order of `ELEMENTS`.
"""

from collections.abc import Iterable
from functools import lru_cache

import msgspec

from dicycle.vocabulary import ELEMENTS

Content = tuple[int, ...]
NOTHING: Content = (0,) * len(ELEMENTS)
INDEX = {element: place for place, element in enumerate(ELEMENTS)}


def content(**elements: int) -> Content:
    """Return the content with these milligrams: ``content(Li=5, Cu=7)``."""
    return tuple(elements.get(element, 0) for element in ELEMENTS)


def plus(contents: Iterable[Content]) -> Content:
    """Return the sum of contents."""
    return tuple(map(sum, zip(NOTHING, *contents, strict=True)))


def minus(whole: Content, part: Content) -> Content:
    """Return what is left of `whole` when `part` is taken."""
    return tuple(a - b for a, b in zip(whole, part, strict=True))


def times(each: Content, count: int) -> Content:
    """Return the content of `count` equal things."""
    return tuple(mass * count for mass in each)


def portion(whole: Content, numerator: int, denominator: int) -> Content:
    """Return numerator/denominator of `whole`, rounded down to whole milligrams."""
    return tuple(mass * numerator // denominator for mass in whole)


@lru_cache(maxsize=1024)
def kg(milligrams: int) -> msgspec.Raw:
    """Return the JSON number of kilograms with at most six decimals, written from the integer."""
    whole, rest = divmod(abs(milligrams), 1_000_000)
    sign = "-" if milligrams < 0 else ""
    fraction = f".{rest:06d}".rstrip("0") if rest else ""
    return msgspec.Raw(f"{sign}{whole}{fraction}".encode())


@lru_cache(maxsize=1024)
def elements_json(amount: Content) -> msgspec.Raw:
    """Return the JSON object of the elements that are there, in kilograms."""
    return msgspec.Raw(
        msgspec.json.encode({name: kg(mass) for name, mass in zip(ELEMENTS, amount, strict=True) if mass})
    )


def shared(rows: list[int], columns: list[int]) -> list[list[int]]:
    """Return whole numbers with these row and column sums, as near to proportional as whole numbers are.

    This is proportional mixing: every input gives to every output in the same ratio.
    """
    left, rest = list(columns), sum(columns)
    table = []
    for row in rows[:-1]:
        flow = [row * column // rest for column in left] if rest else [0] * len(left)
        _top_up(flow, left, row - sum(flow))
        left = [a - b for a, b in zip(left, flow, strict=True)]
        rest -= row
        table.append(flow)
    return [*table, left]


def _top_up(flow: list[int], limits: list[int], missing: int) -> None:
    for place, limit in enumerate(limits):
        if not missing:
            return
        if flow[place] < limit:
            flow[place] += 1
            missing -= 1


def spread(total: int, count: int, start: int) -> list[int]:
    """Return `total` over `count` equal things; the odd milligrams go to the things from `start` on, in a ring.

    Several flows spread one behind the other, each from where the last one stopped, give every thing the same sum.
    """
    each, odd = divmod(total, count)
    if not odd:
        return [each] * count
    ring = [each + 1] * odd + [each] * (count - odd)
    return ring[count - start :] + ring[: count - start]
