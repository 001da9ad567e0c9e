"""Laws of the books, for any runs: nothing is lost, nothing claimed twice, unknown never becomes recycled."""

from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from genealogy.bookkeeping import ORIGINS, UNKNOWN, amounts, mixes, rules, some
from genealogy.making import (
    DAY,
    PLACE,
)
from hypothesis import given
from hypothesis import strategies as st

from dicycle.genealogy.custody import MODELS, Model, Rule
from dicycle.genealogy.custody.allocations import Entry
from dicycle.genealogy.custody.amounts import Mix, apportion, cut, plus, shared, total
from dicycle.genealogy.custody.flows import Flow, Inflow, Outflow, is_eligible, kind_of

# ---------------------------------------------------------------- division


@given(st.lists(amounts, min_size=1), st.data())
def test_a_division_leaves_nothing_over(weights: list[int], data: Any) -> None:
    """Parts are whole, sum to the amount, and are never more than what there is of each."""
    amount = data.draw(st.integers(0, sum(weights)))
    parts = apportion(amount, weights)
    assert sum(parts) == (amount if sum(weights) else 0)
    for part, weight in zip(parts, weights, strict=True):
        assert 0 <= part <= weight
        assert abs(Fraction(part) - Fraction(weight * amount, sum(weights) or 1)) < 1


@given(mixes, st.data())
def test_what_is_shared_out_is_what_there_was(mix: Mix, data: Any) -> None:
    """Shares of a mix have the masses asked for, and together never hold more of an origin than the mix."""
    first = data.draw(st.integers(0, total(mix)))
    second = data.draw(st.integers(0, total(mix) - first))
    parts = shared(mix, [first, second])
    assert [total(part) for part in parts] == [first, second]
    assert all(mass <= mix[origin] for origin, mass in plus(parts).items())
    assert cut(mix, total(mix)) == {origin: mass for origin, mass in mix.items() if mass}


# ---------------------------------------------------------------- accounts of one element at one site


@st.composite
def outflows(draw: st.DrawFn) -> tuple[Outflow, ...]:
    """Return outputs of some categories."""
    kinds = st.sampled_from(["cathode", "foil", "loss", None])
    many = draw(st.lists(st.tuples(st.integers(0, 1500), kinds), min_size=1, max_size=3))
    return tuple(Outflow((f"out{at}",), mass, category=kind) for at, (mass, kind) in enumerate(many))


@st.composite
def entries(draw: st.DrawFn) -> tuple[Entry, ...]:
    """Return allocations of inputs and of claims, sensible or not."""
    item, mass = st.sampled_from(["out0", "out1", "stranger"]), st.none() | st.integers(0, 800)
    from_input = st.builds(
        lambda item, at, mass: Entry(item, f"in{at}", None, None, mass), item, st.integers(0, 3), mass
    )
    claims = st.sampled_from(["post_consumer", "pre_consumer", "post_consumer:s"])
    of_claims = st.builds(lambda item, kind, mass: Entry(item, None, kind, None, mass), item, claims, mass)
    return tuple(draw(st.lists(from_input | of_claims, max_size=3)))


@st.composite
def histories(draw: st.DrawFn) -> list[Flow]:
    """Return runs at one site, in their order."""
    day, runs = 0, []
    for number in range(draw(st.integers(1, 7))):
        day += draw(st.integers(0, 200))
        inflows = tuple(Inflow(f"in{at}", mix) for at, mix in enumerate(draw(st.lists(mixes, max_size=3))))
        said = draw(st.just(()) | entries())
        runs.append(Flow(f"urn:x:e{number}", PLACE, day * DAY, "Ni", inflows, draw(outflows()), entries=said))
    return runs


def books(name: str, rule: Rule) -> Model:
    """Return the books of nickel under a rule."""
    return MODELS[name](rule, "Ni")


@pytest.mark.parametrize("name", MODELS)
@given(data=st.data())
@some
def test_every_output_has_its_mass_and_no_atom_is_claimed_twice(name: str, data: Any) -> None:
    """After each run: masses are those of the outputs, and each known origin's parts sum to what came in."""
    account = books(name, data.draw(rules(name)))
    came_in, gone = Counter[str](), Counter[str]()
    for run in data.draw(histories()):
        settled = account.settle(run)
        assert [total(out) for out in settled.outs] == run.masses
        assert all(mass >= 0 for mix in (*settled.outs, settled.lost, account.balance) for mass in mix.values())
        came_in.update(run.came_in)
        for mix in (*settled.outs, settled.lost):
            gone.update(mix)
        known = [origin for origin in ORIGINS if origin != UNKNOWN]
        for origin in known:
            there = gone[origin] + account.lapsed.get(origin, 0) + account.balance.get(origin, 0)
            assert there == came_in[origin], (origin, account.findings)


@pytest.mark.parametrize("name", MODELS)
@given(data=st.data())
@some
def test_unknown_never_becomes_recycled(name: str, data: Any) -> None:
    """At any moment what was given of a recycled origin is at most what had come in of that very origin."""
    account = books(name, data.draw(rules(name)))
    came_in, out = Counter[str](), Counter[str]()
    for run in data.draw(histories()):
        came_in.update(run.came_in)
        for mix in account.settle(run).outs:
            out.update(mix)
        assert all(out[origin] <= came_in[origin] for origin in ORIGINS if is_eligible(origin))


@given(rules("credit"), histories())
@some
def test_claims_are_at_most_credits_times_the_factor(rule: Rule, runs: list[Flow]) -> None:
    """Claims of a kind of feed never exceed its input x the conversion factor, nor an output's limit its mass."""
    account = books("credit", rule)
    came_in, claimed = Counter[str](), Counter[str]()
    for run in runs:
        for origin, mass in run.came_in.items():
            came_in[kind_of(origin)] += mass
        for out in account.settle(run).outs:
            claimed.update({kind_of(origin): 0 for origin in out})
            for origin, mass in out.items():
                claimed[kind_of(origin)] += mass
        for kind in ("post_consumer", "pre_consumer"):
            assert claimed[kind] <= came_in[kind] * rule.conversion_factor


@given(rules("credit"), histories())
@some
def test_a_claim_keeps_its_limit(rule: Rule, runs: list[Flow]) -> None:
    """Without an explicit allocation no output is claimed beyond the sum of the shares that the rule allows it."""
    account = books("credit", rule)
    for run in runs:
        if any(entry.origin for entry in run.entries):
            account.settle(run)
            continue
        for out, mix in zip(run.outflows, account.settle(run).outs, strict=True):
            recycled = sum(mass for origin, mass in mix.items() if is_eligible(origin))
            allowed = [
                claim.up_to for claim in rule.claims if out.category in claim.to or (not claim.to and out.is_product)
            ]
            most = min(sum(allowed, Fraction(0)), Fraction(1)) if rule.claims else Fraction(int(out.is_product))
            assert recycled <= most * out.mass


@given(rules("rolling_average"), histories())
@some
def test_a_rolling_average_never_claims_more_than_the_average(rule: Rule, runs: list[Flow]) -> None:
    """Of each recycled origin a run gives at most the average share of what came in within the window."""
    account = books("rolling_average", rule)
    for at, run in enumerate(runs):
        window = [one for one in runs[: at + 1] if one.time > run.time - rule.window_days * DAY]
        within = plus(one.completed for one in window)
        given_out = plus(account.settle(run).outs)
        for origin, mass in given_out.items():
            if is_eligible(origin):
                share = Fraction(within[origin], total(within))
                assert mass <= share * (run.went_out + run.lost) + 1


@given(histories())
@some
def test_a_tank_keeps_the_order_of_its_fillings(runs: list[Flow]) -> None:
    """Nothing of a later filling leaves the tank while something of an earlier one is in it."""
    marked = [
        Flow(
            run.event, run.place, run.time, "Ni", (Inflow("in", {f"virgin:{at:03}": total(run.came_in)}),), run.outflows
        )
        for at, run in enumerate(runs)
        if run.came_in
    ]
    tank = books("fifo", Rule(PLACE, "fifo"))
    for run in marked:
        out = {origin for mix in tank.settle(run).outs for origin in mix} - {UNKNOWN}
        left = {origin for origin, mass in tank.balance.items() if mass}
        assert not out or not left or max(out) <= min(left)


@given(histories())
@some
def test_identity_without_a_word_is_blending_of_one_origin(runs: list[Flow]) -> None:
    """Where all inputs have one origin, identity preserved and proportional say the same."""
    for run in runs:
        plain = Flow(run.event, run.place, run.time, "Ni", run.inflows, run.outflows)
        if len(plain.came_in) <= 1:
            rule = Rule(PLACE, "x")
            assert books("identity_preserved", rule).settle(plain) == books("proportional", rule).settle(plain)
