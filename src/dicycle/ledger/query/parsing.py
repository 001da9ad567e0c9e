"""From the parameters of a SimpleEventQuery to a `Query`."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from dicycle.ledger.predicates import Column, Described, Predicate, Query, Says
from dicycle.ledger.query.content import BY_CONTENT, PATTERNED_BY_CONTENT
from dicycle.ledger.query.indexed import BY_INDEX, PATTERNED_BY_INDEX
from dicycle.ledger.query.values import Maker, Values, likely, refuse, some, too_complex

CONTROLS: Final = ("orderBy", "orderDirection", "eventCountLimit", "maxEventCount")


PARAMETERS: Final[Mapping[str, Maker]] = {**BY_INDEX, **BY_CONTENT}
"""Every parameter with a fixed name."""

PATTERNED: Final = (*PATTERNED_BY_INDEX, *PATTERNED_BY_CONTENT)
"""Every parameter whose name carries a type, a unit, or a field of somebody's own."""

_MOST_PARAMETERS: Final = 100


def _maker(name: str) -> Maker:
    if name in PARAMETERS:
        return PARAMETERS[name]
    for pattern, make in PATTERNED:
        if found := pattern.fullmatch(name):
            return make(found)
    known = sorted({*PARAMETERS, *CONTROLS})
    advice = likely(name, known) or f"It knows {', '.join(known)}."
    raise refuse(name, f"{name!r} is not a query parameter that this ledger understands.", advice)


def parse_query(parameters: Mapping[str, Values], namespaces: Mapping[str, str] | None = None) -> Query:
    """Return the query that SimpleEventQuery parameters ask for.

    Each parameter comes with the list of its values (one of them must match). `namespaces` says what prefixes of
    field names stand for; without it they are compared as they are written. Raises InvalidQuery naming the parameter
    that is unknown or malformed, TooLarge if more is asked than one query takes.
    """
    if len(parameters) > _MOST_PARAMETERS:
        raise too_complex("", f"This query has {len(parameters)} parameters; it may have {_MOST_PARAMETERS}.")
    where = tuple(_meant(one, namespaces or {}) for one in _predicates(parameters))
    order = _choice("orderBy", parameters, {"eventTime": Column.EVENT_TIME, "recordTime": Column.RECORD_TIME})
    descending = _choice("orderDirection", parameters, {"DESC": True, "ASC": False})
    return Query(where, order, descending, *_limits(parameters))


def _predicates(parameters: Mapping[str, Values]) -> Iterator[Predicate]:
    """Yield what the parameters ask; an EXISTS that is false asks nothing (GS1's openapi.json)."""
    for name, values in parameters.items():
        if name not in CONTROLS:
            made = _maker(name)(name, some(name, values))
            if not (name.startswith("EXISTS_") and list(values) == ["false"]):
                yield made


def _meant(predicate: Predicate, namespaces: Mapping[str, str]) -> Predicate:
    """Return a predicate that compares a field of somebody's own by its namespace, if that is known."""
    if isinstance(predicate, Described) and predicate.says:
        return predicate._replace(says=_named(predicate.says, namespaces))
    return _named(predicate, namespaces) if isinstance(predicate, Says) else predicate


def _named(says: Says, namespaces: Mapping[str, str]) -> Says:
    prefix, colon, _ = says.field.partition(":")
    return says._replace(namespace=namespaces[prefix]) if colon and prefix in namespaces else says


def _limits(parameters: Mapping[str, Values]) -> tuple[int | None, int | None]:
    limit, ceiling = _count("eventCountLimit", parameters), _count("maxEventCount", parameters)
    if limit is not None and ceiling is not None:
        raise refuse("eventCountLimit", "eventCountLimit and maxEventCount exclude each other.", "Give one of them.")
    if limit is not None and "orderBy" not in parameters:
        raise refuse("eventCountLimit", "eventCountLimit takes the first events of an order.", "Give orderBy too.")
    return limit, ceiling


def _count(name: str, parameters: Mapping[str, Values]) -> int | None:
    if name not in parameters:
        return None
    value = ", ".join(parameters[name])
    if not (value.isascii() and value.isdigit() and int(value[:10]) > 0 and len(value) < 10):
        raise refuse(name, f"{value!r} is not a whole number above 0.")
    return int(value)


def _choice(name: str, parameters: Mapping[str, Values], options: Mapping[str, Any]) -> Any:
    value = ", ".join(parameters.get(name, [next(iter(options))]))
    if value not in options:
        raise refuse(name, f"{value!r} is not one of {', '.join(options)}.")
    return options[value]
