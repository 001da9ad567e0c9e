"""Where boxes, joints and the lines between them stand: a layered drawing, from left to right.

Items stand in layers (Sugiyama's scheme): lines over several layers run in lanes of their own, the order in a layer
follows the means of the neighbours, and heights come as near to the neighbours' as the order and the gaps allow.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from dicycle.server.pages.genealogy.joints import Hold, Joint
from dicycle.server.pages.genealogy.stacking import Box

BOX: Final = (184, 52)
JOINT: Final = (14, 14)
_LANE: Final = 10
_GAP: Final = 14
_BETWEEN: Final = 118
"""The width of a layer of joints."""
_MARGIN: Final = 20
_ROUNDS: Final = 8
_MOST_LANES: Final = 1500

Point = tuple[float, float]


class Item(NamedTuple):
    """What stands in a layer; lanes are items without a picture."""

    key: str
    layer: int
    height: float


class Spot(NamedTuple):
    """Where an item stands, in pixels from the upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return self.y + self.height / 2


class Layout(NamedTuple):
    """A drawing: its size, where things stand, and the points that each line goes through, two by two."""

    width: float
    height: float
    spots: dict[str, Spot]
    routes: dict[tuple[str, str], list[Point]]


def layout_of(boxes: Sequence[Box], joints: Sequence[Joint], holds: Sequence[Hold]) -> Layout:
    """Return where everything stands."""
    items = [Item(box.key, 2 * box.column, BOX[1]) for box in boxes]
    items += [Item(joint.key, 2 * joint.column - 1, JOINT[1]) for joint in joints]
    lines = [(box, joint.key) for joint in joints for box in joint.inputs]
    lines += [(joint.key, box) for joint in joints for box in joint.outputs]
    lines += [(hold.part, hold.whole) for hold in holds]
    return placed(items, lines)


def placed(items: Sequence[Item], lines: Sequence[tuple[str, str]]) -> Layout:
    """Return the layout of items and lines; lines that lead back to the left have no lanes."""
    layers = {item.key: item.layer for item in items}
    lanes = _lanes(lines, layers)
    whole = [*items, *lanes]
    rows = ordered(_rows(whole), _steps(lines, layers, lanes))
    middles = _middles(rows, {item.key: item.height for item in whole}, _steps(lines, layers, lanes))
    spots = _spots(whole, middles)
    routes = _routes(lines, layers, spots)
    drawn = {item.key: spots[item.key] for item in items}
    right = max(spot.x + spot.width for spot in drawn.values())
    low = max([spot.y + spot.height for spot in drawn.values()] + [y for route in routes.values() for _, y in route])
    return Layout(right + _MARGIN, low + _MARGIN, drawn, routes)


def lane(source: str, layer: int) -> str:
    """Return the key of the lane in which all long lines of a source cross a layer."""
    return f"{source}>{layer}"


def _lanes(lines: Iterable[tuple[str, str]], layers: Mapping[str, int]) -> list[Item]:
    """Return the lanes: lines from one source share them as far as they go together."""
    last: dict[str, int] = {}
    for source, target in lines:
        last[source] = max(last.get(source, layers[source]), layers[target])
    found = [Item(lane(source, at), at, _LANE) for source, end in last.items() for at in range(layers[source] + 1, end)]
    return found[:_MOST_LANES]


def _steps(lines: Iterable[tuple[str, str]], layers: Mapping[str, int], lanes: Iterable[Item]) -> list[tuple[str, str]]:
    """Return lines in steps from one layer to the next."""
    known = {item.key for item in lanes}
    found: dict[tuple[str, str], None] = {}
    for source, target in lines:
        here = source
        for at in range(layers[source] + 1, layers[target]):
            if (key := lane(source, at)) in known:
                found[here, key] = None
                here = key
        found[here, target] = None
    return list(found)


def _rows(items: Iterable[Item]) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for item in items:
        found.setdefault(item.layer, []).append(item.key)
    return [found[layer] for layer in sorted(found)]


# ---------------------------------------------------------------- order in the layers


def ordered(rows: Sequence[Sequence[str]], steps: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Return the layers, each in the order of the means of its neighbours' places, swept from both sides."""
    left, right = _neighbours(steps)
    found = [list(row) for row in rows]
    place = {key: at / len(row) for row in found for at, key in enumerate(row)}
    for turn in range(_ROUNDS):
        side = left if turn % 2 == 0 else right
        for row in found if turn % 2 == 0 else reversed(found):
            row.sort(key=lambda key: _mean([place[one] for one in side.get(key, ())], place[key]))
            place |= {key: at / len(row) for at, key in enumerate(row)}
    return found


def _neighbours(steps: Iterable[tuple[str, str]]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    left: dict[str, list[str]] = {}
    right: dict[str, list[str]] = {}
    for source, target in steps:
        left.setdefault(target, []).append(source)
        right.setdefault(source, []).append(target)
    return left, right


def _mean(values: Sequence[float], default: float) -> float:
    return sum(values) / len(values) if values else default


# ---------------------------------------------------------------- heights


def _middles(
    rows: Sequence[Sequence[str]], heights: Mapping[str, float], steps: Iterable[tuple[str, str]]
) -> dict[str, float]:
    """Return the height of the middle of each item, the smallest item touching zero."""
    left, right = _neighbours(steps)
    found: dict[str, float] = {}
    for row in rows:
        total = sum(heights[key] + _GAP for key in row)
        found |= dict(zip(row, settled([-total / 2] * len(row), [heights[key] for key in row]), strict=True))
    for turn in range(_ROUNDS + 1):
        last = turn == _ROUNDS
        sides = (left, right) if last else ((left,), (right,))[turn % 2]
        for row in reversed(rows) if turn % 2 else rows:
            wanted = [_mean([found[one] for side in sides for one in side.get(key, ())], found[key]) for key in row]
            found |= dict(zip(row, settled(wanted, [heights[key] for key in row]), strict=True))
    top = min(found[key] - heights[key] / 2 for key in found)
    return {key: middle - top + _MARGIN for key, middle in found.items()}


def settled(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Return middles in order, a gap apart, with the least squares from those wanted (pool adjacent violators)."""
    offsets = [0.0]
    for one, other in pairwise(heights):
        offsets.append(offsets[-1] + (one + other) / 2 + _GAP)
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        total, count = want - offset, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before = pools.pop()
            total, count = total + before[0], count + before[1]
        pools.append((total, count))
    level = [total / count for total, count in pools for _ in range(count)]
    return [one + offset for one, offset in zip(level, offsets, strict=True)]


# ---------------------------------------------------------------- places and lines


def _spots(items: Iterable[Item], middles: Mapping[str, float]) -> dict[str, Spot]:
    known = {item.key: item for item in items}
    lefts = _lefts([item.layer for item in known.values()])
    found: dict[str, Spot] = {}
    for item in known.values():
        width = BOX[0] if item.layer % 2 == 0 else JOINT[0]
        x = lefts[item.layer] + (0 if item.layer % 2 == 0 else (_BETWEEN - width) / 2)
        found[item.key] = Spot(x, middles[item.key] - item.height / 2, width, item.height)
    return found


def _lefts(layers: Sequence[int]) -> dict[int, float]:
    """Return where each layer begins: layers of boxes (even) and of joints (odd) take turns."""
    found, x = {}, float(_MARGIN)
    for layer in range(min(layers), max(layers) + 1):
        found[layer] = x
        x += BOX[0] if layer % 2 == 0 else _BETWEEN
    return found


def _routes(
    lines: Sequence[tuple[str, str]], layers: Mapping[str, int], spots: Mapping[str, Spot]
) -> dict[tuple[str, str], list[Point]]:
    """Return the points of each line: out of its source, in and out of its lanes, into its target."""
    ways = {line: _way(line, layers, spots) for line in lines}
    leaving = _ports([(way[0], spots[way[1]].middle, way[1]) for way in ways.values()], spots)
    coming = _ports([(way[-1], spots[way[-2]].middle, way[-2]) for way in ways.values()], spots)
    found = {}
    for line, way in ways.items():
        first, last = spots[way[0]], spots[way[-1]]
        points: list[Point] = [(first.x + first.width, leaving[way[0], way[1]])]
        for key in way[1:-1]:
            points += [(spots[key].x, spots[key].middle), (spots[key].x + spots[key].width, spots[key].middle)]
        found[line] = [*points, (last.x, coming[way[-1], way[-2]])]
    return found


def _way(line: tuple[str, str], layers: Mapping[str, int], spots: Mapping[str, Spot]) -> list[str]:
    """Return what a line passes: its source, its lanes through layers of boxes, its target."""
    source, target = line
    lanes = [lane(source, at) for at in range(layers[source] + 1, layers[target]) if at % 2 == 0]
    return [source, *(key for key in lanes if key in spots), target]


def _ports(ends: Iterable[tuple[str, float, str]], spots: Mapping[str, Spot]) -> dict[tuple[str, str], float]:
    """Return at which height the line between an item and its next stop meets the item: side by side, in order."""
    by_item: dict[str, dict[str, float]] = {}
    for key, height, stop in ends:
        by_item.setdefault(key, {})[stop] = height
    found: dict[tuple[str, str], float] = {}
    for key, stops in by_item.items():
        spot, names = spots[key], sorted(stops, key=lambda stop: stops[stop])
        room = min(11.0, (spot.height - 14) / len(names)) if spot.height > JOINT[1] else 0.0
        for at, stop in enumerate(names):
            found[key, stop] = spot.middle + (at - (len(names) - 1) / 2) * room
    return found
