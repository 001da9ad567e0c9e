"""The type of a unit as a form says it: what the nameplate says, and which of the known types it is."""

from collections.abc import Callable, Mapping
from typing import Any, Final, get_args

from msgspec import UNSET, UnsetType
from msgspec.structs import asdict, replace

from dicycle.errors import InvalidInput
from dicycle.health.model import CellType, Chemistry, Kind, NewResistance
from dicycle.health.nameplate import arranged, one_in_series
from dicycle.server.health.typing_in import numbers, single

MOST_SERIES: Final = 2000
MOST_VOLTS: Final = 10.0
_ARRANGED: Final = ("series", "parallel", "kind", "one_in_series")
"""What is of the unit rather than of its cells: a model of cells holds for modules of them, too."""

Word = Callable[[str], str]
"""Gives what stands in a field."""


def cell_type(word: Word, kind: Kind | None = None, known: Mapping[str, CellType | None] = {}) -> CellType | None:
    """Return the type that a form states, None if it says no capacity; raises InvalidInput.

    The fields: type (one of those that are `known`), chemistry, capacity (Ah), series (a number, or 13S4P), voltages (V
    per cell, empty and full), resistance (mOhm, of the whole unit when new) and after (s).
    """
    name, chemistry = word("type"), _chemistry(word("chemistry"))
    if name and name not in known:
        sentence = f"Neither limits nor models here are about {name[:40]!r}."
        raise InvalidInput.because("yard.unknown-type", sentence, "Type", "Choose one of the list, or none.")
    fitted = known.get(name)
    rated = _rated(word("capacity"), name, fitted)
    if rated is None:
        return None
    series, parallel = _cells(word("series"))
    empty, full = _limits(word("voltages"))
    stated = CellType(
        id=name or f"{chemistry or 'cell'} {rated:g} Ah", chemistry=chemistry, rated_capacity=rated,
        series=series or 1, parallel=parallel, kind=kind, voltage_min=empty, voltage_max=full,
        new_resistance=_new(word("resistance"), word("after")), one_in_series=one_in_series(series, kind),
    )  # fmt: skip
    return _together(fitted, stated) if fitted else stated


def _rated(text: str, name: str, fitted: CellType | None) -> float | None:
    """Return the rated capacity in Ah as it is typed, else that of the fitted type; None if no type is meant."""
    if text:
        found = single(text, "Rated capacity")
        if found <= 0:
            raise _no_nameplate()
        return found
    if name and not fitted:
        sentence = f"Only its limits are known of {name!r}, and no rated capacity is said."
        raise InvalidInput.because("yard.type", sentence, "Rated capacity", "Read it off the nameplate.")
    return fitted.rated_capacity if fitted else None


def _together(fitted: CellType, stated: CellType) -> CellType:
    """Return a fitted type with what a form says besides; raises InvalidInput where it says something else."""
    bare = CellType(id=stated.id, rated_capacity=0.0)
    said = {name: value for name, value in asdict(stated).items() if value != getattr(bare, name) or name == "id"}
    if stated.one_in_series is True:
        said["series"] = 1
    there = {name: value for name, value in asdict(fitted).items() if value not in (None, UNSET)}
    cells = {name: value for name, value in said.items() if name not in _ARRANGED}
    wrong = [name for name, value in cells.items() if there.get(name, value) != value]
    if wrong:
        told = ", ".join(f"{name.replace('_', ' ')} {_short(there[name])}" for name in wrong)
        sentence = f"The type {fitted.id!r} was fitted with {told}; something else is said here."
        raise InvalidInput.because("yard.other-type", sentence, "Type", "Choose the type that it is, or none.")
    return replace(fitted, **cells, **{name: said[name] for name in _ARRANGED if name in said})


def _short(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _cells(text: str) -> tuple[int | None, int]:
    """Return the cells in series, None where nobody says it, and in parallel: a number is of those in series."""
    if not text:
        return None, 1
    found = arranged(text)
    if found.series is None or found.rest:
        count = single(text, "Cells in series")
        found = found._replace(series=int(count) if count.is_integer() else 0)
    if not (1 <= (found.series or 0) <= MOST_SERIES and 1 <= found.parallel <= MOST_SERIES):
        raise _no_nameplate()
    return found.series, found.parallel


def _no_nameplate() -> InvalidInput:
    sentence = "A rated capacity is above 0 Ah, and the cells in series are a whole number."
    return InvalidInput.because("yard.type", sentence, "Type", "Read both off the nameplate.")


def _chemistry(text: str) -> Chemistry | None:
    known: Chemistry | None = next((one for one in get_args(Chemistry) if one == text), None)
    if text and known is None:
        advice = f"Use one of {', '.join(get_args(Chemistry))}."
        raise InvalidInput.because("yard.chemistry", f"{text[:20]!r} is no known chemistry.", "chemistry", advice)
    return known


def _limits(text: str) -> tuple[float | None, float | None]:
    """Return between which voltages a cell is used, None for both if nobody says."""
    if not text:
        return None, None
    found = numbers(text, "Voltages of a cell")
    if not isinstance(found, tuple) or len(found) != 2 or not 0 < found[0] < found[1] < MOST_VOLTS:
        sentence = "Two voltages of one cell are asked for: empty, then full."
        raise InvalidInput.because("yard.voltages", sentence, "Voltages of a cell", "Write them as in 2.5 3.65.")
    return found


def _new(text: str, after: str) -> NewResistance | UnsetType:
    """Return the resistance when new, at half charge and 25 degrees Celsius."""
    if not text:
        return UNSET
    if not after:
        sentence, advice = "It is not said how long after the current began.", "Write the seconds of the data sheet."
        raise InvalidInput.because("yard.resistance", sentence, "Resistance when new", advice)
    ohm, seconds = single(text, "Resistance when new") / 1000, single(after, "after (s)")
    if ohm <= 0 or seconds <= 0:
        sentence, advice = "A resistance and its seconds are above 0.", "Read both off the data sheet."
        raise InvalidInput.because("yard.resistance", sentence, "Resistance when new", advice)
    return NewResistance(ohm=ohm, seconds=seconds)
