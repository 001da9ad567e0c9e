"""Whether an event's own JSON answers a `Says`: the part of a query that no index tells (EPCIS 2.0 §8.2.7.1)."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple

from dicycle.identifiers import canonical
from dicycle.ledger import context as contexts
from dicycle.ledger.cbv import bare
from dicycle.ledger.formats import microseconds
from dicycle.ledger.predicates import Op, Says
from dicycle.ledger.stored import StoredEvent

_VERBATIM: Final = ("stringValue", "hexBinaryValue")
"""Fields that are compared as texts, whatever they look like."""

_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,6})?", re.ASCII)
_EMPTY: Final[tuple[Any, ...]] = (None, "", [], {})
SEPARATORS: Final = (":", "/", "?", "#", "[", "]", "@")
"""What may stand between a namespace and a name (the gen-delims of RFC 3986, as in JSON-LD 1.1)."""


class Asked(NamedTuple):
    """A value of a query, as all that it may mean."""

    text: str
    number: Decimal | None
    moment: int | None
    uri: str


def holds(says: Says, event: StoredEvent) -> bool:
    """Tell whether the event's JSON answers."""
    asked = tuple(map(reading, says.values))
    return any(_answers(says, asked, one, event.context) for one in _objects(event.value, says.paths))


@lru_cache(maxsize=4096)
def reading(text: str) -> Asked:
    """Return what the text of a value may mean: a number, a date-time, a word of the CBV, a URI."""
    word = bare(text)
    number = Decimal(text) if len(text) < 1000 and _NUMBER.fullmatch(text) else None
    return Asked(word, number, microseconds(text), canonical(word) if ":" in word else word)


def _objects(event: dict[str, Any], paths: tuple[tuple[str, ...], ...]) -> Iterator[dict[str, Any]]:
    for path in paths:
        found: list[Any] = [event]
        for step in path:
            found = [one for value in found for one in _listed(value.get(step, [])) if isinstance(one, dict)]
        yield from found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _answers(says: Says, asked: tuple[Asked, ...], inside: dict[str, Any], context: bytes) -> bool:
    if says.unit is not None and inside.get("uom") != says.unit:
        return False
    found = _values(says, inside, context)
    if says.op is Op.EXISTS:
        return any(value not in _EMPTY for value in found)
    if says.field in _VERBATIM:
        return any(value in says.values for value in found)
    return any(_compares(says.op, one, wanted) for value in found for one in _plain(value) for wanted in asked)


def equals(value: Any, texts: Sequence[str]) -> bool:
    """Tell whether a JSON value is one of those that a query gives as texts."""
    return any(_compares(Op.EQ, one, reading(text)) for one in _plain(value) for text in texts)


def _values(says: Says, inside: dict[str, Any], context: bytes) -> Iterator[Any]:
    if says.inner:
        for key, value in inside.items():
            if ":" in key:
                yield from _below(says, value, context)
    elif ":" in says.field:
        yield from (value for key, value in inside.items() if _is_named(says, key, context))
    elif says.field in inside:
        yield inside[says.field]


def _below(says: Says, value: Any, context: bytes) -> Iterator[Any]:
    """Yield the values that a field of this name has anywhere below an extension."""
    for one in _listed(value):
        if isinstance(one, dict):
            for key, deeper in one.items():
                if _is_named(says, key, context):
                    yield deeper
                yield from _below(says, deeper, context)
        elif isinstance(one, list):
            yield from _below(says, one, context)


def _is_named(says: Says, key: str, context: bytes) -> bool:
    """Tell whether a key is the field: as it is written, or by the namespace that its prefix stands for.

    A key may also be written out, if the namespace ends so that the two halves can be told apart.
    """
    if says.namespace is None:
        return key == says.field
    name = says.field.partition(":")[2]
    prefix, _, local = key.partition(":")
    if local == name and (prefix, says.namespace) in contexts.bindings(context):
        return True
    return says.namespace.endswith(SEPARATORS) and key == says.namespace + name


def _plain(value: Any) -> Iterator[Any]:
    """Yield the plain values of a field: those of a list, and what JSON-LD writes as ``@value`` or ``@id``."""
    for one in _listed(value):
        if isinstance(one, dict):
            yield from (one[key] for key in ("@value", "@id", "#text") if key in one)
        elif isinstance(one, list):
            yield from _plain(one)
        else:
            yield one


def _compares(op: Op, found: Any, asked: Asked) -> bool:
    if isinstance(found, bool):
        return op is Op.EQ and asked.text == ("true" if found else "false")
    if isinstance(found, int | Decimal):
        return asked.number is not None and _ordered(op, found, asked.number)
    if not isinstance(found, str):
        return False
    return _compares_text(op, reading(found), asked)


def _compares_text(op: Op, found: Asked, asked: Asked) -> bool:
    """Compare a text: two moments by time, two numbers by size, and else whether it is the same text or thing.

    Numbers that are written as texts are equal only if they are written alike: ``"007"`` may be a serial.
    """
    if found.moment is not None and asked.moment is not None:
        return _ordered(op, found.moment, asked.moment)
    if op is Op.EQ:
        return found.text == asked.text or found.uri == asked.uri
    return found.number is not None and asked.number is not None and _ordered(op, found.number, asked.number)


def _ordered(op: Op, found: Any, asked: Any) -> bool:
    return bool(
        (found == asked and op in (Op.EQ, Op.GE, Op.LE))
        or (found > asked and op in (Op.GT, Op.GE))
        or (found < asked and op in (Op.LT, Op.LE))
    )
