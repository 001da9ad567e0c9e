"""Tests put together by what may be fitted together: one type, width, currents, and number of turning points."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from dicycle.findings import Finding, Severity
from dicycle.health.learning.views import FEWEST_POINTS, PER_PAIR, points
from dicycle.health.model import CellType
from dicycle.health.records.table import PulseTest

_FEWEST_STATES: Final = 20
_GRID: Final = 0.2
_PLACES: Final = 6


class Gathered(NamedTuple):
    """Rows that belong together, in a fixed order: by unit, then state of charge, then voltages. Units are numbered."""

    type: CellType
    width: float
    amplitudes: tuple[float, ...]
    points: int
    names: tuple[str, ...]
    units: tuple[int, ...]
    voltages: tuple[tuple[float, ...], ...]
    soc: tuple[float | None, ...]
    health: tuple[float, ...]
    temperature: tuple[float | None, ...]

    @property
    def size(self) -> int:
        """How many physical units there are."""
        return len(self.names)


def usable(test: PulseTest) -> bool:
    """Tell whether a test can teach: a capacity, a rated capacity, at least one whole pair of pulses."""
    return (
        test.capacity is not None
        and np.isfinite(test.capacity)
        and test.capacity > 0
        and test.type.rated_capacity > 0
        and pulses(test) >= FEWEST_POINTS
    )


def pulses(test: PulseTest) -> int:
    """Return how many turning points of a test are there and belong to a stated current."""
    return min(points(test.voltages), 1 + PER_PAIR * len(test.amplitudes))


class Key(NamedTuple):
    """What tests that belong together share: the name of the type, width s, currents C, number of turning points."""

    type: str
    width: float
    amplitudes: tuple[float, ...]
    points: int


def health_of(test: PulseTest) -> float:
    """Return the measured capacity by the rated one."""
    return (test.capacity or 0.0) / test.type.rated_capacity


def key_of(test: PulseTest) -> Key:
    """Return what a test shares with those that belong to it."""
    return Key(test.type.id, test.width, test.amplitudes, pulses(test))


def gives_away(soc: Sequence[float | None], health: Sequence[float]) -> bool:
    """Tell whether states of charge are on a grid of what each unit holds now: with the voltage they tell the label.

    A grid of the rated capacity is honest, and so are values on no grid.
    """
    given = [(one, label) for one, label in zip(soc, health, strict=True) if one is not None]
    rated = {round(one, 3) for one, _ in given}
    relative = {round(one / label, 3) for one, label in given}
    return len(given) >= _FEWEST_STATES and len(relative) < min(_GRID * len(given), len(rated))


def gathered(tests: Sequence[PulseTest]) -> list[Gathered]:
    """Return the groups of usable tests, in a fixed order whatever the order of the tests."""
    groups: dict[Key, list[PulseTest]] = defaultdict(list)
    for test in tests:
        groups[key_of(test)].append(test)
    return [_one(groups[key], key.points) for key in sorted(groups)]


def shared(tests: Sequence[PulseTest]) -> list[Finding]:
    """Report types in which a name stands for different capacities in different files: cells numbered anew in each."""
    held: dict[tuple[Key, str], dict[str, set[float]]] = defaultdict(lambda: defaultdict(set))
    for test in tests:
        if usable(test) and test.source is not None:
            held[key_of(test), test.unit][test.source.sha256].add(round(health_of(test), _PLACES))
    twice = Counter(key.type for (key, _), files in held.items() if len(files) > 1 and _differ(list(files.values())))
    return [_shared(type_, count) for type_, count in sorted(twice.items())]


def _differ(files: Sequence[set[float]]) -> bool:
    return not set.intersection(*files)


def _shared(type_: str, count: int) -> Finding:
    told = f"{count} names of {type_} stand for other capacities in another file; each is taken for one unit."
    advice = "Give every unit one name of its own in all files."
    return Finding("health.units-in-files", told, type_, Severity.WARNING, advice)


def _one(tests: list[PulseTest], length: int) -> Gathered:
    ordered = sorted(tests, key=_place)
    names = tuple(sorted({test.unit for test in tests}))
    number = {name: place for place, name in enumerate(names)}
    first = ordered[0]
    return Gathered(
        type=first.type,
        width=first.width,
        amplitudes=first.amplitudes,
        points=length,
        names=names,
        units=tuple(number[test.unit] for test in ordered),
        voltages=tuple(tuple(map(float, test.voltages[:length])) for test in ordered),
        soc=tuple(test.soc for test in ordered),
        health=tuple(health_of(test) for test in ordered),
        temperature=tuple(test.temperature for test in ordered),
    )


def _place(test: PulseTest) -> tuple[str, float, list[float]]:
    return test.unit, -1.0 if test.soc is None else test.soc, np.nan_to_num(test.voltages, nan=-1.0).tolist()
