"""What the simulator knows and what the ledger says after capturing its events are the same."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pyarrow.parquet as parquet
import pytest

import dicycle
from dicycle.bootstrap import Loop
from dicycle.genealogy.containment import stays, valid
from dicycle.identifiers import class_of
from dicycle.ledger.importing import Imported
from dicycle.ledger.model import TransformationEvent
from dicycle.ledger.stored import StoredEvent
from dicycle.simulation import Scenario, write
from dicycle.vocabulary import CATEGORY, CONTENT

_MILLIGRAMS = Decimal(1_000_000)


class Told(NamedTuple):
    """A simulated loop and the ledger that captured it."""

    loop: Loop
    folder: Path
    done: Imported
    totals: dict[str, int]

    def table(self, name: str) -> list[dict[str, Any]]:
        """Return a table of the truth."""
        return parquet.read_table(self.folder / "truth" / f"{name}.parquet").to_pylist()  # type: ignore[no-any-return]


@pytest.fixture(scope="module", params=[150, pytest.param(2000, marks=pytest.mark.full)], ids="{} packs".format)
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """Simulate twelve years and capture them."""
    folder = tmp_path_factory.mktemp("loop")
    write(Scenario(packs=request.param, years=12, seed=7), folder)
    with dicycle.open(folder / "loop.db") as loop:
        loop.capture_file(folder / "places.jsonld")
        done = loop.capture_file(folder / "events.ndjson")
        rows = parquet.read_table(folder / "truth" / "totals.parquet").to_pylist()
        yield Told(loop, folder, done, {row["name"]: row["value"] for row in rows})


def test_every_line_is_stored_known_or_a_declaration(told: Told) -> None:
    """Each line of the file is an event of its own, one sent again, or a declaration about one; none is refused."""
    totals = told.totals
    assert (told.done.refused, told.done.findings) == (0, ())
    assert told.done.known == totals["duplicates"]
    assert told.done.stored == totals["lines"] - totals["duplicates"] == totals["events"] + totals["declarations"]


def test_events_are_counted_alike_by_type_and_step(told: Told) -> None:
    """The ledger counts as many events of each type and each business step as were simulated."""
    events = [one.value for one in told.loop.store.events() if not one.declares_error]
    counted = Counter(f"events.type.{event['type']}" for event in events)
    counted += Counter(f"events.bizStep.{event['bizStep']}" for event in events)
    assert counted == {
        name: value for name, value in told.totals.items() if name.startswith(("events.type", "events.b"))
    }


def test_every_thing_is_known_under_its_category(told: Told) -> None:
    """The ledger knows every thing that was born, under the category that the master data gives its class."""
    for thing in told.table("things"):
        item = told.loop.store.item(thing["id"])
        assert item is not None, thing
        assert item.category == (thing["category"] if thing["class_id"] else None), thing


def test_the_ledger_counts_as_many_things_as_the_truth(told: Told) -> None:
    """The counts on the first page are the truth's, mistyped serial numbers that were taken back aside."""
    things = Counter(thing["category"] for thing in told.table("things") if thing["class_id"])
    counted = Counter(told.loop.store.counts()["items"])
    mistyped = sum(row["planted"].startswith("retracted") for row in told.table("events"))
    assert set(counted) == set(things)
    assert sum((counted - things).values()) <= mistyped
    assert not things - counted


def _category(loop: Loop, id: str, known: dict[str, str | None]) -> str | None:
    kind = class_of(id) or id
    if kind not in known:
        known[kind] = loop.store.names([kind])[kind].get(CATEGORY)
    return known[kind]


def _born(one: StoredEvent) -> dict[str, Decimal]:
    """Return the mass in kg of each instance born in an event."""
    listed = one.value.get("ilmd", {}).get(CONTENT, [])
    named = {entry["dcy:item"]: entry["dcy:mass"] for entry in listed if "dcy:item" in entry}
    rest = next((entry["dcy:mass"] for entry in listed if "dcy:item" not in entry), None)
    new = (
        one.value.get("outputEPCList", [])
        if one.value["type"] == "TransformationEvent"
        else one.value.get("epcList", [])
    )
    return {id: named.get(id, rest) for id in new if named.get(id, rest) is not None}


def test_masses_are_the_truths_to_the_milligram(told: Told) -> None:
    """What the ledger's events say went in, came out and was commissioned is what was simulated, per category."""
    known: dict[str, str | None] = {}
    masses: dict[str, Decimal] = {}
    summed: Counter[str] = Counter()

    def book(side: str, id: str, mass: Any) -> None:
        category = _category(told.loop, id, known)
        if category:
            summed[f"mg.{side}.{category}"] += int(Decimal(mass) * _MILLIGRAMS)

    for one in valid(told.loop.store.events()):
        born = _born(one)
        masses |= born
        event = one.value
        if isinstance(one.event, TransformationEvent):
            for id in event.get("inputEPCList", []):
                book("input", id, masses[id])
            for id, mass in born.items():
                book("output", id, mass)
            for side in ("input", "output"):
                for element in event.get(f"{side}QuantityList", []):
                    book(side, element["epcClass"], element["quantity"])
        elif event.get("action") == "ADD" and "ilmd" in event:
            for id, mass in born.items():
                book("commissioned", id, mass)
            for element in event.get("quantityList", []):
                book("commissioned", element["epcClass"], element["quantity"])
    truth = {name: value for name, value in told.totals.items() if name.startswith("mg.")}
    classless = {name for name in truth if name.endswith(".part")}
    assert {name: value for name, value in summed.items() if name not in classless} == {
        name: value for name, value in truth.items() if name not in classless
    }


def test_parts_are_the_truths_at_any_moment(told: Told) -> None:
    """What was in a thing, from when to when, is what was simulated, for a hundred packs and modules."""
    rows = told.table("containment")
    parents = sorted({row["parent"] for row in rows if "/21/" in row["parent"]})
    for parent in Random(3).sample(parents, min(100, len(parents))):
        found = {
            (stay.child, stay.since // 1000, stay.until and stay.until // 1000)
            for stay in stays(told.loop.store.events_of(parent))
            if stay.parent == parent
        }
        ended = next(thing["ended_time"] for thing in [_thing(told, parent)])
        expected = {
            (row["child"], _ms(row["from"]), None if row["to"] == ended else _ms(row["to"]))
            for row in rows
            if row["parent"] == parent
        }
        assert found == expected


def _ms(moment: Any) -> int | None:
    return None if moment is None else round(moment.timestamp() * 1000)


_things: dict[Path, dict[str, dict[str, Any]]] = {}


def _thing(told: Told, id: str) -> dict[str, Any]:
    if told.folder not in _things:
        _things[told.folder] = {thing["id"]: thing for thing in told.table("things")}
    return _things[told.folder][id]
