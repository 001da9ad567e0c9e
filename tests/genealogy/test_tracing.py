"""Where things came from and where they went, from events alone."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from genealogy.making import (
    DAY,
    born,
    bound,
    content,
    graph_of_values,
    loop_of_simulation,
    lot,
    made,
    simulated_graph,
    stored,
    truth_rows,
)
from genealogy.oracle import Event, Oracle, chains
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import examples

from dicycle.errors import NotFound
from dicycle.genealogy.answers import Point, Trace
from dicycle.genealogy.building import build, gather
from dicycle.genealogy.kinds import Kinds
from dicycle.genealogy.tables import sheet
from dicycle.genealogy.tracing import Walker, Wishes, pairs, trace, trace_table
from dicycle.genealogy.tracing.asking import wishes as asked

HERE = Point(0, 0)


def traced(events: list[Event], root: str, direction: Any = "back", **more: Any) -> Trace:
    """Return a trace of what plain values tell."""
    graph = graph_of_values(events)
    return trace(graph, Kinds(graph, {}), HERE, root, direction, **more)


def told(found: Trace) -> tuple[dict[str, int], set[Any]]:
    """Return what an oracle tells, of a trace."""
    links = {(one.role, one.thing, one.run, one.parent) for one in found.links}
    return {one.id: one.depth for one in found.nodes}, links


@examples(60)
@given(chains(), st.data())
def test_a_trace_is_what_a_walk_over_plain_events_finds(events: list[Event], data: Any) -> None:
    """Whatever happened, as of any day, in both directions, up to any depth: things, depths and links agree."""
    oracle = Oracle(stored(events))
    assume(oracle.things)
    root = data.draw(st.sampled_from(oracle.things))
    direction = data.draw(st.sampled_from(["back", "forward"]))
    day = data.draw(st.none() | st.integers(0, len(events)))
    depth = data.draw(st.none() | st.integers(0, 4))
    as_of = None if day is None else day * DAY
    found = traced(events, root, direction, as_of=as_of, depth=depth)
    assert told(found) == tuple(oracle.trace(root, direction, as_of, 2**62 if depth is None else depth))


@examples(25)
@given(chains(), st.data())
def test_forward_and_back_agree_about_runs(events: list[Event], data: Any) -> None:
    """Where nothing was put into anything, b came from a exactly if a went into b, as of any day."""
    loose = [one for one in events if one["type"] != "AssociationEvent"]
    things = Oracle(stored(loose)).things
    assume(things)
    graph = graph_of_values(loose)
    day = data.draw(st.none() | st.integers(0, len(events)))
    as_of = None if day is None else day * DAY

    def reached(root: str, direction: Any) -> set[str]:
        return {one.id for one in trace(graph, Kinds(graph, {}), HERE, root, direction, as_of=as_of).nodes}

    came_from = {thing: reached(thing, "back") for thing in things}
    went_to = {thing: reached(thing, "forward") for thing in things}
    assert all((a in came_from[b]) == (b in went_to[a]) for a in things for b in things)


@examples(25)
@given(chains(), st.randoms(use_true_random=False))
def test_the_order_of_recording_changes_no_trace(events: list[Event], random: Random) -> None:
    """The same events in any order give the same traces, link for link."""
    told_so = stored(events)
    shuffled = random.sample(told_so, len(told_so))
    once, again = build([gather(told_so)]), build([gather(shuffled)])
    for root in Oracle(told_so).things:
        for direction in ("back", "forward"):
            first, second = (trace(graph, Kinds(graph, {}), HERE, root, direction) for graph in (once, again))
            assert first == second


# ---------------------------------------------------------------- examples

SWAP = [
    born("cell", lots=[]),
    born("other"),
    born("pack"),
    bound("ADD", "pack", "cell", day=4),
    bound("DELETE", "pack", "cell", day=10),
    bound("ADD", "pack", "other", day=11),
]


def ids(found: Trace) -> set[str]:
    """Return the last parts of the ids of nodes."""
    return {one.id.removeprefix("urn:x:") for one in found.nodes}


@pytest.mark.parametrize(("day", "inside"), [(3, set()), (4, {"cell"}), (9, {"cell"}), (10, set()), (11, {"other"})])
def test_a_pack_is_what_is_in_it_then(day: int, inside: set[str]) -> None:
    """Before and after a swap, on the days of the events themselves, the parts are those of that moment."""
    assert ids(traced(SWAP, "urn:x:pack", as_of=day * DAY)) == {"pack", *inside}


REFILLED = [
    born(lots=[lot("early", 10)], ilmd=content(early={"Ni": 5}), day=1),
    born(lots=[lot("late", 10)], ilmd=content(late={"Ni": 9}), day=2),
    made([lot("early", 10)], [lot("tank", 10)], ilmd=content(tank={"Ni": 5}), day=3),
    made([lot("tank", 4)], ["first"], ilmd=content(first={"Ni": 2}), day=4),
    made([lot("late", 10)], [lot("tank", 10)], ilmd=content(tank={"Ni": 9}), day=5),
    made([lot("tank", 8)], ["second"], ilmd=content(second={"Ni": 6}), day=6),
]


def test_a_tank_holds_only_what_came_in_before() -> None:
    """A cell from a lot that is filled again later does not come from the later filling, and that does not go there."""
    assert ids(traced(REFILLED, "urn:x:first")) == {"first", "tank", "early"}
    assert ids(traced(REFILLED, "urn:x:second")) == {"second", "tank", "early", "late"}
    assert ids(traced(REFILLED, "urn:x:late", "forward")) == {"late", "tank", "second"}
    assert ids(traced(REFILLED, "urn:x:early", "forward")) == {"early", "tank", "first", "second"}


def test_a_link_tells_event_time_quantity_share_and_masses() -> None:
    """What was drawn of a tank filled twice holds what remained and what came in: 8 of 6 and 10 kilograms."""
    found = traced(REFILLED, "urn:x:second", depth=1)
    drawn = next(one for one in found.links if one.role == "input")
    made_of_it = next(one for one in found.links if one.role == "output")
    assert (drawn.thing, drawn.event_id, drawn.time, drawn.depth) == ("urn:x:tank", "urn:x:e6", 6 * DAY, 1)
    assert (drawn.quantity, drawn.unit, drawn.share) == (8.0, "KGM", pytest.approx(0.4))
    assert drawn.masses == {"Ni": pytest.approx((3 + 9) * 8 / 16 * 1e9)}
    assert (made_of_it.run, made_of_it.masses) == ("urn:x:e6", {"Ni": pytest.approx(6e9)})


def test_what_is_not_declared_has_no_masses() -> None:
    """Nobody said what a lot is made of: its links have no masses, not masses of zero (convention 5)."""
    found = traced([born(lots=[lot("a", 1)]), made([lot("a")], ["b"])], "urn:x:b")
    drawn = next(one for one in found.links if one.role == "input")
    assert (drawn.masses, drawn.quantity, drawn.unit, drawn.share) == ({}, None, None, None)


def test_a_shredded_pack_takes_along_what_is_inside() -> None:
    """Forward from a cell: to the pack that it was in at the end, and through the shredder, into which it went too."""
    events = [born("cell"), born("pack"), bound("ADD", "pack", "cell"), made(["pack"], [lot("mass", 5)])]
    found = traced(events, "urn:x:cell", "forward")
    assert ids(found) == {"cell", "pack", "mass"}
    assert {(one.thing, one.implied) for one in found.links if one.role == "input"} == {
        ("urn:x:cell", True), ("urn:x:pack", False),
    }  # fmt: skip


def test_a_trace_stops_where_it_is_asked_to() -> None:
    """By depth and by category the trace is cut, and says at which things there is more."""
    ore, salt, cathode, cell = (f"https://id.gs1.org/01/0952100000{code}/10/1" for code in (1008, 1077, 1022, 1039))
    chain = [
        born(lots=[lot(ore, 9)]),
        made([lot(ore, 9)], [lot(salt, 8)]),
        made([lot(salt, 8)], [lot(cathode, 7)]),
        made([lot(cathode, 7)], [lot(cell, 7)]),
    ]
    graph = graph_of_values(chain)
    kinds = Kinds(graph, {ore.removesuffix("/10/1"): "ore", salt.removesuffix("/10/1"): "salt"})
    by_depth = trace(graph, kinds, HERE, cell, depth=2)
    assert [(one.id, one.depth, one.cut) for one in by_depth.nodes] == [
        (cell, 0, False), (cathode, 1, False), (salt, 2, True),
    ]  # fmt: skip
    assert not any(one.cut for one in trace(graph, kinds, HERE, cell, depth=3).nodes)
    by_kind = trace(graph, kinds, HERE, cell, until=["salt", "ore"])
    assert [(one.id, one.cut) for one in by_kind.nodes] == [(cell, False), (cathode, False), (salt, True)]
    ahead = trace(graph, kinds, HERE, ore, "forward", until=["ore", "salt"])
    assert [(one.id, one.cut) for one in ahead.nodes] == [(ore, False), (salt, True)]


def test_only_some_kinds_are_listed_and_the_nearest_first() -> None:
    """The trace goes through everything, and lists what is asked for; what does not fit is left out, and it says so."""
    runs = [born(f"c{number}", ilmd={"dcy:category": "cell"}) for number in range(4)]
    pack = [born("pack", ilmd={"dcy:category": "pack"}), bound("ADD", "pack", "c0", "c1", "c2", "c3")]
    vehicle = [born("car", ilmd={"dcy:category": "vehicle"}), bound("ADD", "car", "pack")]
    events = [*runs, *pack, *vehicle]
    cells = traced(events, "urn:x:car", only=["cell"])
    assert {one.category for one in cells.nodes} == {"cell"}
    assert len(cells.nodes) == 4
    assert {one.thing for one in cells.links} == {one.id for one in cells.nodes}
    some = traced(events, "urn:x:car", only=["cell"], most=3)
    assert (len(some.nodes), some.complete, cells.complete) == (3, False, True)
    nearest = traced(events, "urn:x:car", most=2)
    assert [one.id for one in nearest.nodes] == ["urn:x:car", "urn:x:pack"]


def test_only_links_that_carry_an_element_are_followed() -> None:
    """By nickel: not to the copper, but to what nobody declared, and into packs whose casing has none."""
    events = [
        born(lots=[lot("nickel", 5), lot("glue", 5)], ilmd=content(nickel={"Ni": 5})),
        born(lots=[lot("copper", 5)], ilmd=content(copper={"Cu": 5})),
        made([lot("nickel", 1), lot("copper", 1), lot("glue", 1)], ["cell"], ilmd=content(cell={"Ni": 1, "Cu": 1})),
        born("pack", "lid", ilmd=content(pack={"Al": 3}, lid={"Al": 1})),
        bound("ADD", "pack", "cell", "lid"),
    ]  # fmt: skip
    assert ids(traced(events, "urn:x:pack", elements=["Ni"])) == {"pack", "cell", "nickel", "glue"}
    assert ids(traced(events, "urn:x:nickel", "forward", elements=["Ni"])) == {"nickel", "cell", "pack"}
    assert ids(traced(events, "urn:x:nickel", "forward", elements=["Cu"])) == {"nickel"}


def test_an_unknown_thing_is_a_finding() -> None:
    """A code that no event tells of is refused with the finding that the ledger has for it."""
    with pytest.raises(NotFound) as refused:
        traced(SWAP, "urn:x:nobody")
    assert refused.value.findings[0].code == "ledger.no-such-item"


# ---------------------------------------------------------------- what may not be seen


def hidden(*events: str) -> Any:
    """Return what hides events."""
    return {f"urn:x:{event}" for event in events}.__contains__


SECRET = [
    born(lots=[lot("ore", 9)], ilmd=content(ore={"Ni": 4})),
    made([lot("ore", 9)], [lot("cathode", 7)], ilmd=content(cathode={"Ni": 3})),
    made([lot("cathode", 7)], ["cell"], ilmd=content(cell={"Ni": 3})),
    born("pack"),
    bound("ADD", "pack", "cell"),
]


STONE = "hidden:1"


def stones(found: Trace) -> list[tuple[Any, ...]]:
    """Return the links to what may not be seen."""
    return [(one.role, one.thing, one.run, one.parent) for one in found.links if one.hidden]


@pytest.mark.parametrize(
    ("root", "direction", "event", "links"),
    [
        ("pack", "back", "e2", [("output", "urn:x:cathode", STONE, None), ("input", STONE, STONE, None)]),
        ("pack", "back", "e5", [("part", "hidden:1", "", "urn:x:pack")]),
        ("ore", "forward", "e3", [("input", "urn:x:cathode", STONE, None), ("output", STONE, STONE, None)]),
        ("ore", "forward", "e5", [("part", "urn:x:cell", "", "hidden:1")]),
    ],
)  # fmt: skip
def test_behind_a_hidden_event_is_a_tombstone(root: str, direction: Any, event: str, links: list[Any]) -> None:
    """Something is there; no id, no time, no mass, and nothing of what stands behind it is told."""
    found = traced(SECRET, f"urn:x:{root}", direction, hides=hidden(event))
    assert stones(found) == links
    assert [one for one in found.nodes if one.hidden] == [found.nodes[-1]._replace(id="hidden:1", category=None)]
    assert all((one.event_id, one.time, one.masses) == ("", 0, {}) for one in found.links if one.hidden)
    whole = traced(SECRET, f"urn:x:{root}", direction)
    assert len(found.nodes) <= len(whole.nodes)
    assert f"urn:x:{event}" not in {name for one in found.links for name in (one.event_id, one.run)}


def test_half_of_a_run_may_be_hidden() -> None:
    """Inputs and outputs of one run in two events, of which one may not be seen: the seen half has its own event."""
    halves = [
        born(lots=[lot("a", 1)]),
        made([lot("a", 1)], [], transformationID="urn:x:run"),
        made([], ["b"], transformationID="urn:x:run"),
    ]
    assert stones(traced(halves, "urn:x:b", hides=hidden("e2"))) == [("input", "hidden:1", "urn:x:e3", None)]
    forward = traced(halves, "urn:x:a", "forward", hides=hidden("e3"))
    assert stones(forward) == [("output", "hidden:1", "", None)]
    assert [one.run for one in forward.links if not one.hidden] == ["urn:x:e2"]


@given(chains(), st.data())
def test_no_trace_tells_of_what_is_hidden(events: list[Event], data: Any) -> None:
    """Whatever is hidden: no id of a hidden event is told, and every link and thing is one of the open trace."""
    oracle = Oracle(stored(events))
    assume(oracle.things)
    root = data.draw(st.sampled_from(oracle.things))
    direction = data.draw(st.sampled_from(["back", "forward"]))
    secret = data.draw(st.sets(st.sampled_from(oracle.ids)))
    found, open_trace = (traced(events, root, direction, hides=h) for h in (secret.__contains__, None))
    assert not secret & {name for one in found.links for name in (one.event_id, one.run)}
    assert {one.id for one in found.nodes if not one.hidden} <= {one.id for one in open_trace.nodes}
    known = {(one.role, one.thing, one.event_id, one.parent) for one in open_trace.links}
    assert {(one.role, one.thing, one.event_id, one.parent) for one in found.links if not one.hidden} <= known
    if not any(one.hidden for one in found.links):
        assert ids(found) == ids(open_trace)


# ---------------------------------------------------------------- many things

ROUNDED = 3.5
"""Milligrams: truth rounds what is taken, and then what is mixed, to whole milligrams; our events hold the rounded."""


@pytest.mark.slow
def test_traces_of_a_simulated_loop_are_those_of_its_truth() -> None:
    """Of things all over the loop, in both directions: a walk over the events and the truth tables agree with us.

    Truth tells flows of at least a milligram of an element: what holds none of them, such as plastics, is in no edge.
    """
    loop, truth = loop_of_simulation()
    with loop:
        oracle = Oracle(loop.store.events())
        graph = build([gather(loop.store.events())])
    things = {row["id"]: row for row in truth_rows(truth, "things")}
    kinds = Kinds(graph, {row["class_id"]: row["category"] for row in things.values()})
    came_from, flows = true_sources(truth, things), true_flows(truth)
    walker = Walker(graph)
    for root in Random(4).sample(sorted(things), 60):
        for direction in ("back", "forward"):
            found = trace(graph, kinds, HERE, root, direction, walker=walker)
            assert told(found) == tuple(oracle.trace(root, direction))
        walk = walker.walk(graph.things.names.find(root) or 0)
        weighty: dict[str, set[str]] = defaultdict(set)
        for flow in pairs(graph, walk):
            key = flow.event_id, flow.input, flow.output, flow.element
            assert flow.mass / 1000 == pytest.approx(flows.get(key, 0), abs=ROUNDED)
            weighty[flow.output] |= {flow.input} - {None} if flow.mass > ROUNDED * 1000 else set()
        for stay in walk.stays.tolist():
            child, parent = (int(of[stay]) for of in (graph.stays.child, graph.stays.parent))
            weighty[graph.things.names[parent]].add(graph.things.names[child])
        true, listed = reachable(root, came_from), {graph.things.names[one] for one in walk.things.tolist()}
        assert reachable(root, weighty) <= true <= listed


def true_sources(truth: Path, things: dict[str, Any]) -> dict[str, set[str]]:
    """Return from truth what each thing came from, and what was in it last."""
    out: dict[str, set[str]] = defaultdict(set)
    for row in truth_rows(truth, "edges"):
        out[row["output_id"]] |= {row["input_id"]} - {None}
    for row in truth_rows(truth, "containment"):
        ended = things[row["parent"]]["ended_time"] if row["parent"] in things else None
        if row["to"] is None or row["to"] == ended:
            out[row["parent"]].add(row["child"])
    return out


def true_flows(truth: Path) -> dict[tuple[Any, ...], int]:
    """Return the milligrams of truth by event, input, output and element."""
    out: dict[tuple[Any, ...], int] = defaultdict(int)
    for row in truth_rows(truth, "edges"):
        out[row["event_id"], row["input_id"], row["output_id"], row["element"]] += row["mass_mg"]
    return out


def reachable(root: str, links: dict[str, set[str]]) -> set[str]:
    """Return everything that can be reached."""
    seen, todo = {root}, [root]
    while todo:
        fresh = links[todo.pop()] - seen
        seen |= fresh
        todo += fresh
    return seen


@pytest.mark.slow
def test_compiled_walks_are_the_plain_ones() -> None:
    """The same loops, compiled and not, from every thing of a loop, with all wishes: the same in every number."""
    pytest.importorskip("numba")
    graph, truth = simulated_graph(20, 6)
    kinds = Kinds(graph, {row["class_id"]: row["category"] for row in truth_rows(truth, "things")})
    compiled, plain = Walker(graph, fast=True), Walker(graph, fast=False)
    random = np.random.default_rng(1)
    middle = int(np.median(graph.events.time))
    for root in random.choice(len(graph.things.kind), 150):
        for direction in ("back", "forward"):
            for wish in (
                Wishes(),
                Wishes(middle, 3, 20),
                asked(graph, kinds, None, None, None, ["cell"], ["Ni"], ["salt"])._replace(
                    hidden=random.random(len(graph.events.time)) < 0.02
                ),
            ):
                first, second = compiled.walk(root, direction, wish), plain.walk(root, direction, wish)
                for one, other in zip(flat(first), flat(second), strict=True):
                    np.testing.assert_array_equal(one, other)


def flat(walk: Any) -> list[Any]:
    """Return the values of a walk one by one."""
    return [value for part in walk for value in (part if isinstance(part, tuple) else (part,))]


def test_threads_may_walk_at_once() -> None:
    """Many threads ask one walker, and each gets its own answer."""
    graph, _ = simulated_graph(20, 6)
    walker = Walker(graph)
    roots = list(range(0, len(graph.things.kind), 7))
    alone = [walker.walk(root).things.tolist() for root in roots]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda root: walker.walk(root).things.tolist(), roots)) == alone


def test_a_trace_as_a_table_is_the_trace() -> None:
    """The links of a large trace come column by column, equal to those told one by one."""
    graph, truth = simulated_graph(20, 6)
    kinds = Kinds(graph, {row["class_id"]: row["category"] for row in truth_rows(truth, "things")})
    moment = int(np.quantile(graph.events.time, 0.9))
    packs = [one for one in range(len(graph.things.kind)) if kinds.of(one) == "pack"]
    for root, direction in ((packs[0], "back"), (0, "forward")):
        walk = Walker(graph).walk(root, direction, Wishes(moment))
        found = trace(graph, kinds, HERE, graph.things.names[root], direction, as_of=moment)
        assert sheet(found).table().to_pylist() == rounded(trace_table(graph, kinds, walk), sheet(found))


def rounded(table: Any, like: Any) -> list[dict[str, Any]]:
    """Return the rows of a table with the columns of another, in their order."""
    return table.select(like.schema.names).to_pylist()
