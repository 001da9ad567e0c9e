"""What flows from stage to stage: laws over generated chains, and simulated loops against their truth."""

from collections import defaultdict
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from genealogy.making import born, bound, made, simulated_graph, truth_rows
from genealogy.stages import CAR, OTHER_CAR, STATION, VEHICLE, closes, of, one, says, some, told
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from dicycle.genealogy.flows import Flows, Stage, balances, flows_of
from dicycle.genealogy.flows.splitting import split
from dicycle.genealogy.flows.stages import STAGES
from dicycle.genealogy.graph import Graph
from dicycle.genealogy.kinds import Kinds
from dicycle.identifiers import class_of

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
