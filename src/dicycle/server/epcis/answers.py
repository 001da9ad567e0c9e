"""Answers of the query interface: query documents, identifiers in the form asked for, links to the next page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec
from starlette.responses import Response

from dicycle.errors import InvalidIdentifier
from dicycle.identifiers import canonical, parse
from dicycle.ledger import strict, xml
from dicycle.ledger.clock import now
from dicycle.ledger.context import merged
from dicycle.ledger.formats import timestamp
from dicycle.ledger.stored import StoredEvent
from dicycle.ledger.xml import CbvForm
from dicycle.server.epcis.headers import JSON, VERSIONS, XML
from dicycle.vocabulary import EPCIS_CONTEXT

_LISTS: Final = ("epcList", "childEPCs", "inputEPCList", "outputEPCList")
_AMOUNTS: Final = ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList")
_TYPED: Final = {"bizTransactionList": "bizTransaction", "sourceList": "source", "destinationList": "destination"}


def json_answer(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return plain JSON with the version headers."""
    body = msgspec.json.encode(value)
    return Response(body, status, {**VERSIONS, **(headers or {})}, "application/json")


def collection(members: Sequence[str], headers: dict[str, str] | None = None) -> Response:
    """Return a collection of resources."""
    return json_answer({"@context": EPCIS_CONTEXT, "type": "Collection", "member": list(members)}, headers=headers)


def job_document(job: Mapping[str, Any]) -> Response:
    """Return a capture job, given as its JSON, as an EPCISCaptureJob in XML."""
    return Response(xml.capture_job(job), 200, VERSIONS, XML[0])


def query_document(
    events: Sequence[StoredEvent],
    epc_format: str,
    headers: dict[str, str] | None = None,
    *,
    name: str = "SimpleEventQuery",
    cbv: CbvForm | None = None,
) -> Response:
    """Return events as an EPCISQueryDocument: in JSON, or in XML with words of the CBV as `cbv` says."""
    known = {**VERSIONS, "Vary": "Accept, GS1-EPC-Format, GS1-CBV-XML-Format", **(headers or {})}
    if cbv is None:
        return Response(query_body(events, epc_format, name=name), 200, known, JSON[0])
    body = xml.query_document([_as_asked(event, epc_format) for event in events], cbv, query=name)
    return Response(body, 200, known, XML[0])


def query_body(
    events: Sequence[StoredEvent],
    epc_format: str,
    *,
    name: str = "SimpleEventQuery",
    subscription: str = "",
    created: int | None = None,
) -> bytes:
    """Return events as the JSON of an EPCISQueryDocument, made at a moment (None: now).

    An event whose prefixes mean something else carries its own context.
    """
    context, apart = merged(event.context for event in events)
    written = [_as_asked(event, epc_format).json(with_context=event.context in apart) for event in events]
    sender = b'"subscriptionID":' + msgspec.json.encode(subscription) + b"," if subscription else b""
    return b"".join((
        b'{"@context":', context, b',"type":"EPCISQueryDocument","schemaVersion":"2.0","creationDate":"',
        timestamp(now() if created is None else created).encode(),
        b'","epcisBody":{"queryResults":{', sender, b'"queryName":', msgspec.json.encode(name),
        b',"resultsBody":{"eventList":[', b",".join(written), b"]}}}}",
    ))  # fmt: skip


def _as_asked(event: StoredEvent, epc_format: str) -> StoredEvent:
    """Return an event with its identifiers in the form asked for."""
    if epc_format in ("No_Preference", "Never_Translates"):
        return event
    if epc_format == "Always_GS1_Digital_Link" and b"urn:epc:" not in event.body:
        return event
    write = canonical if epc_format == "Always_GS1_Digital_Link" else as_urn
    body = strict.encode(translated(event.value, write))
    return StoredEvent(event.seq, event.event_time, event.record_time, body, event.context)


def as_urn(uri: str) -> str:
    """Return the EPC URN of a GS1 key whose company prefix is known; any other URI unchanged."""
    try:
        return parse(uri).to_urn() or uri
    except InvalidIdentifier:
        return uri


def translated(event: dict[str, Any], write: Callable[[str], str]) -> dict[str, Any]:
    """Return an event with every identifier of the standard's own fields written by `write`."""
    out = dict(event)
    if "parentID" in out:
        out["parentID"] = write(out["parentID"])
    for name in _LISTS:
        if name in out:
            out[name] = list(dict.fromkeys(map(write, out[name])))  # one thing in two syntaxes is named once
    for name in _AMOUNTS:
        if name in out:
            out[name] = [one | {"epcClass": write(one["epcClass"])} for one in out[name]]
    for name, field in _TYPED.items():
        if name in out:
            out[name] = [one | {field: write(one[field])} for one in out[name]]
    for name in ("readPoint", "bizLocation"):
        if name in out:
            out[name] = out[name] | {"id": write(out[name]["id"])}
    return out
