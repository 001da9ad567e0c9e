"""Packs of modules: the best where that is claimed, a bound that holds everywhere, and reasons for what is left out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from routing.matching_stocks import allowed, best_of_all, few_modules, ordinary, requests, stock
from strategies import examples

from dicycle.errors import InvalidInput
from dicycle.routing.matching import Limits, Request, check, match, sheets

SEVERAL = {"capacity": 1.0, "resistance": 0.5}


def signed(request: Request, value: float) -> float:
    """Return a value so that more is better."""
    return value if request.objective == "capacity" else -value


@examples(50)
@given(few_modules(), requests(("capacity", "range", "largest-range", "sse")))
def test_one_attribute_is_exact(modules, request_):
    """For one attribute no set of packs is better than the one returned, limits on spread and rejects included."""
    packs, value = best_of_all(modules, request_, request_.packs)
    matching = match(modules, request_)
    assert matching.exact
    assert len(matching.packs) == packs
    assert signed(request_, matching.value) == pytest.approx(value, abs=1e-9)
    assert matching.bound == pytest.approx(matching.value, abs=1e-6)
    assert check(matching, modules, request_).holds


@examples(20)
@given(few_modules(), requests(("capacity",), series=(1, 2), parallel=(2,)))
def test_parallel_groups_stay_below_the_bound(modules, request_):
    """With parallel groups the best lies between value and bound."""
    matching = match(modules, request_)
    _, best = best_of_all(modules, request_, len(matching.packs))
    assert matching.value <= best + 1e-9 <= matching.bound + 2e-6
    assert check(matching, modules, request_).holds


@examples(20)
@given(few_modules(), st.sampled_from([2, 3, 4]), st.none() | st.integers(1, 3))
def test_several_attributes_stay_above_the_bound(modules, series, packs):
    """With two attributes the least error lies between bound and value."""
    request = Request(series=series, packs=packs, objective="sse", weights=SEVERAL)
    matching = match(modules, request)
    _, best = best_of_all(modules, request, len(matching.packs))
    assert matching.bound <= -best + 1e-9
    assert -best <= matching.value + 1e-9
    assert check(matching, modules, request).holds


@examples(20)
@given(few_modules(), requests(("capacity", "range", "largest-range")), st.sampled_from([0.5, 1.0, 2.0]))
def test_limits_on_resistance_are_kept(modules, request_, spread):
    """A limit on a second attribute is kept, and the bound still holds for so many packs."""
    limited = Request(
        series=request_.series,
        packs=request_.packs,
        objective=request_.objective,
        limits=Limits(resistance_spread=spread, pack_spread=request_.limits.pack_spread),
    )
    matching = match(modules, limited)
    assert all(allowed(pack.modules, modules, limited) for pack in matching.packs)
    _, best = best_of_all(modules, limited, len(matching.packs))
    assert signed(limited, matching.value) <= best + 1e-9
    assert best <= signed(limited, matching.bound) + 2e-6
    assert check(matching, modules, limited).holds


@examples(6)
@given(st.integers(20, 60), st.sampled_from([2, 3, 5]), st.integers(1, 3), st.integers(0, 99))
def test_hundreds_of_modules(count, series, attributes, seed):
    """With one, two or three attributes every check holds, and all modules are in packs but a remainder."""
    draw = np.random.default_rng(seed)
    modules = stock(*(50 + draw.standard_normal((2, count))), fade=draw.standard_normal(count))
    weights = dict(list({"capacity": 1.0, "resistance": 2.0, "fade": 0.5}.items())[:attributes])
    request = Request(series=series, objective="sse", weights=weights)
    matching = match(modules, request)
    assert len(matching.packs) == count // series
    assert 0 < matching.bound <= matching.value * (1 + 1e-9)
    assert check(matching, modules, request).holds


def test_usable_capacity_is_that_of_the_weakest_group():
    """A pack of two groups of two has what its weaker group has."""
    modules = stock([40.0, 41.0, 42.0, 45.0])
    matching = match(modules, Request(series=2, parallel=2))
    assert matching.value == 83.0
    assert matching.bound == 84.0
    sheet = sheets(matching, modules, Request(series=2, parallel=2))[0]
    assert sheet.usable == 83.0
    assert sheet.expected is None
    assert "2 groups" in sheet.limited_by


def test_groups_keep_their_own_limit():
    """Where folding would put a strong module beside a weak one against the limit, like goes with like."""
    modules = stock([40.0, 40.1, 45.0, 45.1])
    request = Request(series=2, parallel=2, limits=Limits(group_spread=0.2))
    matching = match(modules, request)
    assert matching.value == pytest.approx(80.1)
    assert check(matching, modules, request).holds
    nothing = Request(series=2, parallel=2, limits=Limits(group_spread=0.05))
    assert match(modules, nothing).packs == ()


def test_types_and_grades_do_not_meet():
    """Modules of two types or grades are never in one pack, unless buckets say so; the rest is told why not."""
    modules = stock([40, 40, 41, 41], kind="XXXY", grade="BBAA")
    request = Request(series=2)
    matching = match(modules, request)
    assert [pack.bucket for pack in matching.packs] == [("X", "B")]
    reasons = {reject.module: reject.reason for reject in matching.rejects}
    assert reasons == {
        2: "there are not 2 modules in type X, grade A",
        3: "there are not 2 modules in type Y, grade A",
    }
    assert len(match(modules, Request(series=2, buckets=())).packs) == 2


def test_rejects_say_why():
    """Each module that is left out is told the first reason."""
    modules = stock([40, 40.1, 47, 30, np.nan, 40.2, 49], evidence=["E4", "E4", "E4", "E4", "E4", "E1", "E4"])
    limits = Limits(pack_spread=0.5, least_capacity=35, evidence="E2")
    matching = match(modules, Request(series=2, limits=limits))
    assert {reject.module: reject.code for reject in matching.rejects} == {
        2: "matching.outside-limits",
        3: "matching.too-weak",
        4: "matching.not-measured",
        5: "matching.weak-evidence",
        6: "matching.outside-limits",
    }


def test_too_few_packs_is_a_finding():
    """Fewer packs than wanted are returned with a finding, not refused."""
    matching = match(stock([40, 41, 45]), Request(series=2, packs=3))
    assert [finding.code for finding in matching.findings] == ["matching.too-few-packs"]
    forced = match(stock([40, 45]), Request(series=2, rejects=False, limits=Limits(pack_spread=1)))
    assert [finding.code for finding in forced.findings] == ["matching.too-few-packs"]


def test_lower_quantiles_prefer_what_is_known_well():
    """Matched on a low quantile, a module measured badly counts less than one measured well."""
    modules = stock([42, 42, 41, 41], sd=[5.0, 0.1, 0.1, 0.1])
    assert 0 in match(modules, Request(series=2, packs=1)).packs[0].modules
    request = Request(series=2, packs=1, quantile=0.05)
    matching = match(modules, request)
    assert 0 not in matching.packs[0].modules
    assert check(matching, modules, request).holds


def test_progress_is_told_and_can_end_the_work():
    """The caller hears of progress, and what it raises ends the work."""
    heard = []
    match(ordinary(48), Request(series=12), progress=lambda *told: heard.append(told))
    assert heard[-1] == (1000, 1000, "done")

    def stop(done, of, what):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        match(ordinary(48), Request(series=12), progress=stop)


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (Request(series=0), "matching.no-pack"),
        (Request(series=2, packs=-1), "matching.packs"),
        (Request(series=2, packs=1, rejects=False), "matching.packs"),
        (Request(series=2, limits=Limits(pack_spread=-1.0)), "matching.limit"),
        (Request(series=2, objective="sse", weights={}), "matching.weight"),
        (Request(series=2, objective="sse", weights={"fade": 0.0}), "matching.weight"),
        (Request(series=2, weights={"resistance": 1.0}), "matching.objective"),
        (Request(series=2, quantile=1.0), "matching.quantile"),
    ],
)
def test_requests_that_cannot_be_meant(request_, code):
    """A request that cannot be meant is refused with a sentence."""
    with pytest.raises(InvalidInput) as caught:
        match(ordinary(4), request_)
    assert caught.value.findings[0].code == code


@pytest.mark.full
def test_a_large_stock(capsys):
    """96,000 modules by two attributes: the certified ratio is at most 1.5, and the check finds it again."""
    modules = ordinary(96_000)
    request = Request(series=12, objective="sse", weights={"capacity": 1.0, "resistance": 1.0})
    matching = match(modules, request)
    proof = check(matching, modules, request)
    with capsys.disabled():
        print(f"\n96,000 modules: error {matching.value:.1f}, bound {proof.bound:.1f}, ratio {matching.ratio:.3f}")
    assert proof.holds
    assert matching.ratio <= 1.5


def test_that_more_packs_may_be_is_told():
    """Where a limit on voltages leaves modules over, nobody claims that no further pack keeps it: three do here."""
    modules = stock([42, 43, 44, 42, 41, 45], ocv=[3.25, 3.30, 3.24, 3.30, 3.22, 3.34])
    matching = match(modules, Request(series=2, limits=Limits(ocv_spread=0.05)))
    assert 2 <= len(matching.packs) <= 3
    assert ("matching.more-packs" in {one.code for one in matching.findings}) == (len(matching.packs) < 3)
    assert not any(one.reason.startswith("no 2 modules") for one in matching.rejects)


def test_few_modules_give_as_many_packs_as_limits_allow():
    """Where packs in strips of voltage leave modules over, all packs that keep the limit are looked through."""
    pytest.importorskip("scipy")
    modules = stock([42, 43, 44, 42, 41, 45], ocv=[3.25, 3.30, 3.24, 3.30, 3.22, 3.34])
    request = Request(series=2, limits=Limits(ocv_spread=0.05))
    matching = match(modules, request)
    assert len(matching.packs) == 3
    assert matching.value == 41 + 42 + 43
    assert check(matching, modules, request).holds


@examples(30)
@given(few_modules(), requests(("capacity", "range", "largest-range")), st.sampled_from([0.5, 1.0, 2.0]))
def test_no_more_packs_are_possible_by_two_limits(modules, request_, spread):
    """Of up to eight modules as many packs are made as every set of packs, looked at singly, allows."""
    pytest.importorskip("scipy")
    limits = Limits(resistance_spread=spread, pack_spread=request_.limits.pack_spread)
    request = Request(series=request_.series, packs=request_.packs, objective=request_.objective, limits=limits)
    matching = match(modules, request)
    assert len(matching.packs) == best_of_all(modules, request, request.packs)[0]
    assert check(matching, modules, request).holds


def test_a_limit_holds_for_the_spread_that_is_shown():
    """Matched by what modules surely have, capacities and their spread are of that quantile, on the sheet too."""
    modules = stock([50.0, 43.5], sd=[4.0, 0.05])
    request = Request(series=2, quantile=0.05, limits=Limits(pack_spread=1.0))
    (sheet,) = sheets(match(modules, request), modules, request)
    assert sheet.spread <= 1.0
    assert match(modules, Request(series=2, limits=Limits(pack_spread=1.0))).packs == ()
