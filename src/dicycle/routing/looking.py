"""What a measurement would be worth that could open a route: expected gain less what it costs.

The chance that all gates in question are passed, times what the route would then be better than the one now chosen,
averaged over the states of health that are possible and suffice: the whole interval of the test must reach what the
policy asks. Numbers of the parameters stay as they are: a measurement says nothing of prices.
"""

from typing import Any, Final, NamedTuple

import numpy as np

from dicycle.routing.chances import Spread, deviates
from dicycle.routing.closing import CLOSINGS, FINAL, HEALTH, Bits, bit
from dicycle.routing.coefficients import Sheet
from dicycle.routing.columns import GATE_IDS, Floats
from dicycle.routing.parameters.model import ROUTES, Parameters
from dicycle.routing.sheets import Figures
from dicycle.routing.worth import USES, Amounts, route_worth, with_health

STEPS: Final = (*GATE_IDS, "recall", "age", "modules", "health", "grade")
"""What can be measured, in the order in which it is done."""
_BY_HEALTH: Final = ("health", "grade")
"""What has no chance of its own: health has its interval, a grade follows."""
NODES: Final = 16


def _mask(step: str) -> np.uint64:
    bits = [bit(one.code) for one in CLOSINGS if one.look == step]
    return np.uint64(np.bitwise_or.reduce(bits))


_MASKS: Final = {step: _mask(step) for step in STEPS}
_BEYOND: Final = np.bitwise_or.reduce([bit(one.code) for one in CLOSINGS if one.look and one.look not in STEPS])
"""Reasons that a look would lift, but without which nothing can be reckoned."""


class Looks(NamedTuple):
    """Per row and route: chance, gain and cost of measuring what closes it; NaN where that cannot open it."""

    chance: Floats
    gain: Floats
    cost: Floats

    @property
    def worth(self) -> Floats:
        """Gain less cost."""
        return self.gain - self.cost


def no_looks(rows: int) -> Looks:
    """Return looks of rows of which nothing can be reckoned."""
    return Looks(*(np.full((rows, len(ROUTES)), np.nan) for _ in range(3)))


def steps_of(bits: Any) -> tuple[str, ...]:
    """Return what has to be measured before a route is open, in order."""
    named = dict.fromkeys(one.look for one in CLOSINGS if one.look and np.uint64(bits) & bit(one.code))
    order = {step: place for place, step in enumerate(STEPS)}
    return tuple(sorted((name for name in named if name), key=lambda name: order.get(name, -1)))


def chances_of(steps: tuple[str, ...]) -> tuple[str, ...]:
    """Return the numbers of the parameters whose product is the chance of a look, but for that of health."""
    return tuple(f"pass-{step}" for step in steps if step in _MASKS and step not in _BY_HEALTH)


def looks(
    base: Sheet, f: Figures, of: Amounts, spread: Spread, closed: Bits, best: Any, parameters: Parameters
) -> Looks:
    """Return what can be gained for every row and route; `best` is the place of the route now chosen.

    Nothing is reckoned of rows of which no route could be opened.
    """
    found = no_looks(len(of.energy))
    some = np.flatnonzero(np.any([_can(closed[:, ROUTES.index(route)]) for route in USES], axis=0))
    few = Amounts(of.energy[some], of.mass[some], of.health[some])
    part = _looks(base, f, few, spread.rows(some), closed[some], best[some], parameters)
    for whole, own in zip(found, part, strict=True):
        whole[some] = own
    return found


def _can(bits: Bits) -> Any:
    """Tell whether looking could open a route."""
    return (bits != 0) & ((bits & FINAL) == 0) & ((bits & _BEYOND) == 0)


def _looks(
    base: Sheet, f: Figures, of: Amounts, spread: Spread, closed: Bits, best: Any, parameters: Parameters
) -> Looks:
    found = no_looks(len(of.energy))
    z = deviates(NODES)
    health = spread.at(z)
    worth = np.stack([np.broadcast_to(one, health.shape) for one in route_worth(base, with_health(of, health))])
    here = np.stack([np.broadcast_to(one, of.energy.shape) for one in route_worth(base, of)])
    rows = np.arange(len(of.energy))
    chosen, chosen_here = worth[best, :, rows].T, here[best, rows]
    for route in USES:
        place = ROUTES.index(route)
        bits = closed[:, place]
        can = _can(bits)
        chance, cost = _chance_and_cost(bits, f, of.energy)
        enough = health - f["reach-health"] >= float(parameters.policy.least_health[route])
        by_health = np.where(enough, np.maximum(0, worth[place] - chosen), 0).mean(axis=0)
        unsure = (bits & HEALTH) != 0
        gain = np.where(unsure, by_health, np.maximum(0, here[place] - chosen_here))
        found.chance[:, place] = np.where(can, chance * np.where(unsure, enough.mean(axis=0), 1), np.nan)
        found.gain[:, place] = np.where(can, chance * gain, np.nan)
        found.cost[:, place] = np.where(can, cost, np.nan)
    return found


def _chance_and_cost(bits: Bits, f: Figures, energy: Floats) -> tuple[Floats, Floats]:
    """Return the chance that everything in question but health is in order, and what finding out costs."""
    chance, cost = np.ones(len(bits)), np.where(_tested(bits), f["look-health"] * energy, 0)
    for step, mask in _MASKS.items():
        if step not in _BY_HEALTH:
            asked = (bits & mask) != 0
            if asked.any():
                chance *= np.where(asked, f[f"pass-{step}"], 1)
                cost += np.where(asked, f[f"look-{step}"], 0)
    return chance, cost


def _tested(bits: Bits) -> Any:
    """Tell where health has to be tested: a grade that is lacking follows from the other looks, if there are any."""
    return (bits & (_MASKS["health"] | bit("grade-expired")) != 0) | (bits == bit("grade-missing"))
