"""How sure it is that a grouping is better than chance: exact mean, draws for the rest, the seed stated."""

from typing import Final, NamedTuple

import numpy as np

from dicycle.health.lasting.living import Life, available_life, chance, known_parts
from dicycle.health.lasting.model import Grouping, Indexes, Lives
from dicycle.health.records.table import Floats

DRAWS: Final = 10_000
SEED: Final = 1
_SLACK: Final = 1e-9
_NORMAL: Final = 1.96


class Comparison(NamedTuple):
    """A grouping's life beside the same group sizes filled by lot.

    `sd` is the standard deviation over draws; `percentile` the share of draws, in per cent, that ours exceeds; `p` the
    probability of at least as much by lot (one-sided, the observed counted in). `gain` is what is above chance, and
    `low` and `high` hold it in 95 % of cases if other cells of the same kind had been followed (delete-one jackknife,
    normal; a bootstrap would put one cell twice into its group, which flatters); None for fewer than three cells.
    """

    life: Life
    sd: float
    percentile: float
    p: float
    gain: float
    low: float | None
    high: float | None


def compare(grouping: Grouping, lives: Lives) -> Comparison | None:
    """Return the comparison, or None if no life of the grouped cells is known."""
    life = available_life(grouping, lives)
    if life is None:
        return None
    parts = known_parts(grouping, lives)
    drawn = _drawn(np.concatenate(parts), [len(part) for part in parts])
    below = int((drawn < life.available - _SLACK).sum()) / DRAWS
    p = (int((drawn >= life.available - _SLACK).sum()) + 1) / (DRAWS + 1)
    gain, error = life.available - life.chance, _error(parts)
    low, high = (None, None) if error is None else (gain - _NORMAL * error, gain + _NORMAL * error)
    return Comparison(life, float(drawn.std()), 100 * below, p, gain, low, high)


def _drawn(lives: Floats, sizes: list[int]) -> Floats:
    """Return the available life of each of many fillings by lot."""
    draws = np.random.default_rng(SEED)
    shuffled = draws.permuted(np.tile(np.sort(lives), (DRAWS, 1)), axis=1)
    least = np.minimum.reduceat(shuffled, np.cumsum([0, *sizes[:-1]]), axis=1)
    return np.asarray(least @ np.array(sizes, float) / len(lives))


def _error(parts: list[Floats]) -> float | None:
    """Return the standard error of the gain: how much it moves as one cell after the other is left out."""
    lives = np.concatenate(parts)
    labels = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    if len(lives) < 3:
        return None
    gains = [_gain(np.delete(lives, at), np.delete(labels, at)) for at in range(len(lives))]
    return float(np.sqrt(len(lives) - 1) * np.std(gains))


def _gain(lives: Floats, labels: Indexes) -> float:
    least = np.full(int(labels.max()) + 1, np.inf)
    np.minimum.at(least, labels, lives)
    sizes = np.bincount(labels)
    return float(least[labels].mean()) - chance(np.sort(lives), sizes[sizes > 0].tolist())
