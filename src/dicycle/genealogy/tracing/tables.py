"""Large traces and recalls as Arrow tables, column by column: a million rows take a second or two.

The columns are those of `dicycle.genealogy.tables`. Masses are kilograms, times UTC with microseconds.
"""

from typing import Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from dicycle.genealogy.graph.model import FOREVER, NOT_SAID, Graph, Kind, Reals
from dicycle.genealogy.graph.names import Names
from dicycle.genealogy.kinds import Kinds
from dicycle.genealogy.tracing.masses import Carried, Masses, amounts
from dicycle.genealogy.tracing.recalling import Rows
from dicycle.genealogy.tracing.roads import BIRTH, STAY, USE
from dicycle.genealogy.tracing.walking import Walk

_TIME: Final = pa.timestamp("us", "UTC")
_ROLES: Final = pa.array(["output", "input", "part"])
_KINDS: Final = pa.array([None, "instance", "lot"])
_KILOGRAM, _BILLION = 1e9, 1e9


def trace_table(graph: Graph, kinds: Kinds, walk: Walk) -> pa.Table:
    """Return the links of a walk by time: depth, role, thing, kind, category, parent, time, until, run, event, …"""
    masses = Masses(graph)
    parts = [_births(graph, masses, walk), _uses(graph, masses, walk), _stays(graph, masses, walk)]
    table = pa.concat_tables(_named(graph, kinds, part) for part in parts)
    event = np.concatenate([part["event"] for part in parts])
    return table.take(pa.array(np.argsort(event, kind="stable")))


def recall_table(graph: Graph, kinds: Kinds, rows: Rows) -> pa.Table:
    """Return the affected things of a recall, as `recalling.recall_rows` gives them."""
    return pa.table({
        "id": texts(graph.things.names, rows.thing),
        "kind": _KINDS.take(pa.array(graph.things.kind[rows.thing])),
        "category": _categories(kinds, rows.thing),
        "fraction": _reals(rows.fraction),
        "share": _reals(rows.share),
        "mass_kg": _reals(np.round(rows.mass / _KILOGRAM, 9)),
        "holder": texts(graph.things.names, rows.holder),
        "place": texts(graph.places, rows.place),
        "depth": pa.array(rows.depth, pa.int32()),
    })  # fmt: skip


def texts(names: Names, numbers: NDArray[np.integer]) -> pa.Array:
    """Return texts by number, null for numbers below 0, without making each of them a Python value."""
    if not len(names):
        return pa.nulls(len(numbers), pa.string())
    at, text = np.ascontiguousarray(names.at, np.int64), np.ascontiguousarray(names.text)
    all_of_them = pa.Array.from_buffers(pa.large_string(), len(names), [None, pa.py_buffer(at), pa.py_buffer(text)])
    return all_of_them.take(pa.array(numbers.astype(np.int64), mask=numbers < 0)).cast(pa.string())


def _kilograms(micrograms: Reals) -> pa.Array:
    """Return masses; null where nobody said, and where there is none of an element."""
    return _reals(np.round(np.where(micrograms == 0, np.nan, micrograms) / _KILOGRAM, 9))


def _reals(values: Reals) -> pa.Array:
    return pa.array(values, pa.float64(), mask=np.isnan(values))


def _categories(kinds: Kinds, things: NDArray[np.integer]) -> pa.Array:
    numbers = kinds.numbers(things)
    return pa.array(kinds.words, pa.string()).take(pa.array(numbers, mask=numbers < 0))


Columns = dict[str, Any]


def _births(graph: Graph, masses: Masses, walk: Walk) -> Columns:
    table, none = graph.births, np.full(len(walk.births), -1)
    return _columns(graph, walk, BIRTH, table, walk.births, masses.of_births(walk.births)) | {
        "thing": table.thing[walk.births], "parent": none, "time": graph.events.time[table.event[walk.births]],
        "until": np.full(len(none), FOREVER), "run": graph.runs.event[table.run[walk.births]],
        "event": table.event[walk.births], "share": np.full(len(none), np.nan), "implied": none * 0,
    }  # fmt: skip


def _uses(graph: Graph, masses: Masses, walk: Walk) -> Columns:
    table, none = graph.uses, np.full(len(walk.uses), -1)
    return _columns(graph, walk, USE, table, walk.uses, masses.of_uses(walk.uses)) | {
        "thing": table.thing[walk.uses], "parent": none, "time": graph.events.time[table.event[walk.uses]],
        "until": np.full(len(none), FOREVER), "run": graph.runs.event[table.run[walk.uses]],
        "event": table.event[walk.uses], "share": table.share[walk.uses], "implied": table.implied[walk.uses],
    }  # fmt: skip


def _stays(graph: Graph, masses: Masses, walk: Walk) -> Columns:
    table, now = graph.stays, FOREVER if walk.moment is None else walk.moment
    until = table.until[walk.stays]
    return _columns(graph, walk, STAY, table, walk.stays, masses.of_stays(walk.stays)) | {
        "thing": table.child[walk.stays], "parent": table.parent[walk.stays], "time": table.since[walk.stays],
        "until": np.where(until > now, FOREVER, until), "run": table.begin[walk.stays],
        "event": table.begin[walk.stays], "share": table.share[walk.stays], "implied": walk.stays * 0,
    }  # fmt: skip


def _columns(
    graph: Graph, walk: Walk, role: int, table: Any, numbers: NDArray[np.integer], carried: Carried
) -> Columns:
    quantity = table.quantity[numbers]
    said = quantity != NOT_SAID
    return {
        "role": np.full(len(numbers), role), "depth": walk.depths[role],
        "quantity": np.where(said, quantity / _BILLION, np.nan), "unit": np.where(said, table.unit[numbers], -1),
        "masses": [amounts(graph, carried, element) for element in range(len(graph.elements))],
    }  # fmt: skip


def _named(graph: Graph, kinds: Kinds, part: Columns) -> pa.Table:
    things, size = graph.things, len(part["thing"])
    kind = np.where(things.kind[part["thing"]] == Kind.LOT, 2, 1)
    return pa.table({
        "depth": pa.array(part["depth"], pa.int32()),
        "role": _ROLES.take(pa.array(part["role"])),
        "thing": texts(things.names, part["thing"]),
        "kind": _KINDS.take(pa.array(kind)),
        "category": _categories(kinds, part["thing"]),
        "parent": texts(things.names, part["parent"]),
        "time": pa.array(part["time"], _TIME),
        "until": pa.array(part["until"], _TIME, mask=part["until"] == FOREVER),
        "run": texts(graph.events.names, part["run"]),
        "event": texts(graph.events.names, part["event"]),
        "quantity": _reals(part["quantity"]),
        "unit": texts(graph.units, part["unit"]),
        "share": _reals(part["share"]),
        "implied": pa.array(part["implied"] > 0),
        "hidden": pa.array(np.zeros(size, np.bool_)),
        **{f"{graph.elements[at]}_kg": _kilograms(one) for at, one in enumerate(part["masses"])},
    })  # fmt: skip
