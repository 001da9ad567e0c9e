"""The parts that a pulse model is learnt with: closed forms, gradients, weights, folds, figures."""

import numpy as np
import pytest
from health.pulse_cells import ALPHA, pulse_tests
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import approx_fprime
from scipy.stats import t as student_t
from strategies import examples

from dicycle.health.learning import tuning
from dicycle.health.learning.calibrating import difficulty, factor, quotients, student
from dicycle.health.learning.counting import kinds, noise, spread_out, weights
from dicycle.health.learning.dealing import dealt, halved
from dicycle.health.learning.density import Known
from dicycle.health.learning.kernels import likeness, whole
from dicycle.health.learning.leaving import blocks_of, inverse_of, left_out, without
from dicycle.health.learning.moving import PARTS, moved
from dicycle.health.learning.scoring import Answers, bounds, grades, score

seeds = st.integers(0, 10_000)


def _kernel(rows: np.ndarray) -> np.ndarray:
    logs = np.array([-0.5] * rows.shape[1] + [1.0, 0.0])
    return likeness("matern", rows, rows, logs).whole + np.eye(len(rows))


@examples(6)
@given(seeds)
def test_leaving_out_in_closed_form(seed: int) -> None:
    """Residual and spread of a unit are those of a model that is fitted again without it."""
    draw = np.random.default_rng(seed)
    rows, target, units = draw.normal(size=(24, 3)), draw.normal(size=24), draw.integers(0, 6, 24)
    kernel = _kernel(rows)
    found = left_out(kernel, target, blocks_of(units))
    for unit in np.unique(units):
        out, rest = units == unit, units != unit
        between = kernel[np.ix_(out, rest)] @ np.linalg.inv(kernel[np.ix_(rest, rest)])
        np.testing.assert_allclose(found.residuals[out], target[out] - between @ target[rest], atol=1e-8)
        variance = np.diag(kernel[np.ix_(out, out)] - between @ kernel[np.ix_(rest, out)])
        np.testing.assert_allclose(found.spreads[out], np.sqrt(variance), atol=1e-8)


@examples(6)
@given(seeds)
def test_asking_without_the_own_unit(seed: int) -> None:
    """Further rows of a unit are told the same as by a model that is fitted again without the unit."""
    draw = np.random.default_rng(seed)
    rows, target, units = draw.normal(size=(24, 3)), draw.normal(size=24), draw.integers(0, 6, 24)
    further, whose = draw.normal(size=(12, 3)), draw.integers(0, 8, 12)
    kernel, logs = _kernel(rows), np.array([-0.5, -0.5, -0.5, 1.0, 0.0])
    near = likeness("matern", further, rows, logs).whole
    said = without(left_out(kernel, target, blocks_of(units)), near, units, whose)
    for place, unit in enumerate(whose):
        rest = units != unit
        again = near[place, rest] @ np.linalg.solve(kernel[np.ix_(rest, rest)], target[rest])
        np.testing.assert_allclose(said[place], again, atol=1e-8)


@examples(6)
@given(seeds, st.sampled_from(["gaussian", "matern"]))
def test_kernel_in_pieces(seed: int, kernel: str) -> None:
    """A kernel matrix that is made in pieces is the one made at once, also of no rows."""
    draw = np.random.default_rng(seed)
    one, other, logs = draw.normal(size=(150, 3)), draw.normal(size=(7, 3)), draw.normal(size=5)
    np.testing.assert_allclose(whole(kernel, one, other, logs), likeness(kernel, one, other, logs).whole, atol=1e-9)
    assert whole(kernel, one[:0], other, logs).shape == (0, 7)


@examples(6)
@given(seeds, st.sampled_from(["gaussian", "matern"]))
def test_slope_of_the_criterion(seed: int, kernel: str) -> None:
    """The gradient that chooses lengths is the one that finite differences give."""
    draw = np.random.default_rng(seed)
    rows, units = draw.normal(size=(40, 3)), np.repeat(np.arange(10), 4)
    target = np.sin(rows[:, 0]) + rows[:, 1] + draw.normal(0, 0.1, 40)
    sample = tuning._sample(rows, target, units, np.arange(40))
    logs = np.append(draw.normal(-1, 0.3, 3), [1.0, 0.5])
    expected = approx_fprime(logs, lambda at: tuning._criterion(kernel, at, sample)[0], 1e-6)
    np.testing.assert_allclose(tuning._criterion(kernel, logs, sample)[1], expected, atol=2e-4)


@pytest.mark.parametrize("size", [1, 96, 97, 250])
def test_inverse_by_halves(size: int) -> None:
    """The inverse by halves is the inverse, and exactly symmetric."""
    root = np.random.default_rng(size).normal(size=(size, size))
    matrix = root @ root.T + size * np.eye(size)
    found = inverse_of(matrix)
    np.testing.assert_allclose(found @ matrix, np.eye(size), atol=1e-9)
    assert np.abs(found - found.T).max() <= 1e-15


@pytest.mark.parametrize("freedom", [4, 5, 11, 18, 94])
def test_student(freedom: int) -> None:
    """The widening for few units is Student's t of the tables, to half a per cent."""
    assert student(freedom) == pytest.approx(student_t.ppf(0.975, freedom), rel=0.005)


@given(seeds)
@examples(10)
def test_units_count_once(seed: int) -> None:
    """The rows of each unit weigh 1 together, and its reference tests the same, however many rows they have."""
    draw = np.random.default_rng(seed)
    units, target = draw.integers(0, 5, 40), draw.integers(0, 3, 40).astype(float)
    found = weights(units, target)
    for unit in np.unique(units):
        mine = units == unit
        parts = [found[mine & (target == one)].sum() for one in np.unique(target[mine])]
        np.testing.assert_allclose(parts, 1 / len(parts))
    assert noise(units, target).mean() == pytest.approx(1.0)


def test_few_rows_are_spread_out() -> None:
    """If only some rows are taken, a second capacity test with few rows is kept whole before others are filled up."""
    units = np.repeat(np.arange(10), 11)
    target = np.where(np.arange(110) % 11 == 10, 2.0, 1.0)
    chosen = spread_out(units, target, 50, seed=3)
    assert len(chosen) == 50
    assert (target[chosen] == 2.0).sum() == 10
    assert np.bincount(units[chosen]).tolist() == [5] * 10


@examples(6)
@given(st.integers(5, 40), st.integers(2, 12), seeds)
def test_folds_part_units(count: int, folds: int, seed: int) -> None:
    """Every test is held out once, and no unit is on both sides of a fold."""
    tests = pulse_tests(ALPHA, count, socs=(0.1, 0.3))
    held = list(dealt(tests, folds, seed))
    assert len(held) == min(folds, count)
    assert (np.sum(held, axis=0) == 1).all()
    for one in held:
        inside = {test.unit for test, out in zip(tests, one, strict=True) if out}
        assert not inside & {test.unit for test, out in zip(tests, one, strict=True) if not out}


def test_halves_part_units() -> None:
    """Halves are of whole units, even, and those of the seed."""
    units = np.repeat(np.arange(21), 3)
    half = halved(units, 4)
    assert all(len(set(half[units == unit].tolist())) == 1 for unit in range(21))
    assert abs(int(half.sum()) - 33) <= 3
    assert (half == halved(units, 4)).all()
    assert (half != halved(units, 5)).any()


def test_kinds_of_tests() -> None:
    """Series and single tests are judged by themselves where there are units enough, beside all of them."""
    units = np.concatenate([np.repeat(np.arange(40), 9), np.arange(40)])
    target = np.concatenate([np.zeros(360), np.ones(40)])
    assert [len(one) for one in kinds(units, target, 19)] == [400, 40, 360]
    assert [len(one) for one in kinds(units, target, 41)] == [400]
    assert [len(one) for one in kinds(units[:360], target[:360], 19)] == [360]


def test_milder_verdict_of_both_kinds() -> None:
    """A test as strange as single tests use to be is not turned away, however strange it would be in a series."""
    series, single = np.linspace(0, 1, 200), np.linspace(0, 5, 100)
    both = (Known(series, np.full(200, 0.5), 100), Known(single, np.ones(100), 100))
    found = np.max([one.p_values(np.array([0.5, 3.0, 9.0])) for one in both], axis=0)
    np.testing.assert_allclose(found, [0.9, 0.4, 1 / 101], atol=0.01)


@pytest.mark.parametrize("part", range(3))
def test_moved_tests(part: int) -> None:
    """Moved tests keep their rest voltage; the steps of the part, and no others, are scaled."""
    volts = np.array([test.voltages for test in pulse_tests(ALPHA, 2)])
    found = moved(volts, PARTS[part], np.full(len(volts), np.log(1.25)))
    ratio = np.where(np.tile(PARTS[part], 3) == 1.0, 1.25, 1.0)
    np.testing.assert_allclose(found[:, 0], volts[:, 0])
    np.testing.assert_allclose(np.diff(found, axis=1), np.diff(volts, axis=1) * ratio, atol=1e-9)


def test_intervals_hold_what_they_say() -> None:
    """Over many draws of exchangeable units with unequal errors, intervals for 95 % hold 93 to 97.5 %."""
    held = [_coverage(seed, units=40) for seed in range(40)]
    assert 0.93 <= np.mean(held) <= 0.975


def test_few_units_are_still_covered() -> None:
    """With twelve units the widened intervals hold at least 92 % on average."""
    assert np.mean([_coverage(seed, units=12) for seed in range(60)]) >= 0.92


def _coverage(seed: int, units: int) -> float:
    draw = np.random.default_rng(seed)
    owner, hard = np.repeat(np.arange(units + 200), 5), draw.normal(size=(5 * (units + 200), 1))
    errors = (
        0.02 * np.exp(0.5 * hard[:, 0]) * (draw.normal(size=units + 200)[owner] + 0.5 * draw.normal(size=len(owner)))
    )
    known = owner < units
    count = weights(owner[known], np.zeros(known.sum()))
    line = difficulty(hard[known], errors[known], count)
    found = quotients(hard[known], errors[known], owner[known], count)
    reach = factor(found, owner[known], count, 0.95) * line.of(hard[~known])
    return float(np.mean(np.abs(errors[~known]) <= reach))


def test_figures() -> None:
    """Error, coverage, auto-graded and misgraded shares are those counted by hand."""
    measured = np.array([0.90, 0.80, 0.60, 0.86])
    value = np.array([0.91, 0.79, 0.69, 0.80])
    answers = Answers(measured, value, value - 0.03, value + 0.03)
    found = score(answers)
    assert grades(np.array([0.9, 0.85, 0.7, 0.69])).tolist() == [2, 2, 1, 0]
    assert found.mae == pytest.approx(4.25)
    assert found.mape == pytest.approx(100 * (0.01 / 0.9 + 0.01 / 0.8 + 0.09 / 0.6 + 0.06 / 0.86) / 4, abs=1e-3)
    assert found.coverage == 50.0
    assert found.auto_graded == 75.0
    assert found.misgraded == 25.0
    assert found.misgraded_of_auto == pytest.approx(33.333)


def test_the_bounds_of_a_coverage_are_by_units() -> None:
    """Rows of one unit that are missed together are one piece of evidence; without repeats they are Wilson's."""
    inside = np.array([1.0] * 95 + [0.0] * 5)
    answers = Answers(inside, np.ones(100), np.full(100, 0.5), np.full(100, 1.5))
    low, high = bounds(answers, [str(row) for row in range(100)])
    assert (low, high) == pytest.approx((88.8, 97.8), abs=0.3)
    wide = bounds(answers, [str(row // 5) for row in range(100)])
    assert wide[0] < low - 5
    again = Answers(*(np.tile(column, 3) for column in answers))
    assert bounds(again, [str(row) for row in range(100)] * 3) == pytest.approx((low, high), abs=0.1)
    whole = Answers(np.ones(90), np.ones(90), np.full(90, 0.5), np.full(90, 1.5))
    assert bounds(whole, [str(row % 9) for row in range(90)])[0] < 75.0
