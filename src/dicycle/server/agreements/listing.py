"""The register as it is listed: the entries that are asked for, a page of them, counts by facet, and sums."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from dicycle.agreements.agreements import Agreements
from dicycle.agreements.register.choosing import Facets, choose
from dicycle.agreements.register.model import Entry, Organisation, Register
from dicycle.agreements.register.sums import Totals
from dicycle.server.agreements.asking import FACETS, MOST_PER_PAGE, PER_PAGE, Asked

SUMMED: Final = ("investment", "contract_value")
"""Kinds of money that are summed."""

_MOST_PAGES: Final = 1_000_000
PAGED: Final = ("page", "perPage", "format")

_DIMENSIONS: Final[dict[str, tuple[str, Any, Callable[[Entry], Iterable[str | None]]]]] = {
    "kind": ("kinds", (), lambda one: (one.kind,)),
    "about": ("tag", None, lambda one: one.subject),
    "country": ("country", None, lambda one: (one.country,)),
    "region": ("region", None, lambda one: (one.region,)),
}
"""Parameter -> field of `Facets`, what asks for nothing, and the values of an entry."""


class Part(NamedTuple):
    """A page of a list: from which item on, how many at most, its number, and how many items there are."""

    start: int
    size: int
    number: int
    whole: int

    def of(self, things: Sequence[Any]) -> list[Any]:
        """Return the things on this page."""
        return list(things[self.start : self.start + self.size])

    def following(self, path: str, asked: Asked) -> str | None:
        """Return the address of the next page, None if this is the last."""
        more = self.start + self.size < self.whole
        return f"{path}?{asked.query(page=self.number + 1)}" if more else None

    def before(self, path: str, asked: Asked) -> str | None:
        """Return the address of the page before, None if this is the first."""
        return f"{path}?{asked.query(page=self.number - 1)}" if self.number > 1 else None


class Listing(NamedTuple):
    """What the register answers to a question; `counts` are by facet and value, as if that facet were not asked for."""

    asked: Asked
    facets: Facets
    register: Register
    found: list[Entry]
    part: Part
    counts: dict[str, dict[str, int]]
    sums: tuple[Totals, ...]

    @property
    def shown(self) -> list[Entry]:
        """The entries on this page."""
        return self.part.of(self.found)


def part_of(asked: Asked, count: int) -> Part:
    """Return which page of a list is asked for."""
    size, number = asked.number("perPage", PER_PAGE, MOST_PER_PAGE), asked.number("page", 1, _MOST_PAGES)
    return Part((number - 1) * size, size, number, count)


def listed(agreements: Agreements, asked: Asked) -> Listing:
    """Return the entries that are asked for, the newest first; raises InvalidQuery."""
    facets, register = asked.facets, agreements.register()
    found = choose(register, facets)
    sums = tuple(agreements.total(kind, found) for kind in SUMMED)
    return Listing(asked, facets, register, found, part_of(asked, len(found)), _counts(register, facets), sums)


def _counts(register: Register, facets: Facets) -> dict[str, dict[str, int]]:
    found = {}
    for name, (field, nothing, values) in _DIMENSIONS.items():
        others = choose(register, facets._replace(**{field: nothing}))
        counter = Counter(value for one in others for value in dict.fromkeys(values(one)) if value)
        found[name] = dict(sorted(counter.items(), key=lambda one: (-one[1], one[0])))
    return found


def as_data(listing: Listing) -> dict[str, Any]:
    """Return a listing as plain values."""
    return {
        "count": len(listing.found),
        "countable": sum(one.countable for one in listing.found),
        "sums": {one.kind: one for one in listing.sums},
        "facets": listing.counts,
        "entries": listing.shown,
        "next": listing.part.following("/agreements", listing.asked),
    }


def calling(register: Register, words: str | None) -> list[Organisation]:
    """Return the parties with some words in one of their names, by name; those with most entries first."""
    wanted = (words or "").casefold().split()
    found = [one for one in register.organisations if all(_is_in(word, one) for word in wanted)]
    return sorted(found, key=lambda one: (-len(one.entries), one.name.casefold(), one.id))


def _is_in(word: str, one: Organisation) -> bool:
    return any(word in name.casefold() for name in (one.name, *(each for some in one.names.values() for each in some)))


LISTED: Final = (*FACETS, *PAGED)
