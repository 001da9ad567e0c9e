"""What the ledger answers of gate S0: whether a unit's life is recorded from the day it was made.

A birth that somebody tells when the unit is already here records no life. So it counts if the ledger was told it before
the unit was received and a day or more before it is inspected, or if the ledger knows of its life in between. Else the
question stays open, and a finding says why.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

from dicycle.findings import Finding, Severity
from dicycle.health.gates.model import Reading
from dicycle.health.inspecting.model import LEDGER
from dicycle.identifiers import canonical
from dicycle.ledger.cbv import bare
from dicycle.ledger.formats import microseconds
from dicycle.ledger.model import AnyEvent, ObjectEvent, TransformationEvent
from dicycle.ledger.stored import StoredEvent
from dicycle.vocabulary import CERTIFICATE, DECISION

_RECEIVING: Final = ("receiving", "arriving")
_TAKING_IN: Final = (*_RECEIVING, "commissioning", "inspecting", "storing")
"""Steps of taking a unit in: they say nothing of its life before."""
_DAY: Final = 86_400 * 1_000_000


class Life(NamedTuple):
    """What the ledger answers, None where it answers nothing; `why` says that its birth does not count."""

    reading: Reading | None = None
    why: Finding | None = None


def lifetime_reading(unit: str, events: Iterable[StoredEvent], at: str) -> Reading | None:
    """Return the answer to ``lifetime-record`` alone; see `recorded_life`."""
    return recorded_life(unit, events, at).reading


def recorded_life(unit: str, events: Iterable[StoredEvent], at: str) -> Life:
    """Return the answer to ``lifetime-record``: yes if one of the unit's events is its birth, with that event named.

    A birth after somebody received the unit is none from the day on which it was made.
    No answer where the ledger has never met the unit, or only knows what was found and decided here: its record may be
    kept elsewhere, so the question stays open. So it does where the birth was told too late, which is said. `unit` is
    a canonical id, `at` when its inspection begins (RFC 3339).
    """
    found = [one for one in events if not {CERTIFICATE, DECISION} & one.value.keys()]
    if not found:
        return Life()
    born = birth(unit, found)
    if born is None:
        return Life(_reading(False, f"None of its {len(found)} events is its birth.", at))
    standing = _standing(found)
    received = min((one.event_time for one in standing if _received(one.event)), default=None)
    if received is not None and received < born.event_time:
        return Life(_reading(False, f"{_born(born)[:-1]}, after it was received on {_day(received)}.", at))
    begins = microseconds(at) or 0
    here = min(begins - _DAY, begins if received is None else received)
    if max(born.record_time, born.event_time) > here and not any(_lived(one, born, begins) for one in standing):
        return Life(why=_too_late(unit, born, received))
    return Life(_reading(True, _born(born), at))


def _lived(one: StoredEvent, born: StoredEvent, begins: int) -> bool:
    """Tell whether an event is of a life between a birth and the day before the inspection."""
    step = _step(one.event) if isinstance(one.event, ObjectEvent) else ""
    return step not in _TAKING_IN and born.event_time < one.event_time <= begins - _DAY


def _too_late(unit: str, born: StoredEvent, received: int | None) -> Finding:
    when = "" if received is None else f"before it was received on {_day(received)} and "
    sentence = f"{_born(born)[:-1]}: not {when}a day before it is inspected; nothing is known of its life since."
    advice = "Bring a document of its life, such as the maker's record; attach it and write what it is."
    return Finding("inspection.born-too-late", sentence, unit, Severity.WARNING, advice)


def _reading(recorded: bool, note: str, at: str) -> Reading:
    return Reading(question="lifetime-record", value=recorded, by=LEDGER, at=at, note=note)


def _born(event: StoredEvent) -> str:
    told = f"Born in the event {event.event_id} of {_day(event.event_time)}"
    late = _day(event.record_time) != _day(event.event_time)
    return f"{told}, recorded on {_day(event.record_time)}." if late else f"{told}."


def _day(micros: int) -> str:
    return datetime.fromtimestamp(micros // 1_000_000, UTC).date().isoformat()


def birth(unit: str, events: Iterable[StoredEvent]) -> StoredEvent | None:
    """Return the event in which a unit was made: its commissioning, or a transformation that it came out of.

    Of several the earliest. That something is added to a place's records when it is received is no birth; nor is what
    was declared wrong.
    """
    born = [one for one in _standing(list(events)) if _bears(one.event, unit)]
    return min(born, key=lambda one: one.event_time, default=None)


def _standing(events: Sequence[StoredEvent]) -> list[StoredEvent]:
    """Return the events that were not declared wrong."""
    wrong = {one.event_id for one in events if one.declares_error}
    return [one for one in events if one.event_id not in wrong]


def _received(event: AnyEvent) -> bool:
    return isinstance(event, ObjectEvent) and _step(event) in _RECEIVING


def _bears(event: AnyEvent, unit: str) -> bool:
    if isinstance(event, ObjectEvent):
        return event.action == "ADD" and _step(event) == "commissioning" and unit in _ids(event.epc_list)
    return isinstance(event, TransformationEvent) and unit in _ids(event.output_epc_list)


def _step(event: ObjectEvent) -> str:
    return bare(event.biz_step) if isinstance(event.biz_step, str) else ""


def _ids(epcs: object) -> set[str]:
    return {canonical(one) for one in epcs} if isinstance(epcs, list | tuple) else set()
