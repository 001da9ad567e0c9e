"""Few modules: packs chosen by a linear programme whose prices prove it, and by HiGHS among packs near those prices.

The programme takes packs so that no module is in two; its prices say which pack would lower its cost, and such packs
are looked for until there is none. A pack whose cost exceeds its prices by more than the packs found exceed all prices
cannot be in better ones. Nothing here needs to be believed: `checking` works out from the prices what is proven.
"""

from importlib.util import find_spec
from typing import Any, Final, NamedTuple

import numpy as np

from dicycle.compiled import is_fast, jitted
from dicycle.routing.matching.cheapest import Costs, cheapest_packs, costs_of
from dicycle.routing.matching.checking.listing import Part
from dicycle.routing.matching.finite import Near, near
from dicycle.routing.matching.model import Floats, Indexes
from dicycle.routing.matching.splitting import error
from dicycle.routing.matching.watching import Watch

_ROUNDS: Final = 150
_BEGUN: Final = 16_000_000
_BEGUN_PLAIN: Final = 20_000
_WORK: Final = 20_000
_LITTLE: Final = 1e-9
_NEARLY: Final = 1e-4
"""So near to the value of the programme the prices are good enough: the rest is looked at pack by pack."""
_KEPT: Final = 0.85
"""How much of the prices of the best bound yet is kept, which finds packs in fewer rounds and steps."""
_NEAR: Final = 3000
"""So many packs go to HiGHS, those nearest to their prices."""
_ALL: Final = 20_000
_NODES: Final = 300
_TURNS: Final = 3
_EACH: Final = 60


class Chosen(NamedTuple):
    """Packs, and a price for each module; no pack costs much less than its prices."""

    packs: Indexes
    prices: Floats


def is_here() -> bool:
    """Tell whether SciPy, which brings HiGHS, is installed (``pip install dicycle[fast]``)."""
    return find_spec("scipy") is not None


def chosen(part: Part, packs: Indexes, prices: Floats, watch: Watch) -> Chosen:
    """Return as many packs with less error, or the same.

    `packs` are such as may be made; `prices` where to begin.
    """
    order = np.argsort(-((part.points - part.points.mean(axis=0)) ** 2).sum(axis=1), kind="stable")
    place = np.argsort(order)
    points, meets = np.ascontiguousarray(part.points[order]), part.meets[np.ix_(order, order)]
    here = Part(points, meets, part.size)
    found = _priced(here, place[packs], prices[order], watch)
    better = _better(here, place[packs], found, watch)
    return Chosen(order[better], found.prices[place])


def _priced(part: Part, packs: Indexes, prices: Floats, watch: Watch) -> Chosen:
    """Return the packs of the programme (all that were looked at) and its prices.

    Prices near those of the best bound yet find packs in fewer rounds than those of the programme, which leap.
    """
    pairs = ((part.points[:, None] - part.points[None]) ** 2).sum(axis=2) / part.size
    pairs[~part.meets | np.eye(len(pairs), dtype=bool)] = np.inf
    costs = costs_of(pairs, part.size)
    columns, count, best, bound = np.sort(packs, axis=1), len(packs), prices, -np.inf
    left, smooth = _BEGUN if is_fast() else _BEGUN_PLAIN, True
    for turn in range(_ROUNDS):
        if not watch.goes_on(0.7 * turn / _ROUNDS):
            break
        new, excess, begun = _undercutting(costs, prices, part.size, left)
        left -= begun
        if left < 0:
            break
        lowered = prices + min(float(excess.min()), 0.0) / part.size
        reached = float(np.sort(lowered)[: count * part.size].sum())
        best, bound = (lowered, reached) if reached > bound else (best, bound)
        if not len(new) and not smooth:
            break
        columns = np.unique(np.concatenate([columns, new]), axis=0)
        value, duals = _programme(part, columns, count)
        if value - bound <= _NEARLY * value:
            break
        smooth = len(new) > 0 and turn % 5 != 4
        prices = _KEPT * best + (1 - _KEPT) * duals if smooth else duals
    return Chosen(columns, best)


def _undercutting(costs: Costs, prices: Floats, size: int, most: int) -> tuple[Indexes, Floats, int]:
    """Return packs cheaper than their prices, by how much (zero where there is none), and what that took."""
    packs, excess = np.zeros((len(prices), size), np.int64), np.full(len(prices), -_LITTLE)
    loop = jitted(cheapest_packs, len(prices) * _WORK)
    begun = loop(costs.pairs, costs.partners, prices, size, most, packs, excess)
    return packs[excess < -_LITTLE], excess, int(begun)


def _matrix(packs: Indexes, total: int) -> Any:
    from scipy.sparse import csc_matrix  # type: ignore[import-untyped, unused-ignore]

    starts = np.arange(0, packs.size + 1, packs.shape[1])
    return csc_matrix((np.ones(packs.size), packs.ravel(), starts), shape=(total, len(packs)))


def _programme(part: Part, packs: Indexes, count: int) -> tuple[float, Floats]:
    """Return the value of the programme over these packs, and its prices."""
    from scipy.optimize import linprog  # type: ignore[import-untyped, unused-ignore]

    total = len(part.points)
    done = linprog(
        error(part.points, packs), A_ub=_matrix(packs, total), b_ub=np.ones(total),
        A_eq=np.ones((1, len(packs))), b_eq=[count], method="highs",
    )  # fmt: skip
    return float(done.fun), done.eqlin.marginals[0] / part.size + done.ineqlin.marginals


def _better(part: Part, packs: Indexes, found: Chosen, watch: Watch) -> Indexes:
    """Return the best packs among those near the prices; begun with those of the programme."""
    packs = _least(part, found.packs, packs)
    base = float(np.sort(found.prices)[: packs.size].sum())
    for turn in range(_TURNS):
        if not watch.goes_on(0.7 + 0.3 * turn / _TURNS):
            break
        gap = float(error(part.points, packs).sum()) - base
        listed = near(part, found.prices, gap, 20 * _NEAR)
        if listed is None or not len(listed.packs):
            break
        order = np.argsort(listed.excess, kind="stable")[:_NEAR]
        again = _least(part, np.concatenate([packs, np.sort(listed.packs[order], axis=1)]), packs)
        if again is packs or len(listed.packs) <= _NEAR:
            return again
        packs = again
    return packs


def most_packs(part: Part, packs: Indexes, wanted: int) -> Indexes:
    """Return as many packs as can be made of those with the least error, at least `packs`, at most those wanted."""
    reach = float(np.ptp(part.points, axis=0) @ np.ptp(part.points, axis=0)) * part.size**2 + 1.0
    listed = near(part, np.zeros(len(part.points)), reach, _ALL)
    if listed is None or not len(listed.packs):
        return packs
    columns = np.concatenate([packs, _cheap_for_each(listed, len(part.points))])
    errors = error(part.points, columns)
    gains = errors - (float(errors.max()) * len(part.points) or 1.0)
    taken = _taken(part, columns, gains, (len(packs), wanted))
    return packs if taken is None else taken


def _cheap_for_each(listed: Near, total: int) -> Indexes:
    """Return the packs that are among the cheapest with one of their modules."""
    packs = listed.packs[np.argsort(listed.excess, kind="stable")]
    places = [np.flatnonzero((packs == module).any(axis=1))[:_EACH] for module in range(total)]
    return np.asarray(packs[np.unique(np.concatenate(places))])


def _least(part: Part, columns: Indexes, packs: Indexes) -> Indexes:
    """Return as many of the columns with the least error, or the packs where HiGHS finds nothing better."""
    taken = _taken(part, columns, error(part.points, columns), (len(packs), len(packs)))
    less = taken is not None and error(part.points, taken).sum() < error(part.points, packs).sum() * (1 - 1e-12)
    return taken if taken is not None and less else packs


def _taken(part: Part, columns: Indexes, costs: Floats, many: tuple[int, int]) -> Indexes | None:
    """Return disjoint columns, from the least to the most many, that cost the least HiGHS finds."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    once = LinearConstraint(_matrix(columns, len(part.points)), -np.inf, 1)
    number = LinearConstraint(np.ones((1, len(columns))), *many)
    options = {"node_limit": _NODES, "mip_rel_gap": _LITTLE}
    whole = np.ones(len(columns))
    done = milp(costs, constraints=[once, number], integrality=whole, bounds=Bounds(0, 1), options=options)
    if done.x is None:
        return None
    taken = columns[done.x > 0.5]
    fits = many[0] <= len(taken) <= many[1] and len(np.unique(taken)) == taken.size
    return np.asarray(taken) if fits else None
