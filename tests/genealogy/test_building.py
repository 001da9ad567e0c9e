"""A graph says what the events say, whatever their order."""

from collections import Counter
from random import Random
from typing import Any

import numpy as np
import pytest
from genealogy.making import born, bound, content, graph_of_values, lot, made, simulated_graph, stored, truth_rows

from dicycle.genealogy.building import build, gather
from dicycle.genealogy.graph import FOREVER, Graph, sections
from dicycle.genealogy.graph.names import fnv1a, pack


def things_of(graph: Graph, name: str) -> int:
    """Return the number of a thing that must be there."""
    number = graph.things.names.find(name if ":" in name else f"urn:x:{name}")
    assert number is not None
    return number


def shares_of(graph: Graph, name: str) -> list[float]:
    """Return the shares of the uses of a thing, in time order."""
    thing, at = things_of(graph, name), graph.things.used_at
    return [float(graph.uses.share[link]) for link in graph.things.used[at[thing] : at[thing + 1]]]


def stays_of(graph: Graph) -> Counter[tuple[str, str, int, int | None]]:
    """Return all stays as (parent, child, since, until)."""
    names, stays = graph.things.names, graph.stays
    return Counter(
        (names[parent], names[child], int(since), None if until == FOREVER else int(until))
        for parent, child, since, until in zip(stays.parent, stays.child, stays.since, stays.until, strict=True)
    )


def test_fnv1a_gives_the_hashes_of_its_authors() -> None:
    """The hashes that find things are FNV-1a as its authors publish them, one by one and in bulk."""
    vectors = {"": 0xCBF29CE484222325, "a": 0xAF63DC4C8601EC8C, "foobar": 0x85944171F73967E8}
    names = pack(vectors, findable=True)
    assert {text: fnv1a(text.encode()) for text in vectors} == vectors
    assert dict(zip((names[one] for one in names.order), map(int, names.hashes), strict=True)) == vectors
    assert [names.find(text) for text in vectors] == [0, 1, 2]
    assert names.find("b") is None


def test_simulated_containment_is_the_truth() -> None:
    """Every stay of a simulated loop is in the graph, from and until the very moment."""
    graph, truth = simulated_graph()

    def micros(moment: Any) -> int | None:
        return None if moment is None else round(moment.timestamp() * 1000) * 1000

    wanted = Counter(
        (row["parent"], row["child"], micros(row["from"]), micros(row["to"]))
        for row in truth_rows(truth, "containment")
    )
    assert stays_of(graph) == wanted


def test_simulated_births_and_ends_are_the_truth() -> None:
    """Things are born and single ones end when the truth says so."""
    graph, truth = simulated_graph()
    rows = {row["id"]: row for row in truth_rows(truth, "things")}
    for number in range(len(graph.things.names)):
        row = rows.get(graph.things.names[number])
        if row is not None:
            assert graph.things.born[number] == round(row["born_time"].timestamp() * 1000) * 1000
            if "/10/" not in row["id"]:
                ended = FOREVER if row["ended_time"] is None else round(row["ended_time"].timestamp() * 1000) * 1000
                assert graph.things.ended[number] == ended, row
    assert set(rows) <= {graph.things.names[number] for number in range(len(graph.things.names))}


@pytest.mark.parametrize("seed", range(3))
def test_order_and_split_play_no_part(seed: int) -> None:
    """The same events give the same arrays, byte for byte, in any order and cut into any stretches."""
    from genealogy.making import loop_of_simulation

    loop, _ = loop_of_simulation()
    with loop:
        events = list(loop.store.events())
    wanted = sections(build([gather(events)]))
    rng = Random(seed)
    rng.shuffle(events)
    cuts = sorted(rng.sample(range(len(events)), 3))
    parts = [events[a:b] for a, b in zip([0, *cuts], [*cuts, None], strict=True)]
    found = sections(build([gather(part) for part in parts]))
    assert {name: array.tobytes() for name, array in found.items()} == {
        name: array.tobytes() for name, array in wanted.items()
    }


def test_shares_follow_quantities() -> None:
    """A lot that is taken in two parts gives each its share, and what is taken beyond it has no supply."""
    graph = graph_of_values(
        [
            born(lots=[lot("ore", 10)], ilmd=content(ore={"Ni": 4})),
            made([lot("ore", 2.5)], [lot("a", 2)]),
            made([lot("ore", 5000, "GRM")], [lot("b", 5)]),
            made([lot("ore", 5)], [lot("c", 5)]),
        ]
    )
    assert shares_of(graph, "ore") == [0.25, 0.5, 0.25]


def test_a_refilled_lot_gives_shares_of_what_was_born_until_then() -> None:
    """Of a lot that is filled twice, an early use takes a share of the first filling alone."""
    graph = graph_of_values(
        [
            born(lots=[lot("tank", 10)]),
            made([lot("tank", 5)], [lot("a", 5)]),
            born(lots=[lot("tank", 10)]),
            made([lot("tank", 5)], [lot("b", 5)]),
        ]
    )
    assert shares_of(graph, "tank") == [0.5, 0.25]


def test_what_is_unknown_stays_unknown() -> None:
    """Without a quantity, or in another unit than that of the birth, the share of a use is not known (convention 5)."""
    graph = graph_of_values(
        [
            born(lots=[lot("ore", 10), lot("foil", 10)]),
            made([lot("ore"), lot("foil", 3, None)], ["cell"]),
            made([lot("stranger", 3)], ["other"]),
        ]
    )
    assert np.isnan([*shares_of(graph, "ore"), *shares_of(graph, "foil"), *shares_of(graph, "stranger")]).all()


def test_what_is_inside_goes_along() -> None:
    """A pack that is shredded takes along the module and its cells that nothing was told of since (and no other)."""
    graph = graph_of_values(
        [
            born("pack", "module", "cell", "spare", lots=[lot("glue", 4)]),
            bound("ADD", "module", "cell", lots=[lot("glue", 1)]),
            bound("ADD", "pack", "module", "spare"),
            bound("DELETE", "pack", "spare"),
            made(["pack"], [lot("black", 5)]),
        ]
    )
    names, uses = graph.things.names, graph.uses
    found = {(names[thing], bool(implied)) for thing, implied in zip(uses.thing, uses.implied, strict=True)}
    assert found == {
        ("urn:x:pack", False), ("urn:x:module", True), ("urn:x:cell", True), ("urn:x:glue", True),
    }  # fmt: skip
    assert shares_of(graph, "glue") == [0.25]
    assert all(until is not None for *_, until in stays_of(graph))


def test_what_is_told_of_later_did_not_go_along() -> None:
    """A module that is seen after its pack was consumed had come out before, though nobody said so."""
    seen = {"type": "ObjectEvent", "action": "OBSERVE", "epcList": ["urn:x:module"]}
    graph = graph_of_values(
        [born("pack", "module"), bound("ADD", "pack", "module"), made(["pack"], [lot("black", 5)]), seen]
    )
    assert not graph.uses.implied.any()
    assert graph.things.ended[things_of(graph, "module")] == FOREVER


def test_declared_wrong_is_left_out() -> None:
    """A record that was declared wrong, and the declaration itself, leave no trace (convention 1)."""
    wrong = made([lot("ore", 1)], [lot("a", 1)])
    events = [born(lots=[lot("ore", 10)]), wrong, wrong | {"eventID": "urn:x:e2", "day": 2, "declared": True}]
    graph = graph_of_values(events)
    assert len(graph.uses.run) == 0
    assert len(graph.runs.event) == 1


def test_halves_of_a_campaign_are_one_run() -> None:
    """Inputs that are told in one event and outputs in another, of one transformationID, are one run."""
    graph = graph_of_values(
        [
            born(lots=[lot("a", 1), lot("b", 1)]),
            made([lot("a", 1)], [], transformationID="urn:x:run"),
            made([lot("b", 1)], [], transformationID="urn:x:run"),
            made([], [lot("c", 2)], transformationID="urn:x:run"),
        ]
    )
    assert graph.runs.uses_at.tolist() == [0, 0, 2]
    assert graph.runs.births_at.tolist() == [0, 2, 3]


def test_complete_events_of_a_campaign_stay_apart() -> None:
    """Charges that are complete in themselves are runs of their own, which know that they share a campaign."""
    graph = graph_of_values(
        [
            born(lots=[lot("a", 1), lot("b", 1)]),
            made([lot("a", 1)], [lot("c", 1)], transformationID="urn:x:run"),
            made([lot("b", 1)], [lot("d", 1)], transformationID="urn:x:run"),
        ]
    )
    assert graph.runs.campaign.tolist() == [-1, 0, 0]
    assert graph.campaigns[0] == "urn:x:run"


def test_runs_of_one_moment_stand_maker_first() -> None:
    """Where a plant says only the day, what was made stands before its use, whatever the ids."""
    events = [
        made(["b"], ["c"], day=3, eventID="urn:x:1"),
        made(["a"], ["b"], day=3, eventID="urn:x:2"),
        born("a", day=3, eventID="urn:x:3"),
    ]
    graph = graph_of_values(events)
    order = [graph.events.names[int(one)] for one in graph.runs.event]
    assert order == ["urn:x:3", "urn:x:2", "urn:x:1"]


def test_origin_needs_to_be_said() -> None:
    """A birth is virgin by its place only if it says so; what nobody said has no origin (convention 6)."""
    mine = born(lots=[lot("ore", 1)], ilmd={"dcy:origin": "virgin"})
    bought = born(lots=[lot("salt", 1)], ilmd={"dcy:origin": "pre_consumer:https://id.gs1.org/414/9521001000024"})
    odd = born(lots=[lot("mud", 1)], ilmd={"dcy:origin": "green"})
    graph = graph_of_values([mine, bought, odd, born(lots=[lot("sand", 1)])])
    said = [graph.origins[one] if one >= 0 else None for one in graph.runs.origin]
    assert said == [
        "virgin:https://id.gs1.org/414/9521001000017", "pre_consumer:https://id.gs1.org/414/9521001000024", None, None,
    ]  # fmt: skip


def test_nothing_gives_an_empty_graph() -> None:
    """A ledger without events has a graph without things."""
    assert len(graph_of_values([]).things.names) == 0
    assert len(build([]).runs.event) == 0


def test_an_identity_that_is_put_in_twice_stays_once() -> None:
    """Telling again that a module is in its pack changes nothing; put in after it came out, it stays again."""
    graph = graph_of_values(
        [
            born("pack", "module"),
            bound("ADD", "pack", "module"),
            bound("ADD", "pack", "module"),
            bound("DELETE", "pack"),
            bound("ADD", "pack", "module"),
        ]
    )
    assert [(since, until) for _, _, since, until in sorted(stays_of(graph))] == [
        (2 * 86_400_000_000, 4 * 86_400_000_000), (5 * 86_400_000_000, None),
    ]  # fmt: skip


def test_stored_values_keep_their_order() -> None:
    """The maker of test events numbers them in the order given."""
    assert [one.seq for one in stored([born("a"), born("b")])] == [1, 2]


def test_a_birth_says_what_a_thing_without_class_is() -> None:
    """What a thing is stands in the event of its birth, for all that is born there or in the entry of one of them."""
    entry = {"dcy:item": "urn:x:controller", "dcy:mass": 2, "dcy:elements": {"Cu": 1}, "dcy:category": "part"}
    events = [born("car", ilmd={"dcy:category": "vehicle"}), born("pack", "controller", ilmd={"dcy:content": [entry]})]
    graph = graph_of_values(events)
    said = [graph.categories[one] if one >= 0 else None for one in graph.things.category]
    assert dict(zip(map(graph.things.names.__getitem__, range(3)), said, strict=True)) == {
        "urn:x:car": "vehicle", "urn:x:pack": None, "urn:x:controller": "part",
    }  # fmt: skip
