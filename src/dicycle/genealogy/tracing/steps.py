"""The steps that walks in both directions take. Compiled with them, see `dicycle.compiled`.

Each takes the few arrays that it needs: handing over all of them would cost more than the step.
"""

from typing import Any

from dicycle.compiled import ahead
from dicycle.genealogy.graph.model import Bytes, Ints, Longs
from dicycle.genealogy.tracing.roads import (
    BASE,
    DEAD,
    DEPTH,
    DONE,
    FULL,
    HELD,
    LINKED,
    LISTED,
    MODEL,
    NODE,
    NODES,
    OPENED,
    QUERY,
    REACH,
    RUNS,
    SHIFT,
    SORT,
    STOPPED,
    THING,
    UPTO,
    Flags,
    Marks,
)


def start(count: Longs) -> None:
    """Begin a new walk."""
    query, base = count[QUERY], count[BASE] + count[NODES]
    count[:] = 0
    count[QUERY], count[BASE] = query + 1, max(1, base)


def come_back(nodes: Ints, queue: Ints, length: int, node: int, thing: int, reach: int, depth: int) -> int:
    """Open a thing later, unless it was entered as far before; return how long the queue is then."""
    if reach <= nodes[node, REACH]:
        return length
    nodes[node, REACH] = reach
    queue[length, NODE] = node
    queue[length, THING] = thing
    queue[length, UPTO] = reach
    queue[length, DEPTH] = depth
    return length + 1


def add_link(links: Ints, kind: int, at: int, number: int, depth: int) -> int:
    """Note a link that was followed, or that may not be shown; return how many there are then."""
    links[kind, 0, at] = number
    links[kind, 1, at] = depth
    return at + 1


def look_back(
    queue: Ints, at: int, length: int, marks: Marks, made: Ints, birth_run: Ints, child: Ints, begin: Ints,
    until: Longs, seen_run: Ints, uses_at: Longs,
) -> None:  # fmt: skip
    """Have memory fetched for the next few in the queue: each look needs what an earlier one had fetched."""
    if at + 8 < length:
        thing = queue[at + 8, THING]
        ahead(made, marks[thing, LINKED])
        held = marks[thing, HELD]
        if held < marks[thing + 1, HELD]:
            ahead(child, held)
            ahead(begin, held)
            ahead(until, held)
    if at + 6 < length:
        place = marks[queue[at + 6, THING], LINKED]
        if place < len(made):
            ahead(birth_run, made[place])
    if at + 4 < length:
        place = marks[queue[at + 4, THING], LINKED]
        if place < len(made):
            ahead(seen_run, birth_run[made[place]])
            ahead(uses_at, birth_run[made[place]])


def look_forth(
    queue: Ints, at: int, length: int, marks: Marks, used: Ints, use_run: Ints, inside: Ints, begin: Ints, until: Longs,
    parent: Ints, seen: Ints,
) -> None:  # fmt: skip
    """Have memory fetched for the next few in the queue, as in `look_back`; the last use and stay come first."""
    if at + 16 < length:
        ahead(marks, queue[at + 16, THING])
    if at + 12 < length:
        thing = queue[at + 12, THING]
        if marks[thing, HELD] < marks[thing + 1, HELD]:
            ahead(inside, marks[thing + 1, HELD] - 1)
        if marks[thing, LINKED] < marks[thing + 1, LINKED]:
            ahead(used, marks[thing + 1, LINKED] - 1)
    if at + 8 < length:
        thing = queue[at + 8, THING]
        if marks[thing, HELD] < marks[thing + 1, HELD]:
            stay = inside[marks[thing + 1, HELD] - 1]
            ahead(begin, stay)
            ahead(until, stay)
            ahead(parent, stay)
        if marks[thing, LINKED] < marks[thing + 1, LINKED]:
            ahead(use_run, used[marks[thing + 1, LINKED] - 1])
    if at + 4 < length:
        thing = queue[at + 4, THING]
        if marks[thing, HELD] < marks[thing + 1, HELD]:
            outer = parent[inside[marks[thing + 1, HELD] - 1]]
            ahead(seen, outer)
            ahead(marks, outer)


def is_new_run(seen_run: Ints, runs: Ints, count: Longs, run: int) -> bool:
    """Note that a walk goes through a run; False if it did before."""
    if seen_run[run] == count[QUERY]:
        return False
    seen_run[run] = count[QUERY]
    runs[count[RUNS]] = run
    count[RUNS] += 1
    return True


def lasts(since: int, until: int, ended: int) -> bool:
    """Tell whether a stay was there when a thing ended; what ended with it counts as there."""
    return since <= ended <= until


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


def admitted(
    seen: Ints, things: Ints, depths: Ints, cut: Flags, nodes: Ints, count: Longs, marks: Marks, said: Ints,
    models: Ints, stop: Bytes, listed: Bytes, most: int, thing: int, depth: int,
) -> Any:  # fmt: skip
    """Note a thing that is met for the first time; return its node, -1 if there is no room for it."""
    word = -1
    if len(stop) > 0 or len(listed) > 0:
        word = said[marks[thing, SORT] >> SHIFT]
        word = word if word >= 0 else models[marks[thing, MODEL]]
    if len(listed) == 0 or listed[word]:
        if count[LISTED] >= most:
            count[FULL] = 1
            return -1
        count[LISTED] += 1
    node = count[NODES]
    count[NODES] = node + 1
    seen[thing] = count[BASE] + node
    things[node] = thing
    depths[node] = depth
    cut[node] = False
    nodes[node, REACH] = DEAD
    nodes[node, DONE] = 0
    nodes[node, OPENED] = 0
    nodes[node, STOPPED] = len(stop) > 0 and stop[word]
    return node
