"""XML documents of Example Motors for the tests, and short ways to read them."""

import json
from decimal import Decimal
from typing import Any

from dicycle.errors import InvalidEvent
from dicycle.ledger import xml

NAMESPACES = (
    'xmlns:epcis="urn:epcglobal:epcis:xsd:2" xmlns:ex="https://example.com/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
)
TIMES = "<eventTime>2027-02-18T09:30:00+01:00</eventTime><eventTimeZoneOffset>+01:00</eventTimeZoneOffset>"
PACK = "<epcList><epc>urn:epc:id:sgtin:9521234.000001.P1</epc></epcList>"
OBSERVE = "<action>OBSERVE</action>"


def whole(*events: str, header: str = "", more: str = "") -> bytes:
    """Return an EPCISDocument of these events."""
    listed = f"<EPCISBody>\n<EventList>\n{''.join(events)}\n</EventList></EPCISBody>"
    head = f'<epcis:EPCISDocument {NAMESPACES} {more} schemaVersion="2.0" creationDate="2027-02-18T10:00:00Z">'
    return f"{head}\n{header}{listed}</epcis:EPCISDocument>".encode()


def seen(*after: str, before: str = "", attributes: str = "") -> str:
    """Return an ObjectEvent about a pack, with more elements after its action or before its list."""
    return f"<ObjectEvent {attributes}>{TIMES}{before}{PACK}{OBSERVE}{''.join(after)}</ObjectEvent>"


def exact(raw: bytes) -> Any:
    """Return JSON with exact numbers."""
    return json.loads(raw, parse_float=Decimal)


def read(*after: str, **more: str) -> Any:
    """Return the event about a pack as JSON."""
    return exact(xml.to_json(whole(seen(*after, **more))))["epcisBody"]["eventList"][0]


def faults(raw: bytes) -> list[tuple[str, str]]:
    """Return the codes of what is wrong with a document, and where."""
    try:
        xml.to_json(raw)
    except InvalidEvent as wrong:
        return [(finding.code, finding.where) for finding in wrong.findings]
    return []
