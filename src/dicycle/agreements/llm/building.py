"""From a model's answers to a release: quotes located, claims held against our own reading, the rest dropped."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from dicycle.agreements.aligning import aligned, renamed
from dicycle.agreements.document import Document, Span
from dicycle.agreements.llm.answer import Answer, Told
from dicycle.agreements.llm.holding import act_of
from dicycle.agreements.llm.locating import Places
from dicycle.agreements.llm.naming import entity_of, merged
from dicycle.agreements.llm.reading import Own
from dicycle.agreements.llm.values import NOT_DATED, Maker
from dicycle.agreements.model import Dropped, Entity, Head, Quote, Record, Release
from dicycle.agreements.model import Places as Where
from dicycle.agreements.verifying.amounts import Refused

_COUNTED: Final = frozenset({"projects", "agreements", "contracts"})


class Shown(NamedTuple):
    """A window of a document, and what a model said of it."""

    window: Span
    answer: Answer


def release_of(document: Document, name: str, shown: Sequence[Shown], notes: Iterable[Dropped] = ()) -> Release:
    """Return what a model says of a document, with quotes and reasons, not yet verified."""
    own, dropped = Own(document), list(notes)
    found: list[Entity] = []
    records: list[Record] = []
    for number, one in enumerate(shown, 1):
        window = _Window(own, one, f"w{number}.", dropped)
        found += window.entities.values()
        records += window.records()
    entities, ids = merged(found)
    kept = _once(document, [renamed(one, ids) for one in records])
    kept = list(_figures_once(kept, dropped))
    head = Head(
        document.name, document.sha256, document.language, len(document.text), document.published, document.publisher
    )
    return Release(head, name, tuple(entities), tuple(kept), document.boilerplate, tuple(dropped))


def _once(document: Document, records: Sequence[Record]) -> list[Record]:
    """Return the records of all windows; one that two windows tell, as the first of them tells it."""
    kept: list[Record] = []
    same: dict[str, str] = {}
    for one in records:
        earlier = [other for other in kept if other.id.partition(".")[0] != one.id.partition(".")[0]]
        pairs = aligned(document, earlier, [one])
        same[one.id] = pairs[0].one.id if pairs else one.id
        kept += [] if pairs else [one]
    return [replace(one, part_of=same.get(one.part_of or "")) for one in kept]


def _figures_once(records: Sequence[Record], dropped: list[Dropped]) -> Iterator[Record]:
    """Yield records in which no number of the text is taken twice; the first that has it keeps it."""
    taken = set[tuple[str, Quote]]()
    for one in records:
        kept: dict[str, tuple[Any, ...]] = {}
        for field in ("money", "capacity", "jobs", "counts"):
            values = getattr(one, field)
            kept[field] = tuple(value for value in values if not taken & {(field, said) for said in value.evidence})
            for value in set(values) - set(kept[field]):
                dropped.append(Dropped(field, "another record has it", str(value)[:80], one.id, value.evidence))
            taken |= {(field, said) for value in kept[field] for said in value.evidence}
        yield replace(one, **kept)


class _Window:
    """What a model says of one window."""

    def __init__(self, own: Own, shown: Shown, prefix: str, dropped: list[Dropped]) -> None:
        self._own, self._answer, self._prefix, self._dropped = own, shown.answer, prefix, dropped
        self._places = Places(own.document, shown.window)
        self.entities: dict[str, Entity] = {}
        for number, one in enumerate(shown.answer.entities, 1):
            made = entity_of(own, self._places, one, f"{prefix}e{number}", dropped)
            if made is not None:
                self.entities.setdefault(one.id, made)

    def records(self) -> list[Record]:
        """Return the records that hold, with their own ids and relations."""
        ids = {told.id: f"{self._prefix}r{number}" for number, told in enumerate(self._answer.records, 1)}
        made = [self._record(told, ids[told.id], ids.get(told.part_of or "")) for told in self._first()]
        return [one for one in made if one is not None]

    def _first(self) -> list[Told]:
        """Return the records, of those with one id the last."""
        return list({told.id: told for told in self._answer.records}.values())

    def _record(self, told: Told, id: str, whole: str | None) -> Record | None:
        beside = [quote for part in told.parties for quote in part.quotes]
        near = self._places.anchor([*told.kind_quotes, *told.status_quotes], beside) or 0
        said, proof = (self._places.nearest(one, near) for one in (told.kind_quotes, told.status_quotes))
        try:
            act = act_of(self._own, told.kind, told.status, said, proof)
        except Refused as reason:
            self._dropped.append(Dropped("record", str(reason), told.kind, id, said))
            return None
        self._dropped += [Dropped(field, reason, value, id, said) for field, value, reason in act.notes]
        maker = Maker(self._own, self._places, id, near, (*said, *proof), self.entities, self._dropped)
        made = _filled(maker, told, Record(id, act.kind, act.status, (), NOT_DATED, part_of=whole))
        return replace(made, aggregate=_is_many(made, told), historical=told.historical or act.historical)


def _filled(maker: Maker, told: Told, one: Record) -> Record:
    return replace(
        one,
        date=maker.made("date", _of(told.date), told.date, maker.date) or NOT_DATED,
        title=maker.made("title", _of(told.title), told.title, maker.title),
        parties=maker.all("party", told.parties, maker.party),
        others=maker.all("other", told.others, maker.party),
        place=Where(
            maker.made("place", _of(told.signed_in), told.signed_in, maker.place),
            maker.made("place", _of(told.carried_out_in), told.carried_out_in, maker.place),
        ),
        subject=maker.all("subject", told.subjects, maker.subject),
        money=maker.all("money", told.money, maker.money),
        capacity=maker.all("capacity", told.capacity, maker.capacity),
        jobs=maker.all("jobs", told.jobs, maker.jobs),
        counts=maker.all("count", told.counts, maker.number_of),
    )


def _is_many(one: Record, told: Told) -> bool:
    """Tell whether a record is an aggregate: in doubt it is, for aggregates are never added up."""
    counted = any(count.what in _COUNTED and count.value > 1 for count in one.counts)
    return told.aggregate or counted or one.kind.value == "signed_projects"


def _of(said: object) -> str:
    return str(getattr(said, "value", ""))
