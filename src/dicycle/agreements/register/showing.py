"""An entry of the tellings of one agreement: the furthest stage, all parties, values by most documents, conflicts."""

import operator
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Any, NamedTuple

from dicycle.agreements.edtf import agree
from dicycle.agreements.languages.gazetteer import place_named
from dicycle.agreements.model import Party, Place
from dicycle.agreements.register.dates import fullest
from dicycle.agreements.register.model import Conflict, Entry, Held, Source, Stage, Taking
from dicycle.agreements.register.parties import Resolved
from dicycle.agreements.register.sums import ENDED, Same, amounts
from dicycle.agreements.register.telling import Telling, entry_id, known_place
from dicycle.agreements.vocabulary import BINDING

Group = Sequence[Telling]


def entry_of(group: Group, resolved: Resolved) -> Entry:
    """Compile the tellings of one agreement."""
    stages = tuple(sorted(map(_stage, group), key=lambda one: (one.step, one.date or "", one.source)))
    shown = _Shown(group)
    event, site = shown.place("event"), shown.place("implementation")
    where = _where(site, event, _seat(group, resolved))
    date = fullest([one.record.date.value for one in group if one.record.date.value])
    counted = amounts([one.record.money for one in group])
    return Entry(
        id=entry_id(group[0].node),
        also=tuple(entry_id(one.node) for one in group[1:]),
        kind=stages[-1].kind,
        status=_status(stages),
        parties=_takings(group, resolved, lambda record: record.parties),
        others=_takings(group, resolved, lambda record: record.others),
        sources=tuple(one.source for one in group),
        stages=stages,
        title=shown.first(lambda record: record.title and record.title.value),
        date=date,
        event_place=event.value if event else None,
        place=site.value if site else None,
        where=where.name,
        region=where.region,
        country=where.country or _country(group, resolved),
        subject=tuple(dict.fromkeys(one.tag for each in group for one in each.record.subject)),
        money=shown.values(lambda record: record.money, ("kind", "amount", "currency", "phase")),
        capacity=shown.values(lambda record: record.capacity, ("amount", "unit", "phase")),
        jobs=shown.values(lambda record: record.jobs, ("value",)),
        counts=shown.values(lambda record: record.counts, ("what", "value")),
        aggregate=any(one.record.aggregate for one in group),
        historical=all(one.record.historical for one in group),
        binding=shown.first(lambda record: record.status.binding),
        amounts=counted,
        conflicts=_conflicts(group, {"date": date, "kind": stages[-1].kind, **_told(counted)}),
    )


class _Where(NamedTuple):
    """A place in English, its province and country."""

    name: str | None = None
    region: str | None = None
    country: str | None = None


def _where(site: Place | None, event: Place | None, seat: str | None) -> _Where:
    """Return where an entry belongs: where it is carried out, else where an authority that signed sits, else signed."""
    if site is None and seat is not None and (known := place_named(seat, "en")):
        return _Where(known.name_en, known.region, known.country)
    place = site or event
    if place is None:
        return _Where(seat)
    found = known_place(place)
    return _Where(found.canonical or found.value, found.region, found.country)


def _country(group: Group, resolved: Resolved) -> str | None:
    """Return the country of all parties, if those of which it is known are of one."""
    found = {resolved.countries[id] for one in group for id in one.who if id in resolved.countries}
    return found.pop() if len(found) == 1 else None


def _seat(group: Group, resolved: Resolved) -> str | None:
    """Return the place of an authority among the parties."""
    return next((resolved.seats[id] for one in group for id in sorted(one.who) if id in resolved.seats), None)


class _Shown:
    """What is shown of several tellings."""

    def __init__(self, group: Group) -> None:
        self._records = [one.record for one in group]

    def first(self, of: Callable[[Any], Any]) -> Any:
        """Return the first value that is told."""
        return next((value for record in self._records if (value := of(record)) is not None), None)

    def place(self, use: str) -> Place | None:
        """Return the first place of a use."""
        found: Place | None = self.first(lambda record: getattr(record.place, use))
        return found

    def values(self, of: Callable[[Any], Iterable[Any]], names: Sequence[str]) -> tuple[Any, ...]:
        """Return the distinct values, those that most documents tell first."""
        found: dict[tuple[Any, ...], list[Any]] = {}
        for record in self._records:
            for key, value in {tuple(getattr(one, name) for name in names): one for one in of(record)}.items():
                found.setdefault(key, []).append(value)
        return tuple(values[0] for values in sorted(found.values(), key=len, reverse=True))


def _stage(one: Telling) -> Stage:
    record = one.record
    step = BINDING[record.of_kind]
    if record.status.value == "agreed_in_principle":
        step = max(step, 1)
    return Stage(step, record.kind.value, record.status.value, one.source, record.date.value)


def _status(stages: Sequence[Stage]) -> str:
    """Return the status of the furthest stage, or that of an end that nothing later takes back."""
    ends = [one for one in stages if one.status in ENDED]
    if not ends:
        return stages[-1].status
    end = max(ends, key=lambda one: (one.date is None, one.date or ""))
    later = [one for one in stages if one.status not in ENDED and _later(one.date, end.date)]
    return later[-1].status if later else end.status


def _later(one: str | None, other: str | None) -> bool:
    return bool(one and other and "X" not in one + other and one > other)


def _takings(group: Group, resolved: Resolved, of: Callable[[Any], Iterable[Party]]) -> tuple[Taking, ...]:
    sources: dict[tuple[str, str, Any], dict[Source, None]] = {}
    for told in group:
        for party in of(told.record):
            id = resolved.of.get((told.source.document, party.entity), "")
            sources.setdefault((id, resolved.names.get(id, party.name), party.role), {})[told.source] = None
    return tuple(Taking(id, name, role, tuple(found)) for (id, name, role), found in sources.items())


def _told(amounts: dict[str, dict[str, Decimal]]) -> dict[str, str]:
    """Return money by kind as it is written in conflicts, ``12000000000 CNY``."""
    return {kind: " + ".join(f"{amount} {currency}" for currency, amount in of.items()) for kind, of in amounts.items()}


def _conflicts(group: Group, shown: dict[str, str | None]) -> tuple[Conflict, ...]:
    """Return the fields about which tellings differ: dates that cannot be one, kinds, amounts of one kind."""
    if len(group) < 2:
        return ()
    told: dict[str, list[tuple[str | None, Source]]] = {
        "date": [(one.record.date.value, one.source) for one in group],
        "kind": [(one.record.kind.value, one.source) for one in group],
    }
    for kind in ("investment", "contract_value"):
        told[kind] = [(_told(amounts([one.record.money])).get(kind), one.source) for one in group]
    same: dict[str, Callable[[str, str], bool]] = {"date": agree, "kind": operator.eq}
    money = Same([one.record.date.value for one in group])
    found = (_conflict(field, values, same.get(field, money), shown.get(field)) for field, values in told.items())
    return tuple(one for one in found if one)


def _conflict(
    field: str, told: Iterable[tuple[str | None, Source]], same: Callable[[str, str], bool], shown: str | None
) -> Conflict | None:
    held: dict[str, list[Source]] = {}
    for value, source in told:
        if value is not None:
            held.setdefault(value, []).append(source)
    if all(same(one, other) for one, other in combinations(held, 2)):
        return None
    values = sorted(held, key=lambda value: value != shown)
    return Conflict(field, tuple(Held(value, tuple(held[value])) for value in values))
