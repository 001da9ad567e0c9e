"""Planted flaws: for every rule of sense so many plots that break it, at random moments and places of a loop.

The loop around them stays as it is, line by line. What is planted is told by the table `flaws` of the truth, so that
a check can be measured: it should find all of it, and nothing else.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any, Final

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from dicycle.simulation import flawed_events, flawed_histories, flawed_names
from dicycle.simulation.codes import EventIds
from dicycle.simulation.places import SITES
from dicycle.simulation.plots import Flaw, Plot, Story
from dicycle.simulation.scenario import DAY, Scenario
from dicycle.vocabulary import CATEGORY

STORIES: Final[dict[str, Story]] = {**flawed_names.STORIES, **flawed_events.STORIES, **flawed_histories.STORIES}
"""Rule -> the story that breaks it."""

DOCUMENT_FLAWS: Final = ("category-unknown", "place-inside-itself")
"""Rules that are broken in the master data, not in events."""


def plots(scenario: Scenario) -> Iterator[tuple[Plot, Flaw]]:
    """Yield as many plots of each rule as the scenario asks for, with what is wrong in them."""
    rng = Random(f"dicycle/flaws/{scenario.seed}")
    id_of = EventIds(f"flaws/{scenario.seed}/{scenario.packs}/{scenario.years}/{scenario.start}")
    sites = list(SITES.values())
    for number, rule in enumerate(rule for rule in STORIES for _ in range(scenario.flaws)):
        # Nobody's hour: the loop itself works on whole seconds of its own, and a leap second ends a day.
        start = rng.randrange(scenario.begin + DAY, scenario.end - 3 * DAY)
        plot = Plot(number, start, rng.choice(sites), id_of)
        events, thing = STORIES[rule](plot)
        yield plot, Flaw(rule, events, thing)


def flawed_vocabularies(scenario: Scenario) -> tuple[list[dict[str, Any]], list[Flaw]]:
    """Return the vocabularies with flaws in the master data, and what is wrong in them."""
    flaws: list[Flaw] = []
    classes, places = [], []
    for number in range(scenario.flaws):
        kind, place = f"https://id.example.org/class/{number}", f"https://id.example.org/place/{number}"
        classes.append({"id": kind, "attributes": [{"id": CATEGORY, "attribute": "accumulator"}]})
        places.append({"id": place, "children": [place]})
        flaws += [Flaw("category-unknown", (), kind), Flaw("place-inside-itself", (), place)]
    if not flaws:
        return [], []
    head = "urn:epcglobal:epcis:vtype:"
    return [
        {"type": f"{head}EPCClass", "vocabularyElementList": classes},
        {"type": f"{head}BusinessLocation", "vocabularyElementList": places},
    ], flaws


def write_flaws(path: Path, flaws: Iterable[Flaw]) -> None:
    """Write what is wrong as a table of the truth: code, events (the one at fault first), thing."""
    rows = [{"code": f"sense.{one.rule}", "event_ids": list(one.events), "thing": one.thing} for one in flaws]
    columns = [("code", pa.string()), ("event_ids", pa.list_(pa.string())), ("thing", pa.string())]
    pq.write_table(pa.Table.from_pylist(rows, schema=pa.schema(columns)), path, compression="zstd")
