"""Laws of checking: the order of arrival plays no part, nothing is dropped, nothing crashes."""

import json
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sense.telling import CAR, LATER, LOT, MODULE, PACK, born, checked, kilograms, made, put, read, seen, taken, told
from strategies import events as anything
from strategies import examples

from dicycle.findings import Severity
from dicycle.sense import LENIENT, PLANT, RULES, STRICT, check_events
from dicycle.simulation import Scenario, simulate
from dicycle.vocabulary import EPCIS_CONTEXT, NAMESPACE


def _lot_born(at: int, lot: str, mass: float) -> dict[str, Any]:
    return told("Object", at, action="ADD", quantityList=kilograms(lot, mass))


def _shredded(at: int, thing: str, lot: str, fed: float, out: float) -> dict[str, Any]:
    inputs = {"inputEPCList": [thing], "inputQuantityList": kilograms(lot, fed)}
    return made(at, **inputs, outputQuantityList=kilograms(LOT + "C", out))


_things = st.sampled_from([PACK + "1", PACK + "2", MODULE + "1", MODULE + "2", CAR + "1"])
_lots = st.sampled_from([LOT + "A", LOT + "B"])
_masses = st.decimals("0.001", "100", places=3).map(float)
_hours = st.integers(0, 6)
_events = st.one_of(
    st.builds(born, _hours, _things),
    st.builds(seen, _hours, _things, bizStep=st.sampled_from(["shipping", "receiving", "collecting", "destroying"])),
    st.builds(put, _hours, _things, _things, bizStep=st.sampled_from(["assembling", "installing"])),
    st.builds(taken, _hours, _things, _things),
    st.builds(taken, _hours, _things),
    st.builds(_lot_born, _hours, _lots, _masses),
    st.builds(_shredded, _hours, _things, _lots, _masses, _masses),
)  # fmt: skip


@given(st.lists(_events, max_size=25), st.randoms(use_true_random=False))
def test_findings_do_not_depend_on_the_order_of_arrival(events: list[dict[str, Any]], random: Random) -> None:
    """Late or early, the same records give the same findings, in the same order."""
    shuffled = list(events)
    random.shuffle(shuffled)
    assert checked(*events).signs == checked(*shuffled).signs


@given(st.lists(_events, max_size=20))
def test_a_finding_is_told_once(events: list[dict[str, Any]]) -> None:
    """Rule, thing, events and place make a finding; telling the events twice adds none."""
    report = checked(*events, *events)
    assert len({sign.key for sign in report.signs}) == len(report.signs)
    assert report.signs == checked(*events).signs


@given(st.lists(_events, max_size=15))
def test_stricter_profiles_find_what_milder_ones_find(events: list[dict[str, Any]]) -> None:
    """What is an error for a plant is one in an audit, and whatever lenient tells, plant tells too."""
    lenient, plant, strict = (
        {(one.rule, one.events, one.thing) for one in checked(*events, profile=profile).signs}
        for profile in (LENIENT, PLANT, STRICT)
    )
    assert lenient <= plant <= strict


@examples(10)
@given(st.lists(anything, max_size=6), st.randoms(use_true_random=False))
def test_whatever_is_an_event_is_checked(events: list[dict[str, Any]], random: Random) -> None:
    """No event that the grammar lets pass makes the check fail, and none depends on the order of arrival."""
    context = [EPCIS_CONTEXT, {"ex": "https://example.com/terms/", "dcy": NAMESPACE}]
    records = read(*({"@context": context, **event} for event in events))
    known = {record.event_id: record for record in records}
    shuffled = list(known.values())
    random.shuffle(shuffled)
    assert check_events(known.values(), STRICT, LATER).signs == check_events(shuffled, STRICT, LATER).signs


@examples(5)
@given(st.randoms(use_true_random=False))
def test_a_shuffled_loop_with_flaws_gives_the_same_findings(random: Random) -> None:
    """Even the flaws of a whole loop are found alike in any order of its lines."""
    lines = [line for line in simulate(Scenario(packs=3, years=3, seed=2, flaws=1)) if b"errorDeclaration" not in line]
    records = read(*(json.loads(line) for line in lines))
    shuffled = list(records)
    random.shuffle(shuffled)
    assert check_events(records, PLANT, LATER).signs == check_events(shuffled, PLANT, LATER).signs


def test_every_rule_says_what_it_is() -> None:
    """One sentence, what it rests on, what to do, and a severity in each profile."""
    for name, rule in RULES.items():
        assert rule.code == f"sense.{name}"
        assert rule.says.endswith(".")
        assert rule.says.count(". ") == 0
        assert rule.rests_on
        assert rule.advice.endswith(".")
        assert {profile.severity(name) for profile in (LENIENT, PLANT, STRICT)} <= {None, *Severity}
