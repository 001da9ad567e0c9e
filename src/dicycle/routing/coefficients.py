"""The sheet of one chemistry and kind, and the coefficients that it is made of: numbers, or columns of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from dicycle.routing.model import Part
from dicycle.routing.parameters.model import Process, Route

Number = Any


class Coefficient(NamedTuple):
    """A part of a value: E · kwh + E · h · usable + m · kg, with rated energy E, state of health h, mass m."""

    kwh: Number = 0.0
    usable: Number = 0.0
    kg: Number = 0.0

    def plus(self, other: "Coefficient") -> "Coefficient":
        """Return the sum."""
        return Coefficient(self.kwh + other.kwh, self.usable + other.usable, self.kg + other.kg)

    def times(self, factor: Number) -> "Coefficient":
        """Return a multiple."""
        return Coefficient(self.kwh * factor, self.usable * factor, self.kg * factor)


Sum = dict[Part, Coefficient]


class Life(NamedTuple):
    """How long a route lasts: until the state of health `end`, at most `years`; `share` of it is made new before."""

    end: Number
    years: Number
    share: Number


class Rows(NamedTuple):
    """Several parts as one coefficient of columns; each column has a row for each part, in the order of `names`."""

    names: tuple[Part, ...]
    all: Coefficient


@dataclass(frozen=True)
class Sheet:
    """Everything that is reckoned of one chemistry and kind.

    `use` are the parts of routes of further use, `scrap` those of recycling and quarantine by process, `after` what
    recycling brings at the end of a further use, before the discount; `offered` the processes that there are. What
    follows from them is put together once: a sheet serves every battery of its chemistry and kind.
    """

    use: dict[Route, Sum]
    lives: dict[Route, Life]
    scrap: dict[Route, dict[Process, Sum]]
    after: dict[Process, Coefficient]
    offered: tuple[Process, ...]
    discount: Number
    fade: Number
    cell: float
    mass: float

    @cached_property
    def used(self) -> dict[Route, Coefficient]:
        """All parts of a further use as one."""
        return {route: total(parts) for route, parts in self.use.items()}

    @cached_property
    def scrapped(self) -> dict[Route, dict[Process, Coefficient]]:
        """All parts of recycling and quarantine as one, by process."""
        return {route: {key: total(parts) for key, parts in by.items()} for route, by in self.scrap.items()}

    @cached_property
    def use_rows(self) -> dict[Route, Rows]:
        """The parts of a further use in rows."""
        return {route: _rows(parts) for route, parts in self.use.items()}

    @cached_property
    def scrap_rows(self) -> dict[Route, dict[Process, Rows]]:
        """The parts of recycling and quarantine in rows, by process."""
        return {route: {key: _rows(parts) for key, parts in by.items()} for route, by in self.scrap.items()}

    @cached_property
    def after_rows(self) -> Coefficient:
        """What recycling brings afterwards, a row for each process."""
        return _together(list(self.after.values()))


def _rows(parts: Sum) -> Rows:
    return Rows(tuple(parts), _together(list(parts.values())))


def _together(parts: Sequence[Coefficient]) -> Coefficient:
    """Return parts as columns, of the shape (parts, 1), or (parts, rows) where figures have rows."""
    sizes = {len(one) for part in parts for one in part if isinstance(one, np.ndarray)}
    found = np.empty((3, len(parts), max(sizes, default=1)))
    for place, part in enumerate(parts):
        for column, one in zip(found, part, strict=True):
            column[place] = one
    return Coefficient(*found)


def total(parts: Sum) -> Coefficient:
    """Return all parts as one."""
    found = Coefficient()
    for one in parts.values():
        found = found.plus(one)
    return found
