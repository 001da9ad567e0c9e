"""Read test records kept in memory: by what they take there, not by how many they are."""

import numpy as np
from health.record_files import record, table

from dicycle.health.grading.gathering import Gathered
from dicycle.server.pages.health.remembering import Read, Remembered, weight


def read(rows: int) -> Read:
    """Return what was read of a file of so many rows."""
    some = np.zeros(rows).tolist()
    return Gathered((record(table(some, some, some)),), (), (), ()), ()


def test_records_are_forgotten_when_they_take_too_much() -> None:
    """The one that was not asked for the longest goes first; one that alone is too much is never kept."""
    small, large = read(100), read(2000)
    kept = Remembered[str](2 * weight(small[0]))
    for name in ("a", "b"):
        assert kept.keep(name, small) is small
    assert kept.get("a") is small
    kept.keep("c", small)
    assert [kept.get(name) is not None for name in "abc"] == [True, False, True]
    assert (kept.keep("d", large), kept.get("d"), kept.get("a")) == (large, None, small)
    kept.keep("a", small)
    assert kept.held == 2 * weight(small[0])
