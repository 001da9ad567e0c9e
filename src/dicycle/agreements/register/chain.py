"""The chain map: which stages are committed in a region or by a party, how far, by what, and where the gaps are."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, Literal

from msgspec import Struct

from dicycle.agreements.languages.gazetteer import Gazetted, place_named, table
from dicycle.agreements.register.model import Entry, Register
from dicycle.agreements.register.sums import ENDED
from dicycle.agreements.vocabulary import COMMITTED, Tag

STAGES: Final[tuple[Tag, ...]] = (
    "mining", "raw_materials", "materials", "cells", "packs", "vehicles", "charging", "swapping", "storage",
    "second_life", "repair", "remanufacturing", "dismantling", "recycling", "rnd",
)  # fmt: skip
"""The stages of the chain, from the ore round to the recycler."""

State = Literal["operating", "building", "committed", "planned", "talks", "gap"]
_STATES: Final[tuple[tuple[int, State], ...]] = (
    (8, "operating"), (7, "building"), (COMMITTED, "committed"), (2, "planned"), (0, "talks"),
)  # fmt: skip


class Link(Struct, frozen=True):
    """A stage of the chain: how far the furthest entry goes on the binding scale, and the entries, furthest first."""

    stage: str
    state: State
    step: int | None
    entries: tuple[str, ...] = ()


class Chain(Struct, frozen=True):
    """A chain map; `gaps` are stages of which nothing is known, `open` those with no more than plans.

    `unstaged` are entries that name no stage, only the battery in general.
    """

    region: str | None
    party: str | None
    links: tuple[Link, ...]
    gaps: tuple[str, ...]
    open: tuple[str, ...]
    unstaged: tuple[str, ...] = ()


def chain(register: Register, area: Gazetted | None = None, party: str | None = None) -> Chain:
    """Return the chain map of a region, of a party with its subsidiaries, of both, or of all that is known."""
    who = party and family_of(register, party)
    here = [
        one for one in register.entries
        if is_live(one) and (area is None or lies_in(one, area)) and (not who or takes_part(one, who))
    ]  # fmt: skip
    links = tuple(_link(stage, here) for stage in STAGES)
    return Chain(
        region=area.name_en if area else None,
        party=party,
        links=links,
        gaps=tuple(one.stage for one in links if one.state == "gap"),
        open=tuple(one.stage for one in links if one.state in ("planned", "talks")),
        unstaged=tuple(one.id for one in here if not set(one.subject) & set(STAGES)),
    )


def _link(stage: str, entries: Sequence[Entry]) -> Link:
    of = sorted((one for one in entries if stage in one.subject), key=lambda one: -one.step)
    if not of:
        return Link(stage, "gap", None)
    state = next(state for step, state in _STATES if of[0].step >= step)
    return Link(stage, state, of[0].step, tuple(one.id for one in of))


def is_live(entry: Entry) -> bool:
    """Tell whether an entry still stands: neither ended nor superseded."""
    return entry.status not in ENDED and not entry.superseded_by


def takes_part(entry: Entry, who: Iterable[str]) -> bool:
    """Tell whether one of some organisations is a party of an entry."""
    parties = {one.party for one in entry.parties}
    return any(id in parties for id in who)


def family_of(register: Register, party: str) -> set[str]:
    """Return an organisation and its subsidiaries, at any depth."""
    found, fresh = {party}, {party}
    while fresh:
        fresh = {one.id for one in register.organisations if one.parent in fresh} - found
        found |= fresh
    return found


@lru_cache(maxsize=1024)
def area_of(name: str) -> Gazetted | None:
    """Return the place of a name in any language, or of a country's code (ISO 3166-1)."""
    if len(name) == 2 and name.isascii() and name.isalpha():
        countries = (one for one in table() if one.kind == "country" and one.country == name.upper())
        return next(countries, None)
    return place_named(name)


def lies_in(entry: Entry, area: Gazetted) -> bool:
    """Tell whether an entry's place is an area or lies in it."""
    place = place_named(entry.where, "en") if entry.where else None
    if place is None:
        return area.kind == "country" and entry.country == area.country
    return is_in(place, area)


def is_in(place: Gazetted, area: Gazetted) -> bool:
    """Tell whether a place is an area or lies in it."""
    if area.kind == "country":
        return place.country == area.country
    return any(one == area for one in _around(place))


def _around(place: Gazetted) -> Iterator[Gazetted]:
    """Yield a place and what it lies in, outwards."""
    seen: set[str] = set()
    above: Gazetted | None = place
    while above is not None and above.name_en not in seen:
        yield above
        seen.add(above.name_en)
        above = place_named(above.parent, "en") if above.parent and above.kind != "country" else None
