"""The next best test: what it saves for each minute, by what is known and by the domain of each test."""

import numpy as np
import pytest
from health.test_fusing import AT_1C, said
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from dicycle.errors import InvalidInput
from dicycle.health.fusing import fuse
from dicycle.health.model import Estimate, StateOfHealth
from dicycle.health.next_test import CUTS, Costs, Test, combined, next_tests, our_tests, read_tests, saving

BOUNDS = np.array(CUTS)
COSTS = Costs(too_high=2.0, too_low=1.0).matrix(4)


def state(value: float, sd: float) -> StateOfHealth:
    """Return a state of health by pulses."""
    return fuse([said(value, sd, "E2")])


@examples(26)
@given(st.floats(0.4, 1.1), st.floats(0.002, 0.2), st.floats(0.002, 0.1), st.floats(1.0, 3.0))
def test_a_test_never_harms_and_a_worse_one_saves_no_more(mean: float, sd: float, test: float, times: float) -> None:
    """The value of information is never negative, and falls with the error of the test."""
    good, poor = (saving(mean, sd, one, BOUNDS, COSTS) for one in (test, test * times))
    assert good >= 0
    assert poor <= good + 2e-3


@examples(13)
@given(st.floats(0.5, 1.0), st.floats(0.005, 0.1), st.floats(0.005, 0.05))
def test_a_test_saves_no_more_than_knowing_the_truth(mean: float, sd: float, test: float) -> None:
    """What perfect knowledge would save is the least expected cost now; checked against drawn truths and findings."""
    chance = np.random.default_rng(3)
    truth = chance.normal(mean, sd, 40_000)
    grades = (truth[:, None] < BOUNDS).sum(axis=1)
    now = min(float(COSTS[given, grades].mean()) for given in range(4))
    assert saving(mean, sd, test, BOUNDS, COSTS) <= now + 0.02


def test_the_saving_is_that_of_a_simulation() -> None:
    """Drawn truths, drawn findings and the best decision after each give the same number."""
    chance, mean, sd, test = np.random.default_rng(5), 0.84, 0.03, 0.015
    truth = chance.normal(mean, sd, 400_000)
    weight = sd**2 / (sd**2 + test**2)
    after = mean + weight * (truth + chance.normal(0, test, len(truth)) - mean)
    grades = (truth[:, None] < BOUNDS).sum(axis=1)
    now = min(float(COSTS[given, grades].mean()) for given in range(4))
    slices = np.digitize(after, np.quantile(after, np.linspace(0, 1, 401)[1:-1]))
    costs = [[float(COSTS[given, grades[slices == one]].mean()) for given in range(4)] for one in range(400)]
    later = float(np.mean([min(row) for row in costs]))
    assert saving(mean, sd, test, BOUNDS, COSTS) == pytest.approx(now - later, rel=0.03)


def test_a_unit_far_from_every_cut_needs_no_test() -> None:
    """Where no test can change the grade, none is proposed."""
    assert next_tests(state(0.775, 0.005)) == ()
    assert next_tests(state(0.845, 0.02))


def test_without_anything_known_the_quick_test_comes_first() -> None:
    """Where all abstain, pulses say the most for each minute, and a full capacity test the least."""
    silent = fuse([Estimate(level="E1", method="windows", of=AT_1C)])
    levels = [one.level for one in next_tests(silent)]
    assert levels[0] == "E2"
    assert levels[-1] == "E4"
    assert "Nothing is known yet" in next_tests(silent)[0].why


@pytest.mark.parametrize("chemistry", ["LFP", "LMFP"])
def test_a_plateau_is_outside_the_domain_of_a_charge_window(chemistry: str) -> None:
    """A part of a charge on the plateau is never proposed."""
    found = combined([], chemistry=chemistry)  # type: ignore[arg-type]
    assert "E1" not in {one.level for one in found.next_tests}
    assert "health.plateau" in {one.code for one in found.findings}
    assert "E1" in {one.level for one in combined([], chemistry="NMC").next_tests}


def test_only_what_is_available_and_not_yet_done_is_proposed() -> None:
    """A test that was done, or cannot be done here, is not proposed."""
    straddling = state(0.85, 0.03)
    assert {"E2"}.isdisjoint(one.level for one in next_tests(straddling))
    only = [Test(level="E4", name="own bench", minutes=140, sd=0.005, domain="our bench")]
    assert [one.name for one in next_tests(straddling, available=only)] == ["own bench"]
    assert next_tests(straddling, available=[]) == ()


def test_more_dangerous_errors_are_worth_more_minutes() -> None:
    """Where a grade too high costs ten times as much, a test saves more."""
    cheap, dear = (next_tests(state(0.86, 0.02), costs=Costs(too_high=one, too_low=1.0)) for one in (1.0, 10.0))
    assert dear[0].saving > cheap[0].saving
    with pytest.raises(InvalidInput):
        next_tests(state(0.86, 0.02), costs=np.ones((2, 2)))


def test_cuts_of_a_scheme_are_taken_as_they_are() -> None:
    """Cuts by grade and cuts in order are the same."""
    by_name = {"A": 0.85, "B": 0.70, "C": 0.60}
    assert next_tests(state(0.71, 0.02), by_name) == next_tests(state(0.71, 0.02), CUTS)


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b'{"tests": 3}'])
def test_a_file_of_other_things_is_refused(data: bytes) -> None:
    """What is no list of tests is refused with a sentence."""
    with pytest.raises(InvalidInput):
        read_tests(data)


def test_the_tests_in_use_name_their_source() -> None:
    """The shipped numbers say where they come from."""
    assert our_tests().source
    assert all(one.domain for one in our_tests().tests)
