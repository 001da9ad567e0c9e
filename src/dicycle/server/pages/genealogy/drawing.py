"""A layout as shapes with words: what the template writes as SVG."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import floor, log10
from typing import Final, NamedTuple

from dicycle.genealogy.answers import Node
from dicycle.ledger.wording import Names, number
from dicycle.server.pages.genealogy.amounts import kilograms, per_cent
from dicycle.server.pages.genealogy.asking import Asked
from dicycle.server.pages.genealogy.joints import Flow, Hold, Joint
from dicycle.server.pages.genealogy.layout import Layout, Point, Spot
from dicycle.server.pages.genealogy.saying import day, fitted, span, stack_words, thing_words
from dicycle.server.pages.genealogy.stacking import Box
from dicycle.server.pages.genealogy.web import Web
from dicycle.server.pages.links import event_url, url_of

_FAMILIES: Final = {
    **dict.fromkeys(("pack", "module", "cell", "cell_lot", "storage_system", "vehicle"), "battery"),
    **dict.fromkeys(("black_mass", "salt", "scrap", "metal"), "recovered"),
    **dict.fromkeys(("residue", "loss"), "lost"),
}
FAMILIES: Final = {
    "material": "Material", "battery": "Battery", "recovered": "Recovered or scrap", "lost": "Residue or loss",
}  # fmt: skip
_SECOND: Final = 1_000_000
_DAY: Final = 86_400
_THINNEST, _THICKEST = 1.5, 15.0
_LABELS: Final = 160
_BIRTHS: Final = 150


class Shape(NamedTuple):
    """A box: what it says, where it leads, and when it was there (`since`, `until`: seconds since 1970, or nothing).

    `births` is "day:count …" for a stack whose things came on several days.
    """

    key: str
    spot: Spot
    kind: str
    family: str
    first: str
    second: str
    words: str
    url: str
    size: int
    since: int | None
    until: int | None
    births: str
    is_dot: bool = False


class Dot(NamedTuple):
    """A joint."""

    key: str
    spot: Spot
    words: str
    url: str
    size: int
    since: int
    until: int | None = None
    is_dot: bool = True


class Line(NamedTuple):
    """A line between a box and a joint, or from a part to its whole; `label` stands at `at`."""

    path: str
    kind: str
    width: str
    words: str
    label: str
    at: Point
    since: int
    until: int | None


class Measure(NamedTuple):
    """A line of the legend: how thick for how much."""

    width: str
    words: str


class Picture(NamedTuple):
    """All that is drawn; `times` are the days (since 1970) on which something in it came, changed or went."""

    width: int
    height: int
    stops: list[Shape | Dot]
    """Boxes and joints from left to right, as the keyboard goes through them."""
    lines: list[Line]
    measures: list[Measure]
    undeclared: bool
    times: list[int]
    things: int

    @property
    def families(self) -> set[str]:
        """The families that the legend has to explain."""
        return {stop.family for stop in self.stops if isinstance(stop, Shape)}

    @property
    def stays(self) -> bool:
        """Whether something is in something."""
        return any("stay" in line.kind for line in self.lines)

    @property
    def rounds(self) -> bool:
        """Whether a line leads back to the left."""
        return any("round" in line.kind for line in self.lines)

    @property
    def shares(self) -> bool:
        """Whether a part of a lot is written beside its line."""
        return any(line.label for line in self.lines)


def picture_of(
    web: Web,
    boxes: Sequence[Box],
    joints: Sequence[Joint],
    holds: Sequence[Hold],
    layout: Layout,
    names: Names,
    asked: Asked,
) -> Picture:
    """Return the drawing of a layout."""
    most = max((flow.mass or 0.0 for flow in _flows(joints, holds)), default=0.0)
    shapes = [_shape(box, web, layout.spots[box.key], names, asked) for box in boxes]
    dots = [_dot(joint, layout.spots[joint.key]) for joint in joints]
    lines = _lines(joints, holds, layout, most)
    return Picture(
        round(layout.width),
        round(layout.height),
        sorted([*shapes, *dots], key=lambda stop: (stop.spot.x, stop.spot.y)),
        lines,
        _measures(most),
        any(flow.mass is None for flow in _flows(joints, ())),
        _times(web, lines),
        len(web.nodes),
    )


def _flows(joints: Iterable[Joint], holds: Iterable[Hold]) -> list[Flow]:
    flows = [flow for joint in joints for side in (joint.inputs, joint.outputs) for flow in side.values()]
    return flows + [hold.flow for hold in holds]


# ---------------------------------------------------------------- boxes


def _shape(box: Box, web: Web, spot: Spot, names: Names, asked: Asked) -> Shape:
    nodes = [web.nodes[id] for id in box.ids]
    first, second, said = stack_words(box, nodes, names) if len(nodes) > 1 else thing_words(nodes[0], names)
    ends = [node.ended for node in nodes]
    days = sorted(node.born // _SECOND // _DAY for node in nodes if node.born is not None)
    return Shape(
        box.key,
        spot,
        _kind(box, nodes, web.root, asked),
        _FAMILIES.get(nodes[0].category or "", "material" if nodes[0].category else "other"),
        fitted(first, 13.5),
        fitted(second, 12.5),
        said,
        _url(box, nodes[0], asked),
        len(nodes),
        min((node.born for node in nodes if node.born is not None), default=0) // _SECOND or None,
        None if any(end is None for end in ends) else max(end for end in ends if end is not None) // _SECOND,
        _births(days) if len(days) == len(nodes) > 1 else "",
    )


def _kind(box: Box, nodes: Sequence[Node], root: str, asked: Asked) -> str:
    """Return what a box looks like: style sheet classes."""
    kinds = [
        ("root", box.ids == (root,)),
        ("stack", len(nodes) > 1),
        ("opened", bool(box.stack)),
        ("fresh", bool(box.stack) and box.stack == asked.expand[-1]),
        ("tombstone", nodes[0].hidden),
        ("cut", any(node.cut for node in nodes)),
        ("ended", all(node.ended is not None for node in nodes)),
    ]
    return " ".join(kind for kind, holds in kinds if holds)


def _url(box: Box, node: Node, asked: Asked) -> str:
    if box.rest:
        return asked.url(view="table", stack=box.key)
    if len(box.ids) > 1:
        return f"{asked.url(expand=(*asked.expand, box.key))}#drawing"
    return "" if node.hidden else url_of(node.id)


def _births(days: Sequence[int]) -> str:
    counts: dict[int, int] = {}
    for one in days:
        counts[one] = counts.get(one, 0) + 1
    return " ".join(f"{one}:{count}" for one, count in counts.items()) if len(counts) <= _BIRTHS else ""


# ---------------------------------------------------------------- joints and lines


def _dot(joint: Joint, spot: Spot) -> Dot:
    count = len(joint.runs)
    sides = f"{_things(joint.inputs)} in, {_things(joint.outputs)} out"
    what = f"Run of {day(joint.first)}" if count == 1 else f"{number(count)} runs, {span(joint.first, joint.last)}"
    what = "A run that is hidden from you" if joint.hidden else what
    known = count == 1 and not joint.hidden
    url = event_url(joint.runs[0]) if known else ""
    return Dot(joint.key, spot, f"{what}: {sides}", url, count, joint.first // _SECOND)


def _things(flows: Mapping[str, Flow]) -> str:
    return number(sum(flow.links for flow in flows.values()))


def _lines(joints: Iterable[Joint], holds: Iterable[Hold], layout: Layout, most: float) -> list[Line]:
    ends = [((box, joint.key), flow, "in") for joint in joints for box, flow in joint.inputs.items()]
    ends += [((joint.key, box), flow, "out") for joint in joints for box, flow in joint.outputs.items()]
    ends += [((hold.part, hold.whole), hold.flow, "stay") for hold in holds]
    lines = [_line(layout.routes[end], flow, role, most) for end, flow, role in ends]
    taken = Counter(line.at for line in lines)
    written = [line if line.label and taken[line.at] == 1 else line._replace(label="") for line in lines]
    return written if sum(bool(line.label) for line in written) <= _LABELS else [x._replace(label="") for x in lines]


def _line(route: Sequence[Point], flow: Flow, role: str, most: float) -> Line:
    kinds = (role, "undeclared" if flow.mass is None else "", "implied" if flow.implied else "",
             "round" if route[-1][0] <= route[0][0] else "")  # fmt: skip
    width = _width(flow.mass or 0.0, most)
    share = "" if role != "in" or flow.share is None or flow.share > 0.9995 else per_cent(flow.share)
    said = ["Not declared" if flow.mass is None else kilograms(flow.mass), f"{share} of the whole" if share else ""]
    return Line(
        path_of(route),
        " ".join(kind for kind in kinds if kind),
        f"{width:.1f}",
        ", ".join(one for one in said if one),
        share,
        (route[0][0] + 5, route[0][1] - width / 2 - 3),
        flow.since // _SECOND,
        flow.until // _SECOND if role == "stay" and flow.until is not None else None,
    )


def path_of(route: Sequence[Point]) -> str:
    """Return the SVG path of a line: a curve to each lane, straight along it."""
    said = [f"M{route[0][0]:.0f} {route[0][1]:.1f}"]
    for at in range(0, len(route) - 1, 2):
        (x, y), (to, down) = route[at], route[at + 1]
        bend = (to - x) / 2 if to > x else 70
        said.append(f"C{x + bend:.0f} {y:.1f} {to - bend:.0f} {down:.1f} {to:.0f} {down:.1f}")
        if at + 2 < len(route):
            said.append(f"H{route[at + 2][0]:.0f}")
    return "".join(said)


def _width(mass: float, most: float) -> float:
    """Return how thick a line is: its square is in proportion to the mass, so that small amounts are still seen."""
    return _THINNEST + (_THICKEST - _THINNEST) * (mass / most) ** 0.5 if most else _THINNEST


def _measures(most: float) -> list[Measure]:
    """Return lines for the legend: about the largest amount, a tenth and a hundredth of it."""
    if not most:
        return []
    digit = 10.0 ** floor(log10(most))
    top = floor(most / digit) * digit
    return [Measure(f"{_width(one, most):.1f}", kilograms(one)) for one in (top, top / 10, top / 100)]


def _times(web: Web, lines: Iterable[Line]) -> list[int]:
    seconds = [node.born // _SECOND for node in web.nodes.values() if node.born is not None]
    seconds += [node.ended // _SECOND for node in web.nodes.values() if node.ended is not None]
    seconds += [line.since for line in lines if line.since]
    days = sorted({one // _DAY for one in seconds})
    step = max(1, len(days) // 400)
    return days if step == 1 else sorted({*days[::step], days[-1]})
