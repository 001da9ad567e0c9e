"""What errors of measurement do to a pack."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from routing.matching_stocks import ordinary, stock
from strategies import examples

from dicycle.errors import InvalidInput
from dicycle.routing.matching import Request, Retesting, answered, match, sheets, usable, value_of_retest
from dicycle.routing.matching.uncertainty import weakest


def test_the_least_of_two_alike():
    """The least of two normals alike lies sd / sqrt(pi) below their mean, as Clark's formula says."""
    found = weakest(np.array([[50.0, 50.0]]), np.array([[2.0, 2.0]]))
    assert found.expected[0] == pytest.approx(50 - 2 / math.sqrt(math.pi), abs=1e-3)


@examples(16)
@given(st.floats(40, 60), st.floats(40, 60), st.floats(0.1, 3), st.floats(0.1, 3))
def test_the_least_of_two_by_clark(one, other, sd, other_sd):
    """The least of any two independent normals agrees with Clark's exact formula (1961)."""
    spread = math.hypot(sd, other_sd)
    alpha = (one - other) / spread
    density = math.exp(-alpha * alpha / 2) / math.sqrt(2 * math.pi)
    below = 0.5 * (1 + math.erf(alpha / math.sqrt(2)))
    least = one * (1 - below) + other * below - spread * density
    found = weakest(np.array([[one, other]]), np.array([[sd, other_sd]]))
    assert found.expected[0] == pytest.approx(least, abs=0.01)


def test_the_guaranteed_capacity_of_one():
    """A pack of one group has its own five-per-cent quantile with 95 %."""
    found = weakest(np.array([[50.0]]), np.array([[2.0]]))
    assert found.guaranteed[0] == pytest.approx(50 - 1.644854 * 2, abs=0.01)


def test_exact_measurements_leave_the_weakest():
    """Without error a pack has what its weakest group has."""
    found = weakest(np.array([[50.0, 48.0, 52.0]]), np.zeros((1, 3)))
    assert (found.expected[0], found.guaranteed[0]) == pytest.approx((48.0, 48.0))


def test_an_unknown_error_is_not_zero():
    """If the error of one module is not known, nothing is said of its pack."""
    modules = stock([40, 41, 42, 43], sd=[0.1, 0.1, 0.1, np.nan])
    matching = match(modules, Request(series=2))
    known = usable(matching, modules, Request(series=2))
    assert np.isnan(known.expected).tolist() == [False, True]
    assert sheets(matching, modules, Request(series=2))[1].guaranteed is None


def test_a_second_test_pays_for_the_doubtful():
    """Of modules alike the one measured worst is worth testing again, by the gain that the closed form gives."""
    modules = stock([50.0, 50.0], sd=[2.0, 1e-6])
    request = Request(series=2)
    matching = match(modules, request)
    first = value_of_retest(matching, modules, request, Retesting(price=10.0, cost=1.0))[0]
    gain = 2 / math.sqrt(2 * math.pi)
    assert first.module == 0
    assert first.gain == pytest.approx(gain, rel=0.03)
    assert first.value == pytest.approx(10 * first.gain - 1)
    assert value_of_retest(matching, modules, request, Retesting())[0] == first._replace(value=None)


@pytest.mark.parametrize("parallel", [1, 2, 3])
def test_gains_are_those_of_drawn_errors(parallel):
    """What a second test gains is what packs gain on average if errors are drawn and weak modules replaced."""
    modules = ordinary(36)
    request = Request(series=6, parallel=parallel)
    matching = match(modules, request)
    found = value_of_retest(matching, modules, request, Retesting(first=4))
    for one in found:
        rows = matching.rows[one.pack]
        draw = np.random.default_rng(one.module)
        drawn = draw.normal(modules.capacity[rows], modules.capacity_sd[rows], (200_000, len(rows)))
        replaced = np.where(rows == one.module, np.maximum(drawn, one.instead), drawn)
        least = [packs.reshape(-1, 6, parallel).sum(axis=2).min(axis=1) for packs in (drawn, replaced)]
        gains = least[1] - least[0]
        assert one.gain == pytest.approx(gains.mean(), abs=5 * gains.std() / math.sqrt(len(gains)) + 1e-4)


@pytest.mark.parametrize("parallel", [1, 2])
def test_gains_grow_with_the_spare(parallel):
    """No gain is negative, and a better spare is never worth less."""
    modules = ordinary(24)
    request = Request(series=6, parallel=parallel)
    matching = match(modules, request)
    poor, good = (
        {one.module: one.gain for one in value_of_retest(matching, modules, request, Retesting(first=24, spare=spare))}
        for spare in (48.0, 51.0)
    )
    assert all(0 <= poor[module] <= good[module] + 1e-12 for module in poor)
    assert len(good) == 24


def test_the_best_of_many_packs_are_those_of_all():
    """The first few of over a thousand packs, which are looked at in parts, are the first of all."""
    modules = ordinary(2_400)
    request = Request(series=2)
    matching = match(modules, request)
    every = value_of_retest(matching, modules, request, Retesting(first=2_400))
    assert value_of_retest(matching, modules, request, Retesting(first=7)) == every[:7]
    assert [one.gain for one in every] == sorted((one.gain for one in every), reverse=True)


def test_unknown_errors_are_not_ranked():
    """A module whose error nobody knows is not ranked: it needs a first test, not a second; and that is said."""
    modules = stock([40, 41], sd=[0.1, np.nan])
    found = answered(modules, Request(series=2), Retesting())
    assert found.retests == []
    assert [one.code for one in found.matching.findings] == ["matching.no-error"]
    assert "1 of 2 modules" in found.matching.findings[0].sentence


@pytest.mark.parametrize(
    "asked",
    [
        Retesting(first=0),
        Retesting(price=1.0),
        Retesting(cost=1.0),
        Retesting(price=math.nan, cost=1.0),
        Retesting(price=1.0, cost=-1.0),
        Retesting(spare=math.inf),
    ],
)
def test_second_tests_that_cannot_be_meant(asked):
    """A price without a cost, or a number that is none, is refused with a sentence before the work."""
    with pytest.raises(InvalidInput) as caught:
        answered(stock([40, 41]), Request(series=2), asked)
    assert caught.value.findings[0].code == "matching.retest"
