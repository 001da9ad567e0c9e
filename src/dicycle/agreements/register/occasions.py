"""Conferences and fairs: what their headlines say, what known entries account for, and the rest that nobody named.

Appearances of one name and year are one occasion, and so are those that share a headline, whatever a language calls
them. A headline's parts belong to it, at any depth.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from dicycle.agreements.naming import key
from dicycle.agreements.register.dates import year_of
from dicycle.agreements.register.joining import Joined
from dicycle.agreements.register.model import Entry, Kept, Occasion
from dicycle.agreements.register.sums import total

Children = Mapping[str | None, Sequence[Entry]]


class _Named(NamedTuple):
    """An entry at an occasion, by the name that a record of a document gives to it."""

    name: str
    entry: Entry
    record: tuple[str, str]


def occasions(entries: Sequence[Entry], kept: Sequence[Kept]) -> list[Occasion]:
    """Return the occasions at which entries came about, in the order in which documents told of them."""
    named = list(_named(entries, kept))
    joined = Joined(range(len(named)))
    _join(named, joined)
    children: dict[str | None, list[Entry]] = {}
    for one in entries:
        children.setdefault(one.part_of, []).append(one)
    return [_occasion([named[number] for number in numbers], children) for numbers in joined.sets()]


def _named(entries: Sequence[Entry], kept: Sequence[Kept]) -> Iterator[_Named]:
    of = {(source.document, source.record): entry for entry in entries for source in entry.sources}
    for one in kept:
        names = {entity.id: entity.name for entity in one.release.entities if entity.type == "event"}
        for record in one.release.records:
            entry = of[one.document, record.id]
            for party in record.others:
                if party.role == "occasion" and party.entity in names and not entry.historical:
                    yield _Named(names[party.entity], entry, (one.document, record.id))


def _join(named: Sequence[_Named], joined: Joined[int]) -> None:
    """Join by a common headline, then by name and year; a name without a year goes with the first of its name."""
    heads: dict[str, int] = {}
    names: dict[str, dict[str | None, int]] = {}
    for number, one in enumerate(named):
        if one.entry.aggregate and not one.entry.part_of:
            joined.join(heads.setdefault(one.entry.id, number), number)
    for number, one in enumerate(named):
        joined.join(_of_year(names.setdefault(key(one.name), {}), year_of(one.entry.date), number), number)


def _of_year(known: dict[str | None, int], year: str | None, number: int) -> int:
    """Return the first appearance of a name's year; it is this one where there is none before."""
    if year not in known:
        undated = year is None or list(known) == [None]
        known[year] = next(iter(known.values()), number) if undated else number
    return known[year]


def _occasion(found: Sequence[_Named], children: Children) -> Occasion:
    distinct = list({one.entry.id: one.entry for one in found}.values())
    parts = _below(distinct, children)
    every = list({one.id: one for one in [*distinct, *parts]}.values())
    headlines = [one for one in distinct if one.aggregate and not one.part_of]
    leaves = [one for one in every if one.countable]
    known, headline = total(leaves), _headline(headlines)
    projects = [count.value for one in headlines for count in one.counts if count.what == "projects"]
    return Occasion(
        id="o" + hashlib.sha256("/".join((*found[0].record, key(found[0].name))).encode()).hexdigest()[:10],
        name=found[0].name,
        entries=tuple(one.id for one in every),
        headlines=tuple(one.id for one in headlines),
        hosts=tuple(dict.fromkeys(one.party for each in distinct for one in each.others if one.role == "host")),
        place=next((one.event_place for one in distinct if one.event_place), None),
        date=next((one.date for one in distinct if one.date), None),
        projects=max(projects, default=None),
        projects_known=len(leaves),
        money=tuple(one for each in headlines for one in each.money),
        known={currency: str(amount) for currency, amount in known.items()},
        remainder={currency: str(amount - known.get(currency, Decimal(0))) for currency, amount in headline.items()},
    )


def _below(wholes: Iterable[Entry], children: Children) -> list[Entry]:
    """Return all that is part of some entries, at any depth."""
    found: dict[str, Entry] = {}
    fresh = list(wholes)
    while fresh:
        fresh = [part for one in fresh for part in children.get(one.id, ()) if part.id not in found]
        found |= {one.id: one for one in fresh}
    return list(found.values())


def _headline(headlines: Sequence[Entry]) -> dict[str, Decimal]:
    """Return the headline money by currency: of several headlines the largest, never their sum."""
    sums: dict[str, Decimal] = {}
    for one in headlines:
        for currency, amount in one.amounts.get("investment", {}).items():
            sums[currency] = max(amount, sums.get(currency, Decimal(0)))
    return sums
