"""Few modules by several attributes: the best packs, said to be so only where the check proves it."""

from functools import cache
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from routing.matching_stocks import best_of_all, few_modules, ordinary, stock
from strategies import examples

from dicycle.routing.matching import Certificate, Enough, Limits, Request, check, match
from dicycle.routing.matching.cheapest import cheapest_packs, costs_of
from dicycle.routing.matching.checking.listing import Part, packs_below
from dicycle.routing.matching.finite import near

SEVERAL = {"capacity": 1.0, "resistance": 0.5}
PACKS_OF_4 = Request(series=4, objective="sse", weights=SEVERAL)


def error_of(modules, request, rows) -> float:
    """Return the squared distances from the mean of a pack, weighed."""
    columns = [weight * np.var(getattr(modules, name)[list(rows)]) for name, weight in request.weights.items()]
    return len(rows) * float(sum(columns))


def least_error(modules, request, packs: int) -> float:
    """Return the least error of so many packs, by what is left of the stock as a set of bits."""
    costs = {
        sum(1 << row for row in rows): error_of(modules, request, rows)
        for rows in combinations(range(modules.total), request.size)
        if len(set(modules.kind[list(rows)])) == 1
    }

    @cache
    def least(free: int, wanted: int) -> float:
        if wanted == 0:
            return 0.0
        if free.bit_count() < wanted * request.size:
            return np.inf
        first = free & -free
        without = least(free ^ first, wanted)
        fitting = (pack for pack in costs if pack & first and pack & free == pack)
        taken = (costs[pack] + least(free ^ pack, wanted - 1) for pack in fitting)
        return min(without, min(taken, default=np.inf))

    return least((1 << modules.total) - 1, packs)


spreads = st.none() | st.sampled_from([0.2, 0.6, 1.5])
limits = st.builds(Limits, pack_spread=spreads, resistance_spread=spreads)


@examples(30)
@given(few_modules(), st.sampled_from([2, 3, 4]), st.none() | st.integers(0, 3), limits)
def test_of_few_modules_the_best_packs_are_found_and_proven(modules, series, packs, limits):
    """Of up to eight modules as many packs as can be are made, with the least error of all, and it is proven."""
    request = Request(series=series, packs=packs, objective="sse", weights=SEVERAL, limits=limits)
    most, best = best_of_all(modules, request, packs)
    matching = match(modules, request)
    assert len(matching.packs) == most
    assert matching.value == pytest.approx(-best, abs=1e-9)
    assert matching.exact or not most
    assert check(matching, modules, request).holds


@examples(6)
@given(st.integers(9, 12), st.sampled_from([2, 3, 4]), st.booleans(), st.integers(0, 99))
def test_a_second_oracle_agrees(count, series, every, seed):
    """What subsets of a dozen modules can reach, worked out one by one, is reached."""
    modules = ordinary(count, seed)
    modules = modules._replace(kind=np.array(list("XXXXXXXYYYYYYY"))[:count])
    request = Request(series=series, objective="sse", weights=SEVERAL, packs=None if every else 2)
    matching = match(modules, request)
    assert matching.exact
    assert matching.value == pytest.approx(least_error(modules, request, len(matching.packs)))
    assert check(matching, modules, request).holds


@pytest.mark.parametrize(("count", "series", "value"), [(24, 12, None), (41, 4, None), (48, 6, None)])
def test_a_yards_bucket_is_proven(count, series, value):
    """Some dozens of modules, with a remainder or without, are matched at the best, and the check finds it again."""
    modules = ordinary(count)
    request = Request(series=series, objective="sse", weights=SEVERAL)
    matching = match(modules, request)
    assert matching.exact
    assert matching.ratio == 1.0
    assert check(matching, modules, request).holds


def test_packs_that_are_not_the_best_are_not_believed():
    """Two modules exchanged: the new value, said to be exact with a bound to match, is refused."""
    modules = ordinary(24)
    matching = match(modules, PACKS_OF_4)
    first, second, *others = (list(pack.modules) for pack in matching.packs)
    first[0], second[0] = second[0], first[0]
    packs = [[*first], [*second], *others]
    value = sum(error_of(modules, PACKS_OF_4, rows) for rows in packs)
    changed = tuple(pack._replace(modules=tuple(rows)) for pack, rows in zip(matching.packs, packs, strict=True))
    claimed = matching._replace(packs=changed, value=value, bound=value)
    found = {one.code for one in check(claimed, modules, PACKS_OF_4).findings}
    assert found == {"matching.bound-not-proven", "matching.not-exact"}


@cache
def proven():
    """Return 24 modules and their best packs."""
    modules = ordinary(24)
    matching = match(modules, PACKS_OF_4)
    assert matching.exact
    return modules, matching


@examples(10)
@given(st.lists(st.floats(-0.1, 0.1), min_size=24, max_size=24))
def test_wrong_prices_prove_no_more_than_is_true(changes):
    """Whatever is added to the prices, the bound that the check sees is not above the best."""
    modules, matching = proven()
    wrong = Certificate("prices", prices=matching.certificate.prices + np.array(changes))
    proof = check(matching._replace(certificate=wrong, bound=2 * matching.value), modules, PACKS_OF_4)
    assert proof.bound <= matching.value * (1 + 1e-9)
    assert not proof.holds


def test_without_scipy_it_is_said(monkeypatch):
    """Without SciPy the packs are near the best, the bound holds, and a finding says what is missing."""
    monkeypatch.setattr("dicycle.routing.matching.partition.find_spec", lambda _: None)
    modules = ordinary(40)
    matching = match(modules, PACKS_OF_4)
    assert not matching.exact
    assert [one.code for one in matching.findings] == ["matching.no-solver"]
    assert check(matching, modules, PACKS_OF_4).holds


def test_large_and_small_buckets_together():
    """Beside a bucket too large for it, a small one is still matched at its best; the whole is not called exact."""
    modules = ordinary(260)
    modules = modules._replace(kind=np.array(["S"] * 40 + ["L"] * 220))
    alone = stock(modules.capacity[:40], modules.resistance[:40])
    matching = match(modules, PACKS_OF_4)
    small = [pack.modules for pack in matching.packs if pack.bucket[0] == "S"]
    best = match(alone, PACKS_OF_4)
    assert best.exact
    assert sum(error_of(modules, PACKS_OF_4, rows) for rows in small) == pytest.approx(best.value)
    assert not matching.exact
    assert check(matching, modules, PACKS_OF_4).holds


@examples(30)
@given(st.integers(2, 12), st.integers(2, 4), st.floats(0, 1), st.floats(-0.5, 1), st.integers(0, 99))
def test_packs_near_their_prices_are_listed_and_no_others(count, size, price, limit, seed):
    """Both lists of packs below prices and limit are that of all packs, looked at singly; the loops find its least."""
    draw = np.random.default_rng(seed)
    points, prices = draw.standard_normal((count, 2)), price * draw.random(count)
    points -= points.mean(axis=0)
    part = Part(points, draw.random((count, count)) > 0.0, size)
    part.meets[:] = np.tril(draw.random((count, count)) < 0.8) | np.tril(draw.random((count, count)) < 0.8).T
    part.meets[:] = part.meets & part.meets.T
    true = {}
    for rows in combinations(range(count), size):
        if all(part.meets[i, j] for i, j in combinations(rows, 2)):
            true[rows] = size * float(points[list(rows)].var(axis=0).sum()) - float(prices[list(rows)].sum())
    for listing in (near, packs_below):
        found = listing(part, prices, limit)
        assert found is not None
        assert sorted(tuple(sorted(rows)) for rows in found.packs.tolist()) == sorted(
            rows for rows, cost in true.items() if cost < limit
        )
    pairs = np.where(part.meets, ((points[:, None] - points) ** 2).sum(axis=2) / size, np.inf)
    np.fill_diagonal(pairs, np.inf)
    packs, excess = np.zeros((count, size), np.int64), np.zeros(count)
    cheapest_packs(*costs_of(pairs, size), prices, size, 10_000, packs, excess)
    for first in range(count):
        least = min([cost for rows, cost in true.items() if rows[0] == first and cost < 0], default=0.0)
        assert excess[first] == pytest.approx(least, abs=1e-9)


@pytest.mark.parametrize(
    "request_",
    [
        PACKS_OF_4,
        Request(series=4, objective="sse", weights=SEVERAL, limits=Limits(resistance_spread=1.0)),
        Request(series=4, objective="range", limits=Limits(resistance_spread=1.0)),
    ],
)
def test_ended_early_it_gives_the_best_found_so_far(request_):
    """Ended at any step, there are packs that the check holds good, and a finding says so."""
    modules, steps = ordinary(29), []
    whole = match(modules, request_, progress=lambda *told: steps.append(told))
    shares = [done / of for done, of, _ in steps]
    assert shares == sorted(shares)
    assert len(steps) > 4
    for last in sorted({0, 3, len(steps) // 2}):
        heard = iter(range(last))

        def until(*_, heard=heard):
            if next(heard, None) is None:
                raise Enough

        matching = match(modules, request_, progress=until)
        assert matching.packs
        assert "matching.ended" in [one.code for one in matching.findings]
        assert matching.value >= whole.value * (1 - 1e-9) or len(matching.packs) < len(whole.packs)
        assert check(matching, modules, request_).holds
