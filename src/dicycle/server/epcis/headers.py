"""The headers by which an EPCIS server says what it is and a client what it wants (EPCIS 2.0 §8.2.3)."""

from collections.abc import Mapping
from typing import Final

from starlette.requests import Request

import dicycle
from dicycle.findings import Finding
from dicycle.ledger.capture import Behaviour, Limits
from dicycle.server import problems
from dicycle.server.problems import Refused
from dicycle.vocabulary import NAMESPACE, PREFIX

EPC_FORMATS: Final = ("Always_GS1_Digital_Link", "No_Preference", "Always_EPC_URN", "Never_Translates")
_JSON: Final = ("application/json", "application/ld+json", "application/*", "*/*")

VERSIONS: Final = {"GS1-EPCIS-Version": "2.0.0", "GS1-CBV-Version": "2.0.0", "GS1-Extensions": f"{PREFIX}={NAMESPACE}"}
DISCOVERY: Final = {
    **VERSIONS,
    "GS1-EPCIS-Min": "2.0.0",
    "GS1-EPCIS-Max": "2.0.0",
    "GS1-CBV-Min": "2.0.0",
    "GS1-CBV-Max": "2.0.0",
    "GS1-EPC-Format": ", ".join(EPC_FORMATS),
    "GS1-Vendor-Version": f"Dicycle {dicycle.__version__}",
}


def limits_of(limits: Limits) -> dict[str, str]:
    """Return the headers that announce how much one capture may carry."""
    return {
        "GS1-EPCIS-Capture-Limit": str(limits.events),
        "GS1-EPCIS-Capture-File-Size-Limit": str(limits.bytes),
        "GS1-Capture-Error-Behaviour": "rollback, proceed",
    }


def check_accept(request: Request) -> None:
    """Refuse a request that takes nothing we can give: JSON."""
    accept = request.headers.get("accept", "*/*")
    offered = [part.split(";")[0].strip().lower() for part in accept.split(",")]
    if not any(one in _JSON for one in offered if one) and accept.strip():
        sentence = f"This server answers in application/json; the request accepts only {accept!r}."
        raise Refused(problems.NOT_ACCEPTABLE, Finding("http.not-acceptable", sentence, "Accept"))
    _check_version(request.headers, "EPCIS")
    _check_version(request.headers, "CBV")


def _check_version(headers: Mapping[str, str], name: str) -> None:
    """Refuse a client whose lowest version is above ours, or whose highest is below."""
    least, most = headers.get(f"gs1-{name.lower()}-min", "2.0.0"), headers.get(f"gs1-{name.lower()}-max", "2.0.0")
    if _number(least) > (2, 0, 0) or _number(most) < (2, 0, 0):
        sentence = f"This server speaks {name} 2.0.0; the request asks for {least} to {most}."
        raise Refused(problems.NOT_ACCEPTABLE, Finding("http.version", sentence, f"GS1-{name}-Min"))


def _number(version: str) -> tuple[int, ...]:
    parts = [int(part) if part.isascii() and part.isdigit() and len(part) < 6 else 0 for part in version.split(".")[:3]]
    return tuple([*parts, 0, 0][:3])


def check_content_type(request: Request) -> None:
    """Refuse a body that does not say it is JSON; so a page of another origin cannot send one unasked."""
    kind = request.headers.get("content-type", "unknown").split(";")[0].strip().lower()
    if kind not in ("application/json", "application/ld+json"):
        advice = "Send it with 'Content-Type: application/json'."
        finding = Finding(
            "http.media-type", f"A body of type {kind!r} is not read here.", "Content-Type", advice=advice
        )
        raise Refused(problems.MEDIA, finding)


def behaviour(request: Request) -> Behaviour:
    """Return what GS1-Capture-Error-Behaviour asks for."""
    value = request.headers.get("gs1-capture-error-behaviour", "rollback").lower()
    if value not in list(Behaviour):
        sentence = f"{value!r} is neither rollback nor proceed."
        raise Refused(problems.VALIDATION, Finding("http.header", sentence, "GS1-Capture-Error-Behaviour"))
    return Behaviour(value)


def epc_format(request: Request) -> str:
    """Return how identifiers are to be written; the standard's default is Digital Link."""
    value = request.headers.get("gs1-epc-format", EPC_FORMATS[0])
    if value not in EPC_FORMATS:
        sentence = f"{value!r} is not one of {', '.join(EPC_FORMATS)}."
        raise Refused(problems.NOT_ACCEPTABLE, Finding("http.header", sentence, "GS1-EPC-Format"))
    return value
