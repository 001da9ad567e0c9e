"""Small tools over flat arrays: neighbours that are equal, rows summed by key."""

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.graph.model import Longs

Table = TypeVar("Table", bound=tuple[NDArray[Any], ...])


def group_starts(columns: Sequence[NDArray[Any]]) -> Longs:
    """Return where a row begins that is not as the one before it."""
    begins = np.zeros(len(columns[0]), np.bool_)
    begins[:1] = True
    for column in columns:
        begins[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(begins)


def chosen(table: Table, rows: NDArray[Any]) -> Table:
    """Return some rows of a table, whose columns are arrays of one length."""
    return type(table)(*(column[rows] for column in table))


def stacked(tables: Sequence[Table]) -> Table:
    """Return the rows of tables of one kind, one after the other."""
    return type(tables[0])(*(np.concatenate(columns) for columns in zip(*tables, strict=True)))


def summed(key: Longs, rows: Longs) -> tuple[Longs, Longs]:
    """Return the keys, each once, ascending, and the sum of the rows (int64[n, k]) of each."""
    if not len(key):
        return key, rows
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    starts = group_starts([ordered])
    return ordered[starts], np.add.reduceat(rows[order], starts, axis=0)


def weighed(key: Longs, row: Longs, count: Longs, content: Longs) -> tuple[Longs, Longs]:
    """Return the keys, each once, and what `count` things made of rows of `content` weigh together (int64[n, k]).

    Many things share few rows: they are counted first.
    """
    if not len(key):
        return key, np.zeros((0, content.shape[1]), np.int64)
    order = np.lexsort((row, key))
    starts = group_starts([key[order], row[order]])
    counts = np.add.reduceat(count[order], starts)
    return summed(key[order][starts], content[row[order][starts]] * counts[:, None])


def added(*parts: tuple[Longs, Longs]) -> tuple[Longs, Longs]:
    """Return several results of `summed` as one."""
    keys, rows = zip(*parts, strict=True)
    return summed(np.concatenate(keys), np.concatenate(rows))
