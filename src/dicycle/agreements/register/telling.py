"""A record as the register knows it: its source, its parties by the register's ids, its place by the gazetteer."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dicycle.agreements.languages.gazetteer import place_named
from dicycle.agreements.model import Place, Record
from dicycle.agreements.register.dates import is_day
from dicycle.agreements.register.model import Kept, Source

Node = tuple[str, str]
"""A document's SHA-256 and the id of a record or entity in it."""


class Telling(NamedTuple):
    """A record of a release, with its parties as the register knows them."""

    source: Source
    record: Record
    number: int
    who: frozenset[str]

    @property
    def node(self) -> Node:
        """Return what it is known by."""
        return (self.source.document, self.source.record)

    @property
    def day(self) -> str | None:
        """Return month and day, ``08-18``, if its date names them."""
        date = self.record.date.value
        return date[-5:] if date and is_day(date) else None

    @property
    def site(self) -> str | None:
        """Return where it is to be carried out, in English where the gazetteer knows it."""
        place = self.record.place.implementation
        return known_place(place).canonical or place.value if place else None


def entry_id(node: Node) -> str:
    """Return the id of an entry whose first record this is."""
    return "a" + hashlib.sha256("/".join(node).encode()).hexdigest()[:10]


def tellings(kept: Sequence[Kept], of: dict[Node, str]) -> list[Telling]:
    """Return all records, in the order in which releases were taken in."""
    return [
        Telling(
            Source(one.document, record.id, one.release.head.name, one.release.head.language), record, one.number,
            _who(one.document, (party.entity for party in record.parties), of),
        )
        for one in kept for record in one.release.records
    ]  # fmt: skip


def _who(document: str, entities: Iterable[str], of: dict[Node, str]) -> frozenset[str]:
    return frozenset(of[document, entity] for entity in entities if (document, entity) in of)


def known_place(place: Place) -> Place:
    """Return a place with its canonical name, region and country, if it has none and the gazetteer knows it."""
    found = None if place.canonical else place_named(place.value)
    if found is None:
        return place
    return Place(place.value, place.evidence, found.name_en, found.region, found.country, place.basis)
