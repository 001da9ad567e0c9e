"""Documents in XML, made from stored events."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dicycle.ledger import context as contexts
from dicycle.ledger.clock import now
from dicycle.ledger.formats import timestamp
from dicycle.ledger.xml import events_out
from dicycle.ledger.xml.markup import element, escaped
from dicycle.ledger.xml.names import EPCIS, QUERY, readable
from dicycle.ledger.xml.scope import Marks, Scope, usable
from dicycle.ledger.xml.words import CbvForm

if TYPE_CHECKING:
    from dicycle.ledger.stored import StoredEvent


def document(events: "Iterable[StoredEvent]", form: CbvForm) -> bytes:
    """Return an EPCISDocument; see `dicycle.ledger.xml.document`."""
    listed, marks, common = _prepared(events, {"epcis": EPCIS[2]})
    body = element("EPCISBody", _event_list(listed, marks, common, form))
    return _root(marks.name("epcis", "EPCISDocument"), body, marks, common)


def query_document(events: "Iterable[StoredEvent]", form: CbvForm, query: str, subscription: str | None) -> bytes:
    """Return an EPCISQueryDocument; see `dicycle.ledger.xml.query_document`."""
    listed, marks, common = _prepared(events, {"epcisq": QUERY[2]})
    results = element("resultsBody", _event_list(listed, marks, common, form))
    asked = element("queryName", escaped(readable(query)))
    asked += "" if subscription is None else element("subscriptionID", escaped(readable(subscription)))
    body = element("EPCISBody", element(marks.name("epcisq", "QueryResults"), asked + results))
    return _root(marks.name("epcisq", "EPCISQueryDocument"), body, marks, common)


def capture_job(job: Mapping[str, Any]) -> bytes:
    """Return an EPCISCaptureJob; see `dicycle.ledger.xml.capture_job`."""
    texts = "".join(_named(job, name) for name in ("captureErrorBehaviour", "createdAt", "finishedAt"))
    errors = "".join(
        element("error", "".join(_named(error, name) for name in ("type", "title", "status", "detail", "instance")))
        for error in job["errors"]
    )
    state = {name: "true" if job[name] else "false" for name in ("running", "success")}
    given = {"xmlns:epcis": EPCIS[2], **state, "captureID": job["captureID"]}
    body = texts + (element("errors", errors) if errors else "")
    return _whole(element("epcis:EPCISCaptureJob", body, given))


def _named(holder: Mapping[str, Any], name: str) -> str:
    return element(name, escaped(readable(str(holder[name])))) if name in holder else ""


def _prepared(
    events: "Iterable[StoredEvent]", standard: dict[str, str]
) -> "tuple[Sequence[StoredEvent], Marks, dict[str, str]]":
    """Return the events, the marks of their document, and the namespaces that all of them share."""
    listed = list(events)
    met = dict.fromkeys(one.context for one in listed)
    marks = Marks((prefix for context in met for prefix, _ in contexts.bindings(context)), standard)
    shared = [set(usable(context).items()) for context in met]
    return listed, marks, dict(sorted(set.intersection(*shared))) if shared else {}


def _event_list(events: "Sequence[StoredEvent]", marks: Marks, common: dict[str, str], form: CbvForm) -> str:
    return element("EventList", "".join(_event(one, marks, common, form) for one in events))


def _event(event: "StoredEvent", marks: Marks, common: dict[str, str], form: CbvForm) -> str:
    value = event.value | {"recordTime": timestamp(event.record_time)}
    return events_out.event(value, Scope(event.context, marks, form), common)


def _root(name: str, body: str, marks: Marks, common: dict[str, str]) -> bytes:
    declared = {f"xmlns:{prefix}": one for prefix, one in (marks.declared() | common).items()}
    given = declared | {"schemaVersion": "2.0", "creationDate": timestamp(now())}
    return _whole(element(name, body, given))


def _whole(root: str) -> bytes:
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + root + "\n").encode()
