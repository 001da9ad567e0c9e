"""A trace as a tree for people: equal things are bundled, equal events are one joint, nothing is told twice.

504 cells of one kind that were made in three runs at one plant are one bundle with one joint, of three events. What was
told of already stands there again as a leaf.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Final, NamedTuple

from dicycle.genealogy.answers import Link, Trace
from dicycle.identifiers import class_of

_DEEPEST: Final = 150
"""Joints below one another; beyond, a tree is no help, and Python's own stack ends."""

KeyOf = Callable[[str], Hashable]
"""From an event to what makes it equal to others, such as its step and its place."""


class Amount(NamedTuple):
    """How much of things went into an event or came out."""

    quantity: float
    unit: str | None


class Bundle(NamedTuple):
    """Things of one kind that stand at one joint, and the joints that go on from them.

    `again`: these were told of before. `cut`: the trace stops here though there is more. `hidden`: tombstones.
    """

    things: tuple[str, ...]
    category: str | None
    model: str | None
    amounts: tuple[Amount, ...]
    joints: tuple["Joint", ...]
    again: bool = False
    cut: bool = False
    hidden: bool = False


class Joint(NamedTuple):
    """Equal events, between two moments, at which one bundle goes on to others; `inside` for being built or packed."""

    events: tuple[str, ...]
    first: int
    last: int
    inside: bool
    bundles: tuple[Bundle, ...]


class _Step(NamedTuple):
    """One way on from a thing: a run or an event of containment, and the links on its other side."""

    run: tuple[str, ...]
    inside: bool
    event: str
    time: int


def fold(trace: Trace, key_of: KeyOf) -> Bundle:
    """Return the tree of a trace, from its root; `key_of` says which events are equal."""
    return _Folding(trace, key_of).bundle([trace.root], (), 0)


class _Folding:
    def __init__(self, trace: Trace, key_of: KeyOf) -> None:
        self._key_of, self._is_back = key_of, trace.direction == "back"
        self._nodes = {one.id: one for one in trace.nodes}
        self._steps: dict[str, dict[tuple[str, ...], _Step]] = defaultdict(dict)
        self._reached: dict[tuple[str, ...], list[tuple[str, Link]]] = defaultdict(list)
        self._told: set[str] = set()
        for link in trace.links:
            self._add(link)

    def _add(self, link: Link) -> None:
        if link.role == "part":
            near, far = (link.parent or "", link.thing) if self._is_back else (link.thing, link.parent or "")
            step = _Step(("part", link.event_id, near), True, link.event_id, link.time)
            self._steps[near][step.run] = step
            self._reached[step.run].append((far, link))
            return
        step = _Step(("run", link.run), False, link.run, link.time)
        if (link.role == "output") is self._is_back:
            self._steps[link.thing][step.run] = step
        else:
            self._reached[step.run].append((link.thing, link))

    def bundle(self, things: Sequence[str], links: Sequence[Link], depth: int) -> Bundle:
        """Return equal things with all that goes on from those of them that were not told of before."""
        first, nodes = things[0], [self._nodes[one] for one in things if one in self._nodes]
        fresh = [one for one in things if one not in self._told]
        self._told.update(fresh)
        steps = {step.run: step for one in fresh for step in self._steps.get(one, {}).values()}
        return Bundle(
            tuple(things),
            nodes[0].category if nodes else None,
            class_of(first),
            _amounts(links),
            self._joints(steps.values(), depth + 1) if depth < _DEEPEST else (),
            again=not fresh and any(self._steps.get(one) for one in things),
            cut=any(node.cut for node in nodes) or (bool(steps) and depth >= _DEEPEST),
            hidden=any(node.hidden for node in nodes),
        )

    def _joints(self, steps: Iterable[_Step], depth: int) -> tuple[Joint, ...]:
        equal: dict[Hashable, list[_Step]] = defaultdict(list)
        for step in steps:
            equal[(step.inside, self._key_of(step.event))].append(step)
        ordered = sorted(equal.values(), key=lambda some: min(one.time for one in some), reverse=self._is_back)
        return tuple(self._joint(some, depth) for some in ordered)

    def _joint(self, steps: Sequence[_Step], depth: int) -> Joint:
        times = [one.time for one in steps]
        events = tuple(dict.fromkeys(one.event for one in steps))
        groups: dict[Hashable, list[tuple[str, Link]]] = defaultdict(list)
        for step in steps:
            for thing, link in self._reached[step.run]:
                groups[self._kind(thing)].append((thing, link))
        return Joint(
            events, min(times), max(times), steps[0].inside, tuple(self._group(some, depth) for some in groups.values())
        )

    def _group(self, some: Sequence[tuple[str, Link]], depth: int) -> Bundle:
        things = list(dict.fromkeys(thing for thing, _ in some))
        return self.bundle(things, [link for thing, link in some if link.thing == thing], depth)

    def _kind(self, thing: str) -> Hashable:
        node = self._nodes.get(thing)
        if node is None or node.hidden:
            return ("hidden", node is None)
        return node.category, class_of(thing) or thing


def _amounts(links: Sequence[Link]) -> tuple[Amount, ...]:
    """Return how much it is together, unit by unit; single things have no quantity."""
    sums: dict[str | None, float] = defaultdict(float)
    for link in links:
        if link.quantity is not None:
            sums[link.unit] += link.quantity
    return tuple(Amount(quantity, unit) for unit, quantity in sums.items())
