"""Query parameters that only an event's JSON answers: readings, amounts, declarations, fields of somebody's own.

And those that ask master data about what an event names.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from dicycle.ledger import cbv
from dicycle.ledger.predicates import Described, Op, Predicate, Says
from dicycle.ledger.query.values import Maker, Values, moment, number, refuse, uri, word
from dicycle.ledger.terms import CLASSES, INSTANCES, Role

Paths = tuple[tuple[str, ...], ...]
Check = Callable[[str, str], object]

_EVENT: Final[Paths] = ((),)
_REPORT: Final = ("sensorElementList", "sensorReport")
_METADATA: Final = ("sensorElementList", "sensorMetadata")
_SENSOR: Final[Paths] = (_METADATA, _REPORT)
_AMOUNTS: Final[Paths] = tuple(
    (name,) for name in ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList")
)
_CONDITIONS: Final[Paths] = (("persistentDisposition",),)
_DECLARATION: Final[Paths] = (("errorDeclaration",),)
_SCOPES: Final[Mapping[str, Paths]] = {
    "": _EVENT,
    "ILMD_": (("ilmd",),),
    "ERROR_DECLARATION_": _DECLARATION,
    "SENSORELEMENT_": (("sensorElementList",),),
    "SENSORMETADATA_": (_METADATA,),
    "SENSORREPORT_": (_REPORT,),
    "readPoint_": (("readPoint",),),
    "bizLocation_": (("bizLocation",),),
}
"""Where a field of somebody's own may stand, by the word in the parameter's name."""

_ROLES: Final[Mapping[str, tuple[int, ...]]] = {
    "readPoint": (Role.READ_POINT,),
    "bizLocation": (Role.BIZ_LOCATION,),
    "epcList": (Role.EPC,),
    "childEPCs": (Role.CHILD,),
    "parentID": (Role.PARENT,),
    "inputEPCList": (Role.INPUT,),
    "outputEPCList": (Role.OUTPUT,),
    "anyEPC": INSTANCES,
    "epcClass": CLASSES,
    "transformationID": (Role.TRANSFORMATION,),
}
"""The fields of the standard that an index knows and about which master data can be asked."""

_SAID: Final[Mapping[str, Paths]] = {
    "bizStep": _EVENT,
    "disposition": _EVENT,
    "bizTransaction": (("bizTransactionList",),),
    "source": (("sourceList",),),
    "destination": (("destinationList",),),
}
"""Further fields of the standard about which master data can be asked, and where they stand."""


def _anything(_name: str, _value: str) -> None:
    """Any text will do."""


def _disposition(name: str, value: str) -> None:
    word(name, value, cbv.DISPOSITIONS)


def _reason(name: str, value: str) -> None:
    word(name, value, cbv.ERROR_REASONS)


def _measurement(name: str, value: str) -> None:
    word(name, value, cbv.MEASUREMENT_TYPES)


def _boolean(name: str, value: str) -> None:
    if value not in ("true", "false"):
        raise refuse(name, f"{value!r} is neither true nor false.")


def _hex(name: str, value: str) -> None:
    if not re.fullmatch(r"[0-9A-Fa-f]+", value):
        raise refuse(name, f"{value!r} is not written in the digits 0 to 9 and A to F.")


def _moment(name: str, value: str) -> None:
    moment(name, [value])


def _says(paths: Paths, field: str, op: Op, check: Check, unit: str | None = None) -> Maker:
    def make(name: str, values: Values) -> Predicate:
        for value in values:
            check(name, value)
        if op is not Op.EQ and len(values) != 1:
            raise refuse(name, f"{name} takes one value.")
        return Says(paths, field, op, tuple(values), unit)

    return make


def _there(paths: Paths, field: str) -> Maker:
    return lambda _name, _values: Says(paths, field, Op.EXISTS)


def _own(found: re.Match[str]) -> Maker:
    """A field of somebody's own, compared with texts, numbers or moments."""
    op, paths = Op(found["op"]), _SCOPES[found["scope"] or ""]

    def make(name: str, values: Values) -> Predicate:
        if op is Op.EXISTS:
            return Says(paths, found["field"], op, inner=bool(found["inner"]))
        if op is not Op.EQ:
            _check_order(name, values)
        return Says(paths, found["field"], op, tuple(values), inner=bool(found["inner"]))

    return make


def _check_order(name: str, values: Values) -> None:
    """Refuse what has no order: only one number or one date-time can be compared by size."""
    if len(values) != 1:
        raise refuse(name, f"{name} takes one value.")
    if ":" in values[0]:
        moment(name, values)
    else:
        number(name, values[0])


def _measured(found: re.Match[str]) -> Maker:
    """A reading or an amount in a unit."""
    paths = _AMOUNTS if found["field"] == "quantity" else (_REPORT,)
    return _says(paths, found["field"], Op(found["op"]), number, found["unit"])


def _described(found: re.Match[str]) -> Maker:
    """Something that master data gives an attribute, named in the values (HASATTR) or in the name (EQ_ATTR)."""
    field, attribute = found["field"], found.groupdict().get("attribute")
    if field not in _ROLES and field not in _SAID and ":" not in field:
        advice = f"Use one of {', '.join((*_ROLES, *_SAID))}, or a field of your own."
        raise refuse(found[0], f"{field!r} is not a field that master data tells of.", advice)
    says = None if field in _ROLES else Says(_SAID.get(field, _EVENT), field, Op.EQ)

    def make(name: str, values: Values) -> Predicate:
        attributes, wanted = ((attribute,), tuple(values)) if attribute else (tuple(values), ())
        return Described(attributes, wanted, _ROLES.get(field, ()), says)

    return make


BY_CONTENT: Final[Mapping[str, Maker]] = {
    "EQ_persistentDisposition_set": _says(_CONDITIONS, "set", Op.EQ, _disposition),
    "EQ_persistentDisposition_unset": _says(_CONDITIONS, "unset", Op.EQ, _disposition),
    **{f"{op}_quantity": _says(_AMOUNTS, "quantity", op, number) for op in Op if op is not Op.EXISTS},
    "EXISTS_errorDeclaration": _there(_EVENT, "errorDeclaration"),
    **{
        f"{op}_errorDeclaration{mark}Time": _says(_DECLARATION, "declarationTime", op, _moment)
        for op in (Op.GE, Op.LT)
        for mark in ("_", "")
    },
    "EQ_errorReason": _says(_DECLARATION, "reason", Op.EQ, _reason),
    "EQ_correctiveEventID": _says(_DECLARATION, "correctiveEventIDs", Op.EQ, uri),
    "EXISTS_sensorElementList": _there(_EVENT, "sensorElementList"),
    **{
        f"{op}_{field}": _says(_SENSOR, field, op, _moment)
        for op in (Op.GE, Op.LT)
        for field in ("time", "startTime", "endTime")
    },
    "EQ_type": _says((_REPORT,), "type", Op.EQ, _measurement),
    **{
        f"EQ_{field}": _says(_SENSOR, field, Op.EQ, uri)
        for field in ("deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "bizRules")
    },
    **{
        f"EQ_{field}": _says((_REPORT,), field, Op.EQ, uri)
        for field in ("microorganism", "chemicalSubstance", "uriValue")
    },
    "EQ_stringValue": _says((_REPORT,), "stringValue", Op.EQ, _anything),
    "EQ_booleanValue": _says((_REPORT,), "booleanValue", Op.EQ, _boolean),
    "EQ_hexBinaryValue": _says((_REPORT,), "hexBinaryValue", Op.EQ, _hex),
    **{f"{op}_percRank": _says((_REPORT,), "percRank", op, number) for op in Op if op is not Op.EXISTS},
}
"""Parameters with a fixed name that the event's JSON answers."""

_SCOPE_WORDS: Final = "|".join(scope for scope in _SCOPES if scope)
_OPS: Final = "EQ|GT|GE|LT|LE"
_FIELD: Final = r"[A-Za-z][\w.-]*:[\w.-]+"

PATTERNED_BY_CONTENT: Final[Sequence[tuple[re.Pattern[str], Callable[[re.Match[str]], Maker]]]] = (
    (
        re.compile(
            rf"(?P<op>{_OPS})_(?P<field>value|minValue|maxValue|meanValue|sDev|percValue|quantity)_(?P<unit>[A-Z0-9]{{2,4}})"
        ),
        _measured,
    ),
    (re.compile(rf"HASATTR_(?P<field>{_FIELD}|[A-Za-z]+)"), _described),
    (re.compile(rf"EQ_?ATTR_(?P<field>[A-Za-z]+|{_FIELD})_(?P<attribute>.+)"), _described),
    (
        re.compile(rf"(?P<op>EQ|GT|GE|LT|LE|EXISTS)_(?P<inner>INNER_)?(?P<scope>{_SCOPE_WORDS})?(?P<field>{_FIELD})"),
        _own,
    ),
)
"""Parameters whose name carries a unit, a field of somebody's own, or an attribute of master data."""
