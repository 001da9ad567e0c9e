"""How long cells last that are used together: a group ends with its weakest cell.

Available life (Wang, Gao and Tian, "Deep sorting of reused batteries", Cell Reports Physical Science 2025): a group of
n cells gives n times the life of its weakest cell; the sum over groups is divided by the number of cells. A life is the
number of cycles from the first on, up to the one at whose end the capacity is at or below the end of life, that one
included. The published figure counts every cycle on file instead, up to four more for capacities measured each fifth.
"""

from collections.abc import Mapping, Sequence
from math import comb
from typing import NamedTuple

import numpy as np

from dicycle.health.lasting.model import Grouping, Lives
from dicycle.health.records.table import Floats


class Trajectory(NamedTuple):
    """Capacity of a cell over its cycles: `cycles` rising, `capacity` in Ah."""

    cycles: Floats
    capacity: Floats


class Life(NamedTuple):
    """What a grouping makes of lives that are known, in cycles.

    `available` is the mean over cells of the life that their group allows, `own` the mean of their own lives. `chance`
    is the expected value of `available` if the same group sizes were filled by lot. `best` is the most that as many
    groups of any size can have. `unknown` counts grouped cells whose life is not known: they are not scored, and a
    weaker one among them would shorten its group.
    """

    available: float
    own: float
    chance: float
    best: float
    cells: int
    groups: int
    unknown: int


def life_of(trajectory: Trajectory, end: float, *, to_last: bool = False) -> float | None:
    """Return the life in cycles down to the capacity `end` (Ah), or None if it is not reached: not known, not infinite.

    With `to_last` every cycle on file counts, as in the published figure.
    """
    below = np.flatnonzero(trajectory.capacity <= end)
    if not len(below):
        return None
    return float(trajectory.cycles[-1 if to_last else below[0]] - trajectory.cycles[0] + 1)


def lives_of(trajectories: Mapping[str, Trajectory], end: float, *, to_last: bool = False) -> dict[str, float]:
    """Return the lives that are known; a cell that was not followed to its end has none."""
    found = {cell: life_of(trajectory, end, to_last=to_last) for cell, trajectory in trajectories.items()}
    return {cell: life for cell, life in found.items() if life is not None}


def available_life(grouping: Grouping, lives: Lives) -> Life | None:
    """Return what the grouping makes of the known lives; None if none of its cells' lives is known."""
    parts = known_parts(grouping, lives)
    if not parts:
        return None
    everyone = np.sort(np.concatenate(parts))
    return Life(
        available=float(sum(len(part) * part.min() for part in parts) / len(everyone)),
        own=float(everyone.mean()),
        chance=chance(everyone, [len(part) for part in parts]),
        best=best(everyone, len(parts)),
        cells=len(everyone),
        groups=len(parts),
        unknown=sum(map(len, grouping.groups)) - len(everyone),
    )


def known_parts(grouping: Grouping, lives: Lives) -> list[Floats]:
    """Return the known lives of each group that has any."""
    parts = [np.array([lives[cell] for cell in group if cell in lives], float) for group in grouping.groups]
    return [part for part in parts if len(part)]


def chance(lives: Floats, sizes: Sequence[int]) -> float:
    """Return the exact expected available life of groups of these sizes filled by lot; `lives` rise."""
    return sum(size * _expected_least(lives, size) for size in sizes) / len(lives)


def _expected_least(lives: Floats, size: int) -> float:
    """Return the mean of the least of `size` lives drawn without putting back."""
    count = len(lives)
    ways = [comb(count - rank - 1, size - 1) for rank in range(count)]
    return float(sum(way / comb(count, size) * life for way, life in zip(ways, lives, strict=True)))


def best(lives: Floats, groups: int) -> float:
    """Return the most available life that at most so many groups can have, whatever their sizes; `lives` rise.

    Some best groups are runs of the sorted lives: exchanging two cells of groups that interleave lowers no minimum. A
    dynamic programme tries every cut.
    """
    count = len(lives)
    reached = np.full(count + 1, -np.inf)
    reached[0] = 0.0
    for _ in range(min(groups, count)):
        before = reached.copy()
        for end in range(1, count + 1):
            starts = np.arange(end)
            reached[end] = max(before[end], (before[:end] + (end - starts) * lives[:end]).max())
    return float(reached[count] / count)
