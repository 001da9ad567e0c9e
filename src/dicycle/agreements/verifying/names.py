"""Entities, parties and places: each is named where its quotes say so."""

import re
from collections.abc import Mapping
from typing import Final, get_args

from msgspec.structs import replace

from dicycle.agreements.document import Span
from dicycle.agreements.figures.phrases import anaphora, nominal_places
from dicycle.agreements.model import Entity, Parent, Party, Place, Quote, Stated
from dicycle.agreements.verifying.amounts import Refused, holding
from dicycle.agreements.verifying.folding import same_words
from dicycle.agreements.verifying.ground import Ground, Sieve
from dicycle.agreements.vocabulary import PartyType, Role

TYPES: Final = frozenset({*get_args(PartyType), "event"})
BEFORE: Final = 1200
"""So many characters back at most a party is named for which a word such as "they" stands."""
STEM: Final = 4
"""So many letters in common make two forms of a word one (Москва, Москве), if they are most of the shorter."""


def entities(ground: Ground, listed: tuple[Entity, ...], sieve: Sieve) -> tuple[Entity, ...]:
    """Return the entities that the document names, each id once."""
    kept: dict[str, Entity] = {}
    for one in listed:
        found = _entity(ground, one, sieve)
        if isinstance(found, str) or one.id in kept:
            sieve.drop("entity", one.name, found if isinstance(found, str) else "its id is taken", one.mentions)
        else:
            kept[one.id] = found
    return tuple(_with_parent(ground, one, kept, sieve) for one in kept.values())


def _entity(ground: Ground, one: Entity, sieve: Sieve) -> Entity | str:
    """Return an entity with the mentions that the document holds, or why it is none."""
    mentions, nominal = ground.located(one.mentions), ground.located(one.nominal_mentions)
    if one.type not in TYPES:
        return "its type is no word of the vocabulary"
    if not mentions and not nominal:
        return "the document does not name it"
    name = one.name
    if not _is_named(name, [*mentions, *nominal], one.aliases, ground):
        name = (mentions or nominal)[0].text
        sieve.drop("entity.name", one.name, "the document does not give it this name", mentions)
    aliases = tuple(alias for alias in one.aliases if ground.holds(alias))
    for alias in sorted(set(one.aliases) - set(aliases)):
        sieve.drop("entity.alias", alias, "the document does not hold it", mentions)
    return replace(one, name=name, mentions=mentions, nominal_mentions=nominal, aliases=aliases)


def _is_named(name: str, mentions: list[Quote], aliases: tuple[str, ...], ground: Ground) -> bool:
    """Tell whether a name stands in the document, or is another form of a mention (the nominative)."""
    return ground.holds(name) or any(_akin(name, quote.text) for quote in mentions)


def _akin(name: str, mention: str) -> bool:
    """Tell whether each word of a name has one in a mention that begins alike."""
    words, others = _words(name), _words(mention)
    return bool(words) and all(any(_alike(word, other) for other in others) for word in words)


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.casefold()) if len(word) > 1]


def _alike(word: str, other: str) -> bool:
    short = min(len(word), len(other))
    common = next((place for place in range(short) if word[place] != other[place]), short)
    return word == other or (common >= min(STEM, max(short - 1, 2)) and common >= short - 3)


def _with_parent(ground: Ground, one: Entity, kept: Mapping[str, Entity], sieve: Sieve) -> Entity:
    if one.parent is None:
        return one
    evidence = ground.located(one.parent.evidence)
    if not evidence or one.parent.entity not in kept or one.parent.entity == one.id:
        sieve.drop("entity.parent", one.parent.entity, "the document does not say so", evidence)
        return replace(one, parent=None)
    return replace(one, parent=Parent(one.parent.entity, one.parent.relation, evidence))


def party(ground: Ground, value: Party, entities: Mapping[str, Entity]) -> Party:
    """Return a party whose quotes, outside boilerplate, hold a mention of its entity."""
    if value.role not in get_args(Role) or value.party_type not in (None, *get_args(PartyType)):
        raise Refused("its role or type is no word of the vocabulary")
    entity = entities.get(value.entity)
    if entity is None:
        raise Refused("its entity is not in the release")
    quotes = holding(ground, value.evidence)
    sound = ground.sound(quotes)
    whose = [entity, *(one for one in entities.values() if value.role == "parent" and _is_child(one, entity))]
    if not any(_mentions(one, quote) for one in whose for quote in sound) and not any(
        _stands_for(ground, entity, quote) for quote in sound
    ):
        raise Refused("its quote does not name it")
    return replace(value, evidence=quotes, name=entity.name)


def _mentions(entity: Entity, quote: Quote) -> bool:
    span = Span(quote.start, quote.end)
    spans = [Span(one.start, one.end) for one in (*entity.mentions, *entity.nominal_mentions)]
    if any(one.within(span) or span.within(one) for one in spans):
        return True
    return any(same_words(name, quote.text) for name in (entity.name, *entity.aliases))


def _is_child(one: Entity, parent: Entity) -> bool:
    return one.parent is not None and one.parent.entity == parent.id


def _stands_for(ground: Ground, entity: Entity, quote: Quote) -> bool:
    """Tell whether a quote is a word for parties ("both sides"), and the entity was named shortly before."""
    named = (one for one in entity.mentions if not ground.is_boilerplate(one))
    near = any(0 <= quote.start - one.end <= BEFORE for one in named)
    return near and bool(anaphora(ground.language).fullmatch(quote.text.strip()))


def place(ground: Ground, value: Place, entities: Mapping[str, Entity]) -> Place:
    """Return a place that its quotes name, other than as a part of a company's name."""
    quotes = holding(ground, value.evidence)
    named = [quote for quote in ground.sound(quotes) if _names(ground, value.value, quote)]
    if not named:
        raise Refused("its quote does not name it")
    companies = [one for entity in entities.values() if entity.type in ("company", "person") for one in entity.mentions]
    if all(any(one.start <= quote.start and quote.end <= one.end for one in companies) for quote in named):
        raise Refused("it is a part of a name")
    return replace(value, evidence=quotes)


def _names(ground: Ground, name: str, quote: Quote) -> bool:
    """Tell whether a quote names a place, or has a phrase for one that the document names ("the megacity")."""
    if same_words(name, quote.text) or _akin(name, quote.text):
        return True
    return bool(nominal_places(ground.language).search(quote.text)) and ground.holds(name)


def stated(ground: Ground, value: Stated) -> Stated:
    """Return a title or name that its quote holds."""
    quotes = holding(ground, value.evidence)
    if not any(same_words(value.value, quote.text) or _akin(value.value, quote.text) for quote in ground.sound(quotes)):
        raise Refused("its quote does not hold it")
    return replace(value, evidence=quotes)
