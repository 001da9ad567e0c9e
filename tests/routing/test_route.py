"""One battery: gates before value, what is unknown opens nothing, and every decision explains itself."""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from routing.route_cases import CHECKED, DAY, FURTHER, PASSED, batteries, parameters, whole
from strategies import examples

from dicycle.errors import InvalidInput
from dicycle.health.gates import GATES, Reading, judge, limits_for
from dicycle.routing import Battery, having, our_parameters, outcomes, route, route_lot
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
    passage = judge([Reading(question="water", value=True)], limits_for(None, date(2026, 11, 22)), "pack")
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


@pytest.mark.parametrize(
    ("said", "code"),
    [({"graded": False}, "grade-missing"), ({"grade": "A", "graded": True, "valid_until": "2026-11-21"},
                                            "grade-expired")],
)  # fmt: skip
def test_a_certificate_without_a_grade_or_out_of_date_opens_no_further_use(said, code):
    """Without a grade, or after the last day of its certificate, a battery is graded again before it is used again."""
    decision = route(whole(**said), our_parameters("EU"), DAY)
    assert decision.route == "recycling"
    for one in FURTHER:
        assert [(reason.code, reason.look) for reason in decision.option(one).reasons] == [(code, "grade")]
    assert decision.next_look.steps == ("grade",)
    assert decision.next_look.cost == Decimal("55.2"), "60 kWh at 1 USD/kWh and 0.92 EUR/USD: health is tested again"
    assert "grading it (again)" in " ".join(decision.explain())


def test_a_certificate_without_a_last_day_opens_no_further_use():
    """Who says that a battery is graded, and not until when, is asked: such a grade would never grow old."""
    decision = route(whole(grade="A", graded=True), our_parameters("EU"), DAY)
    assert decision.route == "recycling"
    assert {reason.code for one in FURTHER for reason in decision.option(one).reasons} == {"grade-undated"}


def test_a_blank_name_is_no_identity():
    """Spaces for an id are nobody's battery: it is not used again."""
    decision = route(whole(id="   "), our_parameters(), DAY)
    assert decision.route == "recycling"
    assert "no-identity" in {reason.code for reason in decision.option("reuse").reasons}


def test_a_battery_that_is_better_than_rated_is_routed():
    """Health whose interval reaches over 120 %, as a grade may have it, is routed like any other."""
    assert route(whole(soh=1.1, soh_low=0.98, soh_high=1.22), our_parameters(), DAY).route == "reuse"


def test_a_certificate_that_holds_closes_nothing():
    """On its last day a certificate still holds; where nobody speaks of one nothing is asked of it."""
    for said in ({"grade": "A", "graded": True, "valid_until": "2026-11-22"}, {"valid_until": "2027-01-01"}, {}):
        assert route(whole(**said), our_parameters(), DAY, **QUICK).route == "reuse"


def test_a_grade_that_lacks_only_gates_follows_from_them():
    """Where gates are open their looks bring the grade, too: health is not tested for it again."""
    gates = {gate: "pass" for gate in GATES if gate not in ("S3", "S7")}
    decision = route(whole(gates=gates, graded=False), our_parameters(), DAY)
    look = next(one for one in decision.looks if one.route == "reuse")
    assert (look.steps, look.cost) == (("S3", "S7", "grade"), Decimal(4 + 6))


def test_today_is_that_of_utc(monkeypatch):
    """Where no day is said it is today by UTC, and a time is the day that it is by UTC."""
    late = datetime(2026, 11, 22, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    assert route(whole(), our_parameters(), late, **QUICK).as_of == "2026-11-23"

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return late.astimezone(tz)

    monkeypatch.setattr("dicycle.routing.deciding.datetime", Clock)
    assert route(whole(), our_parameters(), **QUICK).as_of == "2026-11-23"


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


def test_a_test_opens_only_where_its_whole_interval_suffices():
    """Of 79 % ± 4 % a test opens reuse (80 %) only where it finds 82 % or more, for its own interval is ± 2 %."""
    decision = route(whole(soh=0.79, soh_low=0.75, soh_high=0.83), our_parameters(), DAY)
    look = next(one for one in decision.looks if one.route == "reuse")
    found = [NormalDist(0.79, 0.04 / 1.959964).inv_cdf((place + 0.5) / 16) for place in range(16)]
    assert look.steps == ("health",)
    assert look.chance == sum(one - 0.02 >= 0.80 for one in found) / 16 == 1 / 16


def test_tests_are_charged_once_and_not_when_they_are_done():
    """What was measured costs nothing any more; what was not is the cost of the look, and in no value beside."""
    done = route(whole(), our_parameters(), DAY)
    gates = {gate: "pass" for gate in GATES if gate not in ("S3", "S7")}
    open_ = route(whole(gates=gates, soh_low=0.7), our_parameters(), DAY)
    assert open_.option("reuse").value == done.value
    look = next(one for one in open_.looks if one.route == "reuse")
    assert look.cost == Decimal(4 + 6) + Decimal(60) * 1
    dearer = having(our_parameters(), {"look-health": 3, "look-S3": 8, "look-S7": 15})
    assert route(whole(), dearer, DAY).value == done.value


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
        ({"valid_until": "2026-02-30"}, "routing.battery"),
    ],
)
def test_what_cannot_be_true_is_refused(changed, code):
    """A battery that cannot be gets a sentence, not a route."""
    with pytest.raises(InvalidInput) as caught:
        route(whole(**changed), our_parameters(), DAY)
    assert code in {one.code for one in caught.value.findings}


def test_wrong_questions_are_refused():
    """A day that is none, a use of no route, a use nobody knows, and too few draws are refused with a sentence."""
    unknown = {"uses": {"reuse": "spaceship"}}
    for said in ({"as_of": "tomorrow"}, {"uses": {"moon": "x"}}, unknown, {"samples": 1}):
        with pytest.raises(InvalidInput):
            route(whole(), our_parameters(), **{"as_of": DAY, **said})


# ---------------------------------------------------------------- laws of routing


def routed(battery, found):
    """Return a battery decided on as a lot of one: without flips and words."""
    return route_lot([battery], found, DAY, **QUICK)


@given(batteries(), parameters)
def test_a_failed_gate_never_gives_reuse(battery, found):
    """With a failed gate a battery is not used again, nor stored; those that call for quarantine leave only that."""
    taken = routed(battery, found).route_of(0)
    failed = {gate for gate, outcome in battery.gates.items() if outcome == "fail"}
    if failed:
        assert taken not in ("reuse", "second_life")
    if failed - {"S5", "S8"}:
        assert taken not in FURTHER
    if failed & {"S1", "S2"}:
        assert taken == "quarantine"


@given(batteries(known=True), st.sampled_from(CHECKED), parameters)
def test_unknown_never_opens(battery, field, found):
    """Forgetting something of a battery opens no route that was closed before, and closes what depends on it."""
    gates = {gate: one for gate, one in battery.gates.items() if gate != "S3"} if field == "gates" else None
    less = replace(battery, **{field: gates if field == "gates" else None})
    before, after = (routed(one, found).choice.closed[0] == 0 for one in (battery, less))
    for place in map(ROUTES.index, FURTHER):
        assert before[place] or not after[place]
        if field in ("gates", "recall", "soh", "level", "id"):
            assert not after[place]


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
@examples(20)
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
