"""The check of a matching: it refuses whatever was altered, and believes no bound that it cannot work out."""

import ast
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from routing.matching_stocks import ordinary, stock
from strategies import examples

from dicycle.routing.matching import Certificate, Limits, Matching, Request, check, checking, match
from dicycle.routing.matching.checking.squares import too_cheap
from dicycle.routing.matching.prices import short

PLAIN = Request(series=4)
ERROR = Request(series=4, objective="sse", weights={"capacity": 1.0, "resistance": 1.0})


def codes(matching: Matching, modules, request=PLAIN) -> set[str]:
    """Return the codes of what the check finds wrong."""
    return {finding.code for finding in check(matching, modules, request).findings}


def with_packs(matching: Matching, change) -> Matching:
    """Return the matching with the modules of its first two packs changed."""
    first, second, *others = matching.packs
    changed = change(list(first.modules), list(second.modules))
    pair = [pack._replace(modules=tuple(rows)) for pack, rows in zip((first, second), changed, strict=True)]
    return matching._replace(packs=(*pair, *others))


def test_the_check_shares_nothing_with_what_it_checks():
    """Of Dicycle the check imports what a module and a finding are, and its own room; no library but numpy."""
    ours = {"dicycle.findings", "dicycle.routing.matching.model"}
    imported = set()
    for file in Path(checking.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                imported.add(node.module)
            elif isinstance(node, ast.Import):
                imported.update(alias.name for alias in node.names)
    others = {name for name in imported if not name.startswith(checking.__name__)}
    assert {name for name in others if name.startswith("dicycle")} == ours
    assert others - ours == {"collections.abc", "itertools", "numpy", "numpy.typing", "statistics", "typing"}


def test_an_unaltered_matching_holds():
    """What was not altered holds, and the check works out the same value and bound."""
    modules = ordinary(40)
    for request in (PLAIN, ERROR):
        matching = match(modules, request)
        proof = check(matching, modules, request)
        assert proof.holds
        assert proof.value == pytest.approx(matching.value)
        assert proof.bound == pytest.approx(matching.bound, rel=1e-6)


def test_altered_packs_are_refused():
    """A module twice, none of the stock, packs of another size, and two modules exchanged are all found."""
    modules = ordinary(41)
    matching = match(modules, PLAIN)
    assert codes(with_packs(matching, lambda a, b: (a, [a[0], *b[1:]])), modules) == {"matching.not-once"}
    assert "matching.unknown-module" in codes(with_packs(matching, lambda a, b: (a, [99, *b[1:]])), modules)
    assert codes(with_packs(matching, lambda a, b: (a[1:], [*b, a[0]])), modules) == {"matching.wrong-size"}
    mixed = with_packs(matching, lambda a, b: ([b[0], *a[1:]], [a[0], *b[1:]]))
    assert codes(mixed, modules) == {"matching.other-value", "matching.not-exact"}
    assert codes(matching._replace(rejects=()), modules) == {"matching.not-once"}


def test_claimed_values_and_bounds_are_worked_out_again():
    """A better value or a tighter bound than the numbers bear is refused."""
    modules = ordinary(40)
    matching = match(modules, PLAIN)
    assert "matching.other-value" in codes(matching._replace(value=matching.value + 1), modules)
    assert "matching.bound-not-proven" in codes(matching._replace(bound=matching.bound - 1), modules)
    modules = ordinary(240)
    error = match(modules, ERROR)
    assert not error.exact
    assert codes(error._replace(bound=error.value), modules, ERROR) == {"matching.bound-not-proven"}
    assert codes(error._replace(exact=True), modules, ERROR) == {"matching.not-exact"}


def test_limits_and_types_are_looked_at():
    """A pack that breaks a limit or mixes types is found even if everything else is right."""
    modules = stock([40, 41, 42, 43], [1, 2, 3, 4], kind="XXXY", ocv=[3.3, 3.3, 3.4, 3.4], evidence=["E4"] * 4)
    loose = Request(series=4, buckets=())
    matching = match(modules, loose)
    for limits in (
        Limits(pack_spread=2),
        Limits(resistance_spread=2),
        Limits(ocv_spread=0.05),
        Limits(least_capacity=40.5),
    ):
        assert "matching.limit-broken" in codes(matching, modules, Request(series=4, buckets=(), limits=limits))
    assert "matching.limit-broken" in codes(matching, modules, Request(series=4))
    in_groups = Request(series=2, parallel=2, buckets=(), limits=Limits(group_spread=0.5))
    assert "matching.limit-broken" in codes(matching, modules, in_groups)


@examples(20)
@given(st.floats(-100, 100), st.integers(0, 9))
def test_any_price_of_a_window_gives_a_bound_that_holds(price, seed):
    """Whatever price a certificate states, the bound from it is one: wrong prices only make it weaker."""
    modules = ordinary(24, seed)
    request = Request(series=4, packs=3)
    matching = match(modules, request)
    proof = check(matching._replace(certificate=Certificate("windows", price=price)), modules, request)
    assert proof.bound >= matching.value - 1e-9


@cache
def matched(seed: int):
    """Return 24 modules and their packs."""
    modules = ordinary(24, seed)
    return modules, match(modules, ERROR)


@examples(13)
@given(st.lists(st.floats(-3, 3), min_size=24, max_size=24), st.integers(0, 2))
def test_any_prices_of_modules_give_a_bound_that_holds(prices, seed):
    """Whatever prices a certificate states, no packs have less error than the bound from them."""
    modules, matching = matched(seed)
    changed = matching._replace(certificate=Certificate("prices", prices=np.array(prices)), bound=0.0)
    assert check(changed, modules, ERROR).bound <= matching.value


@examples(10)
@given(st.integers(2, 40), st.sampled_from([2, 3, 5]), st.integers(2, 3), st.floats(0, 2), st.integers(0, 99))
def test_two_programs_prove_much_the_same_and_never_too_little(count, size, attributes, price, seed):
    """The loops that make the prices and the check in plain numpy stay below what every pack, looked at, undercuts."""
    draw = np.random.default_rng(seed)
    points = draw.standard_normal((min(count, 14) if size == 5 else count, attributes))
    prices = price * draw.random(len(points))
    ours, theirs, missing = short(points, prices, size), too_cheap(points, prices, size), undercut(points, prices, size)
    assert (ours <= missing + 1e-9).all()
    assert (theirs <= missing + 1e-9).all()
    assert ours.sum() >= 1.1 * theirs.sum() - 1e-9


def undercut(points: np.ndarray, prices: np.ndarray, size: int) -> np.ndarray:
    """Return by how much packs with each module undercut their prices, by looking at every pack."""
    packs = np.array(list(combinations(range(len(points)), size)), dtype=np.intp).reshape(-1, size)
    found = size * points[packs].var(axis=1).sum(axis=1) - prices[packs].sum(axis=1)
    missing = np.zeros(len(points))
    np.minimum.at(missing, packs, np.repeat(found[:, None], size, axis=1))
    return missing


def test_missing_certificates_prove_nothing():
    """A certificate without prices, or one too short, proves the bound zero and no more."""
    modules = ordinary(40)
    matching = match(modules, ERROR)._replace(exact=False)
    for prices in (None, np.ones(3)):
        empty = matching._replace(certificate=Certificate("prices", prices=prices))
        assert codes(empty, modules, ERROR) == {"matching.bound-not-proven"}
