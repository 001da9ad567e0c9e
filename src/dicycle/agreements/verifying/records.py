"""A record: each value verified, and what holds no ground dropped with its reason."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeVar, get_args

from msgspec.structs import replace

from dicycle.agreements.figures.dating import day_of
from dicycle.agreements.model import (
    Agreed,
    Dated,
    Entity,
    Money,
    Place,
    Places,
    Prospect,
    Quote,
    Record,
    Relation,
    Stated,
    Subject,
)
from dicycle.agreements.verifying import amounts, moments, names
from dicycle.agreements.verifying.acting import is_signed
from dicycle.agreements.verifying.amounts import Refused, holding
from dicycle.agreements.verifying.ground import Ground, Sieve
from dicycle.agreements.vocabulary import Kind, Status, Tag

Value = TypeVar("Value")
RELATIONS: Final = frozenset({"implements", "follows", "supersedes", "terminates"})
UNCHECKED: Final = "kept, but not checked: "
NO_DATE: Final = Dated(None, "not_stated")


class Bench:
    """What the values of a release are verified with: the ground, the publication, entities, the other records."""

    def __init__(
        self, ground: Ground, sieve: Sieve, on: Dated, entities: Iterable[Entity], records: tuple[Record, ...]
    ) -> None:
        self.ground, self.sieve, self.on = ground, sieve, on
        self.entities = {one.id: one for one in entities}
        self.records: Mapping[str, Record] = {one.id: one for one in records}

    def passed(self, field: str, record: str | None, value: Value, check: Callable[[Value], Value]) -> Value | None:
        """Return a value as it was verified, None if it was refused; the reason is kept."""
        try:
            return check(value)
        except Refused as reason:
            self.sieve.drop(field, _told(value), str(reason), tuple(getattr(value, "evidence", ())), record)
            return None

    def all_passed(
        self, field: str, record: str, values: Iterable[Value], check: Callable[[Value], Value]
    ) -> tuple[Value, ...]:
        """Return the values that hold, each once."""
        passed = (self.passed(field, record, value, check) for value in values)
        return tuple(dict.fromkeys(value for value in passed if value is not None))


def _told(value: object) -> str:
    """Return a value in a few words, for the reviewer."""
    fields = ("kind", "tag", "stage", "role", "name", "value", "amount", "currency", "unit", "what")
    parts = [getattr(value, field) for field in fields if getattr(value, field, None) is not None]
    return " ".join(str(getattr(part, "value", part)) for part in parts)


def record(bench: Bench, one: Record) -> Record | None:
    """Return a record with the values that hold; None if nothing says that there was such a thing."""
    try:
        kind, status = _kind(bench.ground, one.kind), _status(bench, one)
    except Refused as reason:
        bench.sieve.drop("record", one.kind.value, str(reason), one.kind.evidence, one.id)
        return None
    return _with_values(bench, _with_relations(bench, replace(one, kind=kind, status=status)))


def _kind(ground: Ground, kind: Stated) -> Stated:
    if kind.value not in get_args(Kind):
        raise Refused("its kind is no word of the vocabulary")
    return replace(kind, evidence=holding(ground, kind.evidence))


def _status(bench: Bench, one: Record) -> Agreed:
    """Return the status; signed needs a signing act, of the record or of the one that it is part of."""
    if one.status.value not in get_args(Status):
        raise Refused("its status is no word of the vocabulary")
    quotes = bench.ground.located(one.status.evidence) or bench.ground.located(one.kind.evidence)
    if not bench.ground.sound(quotes):
        raise Refused("its status has no quote outside boilerplate")
    signed = one.status.signed or one.status.value == "signed"
    if not signed or _was_signed(bench, one, quotes):
        return replace(one.status, evidence=quotes)
    if one.status.value == "signed":
        raise Refused("no signing act outside quotation")
    bench.sieve.drop("status.signed", "signed", "no signing act outside quotation", quotes, one.id)
    return replace(one.status, signed=False, evidence=quotes)


def _was_signed(bench: Bench, one: Record, quotes: tuple[Quote, ...]) -> bool:
    whole = bench.records.get(one.part_of or "")
    return is_signed(bench.ground, quotes) or (whole is not None and whole is not one and whole.status.signed)


def _with_relations(bench: Bench, one: Record) -> Record:
    """Return a record without relations to what is not there."""
    if one.part_of is not None and not _is_part(bench, one):
        bench.sieve.drop("part_of", one.part_of, "there is no such record", (), one.id)
        one = replace(one, part_of=None)
    if one.relates_to is not None and not _relates(bench, one, one.relates_to):
        bench.sieve.drop("relates_to", one.relates_to.record, "there is no such record or relation", (), one.id)
        one = replace(one, relates_to=None)
    return one


def _is_part(bench: Bench, one: Record) -> bool:
    """Tell whether the records that one is part of are there and do not lead back to it."""
    seen, whole = {one.id}, one.part_of
    while whole is not None:
        if whole in seen or whole not in bench.records:
            return False
        seen.add(whole)
        whole = bench.records[whole].part_of
    return True


def _relates(bench: Bench, one: Record, relation: Relation) -> bool:
    return relation.relation in RELATIONS and relation.record in bench.records and relation.record != one.id


def _with_values(bench: Bench, one: Record) -> Record:
    ground, name = bench.ground, one.id
    others = {other.id: other.date.value for other in bench.records.values() if other.id != name}
    date = bench.passed("date", name, one.date, lambda value: moments.dated(ground, value, bench.on, others))
    return replace(
        one,
        date=date or NO_DATE,
        title=one.title and bench.passed("title", name, one.title, lambda value: names.stated(ground, value)),
        parties=bench.all_passed("party", name, one.parties, lambda value: names.party(ground, value, bench.entities)),
        others=bench.all_passed("other", name, one.others, lambda value: names.party(ground, value, bench.entities)),
        place=Places(_place(bench, name, one.place.event), _place(bench, name, one.place.implementation)),
        subject=bench.all_passed("subject", name, one.subject, lambda value: _subject(ground, value)),
        prospects=bench.all_passed("prospect", name, one.prospects, lambda value: _prospect(ground, value)),
        money=_money(bench, one, date or NO_DATE),
        capacity=bench.all_passed("capacity", name, one.capacity, lambda value: amounts.capacity(ground, value)),
        jobs=bench.all_passed("jobs", name, one.jobs, lambda value: amounts.jobs(ground, value)),
        counts=bench.all_passed("count", name, one.counts, lambda value: amounts.count(ground, value)),
    )


def _place(bench: Bench, name: str, value: Place | None) -> Place | None:
    return value and bench.passed("place", name, value, lambda one: names.place(bench.ground, one, bench.entities))


def _subject(ground: Ground, value: Subject) -> Subject:
    if value.tag not in get_args(Tag):
        raise Refused("its tag is no word of the vocabulary")
    return replace(value, evidence=holding(ground, value.evidence))


def _prospect(ground: Ground, value: Prospect) -> Prospect:
    if value.tag not in (None, *get_args(Tag)) or value.stage not in ("expressed_interest", "discussed"):
        raise Refused("its tag or stage is no word of the vocabulary")
    return replace(value, evidence=holding(ground, value.evidence))


def _money(bench: Bench, one: Record, date: Dated) -> tuple[Money, ...]:
    listed = bench.all_passed("money", one.id, one.money, lambda value: amounts.money(bench.ground, value))
    return tuple(_with_conversion(bench, one.id, value, date) for value in listed)


def _with_conversion(bench: Bench, name: str, value: Money, date: Dated) -> Money:
    """Return money with its conversion, if that holds and agrees with the rate of the day."""
    if value.conversion is None:
        return value
    other = bench.passed(
        "money.conversion", name, value.conversion, lambda found: amounts.conversion(bench.ground, found)
    )
    if other is not None:
        off, told = amounts.disagreement(value, other, day_of(bench.on) or day_of(date))
        if off is not False:
            reason = UNCHECKED + told if off is None else told
            bench.sieve.drop("money.conversion", _told(other), reason, other.evidence, name)
        other = None if off else other
    return replace(value, conversion=other)
