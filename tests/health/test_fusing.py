"""Estimates put together: one type only, nothing counted twice, and no narrow interval where they disagree."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import examples

from dicycle.health.fusing import fuse, spread
from dicycle.health.model import Z95 as Z
from dicycle.health.model import Basis, Estimate, HealthType, Level, Source
from dicycle.health.weighing import critical

AT_1C = HealthType(rate=1.0, temperature=25.0)
LEVELS: tuple[Level, ...] = ("E0", "E1", "E2", "E3", "E4")


def said(value: float, sd: float, level: Level = "E2", file: str | None = None, of: HealthType = AT_1C) -> Estimate:
    """Return an estimate from a file of its own, unless one is named."""
    name = file or f"{level}-{value}-{sd}"
    source = Source(name=f"{name}.csv", sha256=name, size=1, format="csv", reader="test")
    return Estimate(
        level=level, method=level, of=of, value=value, low=value - Z * sd, high=value + Z * sd,
        basis=Basis(sources=(source,)),
    )  # fmt: skip


def codes(state: object) -> set[str]:
    """Return the codes of the findings of a state."""
    return {one.code.removeprefix("health.") for one in state.findings}  # type: ignore[attr-defined]


def width(state: object) -> float:
    """Return how wide an interval is."""
    return state.high - state.low  # type: ignore[attr-defined,no-any-return]


def test_two_that_agree_are_narrower_than_either() -> None:
    """The mean is weighted by inverse variance, and so is its interval."""
    state = fuse([replace(one, common=0.0) for one in (said(0.80, 0.02), said(0.82, 0.01, "E4"))])
    assert state.value == pytest.approx(0.816, abs=1e-4)
    assert width(state) == pytest.approx(2 * Z * (1 / 0.02**2 + 1 / 0.01**2) ** -0.5, abs=3e-4)
    assert (state.level, len(state.together), state.apart, state.findings) == ("E4", 2, (), ())


@examples(20)
@given(st.lists(st.tuples(st.floats(0.3, 1.1), st.floats(0.003, 0.1)), min_size=1, max_size=5))
def test_order_does_not_matter_and_the_value_lies_between(given: list[tuple[float, float]]) -> None:
    """Whatever the order of the estimates, the state is the same, and lies within what was said."""
    estimates = [said(value, sd, level) for (value, sd), level in zip(given, LEVELS, strict=False)]
    states = [fuse(order) for order in list(permutations(estimates))[:12]]
    assert all(state == states[0] for state in states)
    values = [value for value, _ in given]
    assert min(values) - 1e-4 <= (states[0].value or 0) <= max(values) + 1e-4
    assert (states[0].low or 0) <= (states[0].value or 0) <= (states[0].high or 0)


@examples(20)
@given(st.floats(0.4, 1.0), st.floats(0.003, 0.05), st.floats(0.4, 1.0), st.floats(0.003, 0.05))
def test_another_type_changes_nothing(value: float, sd: float, other: float, sd2: float) -> None:
    """An estimate of another type, or of a type that nobody stated, is shown apart and moves nothing (convention 7)."""
    main = said(value, sd, "E4")
    strangers = [
        said(other, sd2, of=replace(AT_1C, rate=0.5)),
        said(other, sd2, of=replace(AT_1C, denominator="initial")),
        said(other, sd2, of=replace(AT_1C, temperature=None)),
    ]
    alone, state = fuse([main]), fuse([main, *strangers])
    assert (state.value, state.low, state.high, state.together) == (alone.value, alone.low, alone.high, (main,))
    assert len(state.apart) == 3
    assert {"apart-other-type", "apart-type-not-stated"} <= codes(state)


def test_unstated_types_are_not_combined_even_with_their_like() -> None:
    """Two values at an unknown temperature may be two quantities: unknown equals nothing."""
    unstated = HealthType(rate=1.0)
    state = fuse([said(0.8, 0.01, "E2", of=unstated), said(0.81, 0.01, "E4", of=unstated)])
    assert (state.value, len(state.apart)) == (None, 2)


def test_a_type_asked_for_wins_over_better_evidence() -> None:
    """Who asks for one type gets that or nothing."""
    half = replace(AT_1C, rate=0.5)
    estimates = [said(0.8, 0.02, "E2"), said(0.85, 0.005, "E4", of=half)]
    assert fuse(estimates).of == half
    state = fuse(estimates, AT_1C)
    assert (state.value, state.level) == (0.8, "E2")
    assert fuse(estimates, replace(AT_1C, rate=2.0)).value is None


@examples(13)
@given(st.floats(0.5, 1.0), st.floats(0.004, 0.03), st.integers(2, 8))
def test_one_file_is_not_counted_twice(value: float, sd: float, count: int) -> None:
    """However many estimates rest on one raw file, the interval is no narrower than the best of them."""
    one = said(value, sd, "E2", "raw")
    more = [replace(said(value + 0.1 * sd * n, sd, "E2", "raw"), method=f"m{n}") for n in range(1, count)]
    state = fuse([one, *more])
    assert width(state) >= width(one) - 2e-4
    assert "counted-once" in codes(state)


def test_one_model_is_not_counted_twice_and_a_chain_is_one_group() -> None:
    """A model errs the same way on two files; a file and a model in common tie three estimates together."""
    first, second, third = (
        replace(said(0.8, 0.01, level, file), method=file, basis=Basis(sources=sources, model=model))
        for level, file, sources, model in (
            (LEVELS[2], "a", said(0.8, 0.01, "E2", "a").basis.sources, "m"),
            (LEVELS[1], "b", said(0.8, 0.01, "E1", "b").basis.sources, "m"),
            (LEVELS[3], "c", said(0.8, 0.01, "E3", "b").basis.sources, None),
        )
    )
    assert width(fuse([first, second, third])) == pytest.approx(width(first), abs=2e-4)


@examples(20)
@given(st.floats(0.6, 0.9), st.floats(0.003, 0.03), st.floats(5.0, 12.0))
def test_contradictions_widen_the_interval_and_are_named(value: float, sd: float, times: float) -> None:
    """Two that differ by far more than their intervals give one that reaches to both, with both names."""
    one, other = said(value, sd, "E2"), said(value + times * sd, sd, "E4")
    state = fuse([one, other])
    assert {"estimates-disagree", "contradiction"} <= codes(state)
    assert (state.low or 0) <= value + 0.02 * times * sd
    assert (state.high or 0) >= value + 0.98 * times * sd
    named = next(found.sentence for found in state.findings if found.code == "health.contradiction")
    assert one.basis.sources[0].name in named
    assert other.basis.sources[0].name in named


def test_of_three_the_odd_one_is_named() -> None:
    """Two agree and one does not: both contradictions name it."""
    odd = said(0.95, 0.01, "E1")
    state = fuse([said(0.80, 0.01, "E2"), said(0.805, 0.01, "E4"), odd])
    told = [found.sentence for found in state.findings if found.code == "health.contradiction"]
    assert len(told) == 2
    assert all(odd.basis.sources[0].name in one for one in told)


def test_two_tests_of_one_kind_that_differ_widen_it_too() -> None:
    """Two capacity tests far apart do not hide behind being counted once."""
    near = fuse([said(0.80, 0.01, "E4", "a"), said(0.805, 0.01, "E4", "b")])
    far = fuse([said(0.80, 0.01, "E4", "a"), said(0.90, 0.01, "E4", "b")])
    assert width(far) > 3 * width(near)
    assert "contradiction" in codes(far)


def test_nothing_gives_nothing() -> None:
    """Without any value the state is unknown, and the abstentions are kept."""
    silent = Estimate(level="E2", method="pulses", of=AT_1C)
    assert fuse([]).value is None
    state = fuse([silent])
    assert (state.value, state.of, state.apart) == (None, AT_1C, (silent,))


@pytest.mark.parametrize("sds", [(0.01, 0.01), (0.005, 0.03), (0.01, 0.02, 0.015)])
def test_calibrated_independent_estimates_give_a_calibrated_interval(sds: tuple[float, ...]) -> None:
    """Over 3,000 invented units the truth lies in the fused interval at least as often as it says, less a point."""
    chance, truth, inside = np.random.default_rng(6), 0.8, 0
    for drawn in chance.normal(truth, sds, (3000, len(sds))).tolist():
        state = fuse([said(value, sd, level) for value, sd, level in zip(drawn, sds, LEVELS, strict=False)])
        inside += (state.low or 0) <= truth <= (state.high or 0)
    assert 0.94 <= inside / 3000 <= 0.985


@pytest.mark.parametrize("shared", [0.0, 0.5, 1.0])
def test_estimates_of_one_file_stay_calibrated_however_they_depend(shared: float) -> None:
    """Five estimates of one file, independent or all the same: the interval holds the truth as often as it says."""
    chance, inside, sd = np.random.default_rng(7), 0, 0.01
    for _ in range(1500):
        errors = np.sqrt(shared) * chance.normal() + np.sqrt(1 - shared) * chance.normal(size=5)
        state = fuse([said(0.8 + sd * error, sd, "E2", "raw") for error in errors.tolist()])
        inside += (state.low or 0) <= 0.8 <= (state.high or 0)
    assert inside / 1500 >= 0.935


def test_chi_square_is_that_of_scipy() -> None:
    """The critical values agree with those of a library."""
    stats = pytest.importorskip("scipy.stats")
    for freedom in range(1, 12):
        assert critical(freedom) == pytest.approx(stats.chi2.isf(0.05, freedom), rel=0.006)


def test_the_spread_is_that_of_the_longer_side() -> None:
    """A lopsided interval counts as wide as its longer side, at its own coverage."""
    one = replace(said(0.8, 0.01), low=0.7, coverage=0.9)
    assert spread(one) == pytest.approx(0.1 / 1.6448536)
