"""What the birth facts of an event say that things are made of (``dcy:content``)."""

from typing import Any, NamedTuple

from dicycle.genealogy.graph.model import NOT_SAID
from dicycle.identifiers import canonical
from dicycle.units.exact import exact
from dicycle.vocabulary import CATEGORY, CONTENT, ELEMENTS_OF, ITEM, MASS

_LARGEST = 2**62


class Made(NamedTuple):
    """Micrograms in all (or NOT_SAID), and of each element that is there; and what it is, if that is said here."""

    mass: int
    elements: tuple[tuple[str, int], ...]
    category: str = ""


class Declared(NamedTuple):
    """What is declared by name, and of all other single things."""

    named: dict[str, Made] = {}  # noqa: RUF012
    shared: Made | None = None


def declared(ilmd: dict[str, Any]) -> Declared:
    """Return what birth facts declare; entries that are no content are left out."""
    entries = ilmd.get(CONTENT)
    named: dict[str, Made] = {}
    shared: Made | None = None
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get(ELEMENTS_OF), dict):
            category = entry.get(CATEGORY)
            made = Made(
                _micrograms(entry.get(MASS)),
                _elements(entry[ELEMENTS_OF]),
                category if isinstance(category, str) else "",
            )
            if isinstance(entry.get(ITEM), str):
                named[canonical(entry[ITEM])] = made
            elif ITEM not in entry:
                shared = made
    return Declared(named, shared)


def _elements(said: dict[str, Any]) -> tuple[tuple[str, int], ...]:
    masses = ((element, _micrograms(number)) for element, number in said.items())
    return tuple((element, mass) for element, mass in masses if element and mass > 0)


def _micrograms(number: Any) -> int:
    found = exact(number)
    return round(found[1]) if found and 0 <= found[1] <= _LARGEST else NOT_SAID
