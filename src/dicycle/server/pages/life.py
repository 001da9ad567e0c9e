"""A thing's life as dated sentences: records that hold, records that were declared wrong, records that came late."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from msgspec import UNSET

from dicycle.bootstrap import Loop
from dicycle.ledger.formats import microseconds
from dicycle.ledger.narrative import Telling, mentions, sentence
from dicycle.ledger.stored import StoredEvent
from dicycle.ledger.wording import Names, words
from dicycle.server.pages.moments import Moment, moment_of, span

FIRST: Final = 20
LAST: Final = 180


class Declaration(NamedTuple):
    """Somebody said that a record is wrong: when, why, and which events tell it right."""

    when: Moment | None
    reason: str
    corrective: tuple[str, ...]


class Entry(NamedTuple):
    """One record in a life."""

    stored: StoredEvent
    telling: Telling
    moment: Moment
    declarations: tuple[Declaration, ...]
    corrects: str | None
    late: str


class Year(NamedTuple):
    """The records of one year of local time; `gap` records before it are not shown."""

    year: str
    entries: tuple[Entry, ...]
    gap: int = 0


def names_for(loop: Loop, events: Iterable[StoredEvent], more: Iterable[str] = ()) -> Names:
    """Return what master data says of everything that the events mention, in one look-up."""
    wanted = dict.fromkeys(id for one in events for id in mentions(one.event))
    return loop.store.names([*wanted, *more])


def tell(stored: StoredEvent, item: str | None, names: Names, kinds: int = 3) -> Telling:
    """Tell an event with the words that are our own; lists name so many kinds of things."""
    return sentence(stored.event, item, names, stored.extensions, kinds)


def records(events: Sequence[StoredEvent]) -> list[StoredEvent]:
    """Return one record of each event, by event time: the first that is no declaration, if there is one."""
    kept: dict[str, StoredEvent] = {}
    for one in sorted(events, key=lambda one: (one.declares_error, one.event_time, one.seq)):
        kept.setdefault(one.event_id, one)
    return sorted(kept.values(), key=lambda one: (one.event_time, one.seq))


def declarations(events: Iterable[StoredEvent]) -> dict[str, tuple[Declaration, ...]]:
    """Return what was declared wrong, by event id."""
    found: dict[str, tuple[Declaration, ...]] = {}
    for one in events:
        said = one.event.error_declaration
        if said is not UNSET:
            corrective = () if said.corrective_event_ids is UNSET else tuple(said.corrective_event_ids)
            reason = words(said.reason) if isinstance(said.reason, str) else ""
            moment = microseconds(said.declaration_time)
            when = None if moment is None else moment_of(moment, str(one.event.event_time_zone_offset))
            found[one.event_id] = (*found.get(one.event_id, ()), Declaration(when, reason, corrective))
    return found


def lateness(shown: Sequence[StoredEvent]) -> dict[str, str]:
    """Return which records came after the record of something that happened later, and how late they were."""
    found: dict[str, str] = {}
    ahead: StoredEvent | None = None
    for one in reversed(shown):
        if ahead is not None and one.seq > ahead.seq and one.event_time < ahead.event_time:
            found[one.event_id] = _late(one, ahead)
        if ahead is None or one.seq < ahead.seq:
            ahead = one
    return found


def _late(one: StoredEvent, ahead: StoredEvent) -> str:
    if one.record_time > max(one.event_time, ahead.record_time):
        return f"recorded {span(one.record_time - one.event_time)} later"
    return f"recorded after what happened on {moment_of(ahead).day}"


def entries(
    shown: Sequence[StoredEvent], item: str | None, names: Names, wrong: Mapping[str, tuple[Declaration, ...]]
) -> list[Entry]:
    """Return what to say of records; `wrong` is what was declared of any of them."""
    right = {id: event_id for event_id, said in wrong.items() for one in said for id in one.corrective}
    late = lateness([one for one in shown if one.event_id not in right]) if item is not None else {}
    return [
        Entry(
            one, tell(one, item, names), moment_of(one), wrong.get(one.event_id, ()),
            right.get(one.event_id), late.get(one.event_id, ""),
        )
        for one in shown
    ]  # fmt: skip


def window(kept: list[StoredEvent], everything: bool) -> tuple[list[StoredEvent], int]:
    """Return the records to show and how many are left out between the first `FIRST` and the last `LAST`."""
    if everything or len(kept) <= FIRST + LAST:
        return kept, 0
    return [*kept[:FIRST], *kept[-LAST:]], len(kept) - FIRST - LAST


def years(told: Sequence[Entry], gap: int = 0) -> list[Year]:
    """Return entries by year; the gap stands before the first year that follows it."""
    groups: dict[tuple[bool, str], list[Entry]] = {}
    for index, entry in enumerate(told):
        groups.setdefault((bool(gap) and index >= FIRST, entry.moment.year), []).append(entry)
    found = [Year(year, tuple(group)) for (_, year), group in groups.items()]
    if gap:
        first = next(index for index, (after, _) in enumerate(groups) if after)
        found[first] = found[first]._replace(gap=gap)
    return found


def as_data(entry: Entry) -> dict[str, Any]:
    """Return an entry as plain JSON."""
    telling, stored = entry.telling, entry.stored
    return {
        "event_id": stored.event_id,
        "event_time": stored.value["eventTime"],
        "text": telling.text,
        "about": telling.subject,
        "place": _place(telling),
        "details": [detail._asdict() for detail in telling.details],
        "declared_wrong": [one._asdict() | {"when": one.when.iso if one.when else None} for one in entry.declarations],
        "corrects": entry.corrects,
        "late": entry.late,
    }


def _place(telling: Telling) -> Mapping[str, str | None] | None:
    return None if telling.place is None else {"name": telling.place.text, "id": telling.place.id}
