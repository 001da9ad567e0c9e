"""What one would have to know better: how far each figure, moved alone over its range, sways one decision."""

from typing import Final, NamedTuple

import numpy as np

from dicycle.routing.choosing import Rules, choose
from dicycle.routing.columns import KINDS, Columns, Floats
from dicycle.routing.parameters.model import ROUTES
from dicycle.routing.resting import ends_of
from dicycle.routing.sheets import Held
from dicycle.routing.varying import Case, case_of, worth_by
from dicycle.routing.worth import NONE

_MONEY: Final = 5e-7
"""What is less is no money."""


class Sway(NamedTuple):
    """A figure with its range, and the lead of the route taken at both ends of it, in the parameters' currency.

    The lead is what the route is worth more than the best other open one, below 0 where another is the best; where
    only one route is open, it is what that is worth. A figure without a range sways nothing and is left out.
    """

    name: str
    mark: str
    unit: str
    value: float
    low: float
    high: float
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        """How far the lead moves."""
        return abs(self.at_high - self.at_low)

    @property
    def changes(self) -> bool:
        """Whether another route is the best at an end of the range."""
        return min(self.at_low, self.at_high) < 0


def sways(columns: Columns, rules: Rules) -> tuple[Sway, ...]:
    """Return the figures that sway the decision on a single row, the widest first; none if no value is known."""
    choice = choose(columns, rules)
    if choice.value[0] == NONE:
        return ()
    kind = KINDS[int(columns.kind[0])] if columns.kind[0] >= 0 else None
    case = case_of(columns, choice, kind, rules.parameters)
    ways, lined = ends_of(Held(rules.parameters), case.chemistry, kind)
    leads = _leads(case, worth_by(case, lined, 2 * len(ways)).reshape(-1, len(ways), 2))
    found: dict[str, dict[float, float]] = {}
    for way, (now, then) in zip(ways, leads.tolist(), strict=True):
        found.setdefault(way.key, {way.now: now})[way.end] = then
    said = (_sway(name, at, case) for name, at in found.items())
    return tuple(sorted((one for one in said if one is not None), key=lambda one: (-one.width, one.name)))


def _leads(case: Case, worth: Floats) -> Floats:
    taken = case.opened.index(ROUTES[case.best])
    others = np.delete(worth, taken, axis=0)
    return np.asarray(worth[taken] - (others.max(axis=0) if len(others) else 0.0))


def _sway(name: str, at: dict[float, float], case: Case) -> Sway | None:
    one = case.parameters.numbers[name]
    low, high = (float(end) for end in one.range)
    if low == high or abs(at[high] - at[low]) < _MONEY:
        return None
    return Sway(name, one.mark, one.unit, float(one.value), low, high, at[low], at[high])
