"""Small genealogies from plain event values, and ledgers of simulated loops with their truth."""

import atexit
import json
import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import count
from pathlib import Path
from shutil import rmtree
from typing import Any

import pyarrow.parquet as pq
from strategies import CONTEXT

from dicycle.bootstrap import Loop, open_loop
from dicycle.genealogy.building import build, gather
from dicycle.genealogy.graph import Graph
from dicycle.ledger.decode import decode_event
from dicycle.ledger.stored import StoredEvent
from dicycle.simulation import Scenario, write

DAY = 86_400_000_000
PLACE = "https://id.gs1.org/414/9521001000017"


def stored(values: Iterable[dict[str, Any]]) -> list[StoredEvent]:
    """Return plain event values as a ledger gives them, recorded in this order.

    `day` is the event's day since 1970 (the number of the event if it is not given), `at` its place, `declared` makes
    the record a declaration that the event of this eventID is wrong; ids are ``urn:x:e1``, … unless given.
    """
    numbers = count(1)
    return [_stored(next(numbers), dict(value)) for value in values]


def _stored(seq: int, value: dict[str, Any]) -> StoredEvent:
    day, place = value.pop("day", seq), value.pop("at", PLACE)
    event: dict[str, Any] = {
        "@context": CONTEXT, "eventID": f"urn:x:e{seq}", "eventTimeZoneOffset": "+00:00",
        "readPoint": {"id": place}, "bizLocation": {"id": place},
    } | value  # fmt: skip
    if event.pop("declared", False):
        event["errorDeclaration"] = {"declarationTime": "2026-01-01T00:00:00Z"}
    event["eventTime"] = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day)).isoformat()
    one = decode_event(json.dumps(event).encode())
    return StoredEvent(seq, one.time, seq, one.body, one.context)


def graph_of_values(values: Iterable[dict[str, Any]]) -> Graph:
    """Return the graph that plain event values tell."""
    return build([gather(stored(values))])


def lot(name: str, quantity: float | None = None, unit: str | None = "KGM") -> dict[str, Any]:
    """Return a quantity element of the lot ``urn:x:<name>``."""
    return {"epcClass": _id(name)} | ({"quantity": quantity} if quantity is not None else {}) | (
        {"uom": unit} if unit and quantity is not None else {}
    )  # fmt: skip


def _id(name: str) -> str:
    return name if ":" in name else f"urn:x:{name}"


def content(**of: dict[str, float] | None) -> dict[str, Any]:
    """Return an ilmd that declares kilograms of elements: ``content(ore={"Ni": 5})``; ``each`` is of single things."""
    entries = []
    for name, elements in of.items():
        if elements is not None:
            masses = dict(elements)
            mass = masses.pop("mass", sum(masses.values()))
            item = {} if name == "each" else {"dcy:item": _id(name)}
            entries.append({**item, "dcy:mass": mass, "dcy:elements": masses})
    return {"dcy:content": entries}


def born(
    *things: str, lots: Sequence[dict[str, Any]] = (), ilmd: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """Return an ObjectEvent ADD of things and lots."""
    return {
        "type": "ObjectEvent", "action": "ADD", "bizStep": "commissioning",
        **({"epcList": [*map(_id, things)]} if things or not lots else {}),
        **({"quantityList": list(lots)} if lots else {}), **({"ilmd": ilmd} if ilmd else {}), **more,
    }  # fmt: skip


def made(
    inputs: Sequence[str | dict[str, Any]], outputs: Sequence[str | dict[str, Any]], **more: Any
) -> dict[str, Any]:
    """Return a TransformationEvent; texts are single things, quantity elements are lots."""
    fields = {
        "inputEPCList": [_id(one) for one in inputs if isinstance(one, str)],
        "inputQuantityList": [one for one in inputs if not isinstance(one, str)],
        "outputEPCList": [_id(one) for one in outputs if isinstance(one, str)],
        "outputQuantityList": [one for one in outputs if not isinstance(one, str)],
    }
    return {"type": "TransformationEvent"} | {name: value for name, value in fields.items() if value} | more


def bound(action: str, parent: str, *children: str, lots: Sequence[dict[str, Any]] = (), **more: Any) -> dict[str, Any]:
    """Return an AssociationEvent."""
    return {
        "type": "AssociationEvent", "action": action, "parentID": _id(parent),
        **({"childEPCs": [*map(_id, children)]} if children else {}),
        **({"childQuantityList": list(lots)} if lots else {}), **more,
    }  # fmt: skip


@lru_cache(maxsize=4)
def simulated(packs: int = 30, years: int = 10, seed: int = 1) -> tuple[Path, Path]:
    """Return the ledger of a simulated loop and the folder of its files (``truth`` in it); made once a process."""
    folder = Path(tempfile.mkdtemp(prefix="dicycle-loop-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    write(Scenario(packs=packs, years=years, seed=seed), folder)
    with open_loop(folder / "loop.db", profile="off") as loop:
        loop.capture_file(folder / "places.jsonld")
        loop.capture_file(folder / "events.ndjson")
    return folder / "loop.db", folder


def loop_of_simulation(packs: int = 30, years: int = 10, seed: int = 1) -> tuple[Loop, Path]:
    """Return an open ledger of a simulated loop, and the folder of its truth tables. Close the ledger."""
    ledger, folder = simulated(packs, years, seed)
    return open_loop(ledger, profile="off"), folder / "truth"


@lru_cache(maxsize=4)
def simulated_graph(packs: int = 30, years: int = 10, seed: int = 1) -> tuple[Graph, Path]:
    """Return the graph of a simulated loop, and the folder of its truth tables."""
    loop, truth = loop_of_simulation(packs, years, seed)
    with loop:
        return build([gather(loop.store.events())]), truth


def truth_rows(truth: Path, table: str) -> list[dict[str, Any]]:
    """Return the rows of a truth table."""
    rows: list[dict[str, Any]] = pq.read_table(truth / f"{table}.parquet").to_pylist()
    return rows
