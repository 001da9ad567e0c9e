"""Many batteries in one call. Every row comes back: with its decision, or with what is wrong with it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from dicycle.errors import InvalidInput, NotFound
from dicycle.findings import Finding
from dicycle.routing.chances import SAMPLES
from dicycle.routing.choosing import Choice, Rules, choose
from dicycle.routing.columns import Columns, columns_of
from dicycle.routing.deciding import decide, rules_for
from dicycle.routing.intake import checked, together, twice, wrongs
from dicycle.routing.laws import Law, region_name
from dicycle.routing.matching.model import Progress
from dicycle.routing.model import Battery, Decision
from dicycle.routing.parameters import Parameters
from dicycle.routing.parameters.model import ROUTES, Route
from dicycle.routing.rested import LotRested, rested_of
from dicycle.routing.routed import routed_table
from dicycle.routing.sheets import exact
from dicycle.routing.streams import CSV, intake_of
from dicycle.routing.swaying import Sway, sways
from dicycle.routing.tables import Intake, from_table
from dicycle.routing.worth import NONE


class Total(NamedTuple):
    """How many batteries go one way, and what those are worth together whose value is known."""

    batteries: int
    value: Decimal
    unvalued: int


class RoutedLot:
    """Decisions on many batteries, as columns; `findings` holds what is wrong, by row (counted from 0)."""

    def __init__(
        self, columns: Columns, findings: Mapping[int, tuple[Finding, ...]], rules: Rules, choice: Choice
    ) -> None:
        self.columns, self.findings, self.rules, self.choice = columns, findings, rules, choice
        good = np.ones(columns.total, dtype=np.bool_)
        good[list(findings)] = False
        self.places = np.where(good, np.cumsum(good) - 1, -1)

    def __len__(self) -> int:
        return self.columns.total

    def explain(self, row: int) -> Decision:
        """Return the decision on a row, as `route` gives it; raises InvalidInput for a row that is wrong, NotFound."""
        return decide(self._checked(row), self.rules)

    def _checked(self, row: int) -> Columns:
        """Return a row that is there and can be right."""
        if not 0 <= row < len(self):
            raise NotFound(Finding("routing.no-such-row", f"There is no row {row} of {len(self)}.", f"row {row}"))
        if row in self.findings:
            raise InvalidInput(*self.findings[row])
        return self.columns.rows(np.array([row]))

    def sways(self, row: int) -> tuple[Sway, ...]:
        """Return the figures that sway the decision on a row, the widest first; raises as `explain` does."""
        return sways(self._checked(row), self.rules)

    def route_of(self, row: int) -> Route | None:
        """Return where a row goes; None if it is wrong."""
        place = int(self.places[row])
        return ROUTES[int(self.choice.best[place])] if place >= 0 else None

    def totals(self) -> dict[Route, Total]:
        """Return how many go which way, and their value, exact."""
        found = {}
        for place, route in enumerate(ROUTES):
            values = self.choice.value[self.choice.best == place]
            known = values[values > NONE]
            worth = exact(sum(known.tolist()))
            found[route] = Total(len(values), worth, len(values) - len(known))
        return found

    @cached_property
    def rested(self) -> LotRested:
        """What the decisions rest on, of the rows that can be right."""
        good = self.columns.rows(np.flatnonzero(self.places >= 0))
        return rested_of(good, self.choice, self.rules.parameters)

    def table(self) -> Any:
        """Return an Arrow table with a row for each battery, in the order in which they came."""
        return routed_table(self.columns, self.findings, self.rules, self.choice, self.places, self.rested)


def route_lot(
    table: Any, parameters: Parameters | None = None, as_of: date | str | None = None,
    laws: Sequence[Law] | None = None, *, uses: Mapping[Route, str] | None = None, region: str | None = None,
    samples: int = SAMPLES, progress: Progress | None = None,
) -> RoutedLot:  # fmt: skip
    """Return what is next for many batteries: an Arrow table, the bytes of a CSV file, a sequence of them, an intake.

    `region` is that of rows that say none. `progress` is called as ``progress(done, of, what)``; what it raises ends
    the work. Columns: see `from_table`.
    """
    rules = rules_for(parameters, as_of, laws, uses, samples)
    intake = _placed(_intake(table), region)
    found = together(intake.findings, wrongs(intake.columns), twice(intake.columns))
    good = np.setdiff1d(np.arange(intake.columns.total), list(found))
    return RoutedLot(intake.columns, found, rules, choose(intake.columns.rows(good), rules, progress))


def _placed(intake: Intake, region: str | None) -> Intake:
    """Return the batteries with the region of those that say none."""
    if not region:
        return intake
    said = intake.columns.region
    return intake._replace(columns=intake.columns._replace(region=np.where(said == "", region_name(region), said)))


def _intake(table: Any) -> Intake:
    if isinstance(table, Intake):
        return table
    if isinstance(table, bytes | bytearray):
        return intake_of(bytes(table), CSV)
    if isinstance(table, Sequence) and not isinstance(table, str):
        return Intake(columns_of(_batteries(table)), {})
    return from_table(table)


def _batteries(found: Sequence[Any]) -> Sequence[Battery]:
    if other := [one for one in found if not isinstance(one, Battery)]:
        raise InvalidInput.because("routing.not-a-table", f"{type(other[0]).__name__} is no battery.")
    return [checked(one, f"row {row + 1}") for row, one in enumerate(found)]
