"""A query as JSON (GS1's query-schema.json): the same parameters, with typed values and a context of their own."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from dicycle.errors import InvalidQuery
from dicycle.findings import Finding
from dicycle.ledger import context as contexts
from dicycle.ledger import grammar
from dicycle.ledger.formats import is_time, is_uri
from dicycle.ledger.query.values import refuse

Form = Callable[[Any], bool]
_MOST_SHOWN: Final = 60


def from_body(query: Any) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return the parameters that a JSON query gives, as `parse_query` takes them, and what its prefixes stand for.

    Raises InvalidQuery, naming the parameter, if a value is not of the JSON type that GS1's query schema gives it.
    """
    if not isinstance(query, dict):
        raise refuse("", "A query must be an object of parameters.", 'Write it as {"EQ_bizStep": ["shipping"]}.')
    given = {name: value for name, value in query.items() if name != "@context"}
    return {name: _texts(name, value) for name, value in given.items()}, _namespaces(query.get("@context", []))


def from_header(text: str) -> dict[str, str]:
    """Return what prefixes stand for by the header GS1-Extensions: ``example=https://ns.example.com/, other=…``.

    A part that gives no prefix or no URI says nothing about fields and is left out.
    """
    pairs = (part.strip().partition("=") for part in text.split(","))
    return {prefix.strip(): value.strip() for prefix, _, value in pairs if prefix.strip() and is_uri(value.strip())}


def _namespaces(context: Any) -> dict[str, str]:
    wrong: list[Finding] = []
    grammar.context(context, "@context", wrong)
    if wrong:
        raise InvalidQuery(*(one._replace(code="query.parameter") for one in wrong))
    return dict(contexts.bindings(contexts.encoded(context)))


def _texts(name: str, value: Any) -> list[str]:
    """Return the values of a parameter as texts; raises InvalidQuery."""
    fits, takes = _form(name)
    if not fits(value):
        raise refuse(name, f"{name} takes {takes}, but this is {_shown(value)}.")
    return [_text(one) for one in (value if isinstance(value, list) else [value])]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _shown(value: Any) -> str:
    text = repr(value) if isinstance(value, str) else contexts.encoded(value).decode(errors="replace")
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _plain(value: Any) -> bool:
    return isinstance(value, str)


def _true_or_false(value: Any) -> bool:
    return isinstance(value, bool)


def _nothing(value: Any) -> bool:
    return value is None or isinstance(value, int)


def _ordered(value: Any) -> bool:
    return _number(value) or (isinstance(value, str) and is_time(value))


def _words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _numbers(value: Any) -> bool:
    return _number(value) or (isinstance(value, list) and all(map(_number, value)))


_FORMS: Final[tuple[tuple[str, Form, str], ...]] = (
    (r"eventCountLimit|maxEventCount", _whole, "a whole number"),
    (r"orderBy|orderDirection", _plain, "one text"),
    (r"EQ_booleanValue", _true_or_false, "true or false"),
    (r"EXISTS_.*", _nothing, "null, a whole number, true or false"),
    (r"(?:GT|GE|LT|LE)_.*", _ordered, "one number or one date-time with an offset"),
    (r"EQ_(?:quantity|percRank|(?:quantity|\w*[vV]alue|sDev)_[A-Z0-9]{2,4})", _numbers, "a list of numbers"),
    (
        r"EQ_(?:.*:.*|ATTR_.*)",
        lambda value: _words(value) or _ordered(value),
        "a list of texts, a number or a date-time",
    ),
    (r".*", _words, "a list of texts"),
)
"""What JSON a parameter takes, by its name: the first pattern that fits counts."""


def _form(name: str) -> tuple[Form, str]:
    return next((form, takes) for pattern, form, takes in _FORMS if re.fullmatch(pattern, name, re.DOTALL))
