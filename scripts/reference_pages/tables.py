"""Reference tables read from the code's own tables: settings, query parameters, units, words of our own."""

import ast
import inspect
import re

from pydantic_core import PydanticUndefined

from dicycle import vocabulary
from dicycle.ledger import query
from dicycle.ledger.query import CONTROLS, PARAMETERS, PATTERNED, Bound, OneOf, Predicate
from dicycle.ledger.terms import Role
from dicycle.settings import Settings
from dicycle.units.codes import UNITS
from dicycle.units.measurements import MEASUREMENTS
from reference_pages.words import code, documented, page, table, told

# ---------------------------------------------------------------- settings


def settings_page() -> str:
    """Return the page of all settings."""
    rows = [
        (code(name), code(f"DICYCLE_{name.upper()}"), code(_default(field.default)), field.description)
        for name, field in Settings.model_fields.items()
    ]
    return page(
        "Settings",
        "A flag goes over the environment, the environment over the file `dicycle.toml` in the working directory. "
        "`dicycle settings` shows what is in force. An unknown key in the file is refused.",
        table(("In `dicycle.toml`", "Environment", "Default", "Meaning"), rows),
    )


def _default(value: object) -> object:
    return "" if value is PydanticUndefined else value


# ---------------------------------------------------------------- query parameters

_SAMPLES = ("2027-02-18T09:30:00Z", "ADD", "shipping", "in_transit", "https://example.com/one")
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
    "eventCountLimit": "Give the first so many events and no more.",
    "maxEventCount": "Refuse the query (413, QueryTooLargeException) if more events match.",
}


def _kind(pattern: re.Pattern[str]) -> str:
    return "po" if "bizTransaction" in pattern.pattern else "location"


def query_page() -> str:
    """Return the page of all query parameters; what each asks for is told by the predicate that it makes."""
    named = [(code(name), _asks(_sample(name))) for name in PARAMETERS]
    patterned = [
        (
            code(pattern.pattern.replace("(.+)", "{type}")),
            f"{_asks(make(_kind(pattern))('', _SAMPLES[-1:]))}, of that type",
        )
        for pattern, make in PATTERNED
    ]
    controls = [(code(name), _CONTROLS[name]) for name in CONTROLS]
    return page(
        "Query parameters",
        "The parameters of SimpleEventQuery (EPCIS 2.0 §8.2.7.1) that this ledger understands: over HTTP in "
        "`GET /events`, on the command line in `dicycle events`, in Python as keywords of `Loop.events`. Any other "
        "parameter is refused by name, never ignored. All parameters must hold; of the values of one parameter, one "
        "must. Several values are written with `|` between them, or the parameter is given again.",
        "Identifiers may be written as GS1 Digital Link or EPC URN: both find the same events. `MATCH_…` also takes "
        "pure identity patterns such as `urn:epc:idpat:sgtin:9521234.012345.*`.",
        table(("Parameter", "The event matches if"), [*named, *patterned]),
        "## Order and size",
        table(("Parameter", "Meaning"), controls),
        "Over HTTP, `perPage` says how many events a page holds and `nextPageToken` where it goes on.",
    )


def _sample(name: str) -> Predicate:
    for value in _SAMPLES:
        try:
            return PARAMETERS[name](name, [value])
        except query.InvalidQuery:
            continue
    raise AssertionError(f"No sample value fits {name}.")


def _asks(predicate: Predicate) -> str:
    if isinstance(predicate, OneOf):
        return f"its {_COLUMNS[predicate.column]} is one of the values"
    if isinstance(predicate, Bound):
        return f"its {_COLUMNS[predicate.column]} is {'before' if predicate.least is None else 'at or after'} the value"
    fields = " or ".join(_FIELDS[Role(role)] for role in predicate.roles)
    return f"{fields} has one of the values{', or a place within it' if predicate.ranges else ''}"


# ---------------------------------------------------------------- units


def units_page() -> str:
    """Return the page of all units and measurement types."""
    units = [
        (code(unit.code), unit.name, unit.symbol, unit.dimension, unit.factor, unit.offset or "")
        for unit in UNITS.values()
    ]
    kinds = [(code(f"gs1:{one.name}"), ", ".join(sorted(map(code, one.units)))) for one in MEASUREMENTS.values()]
    return page(
        "Units",
        "Common codes of UN/CEFACT Recommendation 20 that Dicycle reckons with. A value times the factor, plus the "
        "offset, is the value in the SI unit of the dimension; every factor is exact (convention 12). The ledger "
        "stores events with any code that has the right form; arithmetic refuses a unit that is not listed here.",
        table(("Code", "Unit", "Symbol", "Dimension", "Factor", "Offset"), units),
        "## Measurement types",
        "Which units a sensor report may use, by its GS1 measurement type. A type that is not listed has no rule.",
        table(("Type", "Units"), kinds),
    )


# ---------------------------------------------------------------- words of our own


def vocabulary_page() -> str:
    """Return the page of our own words in events, made from the docstrings of `dicycle.vocabulary`."""
    tree = ast.parse(inspect.getsource(vocabulary))
    return page(
        "Words of our own",
        f"EPCIS lets an event carry keys with a prefix that its `@context` binds. Ours is `{vocabulary.PREFIX}`, bound "
        f"to `{vocabulary.NAMESPACE}`. The ledger stores these keys like any extension; what Dicycle itself writes and "
        "reads stands below.",
        table(("Word", "Meaning"), _words(tree)),
        "## Closed lists",
        *(block for name in ("ELEMENTS", "FEEDS", "ROUTES", "CATEGORIES") for block in _listed(name)),
    )


def _words(tree: ast.Module) -> list[tuple[str, str]]:
    """Return the words, those that one docstring explains together in one row."""
    listed = _WHERE_USED | {name: text for names, _, text in documented(tree) for name in names}
    rows: dict[str, list[str]] = {}
    for name, value in vars(vocabulary).items():
        if isinstance(value, str) and value.startswith(f"{vocabulary.PREFIX}:"):
            rows.setdefault(told(listed.get(name, "")), []).append(code(value))
    return [("<br>".join(words), meaning) for meaning, words in rows.items()]


_WHERE_USED = {
    "ITEM": "Inside `dcy:content` and `dcy:aliases`: the thing or lot that the entry is about.",
    "ALIAS": "Inside `dcy:aliases`: another name of the thing, a URI.",
    "MASS": "Inside `dcy:content`: kilograms.",
    "ELEMENTS_OF": "Inside `dcy:content`: kilograms by element.",
    "PREDECESSOR_CODE": "ilmd key of a second-life unit: the GB/T 34014 URI of what it was before.",
}


def _listed(name: str) -> tuple[str, str]:
    return f"### {name.capitalize()}", ", ".join(map(code, getattr(vocabulary, name)))
