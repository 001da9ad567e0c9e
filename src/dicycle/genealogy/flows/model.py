"""What flowed in the loop: rows of matter that moved from stage to stage in an event."""

from typing import Final, NamedTuple

import numpy as np

from dicycle.genealogy.answers import WHOLE
from dicycle.genealogy.flows.stages import STAGES, Stage
from dicycle.genealogy.graph.model import Bytes, Graph, Ints, Longs

ALL_YEARS: Final = None


class Totals(NamedTuple):
    """The sums of rows of one source, target and year, by these; total i is of the rows ``at[i]`` to ``at[i + 1]``."""

    at: Longs
    source: Bytes
    target: Bytes
    year: Ints
    mass: Longs


class Flows(NamedTuple):
    """The n rows, by (source, target, event); a row is what one event moved from one stage to another.

    Rows whose source is their target are matter that was made into other matter of the same stage.
    """

    columns: tuple[str, ...]
    """What is weighed: the whole mass, then the elements."""
    source: Bytes
    target: Bytes
    event: Ints
    """Into `Graph.events`."""
    year: Ints
    """Of the event, UTC."""
    mass: Longs
    """int64[n, k]: micrograms, by `columns`."""
    totals: "Totals"
    stock: Longs
    """int64[stages, k]: micrograms of what is at each stage at last, counted from the things, not from the rows."""

    def column(self, element: str) -> int | None:
        """Return the number of an element's column, None if nothing in the loop is said to hold it."""
        return self.columns.index(element) if element in self.columns else None

    def years(self) -> list[int]:
        """Return the years in which something moved."""
        return [int(year) for year in np.unique(self.totals.year)]

    def weighed(self) -> list[str]:
        """Return the columns in which anything is weighed at all."""
        return [name for name, total in zip(self.columns, self.totals.mass.sum(axis=0), strict=True) if total]

    def table(self, column: int, year: int | None = ALL_YEARS) -> Longs:
        """Return the micrograms from stage to stage, int64[stages, stages], in a year or in all of them."""
        totals = self.totals
        some = slice(None) if year is None else totals.year == year
        table = np.zeros((STAGES, STAGES), np.int64)
        np.add.at(table, (totals.source[some], totals.target[some]), totals.mass[some, column])
        return table

    def rows(self, source: Stage, target: Stage, column: int, year: int | None = ALL_YEARS) -> Longs:
        """Return the numbers of the rows that make up a ribbon, by time: all of them weigh something."""
        totals = self.totals
        found = np.flatnonzero((totals.source == source) & (totals.target == target))
        if year is not None:
            found = found[totals.year[found] == year]
        if not len(found):
            return found
        # The totals of a ribbon stand by year, and so do its rows.
        rows = np.arange(totals.at[found[0]], totals.at[found[-1] + 1])
        weighing: Longs = rows[self.mass[rows, column] != 0]
        return weighing


class Balance(NamedTuple):
    """What went through a stage, in micrograms.

    `came` + `unsaid_in` = `went` + `left` + `unsaid_out` + `stayed`, and `difference` says by how much it does not.
    """

    stage: Stage
    came: int
    unsaid_in: int
    """Came out of runs that did not take it in."""
    went: int
    left: int
    """Residue, loss, withdrawn."""
    unsaid_out: int
    """Went into runs that did not give it out."""
    stayed: int
    """Is there still; of one year, what came more than went."""

    @property
    def difference(self) -> int:
        """By how much more was told to come in than to go out, to leave or to stay (convention 4)."""
        return self.came - self.went - self.left - self.stayed


def columns_of(graph: Graph) -> tuple[str, ...]:
    """Return what is weighed in a genealogy."""
    return (WHOLE, *(graph.elements[number] for number in range(len(graph.elements))))


def balances(flows: Flows, column: int, year: int | None = ALL_YEARS) -> list[Balance]:
    """Return how every stage balances, in a year or in all of them."""
    table = flows.table(column, year)
    np.fill_diagonal(table, 0)
    return [_balance(Stage(stage), table, flows, column, year) for stage in range(Stage.MINE, Stage.LEFT)]


def _balance(stage: Stage, table: Longs, flows: Flows, column: int, year: int | None) -> Balance:
    came, went = int(table[:, stage].sum()), int(table[stage].sum())
    unsaid_in, unsaid_out = int(table[Stage.UNACCOUNTED, stage]), int(table[stage, Stage.UNACCOUNTED])
    left = int(table[stage, Stage.LEFT])
    stayed = int(flows.stock[stage, column]) if year is None else came - went
    return Balance(stage, came - unsaid_in, unsaid_in, went - left - unsaid_out, left, unsaid_out, stayed)
