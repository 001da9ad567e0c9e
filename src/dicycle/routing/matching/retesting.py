"""What a second test of a module is worth, by what its pack wins if the module proves weak and a spare replaces it.

Errors are taken as in `uncertainty`: normal, independent, known. The second test is taken to be exact, the spare to be
at hand and to cost nothing, so the gain is an upper estimate; each is reckoned by itself, so gains do not add up.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from dicycle.errors import InvalidInput
from dicycle.findings import Finding, Severity
from dicycle.routing.matching.model import Floats, Indexes, Matching, Modules, Request
from dicycle.routing.matching.uncertainty import CHUNK, alive_of, grid_of, groups_of, quantile_of, under

_SHARES, _WEIGHTS = np.polynomial.legendre.leggauss(16)


class Retest(NamedTuple):
    """What testing one module again is worth.

    `gain` is the expected usable capacity (Ah) that its pack (counted from 0) wins if the module, found weaker than
    `instead`, is replaced by one of that capacity. `value` is gain times price less cost, in the currency of both;
    None where they are not stated.
    """

    module: int
    pack: int
    instead: float
    gain: float
    value: float | None


class Retesting(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which second tests are asked for: the `first` so many, those with most gain.

    `price` is what an Ah of usable capacity of a pack is worth, `cost` what a test costs, in one currency; `spare` is
    the capacity in Ah of the module that replaces one found weaker: by default the weakest value measured in the
    pack, which is what the pack was sold by.
    """

    first: int = 20
    price: float | None = None
    cost: float | None = None
    spare: float | None = None


def checked(asked: Retesting) -> Retesting:
    """Return what is asked, or raise `InvalidInput` naming what cannot be meant."""
    numbers = {"price": asked.price, "cost": asked.cost, "spare": asked.spare}
    wrong = [name for name, value in numbers.items() if value is not None and not 0 <= value < float("inf")]
    if wrong:
        sentence = f"The {wrong[0]} of a second test must be a number of zero or more."
        raise InvalidInput.because("matching.retest", sentence, "retest", "Correct it and try again.")
    if asked.first < 1:
        sentence = "At least one second test must be asked for."
        raise InvalidInput.because("matching.retest", sentence, "retest", "Correct it and try again.")
    if (asked.price is None) != (asked.cost is None):
        sentence = "What a test is worth needs both: the price of an Ah and the cost of a test."
        raise InvalidInput.because("matching.retest", sentence, "retest", "State both, or neither for the gain alone.")
    return asked


def value_of_retest(matching: Matching, modules: Modules, request: Request, asked: Retesting) -> list[Retest]:
    """Return the second tests that gain most, the first first; none that gains nothing.

    Modules in packs with an error that is not known are left out: those need a first test. Raises `InvalidInput`.
    """
    asked, rows = checked(asked), matching.rows
    found: list[Retest] = []
    for at in range(0, len(rows), CHUNK):
        found += _retests(rows[at : at + CHUNK], at, modules, request, asked)
        found = sorted(found, key=lambda one: (-one.gain, one.module))[: asked.first]
    return found


def unknown_errors(matching: Matching, modules: Modules) -> Iterator[Finding]:
    """Say of how many modules in packs the error of capacity is not known, so that nothing can be said of them."""
    rows = matching.rows
    unknown = np.isnan(modules.capacity_sd[rows])
    if unknown.any():
        sentence = (
            f"The error of capacity of {int(unknown.sum()):,} of {rows.size:,} modules in packs is not stated: what "
            f"a second test gains is not known in {int(unknown.any(axis=1).sum()):,} of {len(rows):,} packs."
        )
        advice = "Add a column capacity_sd_ah: the standard deviation of a measured capacity, in Ah."
        yield Finding("matching.no-error", sentence, "capacity_sd_ah", Severity.WARNING, advice)


def _retests(part: Indexes, at: int, modules: Modules, request: Request, asked: Retesting) -> list[Retest]:
    """Return the second tests of some packs, the first of which is number `at`."""
    spare = modules.capacity[part].min(axis=1) if asked.spare is None else np.full(len(part), asked.spare)
    gains = np.nan_to_num(_gains(part, spare, modules, request))
    most = np.argsort(-gains, axis=None, kind="stable")[: asked.first]
    places = [divmod(int(one), request.size) for one in most]
    return [
        Retest(int(part[i, j]), at + i, float(spare[i]), float(gains[i, j]), _value(float(gains[i, j]), asked))
        for i, j in places
        if gains[i, j] > 0
    ]


def _value(gain: float, asked: Retesting) -> float | None:
    return None if asked.price is None or asked.cost is None else gain * asked.price - asked.cost


def _gains(part: Indexes, spare: Floats, modules: Modules, request: Request) -> Floats:
    """Return the gain of each module of some packs in Ah; shape (packs, modules), NaN where an error is not known.

    It is the integral of P(the other groups hold x) times the fall of P(the module's group is below x).
    """
    mean, sd = groups_of(part, modules, request)
    grid = grid_of(mean, sd)
    alive = alive_of(grid, mean, sd)
    gains = np.empty(part.shape)
    for place, rows in enumerate(part.T):
        group = place // request.parallel
        before = under(grid, mean[:, group], sd[:, group])
        others = np.divide(alive, 1.0 - before, out=np.zeros_like(alive), where=before < 1.0 - 1e-12)
        own, own_sd = modules.capacity[rows], modules.capacity_sd[rows]
        if request.parallel == 1:
            fall = _fall_alone(grid, before, spare)
        else:
            rest_sd = np.sqrt(np.maximum(sd[:, group] ** 2 - own_sd**2, 0.0))
            fall = _fall(grid, (own, own_sd), (mean[:, group] - own, rest_sd), spare)
        gains[:, place] = np.trapezoid(others * fall, grid, axis=1)
    return gains


def _fall_alone(grid: Floats, before: Floats, spare: Floats) -> Floats:
    """Return by how much P(own < x) falls if own is replaced by the spare where it is weaker: to nothing below it."""
    step = np.maximum(grid[:, 1] - grid[:, 0], 1e-300)[:, None]
    return before * np.clip((spare[:, None] - grid) / step + 0.5, 0.0, 1.0)


def _fall(grid: Floats, own: tuple[Floats, Floats], rest: tuple[Floats, Floats], spare: Floats) -> Floats:
    """Return the same of P(own + rest < x), by Gauss and Legendre's nodes over the probabilities of the weaker."""
    mean, sd = own
    weaker = under(spare[:, None], mean, sd)[:, 0]
    total = -under(grid, spare + rest[0], rest[1])
    for share, weight in zip((_SHARES + 1) / 2, _WEIGHTS / 2, strict=True):
        drawn = np.minimum(mean + quantile_of(share * weaker) * sd, spare)
        total += weight * under(grid, drawn + rest[0], rest[1])
    return np.asarray(total * weaker[:, None])
