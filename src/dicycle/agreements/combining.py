"""Two readings of one document made one: what both say, what one adds, and where they disagree.

Both are verified first, so nothing enters that does not hold. Where they disagree the rules' value stays, and a person
is asked; an amount is never taken in twice.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from dicycle.agreements.aligning import Pair, aligned, is_same, joined, parties_of, renamed
from dicycle.agreements.document import Document
from dicycle.agreements.extractor import Extractor
from dicycle.agreements.model import Dated, Dropped, Entity, Party, Places, Quote, Record, Release
from dicycle.agreements.naming import key
from dicycle.agreements.verifying import verify

_PREFIX: Final = "m-"
_FIGURES: Final[tuple[tuple[str, Callable[[Any], Any]], ...]] = (
    ("money", lambda one: (one.amount, one.currency)),
    ("capacity", lambda one: (one.amount, one.unit)),
    ("jobs", lambda one: one.value),
    ("counts", lambda one: (one.what, one.value)),
)


class Disagreement(NamedTuple):
    """A field that two readings tell otherwise: a value is None where a reading has none."""

    record: str
    field: str
    rules: str | None
    model: str | None
    rules_quotes: tuple[Quote, ...] = ()
    model_quotes: tuple[Quote, ...] = ()
    taken: bool = False

    def dropped(self) -> Dropped:
        """Return it for the review: the model's value, and why it was not taken in, or what to look at."""
        if self.model is None:
            reason, value = "kept, but only the rules tell of it", self.rules or ""
        elif self.rules is None:
            reason = "kept, but only the model tells of it" if self.taken else "only the model tells of it"
            value = self.model
        else:
            reason, value = f"the rules read: {self.rules}", self.model
        return Dropped(f"disagreement.{self.field}", reason, value, self.record, self.model_quotes or self.rules_quotes)


class Combination(NamedTuple):
    """A release of two readings; `agreed` are the record and field of each value that both tell."""

    release: Release
    agreed: tuple[tuple[str, str], ...]
    disagreements: tuple[Disagreement, ...]


class Combined:
    """Reads with rules and with a model, and holds the one against the other."""

    def __init__(self, rules: Extractor, model: Extractor) -> None:
        self._rules, self._model = rules, model
        self.name = f"{rules.name} + {model.name}"

    def extract(self, document: Document) -> Release:
        """Return what both say; where they disagree is among what was dropped."""
        return self.combine(document).release

    def combine(self, document: Document) -> Combination:
        """Return what both say, with what they agree and disagree on."""
        rules = verify(document, self._rules.extract(document))
        model = verify(document, self._model.extract(document))
        return combine(document, rules, model, self.name)


def combine(document: Document, rules: Release, model: Release, name: str) -> Combination:
    """Return two verified releases of a document as one."""
    entities, ids = _entities(rules.entities, model.entities)
    others = [_own(one, ids) for one in model.records]
    pairs = aligned(document, rules.records, others)
    same = {pair.other.id: pair.one.id for pair in pairs}
    union = _Union(rules.records)
    records = [union.both(pair.one, pair.other) if pair else union.rules_only(one, asked=bool(model.records))
               for one in rules.records for pair in [_pair_of(pairs, one)]]  # fmt: skip
    added = [union.model_only(one) for one in others if one.id not in same]
    listed = tuple(_related(one, same) for one in (*records, *added))
    notes = [*rules.dropped, *model.dropped, *(one.dropped() for one in union.disagreements)]
    release = Release(rules.head, name, _used(entities, rules.entities, listed), listed, rules.boilerplate,
                      tuple(dict.fromkeys(notes)))  # fmt: skip
    return Combination(release, tuple(union.agreed), tuple(union.disagreements))


def _pair_of(pairs: Iterable[Pair], one: Record) -> Pair | None:
    return next((pair for pair in pairs if pair.one is one), None)


def _entities(ones: Sequence[Entity], others: Sequence[Entity]) -> tuple[list[Entity], dict[str, str]]:
    """Return the entities of both, and how the model's are called among them."""
    kept = list(ones)
    ids: dict[str, str] = {}
    for other in others:
        at = next((at for at, one in enumerate(kept) if is_same(one, other)), None)
        if at is None:
            kept.append(replace(other, id=_PREFIX + other.id, parent=None))
        else:
            kept[at] = joined(kept[at], other)
        ids[other.id] = kept[-1 if at is None else at].id
    return kept, ids


def _own(one: Record, ids: Mapping[str, str]) -> Record:
    """Return a record of the model under ids of its own."""
    whole = None if one.part_of is None else _PREFIX + one.part_of
    return replace(renamed(one, ids), id=_PREFIX + one.id, part_of=whole, relates_to=None)


def _related(one: Record, same: Mapping[str, str]) -> Record:
    """Return a record whose whole is called as in the union."""
    return replace(one, part_of=same.get(one.part_of or "", one.part_of))


def _used(entities: Iterable[Entity], rules: Sequence[Entity], records: Iterable[Record]) -> tuple[Entity, ...]:
    """Return the entities of the rules, and those of the model that have a part in a record."""
    used = {party.entity for one in records for party in (*one.parties, *one.others)}
    known = {one.id for one in rules}
    return tuple(one for one in entities if one.id in used or one.id in known)


class _Union:
    """Makes records of two readings, and collects where they agree and where not."""

    def __init__(self, rules: Sequence[Record]) -> None:
        self.agreed: list[tuple[str, str]] = []
        self.disagreements: list[Disagreement] = []
        self._figures = {
            (name, told(value)) for one in rules for name, told in _FIGURES for value in getattr(one, name)
        }

    def rules_only(self, one: Record, *, asked: bool) -> Record:
        """Return a record that the model does not tell; if the model told anything, a person should know."""
        if asked:
            quotes = one.kind.evidence
            self.disagreements.append(Disagreement(one.id, "record", one.kind.value, None, quotes, taken=True))
        return one

    def model_only(self, one: Record) -> Record:
        """Return a record that the rules do not tell, without amounts that belong to others by the rules."""
        found = Disagreement(one.id, "record", None, one.kind.value, (), one.kind.evidence, taken=True)
        self.disagreements.append(found)
        return replace(one, **{name: self._figures_of(one, name, (), getattr(one, name), told)
                               for name, told in _FIGURES})  # fmt: skip

    def both(self, one: Record, other: Record) -> Record:
        """Return a record that both tell."""
        for name, value in _words(one).items():
            self._held(one, name, value, _words(other)[name])
        figures = {name: self._figures_of(one, name, getattr(one, name), getattr(other, name), told)
                   for name, told in _FIGURES}  # fmt: skip
        return replace(
            one,
            date=self._one_of(one, "date", one.date, other.date),
            title=self._one_of(one, "title", one.title, other.title),
            place=Places(
                self._one_of(one, "place.event", one.place.event, other.place.event),
                self._one_of(one, "place.implementation", one.place.implementation, other.place.implementation),
            ),
            parties=self._parties(one, other),
            others=(*one.others, *_more(one, one.others, other.others, lambda each: (each.entity, each.role))),
            subject=(*one.subject, *_more(one, one.subject, other.subject, lambda each: each.tag)),
            part_of=one.part_of or other.part_of,
            aggregate=one.aggregate or other.aggregate,
            historical=one.historical or other.historical,
            **figures,
        )

    def _held(self, one: Record, field: str, ours: Any, theirs: Any) -> None:
        """Hold two values that are always told against each other."""
        if ours.value == theirs.value:
            self.agreed.append((one.id, field))
        else:
            self._differ(one, field, ours, theirs)

    def _one_of(self, one: Record, field: str, ours: Any, theirs: Any) -> Any:
        """Return the value of a field that has one at most: the rules', else the model's."""
        if _empty(theirs):
            return ours
        if _empty(ours):
            return theirs
        if _plain(ours) == _plain(theirs):
            self.agreed.append((one.id, field))
        else:
            self._differ(one, field, ours, theirs)
        return ours

    def _parties(self, one: Record, other: Record) -> tuple[Party, ...]:
        """Return the parties; the model adds those that the rules lack, where the rules know fewer than two."""
        ours, theirs = parties_of(one), parties_of(other)
        if ours and ours == theirs:
            self.agreed.append((one.id, "parties"))
        more = [party for party in other.parties if party.entity not in ours]
        if len(ours) < 2:
            return (*one.parties, *more)
        for party in more:
            self.disagreements.append(Disagreement(one.id, "party", None, party.name, (), party.evidence))
        return one.parties

    def _figures_of(
        self, one: Record, field: str, ours: tuple[Any, ...], theirs: tuple[Any, ...], told: Callable[[Any], Any]
    ) -> tuple[Any, ...]:
        """Return amounts: the rules', else the model's that no record of the rules has."""
        known = {told(value) for value in ours}
        if known and known == {told(value) for value in theirs}:
            self.agreed.append((one.id, field))
        kept = list(ours)
        for value in theirs:
            if told(value) in known:
                continue
            if known or (field, told(value)) in self._figures:
                found = Disagreement(one.id, field, _all(ours), _all([value]), _quotes(ours), value.evidence)
                self.disagreements.append(found)
            else:
                kept.append(value)
                self._figures.add((field, told(value)))
        return tuple(kept)

    def _differ(self, one: Record, field: str, ours: Any, theirs: Any) -> None:
        said = Disagreement(one.id, field, str(ours.value), str(theirs.value), ours.evidence, theirs.evidence)
        self.disagreements.append(said)


def _words(one: Record) -> dict[str, Any]:
    return {"kind": one.kind, "status": one.status}


def _more(one: Record, ours: Iterable[Any], theirs: Iterable[Any], told: Callable[[Any], Any]) -> Iterator[Any]:
    """Yield what the model adds to a list."""
    known = {told(each) for each in ours}
    whom = parties_of(one)
    return (each for each in theirs if told(each) not in known and getattr(each, "entity", None) not in whom)


def _empty(value: Any) -> bool:
    return value is None or value.value is None


def _plain(value: Any) -> str:
    """Return a value for comparison; two names of one place are one."""
    if isinstance(value, Dated):
        return str(value.value)
    return getattr(value, "canonical", None) or key(str(value.value))


def _all(values: Iterable[Any]) -> str | None:
    """Return amounts in words."""
    names = ("amount", "value", "currency", "unit", "what")
    told = (" ".join(str(getattr(one, name)) for name in names if hasattr(one, name)) for one in values)
    return ", ".join(told) or None


def _quotes(values: Iterable[Any]) -> tuple[Quote, ...]:
    return tuple(quote for one in values for quote in one.evidence)
