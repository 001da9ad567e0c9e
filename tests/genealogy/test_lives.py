"""What is born twice, and what happens at one moment: attribution, custody, trace and recall tell the same."""

from typing import Any

import pytest
from genealogy.making import born, bound, content, graph_of_values, lot, made

from dicycle.genealogy.answers import Point
from dicycle.genealogy.attribution import attribution
from dicycle.genealogy.custody import answer
from dicycle.genealogy.graph import Graph
from dicycle.genealogy.kinds import Kinds
from dicycle.genealogy.tracing import recall, trace

HERE = Point(0, 0)
KG = 1e9


def declared(kilograms: float, of: str = "each") -> dict[str, Any]:
    """Return an ilmd of virgin nickel."""
    return content(**{of: {"Ni": kilograms}}) | {"dcy:origin": "virgin"}


TWICE = [
    born("a", ilmd=declared(2)),
    born("a", ilmd=declared(4)),
    made(["a"], [lot("b", 8)], ilmd=content(b={"Ni": 8})),
]
AT_ONE_MOMENT = [
    born(lots=[lot("t", 10)], ilmd=declared(4, "t"), day=1),
    born(lots=[lot("t", 10)], ilmd=declared(4, "t"), day=2),
    bound("ADD", "p", lots=[lot("t", 5)], day=3),
    {"type": "ObjectEvent", "action": "DELETE", "quantityList": [lot("t", 20)], "day": 3},
]


def nickel(graph: Graph, id: str) -> list[float]:
    """Return the kilograms of nickel of a thing, of it virgin, as attribution and custody tell them."""
    told = [attribution(graph, HERE, id).shares, answer(graph, HERE, id).shares]
    return [
        mass / KG
        for (share,) in told
        for mass in (share.mass, sum(part for origin, part in share.origins.items() if origin != "unknown"))
    ]


def carried(graph: Graph, root: str, role: str) -> list[float]:
    """Return the kilograms of nickel of the links of a role, as the trace tells them."""
    links = trace(graph, Kinds(graph, {}), HERE, root).links
    return [link.masses["Ni"] / KG for link in links if link.role == role and link.masses]


def test_a_thing_that_is_commissioned_twice_is_what_its_last_commissioning_said() -> None:
    """A pack commissioned with 2 kg and again with 4 kg holds 4 kg of nickel: no answer adds both."""
    graph = graph_of_values(TWICE)
    assert nickel(graph, "urn:x:a") == pytest.approx([4, 4, 4, 4])
    assert nickel(graph, "urn:x:b") == pytest.approx([8, 4, 8, 4])
    assert carried(graph, "urn:x:b", "input") == pytest.approx([4])


def test_a_recall_of_a_thing_that_is_commissioned_twice_counts_it_once() -> None:
    """All of the pack's last 4 kg is in the lot of 8 kg: half of the lot, and the whole of the suspect."""
    graph = graph_of_values(TWICE)
    (found,) = recall(graph, Kinds(graph, {}), HERE, "urn:x:a", element="Ni").affected
    assert (found.fraction, found.share, found.mass) == pytest.approx((1, 0.5, 4 * KG))


def test_what_a_second_commissioning_takes_the_place_of_is_gone() -> None:
    """A suspect lot goes into a pack that is then made anew of other metal: the pack holds nothing of the suspect."""
    anew = [
        born(lots=[lot("s", 4)], ilmd=declared(4, "s")),
        born(lots=[lot("n", 4)], ilmd=declared(4, "n")),
        made([lot("s", 4)], ["p"], ilmd=content(each={"Ni": 4})),
        made([lot("n", 4)], ["p"], ilmd=content(each={"Ni": 4})),
    ]
    graph = graph_of_values(anew)
    found = recall(graph, Kinds(graph, {}), HERE, "urn:x:s", element="Ni")
    assert [one.mass for one in found.affected if one.id == "urn:x:p" and one.mass] == []
    assert found.gone == pytest.approx(1)


@pytest.mark.parametrize("turned", [False, True])
def test_a_stay_and_a_withdrawal_of_one_moment_have_one_order_in_all_answers(turned: bool) -> None:
    """A pack gets 5 of 20 kg of a tank that is withdrawn the same day: trace, attribution and custody agree."""
    events = AT_ONE_MOMENT[:2] + AT_ONE_MOMENT[2:][:: -1 if turned else 1]
    graph = graph_of_values(events)
    (traced,) = carried(graph, "urn:x:p", "part")
    assert nickel(graph, "urn:x:p") == pytest.approx([traced] * 4)
