"""What the ledger answers of gate S0: whether a unit's life is recorded from the day it was made."""

from collections.abc import Iterable

from dicycle.health.gates.model import Reading
from dicycle.health.inspecting.model import LEDGER
from dicycle.identifiers import canonical
from dicycle.ledger.cbv import bare
from dicycle.ledger.model import AnyEvent, ObjectEvent, TransformationEvent
from dicycle.ledger.stored import StoredEvent


def lifetime_reading(unit: str, events: Iterable[StoredEvent], at: str) -> Reading | None:
    """Return the answer to ``lifetime-record``: yes if one of the unit's events is its birth, with that event named.

    None where the ledger has never met the unit: its record may be kept elsewhere, so the question stays open.
    `unit` is a canonical id, `at` when it was looked up (RFC 3339).
    """
    found = list(events)
    if not found:
        return None
    born = birth(unit, found)
    note = f"Born in the event {born.event_id}." if born else f"None of its {len(found)} events is its birth."
    return Reading(question="lifetime-record", value=born is not None, by=LEDGER, at=at, note=note)


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
