"""Laws of the books over whole chains of events, generated and simulated."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from genealogy.bookkeeping import UNKNOWN, rules, some
from genealogy.making import (
    born,
    content,
    loop_of_simulation,
    lot,
    made,
    simulated_graph,
    stored,
    truth_rows,
)
from hypothesis import given
from hypothesis import strategies as st

from dicycle.genealogy.answers import Point
from dicycle.genealogy.attribution import attribution
from dicycle.genealogy.building import build, gather
from dicycle.genealogy.custody import MODELS, NO_RULES, Books, Rule, Rules, answer, keep
from dicycle.genealogy.custody.amounts import FINE, plus, total
from dicycle.genealogy.custody.flows import is_eligible
from dicycle.genealogy.graph import Graph

HERE = Point(0, 0)


# ---------------------------------------------------------------- whole chains


@st.composite
def chains(draw: st.DrawFn, again: bool = True) -> list[dict[str, Any]]:
    """Return events: lots are born, mixed in runs, made into others, drawn in parts, filled again (or not `again`)."""
    events: list[dict[str, Any]] = []
    left: dict[str, int] = {}
    for number in range(draw(st.integers(1, 4))):
        mass = draw(st.integers(1, 60))
        events.append(_supply(draw, f"s{number}", mass))
        left[f"s{number}"] = mass
    for number in range(draw(st.integers(1, 6))):
        taken = {
            name: draw(st.integers(1, left[name]))
            for name in draw(st.lists(st.sampled_from(sorted(left)), min_size=1, max_size=3, unique=True))
            if left[name]
        }
        if not taken:
            continue
        for name, mass in taken.items():
            left[name] -= mass
        events.append(_run(draw, number, taken, left, again))
    return [{**event, "day": day} for day, event in enumerate(events)]


def _supply(draw: st.DrawFn, name: str, mass: int) -> dict[str, Any]:
    ilmd = content(**{name: {"Ni": mass}}) if draw(st.integers(0, 5)) else {}
    origin = draw(st.sampled_from([None, "virgin", "post_consumer"]))
    said = ilmd | ({"dcy:origin": origin} if origin else {})
    return born(lots=[lot(name, mass)], ilmd=said, at=f"urn:x:{draw(st.sampled_from('ab'))}")


def _run(draw: st.DrawFn, number: int, taken: dict[str, int], left: dict[str, int], again: bool) -> dict[str, Any]:
    outs = {}
    for name in draw(st.lists(st.sampled_from(["p", "q", "r"]), min_size=1, max_size=2, unique=True)):
        full = f"{name}{'' if again else number}"
        outs[full] = draw(st.integers(1, 40))
        left[full] = left.get(full, 0) + outs[full]
    declared = {name: {"Ni": mass} for name, mass in outs.items() if draw(st.integers(0, 5))}
    feed = draw(st.sampled_from([None, None, "post_consumer", "pre_consumer"]))
    return made(
        [lot(name, mass) for name, mass in taken.items()], [lot(name, mass) for name, mass in outs.items()],
        ilmd=content(**declared), at=f"urn:x:{draw(st.sampled_from('ab'))}", **({"dcy:feed": feed} if feed else {}),
    )  # fmt: skip


def lots_of(graph: Graph) -> Iterator[str]:
    """Yield the ids of all things."""
    return (graph.things.names[number] for number in range(len(graph.things.names)))


def nickel(graph: Graph, id: str, how: Any = answer, **more: Any) -> dict[str, float]:
    """Return the micrograms of nickel by origin in a thing."""
    return {
        origin: mass
        for one in how(graph, HERE, id, None, **more).shares
        for origin, mass in one.origins.items()
        if mass
    }


def near(one: dict[str, float], other: dict[str, float], within: float) -> bool:
    """Tell whether two answers agree but for rounding; `within` is a part of the whole."""
    much = sum(one.values()) + sum(other.values())
    return all(abs(one.get(key, 0) - other.get(key, 0)) <= within * much for key in {*one, *other})


def defined(graph: Graph) -> dict[int, dict[str, Fraction] | None]:
    """Return what is in each birth by the definition, in fractions, of lots that are filled once.

    An input brings its share of its lot; all outputs of a run have the composition of what came in, completed by
    unknown (or by the waste of a recycler) up to their sum.
    """
    out: dict[int, dict[str, Fraction] | None] = {}
    runs = graph.runs
    for run in range(len(runs.time)):
        mine = range(int(runs.births_at[run]), int(runs.births_at[run + 1]))
        masses = {one: _mass(graph, one) for one in mine}
        came_in, rest = _came_in(graph, run, out, None in masses.values())
        whole = sum(came_in.values(), Fraction(0))
        wanted = sum(mass for mass in masses.values() if mass)
        if wanted > whole:
            came_in[rest] = came_in.get(rest, Fraction(0)) + wanted - whole
            whole = Fraction(wanted)
        for one, mass in masses.items():
            out[one] = None if mass is None else {key: part * mass / whole for key, part in came_in.items()}
    return out


def _mass(graph: Graph, birth: int) -> int | None:
    row = int(graph.births.content[birth])
    return None if row < 0 else sum(graph.content.mass[graph.content.at[row] : graph.content.at[row + 1]].tolist())


def _came_in(
    graph: Graph, run: int, known: dict[int, dict[str, Fraction] | None], undeclared_output: bool
) -> tuple[dict[str, Fraction], str]:
    runs, uses = graph.runs, graph.uses
    mine = range(int(runs.uses_at[run]), int(runs.uses_at[run + 1]))
    if not mine:
        origin = int(runs.origin[run])
        return {}, graph.origins[origin] if origin >= 0 else UNKNOWN
    feed = int(runs.feed[run])
    label = f"{('post_consumer', 'pre_consumer')[feed - 1]}:{graph.places[int(runs.place[run])]}" if feed else None
    came: Counter[str] = Counter()
    undeclared: list[bool] = []
    everything: list[bool] = []
    for use in mine:
        birth = int(graph.things.made[graph.things.made_at[int(uses.thing[use])]])
        maker = int(graph.births.run[birth])
        waste = bool(runs.uses_at[maker + 1] > runs.uses_at[maker]) and not runs.feed[maker]
        everything.append(waste)
        if known[birth] is None:
            undeclared.append(waste)
        part = Fraction(int(uses.quantity[use]), int(graph.births.quantity[birth]))
        for origin, mass in (known[birth] or {}).items():
            came[label if label and waste else origin] += mass * part  # type: ignore[assignment]
    if undeclared and undeclared_output:
        return {}, label if label and all(everything) else UNKNOWN
    return dict(came), label if label and undeclared and all(undeclared) else UNKNOWN  # type: ignore[arg-type]


@given(chains(again=False))
@some
def test_proportional_books_are_the_definition(events: list[dict[str, Any]]) -> None:
    """Without rules each birth has what the definition gives in exact fractions, but for femtograms of rounding."""
    graph = build([gather(stored(events))])
    books_of_all, definition = keep(graph, NO_RULES), defined(graph)
    for birth, wanted in definition.items():
        found = books_of_all.batch(birth).mixes
        assert (found is None) == (wanted is None)
        mix = next(iter((found or {}).values()), {})
        for origin in {*mix, *(wanted or {})}:
            assert abs(mix.get(origin, 0) - (wanted or {}).get(origin, 0) * FINE) < 1000, origin


@given(chains())
@some
def test_fast_proportional_attribution_equals_the_books(events: list[dict[str, Any]]) -> None:
    """The numerical attribution agrees with the exact books, refilled lots and undeclared ones included."""
    graph = build([gather(stored(events))])
    for id in lots_of(graph):
        slow, fast = answer(graph, HERE, id), attribution(graph, HERE, id)
        assert (slow.parts, slow.undeclared) == (fast.parts, fast.undeclared)
        assert near(nickel(graph, id), nickel(graph, id, attribution), 1e-9), id


@some
@given(chains(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_plays_no_part(events: list[dict[str, Any]], chance: Random) -> None:
    """The same events in any order give the same books under any rules."""
    sites = [
        Rule("urn:x:a", "credit", conversion_factor=Fraction(9, 10)),
        Rule("urn:x:b", "rolling_average", window_days=2),
    ]
    ruled = Rules(tuple(sites))
    told = stored(events)
    mixed = chance.sample(told, len(told))
    assert _plain(keep(build([gather(told)]), ruled)) == _plain(keep(build([gather(mixed)]), ruled))


def _plain(found: Books) -> list[Any]:
    return [[batch.mixes for batch in found.batches], found.statements, found.findings]


@some
@given(chains(), st.sampled_from([one for one in MODELS if not MODELS[one].pooled]))
def test_an_answer_from_its_ancestry_equals_one_from_all_books(events: list[dict[str, Any]], name: str) -> None:
    """What does not stand behind a lot can be left out."""
    graph = build([gather(stored(events))])
    ruled = Rules((Rule("urn:x:a", name),))
    pooled = Rules((*ruled.sites, Rule("urn:x:nowhere", "fifo")))
    everything = keep(graph, pooled)
    for number, id in enumerate(lots_of(graph)):
        made_of = graph.things.made[graph.things.made_at[number] : graph.things.made_at[number + 1]].tolist()
        mix = plus(part for birth in made_of for part in (everything.batch(birth).mixes or {}).values())
        assert nickel(graph, id, rules=ruled) == {origin: mass / FINE for origin, mass in mix.items() if mass}


@pytest.mark.parametrize("name", [one for one in MODELS if one != "proportional"])
@given(data=st.data())
@some
def test_no_model_makes_recycled_metal_in_a_chain(name: str, data: Any) -> None:
    """Masses stay what was declared, and no lot holds a recycled origin of which its chain never had any."""
    graph = build([gather(stored(data.draw(chains())))])
    sites = tuple(data.draw(rules(name))._replace(place=place) for place in ("urn:x:a", "urn:x:b"))
    found = keep(graph, Rules(sites))
    told = {graph.origins[one] for one in range(len(graph.origins))}
    fed = {
        f"{('post_consumer', 'pre_consumer')[int(graph.runs.feed[run]) - 1]}:{graph.places[int(graph.runs.place[run])]}"
        for run in range(len(graph.runs.time))
        if graph.runs.feed[run]
    }
    for birth in range(len(graph.births.run)):
        mixes_of, mass = found.batch(birth).mixes, _mass(graph, birth)
        assert (mixes_of is None) == (mass is None)
        for mix in (mixes_of or {}).values():
            assert total(mix) == (mass or 0) * FINE
            assert {origin for origin in mix if is_eligible(origin)} <= told | fed


# ---------------------------------------------------------------- simulated loops


@pytest.mark.slow
def test_simulated_origins_are_the_truth() -> None:
    """In a simulated loop the books give every lot the origins that the simulator knows, to its milligrams."""
    graph, truth = simulated_graph()
    found = keep(graph, NO_RULES)
    wanted: dict[str, dict[tuple[str, str], float]] = {}
    for row in truth_rows(truth, "origins"):
        wanted.setdefault(row["id"], {})[row["element"], row["origin"]] = row["mass_mg"] * 1000
    lots = [id for id in wanted if "/10/" in id]
    for id in lots:
        number = graph.things.names.find(id)
        assert number is not None
        [birth] = graph.things.made[graph.things.made_at[number] : graph.things.made_at[number + 1]].tolist()
        mine = {
            (graph.elements[element], origin): mass / FINE
            for element, mix in (found.batch(birth).mixes or {}).items()
            for origin, mass in mix.items()
        }
        for key in {*mine, *wanted[id]}:
            assert abs(mine.get(key, 0) - wanted[id].get(key, 0)) < 2_000, (id, key)
    assert len(lots) > 100


@pytest.mark.slow
def test_a_simulated_loop_under_rules_closes_its_accounts() -> None:
    """With every model at some site of a simulated loop, each account closes for each origin, and packs name them."""
    graph, _ = simulated_graph()
    places = sorted({graph.places[int(one)] for one in set(graph.runs.place.tolist()) if one >= 0})
    names = [name for name in MODELS if name != "proportional"]
    sites = tuple(
        Rule(place, names[at % len(names)], window_days=90, conversion_factor=Fraction(95, 100))
        for at, place in enumerate(places)
    )
    found = keep(graph, Rules(sites))
    assert {one.rule.model for one in found.statements} == set(names)
    for one in found.statements:
        for origin in {*one.came_in, *one.went_out, *one.lapsed} - {UNKNOWN}:
            gone = sum(mix.get(origin, 0) for mix in (one.went_out, one.lost, one.lapsed, one.balance))
            assert gone == one.came_in.get(origin, 0), (one.rule, one.element, origin)


def test_the_events_of_a_simulated_loop_allocate_nothing() -> None:
    """A loop without explicit allocations has none, and reading them costs no finding."""
    from dicycle.genealogy.custody import allocations_of

    loop, _ = loop_of_simulation()
    with loop:
        assert allocations_of(loop.store.events()) == ({}, [])
