"""Which facts hold, and in which order they take effect: a matter of what events say, not of when they came."""

from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
from numpy.typing import NDArray

from dicycle.genealogy.building.facts import Act, Facts, Part
from dicycle.genealogy.building.texts import arrow, picked
from dicycle.genealogy.graph.names import plain
from dicycle.genealogy.graph.ranges import laid_out, ranges


def holding(facts: Facts) -> NDArray[np.int64]:
    """Return the numbers of the events that hold, in order: those declared wrong and declarations are left out."""
    names = arrow(facts.events)
    declared = facts.act == Act.DECLARATION
    kept = ~declared
    if declared.any():
        wrong = names.filter(pa.array(declared))
        kept &= ~pc.is_in(names, value_set=wrong).to_numpy(zero_copy_only=False)
    numbers = np.flatnonzero(kept)
    order = numbers[np.lexsort((facts.act[numbers], facts.time[numbers]))]
    return _ties_by_id(facts, order)


def _ties_by_id(facts: Facts, order: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return an order by time and act, with those equal in both by event id; among runs, makers before users."""
    if len(order) < 2:
        return order
    same = (np.diff(facts.time[order]) == 0) & (np.diff(facts.act[order].astype(np.int16)) == 0)
    if not same.any():
        return order
    tied = np.flatnonzero(np.append(same, False) | np.insert(same, 0, False))
    among = order[tied]
    at, text = picked(facts.events, among)
    rank = np.empty(len(among), np.int64)
    rank[pc.sort_indices(arrow(plain(at, text))).to_numpy()] = np.arange(len(among))
    order = order.copy()
    order[tied] = among[np.lexsort((rank, facts.act[among], facts.time[among]))]
    return _makers_first(facts, order, same)


def _makers_first(facts: Facts, order: NDArray[np.int64], same: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Put runs of one moment so that what one makes is there when another uses it, as far as they do not go round."""
    runs = same & (facts.act[order[:-1]] == Act.RUN)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], runs.astype(np.int8), [0]))))
    firsts, lasts = edges[::2], edges[1::2] + 1
    for group in _feeding(facts, order, firsts, lasts).tolist():
        order[firsts[group] : lasts[group]] = _sorted_runs(facts, order[firsts[group] : lasts[group]].tolist())
    return order


def _feeding(
    facts: Facts, order: NDArray[np.int64], firsts: NDArray[np.int64], lasts: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the groups of runs in which something is both made and used."""
    size = lasts - firsts
    group = np.repeat(np.arange(len(firsts)), size)
    at, mentions = ranges(facts.mentions_at, order[laid_out(firsts, size)])
    keys = np.repeat(group, mentions) * max(len(facts.ids), 1) + facts.thing[at]
    part = facts.part[at]
    both = np.intersect1d(keys[part == Part.OUTPUT], keys[part == Part.INPUT])
    return np.unique(both // max(len(facts.ids), 1))


def _sorted_runs(facts: Facts, group: list[int]) -> list[int]:
    made = {thing: event for event in reversed(group) for thing in _mentioned(facts, event, Part.OUTPUT)}
    needs = {event: {made[one] for one in _mentioned(facts, event, Part.INPUT) if one in made} for event in group}
    out: list[int] = []
    waiting = list(group)
    while waiting:
        ready = next((one for one in waiting if not (needs[one] - {one} - set(out))), waiting[0])
        waiting.remove(ready)
        out.append(ready)
    return out


def _mentioned(facts: Facts, event: int, part: Part) -> list[int]:
    first, last = facts.mentions_at[event], facts.mentions_at[event + 1]
    chosen: list[Any] = facts.thing[first:last][facts.part[first:last] == part].tolist()
    return chosen
