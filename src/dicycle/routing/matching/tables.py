"""Matchings as tables: where each module goes, and what each pack has."""

from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from dicycle.routing.matching.model import Matching, Modules, Request
from dicycle.routing.matching.telling import sheets


def to_table(matching: Matching, modules: Modules, request: Request) -> Any:
    """Return an Arrow table with a row for each module: id, pack, group (counted from 1; null if left out), reason."""
    pack, group = [None] * modules.total, [None] * modules.total
    places: list[list[Any]] = [pack, group]
    for at, one in enumerate(matching.packs, 1):
        for place, row in enumerate(one.modules):
            places[0][row], places[1][row] = at, place // request.parallel + 1
    reasons = {reject.module: reject for reject in matching.rejects}
    told = [reasons.get(row) for row in range(modules.total)]
    return pa.table(
        {
            "id": pa.array(modules.ids.tolist(), pa.string()),
            "pack": pa.array(pack, pa.int64()),
            "group": pa.array(group, pa.int64()),
            "code": pa.array([one and one.code for one in told], pa.string()),
            "reason": pa.array([one and one.reason for one in told], pa.string()),
        }
    )


def packs_table(matching: Matching, modules: Modules, request: Request) -> Any:
    """Return an Arrow table with a row for each pack: what `sheets` says of it."""
    rows = [sheet._asdict() for sheet in sheets(matching, modules, request)]
    names = ("usable", "expected", "guaranteed", "spread", "resistance_spread")
    columns = {name: pa.array([row[name] for row in rows], pa.float64()) for name in names}
    texts = {name: pa.array([", ".join(row[name]) for row in rows], pa.string()) for name in ("modules", "bucket")}
    limited = pa.array([row["limited_by"] for row in rows], pa.string())
    return pa.table({"pack": pa.array(range(1, len(rows) + 1), pa.int64()), **texts, **columns, "limited_by": limited})
