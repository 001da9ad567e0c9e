"""Groups of cells that are to be used together, made from what one first cycle shows; no life is looked at."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from dicycle.errors import InvalidInput
from dicycle.findings import Finding, Severity
from dicycle.health.lasting.clustering import clustered, evened
from dicycle.health.lasting.model import Features, Grouping, Indexes
from dicycle.health.lasting.seeing import components, rounded, standard
from dicycle.health.records.table import Floats

SEED: Final = 0
_MEASURE: Final = "Measure it, or leave the feature out for every cell."


def group(
    features: Features, groups: int | None = None, *, size: int | None = None, even: bool = False, seed: int = SEED
) -> Grouping:
    """Return cells in groups that look alike in the numbers that their curves agree on, by k-means.

    Say either how many `groups`, whose sizes are free (as published) or, with `even`, differ by at most one; or the
    `size` that no group may exceed, which makes as few and as even groups as it can. The same features and seed
    give the same groups, in whatever order the cells come. A cell with an unknown value is left out with a finding.

    Raises InvalidInput where no such groups can be made.
    """
    known, left, findings = whole(features)
    wanted = _wanted(len(known.cells), groups, size)
    made = group_points(known.cells, components(known, seed), wanted, even=even or size is not None, seed=seed)
    return made._replace(left=left, findings=findings)


def group_points(
    cells: Sequence[str], points: Floats, groups: int, *, even: bool = False, seed: int = SEED
) -> Grouping:
    """Return groups of cells by what they came down to (cells × components), which serves for several groupings."""
    wanted = _wanted(len(cells), groups, None)
    labels = _labelled(points, wanted, seed, even=even)
    return Grouping(parted(cells, labels), "components", (), points.shape[1], seed)


def group_plainly(features: Features, groups: int, *, by: str, seed: int = SEED) -> Grouping:
    """Return groups by k-means on every feature, each scaled to mean 0 and standard deviation 1: a common practice."""
    known, left, findings = whole(features)
    points = rounded(standard(known.values))
    labels = _labelled(points, _wanted(len(known.cells), groups, None), seed, even=False)
    return Grouping(parted(known.cells, labels), by, left, points.shape[1], seed, findings)


def slices(cells: Sequence[str], values: Floats, groups: int, *, by: str) -> Grouping:
    """Return the cells sorted by a value and cut into groups whose sizes differ by at most one."""
    wanted = _wanted(len(cells), groups, None)
    runs = np.array_split(np.argsort(values, kind="stable"), wanted)
    return Grouping(tuple(tuple(cells[at] for at in run) for run in runs), by)


def whole(features: Features) -> tuple[Features, tuple[str, ...], tuple[Finding, ...]]:
    """Return the features of cells of which every value is known, the cells left out, and why."""
    if not features.names:
        raise InvalidInput.because("lasting.table", "It has no feature.", advice="Name at least one column of numbers.")
    rows = np.flatnonzero(np.isfinite(features.values).all(axis=1))
    kept = {features.cells[row] for row in rows}
    left = tuple(cell for cell in features.cells if cell not in kept)
    return features.of(kept.__contains__), left, tuple(_missing(features, cell) for cell in left)


def parted(cells: Sequence[str], labels: Indexes) -> tuple[tuple[str, ...], ...]:
    """Return the cells of each label, in the order of their first cells."""
    parts: dict[int, list[str]] = {}
    for cell, label in zip(cells, labels.tolist(), strict=True):
        parts.setdefault(label, []).append(cell)
    return tuple(map(tuple, parts.values()))


def _labelled(points: Floats, groups: int, seed: int, *, even: bool) -> Indexes:
    """Return a label for each point; the draws do not depend on the order of the points."""
    order = np.lexsort(points.T[::-1])
    found = clustered(points[order], groups, seed)
    labels = np.empty(len(points), np.int64)
    labels[order] = evened(points[order], found) if even else found
    return labels


def _missing(features: Features, cell: str) -> Finding:
    values = features.values[features.cells.index(cell)]
    lacking = [name for name, value in zip(features.names, values, strict=True) if not np.isfinite(value)]
    named = ", ".join(lacking[:3]) + (f" and {len(lacking) - 3} more" if len(lacking) > 3 else "")
    sentence = f"It is in no group: {named} is not known."
    return Finding("lasting.unknown-feature", sentence, cell, severity=Severity.WARNING, advice=_MEASURE)


def _wanted(cells: int, groups: int | None, size: int | None) -> int:
    if (groups is None) == (size is None):
        raise _refused("Say either how many groups or how large they may be.")
    wanted = groups if size is None else -(-cells // size) if size > 0 else 0
    if wanted is None or not 1 <= wanted <= cells:
        raise _refused(f"{cells} cells with known features cannot make {wanted} groups.")
    return wanted


def _refused(sentence: str) -> InvalidInput:
    return InvalidInput.because("lasting.groups", sentence, advice="Ask for at least one group and at most one a cell.")
