"""The values of query parameters, checked: each refusal names its parameter."""

from collections.abc import Callable, Collection, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import Final

from dicycle.errors import InvalidQuery, TooLarge
from dicycle.findings import Finding
from dicycle.identifiers import canonical
from dicycle.ledger.formats import is_uri, microseconds
from dicycle.ledger.matching import reading
from dicycle.ledger.predicates import Predicate

Values = Sequence[str]
Maker = Callable[[str, Values], Predicate]

MOST_VALUES: Final = 500
MOST_RANGES: Final = 100
_LONGEST_WORD: Final = 60


def refuse(name: str, sentence: str, advice: str = "") -> InvalidQuery:
    """Return the error that says what is wrong with a parameter."""
    return InvalidQuery(Finding("query.parameter", sentence, name, advice=advice))


def too_complex(name: str, sentence: str) -> TooLarge:
    """Return the error that says that a query asks for too much at once (QueryTooComplexException)."""
    return TooLarge(Finding("query.too-complex", sentence, name, advice="Ask in parts."))


def moment(name: str, values: Values) -> int:
    """Return the one time that a parameter gives; raises InvalidQuery otherwise."""
    found = microseconds(values[0]) if len(values) == 1 else None
    if found is None:
        given = ", ".join(values)
        raise refuse(name, f"{given!r} is not one date-time with an offset.", "Write it as 2027-02-18T09:30:00Z.")
    return found


def number(name: str, value: str) -> Decimal:
    """Return a value as a number; raises InvalidQuery otherwise."""
    found = reading(value).number
    if found is None:
        raise refuse(name, f"{value!r} is not a number.", "Write it as 3.65 or 1e-3.")
    return found


def uri(name: str, value: str) -> str:
    """Return the canonical form of a URI; raises InvalidQuery otherwise."""
    if not is_uri(value):
        raise refuse(name, f"{value!r} is not a URI.")
    return canonical(value)


def word(name: str, value: str, words: frozenset[str]) -> str:
    """Return a word of the standard or a URI; raises InvalidQuery otherwise."""
    if value not in words and not is_uri(value):
        raise refuse(name, f"{value!r} is neither a word of the standard nor a URI.", likely(value, words))
    return value


def likely(value: str, words: Collection[str]) -> str:
    """Return advice that names the word that was probably meant; empty if none is near."""
    near = get_close_matches(value, sorted(words), n=1, cutoff=0.8) if len(value) <= _LONGEST_WORD else []
    return f"Did you mean {near[0]}?" if near else ""


def check_ranges(name: str, count: int) -> None:
    """Refuse a query that would read very many ranges of identifiers."""
    if count > MOST_RANGES:
        sentence = f"{name} asks for {count} ranges of identifiers; one query takes up to {MOST_RANGES}."
        raise too_complex(name, sentence)


def some(name: str, values: Values) -> Values:
    """Return the values of a parameter if there are any, not too many, and all are text."""
    if len(values) > MOST_VALUES:
        raise too_complex(name, f"{name} has {len(values)} values; one query takes up to {MOST_VALUES}.")
    if not [value for value in values if value] and not name.startswith("EXISTS_"):
        raise refuse(name, f"{name} was given without a value.")
    if any("\ud800" <= character <= "\udfff" for value in values for character in value):
        raise refuse(name, f"{name} was given a value that is not text.")
    return values
