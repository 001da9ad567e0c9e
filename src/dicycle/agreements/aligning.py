"""Which records of two readings of one document tell of the same thing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from dicycle.agreements.document import Document, Sentence
from dicycle.agreements.model import Entity, Party, Record
from dicycle.agreements.naming import key

ENOUGH: Final = 2.0
"""Of three that speak for it: the kind, the parties, the sentences in which it is told."""


class Pair(NamedTuple):
    """Two records that tell of the same."""

    one: Record
    other: Record


def is_same(one: Entity, other: Entity) -> bool:
    """Tell whether two entities of one document are one: they share a name, or characters that name them."""
    called = {key(name) for name in (one.name, *one.aliases)}
    if called & {key(name) for name in (other.name, *other.aliases)}:
        return True
    places = {(quote.start, quote.end) for quote in one.mentions}
    return any((quote.start, quote.end) in places for quote in other.mentions)


def joined(one: Entity, other: Entity) -> Entity:
    """Return an entity with the mentions of another that is the same."""
    mentions = tuple(sorted({*one.mentions, *other.mentions}))
    names = dict.fromkeys((*one.aliases, other.name, *other.aliases))
    return replace(one, mentions=mentions, aliases=tuple(name for name in names if name != one.name))


def aligned(document: Document, ones: Sequence[Record], others: Sequence[Record]) -> list[Pair]:
    """Return the pairs of records that tell of the same, each record in one pair; parties are told by entity id."""
    scores = sorted(
        ((score, -i, -j) for i, one in enumerate(ones) for j, other in enumerate(others)
         if (score := likeness(document, one, other)) >= ENOUGH), reverse=True,
    )  # fmt: skip
    left, right, pairs = set[int](), set[int](), list[Pair]()
    for _, i, j in scores:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append(Pair(ones[-i], others[-j]))
    return sorted(pairs, key=lambda pair: ones.index(pair.one))


def likeness(document: Document, one: Record, other: Record) -> float:
    """Return how alike two records are, 0 to 3; those of other parties, or of another number of things, are not."""
    who, whom = parties_of(one), parties_of(other)
    if (who and whom and not who & whom) or _counts_otherwise(one, other):
        return 0.0
    parties = len(who & whom) / min(len(who), len(whom)) if who and whom else 0.5
    told, said = _sentences(document, one), _sentences(document, other)
    overlap = len(told & said) / min(len(told), len(said)) if told and said else 0.0
    return (one.kind.value == other.kind.value) + parties + overlap


def parties_of(one: Record) -> set[str]:
    """Return the entities between which a record is."""
    return {party.entity for party in one.parties}


def _counts_otherwise(one: Record, other: Record) -> bool:
    """Tell whether two records count the same things and come to other numbers: 137 projects, 133 projects."""
    first, second = ({(count.what, count.value) for count in each.counts} for each in (one, other))
    return bool({what for what, _ in first} & {what for what, _ in second}) and not first & second


def _sentences(document: Document, one: Record) -> set[Sentence]:
    quotes = (*one.kind.evidence, *one.status.evidence)
    return {found for quote in quotes if (found := document.sentence_at(quote.start)) is not None}


def renamed(record: Record, entities: Mapping[str, str]) -> Record:
    """Return a record whose parties have other ids."""
    return replace(record, parties=_known(record.parties, entities), others=_known(record.others, entities))


def _known(parties: Iterable[Party], ids: Mapping[str, str]) -> tuple[Party, ...]:
    return tuple(replace(one, entity=ids.get(one.entity, one.entity)) for one in parties)
