"""What the rows of a lot rest on: how many figures each, how many of them assumed, and on which ones most rest.

Rows of one chemistry and kind with the same open routes rest on the same figures, but for how long a further use lasts,
which depends on health: so that is looked at for eight of them, from the least healthy to the healthiest.
"""

from collections import Counter
from typing import Any, Final, NamedTuple

import numpy as np

from dicycle.routing.choosing import Choice, Group, groups_of, some
from dicycle.routing.columns import Columns
from dicycle.routing.parameters.model import ROUTES, Parameters
from dicycle.routing.resting import Dependence, Rested
from dicycle.routing.worth import NONE

_SEEN: Final = 8


class LotRested(NamedTuple):
    """What there is to rest on, and which of these each row rests on; -1 where no value is known."""

    different: tuple[Rested, ...]
    places: Any

    def counts(self) -> tuple[Any, Any]:
        """Return for each row how many figures it rests on, and how many of them are assumed; nan where not known."""
        figures = np.array([*(one.figures for one in self.different), np.nan], float)
        assumed = np.array([*(len(one.assumed) for one in self.different), np.nan], float)
        return figures[self.places], assumed[self.places]

    def assumed(self) -> dict[str, int]:
        """Return how many rows rest on each assumed figure, most first."""
        found: Counter[str] = Counter()
        for one, rows in zip(
            self.different, np.bincount(self.places + 1, minlength=len(self.different) + 1)[1:], strict=True
        ):
            found.update(dict.fromkeys(one.assumed, int(rows)))
        return {name: rows for name, rows in found.most_common() if rows}


def rested_of(columns: Columns, choice: Choice, parameters: Parameters) -> LotRested:
    """Return what the decisions on rows that were checked rest on."""
    places = np.full(columns.total, -1, dtype=np.int64)
    found: list[Rested] = []
    open_routes = (choice.closed == 0) @ (1 << np.arange(len(ROUTES)))
    for group in groups_of(columns, choice.of, parameters):
        rows = group.rows[choice.value[group.rows] > NONE]
        if len(rows):
            dependence = _dependence(group._replace(rows=rows), choice, parameters)
            patterns, own = np.unique(open_routes[rows], return_inverse=True)
            places[rows] = len(found) + own
            found += [dependence.of_routes(np.flatnonzero(one >> np.arange(len(ROUTES)) & 1)) for one in patterns]
    return LotRested(tuple(found), places)


def _dependence(group: Group, choice: Choice, parameters: Parameters) -> Dependence:
    """Return on what each route rests in a group; of unknown health nothing further is open, so it is not seen."""
    ordered = group.rows[np.argsort(choice.of.health[group.rows], kind="stable")]
    seen = ordered[np.linspace(0, len(ordered) - 1, min(_SEEN, len(ordered))).round().astype(np.int64)]
    return Dependence(parameters, group.chemistry, group.kind, some(choice.of, seen))
