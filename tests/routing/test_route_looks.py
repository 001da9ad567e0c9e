"""What a look says of its chance: which figures it is made of."""

from math import prod

from routing.route_cases import DAY, PASSED, whole

from dicycle.routing import our_parameters, route

UNSEEN = {**PASSED, "S1": "not measured", "S5": "not measured"}


def test_a_look_names_the_chances_that_it_multiplies():
    """Two gates and recalls in question: the sentence names these three chances, and that they are independent."""
    decision = route(whole(gates=UNSEEN, recall=None), our_parameters("CN"), DAY, samples=8)
    look = next(one for one in decision.looks if one.route == "reuse")
    named = ("pass-S1", "pass-S5", "pass-recall")
    assert f"taken as independent: {', '.join(named)}." in look.sentence
    assert look.sentence in decision.explain()
    assert abs(look.chance - prod(float(our_parameters("CN").numbers[one].value) for one in named)) < 1e-12


def test_a_look_at_health_alone_multiplies_no_assumed_chance():
    """Where only the state of health is in question nothing is multiplied, and nothing said of it."""
    decision = route(whole(soh=None, soh_low=None, soh_high=None), our_parameters("CN"), DAY, samples=8)
    look = next(one for one in decision.looks if one.route == "reuse")
    assert look.steps == ("health",)
    assert "pass-" not in look.sentence
