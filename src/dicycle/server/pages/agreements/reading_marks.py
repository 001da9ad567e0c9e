"""The text of a document cut at the edges of its quotes, so that every quote is an element of its own.

Quotes nest and overlap. What nests becomes nested elements; of two that overlap the later one is cut in two, and only
its first part bears its id.
"""

from collections.abc import Iterable, Iterator
from heapq import heapify, heappop, heappush
from typing import Final, Literal, NamedTuple

from dicycle.agreements.model import Quote

Family = Literal["act", "party", "when", "where", "amount", "about", "head", "name", "dropped", "boilerplate"]
_ORDER: Final[tuple[Family, ...]] = (
    "boilerplate", "act", "amount", "party", "when", "where", "about", "head", "name", "dropped",
)  # fmt: skip
"""Of several families that quote the same characters, the first is shown; of boilerplate and a quote, both."""


class Stretch(NamedTuple):
    """Characters that are to be an element: half open, of a family; boilerplate has no id."""

    start: int
    end: int
    family: Family
    id: str = ""


class Piece(NamedTuple):
    """What a template writes: the start of an element (with its id, if it is the first part), its end, or text."""

    do: Literal["open", "close", "text"]
    text: str = ""
    family: Family = "boilerplate"
    of: str = ""
    first: bool = True


def mark_id(quote: Quote) -> str:
    """Return the id of the element of a quote."""
    return f"q-{quote.start}-{quote.end}"


def stretches(quotes: Iterable[tuple[Quote, Family]], length: int) -> list[Stretch]:
    """Return the elements of quotes that lie in a text of so many characters, each span once."""
    found: dict[tuple[int, int], Stretch] = {}
    for quote, family in quotes:
        span = (quote.start, quote.end)
        known = found.get(span)
        if 0 <= quote.start < quote.end <= length and (known is None or _rank(family) < _rank(known.family)):
            found[span] = Stretch(*span, family, mark_id(quote))
    return list(found.values())


def _rank(family: Family) -> int:
    return _ORDER.index(family)


class _Next(NamedTuple):
    """An element that waits to be opened: outer ones before inner ones."""

    start: int
    back: int
    rank: int
    stretch: Stretch
    first: bool


def pieces(text: str, wanted: Iterable[Stretch]) -> Iterator[Piece]:
    """Yield a text with its elements properly nested; the texts of all pieces together are the text."""
    waiting = [_Next(one.start, -one.end, _rank(one.family), one, True) for one in wanted if one.start < one.end]
    heapify(waiting)
    at, ends = 0, list[tuple[int, Family]]()
    while waiting:
        start, back, rank, stretch, first = heappop(waiting)
        while ends and ends[-1][0] <= start:
            yield from _closed(text, at, *ends[-1])
            at = ends.pop()[0]
        yield from _text(text, at, start)
        at, end = start, -back
        if ends and end > ends[-1][0]:
            heappush(waiting, _Next(ends[-1][0], back, rank, stretch, False))
            end = ends[-1][0]
        ends.append((end, stretch.family))
        yield Piece("open", "", stretch.family, stretch.id, first)
    for end, family in reversed(ends):
        yield from _closed(text, at, end, family)
        at = end
    yield from _text(text, at, len(text))


def _closed(text: str, start: int, end: int, family: Family) -> Iterator[Piece]:
    yield from _text(text, start, end)
    yield Piece("close", family=family)


def _text(text: str, start: int, end: int) -> Iterator[Piece]:
    if start < end:
        yield Piece("text", text[start:end])
