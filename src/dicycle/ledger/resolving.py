"""From predicates that master data decides to those that a store answers (EPCIS 2.0 §6.5, §8.2.7.1)."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from dicycle.identifiers import class_of
from dicycle.ledger.matching import equals
from dicycle.ledger.predicates import AnyOf, Described, Predicate, TermRange, Touches, Within
from dicycle.ledger.store import MasterElement

Elements = Callable[[], Iterable[MasterElement]]
_LAST: Final = re.compile(r"[/#:]")


def resolved(where: Sequence[Predicate], elements: Elements) -> tuple[Predicate, ...]:
    """Return the same question without `Within` and `Described`; `elements` gives the master data if it is needed."""
    return tuple(_resolved(one, elements) for one in where)


def _resolved(predicate: Predicate, elements: Elements) -> Predicate:
    if isinstance(predicate, Within):
        places = _descendants(predicate.places, elements())
        return _ranging((predicate.role,), places, (f"{place}/" for place in places))
    if isinstance(predicate, Described):
        ids = _described(predicate, elements())
        if predicate.says:
            return predicate.says._replace(values=ids)
        return _ranging(predicate.roles, ids, (start for id in ids for start in _starts(id)))
    if isinstance(predicate, AnyOf):
        return AnyOf(tuple(_resolved(one, elements) for one in predicate.predicates))  # type: ignore[misc]
    return predicate


def _ranging(roles: tuple[int, ...], ids: Sequence[str], starts: Iterable[str]) -> Touches:
    """The things themselves, and those whose ids begin so."""
    prefixes = tuple(starts)
    return Touches(roles, tuple(ids), (TermRange(prefixes),) if prefixes else ())


def _starts(id: str) -> Iterator[str]:
    """Yield how the ids of a class's lots and instances begin, if it is a class."""
    for start, more in (("/", "21/0"), ("/8011/", "0"), ("", "0")):
        if class_of(f"{id}{start}{more}") == id:
            yield f"{id}{start}"


def _descendants(places: tuple[str, ...], elements: Iterable[MasterElement]) -> tuple[str, ...]:
    children: dict[str, tuple[str, ...]] = {}
    for one in elements:
        # A place may stand in two vocabularies: as a read point and as a business location.
        children[one.id] = children.get(one.id, ()) + one.children
    found = dict.fromkeys(places)
    waiting = list(places)
    while waiting:
        new = [child for child in children.get(waiting.pop(), ()) if child not in found]
        found |= dict.fromkeys(new)
        waiting += new
    return tuple(found)


def _described(asked: Described, elements: Iterable[MasterElement]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.id for one in elements if _has(one, asked)))


def _has(element: MasterElement, asked: Described) -> bool:
    given = [
        value
        for name, value in element.attributes.items()
        if value is not None and (name in asked.attributes or _LAST.split(name)[-1] in asked.attributes)
    ]
    return bool(given) if not asked.values else any(equals(value, asked.values) for value in given)
