"""SimpleEventQuery (EPCIS 2.0 §8.2.7): from parameters to predicates, by one table.

A parameter is a row of `PARAMETERS` (or of `PATTERNED`, for names that carry a type): its name and the function
that makes a predicate of its values. A store knows predicates only; it never sees a parameter's name.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

from dicycle.errors import InvalidIdentifier, InvalidQuery
from dicycle.findings import Finding
from dicycle.identifiers import canonical
from dicycle.identifiers.patterns import MatchPattern
from dicycle.identifiers.patterns import pattern as match_pattern
from dicycle.ledger import cbv
from dicycle.ledger.formats import is_uri, microseconds
from dicycle.ledger.model import EVENT_TYPES
from dicycle.ledger.terms import CLASSES, INSTANCES, Role


class Column(StrEnum):
    """A single-valued property of every event."""

    TYPE = "type"
    ACTION = "action"
    BIZ_STEP = "biz_step"
    DISPOSITION = "disposition"
    EVENT_ID = "event_id"
    EVENT_TIME = "event_time"
    RECORD_TIME = "record_time"


class OneOf(NamedTuple):
    """The column holds one of the values."""

    column: Column
    values: tuple[str, ...]


class Bound(NamedTuple):
    """A time column is at or after `least`, or before `below` (microseconds since 1970 UTC)."""

    column: Column
    least: int | None = None
    below: int | None = None


class TermRange(NamedTuple):
    """The terms that start with one of the prefixes and, if there is a pattern, match it wholly."""

    prefixes: tuple[str, ...]
    regex: str | None = None


class Touches(NamedTuple):
    """One of the event's terms in one of the roles is one of the texts, or lies in one of the ranges."""

    roles: tuple[int, ...]
    exact: tuple[str, ...]
    ranges: tuple[TermRange, ...] = ()


Predicate = OneOf | Bound | Touches
Values = Sequence[str]
Maker = Callable[[str, Values], Predicate]


class Query(NamedTuple):
    """What is asked: all predicates hold; in which order; how many at most.

    `limit` (eventCountLimit) takes the first so many; over `ceiling` (maxEventCount) the query is refused instead.
    """

    where: tuple[Predicate, ...] = ()
    order: Column = Column.EVENT_TIME
    descending: bool = True
    limit: int | None = None
    ceiling: int | None = None


def _refuse(name: str, sentence: str, advice: str = "") -> InvalidQuery:
    return InvalidQuery(Finding("query.parameter", sentence, name, advice=advice))


def _one_of(column: Column) -> Maker:
    return lambda _name, values: OneOf(column, tuple(values))


def _actions(name: str, values: Values) -> Predicate:
    for value in values:
        if value not in cbv.ACTIONS:
            raise _refuse(name, f"{value!r} is not an action.", "Use ADD, OBSERVE or DELETE.")
    return OneOf(Column.ACTION, tuple(values))


def _words(column: Column, words: frozenset[str]) -> Maker:
    def make(name: str, values: Values) -> Predicate:
        for value in values:
            if value not in words and not is_uri(value):
                raise _refuse(name, f"{value!r} is neither a word of the standard nor a URI.")
        return OneOf(column, tuple(map(cbv.bare, values)))

    return make


def moment(name: str, values: Values) -> int:
    """Return the one time that a parameter gives; raises InvalidQuery otherwise."""
    found = microseconds(values[0]) if len(values) == 1 else None
    if found is None:
        given = ", ".join(values)
        raise _refuse(name, f"{given!r} is not one date-time with an offset.", "Write it as 2027-02-18T09:30:00Z.")
    return found


def _from(column: Column) -> Maker:
    return lambda name, values: Bound(column, least=moment(name, values))


def _before(column: Column) -> Maker:
    return lambda name, values: Bound(column, below=moment(name, values))


def _match(*roles: int) -> Maker:
    """A MATCH parameter: identifiers in either syntax, or pure identity patterns."""

    def make(name: str, values: Values) -> Predicate:
        found = [_pattern(name, value) for value in values]
        ranges = tuple(TermRange(one.prefixes, one.regex.pattern) for one in found if one.exact is None)
        _check_ranges(name, sum(len(one.prefixes) for one in ranges))
        return Touches(roles, tuple(one.exact for one in found if one.exact is not None), ranges)

    return make


def _check_ranges(name: str, count: int) -> None:
    if count > _MOST_RANGES:
        sentence = f"{name} asks for {count} ranges of identifiers; one query takes up to {_MOST_RANGES}."
        raise _refuse(name, sentence, "Ask in parts.")


def _pattern(name: str, value: str) -> MatchPattern:
    try:
        return match_pattern(_uri(name, value) if not value.startswith("urn:epc:idpat:") else value)
    except InvalidIdentifier as wrong:
        raise InvalidQuery(*(finding._replace(where=name) for finding in wrong.findings)) from None


def _uri(name: str, value: str) -> str:
    if not is_uri(value):
        raise _refuse(name, f"{value!r} is not a URI.")
    return canonical(value)


def _exactly(*roles: int) -> Maker:
    return lambda name, values: Touches(roles, tuple(_uri(name, value) for value in values))


def _within(role: int) -> Maker:
    """The place itself, or a part of it: an SGLN with an extension lies within its GLN."""

    def make(name: str, values: Values) -> Predicate:
        _check_ranges(name, len(values))
        places = tuple(_uri(name, value) for value in values)
        return Touches((role,), places, (TermRange(tuple(f"{place}/" for place in places)),))

    return make


def _typed(role: int, kind: str) -> Maker:
    """A business transaction, source or destination of a stated type."""
    words = cbv.BIZ_TRANSACTION_TYPES if role == Role.BIZ_TRANSACTION else cbv.SOURCE_DEST_TYPES
    if kind not in words and not is_uri(kind):
        raise _refuse(
            kind, f"{kind!r} is neither a type of the CBV nor a URI.", f"Use one of {', '.join(sorted(words))}."
        )
    return lambda name, values: Touches((role,), tuple(f"{kind} {_uri(name, value)}" for value in values))


PARAMETERS: Final[Mapping[str, Maker]] = {
    "eventType": _words(Column.TYPE, frozenset(EVENT_TYPES)),
    "GE_eventTime": _from(Column.EVENT_TIME),
    "LT_eventTime": _before(Column.EVENT_TIME),
    "GE_recordTime": _from(Column.RECORD_TIME),
    "LT_recordTime": _before(Column.RECORD_TIME),
    "EQ_action": _actions,
    "EQ_bizStep": _words(Column.BIZ_STEP, cbv.BIZ_STEPS),
    "EQ_disposition": _words(Column.DISPOSITION, cbv.DISPOSITIONS),
    "EQ_eventID": _one_of(Column.EVENT_ID),
    "EQ_readPoint": _exactly(Role.READ_POINT),
    "WD_readPoint": _within(Role.READ_POINT),
    "EQ_bizLocation": _exactly(Role.BIZ_LOCATION),
    "WD_bizLocation": _within(Role.BIZ_LOCATION),
    "EQ_transformationID": _exactly(Role.TRANSFORMATION),
    "MATCH_epc": _match(Role.EPC, Role.CHILD),
    "MATCH_parentID": _match(Role.PARENT),
    "MATCH_inputEPC": _match(Role.INPUT),
    "MATCH_outputEPC": _match(Role.OUTPUT),
    "MATCH_anyEPC": _match(*INSTANCES),
    "MATCH_epcClass": _match(Role.CLASS, Role.CHILD_CLASS),
    "MATCH_inputEPCClass": _match(Role.INPUT_CLASS),
    "MATCH_outputEPCClass": _match(Role.OUTPUT_CLASS),
    "MATCH_anyEPCClass": _match(*CLASSES),
}
"""Every parameter with a fixed name that is understood."""

PATTERNED: Final[Sequence[tuple[re.Pattern[str], Callable[[str], Maker]]]] = (
    (re.compile(r"EQ_bizTransaction_(.+)"), lambda kind: _typed(Role.BIZ_TRANSACTION, kind)),
    (re.compile(r"EQ_source_(.+)"), lambda kind: _typed(Role.SOURCE, kind)),
    (re.compile(r"EQ_destination_(.+)"), lambda kind: _typed(Role.DESTINATION, kind)),
)
"""Parameters whose name carries a type."""

_MOST_VALUES: Final = 500
_MOST_RANGES: Final = 100

CONTROLS: Final = ("orderBy", "orderDirection", "eventCountLimit", "maxEventCount")


def _maker(name: str) -> Maker:
    if name in PARAMETERS:
        return PARAMETERS[name]
    for pattern, make in PATTERNED:
        if found := pattern.fullmatch(name):
            return make(found[1])
    known = ", ".join(sorted({*PARAMETERS, *CONTROLS}))
    raise _refuse(name, f"{name!r} is not a query parameter that this ledger understands.", f"It knows {known}.")


def parse_query(parameters: Mapping[str, Values]) -> Query:
    """Return the query that SimpleEventQuery parameters ask for.

    Each parameter comes with the list of its values (one of them must match). Raises InvalidQuery naming the
    parameter that is unknown or malformed.
    """
    where = tuple(
        _maker(name)(name, _some(name, values)) for name, values in parameters.items() if name not in CONTROLS
    )
    limit, ceiling = _count("eventCountLimit", parameters), _count("maxEventCount", parameters)
    if limit is not None and ceiling is not None:
        raise _refuse("eventCountLimit", "eventCountLimit and maxEventCount exclude each other.", "Give one of them.")
    order = _choice("orderBy", parameters, {"eventTime": Column.EVENT_TIME, "recordTime": Column.RECORD_TIME})
    descending = _choice("orderDirection", parameters, {"DESC": True, "ASC": False})
    return Query(where, order, descending, limit, ceiling)


def _some(name: str, values: Values) -> Values:
    if len(values) > _MOST_VALUES:
        raise _refuse(name, f"{name} has {len(values)} values; one query takes up to {_MOST_VALUES}.", "Ask in parts.")
    if not [value for value in values if value]:
        raise _refuse(name, f"{name} was given without a value.")
    if any("\ud800" <= character <= "\udfff" for value in values for character in value):
        raise _refuse(name, f"{name} was given a value that is not text.")
    return values


def _count(name: str, parameters: Mapping[str, Values]) -> int | None:
    if name not in parameters:
        return None
    value = ", ".join(parameters[name])
    if not (value.isascii() and value.isdigit() and int(value[:10]) > 0 and len(value) < 10):
        raise _refuse(name, f"{value!r} is not a whole number above 0.")
    return int(value)


def _choice(name: str, parameters: Mapping[str, Values], options: Mapping[str, Any]) -> Any:
    value = ", ".join(parameters.get(name, [next(iter(options))]))
    if value not in options:
        raise _refuse(name, f"{value!r} is not one of {', '.join(options)}.")
    return options[value]
