"""Laws of the books, for any runs: nothing is lost, nothing claimed twice, unknown never becomes recycled."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from genealogy.making import (
    DAY,
    PLACE,
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
from strategies import examples

from dicycle.genealogy.answers import Point
from dicycle.genealogy.attribution import attribution
from dicycle.genealogy.building import build, gather
from dicycle.genealogy.custody import MODELS, NO_RULES, Books, Claim, Model, Rule, Rules, answer, keep
from dicycle.genealogy.custody.allocations import Entry
from dicycle.genealogy.custody.amounts import FINE, Mix, apportion, cut, plus, shared, total
from dicycle.genealogy.custody.flows import Flow, Inflow, Outflow, is_eligible, kind_of
from dicycle.genealogy.graph import Graph

UNKNOWN = "unknown"
ORIGINS = ("virgin:a", "virgin:b", "post_consumer:s", "post_consumer:t", "pre_consumer:s", UNKNOWN)
HERE = Point(0, 0)
some = examples(8)

amounts = st.integers(0, 1000)
mixes = st.dictionaries(st.sampled_from(ORIGINS), st.integers(1, 1000), max_size=4)
factors = st.sampled_from([Fraction(n, 10) for n in range(11)])


# ---------------------------------------------------------------- division


@given(st.lists(amounts, min_size=1), st.data())
def test_a_division_leaves_nothing_over(weights: list[int], data: Any) -> None:
    """Parts are whole, sum to the amount, and are never more than what there is of each."""
    amount = data.draw(st.integers(0, sum(weights)))
    parts = apportion(amount, weights)
    assert sum(parts) == (amount if sum(weights) else 0)
    for part, weight in zip(parts, weights, strict=True):
        assert 0 <= part <= weight
        assert abs(Fraction(part) - Fraction(weight * amount, sum(weights) or 1)) < 1


@given(mixes, st.data())
def test_what_is_shared_out_is_what_there_was(mix: Mix, data: Any) -> None:
    """Shares of a mix have the masses asked for, and together never hold more of an origin than the mix."""
    first = data.draw(st.integers(0, total(mix)))
    second = data.draw(st.integers(0, total(mix) - first))
    parts = shared(mix, [first, second])
    assert [total(part) for part in parts] == [first, second]
    assert all(mass <= mix[origin] for origin, mass in plus(parts).items())
    assert cut(mix, total(mix)) == {origin: mass for origin, mass in mix.items() if mass}


# ---------------------------------------------------------------- accounts of one element at one site


@st.composite
def outflows(draw: st.DrawFn) -> tuple[Outflow, ...]:
    """Return outputs of some categories."""
    kinds = st.sampled_from(["cathode", "foil", "loss", None])
    many = draw(st.lists(st.tuples(st.integers(0, 1500), kinds), min_size=1, max_size=3))
    return tuple(Outflow((f"out{at}",), mass, category=kind) for at, (mass, kind) in enumerate(many))


@st.composite
def entries(draw: st.DrawFn) -> tuple[Entry, ...]:
    """Return allocations of inputs and of claims, sensible or not."""
    item, mass = st.sampled_from(["out0", "out1", "stranger"]), st.none() | st.integers(0, 800)
    from_input = st.builds(
        lambda item, at, mass: Entry(item, f"in{at}", None, None, mass), item, st.integers(0, 3), mass
    )
    claims = st.sampled_from(["post_consumer", "pre_consumer", "post_consumer:s"])
    of_claims = st.builds(lambda item, kind, mass: Entry(item, None, kind, None, mass), item, claims, mass)
    return tuple(draw(st.lists(from_input | of_claims, max_size=3)))


@st.composite
def histories(draw: st.DrawFn) -> list[Flow]:
    """Return runs at one site, in their order."""
    day, runs = 0, []
    for number in range(draw(st.integers(1, 7))):
        day += draw(st.integers(0, 200))
        inflows = tuple(Inflow(f"in{at}", mix) for at, mix in enumerate(draw(st.lists(mixes, max_size=3))))
        said = draw(st.just(()) | entries())
        runs.append(Flow(f"urn:x:e{number}", PLACE, day * DAY, "Ni", inflows, draw(outflows()), entries=said))
    return runs


@st.composite
def rules(draw: st.DrawFn, name: str) -> Rule:
    """Return a rule of a model with any parameters."""
    kinds, names = st.sampled_from([None, "post_consumer", "pre_consumer"]), st.sampled_from(["cathode", "foil"])
    claims = st.lists(st.builds(Claim, kinds, st.lists(names, max_size=2).map(tuple), factors), max_size=3).map(tuple)
    return Rule(
        PLACE, name, window_days=draw(st.integers(1, 300)), conversion_factor=draw(factors),
        period=draw(st.sampled_from(["month", "quarter", "year"])), carry_over=draw(factors), claims=draw(claims),
    )  # fmt: skip


def books(name: str, rule: Rule) -> Model:
    """Return the books of nickel under a rule."""
    return MODELS[name](rule, "Ni")


@pytest.mark.parametrize("name", MODELS)
@given(data=st.data())
@some
def test_every_output_has_its_mass_and_no_atom_is_claimed_twice(name: str, data: Any) -> None:
    """After each run: masses are those of the outputs, and each known origin's parts sum to what came in."""
    account = books(name, data.draw(rules(name)))
    came_in, gone = Counter[str](), Counter[str]()
    for run in data.draw(histories()):
        settled = account.settle(run)
        assert [total(out) for out in settled.outs] == run.masses
        assert all(mass >= 0 for mix in (*settled.outs, settled.lost, account.balance) for mass in mix.values())
        came_in.update(run.came_in)
        for mix in (*settled.outs, settled.lost):
            gone.update(mix)
        known = [origin for origin in ORIGINS if origin != UNKNOWN]
        for origin in known:
            there = gone[origin] + account.lapsed.get(origin, 0) + account.balance.get(origin, 0)
            assert there == came_in[origin], (origin, account.findings)


@pytest.mark.parametrize("name", MODELS)
@given(data=st.data())
@some
def test_unknown_never_becomes_recycled(name: str, data: Any) -> None:
    """At any moment what was given of a recycled origin is at most what had come in of that very origin."""
    account = books(name, data.draw(rules(name)))
    came_in, out = Counter[str](), Counter[str]()
    for run in data.draw(histories()):
        came_in.update(run.came_in)
        for mix in account.settle(run).outs:
            out.update(mix)
        assert all(out[origin] <= came_in[origin] for origin in ORIGINS if is_eligible(origin))


@given(rules("credit"), histories())
@some
def test_claims_are_at_most_credits_times_the_factor(rule: Rule, runs: list[Flow]) -> None:
    """Claims of a kind of feed never exceed its input x the conversion factor, nor an output's limit its mass."""
    account = books("credit", rule)
    came_in, claimed = Counter[str](), Counter[str]()
    for run in runs:
        for origin, mass in run.came_in.items():
            came_in[kind_of(origin)] += mass
        for out in account.settle(run).outs:
            claimed.update({kind_of(origin): 0 for origin in out})
            for origin, mass in out.items():
                claimed[kind_of(origin)] += mass
        for kind in ("post_consumer", "pre_consumer"):
            assert claimed[kind] <= came_in[kind] * rule.conversion_factor


@given(rules("credit"), histories())
@some
def test_a_claim_keeps_its_limit(rule: Rule, runs: list[Flow]) -> None:
    """Without an explicit allocation no output is claimed beyond the sum of the shares that the rule allows it."""
    account = books("credit", rule)
    for run in runs:
        if any(entry.origin for entry in run.entries):
            account.settle(run)
            continue
        for out, mix in zip(run.outflows, account.settle(run).outs, strict=True):
            recycled = sum(mass for origin, mass in mix.items() if is_eligible(origin))
            allowed = [
                claim.up_to for claim in rule.claims if out.category in claim.to or (not claim.to and out.is_product)
            ]
            most = min(sum(allowed, Fraction(0)), Fraction(1)) if rule.claims else Fraction(int(out.is_product))
            assert recycled <= most * out.mass


@given(rules("rolling_average"), histories())
@some
def test_a_rolling_average_never_claims_more_than_the_average(rule: Rule, runs: list[Flow]) -> None:
    """Of each recycled origin a run gives at most the average share of what came in within the window."""
    account = books("rolling_average", rule)
    for at, run in enumerate(runs):
        window = [one for one in runs[: at + 1] if one.time > run.time - rule.window_days * DAY]
        within = plus(one.completed for one in window)
        given_out = plus(account.settle(run).outs)
        for origin, mass in given_out.items():
            if is_eligible(origin):
                share = Fraction(within[origin], total(within))
                assert mass <= share * (run.went_out + run.lost) + 1


@given(histories())
@some
def test_a_tank_keeps_the_order_of_its_fillings(runs: list[Flow]) -> None:
    """Nothing of a later filling leaves the tank while something of an earlier one is in it."""
    marked = [
        Flow(
            run.event, run.place, run.time, "Ni", (Inflow("in", {f"virgin:{at:03}": total(run.came_in)}),), run.outflows
        )
        for at, run in enumerate(runs)
        if run.came_in
    ]
    tank = books("fifo", Rule(PLACE, "fifo"))
    for run in marked:
        out = {origin for mix in tank.settle(run).outs for origin in mix} - {UNKNOWN}
        left = {origin for origin, mass in tank.balance.items() if mass}
        assert not out or not left or max(out) <= min(left)


@given(histories())
@some
def test_identity_without_a_word_is_blending_of_one_origin(runs: list[Flow]) -> None:
    """Where all inputs have one origin, identity preserved and proportional say the same."""
    for run in runs:
        plain = Flow(run.event, run.place, run.time, "Ni", run.inflows, run.outflows)
        if len(plain.came_in) <= 1:
            rule = Rule(PLACE, "x")
            assert books("identity_preserved", rule).settle(plain) == books("proportional", rule).settle(plain)


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
