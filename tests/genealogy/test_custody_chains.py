"""The models of attribution on whole chains of events: whose rules had a part, what events allocate."""

from datetime import date
from typing import Any

import pytest
from genealogy.bookkeeping import HERE, POST, VIRGIN, kilograms
from genealogy.making import DAY, PLACE, born, bound, content, graph_of_values, lot, made, stored

from dicycle.errors import NotFound
from dicycle.genealogy.custody import (
    NO_RULES,
    Claim,
    Rule,
    Rules,
    allocations_of,
    answer,
    books_of,
    is_common,
    trial,
)
from dicycle.genealogy.kinds import Kinds

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
