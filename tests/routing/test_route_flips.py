"""Flip prices agree with deciding again at the flipped price."""

import pytest
from hypothesis import given
from msgspec.structs import replace
from routing.route_cases import DAY, batteries, parameters, sound, whole
from strategies import examples

from dicycle.routing import having, our_parameters, route
from dicycle.routing.flipping import FLIPPED

NEAR = 1e-6
ROUNDED = 1e-3
"""Values are kept in millionths of money: prices of a very small battery can only be told so finely."""


def beside(flip, step: float) -> tuple[float, float]:
    """Return the values a little before a flip, seen from now, and a little beyond it."""
    sign = 1 if flip.direction == "above" else -1
    return flip.at - sign * step, flip.at + sign * step


def again(battery, found, flip, value: float):
    """Decide again at another value of the number."""
    if flip.number != "soh":
        return route(battery, having(found, {flip.number: value}), DAY, samples=8)
    shift = value - battery.soh
    moved = replace(battery, soh=value, soh_low=battery.soh_low + shift, soh_high=battery.soh_high + shift)
    return route(moved, found, DAY, samples=8)


@given(sound() | batteries(known=True), parameters)
@examples(13)
def test_deciding_again_at_the_flip_changes_the_route(battery, found):
    """A little before the flip the route is the one taken now, a little beyond it is the one that was told."""
    decision = route(battery, found, DAY, samples=8)
    for flip in decision.flips:
        step = NEAR * max(1.0, abs(flip.at)) + (ROUNDED / battery.energy_kwh if flip.number != "soh" else 0)
        before, beyond = beside(flip, step)
        if before >= 0 and (before - flip.now) * (flip.at - flip.now) > 0:
            assert again(battery, found, flip, before).route == decision.route
        if beyond >= 0 and not (flip.number == "soh" and not battery.soh_high - battery.soh <= 1.2 - beyond):
            assert again(battery, found, flip, beyond).route == flip.route


@given(sound(), parameters)
@examples(8)
def test_between_now_and_the_flip_nothing_changes(battery, found):
    """On the way to the nearest flip the route stays, at halves and quarters."""
    decision = route(battery, found, DAY, samples=8)
    for flip in (one for one in decision.flips if one.number != "soh"):
        for share in (0.25, 0.5, 0.9):
            value = flip.now + share * (flip.at - flip.now)
            assert again(battery, found, flip, value).route == decision.route


@pytest.mark.parametrize("number", FLIPPED)
def test_no_flip_told_means_none_nearby(number):
    """Where no flip is told above the present price, ten times the price changes nothing."""
    battery, found = whole(soh=0.72, soh_low=0.7, soh_high=0.74), our_parameters("CN")
    decision = route(battery, found, DAY)
    told = {one.direction for one in decision.flips if one.number == number}
    now = 245.0 if number == "price-second-life" else float(found.numbers[number].value)
    for direction, value in (("above", now * 10), ("below", now / 10)):
        changed = route(battery, having(found, {number: value}), DAY, samples=8).route != decision.route
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
