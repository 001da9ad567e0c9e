"""EPCIS 2.0 events and documents as frozen values (EPCIS 2.0 §7; JSON binding: GS1's EPCIS-JSON-Schema).

Field names are the standard's own in snake case; `rename` gives them their JSON spelling. A field that an event
does not say is `UNSET`. Extension keys (any key with a prefix) are not fields: they stay in the stored bytes and
are reached through `dicycle.ledger.stored.StoredEvent.extensions`. The types here say shape only; forms (URI,
time, words of the CBV) are checked in `quick` and `grammar`.
"""

from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

Uri = str
Time = str
Number = Decimal | int
Uris = list[Uri]
Action = Literal["ADD", "OBSERVE", "DELETE"]

_SPELLING: Final = {
    "context": "@context",
    "event_id": "eventID",
    "parent_id": "parentID",
    "child_epcs": "childEPCs",
    "input_epc_list": "inputEPCList",
    "output_epc_list": "outputEPCList",
    "transformation_id": "transformationID",
    "corrective_event_ids": "correctiveEventIDs",
    "device_id": "deviceID",
}


def spelling(field: str) -> str:
    """Return the JSON name of a field: ``epc_list`` -> ``epcList``, ``event_id`` -> ``eventID``."""
    if field in _SPELLING:
        return _SPELLING[field]
    first, *rest = field.split("_")
    return first + "".join(word.capitalize() for word in rest)


class Record(Struct, frozen=True, gc=False, omit_defaults=True, forbid_unknown_fields=True, rename=spelling):
    """A JSON object whose keys are all the standard's."""


class QuantityElement(Record, frozen=True, kw_only=True):
    """How much of a class: `uom` is a UN/CEFACT Rec 20 code, absent for counted things (§7.3.3.3)."""

    epc_class: Uri
    quantity: Number | UnsetType = UNSET
    uom: str | UnsetType = UNSET


class Place(Record, frozen=True, kw_only=True):
    """A read point or business location (§7.3.5.2)."""

    id: Uri


class BizTransaction(Record, frozen=True, kw_only=True):
    """A business document this event belongs to (§7.3.5.3)."""

    type: str | UnsetType = UNSET
    biz_transaction: Uri


class Source(Record, frozen=True, kw_only=True):
    """Where a transfer started (§7.3.5.4)."""

    type: str
    source: Uri


class Destination(Record, frozen=True, kw_only=True):
    """Where a transfer ends (§7.3.5.4)."""

    type: str
    destination: Uri


class PersistentDisposition(Record, frozen=True, kw_only=True):
    """Conditions that stay until they are unset (§7.3.5.5)."""

    set: Annotated[list[str], Meta(min_length=1)] | UnsetType = UNSET
    unset: Annotated[list[str], Meta(min_length=1)] | UnsetType = UNSET


class ErrorDeclaration(Record, frozen=True, kw_only=True):
    """Says that an earlier record with this event's id is wrong (§7.4.1.3, convention 1)."""

    declaration_time: Time
    reason: str | UnsetType = UNSET
    corrective_event_ids: Uris | UnsetType = UNSET


class SensorMetadata(Record, frozen=True, kw_only=True):
    """What holds for all reports of a sensor element (§7.3.7.1)."""

    time: Time | UnsetType = UNSET
    device_id: Uri | UnsetType = UNSET
    device_metadata: Uri | UnsetType = UNSET
    raw_data: Uri | UnsetType = UNSET
    start_time: Time | UnsetType = UNSET
    end_time: Time | UnsetType = UNSET
    data_processing_method: Uri | UnsetType = UNSET
    biz_rules: Uri | UnsetType = UNSET


class SensorReport(Record, frozen=True, kw_only=True):
    """One reading (§7.3.7.2): a CBV measurement type or own URI, a value, a Rec 20 unit."""

    type: str
    exception: str | UnsetType = UNSET
    device_id: Uri | UnsetType = UNSET
    device_metadata: Uri | UnsetType = UNSET
    raw_data: Uri | UnsetType = UNSET
    data_processing_method: Uri | UnsetType = UNSET
    biz_rules: Uri | UnsetType = UNSET
    time: Time | UnsetType = UNSET
    microorganism: Uri | UnsetType = UNSET
    chemical_substance: Uri | UnsetType = UNSET
    coordinate_reference_system: Uri | UnsetType = UNSET
    value: Number | UnsetType = UNSET
    component: str | UnsetType = UNSET
    string_value: str | UnsetType = UNSET
    boolean_value: bool | UnsetType = UNSET
    hex_binary_value: str | UnsetType = UNSET
    uri_value: Uri | UnsetType = UNSET
    min_value: Number | UnsetType = UNSET
    max_value: Number | UnsetType = UNSET
    mean_value: Number | UnsetType = UNSET
    s_dev: Number | UnsetType = UNSET
    perc_rank: Number | UnsetType = UNSET
    perc_value: Number | UnsetType = UNSET
    uom: str | UnsetType = UNSET


class SensorElement(Record, frozen=True, kw_only=True):
    """Readings taken together (§7.3.7)."""

    sensor_metadata: SensorMetadata | UnsetType = UNSET
    sensor_report: Annotated[list[SensorReport], Meta(min_length=1)]


class Event(Record, frozen=True, kw_only=True):
    """What every event says (§7.4.1): when, in whose clock, under which id."""

    context: Any = UNSET
    event_id: Uri | UnsetType = UNSET
    event_time: Time
    record_time: Time | UnsetType = UNSET
    event_time_zone_offset: str
    certification_info: Uri | Uris | UnsetType = UNSET
    error_declaration: ErrorDeclaration | UnsetType = UNSET


class BusinessEvent(Event, frozen=True, kw_only=True, tag_field="type"):
    """What the five event types share beyond `Event`: why and where (§7.3.5)."""

    biz_step: str | UnsetType = UNSET
    disposition: str | UnsetType = UNSET
    read_point: Place | UnsetType = UNSET
    biz_location: Place | UnsetType = UNSET
    biz_transaction_list: list[BizTransaction] | UnsetType = UNSET
    source_list: list[Source] | UnsetType = UNSET
    destination_list: list[Destination] | UnsetType = UNSET
    sensor_element_list: list[SensorElement] | UnsetType = UNSET


class ObjectEvent(BusinessEvent, frozen=True, kw_only=True, tag="ObjectEvent"):
    """Something happened to these things (§7.4.2)."""

    action: Action
    epc_list: Uris | UnsetType = UNSET
    quantity_list: list[QuantityElement] | UnsetType = UNSET
    persistent_disposition: PersistentDisposition | UnsetType = UNSET
    ilmd: dict[Uri, Any] | UnsetType = UNSET


class ParentedEvent(BusinessEvent, frozen=True, kw_only=True):
    """What aggregation and association share: a parent and its children."""

    action: Action
    parent_id: Uri | UnsetType = UNSET
    child_epcs: Uris | UnsetType = UNSET
    child_quantity_list: list[QuantityElement] | UnsetType = UNSET


class AggregationEvent(ParentedEvent, frozen=True, kw_only=True, tag="AggregationEvent"):
    """Things travel together in a parent (§7.4.3)."""


class AssociationEvent(ParentedEvent, frozen=True, kw_only=True, tag="AssociationEvent"):
    """Things are built into a parent, or fixed to a place (§7.4.6)."""


class TransactionEvent(BusinessEvent, frozen=True, kw_only=True, tag="TransactionEvent"):
    """Things join or leave a business transaction (§7.4.4)."""

    action: Action
    biz_transaction_list: Annotated[list[BizTransaction], Meta(min_length=1)]
    parent_id: Uri | UnsetType = UNSET
    epc_list: Uris | UnsetType = UNSET
    quantity_list: list[QuantityElement] | UnsetType = UNSET


class TransformationEvent(BusinessEvent, frozen=True, kw_only=True, tag="TransformationEvent"):
    """Inputs end and outputs begin (§7.4.5, convention 10)."""

    input_epc_list: Uris | UnsetType = UNSET
    input_quantity_list: list[QuantityElement] | UnsetType = UNSET
    output_epc_list: Uris | UnsetType = UNSET
    output_quantity_list: list[QuantityElement] | UnsetType = UNSET
    transformation_id: Uri | UnsetType = UNSET
    persistent_disposition: PersistentDisposition | UnsetType = UNSET
    ilmd: dict[Uri, Any] | UnsetType = UNSET


class ExtendedEvent(Event, frozen=True, kw_only=True, tag=False, forbid_unknown_fields=False):
    """An event of somebody's own type, such as ``example:CustomEvent`` (§7.1)."""

    type: Uri


StandardEvent = ObjectEvent | AggregationEvent | AssociationEvent | TransactionEvent | TransformationEvent
AnyEvent = StandardEvent | ExtendedEvent

EVENT_TYPES: Final[dict[str, type[Struct]]] = {
    kind.__name__: kind
    for kind in (ObjectEvent, AggregationEvent, AssociationEvent, TransactionEvent, TransformationEvent)
}
