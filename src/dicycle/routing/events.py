"""What a route that was carried out tells the ledger: EPCIS events, the same whenever they are written."""

from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

import msgspec

from dicycle.errors import InvalidInput
from dicycle.health.inspecting.telling import digest_uri
from dicycle.identifiers import canonical
from dicycle.routing.model import Decision
from dicycle.vocabulary import CONTEXT, DECISION, GRADE, PARAMETERS, ROUTE

_FIT: Final = ("reuse", "remanufacture", "second_life")


def decision_hash(decision: Decision) -> str:
    """Return the SHA-256 of a decision's canonical JSON."""
    return sha256(msgspec.json.encode(decision, order="sorted")).hexdigest()


def events_for(decision: Decision, place: str, when: datetime | str, *, grade: bool = True) -> list[dict[str, Any]]:
    """Return the events of a decision that is carried out at a place (its GLN URI) at a time with an offset.

    The first is the inspection with ``dcy:route``; quarantine has a second one, holding. They can be captured as they
    are; the same decision at the same place and time has the same ids. Raises InvalidInput.
    """
    if not decision.battery.id:
        sentence = "A battery that nobody can name has no events."
        raise InvalidInput.because("routing.no-identity", sentence, advice="Identify it first.")
    at = _moment(when)
    unit, digest = canonical(decision.battery.id.strip()), decision_hash(decision)
    common = {
        "@context": CONTEXT,
        "type": "ObjectEvent",
        "eventTime": at.isoformat(),
        "eventTimeZoneOffset": _offset(at),
        "epcList": [unit],
        "action": "OBSERVE",
        "readPoint": {"id": place},
    }
    said: dict[str, Any] = {ROUTE: decision.route, DECISION: digest, PARAMETERS: decision.parameters_hash}
    if grade and decision.battery.grade:
        said[GRADE] = decision.battery.grade
    inspecting = {
        **common,
        "eventID": _event_id("inspecting", digest, unit, place, at),
        "bizStep": "inspecting",
        "disposition": "conformant" if decision.route in _FIT else "non_conformant",
        "bizTransactionList": [{"type": "testres", "bizTransaction": digest_uri(digest)}],
        **said,
    }
    if decision.route != "quarantine":
        return [inspecting]
    holding = {
        **common,
        "eventID": _event_id("holding", digest, unit, place, at),
        "bizStep": "holding",
        "disposition": "non_sellable_other",
    }
    return [inspecting, holding]


def _event_id(step: str, digest: str, unit: str, place: str, at: datetime) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'dicycle-route:{step}:{digest}:{unit}:{place}:{at.isoformat()}')}"


def _moment(when: datetime | str) -> datetime:
    try:
        at = datetime.fromisoformat(when) if isinstance(when, str) else when
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or at.utcoffset() is None:
        sentence = f"{when} is no time with an offset."
        raise InvalidInput.because("routing.time", sentence, advice="Write it as in 2031-03-20T15:00:00+01:00.")
    return at


def _offset(at: datetime) -> str:
    return at.isoformat()[-6:]
