"""At which price another route becomes the best: exact for numbers that values are straight lines of, found for health.

Each open route with each process is a line over a price; the route taken is the highest line. Going up or down from the
present price, from one highest line to the next, the flip is the first crossing to a line of another route.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np

from dicycle.health.model import Kind
from dicycle.routing.choosing import Choice, Rules, books_of, picked
from dicycle.routing.closing import closed_at
from dicycle.routing.coefficients import Sheet
from dicycle.routing.columns import Codes, Columns, Floats
from dicycle.routing.model import Flip
from dicycle.routing.parameters.model import ROUTES, SECOND_LIFE_PRICE, Parameters, Route
from dicycle.routing.sheets import Held, figures, in_own_unit, sheet
from dicycle.routing.varying import Case, best_in_books, case_of, repeated, varied
from dicycle.routing.worth import NONE, process_worth, with_health

FLIPPED: Final = (
    "price-li2co3", "price-ni", "price-co", "price-mn", "price-cu", SECOND_LIFE_PRICE, "price-reuse", "cost-repurpose",
)  # fmt: skip
"""Numbers for which flips are looked for, beside the state of health; all values are straight lines of them."""
HEALTH: Final = "soh"
_GRID: Final = 65
_ROUNDS: Final = 3
"""Narrowed down so often, a flip lies within a billionth of where the books cross."""
_ROUNDS_OF_HEALTH: Final = 5
_STEP: Final = 0.01
_ROUNDING: Final = 4e-5
"""More than the rounding of all parts of two values can come to."""


class Crossed(NamedTuple):
    """How far away another route becomes the best, which one, and how fast it comes closer."""

    away: float
    route: int
    closer: float


class Line(NamedTuple):
    """What one route with one process is worth over a number: at the present one, and for one more of it."""

    route: int
    now: float
    slope: float


class Found(NamedTuple):
    """A crossing of lines over a number, in canonical units, seen from the present value in the direction of `sign`."""

    number: str
    at: float
    sign: int
    crossed: Crossed


def flips(columns: Columns, choice: Choice, kind: Kind | None, rules: Rules) -> tuple[Flip, ...]:
    """Return the flips of a single row, the nearest on each side of each number."""
    if choice.value[0] == NONE:
        return ()
    case = case_of(columns, choice, kind, rules.parameters)
    found = list(_crossings(case))
    at = _in_the_books(case, found) if found else ()
    told = (_told(one, float(there), rules.parameters) for one, there in zip(found, at, strict=True))
    return (*told, *_of_health(columns, choice, case))


def _crossings(case: Case) -> Iterator[Found]:
    now = figures(case.parameters)
    for number, lines in zip(FLIPPED, _lines(case), strict=True):
        for sign in (-1, 1):
            crossed = _walk(lines, case.best, sign)
            if crossed is not None and now[number] + sign * crossed.away >= 0:
                yield Found(number, now[number] + sign * crossed.away, sign, crossed)


def _lines(case: Case) -> Iterator[list[Line]]:
    """Yield for each number the lines of the open routes with all processes."""
    more, lined = _lined(Held(case.parameters), case.chemistry, case.kind)
    of = repeated(case.of, 2 * len(FLIPPED))
    found = [(ROUTES.index(route), process_worth(lined, of, route, process).reshape(-1, 2))
             for route in case.opened for process in lined.offered]  # fmt: skip
    for place, step in enumerate(more):
        both = ((route, worth[place]) for route, worth in found)
        yield [Line(route, float(at), float(then - at) / step) for route, (at, then) in both if np.isfinite(at)]


@lru_cache(maxsize=64)
def _lined(held: Held, chemistry: str, kind: Kind | None) -> tuple[Floats, Sheet]:
    """Return how much more of each number is tried, and the sheet with a row for now and one for that, for each."""
    f = figures(held.parameters)
    now = np.array([f[number] for number in FLIPPED])
    more = np.maximum(1.0, np.abs(now))
    changed = varied(FLIPPED, np.stack([now, now + more], axis=1), f)
    return more, sheet(held.parameters, changed, chemistry, kind)


def _in_the_books(case: Case, found: list[Found]) -> Floats:
    """Return where the rounded books cross: within a few millionths of money of where the lines do."""
    numbers = [one.number for one in found]
    at, sign = np.array([one.at for one in found]), np.array([one.sign for one in found])
    width = np.array([_ROUNDING / one.crossed.closer for one in found])
    for _ in range(_ROUNDS):
        points = np.clip(at[:, None] + (sign * width)[:, None] * np.linspace(-1, 1, _GRID), 0, None)
        other = best_in_books(case, numbers, points) != case.best
        first = other.argmax(axis=1)
        at = np.where(first > 0, points[np.arange(len(at)), first], at)
        width = np.where(first > 0, width * 2 / (_GRID - 1), width)
    return at


def _walk(lines: list[Line], best: int, sign: int) -> Crossed | None:
    """Return the first crossing to another route; None if there is none."""
    here = max((line for line in lines if line.route == best), key=lambda line: line.now)
    at = 0.0
    for _ in lines:
        crossings = [(away, line) for line in lines if (away := _crossing(here, line, sign, at)) is not None]
        if not crossings:
            return None
        at, there = min(crossings, key=lambda pair: (pair[0], -sign * pair[1].slope))
        if there.route != best:
            return Crossed(at, there.route, sign * (there.slope - here.slope))
        here = there
    return None


def _crossing(here: Line, other: Line, sign: int, at: float) -> float | None:
    closer = sign * (other.slope - here.slope)
    if closer <= 0:
        return None
    return max(at, (here.now - other.now) / closer)


def _told(found: Found, canonical: float, parameters: Parameters) -> Flip:
    route = ROUTES[found.crossed.route]
    if found.number == SECOND_LIFE_PRICE:
        return _second_life(canonical, found.sign, route, parameters)
    return flip_of(found.number, in_own_unit(parameters, found.number, canonical), found.sign, route, parameters)


def flip_of(number: str, at: float, sign: int, route: Route, parameters: Parameters) -> Flip:
    """Return the flip of a number at a value in its own unit."""
    one = parameters.numbers[number]
    low, high = (float(end) for end in one.range)
    return Flip(
        number=number, what=one.what, unit=one.unit, now=float(one.value), at=at, route=route,
        direction="above" if sign > 0 else "below", possible=low <= at <= high,
    )  # fmt: skip


def _second_life(at: float, sign: int, route: Route, parameters: Parameters) -> Flip:
    new, discount = parameters.numbers["price-storage-new"], parameters.numbers["discount-second-life"]
    f = figures(parameters)
    to_canonical = f["price-storage-new"] / float(new.value) if new.value else 1.0
    low = float(new.range[0]) * to_canonical * (1 - float(discount.range[1]))
    high = float(new.range[1]) * to_canonical * (1 - float(discount.range[0]))
    return Flip(
        number=SECOND_LIFE_PRICE, what="Second-life storage, by usable energy", unit=f"{parameters.currency}/kWh",
        now=f[SECOND_LIFE_PRICE], at=at, route=route, direction="above" if sign > 0 else "below",
        possible=low <= at <= high,
    )  # fmt: skip


# ---------------------------------------------------------------- state of health


def _of_health(columns: Columns, choice: Choice, case: Case) -> Iterator[Flip]:
    """Yield the nearest states of health at which the route changes, the interval moving along."""
    now = float(columns.soh[0])
    if np.isnan(now):
        return
    for sign, (at, route) in _first_others(columns, choice, case).items():
        yield Flip(
            number=HEALTH, what="State of health, with its interval", unit="1", now=now, at=at,
            direction="above" if sign > 0 else "below", route=ROUTES[route],
            possible=bool(columns.low[0] <= at <= columns.high[0]),
        )  # fmt: skip


def _first_others(columns: Columns, choice: Choice, case: Case) -> dict[int, tuple[float, int]]:
    """Return the first state of health below and above with another route: steps of 0.01, then ever finer."""
    now, best = float(columns.soh[0]), case.best
    ways = {sign: np.linspace(now, end, 1 + max(1, round(abs(end - now) / _STEP)))
            for sign, end in ((-1, 0.0), (1, 1.0)) if (end - now) * sign > 0}  # fmt: skip
    found: dict[int, tuple[float, int]] = {}
    for _ in range(_ROUNDS_OF_HEALTH):
        routes = _at(columns, choice, case, np.concatenate([*ways.values(), [now]]))
        further: dict[int, Any] = {}
        for sign, points in ways.items():
            own, routes = routes[: len(points)], routes[len(points) :]
            first = int((own != best).argmax())
            if own[first] != best and first > 0:
                found[sign] = float(points[first]), int(own[first])
                further[sign] = np.linspace(points[first - 1], points[first], _GRID)
        if not (ways := further):
            break
    return found


def _at(columns: Columns, choice: Choice, case: Case, points: Floats) -> Codes:
    """Return which route is the best if health were another; nothing else that closes a route changes with it."""
    shift = points - columns.soh[0]
    shut = closed_at(choice.closed, case.parameters.policy, (points, columns.low + shift, columns.high + shift))
    of = with_health(repeated(case.of, len(points)), points)
    return picked(of, shut, books_of(case.parameters, case.chemistry, case.kind, of).values).best
