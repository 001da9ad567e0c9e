"""What one tester gets wrong in every test on it: it moves all values together, and no mean takes it away."""

from itertools import combinations

import numpy as np
import pytest
from health.simulated_cells import NMC, Cell, delivered, rested, run, sloped
from health.test_capacity import changed
from health.test_fusing import AT_1C, LEVELS, Z, codes, said, width
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace
from strategies import examples

from dicycle.health.estimating import capacity, resting
from dicycle.health.estimating.capacity import Meant
from dicycle.health.estimating.instruments import Instrument, counted, together
from dicycle.health.estimating.rested import read_curve
from dicycle.health.fusing import doubt, fuse
from dicycle.health.grading.rounding import printed_estimate
from dicycle.health.model import Estimate, Level, StateOfHealth
from dicycle.health.records.table import Record
from dicycle.health.weighing import Doubt, mean

TRUTH = 0.8
GAIN = together(*counted(Instrument()).values())
MEASURED: tuple[Level, ...] = LEVELS[1:]
DRAWS = 1000
Draw = tuple[float, float, float]
draws = st.lists(st.tuples(st.floats(0.5, 1.0), st.floats(0.003, 0.03), st.floats(0.0, 1.0)), min_size=2, max_size=4)


def shared(value: float, sd: float, part: float, level: Level) -> Estimate:
    """Return an estimate of which a part of the standard deviation is what the tester gets wrong in every test."""
    return replace(said(value, sd, level), common=Z * sd * part)


def all_of(drawn: list[Draw]) -> list[Estimate]:
    """Return an estimate for each that was drawn, each by another method."""
    return [shared(*one, level) for one, level in zip(drawn, MEASURED, strict=False)]


def holds(state: StateOfHealth, truth: float = TRUTH) -> bool:
    """Tell whether an interval holds the truth."""
    return (state.low or 0) <= truth <= (state.high or 0)


def coverage(sds: tuple[float, ...], gains: list[float], common: float | None = None) -> float:
    """Return how often the combined interval holds the truth where a tester reads high by each of the gains.

    `common` (fraction of the value) is what the tester is said to get wrong, None where nobody says; the rest of each
    standard deviation is drawn for each test by itself.
    """
    chance, inside = np.random.default_rng(6), 0
    hidden = TRUTH * (GAIN if common is None else common)
    for gain in gains:
        drawn = [TRUTH * (1 + gain) + chance.normal(0, np.sqrt(sd**2 - hidden**2)) for sd in sds]
        told = [said(value, sd, level) for value, sd, level in zip(drawn, sds, MEASURED, strict=False)]
        inside += holds(fuse([replace(one, common=UNSET if common is None else Z * hidden) for one in told]))
    return inside / len(gains)


def gains_of(sd: float) -> list[float]:
    """Return the gains of many testers."""
    return np.random.default_rng(7).normal(0, sd, DRAWS).tolist()


@pytest.mark.parametrize("sds", [(0.01, 0.01), (0.01, 0.01, 0.01), (0.006, 0.015, 0.01), (0.005, 0.005, 0.005)])
def test_with_the_error_that_is_assumed_of_any_tester_the_interval_holds(sds: tuple[float, ...]) -> None:
    """Over a thousand testers, each wrong by its own fraction in all of its tests, it holds the truth as it says."""
    assert 0.93 <= coverage(sds, gains_of(GAIN)) <= 0.975


@pytest.mark.parametrize("common", [0.003, 0.006, 0.01])
def test_with_the_error_that_is_stated_of_a_tester_the_interval_holds(common: float) -> None:
    """The same where a data sheet says how exact the tester is, from good to bad ones."""
    assert 0.93 <= coverage((0.012, 0.012, 0.009), gains_of(common), common) <= 0.975


def test_with_a_tester_that_is_right_the_interval_is_not_much_too_wide() -> None:
    """Where a tester happens to be right, three tests hold the truth too often by little, and are still worth it."""
    assert 0.95 <= coverage((0.01, 0.01, 0.01), [0.0] * DRAWS) <= 0.985
    three = fuse([said(TRUTH, 0.01, level) for level in MEASURED[:3]])
    assert width(three) < 0.7 * width(said(TRUTH, 0.01))


def test_a_tester_that_is_worse_than_assumed_is_not_made_good() -> None:
    """One that reads one per cent high where half of it is assumed: about one interval in five misses the truth."""
    assert 0.72 <= coverage((0.01, 0.01, 0.01), [0.01] * DRAWS) <= 0.84


@examples(30)
@given(draws)
def test_it_is_never_narrower_than_what_the_tester_gets_wrong(drawn: list[Draw]) -> None:
    """However many tests agree, the least of what they have in common stays."""
    told = all_of(drawn)
    assert width(fuse(told)) >= 2 * min(one.common for one in told if one.common is not UNSET) - 1e-9


@examples(30)
@given(draws, st.randoms())
def test_order_does_not_matter_and_no_weight_is_below_zero(drawn: list[Draw], chance: object) -> None:
    """Whatever part is in common, the state is the same in any order, and its value lies between those that entered."""
    told = all_of(drawn)
    shuffled = list(told)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    state = fuse(told)
    assert fuse(shuffled) == state
    values = [one[0] for one in drawn]
    assert min(values) - 1e-4 <= (state.value or 0) <= max(values) + 1e-4


@examples(30)
@given(draws, st.floats(-0.1, 0.1))
def test_an_error_of_all_moves_the_value_and_nothing_else(drawn: list[Draw], by: float) -> None:
    """Where all read high by the same, they agree and contradict each other exactly as before."""
    before, after = (fuse(all_of([(value + off, sd, part) for value, sd, part in drawn])) for off in (0.0, by))
    assert (after.value or 0) - (before.value or 0) == pytest.approx(by, abs=2e-4)
    assert width(after) == pytest.approx(width(before), abs=3e-4)
    assert codes(after) == codes(before)


@examples(30)
@given(draws)
def test_another_test_that_agrees_never_widens_the_interval(drawn: list[Draw]) -> None:
    """More tests that find the same leave an interval at most as wide, and at most as wide as the best of them."""
    told = all_of([(TRUTH, sd, part) for _, sd, part in drawn])
    state = fuse(told)
    assert width(state) <= width(fuse(told[:-1])) + 2e-4
    assert width(state) <= min(map(width, told)) + 2e-4


def test_what_is_in_common_explains_no_difference() -> None:
    """Two tests on a bad tester whose own parts are small contradict each other though their intervals overlap far."""
    one, other = shared(0.80, 0.01, 0.95, "E2"), shared(0.82, 0.01, 0.95, "E4")
    state = fuse([one, other])
    told = next(found.sentence for found in state.findings if found.code == "health.contradiction")
    assert "estimates-disagree" in codes(state)
    assert all(each.basis.sources[0].name in told for each in (one, other))
    apart = fuse([replace(one, common=0.0), replace(other, common=0.0)])
    assert not {"contradiction", "estimates-disagree"} & codes(apart)


def test_the_state_says_what_is_in_common() -> None:
    """A note says how much of the interval no further test on the tester takes away; one test has no such note."""
    state = fuse([shared(TRUTH, 0.01, 0.5, "E2"), shared(TRUTH, 0.01, 0.5, "E4")])
    told = next(one.sentence for one in state.findings if one.code == "health.tester-in-common")
    assert "±1.0 points" in told
    assert fuse([shared(TRUTH, 0.01, 0.5, "E4")]).findings == ()


def test_what_others_declare_was_not_measured_on_the_tester() -> None:
    """A declared value has nothing in common with a test, whatever it says."""
    declared = shared(TRUTH, 0.01, 0.9, "E0")
    assert doubt(declared) == doubt(replace(declared, common=UNSET)) == Doubt(pytest.approx(0.01), 0.0)
    assert "tester-in-common" not in codes(fuse([declared, said(TRUTH, 0.01, "E4")]))


@pytest.mark.parametrize("common", [float("nan"), float("inf"), -1.0, 9.0])
def test_nonsense_in_common_makes_no_state_of_nonsense(common: float) -> None:
    """A part in common that cannot be leaves the estimate apart, or counts as none or all of its interval."""
    state = fuse([replace(said(TRUTH, 0.01, "E2"), common=common), said(0.81, 0.01, "E4")])
    assert 0.79 <= (state.value or 0) <= 0.82
    assert 0.01 <= width(state) <= 0.05


def least(own: tuple[float, ...], common: tuple[float, ...]) -> float:
    """Return the least variance of any weights not below zero, found by trying every selection."""
    found = []
    for count in range(1, len(own) + 1):
        for kept in map(list, combinations(range(len(own)), count)):
            part = np.array(common)[kept]
            inverse = np.linalg.inv(np.diag(np.array(own)[kept] ** 2) + np.outer(part, part))
            weights = inverse.sum(axis=0) / inverse.sum()
            if (weights >= 0).all():
                found.append(1 / inverse.sum())
    return float(min(found))


@examples(40)
@given(st.lists(st.tuples(st.floats(0.002, 0.03), st.floats(0.0, 0.05)), min_size=1, max_size=4))
def test_the_weights_are_the_best_that_there_are(drawn: list[tuple[float, float]]) -> None:
    """No other weights give less variance, by trying every selection with a general solver."""
    found = mean([TRUTH] * len(drawn), [Doubt(*one) for one in drawn]).doubt.whole
    own, common = zip(*drawn, strict=True)
    assert found**2 == pytest.approx(least(own, common), rel=1e-6)


def read_high(record: Record, gain: float, name: str = "a.csv") -> Record:
    """Return what a tester with a wrong gain writes, in a file of its own."""
    source = replace(record.source, name=name, sha256=name)
    return changed(record, current=record.table.current * (1 + gain))._replace(source=source)


@pytest.mark.parametrize("gain", [-0.01, 0.0, 0.01])
def test_a_full_test_and_a_rested_charge_on_one_tester_hold_the_truth(gain: float) -> None:
    """Two methods on a tester whose data sheet says 1 % agree in their error, and the interval reaches over it."""
    cell = Cell(4.5)
    soc = np.linspace(0.0, 1.0, 101)
    table = "soc,voltage\n" + "".join(f"{one:.2f},{volts:.4f}\n" for one, volts in zip(soc, sloped(soc), strict=True))
    model = read_curve(table.encode(), "curve.csv", NMC, AT_1C)
    tool = Instrument(current=0.01, stated=True)
    full = capacity.estimate(read_high(run(cell), gain), NMC, Meant(instrument=tool))
    part = resting.estimate(model, read_high(rested(cell), gain, "b.csv"), NMC, tool=tool)
    assert part is not None
    state = fuse([full, part])
    assert len(state.together) == 2
    assert "estimates-disagree" not in codes(state)
    assert holds(state, delivered(cell) / NMC.rated_capacity)
    assert width(state) >= 2 * 1.96 * 0.01 / 3**0.5 * 0.89


def test_the_part_in_common_is_written_where_it_is_stated_and_rounded_as_printed() -> None:
    """Without a data sheet nothing is written; with one, the current and the clock enter, rounded outwards."""
    record = run(Cell(4.5))
    assert capacity.estimate(record, NMC).common is UNSET
    found = capacity.estimate(record, NMC, Meant(instrument=Instrument(current=0.01, stated=True)))
    assert found.common == pytest.approx((found.value or 0) * 1.96 * 0.00578, abs=1e-4)
    assert printed_estimate(found) == found
    assert printed_estimate(replace(found, common=0.00411)).common == 0.0042
