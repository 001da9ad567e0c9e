"""How much a row counts: each physical unit the same, and within it each of its reference tests.

Rows of one unit and one capacity test share their label with its error. A second test of the unit (later, or after
ageing) is known by another capacity; its rows weigh as much together as those of the first, however few they are.
"""

import numpy as np

from dicycle.health.records.table import Floats, Whole


def references(units: Whole, target: Floats) -> Whole:
    """Return the number of the reference test that each row belongs to."""
    _, found = np.unique(np.column_stack([units, target]), axis=0, return_inverse=True)
    return np.asarray(found).ravel()


def weights(units: Whole, target: Floats) -> Floats:
    """Return weights of rows that sum to 1 for each unit, and are shared evenly by its reference tests."""
    tests = references(units, target)
    of_test, first, rows = np.unique(tests, return_index=True, return_counts=True)
    _, unit, shared = np.unique(units[first], return_inverse=True, return_counts=True)
    return np.asarray((1.0 / (rows * shared[unit]))[np.searchsorted(of_test, tests)])


def kinds(units: Whole, target: Floats, enough: int) -> list[Whole]:
    """Return rows that are judged by themselves: all, and those of each kind of reference test with `enough` units.

    A reference test has rows in a series (one day, several charges) or a single one. A new test may be of either
    kind, and nobody says of which, so what is promised of one must hold for each.
    """
    _, place, rows = np.unique(references(units, target), return_inverse=True, return_counts=True)
    single = rows[place] == 1
    each = [np.flatnonzero(single), np.flatnonzero(~single)]
    judged = [one for one in each if enough <= len(np.unique(units[one])) and len(one) < len(units)]
    return [np.arange(len(units)), *judged]


def noise(units: Whole, target: Floats) -> Floats:
    """Return the variance of each row's label, 1 on average: rows that share a reference test share its error.

    So many rows tell as much of the label as one, and each gets that many times the variance.
    """
    _, place, rows = np.unique(references(units, target), return_inverse=True, return_counts=True)
    return np.asarray(rows[place] / rows[place].mean())


def spread_out(units: Whole, target: Floats, most: int, seed: int) -> Whole:
    """Return at most so many rows, in order, as evenly from the reference tests as they allow."""
    order = np.random.default_rng(seed).permutation(len(units))
    tests = references(units, target)[order]
    sorted_ = np.argsort(tests, kind="stable")
    starts = np.searchsorted(tests[sorted_], tests[sorted_])
    turn = np.empty(len(order), np.int64)
    turn[sorted_] = np.arange(len(order)) - starts
    return np.sort(order[np.argsort(turn, kind="stable")[:most]])
