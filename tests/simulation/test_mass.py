"""Mass enters by commissioning, leaves by declared loss, and is never made or forgotten in between."""

from collections import Counter, defaultdict
from typing import Any

import pytest

from dicycle.vocabulary import ELEMENTS, FEED


def test_every_transformation_closes_for_every_element_to_the_milligram(run: Any) -> None:
    """What goes into a process comes out of it as products, residues and declared losses."""
    flows: dict[str, Counter[str]] = defaultdict(Counter)
    for edge in run.table("edges"):
        flows[edge["event_id"]][edge["element"]] += edge["mass_mg"]
    weights: dict[str, int] = {}
    checked = 0
    for event in run.valid:
        made = run.contents(event)
        if event["type"] == "TransformationEvent":
            before = sum(mass for _, mass in run.quantities(event, "inputQuantityList"))
            before += sum(weights[link] for link in event.get("inputEPCList", ()))
            assert before == sum(mass for mass, _ in made.values()), event["eventID"]
            after: Counter[str] = Counter()
            for _, elements in made.values():
                after.update(elements)
            assert after == flows[event["eventID"]]
            checked += 1
        weights.update({link: mass for link, (mass, _) in made.items()})
    assert checked > 100


def test_the_flows_of_every_element_balance_at_every_thing(run: Any) -> None:
    """The flows into a thing are its content; the flows out of it never exceed it and use it up when it ends."""
    into: Counter[tuple[str, str]] = Counter()
    out: Counter[tuple[str, str]] = Counter()
    for edge in run.table("edges"):
        into[edge["output_id"], edge["element"]] += edge["mass_mg"]
        if edge["input_id"]:
            out[edge["input_id"], edge["element"]] += edge["mass_mg"]
    content = {(row["id"], row["element"]): row["mass_mg"] for row in run.table("content")}
    declared = {
        (link, element): mass
        for event in run.valid
        for link, (_, elements) in run.contents(event).items()
        for element, mass in elements.items()
    }
    ended = {row["id"] for row in run.table("things") if row["ended_event"]}
    assert +into == content == declared
    assert all(mass <= content[key] for key, mass in out.items())
    assert all(out[key] == mass for key, mass in content.items() if key[0] in ended)
    assert {element for _, element in content} == set(ELEMENTS)


def test_a_lot_weighs_what_its_content_says(run: Any) -> None:
    """The quantity of a lot at its birth is the mass of its content, and its elements weigh no more than it."""
    for event in run.valid:
        made = run.contents(event)
        if run.is_birth(event):
            for link, mass in run.quantities(event, "outputQuantityList", "quantityList"):
                assert made[link][0] == mass > 0
        assert all(sum(elements.values()) <= mass for mass, elements in made.values())


def test_no_lot_is_over_consumed(run: Any) -> None:
    """All that is taken from a lot, ever, is at most what it weighed when it was born."""
    weight: dict[str, int] = {}
    taken: Counter[str] = Counter()
    for event in run.valid:
        for link, mass in run.quantities(event, "inputQuantityList"):
            assert mass > 0
            taken[link] += mass
            assert taken[link] <= weight[link]
        if run.is_birth(event):
            weight.update(run.quantities(event, "outputQuantityList", "quantityList"))
    assert taken


def test_origins_add_up_to_the_content(run: Any) -> None:
    """The origins of an element in a lot add up to its mass: nothing is claimed twice, nothing is forgotten."""
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for row in run.table("origins"):
        sums[row["id"], row["element"]] += row["mass_mg"]
    lots = {(row["id"], row["element"]): row["mass_mg"] for row in run.table("content") if "/10/" in row["id"]}
    assert lots
    assert all(sums[key] == pytest.approx(mass, rel=1e-9) for key, mass in lots.items())


def test_the_origin_of_a_pack_is_that_of_all_that_is_in_it(run: Any) -> None:
    """The origins of an element in a pack add up to what the pack, its modules and its cells hold of it."""
    content: dict[str, Counter[str]] = defaultdict(Counter)
    for row in run.table("content"):
        content[row["id"]][row["element"]] += row["mass_mg"]
    weights = {row["id"]: row["mass_mg"] for row in run.table("things")}
    inside: dict[str, list[Any]] = defaultdict(list)
    for row in run.table("containment"):
        inside[row["parent"]].append(row)
    origins: dict[str, Counter[str]] = defaultdict(Counter)
    for row in run.table("origins"):
        origins[row["id"]][row["element"]] += row["mass_mg"]

    def lithium(link: str, when: Any) -> float:
        parts = [row for row in inside[link] if row["from"] <= when and (row["to"] is None or when < row["to"])]
        lots = sum(content[r["child"]]["Li"] * r["mass_mg"] / weights[r["child"]] for r in parts if r["mass_mg"])
        return content[link]["Li"] + lots + sum(lithium(r["child"], when) for r in parts if not r["mass_mg"])

    packs = [link for link in origins if "/21/P" in link]
    for link in packs:
        built = min(row["from"] for row in inside[link])
        assert origins[link]["Li"] == pytest.approx(lithium(link, built), rel=1e-6)
    assert len(packs) >= run.scenario.packs


def test_the_loop_closes(run: Any) -> None:
    """Metal of returned batteries, and metal of production scrap, is in the packs of later years."""
    packs = {row["id"]: row["born_time"].year for row in run.table("things") if row["category"] == "pack"}
    origins = [row for row in run.table("origins") if row["id"] in packs]
    again = [
        packs[row["id"]] for row in origins if row["origin"].startswith("post_consumer:") and row["element"] == "Ni"
    ]
    assert min(again) > run.scenario.start.year + 1
    assert any(row["origin"].startswith("pre_consumer:") for row in origins)
    assert any(row["origin"].startswith("virgin:") for row in origins)


def test_recyclers_keep_post_and_pre_consumer_apart(run: Any) -> None:
    """A run that takes batteries is post-consumer, one that takes production scrap pre-consumer, and none is both."""
    feeds: Counter[str] = Counter()
    born_of: dict[str, str] = {}
    for event in run.valid:
        if FEED in event:
            feeds[event[FEED]] += 1
            inputs = [link for link, _ in run.quantities(event, "inputQuantityList")]
            assert not event.get("inputEPCList") or event[FEED] == "post_consumer"
            assert {born_of[link] for link in inputs if link in born_of} <= {event[FEED]}
            born_of.update(dict.fromkeys(run.born(event), event[FEED]))
    assert min(feeds["post_consumer"], feeds["pre_consumer"]) > 5
