"""Lives predicted from few that are known: ridge regression of the logarithm of life on the components of the features.

Each prediction is made without the cell itself, and, if families are given, without any cell of its family: cells that
lived the same first life are alike, and one of them in the training set gives the others away.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np

from dicycle.health.lasting.grouping import SEED, slices, whole
from dicycle.health.lasting.model import Features, Grouping, Lives
from dicycle.health.lasting.seeing import components, standard
from dicycle.health.records.table import Floats

PENALTIES: Final = tuple(10.0**power for power in np.arange(-2, 4.5, 0.5))
_FEWEST: Final = 4


class Predictions(NamedTuple):
    """Predicted and true lives in cycles of the same cells."""

    cells: tuple[str, ...]
    predicted: Floats
    true: Floats

    @property
    def error(self) -> float:
        """Mean absolute error as a fraction of the true life."""
        return float(np.mean(np.abs(self.predicted - self.true) / self.true))


def predict_lives(features: Features, lives: Lives, families: Mapping[str, str] | None = None) -> Predictions | None:
    """Return a life for each cell whose life is known, predicted without it and its family.

    Components come from all cells, as they need no life. None where fewer than four cells are left to learn from.
    """
    known, _, _ = whole(features)
    at = [row for row, cell in enumerate(known.cells) if cell in lives]
    cells = tuple(known.cells[row] for row in at)
    names = np.array([families[cell] if families else cell for cell in cells])
    points = standard(components(known, SEED)[at])
    logs = np.log([lives[cell] for cell in cells])
    if not cells or max(np.count_nonzero(names == name) for name in names) > len(cells) - _FEWEST:
        return None
    found = np.empty(len(cells))
    for name in np.unique(names):
        out = names == name
        found[out] = _learnt(points[~out], logs[~out], points[out])
    return Predictions(cells, np.exp(found), np.exp(logs))


def group_by_predicted(predictions: Predictions, groups: int, *, by: str) -> Grouping:
    """Return the cells sorted by predicted life and cut into even groups."""
    return slices(predictions.cells, predictions.predicted, groups, by=by)


def _learnt(points: Floats, values: Floats, asked: Floats) -> Floats:
    """Return ridge predictions; the penalty is the one of least generalised cross-validation on the training cells."""
    middle, level = points.mean(axis=0), values.mean()
    left, lengths, right = np.linalg.svd(points - middle, full_matrices=False)
    sides = left.T @ (values - level)
    penalty = min(PENALTIES, key=lambda value: _crossed(values - level, left, lengths, sides, value))
    weights = right.T @ (sides * lengths / (lengths**2 + penalty))
    return np.asarray(level + (asked - middle) @ weights)


def _crossed(values: Floats, left: Floats, lengths: Floats, sides: Floats, penalty: float) -> float:
    shrink = lengths**2 / (lengths**2 + penalty)
    rest = values - left @ (shrink * sides)
    free = len(values) - 1 - shrink.sum()
    return float(np.inf if free <= 0 else (rest**2).sum() / free**2)
