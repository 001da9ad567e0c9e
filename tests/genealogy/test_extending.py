"""Extending a graph by new events gives, byte for byte, what building it of all events gives."""

import json
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import pytest
from genealogy.making import DAY, born, bound, content, graph_of_values, loop_of_simulation, lot, made, stored
from genealogy.oracle import chains
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import CONTEXT, examples

from benchmarks.genealogy.chain import Shape
from benchmarks.genealogy.drawing import draw as drawn
from benchmarks.genealogy.told import stored as told_of_chain
from dicycle.genealogy.building import Facts, build, extend, extending, gather, splicing
from dicycle.genealogy.graph import Graph, names, sections
from dicycle.ledger.stored import StoredEvent

Event = dict[str, Any]
HASHES_OF = names.hashes_of


@pytest.fixture(autouse=True)
def spliced(monkeypatch: pytest.MonkeyPatch) -> None:
    """However much is new, it is spliced."""
    monkeypatch.setattr(extending, "LARGEST_PART", 0)


@pytest.fixture
def no_building(monkeypatch: pytest.MonkeyPatch) -> None:
    """Building everything again is not allowed."""
    monkeypatch.setattr(extending, "build_from", None)


@pytest.fixture
def row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is copied in stretches."""
    monkeypatch.setattr(splicing, "_FEW", -1)
    monkeypatch.setattr(splicing, "_LONG", 10**9)


@pytest.fixture
def few_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names have one of three hashes."""
    monkeypatch.setattr(names, "hashes_of", lambda at, text: HASHES_OF(at, text) % np.uint64(3))


def assert_same(found: Graph, wanted: Graph) -> None:
    """Fail if two graphs differ in a byte or a type."""
    for (name, one), other in zip(sections(found).items(), sections(wanted).values(), strict=True):
        assert one.dtype == other.dtype, name
        np.testing.assert_array_equal(one, other, err_msg=name)
        assert one.tobytes() == other.tobytes(), name


def assert_law(parts: list[Facts]) -> None:
    """Fail if a graph that is extended part by part is ever other than one that is built."""
    graph = build(parts[:1])
    for number in range(1, len(parts)):
        graph = extend(graph, parts[:number], parts[number : number + 1])
        assert_same(graph, build(parts[: number + 1]))


def cut(events: list[StoredEvent], cuts: list[int]) -> list[Facts]:
    """Return the facts of events in pieces."""
    return [gather(events[first:last]) for first, last in pairwise([0, *cuts, len(events)])]


# ---------------------------------------------------------------- everything that may happen

_THINGS, _LOTS = [f"t{number}" for number in range(7)], [f"l{number}" for number in range(4)]
_PLACES = ["urn:x:here", "urn:x:there", "urn:x:elsewhere"]
_names = st.lists(st.sampled_from(_THINGS), max_size=3)
_units = st.sampled_from(["KGM", "KGM", "GRM", "C62", "MTR", None])
_amounts = st.builds(lot, st.sampled_from(_LOTS), st.none() | st.integers(0, 9), _units)
_odd = st.builds(lot, st.sampled_from(_THINGS), st.integers(1, 3))
_lots = st.lists(st.one_of(_amounts, _amounts, _amounts, _odd), max_size=3)
_masses = st.dictionaries(st.sampled_from(["Ni", "Li", "Xx", "Aa", "Zz"]), st.integers(1, 9), max_size=3)


@st.composite
def _facts(draw: st.DrawFn) -> Event:
    """Return birth facts of some of the things and lots."""
    said = draw(st.dictionaries(st.sampled_from([*_THINGS, *_LOTS, "each"]), _masses, max_size=3))
    words: Event = content(**said)
    if draw(st.booleans()):
        words["dcy:category"] = draw(st.sampled_from(["cell", "pack", "module"]))
    if draw(st.booleans()):
        words["dcy:origin"] = draw(st.sampled_from(["virgin", "pre_consumer", "virgin:urn:x:pit"]))
    return words


def _transformation(inputs: Any, used: Any, outputs: Any, filled: Any, **more: Any) -> Event:
    return made([*inputs, *used], [*outputs, *filled], **{name: one for name, one in more.items() if one})


def _object(action: str, things: Any, lots: Any, ilmd: Any, step: str) -> Event:
    return born(*things, lots=lots, ilmd=ilmd) | {"action": action, "bizStep": step}


def _aggregation(kind: str, action: str, parent: str, children: Any, lots: Any) -> Event:
    return bound(action, parent, *children, lots=lots) | {"type": kind}


_campaigns = st.sampled_from([None, None, "urn:x:c1", "urn:x:c2"])
_runs = st.builds(
    _transformation, _names, _lots, _names, _lots, ilmd=_facts(), transformationID=_campaigns,
    **{"dcy:feed": st.sampled_from([None, "post_consumer", "pre_consumer"])},
)  # fmt: skip
_objects = st.builds(
    _object, st.sampled_from(["ADD", "ADD", "DELETE", "OBSERVE"]), _names, _lots, _facts(),
    st.sampled_from(["commissioning", "storing", "destroying"]),
)  # fmt: skip
_bindings = st.builds(
    _aggregation, st.sampled_from(["AssociationEvent", "AggregationEvent"]),
    st.sampled_from(["ADD", "ADD", "ADD", "DELETE", "OBSERVE"]), st.sampled_from(_THINGS), _names, _lots,
)  # fmt: skip


@st.composite
def tales(draw: st.DrawFn) -> list[Event]:
    """Return events as nobody should send them: late, of one moment, round in circles, declared wrong, sent again."""
    kinds = st.one_of(_runs, _objects, _bindings, _bindings)
    told = [
        one | {"day": draw(st.integers(1, 12)), "eventID": f"urn:x:e{number}", "at": draw(st.sampled_from(_PLACES))}
        for number, one in enumerate(draw(st.lists(kinds, min_size=2, max_size=14)))
    ]
    told = [one | draw(st.sampled_from([{}, {}, {"readPoint": None, "bizLocation": None}])) for one in told]
    wrong = draw(st.lists(st.sampled_from(told), max_size=3))
    return draw(st.permutations([*told, *(one | {"declared": True} for one in wrong), *wrong[1:]]))


def recorded(events: list[Event]) -> list[StoredEvent]:
    """Return events as a ledger that checks nothing would give them."""
    return [_recorded(number, dict(event)) for number, event in enumerate(events, 1)]


def _recorded(number: int, event: Event) -> StoredEvent:
    place, time = {"id": event.pop("at")}, event.pop("day") * DAY
    event = {"readPoint": place, "bizLocation": place} | event
    if event.pop("declared", False):
        event["errorDeclaration"] = {"declarationTime": "2030-01-01T00:00:00Z"}
    return StoredEvent(number, time, number, json.dumps(event).encode(), json.dumps(CONTEXT).encode())


@examples(100)
@given(tales(), st.data())
def test_the_law_whatever_happens(events: list[Event], data: st.DataObject) -> None:
    """However odd events are, and in whatever pieces they come, a graph that is extended is the one that is built."""
    cuts = sorted(data.draw(st.sets(st.integers(1, len(events) - 1), min_size=1, max_size=3)))
    assert_law(cut(recorded(events), cuts))


@settings(examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tales(), st.data())
@pytest.mark.usefixtures("row_by_row")
def test_the_law_row_by_row(events: list[Event], data: st.DataObject) -> None:
    """The same where rows are too scattered to be copied in stretches."""
    assert_law(cut(recorded(events), [data.draw(st.integers(1, len(events) - 1))]))


@settings(examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tales(), st.data())
@pytest.mark.usefixtures("few_hashes")
def test_the_law_when_hashes_are_equal(events: list[Event], data: st.DataObject) -> None:
    """The same where many names have one hash."""
    cuts = sorted(data.draw(st.sets(st.integers(1, len(events) - 1), min_size=1, max_size=3)))
    assert_law(cut(recorded(events), cuts))


@examples(50)
@given(chains(), st.data())
def test_the_law_of_likely_chains(events: list[Event], data: st.DataObject) -> None:
    """Chains that make sense, told in any order."""
    told = data.draw(st.permutations(stored(events)))
    assert_law(cut(told, [data.draw(st.integers(0, len(told)))]))


# ---------------------------------------------------------------- long chains


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.usefixtures("no_building")
def test_the_law_of_a_simulated_loop(seed: int) -> None:
    """A simulated loop that comes in pieces, in time or late, with some events declared wrong."""
    chance = Random(seed)
    loop, _ = loop_of_simulation()
    with loop:
        events = list(loop.store.events())
    late = chance.sample(events, [0, 5, 50, len(events)][seed])
    names = {one.event_id for one in late}
    told = [one for one in events if one.event_id not in names] + late
    wrong = [declared_wrong(one) for one in chance.sample(events, 5)]
    whole = [*told, *wrong]
    ends = {3, len(wrong), chance.randrange(10, 200), chance.randrange(10, 200)}
    assert_law(cut(whole, sorted(len(whole) - end for end in ends)))


def declared_wrong(event: StoredEvent) -> StoredEvent:
    """Return the record that declares an event wrong."""
    body = json.loads(event.body) | {"errorDeclaration": {"declarationTime": "2040-01-01T00:00:00Z"}}
    return StoredEvent(event.seq, event.event_time, event.record_time, json.dumps(body).encode(), event.context)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.usefixtures("no_building")
def test_the_law_of_a_synthetic_chain(seed: int) -> None:
    """Late events all over a long chain, and its last ones."""
    events = list(told_of_chain(drawn(6_000, seed=seed), Shape()))
    late = set(Random(seed).sample(range(len(events)), 40))
    whole = [one for number, one in enumerate(events) if number not in late] + [events[one] for one in sorted(late)]
    assert_law(cut(whole, [len(whole) - 60, len(whole) - 40, len(whole) - 20]))


# ---------------------------------------------------------------- one by one

ORE = born(lots=[lot("ore", 10)], ilmd=content(ore={"Ni": 5}), day=1)
SMELTED = made([lot("ore", 4)], [lot("metal", 4)], ilmd=content(metal={"Ni": 2}), day=5)
PACK = [
    born("pack", "module", "cell", day=6),
    bound("ADD", "module", "cell", day=7),
    bound("ADD", "pack", "module", day=8),
]
SHREDDED = made(["pack"], [lot("black", 3)], day=20)
STORIES: dict[str, tuple[list[Event], list[Event]]] = {
    "a lot is filled again, before it was used": ([ORE, SMELTED], [born(lots=[lot("ore", 10)], day=3)]),
    "a lot was used earlier": ([ORE, SMELTED], [made([lot("ore", 8)], [lot("slag", 1)], day=4)]),
    "a thing was there earlier": ([*PACK, SHREDDED], [born("case", day=2)]),
    "a module came out before its pack was shredded": ([*PACK, SHREDDED], [bound("DELETE", "pack", "module", day=19)]),
    "everything came out": ([*PACK, SHREDDED], [bound("DELETE", "pack", day=9)]),
    "a module was seen after its pack was shredded": (
        [*PACK, SHREDDED], [born("module", action="OBSERVE", bizStep="storing", day=30)],
    ),
    "the shredding was a mistake": ([*PACK, SHREDDED], [SHREDDED | {"eventID": "urn:x:e4", "declared": True}]),
    "what is single was a lot": ([*PACK, SHREDDED], [born(lots=[lot("module", 2)], day=6)]),
    "the other half of a campaign": (
        [ORE, made([lot("ore", 1)], [], transformationID="urn:x:c", day=9)],
        [made([], [lot("bar", 1)], transformationID="urn:x:c", day=3)],
    ),
    "a half makes one of what was apart": (
        [ORE, *(made([lot("ore", 1)], [lot("bar", 1)], transformationID="urn:x:c", day=day) for day in (3, 4))],
        [made([lot("ore", 1)], [], transformationID="urn:x:c", day=6)],
    ),
    "both halves of a campaign took things along": (
        [
            born("cell", "odd", "pack", "box", day=1),
            bound("ADD", "pack", "odd", day=2),
            bound("ADD", "box", "cell", day=3),
            made(["pack"], [], transformationID="urn:x:c", day=8),
            made(["box"], [lot("black", 2)], transformationID="urn:x:c", day=9),
        ],
        [born("cell", "odd", action="OBSERVE", bizStep="storing", day=4)],
    ),
    "a new word": ([ORE, SMELTED], [born("car", at="urn:x:aaa", ilmd=content(car={"Aa": 1}), day=2)]),
}  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.usefixtures("no_building")
def test_late_news(story: str) -> None:
    """What comes late is where it belongs, and nothing is built again for it."""
    first, later = STORIES[story]
    assert_law(cut(stored([*first, *later]), [len(first)]))


def test_news_that_put_older_runs_in_another_order() -> None:
    """Runs of one moment change places when a new one uses what one makes and makes what another uses."""
    one, other = made(["t1"], ["t2"], day=1, eventID="urn:x:a"), made(["t3"], ["t4"], day=1, eventID="urn:x:b")
    between = made(["t4"], ["t1"], day=1, eventID="urn:x:c")
    parts = cut(stored([one, other, between]), [2])
    orders = [[graph.events.names[number] for number in range(2)] for graph in (build(parts[:1]), build(parts))]
    assert orders == [["urn:x:a", "urn:x:b"], ["urn:x:b", "urn:x:c"]]
    assert_law(parts)


def test_more_elements_than_a_byte_holds() -> None:
    """Whoever invents hundreds of elements gets the same graph."""
    many = {f"X{number}": 1.0 for number in range(300)}
    assert_law(cut(stored([ORE, born(lots=[lot("odd", 1)], ilmd=content(odd=many), day=2)]), [1]))


def test_much_that_is_new_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where more than a fifth is new or touched, everything is built."""
    monkeypatch.setattr(extending, "LARGEST_PART", 5)
    splices: list[Any] = []
    monkeypatch.setattr(extending, "_graph", lambda *_: splices.append(None))
    lots = [born(lots=[lot(f"lot{number}", 1)]) for number in range(20)]
    assert_law(cut(stored(lots), [15]))
    assert not splices
    assert_law(cut(stored(lots), [17]))
    assert splices


def test_who_extends_nothing_builds() -> None:
    """The first events extend the graph of none."""
    nothing = build([])
    first = gather(stored([ORE]))
    assert_same(extend(nothing, [], [first]), build([first]))
    assert_same(extend(build([first]), [first], [gather([])]), build([first]))


def test_what_was_destroyed_nowhere_has_ended() -> None:
    """A thing that is told to be destroyed has ended, also if nobody says where."""
    gone = born("pack", action="OBSERVE", bizStep="destroying", day=9, readPoint=None, bizLocation=None)
    graph = graph_of_values([born("pack", day=1), {name: one for name, one in gone.items() if one is not None}])
    assert graph.things.ended.tolist() == [9 * DAY]
