"""What each query parameter of the standard asks for, written by hand from its words: events found, and near misses.

Source: EPCIS 2.0 §8.2.7.1, by the descriptions in GS1's openapi.json and the names and types in query-schema.json. An
event has a letter. A case says which letters each value finds; events of other letters differ from a found one in
exactly what the parameter asks. Families of parameters stand in `contract.families`.
"""

from typing import Any, NamedTuple

from contract.books import GTIN, item

Fields = dict[str, Any]


class Case(NamedTuple):
    """Which letters each value finds; the events; whether the parameter takes one value only; master data."""

    finds: dict[str, str]
    events: dict[str, Fields]
    single: bool = False
    master_data: tuple[Fields, ...] = ()


SITE = "https://id.gs1.org/414/9521234000006"
DOCK, URN_DOCK = f"{SITE}/254/7", "urn:epc:id:sgln:9521234.00000.7"
PACK = "https://id.gs1.org/01/09521234000020"
LINK, URN, PATTERN = f"{PACK}/21/7", "urn:epc:id:sgtin:9521234.000002.7", "urn:epc:idpat:sgtin:9521234.000002.*"
LOT, URN_LOT = f"{PACK}/10/L1", "urn:epc:class:lgtin:9521234.000002.L1"
STRANGER = f"{GTIN}/21/7"
NOON, ABROAD = "2026-01-01T12:00:00Z", "2026-01-01T20:00:00+08:00"
BEFORE, AFTER = "2026-01-01T12:59:59.999999+01:00", "2026-01-01T12:00:00.000001Z"

# ---------------------------------------------------------------- events


def born(**ilmd: Any) -> Fields:
    """Return an ObjectEvent that says something about what is born; a name is given as ``example__name``."""
    return {"action": "ADD", "ilmd": ilmd}


def parted(kind: str = "AggregationEvent", **fields: Any) -> Fields:
    """Return an event of a parent and its children."""
    return {"type": kind, "parentID": item("parent"), "childEPCs": [item("child")], "epcList": None} | fields


def run(**fields: Any) -> Fields:
    """Return a TransformationEvent."""
    both: Fields = {"inputEPCList": [item("in")], "outputEPCList": [item("out")]}
    return {"type": "TransformationEvent", "action": None, "epcList": None} | both | fields


def traded(**fields: Any) -> Fields:
    """Return a TransactionEvent."""
    return {"type": "TransactionEvent", "bizTransactionList": [{"type": "po", "bizTransaction": "urn:x:po1"}]} | fields


def sensed(*reports: Fields, metadata: Fields | None = None, element: Fields | None = None) -> Fields:
    """Return an ObjectEvent with readings."""
    told = [{"type": "Temperature", **one} for one in reports or ({},)]
    return {
        "sensorElementList": [
            {"sensorReport": told, **({"sensorMetadata": metadata} if metadata else {}), **(element or {})}
        ]
    }


def wrong(**declaration: Any) -> Fields:
    """Return an error declaration."""
    return {"errorDeclaration": {"declarationTime": NOON, **declaration}}


def amount(quantity: Any, uom: str | None = None, lot: str = LOT) -> Fields:
    """Return an entry of a quantity list."""
    return {"epcClass": lot, "quantity": quantity} | ({"uom": uom} if uom else {})


# ---------------------------------------------------------------- kinds of cases


def _place(field: str, other: str) -> Case:
    found = {DOCK: "a b", URN_DOCK: "a b", SITE: "c", "urn:x:place": "d", "urn:x:none": ""}
    events = {
        "a": {field: {"id": DOCK}},
        "b": {field: {"id": URN_DOCK}},
        "c": {field: {"id": SITE}},
        "d": {field: {"id": "urn:x:place"}},
        "m": {other: {"id": DOCK}},
        "n": {field: {"id": f"{SITE}/254/70"}},
        "o": {},
    }
    return Case(found, events)


def _descendants(field: str, other: str) -> Case:
    """A works has two halls by master data; one hall has a line; the line names the works again, which is no matter."""
    tree = {"urn:x:works": ["urn:x:hall1", "urn:x:hall2"], "urn:x:hall1": ["urn:x:line"], "urn:x:line": ["urn:x:works"]}
    vocabulary = "urn:epcglobal:epcis:vtype:" + ("ReadPoint" if field == "readPoint" else "BusinessLocation")
    elements = [{"id": place, "children": children} for place, children in tree.items()]
    events = {
        "a": {field: {"id": "urn:x:works"}},
        "b": {field: {"id": "urn:x:hall2"}},
        "c": {field: {"id": "urn:x:line"}},
        "d": {field: {"id": DOCK}},
        "m": {other: {"id": "urn:x:hall2"}},
        "n": {field: {"id": "urn:x:hall3"}},
        "o": {},
        "p": {field: {"id": "https://id.gs1.org/414/9521234000013/254/7"}},
    }
    found = {"urn:x:works": "a b c", "urn:x:hall2": "b", "urn:x:hall1": "a b c", SITE: "d", "urn:x:none": ""}
    return Case(found, events, False, ({"type": vocabulary, "vocabularyElementList": elements},))


def _things(spots: dict[str, Any], misses: dict[str, Fields]) -> Case:
    """EPCs in fields: each spot puts a list of EPCs into an event."""
    events: dict[str, Fields] = {letter: spot([item("x"), LINK]) for letter, spot in spots.items()}
    events |= {letter.upper(): spot([URN]) for letter, spot in spots.items()}
    events |= {f"s{letter}": spot([STRANGER]) for letter, spot in spots.items()}
    hits = " ".join([*spots, *(letter.upper() for letter in spots)])
    return Case({LINK: hits, URN: hits, PATTERN: hits, "urn:x:none": ""}, events | misses)


def _classes(spots: dict[str, Any], misses: dict[str, Fields]) -> Case:
    """EPC classes in fields: each spot puts a quantity list into an event."""
    events: dict[str, Fields] = {letter: spot([amount(1), amount(2, lot=LOT)]) for letter, spot in spots.items()}
    events |= {letter.upper(): spot([amount(1, lot=URN_LOT)]) for letter, spot in spots.items()}
    events |= {f"s{letter}": spot([amount(1, lot=f"{PACK}/10/L11")]) for letter, spot in spots.items()}
    hits = " ".join([*spots, *(letter.upper() for letter in spots)])
    return Case({LOT: hits, URN_LOT: hits, "urn:x:none": ""}, events | misses)


def _times(spots: dict[str, Any], misses: dict[str, Fields], least: bool) -> Case:
    """A time that is at or after (or before) the value: each spot puts a time into an event."""
    times = {"b": BEFORE, "n": NOON, "w": ABROAD, "a": AFTER}
    events = {f"{letter}{when}": spot(time) for letter, spot in spots.items() for when, time in times.items()}
    wanted = "nwa" if least else "b"
    hits = " ".join(name for name in events if name[1] in wanted)
    return Case({NOON: hits, ABROAD: hits}, events | misses, single=True)


def _numbers(op: str, spots: dict[str, Any], misses: dict[str, Fields]) -> Case:
    """A number compared with 7, to the last digit: each spot puts a number into an event."""
    values = {"l": 6.999, "e": 7, "g": 7.001}
    events = {f"{letter}{size}": spot(value) for letter, spot in spots.items() for size, value in values.items()}
    wanted = {"EQ": "e", "GT": "g", "GE": "eg", "LT": "l", "LE": "le"}[op]
    hits = " ".join(name for name in events if name[1] in wanted)
    found = {"7": hits, "7.000": hits, "0.7e1": hits}
    if op == "EQ":
        found |= {"6.999": " ".join(f"{letter}l" for letter in spots), "-7": ""}
    return Case(found, events | misses, single=op != "EQ")


def _sensor_uri(field: str, *, metadata: bool) -> Case:
    """An attribute that is a URI, in a report and perhaps in the metadata."""
    events = {
        "a": sensed({"type": "Voltage"}, {field: "urn:x:one"}),
        "b": sensed({field: "urn:x:two"}),
        "c": sensed({field: LINK}),
        "d": sensed({field: URN}),
        "m": sensed({"example:own": "urn:x:one"}),
        "n": {"example:own": "urn:x:one", "readPoint": {"id": "urn:x:one"}},
        "o": sensed({"rawData" if field != "rawData" else "deviceID": "urn:x:one"}),
    }
    found = {"urn:x:one": "a", "urn:x:two": "b", LINK: "c d", URN: "c d", "urn:x:three": ""}
    if metadata:
        events["e"] = sensed(metadata={field: "urn:x:one"})
        found["urn:x:one"] = "a e"
    return Case(found, events)


def _moments(field: str, least: bool) -> Case:
    other = {"time": "startTime", "startTime": "endTime", "endTime": "time"}[field]
    late, early = "2027-01-01T00:00:00Z", "2025-01-01T00:00:00Z"
    return _times(
        {"m": lambda time: sensed(metadata={field: time})}
        | ({"r": lambda time: sensed({"time": time})} if field == "time" else {}),
        {
            "x1": sensed(metadata={other: late}),
            "x2": sensed(metadata={other: early}),
            "x3": {"eventTime": late} | sensed(),
            "x4": {"eventTime": early} | sensed(),
        },
        least,
    )


def _condition(which: str, other: str) -> Case:
    events = {
        "a": {"persistentDisposition": {which: ["completeness_inferred", "damaged"]}},
        "b": run(persistentDisposition={which: ["damaged"], other: ["expired"]}),
        "c": {"persistentDisposition": {which: ["example:wet"]}},
        "m": {"persistentDisposition": {other: ["damaged"]}},
        "n": {"disposition": "damaged"},
    }
    return Case({"damaged": "a b", "completeness_inferred": "a", "example:wet": "c", "expired": ""}, events)


# ---------------------------------------------------------------- the parameters

_LISTS = {
    "o": lambda listed: {"quantityList": listed},
    "p": lambda listed: parted(childQuantityList=listed),
}
_IN, _OUT = (lambda listed: run(inputQuantityList=listed)), (lambda listed: run(outputQuantityList=listed))
_EPCS = {
    "o": lambda listed: {"epcList": listed},
    "t": lambda listed: traded(epcList=listed),
    "p": lambda listed: parted(childEPCs=listed),
    "q": lambda listed: parted("AssociationEvent", childEPCs=listed),
}
_PARENTS = {
    "g": lambda listed: parted(parentID=listed[-1]),
    "h": lambda listed: parted("AssociationEvent", parentID=listed[-1]),
    "k": lambda listed: traded(parentID=listed[-1]),
}
_FROM, _INTO = (lambda listed: run(inputEPCList=listed)), (lambda listed: run(outputEPCList=listed))
_AMOUNTS = {
    "o": lambda value: {"quantityList": [{"epcClass": LOT}, amount(value, "KGM")]},
    "p": lambda value: parted(childQuantityList=[amount(value)]),
    "i": lambda value: run(inputQuantityList=[amount(value, "KGM")]),
    "u": lambda value: run(outputQuantityList=[amount(value, "LTR")]),
}
_NO_AMOUNTS = {"xa": {"quantityList": [{"epcClass": LOT}]}, "xb": {"example:quantity": 7}, "xc": sensed({"value": 7})}
_RANKED = {"r": lambda value: sensed({"type": "Voltage"}, {"percRank": value, "percValue": 1})}
_UNRANKED = {"xa": sensed({"percValue": 7, "value": 7}), "xb": {"example:percRank": 7}, "xc": sensed({"meanValue": 7})}
_DECLARED = {"d": lambda time: wrong(declarationTime=time)}
_UNDECLARED = {"x1": {"eventTime": "2027-01-01T00:00:00Z"}, "x2": {"eventTime": "2025-01-01T00:00:00Z"}}

FIXED: dict[str, Case] = {
    "eventType": Case(
        {"ObjectEvent": "a", "TransformationEvent": "b", "AggregationEvent": "c", "AssociationEvent": "d"}
        | {"TransactionEvent": "e", "example:StackingEvent": "f"},
        {"a": {}, "b": run(), "c": parted(), "d": parted("AssociationEvent"), "e": traded()}
        | {"f": {"type": "example:StackingEvent"}, "m": {"type": "example:Other", "example:type": "ObjectEvent"}},
    ),
    **{f"{op}_eventTime": _times({"t": lambda time: {"eventTime": time}}, {}, least=op == "GE") for op in ("GE", "LT")},
    "EQ_action": Case(
        {"ADD": "a", "OBSERVE": "b", "DELETE": "c"},
        {"a": {"action": "ADD"}, "b": {}, "c": {"action": "DELETE"}, "m": run()},
    ),
    "EQ_bizStep": Case(
        {"shipping": "a", "receiving": "b", "example:stacking": "c", "https://ref.gs1.org/cbv/BizStep-shipping": "a"},
        {"a": {"bizStep": "shipping"}, "b": {"bizStep": "receiving"}, "c": {"bizStep": "example:stacking"}}
        | {"m": {}, "n": {"bizStep": "void_shipping"}, "o": {"example:bizStep": "shipping"}},
    ),
    "EQ_disposition": Case(
        {"in_transit": "a", "active": "b", "example:wet": "c", "https://ref.gs1.org/cbv/Disp-active": "b"},
        {"a": {"disposition": "in_transit"}, "b": {"disposition": "active"}, "c": {"disposition": "example:wet"}}
        | {"m": {}, "n": {"disposition": "inactive"}, "o": {"persistentDisposition": {"set": ["active"]}}},
    ),
    "EQ_persistentDisposition_set": _condition("set", "unset"),
    "EQ_persistentDisposition_unset": _condition("unset", "set"),
    **{f"{op}_quantity": _numbers(op, _AMOUNTS, _NO_AMOUNTS) for op in ("EQ", "GT", "GE", "LT", "LE")},
    "EQ_readPoint": _place("readPoint", "bizLocation"),
    "WD_readPoint": _descendants("readPoint", "bizLocation"),
    "EQ_bizLocation": _place("bizLocation", "readPoint"),
    "WD_bizLocation": _descendants("bizLocation", "readPoint"),
    "EQ_transformationID": Case(
        {"urn:x:run1": "a", "urn:x:run2": "b", "urn:x:run": ""},
        {"a": run(transformationID="urn:x:run1"), "b": run(transformationID="urn:x:run2"), "m": run()}
        | {"n": {"example:transformationID": "urn:x:run1"}},
    ),
    "MATCH_epc": _things(
        _EPCS,
        {f"m{letter}": spot([LINK]) for letter, spot in _PARENTS.items()} | {"n": _FROM([LINK]), "o2": _INTO([LINK])},
    ),
    "MATCH_parentID": _things(_PARENTS, {f"m{letter}": spot([LINK]) for letter, spot in _EPCS.items()}),
    "MATCH_inputEPC": _things({"i": _FROM}, {"m": _INTO([LINK]), "n": {"epcList": [LINK]}}),
    "MATCH_outputEPC": _things({"o": _INTO}, {"m": _FROM([LINK]), "n": {"epcList": [LINK]}}),
    "MATCH_anyEPC": _things(
        _EPCS | _PARENTS | {"i": _FROM, "u": _INTO},
        {"m": {"quantityList": [amount(1, lot=LOT)]}, "n": {"example:epc": LINK}},
    ),
    "MATCH_epcClass": _classes(_LISTS, {"m": _IN([amount(1)]), "n": _OUT([amount(1)]), "n2": {"epcList": [LOT]}}),
    "MATCH_inputEPCClass": _classes({"i": _IN}, {"m": _OUT([amount(1)]), "n": {"quantityList": [amount(1)]}}),
    "MATCH_outputEPCClass": _classes({"u": _OUT}, {"m": _IN([amount(1)]), "n": {"quantityList": [amount(1)]}}),
    "MATCH_anyEPCClass": _classes(_LISTS | {"i": _IN, "u": _OUT}, {"m": {"epcList": [LOT]}, "n": {"example:c": LOT}}),
    "EQ_eventID": Case(
        {"urn:x:a": "a", "urn:x:b": "b", "urn:x:": ""}, {"a": {}, "b": {}, "m": {"example:id": "urn:x:a"}}
    ),
    "EXISTS_errorDeclaration": Case({"": "a"}, {"a": wrong(), "m": {}, "n": {"example:errorDeclaration": {}}}, True),
    **{f"{op}_errorDeclaration_Time": _times(_DECLARED, _UNDECLARED, least=op == "GE") for op in ("GE", "LT")},
    "EQ_errorReason": Case(
        {"incorrect_data": "a", "did_not_occur": "b", "example:mistyped": "c"},
        {"a": wrong(reason="incorrect_data"), "b": wrong(reason="did_not_occur"), "c": wrong(reason="example:mistyped")}
        | {"m": wrong(), "n": {"example:reason": "incorrect_data"}},
    ),
    "EQ_correctiveEventID": Case(
        {"urn:x:1": "a", "urn:x:2": "a b", "urn:x:3": ""},
        {"a": wrong(correctiveEventIDs=["urn:x:1", "urn:x:2"]), "b": wrong(correctiveEventIDs=["urn:x:2"])}
        | {"m": wrong(), "n": {"eventID": "urn:x:1"}},
    ),
    "EXISTS_sensorElementList": Case(
        {"": "a"},
        {"a": sensed(), "m": {}, "n": {"sensorElementList": []}, "o": {"example:sensorElementList": [{}]}},
        True,
    ),
    **{
        f"{op}_{field}": _moments(field, least=op == "GE")
        for op in ("GE", "LT")
        for field in ("time", "startTime", "endTime")
    },
    "EQ_type": Case(
        {"Temperature": "a", "Voltage": "a b", "example:stateOfHealth": "c", "Mass": ""},
        {"a": sensed({"type": "Voltage"}, {}), "b": sensed({"type": "Voltage"})}
        | {"c": sensed({"type": "example:stateOfHealth"}), "m": {}, "n": {"example:type": "Voltage"}}
        | {"o": sensed({"type": "example:other", "example:type": "Voltage"})},
    ),
    **{f"EQ_{field}": _sensor_uri(field, metadata=True) for field in ("deviceID", "dataProcessingMethod", "bizRules")},
    **{
        f"EQ_{field}": _sensor_uri(field, metadata=False)
        for field in ("microorganism", "chemicalSubstance", "uriValue")
    },
    "EQ_stringValue": Case(
        {"SOME TEXT": "a", "7": "b", "2026-01-01T12:00:00Z": "c", "some text": ""},
        {"a": sensed({}, {"stringValue": "SOME TEXT"}), "b": sensed({"stringValue": "7"})}
        | {
            "c": sensed({"stringValue": NOON}),
            "d": sensed({"stringValue": ABROAD}),
            "e": sensed({"stringValue": "7.0"}),
        }
        | {"f": sensed({"stringValue": ""}), "m": sensed({"value": 7}), "n": {"example:stringValue": "SOME TEXT"}},
    ),
    "EQ_booleanValue": Case(
        {"true": "a", "false": "b"},
        {
            "a": sensed({"booleanValue": True}),
            "b": sensed({"booleanValue": False}),
            "m": sensed({"stringValue": "true"}),
        }
        | {"n": {"example:booleanValue": True}, "o": sensed({"example:booleanValue": True})},
        True,
    ),
    "EQ_hexBinaryValue": Case(
        {"f0f0f0": "a", "10": "b", "F0": ""},
        {"a": sensed({"hexBinaryValue": "f0f0f0"}), "b": sensed({"hexBinaryValue": "10"})}
        | {"m": sensed({"hexBinaryValue": "010"}), "n": sensed({"value": 10}), "o": sensed({"stringValue": "f0f0f0"})},
    ),
    **{f"{op}_percRank": _numbers(op, _RANKED, _UNRANKED) for op in ("GT", "GE", "LT", "LE")},
}
"""Parameters with a fixed name; those of order and size, of recordTime and of the context have tests of their own."""
