"""What a language model is asked to answer: the shape of it, and its JSON schema (JSON Schema 2020-12, strict).

Quotes are texts without offsets: where they stand is found by us. Numbers are texts too, so that they stay exact.
"""

from typing import Any, Final

import msgspec
from msgspec import Struct

from dicycle.agreements.vocabulary import Kind, MoneyKind, PartyType, Role, Status, Tag

Quotes = list[str]


class Named(Struct, forbid_unknown_fields=True):
    """A company, authority or person; `id` is the model's own."""

    id: str
    name: str
    type: PartyType
    quotes: Quotes


class Part(Struct, forbid_unknown_fields=True):
    """What one of them is in a record."""

    entity: str
    role: Role
    quotes: Quotes


class Said(Struct, forbid_unknown_fields=True):
    """A text value: a date in EDTF, a place, a title."""

    value: str
    quotes: Quotes


class Tagged(Struct, forbid_unknown_fields=True):
    """A stage of the chain."""

    tag: Tag
    quotes: Quotes


class Sum(Struct, forbid_unknown_fields=True):
    """An amount of money in full, such as "1200000000"."""

    kind: MoneyKind
    amount: str
    currency: str
    quotes: Quotes


class Measured(Struct, forbid_unknown_fields=True):
    """A capacity, or a number of things: "20" "GWh/a", "52" "projects"."""

    amount: str
    unit: str
    quotes: Quotes


class Told(Struct, forbid_unknown_fields=True):
    """An agreement, talks or a project."""

    id: str
    kind: Kind
    kind_quotes: Quotes
    status: Status
    status_quotes: Quotes
    aggregate: bool
    historical: bool
    part_of: str | None
    title: Said | None
    date: Said | None
    signed_in: Said | None
    carried_out_in: Said | None
    parties: list[Part]
    others: list[Part]
    subjects: list[Tagged]
    money: list[Sum]
    capacity: list[Measured]
    jobs: list[Measured]
    counts: list[Measured]


class Answer(Struct, forbid_unknown_fields=True):
    """All that a model says of one window of a document."""

    entities: list[Named]
    records: list[Told]


SCHEMA_NAME: Final = "agreements"


def schema() -> dict[str, Any]:
    """Return the JSON schema of an answer: every field required, no other allowed."""
    (top,), parts = msgspec.json.schema_components([Answer], ref_template="#/$defs/{name}")
    found: dict[str, Any] = _plain({**parts[top["$ref"].rpartition("/")[2]], "$defs": parts})
    return found


def _plain(value: Any) -> Any:
    """Return a part of a schema without titles and descriptions, which cost the model's attention."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    named = "properties" in value
    return {
        name: {key: _plain(one) for key, one in inner.items()} if named and name == "properties" else _plain(inner)
        for name, inner in value.items()
        if name not in ("title", "description") or not isinstance(inner, str)
    }
