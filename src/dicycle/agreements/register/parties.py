"""Whose name is whose: the entities of all releases, joined into the register's organisations."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from dicycle.agreements.authorities import place_in
from dicycle.agreements.model import Entity
from dicycle.agreements.naming import is_short_for, key, tokens
from dicycle.agreements.register.deciding import OF_PARTIES, chosen
from dicycle.agreements.register.identities import AUTHORITIES, Known, identities, is_telling, known
from dicycle.agreements.register.joining import Joined, judge, last
from dicycle.agreements.register.likeness import candidates
from dicycle.agreements.register.model import Candidate, Judgement, Kept, Organisation
from dicycle.agreements.register.telling import Node
from dicycle.agreements.vocabulary import Language


class Appearing(NamedTuple):
    """An entity in a document."""

    node: Node
    entity: Entity
    language: Language

    @property
    def called(self) -> tuple[str, ...]:
        """Return its names."""
        return (self.entity.name, *self.entity.aliases)


class Resolved(NamedTuple):
    """The organisations, which entity is which, which may be one; by id names, seats of authorities, countries."""

    organisations: list[Organisation]
    of: dict[Node, str]
    candidates: list[Candidate]
    names: dict[str, str]
    seats: dict[str, str]
    countries: dict[str, str]


def party_id(node: Node) -> str:
    """Return the id of an organisation whose first appearance this is."""
    return "p" + hashlib.sha256("/".join(node).encode()).hexdigest()[:10]


def resolve(kept: Sequence[Kept], judgements: Sequence[Judgement]) -> Resolved:
    """Return the organisations of releases: joined by judgement, by identifiers, and by what they are known by."""
    appearing = [
        Appearing((one.document, entity.id), entity, one.release.head.language)
        for one in kept for entity in one.release.entities if entity.type not in ("person", "event")
    ]  # fmt: skip
    by_node = {one.node: one for one in appearing}
    ids = {party_id(node): node for node in by_node}
    joined = Joined(by_node)
    said = last(judgements, "party")
    judge(joined, said, ids)
    entered = chosen(judgements, dict(zip(ids, ids, strict=True)), OF_PARTIES)
    _join_identifiers([(ids[one.one], one.value) for one in entered if one.other == "lei"], joined)
    _join_names(appearing, joined)
    groups = [[by_node[node] for node in nodes] for nodes in joined.sets()]
    of = {one.node: party_id(group[0].node) for group in groups for one in group}
    organisations = _entered([_organisation(group, of) for group in groups], judgements)
    names = {one.id: one.name for one in organisations}
    seats = {one.id: one.place for one in organisations if one.place and one.type in AUTHORITIES}
    countries = {one.id: one.country for one in organisations if one.country}
    return Resolved(organisations, of, candidates(organisations, said), names, seats, countries)


def _join_identifiers(entered: Sequence[tuple[Node, Any]], joined: Joined[Node]) -> None:
    """One identifier is one organisation, and different ones are different organisations."""
    for at, (node, lei) in enumerate(entered):
        for other, another in entered[:at]:
            (joined.join if lei == another else joined.hold_apart)(other, node)


def _join_names(appearing: Sequence[Appearing], joined: Joined[Node]) -> None:
    by_node = {one.node: one for one in appearing}
    seen: dict[str, list[Node]] = {}

    def can_be_one(first: Sequence[Node], second: Sequence[Node]) -> bool:
        return not any(_differ(by_node[one], by_node[other]) for one in first[:_SAMPLE] for other in second[:_SAMPLE])

    for one in appearing:
        for word, weak in identities(one.entity, one.language, one.node[0]):
            roots = dict.fromkeys(joined.root(node) for node in seen.get(word, ()))
            seen[word] = list(roots)
            if not any(joined.join(root, one.node, can_be_one if weak else None) for root in roots):
                seen[word].append(one.node)


_SAMPLE = 8
"""How many appearances of an organisation stand for it where names are compared."""


def _differ(one: Appearing, other: Appearing) -> bool:
    """Tell whether two that share a name or an acronym are of two countries, or have two full names in a language."""
    first, second = one.entity, other.entity
    if first.country and second.country and first.country != second.country:
        return True
    if one.language != other.language or is_telling(first.name) or is_telling(second.name):
        return False
    same = key(first.name) == key(second.name)
    return not same and not is_short_for(first.name, second.name) and not is_short_for(second.name, first.name)


def _organisation(group: Sequence[Appearing], of: dict[Node, str]) -> Organisation:
    spelled: dict[str, dict[str, None]] = {}
    for one in group:
        spelled.setdefault(one.language, {}).update(dict.fromkeys(one.called))
    id, entities = party_id(group[0].node), [one.entity for one in group]
    famous = next((found for one in entities if (found := known(one.name, one.type))), None)
    parents = [of.get((one.node[0], one.entity.parent.entity)) for one in group if one.entity.parent]
    place = next((here for one in group if (here := place_in(one.entity.name, one.language))), None)
    countries = [one.country for one in entities if one.country]
    return Organisation(
        id=id,
        name=_name(group, famous),
        type=entities[0].type,
        names={language: tuple(told) for language, told in spelled.items()},
        documents=tuple(dict.fromkeys(one.node[0] for one in group)),
        also=tuple(party_id(one.node) for one in group[1:]),
        country=countries[0] if countries else (famous.country if famous else place.country if place else None),
        place=place.name_en if place else None,
        level=next((one.level for one in entities if one.level), None),
        parent=next((parent for parent in parents if parent and parent != id), None),
    )


def _name(group: Sequence[Appearing], famous: Known | None) -> str:
    """Return its fullest English name; of a well-known one without, the usual English name; else the fullest."""
    english = [one.entity.name for one in group if one.language == "en"]
    if not english and famous:
        return famous.name
    return max(english or [one.entity.name for one in group], key=lambda name: len(tokens(name)))


def _entered(organisations: Sequence[Organisation], judgements: Iterable[Judgement]) -> list[Organisation]:
    """Return organisations with what a person entered: a name, a country, an identifier."""
    known = {id: one.id for one in organisations for id in (one.id, *one.also)}
    changes: dict[str, dict[str, Any]] = {}
    for one in chosen(judgements, known, OF_PARTIES):
        if OF_PARTIES[one.other](one.value):
            change = {"identifiers": {"lei": one.value}} if one.other == "lei" else {one.other: one.value}
            changes.setdefault(known[one.one], {}).update(change)
    return [replace(one, **changes.get(one.id, {})) for one in organisations]
