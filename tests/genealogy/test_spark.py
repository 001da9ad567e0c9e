"""The relational program on a Spark cluster of separate processes."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from genealogy.spark_cluster import cluster, missing

from benchmarks.genealogy.attribute import difference, packs_of
from benchmarks.genealogy.chain import Shape, graph
from benchmarks.genealogy.drawing import draw
from benchmarks.genealogy.ids import CLASSES
from dicycle.genealogy.attribution import mixing
from dicycle.genealogy.attribution.batch import attribute_all
from dicycle.genealogy.kinds import Kinds
from dicycle.genealogy.relational import attribute, export, submit

pytestmark = [pytest.mark.full, pytest.mark.skipif(missing() is not None, reason=str(missing()))]

CELLS = 1_000_000


def test_a_million_cells_are_attributed_alike_on_a_cluster(tmp_path: Path) -> None:
    """A master and two workers, each a process of its own, say of every pack what one process says."""
    duck = pytest.importorskip("dicycle.genealogy.relational.duck", reason="no duckdb", exc_type=ImportError)
    found = graph(draw(CELLS), Shape())
    mixed = mixing(found)
    tables, work = tmp_path / "tables", tmp_path / "work"
    export(found, tables, mixed=mixed, kinds=Kinds(found, CLASSES))
    with duck.DuckDB(tables) as engine:
        attribute(engine, ["pack"])
        embedded = engine.table("attributed")
    with cluster(tmp_path) as running:
        running.submit(submit.__file__, str(tables), str(work), "--category", "pack")
        workers = [name for name in running.processes if name.startswith("worker")]
        assert all("Asked to launch executor" in running.log(name) for name in workers)
        assert all(process.poll() is None for process in running.processes.values())
    assert all(process.poll() is not None for process in running.processes.values())
    spread = pq.read_table(work / "attributed")
    assert spread.num_rows == embedded.num_rows > 0
    assert difference(embedded, spread) < 1e-9
    packs = packs_of(found)
    assert len(np.unique(spread["id"])) == len(packs)
    assert difference(pa.Table.from_batches(attribute_all(found, packs, mixed=mixed)), spread) < 1e-9
