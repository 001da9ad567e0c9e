"""A document read anew: the later release takes the place of the earlier one, and what is the same keeps its id.

Ids hold within one release, and a newer extractor may number otherwise. Judgements name what a document told by
these ids; so the records and entities of a later reading take the ids of those that they match in the earlier ones.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import count
from typing import Any, TypeVar

from msgspec.structs import replace

from dicycle.agreements.model import Entity, Party, Quote, Record, Release
from dicycle.agreements.naming import key
from dicycle.agreements.register.model import Kept

Thing = TypeVar("Thing", Entity, Record)
Names = dict[str, str]


def latest(kept: Iterable[Kept]) -> list[Kept]:
    """Return the last release of each document, under the number of its first, in the order of these numbers."""
    readings: dict[str, list[Kept]] = {}
    for one in sorted(kept, key=lambda one: one.number):
        readings.setdefault(one.document, []).append(one)
    return [_carried(some) if len(some) > 1 else some[0] for some in readings.values()]


def _carried(readings: Sequence[Kept]) -> Kept:
    known, used = readings[0].release, _ids(readings[0].release)
    for later in readings[1:]:
        known = _renamed(later.release, known, used)
        used |= _ids(known)
    return replace(readings[-1], number=readings[0].number, release=known)


def _ids(release: Release) -> set[str]:
    return {one.id for one in release.entities} | {one.id for one in release.records}


def _renamed(later: Release, earlier: Release, used: set[str]) -> Release:
    """Return a later release with the ids of an earlier one; what is new takes an id that was never used."""
    entities = _names(later.entities, earlier.entities, _same_entity, used)
    records = _names(
        later.records, earlier.records, lambda one, other: _same_record(one, other, entities), used | set(entities)
    )
    return replace(
        later,
        entities=_in_order([_entity(one, entities) for one in later.entities], earlier.entities),
        records=_in_order([_record(one, records, entities) for one in later.records], earlier.records),
        dropped=tuple(replace(one, record=records.get(one.record or "", one.record)) for one in later.dropped),
    )


def _in_order(later: Sequence[Thing], earlier: Sequence[Thing]) -> tuple[Thing, ...]:
    """Return what is known in its earlier order, then what is new: what is merged goes by the first."""
    order = {one.id: at for at, one in enumerate(earlier)}
    return tuple(sorted(later, key=lambda one: order.get(one.id, len(order))))


def _names(
    later: Sequence[Thing], earlier: Sequence[Thing], likeness: Callable[[Thing, Thing], float], used: set[str]
) -> Names:
    """Return the id that each thing is to have, the likest pairs first."""
    scored = [(likeness(new, old), at, by) for at, new in enumerate(later) for by, old in enumerate(earlier)]
    names: Names = {}
    taken: set[str] = set()
    for score, at, by in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
        new, old = later[at].id, earlier[by].id
        if score > 0 and new not in names and old not in taken:
            names[new] = old
            taken.add(old)
    for one in later:
        names.setdefault(one.id, _fresh(one.id, used | set(names.values())))
    return names


def _fresh(id: str, used: set[str]) -> str:
    return next(name for number in count(1) if (name := id if number == 1 else f"{id}.{number}") not in used)


def _same_entity(one: Entity, other: Entity) -> float:
    if (one.type in ("person", "event") or other.type in ("person", "event")) and one.type != other.type:
        return 0.0
    if key(one.name) == key(other.name):
        return 2.0
    names = [{key(name) for name in (each.name, *each.aliases)} for each in (one, other)]
    return float(bool(names[0] & names[1])) + _overlap(one.mentions, other.mentions) / 2


def _same_record(one: Record, other: Record, entities: Names) -> float:
    """Return how much of two records' words and parties is the same, 0 for those that share no words."""
    words = _overlap(_words(one), _words(other))
    parties = [{entities.get(party.entity, "") for party in one.parties}, {party.entity for party in other.parties}]
    shared = len(parties[0] & parties[1]) / max(1, len(parties[0] | parties[1]))
    alike = (one.kind.value == other.kind.value) + (one.aggregate == other.aggregate)
    return words + shared + alike / 4 if words else 0.0


def _words(record: Record) -> tuple[Quote, ...]:
    return (
        *record.kind.evidence,
        *record.status.evidence,
        *(quote for one in record.parties for quote in one.evidence),
    )


def _overlap(one: Sequence[Quote], other: Sequence[Quote]) -> float:
    first, second = ({at for quote in some for at in range(quote.start, quote.end)} for some in (one, other))
    return len(first & second) / max(1, len(first | second))


def _entity(one: Entity, entities: Names) -> Entity:
    parent = one.parent and replace(one.parent, entity=entities.get(one.parent.entity, one.parent.entity))
    return replace(one, id=entities[one.id], parent=parent)


def _record(one: Record, records: Names, entities: Names) -> Record:
    def parties(some: tuple[Party, ...]) -> tuple[Party, ...]:
        return tuple(replace(each, entity=entities.get(each.entity, each.entity)) for each in some)

    changed: dict[str, Any] = {"id": records[one.id], "parties": parties(one.parties), "others": parties(one.others)}
    if one.part_of:
        changed["part_of"] = records.get(one.part_of, one.part_of)
    if one.relates_to:
        changed["relates_to"] = replace(
            one.relates_to, record=records.get(one.relates_to.record, one.relates_to.record)
        )
    return replace(one, **changed)
