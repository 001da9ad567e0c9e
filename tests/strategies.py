"""EPCIS events, ways to spell them, and ways to spoil them, as Hypothesis strategies."""

import json
import os
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from functools import partial
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from dicycle.ledger import cbv
from dicycle.vocabulary import EPCIS_CONTEXT

Json = Any
CONTEXT: Json = [EPCIS_CONTEXT, {"ex": "https://example.com/terms/", "dcy": "https://w3id.org/dicycle/terms/"}]

# ---------------------------------------------------------------- values

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
exact_numbers = st.one_of(
    st.integers(-(10**6), 10**6),
    st.integers(-(10**40), 10**40),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-1000, max_value=1000),
    st.builds(
        lambda sign, digits, exponent: Decimal((sign, tuple(digits), exponent)),
        st.integers(0, 1),
        st.lists(st.integers(0, 9), min_size=1, max_size=34),
        st.integers(-60, 60),
    ),
    st.sampled_from([Decimal(text) for text in ("0.1234567890123456789", "1e-7", "12.50", "-0.0", "1E+400", "0e9")]),
)
anything: SearchStrategy[Json] = st.recursive(
    st.one_of(st.none(), st.booleans(), exact_numbers, texts),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
extension_keys = st.sampled_from(["ex:note", "ex:lot", "dcy:grade", "https://example.com/terms/whole"])
extensions = st.dictionaries(extension_keys, anything, max_size=2)

# ---------------------------------------------------------------- words of events

items = st.builds(
    "https://id.gs1.org/01/{}/21/{}".format,
    st.sampled_from(["09521234012344", "09521234000013", "09521234000020"]),
    st.text("ABC123", min_size=1, max_size=4),
) | st.builds("urn:epc:id:sgtin:9521234.012345.{}".format, st.integers(1, 50))
lots = st.builds("https://id.gs1.org/01/09521234000013/10/{}".format, st.text("LMN01", min_size=1, max_size=3))
places = st.sampled_from(["https://id.gs1.org/414/9521234000006", "urn:epc:id:sgln:9521234.00001.0", "geo:1,2"])
times = st.builds(
    "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{}".format,
    st.integers(1, 9999),
    st.integers(1, 12),
    st.integers(1, 28),
    st.integers(0, 23),
    st.integers(0, 59),
    st.integers(0, 59),
    st.sampled_from(["", ".5", ".123456", ".123456789", ".000"]),
    st.sampled_from(["Z", "+08:00", "-03:30", "+00:00", "-00:00", "z"]),
)
offsets = st.sampled_from(["+00:00", "-00:00", "+08:00", "-11:30", "+14:00"])


def _word(words: Any, own: str) -> SearchStrategy[str]:
    return st.sampled_from([*sorted(words), own])


def _filled(inner: SearchStrategy[Json]) -> SearchStrategy[Json]:
    return st.lists(inner, min_size=1, max_size=3)


epcs = st.lists(items, min_size=1, max_size=3, unique=True)
amounts = _filled(
    st.fixed_dictionaries(
        {"epcClass": lots}, optional={"quantity": exact_numbers, "uom": st.sampled_from(["KGM", "P1"])}
    )
)


def _extended(inner: SearchStrategy[Json]) -> SearchStrategy[Json]:
    """Any of `inner`, with extension keys beside the standard's."""
    return st.builds(lambda own, more: {**more, **own}, inner, extensions)


conditions = st.lists(_word(cbv.DISPOSITIONS, "ex:wet"), min_size=1, max_size=2, unique=True)
lasting = st.one_of(
    st.fixed_dictionaries({"set": conditions}, optional={"unset": conditions}),
    st.fixed_dictionaries({"unset": conditions}),
)
_uris = dict.fromkeys(("deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "bizRules"), places)
reports = _extended(
    st.fixed_dictionaries(
        {"type": _word(cbv.MEASUREMENT_TYPES, "dcy:stateOfHealth")},
        optional={
            **_uris,
            **dict.fromkeys(
                ("value", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue"), exact_numbers
            ),
            "time": times,
            "exception": st.sampled_from(sorted(cbv.SENSOR_ALERTS)),
            "component": _word(cbv.COMPONENTS, "ex:inside"),
            "stringValue": texts,
            "booleanValue": st.booleans(),
            "hexBinaryValue": st.text("0123456789abcdefABCDEF", min_size=1, max_size=6),
            "uom": st.sampled_from(["P1", "CEL", "AMH"]),
        },
    )
)
sensors = _extended(
    st.fixed_dictionaries(
        {"sensorReport": _filled(reports)},
        optional={
            "sensorMetadata": _extended(
                st.fixed_dictionaries({}, optional={**_uris, "time": times, "startTime": times, "endTime": times})
            )
        },
    )
)
transfer_types = _word(cbv.SOURCE_DEST_TYPES, "ex:side")
spots = _extended(st.fixed_dictionaries({"id": places}))
declarations = _extended(
    st.fixed_dictionaries(
        {"declarationTime": times},
        optional={
            "reason": _word(cbv.ERROR_REASONS, "ex:mistyped"),
            "correctiveEventIDs": st.lists(places, max_size=2),
        },
    )
)
_always = {"eventTime": times, "eventTimeZoneOffset": offsets}
_optional = {
    "eventID": st.builds("urn:uuid:{}".format, st.uuids()),
    "recordTime": times,
    "certificationInfo": places | st.lists(places, max_size=2),
    "errorDeclaration": declarations,
    "bizStep": _word(cbv.BIZ_STEPS, "ex:stacking"),
    "disposition": _word(cbv.DISPOSITIONS, "ex:wet"),
    "readPoint": spots,
    "bizLocation": spots,
    "bizTransactionList": _filled(
        st.fixed_dictionaries(
            {"bizTransaction": places}, optional={"type": _word(cbv.BIZ_TRANSACTION_TYPES, "ex:slip")}
        )
    ),
    "sourceList": _filled(st.fixed_dictionaries({"type": transfer_types, "source": places})),
    "destinationList": _filled(st.fixed_dictionaries({"type": transfer_types, "destination": places})),
    "sensorElementList": _filled(sensors),
}
_actions = st.sampled_from(sorted(cbv.ACTIONS))


def _event(kind: str, more: dict[str, Any], optional: dict[str, Any] | None = None) -> SearchStrategy[Json]:
    fixed = {"type": st.just(kind), **_always, **more}
    others = {key: one for key, one in {**_optional, **(optional or {})}.items() if key not in fixed}
    return _extended(st.fixed_dictionaries(fixed, optional=others))


def _born(event: Json, ilmd: Json) -> Json:
    return {**event, "ilmd": ilmd} if event.get("action", "ADD") == "ADD" and ilmd else event


_parented = {"action": _actions, "parentID": items, "childEPCs": epcs}
events: SearchStrategy[Json] = st.one_of(
    st.builds(
        _born,
        _event(
            "ObjectEvent",
            {"action": _actions, "epcList": epcs},
            {"quantityList": amounts, "persistentDisposition": lasting},
        ),
        extensions,
    ),
    _event("AggregationEvent", _parented, {"childQuantityList": amounts}),
    _event("AssociationEvent", _parented, {"childQuantityList": amounts}),
    _event(
        "TransactionEvent",
        {"action": _actions, "epcList": epcs, "bizTransactionList": _optional["bizTransactionList"]},
        {"parentID": items, "quantityList": amounts},
    ),
    st.builds(
        _born,
        _event(
            "TransformationEvent",
            {"inputEPCList": epcs, "outputQuantityList": amounts},
            {
                "inputQuantityList": amounts,
                "outputEPCList": epcs,
                "transformationID": places,
                "persistentDisposition": lasting,
            },
        ),
        extensions,
    ),
    _event("ex:StackingEvent", {}, {"epcList": epcs, "ex:height": exact_numbers}),
)
"""Valid events of all types, with extensions wherever the standard lets them stand, without their context."""


# ---------------------------------------------------------------- spelling


def written(value: Json, *, ascii_only: bool = True, space: str = " ") -> str:
    """Write JSON with every digit of a Decimal."""
    inside = partial(written, ascii_only=ascii_only, space=space)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        members = (f"{inside(key)}:{space}{inside(one)}" for key, one in value.items())
        return "{" + f",{space}".join(members) + "}"
    if isinstance(value, list):
        return "[" + f",{space}".join(map(inside, value)) + "]"
    return json.dumps(value, ensure_ascii=ascii_only)


@st.composite
def shuffled(draw: Any, value: Json) -> Json:
    """Draw the same value with its keys in another order, at every level."""
    if isinstance(value, dict):
        return {key: draw(shuffled(value[key])) for key in draw(st.permutations(list(value)))}
    return [draw(shuffled(one)) for one in value] if isinstance(value, list) else value


@st.composite
def spellings(draw: Any, value: Json) -> bytes:
    """Draw a way to write a value: key order, layout, escapes."""
    space = draw(st.sampled_from(["", " ", "\n\t ", "\r\n"]))
    return written(draw(shuffled(value)), ascii_only=draw(st.booleans()), space=space).encode()


# ---------------------------------------------------------------- spoiling

ODD: list[Json] = [
    *(None, 0, 1, -1.5, True, False, "", "a", "a:b", "urn:epcglobal:cbv:x", [], {}, ["a:b"], ["a:b", "a:b"], [1, 1.0]),
    *("2026-01-01T00:00:00Z", "2026-01-01", "ADD", "DELETE", "OBSERVE", "+01:00", "ObjectEvent", "EPCISDocument"),
    *(
        "https://gs1.org/voc/x",
        "https://ns.gs1.org/cbv/x",
        {"a": 1},
        {"a:b": 1},
        {"id": "a:b"},
        "KGM",
        "kgm",
        "2.0",
        "po",
    ),
]
KEYS = [
    *("ext", "ext:a", "type", "action", "ilmd", "epcList", "quantityList", "parentID", "childEPCs", "set", "id", "uom"),
    *(
        "readPoint",
        "transformationID",
        "@context",
        "eventID",
        "inputEPCList",
        "sensorReport",
        "queryResults",
        "eventList",
    ),
]


def paths(value: Json, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of everything inside a value."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in members:
        yield (*path, key)
        yield from paths(one, (*path, key))


@st.composite
def spoiled(draw: Any, documents: list[Json], least: int = 1) -> Json:
    """Draw one of the documents with up to three things dropped, replaced, doubled, renamed or put in."""
    value = deepcopy(draw(st.sampled_from(documents)))
    for _ in range(draw(st.integers(least, 3))):
        if found := list(paths(value)):
            _spoil(draw, value, draw(st.sampled_from(found)))
    return value


def _spoil(draw: Any, value: Json, path: tuple[Any, ...]) -> None:
    for key in path[:-1]:
        value = value[key]
    last = path[-1]
    way = draw(st.sampled_from(["drop", "replace", "double", "rename", "insert"]))
    if way == "drop":
        del value[last]
    elif way == "replace":
        value[last] = deepcopy(draw(st.sampled_from(ODD)))
    elif isinstance(value, list):
        value.insert(last, deepcopy(value[last] if way == "double" else draw(st.sampled_from(ODD))))
    elif way == "rename":
        value[draw(st.sampled_from(KEYS))] = value.pop(last)
    else:
        value[draw(st.sampled_from(KEYS))] = deepcopy(draw(st.sampled_from(ODD)))


@st.composite
def edited(draw: Any, originals: SearchStrategy[str], letters: str) -> str:
    """Draw a text with up to three characters taken out, put in or changed."""
    text = draw(originals)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(["", *letters])) + text[at + draw(st.integers(0, 1)) :]
    return text


def examples(count: int) -> settings:
    """Return settings that try so many examples, and in `make test-all` ten times as many."""
    return settings(max_examples=count * int(os.environ.get("DICYCLE_EXAMPLES", "1")))
