"""Whose metal is in a thing: examples that can be reckoned by hand, and simulated loops whose truth is known."""

from collections import defaultdict
from datetime import datetime
from typing import Any

import numpy as np
import pytest
from genealogy.making import DAY, PLACE, born, bound, content, graph_of_values, lot, made, simulated_graph, truth_rows

from dicycle.errors import NotFound
from dicycle.genealogy.answers import PROPORTIONAL, Point
from dicycle.genealogy.attribution import attribution, mixing

HERE = Point(3, 4)
MINE, OTHER = "https://id.gs1.org/414/9521001000024", "https://id.gs1.org/414/9521001000031"
KILOGRAM = 10**9


def origins(events: list[dict[str, Any]], name: str, element: str = "Ni", day: int | None = None) -> dict[str, float]:
    """Return the kilograms of an element by origin, rounded to the milligram."""
    found = attribution(graph_of_values(events), HERE, f"urn:x:{name}", None if day is None else day * DAY)
    shares = {share.element: share.origins for share in found.shares}
    return {origin: round(mass / KILOGRAM, 6) for origin, mass in shares.get(element, {}).items()}


def ore(name: str, nickel: float, at: str = MINE, quantity: float = 10, **more: Any) -> dict[str, Any]:
    """Return the birth of a virgin lot."""
    ilmd = content(**{name: {"Ni": nickel}}) | {"dcy:origin": "virgin"}
    return born(lots=[lot(name, quantity)], ilmd=ilmd, at=at, **more)


def test_a_birth_has_the_origin_that_it_says() -> None:
    """What a mine gives is virgin of that mine; what nobody tells of is unknown; both by the declared mass."""
    silent = born(lots=[lot("steel", 5)], ilmd=content(steel={"Fe": 4}))
    assert origins([ore("ore", 6)], "ore") == {f"virgin:{MINE}": 6}
    assert origins([silent], "steel", "Fe") == {"unknown": 4}


def test_all_outputs_hold_all_inputs_in_the_same_ratio() -> None:
    """Two ores of 6 and 2 kg of nickel: each output of the run is three parts of one and one of the other."""
    run = made([lot("a", 10), lot("b", 10)], [lot("x", 5), lot("y", 5)], ilmd=content(x={"Ni": 4}, y={"Ni": 2}))
    events = [ore("a", 6), ore("b", 2, OTHER), run]
    assert origins(events, "x") == {f"virgin:{MINE}": 3, f"virgin:{OTHER}": 1}
    assert origins(events, "y") == {f"virgin:{MINE}": 1.5, f"virgin:{OTHER}": 0.5}


def test_elements_mix_each_by_itself() -> None:
    """Cobalt of one input and nickel of the other stay apart, though both are in every output."""
    first = born(lots=[lot("a", 9)], ilmd=content(a={"Ni": 4}) | {"dcy:origin": "virgin"}, at=MINE)
    second = born(lots=[lot("b", 9)], ilmd=content(b={"Co": 4}) | {"dcy:origin": "virgin"}, at=OTHER)
    events = [first, second, made([lot("a", 9), lot("b", 9)], [lot("x", 9)], ilmd=content(x={"Ni": 3, "Co": 2}))]
    assert origins(events, "x", "Ni") == {f"virgin:{MINE}": 3}
    assert origins(events, "x", "Co") == {f"virgin:{OTHER}": 2}


def test_more_out_than_in_is_unknown() -> None:
    """A run that gives 8 kg of the 6 kg that went in: 2 kg are of nobody's metal."""
    events = [ore("a", 6), made([lot("a", 10)], [lot("x", 5)], ilmd=content(x={"Ni": 8}))]
    assert origins(events, "x") == {f"virgin:{MINE}": 6, "unknown": 2}


def test_half_of_a_lot_brings_half_of_its_metal() -> None:
    """Half of a lot goes in, as much nickel comes out as was in all of it: half is unknown."""
    events = [ore("a", 6), made([lot("a", 5)], [lot("x", 5)], ilmd=content(x={"Ni": 6}))]
    assert origins(events, "x") == {f"virgin:{MINE}": 3, "unknown": 3}


def test_what_is_used_twice_counts_once() -> None:
    """A lot of 10 kg of which 8 and 8 are used: the second run has 2 of them, the rest of it is unknown."""
    runs = [made([lot("a", 8)], [lot(name, 8)], ilmd=content(**{name: {"Ni": 8}})) for name in ("x", "y")]
    events = [ore("a", 10), *runs]
    assert origins(events, "x") == {f"virgin:{MINE}": 8}
    assert origins(events, "y") == {f"virgin:{MINE}": 2, "unknown": 6}


# ---------------------------------------------------------------- waste


def cell(name: str = "cell", nickel: float = 4) -> list[dict[str, Any]]:
    """Return the events that make a cell of virgin nickel."""
    return [ore("ore", nickel), made([lot("ore", 10)], [name], ilmd=content(each={"Ni": nickel}))]


def test_waste_becomes_the_feed_of_its_recycler() -> None:
    """A shredded cell was virgin; its black mass is post-consumer material of the shredder."""
    events = [
        *cell(),
        made(["cell"], [lot("black", 4)], ilmd=content(black={"Ni": 3}), **{"dcy:feed": "post_consumer"}),
    ]
    assert origins(events, "black") == {f"post_consumer:{PLACE}": 3}


def test_black_mass_stays_what_it_is() -> None:
    """What one recycler made and the next takes in keeps its origin, though that run has a feed too."""
    shredded = made(["cell"], [lot("black", 4)], ilmd=content(black={"Ni": 4}), **{"dcy:feed": "post_consumer"})
    leached = made([lot("black", 4)], [lot("salt", 4)], ilmd=content(salt={"Ni": 3}), at=OTHER)
    events = [*cell(), shredded, leached | {"dcy:feed": "pre_consumer"}]
    assert origins(events, "salt") == {f"post_consumer:{PLACE}": 3}


def test_scrap_is_waste_and_bought_reagents_are_not() -> None:
    """Scrap that a cell plant made is pre-consumer at the shredder; nickel bought in from a mine stays virgin."""
    scrapped = made([lot("ore", 10)], [lot("scrap", 4)], ilmd=content(scrap={"Ni": 4}))
    shredded = made([lot("scrap", 4), lot("bought", 10)], [lot("black", 8)], ilmd=content(black={"Ni": 6}))
    events = [ore("ore", 4), ore("bought", 2, OTHER), scrapped, shredded | {"dcy:feed": "pre_consumer"}]
    assert origins(events, "black") == {f"pre_consumer:{PLACE}": 4, f"virgin:{OTHER}": 2}


def test_what_births_say_is_recycled_keeps_that_name() -> None:
    """Bought recycled salt has the origin that its birth names, and mixes under it."""
    salt = born(lots=[lot("salt", 2)], ilmd=content(salt={"Ni": 2}) | {"dcy:origin": f"post_consumer:{OTHER}"})
    events = [ore("ore", 6), salt, made([lot("ore", 10), lot("salt", 2)], [lot("x", 8)], ilmd=content(x={"Ni": 8}))]
    assert origins(events, "x") == {f"virgin:{MINE}": 6, f"post_consumer:{OTHER}": 2}


# ---------------------------------------------------------------- what nobody declared


def shredded(*inputs: Any, **contents: dict[str, float] | None) -> dict[str, Any]:
    """Return a recycler's run with one output for each content."""
    outputs = [lot(name, 9) for name in contents]
    return made(inputs, outputs, ilmd=content(**contents), **{"dcy:feed": "post_consumer"})


def test_undeclared_waste_is_waste_all_the_same() -> None:
    """Nobody declared what is in the batteries, but batteries are all that went in: what comes out is their metal."""
    events = [born("old"), shredded("old", black={"Ni": 5})]
    assert origins(events, "black") == {f"post_consumer:{PLACE}": 5}


def test_an_undeclared_reagent_makes_no_recycled_metal() -> None:
    """If something undeclared that is no waste went in as well, the metal may be its: it is unknown."""
    events = [born("old"), born(lots=[lot("acid", 3)]), shredded("old", lot("acid", 3), black={"Ni": 5})]
    assert origins(events, "black") == {"unknown": 5}


def test_a_lot_of_unknown_birth_makes_no_recycled_metal() -> None:
    """Of a lot that this ledger never saw born, nobody knows whether it is waste."""
    assert origins([shredded(lot("stranger", 3), black={"Ni": 5})], "black") == {"unknown": 5}


def test_undeclared_inputs_and_outputs_leave_all_unknown() -> None:
    """If something undeclared went in and something undeclared came out, masses tell nothing of what is where."""
    events = [
        ore("ore", 6),
        born("old"),
        made([lot("ore", 10), "old"], [lot("x", 5), lot("y", 5)], ilmd=content(x={"Ni": 5})),
    ]
    assert origins(events, "x") == {"unknown": 5}


def test_all_waste_needs_no_masses() -> None:
    """If everything that went in is waste of one recycler, so is everything that comes out."""
    events = [*cell(), born("old"), shredded("cell", "old", black={"Ni": 5}, dust=None)]
    assert origins(events, "black") == {f"post_consumer:{PLACE}": 5}


def test_an_undeclared_input_beside_enough_declared_ones_changes_nothing() -> None:
    """What the declared inputs hold is enough: nothing is claimed of the other."""
    events = [
        ore("ore", 6),
        born(lots=[lot("flux", 1)]),
        made([lot("ore", 10), lot("flux", 1)], [lot("x", 5)], ilmd=content(x={"Ni": 5})),
    ]
    assert origins(events, "x") == {f"virgin:{MINE}": 5}


# ---------------------------------------------------------------- lots that are filled again


def tank(*between: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a tank that is filled at two mines, 6 kg of nickel each, with something in between."""
    return [ore("tank", 6), *between, ore("tank", 6, OTHER)]


def out_of_tank(name: str, quantity: float, nickel: float) -> dict[str, Any]:
    """Return a run that takes some out of the tank."""
    return made([lot("tank", quantity)], [lot(name, quantity)], ilmd=content(**{name: {"Ni": nickel}}))


def test_what_comes_out_early_holds_only_what_came_in_before() -> None:
    """Half of the first filling is drawn before the second comes: it is all of the first mine."""
    events = [*tank(out_of_tank("x", 5, 3)), out_of_tank("y", 15, 9)]
    assert origins(events, "x") == {f"virgin:{MINE}": 3}
    assert origins(events, "y") == {f"virgin:{MINE}": 3, f"virgin:{OTHER}": 6}


def test_a_tank_that_was_empty_forgets() -> None:
    """Everything is drawn, then the tank is filled again: nothing of the first mine is in what comes later."""
    events = [*tank(out_of_tank("x", 10, 6)), out_of_tank("y", 10, 6)]
    assert origins(events, "x") == {f"virgin:{MINE}": 6}
    assert origins(events, "y") == {f"virgin:{OTHER}": 6}


def test_a_tank_is_told_whole() -> None:
    """The attribution of a lot is that of all that was ever born of it up to the moment."""
    assert origins(tank(), "tank") == {f"virgin:{MINE}": 6, f"virgin:{OTHER}": 6}
    assert origins(tank(), "tank", day=1) == {f"virgin:{MINE}": 6}


def test_a_part_of_a_tank_is_of_the_day_when_it_was_taken() -> None:
    """Some of a tank was built into a box before the second filling, some into another after it."""
    box = {name: bound("ADD", name, lots=[lot("tank", 5)]) for name in ("early", "late")}
    events = [born("early", "late"), *tank(box["early"]), box["late"]]
    assert origins(events, "early") == {f"virgin:{MINE}": 3}
    assert origins(events, "late") == {f"virgin:{MINE}": 1.5, f"virgin:{OTHER}": 1.5}


def test_a_thing_that_a_run_gives_back_is_what_the_run_made_it() -> None:
    """A battery is repaired under its own name: what it was before went in, what it is now came out."""
    events = [
        *cell("battery"),
        ore("spare", 2, OTHER),
        made(["battery", lot("spare", 10)], ["battery"], ilmd=content(each={"Ni": 6})),
    ]
    assert origins(events, "battery") == {f"virgin:{MINE}": 4, f"virgin:{OTHER}": 2}
    assert origins(events, "battery", day=2) == {f"virgin:{MINE}": 4}


# ---------------------------------------------------------------- parts and moments


def pack() -> list[dict[str, Any]]:
    """Return a pack of unknown nickel with one cell of virgin nickel in it from day 3 to day 5."""
    own = born("pack", ilmd=content(each={"Ni": 1}), day=2)
    return [*cell(), own, bound("ADD", "pack", "cell", day=3), bound("DELETE", "pack", "cell", day=5)]


def test_a_pack_is_itself_and_what_is_in_it_at_the_moment() -> None:
    """The cell counts while it is inside."""
    with_cell = {"unknown": 1, f"virgin:{MINE}": 4}
    assert [origins(pack(), "pack", day=day) for day in (1, 2, 3, 4, 5)] == [
        {},
        {"unknown": 1},
        with_cell,
        with_cell,
        {"unknown": 1},
    ]
    assert origins(pack(), "pack") == {"unknown": 1}


def test_what_has_ended_is_told_as_of_its_end() -> None:
    """A pack that was shredded with its cell in it is told with the cell, whatever later moment is asked for."""
    gone = made(["pack"], [lot("black", 5)], ilmd=content(black={"Ni": 5}), day=4, **{"dcy:feed": "post_consumer"})
    events = [*pack()[:4], gone]
    assert origins(events, "pack") == origins(events, "pack", day=9) == {"unknown": 1, f"virgin:{MINE}": 4}
    assert origins(events, "black") == {f"post_consumer:{PLACE}": 5}


def test_some_of_a_lot_is_a_part() -> None:
    """Cells that are told as a lot: what is inside holds its share of the lot; without a quantity it is undeclared."""
    cells = made([lot("ore", 10)], [lot("cells", 10)], ilmd=content(cells={"Ni": 4}))
    events = [ore("ore", 4), cells, born("pack"), bound("ADD", "pack", lots=[lot("cells", 2.5)])]
    assert origins(events, "pack") == {f"virgin:{MINE}": 1}
    silent = graph_of_values([*events[:3], bound("ADD", "pack", lots=[lot("cells")])])
    found = attribution(silent, HERE, "urn:x:pack")
    assert (found.shares, found.parts, found.undeclared) == ([], 2, 2)


def test_an_answer_says_what_it_is_about() -> None:
    """The id, the moment, the point of the ledger, the model, the number of things, those that nobody declared."""
    graph = graph_of_values([*cell(), born("pack"), bound("ADD", "pack", "cell")])
    found = attribution(graph, HERE, "urn:x:pack", 9 * DAY)
    assert found[:4] == ("urn:x:pack", 9 * DAY, HERE, PROPORTIONAL)
    assert (found.parts, found.undeclared) == (2, 1)


def test_elements_stand_in_the_order_of_the_books() -> None:
    """Lithium first, graphite last, then what else a lot declares, by name."""
    some = {"Zn": 1, "graphite": 1, "Ni": 2, "Li": 1, "Cr": 3}
    graph = graph_of_values([born(lots=[lot("x", 9)], ilmd=content(x=some))])
    shares = attribution(graph, HERE, "urn:x:x").shares
    assert [(share.element, share.mass) for share in shares] == [
        ("Li", 1e9), ("Ni", 2e9), ("graphite", 1e9), ("Cr", 3e9), ("Zn", 1e9),
    ]  # fmt: skip


def test_a_stranger_is_not_found() -> None:
    """A thing that no event tells of is a finding."""
    with pytest.raises(NotFound) as caught:
        attribution(graph_of_values([born("a")]), HERE, "urn:x:b")
    assert [finding.code for finding in caught.value.findings] == ["ledger.no-such-item"]


def test_a_ledger_without_matter_attributes_nothing() -> None:
    """Nothing was ever born: a crate with a stranger in it has no content."""
    found = attribution(graph_of_values([bound("ADD", "crate", "box")]), HERE, "urn:x:crate")
    assert (found.shares, found.parts, found.undeclared) == ([], 2, 2)


# ---------------------------------------------------------------- the truth of simulated loops

MILLIGRAM = 1000
ROUNDING = 10 * MILLIGRAM
"""The simulator draws whole milligrams of lots; a pack sums what some dozen draws rounded."""


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_the_truth_of_a_simulated_loop(seed: int) -> None:
    """Each lot when it is born, each pack when it is assembled: element by element the origins of the truth table."""
    graph, truth = simulated_graph(packs=30, years=12, seed=seed)
    mixed = mixing(graph)
    expected: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for row in truth_rows(truth, "origins"):
        expected[row["id"]][row["element"]][row["origin"]] = row["mass_mg"] * MILLIGRAM
    assembled = first_filled(truth)
    assert len(expected) > 500
    for id, masses in expected.items():
        found = attribution(graph, HERE, id, assembled.get(id), mixed=mixed)
        assert_near({share.element: share.origins for share in found.shares}, masses)


def first_filled(truth: Any) -> dict[str, int]:
    """Return when something was first put into each thing."""
    out: dict[str, datetime] = {}
    for row in truth_rows(truth, "containment"):
        out[row["parent"]] = min(row["from"], out.get(row["parent"], row["from"]))
    return {id: int(moment.timestamp() * 1000) * 1000 for id, moment in out.items()}


def assert_near(found: dict[str, dict[str, float]], masses: dict[str, dict[str, float]]) -> None:
    """Compare to the milligrams that the simulator rounds; no origin is there that the truth does not know."""
    assert found.keys() == masses.keys()
    for element, by_origin in masses.items():
        for origin in by_origin.keys() | found[element].keys():
            assert abs(found[element].get(origin, 0) - by_origin.get(origin, 0)) <= ROUNDING


def test_a_simulated_loop_has_recycled_metal_of_both_kinds() -> None:
    """The comparison with the truth is worth something: all four kinds of origin meet in what holds other things."""
    graph, _ = simulated_graph(packs=30, years=12, seed=1)
    mixed = mixing(graph)
    holders = np.flatnonzero(np.diff(graph.things.holds_at) > 1).tolist()
    found = [attribution(graph, HERE, graph.things.names[one], mixed=mixed) for one in holders]
    kinds = {origin.partition(":")[0] for one in found for share in one.shares for origin in share.origins}
    assert kinds == {"virgin", "post_consumer", "pre_consumer", "unknown"}
