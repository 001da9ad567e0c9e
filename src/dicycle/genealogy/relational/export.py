"""The tables of a genealogy that the relational program reads: Parquet files, written in stretches.

All are numbers; what they mean is in ``thing``, ``element`` and ``origin``. Masses are micrograms, times microseconds
since 1970 UTC. Nodes, batches and contents are those of `dicycle.genealogy.attribution.Flows`.

======== ===========================================================================================================
thing    number, id, category (text or null), ended
element  number, name
origin   number, name
batch    level, number, node, element, mass, weight, rest: what came out of a node, an element at a time; `mass` is in
         the batch once, `weight` how many times it came out, `rest` the origin of what comes out beyond what went in
link     level, node, source (a node, or null), origin (null if there is a source), element, mass: what went into a node
born     thing, batch, since, until: which batch a thing is made of, from its birth (to the next, if it is single)
stay     parent, child, since, until, single, batch, weight, born: what was in what; the last three for lots
======== ===========================================================================================================
"""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
from numpy.typing import NDArray

from dicycle.compiled import jitted
from dicycle.genealogy.attribution import Flows, Mixing, mixing
from dicycle.genealogy.building.texts import arrow
from dicycle.genealogy.graph import FOREVER, NEVER, Graph, Kind
from dicycle.genealogy.graph.model import Ints, Longs
from dicycle.genealogy.graph.ranges import ranges
from dicycle.genealogy.kinds import Kinds

TABLES: Final = ("thing", "element", "origin", "batch", "link", "born", "stay")
LEVELS: Final = "levels.json"
_STRETCH: Final = 1 << 20

Column = NDArray[Any]
Columns = Mapping[str, Any]


class Exported(NamedTuple):
    """What was written: how many levels the program goes through, and the rows of each table."""

    levels: int
    rows: dict[str, int]


def export(graph: Graph, folder: Path, *, mixed: Mixing | None = None, kinds: Kinds | None = None) -> Exported:
    """Write the tables of a genealogy into a folder, which is made.

    `mixed` is `mixing(graph)` if it is at hand; `kinds` knows the categories that master data says of classes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mixed = mixed or mixing(graph)
    level = levels(mixed.flows)
    makers: dict[str, Iterator[Columns]] = {
        "thing": _things(graph, kinds or Kinds(graph, {})),
        "element": iter([_named(mixed.elements)]),
        "origin": iter([_named(mixed.origins)]),
        "batch": _batches(mixed.flows, level),
        "link": _links(mixed.flows, level),
        "born": _born(graph, mixed.flows),
        "stay": _stays(graph, mixed.flows),
    }
    rows = {name: _write(folder / f"{name}.parquet", makers[name]) for name in TABLES}
    count = int(level.max()) + 1 if len(level) else 0
    (folder / LEVELS).write_text(json.dumps({"levels": count}))
    return Exported(count, rows)


def levels(flows: Flows) -> Ints:
    """Return for each node how many steps away the farthest origin is: its sources have lower levels."""
    return jitted(_levels, len(flows.source))(flows.links_at, flows.source)


def _levels(links_at: Longs, source: Ints) -> Ints:
    out = np.zeros(len(links_at) - 1, np.int32)
    for node in range(len(out)):
        for link in range(links_at[node], links_at[node + 1]):
            if source[link] >= 0 and out[source[link]] >= out[node]:
                out[node] = out[source[link]] + 1
    return out


def _write(path: Path, stretches: Iterator[Columns]) -> int:
    rows, writer = 0, None
    for columns in stretches:
        table = pa.table(dict(columns))
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
        rows += table.num_rows
    if writer is not None:
        writer.close()
    return rows


def _in_stretches(rows: int, columns: Callable[[slice], Columns]) -> Iterator[Columns]:
    """Yield the columns of some rows at a time; at least once, so that an empty table has its columns."""
    for start in range(0, max(rows, 1), _STRETCH):
        yield columns(slice(start, min(start + _STRETCH, rows)))


def _named(names: tuple[str, ...]) -> Columns:
    return {"number": np.arange(len(names), dtype=np.int32), "name": pa.array(names, pa.string())}


def _things(graph: Graph, kinds: Kinds) -> Iterator[Columns]:
    things, ids, words = graph.things, arrow(graph.things.names), pa.array([*kinds.words, None], pa.string())

    def columns(part: slice) -> Columns:
        numbers = np.arange(part.start, part.stop, dtype=np.int32)
        said = np.where((found := kinds.numbers(numbers)) < 0, len(kinds.words), found)
        return {
            "number": numbers, "id": ids[part], "category": words.take(pa.array(said)), "ended": things.ended[part],
        }  # fmt: skip

    return _in_stretches(len(things.kind), columns)


def _batches(flows: Flows, level: Ints) -> Iterator[Columns]:
    at = level[flows.batch_node]
    order = np.argsort(at, kind="stable")

    def columns(part: slice) -> Columns:
        some, element, mass = _by_element(flows, order[part], flows.batch_row)
        node = flows.batch_node[some]
        return {
            "level": at[some], "number": some.astype(np.int32), "node": node, "element": element, "mass": mass,
            "weight": flows.batch_weight[some], "rest": flows.rest[node],
        }  # fmt: skip

    return _in_stretches(len(order), columns)


def _links(flows: Flows, level: Ints) -> Iterator[Columns]:
    node = np.repeat(np.arange(len(level), dtype=np.int32), np.diff(flows.links_at))
    order = np.argsort(level[node], kind="stable")

    def columns(part: slice) -> Columns:
        some, element, mass = _by_element(flows, order[part], flows.row)
        source = flows.source[some]
        return {
            "level": level[node[some]], "node": node[some], "source": pa.array(source, mask=source < 0),
            "origin": pa.array(~source, mask=source >= 0), "element": element, "mass": mass * flows.weight[some],
        }  # fmt: skip

    return _in_stretches(len(order), columns)


def _by_element(flows: Flows, numbers: Column, row: Ints) -> tuple[Column, Column, Column]:
    """Return numbers once for each element that their row of content holds some of, with the element and its mass."""
    entries, size = ranges(flows.at, row[numbers])
    mass = flows.mass[entries].astype(np.float64)
    there = mass > 0
    return np.repeat(numbers, size)[there], flows.element[entries][there].astype(np.int32), mass[there]


def _born(graph: Graph, flows: Flows) -> Iterator[Columns]:
    until = _until_born_again(graph)
    births = graph.births

    def columns(part: slice) -> Columns:
        batch = flows.batch[part]
        return {
            "thing": births.thing[part], "batch": pa.array(batch, mask=batch < 0),
            "since": graph.runs.time[births.run[part]], "until": until[part],
        }  # fmt: skip

    return _in_stretches(len(births.run), columns)


def _until_born_again(graph: Graph) -> NDArray[np.int64]:
    """Return for each birth when the same single thing is born again; a lot holds all of its births."""
    out = np.full(len(graph.births.run), FOREVER)
    single = graph.things.kind[graph.births.thing] == Kind.INSTANCE
    made = graph.things.made
    following = (graph.births.thing[made[1:]] == graph.births.thing[made[:-1]]) & single[made[1:]]
    out[made[:-1][following]] = graph.runs.time[graph.births.run[made[1:][following]]]
    return out


def _stays(graph: Graph, flows: Flows) -> Iterator[Columns]:
    stays = graph.stays
    again = np.full(len(stays.child), -1, np.int64)
    again[flows.stay] = np.arange(len(flows.stay))

    def columns(part: slice) -> Columns:
        child = stays.child[part]
        batch, weight, born = _filled(graph, flows, child, stays.share[part], again[part])
        return {
            "parent": stays.parent[part], "child": child, "since": stays.since[part], "until": stays.until[part],
            "single": graph.things.kind[child] == Kind.INSTANCE, "batch": pa.array(batch, mask=batch < 0),
            "weight": weight, "born": born,
        }  # fmt: skip

    return _in_stretches(len(stays.child), columns)


def _filled(graph: Graph, flows: Flows, child: Ints, share: Column, again: Column) -> tuple[Column, Column, Column]:
    """Return of lots that are inside of something which batch they hold, how many times, and when it was born."""
    things = graph.things
    first = things.made_at[child]
    births = things.made_at[child.astype(np.int64) + 1] - first
    lot = things.kind[child] == Kind.LOT
    once = np.flatnonzero(lot & (births == 1) & ~np.isnan(share))
    several = np.flatnonzero(lot & (births > 1) & (again >= 0))
    batch, weight, born = np.full(len(child), -1, np.int32), np.zeros(len(child)), np.full(len(child), NEVER)
    of = things.made[first[once]]
    batch[once], weight[once], born[once] = flows.batch[of], share[once], graph.runs.time[graph.births.run[of]]
    batch[several], weight[several] = flows.stay_batch[again[several]], flows.stay_weight[again[several]]
    return batch, weight, born
