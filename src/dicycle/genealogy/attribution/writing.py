"""Attribution as a Parquet file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq  # type: ignore[import-untyped]

from dicycle.genealogy.attribution.batch import SCHEMA, Numbers, attribute_all
from dicycle.genealogy.graph import Graph

Progress = Callable[[int], None]
"""Is told how many rows are written."""


def write_parquet(
    path: Path, graph: Graph, things: Numbers | None = None, *, progress: Progress | None = None, **more: Any
) -> int:
    """Write what `attribute_all` says as Parquet and return the number of rows; `more` goes to `attribute_all`."""
    rows = 0
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
        for batch in attribute_all(graph, things, **more):
            writer.write_batch(batch)
            rows += batch.num_rows
            if progress:
                progress(rows)
    return rows
