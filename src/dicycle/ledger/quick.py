"""The quick test of forms: accepts ordinary events in microseconds, and says nothing about the others.

`forms_hold` accepts a subset of what `grammar` accepts (a property test keeps it so); an event it turns down is not
wrong yet, it is only looked at again by the full grammar.
"""

import re
from typing import Any, Final

from msgspec import UNSET

from dicycle.ledger import cbv
from dicycle.ledger.checks import is_own_uri
from dicycle.ledger.formats import FAST_URI, HEX, OFFSET, UOM, quick_microseconds
from dicycle.ledger.grammar import CBV_NAMESPACES, WEB_VOCABULARY
from dicycle.ledger.model import (
    AggregationEvent,
    AssociationEvent,
    BusinessEvent,
    ErrorDeclaration,
    ObjectEvent,
    PersistentDisposition,
    QuantityElement,
    SensorElement,
    SensorReport,
    TransactionEvent,
    TransformationEvent,
)

_one_uri = FAST_URI.removeprefix("^").removesuffix(r"\Z")
_many_uris = re.compile(rf"(?:{_one_uri}\n)*+").fullmatch
_offset: Final = frozenset(
    offset
    for hours in range(15)
    for minutes in range(60)
    for sign in "+-"
    if re.search(OFFSET, offset := f"{sign}{hours:02}:{minutes:02}")
)
_uom = re.compile(UOM).search
_hex = re.compile(HEX).search
_known_units: set[str] = {"KGM", "GRM", "KWH", "VLT", "CEL", "P1", "AMH", "OHM", "C62", "H87"}

Uris = list[str]


def has_numbers(event: BusinessEvent) -> bool:
    """Tell whether an event may hold numbers; says yes for the types that nearly always do."""
    kind = type(event)
    if event.sensor_element_list is not UNSET:
        return True
    if kind is ObjectEvent:
        return event.quantity_list is not UNSET or event.ilmd is not UNSET  # type: ignore[attr-defined]
    if kind is AssociationEvent or kind is AggregationEvent:
        return event.child_quantity_list is not UNSET  # type: ignore[attr-defined]
    return True


def has_ilmd(event: BusinessEvent) -> bool:
    """Tell whether an event has the one field of any content."""
    return getattr(event, "ilmd", UNSET) is not UNSET


def forms_hold(event: BusinessEvent) -> bool:
    """Tell whether URIs, words, units, times and the rules of the event's type all hold, without saying why not.

    Works only on events whose text has no escapes: then no URI can hold a newline.
    """
    uris: Uris = []
    return (
        event.event_time_zone_offset in _offset
        and _business(event, uris)
        and _by_type[type(event)](event, uris)
        and _many_uris("\n".join(uris) + "\n" if uris else "") is not None
    )


def _business(event: BusinessEvent, uris: Uris) -> bool:
    if event.event_id is not UNSET:
        uris.append(event.event_id)
    if event.read_point is not UNSET:
        uris.append(event.read_point.id)
    if event.biz_location is not UNSET:
        uris.append(event.biz_location.id)
    step, disposition = event.biz_step, event.disposition
    return (
        (step in cbv.BIZ_STEPS or _word(step, cbv.BIZ_STEPS))
        and (disposition in cbv.DISPOSITIONS or _word(disposition, cbv.DISPOSITIONS))
        and (event.biz_transaction_list is UNSET or _transactions(event.biz_transaction_list, uris))
        and (event.source_list is UNSET or _transfers(event.source_list, "source", uris))
        and (event.destination_list is UNSET or _transfers(event.destination_list, "destination", uris))
        and (event.sensor_element_list is UNSET or all(_sensor(one, uris) for one in event.sensor_element_list))
        and (event.certification_info is UNSET or _certified(event.certification_info, uris))
        and (event.error_declaration is UNSET or _declaration(event.error_declaration, uris))
    )


def _word(value: Any, words: frozenset[str], not_in: tuple[str, ...] = CBV_NAMESPACES) -> bool:
    return value is UNSET or value in words or is_own_uri(value, not_in)


def _transactions(listed: list[Any], uris: Uris) -> bool:
    for one in listed:
        uris.append(one.biz_transaction)
        if one.type not in cbv.BIZ_TRANSACTION_TYPES and not _word(one.type, cbv.BIZ_TRANSACTION_TYPES):
            return False
    return True


def _transfers(listed: list[Any], field: str, uris: Uris) -> bool:
    uris += [getattr(one, field) for one in listed]
    return all(_word(one.type, cbv.SOURCE_DEST_TYPES) for one in listed)


def _certified(value: str | list[str], uris: Uris) -> bool:
    uris += [value] if isinstance(value, str) else value
    return True


def _declaration(declared: ErrorDeclaration, uris: Uris) -> bool:
    if declared.corrective_event_ids is not UNSET:
        uris += declared.corrective_event_ids
    return _is_time(declared.declaration_time) and _word(declared.reason, cbv.ERROR_REASONS)


def _is_time(text: str) -> bool:
    try:
        quick_microseconds(text)
    except ValueError:
        return False
    return True


def _given(record: Any, *fields: str) -> list[Any]:
    return [value for field in fields if (value := getattr(record, field)) is not UNSET]


def _sensor(element: SensorElement, uris: Uris) -> bool:
    metadata = element.sensor_metadata
    if metadata is not UNSET:
        uris += _given(metadata, "device_id", "device_metadata", "raw_data", "data_processing_method", "biz_rules")
        if not all(map(_is_time, _given(metadata, "time", "start_time", "end_time"))):
            return False
    return all(_report(report, uris) for report in element.sensor_report)


def _report(report: SensorReport, uris: Uris) -> bool:
    uris += _given(report, "device_id", "device_metadata", "raw_data", "data_processing_method", "biz_rules")
    uris += _given(report, "microorganism", "chemical_substance", "coordinate_reference_system", "uri_value")
    return (
        _word(report.type, cbv.MEASUREMENT_TYPES, WEB_VOCABULARY)
        and _word(report.exception, cbv.SENSOR_ALERTS, WEB_VOCABULARY)
        and _word(report.component, cbv.COMPONENTS)
        and (report.time is UNSET or _is_time(report.time))
        and (report.hex_binary_value is UNSET or _hex(report.hex_binary_value) is not None)
    )


def _amounts(elements: list[QuantityElement], uris: Uris) -> bool:
    uris += [element.epc_class for element in elements]
    return all(
        element.uom is UNSET or element.uom in _known_units or _uom(element.uom) is not None for element in elements
    )


def _lists(event: Any, epcs: str, quantities: str, uris: Uris) -> tuple[bool, bool, bool]:
    """Return (forms hold, EPCs are listed, quantities are listed and not empty)."""
    listed, elements = getattr(event, epcs), getattr(event, quantities)
    if listed is not UNSET:
        uris += listed
    held = elements is UNSET or _amounts(elements, uris)
    return held, listed is not UNSET, elements is not UNSET and bool(elements)


def _unique(epcs: Any) -> bool:
    return epcs is UNSET or len(set(epcs)) == len(epcs)


def _conditions(value: PersistentDisposition | Any) -> bool:
    if value is UNSET:
        return True
    listed = _given(value, "set", "unset")
    return bool(listed) and all(_unique(one) and all(_word(w, cbv.DISPOSITIONS) for w in one) for one in listed)


def _born(ilmd: Any, uris: Uris) -> bool:
    if ilmd is not UNSET:
        uris += ilmd
    return True


def _object(event: ObjectEvent, uris: Uris) -> bool:
    epcs, amounts = event.epc_list, event.quantity_list
    if epcs is not UNSET:
        uris += epcs
    elif not amounts and (not event.sensor_element_list or event.read_point is UNSET):
        return False
    return (
        (amounts is UNSET or _amounts(amounts, uris))
        and _unique(epcs)
        and (event.ilmd is UNSET or (event.action == "ADD" and _born(event.ilmd, uris)))
        and _conditions(event.persistent_disposition)
    )


def _parented(event: AggregationEvent | AssociationEvent, uris: Uris) -> bool:
    held, _, amounts = _lists(event, "child_epcs", "child_quantity_list", uris)
    if event.parent_id is not UNSET:
        uris.append(event.parent_id)
    elif isinstance(event, AssociationEvent):
        return False
    return held and (amounts or event.action == "DELETE" or bool(event.child_epcs))


def _transaction(event: TransactionEvent, uris: Uris) -> bool:
    held, epcs, amounts = _lists(event, "epc_list", "quantity_list", uris)
    if event.parent_id is not UNSET:
        uris.append(event.parent_id)
    return held and (epcs or amounts or event.action == "DELETE")


def _transformation(event: TransformationEvent, uris: Uris) -> bool:
    held_in, _, amounts_in = _lists(event, "input_epc_list", "input_quantity_list", uris)
    held_out, _, amounts_out = _lists(event, "output_epc_list", "output_quantity_list", uris)
    inputs, outputs = amounts_in or bool(event.input_epc_list), amounts_out or bool(event.output_epc_list)
    joined = event.transformation_id is not UNSET
    if event.transformation_id is not UNSET:
        uris.append(event.transformation_id)
    return (
        held_in
        and held_out
        and ((inputs and outputs) or (joined and (inputs or outputs)))
        and _unique(event.input_epc_list)
        and _unique(event.output_epc_list)
        and _born(event.ilmd, uris)
        and _conditions(event.persistent_disposition)
    )


_by_type: dict[type, Any] = {
    ObjectEvent: _object,
    AggregationEvent: _parented,
    AssociationEvent: _parented,
    TransactionEvent: _transaction,
    TransformationEvent: _transformation,
}
