"""What the ledger answers of gate S0: whether a unit's life is recorded from the day it was made."""

from collections.abc import Iterable
from datetime import UTC, datetime

from dicycle.health.gates.model import Reading
from dicycle.health.inspecting.model import LEDGER
from dicycle.identifiers import canonical
from dicycle.ledger.cbv import bare
from dicycle.ledger.model import AnyEvent, ObjectEvent, TransformationEvent
from dicycle.ledger.stored import StoredEvent
from dicycle.vocabulary import CERTIFICATE, DECISION


def lifetime_reading(unit: str, events: Iterable[StoredEvent], at: str) -> Reading | None:
    """Return the answer to ``lifetime-record``: yes if one of the unit's events is its birth, with that event named.

    None where the ledger has never met the unit, or only knows what was found and decided here: its record may be kept
    elsewhere, so the question stays open. `unit` is a canonical id, `at` when it was looked up (RFC 3339).
    """
    found = [one for one in events if not {CERTIFICATE, DECISION} & one.value.keys()]
    if not found:
        return None
    born = birth(unit, found)
    note = _born(born) if born else f"None of its {len(found)} events is its birth."
    return Reading(question="lifetime-record", value=born is not None, by=LEDGER, at=at, note=note)


def _born(event: StoredEvent) -> str:
    told = f"Born in the event {event.event_id} of {_day(event.event_time)}"
    late = _day(event.record_time) != _day(event.event_time)
    return f"{told}, recorded on {_day(event.record_time)}." if late else f"{told}."


def _day(micros: int) -> str:
    return datetime.fromtimestamp(micros // 1_000_000, UTC).date().isoformat()


def birth(unit: str, events: Iterable[StoredEvent]) -> StoredEvent | None:
    """Return the event in which a unit was made: its commissioning, or a transformation that it came out of.

    That something is added to a place's records when it is received is no birth; nor is what was declared wrong.
    """
    found = list(events)
    wrong = {one.event_id for one in found if one.declares_error}
    return next((one for one in found if one.event_id not in wrong and _bears(one.event, unit)), None)


def _bears(event: AnyEvent, unit: str) -> bool:
    if isinstance(event, ObjectEvent):
        return event.action == "ADD" and _step(event) == "commissioning" and unit in _ids(event.epc_list)
    return isinstance(event, TransformationEvent) and unit in _ids(event.output_epc_list)


def _step(event: ObjectEvent) -> str:
    return bare(event.biz_step) if isinstance(event.biz_step, str) else ""


def _ids(epcs: object) -> set[str]:
    return {canonical(one) for one in epcs} if isinstance(epcs, list | tuple) else set()
