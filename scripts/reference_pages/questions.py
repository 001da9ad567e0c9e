"""The reference of query parameters, told by the predicates that they make."""

from dicycle.errors import InvalidQuery
from dicycle.ledger.predicates import AnyOf, Bound, Described, OneOf, Op, Predicate, Says, Touches, Within
from dicycle.ledger.query import CONTROLS, PARAMETERS, PATTERNED
from dicycle.ledger.query.values import Maker
from dicycle.ledger.terms import Role
from reference_pages.words import code, page, table

_SAMPLES = (
    "2027-02-18T09:30:00Z",
    "ADD",
    "shipping",
    "in_transit",
    "incorrect_data",
    "7",
    "true",
    "https://x.example/1",
)
_FIELDS = {
    Role.EPC: "`epcList`",
    Role.PARENT: "`parentID`",
    Role.CHILD: "`childEPCs`",
    Role.INPUT: "`inputEPCList`",
    Role.OUTPUT: "`outputEPCList`",
    Role.CLASS: "`quantityList`",
    Role.CHILD_CLASS: "`childQuantityList`",
    Role.INPUT_CLASS: "`inputQuantityList`",
    Role.OUTPUT_CLASS: "`outputQuantityList`",
    Role.BIZ_TRANSACTION: "`bizTransactionList`",
    Role.SOURCE: "`sourceList`",
    Role.DESTINATION: "`destinationList`",
    Role.READ_POINT: "`readPoint`",
    Role.BIZ_LOCATION: "`bizLocation`",
    Role.TRANSFORMATION: "`transformationID`",
}
_COLUMNS = {
    "type": "`type`",
    "action": "`action`",
    "biz_step": "`bizStep`",
    "disposition": "`disposition`",
    "event_id": "`eventID`",
    "event_time": "`eventTime`",
    "record_time": "`recordTime`",
}
_CONTROLS = {
    "orderBy": "`eventTime` (default) or `recordTime`.",
    "orderDirection": "`DESC` (default, newest first) or `ASC`.",
    "eventCountLimit": "Give the first so many events of an order and no more; needs `orderBy`.",
    "maxEventCount": "Refuse the query (413, QueryTooLargeException) if more events match.",
}
_COMPARED = {
    Op.EQ: "is one of the values",
    Op.GT: "is above the value",
    Op.GE: "is the value or above it",
    Op.LT: "is below the value",
    Op.LE: "is the value or below it",
    Op.EXISTS: "is there and not empty",
}
_TIMED = {Op.GE: "is at or after the value", Op.LT: "is before the value"}
_PATTERNS = {
    "EQ_bizTransaction_{type}": ("EQ_bizTransaction_po", ", of that type"),
    "EQ_source_{type}": ("EQ_source_location", ", of that type"),
    "EQ_destination_{type}": ("EQ_destination_location", ", of that type"),
    "{op}_{value}_{unit}": ("GE_value_CEL", "; see below for other operators and values"),
    "HASATTR_{field}": ("HASATTR_readPoint", "; see below for other fields"),
    "EQ_ATTR_{field}_{attribute}": ("EQ_ATTR_readPoint_name", "; see below for other fields"),
    "{op}_{scope}{prefix:name}": ("GT_ILMD_example:level", "; see below for other operators and scopes"),
}
"""How each family of names is shown, with one name of it and what is to be added to its telling."""

_SCOPES = {
    "": "the event",
    "ILMD_": "`ilmd`",
    "ERROR_DECLARATION_": "`errorDeclaration`",
    "SENSORELEMENT_": "an entry of `sensorElementList`",
    "SENSORMETADATA_": "`sensorMetadata`",
    "SENSORREPORT_": "an entry of `sensorReport`",
    "readPoint_": "`readPoint`",
    "bizLocation_": "`bizLocation`",
}


def query_page() -> str:
    """Return the page of all query parameters; what each asks for is told by the predicate that it makes."""
    named = [(code(name), asks(_sample(name, make))) for name, make in PARAMETERS.items()]
    controls = [(code(name), _CONTROLS[name]) for name in CONTROLS]
    return page(
        "Query parameters",
        "The parameters of SimpleEventQuery (EPCIS 2.0 §8.2.7.1) that this ledger understands: all of them. They are "
        "used over HTTP in `GET /events`, on the command line in `dicycle events`, in Python as keywords of "
        "`Loop.events`. Any other parameter is refused by name, never ignored. All parameters must hold; of the "
        "values of one parameter, one must. Several values are written with `|` between them, or the parameter is "
        "given again.",
        "Identifiers may be written as GS1 Digital Link or EPC URN: both find the same events. `MATCH_…` also takes "
        "pure identity patterns such as `urn:epc:idpat:sgtin:9521234.012345.*`. What the standard leaves open, and how "
        "it is read here, stands in [queries](../explanation/queries.md).",
        table(("Parameter", "The event matches if"), [*named, *_families()]),
        *_about_families(),
        "## Order and size",
        table(("Parameter", "Meaning"), controls),
        "Over HTTP, `perPage` says how many events a page holds and `nextPageToken` where it goes on.",
    )


def _families() -> list[tuple[str, str]]:
    """Return a row for each family of names, in the order of the code's own patterns."""
    rows = []
    for (shown, (name, more)), (pattern, make) in zip(_PATTERNS.items(), PATTERNED, strict=True):
        found = pattern.fullmatch(name)
        assert found, f"{name} is no example of {pattern.pattern}"
        rows.append((code(shown), f"{asks(_sample(name, make(found)))}{more}"))
    return rows


def _about_families() -> tuple[str, ...]:
    return (
        "## Readings and amounts in a unit",
        "`{op}` is `EQ`, `GT`, `GE`, `LT` or `LE`; `{value}` is `value`, `minValue`, `maxValue`, `meanValue`, "
        "`sDev`, `percValue` or `quantity`; `{unit}` is a code of [UN/CEFACT Recommendation 20](units.md) and must "
        "stand beside the value as `uom`.",
        "## Fields of your own",
        "`{op}` may also be `EXISTS`, which needs no value. `{scope}` says where the field stands; with `INNER_` "
        "before the scope, as in `EQ_INNER_ILMD_example:level`, it is looked for below the fields that stand there, "
        "at any depth.",
        table(
            ("Scope", "The field stands in"),
            [(code(word) if word else "(none)", where) for word, where in _SCOPES.items()],
        ),
        "## Master data",
        "`{field}` is `readPoint`, `bizLocation`, `epcList`, `childEPCs`, `parentID`, `inputEPCList`, "
        "`outputEPCList`, `anyEPC`, `epcClass`, `transformationID`, `bizStep`, `disposition`, `bizTransaction`, "
        "`source`, `destination`, or a field of your own. An attribute is named by its id or by the last part of it.",
    )


def _sample(name: str, make: Maker) -> Predicate:
    for value in _SAMPLES:
        try:
            return make(name, [value])
        except InvalidQuery:
            continue
    raise AssertionError(f"No sample value fits {name}.")


def asks(predicate: Predicate) -> str:
    """Return what a predicate asks, as the end of a sentence about an event."""
    if isinstance(predicate, OneOf):
        return f"its {_COLUMNS[predicate.column]} is one of the values"
    if isinstance(predicate, Bound):
        return f"its {_COLUMNS[predicate.column]} is {'before' if predicate.least is None else 'at or after'} the value"
    if isinstance(predicate, Touches):
        return f"{_roles(predicate.roles)} has one of the values"
    if isinstance(predicate, Within):
        where = _roles((predicate.role,))
        return f"{where} has one of the values, an extension of one, or a place below one by master data"
    if isinstance(predicate, Described):
        return _described(predicate)
    if isinstance(predicate, AnyOf):
        return " or ".join(map(asks, predicate.predicates))
    return _says(predicate)


def _roles(roles: tuple[int, ...]) -> str:
    return " or ".join(_FIELDS[Role(role)] for role in roles)


def _described(predicate: Described) -> str:
    where = _roles(predicate.roles) if predicate.roles else code(predicate.says.field if predicate.says else "")
    if predicate.values:
        return f"master data gives the attribute one of the values for what {where} says"
    return f"master data gives one of the attributes named by the values for what {where} says"


def _says(predicate: Says) -> str:
    where = " or ".join(code(".".join(path)) for path in predicate.paths if path)
    unit = f" in {code(predicate.unit)}" if predicate.unit else ""
    compared = (_TIMED if predicate.field.lower().endswith("time") else {}).get(predicate.op, _COMPARED[predicate.op])
    return f"{code(predicate.field)}{unit}{f' of {where}' if where else ''} {compared}"
