"""The register: what all documents together say, every value with its sources, nothing counted twice.

Releases are never changed (OCDS); an entry is compiled from them anew whenever one is added. An entry's id is that of
its first record and stays when more documents are merged into it.
"""

from decimal import Decimal
from typing import Any, Literal

from msgspec import Struct

from dicycle.agreements.model import Capacity, Count, Jobs, Money, Release
from dicycle.agreements.vocabulary import BINDING, Language, Role

Verdict = Literal["same", "different", "unsure"]
Matter = Literal["party", "record", "value"]


class Kept(Struct, frozen=True):
    """A release in the register: its place in the order in which releases were taken in, and who took it in when."""

    number: int
    release: Release
    taken: str
    by: str = ""

    @property
    def document(self) -> str:
        """Return the SHA-256 of the document."""
        return self.release.head.sha256


class Source(Struct, frozen=True, order=True):
    """Where a value is from: a record of a release of a document."""

    document: str
    record: str
    name: str
    language: Language


class Held(Struct, frozen=True):
    """A value of an entry, in its own words, and the records that say it."""

    value: Any
    sources: tuple[Source, ...]


class Conflict(Struct, frozen=True):
    """A field about which documents differ: all values are kept; the first is the one that is shown."""

    field: str
    values: tuple[Held, ...]


class Stage(Struct, frozen=True, omit_defaults=True):
    """A step on the binding scale: from talks (0) to operating (8)."""

    step: int
    kind: str
    status: str
    source: Source
    date: str | None = None


class Taking(Struct, frozen=True):
    """A party's part in an entry."""

    party: str
    name: str
    role: Role
    sources: tuple[Source, ...]


class Entry(Struct, frozen=True, omit_defaults=True):
    """An agreement, talks, a project or an aggregate, as all documents together tell it.

    `countable` entries may be summed: leaves of the part-of forest that are committed and neither historical, ended
    nor superseded; `because` says why another may not. `amounts` is what may be summed of its money, by kind and
    currency: of several documents the money of one, so that no restatement and no conversion is added. `chosen` are
    the fields that a person decided. `where` is the place of carrying out in English, else that of an authority among
    the parties, else that of signing; `region` and `country` are its province and country; without a place, `country`
    is that of all parties.
    """

    id: str
    kind: str
    status: str
    parties: tuple[Taking, ...]
    sources: tuple[Source, ...]
    stages: tuple[Stage, ...]
    also: tuple[str, ...] = ()
    others: tuple[Taking, ...] = ()
    title: str | None = None
    date: str | None = None
    event_place: str | None = None
    place: str | None = None
    where: str | None = None
    region: str | None = None
    country: str | None = None
    subject: tuple[str, ...] = ()
    money: tuple[Money, ...] = ()
    capacity: tuple[Capacity, ...] = ()
    jobs: tuple[Jobs, ...] = ()
    counts: tuple[Count, ...] = ()
    aggregate: bool = False
    historical: bool = False
    binding: bool | None = None
    part_of: str | None = None
    supersedes: tuple[str, ...] = ()
    superseded_by: str | None = None
    occasion: str | None = None
    conflicts: tuple[Conflict, ...] = ()
    amounts: dict[str, dict[str, Decimal]] = {}
    chosen: tuple[str, ...] = ()
    countable: bool = False
    because: str = ""

    @property
    def step(self) -> int:
        """Return how far it binds: by the kind that a person chose, else by its furthest stage."""
        if "kind" in self.chosen:
            return BINDING.get(self.kind, 0)  # type: ignore[call-overload,no-any-return]
        return max((stage.step for stage in self.stages), default=0)


class Organisation(Struct, frozen=True, omit_defaults=True):
    """A party of the register: its names in the languages of the documents, and what it has a part in."""

    id: str
    name: str
    type: str
    names: dict[str, tuple[str, ...]]
    documents: tuple[str, ...]
    also: tuple[str, ...] = ()
    country: str | None = None
    place: str | None = None
    level: str | None = None
    parent: str | None = None
    identifiers: dict[str, str] = {}
    entries: tuple[str, ...] = ()


class Occasion(Struct, frozen=True, omit_defaults=True):
    """A conference or fair: its headline aggregates, what of them known entries account for, and the rest.

    `remainder` is, by currency, the headline money that no countable entry of the register accounts for.
    """

    id: str
    name: str
    entries: tuple[str, ...]
    headlines: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    place: str | None = None
    date: str | None = None
    projects: int | None = None
    projects_known: int = 0
    money: tuple[Money, ...] = ()
    known: dict[str, str] = {}
    remainder: dict[str, str] = {}


class Judgement(Struct, frozen=True, omit_defaults=True):
    """What a person decided about two parties or two entries, or which value of an entry is right; remembered.

    `one` and `other` are ids of parties or entries; for a value, `one` is the entry or party, `other` the field and
    `value` it. "unsure" takes an earlier judgement back.
    """

    id: str
    matter: Matter
    one: str
    other: str
    verdict: Verdict
    by: str
    at: str
    value: Any = None
    note: str = ""


class Candidate(Struct, frozen=True, omit_defaults=True):
    """Two parties or entries that may be one: for a person to decide, with the grounds."""

    id: str
    matter: Matter
    one: str
    other: str
    score: float
    grounds: tuple[str, ...]
    verdict: Verdict | None = None


class Register(Struct, frozen=True):
    """The compiled register; `unreadable` are cards that a newer version wrote."""

    entries: tuple[Entry, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    releases: int = 0
    unreadable: tuple[str, ...] = ()
