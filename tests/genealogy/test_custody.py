"""The models of attribution by hand: rules as data, five models on worked examples, whole chains of events."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from genealogy.making import DAY, PLACE, born, bound, content, graph_of_values, lot, made, stored

from dicycle.errors import InvalidInput, NotFound
from dicycle.genealogy.answers import Point
from dicycle.genealogy.custody import (
    MODELS,
    NO_RULES,
    Claim,
    Model,
    Rule,
    Rules,
    allocations_of,
    answer,
    books_of,
    check_rules,
    is_common,
    read_rules,
    trial,
)
from dicycle.genealogy.custody.allocations import Entry
from dicycle.genealogy.custody.flows import Flow, Inflow, Outflow
from dicycle.genealogy.custody.rules import moment
from dicycle.genealogy.kinds import Kinds

KG = 10**18
VIRGIN, POST, PRE = "virgin:urn:x:mine", "post_consumer:urn:x:shredder", "pre_consumer:urn:x:shredder"
HERE = Point(0, 0)
BASE = {"place": PLACE, "since": date(2026, 1, 1), "until": date(2027, 12, 31)}


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


def kilograms(mix: dict[str, int]) -> dict[str, float]:
    """Return a mix in kilograms."""
    return {origin: mass / KG for origin, mass in mix.items() if mass}


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


# ---------------------------------------------------------------- chains of events

MINE = {"ilmd": {"dcy:origin": "virgin"}, "at": "urn:x:mine"}
SHREDDER = {"ilmd": {"dcy:origin": "post_consumer"}, "at": "urn:x:shredder"}


def supplied(name: str, origin: dict[str, Any], nickel: float, **more: Any) -> dict[str, Any]:
    """Return the birth of a lot of pure nickel."""
    ilmd = content(**{name: {"Ni": nickel}}) | origin["ilmd"]
    return born(lots=[lot(name, nickel)], ilmd=ilmd, at=origin["at"], **more)


def chain(*more: dict[str, Any]) -> list[dict[str, Any]]:
    """Return 60 kg virgin and 40 kg recycled nickel becoming a lot of cathode and one of foil at one site."""
    return [
        supplied("v", MINE, 60),
        supplied("r", SHREDDER, 40),
        made(
            [lot("v", 60), lot("r", 40)], [lot("c", 50), lot("f", 50)],
            ilmd=content(c={"Ni": 50}, f={"Ni": 50}), **(more[0] if more else {}),
        ),
    ]  # fmt: skip


def nickel(events: list[dict[str, Any]], id: str, rules: Rules = NO_RULES) -> tuple[str, dict[str, float]]:
    """Return the model and the kilograms of nickel by origin that an answer tells."""
    found = answer(graph_of_values(events), HERE, id, None, rules)
    return found.model, {origin: round(mass / 1e9, 9) for one in found.shares for origin, mass in one.origins.items()}


def test_an_answer_names_the_rules_that_had_a_part_in_it() -> None:
    """The model of an answer lists sites and rules; without rules it is proportional."""
    assert nickel(chain(), "urn:x:c") == ("proportional", {POST: 20, VIRGIN: 30})
    rules = Rules((Rule(PLACE, "credit", date(1970, 1, 1), date(1970, 12, 31)), Rule("urn:x:far", "fifo")))
    named, shares = nickel(chain(), "urn:x:c", rules)
    assert named == f"proportional; at {PLACE}: credit 1970"
    assert shares == {POST: 20, VIRGIN: 30}


def test_a_common_account_is_known_as_such() -> None:
    """Credit at the site of its run makes a lot's answer rest on other runs too; identity does not."""
    graph = graph_of_values(chain())
    common = Rules((Rule(PLACE, "credit"),))
    assert is_common(graph, "urn:x:c", None, common)
    assert not is_common(graph, "urn:x:v", None, common)
    assert not is_common(graph, "urn:x:c", None, Rules((Rule(PLACE, "identity_preserved"),)))
    assert not is_common(graph, "urn:x:stranger", None, common)


def test_a_rule_of_another_time_or_element_has_no_part() -> None:
    """A rule that had ended, or is about cobalt, changes nothing about nickel."""
    past = Rules((Rule(PLACE, "identity_preserved", until=date(1969, 12, 31)),))
    cobalt = Rules((Rule(PLACE, "identity_preserved", elements=("Co",)),))
    for rules in (past, cobalt):
        assert nickel(chain(), "urn:x:c", rules) == ("proportional", {POST: 20, VIRGIN: 30})


def test_events_say_which_input_went_into_which_output() -> None:
    """``dcy:allocation`` keeps the identity of two inputs apart; without it both outputs are unknown."""
    told = {"dcy:allocation": [{"dcy:item": "urn:x:c", "dcy:from": "urn:x:r", "dcy:elements": {"Ni": 40}}]}
    rules = Rules((Rule(PLACE, "identity_preserved"),))
    assert nickel(chain(told), "urn:x:c", rules)[1] == {"unknown": 50}
    allocations, wrong = allocations_of(stored(chain(told)))
    assert wrong == []
    with_word = rules._replace(allocations=allocations)
    assert nickel(chain(told), "urn:x:c", with_word)[1] == {POST: 40, VIRGIN: 10}
    assert nickel(chain(told), "urn:x:f", with_word)[1] == {VIRGIN: 50}


@pytest.mark.parametrize(
    "entry", ["x", {}, {"dcy:item": "urn:x:c"}, {"dcy:item": "urn:x:c", "dcy:origin": "virgin"},
              {"dcy:item": "urn:x:c", "dcy:from": "urn:x:r", "dcy:origin": "post_consumer"},
              {"dcy:item": "urn:x:c", "dcy:from": "urn:x:r", "dcy:elements": {"Ni": -1}}],
)  # fmt: skip
def test_an_allocation_that_says_nothing_is_a_finding(entry: Any) -> None:
    """An entry that cannot be understood is said, with the event, and left out."""
    allocations, wrong = allocations_of(stored(chain({"dcy:allocation": [entry]})))
    assert allocations == {"urn:x:e3": ()}
    assert [(one.code, one.where) for one in wrong] == [("custody.allocation-unclear", "urn:x:e3")]


def test_credit_goes_to_the_category_that_the_rule_names() -> None:
    """Categories of classes decide who may claim; the rest is what else came in."""
    cathode, foil = "https://id.gs1.org/01/09521015000010/10/A", "https://id.gs1.org/01/09521014000011/10/B"
    events = [*chain()[:2], made([lot("v", 60), lot("r", 40)], [lot(cathode, 50), lot(foil, 50)],
              ilmd={"dcy:content": [{"dcy:item": one, "dcy:mass": 50, "dcy:elements": {"Ni": 50}}
                                    for one in (cathode, foil)]})]  # fmt: skip
    graph = graph_of_values(events)
    kinds = Kinds(graph, {"https://id.gs1.org/01/09521015000010": "cathode"})
    rules = Rules((Rule(PLACE, "credit", claims=(Claim(None, ("cathode",)),)),))
    of = {one: answer(graph, HERE, one, None, rules, kinds).shares[0].origins for one in (cathode, foil)}
    assert of == {cathode: {POST: 40e9, VIRGIN: 10e9}, foil: {VIRGIN: 50e9}}
    assert books_of(graph, rules, kinds) is books_of(graph, rules, kinds)


def test_a_lot_that_is_a_tank_is_drawn_oldest_first_where_the_books_are() -> None:
    """A lot filled three times at a site that books first in, first out gives its fillings one after the other."""
    fillings = [supplied("t", origin, 10, day=day) for day, origin in enumerate([MINE, SHREDDER, MINE])]
    events = [
        *({**one, "readPoint": {"id": PLACE}, "bizLocation": {"id": PLACE}} for one in fillings),
        made([lot("t", 15)], [lot("a", 15)], ilmd=content(a={"Ni": 15}), day=5),
        made([lot("t", 15)], [lot("b", 15)], ilmd=content(b={"Ni": 15}), day=6),
    ]
    here = {"virgin": f"virgin:{PLACE}", "post": f"post_consumer:{PLACE}"}
    fifo = Rules((Rule(PLACE, "fifo"),))
    assert nickel(events, "urn:x:a", fifo)[1] == {here["virgin"]: 10, here["post"]: 5}
    assert nickel(events, "urn:x:b", fifo)[1] == {here["post"]: 5, here["virgin"]: 10}
    assert nickel(events, "urn:x:a")[1] == {here["virgin"]: 10, here["post"]: 5}


def test_a_pack_is_told_with_its_parts_as_of_a_moment() -> None:
    """What is in a pack is what was built in at the time, each part by the run that made it."""
    events = [
        supplied("v", MINE, 60, day=1),
        supplied("r", SHREDDER, 40, day=1),
        made([lot("v", 60)], ["cell1"], ilmd=content(each={"Ni": 60}), day=2),
        made([lot("r", 40)], ["cell2"], ilmd=content(each={"Ni": 40}), day=2),
        born("pack", day=3),
        bound("ADD", "pack", "cell1", "cell2", day=4),
        bound("DELETE", "pack", "cell1", day=6),
    ]
    graph = graph_of_values(events)
    both, later = (answer(graph, HERE, "urn:x:pack", day * DAY) for day in (5, 7))
    assert (both.parts, both.undeclared, both.shares[0].origins) == (3, 1, {POST: 40e9, VIRGIN: 60e9})
    assert (later.parts, later.shares[0].origins) == (2, {POST: 40e9})


def test_a_recycler_makes_waste_of_things_but_not_of_reagents() -> None:
    """What a run with a feed takes in is waste of that feed, but a bought-in reagent keeps its origin."""
    events = [
        supplied("v", MINE, 60),
        made([lot("v", 60)], ["cell"], ilmd=content(each={"Ni": 60})),
        supplied("acid", MINE, 10),
        made(["cell", lot("acid", 10)], [lot("b", 80)], ilmd=content(b={"Ni": 80}), at="urn:x:shredder",
             **{"dcy:feed": "post_consumer"}),
    ]  # fmt: skip
    assert nickel(events, "urn:x:b")[1] == {POST: 60, VIRGIN: 10, "unknown": 10}


def test_a_rule_is_tried_on_paper() -> None:
    """A trial tells each output in kilograms, what was lost, what is left, and what the model found."""
    tried = trial(Rule(PLACE, "fifo"), [(date(2026, 1, 1), {"virgin": 3}, {"a": "1", "b": "3.0"})])
    first, second = str(tried).splitlines()[:2]
    assert first == "2026-01-01 a: 0.25 kg unknown, 0.75 kg virgin"
    assert second == "2026-01-01 b: 0.75 kg unknown, 2.25 kg virgin"
    assert [one.code for one in tried.findings] == ["custody.tank-empty"]


def test_nobody_knows_a_stranger() -> None:
    """An id that no event tells of is not found."""
    with pytest.raises(NotFound):
        answer(graph_of_values(chain()), HERE, "urn:x:stranger")


def test_books_tell_their_accounts_and_what_was_left_when_a_rule_ended() -> None:
    """A statement says what came in, went out and is left; a rule that ended says what nobody claimed."""
    late = supplied("later", MINE, 1, day=1000)
    rules = Rules((Rule(PLACE, "credit", until=date(1970, 12, 31), claims=(Claim(None, ("nobody",)),)),))
    books = books_of(graph_of_values([*chain(), late]), rules)
    [statement] = books.statements
    assert kilograms(statement.came_in) == {VIRGIN: 60, POST: 40}
    assert kilograms(statement.lapsed) == {POST: 40}
    assert statement.balance == {}
    assert [one.code for one in books.findings] == ["custody.books-closed"]
