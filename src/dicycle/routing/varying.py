"""One battery while numbers are others than they are: many cases at once, one in each row."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from dicycle.health.model import Kind
from dicycle.routing.choosing import Choice
from dicycle.routing.coefficients import Sheet
from dicycle.routing.columns import Codes, Columns, Floats
from dicycle.routing.parameters.model import ROUTES, Parameters, Route
from dicycle.routing.sheets import figures, sheet
from dicycle.routing.worth import Amounts, books, route_worth


class Case(NamedTuple):
    """A battery with its open routes, which are compared, and the place of the one that is taken."""

    parameters: Parameters
    chemistry: str
    kind: Kind | None
    of: Amounts
    opened: tuple[Route, ...]
    best: int


def case_of(columns: Columns, choice: Choice, kind: Kind | None, parameters: Parameters) -> Case:
    """Return the single row that was decided on as a case."""
    opened = tuple(route for place, route in enumerate(ROUTES) if choice.closed[0, place] == 0)
    return Case(parameters, str(columns.chemistry[0]), kind, choice.of, opened, int(choice.best[0]))


def repeated(of: Amounts, times: int) -> Amounts:
    """Return a single row many times."""
    return Amounts(*(np.repeat(one, times) for one in of))


def varied(keys: Sequence[str], points: Floats, base: Mapping[str, Any]) -> dict[str, Any]:
    """Return numbers as columns: row ``i * n + j`` has ``points[i, j]`` for ``keys[i]``, else what `base` has."""
    found: dict[str, Any] = {}
    for key, own, begin in zip(keys, points, range(0, points.size, points.shape[1]), strict=True):
        column = found.setdefault(key, np.full(points.size, float(base[key])))
        column[begin : begin + points.shape[1]] = own
    return {**base, **found}


def best_in_books(case: Case, keys: Sequence[str], points: Floats) -> Codes:
    """Return which route the books take where each number is another; of the shape of `points`."""
    changed = varied(keys, points, figures(case.parameters))
    lined = sheet(case.parameters, changed, case.chemistry, case.kind)
    values = books(lined, repeated(case.of, points.size), case.opened).values.max(axis=2)
    return np.asarray(values.argmax(axis=1).reshape(points.shape), dtype=np.int8)


def worth_by(case: Case, lined: Sheet, rows: int) -> Floats:
    """Return what each open route is worth by a sheet whose figures are columns; shape (open routes, rows)."""
    found = np.empty((len(case.opened), rows))
    for place, one in enumerate(route_worth(lined, case.of, case.opened)):
        found[place] = one
    return found
