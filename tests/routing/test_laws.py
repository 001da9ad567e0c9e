"""Law is data with a date: what a pack says as of a day, and what cannot be a pack."""

import tomllib
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from routing.route_cases import DAY, whole

from dicycle.errors import InvalidInput
from dicycle.routing import our_laws, our_parameters, read_law, route
from dicycle.routing.laws import forbidding, known_use, region_name, said

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


NODES_2018 = {
    ("car maker", 30, "repairer-report"),
    ("car maker", 30, "collection-outlet-report"),
    ("seller, repairer or lessor", 30, "own-report"),
    ("dismantler", 15, "dismantler-vehicle-report"),
    ("dismantler", 15, "dismantler-report"),
    ("maker of the product", 15, "cascade-product-report"),
    ("maker of the product", 15, "cascade-waste-report"),
    ("recycler", 30, "recycler-report"),
}


@pytest.mark.parametrize("day", [date(2018, 8, 1), date(2026, 3, 31), DAY])
def test_deadlines_of_2018_stay_until_an_end_is_read(day):
    """Each node has its working days by the provisions of 2018; that they ended in 2026 nobody read."""
    found = [one for one in said(our_laws(), "CN", day) if one.kind == "deadline" and one.holds]
    assert {(one.who, one.working_days, one.rule) for one in found} == NODES_2018
    assert {one.mark for one in found} == {"verified"}


def test_of_2026_no_deadline_is_told():
    """The measures of 2026 say no deadline that was read; that is told, once, as assumed."""
    found = [one for one in said(our_laws(), "CN", DAY) if one.law == "CN-2026"]
    assert not any(one.kind == "deadline" for one in found)
    assert [one.mark for one in found if one.rule == "reports"] == ["assumed"]
    assert "whether the provisions of 2018 still hold was not found" in " ".join(
        route(whole(), our_parameters("CN"), DAY).explain()
    )


@pytest.mark.parametrize(("day", "holds"), [("2027-02-17", False), ("2027-02-18", True), ("2028-03-01", True)])
def test_a_rule_of_an_adopted_act_holds_from_its_day(day, holds):
    """The new passport and the end of the old one are asked for in the EU from 18 February 2027 on, also of re-use."""
    found = {one.rule: one for one in said(our_laws(), "DE", date.fromisoformat(day))}
    for name in ("new-passport", "passport-ends"):
        assert (found[name].holds, found[name].status) == (holds, "in force" if holds else "adopted")
    assert {"reuse", "remanufacture", "second_life"} == set(found["new-passport"].routes)
    told = route(whole(region="DE"), our_parameters("EU"), day).explain()
    passport = next(one for one in told if "new-passport" in one)
    assert ("not yet: adopted, from 2027-02-18" in passport) is not holds


def test_a_pack_says_what_nobody_read():
    """Where only reports of a law were read the pack says so, and what was not found; no rule of it claims more."""
    law = next(one for one in our_laws() if one.id == "CN-2026")
    assert law.mark == "secondary"
    assert {rule.mark for rule in law.rules} == {"secondary", "assumed"}
    assert "The amounts of its fines." in law.missing
    marked = PACK.replace('title = "A law of nowhere"', 'title = "A law of nowhere"\nmark = "secondary"')
    with pytest.raises(InvalidInput, match="no-boats: This rule is marked verified"):
        read_law(marked)


BIKES = ("e-bike", "ebike", "E-Bikes", "electric bike", "Electric Bicycles", "pedelec", "electric moped", "电动自行车")


@pytest.mark.parametrize("use", BIKES)
@pytest.mark.parametrize("region", ["CN", "cn", "China", "PRC", "中国", "CHN", "CN-HB"])
def test_a_ban_holds_whatever_people_call_things(use, region):
    """Electric bicycles are banned in China, in any language and plural, in any of its provinces."""
    decision = route(whole(region=region), our_parameters(), DAY, uses={"second_life": use}, samples=8)
    assert [one.code for one in decision.option("second_life").reasons] == ["forbidden"]


@pytest.mark.parametrize("region", [None, "XX", "the moon", "CN-HB-1"])
def test_where_the_region_is_unknown_no_forbidden_use_is_open(region):
    """What any law forbids is closed as long as nobody knows where the battery is; finding that out may open it."""
    decision = route(whole(region=region), our_parameters(), DAY, uses={"second_life": "ebike"}, samples=8)
    (reason,) = decision.option("second_life").reasons
    assert (reason.code, reason.final, reason.look) == ("region-unknown", False, "region")
    assert "CN-2026" in reason.sentence
    assert route(whole(region=region), our_parameters(), DAY, samples=8).option("second_life").open


@pytest.mark.parametrize("region", ["DE", "Germany", "EL", "US", "CN-HK", "de-by"])
def test_the_law_of_china_is_not_that_of_others(region):
    """In another country nothing is closed by the law of China."""
    assert (
        route(whole(region=region), our_parameters(), DAY, uses={"second_life": "ebike"}, samples=8)
        .option("second_life")
        .open
    )


def test_a_profile_implies_its_region():
    """Where no region is said that of the profile is taken, and the decision says so; one that is said goes first."""
    bike = {"second_life": "e-bike"}
    implied = route(whole(region=None), our_parameters("CN"), DAY, uses=bike, samples=8)
    assert [one.code for one in implied.option("second_life").reasons] == ["forbidden"]
    assert "routing.region-of-profile" in {one.code for one in implied.findings}
    assert any(one.law == "CN-2026" for one in implied.law)
    stated = route(whole(region="DE"), our_parameters("CN"), DAY, uses=bike, samples=8)
    assert stated.option("second_life").open
    assert said(our_laws(), "China", DAY) == said(our_laws(), "CN", DAY) != ()
    assert not any(one.code == "routing.region-of-profile" for one in stated.findings)


def test_a_use_nobody_knows_is_refused_with_the_list():
    """A use is one of a list, so that no ban is missed by a word; packs of rules name those of the list, too."""
    with pytest.raises(InvalidInput, match=r"stationary storage, .*e-bike"):
        route(whole(), our_parameters(), DAY, uses={"second_life": "spaceship"})
    with pytest.raises(InvalidInput, match="Nobody knows the use 'spaceship'"):
        read_law(PACK.replace('"boat"', '"spaceship"'))


def test_every_name_of_a_use_and_a_region_means_one_thing():
    """No name stands for two uses or two regions."""
    names = tomllib.loads(files("dicycle.routing").joinpath("names.toml").read_text(encoding="utf-8"))
    for section, named in (("uses", known_use), ("regions", region_name)):
        for name, others in names[section].items():
            assert {named(other) for other in (name, *others)} == {name}


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
    closed = forbidding([read_law(PACK)], "XX", day, "second_life", "Boat")
    assert bool(closed) == (date(2026, 1, 1) <= day < date(2027, 1, 1))


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
