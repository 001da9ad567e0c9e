"""What each route is worth: once in the books, in whole millionths, and as floats where many cases are compared.

In the books every part is rounded to the millionth of the currency unit (half to even), and a value is the sum of its
rounded parts. Which route is best is decided in the books.
"""

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.routing.coefficients import Coefficient, Number, Sheet
from dicycle.routing.columns import KINDS, UNKNOWN, Columns, Floats
from dicycle.routing.model import Part
from dicycle.routing.parameters.model import PROCESSES, ROUTES, Parameters, Process, Route

Micros = NDArray[np.int64]
NONE: Final = np.iinfo(np.int64).min
"""Stands in the books for a value that cannot be reckoned, or a process that is not offered."""
USES: Final[tuple[Route, ...]] = ("reuse", "remanufacture", "second_life")
_MICRO: Final = 1e6
_MOST: Final = 9e11
"""No part of the books is worth more, either way: ten of them add up in 64 bits, at whatever price is tried."""


class Amounts(NamedTuple):
    """What is reckoned with of each row: rated kWh, kg, state of health (NaN: not known)."""

    energy: Floats
    mass: Floats
    health: Floats


def amounts(columns: Columns, parameters: Parameters) -> Amounts:
    """Return energy and mass of each row; one that is not known follows from the other by the model of its chemistry.

    A pack weighs what the model's pack does, anything else what its cells do. NaN where neither is known.
    """
    per_kwh = np.full(columns.total, np.nan)
    for chemistry in set(columns.chemistry.tolist()) & parameters.chemistries.keys():
        content = parameters.chemistries[chemistry]
        whole = (columns.kind == KINDS.index("pack")) | (columns.kind == UNKNOWN)
        rows = columns.chemistry == chemistry
        per_kwh[rows] = np.where(whole[rows], float(content.pack), float(content.cell))
    energy = np.where(np.isnan(columns.energy), columns.mass / per_kwh, columns.energy)
    mass = np.where(np.isnan(columns.mass), columns.energy * per_kwh, columns.mass)
    return Amounts(energy, mass, columns.soh)


def worth_of(one: Coefficient, of: Amounts) -> Any:
    """Return what a part comes to for each row."""
    return of.energy * (one.kwh + of.health * one.usable) + of.mass * one.kg


def plain_worth(one: Coefficient, of: Amounts) -> Any:
    """Return what a part comes to that no state of health enters."""
    return of.energy * one.kwh + of.mass * one.kg


def kept(sheet: Sheet, route: Route, health: Any) -> Any:
    """Return by what recycling at the end of a further use is discounted: exp(-r T).

    T is how long health takes to fade to the route's end, at most the route's years, never less than none.
    """
    end, years, share = sheet.lives[route]
    first = (end - share) / (1 - share)
    speed = sheet.discount * (1 - share) / sheet.fade
    left = (first - health) * speed
    return np.exp(np.clip(left, -sheet.discount * years, 0))


# ---------------------------------------------------------------- the books


class Books(NamedTuple):
    """Parts of each route and process, one number a row; `values` has the shape (rows, routes, processes)."""

    parts: dict[tuple[Route, Process], dict[Part, Micros]]
    values: Micros


def books(sheet: Sheet, of: Amounts, routes: Sequence[Route] = ROUTES) -> Books:
    """Return all parts and values of some routes in whole millionths; NONE where they are not known."""
    parts: dict[tuple[Route, Process], dict[Part, Micros]] = {}
    values = np.full((len(of.energy), len(ROUTES), len(PROCESSES)), NONE, dtype=np.int64)
    later = plain_worth(sheet.after_rows, of)
    for route in routes:
        reckoned = _scrapped(sheet, route, of) if route in sheet.scrap else _used(sheet, route, of, later)
        for process, names, found in reckoned:
            parts[route, process] = dict(zip(names, found, strict=True))
            known = (found != NONE).all(axis=0)
            total = found.sum(axis=0)  # whatever comes of a NONE in it is not taken
            values[:, ROUTES.index(route), PROCESSES.index(process)] = np.where(known, total, NONE)
    return Books(parts, values)


_Entry = tuple[Process, tuple[Part, ...], Micros]


def _scrapped(sheet: Sheet, route: Route, of: Amounts) -> Iterator[_Entry]:
    """Yield the parts of recycling or quarantine by each process, an array of the shape (parts, rows)."""
    for process, rows in sheet.scrap_rows[route].items():
        yield process, rows.names, _micros(plain_worth(rows.all, of))


def _used(sheet: Sheet, route: Route, of: Amounts, later: Any) -> Iterator[_Entry]:
    """Yield the parts of a further use with recycling afterwards by each process."""
    rows = sheet.use_rows[route]
    common = _micros(worth_of(rows.all, of))
    for process, after in zip(sheet.after, _micros(kept(sheet, route, of.health) * later), strict=True):
        yield process, (*rows.names, "end_of_life"), np.concatenate([common, after[None]])


def _micros(values: Floats) -> Micros:
    known = np.isfinite(values)
    held = np.clip(np.where(known, values, 0), -_MOST, _MOST)
    return np.where(known, np.rint(held * _MICRO), NONE).astype(np.int64)


# ---------------------------------------------------------------- floats, for many cases


def route_worth(sheet: Sheet, of: Amounts, routes: Sequence[Route] = ROUTES) -> list[Any]:
    """Return what each route is worth with its best process; NaN if not known.

    Figures of the sheet may be columns (samples, 1): the results are then of the shape (samples, rows).
    """
    after = best_of([plain_worth(one, of) for one in sheet.after.values()]) if set(routes) & set(USES) else 0.0
    found = []
    for route in routes:
        if route in sheet.scrap:
            found.append(best_of([plain_worth(one, of) for one in sheet.scrapped[route].values()]))
        else:
            found.append(worth_of(sheet.used[route], of) + kept(sheet, route, of.health) * after)
    return found


def process_worth(sheet: Sheet, of: Amounts, route: Route, process: Process) -> Any:
    """Return what one route with one process is worth."""
    if route in sheet.scrap:
        return plain_worth(sheet.scrapped[route][process], of)
    later = plain_worth(sheet.after[process], of)
    return worth_of(sheet.used[route], of) + kept(sheet, route, of.health) * later


def best_of(found: list[Any]) -> Any:
    """Return the largest of several, row by row; NaN if there is none."""
    return reduce(np.maximum, found) if found else np.nan


def with_health(of: Amounts, health: Number) -> Amounts:
    """Return the same amounts at another state of health."""
    return of._replace(health=health)
