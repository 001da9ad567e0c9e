"""One event's JSON, read only as far as genealogy needs it."""

from decimal import Decimal
from typing import Any, Final

import msgspec
from msgspec import UNSET, Struct, UnsetType

from dicycle.ledger.stored import StoredEvent

Number = int | Decimal


class Lot(Struct, rename="camel"):
    """A quantity element."""

    epc_class: str
    quantity: Number | UnsetType = UNSET
    uom: str | UnsetType = UNSET


class Place(Struct):
    """A read point or business location."""

    id: str = ""


class _Event(Struct, rename="camel", tag_field="type", kw_only=True):
    event_id: str = msgspec.field(name="eventID")
    error_declaration: msgspec.Raw = msgspec.Raw()
    biz_step: str = ""
    read_point: Place | None = None
    biz_location: Place | None = None


class ObjectEvent(_Event, tag="ObjectEvent"):
    """EPCIS 2.0 §7.4.2."""

    action: str
    epc_list: list[str] = []
    quantity_list: list[Lot] = []
    ilmd: dict[str, Any] = {}


class AggregationEvent(_Event, tag="AggregationEvent"):
    """EPCIS 2.0 §7.4.3."""

    action: str
    parent: str = msgspec.field(name="parentID", default="")
    child_epcs: list[str] = msgspec.field(name="childEPCs", default_factory=list)
    child_quantity_list: list[Lot] = []


class AssociationEvent(AggregationEvent, tag="AssociationEvent"):
    """EPCIS 2.0 §7.4.6."""


class TransactionEvent(_Event, tag="TransactionEvent"):
    """EPCIS 2.0 §7.4.4: it says nothing of matter."""


class TransformationEvent(_Event, tag="TransformationEvent"):
    """EPCIS 2.0 §7.4.5, with our word for the feed of a recycler's run."""

    inputs: list[str] = msgspec.field(name="inputEPCList", default_factory=list)
    input_lots: list[Lot] = msgspec.field(name="inputQuantityList", default_factory=list)
    outputs: list[str] = msgspec.field(name="outputEPCList", default_factory=list)
    output_lots: list[Lot] = msgspec.field(name="outputQuantityList", default_factory=list)
    campaign: str = msgspec.field(name="transformationID", default="")
    ilmd: dict[str, Any] = {}
    feed: Any = msgspec.field(name="dcy:feed", default=None)


AnyEvent = ObjectEvent | AggregationEvent | AssociationEvent | TransactionEvent | TransformationEvent

_decode: Final = msgspec.json.Decoder(AnyEvent, float_hook=Decimal).decode


def read(stored: StoredEvent) -> AnyEvent | None:
    """Return what an event says; None for an event of somebody's own type."""
    try:
        event: AnyEvent = _decode(stored.body)
    except msgspec.ValidationError:
        return None
    return event
