"""The relational program, embedded: the same answers as the pass over arrays."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from genealogy.making import born, bound, content, graph_of_values, lot, made, simulated_graph

from benchmarks.genealogy.attribute import packs_of
from benchmarks.genealogy.chain import Shape, graph
from benchmarks.genealogy.drawing import draw
from benchmarks.genealogy.ids import CLASSES
from dicycle.genealogy.attribution.batch import attribute_all
from dicycle.genealogy.graph import Graph
from dicycle.genealogy.kinds import Kinds
from dicycle.genealogy.relational import attribute, export

duck = pytest.importorskip("dicycle.genealogy.relational.duck", reason="duckdb is not installed", exc_type=ImportError)

Masses = dict[tuple[str, str, str], float]


def _by_sql(found: Graph, folder: Path, categories: Iterable[str] = (), as_of: int | None = None) -> Masses:
    export(found, folder / "tables", kinds=Kinds(found, CLASSES))
    with duck.DuckDB(folder / "tables") as engine:
        rows = attribute(engine, [*categories], as_of)
        table = engine.table("attributed")
    assert table.num_rows == rows
    return _masses(table)


def _by_arrays(found: Graph, things: Any = None, as_of: int | None = None) -> Masses:
    batches = [*attribute_all(found, things, as_of=as_of)]
    return _masses(pa.Table.from_batches(batches)) if batches else {}


def _masses(table: Any) -> Masses:
    return {(row["id"], row["element"], row["origin"]): row["mass_mg"] for row in table.to_pylist()}


def _agree(one: Masses, other: Masses) -> None:
    assert one.keys() == other.keys()
    wrong = {key for key, mass in one.items() if abs(mass - other[key]) > 1e-9 * mass + 1e-6}
    assert not wrong


@pytest.mark.slow
@pytest.mark.parametrize("part", [0.2, 0.6, None])
def test_a_simulated_loop_is_attributed_alike(tmp_path: Path, part: float | None) -> None:
    """Of everything in a simulated loop, at any moment, both say the same origins and masses."""
    found, _ = simulated_graph()
    as_of = None if part is None else int(np.quantile(found.events.time, part))
    said = _by_sql(found, tmp_path, as_of=as_of)
    assert any(origin.startswith("post_consumer:") for _, _, origin in said) or part is not None
    _agree(said, _by_arrays(found, as_of=as_of))


def test_matter_that_goes_round_is_followed(tmp_path: Path) -> None:
    """Where recycled metal keeps the origin of its mine, the program goes through all turns of the loop."""
    found = graph(draw(6_000, seed=4), Shape(origins=12, feed=False, elements=("Ni", "Co")))
    assert export(found, tmp_path / "levels").levels > 15
    _agree(_by_sql(found, tmp_path, ["pack"]), _by_arrays(found, packs_of(found)))


def test_the_hard_edges_are_attributed_alike(tmp_path: Path) -> None:
    """A tank that is filled again, a lot inside a case, what nobody declared and what was overdrawn: both agree."""
    found = graph_of_values([
        born(lots=[lot("ore", 10)], ilmd={**content(ore={"Ni": 5}), "dcy:origin": "virgin"}),
        born(lots=[lot("bought", 10)], ilmd=content(bought={"Ni": 2})),
        born(lots=[lot("silent", 10)]),
        made([lot("ore", 6)], [lot("tank", 6)], ilmd=content(tank={"Ni": 3})),
        made([lot("tank", 2)], ["cell-1", "cell-2"], ilmd=content(each={"Ni": 0.5})),
        made([lot("bought", 4)], [lot("tank", 4)], ilmd=content(tank={"Ni": 0.8})),
        made([lot("tank", 8), lot("silent", 1)], ["cell-3"], ilmd=content(each={"Ni": 4})),
        made([lot("bought", 9)], ["cell-4", lot("rest", 1)], ilmd=content(**{"urn:x:cell-4": {"Ni": 1.5}})),
        made([lot("silent", 2)], ["cell-5", lot("scrap", 1)], ilmd=content(**{"urn:x:cell-5": {"Ni": 1}})),
        bound("ADD", "pack", "cell-1", "cell-3", lots=[lot("ore", 2)]),
        bound("ADD", "pack", "cell-2"),
        bound("DELETE", "pack", "cell-2"),
        made(["pack"], [lot("mass", 5)], **{"dcy:feed": "post_consumer"}, ilmd=content(mass={"Ni": 4.9})),
    ])  # fmt: skip
    for as_of in (None, *found.events.time.tolist()):
        folder = tmp_path / str(as_of)
        folder.mkdir()
        _agree(_by_sql(found, folder, as_of=as_of), _by_arrays(found, as_of=as_of))


def test_a_ledger_without_events_has_nothing_to_attribute(tmp_path: Path) -> None:
    """The program runs on a genealogy of nothing and says nothing."""
    assert _by_sql(graph_of_values([]), tmp_path) == {}


def test_a_category_with_a_quote_is_only_a_text(tmp_path: Path) -> None:
    """What is asked for is a value, never a piece of the program."""
    found = graph_of_values([born("a", ilmd=content(each={"Ni": 1}))])
    assert _by_sql(found, tmp_path, ["x') OR TRUE --"]) == {}
