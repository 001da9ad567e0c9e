"""From a walk, in numbers, to a trace, in words."""

from collections.abc import Collection, Iterator
from math import isnan
from typing import NamedTuple

import numpy as np

from dicycle.genealogy.answers import Direction, Hides, Link, Node, Point, Role, Trace
from dicycle.genealogy.graph.model import FOREVER, NEVER, NOT_SAID, Graph, Kind
from dicycle.genealogy.kinds import Kinds
from dicycle.genealogy.tracing.asking import found, wishes
from dicycle.genealogy.tracing.hiding import Sight, walk_within
from dicycle.genealogy.tracing.masses import TOTAL, Carried, Masses
from dicycle.genealogy.tracing.roads import BIRTH, STAY
from dicycle.genealogy.tracing.walking import Walk, Walker

_BILLION = 1e9


def trace(
    graph: Graph,
    kinds: Kinds,
    point: Point,
    id: str,
    direction: Direction = "back",
    *,
    as_of: int | None = None,
    depth: int | None = None,
    only: Collection[str] = (),
    elements: Collection[str] = (),
    until: Collection[str] = (),
    most: int | None = None,
    hides: Hides | None = None,
    walker: Walker | None = None,
) -> Trace:
    """Return where a thing came from (``"back"``), or where it went (``"forward"``).

    A thing is told of as it was at `as_of` (microseconds since 1970 UTC; None: all that is known), or when it ended,
    if that was before. A lot that was filled more than once is followed backward only to what came in before it was
    taken from, forward only to what was taken after. Nodes and links are told of up to `depth` events and stays away;
    `only` nodes of these categories are listed, and links of listed nodes; only links that carry one of `elements`
    (or of which nobody said) are followed; the trace ends at things of the categories `until`. At most `most` nodes
    are listed, the nearest. What stands behind an event that `hides` hides is a tombstone. `walker` saves time if
    there are many questions about one graph. Raises NotFound.
    """
    root, sight = found(graph, id), Sight(graph, hides)
    asked = wishes(graph, kinds, as_of, depth, most, only, elements, until)
    walk = walk_within(walker or Walker(graph), root, direction, asked, sight)
    telling = _Telling(graph, kinds, walk, sight)
    nodes = [*telling.nodes()]
    if asked.listed is not None:
        chosen = asked.listed[kinds.numbers(walk.things)]
        nodes = [node for node, is_listed in zip(nodes, chosen.tolist(), strict=True) if is_listed]
    listed = {node.id for node in nodes}
    links = [link for link in telling.links() if not only or link.thing in listed]
    stones = [*telling.tombstones()]
    return Trace(
        graph.things.names[root], direction, as_of, point,
        nodes + [stone.node for stone in stones], links + [link for stone in stones for link in stone.links],
        walk.complete,
    )  # fmt: skip


class Tombstone(NamedTuple):
    """Something is there that may not be seen: a node without a name, and how it hangs on what may be seen."""

    node: Node
    links: tuple[Link, ...]


class _Telling:
    def __init__(self, graph: Graph, kinds: Kinds, walk: Walk, sight: Sight) -> None:
        self._graph, self._kinds, self._walk, self._sight = graph, kinds, walk, sight
        self._masses = Masses(graph)
        self._now = FOREVER if walk.moment is None else walk.moment

    # ---------------------------------------------------------------- nodes

    def nodes(self) -> Iterator[Node]:
        """Yield the things, nearest first."""
        things, walk = self._graph.things, self._walk
        categories = [*self._kinds.words, None]
        columns = (
            walk.things, things.kind[walk.things], self._kinds.numbers(walk.things), walk.depth,
            things.born[walk.things], things.ended[walk.things], walk.cut,
        )  # fmt: skip
        for thing, kind, category, depth, born, ended, cut in zip(*(one.tolist() for one in columns), strict=True):
            dark = self._hides_birth(thing)
            yield Node(
                things.names[thing],
                "lot" if kind == Kind.LOT else "instance",
                None if dark else categories[category],
                depth,
                None if dark or born == NEVER else born,
                None if ended > self._now or ended == FOREVER or self._hides_end(thing, ended) else ended,
                cut=cut,
            )

    def _hides_birth(self, thing: int) -> bool:
        things = self._graph.things
        first = int(things.made_at[thing])
        if self._sight.is_free or first == things.made_at[thing + 1]:
            return False
        return self._sight.hides(int(self._graph.births.event[things.made[first]]))

    def _hides_end(self, thing: int, ended: int) -> bool:
        """Tell whether the event that ended a thing may not be seen; so it is if the graph does not know which."""
        if self._sight.is_free:
            return False
        things, uses = self._graph.things, self._graph.uses
        taken = uses.event[things.used[things.used_at[thing] : things.used_at[thing + 1]]]
        last = taken[self._graph.events.time[taken] == ended]
        return not len(last) or any(self._sight.hides(event) for event in last.tolist())

    # ---------------------------------------------------------------- links

    def links(self) -> list[Link]:
        """Return the links by time."""
        walk = self._walk
        events, uses, stays = self._graph.births.event, self._graph.uses.event, self._graph.stays.begin
        order = np.argsort(np.concatenate((events[walk.births], uses[walk.uses], stays[walk.stays])), kind="stable")
        births, uses_depth, stays_depth = (one.tolist() for one in walk.depths)
        told = [*self._births(births), *self._uses(uses_depth), *self._stays(stays_depth)]
        return [told[place] for place in order.tolist()]

    def _births(self, depth: list[int]) -> Iterator[Link]:
        carried = self._masses.of_births(self._walk.births)
        for at, birth in enumerate(self._walk.births.tolist()):
            yield self._of_run("output", birth, depth[at], carried, at)

    def _uses(self, depth: list[int]) -> Iterator[Link]:
        carried = self._masses.of_uses(self._walk.uses)
        for at, use in enumerate(self._walk.uses.tolist()):
            link = self._of_run("input", use, depth[at], carried, at)
            share = float(self._graph.uses.share[use])
            yield link._replace(
                share=None if isnan(share) else share, implied=bool(self._graph.uses.implied[use])
            )  # fmt: skip

    def _of_run(self, role: Role, number: int, depth: int, carried: Carried, at: int) -> Link:
        graph = self._graph
        table = graph.births if role == "output" else graph.uses
        event, quantity = int(table.event[number]), int(table.quantity[number])
        return Link(
            role, graph.things.names[int(table.thing[number])], graph.events.names[event],
            self._run(int(table.run[number]), event), int(graph.events.time[event]), depth,
            quantity=_amount(quantity), unit=self._unit(quantity, int(table.unit[number])),
            masses=self._told_masses(carried, at),
        )  # fmt: skip

    def _run(self, run: int, event: int) -> str:
        """Return the id of a run; if its last event may not be seen, that of the event that tells of it."""
        last = int(self._graph.runs.event[run])
        return self._graph.events.names[event if self._sight.hides(last) else last]

    def _stays(self, depth: list[int]) -> Iterator[Link]:
        carried = self._masses.of_stays(self._walk.stays)
        for at, stay in enumerate(self._walk.stays.tolist()):
            yield self._of_stay(stay, depth[at], carried, at)

    def _of_stay(self, stay: int, depth: int, carried: Carried, at: int) -> Link:
        graph, table = self._graph, self._graph.stays
        event, until, share = graph.events.names[int(table.begin[stay])], int(table.until[stay]), table.share[stay]
        dark = until == FOREVER or until > self._now or self._sight.hides(int(table.end[stay]))
        quantity = int(table.quantity[stay])
        return Link(
            "part", graph.things.names[int(table.child[stay])], event, event, int(table.since[stay]), depth,
            parent=graph.things.names[int(table.parent[stay])], until=None if dark else until,
            quantity=_amount(quantity), unit=self._unit(quantity, int(table.unit[stay])),
            share=None if isnan(share) else float(share), masses=self._told_masses(carried, at),
        )  # fmt: skip

    def _unit(self, quantity: int, unit: int) -> str | None:
        return None if quantity == NOT_SAID or unit < 0 else self._graph.units[unit]

    def _told_masses(self, carried: Carried, at: int) -> dict[str, float]:
        if at in carried.mixed:
            return self._by_symbol(carried.mixed[at] or {}, 1.0)
        row = int(carried.row[at])
        return {} if row < 0 else self._by_symbol(self._masses.row(row), float(carried.weight[at]))

    def _by_symbol(self, row: dict[int, float], weight: float) -> dict[str, float]:
        elements = self._graph.elements
        return {elements[element]: mass * weight for element, mass in sorted(row.items()) if element != TOTAL}

    # ---------------------------------------------------------------- tombstones

    def tombstones(self) -> Iterator[Tombstone]:
        """Yield what stands for links that may not be shown: one for each event, on each thing that may."""
        told: set[tuple[int, int, int]] = set()
        for kind, links in enumerate(self._walk.hidden):
            for number, depth in links.T.tolist():
                near = self._near(kind, number)
                if near not in told:
                    told.add(near)
                    name = f"hidden:{len(told)}"
                    node = Node(name, "instance", None, depth, None, None, hidden=True)
                    yield Tombstone(node, self._hanging(kind, number, name, depth))

    def _near(self, kind: int, number: int) -> tuple[int, int, int]:
        """Return what a hidden link hangs on that may be seen: the kind, the thing or run, and the hidden event."""
        graph, is_back = self._graph, self._walk.direction == "back"
        if kind == STAY:
            owner = graph.stays.parent if is_back else graph.stays.child
            return kind, int(owner[number]), int(graph.stays.begin[number])
        table = graph.births if kind == BIRTH else graph.uses
        from_thing = (kind == BIRTH) is is_back
        return kind, int((table.thing if from_thing else table.run)[number]), int(table.event[number])

    def _hanging(self, kind: int, number: int, name: str, depth: int) -> tuple[Link, ...]:
        graph, is_back = self._graph, self._walk.direction == "back"
        _, near, _ = self._near(kind, number)
        if kind == STAY:
            thing, parent = (name, graph.things.names[near]) if is_back else (graph.things.names[near], name)
            return (Link("part", thing, "", "", 0, depth, parent=parent, hidden=True),)
        far: Role = "input" if is_back else "output"
        if (kind == BIRTH) is is_back:
            seen: Role = "output" if is_back else "input"
            both = (seen, graph.things.names[near]), (far, name)
            return tuple(Link(role, thing, "", name, 0, depth, hidden=True) for role, thing in both)
        last = int(graph.runs.event[near])
        run = "" if self._sight.hides(last) else graph.events.names[last]
        return (Link(far, name, "", run, 0, depth, hidden=True),)


def _amount(quantity: int) -> float | None:
    return None if quantity == NOT_SAID else quantity / _BILLION
