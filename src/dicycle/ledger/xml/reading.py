"""Documents in XML as documents in JSON."""

from typing import TYPE_CHECKING, Any, Final

from lxml.etree import QName

from dicycle.errors import InvalidEvent
from dicycle.findings import Finding
from dicycle.ledger import strict
from dicycle.ledger.grammar import event_problems
from dicycle.ledger.xml.events_in import EventReader, is_standard
from dicycle.ledger.xml.locating import located
from dicycle.ledger.xml.marks import MOST_FINDINGS, children, local, refuse, say, text_of
from dicycle.ledger.xml.master_data import vocabularies
from dicycle.ledger.xml.names import EPCIS, MARKS, MASTER, QUERY, SBDH
from dicycle.ledger.xml.order import ORDER
from dicycle.ledger.xml.parsing import parsed
from dicycle.ledger.xml.prefixes import Prefixes, bound
from dicycle.ledger.xml.values import Values
from dicycle.vocabulary import EPCIS_CONTEXT

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_EVENT: Final = f"{{{MARKS}}}event"
_SENT: Final = {"Sender": "sender", "Receiver": "receiver", "InstanceIdentifier": "instanceIdentifier"}


def to_json(raw: bytes, *, check: bool = True) -> bytes:
    """Return a document or bare event as JSON; see `dicycle.ledger.xml.to_json`."""
    return strict.encode(_Reading(parsed(raw), len(raw), check=check).document())


def event_to_json(raw: bytes) -> bytes:
    """Return a bare event, or the only event of a document, as a bare event in JSON; raises InvalidEvent."""
    root = parsed(raw)
    reading = _Reading(root, len(raw), check=True)
    document = reading.document()
    events = reading.events
    if len(events) != 1:
        sentence = f"This document has {len(events)} events; here one event is taken."
        raise refuse("not-one-event", sentence, advice="Send documents to /capture.")
    if document is events[0]:
        return strict.encode(document)
    outer, inner = document["@context"], events[0].get("@context", [])
    return strict.encode(events[0] | {"@context": [*outer, *(one for one in inner if one not in outer)]})


class _Reading:
    """Reads one document."""

    def __init__(self, root: "Element", size: int, *, check: bool) -> None:
        self._root, self._check = root, check
        self._out: list[Finding] = []
        self._values = Values(size, self._out)
        self._bound = bound(root.nsmap)
        self.events: list[dict[str, Any]] = []

    def document(self) -> dict[str, Any]:
        """Return the document; raises InvalidEvent with all that is wrong."""
        found = self._document()
        if self._out:
            raise InvalidEvent(*self._out[:MOST_FINDINGS])
        return found

    def _document(self) -> dict[str, Any]:
        name, namespace = local(self._root), QName(self._root).namespace
        if name in ORDER and is_standard(self._root):
            event = self._event(self._root, name)
            event["@context"] = [EPCIS_CONTEXT, *event.get("@context", [])]
            return event
        if name == "EPCISDocument" and namespace in EPCIS.values():
            return self._head("EPCISDocument") | self._header() | self._body()
        if name == "EPCISQueryDocument" and namespace in QUERY.values():
            return self._head("EPCISQueryDocument") | self._results()
        if name == "EPCISMasterDataDocument" and namespace in MASTER.values():
            return self._head("EPCISDocument") | self._master_document()
        sentence = f"The root element is {name!r} in {namespace or 'no namespace'}; it is no EPCIS document."
        advice = f"EPCIS 2.0 begins with EPCISDocument in {EPCIS[2]}."
        raise refuse("not-epcis", sentence, f"line {self._root.sourceline}", advice)

    @property
    def _is_2(self) -> bool:
        """Whether this is EPCIS 2.0, by the namespace of its root; a bare event without one is."""
        return QName(self._root).namespace not in (EPCIS[1], QUERY[1], MASTER[1])

    def _head(self, kind: str) -> dict[str, Any]:
        context = [EPCIS_CONTEXT, *([self._bound] if self._bound else [])]
        created = self._root.get("creationDate")
        if created is None and kind == "EPCISDocument":
            say(self._out, "missing", "creationDate is missing.", self._root, "Add the attribute.")
        head = {"@context": context, "type": kind, "schemaVersion": "2.0"}
        return head if created is None else head | {"creationDate": created}

    # ------------------------------------------------------------ parts

    def _header(self) -> dict[str, Any]:
        header = self._part(self._root, "EPCISHeader")
        if header is None:
            return {}
        sent = {_SENT[local(one)]: _first_text(one) for one in header.iter(f"{{{SBDH}}}*") if local(one) in _SENT}
        found = next((one for one in header.iter("EPCISMasterData", f"{{{EPCIS[2]}}}EPCISMasterData")), None)
        if found is None:
            return sent
        return sent | {"epcisHeader": {"epcisMasterData": {"vocabularyList": self._vocabularies(found)}}}

    def _body(self) -> dict[str, Any]:
        body = self._needed(self._root, "EPCISBody")
        listed = None if body is None else self._part(body, "EventList")
        return {"epcisBody": {"eventList": self._list(listed)}}

    def _results(self) -> dict[str, Any]:
        body = self._needed(self._root, "EPCISBody")
        results = None if body is None else self._needed(body, "QueryResults")
        if results is None:
            return {}
        held = self._needed(results, "resultsBody")
        parts = {
            "queryName": self._needed(results, "queryName"),
            "subscriptionID": self._part(results, "subscriptionID"),
        }
        found: dict[str, Any] = {name: text_of(one).strip() for name, one in parts.items() if one is not None}
        found["resultsBody"] = {"eventList": []} if held is None else self._held(held)
        return {"epcisBody": {"queryResults": found}}

    def _held(self, held: "Element") -> dict[str, Any]:
        body: dict[str, Any] = {"eventList": self._list(self._part(held, "EventList"))}
        if self._part(held, "VocabularyList") is not None:
            body["vocabularyList"] = self._vocabularies(held)
        return body

    def _master_document(self) -> dict[str, Any]:
        body = self._needed(self._root, "EPCISBody")
        listed = [] if body is None else self._vocabularies(body)
        header = {"epcisHeader": {"epcisMasterData": {"vocabularyList": listed}}}
        return self._header() | header | {"epcisBody": {"eventList": []}}

    def _vocabularies(self, holder: "Element") -> list[dict[str, Any]]:
        return vocabularies(self._part(holder, "VocabularyList"), self._values, self._bound, self._out)

    def _part(self, holder: "Element", name: str) -> "Element | None":
        return next((one for one in children(holder) if local(one) == name), None)

    def _needed(self, holder: "Element", name: str) -> "Element | None":
        found = self._part(holder, name)
        if found is None:
            say(self._out, "missing", f"{name} is missing.", holder, f"Add <{name}>.")
        return found

    # ------------------------------------------------------------ events

    def _list(self, listed: "Element | None") -> list[dict[str, Any]]:
        for one in [] if listed is None else children(listed):
            self._listed(one)
        return self.events

    def _listed(self, element: "Element") -> None:
        """Read an event, or the events inside ``extension``, where 1.x has what came later."""
        name = local(element)
        if is_standard(element) and name == "extension":
            for one in children(element):
                self._listed(one)
        elif is_standard(element) and name == "QuantityEvent":
            sentence = "QuantityEvent was taken out of EPCIS with version 2.0."
            advice = "Send an ObjectEvent with action OBSERVE and a quantityList."
            say(self._out, "quantity-event", sentence, element, advice)
        elif is_standard(element) and name not in ORDER:
            say(self._out, "unknown-element", f"{name!r} is no event of the standard.", element)
        elif len(self._out) < MOST_FINDINGS:
            self._event(element, name)

    def _event(self, element: "Element", name: str) -> dict[str, Any]:
        prefixes = Prefixes(element.nsmap)
        kind = name if is_standard(element) else self._own_type(element, prefixes)
        found: list[Finding] = []
        event = EventReader(self._values, prefixes, found).read(element, kind, ordered=self._is_2)
        self.events.append(event)
        if context := self._context(element, prefixes):
            event["@context"] = context
        if self._check and not found:
            found = [located(problem, element) for problem in event_problems(event)[:MOST_FINDINGS]]
        self._out += found
        return event

    def _own_type(self, element: "Element", prefixes: Prefixes) -> str:
        if element.tag == _EVENT:
            return element.get(f"{{{MARKS}}}type", "")
        return prefixes.key(element)

    def _context(self, element: "Element", prefixes: Prefixes) -> list[Any]:
        """Return what the event's @context adds to the document's."""
        outer = {} if element is self._root else self._bound
        added = {prefix: name for prefix, name in prefixes.bound.items() if outer.get(prefix) != name}
        stated = element.get(f"{{{MARKS}}}context")
        more = [] if stated is None else self._values.decoded(stated, [], element)
        return ([added] if added else []) + more


def _first_text(element: "Element") -> str:
    """Return the text of a partner's identifier, or of the element itself."""
    inner = next(iter(element.iter(f"{{{SBDH}}}Identifier")), element)
    return text_of(inner).strip()
