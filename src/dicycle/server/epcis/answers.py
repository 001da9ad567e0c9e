"""Answers of the query interface: query documents, identifiers in the form asked for, links to the next page."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec
from starlette.responses import Response

from dicycle.errors import InvalidIdentifier
from dicycle.identifiers import canonical, parse
from dicycle.ledger import strict
from dicycle.ledger.clock import now
from dicycle.ledger.context import merged
from dicycle.ledger.formats import timestamp
from dicycle.ledger.stored import StoredEvent
from dicycle.server.epcis.headers import VERSIONS
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


def query_document(events: Sequence[StoredEvent], epc_format: str, headers: dict[str, str] | None = None) -> Response:
    """Return events as an EPCISQueryDocument; an event whose prefixes mean something else carries its own context."""
    context, apart = merged(event.context for event in events)
    written = [_written(event, event.context in apart, epc_format) for event in events]
    body = b"".join((
        b'{"@context":', context, b',"type":"EPCISQueryDocument","schemaVersion":"2.0","creationDate":"',
        timestamp(now()).encode(),
        b'","epcisBody":{"queryResults":{"queryName":"SimpleEventQuery","resultsBody":{"eventList":[',
        b",".join(written), b"]}}}}",
    ))  # fmt: skip
    return Response(body, 200, {**VERSIONS, **(headers or {})}, "application/json")


def _written(event: StoredEvent, apart: bool, epc_format: str) -> bytes:
    if epc_format in ("No_Preference", "Never_Translates"):
        return event.json(with_context=apart)
    if epc_format == "Always_GS1_Digital_Link" and b"urn:epc:" not in event.body:
        return event.json(with_context=apart)
    write = canonical if epc_format == "Always_GS1_Digital_Link" else as_urn
    body = strict.encode(translated(event.value, write))
    return StoredEvent(event.seq, event.event_time, event.record_time, body, event.context).json(with_context=apart)


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
            out[name] = [write(one) for one in out[name]]
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
