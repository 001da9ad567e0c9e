"""Recalls: everything that holds some of a lot, how much of it, and where it is now."""

from collections import defaultdict
from random import Random
from typing import Any

import pytest
from genealogy.exact_chain import Chain
from genealogy.making import (
    DAY,
    born,
    bound,
    content,
    graph_of_values,
    lot,
    made,
    simulated_graph,
    stored,
    truth_rows,
)
from genealogy.oracle import Event, Oracle, chains
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import examples

from dicycle.errors import NotFound
from dicycle.genealogy.answers import Affected, Point, Recall
from dicycle.genealogy.kinds import Kinds
from dicycle.genealogy.tables import sheet
from dicycle.genealogy.tracing import Walker, recall, recall_rows, recall_table

HERE = Point(0, 0)
TIGHT = 1e-9
ELSEWHERE = "https://id.gs1.org/414/9521001000024"

ROUNDED = 20
"""Milligrams that may add up from the rounding of truth along a way; a pack has hundreds of ways."""

Rows = dict[str, Affected]


def recalled(events: list[Event], root: str, models: dict[str, str] | None = None, **more: Any) -> Recall:
    """Return a recall of what plain values tell."""
    graph = graph_of_values(events)
    return recall(graph, Kinds(graph, models or {}), HERE, root, **more)


def rows(found: Recall) -> Rows:
    """Return the affected things by the last part of their ids."""
    return {one.id.removeprefix("urn:x:"): one for one in found.affected}


def fractions(found: Recall) -> dict[str, Any]:
    """Return the fraction of the suspect in each thing."""
    return {name: None if one.fraction is None else pytest.approx(one.fraction) for name, one in rows(found).items()}


# ---------------------------------------------------------------- laws


@examples(30)
@given(chains(declared=True, mistakes=False), st.data())
def test_fractions_and_what_is_gone_sum_to_one(events: list[Event], data: Any) -> None:
    """Where everything is declared: all of a lot is in what exists, or is gone; whatever happened, at any moment."""
    born_lots = sorted({one["epcClass"] for event in events for one in event.get("quantityList", ())})
    assume(born_lots)
    root = data.draw(st.sampled_from(born_lots))
    element = data.draw(st.sampled_from(["mass", "Ni", "Li"]))
    day = data.draw(st.none() | st.integers(0, len(events)))
    found = recalled(events, root, element=element, as_of=None if day is None else day * DAY)
    if found.gone is None:
        assert all(one.fraction is None for one in found.affected)
    else:
        assert sum(one.fraction or 0 for one in found.affected) + found.gone == pytest.approx(1, abs=TIGHT)
        assert all(one.fraction is not None and -TIGHT <= one.fraction <= 1 + TIGHT for one in found.affected)
        assert all(one.share is None or -TIGHT <= one.share <= 1 for one in found.affected)


SUSPECT = "suspect:urn:x:anywhere"
"""An origin that nothing else has."""

MARKED = born(
    lots=[lot("suspect", 8)], ilmd=content(suspect={"Ni": 7, "Li": 1}) | {"dcy:origin": SUSPECT}
)  # fmt: skip


@examples(30)
@given(chains(declared=True, mistakes=False, first=MARKED), st.sampled_from(["Ni", "Li"]))
def test_a_recall_is_what_exact_bookkeeping_says_of_an_origin(events: list[Event], element: str) -> None:
    """A lot whose matter has an origin of its own: what a recall finds of it is what fractions find of that origin."""
    exact, found = Chain(events), recalled(events, "urn:x:suspect", element=element)
    wanted = {id: tank.now.mix or {} for id, tank in exact.lots.items()}
    wanted |= {id: portion.mix or {} for id, portion in exact.things.items()}
    masses = {one.id: one.mass or 0.0 for one in found.affected}
    for id, mix in wanted.items():
        suspect = float(mix.get(element, {}).get(SUSPECT, 0))
        assert masses.get(id, 0.0) == pytest.approx(suspect, abs=1)
    assert masses.keys() <= wanted.keys()


@examples(25)
@given(chains(), st.data())
def test_who_is_affected_does_not_depend_on_masses(events: list[Event], data: Any) -> None:
    """Also where little is declared: what exists and holds some is told of, and nothing that a trace does not reach."""
    oracle = Oracle(stored(events))
    assume(oracle.things)
    root = data.draw(st.sampled_from(oracle.things))
    found = recalled(events, root)
    assert {one.id for one in found.affected} <= oracle.trace(root, "forward").depth.keys()
    assert not {one.id for one in found.affected} & oracle.ends.keys()


# ---------------------------------------------------------------- examples

CHAIN = [
    born(lots=[lot("ore", 10)], ilmd=content(ore={"Ni": 8, "mass": 10})),
    born(lots=[lot("clean", 10)], ilmd=content(clean={"Ni": 8, "mass": 10})),
    made(
        [lot("ore", 5), lot("clean", 10)],
        [lot("salt", 12), lot("residue", 3)],
        ilmd=content(salt={"Ni": 10, "mass": 12}, residue={"Ni": 2, "mass": 3}),
    ),
    made([lot("salt", 6)], ["cell"], ilmd=content(cell={"Ni": 5, "mass": 6})),
]


def test_a_lot_is_followed_into_what_holds_it() -> None:
    """Half of the ore went into a run with twice as much that was clean; a third of all that came out is suspect."""
    found = recalled(CHAIN, "urn:x:ore")
    assert fractions(found) == {"ore": 0.5, "salt": 0.2, "cell": 0.2, "residue": 0.1}
    assert (found.gone, found.ended, found.complete, found.element) == (0.0, 0, True, "mass")
    affected = rows(found)
    assert {name: one.share for name, one in affected.items()} == {
        "ore": 1.0, "salt": pytest.approx(1 / 3), "cell": pytest.approx(1 / 3), "residue": pytest.approx(1 / 3),
    }  # fmt: skip
    assert affected["cell"].mass == pytest.approx(2e9)
    assert [one.fraction for one in found.affected] == sorted(
        (one.fraction or 0 for one in found.affected), reverse=True
    )
    assert fractions(recalled(CHAIN, "urn:x:ore", element="Ni")) == {
        "ore": 0.5, "salt": pytest.approx(5 / 24), "cell": pytest.approx(5 / 24), "residue": pytest.approx(1 / 12),
    }  # fmt: skip


def test_what_nobody_declared_has_no_fraction() -> None:
    """A run that says nothing of its outputs: they are affected, by how much nobody knows; so is what comes of them."""
    events = [*CHAIN, made([lot("salt", 6)], [lot("dark", 5)]), made([lot("dark", 5)], ["deep"])]
    found = rows(recalled(events, "urn:x:ore"))
    assert found.keys() == {"ore", "cell", "residue", "dark", "deep"}
    assert (found["deep"].fraction, found["deep"].share, found["deep"].mass) == (None, None, None)
    assert found["cell"].fraction == pytest.approx(0.2)


def test_residue_loss_and_what_is_withdrawn_are_gone() -> None:
    """What came out as residue, was lost in a run or was withdrawn is told of as gone, not as affected."""
    residue = "https://id.gs1.org/01/09521021000028/10/R1"
    events = [
        born(lots=[lot("ore", 10)], ilmd=content(ore={"mass": 10})),
        made(
            [lot("ore", 8)],
            [lot("salt", 5), lot(residue, 1)],
            ilmd=content(**{"salt": {"mass": 5}, residue: {"mass": 1}}),
        ),
        born(lots=[lot("salt", 2)], action="DELETE"),
    ]
    found = recalled(events, "urn:x:ore", {"https://id.gs1.org/01/09521021000028": "residue"})
    assert fractions(found) == {"ore": 0.2, "salt": 0.3}
    assert found.gone == pytest.approx(0.1 + 0.2 + 0.2)
    listed = recalled(events, "urn:x:ore", {"https://id.gs1.org/01/09521021000028": "residue"}, only=["residue"])
    assert [one.id for one in listed.affected] == [residue]


PACKED = [
    *CHAIN,
    born("pack", "car", ilmd=content(pack={"mass": 4}, car={"mass": 90})),
    bound("ADD", "pack", "cell"),
    bound("ADD", "car", "pack", at=ELSEWHERE),
]
MODELS = {"https://id.gs1.org/01/09521032000345": "pack"}


def test_things_are_where_their_outermost_holder_is() -> None:
    """A cell in a pack in a car is told of with the car, and counted at the place where the car was last seen."""
    seen = {"type": "ObjectEvent", "action": "OBSERVE", "epcList": ["urn:x:car"], "at": ELSEWHERE}
    found = recalled([*PACKED, seen], "urn:x:ore")
    assert (rows(found)["cell"].holder, rows(found)["cell"].place) == ("urn:x:car", ELSEWHERE)
    assert rows(found)["salt"].holder is None
    assert {one.place: (one.items, one.fraction) for one in found.groups}[ELSEWHERE] == (1, pytest.approx(0.2))
    assert sum(one.items for one in found.groups) == len(found.affected)
    early = recalled([*PACKED, seen], "urn:x:ore", as_of=4 * DAY)
    assert rows(early)["cell"].holder is None


def test_packs_are_told_of_with_everything_inside() -> None:
    """Asked for packs: each with the fraction that is in its cells, and its share of the mass of pack and cells."""
    pack = "https://id.gs1.org/01/09521032000345/21/P1"
    events = [
        *CHAIN, born(pack, ilmd=content(**{pack: {"mass": 4}})), bound("ADD", pack, "cell"),
        born("spare", ilmd=content(spare={"mass": 10})), bound("ADD", pack, "spare"),
    ]  # fmt: skip
    found = recalled(events, "urn:x:ore", MODELS, only=["pack"])
    (only,) = found.affected
    assert (only.id, only.category, only.fraction, only.share) == (
        pack, "pack", pytest.approx(0.2), pytest.approx(2 / (4 + 6 + 10)),
    )  # fmt: skip
    taken_out = [*events, bound("DELETE", pack, "cell")]
    assert not recalled(taken_out, "urn:x:ore", MODELS, only=["pack"]).affected
    assert len(recalled(taken_out, "urn:x:ore", MODELS, only=["pack"], as_of=len(events) * DAY).affected) == 1


def test_part_of_a_lot_may_be_inside() -> None:
    """Cells that are known as a lot only: each module holds its part of the lot, and of what is suspect in it."""
    module = "https://id.gs1.org/01/09521032000345/21/M1"
    events = [
        born(lots=[lot("ore", 10)], ilmd=content(ore={"mass": 10})),
        made([lot("ore", 10)], [lot("cells", 100, None)], ilmd=content(cells={"mass": 10})),
        born(module, ilmd=content(**{module: {"mass": 1}})),
        bound("ADD", module, lots=[lot("cells", 25, None)]),
    ]
    (only,) = recalled(events, "urn:x:ore", MODELS, only=["pack"]).affected
    assert (only.fraction, only.share) == (pytest.approx(0.25), pytest.approx(2.5 / 3.5))
    assert fractions(recalled(events, "urn:x:ore")) == {"cells": 1.0}


def test_what_ended_is_counted_and_its_matter_followed() -> None:
    """A shredded cell is no more: its matter is in the black mass, and the cell is one that ended."""
    shredded = [*CHAIN, made(["cell"], [lot("mass", 6)], ilmd=content(mass={"mass": 6}))]
    found = recalled(shredded, "urn:x:ore")
    assert "cell" not in rows(found)
    assert rows(found)["mass"].fraction == pytest.approx(0.2)
    assert found.ended == 1


def test_the_largest_come_first_and_the_rest_is_said_to_be_missing() -> None:
    """Asked for two things at most, a recall tells of the two that hold most, and that there is more."""
    found = recalled(CHAIN, "urn:x:ore", most=1)
    assert [one.id for one in found.affected] == ["urn:x:ore"]
    assert not found.complete


def test_a_recall_does_not_see_through_what_is_hidden() -> None:
    """Behind an event that may not be seen nothing is told of, and the recall says that it is not complete."""
    found = recalled(CHAIN, "urn:x:ore", hides={"urn:x:e4"}.__contains__)
    assert rows(found).keys() == {"ore", "salt", "residue"}
    assert not found.complete
    with pytest.raises(NotFound):
        recalled(CHAIN, "urn:x:nobody")


def test_a_lot_that_comes_back_into_itself_counts_once() -> None:
    """Scrap of a run goes back into the very lot that the run drew from: nothing counts twice."""
    events = [
        born(lots=[lot("tank", 10)], ilmd=content(tank={"mass": 10})),
        made(
            [lot("tank", 10)],
            [lot("tank", 4), lot("good", 6)],
            ilmd=content(tank={"mass": 4}, good={"mass": 6}),
        ),
        made([lot("tank", 2)], ["cell"], ilmd=content(cell={"mass": 2})),
    ]
    found = recalled(events, "urn:x:tank")
    assert fractions(found) == {"good": 0.6, "tank": 0.2, "cell": 0.2}


# ---------------------------------------------------------------- many things


@pytest.mark.slow
@pytest.mark.parametrize("element", ["Ni", "Li", "Cu"])
def test_recalls_of_a_simulated_loop_are_those_of_its_truth(element: str) -> None:
    """Each thing holds as much of a lot as milligrams flowed there by the truth tables, and so does each whole pack."""
    graph, truth = simulated_graph()
    things = {row["id"]: row for row in truth_rows(truth, "things")}
    kinds = Kinds(graph, {row["class_id"]: row["category"] for row in things.values()})
    made_of = {row["id"]: row["mass_mg"] for row in truth_rows(truth, "content") if row["element"] == element}
    flows = [row for row in truth_rows(truth, "edges") if row["element"] == element and row["input_id"]]
    flows.sort(key=lambda row: row["event_time"])
    walker = Walker(graph)
    lots = sorted(one for one, mass in made_of.items() if mass > 10**6 and things[one]["category"] in {"ore", "salt"})
    for root in Random(2).sample(lots, min(6, len(lots))):
        came, left = spread(root, flows, made_of)
        found = recall(graph, kinds, HERE, root, element=element, walker=walker)
        told = {one.id: one.mass or 0.0 for one in found.affected}
        lost = {one for one in left if things[one]["category"] in {"residue", "loss"}}
        assert found.gone == pytest.approx(sum(left[one] for one in lost) / made_of[root], abs=1e-5)
        for one in left.keys() - lost:
            assert told.pop(one, 0.0) / 1000 == pytest.approx(left[one], rel=1e-4, abs=ROUNDED)
        assert max(told.values(), default=0) < ROUNDED * 1000
        whole = composites(left, came, [row for row in truth_rows(truth, "containment") if row["to"] is None], things)
        packs = recall(graph, kinds, HERE, root, element=element, only=["pack"], walker=walker)
        masses = {one.id: (one.mass or 0.0) / 1000 for one in packs.affected}
        for one in masses.keys() | {one for one in whole if things[one]["category"] == "pack"}:
            assert masses.get(one, 0.0) == pytest.approx(whole.get(one, 0.0), rel=1e-4, abs=10 * ROUNDED)


Masses = dict[str, float]


def spread(root: str, flows: list[dict[str, Any]], made_of: dict[str, int]) -> tuple[Masses, Masses]:
    """Return the milligrams of a lot's element that came into things, and are left, by the flows of truth in turn."""
    came: Masses = defaultdict(float, {root: float(made_of[root])})
    left = came.copy()
    for row in flows:
        source = row["input_id"]
        if came[source]:
            mass = came[source] * row["mass_mg"] / made_of[source]
            came[row["output_id"]] += mass
            left[row["output_id"]] += mass
            left[source] -= mass
    return came, {one: mass for one, mass in left.items() if mass > 1}


def composites(left: Masses, came: Masses, inside: list[dict[str, Any]], things: dict[str, Any]) -> Masses:
    """Return the milligrams in things with everything inside of them; of cell lots, the part that is inside."""
    held: dict[str, list[tuple[str, float | None]]] = defaultdict(list)
    for row in inside:
        held[row["parent"]].append((row["child"], row["mass_mg"]))

    def of(thing: str) -> float:
        return left.get(thing, 0.0) + sum(
            of(child) if mass is None else came.get(child, 0.0) * mass / things[child]["mass_mg"]
            for child, mass in held[thing]
        )

    return {one: of(one) for one in [*held, *left] if one in things}


def test_a_recall_as_a_table_is_the_recall() -> None:
    """The rows of a large recall come column by column, equal to those told one by one."""
    graph, truth = simulated_graph(20, 6)
    kinds = Kinds(graph, {row["class_id"]: row["category"] for row in truth_rows(truth, "things")})
    root = graph.things.names[0]
    found = recall(graph, kinds, HERE, root)
    reached = recall_rows(graph, kinds, root)
    assert len(found.affected) > 100
    assert recall_table(graph, kinds, reached.rows).to_pylist() == sheet(found).table().to_pylist()


@pytest.mark.slow
def test_a_compiled_recall_is_the_plain_one() -> None:
    """The same sums, compiled and not."""
    pytest.importorskip("numba")
    graph, truth = simulated_graph(20, 6)
    kinds = Kinds(graph, {row["class_id"]: row["category"] for row in truth_rows(truth, "things")})
    for number in range(0, 30, 3):
        root = graph.things.names[number]
        plain, compiled = (recall(graph, kinds, HERE, root, walker=Walker(graph, fast=fast)) for fast in (False, True))
        assert plain == compiled
