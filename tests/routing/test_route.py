"""One battery: gates before value, what is unknown opens nothing, and every decision explains itself."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from routing.route_cases import CHECKED, DAY, FURTHER, PASSED, batteries, parameters, whole
from strategies import examples

from dicycle.errors import InvalidInput
from dicycle.health.gates import GATES, Reading, judge, limits_for
from dicycle.routing import Battery, having, our_parameters, outcomes, route
from dicycle.routing.parameters.model import ROUTES

QUICK = {"samples": 8}


def test_a_good_pack_is_used_again():
    """A young pack with every gate passed and 85 % for sure goes back into the same use."""
    decision = route(whole(), our_parameters(), DAY)
    assert decision.route == "reuse"
    assert decision.chance > 0.9
    assert decision.margin == decision.value - decision.option(decision.next_best).value


def test_a_worn_pack_gets_a_second_life_in_europe():
    """With 72 % for sure an LFP pack goes into storage where storage is dear enough."""
    decision = route(whole(soh=0.72, soh_low=0.7, soh_high=0.74), our_parameters("EU"), DAY)
    assert decision.route == "second_life"
    assert not decision.option("reuse").open
    assert [one.code for one in decision.option("reuse").reasons] == ["health-below"]
    assert decision.option("reuse").value is not None, "what a closed route would be worth is told"


def test_a_flooded_pack_goes_into_quarantine():
    """A pack that was in water, as the gates judged it, may not even be recycled before it was in quarantine."""
    passage = judge([Reading(question="water", value=True)], limits_for(None), "pack")
    decision = route(whole(gates=outcomes(passage)), our_parameters(), DAY)
    assert decision.route == "quarantine"
    assert [one.code for one in decision.option("recycling").reasons] == ["failed-S1"]
    assert decision.value < route(whole(lifetime_record=False), our_parameters(), DAY).value


def test_a_pack_without_a_life_goes_to_the_recycler():
    """Without a record of its life no battery is used again (IEC 63338), however healthy it is."""
    decision = route(whole(lifetime_record=False), our_parameters(), DAY)
    assert decision.route == "recycling"
    assert all(decision.option(one).reasons[0].code == "no-record" for one in FURTHER)
    assert decision.looks == ()


def test_an_open_recall_closes_further_use():
    """A battery with an open recall is not used again."""
    assert route(whole(recall=True), our_parameters(), DAY).route == "recycling"


def test_outlying_modules_are_changed():
    """A pack whose cells spread too far (S5) is neither used again nor stored; with new modules it is."""
    gates = {**PASSED, "S5": "fail"}
    decision = route(whole(gates=gates), our_parameters(), DAY)
    assert decision.route == "remanufacture"
    assert route(whole(gates=gates, modules=1), our_parameters(), DAY).route == "recycling"


def test_a_missing_measurement_is_named_with_its_worth():
    """A pack whose insulation nobody measured is not used again, and the measurement that opens it is worth a lot."""
    gates = {gate: "pass" for gate in GATES if gate != "S3"}
    decision = route(whole(gates=gates), our_parameters(), DAY)
    assert decision.route == "recycling"
    look = decision.next_look
    assert (look.route, look.steps) == ("reuse", ("S3",))
    assert look.chance == 0.95
    gain = (decision.option("reuse").value - decision.value) * Decimal("0.95")
    assert abs(look.gain - gain) < Decimal("0.0001")
    assert look.worth == look.gain - look.cost
    assert "S3" in " ".join(decision.explain())


def test_a_test_is_not_worth_its_cost_where_nothing_hangs_on_it():
    """Testing the health of a small cobalt-rich cell that would be recycled anyway is not worth it."""
    battery = whole(chemistry="LCO", kind="cell", energy_kwh=0.05, soh=0.62, soh_low=0.55, soh_high=0.7)
    decision = route(battery, our_parameters(), DAY)
    assert decision.route == "recycling"
    assert decision.looks
    assert decision.next_look is None


def test_an_unknown_chemistry_waits_apart():
    """Nobody recycles what nobody knows: it goes into quarantine, without a value, until its chemistry is found."""
    decision = route(whole(chemistry=None), our_parameters(), DAY)
    assert (decision.route, decision.value) == ("quarantine", None)
    assert "finding its chemistry" in " ".join(decision.explain())
    assert [one.code for one in decision.findings] == ["routing.no-value"]


def test_nobody_ships_what_nobody_looked_at():
    """A battery may go to the recycler unmeasured, but not travel before somebody looked whether it is damaged."""
    decision = route(whole(gates={}), our_parameters(), DAY)
    assert decision.route == "recycling"
    assert "routing.look-before-transport" in {one.code for one in decision.findings}


def test_a_chemistry_without_figures_is_recycled_without_a_value():
    """Of a chemistry that the parameters do not hold no value is invented."""
    decision = route(whole(chemistry="LTO"), our_parameters(), DAY)
    assert (decision.route, decision.value, decision.flips) == ("recycling", None, ())


def test_nothing_known_at_all():
    """Of a battery of which nothing is known a decision is given, without a value, and what to find out first."""
    decision = route(Battery(), our_parameters(), DAY)
    assert (decision.route, decision.value, decision.next_look) == ("quarantine", None, None)
    assert decision.option("reuse").reasons


@pytest.mark.parametrize(("said", "meant"), [("ncm 811", "NMC811"), ("Nmc-622", "NMC622"), ("LiFePO4", "LFP")])
def test_chemistries_have_several_names(said, meant):
    """The names that people use for a chemistry mean the same."""
    one, other = (route(whole(chemistry=name), our_parameters(), DAY, **QUICK) for name in (said, meant))
    assert replace(one, sentences=()) == replace(other, sentences=())


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"energy_kwh": -1}, "routing.energy"),
        ({"energy_kwh": float("inf")}, "routing.energy"),
        ({"mass_kg": 0}, "routing.mass"),
        ({"soh": 85, "soh_low": 80, "soh_high": 90}, "routing.health"),
        ({"soh": 0.5}, "routing.interval"),
        ({"soh_low": 0.95}, "routing.interval"),
        ({"age_years": -1}, "routing.age"),
        ({"modules": -2}, "routing.modules"),
        ({"kind": "car"}, "routing.battery"),
        ({"energy_kwh": "sixty"}, "routing.battery"),
        ({"gates": {"S11": "pass"}}, "routing.battery"),
        ({"gates": {"S1": "perhaps"}}, "routing.battery"),
    ],
)
def test_what_cannot_be_true_is_refused(changed, code):
    """A battery that cannot be gets a sentence, not a route."""
    with pytest.raises(InvalidInput) as caught:
        route(whole(**changed), our_parameters(), DAY)
    assert code in {one.code for one in caught.value.findings}


def test_wrong_questions_are_refused():
    """A day that is none, a use of no route, and too few draws are refused with a sentence."""
    for said in ({"as_of": "tomorrow"}, {"uses": {"moon": "x"}}, {"samples": 1}):
        with pytest.raises(InvalidInput):
            route(whole(), our_parameters(), **{"as_of": DAY, **said})


# ---------------------------------------------------------------- laws of routing


@given(batteries(), parameters)
def test_a_failed_gate_never_gives_reuse(battery, found):
    """With a failed gate a battery is not used again, nor stored; those that call for quarantine leave only that."""
    decision = route(battery, found, DAY, **QUICK)
    failed = {gate for gate, outcome in battery.gates.items() if outcome == "fail"}
    if failed:
        assert decision.route not in ("reuse", "second_life")
    if failed - {"S5", "S8"}:
        assert decision.route not in FURTHER
    if failed & {"S1", "S2"}:
        assert decision.route == "quarantine"


@given(batteries(known=True), st.sampled_from(CHECKED), parameters)
def test_unknown_never_opens(battery, field, found):
    """Forgetting something of a battery opens no route that was closed before, and closes what depends on it."""
    gates = {gate: one for gate, one in battery.gates.items() if gate != "S3"} if field == "gates" else None
    less = replace(battery, **{field: gates if field == "gates" else None})
    before, after = (route(one, found, DAY, **QUICK) for one in (battery, less))
    for one, other in zip(before.options, after.options, strict=True):
        if one.route in FURTHER:
            assert one.open or not other.open
    for name in ("gates", "recall", "soh", "level", "id"):
        if field == name:
            assert not any(after.option(one).open for one in FURTHER)


@given(batteries(), parameters)
def test_the_best_open_route_is_taken(battery, found):
    """Of the open routes whose value is known none is worth more than the one taken; the margin says by how much."""
    decision = route(battery, found, DAY, **QUICK)
    taken = decision.option(decision.route)
    assert taken.open
    opened = [one for one in decision.options if one.open and one.value is not None]
    if decision.value is None:
        assert not opened
        return
    assert decision.value == max(one.value for one in opened)
    others = sorted((one.value for one in opened if one.route != decision.route), reverse=True)
    assert decision.margin == (decision.value - others[0] if others else None)
    assert sum(one.chance for one in opened) == pytest.approx(1)
    assert decision.low <= decision.high


@given(batteries(known=True), parameters, st.sampled_from(["reuse", "second_life"]), st.floats(1, 3))
def test_a_route_that_brings_more_is_not_taken_less(battery, found, one, factor):
    """Raising what a route alone brings never makes another one be taken instead of it."""
    number = {"reuse": "rework-reuse", "second_life": "price-storage-new"}[one]
    said = found.numbers[number].value
    better = having(found, {number: float(said) * factor if one == "second_life" else float(said) / factor})
    before, after = (route(battery, each, DAY, **QUICK) for each in (found, better))
    if before.option(one).value is not None:
        assert after.option(one).value >= before.option(one).value
    if before.route == one:
        assert after.route == one


@given(batteries(), parameters)
@examples(13)
def test_a_decision_says_why(battery, found):
    """Every closed route has a reason, each unknown reason names what to look at, and the words can be read."""
    decision = route(battery, found, DAY, **QUICK)
    assert [one.route for one in decision.options] == list(ROUTES)
    for option in decision.options:
        assert option.open == (not option.reasons)
        assert all(reason.final == (reason.look is None) for reason in option.reasons)
    told = decision.explain()
    assert all(one.endswith((".", ")")) for one in told)
    assert decision.parameters_hash == found.hash
    assert "nan" not in " ".join(told)


@given(batteries(), parameters)
@examples(6)
def test_the_same_question_has_the_same_answer(battery, found):
    """A decision is a function of the battery, the parameters, the law and the day."""
    assert route(battery, found, DAY, samples=16) == route(battery, found, DAY, samples=16)
