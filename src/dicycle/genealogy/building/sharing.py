"""Which part of a thing each use takes: its quantity over all that was born of it up to then.

Shares of a thing never sum to more than what was there: what is used beyond that has no known supply.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.graph.model import NOT_SAID, Ints, Longs, Reals
from dicycle.genealogy.graph.ranges import ranges


class Amounts(NamedTuple):
    """What comes into being of things, or is taken of them, by run."""

    run: Ints
    thing: Ints
    quantity: Longs
    unit: Ints


SINGLE = -2
"""The unit of single things: each birth is one, each use is one."""


def counted(amounts: Amounts, lot: NDArray[np.bool_]) -> Amounts:
    """Return amounts with one for each single thing."""
    whole = ~lot[amounts.thing]
    return amounts._replace(
        quantity=np.where(whole, 1, amounts.quantity), unit=np.where(whole, SINGLE, amounts.unit).astype(np.int32)
    )


def taken(
    births: Amounts, uses: Amounts, made_at: Longs, made: Ints, used_at: Longs, used: Ints, lot: NDArray[np.bool_]
) -> Reals:
    """Return the share of each use; a single thing of which nobody told the birth goes in as a whole, once."""
    part = shares(counted(births, lot), counted(uses, lot), made_at, made, used_at, used)
    lone = (np.diff(made_at)[uses.thing] == 0) & ~lot[uses.thing]
    first = np.zeros(len(uses.run), np.bool_)
    first[used[used_at[:-1][np.diff(used_at) > 0]]] = True
    return np.where(lone, np.where(first, 1.0, 0.0), part)


def shares(births: Amounts, uses: Amounts, made_at: Longs, made: Ints, used_at: Longs, used: Ints) -> Reals:
    """Return the share of each use, NaN where it is not known."""
    out = np.full(len(uses.run), np.nan)
    count = np.diff(made_at)
    once = np.flatnonzero((count == 1) & (np.diff(used_at) > 0))
    _of_single_births(births, uses, made[made_at[once]], once, used_at, used, out)
    for thing in np.flatnonzero((count > 1) & (np.diff(used_at) > 0)).tolist():
        _of_several(
            births, uses, made[made_at[thing] : made_at[thing + 1]], used[used_at[thing] : used_at[thing + 1]], out
        )
    return out


def _of_single_births(
    births: Amounts, uses: Amounts, birth: Ints, things: Longs, used_at: Longs, used: Ints, out: Reals
) -> None:
    positions, size = ranges(used_at, things)
    links, first = used[positions], np.cumsum(size) - size
    of = np.repeat(birth, size)
    whole, taken = births.quantity[of], uses.quantity[links]
    known = (whole > 0) & (taken >= 0) & (births.unit[of] == uses.unit[links]) & (births.run[of] < uses.run[links])
    taken = np.where(known, taken, 0)
    # Sums wrap around over many lots, their differences within one lot do not.
    running = np.cumsum(taken)
    before = np.repeat(running[first] - taken[first], size)
    upto = np.minimum(running - before, whole)
    since = np.minimum(running - before - taken, whole)
    out[links[known]] = ((upto - since) / np.where(whole > 0, whole, 1))[known]


def _of_several(births: Amounts, uses: Amounts, born: Ints, taken: Ints, out: Reals) -> None:
    """Go through the fillings and uses of one lot; what a run takes, it takes before it puts anything in."""
    steps = [(int(births.run[one]), 1, int(one)) for one in born] + [(int(uses.run[one]), 0, int(one)) for one in taken]
    filled = left = 0
    units = {int(births.unit[one]) for one in born}
    for _, fills, link in sorted(steps):
        if fills:
            filled, left = filled + max(int(births.quantity[link]), 0), left + max(int(births.quantity[link]), 0)
        elif filled and units == {int(uses.unit[link])} and uses.quantity[link] != NOT_SAID:
            part = min(int(uses.quantity[link]), left)
            out[link], left = part / filled, left - part


def inside(births: Amounts, stays: Amounts, made_at: Longs, made: Ints) -> Reals:
    """Return which part of each child is inside, over what was born of it before the stay began (`run`: that run)."""
    out = np.full(len(stays.thing), np.nan)
    count = np.diff(made_at)[stays.thing]
    once = count == 1
    of = made[made_at[stays.thing[once]]]
    known = (births.quantity[of] > 0) & (stays.quantity[once] >= 0) & (births.unit[of] == stays.unit[once])
    part = np.minimum(stays.quantity[once], births.quantity[of]) / np.where(
        births.quantity[of] > 0, births.quantity[of], 1
    )
    out[once] = np.where(known, part, np.nan)
    for at in np.flatnonzero(count > 1).tolist():
        born = made[made_at[stays.thing[at]] : made_at[stays.thing[at] + 1]]
        born = born[births.run[born] <= stays.run[at]]
        whole = int(np.maximum(births.quantity[born], 0).sum())
        if whole and set(births.unit[born].tolist()) == {int(stays.unit[at])} and stays.quantity[at] != NOT_SAID:
            out[at] = min(int(stays.quantity[at]), whole) / whole
    out[stays.unit == SINGLE] = 1.0
    return out
