"""What a document says as lines of values; each value knows the characters that say it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from dicycle.agreements.model import (
    Capacity,
    Dated,
    Entity,
    Money,
    Party,
    Place,
    Quote,
    Record,
    Release,
    Stated,
)
from dicycle.server.pages.agreements.reading_marks import Family
from dicycle.server.pages.agreements.reading_words import (
    LANGUAGES,
    basis_of,
    capacity_words,
    money_words,
    qualified,
    words,
)
from dicycle.server.pages.agreements.telling import day_words


class Said(NamedTuple):
    """A value: its text, the family of its marks, its quotes, and what else is to be told of it."""

    text: str
    family: Family
    quotes: tuple[Quote, ...] = ()
    note: str = ""
    language: str = ""


class Line(NamedTuple):
    """A field and its values."""

    label: str
    values: tuple[Said, ...]


class Card(NamedTuple):
    """A record, a document's head, or an entity."""

    id: str
    title: str
    lines: tuple[Line, ...]
    marks: tuple[str, ...] = ()

    @property
    def quotes(self) -> Iterator[tuple[Quote, Family]]:
        """Yield all quotes, each with its family."""
        for line in self.lines:
            for value in line.values:
                yield from ((quote, value.family) for quote in value.quotes)


def head_card(release: Release) -> Card:
    """Return what a document says of itself."""
    head = release.head
    lines = [
        Line("Published", (_date(head.published, "head"),)),
        *(Line(label, (_stated(one, "head"),)) for label, one in
          (("Publisher", head.publisher), ("Attributed to", head.attributed_to)) if one),
        Line("Language", (Said(LANGUAGES[head.language], "head"),)),
        Line("Read by", (Said(release.extractor, "head"),)),
    ]  # fmt: skip
    return Card("document", "The document", tuple(lines))


def record_card(record: Record, language: str) -> Card:
    """Return a record."""
    lines = _kept(
        ("What", _what(record)),
        ("How far", (_status(record),)),
        ("Title", (_stated(record.title, "act", language),) if record.title else ()),
        *_parties(record, language),
        ("When", (_date(record.date, "when"),)),
        ("Where signed", _place(record.place.event, language)),
        ("Where carried out", _place(record.place.implementation, language)),
        ("About", tuple(Said(words(one.tag), "about", one.evidence) for one in record.subject)),
        ("Spoken of", tuple(_prospect(one.stage, one.tag, one.evidence) for one in record.prospects)),
        *_money(record.money),
        ("Capacity", tuple(map(_capacity, record.capacity))),
        ("Jobs", tuple(Said(qualified(one.qualifier, one.value, "", one.modality), "amount", one.evidence)
                       for one in record.jobs)),
        *((words(one.what).capitalize(), (Said(qualified(one.qualifier, one.value, ""), "amount", one.evidence),))
          for one in record.counts),
    )  # fmt: skip
    return Card(record.id, words(record.kind.value), lines, tuple(_marks(record)))


def _kept(*lines: tuple[str, tuple[Said, ...]]) -> tuple[Line, ...]:
    """Return the lines that have values; lines of one label are one."""
    found: dict[str, tuple[Said, ...]] = {}
    for label, values in lines:
        if values:
            found[label] = (*found.get(label, ()), *values)
    return tuple(Line(label, values) for label, values in found.items())


def _what(record: Record) -> tuple[Said, ...]:
    return (Said(words(record.kind.value), "act", record.kind.evidence),)


def _status(record: Record) -> Said:
    binding = {True: "said to be binding", False: "said not to be binding", None: ""}[record.status.binding]
    return Said(words(record.status.value), "act", record.status.evidence, binding)


def _marks(record: Record) -> Iterator[str]:
    """Yield what makes a record another than the rest."""
    if record.aggregate:
        yield "a sum of several"
    if record.historical:
        yield "told as background"
    if record.part_of:
        yield f"part of {record.part_of}"
    if record.relates_to:
        yield f"{words(record.relates_to.relation)} {record.relates_to.record}"


def _parties(record: Record, language: str) -> Iterator[tuple[str, tuple[Said, ...]]]:
    yield "Parties", tuple(_party(one, language, one.role) for one in record.parties)
    for one in record.others:
        yield words(one.role).capitalize(), (_party(one, language),)


def _party(one: Party, language: str, role: str = "") -> Said:
    note = "" if role in ("", "signatory") else words(role)
    return Said(one.name, "party", one.evidence, note, language)


def _place(place: Place | None, language: str) -> tuple[Said, ...]:
    if place is None:
        return ()
    parts = (place.canonical if place.canonical != place.value else None, place.region, place.country)
    note = ", ".join(dict.fromkeys(part for part in parts if part and part != place.value))
    return (Said(place.value, "where", place.evidence, note, language),)


def _prospect(stage: str, tag: str | None, evidence: tuple[Quote, ...]) -> Said:
    return Said(f"{words(stage)}: {words(tag)}" if tag else words(stage), "about", evidence)


def _money(money: Iterable[Money]) -> Iterator[tuple[str, tuple[Said, ...]]]:
    for one in money:
        label = "Money" if one.kind == "unknown" else words(one.kind).capitalize()
        yield label, (Said(money_words(one), "amount", one.evidence, one.phase or ""),)
        if one.conversion:
            again = one.conversion
            yield label, (Said(f"= {money_words(again)}", "amount", again.evidence, "the same in another currency"),)


def _capacity(one: Capacity) -> Said:
    return Said(capacity_words(one), "amount", one.evidence, ", ".join(filter(None, (one.product, one.phase))))


def _date(date: Dated, family: Family) -> Said:
    if date.value is None:
        return Said("not stated", family, date.evidence, "" if date.basis == "not_stated" else basis_of(date))
    return Said(day_words(date.value), family, date.evidence, basis_of(date))


def _stated(one: Stated, family: Family, language: str = "") -> Said:
    return Said(one.value, family, one.evidence, language=language)


def entity_card(entity: Entity, names: dict[str, str], language: str) -> Card:
    """Return an entity with its names; `names` are those of all entities by id."""
    parent = entity.parent
    lines = _kept(
        ("Named", (Said(entity.name, "name", entity.mentions, language=language),)),
        ("Also called", tuple(Said(alias, "name", language=language) for alias in entity.aliases)),
        ("Meant by", (Said("other words", "name", entity.nominal_mentions),) if entity.nominal_mentions else ()),
        (words(parent.relation).capitalize(), (Said(names.get(parent.entity, parent.entity), "name", parent.evidence),))
        if parent else ("", ()),
        ("Position", (Said(entity.position, "name", language=language),) if entity.position else ()),
        ("Country", (Said(entity.country, "name"),) if entity.country else ()),
    )  # fmt: skip
    return Card(entity.id, words(entity.type), lines)


class Left(NamedTuple):
    """A value that was left out, and why."""

    field: str
    value: Said
    reason: str
    record: str


def left_out(release: Release) -> list[Left]:
    """Return what the verifier did not take in."""
    return [
        Left(words(one.field.replace(".", ": ")).capitalize(), Said(one.value, "dropped", one.evidence),
             one.reason, one.record or "")
        for one in release.dropped
    ]  # fmt: skip


def quotes_of(cards: Iterable[Card], left: Sequence[Left]) -> Iterator[tuple[Quote, Family]]:
    """Yield all quotes that are shown, each with its family."""
    yield from chain.from_iterable(card.quotes for card in cards)
    for one in left:
        yield from ((quote, one.value.family) for quote in one.value.quotes)
