"""The middle lines of ribbons: straight on, under stages, and around the ends.

A line is made of pieces, each a letter of an SVG path with its points: M to begin, L straight, C a cubic curve.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from dicycle.genealogy.flows import Stage
from dicycle.server.pages.loop.layout import Ends, Flow, Layout, Node, chain_end, passes_under

Point = tuple[float, float]
Piece = tuple[str, tuple[Point, ...]]
Line = tuple[Piece, ...]
"""Points are (along, across)."""

_ROUND: Final = 0.5523
"""How far the handles of a cubic curve reach to make a quarter of a circle."""


class Ribbon(NamedTuple):
    """A flow with its line; `middle` is where a text about it may stand, and `room` how long that may be, along."""

    flow: Flow
    line: Line
    thickness: float
    middle: Point
    room: float


class _Rooms(NamedTuple):
    """The room that lines were given: lanes across, and how far off a bar they turn."""

    lanes: dict[Flow, float]
    far: dict[Flow, float]
    near: dict[Flow, float]
    depth: float


def ribbons(layout: Layout) -> list[Ribbon]:
    """Return the ribbons of a layout; ways in and out are short ends at their stage."""
    rooms = _rooms(layout)
    return [_ribbon(one, layout, rooms) for one in layout.ends]


def depth(layout: Layout) -> float:
    """Return where everything ends, across, lanes under the way back too."""
    return _rooms(layout).depth


def _rooms(layout: Layout) -> _Rooms:
    nodes, gap = layout.nodes, layout.frame.gap
    whole = [one for one in layout.ends if one.start and one.end]
    under = sorted((one for one in whole if passes_under(one.flow)), key=lambda one: _shallow(one.flow, nodes))
    lanes = _stacked(under, chain_end(nodes) + layout.frame.under, gap)
    around = [one for one in whole if _goes_around(one.flow, nodes)]
    deepest = _stacked(around, layout.depth + gap, gap)
    bottom = max([layout.depth, *(deepest[one.flow] + _thickness(one) / 2 for one in around)])
    far = _turns([one for one in whole if _turns_far(one.flow, nodes)], gap, nodes, far=True)
    near = _turns([one for one in whole if _turns_near(one.flow, nodes)], gap, nodes, far=False)
    return _Rooms(lanes | deepest, far, near, bottom)


def _thickness(ends: Ends) -> float:
    return ends.start.thickness if ends.start else ends.end.thickness if ends.end else 0.0


def _shallow(flow: Flow, nodes: dict[Stage, Node]) -> tuple[bool, float]:
    """Return the order of lanes under the chain: what comes up again first, then what turns around farthest out."""
    return (not nodes[flow.target].forward, -nodes[flow.source].along)


def _stacked(ends: Sequence[Ends], across: float, gap: float) -> dict[Flow, float]:
    out = {}
    for one in ends:
        across += gap + _thickness(one)
        out[one.flow] = across - _thickness(one) / 2
    return out


def _goes_around(flow: Flow, nodes: dict[Stage, Node]) -> bool:
    """Tell whether a ribbon has to go around both ends, against the direction of its row."""
    source, target = nodes[flow.source], nodes[flow.target]
    if source.forward != target.forward:
        return False
    return target.along <= source.along if source.forward else target.along >= source.along


def _turns_far(flow: Flow, nodes: dict[Stage, Node]) -> bool:
    return _goes_around(flow, nodes) or (nodes[flow.source].forward and not nodes[flow.target].forward)


def _turns_near(flow: Flow, nodes: dict[Stage, Node]) -> bool:
    return _goes_around(flow, nodes) or (not nodes[flow.source].forward and nodes[flow.target].forward)


def _turns(ends: Sequence[Ends], gap: float, nodes: dict[Stage, Node], *, far: bool) -> dict[Flow, float]:
    """Return how far off the bar the middle of each ribbon turns, beside each bar the innermost first."""
    offs: dict[Stage, float] = {}
    out = {}
    for one in sorted(ends, key=lambda one: _inner(one, far)):
        stage = _pivot(one.flow, nodes, far)
        begin = offs.get(stage, gap)
        out[one.flow] = begin + _thickness(one) / 2
        offs[stage] = begin + _thickness(one) + gap
    return out


def _pivot(flow: Flow, nodes: dict[Stage, Node], far: bool) -> Stage:
    """Return beside which bar a ribbon turns: at the far end the farther of its two, at the near end the nearer."""
    pair = sorted((flow.source, flow.target), key=lambda stage: nodes[stage].along)
    return pair[1] if far else pair[0]


def _inner(ends: Ends, far: bool) -> float:
    """Return the order from the inside: at the chain the lowest slot is innermost, on the way back the highest."""
    if far:
        return -ends.start.middle if ends.flow.source is Stage.RETURN and ends.start else _middle_of_end(ends)
    return -_middle_of_end(ends)


def _middle_of_end(ends: Ends) -> float:
    return ends.end.middle if ends.end else 0.0


def _ribbon(ends: Ends, layout: Layout, rooms: _Rooms) -> Ribbon:
    if ends.start is None or ends.end is None:
        return _tab(ends, layout)
    source, target = layout.nodes[ends.flow.source], layout.nodes[ends.flow.target]
    start, end = _out(source, ends, layout), _in(target, ends, layout)
    line, low, high = _way(ends.flow, source, target, start, end, layout, rooms)
    return Ribbon(ends.flow, line, _thickness(ends), _between(low, high), abs(high[0] - low[0]))


def _out(node: Node, ends: Ends, layout: Layout) -> Point:
    assert ends.start is not None
    return (node.along + (layout.frame.bar if node.forward else 0), ends.start.middle)


def _in(node: Node, ends: Ends, layout: Layout) -> Point:
    assert ends.end is not None
    return (node.along + (0 if node.forward else layout.frame.bar), ends.end.middle)


def _tab(ends: Ends, layout: Layout) -> Ribbon:
    """Return the short end of what comes in from outside, or leaves."""
    if ends.end is not None:
        node = layout.nodes[ends.flow.target]
        end = _in(node, ends, layout)
        start = (end[0] - layout.frame.tab * (1 if node.forward else -1), end[1])
    else:
        node = layout.nodes[ends.flow.source]
        start = _out(node, ends, layout)
        end = (start[0] + layout.frame.tab * (1 if node.forward else -1), start[1])
    return Ribbon(ends.flow, (("M", (start,)), ("L", (end,))), _thickness(ends), _between(start, end), layout.frame.tab)


def _between(start: Point, end: Point) -> Point:
    return ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)


def _way(
    flow: Flow, source: Node, target: Node, start: Point, end: Point, layout: Layout, rooms: _Rooms
) -> tuple[Line, Point, Point]:
    """Return a line, and the two ends of its longest straight part."""
    far, near, lane = rooms.far.get(flow), rooms.near.get(flow), rooms.lanes.get(flow)
    right = layout.nodes[_pivot(flow, layout.nodes, True)].along + layout.frame.bar + (far or 0)
    left = layout.nodes[_pivot(flow, layout.nodes, False)].along - (near or 0)
    if far is not None and near is not None and lane is not None:
        out, back = (right, left) if source.forward else (left, right)
        corners = [(out, start[1]), (out, lane), (back, lane), (back, end[1])]
        return _around(start, corners, end, min(far, near)), (left, lane), (right, lane)
    if far is not None:
        return _far(start, end, right, far, lane, layout)
    if near is not None:
        corners = [(left, start[1]), (left, end[1])]
        return _around(start, corners, end, near), (left + near, start[1]), start
    if lane is not None:
        return _under(start, end, lane, layout), (start[0] + _reach(layout), lane), (end[0] - _reach(layout), lane)
    return (("M", (start,)), _swing(start, end)), start, end


def _far(
    start: Point, end: Point, right: float, far: float, lane: float | None, layout: Layout
) -> tuple[Line, Point, Point]:
    """Return a line around the far end, from under the chain if it has a lane there."""
    if lane is None:
        return _around(start, [(right, start[1]), (right, end[1])], end, far), end, (right - far, end[1])
    low = (start[0] + _reach(layout), lane)
    turn = _around(low, [(right, lane), (right, end[1])], end, far)
    return (("M", (start,)), _swing(start, low), *turn[1:]), low, (right - far, lane)


def _under(start: Point, end: Point, lane: float, layout: Layout) -> Line:
    reach = _reach(layout)
    low, high = (start[0] + reach, lane), (end[0] - reach, lane)
    return (("M", (start,)), _swing(start, low), ("L", (high,)), _swing(high, end))


def _reach(layout: Layout) -> float:
    """Return how far along a ribbon goes while it swings to a lane."""
    return (layout.nodes[Stage.MATERIAL].along - layout.nodes[Stage.MINE].along - layout.frame.bar) * 0.7


def _swing(start: Point, end: Point) -> Piece:
    """Return an S from one point to another that begins and ends along the chain."""
    half = (start[0] + end[0]) / 2
    return ("C", ((half, start[1]), (half, end[1]), end))


def _around(start: Point, corners: Sequence[Point], end: Point, radius: float) -> Line:
    """Return a line through corners, which are rounded as far as there is room."""
    points = [start, *corners, end]
    pieces: list[Piece] = [("M", (start,))]
    for place, (before, corner, after) in enumerate(zip(points, points[1:], points[2:], strict=False)):
        room = _distance(before, corner) / (2 if place else 1), _distance(corner, after) / (2 if after != end else 1)
        reach = min(radius, *room)
        enter, leave = _toward(corner, before, reach), _toward(corner, after, reach)
        handles = _toward(corner, before, reach * (1 - _ROUND)), _toward(corner, after, reach * (1 - _ROUND))
        pieces += [("L", (enter,)), ("C", (*handles, leave))]
    return (*pieces, ("L", (end,)))


def _distance(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _toward(corner: Point, point: Point, reach: float) -> Point:
    """Return the point that lies so far from a corner on the way to another, straight along or across."""
    far = _distance(corner, point) or 1.0
    return (corner[0] + (point[0] - corner[0]) * reach / far, corner[1] + (point[1] - corner[1]) * reach / far)
