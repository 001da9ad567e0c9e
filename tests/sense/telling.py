"""Events for the tests of sense, told in few words."""

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from strategies import written

from dicycle.findings import Severity
from dicycle.ledger.decode import Incoming, decode_event
from dicycle.sense import PLANT, Profile, Report, Sign, check_events
from dicycle.vocabulary import CONTEXT

PACK, MODULE, CELL = (f"https://id.gs1.org/01/0952100500{item}/21/" for item in ("0020", "0013", "0037"))
LOT = "https://id.gs1.org/01/09521010000015/10/"
CAR = "https://id.gs1.org/8004/9521006V26X"
PLACE = "https://id.gs1.org/414/9521005000013"
OTHER_PLACE = "https://id.gs1.org/414/9521005000020"
LATER = 4_102_444_800_000_000
"""The moment of the checks, in microseconds since 1970: 2100, after all that is told."""


def told(kind: str, at: int, **words: Any) -> dict[str, Any]:
    """Return an event so many hours into the second of May 2027."""
    day, hour = divmod(at, 24)
    event = {
        "@context": CONTEXT,
        "type": f"{kind}Event",
        "eventTime": f"2027-05-{2 + day:02}T{hour:02}:00:00Z",
        "eventTimeZoneOffset": "+00:00",
        **words,
    }
    return {"eventID": f"urn:uuid:{uuid5(NAMESPACE_URL, json.dumps(event, sort_keys=True))}", **event}


def seen(at: int, *things: str, **words: Any) -> dict[str, Any]:
    """Things are seen."""
    return told("Object", at, action="OBSERVE", **{"bizStep": "inspecting", "epcList": list(things), **words})


def born(at: int, *things: str, **words: Any) -> dict[str, Any]:
    """Things are commissioned."""
    return told("Object", at, action="ADD", **{"bizStep": "commissioning", "epcList": list(things), **words})


def put(at: int, parent: str, *things: str, **words: Any) -> dict[str, Any]:
    """Things are built into a parent."""
    return told("Association", at, action="ADD", **{"parentID": parent, "childEPCs": list(things), **words})


def taken(at: int, parent: str, *things: str, **words: Any) -> dict[str, Any]:
    """Things are taken out of a parent."""
    return told("Association", at, action="DELETE", **{"parentID": parent, "childEPCs": list(things), **words})


def made(at: int, **words: Any) -> dict[str, Any]:
    """Some things become others."""
    return told("Transformation", at, **{"bizStep": "creating_class_instance", **words})


def kilograms(lot: str, mass: Any, unit: str | None = "KGM") -> list[dict[str, Any]]:
    """Return a list of one quantity."""
    return [{"epcClass": lot, "quantity": mass} | ({"uom": unit} if unit else {})]


def read(*events: dict[str, Any]) -> list[Incoming]:
    """Return events as the ledger reads them."""
    return [decode_event(written(event).encode()) for event in events]


def checked(*events: dict[str, Any], profile: Profile = PLANT) -> Report:
    """Check events."""
    return check_events(read(*events), profile, LATER)


def rules(*events: dict[str, Any], profile: Profile = PLANT) -> list[str]:
    """Return the rules that events break, warnings and errors."""
    return [sign.rule for sign in serious(checked(*events, profile=profile))]


def serious(report: Report) -> list[Sign]:
    """Return errors and warnings."""
    return [sign for sign in report.signs if sign.finding.severity is not Severity.NOTE]
