"""What a decision rests on: figures that nobody knows, and which of them would change the route first.

Every number is moved alone from its value to the ends of its range, in steps; a number on which no open route's value
depends is not rested on. Of the assumed ones that change the route, the first is the one that has to go the smallest
part of its way.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from dicycle.routing.columns import Floats
from dicycle.routing.flipping import flip_of
from dicycle.routing.model import Flip, Resting
from dicycle.routing.parameters.model import ROUTES, Parameter, Parameters
from dicycle.routing.sheets import figures_of
from dicycle.routing.varying import Case, varied, worth_with

_SHARES: Final = np.linspace(0, 1, 25)
_ROUNDS: Final = 4
"""Narrowed down so often, the place is known to a ten-millionth of the way."""
_WITHOUT_RANGE: Final = 0.01
"""By which part a number without a range is moved, to see whether anything depends on it."""
_SAME: Final = 1e-9


class _Way(NamedTuple):
    """A number on its way from its value to one end of its range; at `share` of it another route is the best."""

    key: str
    now: float
    end: float
    share: float = 0.0
    route: int = 0

    @property
    def length(self) -> float:
        return self.end - self.now


def resting_on(case: Case) -> Resting:
    """Return on how many figures the comparison of the open routes rests, which are assumed, and which flips first."""
    numbers = case.parameters.numbers
    ways = [_Way(key, float(one.value), float(end)) for key, one in numbers.items() for end in _ends(one)]
    worth = _worth(case, ways, _SHARES)
    moved = np.ptp(worth, axis=2).max(axis=0) > _SAME * (1 + np.abs(worth).max())
    depends = {way.key for way, does in zip(ways, moved, strict=True) if does}
    assumed = [key for key in numbers if key in depends and numbers[key].mark == "assumed"]
    tables = _tables(case)
    said = [key for key, one in tables.items() if one == "assumed"]
    may = [way.key in assumed and _has_range(numbers[way.key]) for way in ways]
    first = _first(case, [way for way, does in zip(ways, may, strict=True) if does], worth[:, may])
    return Resting(
        figures=len(depends) + len(tables), assumed=(*assumed, *said), share=first.share if first else None,
        first=_flip(first, case.parameters) if first else None,
    )  # fmt: skip


def _ends(one: Parameter) -> tuple[float, ...]:
    if not _has_range(one):
        return (float(one.value) * (1 + _WITHOUT_RANGE),)
    return tuple(float(end) for end in one.range if end != one.value)


def _has_range(one: Parameter) -> bool:
    return one.range[0] < one.range[1]


def _tables(case: Case) -> dict[str, str]:
    """Return the marks of the tables that values are made of: the chemistry and the processes that are offered."""
    content = case.parameters.chemistries[case.chemistry]
    offered = {key: one for key, one in case.parameters.processes.items() if one.offered}
    return {f"chemistries.{case.chemistry}": content.mark,
            **{f"processes.{key}": one.mark for key, one in offered.items()}}  # fmt: skip


def _worth(case: Case, ways: Sequence[_Way], shares: Floats) -> Floats:
    """Return what each open route is worth at shares of the ways; of the shape (routes, ways, shares).

    `shares` are the same for all ways, or a row for each.
    """
    own = {key: float(one.value) for key, one in case.parameters.numbers.items()}
    now, length = (np.array([[one] for one in each]) for each in zip(*((w.now, w.length) for w in ways), strict=True))
    points = now + length * shares
    changed = figures_of(case.parameters, varied([way.key for way in ways], points, own))
    return worth_with(case, changed, points.size).reshape(-1, *points.shape)


def _first(case: Case, ways: list[_Way], worth: Floats) -> _Way | None:
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


def _flip(way: _Way, parameters: Parameters) -> Flip:
    at = way.now + way.length * way.share
    return flip_of(way.key, at, 1 if way.length > 0 else -1, ROUTES[way.route], parameters)
