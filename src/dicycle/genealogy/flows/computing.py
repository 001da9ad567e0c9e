"""From a graph to its flows, in passes over its arrays."""

from typing import NamedTuple

import numpy as np

from dicycle.genealogy.flows.arrays import added, group_starts, summed, weighed
from dicycle.genealogy.flows.bodies import Bodies, bodies_of
from dicycle.genealogy.flows.lots import Fillings, pieces_of
from dicycle.genealogy.flows.matter import Flags, Matter, matter_of
from dicycle.genealogy.flows.model import Flows, Totals, columns_of
from dicycle.genealogy.flows.moving import Moves, moves_of, used_bodies
from dicycle.genealogy.flows.paths import steps_of
from dicycle.genealogy.flows.splitting import split
from dicycle.genealogy.flows.stages import STAGES, Stage
from dicycle.genealogy.flows.taking import Takes, pieces_at, taken
from dicycle.genealogy.graph.model import Bytes, Graph, Ints, Longs
from dicycle.genealogy.kinds import Kinds

_RIBBONS = STAGES * STAGES

Summed = tuple[Longs, Longs]
"""Keys, ascending, and micrograms, int64[n, k]."""


class _Single(NamedTuple):
    """The single things, or rows of equal ones: of each the body, how many, and the row of content."""

    body: Longs
    many: Longs
    row: Longs


def flows_of(graph: Graph, kinds: Kinds) -> Flows:
    """Return what flowed from stage to stage, element by element, and what is where at last.

    Runs mix in proportion; the rest are moves of whole things, of what is inside them, and of parts of lots.
    """
    matter = matter_of(graph, kinds)
    fillings = Fillings(graph, matter)
    bodies = bodies_of(graph, matter)
    steps = steps_of(graph, matter, bodies)
    size = len(bodies.many) + len(bodies.lots)
    begin = _second_lives(graph, matter, used_bodies(steps, size)[: len(bodies.many)])
    moves, final = moves_of(steps, np.concatenate((begin, begin[graph.stays.child[bodies.lots]])))
    pieces = pieces_of(graph, bodies, fillings)
    takes, stock = taken(graph, matter, begin, pieces_at(graph, bodies, pieces, final[len(bodies.many) :]), fillings)
    single = _singles(bodies, matter)
    inputs = added(_taken_single(graph, matter, single, final), _keyed(takes))
    outputs = _given(graph, matter, begin)
    stock += _stock(matter, single, final)
    keys, mass = added(_in_runs(graph, inputs, outputs), _moved(graph, matter, bodies, moves, pieces))
    return _flows(graph, keys, mass, stock)


def _second_lives(graph: Graph, matter: Matter, used: Flags) -> Bytes:
    """Return where each thing begins: a unit that is made of things that were in use begins a second life."""
    runs = np.zeros(len(graph.runs.event), np.bool_)
    runs[graph.uses.run[used[graph.uses.thing]]] = True
    born = graph.births.thing[runs[graph.births.run]]
    stage = matter.stage.copy()
    stage[born[matter.unit[born]]] = Stage.SECOND_LIFE
    return stage


def _singles(bodies: Bodies, matter: Matter) -> _Single:
    body = np.flatnonzero((bodies.many > 0) & (matter.row >= 0))
    return _Single(body, bodies.many[body], matter.row[body].astype(np.int64))


def _taken_single(graph: Graph, matter: Matter, single: _Single, final: Bytes) -> Summed:
    """Return what of single things went into runs, by (run, stage)."""
    used = matter.use[single.body] >= 0
    body = single.body[used]
    key = graph.uses.run[matter.use[body]].astype(np.int64) * STAGES + final[body]
    return weighed(key, single.row[used], single.many[used], matter.content)


def _keyed(takes: Takes) -> Summed:
    return summed(takes.run.astype(np.int64) * STAGES + takes.stage, takes.mass)


def _given(graph: Graph, matter: Matter, begin: Bytes) -> Summed:
    """Return what came out of runs, by (run, stage)."""
    births, chosen = graph.births, matter.births
    key = births.run[chosen].astype(np.int64) * STAGES + begin[births.thing[chosen]]
    return weighed(key, births.content[chosen].astype(np.int64), np.ones(len(chosen), np.int64), matter.content)


def _stock(matter: Matter, single: _Single, final: Bytes) -> Longs:
    """Return what single things that were not used up weigh, int64[stages, k]."""
    left = matter.use[single.body] < 0
    key, mass = weighed(final[single.body[left]].astype(np.int64), single.row[left], single.many[left], matter.content)
    out = np.zeros((STAGES, matter.content.shape[1]), np.int64)
    out[key] = mass
    return out


def _in_runs(graph: Graph, inputs: Summed, outputs: Summed) -> Summed:
    """Return the flows of runs by (source, target, event): births, withdrawals, and what was made of something."""
    runs = graph.runs
    takes, gives = np.diff(runs.uses_at) > 0, np.diff(runs.births_at) > 0
    born = _chosen(outputs, ~takes)
    gone = _chosen(inputs, ~gives)
    both = split(_chosen(inputs, gives), _chosen(outputs, takes))
    keys = (
        _key(Stage.OUTSIDE * STAGES + born[0] % STAGES, runs.event[born[0] // STAGES], graph),
        _key(gone[0] % STAGES * STAGES + Stage.LEFT, runs.event[gone[0] // STAGES], graph),
        _key(both[0] % _RIBBONS, runs.event[both[0] // _RIBBONS], graph),
    )
    return np.concatenate(keys), np.concatenate((born[1], gone[1], both[1]))


def _chosen(masses: Summed, runs: Flags) -> Summed:
    kept = runs[masses[0] // STAGES]
    return masses[0][kept], masses[1][kept]


def _key(ribbon: Longs, event: Ints, graph: Graph) -> Longs:
    """Return keys of (source, target, event)."""
    return ribbon.astype(np.int64) * len(graph.events.time) + event


def _moved(graph: Graph, matter: Matter, bodies: Bodies, moves: Moves, pieces: Longs) -> Summed:
    """Return the moves of bodies by (source, target, event)."""
    key = _key(moves.source.astype(np.int64) * STAGES + moves.target, moves.event, graph)
    size = len(bodies.many)
    own = moves.body < size
    things = moves.body[own]
    count, row = bodies.many[things], matter.row[things]
    some = (count > 0) & (row >= 0)
    single = weighed(key[own][some], row[some].astype(np.int64), count[some], matter.content)
    return added(single, summed(key[~own], pieces[moves.body[~own] - size]))


def _flows(graph: Graph, keys: Longs, mass: Longs, stock: Longs) -> Flows:
    kept = mass.any(axis=1)
    keys, mass = keys[kept], mass[kept]
    ribbon, event = np.divmod(keys, max(len(graph.events.time), 1))
    source, target = (part.astype(np.uint8) for part in np.divmod(ribbon, STAGES))
    years = graph.events.time[event].astype("datetime64[us]").astype("datetime64[Y]").astype(np.int64) + 1970
    year = years.astype(np.int32)
    totals = _totals(source, target, year, mass)
    return Flows(columns_of(graph), source, target, event.astype(np.int32), year, mass, totals, stock)


def _totals(source: Bytes, target: Bytes, year: Ints, mass: Longs) -> Totals:
    starts = group_starts([source, target, year])
    at = np.append(starts, len(source))
    sums = np.add.reduceat(mass, starts, axis=0) if len(starts) else mass
    return Totals(at, source[starts], target[starts], year[starts], sums)
