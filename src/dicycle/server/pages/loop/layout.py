"""Where the loop is drawn: a Sankey diagram whose way back runs beneath its way there.

Pure geometry in two directions: *along* the chain from the mine to the return, and *across* it. The same layout lies
on a wide screen and stands on a narrow one. The stages of the chain take in at their near side and give out at their
far side; those of the way back, beneath, do it the other way round, so that ribbons turn around at both ends:

    mine > material > cell > pack > use > return
             ^                       ^       v
             +----- recycling < -----+-- reuse, second life
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from dicycle.genealogy.flows import Stage

CHAIN: Final = (Stage.MINE, Stage.MATERIAL, Stage.CELL, Stage.PACK, Stage.USE, Stage.RETURN)
BACK: Final = (Stage.REUSE, Stage.SECOND_LIFE, Stage.RECYCLING)
SHOWN: Final[tuple[Stage, ...]] = (*CHAIN, *BACK, Stage.NOT_SAID)


class Frame(NamedTuple):
    """The measures of a drawing, in its own units (pixels at full size)."""

    length: float
    """Along."""
    thickest: float
    """How thick the largest stage is drawn, across."""
    first: float
    """Where the mine stands, along."""
    top: float
    """Where the chain begins, across."""
    bar: float
    """How wide a stage is, along."""
    gap: float
    """Between ribbons that turn beside each other, and around them."""
    room: float
    """Before each stage of the way back, across, for its name."""
    under: float
    """Between the chain and what passes under it."""
    beneath: float
    """Between all that and the way back."""
    tab: float
    """How long the ends are of what comes in from outside or leaves."""
    again: tuple[float, float]
    """How far from use to return reuse and second life stand."""
    aside: float
    """Between the mine and what nobody said the kind of, across."""
    last: float
    """How much longer the step from use to return is than the others."""
    least: float = 1.5
    """How thick the thinnest ribbon is drawn, so that it can be seen and hit."""


class Flow(NamedTuple):
    """What goes from a stage to another; OUTSIDE and LEFT are the ways in and out of the loop."""

    source: Stage
    target: Stage
    mass: int


class Slot(NamedTuple):
    """Where a ribbon meets a stage: its middle across, and how thick it is."""

    middle: float
    thickness: float


class Node(NamedTuple):
    """A stage as a bar: where it begins along and across, how thick it is; `stays` is the part that goes nowhere."""

    stage: Stage
    along: float
    across: float
    thickness: float
    stays: float

    @property
    def forward(self) -> bool:
        """Whether it takes in at its near side."""
        return self.stage not in BACK

    @property
    def end(self) -> float:
        """Where it ends, across."""
        return self.across + self.thickness


class Ends(NamedTuple):
    """The two ends of a flow; a way in or out of the loop has one only."""

    flow: Flow
    start: Slot | None
    end: Slot | None


class Layout(NamedTuple):
    """A drawing without its lines: stages, and where ribbons meet them."""

    frame: Frame
    nodes: dict[Stage, Node]
    ends: list[Ends]
    depth: float
    """Where everything ends, across."""


class _Scale(NamedTuple):
    """How thick masses are drawn: `unit` a microgram."""

    flows: tuple[Flow, ...]
    stays: Mapping[Stage, int]
    unit: float
    frame: Frame

    def of(self, flow: Flow) -> float:
        return max(flow.mass * self.unit, self.frame.least)

    def stay(self, stage: Stage) -> float:
        return max(self.stays.get(stage, 0), 0) * self.unit

    def stage(self, stage: Stage) -> float:
        """Return how thick a stage is: what comes in, or what goes out and stays, whichever is more."""
        into = sum(self.of(one) for one in self.flows if one.target is stage)
        return max(into, self.stay(stage) + sum(self.of(one) for one in self.flows if one.source is stage))

    def node(self, stage: Stage, along: float, across: float) -> Node:
        return Node(stage, along, across, max(self.stage(stage), self.frame.least), self.stay(stage))


def laid(flows: Sequence[Flow], stays: Mapping[Stage, int], frame: Frame) -> Layout:
    """Return the layout of flows; `stays` are the micrograms that go nowhere."""
    shown = tuple(one for one in flows if one.mass > 0 and one.source is not one.target)
    scale = _Scale(shown, stays, _unit(shown, stays, frame), frame)
    nodes = _chain(scale)
    under = sum(scale.of(one) + frame.gap for one in shown if passes_under(one))
    depth = _way_back(nodes, scale, chain_end(nodes) + frame.under + under)
    return Layout(frame, nodes, _ends(nodes, scale), max(depth, *(one.end for one in nodes.values())))


def _unit(flows: Sequence[Flow], stays: Mapping[Stage, int], frame: Frame) -> float:
    into = [sum(one.mass for one in flows if one.target is stage) for stage in SHOWN]
    out = [sum(one.mass for one in flows if one.source is stage) + stays.get(stage, 0) for stage in SHOWN]
    return frame.thickest / max(*into, *out, 1)


def _chain(scale: _Scale) -> dict[Stage, Node]:
    """Return the stages of the chain, evenly spread, with room at the end for what turns around there."""
    frame = scale.frame
    turn = sum(scale.of(one) + frame.gap for one in scale.flows if one.source is Stage.RETURN) + frame.gap
    step = (frame.length - frame.first - frame.bar - turn) / (len(CHAIN) - 2 + frame.last)
    places = [*range(len(CHAIN) - 1), len(CHAIN) - 2 + frame.last]
    nodes = {
        stage: scale.node(stage, frame.first + step * place, frame.top)
        for place, stage in zip(places, CHAIN, strict=True)
    }
    if scale.stage(Stage.NOT_SAID):
        across = nodes[Stage.MINE].end + frame.aside
        nodes[Stage.NOT_SAID] = scale.node(Stage.NOT_SAID, frame.first, across)
    return nodes


def _way_back(nodes: dict[Stage, Node], scale: _Scale, across: float) -> float:
    """Add the stages of the way back, one beneath the other; return where they end."""
    frame, use, cell = scale.frame, nodes[Stage.USE].along, nodes[Stage.CELL].along
    step = nodes[Stage.RETURN].along - use
    along = {
        Stage.REUSE: use + step * frame.again[0],
        Stage.SECOND_LIFE: use + step * frame.again[1],
        Stage.RECYCLING: cell + (nodes[Stage.PACK].along - cell) * 0.62,
    }
    across += frame.beneath
    for stage in BACK:
        if scale.stage(stage):
            nodes[stage] = scale.node(stage, along[stage], across + frame.room)
            across = nodes[stage].end
    return across


def chain_end(nodes: Mapping[Stage, Node]) -> float:
    """Return where the chain ends, across; what is not said stands beneath the mine, where nothing passes."""
    return max(nodes[stage].end for stage in CHAIN)


def passes_under(flow: Flow) -> bool:
    """Tell whether a ribbon goes under stages of the chain: past one, or from one that is not its end down."""
    if flow.source is Stage.NOT_SAID:
        return flow.target in (*CHAIN[2:], *BACK)
    if flow.source not in CHAIN:
        return False
    if flow.target in CHAIN:
        return CHAIN.index(flow.target) > CHAIN.index(flow.source) + 1
    return flow.target in BACK and flow.source is not Stage.RETURN


def _ends(nodes: dict[Stage, Node], scale: _Scale) -> list[Ends]:
    starts: dict[Flow, Slot] = {}
    ends: dict[Flow, Slot] = {}
    for node in nodes.values():
        out = sorted((one for one in scale.flows if one.source is node.stage), key=lambda one: _leaving(one, nodes))
        into = sorted((one for one in scale.flows if one.target is node.stage), key=lambda one: _arriving(one, nodes))
        starts |= _slots(node, out, scale)
        ends |= _slots(node, into, scale)
    return [Ends(one, starts.get(one), ends.get(one)) for one in scale.flows if one in starts or one in ends]


def _slots(node: Node, flows: Iterable[Flow], scale: _Scale) -> dict[Flow, Slot]:
    across, out = node.across, {}
    for one in flows:
        out[one] = Slot(across + scale.of(one) / 2, scale.of(one))
        across += scale.of(one)
    return out


def _leaving(flow: Flow, nodes: Mapping[Stage, Node]) -> tuple[int, float]:
    """Return where a flow stands among those that leave a stage: straight on, out of the loop, around the end."""
    if flow.target not in nodes:
        return (2, 0)
    source, target = nodes[flow.source], nodes[flow.target]
    if not source.forward:
        return (0, -target.along)
    if target.forward and target.along > source.along:
        return (0, target.along)
    # Around the end: what goes deepest is outermost.
    return (3, -target.across if flow.source is Stage.RETURN else target.along)


def _arriving(flow: Flow, nodes: Mapping[Stage, Node]) -> tuple[int, float]:
    """Return where a flow stands among those that come to a stage: straight on, from outside, around the end."""
    if flow.source not in nodes:
        return (2, 0)
    source, target = nodes[flow.source], nodes[flow.target]
    if not target.forward:
        return (3, 0) if flow.source is Stage.RETURN else (0 if source.forward else 1, source.along)
    if source.forward and source.along < target.along:
        return (0, -source.along)
    return (3, -source.across)
