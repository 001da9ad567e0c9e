"""EPCIS in XML: 2.0 is read and written (EPCIS 2.0 §9.5), 1.x is read.

The ledger keeps JSON. XML is turned into it on the way in and made from it on the way out; what JSON says comes back
the same. lxml is loaded when the first document is read.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from dicycle.ledger.strict import BOM
from dicycle.ledger.xml.words import CBV_FORMS, CbvForm

if TYPE_CHECKING:
    from dicycle.ledger.stored import StoredEvent

__all__ = ["CBV_FORMS", "CbvForm", "capture_job", "document", "event_to_json", "is_xml", "query_document", "to_json"]

_WIDE: Final = (b"\xff\xfe<\x00", b"\xfe\xff\x00<")
"""How XML begins in UTF-16."""


def is_xml(raw: bytes) -> bool:
    """Tell whether bytes are to be read as XML: their first character is ``<``."""
    return raw[:256].removeprefix(BOM).lstrip()[:1] == b"<" or raw.startswith(_WIDE)


def to_json(raw: bytes, *, check: bool = True) -> bytes:
    """Return an EPCIS XML document as a document of the JSON binding; a bare event stays a bare event.

    Taken are EPCISDocument, EPCISQueryDocument and EPCISMasterDataDocument of EPCIS 2.0 and 1.x, and a bare event.
    With `check` the events are tested against the grammar too, so that each finding names element and line; without
    it, events that the grammar refuses are left in for whoever reads the JSON. Raises InvalidEvent.
    """
    from dicycle.ledger.xml.reading import to_json as read

    return read(raw, check=check)


def event_to_json(raw: bytes) -> bytes:
    """Return a bare event, or the only event of a document, as a bare event in JSON. Raises InvalidEvent."""
    from dicycle.ledger.xml.reading import event_to_json as read

    return read(raw)


def document(events: "Iterable[StoredEvent]", form: CbvForm = "No_Preference") -> bytes:
    """Return stored events as an EPCISDocument; `form` says how words of the CBV are written."""
    from dicycle.ledger.xml.writing import document as write

    return write(events, form)


def capture_job(job: Mapping[str, Any]) -> bytes:
    """Return a capture job, given as the JSON of the REST binding, as an EPCISCaptureJob."""
    from dicycle.ledger.xml.writing import capture_job as write

    return write(job)


def query_document(
    events: "Iterable[StoredEvent]",
    form: CbvForm = "No_Preference",
    *,
    query: str = "SimpleEventQuery",
    subscription: str | None = None,
) -> bytes:
    """Return stored events as an EPCISQueryDocument, the answer to a named query or to a subscription of one."""
    from dicycle.ledger.xml.writing import query_document as write

    return write(events, form, query, subscription)
