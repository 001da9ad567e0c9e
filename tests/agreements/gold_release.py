"""The annotation of the public documents, put into the shape of a release, as a perfect extractor would give it."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from reference import ROOT

from dicycle.agreements.document import Document
from dicycle.agreements.model import (
    Agreed,
    Capacity,
    Count,
    Dated,
    Entity,
    Head,
    Jobs,
    Money,
    Parent,
    Party,
    Place,
    Places,
    Prospect,
    Quote,
    Record,
    Relation,
    Release,
    Stated,
    Subject,
)
from dicycle.agreements.reading import read

TYPES = {"government_delegation": "government", "government_agency": "organisation"}
GOLD = ROOT / "agreements" / "gold.json"


def annotated() -> list[dict[str, Any]]:
    """Return the annotated documents, none where the reference material is absent."""
    return json.loads(GOLD.read_text("utf-8"))["documents"] if GOLD.exists() else []


def document_of(gold: dict[str, Any]) -> Document:
    """Return an annotated document as the reader reads it."""
    data = (ROOT / "agreements" / "documents" / gold["doc_id"]).read_bytes()
    return read(data, gold["doc_id"])


def release_of(gold: dict[str, Any], document: Document) -> Release:
    """Return the annotation as a release."""
    head = Head(
        document.name, document.sha256, document.language, len(document.text), document.published, document.publisher
    )
    names = {one["id"]: one["name"] for one in gold["entities"]}
    entities = tuple(entity(one) for one in gold["entities"])
    return Release(head, "gold", entities, tuple(record(one, names) for one in gold["records"]))


def quotes(value: dict[str, Any] | None) -> tuple[Quote, ...]:
    """Return the evidence of an annotated value."""
    return tuple(Quote(**one) for one in (value or {}).get("evidence") or ())


def entity(one: dict[str, Any]) -> Entity:
    """Return an annotated entity."""
    spans = [tuple(Quote(**span) for span in one.get(key, ())) for key in ("mentions", "nominal_mentions")]
    parent = one.get("parent") or {}
    return Entity(
        one["id"],
        one["name"],
        TYPES.get(one["type"], one["type"]),
        spans[0],
        tuple(one.get("aliases", ())),
        spans[1],
        parent=Parent(parent["entity"], parent.get("relation", "subsidiary"), quotes(parent))
        if isinstance(parent, dict) and parent.get("evidence")
        else None,
    )


def party(one: dict[str, Any], names: dict[str, str]) -> Party:
    """Return an annotated party."""
    return Party(one["entity"], names[one["entity"]], one["role"], quotes(one))


def money(one: dict[str, Any], kind: str = "unknown") -> Money:
    """Return annotated money with its conversion."""
    other = one.get("conversion")
    kind = one.get("kind", kind)
    return Money(
        kind,
        Decimal(one["amount"]),
        one["currency"],
        one["qualifier"],
        quotes(one),
        one.get("modality", "stated"),
        conversion=money(other, kind) if other else None,
    )


def place(one: dict[str, Any] | None) -> Place | None:
    """Return an annotated place."""
    return Place(one["value"], quotes(one)) if one else None


def record(one: dict[str, Any], names: dict[str, str]) -> Record:
    """Return an annotated record."""
    related = one.get("relates_to")
    return Record(
        one["id"],
        Stated(one["kind"]["value"], quotes(one["kind"])),
        Agreed(one["status"]["value"], one["status"]["signed"], quotes(one["status"])),
        tuple(party(each, names) for each in one["parties"]),
        Dated(one["date"]["value"], one["date"]["basis"], quotes(one["date"])),
        aggregate=one["aggregate"],
        historical=one.get("historical", False),
        part_of=one.get("part_of"),
        relates_to=Relation(related["record"], related["relation"]) if isinstance(related, dict) else None,
        title=Stated(one["title"]["value"], quotes(one["title"])) if one.get("title") else None,
        others=tuple(party(each, names) for each in one["others"] if quotes(each) and "entity" in each),
        place=Places(place(one["place"]["event"]), place(one["place"]["implementation"])),
        subject=tuple(Subject(each["tag"], quotes(each)) for each in one["subject"]),
        prospects=tuple(Prospect(each["stage"], quotes(each), each.get("tag")) for each in one.get("prospects") or ()),
        money=tuple(money(each) for each in one["money"]),
        capacity=tuple(
            Capacity(Decimal(str(each.get("amount", each.get("value")))), each["unit"], each["qualifier"], quotes(each))
            for each in one["capacity"]
        ),
        jobs=tuple(
            Jobs(each["value"], each["qualifier"], quotes(each), each.get("modality", "stated")) for each in one["jobs"]
        ),
        counts=tuple(Count(each["what"], each["value"], each["qualifier"], quotes(each)) for each in one["counts"]),
    )


def spans(value: Any) -> Iterator[Quote]:
    """Yield every quote of a value, however deep."""
    if isinstance(value, Quote):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from spans(one)
    elif hasattr(value, "__struct_fields__"):
        for name in value.__struct_fields__:
            yield from spans(getattr(value, name))
