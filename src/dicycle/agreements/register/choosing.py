"""Which entries of the register are asked for: by place, kind, party, stage of the chain and day."""

from collections.abc import Iterable
from typing import NamedTuple

from dicycle.agreements.naming import key
from dicycle.agreements.register.model import Entry, Register


class Facets(NamedTuple):
    """What entries must have; None asks for nothing. Days are EDTF or ISO 8601; an open year fits all."""

    country: str | None = None
    region: str | None = None
    kinds: tuple[str, ...] = ()
    party: str | None = None
    tag: str | None = None
    since: str | None = None
    until: str | None = None
    words: str | None = None


def choose(register: Register, facets: Facets) -> list[Entry]:
    """Return the entries that have all that is asked for, the newest first; undated ones last."""
    called = _called(register, facets.party)
    found = [one for one in register.entries if _fits(one, facets, called)]
    return sorted(found, key=lambda one: (one.date or "", one.id), reverse=True)


def _called(register: Register, party: str | None) -> set[str] | None:
    """Return the ids of the parties that are meant."""
    if party is None:
        return None
    wanted = key(party)
    return {
        one.id for one in register.organisations
        if party in (one.id, *one.also) or any(wanted in key(name) for names in one.names.values() for name in names)
    }  # fmt: skip


def _fits(entry: Entry, facets: Facets, called: set[str] | None) -> bool:
    places = {place.casefold() for place in (entry.region, entry.place, entry.event_place) if place}
    return (
        (facets.country is None or entry.country == facets.country.upper())
        and (facets.region is None or facets.region.casefold() in places)
        and (not facets.kinds or entry.kind in facets.kinds)
        and (called is None or any(one.party in called for one in entry.parties))
        and (facets.tag is None or facets.tag in entry.subject)
        and _in_time(entry.date, facets.since, facets.until)
        and (not facets.words or _has(entry, facets.words))
    )


def _in_time(date: str | None, since: str | None, until: str | None) -> bool:
    if since is None and until is None:
        return True
    if date is None or date.startswith("XXXX"):
        return False
    first, _, last = date.partition("/")
    end = last or first
    late = since is None or end >= since[: len(end)]
    return late and (until is None or first[: len(until)] <= until[: len(first)])


def _has(entry: Entry, words: str) -> bool:
    texts = [entry.title or "", entry.kind, entry.place or "", entry.region or "", *entry.subject,
             *(one.name for one in (*entry.parties, *entry.others))]  # fmt: skip
    return all(any(word in text for text in _folded(texts)) for word in words.casefold().split())


def _folded(texts: Iterable[str]) -> list[str]:
    return [text.casefold().replace("_", " ") for text in texts]
