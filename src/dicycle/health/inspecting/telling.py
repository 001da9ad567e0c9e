"""What an inspection tells the ledger: one inspecting event, the same whenever it is written."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from dicycle.health.grading.assessing import Assessed
from dicycle.health.inspecting.model import Inspection
from dicycle.health.model import HealthType
from dicycle.ledger import strict
from dicycle.vocabulary import (
    AMBIENT,
    CERTIFICATE,
    CONTEXT,
    COVERAGE,
    DENOMINATOR,
    EVIDENCE,
    GRADE,
    HEALTH_OF_OTHER_TYPE,
    HIGH,
    LOW,
    NUMERATOR,
    RATE,
    RESISTANCE_OVER_NEW,
    SAFETY,
    STATE_OF_HEALTH,
)


def event_id(inspection: str, certificate: str) -> str:
    """Return the id of the event that tells of a certificate: always the same."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'dicycle-inspection:{inspection}:{certificate}')}"


def digest_uri(sha256: str) -> str:
    """Return the name of bytes by their SHA-256 (RFC 6920, ``ni:``)."""
    return f"ni:///sha-256;{urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip('=')}"


def event_of(inspection: Inspection, assessed: Assessed, at: str) -> bytes:
    """Return the event of a finished inspection as JSON; `at` is an RFC 3339 time, with the offset that is told."""
    event: dict[str, Any] = {
        "@context": CONTEXT,
        "type": "ObjectEvent",
        "eventID": event_id(inspection.id, assessed.id),
        "eventTime": at,
        "eventTimeZoneOffset": "+00:00" if at[-1] in "Zz" else at[-6:],
        "epcList": [inspection.begun.unit],
        "action": "OBSERVE",
        "bizStep": "inspecting",
        **_disposition(assessed),
        "bizTransactionList": [{"type": "testres", "bizTransaction": digest_uri(assessed.id)}],
        CERTIFICATE: assessed.id,
        SAFETY: assessed.graded.safety,
    }
    if inspection.begun.place:
        event["readPoint"] = {"id": inspection.begun.place}
    if assessed.graded.grade:
        event[GRADE] = assessed.graded.grade
    if reports := list(_reports(assessed)):
        event["sensorElementList"] = [{"sensorMetadata": _metadata(assessed), "sensorReport": reports}]
    return strict.encode(event)


def _disposition(assessed: Assessed) -> dict[str, Any]:
    """Say conformant or not by the limits of the gates and the scheme; what could not be graded says neither."""
    graded = assessed.graded
    if graded.grade is None:
        return {}
    return {"disposition": "non_conformant" if graded.grade == "D" else "conformant"}


def _metadata(assessed: Assessed) -> dict[str, Any]:
    made = assessed.certificate
    rules = {"bizRules": digest_uri(made.scheme.hash)}
    method = {"dataProcessingMethod": digest_uri(made.model)} if made.model else {}
    raw = {"rawData": digest_uri(made.files[0].sha256)} if len(made.files) == 1 else {}
    return {**rules, **method, **raw}


def _reports(assessed: Assessed) -> Iterator[dict[str, Any]]:
    state, resistance = assessed.certificate.state, assessed.certificate.resistance
    if state.value is not None:
        yield {
            "type": STATE_OF_HEALTH if _usual(state.of) else HEALTH_OF_OTHER_TYPE,
            "value": _percent(state.value),
            "uom": "P1",
            **_ends(state.low, state.high, state.coverage),
            **_type(state.of),
            EVIDENCE: state.level,
        }
    if resistance is not None:
        yield {"type": RESISTANCE_OVER_NEW, "value": _percent(resistance.value), "uom": "P1"}


def _usual(of: HealthType) -> bool:
    return of.numerator == "discharge-capacity" and of.denominator == "rated"


def _percent(fraction: float) -> float:
    """Return a fraction of four decimals in per cent, without what binary arithmetic adds."""
    return round(fraction * 100, 2)


def _ends(low: float | None, high: float | None, coverage: float) -> dict[str, Any]:
    if low is None or high is None:
        return {}
    return {LOW: _percent(low), HIGH: _percent(high), COVERAGE: coverage}


def _type(of: HealthType) -> dict[str, Any]:
    said = {
        NUMERATOR: of.numerator, DENOMINATOR: of.denominator, RATE: of.rate,
        AMBIENT: of.temperature,
    }  # fmt: skip
    return {key: value for key, value in said.items() if value is not None}
