"""Laws of attribution, for chains that nobody thought of: lots, runs, feeds, refilled lots, things in things."""

from collections import defaultdict
from random import Random
from typing import Any

import pytest
from genealogy.exact_chain import Chain, Mix, Run
from genealogy.making import born, bound, content, graph_of_values, lot, made
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from dicycle.genealogy.answers import UNKNOWN, Attribution, Point
from dicycle.genealogy.attribution import attribution, mixing
from dicycle.genealogy.graph import Graph

HERE = Point(0, 0)
ELEMENTS = ("Ni", "Co", "unobtainium")
SITES = tuple(f"https://id.gs1.org/414/95210010000{number}" for number in ("17", "24"))
TIGHT = 1e-9

Event = dict[str, Any]

masses = st.dictionaries(st.sampled_from(ELEMENTS), st.integers(1, 9), max_size=3)
declared = st.one_of(masses, masses, masses, st.none())
said = st.sampled_from([None, "virgin", "post_consumer", "virgin:urn:x:elsewhere"])


@st.composite
def chains(draw: st.DrawFn, refill: bool = True, sound: bool = False) -> list[Event]:
    """Return events in the order of time; `sound`: nothing undeclared, and no more is used than there is."""
    maker = _Maker(draw, refill, sound)
    for _ in range(draw(st.integers(2, 14))):
        draw(
            st.sampled_from(
                [maker.birth, maker.run, maker.run, maker.run, maker.put_in, maker.put_lot_in, maker.take_out]
            )
        )()
    return [event | {"day": day} for day, event in enumerate(maker.events)]


class _Maker:
    """Tells what may happen next, and keeps what there is."""

    def __init__(self, draw: st.DrawFn, refill: bool, sound: bool) -> None:
        self.draw, self.refill, self.sound = draw, refill, sound
        self.events: list[Event] = []
        self.left: dict[str, int] = {}
        self.alive: list[str] = []
        self.born = 0
        self.packed: set[str] = set()
        self.holder: dict[str, str] = {}
        self.birth()

    def content(self) -> dict[str, int] | None:
        return self.draw(masses if self.sound else declared)

    def outputs(self, count: int) -> tuple[list[str], list[Event], dict[str, Any]]:
        """Return new things, lots that are born or filled, and what is declared of them."""
        things, lots, contents = [], [], {}
        for _ in range(count):
            if self.draw(st.booleans()):
                name = f"t{self.born}"
                self.born += 1
                things.append(name)
            else:
                name = self._lot_name([one["epcClass"].removeprefix("urn:x:") for one in lots])
                quantity = self.draw(st.integers(1, 8))
                self.left[name] = self.left.get(name, 0) + quantity
                lots.append(lot(name, quantity))
            contents[name] = self.content()
        self.alive += things
        return things, lots, content(**contents)

    def _lot_name(self, taken: list[str]) -> str:
        known = [name for name in self.left if name not in taken] if self.refill else []
        new = f"l{len(self.left)}"
        return self.draw(st.sampled_from([new, *known])) if known else new

    def birth(self) -> None:
        things, lots, ilmd = self.outputs(self.draw(st.integers(1, 2)))
        origin = self.draw(said)
        facts = ilmd | ({"dcy:origin": origin} if origin else {})
        self.events.append(born(*things, lots=lots, ilmd=facts, at=self.draw(st.sampled_from(SITES))))

    def run(self) -> None:
        inputs: list[Any] = [self.draw_from(name) for name in self.some([*self.left], 3)]
        inputs = [one for one in inputs if one["quantity"]]
        inputs += self.some([name for name in self.alive if name not in self.holder], 2)
        if not inputs:
            return
        self.forget([one for one in inputs if isinstance(one, str)])
        things, lots, ilmd = self.outputs(self.draw(st.integers(1, 3)))
        feed = self.draw(st.sampled_from([None, None, "post_consumer", "pre_consumer"]))
        more = {"dcy:feed": feed} if feed else {}
        place = self.draw(st.sampled_from(SITES))
        self.events.append(made(inputs, [*things, *lots], ilmd=ilmd, at=place, **more))

    def some(self, names: list[str], most: int) -> list[str]:
        return self.draw(st.lists(st.sampled_from(names), max_size=most, unique=True)) if names else []

    def draw_from(self, name: str) -> Event:
        """Take some of a lot; more than there is, unless the chain is sound."""
        quantity = self.draw(st.integers(1, 9))
        if self.sound:
            quantity = min(quantity, self.left[name])
        self.left[name] = max(0, self.left[name] - quantity)
        return lot(name, quantity)

    def forget(self, things: list[str]) -> None:
        """What ends, ends with everything inside it."""
        for name in things:
            self.alive.remove(name)
            self.holder.pop(name, None)
            self.forget([child for child, parent in self.holder.items() if parent == name])

    def put_in(self) -> None:
        free = [name for name in self.alive if name not in self.holder]
        if len(free) > 1:
            parent, child = self.draw(st.permutations(free))[:2]
            self.holder[child] = parent
            self.events.append(bound("ADD", parent, child))

    def put_lot_in(self) -> None:
        """Put some of a lot into a thing that has none of it yet; there it stays until the thing ends."""
        lots = [name for name, left in self.left.items() if left and name not in self.packed]
        if self.alive and lots:
            parent, name = self.draw(st.sampled_from(self.alive)), self.draw(st.sampled_from(lots))
            quantity = self.draw(st.integers(1, self.left[name]))
            self.left[name] -= quantity
            self.packed.add(name)
            self.events.append(bound("ADD", parent, lots=[lot(name, quantity)]))

    def take_out(self) -> None:
        if self.holder:
            child = self.draw(st.sampled_from(sorted(self.holder)))
            self.events.append(bound("DELETE", self.holder.pop(child), child))


def told(graph: Graph, **more: Any) -> dict[str, Attribution]:
    """Return the attribution of each thing."""
    mixed = mixing(graph)
    names = [graph.things.names[number] for number in range(len(graph.things.kind))]
    return {id: attribution(graph, HERE, id, mixed=mixed, **more) for id in names}


def assert_equal(found: Attribution, exact: Mix) -> None:
    """Compare with fractions, to the rounding of floats relative to the mass of the element."""
    got = {share.element: share.origins for share in found.shares}
    want = {element: origins for element, origins in exact.items() if sum(origins.values())}
    assert got.keys() == want.keys()
    for element, origins in want.items():
        whole = float(sum(origins.values()))
        for origin in got[element].keys() | origins.keys():
            assert got[element].get(origin, 0.0) == pytest.approx(float(origins.get(origin, 0)), abs=TIGHT * whole)


@examples(30)
@given(chains())
def test_every_thing_is_what_fractions_say(events: list[Event]) -> None:
    """Whatever happened: each living thing with its parts, and each lot, has the masses of exact bookkeeping."""
    chain, graph = Chain(events), graph_of_values(events)
    found = told(graph)
    for id in [*chain.things, *chain.lots]:
        assert_equal(found[id], chain.of(id))


@given(chains(), st.data())
def test_the_past_is_what_it_was(events: list[Event], data: Any) -> None:
    """As of a moment, a thing is what it is for somebody who knows only the events up to then."""
    upto = data.draw(st.integers(1, len(events)))
    day = 86_400_000_000
    whole, early = graph_of_values(events), Chain(events[:upto])
    found = told(whole, as_of=(upto - 1) * day)
    for id in [*early.things, *early.lots]:
        assert_equal(found[id], early.of(id))


@given(chains())
def test_origins_sum_to_the_declared_mass(events: list[Event]) -> None:
    """Of each element, the origins of a thing sum to what births declare of it and of its parts, at every thing."""
    for found in told(graph_of_values(events)).values():
        for share in found.shares:
            assert share.mass == pytest.approx(sum(share.origins.values()), rel=TIGHT)
            assert all(mass > 0 for mass in share.origins.values())


@given(chains(refill=False, sound=True))
def test_no_atom_is_claimed_twice(events: list[Event]) -> None:
    """Of what was born of an origin, no more is in living things and in what is left of lots than was born."""
    graph = graph_of_values(events)
    found = told(graph)
    there: dict[tuple[str, str], float] = defaultdict(float)
    births: dict[tuple[str, str], float] = defaultdict(float)
    for number in range(len(graph.things.kind)):
        id = graph.things.names[number]
        own = attribution_alone(graph, number)
        left = 1 - used_share(graph, number)
        for share in own.shares:
            for origin, mass in share.origins.items():
                there[share.element, origin] += mass * left
                if not was_made(graph, number):
                    births[share.element, origin] += mass
        assert found[id].parts >= 1
    for key, mass in there.items():
        if key[1].startswith("virgin"):
            assert mass <= births[key] * (1 + TIGHT)


def attribution_alone(graph: Graph, number: int) -> Attribution:
    """Return what is in a thing without its parts: at its birth nothing was in it."""
    return attribution(graph, HERE, graph.things.names[number], as_of=int(graph.things.born[number]))


def used_share(graph: Graph, number: int) -> float:
    """Return which part of a thing went into runs."""
    uses = graph.things.used[graph.things.used_at[number] : graph.things.used_at[number + 1]]
    return float(graph.uses.share[uses].sum())


def was_made(graph: Graph, number: int) -> bool:
    """Tell whether a thing is the output of a run that has inputs."""
    run = graph.births.run[graph.things.made[graph.things.made_at[number]]]
    return bool(graph.runs.uses_at[run + 1] > graph.runs.uses_at[run])


def is_recycled(origin: str) -> bool:
    """Tell whether an origin may be claimed as recycled."""
    return origin.startswith(("post_consumer:", "pre_consumer:"))


@given(chains(refill=False))
def test_unknown_never_becomes_recycled(events: list[Event]) -> None:
    """A run claims no more of a recycled origin than came in as that, or as its own waste where it has a feed."""
    chain, graph = Chain(events), graph_of_values(events)
    for run in chain.runs:
        if run.feed and any(one.mix is None for one in run.inputs):
            continue
        eligible = eligible_mass(run)
        for (element, origin), mass in outputs_of(graph, run).items():
            assert mass <= eligible[element, origin] * (1 + TIGHT) or not is_recycled(origin), (element, origin)


def outputs_of(graph: Graph, run: Run) -> dict[tuple[str, str], float]:
    """Return by element and origin what came out of a run, as it is attributed."""
    out: dict[tuple[str, str], float] = defaultdict(float)
    for id, _ in run.outputs:
        for share in attribution_alone(graph, graph.things.names.find(id) or 0).shares:
            for origin, mass in share.origins.items():
                out[share.element, origin] += mass
    return out


def eligible_mass(run: Run) -> dict[tuple[str, str], float]:
    """Return by element and origin what came into a run that its outputs may claim."""
    out: dict[tuple[str, str], float] = defaultdict(float)
    for one in run.inputs:
        for element, origins in (one.mix or {}).items():
            for origin, mass in origins.items():
                label = f"{run.feed}:{run.place}" if run.feed and one.waste else origin
                out[element, label] += float(mass)
    return out


@given(chains())
def test_without_feeds_and_recycled_births_nothing_is_recycled(events: list[Event]) -> None:
    """Where nobody takes waste in and nobody buys recycled matter, no claim arises."""
    plain = [without(event) for event in events]
    for found in told(graph_of_values(plain)).values():
        assert not [origin for share in found.shares for origin in share.origins if is_recycled(origin)]


def without(event: Event) -> Event:
    """Return an event without its feed and its recycled origin."""
    out = {key: value for key, value in event.items() if key != "dcy:feed"}
    facts = event.get("ilmd", {})
    if facts.get("dcy:origin") == "post_consumer":
        out["ilmd"] = {key: value for key, value in facts.items() if key != "dcy:origin"}
    return out


@given(chains(), st.integers())
def test_order_and_repetition_change_nothing(events: list[Event], seed: int) -> None:
    """The same events, shuffled and with some sent twice, give the same attribution, bit for bit."""
    named = [event | {"eventID": f"urn:x:n{number}"} for number, event in enumerate(events)]
    shuffled = named[:]
    Random(seed).shuffle(shuffled)
    assert told(graph_of_values(named)) == told(graph_of_values(shuffled))


@given(chains(refill=False))
def test_what_is_not_told_is_unknown(events: list[Event]) -> None:
    """The mass that no declared input explains is of unknown origin, unless a recycler's undeclared waste is there."""
    chain, graph = Chain(events), graph_of_values(events)
    for run in chain.runs:
        if run.feed or any(one.mix is None for one in run.inputs):
            continue
        came, told_out = eligible_mass(run), outputs_of(graph, run)
        for element in {element for element, _ in told_out}:
            before = sum(mass for (one, _), mass in came.items() if one == element)
            after = sum(mass for (one, _), mass in told_out.items() if one == element)
            deficit, kept = max(0.0, after - before), min(1.0, after / before) if before else 0.0
            expected = deficit + came[element, UNKNOWN] * kept
            assert told_out.get((element, UNKNOWN), 0.0) == pytest.approx(expected, abs=TIGHT * after)
