"""The steps that walks in both directions take. Compiled with them, see `dicycle.genealogy.kernels`.

Each takes the few arrays that it needs: handing over all of them would cost more than the step.
"""

from typing import Any

from dicycle.genealogy.graph.model import Bytes, Ints, Longs
from dicycle.genealogy.tracing.roads import (
    DEAD,
    DEPTH,
    DONE,
    FULL,
    HALF,
    LINKS,
    LISTED,
    LOW,
    NODES,
    OPENED,
    QUERY,
    QUEUE,
    REACH,
    RUNS,
    STATE,
    STOPPED,
    THING,
)


def start(count: Longs) -> None:
    """Begin a new walk."""
    query = count[QUERY]
    count[:] = 0
    count[QUERY] = query + 1


def is_new(seen: Longs, count: Longs, thing: int) -> Any:
    """Tell whether a walk meets a thing for the first time."""
    return seen[thing] >> HALF != count[QUERY]


def add_node(seen: Longs, nodes: Longs, count: Longs, thing: int, depth: int, state: int) -> None:
    """Note a thing that was met."""
    node = count[NODES]
    count[NODES] = node + 1
    seen[thing] = (count[QUERY] << HALF) | node
    nodes[node, THING] = thing
    nodes[node, DEPTH] = depth
    nodes[node, REACH] = DEAD
    nodes[node, DONE] = 0
    nodes[node, OPENED] = 0
    nodes[node, STATE] = state


def come_back(seen: Longs, nodes: Longs, queue: Longs, count: Longs, thing: int, reach: int, depth: int) -> None:
    """Open a thing later, unless it was entered as far before."""
    node = seen[thing] & LOW
    if reach > nodes[node, REACH]:
        nodes[node, REACH] = reach
        at = count[QUEUE]
        queue[at, 0] = node
        queue[at, 1] = reach
        queue[at, 2] = depth
        count[QUEUE] = at + 1


def add_link(links: Ints, count: Longs, kind: int, number: int, depth: int) -> None:
    """Note a link that was followed, or that may not be shown."""
    at = count[LINKS + kind]
    links[kind, 0, at] = number
    links[kind, 1, at] = depth
    count[LINKS + kind] = at + 1


def is_new_run(seen_run: Ints, runs: Ints, count: Longs, run: int) -> bool:
    """Note that a walk goes through a run; False if it did before."""
    if seen_run[run] == count[QUERY]:
        return False
    seen_run[run] = count[QUERY]
    runs[count[RUNS]] = run
    count[RUNS] += 1
    return True


def category_of(category: Ints, model: Ints, said: Ints, models: Ints, thing: int) -> Any:
    """Return the category of a thing, -1 if nobody says."""
    found = said[category[thing]]
    return found if found >= 0 else models[model[thing]]


def lasts(since: int, until: int, moment: int, ended: int) -> bool:
    """Tell whether a stay is there at a moment; what was there when the thing ended counts as there."""
    return since <= moment and (until > moment or (until == moment and moment == ended))


def carries(content_at: Longs, element: Bytes, wanted: Bytes, row: int) -> bool:
    """Tell whether content holds one of the elements asked for; what nobody declared may (convention 5)."""
    if row < 0:
        return True
    for at in range(content_at[row], content_at[row + 1]):  # noqa: SIM110
        if wanted[element[at]]:
            return True
    return False


def is_carrier(
    made_at: Longs, made: Ints, row: Ints, holds_at: Longs, content_at: Longs, element: Bytes, wanted: Bytes, thing: int
) -> bool:
    """Tell whether a thing may hold one of the elements asked for, by itself or in what is ever inside it."""
    first, behind = made_at[thing], made_at[thing + 1]
    if first == behind or holds_at[thing] < holds_at[thing + 1]:
        return True
    for at in range(first, behind):  # noqa: SIM110
        if carries(content_at, element, wanted, row[made[at]]):
            return True
    return False


def count_below(values: Any, wanted: int) -> int:
    """Return how many of ascending values are below one."""
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


def is_admitted(
    seen: Longs, nodes: Longs, count: Longs, category: Ints, model: Ints, said: Ints, models: Ints, stop: Bytes,
    listed: Bytes, most: int, thing: int, depth: int,
) -> bool:  # fmt: skip
    """Note a thing that is met for the first time; False if there is no room for it."""
    kind = -1
    if len(stop) > 0 or len(listed) > 0:
        kind = category_of(category, model, said, models, thing)
    if len(listed) == 0 or listed[kind]:
        if count[LISTED] >= most:
            count[FULL] = 1
            return False
        count[LISTED] += 1
    add_node(seen, nodes, count, thing, depth, STOPPED if len(stop) > 0 and stop[kind] else 0)
    return True
