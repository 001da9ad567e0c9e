"""Many things as few boxes: things of one kind with the same neighbours towards the root are one stack."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Final, NamedTuple

from dicycle.genealogy.answers import Node
from dicycle.identifiers import class_of
from dicycle.server.pages.genealogy.web import Web

BOXES: Final = 220
"""About how many boxes are drawn before stacks grow coarser."""
_BUDGETS: Final = (24, 14, 9, 6)
"""How many boxes a column may have: the first number of which there are few enough in all."""
OPENED: Final = 40
"""How many things of an opened stack are drawn one by one; the rest stays a stack."""
_FEW: Final = 3

Ties = frozenset[str]


class Box(NamedTuple):
    """A thing, or a stack of them; `stack` is the key of the stack that was opened to show it, `rest` is what stayed.

    `same` is what its members have in common: their class, or their category.
    """

    key: str
    column: int
    ids: tuple[str, ...]
    same: str
    stack: str = ""
    rest: bool = False


def boxes_of(web: Web, opened: Collection[str] = ()) -> list[Box]:
    """Return the boxes, from the root outwards; stacks with a key in `opened` are shown thing by thing."""
    by_column: dict[int, list[Node]] = {}
    for id, column in web.columns.items():
        by_column.setdefault(column, []).append(web.nodes[id])
    found: list[Box] = []
    for budget in _BUDGETS:
        found = _boxes(web, by_column, budget)
        if len(found) <= BOXES:
            break
    return _boxes(web, by_column, budget, opened) if opened else found


def _boxes(web: Web, by_column: Mapping[int, list[Node]], budget: int, opened: Collection[str] = ()) -> list[Box]:
    ties, found = _Towards(web), []
    for column in sorted(by_column, key=lambda one: (abs(one), one)):
        stacks = _stacked(column, by_column[column], ties.of(column), budget)
        boxes = [shown for stack in stacks for shown in _opened(stack, opened)]
        ties.put(boxes)
        found += boxes
    return found


class _Towards:
    """Which boxes a thing leads to, one step nearer to the root."""

    def __init__(self, web: Web) -> None:
        self._boxes: dict[str, str] = {}
        self._far: dict[int, dict[str, list[tuple[str, ...]]]] = {-1: {}, 1: {}}
        self._signs = [sign for sign in (-1, 1) if any(sign * column > 0 for column in web.columns.values())]
        for run in web.runs:
            self._join([one.thing for one in run.inputs], [one.thing for one in run.outputs])
        inside: dict[str, list[str]] = {}
        for stay in web.stays:
            inside.setdefault(stay.parent or "", []).append(stay.thing)
        for whole, parts in inside.items():
            self._join(parts, [whole])

    def _join(self, left: Sequence[str], right: Sequence[str]) -> None:
        for sign in self._signs:
            far, near = (left, tuple(right)) if sign < 0 else (right, tuple(left))
            for id in far:
                self._far[sign].setdefault(id, []).append(near)

    def put(self, boxes: Iterable[Box]) -> None:
        """Remember in which box each thing is."""
        for box in boxes:
            self._boxes |= dict.fromkeys(box.ids, box.key)

    def of(self, column: int) -> Callable[[str], Ties]:
        """Return how to ask for the boxes of a thing in a column."""
        far = self._far[-1 if column < 0 else 1]
        known: dict[tuple[str, ...], Ties] = {}

        def ties(id: str) -> Ties:
            for side in far.get(id, ()):
                if side not in known:
                    known[side] = frozenset(self._boxes[one] for one in side if one in self._boxes)
            return frozenset().union(*(known[side] for side in far.get(id, ())))

        return ties


def _stacked(column: int, nodes: list[Node], ties: Callable[[str], Ties], budget: int) -> list[Box]:
    """Return the boxes of a column by the finest rule that makes no more than `budget` of them, or by the coarsest."""
    same = {node.id: class_of(node.id) or node.category or "" for node in nodes}
    tied = {node.id: ties(node.id) for node in nodes}
    rules: tuple[tuple[int, Callable[[Node], tuple[object, ...]]], ...] = (
        (_FEW, lambda node: (same[node.id], node.category, tied[node.id])),
        (1, lambda node: (same[node.id], node.category, tied[node.id])),
        (1, lambda node: ("", node.category, tied[node.id])),
        (1, lambda node: (same[node.id], node.category)),
        (1, lambda node: ("", node.category)),
    )
    found: list[Box] = []
    for level, (few, rule) in enumerate(rules):
        groups: dict[tuple[object, ...], list[Node]] = {}
        for node in nodes:
            groups.setdefault((node.hidden, *rule(node)), []).append(node)
        found = [box for key, group in groups.items() for box in _boxed(column, level, key, group, few)]
        if len(found) <= budget:
            break
    return found


def _boxed(column: int, level: int, key: tuple[object, ...], group: list[Node], few: int) -> list[Box]:
    if len(group) <= few:
        return [Box(node.id, column, (node.id,), class_of(node.id) or node.category or "") for node in group]
    name = _digest(column, max(1, level), *(sorted(one) if isinstance(one, frozenset) else one for one in key))
    same = str(key[1] or key[2] or "")
    return [Box(name, column, tuple(sorted(node.id for node in group)), same)]


def _digest(*parts: object) -> str:
    return blake2b(repr(parts).encode(), digest_size=6).hexdigest()


def _opened(box: Box, opened: Collection[str]) -> list[Box]:
    if len(box.ids) == 1 or box.key not in opened:
        return [box]
    shown = [Box(id, box.column, (id,), box.same, box.key) for id in box.ids[:OPENED]]
    rest = box.ids[OPENED:]
    return [*shown, Box(f"{box.key}-", box.column, rest, box.same, box.key, rest=True)] if rest else shown


def members(boxes: Iterable[Box]) -> Mapping[str, str]:
    """Return in which box each thing is."""
    return {id: box.key for box in boxes for id in box.ids}
