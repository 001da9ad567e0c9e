"""What is known of cells when their second life begins, and how they are put into groups."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.findings import Finding
from dicycle.health.records.table import Floats

Indexes = NDArray[np.int64]
Lives = Mapping[str, float]


class Features(NamedTuple):
    """What a first cycle shows of each cell.

    `values` has one row a cell and one column a feature, in any units; NaN says that it is not known. `curves` names
    for each column the curve that it was taken from: each curve counts once, however many features it was given.
    """

    cells: tuple[str, ...]
    names: tuple[str, ...]
    curves: tuple[str, ...]
    values: Floats

    def only(self, wanted: Callable[[str], bool]) -> "Features":
        """Return the features whose name is wanted."""
        at = [column for column, name in enumerate(self.names) if wanted(name)]
        names, curves = tuple(self.names[i] for i in at), tuple(self.curves[i] for i in at)
        return self._replace(names=names, curves=curves, values=self.values[:, at])

    def of(self, wanted: Callable[[str], bool]) -> "Features":
        """Return the features of the cells that are wanted."""
        at = [row for row, cell in enumerate(self.cells) if wanted(cell)]
        return self._replace(cells=tuple(self.cells[i] for i in at), values=self.values[at])


class Grouping(NamedTuple):
    """Groups of cells, none in two of them; `left` are the cells that no group could be found for, `findings` say why.

    `by` names what the groups were made by, `components` how many numbers a cell came down to (0: does not apply), and
    `seed` what the draws began from.
    """

    groups: tuple[tuple[str, ...], ...]
    by: str
    left: tuple[str, ...] = ()
    components: int = 0
    seed: int = 0
    findings: tuple[Finding, ...] = ()
