"""Which numbers were met already, and where they stand: a small hash table in one array.

For loops that are compiled: what they look at is a few hundred of millions, so marks by number would cost more than the
search itself. A table has rows (number, round, value) and room for twice what is in it; what an earlier round left
does not count.
"""

from typing import Final

import numpy as np

from dicycle.genealogy.graph.model import Longs

ROOM: Final = 1024


def empty(room: int) -> Longs:
    """Return a table with room for half of `room` (a power of two) numbers; rounds count from 1."""
    return np.zeros((room, 3), np.int64)


def place(table: Longs, number: int, turn: int) -> int:
    """Return the row of a number, or of the free place where it belongs."""
    last = len(table) - 1
    row = (int(number) * 0x9E3779B1 >> 7) & last
    while table[row, 1] == turn and table[row, 0] != number:
        row = (row + 1) & last
    return row


def met(table: Longs, number: int, turn: int) -> bool:
    """Tell whether a number was met in this round; from now on it was."""
    row = place(table, number, turn)
    if table[row, 1] == turn:
        return True
    table[row, 0], table[row, 1] = number, turn
    return False


def roomy(table: Longs, count: int, turn: int) -> Longs:
    """Return the table, or a larger one with the same numbers if `count` is more than half of it."""
    while 2 * count > len(table):
        larger = empty(2 * len(table))
        for row in range(len(table)):
            if table[row, 1] == turn:
                larger[place(larger, table[row, 0], turn)] = table[row]
        table = larger
    return table
