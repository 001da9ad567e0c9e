"""From a layout to shapes: what the template writes as SVG, lying for wide screens, standing for narrow ones."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from dicycle.genealogy.flows import Stage
from dicycle.server.pages.loop.layout import BACK, CHAIN, Flow, Frame, Layout, Node, laid
from dicycle.server.pages.loop.routing import Line, Point, Ribbon, depth, ribbons
from dicycle.server.pages.loop.words import mass_word, stage_word

LYING: Final = Frame(
    length=1232, thickest=230, first=8, top=64, bar=13, gap=8, room=26, under=0, beneath=14, tab=32,
    again=(0.6, 0.82), aside=52, last=1,
)  # fmt: skip
STANDING: Final = Frame(
    length=910, thickest=112, first=8, top=4, bar=11, gap=5, room=10, under=56, beneath=4, tab=20,
    again=(0.45, 0.72), aside=84, last=1.5,
)  # fmt: skip
_NARROW: Final = 358
_EDGE: Final = 1.3
"""How thick the edge is drawn around the part of a bar that stays."""
_LETTER: Final = 8.5
"""How wide a letter of a text on a ribbon is at most, on average."""


class Text(NamedTuple):
    """A text in a drawing: where, how it is aligned, what it says, and its class."""

    x: float
    y: float
    anchor: str
    text: str
    kind: str


class Shape(NamedTuple):
    """A ribbon: its line as an SVG path, how thick, of which kind, and which flow it is."""

    flow: Flow
    path: str
    thickness: float
    kind: str


class Box(NamedTuple):
    """A stage: its bar, and the part of it that stays."""

    stage: Stage
    x: float
    y: float
    width: float
    height: float
    stays: tuple[float, float, float, float] | None


class Chart(NamedTuple):
    """A drawing: `name` tells it from the other one of the page."""

    name: str
    width: float
    height: float
    shapes: list[Shape]
    boxes: list[Box]
    texts: list[Text]


class Told(NamedTuple):
    """What is drawn: flows, what stays at stages, what is said about both."""

    flows: Sequence[Flow]
    stays: Mapping[Stage, int]
    through: Mapping[Stage, int]
    share: Callable[[Flow], str]
    staying: str
    """What is said of what stays, such as ``in stock``."""


def lying(told: Told) -> Chart:
    """Return the drawing that lies: the chain from left to right."""
    layout = laid(told.flows, told.stays, LYING)
    lines = ribbons(layout)
    texts = [text for node in layout.nodes.values() for text in _names_lying(node, told)]
    texts += [text for one in lines for text in _said_lying(one, told)]
    texts += _stays_lying(layout, told)
    height = depth(layout) + 44
    return Chart("wide", 1240, height, _shapes(lines, _same), _boxes(layout, _same), texts)


def standing(told: Told) -> Chart:
    """Return the drawing that stands: the chain from top to bottom, the way back at its right."""
    layout = laid(told.flows, told.stays, STANDING)
    lines = ribbons(layout)
    texts = [text for node in layout.nodes.values() for text in _names_standing(node, told)]
    width = max(_NARROW, depth(layout) + 8)
    return Chart("tall", width, STANDING.length + 12, _shapes(lines, _turned), _boxes(layout, _turned), texts)


def _same(point: Point) -> Point:
    return point


def _turned(point: Point) -> Point:
    return point[1], point[0]


Turn = Callable[[Point], Point]


def _shapes(lines: Sequence[Ribbon], turn: Turn) -> list[Shape]:
    """Return the shapes, the thick ones beneath."""
    return [_shape(one, turn) for one in sorted(lines, key=lambda one: -one.thickness)]


def _shape(ribbon: Ribbon, turn: Turn) -> Shape:
    kind = kind_of(ribbon.flow)
    if kind in ("in", "out"):
        return Shape(ribbon.flow, _arrow(ribbon, turn), 0, kind)
    return Shape(ribbon.flow, _path(ribbon.line, turn), round(ribbon.thickness, 2), kind)


def _arrow(ribbon: Ribbon, turn: Turn) -> str:
    """Return the outline of a short end, which points the way it goes."""
    (start, across), (end, _) = ribbon.line[0][1][0], ribbon.line[-1][1][-1]
    half, tip = ribbon.thickness / 2, min(max(ribbon.thickness / 3, 3), 12) * (1 if end > start else -1)
    back = tip if kind_of(ribbon.flow) == "in" else 0
    front = end if kind_of(ribbon.flow) == "in" else end - tip
    corners = [
        (start, across - half), (front, across - half), (end, across), (front, across + half),
        (start, across + half), (start + back, across),
    ]  # fmt: skip
    return "M" + "L".join(_pair(turn(corner)) for corner in corners) + "Z"


def _path(line: Line, turn: Turn) -> str:
    return "".join(letter + " ".join(_pair(turn(point)) for point in points) for letter, points in line)


def _pair(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"


def kind_of(flow: Flow) -> str:
    """Return what kind of ribbon a flow is: what recycling gives back, what is used again, what comes back, …"""
    if flow.source is Stage.OUTSIDE:
        return "in"
    if flow.target is Stage.LEFT:
        return "out"
    if flow.source is Stage.RECYCLING:
        return "recovered"
    if flow.source in BACK:
        return "again"
    if flow.target in BACK or flow.source in (Stage.USE, Stage.RETURN):
        return "back"
    return "untold" if Stage.NOT_SAID in flow[:2] else "new"


def _boxes(layout: Layout, turn: Turn) -> list[Box]:
    return [_box(node, layout.frame.bar, turn) for node in layout.nodes.values()]


def _box(node: Node, bar: float, turn: Turn) -> Box:
    x, y = turn((node.along, node.across))
    width, height = turn((bar, node.thickness))
    stays = None
    if node.stays > 3:
        low, size = turn((node.along, node.end - node.stays)), turn((bar, node.stays))
        stays = (low[0] + _EDGE, low[1] + _EDGE, size[0] - 2 * _EDGE, size[1] - 2 * _EDGE)
    return Box(node.stage, x, y, width, height, stays)


def _names_lying(node: Node, told: Told) -> list[Text]:
    name, mass = stage_word(node.stage), mass_word(told.through.get(node.stage, 0))
    if node.stage in CHAIN:
        return [
            Text(node.along, node.across - 30, "start", name, "name"),
            Text(node.along, node.across - 12, "start", mass, "mass"),
        ]
    if node.forward:
        return [Text(node.along, node.across - 9, "start", f"{name} {mass}", "name")]
    return [Text(node.along + LYING.bar, node.across - 9, "end", f"{name} {mass}", "name")]


def _said_lying(ribbon: Ribbon, told: Told) -> list[Text]:
    flow, (x, y) = ribbon.flow, ribbon.middle
    kind, mass = kind_of(flow), mass_word(flow.mass)
    if kind == "out":
        return _lost(ribbon, mass) if ribbon.thickness > 5 else []
    if kind == "in":
        start = ribbon.line[0][1][0][0]
        return [Text(start - 4, y + 4, "end", f"in {mass}", "small")] if ribbon.thickness > 9 else []
    if kind == "recovered" and flow.target is Stage.MATERIAL:
        low = x - ribbon.room / 2
        return [Text(low, y + ribbon.thickness / 2 + 22, "start", f"{mass} back into material", "name recovered")]
    text = f"{mass} · {told.share(flow)}"
    fits = ribbon.thickness > 17 and ribbon.room > len(text) * _LETTER
    return [Text(x, y + 4.5, "middle", text, "said")] if fits else []


def _lost(ribbon: Ribbon, mass: str) -> list[Text]:
    end, across = ribbon.line[-1][1][-1]
    return [] if ribbon.flow.source in BACK else [Text(end + 5, across + 4, "start", f"lost {mass}", "small")]


def _stays_lying(layout: Layout, told: Told) -> list[Text]:
    return [text for node in layout.nodes.values() for text in _notes(node, told)]


def _notes(node: Node, told: Told) -> list[Text]:
    """Return what is said of what stays: beside the bar, or beneath it where ribbons turn."""
    said = [f"{told.staying} {mass_word(told.stays[node.stage])}"] if node.stays > 11 else []
    if node.forward and node.stage is not Stage.RETURN:
        y = node.end - node.stays / 2 + 4
        return [Text(node.along + LYING.bar + 6, y, "start", text, "small") for text in said]
    if not node.forward:
        lost = sum(one.mass for one in told.flows if one.source is node.stage and one.target is Stage.LEFT)
        said += [f"lost {mass_word(lost)}"] if lost else []
    x = node.along + LYING.bar
    return [Text(x, node.end + 17 + 16 * place, "end", text, "small") for place, text in enumerate(said)]


def _names_standing(node: Node, told: Told) -> list[Text]:
    name, mass = stage_word(node.stage), mass_word(told.through.get(node.stage, 0))
    if node.forward:
        # Beside the bar, clear of what leaves it: before the bar where that turns around.
        low = node.along + (-33 if node.stage is Stage.RETURN else STANDING.bar)
        return [
            Text(node.end + 7, low + 12, "start", name, "name"),
            Text(node.end + 7, low + 28, "start", mass, "mass"),
        ]
    return [
        Text(node.across - 6, node.along - 12, "end", name, "name"),
        Text(node.across - 6, node.along + 4, "end", mass, "mass"),
    ]
