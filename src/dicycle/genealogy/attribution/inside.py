"""What is inside things at a moment: which batches, how many times each. For one thing or for millions."""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.compiled import jitted
from dicycle.genealogy.attribution.flows import SEVERAL, UNDECLARED, Flows
from dicycle.genealogy.attribution.marking import ROOM, empty, met, place, roomy
from dicycle.genealogy.graph.model import FOREVER, Bytes, Graph, Ints, Kind, Longs, Reals

Numbers = list[Any]
"""What numba knows as a list of integers, or of floats."""

_LOT: Final = int(Kind.LOT)

NOW: Final = FOREVER - 1
"""The moment of whoever names none: after all that has happened, before what has no end."""


class Shelf(NamedTuple):
    """The arrays of a genealogy that say what is in what, and of which batch a thing is."""

    own: Ints
    born: Longs
    kind: Bytes
    ended: Longs
    holds_at: Longs
    child: Ints
    since: Longs
    until: Longs
    share: Reals
    made_at: Longs
    made: Ints
    born_run: Ints
    run_time: Longs
    batch: Ints
    again_stay: Longs
    again_batch: Ints
    again_weight: Reals


class Insides(NamedTuple):
    """For each of n things, the batches in it: `batch` and `weight` from ``at[i]`` to ``at[i + 1]``, each batch once.

    `parts` counts the things summed, itself included, `undeclared` those of them that nobody declared a content of.
    """

    at: Longs
    batch: Ints
    weight: Reals
    parts: Longs
    undeclared: Longs


def shelf(graph: Graph, flows: Flows) -> Shelf:
    """Return what `insides` reads."""
    things, stays = graph.things, graph.stays
    return Shelf(
        flows.own, things.born, things.kind, things.ended, things.holds_at, stays.child, stays.since, stays.until,
        stays.share, things.made_at, things.made, graph.births.run, graph.runs.time, flows.batch, flows.stay,
        flows.stay_batch, flows.stay_weight,
    )  # fmt: skip


def insides(graph: Graph, flows: Flows, things: NDArray[np.integer], as_of: int | None, deep: bool = True) -> Insides:
    """Return what is in things as of a moment, or as of their end if that came first; not `deep`: without their parts.

    `as_of` is in microseconds since 1970 UTC; None is all that is known.
    """
    moments = np.minimum(graph.things.ended[things], NOW if as_of is None else as_of)
    own = flows.own[things]
    if not deep and not (own == SEVERAL).any():
        return _alone(np.where(graph.things.born[things] <= moments, own, UNDECLARED))
    walk = jitted(_walk, len(graph.stays.child) + len(graph.births.run))
    return Insides(*walk(shelf(graph, flows), things.astype(np.int64), moments, deep))


def _alone(own: Ints) -> Insides:
    """Return what is in things that are nothing but what their only birth says."""
    known = own >= 0
    at = np.zeros(len(own) + 1, np.int64)
    np.cumsum(known, out=at[1:])
    ones = np.ones(len(own), np.int64)
    return Insides(at, own[known], np.ones(at[-1]), ones, (~known).astype(np.int64))


def _walk(shelf: Shelf, roots: Longs, moments: Longs, deep: bool) -> Any:
    count = len(roots)
    at = np.zeros(count + 1, np.int64)
    parts, undeclared = np.zeros(count, np.int64), np.zeros(count, np.int64)
    batches, weights = np.empty(count * 4 + 16, np.int32), np.empty(count * 4 + 16, np.float64)
    stack, found, much = [0], [0], [0.0]
    seen, places = empty(ROOM), empty(ROOM)
    for root in range(count):
        stack.clear()
        found.clear()
        much.clear()
        stack.append(roots[root])
        parts[root], undeclared[root], seen = _look(shelf, moments[root], deep, seen, root + 1, stack, found, much)
        while at[root] + len(found) > len(batches):
            batches = np.concatenate((batches, np.empty(len(batches), np.int32)))
            weights = np.concatenate((weights, np.empty(len(weights), np.float64)))
        places = roomy(places, len(found), root + 1)
        at[root + 1] = _summed(found, much, batches, weights, places, root + 1, at[root])
    return at, batches[: at[count]].copy(), weights[: at[count]].copy(), parts, undeclared


def _look(
    shelf: Shelf, moment: int, deep: bool, seen: Longs, turn: int, stack: Numbers, found: Numbers, much: Numbers
) -> Any:
    """Find the batches of what is on the stack and in it; return how many things those are, and undeclared ones.

    One long function: numba counts references for each array that is handed on, at each call.
    """
    parts, undeclared = 0, 0
    while len(stack) > 0:
        thing = stack.pop()
        if met(seen, thing, turn):
            continue
        parts += 1
        seen = roomy(seen, parts, turn)
        batch = shelf.own[thing]
        if batch == SEVERAL:
            undeclared += _last(shelf, thing, moment, found, much)
        elif batch >= 0 and shelf.born[thing] <= moment:
            found.append(batch)
            much.append(1.0)
        else:
            undeclared += 1
        for stay in range(shelf.holds_at[thing], shelf.holds_at[thing + 1] if deep else 0):
            until = shelf.until[stay]
            # At the end of a thing, all that was inside then still is.
            if shelf.since[stay] > moment or until < moment or (until == moment and shelf.ended[thing] != moment):
                continue
            child = shelf.child[stay]
            if shelf.kind[child] != _LOT:
                stack.append(child)
                continue
            parts += 1
            batch, weight = shelf.own[child], shelf.share[stay]
            if batch == SEVERAL:
                other = np.searchsorted(shelf.again_stay, stay)
                batch, weight = shelf.again_batch[other], shelf.again_weight[other]
            if batch >= 0 and shelf.born[child] <= moment and not np.isnan(weight):
                found.append(batch)
                much.append(weight)
            else:
                undeclared += 1
    return parts, undeclared, seen


def _last(shelf: Shelf, thing: int, moment: int, found: Numbers, much: Numbers) -> int:
    """Find the batch of the last birth of a thing, or of all births of a lot; return 1 if nobody declared it."""
    told, missing = 0, 0
    for back in range(shelf.made_at[thing + 1] - 1, shelf.made_at[thing] - 1, -1):
        birth = shelf.made[back]
        if shelf.run_time[shelf.born_run[birth]] <= moment and (told == 0 or shelf.kind[thing] == _LOT):
            told += 1
            if shelf.batch[birth] >= 0:
                found.append(shelf.batch[birth])
                much.append(1.0)
            else:
                missing = 1
    return missing if told > 0 else 1


def _summed(found: Numbers, much: Numbers, batches: Ints, weights: Reals, places: Longs, turn: int, begin: int) -> int:
    """Write batches with their weights from `begin` on, each once; return the end."""
    end = begin
    for one in range(len(found)):
        row = place(places, found[one], turn)
        if places[row, 1] == turn:
            weights[places[row, 2]] += much[one]
        else:
            places[row, 0], places[row, 1], places[row, 2] = found[one], turn, end
            batches[end], weights[end] = found[one], much[one]
            end += 1
    return end
