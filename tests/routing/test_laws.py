"""Law is data with a date: what a pack says as of a day, and what cannot be a pack."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from routing.route_cases import DAY, whole

from dicycle.errors import InvalidInput
from dicycle.routing import our_laws, our_parameters, read_law, route
from dicycle.routing.laws import said

PACK = """
id = "X"
title = "A law of nowhere"
regions = ["XX"]
source = "invented"
read = 2026-01-01
[[rules]]
id = "no-boats"
kind = "forbid"
routes = ["second_life"]
uses = ["boat"]
text = "Not into boats."
from = 2026-01-01
until = 2027-01-01
status = "in force"
source = "article 1"
mark = "verified"
"""


def test_every_rule_has_source_day_and_mark():
    """All packs that come along say for each rule since when, by which source, how well it was read, what status."""
    assert [law.id for law in our_laws()] == ["CN-2018", "CN-2026", "EU-2023-1542", "RU"]
    for law in our_laws():
        assert law.source
        assert law.read
        for rule in law.rules:
            assert rule.source
            assert rule.text.endswith(".")
            date.fromisoformat(rule.from_)


def test_no_retired_battery_goes_into_an_e_bike_in_china():
    """From 1 April 2026 on a second life as an e-bike battery is closed in China; the day before it was not."""
    bike = {"second_life": "E-bike"}
    before = route(whole(), our_parameters("CN"), date(2026, 3, 31), uses=bike)
    after = route(whole(), our_parameters("CN"), date(2026, 4, 1), uses=bike)
    elsewhere = route(whole(region="EU"), our_parameters("EU"), date(2026, 4, 1), uses=bike)
    assert before.option("second_life").open
    assert elsewhere.option("second_life").open
    shut = after.option("second_life")
    assert not shut.open
    assert shut.reasons[0].code == "forbidden"
    assert "CN-2026" in shut.reasons[0].sentence


def test_deadlines_of_2018_end_when_those_of_2026_begin():
    """Before April 2026 the provisions of 2018 say the deadlines; after, the stand-ins are marked as assumed."""
    before = said(our_laws(), "CN", date(2025, 1, 1))
    assert {one.working_days for one in before if one.kind == "deadline" and one.holds} == {15, 30}
    assert {one.mark for one in before if one.kind == "deadline" and one.holds} == {"verified"}
    after = [one for one in said(our_laws(), "CN", DAY) if one.kind == "deadline"]
    assert [one.mark for one in after] == ["assumed"]
    assert not any(one.law == "CN-2018" for one in said(our_laws(), "CN", DAY))


def test_what_is_pending_is_told_and_closes_nothing():
    """A rule that is not in force is shown as coming; it forbids nothing."""
    coming = read_law(PACK.replace('status = "in force"', 'status = "draft"'))
    decision = route(whole(region="XX"), our_parameters("EU"), DAY, [coming], uses={"second_life": "boat"})
    assert decision.option("second_life").open
    shown = said([coming], "XX", DAY)
    assert [(one.holds, one.status) for one in shown] == [(False, "draft")]


def test_no_decision_says_that_it_complies():
    """Results say per which reading and as of which day, and never that anything is compliant."""
    for region in ("CN", "EU", "DE", "RU", "XX", None):
        told = " ".join(route(whole(region=region), our_parameters(), DAY).explain())
        assert "Per this reading of the law, as of 2026-11-22." in told
        assert "complian" not in told.lower()
        assert "legal" not in told.lower()


def test_russia_has_no_scheme():
    """For Russia no rule was found, and none is invented."""
    assert said(our_laws(), "RU", DAY) == ()


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)))
def test_a_rule_holds_from_its_day_until_its_day(day):
    """A rule forbids from its first day to the day before its end, and on no other."""
    law = read_law(PACK)
    decision = route(whole(region="XX"), our_parameters("EU"), day, [law], uses={"second_life": "boat"}, samples=8)
    assert decision.option("second_life").open != (date(2026, 1, 1) <= day < date(2027, 1, 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('kind = "forbid"', 'kind = "frown"'),
        ('routes = ["second_life"]', 'routes = ["moon"]'),
        ("until = 2027-01-01", "until = 2025-01-01"),
        ("from = 2026-01-01", 'from = "soon"'),
        ('uses = ["boat"]', "users = 3"),
        ('kind = "forbid"', 'kind = "deadline"'),
        ('source = "article 1"', ""),
        ("[[rules]]", "[[rules"),
    ],
)
def test_wrong_packs_get_a_sentence(old, new):
    """What is wrong with a pack of rules is said."""
    with pytest.raises(InvalidInput) as caught:
        read_law(PACK.replace(old, new), "x.toml")
    assert {one.code for one in caught.value.findings} == {"routing.law"}


@given(st.text(max_size=200))
def test_no_text_crashes_the_reader(text):
    """Whatever a pack holds: it is read, or refused with findings."""
    with pytest.raises(InvalidInput):
        read_law(text)
