"""What a document says about agreements: every value with the characters that say it.

Offsets are Unicode code points of `Document.text`, half open, and hold exactly: ``text[start:end] == quote.text``.
Amounts are exact decimals. Dates are EDTF (ISO 8601-2): what is not said stays open, ``XXXX-08-18``.
"""

from decimal import Decimal
from typing import Literal

from msgspec import Struct

from dicycle.agreements.vocabulary import (
    Kind,
    Language,
    Modality,
    MoneyKind,
    PartyType,
    Qualifier,
    Role,
    Status,
    Tag,
)


class Quote(Struct, frozen=True, order=True):
    """Characters of a document."""

    start: int
    end: int
    text: str


class Stated(Struct, frozen=True):
    """A text value and what says it."""

    value: str
    evidence: tuple[Quote, ...]


class Parent(Struct, frozen=True):
    """Whose subsidiary an entity is: the parent's id in the same release, and the words of the relation."""

    entity: str
    relation: str
    evidence: tuple[Quote, ...]


class Entity(Struct, frozen=True, omit_defaults=True):
    """A company, authority, person or event that a document names; `id` holds within one release.

    `mentions` are its names, `nominal_mentions` phrases that stand for it ("the company").
    """

    id: str
    name: str
    type: PartyType | Literal["event"]
    mentions: tuple[Quote, ...]
    aliases: tuple[str, ...] = ()
    nominal_mentions: tuple[Quote, ...] = ()
    country: str | None = None
    level: str | None = None
    parent: Parent | None = None
    position: str | None = None


class Party(Struct, frozen=True, omit_defaults=True):
    """What an entity is in a record."""

    entity: str
    name: str
    role: Role
    evidence: tuple[Quote, ...]
    party_type: PartyType | None = None


class Dated(Struct, frozen=True):
    """A date in EDTF, or none, and on what it rests.

    `basis` is ``explicit``, ``explicit_no_year``, ``year_of_publication``, ``relative_weekday``, ``relative_day``,
    ``dateline``, ``anaphora``, ``inherited:<record>``, ``inferred:<how>`` or ``not_stated``.
    """

    value: str | None
    basis: str
    evidence: tuple[Quote, ...] = ()


class Place(Struct, frozen=True, omit_defaults=True):
    """A place as it is written, its canonical English name and its country (ISO 3166-1 alpha-2) where known."""

    value: str
    evidence: tuple[Quote, ...]
    canonical: str | None = None
    region: str | None = None
    country: str | None = None
    basis: str = "explicit"


class Places(Struct, frozen=True):
    """Where something was signed, and where it is to be carried out."""

    event: Place | None = None
    implementation: Place | None = None


class Subject(Struct, frozen=True):
    """A stage of the chain that a record is about."""

    tag: Tag
    evidence: tuple[Quote, ...]


class Prospect(Struct, frozen=True, omit_defaults=True):
    """What was spoken of without being agreed: ``expressed_interest`` or ``discussed``."""

    stage: Literal["expressed_interest", "discussed"]
    evidence: tuple[Quote, ...]
    tag: Tag | None = None


class Money(Struct, frozen=True, omit_defaults=True):
    """An amount of money; `conversion` is the same money in another currency, never a second amount."""

    kind: MoneyKind
    amount: Decimal
    currency: str
    qualifier: Qualifier
    evidence: tuple[Quote, ...]
    modality: Modality = "stated"
    phase: str | None = None
    conversion: "Money | None" = None


class Capacity(Struct, frozen=True, omit_defaults=True):
    """A capacity in `unit`: ``GWh``, ``GWh/a``, ``t``, ``t/a``, ``packs/a``, ``vehicles/a``, ``MW``, ``stations`` …"""

    amount: Decimal
    unit: str
    qualifier: Qualifier
    evidence: tuple[Quote, ...]
    product: str | None = None
    modality: Modality = "stated"
    phase: str | None = None


class Jobs(Struct, frozen=True, omit_defaults=True):
    """Jobs to be made."""

    value: int
    qualifier: Qualifier
    evidence: tuple[Quote, ...]
    modality: Modality = "stated"


class Count(Struct, frozen=True):
    """A number of things: ``projects``, ``subsidiaries``, ``stations`` …"""

    what: str
    value: int
    qualifier: Qualifier
    evidence: tuple[Quote, ...]


class Agreed(Struct, frozen=True, omit_defaults=True):
    """How far it went: `signed` only where a signing act is asserted outside quotation; `binding` where it is said."""

    value: Status
    signed: bool
    evidence: tuple[Quote, ...]
    binding: bool | None = None


class Relation(Struct, frozen=True):
    """How a record stands to another of its release: ``implements``, ``follows``, ``supersedes``, ``terminates``."""

    record: str
    relation: str


class Record(Struct, frozen=True, omit_defaults=True):
    """An agreement, talks, a project or an aggregate of projects, as one document tells it."""

    id: str
    kind: Stated
    status: Agreed
    parties: tuple[Party, ...]
    date: Dated
    aggregate: bool = False
    historical: bool = False
    part_of: str | None = None
    relates_to: Relation | None = None
    title: Stated | None = None
    others: tuple[Party, ...] = ()
    place: Places = Places()
    subject: tuple[Subject, ...] = ()
    prospects: tuple[Prospect, ...] = ()
    money: tuple[Money, ...] = ()
    capacity: tuple[Capacity, ...] = ()
    jobs: tuple[Jobs, ...] = ()
    counts: tuple[Count, ...] = ()

    @property
    def of_kind(self) -> Kind:
        """Return the kind as a word of the vocabulary."""
        return self.kind.value  # type: ignore[return-value]


class Boilerplate(Struct, frozen=True):
    """A passage that says nothing of the subject: banner, disclaimer, contact, navigation, hits, caption, stamp."""

    type: str
    start: int
    end: int


class Head(Struct, frozen=True, omit_defaults=True):
    """A document: its name, the SHA-256 of its bytes, its language, and what it says of its own publication."""

    name: str
    sha256: str
    language: Language
    characters: int
    published: Dated
    publisher: Stated | None = None
    attributed_to: Stated | None = None


class Dropped(Struct, frozen=True, omit_defaults=True):
    """A value that was not taken in, and why: for the reviewer."""

    field: str
    reason: str
    value: str
    record: str | None = None
    evidence: tuple[Quote, ...] = ()


class Release(Struct, frozen=True):
    """What one document said, read by one extractor: never changed afterwards (OCDS: a release)."""

    head: Head
    extractor: str
    entities: tuple[Entity, ...]
    records: tuple[Record, ...]
    boilerplate: tuple[Boilerplate, ...] = ()
    dropped: tuple[Dropped, ...] = ()
