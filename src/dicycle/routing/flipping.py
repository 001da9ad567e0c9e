"""At which price another route becomes the best: exact for numbers that values are straight lines of, found for health.

Each open route with each process is a line over a price; the route taken is the highest line. Going up or down from the
present price, from one highest line to the next, the flip is the first crossing to a line of another route.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np

from dicycle.health.model import Kind
from dicycle.routing.choosing import Choice, Rules, in_the_books
from dicycle.routing.columns import Columns
from dicycle.routing.model import Flip
from dicycle.routing.parameters.model import PROCESSES, ROUTES, SECOND_LIFE_PRICE, Parameters, Route
from dicycle.routing.sheets import figures, in_own_unit, sheet
from dicycle.routing.worth import NONE, Amounts, books, process_worth

FLIPPED: Final = (
    "price-li2co3", "price-ni", "price-co", "price-mn", "price-cu", SECOND_LIFE_PRICE, "price-reuse", "cost-repurpose",
)  # fmt: skip
"""Numbers for which flips are looked for, beside the state of health; all values are straight lines of them."""
HEALTH: Final = "soh"
_GRID: Final = 65
_ROUNDS: Final = 6
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


def flips(columns: Columns, choice: Choice, kind: Kind | None, rules: Rules) -> tuple[Flip, ...]:
    """Return the flips of a single row, the nearest on each side of each number."""
    if choice.value[0] == NONE:
        return ()
    chemistry = str(columns.chemistry[0])
    return (
        *(flip for number in FLIPPED for flip in _of_number(number, choice, chemistry, kind, rules.parameters)),
        *_of_health(columns, choice, rules),
    )


def _of_number(
    number: str, choice: Choice, chemistry: str, kind: Kind | None, parameters: Parameters
) -> Iterator[Flip]:
    now = float(figures(parameters)[number])
    lines = list(_lines(number, now, choice, chemistry, kind, parameters))
    best = int(choice.best[0])
    for sign in (-1, 1):
        crossed = _walk(lines, best, sign)
        if crossed is not None and now + sign * crossed.away >= 0:
            at = _in_the_books(number, now + sign * crossed.away, sign, crossed, choice, (chemistry, kind), parameters)
            yield _told(number, at, sign, ROUTES[crossed.route], parameters)


def _in_the_books(
    number: str, at: float, sign: int, crossed: Crossed, choice: Choice, which: tuple[str, Kind | None],
    parameters: Parameters,
) -> float:  # fmt: skip
    """Return where the rounded books cross: within a few millionths of money of where the lines do."""
    width = _ROUNDING / crossed.closer
    for _ in range(_ROUNDS):
        points = np.clip(np.linspace(at - sign * width, at + sign * width, _GRID), 0, None)
        values = books(sheet(parameters, {**figures(parameters), number: points}, *which), _repeated(choice.of)).values
        scores = np.where(choice.closed[0] == 0, values.max(axis=2), NONE)
        other = np.flatnonzero(scores.argmax(axis=1) != choice.best[0])
        if not len(other) or other[0] == 0:
            return at
        at, width = float(points[other[0]]), width * 2 / (_GRID - 1)
    return at


def _repeated(of: Amounts) -> Amounts:
    return Amounts(*(np.repeat(one, _GRID) for one in of))


def _lines(
    number: str, now: float, choice: Choice, chemistry: str, kind: Kind | None, parameters: Parameters
) -> Iterator[Line]:
    more = max(1.0, abs(now))
    two = {**figures(parameters), number: np.array([[now], [now + more]])}
    lined, of = sheet(parameters, two, chemistry, kind), choice.of
    for place, route in enumerate(ROUTES):
        for process in lined.offered:
            known = choice.by_process[0, place, PROCESSES.index(process)] > NONE
            if known and choice.closed[0, place] == 0:
                worth = np.broadcast_to(process_worth(lined, of, route, process), (2, 1))
                yield Line(place, float(worth[0, 0]), float(worth[1, 0] - worth[0, 0]) / more)


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


def _told(number: str, canonical: float, sign: int, route: Route, parameters: Parameters) -> Flip:
    if number == SECOND_LIFE_PRICE:
        return _second_life(canonical, sign, route, parameters)
    one = parameters.numbers[number]
    at = in_own_unit(parameters, number, canonical)
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


def _of_health(columns: Columns, choice: Choice, rules: Rules) -> Iterator[Flip]:
    """Yield the nearest states of health at which the route changes, the interval moving along."""
    now = float(columns.soh[0])
    if np.isnan(now):
        return
    best = int(choice.best[0])
    for sign, end in ((-1, 0.0), (1, 1.0)):
        found = _first_other(columns, now, end, best, rules)
        if found is not None:
            at, route = found
            yield Flip(
                number=HEALTH, what="State of health, with its interval", unit="1", now=now, at=at,
                direction="above" if sign > 0 else "below", route=ROUTES[route],
                possible=bool(columns.low[0] <= at <= columns.high[0]),
            )  # fmt: skip


def _first_other(columns: Columns, now: float, end: float, best: int, rules: Rules) -> tuple[float, int] | None:
    """Return the first state of health from `now` to `end` with another route: steps of 0.01, then ever finer."""
    if (end - now) * (1 if end else -1) <= 0:
        return None
    points = np.linspace(now, end, 1 + max(1, round(abs(end - now) / _STEP)))
    for _ in range(_ROUNDS):
        routes = _at(columns, points, rules)
        other = np.flatnonzero(routes != best)
        if not len(other) or other[0] == 0:
            return None
        first = int(other[0])
        found, route = float(points[first]), int(routes[first])
        points = np.linspace(points[first - 1], points[first], _GRID)
    return found, route


def _at(columns: Columns, points: Any, rules: Rules) -> Any:
    """Return which route is the best if health were another."""
    many = columns.rows(np.zeros(len(points), dtype=np.int64))
    shift = points - columns.soh[0]
    moved = many._replace(soh=points, low=many.low + shift, high=many.high + shift)
    return in_the_books(moved, rules)[0].best
