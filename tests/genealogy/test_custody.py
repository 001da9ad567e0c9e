"""The models of attribution by hand: rules as data, five models on worked examples, whole chains of events."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from genealogy.bookkeeping import BASE, KG, POST, PRE, VIRGIN, kilograms
from genealogy.making import DAY, PLACE

from dicycle.errors import InvalidInput
from dicycle.genealogy.custody import (
    MODELS,
    Claim,
    Model,
    Rule,
    Rules,
    check_rules,
    read_rules,
)
from dicycle.genealogy.custody.allocations import Entry
from dicycle.genealogy.custody.flows import Flow, Inflow, Outflow
from dicycle.genealogy.custody.rules import moment


def model(name: str, **more: Any) -> Model:
    """Return the books of nickel at a site, for 2026 and 2027."""
    return MODELS[name](Rule(model=name, **(BASE | more)), "Ni")


def flow(
    came_in: dict[str, float], outs: list[Outflow] | list[float], *, on: date = date(2026, 1, 1), entries: Any = ()
) -> Flow:
    """Return a run; masses are kilograms, each origin is an input named like it."""
    inflows = tuple(Inflow(origin, {origin: round(mass * KG)}) for origin, mass in came_in.items())
    wanted = tuple(one if isinstance(one, Outflow) else Outflow((f"out{at}",), round(one * KG)) for at, one in
                   enumerate(outs))  # fmt: skip
    return Flow("urn:x:run", PLACE, moment(on), "Ni", inflows, wanted, entries=tuple(entries))


def given(books: Model, run: Flow) -> list[dict[str, float]]:
    """Return what a run's outputs get, in kilograms."""
    return [kilograms(mix) for mix in books.settle(run).outs]


def codes(books: Model) -> list[str]:
    """Return the codes of what a model found."""
    return [finding.code for finding in books.findings]


# ---------------------------------------------------------------- the models, by hand


def test_blending_gives_every_output_the_same_mixture() -> None:
    """Of 60 kg virgin and 40 kg recycled nickel, outputs of 70 and 25 kg are both 60 % virgin, and so is the loss."""
    settled = model("proportional").settle(flow({VIRGIN: 60, POST: 40}, [70.0, 25.0]))
    assert [kilograms(mix) for mix in settled.outs] == [{POST: 28, VIRGIN: 42}, {POST: 10, VIRGIN: 15}]
    assert kilograms(settled.lost) == {POST: 2, VIRGIN: 3}


def test_what_comes_out_beyond_what_went_in_is_unknown() -> None:
    """Two outputs of 60 kg out of 90 kg are a quarter unknown each."""
    assert given(model("proportional"), flow({POST: 90}, [60.0, 60.0])) == [{POST: 45, "unknown": 15}] * 2


def test_a_tank_gives_what_came_in_first() -> None:
    """A tank is filled three times with 50, 30 and 20 kg and drawn by 40, 20 and 30 kg: oldest first, 10 kg stay."""
    tank = model("fifo")
    assert given(tank, flow({VIRGIN: 50}, [40.0])) == [{VIRGIN: 40}]
    assert given(tank, flow({POST: 30}, [20.0])) == [{POST: 10, VIRGIN: 10}]
    assert given(tank, flow({PRE: 20}, [15.0, 15.0])) == [{POST: 10, PRE: 5}] * 2
    assert kilograms(tank.balance) == {PRE: 10}
    assert tank.findings == []


def test_a_tank_that_gives_more_than_it_had_says_so() -> None:
    """What is drawn beyond what was filled in is unknown, and a finding says how much."""
    tank = model("fifo")
    assert given(tank, flow({POST: 30}, [40.0])) == [{POST: 30, "unknown": 10}]
    assert codes(tank) == ["custody.tank-empty"]
    assert "10 kg" in tank.findings[0].sentence


def test_a_rolling_average_claims_the_average_of_its_window() -> None:
    """Recycled and virgin nickel come in turns; over 45 days the average is one half, once there is something saved."""
    books = model("rolling_average", window_days=45)
    assert given(books, flow({POST: 100}, [100.0], on=date(2026, 1, 1))) == [{POST: 100}]
    assert given(books, flow({VIRGIN: 100}, [100.0], on=date(2026, 1, 31))) == [{VIRGIN: 100}]
    assert given(books, flow({POST: 100}, [100.0], on=date(2026, 3, 2))) == [{POST: 50, "unknown": 50}]
    assert given(books, flow({VIRGIN: 100}, [100.0], on=date(2026, 4, 1))) == [{POST: 50, VIRGIN: 50}]
    assert kilograms(books.balance) == {VIRGIN: 50}
    assert given(books, flow({POST: 100}, [100.0], on=date(2026, 5, 1))) == [{POST: 50, VIRGIN: 50}]


def test_a_window_ends_where_its_days_are_over() -> None:
    """What came in 30 days before to the moment is no longer in a window of 30 days, but in one of 31."""
    for days, later in ((30, {VIRGIN: 200}), (31, {POST: 50, VIRGIN: 150})):
        books = model("rolling_average", window_days=days)
        given(books, flow({VIRGIN: 100}, [100.0], on=date(2026, 1, 1)))
        assert given(books, flow({POST: 100}, [100.0], on=date(2026, 1, 1))) == [{POST: 50, "unknown": 50}]
        assert given(books, flow({VIRGIN: 200}, [200.0], on=date(2026, 1, 31))) == [later]


def test_what_a_window_does_not_claim_lapses() -> None:
    """Recycled nickel that was not claimed within the window can no longer be, and a note says so."""
    books = model("rolling_average", window_days=45)
    given(books, flow({VIRGIN: 100}, [100.0], on=date(2026, 1, 1)))
    assert given(books, flow({POST: 100}, [100.0], on=date(2026, 1, 31))) == [{POST: 50, "unknown": 50}]
    assert given(books, flow({VIRGIN: 100}, [100.0], on=date(2026, 6, 1))) == [{VIRGIN: 100}]
    assert codes(books) == ["custody.claim-lapsed"]
    assert kilograms(books.lapsed) == {POST: 50}


CATHODE = {"category": "cathode", "model": "https://id.gs1.org/01/09521015000010"}


def credit_books() -> Model:
    """Return an account with conversion factor 0.9 that carries 10 % over, and gives to cathodes up to 70 %."""
    return model(
        "credit", conversion_factor=Fraction(9, 10), carry_over=Fraction(1, 10),
        claims=(Claim("post_consumer", ("cathode",), Fraction(7, 10)),),
    )  # fmt: skip


def test_credit_goes_where_the_site_wants_it_and_no_further() -> None:
    """100 kg recycled earn 90 kg; the cathode claims 70, the foil nothing, 20 stay, 9 of them go on."""
    books = credit_books()
    cathode, foil = Outflow(("urn:x:c",), 100 * KG, **CATHODE), Outflow(("urn:x:f",), 90 * KG, category="foil")
    first = flow({POST: 100, VIRGIN: 90}, [cathode, foil], on=date(2026, 3, 1))
    assert given(books, first) == [{POST: 70, VIRGIN: 22.5, "unknown": 7.5}, {VIRGIN: 67.5, "unknown": 22.5}]
    assert kilograms(books.balance) == {POST: 20}
    later = flow({VIRGIN: 50}, [cathode._replace(mass=50 * KG)], on=date(2027, 2, 1))
    assert given(books, later) == [{POST: 9, VIRGIN: 41}]
    assert codes(books) == ["custody.credit-expired"]
    assert "11 kg of post_consumer credit expired on 2027-01-01, 9 kg go on" in books.findings[0].sentence
    assert kilograms(books.balance) == {VIRGIN: 9}
    assert kilograms(books.lapsed) == {POST: 21}


def test_credit_is_never_more_than_what_was_made_of_it() -> None:
    """A run of which only half becomes a product earns half, whatever the conversion factor says (convention 6)."""
    books = credit_books()
    cathode, loss = Outflow(("urn:x:c",), 50 * KG, **CATHODE), Outflow(("urn:x:l",), 50 * KG, category="loss")
    assert given(books, flow({POST: 100}, [cathode, loss])) == [{POST: 35, "unknown": 15}, {"unknown": 50}]
    assert kilograms(books.balance) == {POST: 15}


def test_credit_that_an_event_allocates_stays_above_zero() -> None:
    """An event that claims 80 kg of 45 gets 45, and a finding says so; the two kinds of feed are two accounts."""
    books = model("credit", conversion_factor=Fraction(9, 10))
    run = flow({POST: 50, PRE: 50}, [100.0], entries=[Entry("out0", None, "post_consumer", "Ni", 80 * KG)])
    assert given(books, run) == [{POST: 45, "unknown": 55}]
    assert kilograms(books.balance) == {PRE: 45}
    assert codes(books) == ["custody.credit-refused"]


def test_without_claims_all_products_take_credit_alike() -> None:
    """A site that does not say where credit goes gives it to all its products in proportion."""
    books = model("credit", conversion_factor=Fraction(1))
    assert given(books, flow({POST: 30, VIRGIN: 30}, [40.0, 20.0])) == [{POST: 20, VIRGIN: 20}, {POST: 10, VIRGIN: 10}]


def test_identity_of_one_source_is_preserved_without_a_word() -> None:
    """If all inputs have one origin, so have the outputs."""
    books = model("identity_preserved")
    assert given(books, flow({POST: 100}, [60.0, 30.0])) == [{POST: 60}, {POST: 30}]
    assert codes(books) == []


def test_identity_of_two_sources_needs_an_allocation() -> None:
    """Two inputs and no word about them give outputs of unknown origin; with a word, each its own."""
    books = model("identity_preserved")
    assert given(books, flow({POST: 60, VIRGIN: 40}, [60.0, 40.0])) == [{"unknown": 60}, {"unknown": 40}]
    assert codes(books) == ["custody.identity-lost"]
    told = flow({POST: 60, VIRGIN: 40}, [60.0, 40.0], entries=[Entry("out0", POST, None)])
    assert given(books, told) == [{POST: 60}, {VIRGIN: 40}]


def test_an_allocation_of_more_than_there_is_is_refused() -> None:
    """An input cannot give more than it has, nor an output hold more than it weighs, nor a stranger anything."""
    books = model("identity_preserved")
    entries = [Entry("out0", POST, None, "Ni", 70 * KG), Entry("out1", "urn:x:stranger", None)]
    assert given(books, flow({POST: 60, VIRGIN: 40}, [60.0, 40.0], entries=entries)) == [{POST: 60}, {VIRGIN: 40}]
    assert codes(books) == ["custody.allocation-refused"] * 2


# ---------------------------------------------------------------- rules as data

RULES = """
[[site]]
place = "urn:epc:id:sgln:9521003.00001.0"
from = 2026-01-01
to = 2026-12-31
elements = ["Co", "Ni"]
model = "credit"
conversion_factor = 0.9
carry_over = "0.1"
claims = [{of = "post_consumer", to = ["cathode"], up_to = 0.26}]

[[site]]
place = "https://id.gs1.org/414/9521003000015"
from = 2027-01-01
model = "rolling_average"
window_days = 90
"""


def test_rules_are_read_exactly() -> None:
    """Shares are exact numbers, places canonical, and a rule is called by its model and days."""
    credit, rolling = read_rules(RULES).sites
    assert credit.place == "https://id.gs1.org/414/9521003000015"
    assert credit.conversion_factor == Fraction(9, 10)
    assert credit.claims == (Claim("post_consumer", ("cathode",), Fraction(13, 50)),)
    assert [one.title for one in (credit, rolling)] == ["credit 2026", "rolling_average since 2027-01-01"]


def test_rules_in_json_mean_the_same() -> None:
    """JSON with the same words gives the same rules."""
    text = '{"site": [{"place": "urn:x:a", "from": "2026-01-01", "model": "credit", "conversion_factor": 0.9}]}'
    toml = '[[site]]\nplace = "urn:x:a"\nfrom = 2026-01-01\nmodel = "credit"\nconversion_factor = 0.9\n'
    assert read_rules(text) == read_rules(toml)


@pytest.mark.parametrize(
    ("said", "code", "where"),
    [
        ({"model": "magic"}, "custody.no-such-model", "/site/0/model"),
        ({}, "custody.no-such-model", "/site/0/model"),
        ({"model": "rolling_average"}, "custody.value-missing", "/site/0"),
        ({"model": "rolling_average", "window_days": -1}, "custody.value", "/site/0/window_days"),
        ({"model": "rolling_average", "window_days": True}, "custody.value", "/site/0/window_days"),
        ({"model": "credit", "conversion_factor": 2}, "custody.value", "/site/0/conversion_factor"),
        ({"model": "credit", "conversion_factor": 1, "period": "week"}, "custody.value", "/site/0/period"),
        ({"model": "credit", "conversion_factor": 1, "claims": [{"of": "virgin"}]}, "custody.value", "/site/0/claims"),
        ({"model": "credit", "conversion_factor": 1, "claims": [{"for": "me"}]}, "custody.value", "/site/0/claims"),
        ({"model": "fifo", "window_days": 3}, "custody.unknown-key", "/site/0/window_days"),
        ({"model": "fifo", "since": "2026-01-01"}, "custody.unknown-key", "/site/0/since"),
        ({"model": "fifo", "place": ""}, "custody.value", "/site/0/place"),
        ({"model": "fifo", "from": "tomorrow"}, "custody.value", "/site/0/from"),
        ({"model": "fifo", "elements": "Ni"}, "custody.value", "/site/0/elements"),
        ({"model": "fifo", "from": "2026-02-01", "to": "2026-01-01"}, "custody.period", "/site/0/to"),
    ],
)
def test_what_is_wrong_with_a_rule_is_said(said: dict[str, Any], code: str, where: str) -> None:
    """Each mistake in a rule has a finding that says where."""
    rules, wrong = check_rules({"site": [{"place": "urn:x:a"} | said]})
    assert rules.sites == ()
    assert [(one.code, one.where) for one in wrong] == [(code, where)]
    assert wrong[0].advice


def test_two_rules_for_one_moment_are_refused() -> None:
    """Periods of one site do not overlap, but those of different elements may."""
    rule = {"place": "urn:x:a", "model": "fifo"}
    other = {**rule, "from": "2026-01-01"}
    assert [one.code for one in check_rules({"site": [rule, other]})[1]] == ["custody.periods-overlap"]
    apart = [{**rule, "elements": ["Ni"]}, {**other, "elements": ["Co"]}, {"place": "urn:x:b", "model": "fifo"}]
    assert check_rules({"site": apart})[1] == []
    assert check_rules({"site": [{**rule, "to": "2025-12-31"}, other]})[1] == []


@pytest.mark.parametrize("text", ["[[site]", "{", '{"site": 3}', "site = 1", "x = 1e999999999999", "[[site]]\nplace=1"])
def test_what_cannot_be_read_is_a_finding(text: str) -> None:
    """A file that is no set of rules is refused with findings, not with a traceback."""
    with pytest.raises(InvalidInput) as refused:
        read_rules(text)
    assert all(finding.sentence for finding in refused.value.findings)


def test_a_part_of_a_site_keeps_the_books_of_the_site() -> None:
    """A GLN with an extension is covered by the rule of the GLN, another GLN is not."""
    rules = Rules((Rule("https://id.gs1.org/414/9521003000011", "fifo", since=date(2026, 1, 1)),))
    noon = moment(date(2026, 5, 1))
    assert rules.at("https://id.gs1.org/414/9521003000011/254/7", noon, "Ni")
    assert not rules.at("https://id.gs1.org/414/9521003000018", noon, "Ni")
    assert not rules.at("https://id.gs1.org/414/9521003000011", noon - 365 * DAY, "Ni")
