"""Families of query parameters: their names carry a type, a unit, or a field of somebody's own; see `standard`."""

from collections.abc import Callable
from typing import Any

from contract.standard import ABROAD, AFTER, BEFORE, LOT, NOON, Case, Fields, amount, born, parted, run, sensed, wrong

Spot = Callable[[Fields], Fields]
"""How fields of somebody's own are put into an event."""

OWN = "example:level"
_ORDERS = ("GT", "GE", "LT", "LE")

# ---------------------------------------------------------------- fields of somebody's own


def _inside(fields: Fields) -> Fields:
    """Fields below another, two levels deep, one of them in a list."""
    return {"example:outer": [{"example:other": 1}, {"example:middle": fields}]}


SCOPES: dict[str, tuple[Spot, Spot]] = {
    "": (dict, lambda own: born(**own)),
    "ILMD_": (lambda own: born(**own), dict),
    "ERROR_DECLARATION_": (lambda own: wrong(**own), dict),
    "SENSORELEMENT_": (lambda own: sensed(element=own), lambda own: sensed(metadata=own)),
    "SENSORMETADATA_": (lambda own: sensed(metadata=own), sensed),
    "SENSORREPORT_": (lambda own: sensed({"type": "Voltage"}, own), lambda own: sensed(element=own)),
    "readPoint_": (
        lambda own: {"readPoint": {"id": "urn:x:place", **own}},
        lambda own: {"bizLocation": {"id": "urn:x:place", **own}},
    ),
    "bizLocation_": (
        lambda own: {"bizLocation": {"id": "urn:x:place", **own}},
        lambda own: {"readPoint": {"id": "urn:x:place", **own}},
    ),
}
"""Where a field may stand, by the word in the parameter's name, and a place beside it where it is another's."""


def _misses(right: Spot, elsewhere: Spot, wrong_level: Spot, *values: Any) -> dict[str, Fields]:
    """The same values in another scope, under another name, and at another level."""
    own = {OWN: list(values)}
    return {
        "x1": elsewhere(own),
        "x2": right({"example:levels": list(values), "sample:level": list(values)}),
        "x3": wrong_level(own),
        "x4": {},
    }


def _equal(right: Spot, elsewhere: Spot, wrong_level: Spot) -> Case:
    values = {
        "a": "red",
        "b": "blue",
        "c": 7,
        "d": NOON,
        "e": ["pink", "red"],
        "f": {"@value": "blue", "@language": "en"},
        "g": True,
        "h": "007",
        "i": "urn:epc:id:sgln:9521234.00000.7",
    }
    found = {"red": "a e", "blue": "b f", "7": "c", "7.0": "c", ABROAD: "d", "pink": "e", "true": "g", "007": "c h"}
    found |= {"https://id.gs1.org/414/9521234000006/254/7": "i", "green": "", "Red": ""}
    events = {letter: right({OWN: value}) for letter, value in values.items()}
    return Case(found, events | _misses(right, elsewhere, wrong_level, "red", "blue", 7, NOON, "pink"))


def _ordered(op: str, right: Spot, elsewhere: Spot, wrong_level: Spot) -> Case:
    sizes = {"l": [6.9, "6.9"], "e": [7, "7.0", {"@value": "7", "@type": "xsd:decimal"}], "g": [7.1, "7.1"]}
    times = {"l": [BEFORE], "e": [NOON, ABROAD], "g": [AFTER]}
    wanted = {"GT": "g", "GE": "eg", "LT": "l", "LE": "le"}[op]
    events: dict[str, Fields] = {"s": right({OWN: "red"}), "t": right({OWN: True})}
    found: dict[str, str] = {}
    for mark, value, groups in (("n", "7", sizes), ("m", NOON, times)):
        told = {f"{mark}{size}{n}": one for size, group in groups.items() for n, one in enumerate(group)}
        events |= {name: right({OWN: one}) for name, one in told.items()}
        found[value] = " ".join(name for name in told if name[1] in wanted)
    return Case(found, events | _misses(right, elsewhere, wrong_level, 1, 99, BEFORE, AFTER), single=True)


def _there(right: Spot, elsewhere: Spot, wrong_level: Spot) -> Case:
    full = {"a": "red", "b": 0, "c": False, "d": {"example:more": 1}, "e": [None, 1]}
    empty = {"m": None, "n": "", "o": [], "p": {}}
    events = {letter: right({OWN: value}) for letter, value in (full | empty).items()}
    return Case({"": " ".join(full)}, events | _misses(right, elsewhere, wrong_level, "red"), single=True)


def _below(spot: Spot) -> Spot:
    return lambda own: spot(_inside(own))


def _own(scope: str, inner: bool, ops: str) -> dict[str, Case]:
    right, elsewhere = SCOPES[scope]
    level = (_below(right), _below(elsewhere), right) if inner else (right, elsewhere, _below(right))
    word = f"{'INNER_' if inner else ''}{scope}{OWN}"
    made: dict[str, Case] = {}
    for op in ops.split():
        case = _equal(*level) if op == "EQ" else _there(*level) if op == "EXISTS" else _ordered(op, *level)
        made[f"{op}_{word}"] = case
    return made


_ALL = "EQ GT GE LT LE EXISTS"
_COMPARED = "EQ GT GE LT LE"

# ---------------------------------------------------------------- readings and amounts in a unit

UNITS = {
    "value": "CEL", "minValue": "VLT", "maxValue": "AMP", "meanValue": "OHM", "sDev": "KEL", "percValue": "P1",
    "quantity": "KGM",
}  # fmt: skip
_OTHER = "MTR"
"""A unit of another dimension than any of those."""


def _measured(field: str, op: str) -> Case:
    unit, beside = UNITS[field], "value" if field != "value" else "maxValue"
    values = {"l": 6.999, "e": 7, "g": 7.001}
    events = {name: sensed({"uom": unit, "value": 7}, {field: size, "uom": unit}) for name, size in values.items()}
    if field == "value":
        events = {name: sensed({field: size, "uom": unit}) for name, size in values.items()}
    passing, failing = {"EQ": (7, 1), "GT": (9, 1), "GE": (9, 1), "LT": (1, 9), "LE": (1, 9)}[op]
    events |= {
        "x1": sensed({field: passing, "uom": _OTHER}),
        "x2": sensed({field: passing}),
        "x3": sensed({beside: passing, "uom": unit}),
        "x4": sensed({field: passing, "uom": _OTHER}, {field: failing, "uom": unit}),
        "x5": {f"example:{field}": passing, "example:uom": unit},
        "x6": {"quantityList": [amount(passing, unit if field != "percValue" else "KGM")]},
    }
    wanted = {"EQ": "e", "GT": "g", "GE": "eg", "LT": "l", "LE": "le"}[op]
    found = {value: " ".join(wanted) for value in ("7", "7.00")}
    return Case(found | ({"6.999": "l", "-7": ""} if op == "EQ" else {}), events, single=op != "EQ")


def _amounts(op: str) -> Case:
    spots = {
        "o": lambda value: {"quantityList": [amount(value, "KGM")]},
        "p": lambda value: parted(childQuantityList=[amount(value, "KGM")]),
        "i": lambda value: run(inputQuantityList=[amount(value, "KGM")]),
        "u": lambda value: run(outputQuantityList=[amount(value, "KGM")]),
    }
    values = {"l": 6.999, "e": 7, "g": 7.001}
    events = {f"{letter}{size}": spot(value) for letter, spot in spots.items() for size, value in values.items()}
    passing, failing = {"EQ": (7, 1), "GT": (9, 1), "GE": (9, 1), "LT": (1, 9), "LE": (1, 9)}[op]
    events |= {
        "x1": {"quantityList": [amount(passing, _OTHER)]},
        "x2": {"quantityList": [amount(passing)]},
        "x3": {"quantityList": [amount(passing, _OTHER), amount(failing, "KGM")]},
        "x4": sensed({"value": passing, "uom": "KGM"}),
    }
    wanted = {"EQ": "e", "GT": "g", "GE": "eg", "LT": "l", "LE": "le"}[op]
    hits = " ".join(name for name in events if name[1] in wanted and name[0] != "x")
    return Case({"7": hits, "7.0": hits}, events, single=op != "EQ")


# ---------------------------------------------------------------- types and master data


def _typed(listed: str, field: str, kind: str, other: str) -> Case:
    def listing(*pairs: tuple[str, str]) -> Fields:
        return {listed: [{"type": type, field: document} for type, document in pairs]}

    events = {
        "a": listing((kind, "urn:x:1"), (other, "urn:x:2")),
        "b": listing((kind, "urn:x:2")),
        "c": listing(("example:own", "urn:x:1"), (kind, "urn:x:3")),
        "m": listing((other, "urn:x:1")),
        "n": {"example:document": "urn:x:1"},
        "o": {},
    }
    return Case({"urn:x:1": "a", "urn:x:2": "b", "urn:x:3": "c", "urn:x:4": ""}, events)


def _element(id: str, **attributes: Any) -> Fields:
    return {
        "id": id,
        "attributes": [{"id": f"https://ns.example.com/{name}", "attribute": one} for name, one in attributes.items()],
    }


_PLACES: tuple[Fields, ...] = (
    {
        "type": "urn:epcglobal:epcis:vtype:BusinessLocation",
        "vocabularyElementList": [
            _element("urn:x:yard", country="SE", area=7),
            _element("urn:x:hall", country="NO"),
            _element("urn:x:road", length=3),
            {"id": "urn:x:void", "attributes": [{"id": "https://ns.example.com/country"}]},
        ],
    },
)
_SPOTS = {"a": "urn:x:yard", "b": "urn:x:hall", "m": "urn:x:road", "n": "urn:x:void", "o": "urn:x:unknown"}


def _has_attribute() -> Case:
    events: dict[str, Fields] = {letter: {"example:level": place} for letter, place in _SPOTS.items()}
    events |= {"p": {"readPoint": {"id": "urn:x:yard"}}, "q": {"example:levels": "urn:x:yard"}}
    events |= {"r": {"example:outer": {"example:level": "urn:x:yard"}}}
    found = {"country": "a b", "https://ns.example.com/area": "a", "area": "a", "Country": "", "SE": ""}
    return Case(found, events, False, _PLACES)


def _has_value() -> Case:
    events: dict[str, Fields] = {letter: {"readPoint": {"id": place}} for letter, place in _SPOTS.items()}
    events |= {"p": {"bizLocation": {"id": "urn:x:yard"}}, "q": {"example:readPoint": "urn:x:yard"}}
    return Case({"SE": "a", "NO": "b", "country": "", "7": ""}, events, False, _PLACES)


FAMILIES: dict[str, Case] = {
    "EQ_bizTransaction_po": _typed("bizTransactionList", "bizTransaction", "po", "inv"),
    "EQ_source_owning_party": _typed("sourceList", "source", "owning_party", "possessing_party"),
    "EQ_destination_location": _typed("destinationList", "destination", "location", "owning_party"),
    **_own("", False, _ALL),
    **_own("", True, _ALL),
    **_own("ILMD_", False, _ALL),
    **_own("ILMD_", True, _ALL),
    **_own("ERROR_DECLARATION_", False, _ALL),
    **_own("ERROR_DECLARATION_", True, _ALL),
    **_own("SENSORELEMENT_", False, _ALL),
    **_own("SENSORMETADATA_", False, _ALL),
    **_own("SENSORREPORT_", False, _ALL),
    **_own("SENSORELEMENT_", True, _COMPARED),
    **_own("SENSORMETADATA_", True, _COMPARED),
    **_own("SENSORREPORT_", True, _COMPARED),
    **_own("readPoint_", False, "EQ"),
    **_own("readPoint_", True, "EQ"),
    **_own("bizLocation_", False, "EQ"),
    **_own("bizLocation_", True, "EQ"),
    **{
        f"{op}_{field}_{unit}": _measured(field, op)
        for field, unit in UNITS.items()
        if field != "quantity"
        for op in _ORDERS
    },
    "EQ_value_CEL": _measured("value", "EQ"),
    **{f"{op}_quantity_KGM": _amounts(op) for op in ("EQ", *_ORDERS)},
    "HASATTR_example:level": _has_attribute(),
    "EQ_ATTR_readPoint_country": _has_value(),
}
"""Parameters whose name carries something, each under one name."""

__all__ = ["FAMILIES", "LOT", "OWN", "SCOPES", "UNITS"]
