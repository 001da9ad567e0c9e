"""Releases and judgements for the tests of the register, made of a few invented names in any combination."""

import hashlib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import count
from typing import Any

from hypothesis import strategies as st

from dicycle.agreements.model import (
    Agreed,
    Count,
    Dated,
    Entity,
    Head,
    Money,
    Parent,
    Party,
    Place,
    Places,
    Quote,
    Record,
    Relation,
    Release,
    Stated,
    Subject,
)
from dicycle.agreements.register.model import Judgement, Kept, Register

SAID = (Quote(0, 5, "words"),)
COMPANIES = ("Example Motors", "Beispiel Recycling", "Muster Cells", "Образец Энерго", "示例电池")
FAIR = "Example Battery Conference"
_NUMBERS = count(1)


def sha(name: str) -> str:
    """Return the SHA-256 of a document of a name."""
    return hashlib.sha256(name.encode()).hexdigest()


def entity(id: str, name: str, type: str = "company", **more: Any) -> Entity:
    """Return an entity."""
    return Entity(id, name, type, SAID, **more)  # type: ignore[arg-type]


def money(amount: int | str, currency: str = "CNY", **more: Any) -> Money:
    """Return an investment."""
    return Money(more.pop("kind", "investment"), Decimal(amount), currency, "exact", SAID, **more)


def record(id: str, *parties: str, kind: str = "contract", date: str | None = "2024-03-19", **more: Any) -> Record:
    """Return a record between entities; `occasion` names one, `tags`, `place` and `projects` are told in short."""
    others = tuple(Party(name, name, "occasion", SAID) for name in more.pop("occasion", ()))
    place = more.pop("place", None)
    projects = more.pop("projects", None)
    at = more.pop("at", int(hashlib.sha256(id.encode()).hexdigest()[:4], 16))
    said = (Quote(at, at + 5, "words"),)
    relation = more.pop("relation", None)
    return Record(
        id,
        Stated(kind, said),
        Agreed(more.pop("status", "signed"), True, said),
        tuple(Party(name, name, "signatory", said) for name in parties),
        Dated(date, "explicit" if date else "not_stated"),
        others=others,
        place=Places(implementation=Place(place, SAID)) if place else Places(),
        subject=tuple(Subject(tag, SAID) for tag in more.pop("tags", ())),
        counts=(Count("projects", projects, "exact", SAID),) if projects else (),
        relates_to=Relation(*relation) if relation else None,
        **more,
    )


def kept(name: str, *records: Record, entities: Sequence[Entity] = (), number: int = 0, **more: Any) -> Kept:
    """Return a release of a document of a name; entities that are not told are companies called as their ids."""
    told = {one.entity for each in records for one in (*each.parties, *each.others)} - {one.id for one in entities}
    made = [entity(id, id, "event" if id == FAIR else "company") for id in sorted(told)]
    language = more.pop("language", "en")
    head = Head(name, sha(name), language, 100, Dated(None, "not_stated"))
    release = Release(head, more.pop("extractor", "test"), (*entities, *made), records)
    return Kept(number or next(_NUMBERS), release, "2026-01-01T00:00:00+00:00")


def judgement(number: int, one: str, other: str, verdict: str, matter: str = "party", **more: Any) -> Judgement:
    """Return a judgement; those of higher numbers are later."""
    return Judgement(f"{number:017d}", matter, one, other, verdict, "tester", "2026-01-01", **more)  # type: ignore[arg-type]


def party_of(register: Register, name: str) -> Any:
    """Return the organisation that goes by a name."""
    return next(one for one in register.organisations if any(name in names for names in one.names.values()))


def parent(id: str) -> Parent:
    """Return that an entity is a subsidiary of another."""
    return Parent(id, "subsidiary", SAID)


@st.composite
def _records(draw: Any) -> tuple[Record, ...]:
    many = draw(st.integers(1, 3))
    ids = [f"r{number}" for number in range(many)]
    return tuple(draw(_record(id, ids)) for id in ids)


@st.composite
def _record(draw: Any, id: str, ids: Sequence[str]) -> Record:
    parties = draw(st.sampled_from([COMPANIES[:2], COMPANIES[:2], COMPANIES[:3], COMPANIES[2:4], COMPANIES[:1], ()]))
    return record(
        id,
        *parties,
        kind=draw(st.sampled_from(["contract", "contract", "talks", "framework_agreement", "investment_agreement"])),
        date=draw(
            st.sampled_from(["2024-03-19", "2024-03-19", "XXXX-03-19", "2023-03-19", None, "2024-03", "2022/2023"])
        ),
        status=draw(st.sampled_from(["signed", "signed", "terminated"])),
        aggregate=draw(st.sampled_from([False, False, True])),
        historical=draw(st.sampled_from([False, False, False, True])),
        projects=draw(st.sampled_from([None, 133, 137])),
        money=tuple(draw(st.lists(st.builds(money, st.integers(1, 9), st.sampled_from(["CNY", "EUR"])), max_size=2))),
        part_of=draw(st.sampled_from([None, *ids])),
        relation=draw(
            st.none() | st.tuples(st.sampled_from(ids), st.sampled_from(["follows", "supersedes", "terminates"]))
        ),
        occasion=draw(st.sampled_from([(), (FAIR,)])),
    )


@st.composite
def libraries(draw: Any, largest: int = 6) -> list[Kept]:
    """Draw the releases of several documents, with their numbers."""
    return [
        kept(f"document {number}", *draw(_records()), number=number + 1, language=draw(st.sampled_from(["en", "de"])))
        for number in range(draw(st.integers(1, largest)))
    ]


@st.composite
def judged(draw: Any, groups: Sequence[set[str]], matter: str) -> list[Judgement]:
    """Draw judgements about pairs of ids: of those that are one, and of any."""
    ids = sorted(id for group in groups for id in group)
    alike = [sorted(group) for group in groups if len(group) > 1]
    anywhere = st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True)
    inside = st.sampled_from(alike).flatmap(lambda some: st.permutations(some).map(lambda one: one[:2]))
    pairs = st.one_of(inside, inside, anywhere) if alike else anywhere
    said = draw(st.lists(st.tuples(pairs, st.sampled_from(["same", "different", "unsure"])), max_size=6))
    return [judgement(number, *pair, verdict, matter) for number, (pair, verdict) in enumerate(said, 1)]


def ids_of(things: Sequence[Any]) -> Iterator[str]:
    """Yield every id that entries or organisations go by."""
    for one in things:
        yield from (one.id, *one.also)
