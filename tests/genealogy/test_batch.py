"""Whose metal is in everything: one pass says what the answers for single things say, within bounded memory."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from genealogy.making import born, content, graph_of_values, lot, made, simulated_graph
from genealogy.test_attribution_laws import TIGHT, chains
from hypothesis import given
from strategies import examples

from dicycle import compiled
from dicycle.genealogy.answers import Point
from dicycle.genealogy.attribution import attribute_all, attribution, factors, mixing, write_parquet
from dicycle.genealogy.attribution import batch as batches
from dicycle.genealogy.graph import Graph

HERE = Point(0, 0)
MILLIGRAM = 1000
Table = dict[str, dict[str, dict[str, float]]]


@pytest.fixture(scope="module")
def graph() -> Graph:
    """A simulated loop."""
    return simulated_graph(packs=30, years=12, seed=1)[0]


def everything(graph: Graph, **more: Any) -> Table:
    """Return micrograms of each thing by element and origin."""
    out: Table = defaultdict(lambda: defaultdict(dict))
    for one in attribute_all(graph, **more):
        for row in one.to_pylist():
            masses = out[row["id"]][row["element"]]
            assert row["origin"] not in masses
            masses[row["origin"]] = row["mass_mg"] * MILLIGRAM
    return out


def assert_same(graph: Graph, found: Table, **more: Any) -> None:
    """Compare with the answers for each thing."""
    mixed = mixing(graph)
    for number in range(len(graph.things.kind)):
        id = graph.things.names[number]
        shares = attribution(graph, HERE, id, mixed=mixed, **more).shares
        assert set(found.get(id, {})) == {share.element for share in shares}
        for share in shares:
            expected = pytest.approx(share.origins, rel=0, abs=TIGHT * (share.mass or 1))
            assert found[id][share.element] == expected


@examples(20)
@given(chains())
def test_one_pass_says_what_each_thing_says(events: list[dict[str, Any]]) -> None:
    """Every thing with its parts, in one table: the same origins and masses as asked one by one."""
    graph = graph_of_values(events)
    assert_same(graph, everything(graph))
    day = len(events) // 2 * 86_400_000_000
    assert_same(graph, everything(graph, as_of=day), as_of=day)


@pytest.mark.parametrize("budget", [batches.BUDGET, 50_000, 1])
def test_small_memory_gives_the_same(graph: Graph, budget: int) -> None:
    """However few origins are held at once, all rows come, each once."""
    some = np.arange(0, len(graph.things.kind), 40)
    whole, found = everything(graph, things=some), everything(graph, things=some, budget=budget)
    assert whole == found
    assert len(whole) > 50


def test_blocks_of_things_join_without_a_gap(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Things that are told block by block are all told, in their order."""
    some = np.arange(0, len(graph.things.kind), 40)
    whole = everything(graph, things=some)
    monkeypatch.setattr(batches, "BLOCK", 7)
    assert everything(graph, things=some) == whole
    assert len(list(attribute_all(graph, some))) > 7


def test_compiled_loops_say_the_same(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """With numba, one thing and all things have the masses that plain Python gives."""
    pytest.importorskip("numba")
    some = np.arange(0, len(graph.things.kind), 20)
    plain, slow = everything(graph, things=some), told(graph, some)
    monkeypatch.setattr(compiled, "MANY", 0)
    fast = everything(graph, things=some)
    assert fast.keys() == plain.keys()
    assert told(graph, some) == slow
    for id, elements in plain.items():
        for element, origins in elements.items():
            assert fast[id][element] == pytest.approx(origins)


def told(graph: Graph, some: Any) -> Any:
    """Return the answers for some things, one by one."""
    mixed = mixing(graph)
    return [attribution(graph, HERE, graph.things.names[one], mixed=mixed) for one in some.tolist()]


def test_without_parts_a_thing_is_only_itself(graph: Graph) -> None:
    """Of all things without their parts, masses sum to what births declare, element by element."""
    found = everything(graph, parts=False)
    sums: dict[str, float] = defaultdict(float)
    for elements in found.values():
        for element, origins in elements.items():
            sums[element] += sum(origins.values())
    content, births = graph.content, graph.births
    rows = births.content[births.content >= 0]
    declared = np.zeros(len(graph.elements))
    owner = np.repeat(np.arange(len(content.total)), np.diff(content.at))
    np.add.at(declared, content.element, content.mass * np.bincount(rows, minlength=len(content.total))[owner])
    expected = {graph.elements[at]: mass for at, mass in enumerate(declared.tolist()) if mass}
    assert sums == pytest.approx(expected, rel=TIGHT)


def test_factors_multiply_to_the_table(graph: Graph) -> None:
    """Things times mixtures, mixtures times origins: the product is the table, and every mixture's shares sum to 1."""
    some = np.arange(0, len(graph.things.kind), 40)
    one, whole = factors(graph, "Ni", some), everything(graph, things=some)
    assert one.shares.sum(axis=1) == pytest.approx(np.ones(len(one.shares)))
    for at, number in enumerate(some.tolist()):
        part = slice(one.at[at], one.at[at + 1])
        masses = one.mass[part] @ one.shares[one.row[part]]
        expected = whole.get(graph.things.names[number], {}).get("Ni", {})
        found = {origin: mass for origin, mass in zip(one.origins, masses.tolist(), strict=True) if mass}
        assert found == pytest.approx(expected)


def test_a_file_holds_all_rows(graph: Graph, tmp_path: Path) -> None:
    """The Parquet file has the columns that are promised, every row, and whoever waits is told how far it is."""
    steps: list[int] = []
    some = np.arange(0, len(graph.things.kind), 40)
    rows = write_parquet(tmp_path / "whose.parquet", graph, some, progress=steps.append)
    table = pq.read_table(tmp_path / "whose.parquet")
    assert table.column_names == ["id", "element", "origin", "mass_mg"]
    assert table.num_rows == rows == steps[-1] == sum(one.num_rows for one in attribute_all(graph, some))
    assert steps == sorted(steps)
    assert table.schema.field("mass_mg").type == pa.float64()


def test_nothing_is_attributed_of_nothing(tmp_path: Path) -> None:
    """Without things, or without declared contents, the table has no rows, and the file can be read."""
    silent = graph_of_values([born("a"), made(["a"], [lot("b", 1)])])
    assert everything(silent) == {}
    assert write_parquet(tmp_path / "none.parquet", silent) == 0
    assert pq.read_table(tmp_path / "none.parquet").num_rows == 0
    some = graph_of_values([born("a", ilmd=content(a={"Ni": 1}))])
    assert everything(some, things=np.empty(0, np.int64)) == {}
