"""Sets that are joined by reasons and by judgement; what a person held apart is never joined."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

from dicycle.agreements.register.model import Judgement, Matter

Node = TypeVar("Node", bound=Hashable)
May = Callable[[Sequence[Node], Sequence[Node]], bool]


class Joined(Generic[Node]):
    """Disjoint sets of nodes, in the order in which nodes came; `apart` are pairs that must stay in different sets."""

    def __init__(self, nodes: Iterable[Node], apart: Iterable[tuple[Node, Node]] = ()) -> None:
        self._order = {node: number for number, node in enumerate(nodes)}
        self._parent = {node: node for node in self._order}
        self._members = {node: [node] for node in self._order}
        self._foes: dict[Node, set[Node]] = {}
        for one, other in apart:
            self.hold_apart(one, other)

    def root(self, node: Node) -> Node:
        """Return the first node of a node's set."""
        while self._parent[node] != node:
            self._parent[node] = self._parent[self._parent[node]]
            node = self._parent[node]
        return node

    def members(self, node: Node) -> Sequence[Node]:
        """Return the nodes of a node's set."""
        return self._members[self.root(node)]

    def hold_apart(self, one: Node, other: Node) -> bool:
        """Keep two nodes in different sets from now on; tell whether they are in different ones."""
        if one not in self._order or other not in self._order or self.root(one) == self.root(other):
            return False
        self._foes.setdefault(self.root(one), set()).add(other)
        self._foes.setdefault(self.root(other), set()).add(one)
        return True

    def join(self, one: Node, other: Node, may: May[Node] | None = None) -> bool:
        """Join the sets of two nodes, if `may` allows it of their members; tell whether they are one set now."""
        first, second = self.root(one), self.root(other)
        if first == second:
            return True
        if any(self.root(foe) == second for foe in self._foes.get(first, ())):
            return False
        if may is not None and not may(self._members[first], self._members[second]):
            return False
        self._unite(*((first, second) if self._order[first] < self._order[second] else (second, first)))
        return True

    def _unite(self, first: Node, second: Node) -> None:
        self._parent[second] = first
        self._members[first] += self._members.pop(second)
        if foes := self._foes.pop(second, None):
            self._foes.setdefault(first, set()).update(foes)

    def sets(self) -> list[list[Node]]:
        """Return the sets, by their first node; in each the nodes in their order."""
        found: dict[Node, list[Node]] = {}
        for node in self._order:
            found.setdefault(self.root(node), []).append(node)
        return list(found.values())


def last(judgements: Iterable[Judgement], matter: Matter) -> list[Judgement]:
    """Return the judgements of a matter that count, the latest first: of each pair only the last one.

    "unsure" takes back what was judged before.
    """
    pairs: dict[frozenset[str], Judgement] = {}
    for one in judgements:
        if one.matter == matter:
            pairs[frozenset((one.one, one.other))] = one
    return sorted(pairs.values(), key=lambda one: one.id, reverse=True)


def judge(joined: Joined[Node], said: Iterable[Judgement], nodes: dict[str, Node]) -> None:
    """Join and hold apart what a person judged, the latest first: what contradicts a later judgement gives way."""
    for one in said:
        if one.one in nodes and one.other in nodes:
            if one.verdict == "same":
                joined.join(nodes[one.one], nodes[one.other])
            elif one.verdict == "different":
                joined.hold_apart(nodes[one.one], nodes[one.other])
