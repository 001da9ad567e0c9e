"""What flows from stage to stage: by hand-made chains, by laws over simulated loops, and against their truth."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from genealogy.making import born, bound, content, graph_of_values, lot, made, simulated_graph, truth_rows
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from dicycle.genealogy.flows import Flows, Stage, balances, flows_of
from dicycle.genealogy.flows.splitting import split
from dicycle.genealogy.flows.stages import STAGES
from dicycle.genealogy.graph import Graph
from dicycle.genealogy.kinds import Kinds
from dicycle.identifiers import class_of

GTINS = {
    "ore": "09521001000017", "refined": "09521019000016", "cathode": "09521025000024", "reagent": "09521037000012",
    "cell": "09521030000064", "cell_lot": "09521031000063", "module": "09521030000101", "pack": "09521030000095",
    "black_mass": "09521036000037", "metal": "09521036000051", "salt": "09521037000043", "scrap": "09521030000026",
    "residue": "09521019000023", "loss": "09521019000030", "part": "09521030000019", "unheard": "09521028000014",
}  # fmt: skip
CLASSES = {f"https://id.gs1.org/01/{gtin}": category for category, gtin in GTINS.items() if category != "unheard"}
CAR, OTHER_CAR, STATION = "urn:x:car", "urn:x:other-car", "https://id.gs1.org/414/9521001000017"
VEHICLE = {"dcy:category": "vehicle"}


def one(category: str, serial: str = "1") -> str:
    """Return a single thing of a category."""
    return f"https://id.gs1.org/01/{GTINS[category]}/21/{serial}"


def some(category: str, kilograms: float, name: str = "1") -> dict[str, Any]:
    """Return so much of a lot of a category."""
    return lot(f"https://id.gs1.org/01/{GTINS[category]}/10/{name}", kilograms)


def of(category: str, nickel: float, name: str = "1") -> dict[str, dict[str, float]]:
    """Return what a thing or lot of a category is made of: nickel, and as much again of something else."""
    mark = "21" if category in ("cell", "module", "pack") else "10"
    return {f"https://id.gs1.org/01/{GTINS[category]}/{mark}/{name}": {"Ni": nickel, "mass": nickel * 2}}


def says(*of_things: dict[str, dict[str, float]]) -> dict[str, Any]:
    """Return the ilmd that says what things are made of."""
    return content(**{id: masses for each in of_things for id, masses in each.items()})


def told(events: Iterable[dict[str, Any]]) -> Flows:
    """Return the flows of plain events."""
    graph = graph_of_values(events)
    return flows_of(graph, Kinds(graph, CLASSES))


def nickel(flows: Flows, year: int | None = None) -> dict[tuple[str, str], float]:
    """Return the kilograms of nickel that went from stage to stage."""
    column = flows.column("Ni")
    assert column is not None
    table = flows.table(column, year)
    return {
        (source.word, target.word): table[source, target] / 10**9
        for source in Stage
        for target in Stage
        if table[source, target]
    }


def closes(flows: Flows) -> None:
    """Assert that of everything, at every stage, what came is what went and what is there: to the microgram."""
    for column in range(len(flows.columns)):
        table = flows.table(column)
        moved = table.sum(axis=0) - table.sum(axis=1)
        inside = slice(Stage.MINE, Stage.UNACCOUNTED)
        assert moved[inside].tolist() == flows.stock[inside, column].tolist()


# ---------------------------------------------------------------- chains by hand

PACKED = [
    born(one("cell"), one("cell", "2"), ilmd=says(of("cell", 3), of("cell", 4, "2"))),
    born(one("pack"), ilmd=says(of("pack", 1))),
    born(CAR, ilmd=VEHICLE),
    born(OTHER_CAR, ilmd=VEHICLE),
    bound("ADD", one("pack"), one("cell"), one("cell", "2")),
]
DRIVEN = [*PACKED, bound("ADD", CAR, one("pack"), day=100)]


def test_what_goes_into_a_run_is_in_its_outputs_in_proportion() -> None:
    """Three quarters of what goes in from the mine is in three quarters of what comes out."""
    flows = told([
        born(lots=[some("ore", 30)], ilmd=says(of("ore", 30))),
        born(lots=[some("refined", 10)], ilmd=says(of("refined", 10))),
        made(
            [some("ore", 30), some("refined", 10)], [some("cathode", 36), some("loss", 4)],
            ilmd=says(of("cathode", 36), of("loss", 4)),
        ),
    ])  # fmt: skip
    assert nickel(flows) == {
        ("outside", "mine"): 30, ("outside", "material"): 10, ("mine", "material"): 27, ("mine", "left"): 3,
        ("material", "material"): 9, ("material", "left"): 1,
    }  # fmt: skip
    closes(flows)


def test_what_a_run_does_not_account_for_is_said() -> None:
    """A run that gives more than it takes, and one that gives less: the rest is neither mined nor lost."""
    flows = told([
        born(lots=[some("ore", 10)], ilmd=says(of("ore", 10))),
        made([some("ore", 10)], [some("refined", 12)], ilmd=says(of("refined", 12))),
        made([some("refined", 12)], [some("cathode", 7)], ilmd=says(of("cathode", 7))),
    ])  # fmt: skip
    found = nickel(flows)
    assert found["unaccounted", "material"] == 2
    assert found["material", "unaccounted"] == 5
    balance = {each.stage: each for each in balances(flows, flows.columns.index("Ni"))}
    assert balance[Stage.MATERIAL].difference == (5 - 2) * 10**9
    assert balance[Stage.MINE].difference == 0
    closes(flows)


def test_a_lot_that_nobody_declared_is_not_zero() -> None:
    """What comes out of an undeclared lot is unaccounted for, it does not come from the mine."""
    flows = told(
        [
            born(lots=[some("ore", 10)]),
            made([some("ore", 10)], [some("refined", 5)], ilmd=says(of("refined", 5))),
        ]
    )
    assert nickel(flows) == {("unaccounted", "material"): 5}


def test_a_pack_takes_what_is_inside_into_use_and_back() -> None:
    """Into a vehicle and out of it: the pack's own nickel, and that of its cells."""
    flows = told([*DRIVEN, bound("DELETE", CAR, one("pack"), day=800)])
    found = nickel(flows)
    assert found["cell", "pack"] == 7
    assert found["pack", "use"] == 8
    assert found["use", "return"] == 8
    assert nickel(flows, 1970)["pack", "use"] == 8
    assert nickel(flows, 1972) == {("use", "return"): 8}
    closes(flows)


def test_a_swap_is_no_return() -> None:
    """Out of one vehicle and within the day into a station and into another: in use all the time."""
    flows = told([
        *DRIVEN,
        bound("DELETE", CAR, one("pack"), day=200), bound("ADD", STATION, one("pack"), day=200.2),
        bound("DELETE", STATION, one("pack"), day=210), bound("ADD", OTHER_CAR, one("pack"), day=210.1),
    ])  # fmt: skip
    assert "return" not in {stage for way in nickel(flows) for stage in way}


def test_what_is_used_again_after_its_return_is_reuse() -> None:
    """Out of a vehicle, and weeks later into another."""
    flows = told([
        *DRIVEN, bound("DELETE", CAR, one("pack"), day=200), bound("ADD", OTHER_CAR, one("pack"), day=230),
    ])  # fmt: skip
    found = nickel(flows)
    assert found["use", "return"] == found["return", "reuse"] == found["reuse", "use"] == 8
    closes(flows)


def test_a_module_in_another_pack_is_reuse() -> None:
    """The module and its cells were in use; the new pack around them was not."""
    flows = told([
        born(one("cell"), ilmd=says(of("cell", 3))), born(one("module"), ilmd=says(of("module", 1))),
        born(one("pack"), one("pack", "2"), ilmd=says(of("pack", 2), of("pack", 5, "2"))),
        born(CAR, ilmd=VEHICLE),
        bound("ADD", one("module"), one("cell")), bound("ADD", one("pack"), one("module")),
        bound("ADD", CAR, one("pack"), day=100), bound("DELETE", CAR, one("pack"), day=200),
        bound("DELETE", one("pack"), one("module"), day=210), bound("ADD", one("pack", "2"), one("module"), day=220),
        bound("ADD", CAR, one("pack", "2"), day=230),
    ])  # fmt: skip
    found = nickel(flows)
    assert found["use", "return"] == 6
    assert found["return", "reuse"] == found["reuse", "use"] == 4
    assert found["pack", "use"] == 6 + 5
    closes(flows)


def test_a_unit_made_of_used_packs_has_a_second_life() -> None:
    """A transformation of what was in use gives it a new identity; what was never in use stays new."""
    unit, later = one("pack", "unit"), [bound("ADD", "urn:x:store", one("pack", "unit"), day=400)]
    store = born("urn:x:store", ilmd={"dcy:category": "storage_system"})
    new = told([
        *PACKED, store, made([one("pack"), one("cell"), one("cell", "2")], [unit], ilmd=says(of("pack", 8, "unit")),
                             day=300), *later,
    ])  # fmt: skip
    used = told([
        *DRIVEN, store, bound("DELETE", CAR, one("pack"), day=200),
        made([one("pack"), one("cell"), one("cell", "2")], [unit], ilmd=says(of("pack", 8, "unit")), day=300), *later,
    ])  # fmt: skip
    assert nickel(new)["pack", "pack"] == nickel(new)["pack", "use"] == 8
    assert nickel(used)["return", "second_life"] == nickel(used)["second_life", "use"] == 8
    closes(used)


def test_a_pack_that_is_shredded_in_its_vehicle_returns_first() -> None:
    """Whoever shreds it tells of its end; it came back all the same, and what was inside it goes along."""
    flows = told([
        *DRIVEN,
        made([one("pack")], [some("black_mass", 6), some("loss", 2)], ilmd=says(of("black_mass", 6), of("loss", 2)),
             day=500, **{"dcy:feed": "post_consumer"}),
    ])  # fmt: skip
    found = nickel(flows)
    assert found["use", "return"] == 8
    assert found["return", "recycling"] == 6
    assert found["return", "left"] == 2
    closes(flows)


def test_only_what_is_made_of_waste_is_recovered() -> None:
    """A salt that was bought is material like any other; one made from black mass comes back from recycling."""
    flows = told([
        born(lots=[some("black_mass", 10)], ilmd=says(of("black_mass", 10))),
        born(lots=[some("salt", 5, "bought")], ilmd=says(of("salt", 5, "bought"))),
        made([some("black_mass", 10)], [some("salt", 10)], ilmd=says(of("salt", 10))),
        made([some("salt", 10), some("salt", 5, "bought")], [some("cathode", 15)], ilmd=says(of("cathode", 15))),
    ])  # fmt: skip
    assert nickel(flows) == {
        ("outside", "recycling"): 10, ("outside", "material"): 5, ("recycling", "recycling"): 10,
        ("recycling", "material"): 10, ("material", "material"): 5,
    }  # fmt: skip


def test_what_has_no_category_is_not_dropped() -> None:
    """Nobody says what the lot is: it stands at a stage of its own, and so does what is built into the unknown."""
    flows = told([
        born(lots=[some("unheard", 4)], ilmd=says(of("unheard", 4))),
        made([some("unheard", 4)], [some("cathode", 4)], ilmd=says(of("cathode", 4))),
        *PACKED, bound("ADD", "urn:x:something", one("pack")),
    ])  # fmt: skip
    found = nickel(flows)
    assert found["outside", "not_said"] == found["not_said", "material"] == 4
    assert found["pack", "not_said"] == 8
    closes(flows)


def test_a_birth_that_is_told_twice_counts_once() -> None:
    """A single thing is born once, whatever else is said."""
    flows = told([*PACKED, born(one("pack"), ilmd=says(of("pack", 5)))])
    assert nickel(flows)["outside", "pack"] == 1
    closes(flows)


def test_a_crate_changes_nothing() -> None:
    """Packed for a journey, a pack is where it was."""
    crate = {"type": "AggregationEvent", "action": "ADD", "parentID": "urn:x:crate", "childEPCs": [one("pack")]}
    assert nickel(told([*PACKED, crate])) == nickel(told(PACKED))


def test_a_cell_lot_goes_into_packs_piece_by_piece() -> None:
    """Part of the lot is in a pack and is shredded with it, part is lying around, part is scrapped as it is."""
    flows = told([
        born(lots=[some("cell_lot", 10)], ilmd=says(of("cell_lot", 20))),
        born(one("pack"), ilmd=says(of("pack", 1))), born(CAR, ilmd=VEHICLE),
        bound("ADD", one("pack"), lots=[some("cell_lot", 6)]),
        bound("ADD", CAR, one("pack"), day=100), bound("DELETE", CAR, one("pack"), day=200),
        made([one("pack"), some("cell_lot", 6)], [some("black_mass", 13)], ilmd=says(of("black_mass", 13)), day=300,
             **{"dcy:feed": "post_consumer"}),
        made([some("cell_lot", 1)], [some("black_mass", 2, "2")], ilmd=says(of("black_mass", 2, "2")), day=310,
             **{"dcy:feed": "pre_consumer"}),
    ])  # fmt: skip
    found = nickel(flows)
    assert found["cell", "pack"] == 12
    assert found["use", "return"] == found["return", "recycling"] == 13
    assert found["cell", "recycling"] == 2
    assert flows.stock[Stage.CELL, flows.columns.index("Ni")] == 6 * 10**9
    closes(flows)


def test_cells_of_a_lot_that_were_taken_out_are_recycled_first() -> None:
    """Taken out of a used pack and shredded later: a recycler's come from the return, a maker's from stock."""
    used = [
        born(lots=[some("cell_lot", 10)], ilmd=says(of("cell_lot", 20))),
        born(one("pack"), ilmd=says(of("pack", 1))), born(CAR, ilmd=VEHICLE),
        bound("ADD", one("pack"), lots=[some("cell_lot", 6)]),
        bound("ADD", CAR, one("pack"), day=100), bound("DELETE", CAR, one("pack"), day=200),
        bound("DELETE", one("pack"), lots=[some("cell_lot", 6)], day=210),
    ]  # fmt: skip
    shredded = made([some("cell_lot", 7)], [some("black_mass", 14)], ilmd=says(of("black_mass", 14)), day=300,
                    **{"dcy:feed": "post_consumer"})  # fmt: skip
    built = made([some("cell_lot", 5)], [one("module")], ilmd=says(of("module", 10)), day=300)
    recycled, rebuilt = told([*used, shredded]), told([*used, built])
    assert nickel(recycled)["return", "recycling"] == 12
    assert nickel(recycled)["cell", "recycling"] == 2
    assert nickel(rebuilt)["cell", "pack"] == 12 + 8
    assert nickel(rebuilt)["return", "pack"] == 2
    closes(recycled)
    closes(rebuilt)


def test_the_rows_of_a_ribbon_are_its_events() -> None:
    """Each row names an event, by time, and together they are the ribbon, in each year and in all."""
    flows = told([*DRIVEN, bound("DELETE", CAR, one("pack"), day=800), bound("ADD", OTHER_CAR, one("pack"), day=900)])
    column = flows.columns.index("Ni")
    rows = flows.rows(Stage.REUSE, Stage.USE, column)
    assert flows.mass[rows, column].tolist() == [8 * 10**9]
    assert flows.years() == [1970, 1972]
    assert flows.rows(Stage.REUSE, Stage.USE, column, 1970).tolist() == []
    for year in (None, 1970, 1972):
        table = flows.table(column, year)
        for source in Stage:
            for target in Stage:
                found = flows.rows(source, target, column, year)
                assert flows.mass[found, column].sum() == table[source, target]
                assert (np.diff(flows.event[found]) > 0).all()


def test_a_ledger_without_matter_has_no_flows() -> None:
    """Nothing, and no error."""
    flows = told([])
    assert (len(flows.event), flows.years(), flows.weighed()) == (0, [], [])
    assert told([born("urn:x:car")]).weighed() == []


# ---------------------------------------------------------------- laws

KILOGRAMS = st.integers(1, 40)


@st.composite
def chains(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return lives of a few packs in any order of events, possible or not: the ledger does not refuse them."""
    packs, cells, cars = ["1", "2"], ["1", "2", "3", "4"], [CAR, OTHER_CAR, STATION]
    events = [
        born(*(one("cell", name) for name in cells), ilmd=says(*(of("cell", draw(KILOGRAMS), name) for name in cells))),
        born(*(one("pack", name) for name in packs), ilmd=says(*(of("pack", draw(KILOGRAMS), name) for name in packs))),
        born(lots=[some("cell_lot", 10)], ilmd=says(of("cell_lot", draw(KILOGRAMS)))),
        born(CAR, OTHER_CAR, ilmd=VEHICLE),
    ]
    lives = st.lists(st.one_of(*steps(packs, cells, cars)), min_size=1, max_size=12)
    return events + [step | {"day": 10 + 5 * place} for place, step in enumerate(draw(lives))]


def steps(packs: list[str], cells: list[str], cars: list[str]) -> list[st.SearchStrategy[dict[str, Any]]]:
    """Return what may happen: in and out of packs and holders, and shredding of packs and of loose cells."""
    pack, action = st.sampled_from(packs), st.sampled_from(["ADD", "DELETE"])
    feed = st.sampled_from([{}, {"dcy:feed": "post_consumer"}])
    name = st.text("abcdef", min_size=4, max_size=4)

    def shredded(input_: Any, out: str, mass: int, more: dict[str, str]) -> dict[str, Any]:
        return made([input_], [some("black_mass", mass, out)], ilmd=says(of("black_mass", mass, out)), **more)

    return [
        st.builds(lambda a, p, c: bound(a, one("pack", p), one("cell", c)), action, pack, st.sampled_from(cells)),
        st.builds(
            lambda a, p, q: bound(a, one("pack", p), lots=[some("cell_lot", q)]), action, pack, st.integers(1, 6)
        ),
        st.builds(lambda a, h, p: bound(a, h, one("pack", p)), action, st.sampled_from(cars), pack),
        st.builds(shredded, pack.map(lambda p: one("pack", p)), name, KILOGRAMS, feed),
        st.builds(shredded, st.integers(1, 9).map(lambda q: some("cell_lot", q)), name, KILOGRAMS, feed),
    ]


@given(chains())
@examples(30)
def test_nothing_is_lost_on_the_way(events: list[dict[str, Any]]) -> None:
    """Whatever is told, at every stage what came is what went and what is there, to the microgram."""
    flows = told(events)
    closes(flows)
    assert (flows.mass >= 0).all()


masses = st.lists(st.integers(0, 10**15), min_size=2, max_size=2)
sides = st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, Stage.LEFT)), masses, max_size=8)


@given(sides, sides)
def test_a_run_is_split_to_the_microgram(inputs: Any, outputs: Any) -> None:
    """Of every run all that went in goes somewhere, all that came out comes from somewhere, and nothing is negative."""

    def flat(side: dict[tuple[int, int], list[int]]) -> Any:
        keys = sorted(side)
        key = np.array([run * STAGES + stage for run, stage in keys], np.int64)
        return key, np.array([side[one] for one in keys], np.int64).reshape(-1, 2)

    keys, rows = split(flat(inputs), flat(outputs))
    assert (rows >= 0).all()
    taken: dict[tuple[int, int], Any] = defaultdict(lambda: np.zeros(2, np.int64))
    given_: dict[tuple[int, int], Any] = defaultdict(lambda: np.zeros(2, np.int64))
    for key, row in zip(keys.tolist(), rows, strict=True):
        taken[key // STAGES**2, key // STAGES % STAGES] += row
        given_[key // STAGES**2, key % STAGES] += row
    for side, found in ((inputs, taken), (outputs, given_)):
        for place, mass in side.items():
            assert found[place].tolist() == mass


# ---------------------------------------------------------------- simulated loops and their truth

PACKS, YEARS = 30, 10
HOLDING = ("vehicle", "storage_system")
BATTERY = (Stage.CELL, Stage.PACK, Stage.USE, Stage.RETURN, Stage.REUSE, Stage.SECOND_LIFE)
GROUP = dict.fromkeys(BATTERY, "battery") | {Stage.NOT_SAID: Stage.MATERIAL.word}
OF_CATEGORY = {
    "ore": "mine", "black_mass": "recycling", "metal": "recycling", "salt": "recycling", "scrap": "recycling",
    "residue": "left", "loss": "left", **dict.fromkeys(("cell", "cell_lot", "module", "pack"), "battery"),
}  # fmt: skip


@lru_cache(maxsize=1)
def simulated() -> tuple[Graph, Flows, Any]:
    """Return a simulated loop's graph and flows, and where its truth is; categories are those of the truth."""
    graph, truth = simulated_graph(PACKS, YEARS)
    classes = {row["class_id"]: row["category"] for row in truth_rows(truth, "things") if row["class_id"]}
    classes |= {class_of(row["id"]): row["category"] for row in truth_rows(truth, "things") if class_of(row["id"])}
    return graph, flows_of(graph, Kinds(graph, classes)), truth


def group_of(row: dict[str, Any]) -> str:
    """Return the group of stages of a thing of the truth; parts without a class are built into batteries."""
    if row["category"] == "part" and not row["class_id"]:
        return "battery"
    return OF_CATEGORY.get(row["category"], "material")


def test_a_simulated_loop_closes_at_every_stage() -> None:
    """Element by element and as a whole: what came is what went and what is there, and runs account for everything."""
    _, flows, _ = simulated()
    closes(flows)
    whole = flows.table(0)
    assert whole[Stage.UNACCOUNTED].sum() + whole[:, Stage.UNACCOUNTED].sum() == 0
    for column in range(len(flows.columns)):
        for each in balances(flows, column):
            # Shares of lots are whole milligrams in the simulation: a few micrograms for each use.
            assert abs(each.difference) < 10**6 * 0.1
            assert each.stayed >= 0


def test_runs_of_a_simulated_loop_are_as_in_its_truth() -> None:
    """Element by element, what went from which kind of stage to which in transformations."""
    graph, flows, truth = simulated()
    groups = {row["id"]: group_of(row) for row in truth_rows(truth, "things")}
    wanted: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in truth_rows(truth, "edges"):
        if row["input_id"]:
            wanted[row["element"], groups[row["input_id"]], groups[row["output_id"]]] += row["mass_mg"]
    runs = graph.runs.event[np.diff(graph.runs.uses_at) > 0]
    rows = np.isin(flows.event, runs)
    found: dict[tuple[str, str, str], int] = defaultdict(int)
    for source, target, mass in zip(flows.source[rows], flows.target[rows], flows.mass[rows], strict=True):
        way = tuple(GROUP.get(Stage(stage), Stage(stage).word) for stage in (source, target))
        for element, micrograms in zip(flows.columns[1:], mass[1:].tolist(), strict=True):
            if (
                micrograms
                and Stage.UNACCOUNTED not in (source, target)
                and (source, target) != (Stage.USE, Stage.RETURN)
            ):
                found[element, *way] += micrograms
    assert set(found) == set(wanted)
    for way, mass in wanted.items():
        assert found[way] / 1000 == pytest.approx(mass, abs=50, rel=1e-7), way


def test_the_whole_mass_of_a_simulated_loop_is_that_of_its_totals() -> None:
    """Commissioned, taken in and given out: the sums of the truth, milligram for milligram."""
    _, flows, truth = simulated()
    totals = {row["name"]: row["value"] for row in truth_rows(truth, "totals")}
    table = flows.table(0)
    ore = totals["mg.commissioned.ore"], totals["mg.input.ore"]
    assert (table[Stage.OUTSIDE, Stage.MINE], table[Stage.MINE].sum()) == tuple(mass * 1000 for mass in ore)
    given_out = sum(totals[f"mg.output.{category}"] for category in ("black_mass", "metal", "salt", "scrap"))
    assert table[:, Stage.RECYCLING].sum() == given_out * 1000
    assert table[:, Stage.LEFT].sum() == (totals["mg.output.residue"] + totals["mg.output.loss"]) * 1000
    taken_in = sum(totals[f"mg.input.{category}"] for category in ("black_mass", "metal", "salt", "scrap"))
    assert table[Stage.RECYCLING].sum() / 1000 == pytest.approx(taken_in, abs=20)
    cells = totals["mg.output.cell"] + totals["mg.output.cell_lot"]
    assert table[Stage.MATERIAL, Stage.CELL] + table[Stage.RECYCLING, Stage.CELL] == cells * 1000


def test_what_came_back_from_use_is_as_in_the_truth() -> None:
    """Every pack that left its holder for good, with all that was in it, and every part taken out of a pack in use."""
    _, flows, truth = simulated()
    things = {row["id"]: row for row in truth_rows(truth, "things")}
    nickel_of: dict[str, int] = defaultdict(int)
    for row in truth_rows(truth, "content"):
        nickel_of[row["id"]] += row["mass_mg"] if row["element"] == "Ni" else 0
    by_parent: dict[str, list[dict[str, Any]]] = defaultdict(list)
    spells: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in truth_rows(truth, "containment"):
        by_parent[row["parent"]].append(row)
        if "/414/" in row["parent"] or things.get(row["parent"], {}).get("category") in HOLDING:
            spells[row["child"]].append(row)

    def inside(id: str, when: datetime, share: float = 1.0) -> float:
        parts = [row for row in by_parent[id] if row["from"] < when and (row["to"] is None or row["to"] >= when)]
        return nickel_of[id] * share + sum(inside(row["child"], when, part_of(row)) for row in parts)

    def part_of(row: dict[str, Any]) -> float:
        return 1.0 if row["mass_mg"] is None else row["mass_mg"] / things[row["child"]]["mass_mg"]

    far = datetime(2200, 1, 1, tzinfo=UTC)
    back = 0.0
    for pack, rows in spells.items():
        rows.sort(key=lambda row: row["from"])
        for row, after in zip(rows, [*(each["from"] for each in rows[1:]), far], strict=True):
            if row["to"] is not None and (after - row["to"]).total_seconds() > 86_400:
                back += inside(pack, row["to"])
    column = flows.columns.index("Ni")
    assert flows.table(column)[Stage.USE, Stage.RETURN] / 1000 == pytest.approx(back, rel=1e-9)
    assert back > 0


def test_a_simulated_loop_comes_round() -> None:
    """Recovered metal is in new material, and each of the three ways back was gone."""
    _, flows, _ = simulated()
    table = flows.table(flows.columns.index("Ni"))
    assert table[Stage.RECYCLING, Stage.MATERIAL] > 0
    assert table[Stage.RETURN, Stage.SECOND_LIFE] > 0
    assert table[Stage.SECOND_LIFE, Stage.USE] > 0
    assert table[Stage.RETURN, Stage.RECYCLING] > 0
