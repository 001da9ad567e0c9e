"""Flip prices agree with deciding again at the flipped price."""

import pytest
from hypothesis import given
from msgspec.structs import replace
from routing.route_cases import DAY, batteries, parameters, sound, whole
from strategies import examples

from dicycle.routing import having, our_parameters, route, route_lot
from dicycle.routing.closing import closed
from dicycle.routing.flipping import FLIPPED

NEAR = 1e-6
ROUNDED = 1e-3
"""Values are kept in millionths of money: prices of a very small battery can only be told so finely."""


def beside(flip, step: float) -> tuple[float, float]:
    """Return the values a little before a flip, seen from now, and a little beyond it."""
    sign = 1 if flip.direction == "above" else -1
    return flip.at - sign * step, flip.at + sign * step


def again(battery, found, flip, value: float):
    """Return the route at another value of the number, as a lot decides it: without flips of its own."""
    if flip.number != "soh":
        return routed(battery, having(found, {flip.number: value}))
    shift = value - battery.soh
    return routed(
        replace(battery, soh=value, soh_low=battery.soh_low + shift, soh_high=battery.soh_high + shift), found
    )


def routed(battery, found):
    """Return the route of a battery alone."""
    return route_lot([battery], found, DAY, samples=8).route_of(0)


@given(sound() | batteries(known=True), parameters)
@examples(13)
def test_deciding_again_at_the_flip_changes_the_route(battery, found):
    """A little before the flip the route is the one taken now, a little beyond it is the one that was told."""
    decision = route(battery, found, DAY, samples=8)
    for flip in decision.flips:
        step = NEAR * max(1.0, abs(flip.at)) + (ROUNDED / battery.energy_kwh if flip.number != "soh" else 0)
        before, beyond = beside(flip, step)
        if before >= 0 and (before - flip.now) * (flip.at - flip.now) > 0:
            assert again(battery, found, flip, before) == decision.route
        if beyond >= 0 and not (flip.number == "soh" and not battery.soh_high - battery.soh <= 1.2 - beyond):
            assert again(battery, found, flip, beyond) == flip.route


@given(sound(), parameters)
@examples(8)
def test_between_now_and_the_flip_nothing_changes(battery, found):
    """On the way to the nearest flip the route stays, at halves and quarters."""
    decision = route(battery, found, DAY, samples=8)
    for flip in (one for one in decision.flips if one.number != "soh"):
        for share in (0.25, 0.5, 0.9):
            value = flip.now + share * (flip.at - flip.now)
            assert again(battery, found, flip, value) == decision.route


@pytest.mark.parametrize("number", FLIPPED)
def test_no_flip_told_means_none_nearby(number):
    """Where no flip is told above the present price, ten times the price changes nothing."""
    battery, found = whole(soh=0.72, soh_low=0.7, soh_high=0.74), our_parameters("CN")
    decision = route(battery, found, DAY, samples=8)
    told = {one.direction for one in decision.flips if one.number == number}
    now = 245.0 if number == "price-second-life" else float(found.numbers[number].value)
    for direction, value in (("above", now * 10), ("below", now / 10)):
        changed = routed(battery, having(found, {number: value})) != decision.route
        assert not changed or direction in told


def test_the_lithium_price_that_flips_is_computed_by_hand():
    """Second life beats recycling of an LFP pack until lithium carbonate makes up the margin."""
    decision = route(whole(soh=0.72, soh_low=0.7, soh_high=0.74), our_parameters("EU"), DAY)
    flip = next(one for one in decision.flips if one.number == "price-li2co3")
    assert (decision.route, flip.route, flip.direction) == ("second_life", "recycling", "above")
    carbonate = 60 * 0.089 * 0.820 * 73.891 / (2 * 6.94) * 0.92
    years = min((0.72 - 0.5) / 0.02, 8)
    kept = 2.718281828459045 ** (-0.08 * years)
    assert flip.at - flip.now == pytest.approx(float(decision.margin) / (carbonate * (1 - kept)), rel=1e-6)


def test_health_flips_where_the_policy_cuts():
    """A healthy pack stops being used again where its interval reaches below 80 %."""
    decision = route(whole(), our_parameters("EU"), DAY)
    flip = next(one for one in decision.flips if one.number == "soh" and one.direction == "below")
    assert flip.at == pytest.approx(0.83, abs=1e-6)


# ---------------------------------------------------------------- what nobody knows


@given(sound(), parameters)
@examples(8)
def test_deciding_again_at_the_first_assumed_flip_changes_the_route(battery, found):
    """A little beyond the assumed number that flips first the route is the one told, a little before it is not."""
    decision = route(battery, found, DAY, samples=8)
    flip = decision.rests_on.first
    if flip is None:
        return
    assert flip.number in decision.rests_on.assumed
    assert found.numbers[flip.number].mark == "assumed"
    assert flip.possible
    step = NEAR * max(1.0, abs(flip.at)) + ROUNDED / battery.energy_kwh
    before, beyond = beside(flip, step)
    if (before - flip.now) * (flip.at - flip.now) > 0:
        assert again(battery, found, flip, before) == decision.route
    assert again(battery, found, flip, beyond) == flip.route


def test_no_assumed_number_flips_where_none_is_told():
    """Where none is told, every assumed number alone at either end of its range leaves the route as it is."""
    battery, found = whole(chemistry="NMC622", lifetime_record=False), our_parameters("CN")
    decision = route(battery, found, DAY, samples=8)
    assert decision.rests_on.first is None
    for name in decision.rests_on.assumed:
        for end in found.numbers[name].range:
            assert routed(battery, having(found, {name: end})) == decision.route


def test_what_is_assumed_is_counted_and_said():
    """A second life in Europe flips first at the price of new storage, where the price of a second life does."""
    decision = route(whole(soh=0.72, soh_low=0.7, soh_high=0.74), our_parameters("EU"), DAY)
    said, priced = decision.rests_on, next(one for one in decision.flips if one.number == "price-second-life")
    assert said.first.number == "price-storage-new"
    assert said.first.at * 0.92 * 0.7 == pytest.approx(priced.at, rel=1e-6)
    assert said.share == pytest.approx((100 - said.first.at) / (100 - 60))
    assert {"processes.hydro", "hold", "discount-rate"} <= set(said.assumed)
    assert not {"price-ni", "look-S1", "rework-reuse", "chemistries.LFP"} & set(said.assumed)
    told = " ".join(decision.explain())
    assert f"{said.figures} figures, of which {len(said.assumed)} are assumed" in told
    assert "price-storage-new" in told


@pytest.mark.parametrize("soh", [0.62, 0.75, 0.9])
def test_a_decision_goes_through_the_gates_once(monkeypatch, soh):
    """Flips of health ask only what health closes: nothing else is gone through again, and they are as they were."""
    asked = []

    def counted(columns, *rest):
        asked.append(columns.total)
        return closed(columns, *rest)

    monkeypatch.setattr("dicycle.routing.choosing.closed", counted)
    decision = route(whole(soh=soh, soh_low=soh - 0.03, soh_high=soh + 0.03), our_parameters("EU"), DAY)
    assert any(one.number == "soh" for one in decision.flips)
    assert asked == [1]
