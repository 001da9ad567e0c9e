"""Whose metal is in a thing: one bar per element, its origins side by side."""

from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import Final, NamedTuple

from dicycle.genealogy.answers import UNKNOWN, WHOLE, Attribution, Share
from dicycle.ledger.wording import Names, label
from dicycle.server.pages.genealogy.amounts import element_word, kilograms, per_cent
from dicycle.vocabulary import ELEMENTS

KINDS: Final = {
    "virgin": "Virgin", "post_consumer": "Post-consumer recycled", "pre_consumer": "Pre-consumer scrap",
    UNKNOWN: "Unknown origin",
}  # fmt: skip
"""The kinds of origin, in the order in which they stand in a bar."""
_LISTED: Final = 4
_DUST: Final = 0.5
"""Micrograms: what rounds to nothing at the finest that anybody declares."""
_WRITTEN: Final = 0.11
"""The part of a bar that has room for its percentage, on a phone too."""


class Segment(NamedTuple):
    """One origin in a bar: its kind and the place, micrograms and parts of one; `start` is where it begins."""

    origin: str
    kind: str
    place: str | None
    kind_name: str
    place_name: str
    mass: float
    part: float
    start: float

    @property
    def name(self) -> str:
        """Kind and place."""
        return f"{self.kind_name}, {self.place_name}" if self.place_name else self.kind_name

    @property
    def written(self) -> str:
        """The percentage that stands in the bar, if there is room for it."""
        return self.share if self.part >= _WRITTEN else ""

    @property
    def share(self) -> str:
        """Its part in per cent."""
        return per_cent(self.part)

    @property
    def kilograms(self) -> str:
        """Its mass."""
        return kilograms(self.mass)

    @property
    def x(self) -> str:
        """Where it begins, for SVG."""
        return f"{100 * self.start:.3f}%"

    @property
    def middle(self) -> str:
        """Where its middle is, for SVG."""
        return f"{100 * (self.start + self.part / 2):.3f}%"

    @property
    def width(self) -> str:
        """How wide it is, for SVG; the gap between origins is a line of its own."""
        return f"{100 * self.part:.3f}%"


class Bar(NamedTuple):
    """One element: None as mass says that nobody declared it."""

    element: str
    name: str
    mass: str | None
    segments: tuple[Segment, ...]

    @property
    def listed(self) -> tuple[Segment, ...]:
        """The largest origins, in words beneath the bar."""
        largest = sorted(self.segments, key=lambda one: -one.mass)
        return tuple(largest if len(largest) <= _LISTED + 1 else largest[:_LISTED])

    @property
    def more(self) -> int:
        """How many origins are not listed."""
        return len(self.segments) - len(self.listed)

    @property
    def more_share(self) -> str:
        """Which part those have together."""
        return per_cent(1 - sum(one.part for one in self.listed))

    @property
    def words(self) -> str:
        """The whole bar in words."""
        if self.mass is None:
            return f"{self.name}: not declared"
        said = ", ".join(f"{one.share} {one.name}" for one in self.listed)
        return f"{self.name}, {self.mass}: {said}{f', and {self.more} more origins' if self.more else ''}"


class Key(NamedTuple):
    """A kind of origin in the legend."""

    kind: str
    name: str


def places_of(attribution: Attribution) -> list[str]:
    """Return the places that origins name."""
    found = (_split(origin)[1] for share in attribution.shares for origin in share.origins)
    return list(dict.fromkeys(place for place in found if place))


def bars_of(attribution: Attribution, names: Names) -> list[Bar]:
    """Return the bars: the elements that are booked first, then what else was declared, the whole mass last."""
    shares = {share.element: share for share in attribution.shares}
    known = [element for element in ELEMENTS if element in shares]
    others = sorted(element for element in shares if element not in (*ELEMENTS, WHOLE))
    last = [WHOLE] if WHOLE in shares else []
    return [_bar(shares[element], names) for element in (*known, *others, *last) if _worth(shares[element])]


def _worth(share: Share) -> bool:
    return share.mass is None or share.mass > _DUST


def _bar(share: Share, names: Names) -> Bar:
    name = element_word(share.element)
    if share.mass is None:
        return Bar(share.element, name, None, ())
    return Bar(share.element, name, kilograms(share.mass), tuple(_segments(share.told(), names)))


def _segments(origins: Mapping[str, float], names: Names) -> Iterable[Segment]:
    order = list(KINDS)
    ranked = sorted(
        ((*_split(origin), origin, mass) for origin, mass in origins.items() if mass > _DUST),
        key=lambda one: (order.index(one[0]), -one[3], one[2]),
    )
    total = sum(mass for *_, mass in ranked)
    starts = accumulate((mass / total for *_, mass in ranked), initial=0.0)
    for (kind, place, origin, mass), start in zip(ranked, starts, strict=False):
        yield Segment(origin, kind, place, KINDS[kind], label(place, names) if place else "", mass, mass / total, start)


def _split(origin: str) -> tuple[str, str | None]:
    kind, _, place = origin.partition(":")
    return (kind, place or None) if kind in KINDS else (UNKNOWN, None)


def kinds_in(bars: Iterable[Bar]) -> list[Key]:
    """Return the kinds of origin that a legend has to explain."""
    found = {one.kind for bar in bars for one in bar.segments}
    return [Key(kind, name) for kind, name in KINDS.items() if kind in found]
