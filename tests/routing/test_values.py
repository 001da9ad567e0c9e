"""What routes are worth: published figures by hand, exact sums, and parameters that users may change."""

import contextlib
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from routing.route_cases import CHEMISTRIES, DAY, PROFILES, batteries, parameters, whole
from strategies import examples

from dicycle.errors import InvalidInput
from dicycle.routing import Battery, having, our_parameters, read_parameters, route
from dicycle.routing.parameters.listing import listed
from dicycle.routing.sheets import present_sheet
from dicycle.routing.worth import NONE, Amounts, books

FREE = {"transport": 0, "hold": 0}


def ex_feed(chemistry: str, kind: str = "cell", **changed) -> Decimal:
    """Return what recycling one kWh brings in China in dollars, before anything is paid for the battery."""
    found = having(our_parameters(), {**FREE, **changed})
    return route(Battery(id="a", chemistry=chemistry, kind=kind, energy_kwh=1.0), found, DAY).option("recycling").value


def test_reuse_by_hand():
    """60 kWh of LFP at 88 %: price less warranty, 500 CNY/t, rework, three months of holding; recycled six years on."""
    decision = route(whole(), our_parameters("CN"), DAY)
    parts = decision.option("reuse").parts
    brings = 60 * 0.88 * 55 * 7.04
    expected = {"revenue": brings, "warranty": -0.08 * brings, "rework": -4 * 60 * 7.04, "hold": -0.3 * 3 * 60 * 7.04}
    assert {name: float(parts[name]) for name in expected} == pytest.approx(expected, abs=1e-6)
    assert set(parts) == {*expected, "collection", "end_of_life"}


@pytest.mark.parametrize(("chemistry", "dollars"), [
    ("NMC111", "20.5"), ("NMC532", "15.5"), ("NMC622", "16.2"), ("NMC811", "13.0"), ("NCA", "15.7"), ("LFP", "1.1"),
])  # fmt: skip
def test_recycling_brings_what_everbatt_says(chemistry, dollars):
    """Cells recycled by hydrometallurgy in China are worth, ex feed, what EverBatt 2023 computes, to 0.2 USD/kWh."""
    assert abs(ex_feed(chemistry) - Decimal(dollars)) < Decimal("0.2")


def test_recycling_by_hand():
    """NMC622: each metal's mass times recovery times price, less the cost of 3.193 kg of cells."""
    carbonate = 73.891 / (2 * 6.94)
    metals = (
        0.104 * 0.834 * carbonate * 8.57 + 0.519 * 0.931 * 16.85 + 0.174 * 0.931 * 50.35 + 0.162 * 0.931 * 3.149
        + 0.254 * 0.9 * 7.11 + 0.165 * 0.9 * 1.1175 + 0.866 * 0.855 * 0.2
    )  # fmt: skip
    assert float(ex_feed("NMC622")) == pytest.approx(metals - 2.028 * 3.193, abs=2e-6)


def test_lfp_breaks_even_where_published():
    """LFP cells break even at crude lithium carbonate of about 5.7 USD/kg, and bring about 5.5 USD/kWh at 20."""
    assert ex_feed("LFP", **{"price-li2co3": "5.5"}) < 0 < ex_feed("LFP", **{"price-li2co3": "5.9"})
    assert abs(ex_feed("LFP", **{"price-li2co3": 20}) - Decimal("5.5")) < Decimal("0.2")


def test_recycling_lies_within_the_published_range():
    """Recycling in any profile lies within -21.43 to +21.91 USD/kWh, the range of Lander and others 2021."""
    for chemistry in CHEMISTRIES[:-1]:
        assert Decimal("-21.43") < ex_feed(chemistry) < Decimal("21.91")


def test_the_best_process_is_told():
    """Hydrometallurgy beats pyrometallurgy for NMC622, and direct recovery both, once somebody offers it."""
    decision = route(whole(chemistry="NMC622", lifetime_record=False), our_parameters(), DAY)
    assert decision.process == "hydro"
    assert {one.process for one in decision.processes} == {"hydro", "pyro"}
    offered = read_parameters("[processes.direct]\noffered = true\n")
    assert route(whole(chemistry="NMC622", lifetime_record=False), offered, DAY).process == "direct"


@given(batteries(), parameters)
def test_parts_sum_to_the_value(battery, found):
    """The value of every route is exactly the sum of its parts, in decimals."""
    decision = route(battery, found, DAY, samples=8)
    for option in (*decision.options, *decision.processes):
        if option.value is not None:
            assert sum(option.parts.values(), Decimal(0)) == option.value
            assert isinstance(option.value, Decimal)
            assert option.value.as_tuple().exponent >= -6


DOLLARS, YUAN = (read_parameters(f'[profiles.here]\ncurrency = "{one}"\n', "here") for one in ("USD", "CNY"))


@given(batteries(known=True))
@examples(20)
def test_profiles_differ_in_currency_only_where_facts_do(battery):
    """A value in another currency is the same value times the rate, if nothing else differs."""
    dollars, yuan = (route(battery, one, DAY, samples=8) for one in (DOLLARS, YUAN))
    if dollars.value is not None:
        assert dollars.route == yuan.route
        assert float(yuan.value) == pytest.approx(7.04 * float(dollars.value), abs=1e-4)


@given(st.sampled_from(PROFILES), st.floats(0.01, 2.0))
@examples(15)
def test_a_wider_range_of_health_widens_the_interval_of_the_value(profile, energy):
    """The less sure the state of health, the wider the interval of what a second life is worth."""

    def width(half: float) -> Decimal:
        battery = whole(soh=0.8, soh_low=0.8 - half, soh_high=0.8 + half, energy_kwh=energy * 30)
        option = route(battery, our_parameters(profile), DAY).option("second_life")
        return option.high - option.low

    assert width(0.001) < width(0.19)


def test_a_users_file_is_laid_over_ours():
    """A number said again holds with its own source; everything else stays; the hash is another."""
    text = '[parameters]\nprice-co = { value = 20, unit = "EUR/kg", source = "our contract", date = "2026-11-01" }\n'
    found = read_parameters(text, "EU")
    assert found.numbers["price-co"].value == 20
    assert found.numbers["price-co"].range == (20, 20)
    assert found.numbers["price-ni"] == our_parameters("EU").numbers["price-ni"]
    assert found.hash != our_parameters("EU").hash
    assert found.hash == read_parameters(text, "EU").hash


def test_files_are_read_too(tmp_path):
    """Parameters come from a file as well; one that is not there is told."""
    path = tmp_path / "ours.toml"
    path.write_text("[chemistries]\nLTO = { cell = 12, pack = 16, cam = 3, li = 0.2, ni = 0, co = 0, mn = 2, "
                    'graphite = 0, cu = 0.3, al = 0.9, source = "a lab", date = "2026" }\n')  # fmt: skip
    decision = route(whole(chemistry="LTO"), read_parameters(path), DAY)
    assert decision.value is not None
    with pytest.raises(InvalidInput) as caught:
        read_parameters(tmp_path / "no.toml")
    assert caught.value.findings[0].code == "routing.parameters-unreadable"


SAID = 'source = "a", date = "2026" }'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f'[parameters]\nprice-kryptonite = {{ value = 1, unit = "USD/kg", {SAID}', "routing.unknown-parameter"),
        ("[policy]\nleast-beauty = 3\nowner = 'a'\ndate = 'b'", "routing.unknown-parameter"),
        ("[processes.magic]\noffered = true", "routing.unknown-parameter"),
        ("colour = 3", "routing.unknown-parameter"),
        (f'[parameters]\nprice-ni = {{ value = 1, unit = "USD/kWh", {SAID}', "routing.unit"),
        (f'[parameters]\nprice-ni = {{ value = 1, unit = "GBP/kg", {SAID}', "routing.unit"),
        (f'[parameters]\nprice-ni = {{ value = 1, unit = "RUB/kg", {SAID}', "routing.unit"),
        (f'[parameters]\nprice-ni = {{ value = nan, unit = "USD/kg", {SAID}', "routing.value"),
        (f'[parameters]\nprice-ni = {{ value = 1, low = 2, unit = "USD/kg", {SAID}', "routing.range"),
        (f'[parameters]\nprice-ni = {{ value = -1, unit = "USD/kg", {SAID}', "routing.range"),
        (f'[parameters]\nprice-ni = {{ value = 1e9, unit = "USD/kg", {SAID}', "routing.range"),
        (f'[parameters]\npass-S3 = {{ value = 3, unit = "1", {SAID}', "routing.range"),
        (f'[parameters]\nreplaced = {{ value = 1, unit = "1", {SAID}', "routing.range"),
        (f'[parameters]\nfade = {{ value = 0, unit = "1/year", {SAID}', "routing.range"),
        ('[parameters]\nprice-ni = { value = 1, unit = "USD/kg" }', "routing.partial-parameter"),
        ("[parameters]\nprice-ni = 3", "routing.partial-parameter"),
        ('[parameters]\nprice-ni = { value = 1, unit = "USD/kg", source = " ", date = "2026" }', "routing.no-source"),
        ("[policy.least-health]\nreuse = 0.7", "routing.policy-without-owner"),
        ("[policy]\nowner = 'a'\ndate = 'b'\nleast-health = { reuse = 80 }", "routing.value"),
        ("[policy]\nowner = 'a'\ndate = 'b'\nneeds = { reuse = ['S1'] }", "routing.policy"),
        ("[chemistries.LFP]\ncell = 100", "routing.value"),
        ("[processes.hydro]\nrecovery = { li = 1.5 }", "routing.value"),
        ("[processes.hydro]\ncost = { LFP = 1 }", "routing.value"),
        ("[processes.hydro]\nunit = 'USD/kWh'", "routing.unit"),
        ("[profiles.generic]\ncurrency = 'XTS'", "routing.unit"),
        ("[chemistries]\nLFP = 3", "routing.parameters"),
        ("parameters = 3", "routing.not-a-table"),
        ("profiles = 3", "routing.not-a-table"),
        ("x = [", "routing.not-toml"),
    ],
)
def test_wrong_parameters_get_a_sentence(text, code):
    """What is wrong with a file of parameters is said, and nothing is taken from it."""
    with pytest.raises(InvalidInput) as caught:
        read_parameters(text)
    assert code in {one.code for one in caught.value.findings}


def test_profiles_that_are_not_there_are_told():
    """A profile that nobody wrote is a finding that names those that there are."""
    with pytest.raises(InvalidInput, match="generic, EU, CN"):
        our_parameters("MARS")


def test_every_figure_is_listed_with_its_mark():
    """The list has every number and table of a profile with source and day, and what its file marks as assumed."""
    ours = our_parameters("CN")
    found = {one.name: one for one in listed(ours)}
    assert len(found) == len(ours.numbers) + len(ours.chemistries) + len(ours.processes)
    assert all(one.source and one.date and one.unit for one in found.values())
    assert {found[name].mark for name in ("price-ni", "cost-repurpose", "chemistries.LFP")} == {
        "verified", "assumed", "computed",
    }  # fmt: skip
    said = 'value = 0.2\nunit = "EUR/kWh/month"\nsource = "our books"\ndate = "2026"\nmark = "verified"'
    own = next(one for one in listed(read_parameters(f"[parameters.hold]\n{said}")) if one.name == "hold")
    assert (own.value, own.low, own.high, own.mark) == ("0.2", "", "", "verified")


@given(st.text(max_size=300))
def test_no_text_crashes_the_reader(text):
    """Whatever a file of parameters holds: it is read, or refused with findings."""
    with contextlib.suppress(InvalidInput):
        assert read_parameters(text).hash


def test_books_hold_whatever_is_tried():
    """Where a part is worth more than 64 bits hold, every value stays a large number, and nothing wraps around."""
    held = Amounts(np.array([1.0, 1e17]), np.array([6.0, 6e17]), np.array([0.8, 0.8]))
    found = books(present_sheet(our_parameters(), "LFP", "pack"), held).values
    told = found[1][found[0] != NONE]
    assert (np.abs(told) <= 9e18).all()
    assert (np.abs(told) >= 1e17).all()
