"""Large simulated loops: traces, recalls and attributions of a thousand random things are those of the truth tables."""

from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from genealogy.making import simulated_graph

from dicycle.genealogy.answers import Point
from dicycle.genealogy.attribution import attribution, mixing
from dicycle.genealogy.graph import FOREVER, Graph
from dicycle.genealogy.kinds import Kinds
from dicycle.genealogy.tracing import Walker, recall
from dicycle.vocabulary import ELEMENTS

HERE = Point(0, 0)
THINGS = 1000
RECALLS = 100
ROUNDED = 20_000
"""Micrograms of an element that truth may round away between an input and an output."""

MICRO = 1000
"""Micrograms of a milligram."""

pytestmark = [pytest.mark.full, pytest.mark.parametrize("packs", [2_000, 20_000])]


class Truth(NamedTuple):
    """The truth tables by the graph's numbers of things; times are microseconds, masses milligrams."""

    folder: Path
    graph: Graph
    number: dict[str, int]
    category: dict[int, str]

    def table(self, name: str) -> Any:
        """Return a table."""
        return pq.read_table(self.folder / f"{name}.parquet")

    def numbers(self, ids: Any) -> np.ndarray[Any, Any]:
        """Return the numbers of ids, -1 for none."""
        coded = pc.index_in(ids, value_set=pa.array(list(self.number)))
        known = np.array([*self.number.values(), -1])
        return known[coded.fill_null(-1).to_numpy(zero_copy_only=False)]


def truth_of(packs: int) -> Truth:
    """Return the truth of a loop over 15 years."""
    graph, folder = simulated_graph(packs, 15)
    number = {graph.things.names[one]: one for one in range(len(graph.things.kind))}
    rows = pq.read_table(folder / "things.parquet", columns=["id", "category"]).to_pydict()
    category = {number[id]: word for id, word in zip(rows["id"], rows["category"], strict=True)}
    return Truth(folder, graph, number, category)


def kinds_of(truth: Truth) -> Kinds:
    """Return what the classes of the loop are called."""
    rows = truth.table("things").select(["class_id", "category"]).to_pydict()
    return Kinds(truth.graph, {id: word for id, word in zip(*rows.values(), strict=True) if id})


def sources(truth: Truth) -> Any:
    """Return a sparse matrix from each thing to what it came from and what was in it last."""
    sparse = pytest.importorskip("scipy.sparse")
    edges, held = truth.table("edges"), truth.table("containment")
    made, used = truth.numbers(edges["output_id"]), truth.numbers(edges["input_id"])
    parent, child = truth.numbers(held["parent"]), truth.numbers(held["child"])
    until = held["to"].cast(pa.int64()).fill_null(-1).to_numpy()
    end = np.where(until < 0, -1, until * MICRO)
    ended = truth.graph.things.ended
    last = (parent >= 0) & ((end < 0) | (end == ended[parent]))
    rows, columns = np.append(made[used >= 0], parent[last]), np.append(used[used >= 0], child[last])
    size = len(truth.graph.things.kind)
    return sparse.csr_matrix((np.ones(len(rows), np.int8), (rows, columns)), shape=(size, size))


def weighty(truth: Truth) -> Any:
    """Return a sparse matrix from each thing to what certainly went into it by our arrays, and what was in it last.

    What certainly went in is more of an element than the truth rounds away.
    """
    sparse = pytest.importorskip("scipy.sparse")
    graph = truth.graph
    content = np.zeros((len(graph.content.total) + 1, len(graph.elements)))
    row = np.repeat(np.arange(len(graph.content.total)), np.diff(graph.content.at))
    content[row, graph.content.element] = graph.content.mass
    first = np.append(graph.things.made, -1)[graph.things.made_at[:-1]]
    first = np.where(np.diff(graph.things.made_at) > 0, first, -1)
    of_thing = np.append(graph.births.content, -1)[first]
    taken = graph.uses.share[:, None] * content[of_thing[graph.uses.thing]]
    got = content[graph.births.content]
    pairs = []
    for run in range(len(graph.runs.time)):
        uses = slice(*graph.runs.uses_at[run : run + 2])
        births = slice(*graph.runs.births_at[run : run + 2])
        whole = taken[uses].sum(axis=0)
        mixed = (taken[uses] / np.where(whole > 0, whole, 1))[:, None, :] * got[births][None, :, :]
        used, made = np.nonzero(mixed.max(axis=2, initial=0) > ROUNDED)
        pairs.append((graph.births.thing[births][made], graph.uses.thing[uses][used]))
    stays = graph.stays
    last = (stays.until == FOREVER) | (stays.until == graph.things.ended[stays.parent])
    rows = np.concatenate([*(one for one, _ in pairs), stays.parent[last]])
    columns = np.concatenate([*(one for _, one in pairs), stays.child[last]])
    size = len(graph.things.kind)
    return sparse.csr_matrix((np.ones(len(rows), np.int8), (rows, columns)), shape=(size, size))


def test_a_thousand_traces(packs: int) -> None:
    """Back from a thousand random things: what certainly went in is in the truth, and all of the truth is listed.

    A trace lists every input of a run; truth tells only of inputs of which at least a milligram reached the output.
    """
    order = pytest.importorskip("scipy.sparse.csgraph").breadth_first_order
    truth = truth_of(packs)
    came_from, certain, walker = sources(truth), weighty(truth), Walker(truth.graph)
    for root in Random(1).sample(sorted(truth.category), THINGS):
        true = set(order(came_from, root, return_predecessors=False).tolist())
        sure = set(order(certain, root, return_predecessors=False).tolist())
        assert sure <= true <= set(walker.walk(root).things.tolist())


def test_a_thousand_attributions(packs: int) -> None:
    """A thousand random lots and packs, when they are born or assembled: the origins of the truth table."""
    truth = truth_of(packs)
    table, mixed = truth.table("origins"), mixing(truth.graph)
    held = truth.table("containment").group_by("parent").aggregate([("from", "min")]).to_pylist()
    filled = {row["parent"]: int(row["from_min"].timestamp() * 1000) * MICRO for row in held}
    wanted = Random(2).sample(sorted(set(table["id"].to_pylist())), THINGS)
    rows: dict[str, dict[tuple[str, str], float]] = {id: {} for id in wanted}
    for row in table.filter(pc.is_in(table["id"], value_set=pa.array(wanted))).to_pylist():
        rows[row["id"]][row["element"], row["origin"]] = row["mass_mg"]
    for id, true in rows.items():
        found = attribution(truth.graph, HERE, id, filled.get(id), mixed=mixed)
        told = {(one.element, origin): mass / MICRO for one in found.shares for origin, mass in one.origins.items()}
        for key in true.keys() | told.keys():
            assert told.get(key, 0.0) == pytest.approx(true.get(key, 0.0), rel=1e-6, abs=10)


def test_a_hundred_recalls(packs: int) -> None:
    """Of random lots, each thing holds as much of an element as flowed there by the truth table."""
    truth = truth_of(packs)
    kinds = kinds_of(truth)
    random, walker = Random(3), Walker(truth.graph)
    for element in random.sample(ELEMENTS, 4):
        weights, made = flows(truth, element)
        lots = [one for one, word in truth.category.items() if word in ("ore", "salt", "cathode") and made[one] > 10**6]
        for root in random.sample(sorted(lots), min(RECALLS // 4, len(lots))):
            came = spread(weights, made, root)
            left = came - np.asarray(weights.sum(axis=1)).ravel() * came
            found = recall(truth.graph, kinds, HERE, truth.graph.things.names[root], element=element, walker=walker)
            told = {truth.number[one.id]: (one.mass or 0.0) / MICRO for one in found.affected}
            for one in np.flatnonzero(left > 50).tolist():
                if truth.category.get(one) not in ("residue", "loss"):
                    assert told.get(one, 0.0) == pytest.approx(left[one], rel=1e-3, abs=50)


def flows(truth: Truth, element: str) -> tuple[Any, np.ndarray[Any, Any]]:
    """Return which part of each thing's element went where, and the milligrams that it was born with."""
    sparse = pytest.importorskip("scipy.sparse")
    size = len(truth.graph.things.kind)
    content = truth.table("content")
    content = content.filter(pc.equal(content["element"], element))
    made = np.zeros(size)
    made[truth.numbers(content["id"])] = content["mass_mg"].to_numpy()
    edges = truth.table("edges")
    edges = edges.filter(pc.and_(pc.equal(edges["element"], element), pc.is_valid(edges["input_id"])))
    used, got = truth.numbers(edges["input_id"]), truth.numbers(edges["output_id"])
    part = edges["mass_mg"].to_numpy() / np.maximum(made[used], 1)
    return sparse.csr_matrix((part, (used, got)), shape=(size, size)), made


def spread(weights: Any, made: np.ndarray[Any, Any], root: int) -> np.ndarray[Any, Any]:
    """Return the milligrams of a lot's element that ever came into each thing."""
    step = np.zeros(len(made))
    step[root] = made[root]
    came, turned = step.copy(), weights.T.tocsr()
    while (step := turned @ step).max(initial=0.0) > 1e-6:
        came += step
    return came
