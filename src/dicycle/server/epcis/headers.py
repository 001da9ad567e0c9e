"""The headers by which an EPCIS server says what it is and a client what it wants (EPCIS 2.0 §8.2.3)."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from starlette.requests import HTTPConnection, Request

import dicycle
from dicycle.findings import Finding
from dicycle.ledger.capture import Behaviour, Limits
from dicycle.ledger.xml import CBV_FORMS, CbvForm
from dicycle.server import problems
from dicycle.server.problems import Refused, wants_page
from dicycle.vocabulary import NAMESPACE, PREFIX

EPC_FORMATS: Final = ("Always_GS1_Digital_Link", "No_Preference", "Always_EPC_URN", "Never_Translates")
JSON: Final = ("application/json", "application/ld+json")
XML: Final = ("application/xml", "text/xml")

_QUALITY: Final = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")

VERSIONS: Final = {"GS1-EPCIS-Version": "2.0.0", "GS1-CBV-Version": "2.0.0", "GS1-Extensions": f"{PREFIX}={NAMESPACE}"}
DISCOVERY: Final = {
    **VERSIONS,
    "GS1-EPCIS-Min": "2.0.0",
    "GS1-EPCIS-Max": "2.0.0",
    "GS1-CBV-Min": "2.0.0",
    "GS1-CBV-Max": "2.0.0",
    "GS1-EPC-Format": ", ".join(EPC_FORMATS),
    "GS1-CBV-XML-Format": ", ".join(CBV_FORMS),
    "GS1-Vendor-Version": f"Dicycle {dicycle.__version__}",
}


def limits_of(limits: Limits) -> dict[str, str]:
    """Return the headers that announce how much one capture may carry."""
    return {
        "GS1-EPCIS-Capture-Limit": str(limits.events),
        "GS1-EPCIS-Capture-File-Size-Limit": str(limits.bytes),
        "GS1-Capture-Error-Behaviour": "all",  # the word for both (GS1 openapi.json)
    }


def check_accept(request: Request) -> None:
    """Refuse a request that takes nothing we can give: JSON."""
    accepted(request, JSON)


def xml_form(request: Request) -> CbvForm | None:
    """Return how words of the CBV are to be written in XML, or None where the answer is to be JSON.

    The request takes one of the two, or is refused; if it likes both equally well, the answer is JSON. A browser asks
    for XML before all else and means XHTML: it gets JSON, which it shows as well.
    """
    if accepted(request, JSON if wants_page(request) else (JSON[0], *XML, JSON[1])) in JSON:
        return None
    value = request.headers.get("gs1-cbv-xml-format", CBV_FORMS[0])
    for form in CBV_FORMS:
        if form == value:
            return form
    sentence = f"{value!r} is not one of {', '.join(CBV_FORMS)}."
    raise Refused(problems.NOT_ACCEPTABLE, Finding("http.header", sentence, "GS1-CBV-XML-Format"))


def accepted(request: Request, offers: Sequence[str]) -> str:
    """Return the offer that a request likes best, the first of several (RFC 9110 §12.5.1); refuses if it takes none."""
    _check_version(request.headers, "EPCIS")
    _check_version(request.headers, "CBV")
    accept = ",".join(request.headers.getlist("accept"))
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    best = max(offers, key=lambda offer: _quality(offer, ranges))
    if ranges and not _quality(best, ranges):
        kinds = " or ".join(dict.fromkeys(offer for offer in offers if offer.startswith("application/")))
        sentence = f"This is answered in {kinds}; the request accepts only {accept!r}."
        raise Refused(problems.NOT_ACCEPTABLE, Finding("http.not-acceptable", sentence, "Accept"))
    return best


def _range(part: str) -> tuple[str, float]:
    """Return a media range and how much it is liked, from 0 (not at all) to 1."""
    kind, *parameters = (one.strip().lower() for one in part.split(";"))
    given = next((one[2:] for one in parameters if one.startswith("q=")), "1")
    return kind, float(given) if _QUALITY.fullmatch(given) else 1.0


def _quality(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Return how much an offer is liked: the range that says most about it counts, without any it is welcome."""
    found = dict(ranges)
    for kind in (offer, offer.partition("/")[0] + "/*", "*/*"):
        if kind in found:
            return found[kind]
    return 0.0 if ranges else 1.0


def _check_version(headers: Mapping[str, str], name: str) -> None:
    """Refuse a client whose lowest version is above ours, or whose highest is below."""
    least, most = headers.get(f"gs1-{name.lower()}-min", "2.0.0"), headers.get(f"gs1-{name.lower()}-max", "2.0.0")
    if _number(least) > (2, 0, 0) or _number(most) < (2, 0, 0):
        sentence = f"This server speaks {name} 2.0.0; the request asks for {least} to {most}."
        raise Refused(problems.NOT_ACCEPTABLE, Finding("http.version", sentence, f"GS1-{name}-Min"))


def _number(version: str) -> tuple[int, ...]:
    parts = [int(part) if part.isascii() and part.isdigit() and len(part) < 6 else 0 for part in version.split(".")[:3]]
    return tuple([*parts, 0, 0][:3])


def check_content_type(request: Request, taken: Sequence[str] = JSON) -> None:
    """Refuse a body that does not say that it is of a type taken here; so no page of another origin can send one."""
    kind = request.headers.get("content-type", "unknown").split(";")[0].strip().lower()
    if kind not in taken:
        also = " or 'application/xml'" if XML[0] in taken else ""
        advice = f"Send it with 'Content-Type: application/json'{also}."
        finding = Finding(
            "http.media-type", f"A body of type {kind!r} is not read here.", "Content-Type", advice=advice
        )
        raise Refused(problems.MEDIA, finding)


def is_xml(request: Request) -> bool:
    """Tell whether a request's body says that it is XML."""
    return request.headers.get("content-type", "").split(";")[0].strip().lower() in XML


def behaviour(request: Request) -> Behaviour:
    """Return what GS1-Capture-Error-Behaviour asks for."""
    value = request.headers.get("gs1-capture-error-behaviour", "rollback").lower()
    if value not in list(Behaviour):
        sentence = f"{value!r} is neither rollback nor proceed."
        raise Refused(problems.VALIDATION, Finding("http.header", sentence, "GS1-Capture-Error-Behaviour"))
    return Behaviour(value)


def epc_format(request: HTTPConnection) -> str:
    """Return how identifiers are to be written; the standard's default is Digital Link."""
    value = request.headers.get("gs1-epc-format", EPC_FORMATS[0])
    if value not in EPC_FORMATS:
        sentence = f"{value!r} is not one of {', '.join(EPC_FORMATS)}."
        raise Refused(problems.NOT_ACCEPTABLE, Finding("http.header", sentence, "GS1-EPC-Format"))
    return value
