"""A unit begun on with other facts than those of its inspection that goes on: both are shown, nothing is lost."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple, get_args
from urllib.parse import urlencode

from msgspec import UNSET

from dicycle.errors import InvalidInput
from dicycle.health.grading.types import known_types
from dicycle.health.inspecting import Inspection, Inspections
from dicycle.health.model import CellType, Kind
from dicycle.server.health.nameplates import cell_type

FIELDS: Final = ("kind", "type", "chemistry", "capacity", "series", "voltages", "resistance", "after", "place")
"""What the form of beginning states of a unit."""
_FACTS: Final = (
    ("Type", "id", ""), ("Chemistry", "chemistry", ""), ("Rated capacity", "rated_capacity", " Ah"),
    ("Cells in series", "series", ""), ("Cells in parallel", "parallel", ""), ("Cell empty", "voltage_min", " V"),
    ("Cell full", "voltage_max", " V"), ("Resistance when new", "new_resistance", ""),
)  # fmt: skip


class Otherwise(NamedTuple):
    """The facts as they were said now and as the inspection has them, and the fields of the form that said them."""

    rows: tuple[tuple[str, str, str], ...]
    fields: dict[str, str]


def query_of(word: Mapping[str, str]) -> str:
    """Return the fields of the form as a query, to be shown beside the inspection that goes on."""
    return urlencode({name: word[name] for name in FIELDS if word.get(name)})


def kind_of(text: str) -> Kind | None:
    """Return the kind of a unit that a form names, None if it names none."""
    return next((one for one in get_args(Kind) if one == text), None)


def otherwise(inspections: Inspections, there: Inspection, query: Mapping[str, str]) -> Otherwise | None:
    """Return what a query says of a unit otherwise than its inspection does; None if nothing."""
    fields = {name: query[name].strip() for name in FIELDS if query.get(name, "").strip()}
    kind = kind_of(fields.get("kind", ""))
    try:
        said = cell_type(lambda name: fields.get(name, ""), kind, known_types(inspections.rules))
    except InvalidInput:
        return None
    begun = there.begun
    rows = [("What it is", kind or "", begun.kind or ""), ("Place", fields.get("place", ""), begun.place or "")]
    rows += _facts(said, begun.type) if said else []
    differing = tuple((what, one, other or "not said") for what, one, other in rows if one and one != other)
    return Otherwise(differing, fields) if differing else None


def _facts(said: CellType, there: CellType | None) -> Iterator[tuple[str, str, str]]:
    for what, name, unit in _FACTS:
        yield what, _told(said, name, unit), _told(there, name, unit)


def _told(type: CellType | None, name: str, unit: str) -> str:
    """Return a fact of a type in words; nothing where nobody states it."""
    value = getattr(type, name, None)
    if type is None or value in (None, UNSET) or _unsaid(type, name):
        return ""
    if name == "new_resistance":
        return f"{value.ohm * 1000:g} mΩ after {value.seconds:g} s"
    return f"{value:g}{unit}" if isinstance(value, float) else f"{value}{unit}"


def _unsaid(type: CellType, name: str) -> bool:
    """Tell whether a 1 stands there because nobody said how many cells."""
    if name == "series":
        return max(type.series, type.parallel) == 1 and type.one_in_series is not True
    return name == "parallel" and type.parallel == 1
