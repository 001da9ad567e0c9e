"""What a decision rests on: figures that nobody knows, and which of them would change the route first.

Every number is moved alone from its value to the ends of its range, in steps; a number on which no open route's value
depends is not rested on. Of the assumed ones that change the route, the first is the one that has to go the smallest
part of its way.
"""

from collections.abc import Iterable, Sequence, Set
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np

from dicycle.health.model import Kind
from dicycle.routing.coefficients import Sheet
from dicycle.routing.columns import Floats
from dicycle.routing.flipping import flip_of
from dicycle.routing.model import Flip, Resting
from dicycle.routing.parameters.model import ROUTES, Parameter, Parameters
from dicycle.routing.sheets import Held, figures_of, sheet
from dicycle.routing.varying import Case, varied, worth_by
from dicycle.routing.worth import Amounts, route_worth

_SHARES: Final = np.linspace(0, 1, 25)
_ROUNDS: Final = 4
"""Narrowed down so often, the place is known to a ten-millionth of the way."""
_WITHOUT_RANGE: Final = 0.01
"""By which part a number without a range is moved, to see whether anything depends on it."""
_SAME: Final = 1e-9


class Way(NamedTuple):
    """A number on its way from its value to one end of its range; at `share` of it another route is the best."""

    key: str
    now: float
    end: float
    share: float = 0.0
    route: int = 0

    @property
    def length(self) -> float:
        """How far it is to the end, with its sign."""
        return self.end - self.now


def resting_on(case: Case) -> Resting:
    """Return on how many figures the comparison of the open routes rests, which are assumed, and which flips first."""
    numbers = case.parameters.numbers
    ways, lined = _ways(Held(case.parameters), case.chemistry, case.kind)
    worth = worth_by(case, lined, len(ways) * len(_SHARES)).reshape(-1, len(ways), len(_SHARES))
    moved = np.ptp(worth, axis=2).max(axis=0) > _SAME * (1 + np.abs(worth).max())
    on = _rested(case.parameters, case.chemistry, {way.key for way, does in zip(ways, moved, strict=True) if does})
    may = [way.key in on.assumed and _has_range(numbers[way.key]) for way in ways]
    first = _first(case, [way for way, does in zip(ways, may, strict=True) if does], worth[:, may])
    return Resting(
        figures=on.figures, assumed=on.assumed, share=first.share if first else None,
        first=_flip(first, case.parameters) if first else None,
    )  # fmt: skip


class Rested(NamedTuple):
    """How many figures a comparison rests on, and which of them are assumed."""

    figures: int
    assumed: tuple[str, ...]


def _rested(parameters: Parameters, chemistry: str, moving: Set[str]) -> Rested:
    """Return what the numbers that move a comparison come to, with the tables that it is made of."""
    numbers, tables = parameters.numbers, _tables(parameters, chemistry)
    assumed = [key for key in numbers if key in moving and numbers[key].mark == "assumed"]
    said = [key for key, one in tables.items() if one == "assumed"]
    return Rested(len(moving) + len(tables), (*assumed, *said))


class Dependence:
    """On which figures each route rests of batteries of one chemistry and kind, seen from some of them.

    A figure counts for a route if the route is worth another sum at an end of the figure's range, for any of these.
    """

    def __init__(self, parameters: Parameters, chemistry: str, kind: Kind | None, of: Amounts) -> None:
        self.parameters, self.chemistry = parameters, chemistry
        ways, lined = ends_of(Held(parameters), chemistry, kind)
        worth = np.stack([np.broadcast_to(one, (len(of.energy), 2 * len(ways)))
                          for one in route_worth(lined, Amounts(*(one[:, None] for one in of)))])  # fmt: skip
        apart = np.abs(np.diff(worth.reshape(*worth.shape[:2], len(ways), 2), axis=3)[..., 0])
        moved = (apart > _SAME * (1 + np.nanmax(np.abs(worth)))).any(axis=1)
        self.moving = [{way.key for way, does in zip(ways, each, strict=True) if does} for each in moved]

    def of_routes(self, opened: Iterable[int]) -> Rested:
        """Return what the comparison of routes, given by their places, rests on."""
        return _rested(self.parameters, self.chemistry, set().union(*(self.moving[place] for place in opened)))


@lru_cache(maxsize=64)
def ends_of(held: Held, chemistry: str, kind: Kind | None) -> tuple[tuple[Way, ...], Sheet]:
    """Return all ways of all numbers, and the sheet with a row for the begin and the end of each."""
    numbers = held.parameters.numbers
    ways = tuple(Way(key, float(one.value), float(end)) for key, one in numbers.items() for end in _ends(one))
    return ways, _along(held.parameters, chemistry, kind, ways, np.array([0.0, 1.0]))


@lru_cache(maxsize=16)
def _ways(held: Held, chemistry: str, kind: Kind | None) -> tuple[tuple[Way, ...], Sheet]:
    """Return all ways of all numbers, and the sheet along them: the same for every battery of a chemistry and kind."""
    numbers = held.parameters.numbers
    ways = tuple(Way(key, float(one.value), float(end)) for key, one in numbers.items() for end in _ends(one))
    return ways, _along(held.parameters, chemistry, kind, ways, _SHARES)


def _ends(one: Parameter) -> tuple[float, ...]:
    if not _has_range(one):
        return (float(one.value) * (1 + _WITHOUT_RANGE),)
    return tuple(float(end) for end in one.range if end != one.value)


def _has_range(one: Parameter) -> bool:
    return one.range[0] < one.range[1]


def _tables(parameters: Parameters, chemistry: str) -> dict[str, str]:
    """Return the marks of the tables that values are made of: the chemistry and the processes that are offered."""
    content = parameters.chemistries[chemistry]
    offered = {key: one for key, one in parameters.processes.items() if one.offered}
    return {f"chemistries.{chemistry}": content.mark,
            **{f"processes.{key}": one.mark for key, one in offered.items()}}  # fmt: skip


def _worth(case: Case, ways: Sequence[Way], shares: Floats) -> Floats:
    """Return what each open route is worth at shares of the ways; of the shape (routes, ways, shares).

    `shares` are the same for all ways, or a row for each.
    """
    lined = _along(case.parameters, case.chemistry, case.kind, ways, shares)
    return worth_by(case, lined, len(ways) * shares.shape[-1]).reshape(-1, len(ways), shares.shape[-1])


def _along(
    parameters: Parameters, chemistry: str, kind: Kind | None, ways: Sequence[Way], shares: Floats
) -> Sheet:  # fmt: skip
    """Return the sheet with a row for each share of each way."""
    own = {key: float(one.value) for key, one in parameters.numbers.items()}
    now, length = (np.array([[one] for one in each]) for each in zip(*((w.now, w.length) for w in ways), strict=True))
    changed = figures_of(parameters, varied([way.key for way in ways], now + length * shares, own))
    return sheet(parameters, changed, chemistry, kind)


def _first(case: Case, ways: list[Way], worth: Floats) -> Way | None:
    """Return the way on which another route becomes the best the soonest, from what they are worth along the ways."""
    some = _others(case, worth)[1] > 0
    ways = [way for way, does in zip(ways, some, strict=True) if does]
    if not ways:
        return None
    worth, rows = worth[:, some], np.arange(len(ways))
    shares = np.tile(_SHARES, (len(ways), 1))
    for _ in range(_ROUNDS):
        _, place = _others(case, worth)
        near, far = shares[rows, np.maximum(place - 1, 0)], shares[rows, np.where(place > 0, place, -1)]
        shares = near[:, None] + (far - near)[:, None] * _SHARES
        worth = _worth(case, ways, shares)
    best, place = _others(case, worth)
    there = np.where(place > 0, place, -1)
    soonest = int(shares[rows, there].argmin())
    route = case.opened[int(best[soonest, there[soonest]])]
    share = float(shares[soonest, there[soonest]])
    return ways[soonest]._replace(share=share, route=ROUTES.index(route))


def _others(case: Case, worth: Floats) -> tuple[Any, Any]:
    """Return which open route is the best along each way, and where the first other one is; 0 if there is none."""
    best = worth.argmax(axis=0)
    return best, (best != case.opened.index(ROUTES[case.best])).argmax(axis=1)


def _flip(way: Way, parameters: Parameters) -> Flip:
    at = way.now + way.length * way.share
    return flip_of(way.key, at, 1 if way.length > 0 else -1, ROUTES[way.route], parameters)
