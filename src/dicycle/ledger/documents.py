"""EPCIS documents: the envelope is checked here, its events one by one.

Accepted: EPCISDocument, EPCISQueryDocument, a bare event, a list of bare events.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
from msgspec import Raw, Struct

from dicycle.errors import InvalidEvent
from dicycle.findings import Finding
from dicycle.ledger import context as contexts
from dicycle.ledger import strict
from dicycle.ledger.decode import Incoming, decode_event
from dicycle.ledger.grammar import ENVELOPES
from dicycle.ledger.strict import BOM


class Document(NamedTuple):
    """A document whose envelope passed the grammar: its events still as JSON, its master data decoded."""

    context: bytes | None
    events: list[Raw]
    where: str | None
    master_data: list[dict[str, Any]]

    def place(self, index: int) -> str:
        """Return the JSON pointer of an event; a bare event (`where` is None) is the whole text."""
        return "" if self.where is None else f"{self.where}/{index}"

    def decoded(self) -> Iterator[Incoming | InvalidEvent]:
        """Yield each event, or the error that says what is wrong with it, in the document's order."""
        for index, raw in enumerate(self.events):
            try:
                yield decode_event(bytes(raw), self.context, self.place(index))
            except InvalidEvent as wrong:
                yield wrong


class _Kind(Struct, frozen=True):
    type: Any = None


class _Events(Struct, frozen=True, rename="camel"):
    event_list: list[Raw] = []


class _Results(Struct, frozen=True, rename="camel"):
    results_body: _Events = _Events()


class _Queried(Struct, frozen=True, rename="camel"):
    query_results: _Results = _Results()


class _Document(Struct, frozen=True, rename="camel"):
    epcis_body: _Events = _Events()


class _QueryDocument(Struct, frozen=True, rename="camel"):
    epcis_body: _Queried = _Queried()


_WHERE = {
    "EPCISDocument": "/epcisBody/eventList",
    "EPCISQueryDocument": "/epcisBody/queryResults/resultsBody/eventList",
}


def read_document(raw: bytes) -> Document:
    """Read a document, a bare event or a list of bare events; raises InvalidEvent if the envelope is wrong."""
    raw = raw.removeprefix(BOM)
    if raw.lstrip()[:1] == b"[":
        return _list_of_events(raw)
    kind = _kind(raw)
    if not isinstance(kind, str) or kind not in ENVELOPES:
        return Document(None, [Raw(raw)], None, [])
    value = strict.decode(raw)
    found: list[Finding] = []
    ENVELOPES[kind](value, "", found)
    if found:
        raise InvalidEvent(*found)
    if kind == "EPCISDocument":
        events = msgspec.json.decode(raw, type=_Document).epcis_body.event_list
    else:
        events = msgspec.json.decode(raw, type=_QueryDocument).epcis_body.query_results.results_body.event_list
    return Document(contexts.encoded(value["@context"]), events, _WHERE[kind], _master_data(value))


def _kind(raw: bytes) -> Any:
    try:
        return msgspec.json.decode(raw, type=_Kind).type
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        strict.decode(raw)
        raise strict.refuse("not-an-object", "A document or event is a JSON object.") from None


def _list_of_events(raw: bytes) -> Document:
    try:
        return Document(None, msgspec.json.decode(raw, type=list[Raw]), "", [])
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        strict.decode(raw)
        raise


def _master_data(value: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the vocabularies, which stand in the header of a document and in the results of a query document."""
    if value["type"] == "EPCISDocument":
        holder = value.get("epcisHeader", {}).get("epcisMasterData", {})
    else:
        holder = value["epcisBody"]["queryResults"]["resultsBody"]
    listed: list[dict[str, Any]] = holder.get("vocabularyList", [])
    return listed
