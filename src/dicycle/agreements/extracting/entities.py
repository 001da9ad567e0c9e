"""The entities of a release: who has a part in its records, and whose subsidiaries they are."""

from collections.abc import Sequence

from dicycle.agreements.document import Document, Span
from dicycle.agreements.extracting.cast import Cast, Named
from dicycle.agreements.extracting.drafts import Draft
from dicycle.agreements.extracting.parts import Mention, Parentage
from dicycle.agreements.model import Entity, Parent, Party, Quote, Record


def entities_of(
    document: Document, cast: Cast, parentages: Sequence[Parentage], records: Sequence[Record]
) -> tuple[Entity, ...]:
    """Return the entities that have a part in records."""
    used = {party.entity for record in records for party in (*record.parties, *record.others)}
    parents = {child.id: (parent, said) for child, parent, said in _pairs(cast, parentages)}
    return tuple(_entity(document, one, parents.get(one.id)) for one in cast.people if one.id in used)


def _pairs(cast: Cast, parentages: Sequence[Parentage]) -> list[tuple[Named, Named, Parentage]]:
    found = [(cast.of(one.child), cast.of(one.parent), one) for one in parentages]
    return [(child, parent, one) for child, parent, one in found if child and parent and child is not parent]


def _entity(document: Document, named: Named, parent: tuple[Named, Parentage] | None) -> Entity:
    name = named.named
    called = {text: None for one in named.mentions for text in (one.name, *one.short)}
    return Entity(
        id=named.id,
        name=name.name,
        type=named.kind,  # type: ignore[arg-type]
        mentions=_quotes(document, named.mentions),
        aliases=tuple(text for text in called if text != name.name),
        nominal_mentions=_quotes(document, named.nominal),
        country=_told(named, "country"),
        level=_told(named, "level"),
        parent=parent and Parent(parent[0].id, parent[1].relation, (document.quote(*parent[1].span),)),
    )


def _quotes(document: Document, mentions: Sequence[Mention]) -> tuple[Quote, ...]:
    return document.quotes(span for one in mentions for span in (one.span, *one.short_spans))


def _told(named: Named, name: str) -> str | None:
    return next((value for one in named.mentions if (value := getattr(one, name))), None)


def parents_of(document: Document, cast: Cast, parentages: Sequence[Parentage], draft: Draft) -> list[Party]:
    """Return the parents of the parties, as far as they are no parties themselves."""
    who = draft.who
    found = {parent.id: (parent, one) for child, parent, one in _pairs(cast, parentages)
             if child.id in who and parent.id not in who}  # fmt: skip
    return [_parent(document, parent, one.span) for parent, one in found.values()]


def _parent(document: Document, parent: Named, span: Span) -> Party:
    return Party(parent.id, parent.named.name, "parent", (document.quote(*span),))
