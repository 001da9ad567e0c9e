"""The grammar of EPCIS 2.0 JSON: what GS1's EPCIS-JSON-Schema asks for, with findings that say where and what.

`problems` is the authority on structure in Dicycle; the quick path of `decode` never accepts what it refuses. Its
verdict equals the schema's, with that schema's own peculiarities: an AggregationEvent may lack its parent, and
persistentDisposition is for ObjectEvent and TransformationEvent only.
"""

from typing import Any, Final

from dicycle.findings import Finding
from dicycle.ledger import cbv
from dicycle.ledger.checks import (
    Check,
    anything,
    boolean,
    either,
    every,
    kind,
    listing,
    mapping,
    matching,
    number,
    text,
    time,
    uri,
    word,
)
from dicycle.ledger.formats import HEX, OFFSET, UOM, VERSION

CBV_NAMESPACES: Final = ("urn:epcglobal:cbv", "http://ns.gs1.org/cbv/", "https://ns.gs1.org/cbv/")
WEB_VOCABULARY: Final = (
    "http://gs1.org/voc/",
    "https://gs1.org/voc/",
    "http://www.gs1.org/voc/",
    "https://www.gs1.org/voc/",
)

biz_step = word(cbv.BIZ_STEPS, "a business step", or_uri_not_in=CBV_NAMESPACES)
disposition = word(cbv.DISPOSITIONS, "a disposition", or_uri_not_in=CBV_NAMESPACES)
transaction_type = word(cbv.BIZ_TRANSACTION_TYPES, "a business transaction type", or_uri_not_in=CBV_NAMESPACES)
transfer_type = word(cbv.SOURCE_DEST_TYPES, "a source or destination type", or_uri_not_in=CBV_NAMESPACES)
error_reason = word(cbv.ERROR_REASONS, "a reason of an error declaration", or_uri_not_in=CBV_NAMESPACES)
component = word(cbv.COMPONENTS, "a sensor component", or_uri_not_in=CBV_NAMESPACES)
measurement = word(cbv.MEASUREMENT_TYPES, "a measurement type", or_uri_not_in=WEB_VOCABULARY)
alert = word(cbv.SENSOR_ALERTS, "a sensor alert", or_uri_not_in=WEB_VOCABULARY)
action = word(cbv.ACTIONS, "an action")

_object = mapping({})
uris = listing(uri)
context = either(
    uri,
    either(_object, listing(either(uri, _object, ""), unique=True), ""),
    "@context must be a URI, an object of prefixes, or a list of these without repeats.",
)

quantity = mapping(
    {"epcClass": uri, "quantity": number, "uom": matching(UOM, "a unit code of UN/CEFACT Rec 20, such as KGM")},
    required=["epcClass"],
    keys="closed",
)
quantities = listing(quantity)
place = mapping({"id": uri}, required=["id"])
transaction = mapping({"type": transaction_type, "bizTransaction": uri}, required=["bizTransaction"], keys="closed")
source = mapping({"type": transfer_type, "source": uri}, required=["type", "source"], keys="closed")
destination = mapping({"type": transfer_type, "destination": uri}, required=["type", "destination"], keys="closed")
ilmd = mapping({}, keys="prefixed")
error_declaration = mapping(
    {"declarationTime": time, "reason": error_reason, "correctiveEventIDs": uris},
    required=["declarationTime"],
    keys="prefixed",
)
_conditions = mapping(
    {"set": listing(disposition, least=1, unique=True), "unset": listing(disposition, least=1, unique=True)},
    keys="closed",
)


def persistent_disposition(value: Any, where: str, out: list[Finding]) -> None:
    """Conditions set or unset, at least one of the two."""
    _conditions(value, where, out)
    if isinstance(value, dict) and not {"set", "unset"} & value.keys():
        out.append(Finding("event.missing", "A persistent disposition needs 'set' or 'unset'.", where))


sensor_metadata = mapping(
    {"time": time, "startTime": time, "endTime": time}
    | dict.fromkeys(("deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "bizRules"), uri),
    keys="prefixed",
)
sensor_report = mapping(
    {"type": measurement, "exception": alert, "time": time, "component": component, "stringValue": text}
    | {"booleanValue": boolean, "hexBinaryValue": matching(HEX, "hexadecimal"), "uom": text}
    | dict.fromkeys(("deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "bizRules"), uri)
    | dict.fromkeys(("microorganism", "chemicalSubstance", "coordinateReferenceSystem", "uriValue"), uri)
    | dict.fromkeys(("value", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue"), number),
    required=["type"],
    keys="prefixed",
)
sensor_element = mapping(
    {"sensorMetadata": sensor_metadata, "sensorReport": listing(sensor_report, least=1)},
    required=["sensorReport"],
    keys="prefixed",
)

_COMMON: Final[dict[str, Check]] = {
    "@context": context,
    "eventTime": time,
    "recordTime": time,
    "eventTimeZoneOffset": matching(OFFSET, "a time zone offset such as +08:00"),
    "eventID": uri,
    "certificationInfo": either(uri, uris, "certificationInfo must be a URI or a list of URIs."),
    "errorDeclaration": error_declaration,
}
_BUSINESS: Final[dict[str, Check]] = {
    "bizStep": biz_step,
    "disposition": disposition,
    "readPoint": place,
    "bizLocation": place,
    "bizTransactionList": listing(transaction),
    "sourceList": listing(source),
    "destinationList": listing(destination),
    "sensorElementList": listing(sensor_element),
}
_PARENTED: Final[dict[str, Check]] = {
    "action": action,
    "parentID": uri,
    "childEPCs": uris,
    "childQuantityList": quantities,
}
_REQUIRED: Final = ("type", "eventTime", "eventTimeZoneOffset")


def _event(fields: dict[str, Check], *required: str) -> Check:
    return mapping(_COMMON | _BUSINESS | fields, required=[*_REQUIRED, *required], keys="prefixed", names=["type"])


def _filled(event: dict[str, Any], *lists: str) -> bool:
    """Tell whether one of the named lists is there and not empty."""
    return any(isinstance(event.get(name), list) and event[name] for name in lists)


def _about_something(event: Any, where: str, out: list[Finding]) -> None:
    """An ObjectEvent names things, amounts, or a sensor's place; ilmd comes with ADD."""
    if not isinstance(event, dict):
        return
    sensed = _filled(event, "sensorElementList") and "readPoint" in event
    if not (isinstance(event.get("epcList"), list) or _filled(event, "quantityList") or sensed):
        sentence = "This ObjectEvent is about nothing: no epcList, no quantityList, no sensor readings at a readPoint."
        out.append(Finding("event.about-nothing", sentence, where, advice="Say what it happened to."))
    if "ilmd" in event and event.get("action") in ("OBSERVE", "DELETE"):
        sentence = "ilmd describes what is born here, so it goes only with action ADD."
        out.append(Finding("event.ilmd-without-add", sentence, where + "/ilmd"))


def _has_children(event: Any, where: str, out: list[Finding]) -> None:
    """Only DELETE may leave the children out, and then means all of them."""
    if not isinstance(event, dict) or event.get("action") == "DELETE":
        return
    if not _filled(event, "childEPCs", "childQuantityList"):
        sentence = "No children are named, and only action DELETE may leave them out."
        out.append(Finding("event.no-children", sentence, where, advice="Fill childEPCs or childQuantityList."))


def _has_objects(event: Any, where: str, out: list[Finding]) -> None:
    """A TransactionEvent names things or amounts unless it deletes."""
    if not isinstance(event, dict) or event.get("action") == "DELETE":
        return
    if not (isinstance(event.get("epcList"), list) or _filled(event, "quantityList")):
        sentence = "No things are named, and only action DELETE may leave them out."
        out.append(Finding("event.about-nothing", sentence, where, advice="Fill epcList or quantityList."))


def _has_both_sides(event: Any, where: str, out: list[Finding]) -> None:
    """A transformation has inputs and outputs, or a transformationID that joins it to events that have."""
    if not isinstance(event, dict):
        return
    inputs = _filled(event, "inputEPCList", "inputQuantityList")
    outputs = _filled(event, "outputEPCList", "outputQuantityList")
    if not (inputs and outputs) and not ("transformationID" in event and (inputs or outputs)):
        missing = "outputs" if inputs else "inputs" if outputs else "inputs or outputs"
        sentence = f"This TransformationEvent has no {missing}."
        advice = "Name them, or join the parts of one run with a transformationID."
        out.append(Finding("event.one-sided", sentence, where, advice=advice))


EVENTS: Final[dict[str, Check]] = {
    "ObjectEvent": every(
        _event(
            {"action": action, "epcList": listing(uri, unique=True), "quantityList": quantities}
            | {"persistentDisposition": persistent_disposition, "ilmd": ilmd},
            "action",
        ),
        _about_something,
    ),
    "AggregationEvent": every(_event(_PARENTED, "action"), _has_children),
    "AssociationEvent": every(_event(_PARENTED, "action", "parentID"), _has_children),
    "TransactionEvent": every(
        _event(
            {"action": action, "parentID": uri, "epcList": uris, "quantityList": quantities}
            | {"bizTransactionList": listing(transaction, least=1)},
            "action",
            "bizTransactionList",
        ),
        _has_objects,
    ),
    "TransformationEvent": every(
        _event(
            dict.fromkeys(("inputEPCList", "outputEPCList"), listing(uri, unique=True))
            | dict.fromkeys(("inputQuantityList", "outputQuantityList"), quantities)
            | {"transformationID": uri, "persistentDisposition": persistent_disposition, "ilmd": ilmd}
        ),
        _has_both_sides,
    ),
}
extended_event = mapping(_COMMON | {"type": uri}, required=_REQUIRED)


def event(value: Any, where: str, out: list[Finding]) -> None:
    """One event of a standard type or of somebody's own."""
    if not isinstance(value, dict):
        out.append(Finding("event.not-an-object", f"An event must be an object, but this is {kind(value)}.", where))
        return
    name = value.get("type")
    EVENTS.get(name, extended_event)(value, where, out) if isinstance(name, str) else extended_event(value, where, out)


_attribute = either(number, either(text, _object, ""), "An attribute must be text, a number or an object.")
_vocabulary = mapping(
    {
        "type": uri,
        "vocabularyElementList": listing(
            mapping(
                {"id": uri, "children": uris}
                | {"attributes": listing(mapping({"id": uri, "attribute": _attribute}, required=["id"]))},
                required=["id"],
            )
        ),
    },
    required=["type"],
)
_header = mapping({"epcisMasterData": mapping({"vocabularyList": listing(_vocabulary)})}, keys="prefixed")
_TOP: Final[dict[str, Check]] = {
    "@context": context,
    "id": uri,
    "type": anything,
    "schemaVersion": matching(VERSION, "a version number such as 2.0"),
    "creationDate": time,
}


def document_grammar(event_check: Check) -> dict[str, Check]:
    """Return the grammar of both document kinds, with `event_check` for what stands in their event lists."""
    events = {"eventList": listing(event_check)}
    results = mapping(
        {
            "queryName": text,
            "subscriptionID": text,
            "resultsBody": mapping(
                events | {"vocabularyList": listing(_vocabulary)}, required=["eventList"], keys="prefixed"
            ),
        },
        required=["queryName", "resultsBody"],
        keys="prefixed",
    )
    return {
        "EPCISDocument": mapping(
            _TOP
            | {"instanceIdentifier": text, "sender": text, "receiver": text, "epcisHeader": _header}
            | {"epcisBody": mapping(events, required=["eventList"])},
            required=["@context", "type", "schemaVersion", "creationDate", "epcisBody"],
            keys="prefixed",
        ),
        "EPCISQueryDocument": mapping(
            _TOP | {"epcisBody": mapping({"queryResults": results}, required=["queryResults"], keys="prefixed")},
            required=["@context", "type", "epcisBody"],
            keys="prefixed",
        ),
    }


ENVELOPES: Final = document_grammar(anything)
DOCUMENTS: Final = document_grammar(event)


def problems(value: Any) -> list[Finding]:
    """Return all that is structurally wrong with a decoded document or bare event; empty means it is valid."""
    out: list[Finding] = []
    if not isinstance(value, dict):
        return [Finding("event.not-an-object", f"A document or event is an object, but this is {kind(value)}.")]
    name = value.get("type")
    if "type" not in value:
        return [Finding("event.missing", "'type' is missing.", "", advice="Say which event or document this is.")]
    if not isinstance(name, str):
        return [Finding("event.not-text", f"'type' must be text, but it is {kind(name)}.", "/type")]
    if name in DOCUMENTS:
        DOCUMENTS[name](value, "", out)
    else:
        event(value, "", out)
        if "@context" not in value:
            advice = "A bare event says which context its words come from."
            out.append(Finding("event.missing", "'@context' is missing.", "", advice=advice))
    return out


def event_problems(value: Any, where: str = "") -> list[Finding]:
    """Return what is wrong with one event inside a document (its context is the document's)."""
    out: list[Finding] = []
    event(value, where, out)
    return out
