"""One simulated loop, written to files and read back without any code of the simulator."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from dicycle.simulation import Scenario, write
from dicycle.vocabulary import CATEGORY, CONTENT, ELEMENTS_OF, ITEM, MASS

Event = dict[str, Any]


def mg(kilograms: Decimal | int) -> int:
    """Return the milligrams of an exact JSON number of kilograms; more than six decimals would be refused."""
    milligrams = Decimal(kilograms) * 1_000_000
    assert milligrams == int(milligrams)
    return int(milligrams)


@dataclass
class Run:
    """The files of a simulation, and what anybody can read in its lines."""

    scenario: Scenario
    directory: Path
    totals: dict[str, int]

    @cached_property
    def lines(self) -> list[bytes]:
        """The lines of the events file."""
        return (self.directory / "events.ndjson").read_bytes().splitlines()

    @cached_property
    def records(self) -> list[Event]:
        """The lines as JSON, numbers exact."""
        return [json.loads(line, parse_float=Decimal) for line in self.lines]

    @cached_property
    def events(self) -> dict[str, Event]:
        """Every event once, by its id."""
        return {record["eventID"]: record for record in self.records if "errorDeclaration" not in record}

    @cached_property
    def valid(self) -> list[Event]:
        """The events that nobody declared wrong, in order of happening."""
        wrong = {record["eventID"] for record in self.records if "errorDeclaration" in record}
        kept = [event for link, event in self.events.items() if link not in wrong]
        return sorted(kept, key=lambda event: datetime.fromisoformat(event["eventTime"]))

    @cached_property
    def categories(self) -> dict[str, str]:
        """The category of every class of things, from the master data."""
        header = json.loads((self.directory / "places.jsonld").read_text())["epcisHeader"]
        return {
            element["id"]: attribute["attribute"]
            for vocabulary in header["epcisMasterData"]["vocabularyList"]
            for element in vocabulary["vocabularyElementList"]
            for attribute in element["attributes"]
            if attribute["id"] == CATEGORY
        }

    def table(self, name: str) -> list[Event]:
        """The rows of a table of the truth."""
        return pq.read_table(self.directory / "truth" / f"{name}.parquet").to_pylist()

    def category(self, link: str, event: Event) -> str:
        """The category of a thing born in `event`: that of its class, or its own."""
        known = self.categories.get(link.partition("/21/")[0].partition("/10/")[0])
        return str(known or event.get("ilmd", {}).get(CATEGORY) or "part")

    @staticmethod
    def quantities(event: Event, *names: str) -> Iterator[tuple[str, int]]:
        """Lots and their milligrams in the named lists of an event."""
        for name in names:
            for element in event.get(name, ()):
                assert element["uom"] == "KGM"
                yield element["epcClass"], mg(element["quantity"])

    @staticmethod
    def is_birth(event: Event) -> bool:
        """Whether things come into the world by this event."""
        return event["type"] == "TransformationEvent" or (event["type"] == "ObjectEvent" and event["action"] == "ADD")

    def born(self, event: Event) -> list[str]:
        """Ids of the things that an event brings into the world."""
        if not self.is_birth(event):
            return []
        lots = [link for link, _ in self.quantities(event, "outputQuantityList", "quantityList")]
        return [*event.get("outputEPCList", event.get("epcList", [])), *lots]

    def contents(self, event: Event) -> dict[str, tuple[int, dict[str, int]]]:
        """Mass and elements, in milligrams, of every thing that an event brings into the world."""
        entries = event.get("ilmd", {}).get(CONTENT, [])
        named = {entry[ITEM]: entry for entry in entries if ITEM in entry}
        (rest,) = [entry for entry in entries if ITEM not in entry] or [None]
        found = {link: named.get(link, rest) for link in self.born(event)}
        return {
            link: (mg(entry[MASS]), {name: mg(mass) for name, mass in entry[ELEMENTS_OF].items()})
            for link, entry in found.items()
            if entry
        }


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A small fleet over fourteen years."""
    scenario = Scenario(packs=60, years=14, seed=7, late=0.04, duplicate=0.02, wrong=0.03, life_scale=6.0)
    directory = tmp_path_factory.mktemp("loop")
    return Run(scenario, directory, write(scenario, directory))
