"""What a small world's events say in their JSON, and the parameters about it, each by its definition on plain values.

The definitions here are a second reading of the standard, made of loops over lists; the ledger's own are not used.
"""

import operator
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from hypothesis import strategies as st

Event = dict[str, Any]
Test = Callable[[Event, list[str]], bool]

SITE = "https://id.gs1.org/414/9521234000013"
LINE = "urn:x:line"
PLACES = ["urn:epc:id:sgln:9521234.00001.0", SITE, f"{SITE}/254/7", "geo:1,2", LINE]
CELL, PACK = "https://id.gs1.org/01/09521234000013", "https://id.gs1.org/01/09521234123453"
TIMES = [f"2026-01-01T00:0{minute}:00Z" for minute in range(4)]
WORDS = ["damaged", "expired", "ex:wet"]
URIS = ["urn:x:1", "urn:x:2"]
UNITS = ["CEL", "KGM"]
_UNITS = [*UNITS, None]
_NUMBERS = [1, 1.5, 2]
_ASKED = ["1", "1.5", "2.0"]
_OWN = [1, 1.5, "red", "1", "1.5", TIMES[1], True, None, ["red", 2], {"@value": "red"}, {"ex:b": 1}, "", []]
_ORDERED = ["1", "1.5", TIMES[1]]
_OWN_ASKED = [*_ORDERED, "red", "true"]

MASTER_DATA = [
    {
        "type": "urn:epcglobal:epcis:vtype:BusinessLocation",
        "vocabularyElementList": [
            {"id": SITE, "attributes": [{"id": "ex:land", "attribute": "SE"}], "children": [LINE]},
            {"id": LINE, "children": ["geo:1,2", SITE], "attributes": [{"id": "urn:x:mda#land", "attribute": "NO"}]},
        ],
    },
    {
        "type": "urn:epcglobal:epcis:vtype:EPCClass",
        "vocabularyElementList": [
            {"id": CELL, "attributes": [{"id": "ex:size", "attribute": 2.5}, {"id": "ex:land"}]},
            {"id": "urn:x:1", "attributes": [{"id": "ex:land", "attribute": "SE"}]},
        ],
    },
]
"""A site has a line, which has a spot and (a mistake that happens) the site again; cells have a size."""

BELOW = {SITE: {SITE, LINE, "geo:1,2"}, LINE: {SITE, LINE, "geo:1,2"}}
_WITH_LAND = {"SE": {SITE, "urn:x:1"}, "NO": {LINE}}

# ---------------------------------------------------------------- events


def _opt(**fields: Any) -> Any:
    return st.fixed_dictionaries({}, optional=fields)


def _from(values: list[Any]) -> Any:
    return st.sampled_from(values)


def _joined(*parts: Any) -> Any:
    return st.tuples(*parts).map(lambda found: {key: one for part in found for key, one in part.items()})


own = st.fixed_dictionaries(
    {},
    optional={
        "ex:a": _from(_OWN),
        "ex:o": _from([{"ex:a": "red"}, {"ex:m": [{"ex:a": 1.5}]}, [{"ex:b": 1}], {"ex:a": {"ex:a": 1}}]),
        "ex:maker": _from(URIS),
    },
)
conditions = _opt(set=st.just(["damaged"]), unset=_from([["expired"], ["damaged", "ex:wet"]])).filter(bool)
declarations = _joined(
    _from(TIMES).map(lambda time: {"declarationTime": time}),
    _opt(reason=_from(["incorrect_data", "did_not_occur"]), correctiveEventIDs=st.lists(_from(URIS), max_size=2)),
    own,
)
LINKS = ("deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "bizRules")
_links = _opt(**dict.fromkeys(LINKS, _from(URIS)))
_moments = _opt(time=_from(TIMES))
_report = _joined(
    _from(["Temperature", "Mass"]).map(lambda kind: {"type": kind}),
    _links,
    _moments,
    _from(_UNITS).map(lambda unit: {"uom": unit} if unit else {}),
    _opt(
        **dict.fromkeys(
            ("value", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue"), _from(_NUMBERS)
        ),
    ),
    _opt(**dict.fromkeys(("microorganism", "chemicalSubstance", "uriValue"), _from(URIS))),
    _opt(stringValue=_from(["red", "1"]), booleanValue=st.booleans(), hexBinaryValue=_from(["ff", "10"])),
    own,
)
_metadata = _joined(_links, _moments, _opt(startTime=_from(TIMES), endTime=_from(TIMES)), own)
_element = _joined(
    st.lists(_report, min_size=1, max_size=2).map(lambda told: {"sensorReport": told}),
    _opt(sensorMetadata=_metadata),
    own,
)
sensors = st.lists(_element, max_size=2)
amounts = _joined(_opt(quantity=_from(_NUMBERS)), _from(_UNITS).map(lambda unit: {"uom": unit} if unit else {}))
places = st.tuples(_from(PLACES), st.just({}) | own).map(lambda found: {"id": found[0], **found[1]})

# ---------------------------------------------------------------- definitions


def at(event: Event, *path: str) -> Iterator[Event]:
    """Yield the objects at the end of a path, through lists."""
    found: list[Any] = [event]
    for step in path:
        found = [one for value in found for one in _list(value.get(step))]
    yield from found


def _list(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _number(text: Any) -> Decimal | None:
    try:
        return None if isinstance(text, bool) else Decimal(str(text))
    except InvalidOperation:
        return None


_SIGNS = {"EQ": operator.eq, "GT": operator.gt, "GE": operator.ge, "LT": operator.lt, "LE": operator.le}


def compares(op: str, found: Any, asked: str) -> bool:
    """Tell whether one plain value compares: numbers by size, times by text (all are UTC here), else the same text."""
    if isinstance(found, bool):
        return op == "EQ" and asked == str(found).lower()
    if isinstance(found, str) and (op == "EQ" or asked.startswith("2026")):
        return found.startswith("2026") == asked.startswith("2026") and bool(_SIGNS[op](found, asked))
    one, other = _number(found), _number(asked)
    return one is not None and other is not None and bool(_SIGNS[op](one, other))


def _plain(value: Any) -> list[Any]:
    return [one["@value"] if isinstance(one, dict) and "@value" in one else one for one in _list(value)]


def field(op: str, name: str, *paths: tuple[str, ...], unit: str | None = None) -> Test:
    """Return the definition of a parameter about a field of objects, beside whose value a unit may have to stand."""

    def test(event: Event, asked: list[str]) -> bool:
        objects = [one for path in paths for one in at(event, *path) if unit is None or one.get("uom") == unit]
        return any(
            compares(op, value, one)
            for found in objects
            for value in _plain(found.get(name))
            if not isinstance(value, dict)
            for one in asked
        )

    return test


def _inner(value: Any, name: str) -> Iterator[Any]:
    for one in _list(value):
        if isinstance(one, dict):
            for key, deeper in one.items():
                if key == name:
                    yield deeper
                yield from _inner(deeper, name)


def extension(op: str, inner: bool, *path: str) -> Test:
    """Return the definition of a parameter about ``ex:a``: in the objects at a path, or below their own fields."""

    def test(event: Event, asked: list[str]) -> bool:
        found = [
            value
            for one in at(event, *path)
            for key, top in one.items()
            if key.startswith("ex:")
            for value in (_inner(top, "ex:a") if inner else [top] if key == "ex:a" else [])
        ]
        if op == "EXISTS":
            return any(value not in (None, "", [], {}) for value in found)
        values = [plain for value in found for plain in _plain(value) if not isinstance(plain, dict)]
        return any(compares(op, value, one) for value in values for one in asked)

    return test


def exists(name: str) -> Test:
    """Return the definition of a parameter that asks whether a field of the event is there and not empty."""
    return lambda event, _: bool(event.get(name))


def _described(land: str | None, field: str) -> Test:
    """Master data gives the place or maker in a field a land, perhaps one of those asked for."""

    def test(event: Event, asked: list[str]) -> bool:
        value = event.get(field)
        id = value.get("id") if isinstance(value, dict) else value
        id = SITE if id == PLACES[0] else id
        wanted = asked if land else list(_WITH_LAND) if "land" in asked else []
        return any(id in _WITH_LAND.get(one, set()) for one in wanted)

    return test


def _sized(event: Event, asked: list[str]) -> bool:
    """A cell, or an amount of cells of some lot, has the size 2.5."""
    listed = [one["epcClass"] for name in _AMOUNTS for one in at(event, name)]
    cells = [one == "urn:epc:class:lgtin:9521234.000001.L" or one.startswith(CELL) for one in listed]
    return any(cells) and any(_number(one) == Decimal("2.5") for one in asked)


_REPORT, _METADATA = ("sensorElementList", "sensorReport"), ("sensorElementList", "sensorMetadata")
_AMOUNTS = ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList")
_AMOUNT_PATHS = [(name,) for name in _AMOUNTS]
_SCOPES: dict[str, tuple[str, ...]] = {
    "": (),
    "ILMD_": ("ilmd",),
    "ERROR_DECLARATION_": ("errorDeclaration",),
    "SENSORELEMENT_": ("sensorElementList",),
    "SENSORMETADATA_": _METADATA,
    "SENSORREPORT_": _REPORT,
    "readPoint_": ("readPoint",),
    "bizLocation_": ("bizLocation",),
}
_DECLARED = ("errorDeclaration",)

SAID: dict[str, tuple[list[str], Test]] = {
    "EQ_persistentDisposition_set": (WORDS, field("EQ", "set", ("persistentDisposition",))),
    "EQ_persistentDisposition_unset": (WORDS, field("EQ", "unset", ("persistentDisposition",))),
    "EXISTS_errorDeclaration": ([""], exists("errorDeclaration")),
    "EXISTS_sensorElementList": ([""], exists("sensorElementList")),
    "EQ_errorReason": (["incorrect_data", "did_not_occur"], field("EQ", "reason", _DECLARED)),
    "EQ_correctiveEventID": (URIS, field("EQ", "correctiveEventIDs", _DECLARED)),
    **{
        f"{op}_errorDeclaration{mark}Time": (TIMES, field(op, "declarationTime", _DECLARED))
        for op in ("GE", "LT")
        for mark in ("", "_")
    },
    **{
        f"{op}_{name}": (TIMES, field(op, name, _REPORT, _METADATA))
        for op in ("GE", "LT")
        for name in ("time", "startTime", "endTime")
    },
    "EQ_type": (["Temperature", "Mass", "Voltage"], field("EQ", "type", _REPORT)),
    **{f"EQ_{name}": (URIS, field("EQ", name, _REPORT, _METADATA)) for name in LINKS},
    **{f"EQ_{name}": (URIS, field("EQ", name, _REPORT)) for name in ("microorganism", "chemicalSubstance", "uriValue")},
    "EQ_stringValue": (["red", "1", "1.0"], field("EQ", "stringValue", _REPORT)),
    "EQ_booleanValue": (["true", "false"], field("EQ", "booleanValue", _REPORT)),
    "EQ_hexBinaryValue": (["ff", "10", "1"], field("EQ", "hexBinaryValue", _REPORT)),
    **{f"{op}_percRank": (_ASKED, field(op, "percRank", _REPORT)) for op in _SIGNS},
    **{f"{op}_quantity": (_ASKED, field(op, "quantity", *_AMOUNT_PATHS)) for op in _SIGNS},
    **{f"{op}_quantity_{u}": (_ASKED, field(op, "quantity", *_AMOUNT_PATHS, unit=u)) for op in _SIGNS for u in UNITS},
    **{
        f"{op}_{name}_{unit}": (_ASKED, field(op, name, _REPORT, unit=unit))
        for op in _SIGNS
        for name in ("value", "minValue", "maxValue", "meanValue", "sDev", "percValue")
        for unit in UNITS
    },
    **{
        f"{op}_{'INNER_' if inner else ''}{scope}ex:a": (
            _OWN_ASKED if op == "EQ" else _ORDERED,
            extension(op, inner, *path),
        )
        for op in (*_SIGNS, "EXISTS")
        for scope, path in _SCOPES.items()
        for inner in (False, True)
    },
    "HASATTR_readPoint": (["land", "size"], _described(None, "readPoint")),
    "HASATTR_ex:maker": (["land", "size"], _described(None, "ex:maker")),
    "EQ_ATTR_bizLocation_land": (["SE", "NO", "DK"], _described("land", "bizLocation")),
    "EQ_ATTR_ex:maker_land": (["SE", "NO"], _described("land", "ex:maker")),
    "EQ_ATTR_epcClass_ex:size": (["2.50", "3"], _sized),
}
"""Parameters with the values to ask for and their definitions."""

COMPARED = tuple(name for name in SAID if not name.startswith(("EQ_", "HASATTR_", "EXISTS_")))
"""Parameters that take one value, which must have an order."""
